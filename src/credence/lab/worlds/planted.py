"""What each world plants: the slope and intercept of its displayed prices, by category, horizon and money.

The truth of a world is stated for the displayed price d: P(YES | d) = S(a + b L(d)), L the log-odds, S its inverse.
b = 1 and a = 0 is calibrated, b < 1 says prices are too extreme, b > 1 not extreme enough.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from ...config import rules
from ...errors import InputError

Vector = NDArray[np.float64]

CATEGORIES = ("politics", "sports", "crypto", "economy", "culture", "weather")
HORIZONS = ("30d", "7d", "48h", "24h", "6h", "1h")
HORIZON_HOURS = (720, 168, 48, 24, 6, 1)
INFORMATION = (0.10, 0.30, 0.45, 0.55, 0.75, 0.90)  # of rows: share of what will be known that is known, by horizon
BUCKETS = ("LOW", "MID", "HIGH")
LOW, MID, HIGH = range(3)

_FLAT = ((1.0,) * len(HORIZONS),) * len(CATEGORIES)
_LEANING = (
    (1.30, 1.25, 1.20, 1.15, 1.10, 1.10),
    (1.20, 1.10, 1.05, 1.00, 1.00, 1.00),
    (1.00, 1.00, 1.00, 1.00, 1.00, 1.00),
    (1.10, 1.10, 1.10, 1.10, 1.10, 1.10),
    (0.95, 0.90, 0.85, 0.85, 0.85, 0.85),
    (0.75, 0.75, 0.80, 0.85, 0.90, 0.90),
)


@dataclass(frozen=True)
class Planted:
    """The plan of one world."""

    name: str
    says: str  # one sentence for people
    slope: tuple[tuple[float, ...], ...] = _FLAT  # (category, horizon)
    intercept: float = 0.0
    high_money: float = 1.0  # the slope of markets in HIGH is multiplied by this
    low_information: float = 1.0  # markets in LOW learn this share of what the others know at the same time
    low_noise: float = 0.0  # standard deviation, log-odds, of what is added to the displayed price in LOW
    shapes: dict[str, float] = field(default_factory=lambda: {"exclusive": 0.55, "ladder": 0.45})  # of events with 2+ legs
    early_share: float = 0.0  # how strongly a YES comes before the scheduled end

    def slopes(self) -> Vector:
        """(category, horizon, bucket) as displayed, apart from added noise."""
        b = np.repeat(np.array(self.slope)[:, :, None], len(BUCKETS), axis=2)
        b[:, :, HIGH] *= self.high_money
        return b


PLANS: dict[str, Planted] = {
    plan.name: plan
    for plan in (
        Planted("calm", "every price is calibrated"),
        Planted(
            "biased",
            "slopes differ by category and horizon, and big-money markets are too extreme, so weightings disagree",
            slope=_LEANING,
            high_money=0.85,
            shapes={"several": 0.7, "ladder": 0.3},
        ),
        Planted(
            "thin-equal",
            "thin markets know less, and their prices are as calibrated as all others",
            low_information=0.35,
            shapes={"several": 0.7, "ladder": 0.3},
        ),
        Planted(
            "thin-unequal",
            "noise is added to the displayed prices of thin markets: they are too extreme",
            low_information=0.35,
            low_noise=0.8,
            shapes={"several": 0.7, "ladder": 0.3},
        ),
        Planted(
            "early-yes",
            "what happens ends its market early, what does not happen ends at the schedule",
            early_share=0.8,
            shapes={"several": 1.0},
        ),
        Planted("ladder", "every event is a ladder of thresholds on one count", shapes={"ladder": 1.0}),
        Planted("neg-risk", "of every event exactly one market resolves YES", shapes={"exclusive": 1.0}),
        Planted("disputed", "every third event is disputed; prices are calibrated"),
    )
}


def plan_of(world: str) -> Planted:
    """The plan of a world; refuses a name that is not one (InputError)."""
    if world not in PLANS:
        raise InputError("world", world, "one of " + ", ".join(PLANS))
    return PLANS[world]


def simulated_low(prices: str, horizon: str) -> tuple[float, float]:
    """Slope and intercept of the noisy prices of LOW in thin-unequal, by simulation (see config/worlds.yml).

    prices  rows, or world: full worlds have other prices at the same horizon
    """
    slope, intercept = rules("worlds")["thin_unequal_low"][prices][horizon]
    return float(slope), float(intercept)


@cache
def grid_log_odds() -> Vector:
    """L(d / 1000) of d = 0 .. 1000; the two ends, which are never displayed, are infinite."""
    return np.asarray(logit(np.arange(1001) / 1000))


@dataclass(frozen=True, slots=True)
class OneStage:
    """A stage of the first cell, at hand for many small steps."""

    truth: Vector  # (1001,)
    gap: Vector  # (1000,) to the next tick
    lowest: int
    highest: int
    low: float
    width: float


class Grid:
    """P(YES) of every displayed tick at every stage, and the ticks in use.

    slope, intercept  (cells, stages)
    true_p            (cells, stages, 1001) at ticks 0 .. 1000
    lowest, highest   (cells, stages) ticks in use

    A later stage must be able to hold what an earlier one says, or the mean could not be kept: where slopes fall
    towards the end, earlier stages leave out the outermost ticks. Stage by stage backwards, the ticks in use are
    those whose truth lies within the range of the next stage.

    >>> Grid(np.array([[1.0, 1.0]]), np.zeros((1, 2))).lowest.tolist()
    [[1, 1]]
    >>> Grid(np.array([[1.2, 0.8]]), np.zeros((1, 2))).lowest.tolist()  # S(1.2 L(.010)) = .0040, S(.8 L(.001)) = .0040
    [[10, 1]]
    """

    def __init__(self, slope: Vector, intercept: Vector) -> None:
        self.slope, self.intercept = np.asarray(slope, float), np.asarray(intercept, float)
        self.true_p = np.asarray(expit(self.intercept[..., None] + self.slope[..., None] * grid_log_odds()))
        cells, stages = self.slope.shape
        self.lowest = np.ones((cells, stages), np.int64)
        self.highest = np.full((cells, stages), 999)
        every = np.arange(cells)
        for stage in range(stages - 2, -1, -1):
            low = self.true_p[every, stage + 1, self.lowest[:, stage + 1]][:, None]
            high = self.true_p[every, stage + 1, self.highest[:, stage + 1]][:, None]
            now = self.true_p[:, stage, :]
            self.lowest[:, stage] = np.maximum((now < low - 1e-15).sum(axis=1), 1)
            self.highest[:, stage] = np.minimum(1000 - (now > high + 1e-15).sum(axis=1), 999)

        self._stages: dict[int, OneStage] = {}
        self._normals: dict[tuple[int, int], Vector] = {}

    def stage(self, number: int) -> OneStage:
        """A stage of the first cell."""
        if number not in self._stages:
            truth = self.true_p[0, number]
            lowest, highest = int(self.lowest[0, number]), int(self.highest[0, number])
            low = float(truth[lowest])
            self._stages[number] = OneStage(truth, np.diff(truth), lowest, highest, low, float(truth[highest]) - low)
        return self._stages[number]

    def normal(self, before: int, number: int) -> Vector:
        """(1001,) normal quantile of each tick of one stage of the first cell within the bounds of another."""
        if (before, number) not in self._normals:
            stage = self.stage(number)
            share = (self.true_p[0, before] - stage.low) / stage.width
            self._normals[before, number] = np.asarray(ndtri(np.clip(share, 0.0, 1.0)))
        return self._normals[before, number]

    def bounds(self, cell: NDArray[np.int64], stage: int) -> tuple[Vector, Vector]:
        """P(YES) at the outermost ticks in use."""
        return (
            self.true_p[cell, stage, self.lowest[cell, stage]],
            self.true_p[cell, stage, self.highest[cell, stage]],
        )

    def rounded(self, true_p: Vector, cell: NDArray[np.int64], stage: int, uniform: Vector) -> NDArray[np.int64]:
        """One of the two ticks around, at random such that the mean of their truth is `true_p`."""
        with np.errstate(divide="ignore"):
            x = expit((logit(true_p) - self.intercept[cell, stage]) / self.slope[cell, stage])
        below = np.clip((x * 1000).astype(np.int64), self.lowest[cell, stage], self.highest[cell, stage] - 1)
        low, high = self.true_p[cell, stage, below], self.true_p[cell, stage, below + 1]
        return np.asarray(below + (uniform < (true_p - low) / (high - low)), np.int64)
