"""What the markets of a world are before their prices: events, legs, weeks, shocks, money.

An event belongs to the week in which it resolves. Two weeks a month have a shock: a factor that all events of that week
share, in what resolves YES. The legs of an event share a factor too.
"""

import numpy as np
from numpy.typing import NDArray

from .planted import BUCKETS, CATEGORIES, INFORMATION, LOW, Planted, Vector
from .steps import Codes

LARGE_SHARE, LARGE = 0.05, (20, 80)  # of events; their legs, both ends included
SMALL = (0.50, 0.20, 0.13, 0.10, 0.07)  # shares of events with 1 .. 5 legs, of the others
WEEKS = 26
SHOCKS_A_MONTH = 2
CORRELATION, SHOCK = 0.3, 0.1  # of the legs of an event; of the events of a shock's week
BUCKET_SHARE = (0.4, 0.3, 0.3)
HALF_SPREAD = ((5, 21), (3, 9), (1, 5))  # ticks, by bucket; the second is left out
MEDIAN_USDC = (3_000.0, 40_000.0, 400_000.0)  # traded in all, by bucket


def shock_weeks(rng: np.random.Generator, weeks: int) -> NDArray[np.bool_]:
    """Which weeks have a shock: two in every month of 52 / 12 weeks."""
    found = np.zeros(weeks, bool)
    month = (np.arange(weeks) * 12) // 52
    for number in range(int(month[-1]) + 1):
        places = np.flatnonzero(month == number)
        found[rng.choice(places, min(SHOCKS_A_MONTH, len(places)), replace=False)] = True
    return found


def leg_counts(rng: np.random.Generator, events: int, smallest: int = 1) -> Codes:
    """Uneven clusters: one event in twenty is large, exactly (rounded at random)."""
    counts: Codes = rng.choice(np.arange(1, len(SMALL) + 1), events, p=SMALL)
    large = int(LARGE_SHARE * events + rng.random())
    counts[rng.permutation(events)[:large]] = rng.integers(LARGE[0], LARGE[1] + 1, large)
    return np.asarray(np.maximum(counts, smallest), np.int64)


class Draw:
    """Everything about the markets that is drawn before their prices; `week_rng` makes what all chunks of a world share."""

    def __init__(
        self,
        rng: np.random.Generator,
        week_rng: np.random.Generator,
        plan: Planted,
        events: int,
        weeks: int = WEEKS,
        independent: bool = False,
        correlation: float = CORRELATION,
        shock: float = SHOCK,
    ) -> None:
        self.rng, self.plan = rng, plan
        self.one_walk = "ladder" in plan.shapes and len(plan.shapes) == 1
        smallest = 2 if "exclusive" in plan.shapes and len(plan.shapes) == 1 else 1
        self.legs = np.full(events, smallest) if independent else leg_counts(rng, events, smallest)
        self.event = np.repeat(np.arange(events), self.legs)
        self.event_week = rng.integers(0, weeks, events)
        self.event_shock = shock_weeks(week_rng, weeks)[self.event_week]
        self.week_factor = week_rng.standard_normal(weeks)
        self.shock = np.where(self.event_shock, shock, 0.0)  # (events,)
        self.correlation = 1.0 if self.one_walk else correlation
        n = len(self.event)
        self.category = rng.integers(0, len(CATEGORIES), events)[self.event]
        self.liquidity = rng.choice(len(BUCKETS), n, p=BUCKET_SHARE)
        if self.one_walk:  # rungs that move apart would not stay in order
            self.liquidity = self.liquidity[(np.cumsum(self.legs) - self.legs)[self.event]]
        self.volume = np.array(MEDIAN_USDC)[self.liquidity] * np.exp(0.6 * rng.standard_normal(n))
        low, high = np.array(HALF_SPREAD).T
        self.half_spread = rng.integers(low[self.liquidity], high[self.liquidity])

    def normal(self, common: bool = False) -> Vector:
        """Standard normal numbers, one per market; those of an event have `correlation`. `common`: the shock's part too."""
        shock = self.shock if common else np.zeros(len(self.legs))
        within = np.minimum(self.correlation, 1 - shock)
        base = np.sqrt(within) * self.rng.standard_normal(len(self.legs)) + np.sqrt(shock) * self.week_factor[self.event_week]
        left = np.sqrt(np.maximum(1 - within - shock, 0.0))[self.event]
        return np.asarray(base[self.event] + left * self.rng.standard_normal(len(self.event)))

    def uniform(self) -> Vector:
        """One per market, for rounding; one for a whole ladder, so that its order stays."""
        if self.one_walk:
            return np.asarray(self.rng.random(len(self.legs))[self.event])
        return self.rng.random(len(self.event))

    def thresholds(self) -> Vector:
        """How far YES is off at the start: a ladder's rungs climb from event to event at their own step."""
        n = len(self.event)
        if not self.one_walk:
            return np.asarray(self.rng.normal(0.35, 0.7, n))
        rung = np.arange(n) - (np.cumsum(self.legs) - self.legs)[self.event]
        lowest, step = self.rng.normal(-0.4, 0.7, len(self.legs)), self.rng.uniform(0.25, 0.6, len(self.legs))
        step = np.minimum(step, 4.0 / self.legs)
        return np.asarray(lowest[self.event] + step[self.event] * rung)

    def information(self, stage: int) -> Vector:
        """Share of what will be known that is known."""
        return INFORMATION[stage] * np.where(self.liquidity == LOW, self.plan.low_information, 1.0)
