"""Bands: every five minutes the range in which the prices of the markets that matter should stay, with the decision to say so.

cycle  prices, features, market_history, outcomes, trust, conformal_state, earlier bands
       -> band_decision, forecast_band, band_basis, band_breach
build  the cycles before the newest price, and the one of the run's as_of
read   forecast_band, band_decision
rule   everything is a function of rows knowable at the moment: the same data gives the same bands. A market that is priced by
       the hour gets bands in hourly steps. Where nothing was fitted by then, or the fallback answered, there are raw rows
       only, and the decision says so. An earlier band is judged, and teaches its market's factors, once its horizon has passed
"""

from collections import Counter
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
from ..forecasts import earlier_bands, registry
from ..forecasts.band_book import Book, LakeBook, NewBook
from ..forecasts.cycle import Corrected, Made
from ..forecasts.earlier_bands import State
from ..forecasts.guard import guarded
from ..forecasts.histories import Histories, Origins
from ..forecasts.interface import Forecaster
from ..lake import Lake
from ..lake.lake import fetch
from ..records.paging import Page, checked_limit, decode_cursor, moment, page_of, text, whole
from ..tables.known import refuse_unknown_in
from ..tables.price_steps import Grid, on_grid
from ..tables.ranked_markets import ranked_markets

REASONS = ("", "resolved", "closed", "no_price", "one_sided", "spread_too_wide", "stale_price", "no_answer")
RESOLVED, CLOSED, NO_PRICE, NO_ANSWER = 1, 2, 3, 7
KINDS = ("fine", "coarse")
CALIBRATIONS = ("raw", "conformal")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class CycleResult:
    """What a cycle did."""

    ts: datetime
    emitted: int
    suppressed: dict[str, int]  # by reason
    fallbacks: int
    corrected: int
    breaches: int  # of conformal bands
    judged: int  # conformal bands whose horizon has passed since the cycle before, with an outcome
    unjudged: int  # ... and without one
    fitted_at: datetime | None


def cycle(
    lake: Lake, connection: duckdb.DuckDBPyConnection, as_of: datetime, *, method: str = registry.DEFAULT, live: bool = True,
    rule: dict[str, Any] | None = None,
) -> CycleResult:  # fmt: skip
    """Make the bands of one moment and add them to the lake; those of the same moment are replaced.

    as_of  the only now; bands are stamped with the last whole step at or before it
    """
    book = LakeBook(lake, connection)
    return _cycle(book, lake, connection, as_of, registry.forecaster(method), rule or rules("bands"), live=live)


def build(lake: Lake, connection: duckdb.DuckDBPyConnection, as_of: datetime, method: str = registry.DEFAULT) -> int:
    """The tables anew: cycles before the newest price, that of `as_of`, and live ones that are kept; returns rows of bands."""
    rule, book = rules("bands"), NewBook(lake, connection)
    try:
        for moment in _replayed(connection, as_of, rule["replay_s"], rule["grids"]["fine"]["step_s"]):
            _cycle(book, lake, connection, moment, registry.forecaster(method), rule, live=False)
        return book.write(as_of - timedelta(days=rule["keep_days"]), as_of)
    finally:
        book.close()


def _replayed(connection: duckdb.DuckDBPyConnection, as_of: datetime, before_s: list[int], step_s: int) -> list[datetime]:
    """The moments that the daily job makes cycles for, ascending, each a whole step."""
    found = connection.execute(
        "select max(ts) from prices where p_yes is not null and knowable_at <= $as_of::timestamptz", {"as_of": as_of}
    ).fetchall()[0][0]
    moments = {floored(as_of, step_s): as_of}
    if found is not None:
        newest = floored(found + timedelta(seconds=step_s) - timedelta(microseconds=1), step_s)
        for seconds in before_s:
            moment = newest - timedelta(seconds=seconds)
            if moment <= as_of:
                moments.setdefault(moment, moment)
    return [moments[moment] for moment in sorted(moments)]


def floored(moment: datetime, step_s: int) -> datetime:
    """The last whole step at or before a moment.

    >>> floored(datetime(2026, 1, 1, 12, 4, 59, tzinfo=UTC), 300).isoformat()
    '2026-01-01T12:00:00+00:00'
    """
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % step_s, UTC)


