"""Features: how every market moved and how liquid it was, as known at the end of each hour in which something was observed.

build  prices, market_snapshot, open_interest -> features
read   the rows of one market
choice Windows run over every observed price; rows are kept on the whole hour, where market_snapshot has them too: a row per
       price would repeat prices (14 million in the largest set) thirty times wider, for windows that overlap almost entirely
rule   an hour's row rests on what was knowable at its end, and exists when that end lies at or before as_of; markets are read
       in parts of a bounded number of rows; of prices of one moment a mid wins over a history, that over a trade
clock  what we timed ourselves (open interest, a version without a date) counts from its receipt, makes no row of its own, and
       marks the market's rows from then on
"""

import itertools
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ..config import rules
from ..lake import Lake
from ..lake.delta import arrow_schema
from ..lake.engine import file_list
from ..lake.lake import fetch
from ..measures.features import BUCKETS, NO_END, base_features, returns
from ..measures.movement import movement
from ..records import TABLES
from ..records.paging import Page, checked_limit, decode_cursor, moment, page_of

PART_ROWS = 1_000_000  # observations handled at once: about 400 MB

_COUNTS = """
    select market_id, sum(n)::bigint as n from (
        select market_id, count(*) as n from prices group by market_id
        union all
        select market_id, 2 * count(*) from market_snapshot group by market_id
    )
    group by market_id order by market_id
"""
_KNOWN = """
    select max(knowable_at) as as_of from (
        select max(knowable_at) as knowable_at from prices
        union all
        select max(knowable_at) from market_snapshot where clock = 'replayed'
    )
"""
# rank: 0..2 a price by kind, 3 a state, 9 the hour's end that asks; in this order at one moment
_PART = """
    with observed as (
        select
            market_id, knowable_at,
            case price_kind when 'mid' then 2 when 'history' then 1 else 0 end as rank,
            p_yes, spread, null::double as volume, null::double as interest, null::bigint as end_at, false as received,
            true as makes_row
        from prices
        where market_id between $first and $last and p_yes is not null and knowable_at <= $as_of
        union all
        select
            market_id, knowable_at, 3, null, null, case when volume_24h >= 0 then volume_24h end, null,
            epoch_us(ts) + (1e6 * tte_seconds)::bigint, clock = 'received',
            clock = 'replayed' and data_source = ['gamma']  -- a version; the others are hours of prices that are here already
        from market_snapshot
        where market_id between $first and $last and knowable_at <= $as_of
            and (volume_24h is not null or tte_seconds is not null)
        union all
        select market_id, knowable_at, 3, null, null, null, case when open_interest >= 0 then open_interest end, null,
            true, false
        from open_interest
        where market_id between $first and $last and knowable_at <= $as_of
    ),

    hours as (
        select distinct market_id, date_trunc('hour', knowable_at + interval 1 hour - interval 1 microsecond) as knowable_at
        from observed
        where makes_row
    ),

    every as (
        select * exclude (makes_row) from observed
        union all
        select market_id, knowable_at, 9, null, null, null, null, null, false from hours where knowable_at <= $as_of
    )

    select
        market_id, epoch_us(knowable_at) as ts, rank, p_yes, spread, volume, interest, coalesce(end_at, $no_end) as end_at,
        received
    from every
    order by market_id, knowable_at, rank, end_at nulls first, volume nulls first, interest nulls first, p_yes, spread
"""

Rows = dict[str, NDArray[Any]]


def build(lake: Lake, connection: duckdb.DuckDBPyConnection, as_of: datetime | None = None) -> int:
    """Write the features of everything in the lake; returns the rows.

    as_of  hours that end after it have no row; the newest observation where none is given
    """
    if as_of is None:
        (found,) = fetch(connection, _KNOWN)
        as_of = found["as_of"]
    folder = lake.layout.scratch
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    try:
        for part in _parts(connection, as_of):
            files.append(folder / f"features-{secrets.token_hex(8)}.parquet")
            pq.write_table(part, files[-1], compression="zstd")
        return lake.write(connection, "features", f"select * from read_parquet({file_list([str(file) for file in files])})").rows
    finally:
        for file in files:
            file.unlink(missing_ok=True)


def read(
    lake: Lake,
    market_id: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 1000,
    cursor: str | None = None,
) -> Page:
    """Features of one market in the order of time, since <= ts < until."""
    checked_limit(limit, 100_000)
    after = decode_cursor(cursor, 1, [moment])
    conditions, wanted = ["market_id = $m"], {"m": market_id}
    for condition, name, value in (
        ("ts >=", "since", since), ("ts <", "until", until), ("ts >", "after", after[0] if after else None)
    ):  # fmt: skip
        if value is not None:
            conditions.append(f"{condition} ${name}::timestamptz")
            wanted[name] = value.isoformat()
    names = ", ".join(name for name, _ in TABLES["features"].columns)
    with lake.reading("features") as connection:
        rows = fetch(
            connection, f"select {names} from features where {' and '.join(conditions)} order by ts limit {limit + 1}", wanted
        )
    return page_of(rows, limit, ("ts",), meta={"market_id": market_id})


