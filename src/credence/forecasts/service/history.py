"""The newest steps of a series, on an even grid that ends at the forecast's now.

A step (t - step, t] holds the last price within it. A price fills `carry_steps` empty steps after it; what then stays empty is
a gap, and is counted. A newest price that is older than now leaves the last columns empty: a forecaster adds its age to the
horizon. Nothing after now is looked at.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...config import rules
from ..interface import Floats
from .request import ForecastRequest, refused


@dataclass(frozen=True)
class History:
    """One series as a model is shown it.

    prices  (steps,), the last column is now; nan where there is none; starts with a price
    points  prices that were given within these steps
    gaps    steps without a price after the carry, from the first price on
    carried steps that hold the price of an earlier step
    age     empty steps between the newest price and now
    """

    prices: Floats
    points: int
    gaps: int
    carried: int
    age: int

    @property
    def gap_share(self) -> float:
        """Share of the steps from the first price on that are empty."""
        return self.gaps / len(self.prices)


def history(request: ForecastRequest, context: dict[str, Any] | None = None) -> History:
    """The newest `context.steps` steps. Raises InputError where no price lies within `context.stale_steps`."""
    wanted: dict[str, Any] = context or rules("forecast")["context"]
    steps, carry = int(wanted["steps"]), int(wanted["carry_steps"])
    given = _gridded(request, steps + carry)
    filled, points = _carried(given, carry)[-steps:], int(np.isfinite(given[-steps:]).sum())
    known = np.flatnonzero(np.isfinite(filled))
    age = len(filled) - 1 - known[-1] if len(known) else len(filled)
    if not len(known) or age > wanted["stale_steps"]:
        field = "y" if request.moments is None else "y_ts"
        newest = min(steps, wanted["stale_steps"])
        raise refused(field, "no price as new as that", f"prices with one in the {newest} steps to as_of_ts")
    filled = filled[known[0] :]
    given = given[len(given) - len(filled) :]
    gaps = int(np.isnan(filled).sum())
    return History(filled, points, gaps, int(np.isfinite(filled).sum() - np.isfinite(given).sum()), int(age))


def _gridded(request: ForecastRequest, steps: int) -> Floats:
    """(at most steps,): the last price of each step; the last column ends at as_of_ts."""
    if request.moments is None:
        return request.prices[-steps:]
    known = np.isfinite(request.prices)
    column = np.floor((request.origin - request.moments[known]) / request.step_s).astype(np.int64)
    near = column < steps
    grid = np.full(min(int(column[near].max(initial=0)) + 1, steps), np.nan)
    grid[len(grid) - 1 - column[near]] = request.prices[known][near]  # moments ascend: the last one of a step stays
    return grid


def _carried(given: Floats, carry: int) -> Floats:
    """Each price into so many empty steps after it."""
    filled = given.copy()
    for back in range(1, carry + 1):
        empty = np.flatnonzero(np.isnan(filled[back:])) + back
        filled[empty] = given[empty - back]
    return filled
