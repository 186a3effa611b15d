"""Power: what difference could have been seen, and how many events it takes to see a given one.

In   a standard error with its degrees of freedom (see `estimates`), level and power
Out  the smallest detectable difference; the events needed; the difference of two groups as an estimate of its own

Stated beside every "no difference": an error of 0.05 cannot see a difference of 0.03.
"""

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import nctdtr, ndtr, ndtri, stdtrit

from ..errors import InputError
from .estimates import Estimate

MOST_EVENTS = 10**9  # more than any market has had
NORMAL_DF = 1e6  # from here on a t distribution is the normal one in every printed digit


def power(difference: float, error: float, df: float = math.inf, level: float = 0.05) -> float:
    """Chance that the two-sided t test at this level sees a true difference.

    difference  any finite number, in the unit of the error
    error       more than 0
    df          degrees of freedom, more than 0; infinite for the normal test
    level       in (0, 1)

    >>> round(power(2.8, 1.0), 3), round(power(0.0, 1.0, df=10), 3)
    (0.8, 0.05)
    """
    _check(error, df, level)
    if not math.isfinite(difference):
        raise InputError("difference", difference, "a finite number")
    shift = abs(difference) / error
    if df > NORMAL_DF:
        bound = float(ndtri(1 - level / 2))
        return float(ndtr(shift - bound) + ndtr(-shift - bound))
    bound = float(stdtrit(df, 1 - level / 2))
    far_side = nctdtr(df, shift, -bound)
    return float(1 - nctdtr(df, shift, bound) + (0.0 if np.isnan(far_side) else far_side))  # NaN where it is below 1e-15


def smallest_detectable(error: float, df: float = math.inf, level: float = 0.05, wanted: float = 0.8) -> float:
    """The true difference that the two-sided t test sees with the wanted power; smaller ones go unseen more often.

    error, df, level  as in `power`
    wanted            power, more than level and less than 1

    >>> round(smallest_detectable(0.05), 4), round(smallest_detectable(0.05, df=9), 4)
    (0.1401, 0.1575)
    """
    _check(error, df, level)
    if not level < wanted < 1:
        raise InputError("wanted", wanted, f"more than the level {level:g} and less than 1")
    top = 1.0
    while power(top, 1.0, df, level) < wanted:
        top *= 2
    return error * float(brentq(lambda shift: power(shift, 1.0, df, level) - wanted, 0.0, top, xtol=1e-12))


def events_needed(difference: float, error: float, events: int, level: float = 0.05, wanted: float = 0.8) -> int:
    """Events after which a difference would be seen with the wanted power, if they come as those did that gave the error.

    difference  not 0, in the unit of the error
    error       the error that `events` events gave; it falls with the square root of their number
    events      2 or more; for a difference of two groups the events of both, which then grow alike

    Degrees of freedom are taken as events - 1. For a Brier gain of 0.001 with deviations of 0.05 to 0.1 that is ten thousand
    and more.

    >>> events_needed(0.001, 0.0005, 10_000)
    19625
    """
    if difference == 0 or not math.isfinite(difference):
        raise InputError("difference", difference, "a finite number other than 0")
    if events < 2:
        raise InputError("events", events, "2 or more")

    def detectable(n: int) -> float:
        return smallest_detectable(error * math.sqrt(events / n), n - 1, level, wanted)

    low, high = 1, 2  # not enough, perhaps enough
    while detectable(high) > abs(difference):
        low, high = high, 2 * high
        if high > MOST_EVENTS:
            raise InputError("difference", difference, "large enough to be seen with a billion events")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if detectable(middle) <= abs(difference) else (middle, high)
    return high


def difference(one: Estimate, other: Estimate, covariance: float = 0.0) -> Estimate:
    """one - other as an estimate of its own, with Welch's degrees of freedom.

    covariance  of the two values: 0 for groups without common events. Groups that share events are not independent; take
                the difference event by event instead, or state what they share here

    Welch (1947), Biometrika 34. Refused: two units that differ, and an error that comes out as 0. An error of NaN stays NaN.

    >>> gap = difference(Estimate(1.2, 0.3, 10, "event"), Estimate(1.0, 0.4, 20, "event"))
    >>> round(gap.value, 3), round(gap.error, 3), round(gap.df, 2)
    (0.2, 0.5, 29.9)
    """
    if one.unit != other.unit:
        raise InputError("unit", (one.unit, other.unit), "the same for both")
    parts = np.array([one.error**2, other.error**2])
    variance = float(parts.sum() - 2 * covariance)
    if variance <= 0:  # NaN stays: an error that is not known leaves that of the difference unknown
        raise InputError("error", (one.error, other.error), "errors whose difference has a variance above 0")
    spread = float(np.sum(parts**2 / np.array([one.df, other.df], float)))
    df = float(parts.sum()) ** 2 / spread if spread > 0 else math.inf
    return Estimate(one.value - other.value, math.sqrt(variance), df, one.unit)


def _check(error: float, df: float, level: float) -> None:
    if not (error > 0 and math.isfinite(error)):
        raise InputError("error", error, "more than 0 and finite")
    if not df > 0:
        raise InputError("df", df, "more than 0")
    if not 0 < level < 1:
        raise InputError("level", level, "more than 0 and less than 1")
