"""Many cells judged at once: which differences are found, when each of many tests may err.

In   one p-value per cell, or one statistic per cell with its draws under the null hypothesis
Out  which cells are found, adjusted p-values, the rule and the test that the p-values came from

Cells of a cube share events, so their tests depend on each other. Benjamini-Hochberg allows for positive dependence (PRDS),
Benjamini-Yekutieli for any at the price of power; the step-down over draws uses the dependence itself.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .inputs import Vector


class Discoveries(NamedTuple):
    """One entry per cell."""

    found: NDArray[np.bool_]  # never where there is no test
    adjusted_p: Vector  # smallest q at which the cell would be found; NaN where there is no test
    tests: int  # cells with a test
    rule: str  # which error is held at q, and how
    test: str  # the test of a single cell


def benjamini_hochberg(p: ArrayLike, q: float = 0.1, *, test: str = "not named") -> Discoveries:
    """The step-up rule that holds the false discovery rate at q for independent or positively dependent tests.

    p     (m,) p-values in [0, 1]; NaN: this cell has no test, it is not counted and never found
    q     share of false among the found that is accepted, in (0, 1)
    test  what the p-values come from, kept in the result

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.

    >>> benjamini_hochberg([0.01, 0.9, 0.04, float("nan")], q=0.1).adjusted_p.round(3).tolist()
    [0.03, 0.9, 0.06, nan]
    """
    return _step_up(p, q, lambda _: 1.0, "false discovery rate, Benjamini-Hochberg", test)


def benjamini_yekutieli(p: ArrayLike, q: float = 0.1, *, test: str = "not named") -> Discoveries:
    """As `benjamini_hochberg`, for tests that depend on each other in any way: q is divided by 1 + 1/2 + ... + 1/m.

    Benjamini and Yekutieli (2001), Annals of Statistics 29.

    >>> benjamini_yekutieli([0.01, 0.9], q=0.1).adjusted_p.round(3).tolist()
    [0.03, 1.0]
    """
    return _step_up(p, q, lambda m: float(np.sum(1 / np.arange(1, m + 1))), "false discovery rate, Benjamini-Yekutieli", test)


def resampled(statistic: ArrayLike, null: ArrayLike, q: float = 0.1, *, test: str = "not named") -> Discoveries:
    """The step-down rule over joint null draws: the chance of even one false find is at most q, however cells depend.

    statistic  (m,) large values speak against the null hypothesis; NaN: this cell has no test
    null       (draws, m) the same statistics under the null hypothesis, all cells of one row from one draw (one sign per event
               for all cells), 99 draws or more; a cell whose draws are not all finite or all equal has no test
    q, test    as in `benjamini_hochberg`

    Every cell is scaled by the mean and standard deviation of its own draws, so that small and large cells weigh alike; then
    maxima over the cells not yet found are compared. Westfall and Young (1993), Algorithm 2.8; Romano and Wolf (2005),
    Journal of the American Statistical Association 100. Holding the chance of one false find at q holds the false
    discovery rate as well.

    >>> draws = np.random.default_rng(0).normal(size=(999, 3))
    >>> resampled([5.0, 0.1, float("nan")], draws).found.tolist()
    [True, False, False]
    """
    _check_level(q)
    observed, draws = np.asarray(statistic, float), np.asarray(null, float)
    if observed.ndim != 1 or draws.ndim != 2 or draws.shape[1] != len(observed) or len(draws) < 99:
        raise InputError("null", draws.shape, f"99 or more draws of {observed.shape} statistics")
    adjusted = np.full(len(observed), np.nan)
    tested = np.flatnonzero(np.isfinite(observed) & np.isfinite(draws).all(axis=0) & (np.ptp(draws, axis=0) > 0))
    if tested.size:
        adjusted[tested] = _step_down(observed[tested], draws[:, tested])
    return Discoveries(_at_most(adjusted, q), adjusted, len(tested), "chance of one false find, step-down over draws", test)


def _step_up(p: ArrayLike, q: float, factor_of: Callable[[int], float], rule: str, test: str) -> Discoveries:
    _check_level(q)
    values = np.asarray(p, float)
    tested = np.flatnonzero(~np.isnan(values))
    if values.ndim != 1 or not ((values[tested] >= 0) & (values[tested] <= 1)).all():
        raise InputError("p", values.shape, "a vector of numbers in 0..1, or NaN")
    m = len(tested)
    adjusted = np.full(len(values), np.nan)
    if m:
        order = np.argsort(values[tested], kind="stable")
        scaled = values[tested][order] * m * factor_of(m) / np.arange(1, m + 1)
        adjusted[tested[order]] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return Discoveries(_at_most(adjusted, q), adjusted, m, rule, test)


def _step_down(observed: Vector, draws: NDArray[np.float64]) -> Vector:
    mean, spread = draws.mean(axis=0), draws.std(axis=0)
    order = np.argsort(-(observed - mean) / spread, kind="stable")
    scaled = ((observed - mean) / spread)[order]
    largest = np.maximum.accumulate(((draws - mean) / spread)[:, order][:, ::-1], axis=1)[:, ::-1]  # over this cell and all after
    p = (1 + np.sum(largest >= scaled - 1e-12, axis=0)) / (1 + len(draws))
    adjusted = np.empty(len(observed))
    adjusted[order] = np.maximum.accumulate(p)
    return adjusted


def _at_most(adjusted: Vector, q: float) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):  # a cell without a test is not found
        return np.asarray(adjusted <= q)


def _check_level(q: float) -> None:
    if not 0 < q < 1:
        raise InputError("q", q, "more than 0 and less than 1")