# one cycle


@dataclass
class _Kind:
    """The markets of one grid and their bands; rows are places in `_Markets`."""

    step_s: int
    steps: list[int]
    age_at_most_s: int
    slot: int  # of its first horizon
    rows: Ints
    grid: Grid
    points: Ints
    raw: Made
    bands: Corrected
    fallback: NDArray[np.bool_]


def _cycle(
    book: Book, lake: Lake, connection: duckdb.DuckDBPyConnection, as_of: datetime, forecaster: Forecaster, rule: dict[str, Any],
    *, live: bool,
) -> CycleResult:  # fmt: skip
    fine = rule["grids"]["fine"]
    now = floored(as_of, fine["step_s"])
    slots = [(grid["step_s"], steps) for grid in rule["grids"].values() for steps in grid["horizons"]]
    previous = book.previous(now)
    due = earlier_bands.due(book, connection, previous, now, sorted({step_s * steps for step_s, steps in slots}))
    ranked = ranked_markets(lake, connection, as_of, lake.state.watched() if lake.exists else [], rule)
    markets = _markets(ranked, due["market_id"].tolist())
    grid = _grid(lake, connection, markets.ids, now, as_of, fine, rule["quote"])
    state = State(connection, as_of, forecaster)
    theta = earlier_bands.factors(book, connection, markets.ids, previous, slots, state.fitted_at)
    place = markets.places(due["market_id"])
    outcome = earlier_bands.outcomes(grid, due, place)
    spacing_s = fine["step_s"] if previous is None else max(fine["step_s"], int((now - previous).total_seconds()))
    learned = earlier_bands.learn(due, outcome, place, slots, theta, now, spacing_s, rule["seed"])
    kinds = [
        _kind(name, rows, part, markets, state, theta, forecaster, rule)
        for name, rows, part in _grids(lake, connection, markets, grid, now, as_of, rule)
    ]
    looks = _Looks(markets, kinds, now)
    tables = {
        "forecast_band": looks.bands(forecaster, registry.forecaster(rule["fallback"])),
        "band_basis": looks.basis(theta, state.fitted_at), "band_breach": earlier_bands.breaches(due, outcome, now),
        "band_decision": looks.decisions(state.fitted_at, live=live),
    }  # fmt: skip
    book.add(tables, now)
    told = Counter(looks.reason[looks.reason > 0].tolist())
    breached = tables["band_breach"]["band_calibration"].to_pylist().count("conformal")
    return CycleResult(
        now, int((looks.reason == 0).sum()), {REASONS[code]: n for code, n in sorted(told.items())},
        int((looks.fallback & (looks.reason == 0)).sum()), int(looks.corrected.sum()), breached, *learned, state.fitted_at,
    )  # fmt: skip


@dataclass
class _Markets:
    """Those with a decision come first, in the order of market_id; then those that only have earlier bands to be judged."""

    ids: list[str]
    ranked: pa.Table
    event: Ints
    end_s: Floats

    def places(self, names: NDArray[Any]) -> Ints:
        """Which market a name is."""
        known = {name: at for at, name in enumerate(self.ids)}
        return np.array([known[name] for name in names.tolist()], np.int64)


def _markets(ranked: pa.Table, judged: list[str]) -> _Markets:
    ids = ranked["market_id"].to_pylist()
    more = sorted(set(judged) - set(ids))
    events = ranked["event_id"].to_pylist() + [f"market:{name}" for name in more]
    end_s = np.concatenate([ranked["end_s"].to_numpy().astype(np.float64), np.full(len(more), np.nan)])
    event = np.unique(np.array(events, str), return_inverse=True)[1].astype(np.int64)
    return _Markets(ids + more, ranked, event, end_s)


def _grid(
    lake: Lake, connection: duckdb.DuckDBPyConnection, ids: list[str], now: datetime, as_of: datetime, grid: dict[str, Any],
    quote: dict[str, Any],
) -> Grid:  # fmt: skip
    n, first = len(ids), int(now.timestamp()) - (grid["steps"] - 1) * grid["step_s"]
    steps = np.full(n, grid["steps"], np.int64)
    return on_grid(lake, connection, ids, np.full(n, first, np.int64), steps, grid["step_s"], min(as_of, now), quote)


