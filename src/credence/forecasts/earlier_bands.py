"""What came of earlier bands: those whose horizon has passed, their outcomes, and what markets learn from them.

Also the conformal state that was known at a moment. A band that was made at t for h seconds is due at t + h, never before.
"""

from datetime import datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..tables.price_steps import Grid
from .band_book import Book, at
from .conformal import Table
from .cycle import Due, breached, model_of, table_of
from .interface import Floats, Forecaster

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]
SECOND_US = 1_000_000

_DUE = """
    select b.market_id, epoch_us(b.ts) // 1000000 as ts, b.horizon_steps, b.step_seconds, b.band_calibration, b.q10, b.q90,
        s.p, s.scale, s.below, s.unchanged
    from ({bands}) as b
    inner join ({basis}) as s using (market_id, ts, horizon_steps, step_seconds)
    where b.ts >= {first} and b.ts <= {last} and b.horizon_steps * b.step_seconds = {horizon} and s.p is not null
"""
_NAMES = ("market_id", "ts", "horizon_steps", "step_seconds", "band_calibration",
          "q10", "q90", "p", "scale", "below", "unchanged")  # fmt: skip


class State:
    """The newest fit that was known at a moment, for the bands of this model: a table of corrections per step and horizon."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, as_of: datetime, forecaster: Forecaster) -> None:
        known = f"model_id = $model and fitted_at <= {at(as_of)} and knowable_at <= {at(as_of)}"
        rows = connection.execute(
            f"select fitted_at, step_seconds, horizon_steps, corrections from conformal_state where {known} "
            f"and fitted_at = (select max(fitted_at) from conformal_state where {known})",
            {"model": model_of(forecaster)},
        ).fetchall()
        self.fitted_at: datetime | None = rows[0][0] if rows else None
        self.tables: dict[tuple[int, int], Table] = {(step_s, steps): table_of(text) for _, step_s, steps, text in rows}


def due(
    book: Book, connection: duckdb.DuckDBPyConnection, previous: datetime | None, moment: datetime, horizons_s: list[int]
) -> Columns:
    """Bands, raw and conformal, whose horizon passed after `previous` and up to `moment`, in the order of market and time."""
    parts = []
    for horizon in horizons_s if previous is not None else ():
        assert previous is not None
        first = previous + timedelta(microseconds=1) - timedelta(seconds=horizon)
        last = moment - timedelta(seconds=horizon)
        sql = _DUE.format(
            bands=book.earlier("forecast_band", first, last), basis=book.earlier("band_basis", first, last), first=at(first),
            last=at(last), horizon=horizon,
        )  # fmt: skip
        parts.append(connection.sql(sql).to_arrow_table())
    if not parts:
        return {name: np.zeros(0, object if name in ("market_id", "band_calibration") else np.float64) for name in _NAMES}
    found = pa.concat_tables(parts).sort_by([(name, "ascending") for name in _NAMES[:5]])
    return {name: _plain(found[name]) for name in _NAMES}


def _plain(column: pa.ChunkedArray) -> NDArray[Any]:
    values = np.asarray(column.to_numpy())
    return values.astype(np.int64) if values.dtype.kind in "iu" else values


def outcomes(grid: Grid, found: Columns, place: Ints) -> Floats:
    """The price of each due band at the end of its horizon, nan where there was none.

    grid   of all markets, one step and length for all; place  (n,) which market of it

    It is the last price up to that moment, if it came within the band's own step or the one before.
    """
    n = len(found["ts"])
    if not n:
        return np.zeros(0)
    markets, length = len(grid.first_ts), len(grid.prices) // len(grid.first_ts)
    prices = grid.prices.reshape(markets, length)
    last = np.maximum.accumulate(np.where(np.isfinite(prices), np.arange(length), -1), axis=1)
    end = found["ts"] + found["horizon_steps"] * found["step_seconds"]
    at_end = (end - grid.first_ts[place]) // grid.step_s
    inside = (at_end >= 0) & (at_end < length)
    newest = last[place, np.clip(at_end, 0, length - 1).astype(np.int64)]
    age = at_end - newest
    allowed = 2 * found["step_seconds"] // grid.step_s - 1
    fresh = inside & (newest >= 0) & (age <= allowed)
    return np.where(fresh, prices[place, np.maximum(newest, 0)], np.nan)


def factors(
    book: Book, connection: duckdb.DuckDBPyConnection, ids: list[str], previous: datetime | None, slots: list[tuple[int, int]],
    fitted_at: datetime | None,
) -> Floats:  # fmt: skip
    """Theta of every market and slot so far, (n, slots, 2): of the cycle before, else of the fit, else 0."""
    theta = np.zeros((len(ids), len(slots), 2))
    connection.register("asked_markets", pa.table({"market_id": pa.array(ids, pa.string()), "place": np.arange(len(ids))}))
    connection.register(
        "asked_slots",
        pa.table({"slot": np.arange(len(slots)), "step_seconds": [one[0] for one in slots],
                  "horizon_steps": [one[1] for one in slots]}),
    )  # fmt: skip
    sources = []
    if fitted_at is not None:
        sources.append(f"select * from conformal_theta where fitted_at = {at(fitted_at)}")
    if previous is not None:  # newer than the fit or not, it goes on from where the market was
        sources.append(f"select * from ({book.earlier('band_basis', previous, previous)}) where ts = {at(previous)}")
    try:
        for source in sources:
            rows = connection.sql(
                f"select place, slot, theta_below, theta_above from ({source}) inner join asked_markets using (market_id) "
                "inner join asked_slots using (step_seconds, horizon_steps)"
            ).fetchnumpy()
            theta[rows["place"], rows["slot"], 0] = rows["theta_below"]
            theta[rows["place"], rows["slot"], 1] = rows["theta_above"]
    finally:
        connection.unregister("asked_markets")
        connection.unregister("asked_slots")
    return theta


def learn(
    found: Columns, outcome: Floats, place: Ints, slots: list[tuple[int, int]], theta: Floats, moment: datetime,
    spacing_s: int, seed: int,
) -> tuple[int, int]:  # fmt: skip
    """Move `theta` (n, slots, 2) by the outcomes of conformal bands; how many taught, how many could not."""
    rows = np.flatnonzero(found["band_calibration"] == "conformal")
    if not len(rows):
        return 0, 0
    number = {slot: at_slot for at_slot, slot in enumerate(slots)}
    steps = np.stack([found["step_seconds"][rows], found["horizon_steps"][rows]], axis=1).astype(np.int64)
    pairs, code = np.unique(steps, axis=0, return_inverse=True)
    slot = np.array([number.get((int(step), int(count)), -1) for step, count in pairs])[code.ravel()]
    kept = rows[slot >= 0]
    series = place[kept] * len(slots) + slot[slot >= 0]
    flat = theta.reshape(-1, 2)
    bands = Due(
        series.astype(np.int64), found["market_id"][kept].tolist(), found["ts"][kept].astype(np.int64),
        (found["horizon_steps"] * found["step_seconds"])[kept].astype(np.int64), found["q10"][kept], found["q90"][kept],
        found["p"][kept], found["below"][kept], found["unchanged"][kept], outcome[kept],
    )  # fmt: skip
    learned = bands.learn(flat, int(moment.timestamp()), seed, spacing_s)
    theta[:] = flat.reshape(theta.shape)
    return learned


def breaches(found: Columns, outcome: Floats, moment: datetime) -> pa.Table:
    """Rows of band_breach, as the cycle of `moment` finds them."""
    side = breached(outcome, found["q10"], found["q90"]) if len(outcome) else np.zeros(0, np.int64)
    rows = np.flatnonzero(side)
    take = {name: values[rows] for name, values in found.items()}
    p, ts = outcome[rows], take["ts"].astype(np.int64)
    horizon = (take["horizon_steps"] * take["step_seconds"]).astype(np.int64)
    beyond = np.where(side[rows] < 0, take["q10"] - p, p - take["q90"])
    now = pa.array(np.full(len(rows), int(moment.timestamp()) * SECOND_US), pa.timestamp("us", tz="UTC"))
    return pa.table({
        "ts": now, "due_at": pa.array((ts + horizon) * SECOND_US, pa.timestamp("us", tz="UTC")),
        "market_id": pa.array(take["market_id"].tolist(), pa.string()),
        "band_ts": pa.array(ts * SECOND_US, pa.timestamp("us", tz="UTC")),
        "horizon_steps": take["horizon_steps"].astype(np.int64), "step_seconds": take["step_seconds"].astype(np.int64),
        "side": pa.array(np.where(side[rows] < 0, "below", "above").tolist(), pa.string()), "p_before": take["p"].astype(float),
        "p": p, "q10": take["q10"].astype(float), "q90": take["q90"].astype(float),
        "excess": pa.array((beyond / take["scale"]).astype(float), from_pandas=True),
        "band_calibration": pa.array(take["band_calibration"].tolist(), pa.string()), "knowable_at": now,
    })  # fmt: skip
