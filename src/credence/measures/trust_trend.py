"""The track record of trust: is a price that was trusted more also less miscalibrated?

In   scored rows with a trust score; strata (category x horizon x price band) within which trust is ranked
Out  figures by quintile of trust; a one-sided test of their trend; how often that test rejects for permuted trust

Within each stratum rows are ranked by trust and cut into fifths, so that all fifths hold the same mixture of strata. Two figures
per fifth: |slope - 1| of Cox's line, and MCB less what noise alone would give. Trend: sum of (fifth - 2) x figure / 10, the
least-squares rise per fifth; trust works where it is negative.

Test: were miscalibration the same at every trust, one line (fitted to all rows) would do for all fifths, and what is left of
y - fitted is noise, as likely above 0 as below for all rows of a cluster together. Every draw gives each cluster one random sign
for its rows in all fifths, and takes the trend anew (the slopes in one Newton step from the common line). What was observed is
the draw in which all signs are +1, so the p-value is (1 + draws that fall as steeply) / (1 + draws).
Level in 2,000 worlds each, events of uneven size with legs that move together, test at 5 %: slope 4.2 to 5.2 %, MCB 3.5 to
4.6 % (all prices right, or all too extreme by .75; 200 and 1,500 events). tests/measures/test_trust.py has the long form.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .bootstrap import resampled_sums
from .clusters import at_least_two, clusters_of, contributions
from .inputs import Codes, Vector, codes
from .samples import Sample, dense, sample
from .slope import Line, line, line_table

FIFTHS = 5
DRAWS = 64  # drawn together
TIE = 1e-9  # of a trend; a draw that equals what was observed counts as equal whatever the order of its sums


class Trend(NamedTuple):
    """Rise per fifth of both figures, and how often it would be as low by chance. Small p-values speak for trust."""

    slope: float  # of |slope - 1|, by one step from the common line
    mcb: float
    p_value_slope: float
    p_value_mcb: float
    clusters: int


class Placebo(NamedTuple):
    """How often the test rejects where trust was permuted within its strata: `level`, if the test is right."""

    share_slope: float
    share_mcb: float
    runs: int


class Difference(NamedTuple):
    """Trend of |slope - 1| under one trust score less that under another; negative where the first orders better."""

    value: float
    low: float
    high: float


def fifths(trust: ArrayLike, stratum: ArrayLike, groups: int = FIFTHS, at_least: int = 10) -> Codes:
    """The rank of each row's trust within its stratum, cut into `groups` of equal size: 0 is the lowest, -1 left out.

    trust     (n,) NaN leaves the row out
    stratum   (n,) whole numbers from 0
    at_least  rows that a stratum must have, else all of it is left out

    Equal trust has one rank, the middle of its places, so that it never falls into two groups.

    >>> fifths([10, 20, 30, 40, 50, 7], [0, 0, 0, 0, 0, 1], at_least=5).tolist()
    [0, 1, 2, 3, 4, -1]
    """
    score = np.asarray(trust, float)
    home = codes("stratum", stratum, len(score))
    out = np.full(len(score), -1, np.int64)
    rows = np.flatnonzero(~np.isnan(score))
    if not len(rows):
        return out
    rows = rows[np.lexsort((score[rows], home[rows]))]
    place = dense(home[rows])
    size = np.bincount(place)
    rank = np.arange(len(rows)) - (np.cumsum(size) - size)[place]
    new = np.ones(len(rows), bool)
    new[1:] = (np.diff(score[rows]) != 0) | (np.diff(place) != 0)
    tie = np.cumsum(new) - 1
    middle = (np.bincount(tie, rank) / np.bincount(tie))[tie]
    found = np.minimum(((middle + 0.5) * groups / size[place]).astype(np.int64), groups - 1)
    out[rows] = np.where(size[place] >= at_least, found, -1)
    return out


def trend(
    rows: Sample, fifth: ArrayLike, cluster: ArrayLike | None, draws: int, rng: np.random.Generator, groups: int = FIFTHS
) -> Trend:
    """Test whether miscalibration falls as trust rises; see the module's head.

    rows     see `samples.sample`
    fifth    (n,) 0 .. groups - 1, every group with rows
    cluster  (n,) whole numbers from 0; the sample's events where None
    draws    999 or more for a test at 5 %

    Refused: what `slope.line` refuses of all rows, one cluster, a group without rows or with one distinct price.

    >>> rng = np.random.default_rng(2)
    >>> x = rng.normal(0, 2, 5000)
    >>> trust = rng.random(5000)
    >>> y = rng.random(5000) < 1 / (1 + np.exp(-(0.5 + 0.5 * trust) * x))  # the less trust, the more extreme the price
    >>> price = np.round(np.clip(1 / (1 + np.exp(-x)), 0.01, 0.99), 2)
    >>> found = trend(sample(price, y), fifths(trust, np.zeros(5000, int)), None, 499, rng)
    >>> found.slope < 0, found.p_value_slope <= 0.05, found.p_value_mcb <= 0.05
    (True, True, True)
    """
    if draws < 1:
        raise InputError("draws", draws, "1 or more")
    return _Common(rows, cluster).trend(codes("fifth", fifth, len(rows.p_yes), below=groups), draws, rng, groups)


def placebo(
    rows: Sample, trust: ArrayLike, stratum: ArrayLike, cluster: ArrayLike | None, runs: int, draws: int,
    rng: np.random.Generator, *, level: float = 0.05, groups: int = FIFTHS,
) -> Placebo:  # fmt: skip
    """The share of `runs` permutations of trust within its strata under which `trend` has a p-value of at most `level`.

    trust, stratum   (n,), as in `fifths`, none of them NaN
    """
    score, home = np.asarray(trust, float), codes("stratum", stratum, len(rows.p_yes))
    if score.shape != home.shape or np.isnan(score).any() or runs < 1:
        raise InputError("trust, runs", (score.shape, runs), f"{len(home)} numbers, none NaN, and 1 run or more")
    common, order = _Common(rows, cluster), np.argsort(home, kind="stable")
    rejected = np.zeros(2)
    for _ in range(runs):
        mixed = np.empty(len(score))
        mixed[order] = score[np.lexsort((rng.random(len(score)), home))]
        found = common.trend(fifths(mixed, home, groups, at_least=0), draws, rng, groups)
        rejected += [found.p_value_slope <= level, found.p_value_mcb <= level]
    return Placebo(float(rejected[0] / runs), float(rejected[1] / runs), runs)


def difference(
    rows: Sample, fifth: ArrayLike, other: ArrayLike, cluster: ArrayLike | None, draws: int, rng: np.random.Generator,
    *, level: float = 0.95, groups: int = FIFTHS,
) -> Difference:  # fmt: skip
    """How much more steeply |slope - 1| falls over the fifths of one trust score than over those of another.

    fifth, other   (n,) groups under either score, of the same rows
    cluster, draws clusters are drawn with replacement; percentile interval

    Refused: what `slope.line` refuses, of any group.
    """
    group = clusters_of(rows, cluster)
    both = [_slopes(rows, codes("fifth", given, len(group), below=groups), group, groups) for given in (fifth, other)]
    sums = resampled_sums(np.hstack([part for _, part in both]), draws, rng).reshape(draws, 2, groups, 5)
    rise = _contrast(groups)
    found, drawn = [], []
    for at, (slopes, _) in enumerate(both):
        moved = slopes + _newton(sums[:, at])
        found.append(float(rise @ np.abs(slopes - 1)))
        drawn.append(np.abs(moved - 1) @ rise)
    low, high = np.quantile(drawn[0] - drawn[1], [(1 - level) / 2, (1 + level) / 2])
    return Difference(found[0] - found[1], float(low), float(high))


class _Common:
    """What does not depend on the fifths: the common line, clusters, and each row's place."""

    def __init__(self, rows: Sample, cluster: ArrayLike | None) -> None:
        self.rows, self.group = rows, clusters_of(rows, cluster)
        self.clusters = int(self.group.max()) + 1
        at_least_two(self.clusters)
        self.line = line(rows.pooled)
        self.residual = rows.weight * (rows.resolved_yes - self.line.chance[rows.place])

    def trend(self, fifth: Codes, draws: int, rng: np.random.Generator, groups: int) -> Trend:
        if (np.bincount(fifth, minlength=groups) == 0).any():
            raise InputError("fifth", np.bincount(fifth, minlength=groups).tolist(), "rows in every group")
        shift, price = self._shifts(fifth, groups), self.rows.pooled.price
        cell = fifth * len(price) + self.rows.place
        mass = np.asarray(np.bincount(cell, self.rows.weight, groups * len(price)), float).reshape(groups, len(price))
        rise = _contrast(groups)
        found = np.empty((draws + 1, 2))
        for start in range(0, draws + 1, DRAWS):
            some = slice(start, min(start + DRAWS, draws + 1))
            signs = 2 * rng.integers(0, 2, (some.stop - start, self.clusters), dtype=np.int8) - 1
            if start == 0:
                signs[0] = 1  # what was observed
            figures = np.empty((2, len(signs), groups))
            _figures(signs, self.group, cell, self.residual, mass, price, self.line.chance, shift, figures)
            found[some, 0] = (np.abs(self.line.slope + figures[0] - 1) * rise).sum(axis=1)
            found[some, 1] = (figures[1] * rise).sum(axis=1)
        low = found[1:] <= found[0] + TIE * np.abs(found[0])
        p_values = (1 + low.sum(axis=0)) / (draws + 1)
        return Trend(float(found[0, 0]), float(found[0, 1]), float(p_values[0]), float(p_values[1]), self.clusters)

    def _shifts(self, fifth: Codes, groups: int) -> Vector:
        """(clusters, groups) by how much a cluster with sign +1 moves the slope of each group away from the common one."""
        table = line_table(self.rows.pooled, self.line)
        sums = _padded(contributions(self.rows, self.group * groups + fifth, table), self.clusters, groups)
        inverse = _inverse(sums[:, :, 2:].sum(axis=0))
        return np.asarray(np.einsum("cgi,gi->cg", sums[:, :, :2], inverse[:, 1]), float)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _mcb(price, mass, share, level, weight, first):  # type: ignore[no-untyped-def]
    """`decomposition.mcb` over the prices that have mass; the last three are room for blocks of pooled prices."""
    blocks = 0
    total = 0.0
    for k in range(len(price)):
        if mass[k] > 0:
            level[blocks], weight[blocks], first[blocks] = share[k], mass[k], k
            blocks += 1
            total += mass[k]
            while blocks > 1 and level[blocks - 2] >= level[blocks - 1]:  # pool adjacent violators
                both = weight[blocks - 2] + weight[blocks - 1]
                level[blocks - 2] += (level[blocks - 1] - level[blocks - 2]) * (weight[blocks - 1] / both)
                weight[blocks - 2] = both
                blocks -= 1
    first[blocks] = len(price)
    gain = 0.0
    for block in range(blocks):
        for k in range(first[block], first[block + 1]):
            gain += mass[k] * (price[k] - level[block]) * (price[k] + level[block] - 2 * share[k])
    return max(gain / total, 0.0)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _figures(signs, cluster, cell, residual, mass, price, chance, shift, out):  # type: ignore[no-untyped-def]
    """Fill out, (2, draws, groups), with the slope's step and MCB (as `decomposition.mcb`) where clusters have these signs.

    cell      (n,) group * prices + place of the price
    residual  (n,) weight * (y - fitted chance)
    mass      (groups, prices) weight; price, chance: (prices,); shift: (clusters, groups)
    """
    groups, prices = mass.shape
    moved, share = np.empty(groups * prices), np.empty(prices)
    level, weight, first = np.empty(prices), np.empty(prices), np.empty(prices + 1, np.int64)
    for draw in range(len(signs)):
        out[0, draw] = 0.0
        for c in range(len(shift)):
            for group in range(groups):
                out[0, draw, group] += signs[draw, c] * shift[c, group]
        moved[:] = 0.0
        for i in range(len(cell)):
            moved[cell[i]] += signs[draw, cluster[i]] * residual[i]
        for group in range(groups):
            for k in range(prices):
                own = mass[group, k]
                share[k] = chance[k] + moved[group * prices + k] / own if own > 0 else 0.0
            out[1, draw, group] = _mcb(price, mass[group], share, level, weight, first)


