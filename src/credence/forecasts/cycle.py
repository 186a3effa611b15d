"""Bands of many markets at once: raw from a forecaster, corrected by a conformal state, and judged when their horizon has passed.

In   histories and origins; the state as plain dictionaries; outcomes of earlier bands
Out  arrays with one row per origin and one column per horizon

The same path serves the cycle and the calibration set, so a correction is applied to what it was fitted on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import guard
from .conformal import Base, Fired, Issued, Table, Tracker, corrected, market_keys, rate_of, uniforms, widened
from .conformal.online import SAME_PRICE
from .histories import Histories, Origins, sibling_scales
from .interface import Covariates, Floats, Forecaster
from .origin_features import PATH, WINDOW, boundary_scale, path_features, schedule_features
from .scaled import ScaledShape

LEVELS = (0.1, 0.5, 0.9)
LEAST_SCALE = 1e-4  # a hundredth of a cent: a scale of nothing could not be corrected
RANGES = ("still", "quiet", "moving", "swift")
DISTANCES = ("edge", "side", "middle")
PART = 20_000  # origins whose windows are laid out at a time for a forecaster that wants series
Ints = NDArray[np.int64]


@dataclass
class Made:
    """Raw bands: values (n, horizons, 3), masses (n, horizons, 2), scale (n, horizons); range of the last hour, price (n,)."""

    values: Floats
    masses: Floats
    scale: Floats
    range_1h: Floats
    p: Floats


@dataclass
class Corrected:
    """Conformal bands, what was added, and whether one had to be put in order."""

    values: Floats
    correction: Floats  # (n, horizons, 2), nan where there is no state
    clamped: NDArray[np.bool_]


def model_of(forecaster: Forecaster) -> str:
    """How forecast_band names it: model and version."""
    return f"{forecaster.model_id} {forecaster.model_version}"


def made(
    forecaster: Forecaster, histories: Histories, origins: Origins, hours_to_end: Floats, step_s: int, steps: Sequence[int]
) -> Made:
    """Raw bands at these origins. Rows without a price at their origin are nan.

    hours_to_end  (n,) as announced at the origin, nan where unknown; the histories' own ends are not used
    """
    covariates = Covariates(origins.ts, hours_to_end, histories.spread[origins.at], sibling_scales(histories, origins))
    p = histories.prices[origins.at]
    first = histories.start[origins.market]
    path = path_features(histories.prices, first, origins.at, np.full(len(p), step_s, np.int64))
    range_1h = path[:, PATH.index("range_1h")] * boundary_scale(p)
    if isinstance(forecaster, ScaledShape):
        features = np.hstack([path, schedule_features(covariates, len(p))]).astype(np.float32).astype(np.float64)
        found = forecaster.bands(features, p, step_s, [step * step_s for step in steps], LEVELS)
        return Made(found.values, found.masses, np.maximum(found.scale, LEAST_SCALE), range_1h, p)
    values = np.full((len(p), len(steps), len(LEVELS)), np.nan)
    masses = np.full((len(p), len(steps), 2), np.nan)
    for low in range(0, len(p), PART):
        rows = slice(low, low + PART)
        answer = forecaster.forecast_quantiles(
            _windows(histories.prices, first[rows], origins.at[rows]), steps, step_s, LEVELS, _part(covariates, rows)
        )
        values[rows] = np.where(np.isfinite(p[rows])[:, None, None], answer.values, np.nan)
        if answer.below is not None and answer.unchanged is not None:
            masses[rows] = np.stack([answer.below, answer.unchanged], axis=2)
    scale = np.maximum((values[:, :, 2] - values[:, :, 0]) / 2, LEAST_SCALE)
    return Made(values, masses, scale, range_1h, p)


def carried(prices: Floats, start: Ints) -> Floats:
    """Grids in which a step without a price has that of the step before, if that one had its own: never carried twice.

    start  (markets + 1,) bounds of each grid
    """
    own = np.isfinite(prices)
    follows = np.zeros(len(prices), np.bool_)
    follows[1:] = own[:-1]
    follows[start[:-1][start[:-1] < len(prices)]] = False
    fill = np.flatnonzero(~own & follows)
    out = prices.copy()
    out[fill] = prices[fill - 1]
    return out


def buckets(range_1h: Floats, p: Floats, range_edges: Sequence[float], distance_edges: Sequence[float]) -> Ints:
    """(n, 2): number in RANGES and in DISTANCES. What is not known counts as still and as the middle."""
    moved = np.searchsorted(range_edges, np.nan_to_num(range_1h), "right")
    near = np.searchsorted(distance_edges, np.nan_to_num(np.minimum(p, 1 - p), nan=0.5), "right")
    return np.stack([moved, near], axis=1).astype(np.int64)


def conformal(raw: Made, tables: Sequence[Table | None], bucket: Ints, theta: Floats) -> Corrected:
    """The raw bands by the corrections of each horizon, then by each market's own factors, put in order.

    tables  one per horizon, None where nothing was fitted: those bands are nan
    theta   (n, horizons, 2)
    """
    n, horizons = raw.scale.shape
    out = np.full((n, horizons, 3), np.nan)
    amount = np.full((n, horizons, 2), np.nan)
    clamped = np.zeros((n, horizons), np.bool_)
    for at, table in enumerate(tables):
        if table is None or not n:
            continue
        amount[:, at] = table.lookup(bucket)
        known = np.flatnonzero(np.isfinite(raw.values[:, at]).all(axis=1))
        values = raw.values[known, at]
        sides = np.array([-1.0, 1.0]) * amount[known, at] * raw.scale[known, at, None]
        reach = values[:, [0, 2]] + sides
        values = corrected(values, LEVELS, amount[known, at], raw.scale[known, at])
        low, high = widened(values[:, 0], values[:, 2], raw.p[known], theta[known, at])
        guarded = guard.guarded(np.column_stack([low, values[:, 1], high]), LEVELS)
        out[known, at] = guarded.values
        crossed = (reach[:, 0] > values[:, 1] + SAME_PRICE) | (reach[:, 1] < values[:, 1] - SAME_PRICE)
        outside = (reach[:, 0] < 0) | (reach[:, 1] > 1)
        clamped[known, at] = crossed | outside | (guarded.marks > 0)
    return Corrected(out, amount, clamped)


@dataclass
class Due:
    """Conformal bands whose horizon has passed, one entry each; `outcome` is nan where there was no price then."""

    series: Ints  # which (market, horizon) pair, for the factors
    market_ids: list[str]
    origin_ts: Ints
    horizon_s: Ints
    lo: Floats
    hi: Floats
    p: Floats
    below: Floats
    unchanged: Floats
    outcome: Floats

    def learn(self, theta: Floats, now: int, seed: int, spacing_s: int) -> tuple[int, int]:
        """Move `theta` (series, 2) in place; how many outcomes taught, how many could not."""
        if not len(self.series):
            return 0, 0
        order = np.lexsort((self.horizon_s, self.series, self.origin_ts + self.horizon_s))
        chance = uniforms(seed, market_keys(self.market_ids), self.origin_ts, self.horizon_s)
        moments = (self.origin_ts[order], self.horizon_s[order])
        columns = (self.lo[order], self.hi[order], self.p[order], self.below[order], self.unchanged[order], chance[order])
        tracker = Tracker(theta, np.zeros(len(theta), np.int64))
        rate = rate_of(self.horizon_s, spacing_s)
        found = tracker.update(
            Issued(*moments, *columns), self.outcome[order], now, series=self.series[order], rate=rate[order]
        )
        return found.used, found.unused


def breached(outcome: Floats, lo: Floats, hi: Floats) -> NDArray[np.int64]:
    """-1 below the closed band, 1 above it, else 0; 0 too where the outcome or the band is not known."""
    with np.errstate(invalid="ignore"):
        return np.where(outcome < lo - SAME_PRICE, -1, np.where(outcome > hi + SAME_PRICE, 1, 0)).astype(np.int64)


def table_text(table: Table) -> str:
    """For conformal_state."""
    return json.dumps(table.as_dict(), separators=(",", ":"), sort_keys=True, allow_nan=False)


def table_of(text: str) -> Table:
    return Table.from_dict(json.loads(text))


def base_text(base: Base) -> str:
    plain = {name: None if np.isnan(value) else value for name, value in base._asdict().items()}
    return json.dumps(plain, separators=(",", ":"), sort_keys=True)


def base_of(text: str) -> Base:
    plain: Mapping[str, Any] = json.loads(text)
    return Base(**{name: float("nan") if value is None else float(value) for name, value in plain.items()})


def fired_text(fired: Sequence[Fired]) -> str:
    rows = [{name: _json(value) for name, value in one._asdict().items()} for one in fired]
    return json.dumps(rows, separators=(",", ":"), sort_keys=True)


def _json(value: Any) -> Any:
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _windows(prices: Floats, first: Ints, at: Ints) -> Floats:
    """The last WINDOW prices up to each origin, nan before the first."""
    place = at[:, None] - np.arange(WINDOW - 1, -1, -1)
    return np.where(place >= first[:, None], prices[np.maximum(place, 0)], np.nan)


def _part(covariates: Covariates, rows: slice) -> Covariates:
    fields = {name: getattr(covariates, name) for name in ("origin_ts", "hours_to_end", "spread", "sibling_scale")}
    return Covariates(**{name: None if values is None else values[rows] for name, values in fields.items()})
