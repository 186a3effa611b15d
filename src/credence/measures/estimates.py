"""Estimates: a figure with its standard error, and tests: a statistic with its p-value.

An estimate names the unit by which its error was measured: rows of one event are not independent ("event"), and neither are
events that end in the same week ("week"). Where both are known, the one with the wider interval decides (`wider`).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from ..errors import InputError


class Estimate(NamedTuple):
    """A figure and its standard error. An error of NaN means that the data cannot tell it: never that it is small.

    >>> slope = Estimate(0.9, 0.05, 60.0, "event")
    >>> [round(end, 3) for end in slope.interval()], round(slope.p_value(1.0), 3)
    ([0.8, 1.0], 0.05)
    """

    value: float
    error: float  # standard error, more than 0; NaN where it is not defined
    df: float  # degrees of freedom of t
    unit: str  # what was taken as independent: "event", "week"

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """value -+ t(df) x error; (NaN, NaN) where the error is NaN. level in (0, 1)."""
        half = _half_width(self, level)
        return self.value - half, self.value + half

    def p_value(self, null: float) -> float:
        """How often a figure would be at least this far from `null`, on either side, if `null` were the truth."""
        if np.isnan(self.error) or np.isnan(self.value):
            return float("nan")
        return float(2 * stdtr(self.df, -abs(self.value - null) / self.error))


class Test(NamedTuple):
    """The result of a test. Small p-values speak against what was tested."""

    statistic: float
    df: float  # of the denominator; infinite where the normal law is used
    p_value: float


def wider(a: Estimate, b: Estimate, level: float = 0.95) -> Estimate:
    """The one of two estimates of the same figure that claims less: its interval is wider, and a NaN error is the widest.

    >>> wider(Estimate(1.0, 0.10, 100.0, "event"), Estimate(1.0, 0.09, 4.0, "week")).unit
    'week'
    """
    first, second = _half_width(a, level), _half_width(b, level)
    return a if np.isnan(first) or first >= second else b


def _half_width(estimate: Estimate, level: float) -> float:
    if not 0 < level < 1:
        raise InputError("level", level, "more than 0 and less than 1")
    if np.isnan(estimate.error):
        return float("nan")
    return float(stdtrit(estimate.df, (1 + level) / 2)) * estimate.error
