"""Calibration slope: are prices too extreme, or not extreme enough?

Cox's logistic recalibration log-odds P(YES) = a + b L(p) with L(p) = log(p / (1 - p)), fitted without penalty. b < 1: prices are
too extreme; b > 1: they are not extreme enough (long shots cost too much); a: all prices are too low (a > 0) or too high.
Prices are moved into [0.0005, 0.9995] first. The fit needs only the pooled prices; its error needs sums by cluster.

Errors are by cluster, CR1 or CR3 with t(effective clusters - 1): the rule and its measured coverage stand at `clusters.sandwich`.

Cox (1958), Biometrika 45, 562-565.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, fdtrc, logit, stdtr

from ..errors import InputError
from .clusters import Method, at_least_two, clusters_of, contributions, degrees_of_freedom, sandwich
from .estimates import Estimate, Test
from .inputs import Vector
from .samples import Pooled, Sample
from .scores import HALF_TICK

STEPS = 100


class Line(NamedTuple):
    """The fitted line a + b L(p) and how sharply the data point to it."""

    intercept: float
    slope: float
    chance: Vector  # (k,) fitted probability of YES at each pooled price
    information: Vector  # (2, 2) per unit of weight


class Cox(NamedTuple):
    """Calibration slope and intercept with their covariance by cluster."""

    intercept: float  # 0 for calibrated prices
    slope: float  # 1 for calibrated prices
    covariance: Vector  # (2, 2) of (intercept, slope)
    clusters: int
    df: float  # of the slope: effective clusters - 1
    df_intercept: float
    method: Method  # "CR1" or "CR3", see `clusters.sandwich`
    unit: str

    def estimates(self) -> tuple[Estimate, Estimate]:
        """Intercept and slope, each with its error."""
        error = np.sqrt(np.diag(self.covariance)).tolist()
        return (
            Estimate(self.intercept, error[0], self.df_intercept, self.unit),
            Estimate(self.slope, error[1], self.df, self.unit),
        )

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The interval of the slope."""
        return self.estimates()[1].interval(level)


def log_odds(price: Vector) -> Vector:
    """L(p) = log(p / (1 - p)), with p moved into [0.0005, 0.9995].

    >>> log_odds(np.array([0.5, 1.0])).round(3).tolist()
    [0.0, 7.6]
    """
    return np.asarray(logit(np.clip(price, HALF_TICK, 1 - HALF_TICK)), float)


def line(pooled: Pooled) -> Line:
    """The maximum-likelihood fit of a + b L(p) by Newton's steps (iteratively reweighted least squares), without penalty.

    Refused, with the reason: one outcome only, one distinct price, and separable data (a threshold parts YES from NO, so that
    the likelihood grows for ever with the slope).

    >>> from .samples import sample
    >>> found = line(sample([0.2] * 4 + [0.8] * 4, [0, 0, 0, 1, 0, 1, 1, 1]).pooled)
    >>> round(abs(found.intercept), 6), round(found.slope, 6)  # log-odds -+1.0986 at -+1.3863
    (0.0, 0.792481)
    """
    x = log_odds(pooled.price)
    _refuse_separable(x, pooled.share_yes)
    design = np.column_stack([np.ones_like(x), x])
    at = np.array([0.0, 1.0])
    for _ in range(STEPS):
        chance = expit(design @ at)
        gradient = design.T @ (pooled.weight * (pooled.share_yes - chance))
        information = _information(design, pooled.weight * chance * (1 - chance))
        step = np.linalg.solve(information, gradient)
        scale = 1.0
        while _log_likelihood(design, pooled, at + scale * step) < _log_likelihood(design, pooled, at) - 1e-14:
            scale /= 2  # a full step may jump past the top where prices are extreme
        at = at + scale * step
        if gradient @ step < 1e-26:  # the gain still to be had, in nats
            break
    else:
        raise InputError("resolved_yes", "no convergence", "outcomes that overlap in price: these are nearly separable")
    chance = expit(design @ at)
    return Line(float(at[0]), float(at[1]), chance, _information(design, pooled.weight * chance * (1 - chance)))


