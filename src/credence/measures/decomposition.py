"""Decomposition of a mean score: how much of the loss is miscalibration, how much is the world.

In   the points of `samples.Pooled`: distinct prices with their weight and share of YES
Out  CORP without bins (S = MCB - DSC + UNC), Murphy with bins (five terms, exact)

MCB is never negative, so calibrated prices too have some: judge it against its null distribution, not against 0.
"""

from typing import Literal, NamedTuple

import numpy as np

from ..errors import InputError
from .inputs import Codes, Vector
from .isotonic import rising
from .samples import Pooled, Sample
from .scores import HALF_TICK

Score = Literal["brier", "log_loss"]

TINY = 1e-300  # in place of 0 inside a logarithm: 0 log 0 is 0, and a share off 0 by rounding costs nothing


class Corp(NamedTuple):
    """score = mcb - dsc + unc. `price` and `curve` are the recalibration that the terms are read from."""

    score: float  # mean score of the prices
    mcb: float  # miscalibration: what recalibrating the prices would gain; 0 or more
    dsc: float  # discrimination: what the recalibrated prices gain over the base rate; 0 or more
    unc: float  # uncertainty: the score of the base rate
    price: Vector  # (k,) distinct prices
    curve: Vector  # (k,) the recalibrated price, never falling


class Murphy(NamedTuple):
    """brier = rel - res + unc + wbv - 2 wbc, with equality."""

    rel: float  # reliability: squared gap between mean price and share of YES of each bin
    res: float  # resolution: squared gap between the bins' shares of YES and the base rate
    unc: float  # uncertainty: base rate x (1 - base rate)
    wbv: float  # variance of the prices within bins
    wbc: float  # covariance of prices and outcomes within bins
    brier: float


def corp(pooled: Pooled, score: Score = "brier", floor: float = HALF_TICK) -> Corp:
    """The mean score as miscalibration, discrimination and uncertainty, without bins (CORP).

    The curve is the isotonic regression of outcomes on prices, equal prices pooled before: MCB is what it gains over the prices,
    DSC what it gains over the base rate, UNC the score of the base rate. One outcome only: UNC and DSC are 0. One price only:
    DSC is 0.

    pooled  `sample(...).pooled`
    score   "brier" or "log_loss"
    floor   log loss only: prices are moved into [floor, 1 - floor], as in `scores.log_loss`. The curve and the base rate are
            shares of what happened and are not moved: a recalibrated 0 where nothing ended YES costs nothing.

    Dimitriadis, Gneiting, Jordan (2021), PNAS 118 (8) e2016191118.

    >>> from credence.measures.samples import sample
    >>> found = corp(sample([0.2, 0.4, 0.4, 0.9], [0, 1, 0, 1]).pooled)
    >>> found.curve.tolist(), [round(part, 4) for part in found[:4]]
    ([0.0, 0.5, 1.0], [0.1425, 0.0175, 0.125, 0.25])
    """
    if score not in ("brier", "log_loss"):
        raise InputError("score", score, "'brier' or 'log_loss'")
    if not 0 < floor < 0.5:
        raise InputError("floor", floor, "more than 0 and less than 0.5")
    price, weight, share, _ = pooled
    curve = np.clip(rising(share, weight), 0.0, 1.0)
    rate = np.full(len(price), min(float(np.sum(weight * share)), 1.0))
    stated = price if score == "brier" else np.clip(price, floor, 1 - floor)
    loss = _brier if score == "brier" else _log_loss
    of_price, of_curve, of_rate = (float(np.sum(weight * loss(p, share))) for p in (stated, curve, rate))
    # rounding may leave either gain a digit below 0
    return Corp(of_price, max(of_price - of_curve, 0.0), max(of_rate - of_curve, 0.0), of_rate, price, curve)


