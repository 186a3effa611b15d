"""What bands are trained on: the recorded sets beside the project, a file of histories, or the user's own lake.

us    Polymarket US quotes every two minutes (CC-BY-4.0): midpoints on a five-minute grid
clob  ten-minute histories of the order book's prices (MIT)
The midpoint counts only where ask - bid <= .10; a book with one side only counts at the extremes, ask / 2 or (1 + bid) / 2.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ..errors import InputError
from ..lake import Lake
from .histories import coded, from_rows, named_end
from .samples import TrainingSet

Rows = dict[str, NDArray[Any]]
WIDEST_SPREAD = 0.1001  # prices are multiples of .001: a hair above .10, so that .10 itself counts
EXTREME = 0.0501
RECORDED_UNTIL = {"us": dt.datetime(2026, 7, 15, tzinfo=dt.UTC), "clob": dt.datetime(2026, 1, 24, tzinfo=dt.UTC)}
CREDIT = {
    "us": "Polymarket US quotes, two minutes apart, recorded by third parties; CC-BY-4.0",
    "clob": "Polymarket price histories of January 2026, ten minutes apart, recorded by third parties; MIT",
}
JUDGED_SHARE = 0.2  # of a file's or a lake's span, at its end, where the caller names no moment

_US = """
    with quotes as (
        select slug, cast(epoch(ts) as bigint) + 4 * 3600 as t, -- the file's clock is New York's in summer
            case when not isnan(bid) then bid end as bid, case when not isnan(ask) then ask end as ask
        from read_parquet($quotes)
    ),

    priced as (
        select slug, t, ask - bid as spread,
            case
                when bid is not null and ask is not null then
                    case when ask >= bid and ask - bid <= $widest then (bid + ask) / 2 end
                when bid is null and ask <= $extreme then ask / 2
                when ask is null and bid >= 1 - $extreme then (1 + bid) / 2
            end as p
        from quotes
    ),

    stamped as (
        select slug, (t // 300 + 1) * 300 as ts, round(arg_max(p, t), 5) as p, arg_max(spread, t) as spread
        from priced where p is not null group by all
    )

    select s.slug as market_id, m.event_key as event_id, s.ts, s.p, s.spread
    from stamped as s inner join read_parquet($markets) as m using (slug)
    order by market_id, ts
"""
_LAKE = """
    select p.market_id, any_value(r.event_id) as event_id, (epoch(p.ts)::bigint // 300 + 1) * 300 as ts,
        arg_max(p.p_yes, p.ts) as p, arg_max(p.spread, p.ts) as spread,
        coalesce(any_value(epoch(r.end_ts)::bigint), -1) as end_ts
    from prices as p inner join market_registry as r using (market_id)
    where ($until is null or p.ts <= $until) and p.p_yes is not null and (p.spread is null or p.spread <= $widest)
    group by p.market_id, 3 order by p.market_id, 3
"""


def recorded(folder: Path) -> list[TrainingSet]:
    """The two recorded sets. Raises InputError where a file is missing."""
    return [
        _set("us", us_rows(folder), int(RECORDED_UNTIL["us"].timestamp())),
        _set("clob", clob_rows(folder), int(RECORDED_UNTIL["clob"].timestamp())),
    ]


def of_file(path: Path, until: dt.datetime | None) -> TrainingSet:
    """A Parquet file with the columns of files.py; its last fifth of time is kept for judging where `until` is not given."""
    try:
        table = pq.read_table(path)
    except OSError as error:
        raise InputError("histories", str(path), "a Parquet file") from error
    rows = {name: table[name].to_numpy(zero_copy_only=False) for name in table.column_names}
    return _set(path.stem, rows, _until(rows, until))


def of_lake(lake: Lake, until: dt.datetime | None) -> TrainingSet:
    """Five-minute prices of a lake, up to `until`. Raises NotBuilt where it has none."""
    with lake.reading("prices", "market_registry") as connection:
        found = connection.execute(_LAKE, {"until": until, "widest": WIDEST_SPREAD}).fetchnumpy()
    rows = {name: np.ma.filled(column, np.nan) if np.ma.isMA(column) and column.dtype.kind == "f" else np.asarray(column)
            for name, column in found.items()}  # fmt: skip
    return _set("lake", rows | {"step_s": np.full(len(rows["ts"]), 300)}, _until(rows, until))


def _until(rows: Rows, until: dt.datetime | None) -> int:
    if until is not None:
        return int(until.timestamp())
    ts = np.asarray(rows["ts"], np.int64)
    if not len(ts):
        raise InputError("histories", "no rows", "at least one price")
    return int(ts.max() - JUDGED_SHARE * (ts.max() - ts.min()))


def _set(name: str, rows: Rows, until: int) -> TrainingSet:
    histories = from_rows(rows)
    names, code = coded(rows["market_id"])
    events = np.empty(len(names), object)
    events[code] = rows["event_id"] if "event_id" in rows else rows["market_id"]
    return TrainingSet(name, histories, events.astype(str), until)


def us_rows(folder: Path) -> Rows:
    """Rows of the recorded quotes on a five-minute grid, as `from_rows` reads them."""
    quotes, markets = (_there(folder / "polymarket_us" / name) for name in ("quotes_2min.parquet", "markets.parquet"))
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        given = {"quotes": quotes, "markets": markets, "widest": WIDEST_SPREAD, "extreme": EXTREME}
        found = connection.execute(_US, given).fetchnumpy()
    rows = {name: np.asarray(found[name]) for name in ("market_id", "event_id", "ts")}
    rows |= {name: np.ma.filled(found[name].astype(float), np.nan) for name in ("p", "spread")}
    names, code = coded(rows["event_id"])
    return rows | {"end_ts": np.asarray([named_end(str(name)) for name in names], np.int64)[code]}


def clob_rows(folder: Path) -> Rows:
    """Rows of the recorded ten-minute histories."""
    import re

    import msgspec
    import zstandard

    path = Path(_there(folder / "clob" / "prices_history_10min_2026-01.jsonl.zst"))
    with path.open("rb") as file:
        lines = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(file).read().splitlines()
    parts: list[tuple[str, str, NDArray[np.int64], NDArray[np.float64]]] = []
    for line in lines:
        market = msgspec.json.decode(line)
        points = market["response"]["history"]
        if points:
            ts = (np.asarray([point["t"] for point in points], np.int64) // 600 + 1) * 600
            last = np.r_[np.flatnonzero(np.diff(ts)), len(ts) - 1]
            slug = market["market_slug"]
            event = market.get("event_slug") or re.sub(r"(-\d+)+$", "", slug)
            parts.append((slug, event, ts[last], np.asarray([point["p"] for point in points], float)[last]))
    sizes = [len(part[2]) for part in parts]
    return {
        "market_id": np.repeat([part[0] for part in parts], sizes), "event_id": np.repeat([part[1] for part in parts], sizes),
        "ts": np.concatenate([part[2] for part in parts]), "p": np.concatenate([part[3] for part in parts]),
    }  # fmt: skip


def _there(path: Path) -> str:
    if not path.is_file():
        raise InputError("recorded data", str(path), "a folder with this file; set CREDENCE_RECORDED")
    return str(path)