def _slopes(rows: Sample, fifth: Codes, group: Codes, groups: int) -> tuple[Vector, Vector]:
    """Each group's own slope, and the sums by cluster of its scores and information: (clusters, groups * 5)."""
    clusters = int(group.max()) + 1
    slopes, sums = np.empty(groups), np.zeros((clusters, groups, 5))
    for at in range(groups):
        own = fifth == at
        part = sample(rows.p_yes[own], rows.resolved_yes[own], rows.weight[own])
        fitted: Line = line(part.pooled)
        slopes[at] = fitted.slope
        found = contributions(part, group[own], line_table(part.pooled, fitted))
        sums[: len(found), at] = found
    return slopes, sums.reshape(clusters, -1)


def _newton(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """(draws, groups) steps of the slope for sums (draws, groups, 5) of two scores and three entries of the information."""
    first, second, a, b, c = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((a * second - b * first) / (a * c - b * b), float)


def _inverse(information: Vector) -> Vector:
    """(groups, 2, 2) from (groups, 3)."""
    a, b, c = information.T
    determinant = a * c - b * b
    if (determinant <= 1e-12 * np.maximum(a * c, 1e-300)).any():
        raise InputError("fifth", "a group with one distinct price", "two distinct prices or more in every group")
    return np.asarray(np.array([[c, -b], [-b, a]]).transpose(2, 0, 1) / determinant[:, None, None], float)


def _padded(sums: Vector, clusters: int, groups: int) -> Vector:
    out = np.zeros((clusters * groups, sums.shape[1]))
    out[: len(sums)] = sums
    return out.reshape(clusters, groups, -1)


def _contrast(groups: int) -> Vector:
    """Weights whose sum with a figure per group is its least-squares rise per group."""
    away = np.arange(groups) - (groups - 1) / 2
    return np.asarray(away / np.sum(away**2), float)
