"""The conformal correction of a single answer, from what the lake has learned.

The newest fit at or before the origin is used, for the same model and step only; between two fitted horizons the corrections
are linear in the logarithm of the horizon. Levels other than .1 and .9 are moved in proportion to their distance from the price.
"""

import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from ..config import rules
from ..errors import NotBuilt
from ..lake import Lake
from .conformal.mondrian import Table
from .cycle import LEAST_SCALE, buckets, table_of
from .interface import Floats
from .service.service import Raw

FRESH_S = 60.0
EDGES = (0.1, 0.9)


@dataclass(frozen=True)
class _Fit:
    """One fit: a table per (step, steps ahead), and each market's own factors."""

    tables: dict[tuple[int, int], Table]
    theta: dict[tuple[str, int, int], tuple[float, float]]


class LakeConformal:
    """Callable as the service wants it; reads the lake at most once a minute. None where nothing was fitted for the model."""

    def __init__(self, lake: Lake, clock: Callable[[], float] = time.monotonic) -> None:
        self._lake, self._clock = lake, clock
        self._read_at = -np.inf
        self._states: dict[str, list[tuple[datetime, _Fit]]] = {}
        config = rules("bands")["calibration"]
        self._range_edges, self._distance_edges = config["range_edges"], config["distance_edges"]

    def __call__(self, raw: Raw) -> Floats | None:
        """Corrected values, (steps, levels)."""
        fit = self._fit(f"{raw.model_id} {raw.model_version}", datetime.fromtimestamp(raw.as_of_s, UTC))
        if fit is None or raw.scale is None or not set(EDGES) <= set(raw.levels):
            return None
        fitted = sorted(steps for step_s, steps in fit.tables if step_s == raw.step_s)
        if not fitted:
            return None
        ahead = np.log(np.arange(1, len(raw.values) + 1))
        amounts = self._amounts(raw, fit, fitted)
        theta = np.asarray([fit.theta.get((raw.market_id, raw.step_s, steps), (0.0, 0.0)) for steps in fitted])
        knots = np.log(fitted)
        at = [np.interp(ahead, knots, column) for column in (*amounts.T, *theta.T)]
        return _moved(raw, np.stack(at[:2], axis=1), np.stack(at[2:], axis=1))

    def _amounts(self, raw: Raw, fit: _Fit, fitted: list[int]) -> Floats:
        """Corrections of the band's two edges in units of the scale, (fitted horizons, 2)."""
        hour = raw.prices[-(3600 // raw.step_s + 1) :]
        spread = np.asarray([np.nanmax(hour) - np.nanmin(hour)])
        bucket = buckets(spread, raw.prices[-1:], self._range_edges, self._distance_edges)
        return np.stack([fit.tables[raw.step_s, steps].lookup(bucket)[0] for steps in fitted])

    def _fit(self, model: str, as_of: datetime) -> _Fit | None:
        if self._clock() - self._read_at > FRESH_S:
            self._states, self._read_at = self._read(), self._clock()
        fits = self._states.get(model, [])
        place = bisect_right([fitted_at for fitted_at, _ in fits], as_of)
        return fits[place - 1][1] if place else None

    def _read(self) -> dict[str, list[tuple[datetime, _Fit]]]:
        try:
            self._lake.require("conformal_state", "conformal_theta")
            states = self._lake.rows("select * from conformal_state order by fitted_at")
            thetas = self._lake.rows("select * from conformal_theta")
        except NotBuilt:
            return {}
        factors: dict[datetime, dict[tuple[str, int, int], tuple[float, float]]] = {}
        for row in thetas:
            key = (row["market_id"], row["step_seconds"], row["horizon_steps"])
            factors.setdefault(row["fitted_at"], {})[key] = (row["theta_below"], row["theta_above"])
        found: dict[str, dict[datetime, _Fit]] = {}
        for row in states:
            of_model = found.setdefault(row["model_id"], {})
            fit = of_model.setdefault(row["fitted_at"], _Fit({}, factors.get(row["fitted_at"], {})))
            fit.tables[row["step_seconds"], row["horizon_steps"]] = table_of(row["corrections"])
        return {model: sorted(fits.items(), key=lambda pair: pair[0]) for model, fits in found.items()}


def _moved(raw: Raw, amount: Floats, theta: Floats) -> Floats:
    """Every level moved as the edge of its side is: away from the price by the same proportion."""
    p: Any = raw.prices[-1]
    assert raw.scale is not None
    scale = np.maximum(raw.scale, LEAST_SCALE)
    out = raw.values.copy()
    for side, level in enumerate(EDGES):
        edge = raw.values[:, raw.levels.index(level)]
        sign = -1.0 if side == 0 else 1.0
        wanted = sign * np.maximum(sign * (edge - p) + amount[:, side] * scale, 0.0) * np.exp(theta[:, side])
        for k, other in enumerate(raw.levels):
            if (other < 0.5) == (side == 0) and other != 0.5:
                share = np.where(np.abs(edge - p) > LEAST_SCALE, (raw.values[:, k] - p) / np.where(edge == p, 1.0, edge - p), 1.0)
                out[:, k] = p + share * wanted
    return np.clip(out, 0.0, 1.0)
