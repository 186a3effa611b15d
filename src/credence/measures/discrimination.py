"""Discrimination: do prices tell apart what ended YES from what ended NO, whatever their level?

In   pooled prices (see `samples`), or a sample where an error is asked for
Out  the ROC curve, its concave hull, the area under it (AUC) with an error, and the Murphy curve

With the reliability diagram, ROC and Murphy curve are the triptych of Dimitriadis et al. (2024), International Journal of
Forecasting 40. A rising transform of all prices changes nothing in ROC and AUC: they say nothing of calibration.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .clusters import clusters_of, contributions, mean_errors
from .estimates import Estimate
from .inputs import Vector
from .isotonic import rising
from .samples import Pooled, Sample


class Roc(NamedTuple):
    """Corners of the curve from (0, 0) to (1, 1), and the area under it."""

    false_positive: Vector  # share of NO priced at or above a threshold that falls from left to right
    true_positive: Vector  # share of YES likewise
    auc: float  # 0.5 says nothing, 1 separates; equal prices count half


def roc(pooled: Pooled) -> Roc:
    """The receiver operating characteristic: hits against false alarms, over all thresholds.

    pooled  points of a sample, in the order of their prices; both outcomes must occur

    Straight lines join the corners, so that equal prices count half. Fawcett (2006), Pattern Recognition Letters 27.

    >>> from credence.measures.samples import sample
    >>> curve = roc(sample([0.2, 0.6, 0.6, 0.9], [0, 0, 1, 1]).pooled)
    >>> curve.false_positive.tolist(), curve.true_positive.tolist(), curve.auc
    ([0.0, 0.0, 0.5, 1.0], [0.0, 0.5, 1.0, 1.0], 0.875)
    """
    yes, no = _masses(pooled)
    true_positive = _shares_from_the_top(yes)
    false_positive = _shares_from_the_top(no)
    area = np.sum(np.diff(false_positive) * (true_positive[1:] + true_positive[:-1])) / 2
    return Roc(false_positive, true_positive, float(area))


def concave_roc(pooled: Pooled) -> Roc:
    """The concave hull of the ROC curve: what the prices could tell apart once recalibrated.

    It is the ROC curve of the prices' isotonic fit, whose blocks are its edges (Fawcett and Niculescu-Mizil 2007, Machine
    Learning 68). Its area is never less than that of `roc`. Arguments as there.

    >>> from credence.measures.samples import sample
    >>> concave_roc(sample([0.2, 0.5, 0.6, 0.9], [0, 1, 0, 1]).pooled).auc
    0.875
    """
    _masses(pooled)
    fitted = rising(pooled.share_yes, pooled.weight)
    block = np.cumsum(np.diff(fitted, prepend=fitted[0]) > 0)
    weight = np.asarray(np.bincount(block, pooled.weight), float)
    share = np.bincount(block, pooled.weight * pooled.share_yes) / weight
    level = fitted[np.searchsorted(block, np.arange(len(weight)))]
    rows = np.bincount(block, pooled.n).astype(np.int64)
    return roc(Pooled(level, weight, np.clip(share, 0.0, 1.0), rows))


def auc(sample: Sample, cluster: ArrayLike | None = None, *, unit: str = "event") -> Estimate:
    """Area under the ROC curve with an error in which rows of one cluster may depend on each other.

    sample   rows with both outcomes
    cluster  (n,) whole numbers from 0, one per row of the sample; its events where none are given
    unit     what a cluster is, kept beside the result

    The error sums the influence of every row over its cluster: DeLong et al. (1988), Biometrics 44; clusters as in Obuchowski
    (1997), Biometrics 53; small samples as in `clusters.mean_errors`. Refused: one cluster,
    and prices that separate the outcomes (the area is 1 or 0, and its error would be 0).

    >>> from credence.measures.samples import sample
    >>> found = auc(sample([0.2, 0.6, 0.6, 0.9], [0, 0, 1, 1]))
    >>> round(found.value, 4), round(found.error, 4)
    (0.875, 0.1443)
    """
    area = roc(sample.pooled).auc
    if area in (0.0, 1.0):
        raise InputError("p_yes", f"an area of {area:g}", "prices that do not separate the outcomes: the error would be 0")
    group = clusters_of(sample, cluster)
    summed = contributions(sample, group, area_influence(sample.pooled, area))[:, 0]
    weight = np.asarray(np.bincount(group, sample.weight), float)
    errors, df = mean_errors(summed[:, None], weight)
    error = float(errors[0])
    return Estimate(area, error if error > 1e-12 else float("nan"), df, unit)  # of one price the error is not 0 but unknown


def murphy_curve(pooled: Pooled, thresholds: ArrayLike) -> Vector:
    """Mean elementary score at each threshold t: what the prices cost somebody who acts where p > t.

    pooled      points of a sample
    thresholds  (m,) in [0, 1]

    Twice 1 - t for a YES priced at or below t, twice t for a NO priced above it, 0 otherwise: the area under the curve is the
    Brier score. A curve that lies nowhere above another is no worse under any proper score: Ehm et al. (2016), Journal of
    the Royal Statistical Society B 78.

    >>> from credence.measures.samples import sample
    >>> murphy_curve(sample([0.2, 0.6], [0, 1]).pooled, [0.1, 0.4, 0.8]).round(2).tolist()
    [0.1, 0.0, 0.2]
    """
    at = np.asarray(thresholds, float)
    if at.ndim != 1 or not ((at >= 0) & (at <= 1)).all():
        raise InputError("thresholds", at.shape, "a vector of numbers in 0..1")
    yes = np.concatenate([[0.0], np.cumsum(pooled.weight * pooled.share_yes)])
    no = np.concatenate([[0.0], np.cumsum(pooled.weight * (1 - pooled.share_yes))])
    below = np.searchsorted(pooled.price, at, side="right")  # points priced at or below the threshold
    return np.asarray(2 * ((1 - at) * yes[below] + at * (no[-1] - no[below])), float)


def area_influence(pooled: Pooled, area: float) -> Vector:
    """(k, 2, 1) how a row of unit weight at each price moves the area, if it ended NO and if it ended YES; ties count half."""
    yes, no = _masses(pooled)
    no_below = (np.cumsum(no) - no / 2) / no.sum()  # share of NO that a YES at this price beats
    yes_above = (yes.sum() - np.cumsum(yes) + yes / 2) / yes.sum()
    return np.stack([(yes_above - area) / no.sum(), (no_below - area) / yes.sum()], axis=1)[:, :, None]


def _masses(pooled: Pooled) -> tuple[Vector, Vector]:
    """Weight of YES and of NO at each price."""
    yes = pooled.weight * pooled.share_yes
    no = pooled.weight * (1 - pooled.share_yes)
    if not (yes.sum() > 0 and no.sum() > 0):
        raise InputError("resolved_yes", "one outcome", "both outcomes: there is nothing to tell apart")
    return yes, no


def _shares_from_the_top(mass: Vector) -> Vector:
    summed = np.concatenate([[0.0], np.cumsum(mass[::-1])])
    return np.asarray(summed / summed[-1], float)
