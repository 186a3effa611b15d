"""Recalibration: what a price would have to say to come true, learnt from what became of earlier prices.

In   a sample with a category and a horizon per row, as whole numbers
Out  an object whose `apply` gives the recalibrated probability and whose `interval` says how well it is known

Cox       log-odds a + b L(p) per category and horizon; slopes, then intercepts given the slopes, are partially pooled over the
          table of both (see `shrinkage`); interval by the delta method, with the errors by event of `slope`. Nominal 95 % cover
          97 % in tables of 4 x 3 cells of 60 to 500 events, prices .05 to .95
isotonic  per category, the rising curve through what happened at each price; needs about a thousand events
beta      per category, a curve of three coefficients. How often the intervals of both curves cover stands at `curves`
A price is moved into [0.0005, 0.9995] before and after. Whatever cannot be fitted (too few events, see `enough`) is NaN.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import expit, logit, ndtri

from ..errors import InputError
from .clusters import contributions, mean_errors, sandwich
from .curves import Curve, beta_curve, isotonic_curve, kept
from .enough import enough
from .estimates import Estimate
from .inputs import Codes, Vector, codes, forecasts, weights
from .samples import Sample, dense, sample
from .scores import log_loss
from .shrinkage import Matrix, Shrunk, shrink
from .slope import cox, log_odds, offset_table

METHODS = ("identity", "cox", "isotonic", "beta")
DRAWS = 200  # resamples behind an interval


class Recalibrator(Protocol):
    """Fitted: codes of category and horizon mean what they meant in the fit; a cell that was not fitted gives NaN."""

    @property
    def method(self) -> str:
        """One of METHODS."""

    def apply(self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike) -> Vector:
        """The recalibrated probability of each row, in [0, 1]."""

    def interval(
        self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike, level: float = 0.95
    ) -> tuple[Vector, Vector]:
        """Bounds for the share of YES at this price, not for the outcome; NaN where they are not known."""


@dataclass(frozen=True)
class Identity:
    """The price itself: what every other method must beat."""

    method: str = "identity"

    def apply(self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike) -> Vector:
        return _asked(p_yes, category, horizon)[0]

    def interval(
        self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike, level: float = 0.95
    ) -> tuple[Vector, Vector]:
        _level(level)
        nothing = np.full(_asked(p_yes, category, horizon)[0].shape, np.nan)
        return nothing, nothing.copy()


@dataclass(frozen=True)
class HierarchicalCox:
    """Slope and intercept by category (rows) and horizon (columns), raw and shrunk."""

    slope: Shrunk
    intercept: Shrunk  # given the shrunk slope
    centre: Matrix  # log-odds at which the errors of both do not depend on each other
    method: str = "cox"

    def apply(self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike) -> Vector:
        return _probability(self._line(p_yes, category, horizon)[0])

    def interval(
        self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike, level: float = 0.95
    ) -> tuple[Vector, Vector]:
        odds, error = self._line(p_yes, category, horizon)
        half = float(ndtri((1 + _level(level)) / 2)) * error
        return _probability(odds - half), _probability(odds + half)

    def _line(self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike) -> tuple[Vector, Vector]:
        p, row, column = _asked(p_yes, category, horizon)
        x, shape = log_odds(p), self.slope.value.shape
        known = (row < shape[0]) & (column < shape[1])
        at = np.where(known, row, 0), np.where(known, column, 0)
        odds = self.intercept.value[at] + self.slope.value[at] * x
        error = np.hypot(self.intercept.error[at], self.slope.error[at] * (x - self.centre[at]))
        return np.where(known, odds, np.nan), np.where(known, error, np.nan)


@dataclass(frozen=True)
class ByCategory:
    """One curve per category, the same at all horizons: its points, or its coefficients, and those of the resamples."""

    curves: Mapping[int, Curve]
    method: str

    def apply(self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike) -> Vector:
        p, at, _ = _asked(p_yes, category, horizon)
        found = np.full(len(p), np.nan)
        for code, curve in self.curves.items():
            rows = at == code
            found[rows] = curve.at(p[rows])
        return found

    def interval(
        self, p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike, level: float = 0.95
    ) -> tuple[Vector, Vector]:
        p, at, _ = _asked(p_yes, category, horizon)
        low, high = np.full(len(p), np.nan), np.full(len(p), np.nan)
        for code, curve in self.curves.items():
            rows = at == code
            if rows.any():
                low[rows], high[rows] = curve.bounds(p[rows], _level(level))
        return low, high


def fit(
    method: str, rows: Sample, category: ArrayLike, horizon: ArrayLike, rng: np.random.Generator, draws: int = DRAWS
) -> Recalibrator:
    """A recalibrator of one of METHODS.

    rows               the sample to learn from, its events as clusters
    category, horizon  (n,) whole numbers from 0, one per row of the sample (rows of weight 0 are not in it)
    rng, draws         for the intervals of isotonic and beta; 0 draws: no interval

    >>> rng = np.random.default_rng(0)
    >>> p = rng.uniform(0.05, 0.95, 4000).round(2)
    >>> y = (rng.random(4000) < p**2 / (p**2 + (1 - p) ** 2)).astype(int)  # slope 2: prices not extreme enough
    >>> same = np.zeros(4000, int)
    >>> found = fit("cox", sample(p, y), same, same, rng)
    >>> found.apply([0.2, 0.5], [0, 0], [0, 0]).round(1).tolist()
    [0.1, 0.5]
    """
    if method not in METHODS:
        raise InputError("method", method, " or ".join(METHODS))
    of_category, of_horizon = codes("category", category, len(rows.p_yes)), codes("horizon", horizon, len(rows.p_yes))
    if method == "identity":
        return Identity()
    if method == "cox":
        return fit_cox(rows, of_category, of_horizon)
    fitted = isotonic_curve if method == "isotonic" else beta_curve
    return fit_curves(rows, of_category, lambda part: fitted(part, rng, draws), method)


def fit_cox(rows: Sample, category: Codes, horizon: Codes) -> HierarchicalCox:
    """Hierarchical Cox recalibration. Refused: not one cell with enough events and a line to fit.

    Cells first get slopes of their own (`slope.cox`), which are shrunk; then each gets the intercept that makes its prices right
    on average given the shrunk slope, and those are shrunk. Pooling both apart would pair one cell's intercept with another's
    slope. Codes as in `fit`.
    """
    shape = int(category.max()) + 1, int(horizon.max()) + 1
    cells = _cells(rows, category * shape[1] + horizon)
    slope, slope_error = _table(shape), _table(shape)
    for cell, part in cells.items():
        try:
            _, found = cox(part).estimates()
        except InputError:  # one price, separable, or one event holds all: this cell has no line
            continue
        slope.flat[cell], slope_error.flat[cell] = found.value, found.error
    slope[~(slope_error > 0)] = np.nan
    if not np.isfinite(slope).any():
        raise InputError("sample", f"{len(cells)} cells with enough events, no line in any", "one cell or more with a line")
    slopes = shrink(slope, np.where(np.isfinite(slope), slope_error, np.nan))
    intercept, intercept_error, centre = _table(shape), _table(shape), _table(shape)
    for cell, part in cells.items():
        if np.isfinite(slope.flat[cell]):
            intercept.flat[cell], intercept_error.flat[cell], centre.flat[cell] = _intercept(part, slopes.value.flat[cell])
    return HierarchicalCox(slopes, shrink(intercept, intercept_error), centre)


def fit_curves(rows: Sample, category: Codes, curve: Callable[[Sample], Curve], method: str) -> ByCategory:
    """One curve for each category with enough events and a fit. Refused: no such category."""
    curves = {}
    for code, part in _cells(rows, category).items():
        try:
            curves[code] = curve(part)
        except InputError:  # one price, or separable: this category has no curve
            continue
    if not curves:
        raise InputError("sample", "no category with enough events and a fit", "one such category or more")
    return ByCategory(curves, method)


def gain(
    p_yes: ArrayLike, recalibrated: ArrayLike, resolved_yes: ArrayLike, weight: ArrayLike | None, cluster: ArrayLike, unit: str
) -> Estimate:
    """Mean log loss of the prices less that of the recalibrated ones: above 0, recalibration helped. In nats, floor 0.0005.

    p_yes, recalibrated, resolved_yes  (n,), as in `scores.log_loss`
    weight                             (n,) 0 or more; all the same where None
    cluster, unit                      (n,) whole numbers from 0, and what they are

    The error is that of a mean by cluster (`clusters.mean_errors`); NaN with one cluster or where nothing differs between them.

    >>> found = gain([0.6, 0.6, 0.6], [0.8, 0.7, 0.9], [1, 1, 0], None, [0, 1, 2], "event")
    >>> round(found.value, 3), round(found.error, 3)
    (-0.315, 0.537)
    """
    p, y = forecasts(p_yes, resolved_yes)
    w, group = weights(weight, len(p)), codes("cluster", cluster, len(p))
    rows = log_loss(p, y) - log_loss(recalibrated, y)
    mean = float(np.sum(w * rows))
    group = dense(group)
    summed = np.asarray(np.bincount(group, w * (rows - mean)), float)
    try:
        errors, df = mean_errors(summed[:, None], np.asarray(np.bincount(group, w), float))
    except InputError:  # one cluster, or one that holds all weight
        return Estimate(mean, float("nan"), float("nan"), unit)
    return Estimate(mean, float(errors[0]) if errors[0] > 1e-12 else float("nan"), df, unit)


def _cells(rows: Sample, cell: Codes) -> dict[int, Sample]:
    """The rows of each cell that has enough events, by its code."""
    order = np.argsort(cell, kind="stable")
    found, starts = np.unique(cell[order], return_index=True)
    parts = {}
    for code, of_cell in zip(found.tolist(), np.split(order, starts[1:]), strict=True):
        part = sample(rows.p_yes[of_cell], rows.resolved_yes[of_cell], rows.weight[of_cell], rows.event[of_cell])
        if enough(part).ok:
            parts[code] = part
    return parts


def _intercept(rows: Sample, slope: float) -> tuple[float, float, float]:
    """The intercept that makes prices right on average given the slope, its error by event, and where both do not depend."""
    x, weight = slope * log_odds(rows.pooled.price), rows.pooled.weight
    base_rate = float(np.sum(weight * rows.pooled.share_yes))
    low, high = float(logit(base_rate) - x.max()), float(logit(base_rate) - x.min())
    shift = low if high - low < 1e-12 else brentq(lambda a: np.sum(weight * expit(a + x)) - base_rate, low - 1, high + 1)
    chance = np.asarray(expit(shift + x), float)
    spread = weight * chance * (1 - chance)
    sums = contributions(rows, rows.event, offset_table(chance))
    covariance, _, _ = sandwich(np.array([[spread.sum()]]), sums)
    return float(shift), float(np.sqrt(covariance[0, 0])), float(np.sum(spread * log_odds(rows.pooled.price)) / spread.sum())


def _asked(p_yes: ArrayLike, category: ArrayLike, horizon: ArrayLike) -> tuple[Vector, Codes, Codes]:
    p = np.asarray(p_yes, float)
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        raise InputError("p_yes", p.shape, "a vector of numbers in 0..1")
    return p, codes("category", category, len(p)), codes("horizon", horizon, len(p))


def _probability(odds: Vector) -> Vector:
    return kept(np.asarray(expit(odds), float))


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise InputError("level", level, "more than 0 and less than 1")
    return level


def _table(shape: tuple[int, int]) -> Matrix:
    return np.full(shape, np.nan)
