"""Comparison: are two groups of prices calibrated differently, or is it noise?

In   two samples, and for both the clusters of one unit (an event may have rows in either)
Out  the difference of their calibration slopes and of calibration in the large, each with an error that knows of shared clusters

Scores are not compared: a Brier score falls with the base rate, whatever the prices are worth. Slope and shift do not.
"""

from typing import NamedTuple

import numpy as np

from .clusters import contributions
from .estimates import Estimate
from .inputs import Codes, Vector
from .power import difference
from .samples import Sample, dense
from .slope import cox, in_the_large, line, line_table, offset, offset_table


class Difference(NamedTuple):
    """left - right of one figure, and both sides of it."""

    left: Estimate
    right: Estimate
    gap: Estimate


def slope_difference(left: Sample, right: Sample, cluster_left: Codes, cluster_right: Codes, unit: str) -> Difference:
    """Difference of the calibration slopes of two samples.

    cluster_left, cluster_right  (n,) of each sample; the same number is the same cluster on both sides
    unit                         what a cluster is

    Refused: what `slope.cox` refuses, on either side.

    >>> from .samples import sample
    >>> rows = sample([0.2] * 4 + [0.8] * 4, [0, 0, 0, 1, 0, 1, 1, 1])
    >>> found = slope_difference(rows, rows, np.arange(8), np.arange(8, 16), "event")
    >>> found.gap.value, round(found.gap.error / found.left.error, 6)  # two independent sides: sqrt(2)
    (0.0, 1.414214)
    """
    one, two = (
        cox(side, cluster, unit=unit).estimates()[1] for side, cluster in ((left, cluster_left), (right, cluster_right))
    )
    groups = _common(cluster_left, cluster_right)
    moved = [_slope_moves(side, group) for side, group in zip((left, right), groups, strict=True)]
    return Difference(one, two, gap_of((one, two), (moved[0], moved[1])))


def shift_difference(left: Sample, right: Sample, cluster_left: Codes, cluster_right: Codes, unit: str) -> Difference:
    """Difference of calibration in the large (log-odds). Arguments as in `slope_difference`."""
    one, two = (in_the_large(side, cluster, unit=unit) for side, cluster in ((left, cluster_left), (right, cluster_right)))
    groups = _common(cluster_left, cluster_right)
    moved = [_shift_moves(side, group) for side, group in zip((left, right), groups, strict=True)]
    return Difference(one, two, gap_of((one, two), (moved[0], moved[1])))


def gap_of(pair: tuple[Estimate, Estimate], moved: tuple[Vector, Vector]) -> Estimate:
    """The difference of two estimates of one figure, first minus second.

    moved  for each (clusters,) by how much each cluster moves it, up to a factor; the same place is the same cluster on both
           sides

    It has the lesser degrees of freedom: both sides live in the same weeks, which Welch's sum would count twice. The error is NaN
    where one side's is.
    """
    one, two = pair
    if np.isnan(one.error) or np.isnan(two.error):
        return Estimate(one.value - two.value, float("nan"), float("nan"), one.unit)
    return difference(one, two, _covariance(moved, one, two))._replace(df=min(one.df, two.df))


def _common(one: Codes, two: Codes) -> tuple[Codes, Codes]:
    """Both as codes of the same clusters, without gaps."""
    both = dense(np.concatenate([one, two]))
    return both[: len(one)], both[len(one) :]


def _covariance(moved: tuple[Vector, Vector], one: Estimate, two: Estimate) -> float:
    """Of two figures, from what each cluster moves them by; on the scale of their errors, which hold small-sample factors."""
    n = min(map(len, moved))  # clusters with larger codes are on one side only
    scale = one.error * two.error / np.sqrt(np.prod([np.sum(side**2) for side in moved]))
    bound = 0.999 * one.error * two.error  # a group against itself has no error at all, and an estimate must have one
    return float(np.clip(scale * np.sum(moved[0][:n] * moved[1][:n]), -bound, bound))


def _slope_moves(side: Sample, group: Codes) -> Vector:
    """(clusters,) by how much each moves the slope."""
    fitted = line(side.pooled)
    sums = contributions(side, group, line_table(side.pooled, fitted)[:, :, :2])
    return np.asarray(np.linalg.solve(fitted.information, sums.T)[1], float)


def _shift_moves(side: Sample, group: Codes) -> Vector:
    _, chance = offset(side.pooled)
    sums = contributions(side, group, offset_table(chance)[:, :, :1])
    return np.asarray(sums[:, 0] / np.sum(side.pooled.weight * chance * (1 - chance)), float)