def mcb(price: Vector, weight: Vector, share_yes: Vector) -> float:
    """The MCB of `corp` for the Brier score alone, unchecked: for null draws, which ask for it a thousand times.

    price      (k,) distinct, ascending
    weight     (k,) more than 0, sums to 1
    share_yes  (k,) any finite numbers: a share drawn with signs may lie outside 0..1

    >>> round(mcb(np.array([0.2, 0.4, 0.9]), np.array([0.25, 0.5, 0.25]), np.array([0.0, 0.5, 1.0])), 4)
    0.0175
    """
    curve = rising(share_yes, weight)
    # what varies between rows of one price is the same in both scores and drops out
    gain = (price - curve) * (price + curve - 2 * share_yes)
    return max(float(weight @ gain), 0.0)


def murphy(sample: Sample, bins: int = 10) -> Murphy:
    """The Brier score in five terms over bins of equal width; the identity is exact for any prices.

    Bins stand at their weighted mean price, never at their middle. The three-term form leaves out `wbv` and `wbc`, and does not
    add up as soon as one bin holds two prices.

    sample  as from `samples.sample`
    bins    1 or more; bin k holds prices in [k / bins, (k + 1) / bins), the last one also 1

    Murphy (1973), Journal of Applied Meteorology 12, 595-600; Stephenson, Coelho, Jolliffe (2008), Weather and Forecasting 23,
    752-757.

    >>> from credence.measures.samples import sample
    >>> [round(part, 6) for part in murphy(sample([0.2, 0.3, 0.9, 0.9], [0, 1, 1, 1]), bins=2)]
    [0.03625, 0.0625, 0.1875, 0.00125, 0.0125, 0.1375]
    """
    price, weight, share, _ = sample.pooled
    bin_of = equal_width_bins(sample.pooled, bins)
    mass, mean_p, mean_y = binned(bin_of, sample.pooled)
    rate = np.sum(weight * share)
    apart_p, apart_y = price - mean_p[bin_of], share - mean_y[bin_of]
    return Murphy(
        rel=float(np.sum(mass * (mean_p - mean_y) ** 2)),
        res=float(np.sum(mass * (mean_y - rate) ** 2)),
        unc=float(rate * (1 - rate)),
        wbv=float(np.sum(weight * apart_p**2)),
        wbc=float(np.sum(weight * apart_p * apart_y)),
        brier=float(np.sum(weight * _brier(price, share))),
    )


def equal_width_bins(pooled: Pooled, bins: int = 10) -> Codes:
    """(k,) the bin of each distinct price: bin k holds [k / bins, (k + 1) / bins), the last one also 1.

    >>> from credence.measures.samples import sample
    >>> equal_width_bins(sample([0.05, 0.3, 1.0], [0, 1, 1]).pooled).tolist()
    [0, 3, 9]
    """
    if bins < 1:
        raise InputError("bins", bins, "1 or more")
    edges = np.arange(1, bins) / bins  # k / 10 is the number that is written 0.3; 3 * 0.1 and linspace are not
    return np.searchsorted(edges, pooled.price, side="right").astype(np.int64)


def binned(bin_of: Codes, pooled: Pooled) -> tuple[Vector, Vector, Vector]:
    """Weight, weighted mean price and share of YES of each bin; all 0 in an empty one.

    bin_of  (k,) the bin of each distinct price, whole numbers from 0

    >>> from credence.measures.samples import sample
    >>> [part.tolist() for part in binned(np.array([0, 0, 2]), sample([0.1, 0.3, 0.9, 0.9], [0, 1, 1, 0]).pooled)]
    [[0.5, 0.0, 0.5], [0.2, 0.0, 0.9], [0.5, 0.0, 0.5]]
    """
    mass = np.asarray(np.bincount(bin_of, pooled.weight), float)
    safe = np.where(mass > 0, mass, 1.0)
    mean_p, mean_y = (np.bincount(bin_of, pooled.weight * of) / safe for of in (pooled.price, pooled.share_yes))
    return mass, mean_p, mean_y


def _brier(p: Vector, share: Vector) -> Vector:
    """Mean of (p - y)^2 over rows of which `share` are 1."""
    return share * (1 - p) ** 2 + (1 - share) * p**2


def _log_loss(p: Vector, share: Vector) -> Vector:
    return np.asarray(-share * np.log(np.maximum(p, TINY)) - (1 - share) * np.log(np.maximum(1 - p, TINY)), float)
