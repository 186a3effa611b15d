"""AUC and MCB with errors by cluster, and the differences of all head figures between two samples.

In   samples, and for each the clusters of one unit
Out  estimates; an event that has rows on both sides is counted as one

Each figure moves with a row by an amount that depends on its price and outcome only; the sums of those by cluster give the
errors, and the products of the sums of a cluster on both sides give what the two figures share.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .clusters import clusters_of, contributions, mean_errors, sandwich
from .comparison import gap_of
from .decomposition import Corp, corp
from .discrimination import area_influence, roc
from .estimates import Estimate
from .influence import ROUNDING
from .inputs import Codes, Vector
from .samples import Sample, dense
from .slope import line, line_table

COMPARED = ("brier", "skill", "slope", "separation")


class Curves(NamedTuple):
    """Both figures of one unit; the area is None where it is not defined."""

    auc: Estimate | None
    mcb: Estimate
    optimism: float  # by how much the curve, being fitted, makes MCB too large: an interval of MCB reaches down so much farther


def curves(sample: Sample, cluster: ArrayLike | None = None, *, unit: str = "event", parts: Corp | None = None) -> Curves:
    """Area under the ROC curve as in `discrimination.auc`, and MCB as in `decomposition.corp`, with errors by cluster.

    MCB is the mean of (p - y)^2 - (c - y)^2 with c the isotonic curve; near the best curve that mean does not move with the
    curve, so its error is that of a mean. The curve fits these very rows, which makes MCB too large by about the sum over its
    levels of their weight times the variance of their height, `optimism`. MCB cannot be below 0 and is above it for calibrated
    prices too, where the error says little: use it only where calibration has been refused (`slope.joint_test`).

    cluster  (n,) whole numbers from 0; the sample's events where none are given
    parts    `corp(sample.pooled)`, if it is there already

    >>> from .samples import sample
    >>> found = curves(sample([0.2, 0.6, 0.6, 0.9], [0, 0, 1, 1]))
    >>> round(found.auc.value, 4), round(found.auc.error, 4), round(found.mcb.value, 4)
    (0.875, 0.1443, 0.0175)
    """
    parts = parts or corp(sample.pooled)
    group = clusters_of(sample, cluster)
    tables = [_mcb_table(parts), np.ones((len(sample.pooled.price), 2, 1))]
    area = _area(sample)
    if area is not None:
        tables.append(area_influence(sample.pooled, area))
    sums = contributions(sample, group, np.concatenate(tables, axis=2))
    try:
        errors, df = mean_errors(np.delete(sums, 1, axis=1), sums[:, 1])
    except InputError:  # one cluster, or one that holds all weight
        errors, df = np.full(2, np.nan), np.nan
    return Curves(
        None if area is None else _estimate(area, errors[1], df, unit), _estimate(parts.mcb, errors[0], df, unit),
        _optimism(sample, parts.curve),
    )  # fmt: skip


def _optimism(sample: Sample, curve: Vector) -> float:
    """Sum over the levels of the curve of c (1 - c) sum of w^2 / sum of w."""
    level = np.cumsum(np.diff(curve, prepend=curve[0]) > 0)
    mass = np.bincount(level, sample.pooled.weight)
    squares = np.bincount(level, np.bincount(sample.place, sample.weight**2, len(curve)))
    height = np.bincount(level, sample.pooled.weight * sample.pooled.share_yes) / mass
    return float(np.sum(height * (1 - height) * squares / mass))


def differences(
    left: Sample, right: Sample, cluster_left: Codes, cluster_right: Codes, unit: str
) -> dict[str, Estimate | None]:
    """left - right of the head figures (COMPARED), with an error that knows of clusters on both sides; None where not defined.

    Arguments as in `comparison.slope_difference`, whose slope this is. MCB is not compared: it grows as rows get fewer.
    """
    both = dense(np.concatenate([cluster_left, cluster_right]))
    groups = both[: len(cluster_left)], both[len(cluster_left) :]
    sides = [_moves(side, group, unit) for side, group in zip((left, right), groups, strict=True)]
    found: dict[str, Estimate | None] = {}
    for name in COMPARED:
        one, two = (side.get(name) for side in sides)
        found[name] = None if one is None or two is None else gap_of((one[0], two[0]), (one[1], two[1]))
    return found


def _moves(side: Sample, group: Codes, unit: str) -> dict[str, tuple[Estimate, Vector]]:
    """Each figure, and by how much each cluster moves it (clusters,)."""
    price, share, weight = side.pooled.price, side.pooled.share_yes, side.pooled.weight
    brier = float(np.sum(weight * (share * (1 - price) ** 2 + (1 - share) * price**2)))
    rate = float(np.clip(np.sum(weight * share), 0.0, 1.0))
    tables = [np.stack([price**2 - brier, (1 - price) ** 2 - brier], axis=1), np.tile([-rate, 1 - rate], (len(price), 1))]
    area = _area(side)
    if area is not None:
        tables.append(area_influence(side.pooled, area)[:, :, 0])
    columns = [*tables, np.ones((len(price), 2))]
    try:
        fitted = line(side.pooled)
    except InputError:  # one outcome, one price or separable
        fitted = None
    of_line = [] if fitted is None else [line_table(side.pooled, fitted)]
    present = np.flatnonzero(np.bincount(group) > 0)  # clusters of the other side have no rows here
    sums = contributions(side, group, np.concatenate([np.stack(columns, axis=2), *of_line], axis=2))
    own, n = sums[present], len(columns) - 1
    found: dict[str, tuple[Estimate, Vector]] = {}
    means: dict[str, tuple[float, Callable[[Vector], Vector]]] = {"brier": (brier, lambda part: part[:, 0])}
    unc = rate * (1 - rate)
    if unc > ROUNDING:
        means["skill"] = 1 - brier / unc, lambda part: part[:, 1] * (1 - 2 * rate) * brier / unc**2 - part[:, 0] / unc
    if area is not None:
        means["separation"] = area, lambda part: part[:, 2]
    for name, (value, moved) in means.items():
        try:
            errors, df = mean_errors(moved(own)[:, None], own[:, n])
        except InputError:
            errors, df = np.full(1, np.nan), np.nan
        found[name] = _estimate(value, errors[0], df, unit), moved(sums)
    if fitted is not None:
        try:
            covariance, freedom, _ = sandwich(fitted.information, np.ascontiguousarray(own[:, -5:]))
            error, df = float(np.sqrt(covariance[1, 1])), float(freedom[1])
        except InputError:
            error, df = float("nan"), float("nan")
        moved_slope = np.asarray(np.linalg.solve(fitted.information, sums[:, -5:-3].T)[1], float)
        found["slope"] = _estimate(fitted.slope, error, df, unit), moved_slope
    return found


def _area(sample: Sample) -> float | None:
    """The area, None where prices part the outcomes or there is one outcome only."""
    try:
        area = roc(sample.pooled).auc
    except InputError:
        return None
    return None if area in (0.0, 1.0) else area


def _mcb_table(parts: Corp) -> Vector:
    """(k, 2, 1) what the price lost beyond the curve, less the mean, if the row ended NO and if it ended YES."""
    price, curve = parts.price, parts.curve
    return np.stack([price**2 - curve**2, (1 - price) ** 2 - (1 - curve) ** 2], axis=1)[:, :, None] - parts.mcb


def _estimate(value: float, error: float, df: float, unit: str) -> Estimate:
    return Estimate(float(value), float(error) if error > ROUNDING else float("nan"), float(df), unit)
