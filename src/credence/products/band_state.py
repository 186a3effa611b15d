"""What bands are corrected by, and how they have kept their word.

build  prices, features, market_registry -> conformal_state, conformal_theta, band_coverage
read   band_coverage
rule   hourly origins of a sample of events, drawn whole in the order of a hash; the bands of the default method at each of them,
       from what was known there. A fit at midnight learns from outcomes known by then and corrects what comes after: that,
       and nothing else, is judged. Prices that are missing after the horizon are counted, not judged
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..config import rules
from ..errors import InputError
from ..forecasts import cycle as arithmetic
from ..forecasts import registry
from ..forecasts.band_book import at
from ..forecasts.conformal import Judged, market_keys, report, uniforms
from ..forecasts.cycle import Made
from ..forecasts.guard import guarded
from ..forecasts.histories import Histories, Origins, targets
from ..forecasts.interface import Forecaster
from ..forecasts.samples import hourly_origins
from ..forecasts.walk_forward import DAY_S, Fit, Rows, Walked, walk_forward
from ..lake import Lake
from ..lake.delta import arrow_schema
from ..lake.lake import fetch
from ..records import TABLES
from ..records.paging import Page, checked_limit, decode_cursor, page_of, text, whole
from ..tables.known import refuse_unknown_in
from ..tables.price_steps import on_grid

PART = 50_000  # origins at a time
SEGMENTS = ("all", "range_1h", "distance", "category", "day")
CALIBRATIONS = ("raw", "conformal")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SPANS = """
    with spans as (
        select market_id, epoch_us(min(ts)) as first_us, epoch_us(max(ts)) as last_us, count(*) as rows
        from ({prices}) as p
        where ts > {since} and ts <= {until} and knowable_at <= {as_of}
        group by market_id
    )

    select
        s.market_id, coalesce(m.event_id, 'market:' || s.market_id) as event_id, coalesce(m.category, 'unknown') as category,
        s.first_us, s.last_us, s.rows
    from spans as s
    left join market_registry as m on m.market_id = s.market_id
    order by md5(coalesce(m.event_id, 'market:' || s.market_id)), event_id, s.market_id
"""
_ENDS = """
    select w.market, epoch_us(f.knowable_at) // 1000000 as ts, f.tte_seconds
    from ({features}) as f
    inner join wanted_markets as w on w.market_id = f.market_id
    where f.ts > {since} and f.ts <= {until} and f.knowable_at <= {as_of} and f.tte_seconds is not null
    order by w.market, f.ts