def _parts(connection: duckdb.DuckDBPyConnection, as_of: datetime | None) -> Iterator[pa.Table]:
    """The table in parts, in the order of market and time; at least one, if without rows."""
    counted = connection.sql(_COUNTS).to_arrow_table()
    names = counted["market_id"].to_pylist()
    if as_of is None or not names:
        yield _schema().empty_table()
        return
    part = np.cumsum(counted["n"].to_numpy()) // PART_ROWS
    starts = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(names)]
    for start, end in itertools.pairwise(starts):
        wanted = {"first": names[start], "last": names[end - 1], "as_of": as_of, "no_end": NO_END}
        yield _featured(*_columns(connection.sql(_PART, params=wanted).to_arrow_table()))


def _columns(found: pa.Table) -> tuple[Rows, pa.Array]:
    """As arrays, markets as codes beside their names; of several prices of one moment the last by rank is kept."""
    coded = found["market_id"].combine_chunks().dictionary_encode()
    rows = {name: found[name].to_numpy() for name in found.column_names[1:]}
    rows["market"] = coded.indices.to_numpy().astype(np.int64)
    price = rows["rank"] <= 2
    again = np.zeros(len(price), bool)
    again[:-1] = price[:-1] & price[1:] & (rows["market"][:-1] == rows["market"][1:]) & (rows["ts"][:-1] == rows["ts"][1:])
    if again.any():
        rows = {name: values[~again] for name, values in rows.items()}
    return rows, coded.dictionary


def _featured(rows: Rows, names: pa.Array) -> pa.Table:
    """Both passes over all rows, and of those the ones that ask."""
    market, ts = rows["market"], rows["ts"]
    limits = rules("cutoffs")["liquidity"]
    base = base_features(
        market, ts, rows["p_yes"], rows["volume"], rows["interest"], rows["end_at"],
        mid_from=limits["mid_from"], high_from=limits["high_from"],
    )  # fmt: skip
    moved = movement(market, ts, rows["p_yes"], np.clip(rows["spread"], 0, 1))
    volume, volume_at = _newest(market, ts, rows["volume"])
    interest, interest_at = _newest(market, ts, rows["interest"])
    received = _so_far(market, rows["received"])
    asks = np.flatnonzero(rows["rank"] == 9)
    price = moved.price[asks]
    first = np.ones(len(asks), bool)
    first[1:] = market[asks[1:]] != market[asks[:-1]]
    change, simple, logit = returns(price, np.where(first, np.nan, np.roll(price, 1)))
    at = ts[asks]
    columns: dict[str, Any] = {
        "market_id": pa.DictionaryArray.from_arrays(pa.array(market[asks]), names).cast(pa.string()),
        "ts": at, "p_yes": price, "change": change, "simple_return": simple, "logit_return": logit, "vol": base.vol[asks],
        "volume_24h": volume[asks], "volume_velocity": base.volume_velocity[asks], "open_interest": interest[asks],
        "oi_change": base.oi_change[asks], "tte_seconds": base.tte_seconds[asks],
        "liquidity_bucket": np.array(BUCKETS, object)[base.liquidity[asks]],
        "liquidity_age_seconds": (at - np.fmax(volume_at, interest_at)[asks]) / 1e6,
        "variance_1h": moved.variance_short[asks], "variance_6h": moved.variance_middle[asks],
        "variance_24h": moved.variance_long[asks], "excess_movement": moved.excess_movement[asks],
        "zero_change_share": moved.zero_share[asks], "changes_24h": moved.changes[asks],
        "jump": moved.jumps_short[asks] > 0, "jumps_24h": moved.jumps[asks], "spread": moved.spread[asks],
        "staleness_seconds": moved.staleness[asks], "clock": np.where(received[asks], "received", "replayed"),
        "knowable_at": at,
    }  # fmt: skip
    return pa.table([_column(columns[field.name], field.type) for field in _schema()], schema=_schema())


def _column(values: Any, kind: pa.DataType) -> pa.Array:
    """Arrow, with null for NaN and whole microseconds as times."""
    if isinstance(values, pa.Array):
        return values
    if pa.types.is_timestamp(kind):
        return pc.cast(pa.array(values), kind)
    return pa.array(values, kind, from_pandas=True)


def _newest(market: NDArray[Any], ts: NDArray[Any], values: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Of each row the market's newest value that is not NaN, and its time as float; NaN where there is none yet."""
    place = np.maximum.accumulate(np.where(np.isnan(values), -1, np.arange(len(values))))
    known = (place >= 0) & (market[place] == market)
    return np.where(known, values[place], np.nan), np.where(known, ts[place], np.nan)


def _so_far(market: NDArray[Any], flag: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the flag was set in this row or one before it of the same market."""
    place = np.maximum.accumulate(np.where(flag, np.arange(len(flag)), -1))
    return np.asarray((place >= 0) & (market[place] == market), bool)


def _schema() -> pa.Schema:
    return arrow_schema(TABLES["features"])

