"""Comparing forecasters on the same rows: skill with an interval by event, Diebold-Mariano, independence of misses.

In   a loss per row of each forecaster (`forecast_scores`), the event of each row, a weight
Out  how much of the reference's loss is saved, and whether that may be chance

Rows of an event are not independent, and one game may have thousands: events are drawn and compared, never rows, and a row of
an event with more than 50 counts less (`capped_weights`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, xlogy
from scipy.stats import chi2

from ..errors import InputError
from .bootstrap import Draws, resampled_sums
from .clusters import at_least_two
from .inputs import Codes, Vector, codes

CAP = 50  # rows of an event that count in full


class Skill(NamedTuple):
    """1 - loss / loss of the reference: 1 perfect, 0 no better, negative worse; and the middle 95 % of the resamples."""

    value: float
    low: float
    high: float
    events: int


class DieboldMariano(NamedTuple):
    """Mean over events of the difference in loss (negative: the first is better), its error, and the two-sided p-value."""

    difference: float
    error: float
    statistic: float
    p_value: float
    df: int


class Independence(NamedTuple):
    """Whether a miss makes the next one likelier: likelihood ratio, its p-value (chi-squared, 1), and both shares of misses."""

    statistic: float
    p_value: float
    after_hit: float
    after_miss: float
    pairs: int


def capped_weights(event: ArrayLike, cap: int = CAP) -> Vector:
    """(n,) min(1, cap / rows of the event): an event with many rows must not decide the table.

    event  (n,) whole numbers from 0

    >>> capped_weights([0, 0, 0, 0, 1], cap=2).tolist()
    [0.5, 0.5, 0.5, 0.5, 1.0]
    """
    group = codes("event", event, np.size(event))
    if cap < 1:
        raise InputError("cap", cap, "1 row or more")
    return np.asarray(np.minimum(1, cap / np.bincount(group)[group]), float) if len(group) else np.empty(0)


def skill_interval(
    loss: ArrayLike, reference: ArrayLike, event: ArrayLike, draws: int, rng: np.random.Generator,
    *, weight: ArrayLike | None = None, level: float = 0.95,
) -> Skill:  # fmt: skip
    """Skill against a reference on the same rows, with a percentile interval over resampled events.

    loss, reference  (n,) row by row the same forecast task, 0 or more
    event            (n,) whole numbers from 0
    weight           (n,) 0 or more; `capped_weights(event)` where None

    A forecaster is better than the tier below it where that tier is the reference and `low` is above 0. Losses are summed by
    event once, so that a resample costs as much as there are events. Refused: one event, a reference without loss.

    >>> rng = np.random.default_rng(0)
    >>> found = skill_interval([0.9] * 40, [1.0] * 40, np.arange(40), 100, rng)
    >>> round(found.value, 6), round(found.low, 6), round(found.high, 6), found.events
    (0.1, 0.1, 0.1, 40)
    """
    one, two = _losses(loss, reference)
    group = codes("event", event, len(one))
    w = _weights(weight, group)
    sums = np.stack([np.bincount(group, w * values).astype(float) for values in (one, two)], axis=1)
    sums = sums[np.bincount(group) > 0]
    drawn = resampled_sums(sums, draws, rng)
    lost = float(sums[:, 1].sum())
    if not lost > 0 or not (drawn[:, 1] > 0).all():
        raise InputError(
            "reference", lost, "with a loss above 0 in every resample: against a perfect reference there is no skill"
        )
    low, high = Draws(0.0, 1 - drawn[:, 0] / drawn[:, 1]).percentile(level)
    return Skill(float(1 - sums[:, 0].sum() / lost), low, high, len(sums))


def diebold_mariano(loss: ArrayLike, other: ArrayLike, event: ArrayLike, weight: ArrayLike | None = None) -> DieboldMariano:
    """Are two forecasters equally good? A t test on the mean difference of loss within each event, events counting alike.

    loss, other  (n,) row by row the same task
    event        (n,) whole numbers from 0
    weight       (n,) within the event; all the same where None

    What happens within an event may hang together in any way; events must be independent. Refused: one event, and differences
    that are the same in all of them.
    Diebold and Mariano (1995), Journal of Business and Economic Statistics 13, 253-263, with a mean by cluster for their
    variance.

    >>> found = diebold_mariano([1.0, 3.0, 2.0], [2.0, 2.0, 4.0], [0, 0, 1])  # events: 0 and -2
    >>> found.difference, found.error, found.statistic, round(found.p_value, 12)
    (-1.0, 1.0, -1.0, 0.5)
    """
    one, two = _losses(loss, other)
    group = codes("event", event, len(one))
    w = np.ones(len(one)) if weight is None else _weights(weight, group)
    total = np.bincount(group, w)
    mean = np.bincount(group, w * (one - two))[total > 0] / total[total > 0]
    events = len(mean)
    at_least_two(events)
    error = float(mean.std(ddof=1) / np.sqrt(events))
    if not error > 0:
        raise InputError(
            "loss, other", float(mean[0]), "differences that are not the same in every event: there is no error to tell"
        )
    statistic = float(mean.mean()) / error
    p_value = float(2 * stdtr(events - 1, -abs(statistic)))
    return DieboldMariano(float(mean.mean()), error, statistic, p_value, events - 1)


def christoffersen(missed: ArrayLike, series: ArrayLike | None = None) -> Independence:
    """Do misses follow each other? Likelihood ratio of a chain of first order against independence.

    missed  (n,) True or False, in the order of time within a series
    series  (n,) whole numbers from 0, rows of one series next to each other; one series where None

    Forecasts must not overlap: bands of the next hour that are judged every five minutes miss together whatever they are worth.
    Refused: no pair of neighbours. Christoffersen (1998), International Economic Review 39, 841-862.

    >>> found = christoffersen([0, 0, 1, 1, 0, 0, 1, 1, 0])  # after a hit: 2 of 4 miss; after a miss: 2 of 4
    >>> found.statistic, found.after_hit, found.after_miss, found.pairs
    (0.0, 0.5, 0.5, 8)
    """
    miss = np.asarray(missed)
    if miss.ndim != 1 or not ((miss == 0) | (miss == 1)).all():
        raise InputError("missed", (miss.shape, str(miss.dtype)), "True or False for each row")
    group = np.zeros(len(miss), np.int64) if series is None else codes("series", series, len(miss))
    same = group[1:] == group[:-1]
    if not same.any():
        raise InputError("missed", len(miss), "two neighbouring rows of a series, or more")
    if np.count_nonzero(~same) + 1 != len(np.unique(group)):
        raise InputError("series", "apart", "rows of one series next to each other")
    pair = 2 * miss[:-1].astype(np.int64)[same] + miss[1:].astype(np.int64)[same]
    n00, n01, n10, n11 = np.bincount(pair, minlength=4).astype(float)
    after_hit, after_miss = (b / (a + b) if a + b else np.nan for a, b in ((n00, n01), (n10, n11)))
    chain = _log_chance(n00, n01) + _log_chance(n10, n11)
    statistic = max(2 * (chain - _log_chance(n00 + n10, n01 + n11)), 0.0)
    return Independence(float(statistic), float(chi2.sf(statistic, 1)), float(after_hit), float(after_miss), len(pair))


def _log_chance(hits: float, misses: float) -> float:
    """Log-likelihood of so many hits and misses at their own share."""
    total = max(hits + misses, 1.0)
    return float(xlogy(hits, hits / total) + xlogy(misses, misses / total))


def _losses(loss: ArrayLike, other: ArrayLike) -> tuple[Vector, Vector]:
    one, two = np.asarray(loss, np.float64), np.asarray(other, np.float64)
    if one.shape != two.shape or one.ndim != 1 or not one.size:
        raise InputError("losses", (one.shape, two.shape), "two vectors of one length, not empty")
    if not (np.isfinite(one).all() and np.isfinite(two).all()):
        raise InputError("losses", "NaN or infinite", "finite: drop the rows that one of them cannot answer, and say so")
    return one, two


def _weights(weight: ArrayLike | None, group: Codes) -> Vector:
    if weight is None:
        return capped_weights(group)
    w = np.asarray(weight, np.float64)
    if w.shape != group.shape or not ((w >= 0) & (w < np.inf)).all() or not w.any():
        raise InputError("weight", w.shape, f"one number of 0 or more for each of {len(group)} rows, not all 0")
    return w
