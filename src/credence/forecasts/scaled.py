"""A scale times a shape: the forecaster behind fhs, har and learned. They differ only in what their scale knows.

The band is p + scale x quantile of z; the scale is never wider than sqrt(p (1 - p)) times two, and the band never leaves 0..1.
The median is the last price: no method beats it, and a claim that one does is a fault until it is tested.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from .cells import HORIZONS_S, KINDS, Cell, between, kind_of
from .interface import Covariates, Floats, ForecastResult, as_batch, checked_quantiles, steps_of
from .origin_features import AT_SPREAD, WINDOW, batch_features, boundary_scale
from .scale_design import proven
from .shape import Shape, masses, table

LEAST, MOST = 1e-5, 2.0  # of the scale relative to sqrt(p (1 - p))


class Scale(Protocol):
    """Expected size of the change, relative to sqrt(p (1 - p)), at the fitted horizons of a kind."""

    def log_relative(self, kind: str, features: NDArray[np.floating], places: Sequence[int] | None = None) -> Floats:
        """(n, len(HORIZONS_S[kind])), natural logarithm; or only the columns of these places in HORIZONS_S[kind]."""
        ...


@dataclass
class Tables:
    """Quantiles and masses of every bucket of a cell at the asked levels, ready for lookup: see shape.table, shape.masses."""

    shape: Shape
    quantiles: Floats
    masses: Floats


@dataclass
class Bands:
    """Bands of a batch, and what they were made of.

    values  (n, n horizons, n levels); masses (n, n horizons, 2): below, unchanged; scale (n, n horizons), price units
    """

    values: Floats
    masses: Floats
    scale: Floats


def widening(logs: Floats) -> Floats:
    """Log scales at ascending horizons, (n, k), none below that of a shorter one: a martingale's expected change only grows."""
    return np.asarray(np.maximum.accumulate(logs, axis=1))