def cox(sample: Sample, cluster: ArrayLike | None = None, *, unit: str = "event", method: Method | None = None) -> Cox:
    """Calibration slope and intercept with errors by cluster.

    sample   see `samples.sample`
    cluster  (n,) whole numbers from 0, one per row of the sample; its events where none are given
    unit     what a cluster is, kept beside the result
    method   "CR1" or "CR3"; by the rule of `clusters.sandwich` where none is given

    Refused: what `line` refuses, one cluster, and (CR3) a cluster without which no line can be fitted.

    >>> from .samples import sample
    >>> rows = sample([0.2] * 4 + [0.8] * 4, [0, 0, 0, 1, 0, 1, 1, 1])
    >>> found = cox(rows)
    >>> found.method, found.clusters, found.df.__round__(6), found.estimates()[1].error.__round__(3)
    ('CR3', 8, 7.0, 0.735)
    """
    fitted = line(sample.pooled)
    sums = contributions(sample, clusters_of(sample, cluster), line_table(sample.pooled, fitted))
    return cox_of(fitted, sums, unit, method)


def cox_of(fitted: Line, sums: Vector, unit: str = "event", method: Method | None = None) -> Cox:
    """`cox` where the sums by cluster of `line_table` are known already: (clusters, 5)."""
    covariance, df, used = sandwich(fitted.information, sums, method)
    return Cox(fitted.intercept, fitted.slope, covariance, len(sums), float(df[1]), float(df[0]), used, unit)


def in_the_large(
    sample: Sample, cluster: ArrayLike | None = None, *, unit: str = "event", method: Method | None = None
) -> Estimate:
    """Calibration in the large: the intercept a with the slope held at 1, in log-odds; 0 for calibrated prices.

    Arguments and errors as in `cox`. Refused: one outcome only, and one cluster. One distinct price is enough.

    >>> from .samples import sample
    >>> in_the_large(sample([0.5] * 4, [0, 1, 1, 1])).value.__round__(6)  # log(3)
    1.098612
    """
    shift, chance = offset(sample.pooled)
    group = clusters_of(sample, cluster)
    sums = contributions(sample, group, offset_table(chance))
    information = np.array([[np.sum(sample.pooled.weight * chance * (1 - chance))]])
    covariance, df, _ = sandwich(information, sums, method)
    return Estimate(shift, float(np.sqrt(covariance[0, 0])), float(df[0]), unit)


def joint_test(sample: Sample, cluster: ArrayLike | None = None, *, method: Method | None = None) -> Test:
    """Wald test of (intercept, slope) = (0, 1) at once: F with 2 and df degrees of freedom, the lesser df of the two.

    Arguments as in `cox`; two clusters span no plane, so three are the least. Measured at 5 %: it rejects 3.5 to 5 % at 1000
    events, 1 to 6 % at 33 to 107 effective events (600 seeds each).

    >>> from .samples import sample
    >>> rows = sample([0.2] * 4 + [0.8] * 4, [0, 0, 0, 1, 0, 1, 1, 1])
    >>> joint_test(rows).p_value.__round__(3)
    0.961
    """
    return joint_of(cox(sample, cluster, method=method))


def joint_of(found: Cox) -> Test:
    """`joint_test` of a fit."""
    gap = np.array([found.intercept, found.slope - 1])
    if found.clusters < 3 or np.linalg.cond(found.covariance) > 1e12:
        raise InputError("cluster", found.clusters, "3 clusters or more whose rows differ: a joint test needs two directions")
    statistic = float(gap @ np.linalg.solve(found.covariance, gap)) / 2
    df = min(found.df, found.df_intercept)
    return Test(statistic, df, float(fdtrc(2, df, statistic)))


def spiegelhalter(sample: Sample, cluster: ArrayLike | None = None) -> Test:
    """Spiegelhalter's Z: is the Brier score what calibrated prices would have had? Both sides.

    Z = sum_c s_c / sqrt(sum_c s_c^2) with s_c = sum over the cluster's rows of w (y - p) (1 - 2 p): the variance is taken from
    the clusters, not from p (1 - p), so that rows of one event may move together. Judged by t with effective clusters - 1,
    since the normal law rejects up to 11 % where clusters are few or uneven.
    Measured at 5 %: it rejects 5 % at 1000 events, 1 to 8 % at 33 to 107 effective events (600 seeds each).

    Refused: one cluster, and prices all at 0.5 (or at 0 and 1, and right), where every outcome scores the same.

    Spiegelhalter (1986), Statistics in Medicine 5, 421-433.

    >>> from .samples import sample
    >>> found = spiegelhalter(sample([0.2, 0.2, 0.9, 0.9], [0, 1, 1, 1]))  # -.12 .48 -.08 -.08 -> .2 / .5075
    >>> round(found.statistic, 4), round(found.p_value, 4)
    (0.3941, 0.7199)
    """
    return spiegelhalter_of(contributions(sample, clusters_of(sample, cluster), tilt_table(sample.pooled)))


