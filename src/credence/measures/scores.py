"""Scores of single forecasts: smaller is better, 0 is perfect.

Every score takes (forecast, outcome) of shape (n,) and returns shape (n,); average them with `mean_score`.
A float sum depends on the order of its terms in the last digits: sort the rows (by market and time) before averaging
them, and the same data give the same bits.
"""

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .inputs import Vector, forecasts, weights

HALF_TICK = 0.0005  # the finest price is a multiple of 0.001: nothing closer to 0 or 1 than this was ever stated


def brier(p_yes: ArrayLike, resolved_yes: ArrayLike) -> Vector:
    """Squared gap between a stated probability and what happened: 0 perfect, 0.25 a coin, 1 certain and wrong.

    p_yes         (n,) in [0, 1]
    resolved_yes  (n,) 1 if YES, 0 if NO; drop VOID and UNRESOLVED rows first

    Brier (1950), Monthly Weather Review 78, 1-3. NaN and empty input are refused.

    >>> brier([0.5, 1.0], [1, 0]).tolist()
    [0.25, 1.0]
    """
    p, y = forecasts(p_yes, resolved_yes)
    return (p - y) ** 2


def log_loss(p_yes: ArrayLike, resolved_yes: ArrayLike, floor: float = HALF_TICK) -> Vector:
    """Surprise, in nats: 0 perfect, 0.693 a coin, 7.6 certain and wrong.

    Forecasts are moved into [floor, 1 - floor] first, on both sides; with the default no real price moves. The floor
    decides what one certain and wrong forecast costs, so it belongs beside the number: 7.6 at 0.0005, 34.5 at 1e-15.
    Between the bounds the score is proper; beyond them it does not tell forecasts apart.

    p_yes, resolved_yes  as in `brier`
    floor                in (0, 0.5)

    Good (1952), Journal of the Royal Statistical Society B 14, 107-114.

    >>> log_loss([0.5, 1.0], [1, 0]).round(4).tolist()
    [0.6931, 7.6009]
    """
    if not 0 < floor < 0.5:
        raise InputError("floor", floor, "more than 0 and less than 0.5")
    p, y = forecasts(p_yes, resolved_yes)
    p = np.clip(p, floor, 1 - floor)
    return np.asarray(-np.log(np.where(y == 1, p, 1 - p)), float)


def spherical(p_yes: ArrayLike, resolved_yes: ArrayLike) -> Vector:
    """1 - p(what happened) / sqrt(p^2 + (1 - p)^2): 0 perfect, 0.293 a coin, 1 certain and wrong.

    Bounded like `brier`, but steeper near the ends. Turned round (1 - score) so that smaller is better.

    p_yes, resolved_yes  as in `brier`

    Roby (1965), Psychological Reports 17, 95-114; Gneiting and Raftery (2007), JASA 102, section 4.

    >>> spherical([0.5, 1.0, 0.6], [1, 0, 1]).round(4).tolist()
    [0.2929, 1.0, 0.1679]
    """
    p, y = forecasts(p_yes, resolved_yes)
    return np.asarray(1 - np.where(y == 1, p, 1 - p) / np.hypot(p, 1 - p), float)


def base_rate(resolved_yes: ArrayLike, weight: ArrayLike | None = None) -> Vector:
    """(n,) the share that ended YES, for every row: the reference forecast called climatology, for `skill`.

    It has seen the outcomes that it is scored on, which no forecaster has: a hard reference in small groups. Take it over the
    same rows as the forecast: across groups with different base rates raw scores do not compare.

    resolved_yes  (n,) 0 or 1
    weight        (n,) 0 or more; only ratios matter

    >>> base_rate([1, 0, 0, 0]).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    y = forecasts(resolved_yes, resolved_yes)[1]
    return np.full(len(y), min(mean_score(y, weight), 1.0))


def skill(scores: ArrayLike, reference_scores: ArrayLike, weight: ArrayLike | None = None) -> float:
    """1 - mean score / mean score of a stated reference on the same rows: 1 perfect, 0 no better, negative worse.

    The reference is part of the figure and belongs beside it: the base rate of the same segment, the market at the same moment,
    an earlier price.

    scores, reference_scores  (n,) of one kind of score, 0 or more, 0 perfect, row by row the same markets
    weight                    (n,) 0 or more; only ratios matter

    Refused: a reference without loss (nothing can be better). Murphy (1988), Monthly Weather Review 116, 2417-2424.

    >>> y = [1, 0, 0, 0]
    >>> skill(brier([0.5, 0.25, 0.25, 0.0], y), brier(base_rate(y), y)).__round__(6)
    0.5
    """
    stated, reference = np.asarray(scores, float), np.asarray(reference_scores, float)
    if stated.shape != reference.shape:
        raise InputError("scores, reference_scores", (stated.shape, reference.shape), "two vectors of one length")
    lost = mean_score(reference, weight)
    if not lost > 0:
        raise InputError("reference_scores", lost, "of a mean above 0: against a perfect reference there is no skill")
    return 1 - mean_score(stated, weight) / lost


def mean_score(scores: ArrayLike, weight: ArrayLike | None = None) -> float:
    """Weighted mean; use weight = `event_weights(...)` so that an event counts once.

    >>> mean_score([0.0, 1.0], weight=[3, 1])
    0.25
    """
    values = np.asarray(scores, float)
    if values.ndim != 1 or not values.size or np.isnan(values).any():
        raise InputError("scores", values.shape, "a vector without NaN, not empty")
    return float(np.sum(weights(weight, len(values)) * values))