class ScaledShape:
    """Bands from features. `method`, `model_id` and `model_version` name the scale."""

    def __init__(self, scale: Scale, shapes: dict[Cell, Shape], method: str, model_id: str, model_version: str) -> None:
        self.scale, self.shapes = scale, shapes
        self.method, self.model_id, self.model_version = method, model_id, model_version
        self._tables: dict[tuple[Cell, tuple[float, ...]], Tables] = {}

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,
        quantiles: Sequence[float],
        covariates: Covariates | None = None,
    ) -> ForecastResult:
        """See Forecaster. One price is enough; a series whose last price is missing has no answer."""
        batch, steps, levels = as_batch(series), steps_of(horizon), checked_quantiles(quantiles)
        window = batch[:, -WINDOW:]
        features = batch_features(window, step_s, covariates)
        found = self.bands(features, window[:, -1], step_s, [step * step_s for step in steps], levels)
        return ForecastResult(
            found.values, levels, steps, self.method, self.model_id, self.model_version,
            np.isfinite(window).sum(axis=1).astype(np.int64), below=found.masses[:, :, 0], unchanged=found.masses[:, :, 1],
            scale=found.scale,
        )  # fmt: skip

    def bands(
        self, features: Floats, p: Floats, step_s: int, horizons_s: Sequence[float], levels: tuple[float, ...]
    ) -> Bands:
        """Bands of origins whose features are known; rows whose price is nan stay nan.

        features  (n, len(PATH) + len(SCHEDULE)); p (n,)
        """
        features = proven(features)
        shape = (len(p), len(horizons_s))
        out = Bands(np.full((*shape, len(levels)), np.nan), np.full((*shape, 2), np.nan), np.full(shape, np.nan))
        kinds = kind_of(step_s, np.isfinite(features[:, AT_SPREAD]))
        known = np.isfinite(p)
        for number, kind in enumerate(KINDS):
            rows = np.flatnonzero(known & (kinds == number))
            if len(rows):
                self._fill(out, rows, kind, features[rows], p[rows], horizons_s, levels)
        return out

    def _fill(
        self, out: Bands, rows: NDArray[np.int64], kind: str, features: Floats, p: Floats, horizons_s: Sequence[float],
        levels: tuple[float, ...],
    ) -> None:  # fmt: skip
        fitted, widest = HORIZONS_S[kind], boundary_scale(p)
        places = [between(horizon, fitted) for horizon in horizons_s]
        used = sorted({cell for place in places for cell in (place.lower, place.upper)})
        tables = [self.tables((kind, fitted[cell]), levels) for cell in used]
        logs = widening(self.scale.log_relative(kind, features, range(used[-1] + 1)))[:, used]
        own = np.clip(np.exp(logs), LEAST, MOST)
        buckets = np.stack([table.shape.bucket(p, own[:, at]) for at, table in enumerate(tables)], axis=1)
        lower, upper = (np.asarray([used.index(getattr(place, side)) for place in places]) for side in ("lower", "upper"))
        weight = np.asarray([place.weight for place in places])
        log = logs[:, lower] + weight * (logs[:, upper] - logs[:, lower])
        relative = np.clip(np.exp(log) * [place.factor for place in places], LEAST, MOST)
        quantiles, chances = (np.stack([getattr(table, name) for table in tables]) for name in ("quantiles", "masses"))
        _assemble(
            rows, p, relative * widest[:, None], buckets, lower, upper, weight, quantiles, chances,
            out.values, out.masses, out.scale,
        )  # fmt: skip

    def tables(self, cell: Cell, levels: tuple[float, ...]) -> Tables:
        """The lookup tables of a cell at these levels, made once; the median is the last price, whatever the histogram says."""
        if (cell, levels) not in self._tables:
            if len(self._tables) > 256:
                self._tables.clear()  # levels come from callers: without a bound they would fill the memory
            shape = self.shapes[cell]
            smooth = shape.smoothed()
            self._tables[cell, levels] = Tables(shape, _centred(table(smooth, levels), levels), masses(smooth))
        return self._tables[cell, levels]

    def forget(self, cell: Cell) -> None:
        """The shape of this cell has changed."""
        self._tables = {key: value for key, value in self._tables.items() if key[0] != cell}


def _centred(quantiles: Floats, levels: tuple[float, ...]) -> Floats:
    """Levels below one half never lie above the price, levels above never below it."""
    side = np.sign(np.asarray(levels) - 0.5)
    return np.where(side == 0, 0.0, np.where(side < 0, np.minimum(quantiles, 0), np.maximum(quantiles, 0)))


@njit(cache=True, nogil=True)
def _assemble(  # type: ignore[no-untyped-def]
    rows, p, scale, buckets, lower, upper, weight, quantiles, chances, values, masses, scales
):  # fmt: skip
    """Look up z and the masses of each row's bucket, mirrored above one half, between the cells around each horizon."""
    for i in range(len(rows)):
        side = 1 if p[i] > 0.5 else 0
        for at in range(len(lower)):
            low, high = lower[at], upper[at]
            z_low, z_high = quantiles[low, side, buckets[i, low]], quantiles[high, side, buckets[i, high]]
            m_low, m_high = chances[low, side, buckets[i, low]], chances[high, side, buckets[i, high]]
            width = scale[i, at]
            for k in range(values.shape[2]):
                value = p[i] + width * (z_low[k] + weight[at] * (z_high[k] - z_low[k]))
                values[rows[i], at, k] = min(max(value, 0.0), 1.0)
            below = m_low[0] + weight[at] * (m_high[0] - m_low[0])
            same = m_low[1] + weight[at] * (m_high[1] - m_low[1])
            if p[i] <= 0.0:  # nothing lies below 0, and nothing above 1
                below, same = 0.0, below + same
            elif p[i] >= 1.0:
                same = 1.0 - below
            masses[rows[i], at, 0], masses[rows[i], at, 1] = below, same
            scales[rows[i], at] = width