def _grids(
    lake: Lake, connection: duckdb.DuckDBPyConnection, markets: _Markets, grid: Grid, now: datetime, as_of: datetime,
    rule: dict[str, Any],
) -> Iterator[tuple[str, Ints, Grid]]:  # fmt: skip
    """The markets of each grid: those with few prices on the fine one are looked up on the coarse one."""
    n, steps = len(markets.ranked), rule["grids"]["fine"]["steps"]
    own = np.isfinite(grid.prices.reshape(-1, steps)[:n])
    points, first = own.sum(axis=1), np.argmax(own, axis=1)
    coarse = (points == 0) | (points < rule["fine_density"] * (steps - first))
    rows = np.flatnonzero(~coarse)
    yield "fine", rows, _chosen(grid, rows, steps)
    rows = np.flatnonzero(coarse)
    names = [markets.ids[row] for row in rows]
    yield "coarse", rows, _grid(lake, connection, names, now, as_of, rule["grids"]["coarse"], rule["quote"])


def _chosen(grid: Grid, rows: Ints, steps: int) -> Grid:
    prices, spread = (values.reshape(-1, steps)[rows].ravel() for values in (grid.prices, grid.spread))
    start = np.arange(len(rows) + 1, dtype=np.int64) * steps
    return Grid(start, grid.first_ts[rows], grid.step_s, prices, spread, grid.last_ts[rows], grid.row_ts[rows], grid.newest[rows])


def _kind(
    name: str, rows: Ints, grid: Grid, markets: _Markets, state: State, theta: Floats, forecaster: Forecaster,
    rule: dict[str, Any],
) -> _Kind:  # fmt: skip
    """Bands of the markets of one grid, raw and conformal."""
    own, limits = rule["grids"][name], rule["calibration"]
    n, length, step_s, steps = len(rows), own["steps"], own["step_s"], own["horizons"]
    points = np.isfinite(grid.prices.reshape(n, length)).sum(axis=1)
    histories = Histories(
        np.array([markets.ids[row] for row in rows], str), grid.start, grid.first_ts, np.full(n, step_s, np.int64),
        np.full(n, -1, np.int64), markets.event[rows], arithmetic.carried(grid.prices, grid.start), grid.spread,
    )  # fmt: skip
    every = np.arange(n, dtype=np.int64)
    origins = Origins(every, (every + 1) * length - 1, grid.first_ts + (length - 1) * step_s)
    left = (markets.end_s[rows] - origins.ts) / 3600
    raw = arithmetic.made(forecaster, histories, origins, left, step_s, steps)
    short = np.isfinite(raw.p) & ((points < rule["points_at_least"]) | ~np.isfinite(raw.values).all(axis=(1, 2)))
    if short.any():
        few = np.flatnonzero(short)
        some = Origins(few, origins.at[few], origins.ts[few])
        other = arithmetic.made(registry.forecaster(rule["fallback"]), histories, some, left[few], step_s, steps)
        raw.values[few], raw.masses[few], raw.scale[few] = other.values, other.masses, other.scale
    bucket = arithmetic.buckets(raw.range_1h, raw.p, limits["range_edges"], limits["distance_edges"])
    slot = 0 if name == KINDS[0] else len(rule["grids"][KINDS[0]]["horizons"])
    tables = [state.tables.get((step_s, step)) for step in steps]
    bands = arithmetic.conformal(raw, tables, bucket, theta[rows, slot : slot + len(steps)])
    bands.values[short] = np.nan
    return _Kind(step_s, steps, own["age_at_most_s"], slot, rows, grid, points, raw, bands, short)


