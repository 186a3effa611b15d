"""Bootstrap by cluster, from sums: whole events (or weeks) are drawn with replacement, never rows.

A resample says how often each cluster was drawn. Sums over its rows are those counts times the clusters' own sums, so a
thousand resamples are one matrix product, whatever the number of rows.

Not for MCB and ECE: resampling overfits a second time, and the interval of a calibrated sample misses 0 (`null.null_draws`).
Intervals are of the percentile kind and cover too little with few or uneven clusters, like every bootstrap: see `enough`.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array
from scipy.special import expit

from ..errors import InputError
from .clusters import at_least_two, clusters_of, contributions
from .influence import mean_of, score_table
from .inputs import Codes, Vector
from .samples import Sample
from .slope import line, line_table, log_odds

EXACT = 1000  # clusters up to which resamples have exactly as many; beyond, their number is Poisson, which no ratio notices
CELLS = 1 << 20  # counts held at once
NEWTON = 25  # steps of a fit; a resample that needs more is separable


class Draws(NamedTuple):
    """A figure and what it was in each resample."""

    value: float
    draws: Vector  # (draws,)

    @property
    def error(self) -> float:
        """Standard deviation over the resamples."""
        return float(self.draws.std(ddof=1))

    def percentile(self, level: float = 0.95) -> tuple[float, float]:
        """The middle `level` of the resamples. Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13."""
        low, high = np.quantile(self.draws, _tails(level))
        return float(low), float(high)

    def basic(self, level: float = 0.95) -> tuple[float, float]:
        """The percentile interval reflected at the figure. Davison and Hinkley (1997), Bootstrap Methods, section 5.2."""
        low, high = self.percentile(level)
        return 2 * self.value - high, 2 * self.value - low


def resampled_sums(sums: Vector, draws: int, rng: np.random.Generator) -> Vector:
    """(draws, columns): each resample's sums of the clusters' sums (clusters, columns). The same generator, the same draws.

    >>> resampled_sums(np.ones((4, 1)), 3, np.random.default_rng(0)).ravel().tolist()  # four clusters each
    [4.0, 4.0, 4.0]
    """
    at_least_two(len(sums))
    if draws < 1:
        raise InputError("draws", draws, "1 or more")
    total = np.empty((draws, sums.shape[1]))
    some = max(1, CELLS // len(sums))
    for start in range(0, draws, some):
        rows = slice(start, min(start + some, draws))
        total[rows] = _counts(len(sums), rows.stop - start, rng) @ sums
    return total


def mean_draws(sample: Sample, score: str, cluster: ArrayLike | None, draws: int, rng: np.random.Generator) -> Draws:
    """Resamples of a weighted mean score: a ratio of sums, since a resample's weights add up to another total.

    score    "brier" or "log_loss"
    cluster  (n,) whole numbers from 0, one per row of the sample; its events where None
    draws    number of resamples, 1000 for an interval of 95 %

    >>> from .samples import sample
    >>> rows = sample([0.2, 0.4, 0.6, 0.9], [0, 1, 0, 1])
    >>> found = mean_draws(rows, "brier", None, 2000, np.random.default_rng(0))
    >>> round(found.value, 4), round(found.error, 2)
    (0.1925, 0.08)
    """
    table = score_table(sample.pooled, score)
    sums = contributions(sample, clusters_of(sample, cluster), _with_weight(table))
    return Draws(mean_of(sample.pooled, table), _ratio(resampled_sums(sums, draws, rng)))


def difference_draws(
    sample: Sample, first: ArrayLike, score: str, cluster: ArrayLike | None, draws: int, rng: np.random.Generator
) -> Draws:
    """Resamples of the difference of a mean score between two groups of rows, drawn together, since they may share clusters.

    first  (n,) True for rows of the first group, False for those of the second: the figure is first - second

    Other arguments as in `mean_draws`. Refused: an empty group, and one in so few clusters that a resample misses it.

    >>> from .samples import sample
    >>> rows = sample([0.2, 0.4] * 40, [0, 1] * 40)
    >>> found = difference_draws(rows, [True, False] * 40, "brier", None, 100, np.random.default_rng(0))
    >>> round(found.value, 6), found.error < 1e-12  # always .04 - .36
    (-0.32, True)
    """
    inside = np.asarray(first)
    if inside.shape != sample.p_yes.shape or inside.dtype != bool:
        raise InputError("first", (inside.shape, str(inside.dtype)), "True or False for each row of the sample")
    table, group = score_table(sample.pooled, score), clusters_of(sample, cluster)
    parts = [sample._replace(weight=sample.weight * rows) for rows in (inside, ~inside)]
    halves = [contributions(part, group, _with_weight(table)) for part in parts]
    whole = _ratio(np.stack([half.sum(axis=0) for half in halves]))
    drawn = resampled_sums(np.concatenate(halves, axis=1), draws, rng)
    return Draws(float(whole[0] - whole[1]), _ratio(drawn[:, :2]) - _ratio(drawn[:, 2:]))


def slope_draws(sample: Sample, cluster: ArrayLike | None, draws: int, rng: np.random.Generator) -> tuple[Draws, Draws]:
    """Resamples of calibration intercept and slope. Arguments as in `mean_draws`.

    Up to 1000 clusters every resample is fitted again, on its own pooled prices. Beyond, one Newton step from the whole fit with
    the resample's own scores and information takes five sums by cluster: its intervals have 0.98 to 1.01 of the width of those
    fitted again at 1000 events and more (0.93 to 0.96 at 100 to 300).

    Refused: what `slope.line` refuses, and clusters so few that a resample has no line.

    >>> from .samples import sample
    >>> rows = sample([0.2, 0.8] * 50, [0, 1, 0, 1, 0, 1, 1, 0, 0, 1] * 10)
    >>> intercept, slope = slope_draws(rows, None, 1000, np.random.default_rng(0))
    >>> round(slope.value, 3), round(slope.error, 2)
    (1.0, 0.19)
    """
    fitted = line(sample.pooled)
    group = clusters_of(sample, cluster)
    sums = contributions(sample, group, line_table(sample.pooled, fitted))
    at = np.array([fitted.intercept, fitted.slope])
    if len(sums) <= EXACT:
        found = _refits(sample, group, at, draws, rng)
    else:
        found = at + _step(resampled_sums(sums, draws, rng), float(np.trace(fitted.information)))
    return Draws(fitted.intercept, found[:, 0]), Draws(fitted.slope, found[:, 1])


def _refits(sample: Sample, group: Codes, at: Vector, draws: int, rng: np.random.Generator) -> Vector:
    """(draws, 2) intercept and slope, fitted to the pooled prices of each resample by Newton's steps."""
    x, clusters = log_odds(sample.pooled.price), int(group.max()) + 1
    at_least_two(clusters)
    cell = 2 * sample.place + (sample.resolved_yes > 0)
    cells = coo_array((sample.weight, (cell, group)), shape=(2 * len(x), clusters)).tocsr()
    found = np.tile(at, (draws, 1))
    some = max(1, CELLS // max(len(x), clusters))
    for start in range(0, draws, some):
        rows = slice(start, min(start + some, draws))
        no, yes = (cells @ _counts(clusters, rows.stop - start, rng).T).T.reshape(rows.stop - start, len(x), 2).transpose(2, 0, 1)
        for _ in range(NEWTON):
            chance = expit(found[rows, :1] + found[rows, 1:] * x)
            gap, spread = yes - (no + yes) * chance, (no + yes) * chance * (1 - chance)
            sums = np.stack([gap.sum(axis=1), gap @ x, spread.sum(axis=1), spread @ x, spread @ (x * x)], axis=1)
            step = _step(sums, 1.0)
            found[rows] += step
            if np.abs(step).max() < 1e-6:
                break
        else:
            raise InputError("cluster", clusters, "clusters enough that outcomes overlap in price in every resample")
    return found


def _step(sums: Vector, scale: float) -> Vector:
    """(draws, 2) Newton's steps from two scores and three entries of the information each."""
    first, second, a, b, c = sums.T
    determinant = a * c - b * b
    if (determinant <= 1e-12 * scale**2).any():
        raise InputError("cluster", "a resample without a line", "clusters enough that every resample has two prices")
    return np.asarray(np.stack([c * first - b * second, a * second - b * first], axis=1) / determinant[:, None], float)


def _counts(clusters: int, draws: int, rng: np.random.Generator) -> Vector:
    """(draws, clusters) how often each cluster is drawn."""
    if clusters <= EXACT:
        return rng.multinomial(clusters, np.full(clusters, 1 / clusters), size=draws).astype(float)
    words = -(-draws * clusters // 4)
    chance = rng.integers(0, 2**64, size=words, dtype=np.uint64).view(np.uint16)[: draws * clusters]
    return np.take(_POISSON, chance).reshape(draws, clusters)


def _poisson_table() -> Vector:
    """Poisson(1) at 65,536 equal chances: mean 1 and variance 1 to 4 digits, and a draw is a look-up."""
    chance = np.cumsum([math.exp(-1) / math.factorial(k) for k in range(9)])
    ends = np.rint(chance * 2**16).astype(int)
    ends[-1] = 2**16
    return np.repeat(np.arange(9.0), np.diff(ends, prepend=0))


_POISSON = _poisson_table()


def _with_weight(table: Vector) -> Vector:
    return np.stack([table, np.ones_like(table)], axis=2)


def _ratio(sums: Vector) -> Vector:
    if (sums[:, 1] <= 0).any():
        raise InputError("cluster", "a resample without rows", "clusters enough that every resample has rows of each group")
    return np.asarray(sums[:, 0] / sums[:, 1], float)


def _tails(level: float) -> tuple[float, float]:
    if not 0 < level < 1:
        raise InputError("level", level, "more than 0 and less than 1")
    return (1 - level) / 2, (1 + level) / 2
