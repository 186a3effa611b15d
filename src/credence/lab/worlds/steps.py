"""Steps of displayed prices that keep their mean: what a price says now is the mean of what it says later.

In   values at one moment as arrays, random numbers as arguments
Out  values at a later moment, in [0, 1] or in ticks of .001
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from .planted import Vector

Codes = NDArray[np.int64]


def next_mean_kept(share: Vector, known: Vector, next_known: Vector, normal: Vector) -> Vector:
    """A later value in [0, 1] whose mean is `share`: P(a Gaussian walk ends above its mark), seen later on the walk.

    known, next_known  share of the walk that is over, 0 <= known <= next_known < 1; 0 and 1 stay where they are

    >>> later = next_mean_kept(np.full(9999, 0.3), 0.2, 0.6, ndtri((np.arange(9999) + 0.5) / 9999))
    >>> round(float(later.mean()), 4)
    0.3
    """
    with np.errstate(invalid="ignore"):
        at = ndtri(np.clip(share, 0.0, 1.0)) * np.sqrt(1 - known) + np.sqrt(next_known - known) * normal
    return np.asarray(ndtr(at / np.sqrt(1 - next_known)))


def next_shares(share: Vector, event: Codes, starts: Codes, strength: float, rng: np.random.Generator) -> Vector:
    """Later shares of one winner, whose mean is the shares now.

    By Bayes: a winner is drawn from the shares, every market sends a signal with drift `strength` for the winner and
    variance `strength`; the posterior given all signals has the prior as its mean.

    share, event  (n,) rows of an event together, shares >= 0 with sum 1
    starts        (events,) first row of each
    """
    ceiling = np.cumsum(share) - event
    mark = rng.random(len(starts))[event]
    wins = (mark < ceiling) & (mark >= ceiling - share)
    signal = np.sqrt(strength) * rng.standard_normal(len(share)) + strength * wins
    top = np.maximum.reduceat(signal, starts)
    odds = share * np.exp(signal - top[event])
    return np.asarray(odds / np.add.reduceat(odds, starts)[event])


def shares_in_ticks(share: Vector, event: Codes, legs: Codes, uniform: Vector) -> Codes:
    """Prices in ticks, at least 1 each and 1000 in all per event; the mean of each is 1 + share * (1000 - legs).

    Systematic rounding: the running sum of an event is shifted by one uniform number and cut at whole ticks.
    """
    ends = np.cumsum(legs)
    total = np.cumsum(share) - event  # within the event, but for rounding
    total[ends - 1] = 1.0
    cut = np.floor(np.clip(total, 0.0, 1.0) * (1000 - legs)[event] + uniform[event]).astype(np.int64)
    before = np.concatenate([[0], cut[:-1]])
    before[ends - legs] = 0
    return np.asarray(1 + cut - before, np.int64)


def with_noise(ticks: Codes, noise: Vector) -> Codes:
    """The price after its log-odds were moved, back on the grid 1 .. 999."""
    odds = ticks / (1000 - ticks) * np.exp(noise)
    return np.asarray(np.clip(np.rint(1000 * odds / (1 + odds)), 1, 999), np.int64)