class _Looks:
    """What was found of every market, in the order of `ranked`; and the rows that say so."""

    def __init__(self, markets: _Markets, kinds: list[_Kind], now: datetime) -> None:
        self.markets, self.kinds, self.now = markets, kinds, now
        self.n = n = len(markets.ranked)
        self.ids = pa.array(markets.ids, pa.string())
        self.reason = np.full(n, NO_PRICE, np.int64)
        self.points, self.step_s, self.last_ts = (np.zeros(n, np.int64) for _ in range(3))
        self.fallback, self.corrected = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
        gone = [markets.ranked[name].to_numpy(zero_copy_only=False) for name in ("resolved", "closed")]
        for kind in kinds:
            rows = kind.rows
            self.reason[rows] = np.where(gone[0][rows], RESOLVED, np.where(gone[1][rows], CLOSED, _reasons(kind, self._now_us)))
            self.points[rows], self.step_s[rows], self.last_ts[rows] = kind.points, kind.step_s, kind.grid.last_ts
            self.fallback[rows] = kind.fallback
            self.corrected[rows] = np.any(np.isfinite(kind.bands.values).all(axis=2), axis=1)
        self.corrected &= self.reason == 0

    @property
    def _now_us(self) -> int:
        return int(self.now.timestamp()) * 1_000_000

    def decisions(self, fitted_at: datetime | None, *, live: bool) -> pa.Table:
        """Rows of band_decision."""
        ranked, n, emitted = self.markets.ranked, self.n, self.reason == 0
        fallback, priced = self.fallback & emitted, self.last_ts > 0
        why = "no_state" if fitted_at is None else "other_method"
        ts = _moments(np.full(n, self._now_us))
        return pa.table({
            "ts": ts, "market_id": ranked["market_id"], "decision": _named(emitted.astype(int), ("SUPPRESS", "EMIT")),
            "reason": _named(self.reason, REASONS), "rank": ranked["rank"], "ranked_by": ranked["ranked_by"],
            "score": ranked["score"], "last_price_at": _moments(self.last_ts, priced),
            "age_seconds": pa.array((self._now_us - self.last_ts) / 1e6, mask=~priced), "points": self.points,
            "step_seconds": self.step_s, "fallback_used": fallback,
            "fallback_reason": _named(np.where(fallback, 0, -1), ("short_input",)), "corrected": self.corrected,
            "uncorrected_reason": _named(np.where(emitted & ~self.corrected, 0, -1), (why,)), "live": np.full(n, live),
            "clock": _named(ranked["received"].to_numpy(zero_copy_only=False).astype(int), ("replayed", "received")),
            "knowable_at": ts,
        })  # fmt: skip

    def bands(self, forecaster: Forecaster, fallback: Forecaster) -> pa.Table:
        """Rows of forecast_band: the raw ones, then the conformal ones."""
        parts = []
        for kind in self.kinds:
            emitted = self.reason[kind.rows] == 0
            raw = guarded(kind.raw.values, arithmetic.LEVELS).values
            for number, values in enumerate((raw, kind.bands.values)):
                row, step = np.nonzero(emitted[:, None] & np.isfinite(values).all(axis=2))
                q = values[row, step]
                other = kind.fallback[row].astype(int)
                parts.append(pa.table({
                    "ts": _moments(np.full(len(row), self._now_us)), "market_id": self._names(kind.rows[row]),
                    "horizon_steps": np.asarray(kind.steps, np.int64)[step],
                    "step_seconds": np.full(len(row), kind.step_s, np.int64), "q10": q[:, 0], "q50": q[:, 1], "q90": q[:, 2],
                    "method": _named(other, (forecaster.method, fallback.method)),
                    "model_id": _named(other, (arithmetic.model_of(forecaster), arithmetic.model_of(fallback))),
                    "band_calibration": _named(np.full(len(row), number), CALIBRATIONS),
                }))  # fmt: skip
        return pa.concat_tables(parts).unify_dictionaries()

    def basis(self, theta: Floats, fitted_at: datetime | None) -> pa.Table:
        """Rows of band_basis; of markets without a band only those that have learned something."""
        parts = []
        for kind in self.kinds:
            own = theta[kind.rows, kind.slot : kind.slot + len(kind.steps)]
            emitted = np.broadcast_to((self.reason[kind.rows] == 0)[:, None], own.shape[:2])
            row, step = np.nonzero(emitted | (own != 0).any(axis=2))
            made, n = emitted[row, step], len(row)
            corrected = made & np.isfinite(kind.bands.values[row, step]).all(axis=1)
            correction = np.where(corrected[:, None], kind.bands.correction[row, step], np.nan)
            ts = _moments(np.full(n, self._now_us))
            fit = 0 if fitted_at is None else int(fitted_at.timestamp() * 1e6)
            parts.append(pa.table({
                "ts": ts, "market_id": self._names(kind.rows[row]), "horizon_steps": np.asarray(kind.steps, np.int64)[step],
                "step_seconds": np.full(n, kind.step_s, np.int64), "p": _known(kind.raw.p[row], made),
                "scale": _known(kind.raw.scale[row, step], made), "below": _known(kind.raw.masses[row, step, 0], made),
                "unchanged": _known(kind.raw.masses[row, step, 1], made), "correction_below": _known(correction[:, 0], made),
                "correction_above": _known(correction[:, 1], made), "theta_below": own[row, step, 0],
                "theta_above": own[row, step, 1], "clamped": kind.bands.clamped[row, step] & corrected,
                "fitted_at": _moments(np.full(n, fit), corrected), "knowable_at": ts,
            }))  # fmt: skip
        return pa.concat_tables(parts)

    def _names(self, rows: Ints) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(rows.astype(np.int32)), self.ids)


