"""Calibration: of what was priced near 70 %, did 70 % happen?

In   forecasts and outcomes of shape (n,), weights, and events or groups as whole numbers
Out  reliability bins, expected calibration error (ECE), how many rows the weights are worth; per group in one pass

ECE of perfectly calibrated prices is not 0 but about 0.1 at n = 100 and 0.01 at n = 10,000 (it cannot be negative, so
noise adds up): never rank small groups by it. Guo et al. (2017), ICML, equation 3; Naeini et al. (2015), AAAI.
Sort the rows before calling (see `scores`).
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .inputs import Codes, Vector, codes, forecasts, weights
from .samples import dense
from .scores import HALF_TICK, brier, log_loss

Weighting = Literal["market", "event"]

BINS = 10


class ReliabilityBins(NamedTuple):
    """One entry per bin, lowest prices first. Bin k holds prices in [k / bins, (k + 1) / bins), the last one also 1."""

    weight: Vector  # share of all weight, sums to 1; 0 in an empty bin
    n: Codes  # rows
    mean_p: Vector  # weighted; NaN where the bin has no weight
    mean_y: Vector  # weighted; NaN where the bin has no weight


class GroupedScores(NamedTuple):
    """One entry per group, by its code. Scores of a group without rows are NaN."""

    n: Codes
    n_events: Codes
    brier: Vector
    log_loss: Vector
    ece: Vector


def reliability_bins(
    p_yes: ArrayLike, resolved_yes: ArrayLike, weight: ArrayLike | None = None, bins: int = BINS
) -> ReliabilityBins:
    """Rows sorted into bins of equal width, each with its weighted mean price and share of YES.

    p_yes, resolved_yes  (n,), as in `scores.brier`
    weight               (n,), 0 or more; only ratios matter
    bins                 1 or more

    >>> bins = reliability_bins([0.1, 0.25, 0.3], [0, 1, 0], weight=[1, 1, 2], bins=2)
    >>> bins.weight.tolist(), bins.n.tolist(), bins.mean_p.tolist()
    ([1.0, 0.0], [3, 0], [0.2375, nan])
    """
    p, y = forecasts(p_yes, resolved_yes)
    bin_of = _bin_of(p, bins)
    return _binned(bin_of, bins, weights(weight, len(p)), p, y)


def ece_equal_width(
    p_yes: ArrayLike, resolved_yes: ArrayLike, weight: ArrayLike | None = None, bins: int = BINS
) -> float:
    """Expected calibration error: mean gap between price and share of YES over the bins, by their weight.

    Bins stand at their weighted mean price, never at their middle; empty ones are skipped. Arguments as in
    `reliability_bins`. 0 is perfect, 1 is the worst. One label has no calibration: group markets first.

    >>> ece_equal_width([0.25, 0.25, 0.75, 0.75], [0, 1, 1, 1])
    0.25
    """
    found = reliability_bins(p_yes, resolved_yes, weight, bins)
    gap = np.abs(found.mean_p - found.mean_y)
    return float(np.sum(found.weight * gap, where=found.weight > 0))


def effective_n(weight: ArrayLike) -> float:
    """How many rows of equal weight would be as sure: (sum w)^2 / sum w^2. Kish (1965), Survey Sampling, 11.7.

    >>> effective_n([1, 1, 1, 1]), effective_n([1, 0, 0])
    (4.0, 1.0)
    """
    w = weights(weight, np.size(weight))
    return float(1 / np.sum(w**2))


def event_weights(event_codes: ArrayLike) -> Vector:
    """1 / rows of the row's event, so that an event counts once, however many markets it has.

    event_codes  (n,) whole numbers from 0; the same number, the same event

    >>> event_weights([0, 0, 7]).tolist()
    [0.5, 0.5, 1.0]
    """
    event = dense(codes("event_codes", event_codes, np.size(event_codes)))
    return np.asarray((1.0 / np.bincount(event))[event], float)


def grouped_scores(
    group_codes: ArrayLike,
    n_groups: int,
    p_yes: ArrayLike,
    resolved_yes: ArrayLike,
    event_codes: ArrayLike,
    weighting: Weighting,
    *,
    floor: float = HALF_TICK,
    bins: int = BINS,
) -> GroupedScores:
    """`mean_score` of both scores and `ece_equal_width`, for each group of rows, in one pass.

    group_codes          (n,) whole numbers in [0, n_groups)
    p_yes, resolved_yes  (n,), as in `scores.brier`
    event_codes          (n,) whole numbers from 0; an event may reach into several groups
    weighting            "market": each row counts once; "event": each event counts once in each group that it is in
    floor, bins          as in `log_loss` and `ece_equal_width`

    >>> scores = grouped_scores([0, 0, 0, 2], 3, [0.8, 0.8, 0.6, 0.5], [1, 1, 0, 1], [4, 4, 5, 5], "event")
    >>> scores.n.tolist(), scores.n_events.tolist(), scores.brier.round(6).tolist()
    ([3, 0, 1], [2, 0, 1], [0.2, nan, 0.25])
    """
    p, y = forecasts(p_yes, resolved_yes)
    group = codes("group_codes", group_codes, len(p), below=n_groups)
    event = codes("event_codes", event_codes, len(p))
    if weighting not in ("market", "event"):
        raise InputError("weighting", weighting, "'market' or 'event'")

    events = int(event.max()) + 1
    pairs, pair_of, rows = np.unique(group * events + event, return_inverse=True, return_counts=True)
    w = 1.0 / rows[pair_of] if weighting == "event" else np.ones(len(p))

    total = np.bincount(group, w, n_groups)
    cells = _binned(group * bins + _bin_of(p, bins), n_groups * bins, w, p, y)
    gaps = np.where(cells.weight > 0, cells.weight * np.abs(cells.mean_p - cells.mean_y), 0.0)
    with np.errstate(invalid="ignore"):  # 0 / 0 in a group without rows is meant to be NaN
        return GroupedScores(
            n=np.bincount(group, minlength=n_groups).astype(np.int64),
            n_events=np.bincount(pairs // events, minlength=n_groups).astype(np.int64),
            brier=np.bincount(group, w * brier(p, y), n_groups) / total,
            log_loss=np.bincount(group, w * log_loss(p, y, floor), n_groups) / total,
            ece=gaps.reshape(n_groups, bins).sum(axis=1) / total,
        )


def _bin_of(p: Vector, bins: int) -> Codes:
    if bins < 1:
        raise InputError("bins", bins, "1 or more")
    edges = np.arange(1, bins) / bins  # k / 10 is the number that is written 0.3; 3 * 0.1 and linspace are not
    return np.searchsorted(edges, p, side="right").astype(np.int64)


def _binned(bin_of: Codes, bins: int, w: Vector, p: Vector, y: Vector) -> ReliabilityBins:
    weight = np.asarray(np.bincount(bin_of, w, bins), float)
    with np.errstate(invalid="ignore"):  # 0 / 0 in an empty bin is meant to be NaN
        return ReliabilityBins(
            weight=weight,
            n=np.bincount(bin_of, minlength=bins).astype(np.int64),
            mean_p=np.bincount(bin_of, w * p, bins) / weight,
            mean_y=np.bincount(bin_of, w * y, bins) / weight,
        )