def tilt_table(pooled: Pooled) -> Vector:
    """(k, 2, 2) for `clusters.contributions`: (y - p) (1 - 2 p), and its variance under calibration."""
    price = pooled.price
    tilt, inner = 1 - 2 * price, np.clip(price, HALF_TICK, 1 - HALF_TICK)
    table = [np.column_stack([(outcome - price) * tilt, tilt**2 * inner * (1 - inner)]) for outcome in (0, 1)]
    return np.stack(table, axis=1)


def spiegelhalter_of(sums: Vector) -> Test:
    """`spiegelhalter` where the sums by cluster of `tilt_table` are known already."""
    at_least_two(len(sums))
    spread = float(np.sqrt(np.sum(sums[:, 0] ** 2)))
    if spread < 1e-14:
        raise InputError("p_yes", "all at 0.5, or at 0 and 1 and right", "prices under which some outcome would score better")
    return t_test(float(sums[:, 0].sum()) / spread, degrees_of_freedom(sums[:, 1]))


def t_test(statistic: float, df: float) -> Test:
    """Both sides of Student's t."""
    return Test(statistic, df, float(2 * stdtr(df, -abs(statistic))))


def offset(pooled: Pooled) -> tuple[float, Vector]:
    """The shift a of all log-odds that makes prices right on average, and the shifted prices (k,). One outcome is refused."""
    x, base_rate = log_odds(pooled.price), float(np.sum(pooled.weight * pooled.share_yes))
    _refuse_one_outcome(pooled.share_yes)
    low, high = (float(logit(base_rate)) - end for end in (x.max(), x.min()))  # the answer lies between
    shift = 0.0
    for _ in range(STEPS):
        chance = expit(shift + x)
        excess = base_rate - float(np.sum(pooled.weight * chance))
        low, high = (shift, high) if excess > 0 else (low, shift)
        step = excess / float(np.sum(pooled.weight * chance * (1 - chance)))
        if abs(step) < 1e-13:
            break
        shift = shift + step if low < shift + step < high else (low + high) / 2  # Newton's step, or half the bracket
    return float(shift), np.asarray(expit(shift + x), float)


def line_table(pooled: Pooled, fitted: Line) -> Vector:
    """(k, 2, 5) for `clusters.contributions`: both scores of the likelihood and the three entries of the information."""
    x, spread = log_odds(pooled.price), fitted.chance * (1 - fitted.chance)
    rows = []
    for outcome in (0, 1):
        score = outcome - fitted.chance
        rows.append(np.column_stack([score, score * x, spread, spread * x, spread * x * x]))
    return np.stack(rows, axis=1)


def offset_table(chance: Vector) -> Vector:
    """(k, 2, 2) for `clusters.contributions`: the score and the information of a shift."""
    return np.stack([np.column_stack([outcome - chance, chance * (1 - chance)]) for outcome in (0, 1)], axis=1)


def _information(design: Vector, weight: Vector) -> Vector:
    return np.asarray(design.T @ (design * weight[:, None]), float)


def _log_likelihood(design: Vector, pooled: Pooled, at: Vector) -> float:
    odds = design @ at
    return float(np.sum(pooled.weight * (pooled.share_yes * odds - np.logaddexp(0, odds))))


def _refuse_one_outcome(share_yes: Vector) -> None:
    if not (share_yes > 0).any() or not (share_yes < 1).any():
        raise InputError("resolved_yes", "one outcome only", "both outcomes: with one the best fit is at infinity")


def _refuse_separable(x: Vector, share_yes: Vector) -> None:
    _refuse_one_outcome(share_yes)
    if x.min() == x.max():
        raise InputError("p_yes", "one distinct price", "two distinct prices or more: through one point any slope fits")
    yes, no = x[share_yes > 0], x[share_yes < 1]
    if yes.min() >= no.max() or yes.max() <= no.min():
        raise InputError("resolved_yes", "separable", "outcomes that overlap in price: here a threshold parts YES from NO")