def _reasons(kind: _Kind, now_us: int) -> Ints:
    """Codes of REASONS for markets that are open."""
    grid, limit = kind.grid, kind.age_at_most_s * 1_000_000
    fresh = np.isfinite(kind.raw.p) & (now_us - grid.last_ts <= limit)
    answered = np.isfinite(kind.raw.values).all(axis=(1, 2))
    unusable = (grid.newest > 0) & (now_us - grid.row_ts <= limit)  # 1 and 2 follow NO_PRICE in REASONS
    without = np.where(unusable, NO_PRICE + grid.newest, np.where(grid.last_ts == 0, NO_PRICE, NO_ANSWER - 1))
    return np.where(fresh, np.where(answered, 0, NO_ANSWER), without)


def _moments(microseconds: Ints, known: NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(microseconds, pa.timestamp("us", tz="UTC"), mask=None if known is None else ~known)


def _known(values: Floats, known: NDArray[np.bool_]) -> pa.Array:
    return pa.array(values, pa.float64(), mask=~known | ~np.isfinite(values))


def _named(codes: NDArray[Any], names: tuple[str, ...]) -> pa.Array:
    """Texts by number; null for a negative one."""
    indices = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names)).cast(pa.string())


# reading


def read(
    lake: Lake,
    *,
    market_id: str | None = None,
    method: str | None = None,
    band_calibration: str | None = None,
    since: datetime | None = None,
    limit: int = 500,
    cursor: str | None = None,
) -> Page:
    """Bands, newest first; of one moment in the order of market and horizon.

    since  only bands made at or after it; without it those of the newest day that has any
    """
    checked_limit(limit)
    if band_calibration not in (None, *CALIBRATIONS):
        raise InputError("band_calibration", band_calibration, " or ".join(CALIBRATIONS))
    after = decode_cursor(cursor, 5, [moment, text, whole, whole, text])
    wanted = {"market_id": market_id, "method": method, "band_calibration": band_calibration}
    parameters: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    conditions = [f"{name} = ${name}" for name in parameters]
    order = "-epoch_us(ts), market_id, step_seconds, horizon_steps, band_calibration"
    if after is not None:
        conditions.append(f"({order}) > (-epoch_us($t::timestamptz), $m, $s, $h, $b)")
        parameters |= {"t": after[0].isoformat(), "m": after[1], "s": after[2], "h": after[3], "b": after[4]}
    lake.require("forecast_band")
    first, last = since or _newest_day(lake), datetime(2262, 1, 1, tzinfo=UTC)
    conditions.append("ts >= $since::timestamptz")
    parameters["since"] = first.isoformat()
    with lake.reading("forecast_band") as connection:
        rows = fetch(
            connection,
            f"select * from ({lake.scan('forecast_band', first, last)}) where {' and '.join(conditions)} "
            f"order by {order} limit {limit + 1}",
            parameters,
        )
        if not rows:
            refuse_unknown_in(connection, "forecast_band", {"method": method})
    return page_of(rows, limit, ("ts", "market_id", "step_seconds", "horizon_steps", "band_calibration"))


def _newest_day(lake: Lake) -> datetime:
    """A day before the newest band."""
    found = lake.rows("select max(ts) as ts from forecast_band")[0]["ts"]
    return (found or datetime(1970, 1, 2, tzinfo=UTC)) - timedelta(days=1)