"""


@dataclass
class _Sample:
    """Markets of one grid: codes of events, categories, and their histories."""

    histories: Histories
    category: NDArray[Any]


def build(lake: Lake, connection: duckdb.DuckDBPyConnection, as_of: datetime, method: str = registry.DEFAULT) -> int:
    """Fit day by day up to `as_of` and judge what came after each fit; returns rows written."""
    rule, forecaster = rules("bands"), registry.forecaster(method)
    states: list[dict[str, Any]] = []
    thetas: list[pa.Table] = []
    covered: list[dict[str, Any]] = []
    simulated = bool(lake.simulated)
    newest = _newest(connection, as_of)
    for name in rule["grids"] if newest is not None else ():
        assert newest is not None
        moments = _midnights(newest, as_of, rule["calibration"]["report_days"])
        for rows, sample, missing_by in _cells(lake, connection, name, newest, as_of, forecaster, rule):
            walked = walk_forward(rows, moments, int(as_of.timestamp()), rule["calibration"])
            states += [_state(rows, one, forecaster) for one in walked.fits]
            thetas += [_thetas(rows, one, sample) for one in walked.fits]
            told = {"method": forecaster.method, "model_id": arithmetic.model_of(forecaster), "simulated": simulated}
            covered += _coverage(rows, walked, sample, missing_by, as_of, told)
    written = [
        _write(lake, connection, "conformal_state", pa.Table.from_pylist(states, schema=arrow_schema(TABLES["conformal_state"]))),
        _write(lake, connection, "conformal_theta", pa.concat_tables([_no_theta(), *thetas])),
        _write(lake, connection, "band_coverage", pa.Table.from_pylist(covered, schema=arrow_schema(TABLES["band_coverage"]))),
    ]
    return sum(written)


def is_due(connection: duckdb.DuckDBPyConnection, as_of: datetime, method: str = registry.DEFAULT) -> bool:
    """Whether a day has passed since the newest fit of this method, and there are prices that it did not see."""
    model = arithmetic.model_of(registry.forecaster(method))
    found = connection.execute("select max(fitted_at) from conformal_state where model_id = $m", {"m": model}).fetchall()[0][0]
    newest = _newest(connection, as_of)
    old = found is not None and as_of - found >= timedelta(hours=rules("bands")["calibration"]["refit_after_h"])
    return newest is not None and (found is None or (old and newest > found))


def _write(lake: Lake, connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> int:
    connection.register("incoming", rows)
    try:
        return lake.write(connection, table, "select * from incoming").rows
    finally:
        connection.unregister("incoming")


def _newest(connection: duckdb.DuckDBPyConnection, as_of: datetime) -> datetime | None:
    found = connection.execute(
        f"select max(ts) from prices where p_yes is not null and knowable_at <= {at(as_of)}"
    ).fetchall()
    newest: datetime | None = found[0][0]
    return newest


def _midnights(newest: datetime, as_of: datetime, days: int) -> list[int]:
    """Fits: the midnights of the last days before the newest price, and the one after it if it has come."""
    end = min(int(as_of.timestamp()), int(newest.timestamp()) + DAY_S) // DAY_S
    return [day * DAY_S for day in range(end - days, end + 1)]


# the sample


def _cells(
    lake: Lake, connection: duckdb.DuckDBPyConnection, name: str, newest: datetime, as_of: datetime, forecaster: Forecaster,
    rule: dict[str, Any],
) -> Iterator[tuple[Rows, _Sample, NDArray[np.bool_]]]:  # fmt: skip
    """The rows of every horizon of a grid; also which of them are due without a price."""
    own, limits = rule["grids"][name], rule["calibration"]
    since = newest - timedelta(days=limits["fit_days"] + limits["report_days"])
    sample = _sample(lake, connection, name, since, as_of, rule)
    if sample is None:
        return
    histories, step_s = sample.histories, own["step_s"]
    origins = hourly_origins(histories)
    if not len(origins.at):
        return
    left = _hours_to_end(lake, connection, histories, origins, since, as_of)
    raw = _made(forecaster, histories, origins, left, step_s, own["horizons"])
    bucket = arithmetic.buckets(raw.range_1h, raw.p, limits["range_edges"], limits["distance_edges"])
    keys = market_keys(histories.market_ids.tolist())[origins.market]
    raw.values = guarded(raw.values, arithmetic.LEVELS).values
    for place, steps in enumerate(own["horizons"]):
        horizon = np.full(len(origins.at), steps * step_s, np.int64)
        due = origins.ts + horizon <= int(as_of.timestamp())
        y = np.where(due, targets(histories, origins, horizon), np.nan)
        rows = Rows(
            step_s, steps * step_s, origins.market.astype(np.int64), histories.event[origins.market], origins.ts,
            raw.values[:, place], raw.masses[:, place], raw.scale[:, place], raw.p, y, bucket,
            uniforms(rule["seed"], keys, origins.ts, horizon),
        )  # fmt: skip
        yield rows, sample, due & np.isnan(y)


def _sample(
    lake: Lake, connection: duckdb.DuckDBPyConnection, name: str, since: datetime, as_of: datetime, rule: dict[str, Any]
) -> _Sample | None:
    """Whole events in the order of a hash, as many as fit."""
    step_s, fine = rule["grids"][name]["step_s"], rule["grids"]["fine"]["step_s"]
    prices = lake.scan("prices", since, as_of)
    spans = connection.sql(_SPANS.format(prices=prices, since=at(since), until=at(as_of), as_of=at(as_of))).to_arrow_table()
    first_us, last_us, n = (spans[column].to_numpy() for column in ("first_us", "last_us", "rows"))
    is_fine = n >= rule["fine_density"] * ((last_us - first_us) / (fine * 1e6) + 1)
    first, last = -(-first_us // (step_s * 1_000_000)) * step_s, -(-last_us // (step_s * 1_000_000)) * step_s
    last = np.minimum(last, int(as_of.timestamp()) // step_s * step_s)  # a step that has not ended says nothing yet
    steps = (last - first) // step_s + 1
    chosen = np.flatnonzero((is_fine == (name == "fine")) & (steps > 1))
    if not len(chosen):
        return None
    events = np.array(spans["event_id"].to_pylist(), str)[chosen]
    number = np.cumsum(np.r_[0, events[1:] != events[:-1]]) if len(events) else events
    size = np.cumsum(np.bincount(number, steps[chosen]))
    chosen = chosen[(size <= rule["calibration"]["cells_at_most"])[number] | (number == 0)]
    order = chosen[np.argsort(np.array(spans["market_id"].to_pylist(), str)[chosen], kind="stable")]
    ids = [str(name) for name in np.array(spans["market_id"].to_pylist(), str)[order]]
    grid = on_grid(lake, connection, ids, first[order], steps[order], step_s, as_of, rule["quote"])
    event = np.unique(np.array(spans["event_id"].to_pylist(), str)[order], return_inverse=True)[1]
    histories = Histories(
        np.array(ids, str), grid.start, grid.first_ts, np.full(len(ids), step_s, np.int64), np.full(len(ids), -1, np.int64),
        event.astype(np.int64), arithmetic.carried(grid.prices, grid.start), grid.spread,
    )  # fmt: skip
    return _Sample(histories, np.array(spans["category"].to_pylist(), str)[order])


def _hours_to_end(
    lake: Lake, connection: duckdb.DuckDBPyConnection, histories: Histories, origins: Origins, since: datetime, as_of: datetime
) -> Floats:
    """The scheduled end as announced in the newest hour of features at or before each origin."""
    n = len(histories.market_ids)
    connection.register("wanted_markets", pa.table({"market_id": histories.market_ids.tolist(), "market": np.arange(n)}))
    try:
        features = lake.scan("features", since, as_of)
        found = connection.execute(
            _ENDS.format(features=features, since=at(since), until=at(as_of), as_of=at(as_of))
        ).fetchnumpy()
    finally:
        connection.unregister("wanted_markets")
    market, ts = np.asarray(found["market"], np.int64), np.asarray(found["ts"], np.int64)
    if not len(market):
        return np.full(len(origins.at), np.nan)
    far = np.int64(2**33)  # more seconds than any year that is meant
    place = np.searchsorted(market * far + ts, origins.market * far + origins.ts, "right") - 1
    known = (place >= 0) & (market[place] == origins.market)
    left = np.asarray(found["tte_seconds"], np.float64)[place] - (origins.ts - ts[place])
    return np.where(known, left / 3600, np.nan)


def _made(
    forecaster: Forecaster, histories: Histories, origins: Origins, left: Floats, step_s: int, steps: list[int]
) -> Made:
    """Raw bands in parts, so that memory is bounded."""
    parts = []
    for low in range(0, len(origins.at), PART):
        cut = slice(low, low + PART)
        some = Origins(origins.market[cut], origins.at[cut], origins.ts[cut])
        parts.append(arithmetic.made(forecaster, histories, some, left[cut], step_s, steps))
    columns = ("values", "masses", "scale", "range_1h", "p")
    return Made(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


# rows


def _state(rows: Rows, one: Fit, forecaster: Forecaster) -> dict[str, Any]:
    return {
        "fitted_at": _moment(one.at), "step_seconds": rows.step_s, "horizon_steps": rows.horizon_s // rows.step_s,
        "method": forecaster.method, "model_id": arithmetic.model_of(forecaster),
        "corrections": arithmetic.table_text(one.table), "reference": arithmetic.base_text(one.reference), "n": one.n,
        "n_effective": one.n_effective, "n_events": one.n_events, "since": _moment(one.since), "until": _moment(one.until),
        "cause": one.cause, "triggers": arithmetic.fired_text(one.fired), "clock": "replayed", "knowable_at": _moment(one.at),
    }  # fmt: skip


def _thetas(rows: Rows, one: Fit, sample: _Sample) -> pa.Table:
    n = len(one.markets)
    when = pa.array(np.full(n, one.at * 1_000_000), pa.timestamp("us", tz="UTC"))
    return pa.table({
        "fitted_at": when, "market_id": pa.array(sample.histories.market_ids[one.markets].tolist(), pa.string()),
        "step_seconds": np.full(n, rows.step_s, np.int64),
        "horizon_steps": np.full(n, rows.horizon_s // rows.step_s, np.int64), "theta_below": one.theta[:, 0],
        "theta_above": one.theta[:, 1], "used": one.counts[:, 0], "unused": one.counts[:, 1], "waiting": one.counts[:, 2],
        "clock": pa.array(["replayed"] * n, pa.string()), "knowable_at": when,
    }, schema=arrow_schema(TABLES["conformal_theta"]))  # fmt: skip


def _no_theta() -> pa.Table:
    return arrow_schema(TABLES["conformal_theta"]).empty_table()


def _coverage(
    rows: Rows, walked: Walked, sample: _Sample, missing: NDArray[np.bool_], as_of: datetime, told: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Rows of band_coverage of one horizon: both calibrations, on the same origins."""
    banded = np.isfinite(walked.bands).all(axis=1)
    judged = np.flatnonzero(banded & np.isfinite(rows.y))
    if not len(judged):
        return
    labels = {
        "all": np.full(len(rows.ts), "all"), "range_1h": np.array(arithmetic.RANGES)[rows.bucket[:, 0]],
        "distance": np.array(arithmetic.DISTANCES)[rows.bucket[:, 1]], "category": sample.category[rows.market],
        "day": (rows.ts // DAY_S).astype("datetime64[D]").astype(str),
    }  # fmt: skip
    lost = banded & missing
    for calibration, bands in zip(CALIBRATIONS, (rows.values, walked.bands), strict=True):
        clamped = walked.clamped if calibration == "conformal" else np.zeros(len(bands), np.bool_)
        columns = (rows.y, rows.p, *bands.T, rows.event, *rows.masses.T, rows.uniform, clamped)
        table = Judged(*(column[judged] for column in columns))
        for segment_by in SEGMENTS:
            label = labels[segment_by]
            for found in report(table, label[judged]):
                own = judged[label[judged] == found.segment]
                figures = {name: _plain(value) for name, value in found._asdict().items() if name in _FIGURES}
                yield {
                    "step_seconds": rows.step_s, "horizon_steps": rows.horizon_s // rows.step_s,
                    "band_calibration": calibration, "segment_by": segment_by, "segment": str(found.segment), **told, **figures,
                    "n_missing": int((lost & (label == found.segment)).sum()), "n_effective": found.effective_n,
                    "n_events": found.events, "since": _moment(int(rows.ts[own].min())),
                    "until": _moment(int(rows.ts[own].max())), "clock": "replayed", "knowable_at": as_of,
                }  # fmt: skip


_FIGURES = {name for name, _ in TABLES["band_coverage"].columns}


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and np.isnan(value) else value


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


# reading


def coverage(
    lake: Lake,
    *,
    segment_by: str | None = None,
    segment: str | None = None,
    band_calibration: str | None = None,
    limit: int = 500,
    cursor: str | None = None,
) -> Page:
    """Rows of band_coverage in the order of their keys; a row of `raw` and one of `conformal` stand for the same origins."""
    checked_limit(limit)
    allowed = {"segment_by": SEGMENTS, "band_calibration": CALIBRATIONS}
    wanted = {"segment_by": segment_by, "segment": segment, "band_calibration": band_calibration}
    for name, value in wanted.items():
        if value is not None and name in allowed and value not in allowed[name]:
            raise InputError(name, value, " or ".join(allowed[name]))
    key = TABLES["band_coverage"].key
    after = decode_cursor(cursor, len(key), [whole, whole, text, text, text])
    parameters: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    conditions = [f"{name} = ${name}" for name in parameters] + ["true"]
    if after is not None:
        conditions.append(f"({', '.join(key)}) > ($a, $b, $c, $d, $e)")
        parameters |= dict(zip("abcde", after, strict=True))
    with lake.reading("band_coverage") as connection:
        rows = fetch(
            connection,
            f"select * from band_coverage where {' and '.join(conditions)} order by {', '.join(key)} limit {limit + 1}",
            parameters,
        )
        if not rows:
            refuse_unknown_in(connection, "band_coverage", {"segment": segment})
    return page_of(rows, limit, key)
