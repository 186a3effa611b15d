"""A scale times a shape: the forecaster behind fhs, har and learned. They differ only in what their scale knows.

The band is p + scale x quantile of z; the scale is never wider than sqrt(p (1 - p)) times two, and the band never leaves 0..1.
The median is the last price: no method beats it, and a claim that one does is a fault until it is tested.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .cells import HORIZONS_S, KINDS, Cell, between, kind_of
from .interface import Covariates, Floats, ForecastResult, as_batch, checked_quantiles, steps_of
from .origin_features import AT_SPREAD, WINDOW, batch_features, boundary_scale
from .shape import Shape, masses, table

LEAST, MOST = 1e-5, 2.0  # of the scale relative to sqrt(p (1 - p))


class Scale(Protocol):
    """Expected size of the change, relative to sqrt(p (1 - p)), at the fitted horizons of a kind."""

    def log_relative(self, kind: str, features: NDArray[np.floating]) -> Floats:
        """(n, len(HORIZONS_S[kind])), natural logarithm."""
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
        )  # fmt: skip

    def bands(
        self, features: Floats, p: Floats, step_s: int, horizons_s: Sequence[float], levels: tuple[float, ...]
    ) -> Bands:
        """Bands of origins whose features are known; rows whose price is nan stay nan.

        features  (n, len(PATH) + len(SCHEDULE)); p (n,)
        """
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
        logs = self.scale.log_relative(kind, features)
        cells = [self.tables((kind, horizon), levels) for horizon in fitted]
        looked: dict[int, tuple[Floats, Floats]] = {}
        for at, horizon in enumerate(horizons_s):
            place = between(horizon, fitted)
            log = logs[:, place.lower] + place.weight * (logs[:, place.upper] - logs[:, place.lower])
            relative = np.clip(np.exp(log) * place.factor, LEAST, MOST)
            scale = relative * widest
            for cell in {place.lower, place.upper} - looked.keys():
                looked[cell] = _look(cells[cell], p, np.clip(np.exp(logs[:, cell]), LEAST, MOST))
            low, high = looked[place.lower], looked[place.upper]
            z = low[0] + place.weight * (high[0] - low[0])
            values = p[:, None] + scale[:, None] * z
            out.values[rows, at] = np.clip(values, 0, 1)
            out.masses[rows, at] = low[1] + place.weight * (high[1] - low[1])
            out.scale[rows, at] = scale

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


def _look(tables: Tables, p: Floats, relative: Floats) -> tuple[Floats, Floats]:
    """z at each level, (n, levels), and the masses, (n, 2), of the bucket of each row; mirrored above one half."""
    bucket = tables.shape.bucket(p, relative)
    upper = (p > 0.5).astype(np.int64)
    return tables.quantiles[upper, bucket], tables.masses[upper, bucket]
