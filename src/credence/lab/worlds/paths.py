"""Price paths that are right by construction: each price is P(YES | what is known so far).

Information has its own clock u in [0, 1]: 0 when a market opens, 1 when its outcome is public. Both laws are exact
posteriors, so every price is calibrated and every path is a martingale, at any horizon, before rounding to the tick.

In   a random generator, u of shape (n,) in ascending order, and the law's parameter (one per market)
Out  p of shape (markets, n), 1 or 0 where u is 1; and who resolves YES, of shape (markets,)
"""

import math

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

TICKS = 1000  # the price grid is 0.001 .. 0.999: an order of 0 or 1 does not exist


def ladder(rng: np.random.Generator, u: Vector, thresholds: Vector) -> tuple[Vector, NDArray[np.bool_]]:
    """Markets on one Gaussian walk B: market k resolves YES if B(1) > thresholds[k]. One threshold: a plain market.

    p_k(u) = Phi((B(u) - c_k) / sqrt(1 - u)), because B(1) given B(u) is normal with mean B(u) and variance 1 - u.
    """
    steps = np.diff(u, prepend=0.0, append=1.0)
    walk = np.cumsum(np.sqrt(steps) * rng.standard_normal(len(steps)))
    yes = walk[-1] > thresholds
    left = np.sqrt(1 - u)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = _normal_cdf((walk[:-1] - thresholds[:, None]) / left)
    return np.where(u == 1, yes[:, None], p), yes


def exclusive(rng: np.random.Generator, u: Vector, prior: Vector, strength: float) -> tuple[Vector, NDArray[np.bool_]]:
    """Markets of which exactly one resolves YES; their prices sum to 1.

    The winner w is drawn from `prior`. Market k sends a signal S_k with drift [k = w] and unit noise on the clock
    tau = strength * u / (1 - u); by Bayes P(w = k | signals) is proportional to prior_k * exp(S_k(tau)).
    """
    winner = rng.choice(len(prior), p=prior)
    yes = np.arange(len(prior)) == winner
    known = u == 1
    tau = strength * u / np.where(known, 1.0, 1 - u)
    tau[known] = 0.0  # the signal is not needed any more: the outcome is public
    steps = np.maximum(np.diff(tau, prepend=0.0), 0.0)
    signal = np.cumsum(np.sqrt(steps) * rng.standard_normal((len(prior), len(u))), axis=1) + np.outer(yes, tau)
    log_odds = np.log(prior)[:, None] + signal
    odds = np.exp(log_odds - log_odds.max(axis=0))
    return np.where(known, yes[:, None], odds / odds.sum(axis=0)), yes


def to_ticks(p: Vector) -> NDArray[np.int64]:
    """The nearest price on the grid, as a count of ticks: 1 .. 999.

    >>> to_ticks(np.array([0.0, 0.4372, 1.0])).tolist()
    [1, 437, 999]
    """
    return np.clip(np.rint(p * TICKS), 1, TICKS - 1).astype(np.int64)


def _normal_cdf(x: Vector) -> Vector:
    scaled = (x * -math.sqrt(0.5)).ravel().tolist()
    return 0.5 * np.fromiter(map(math.erfc, scaled), float, len(scaled)).reshape(x.shape)
