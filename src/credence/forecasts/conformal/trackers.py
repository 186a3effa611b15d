"""Online conformal methods of the literature, one step of many series at a time: conformal PID, ACI, DtACI.

In   states (n,) and what the newest outcome said of each series; nan: no outcome, the state stays
Out  the next states; old ones are left as they are

They are what the correction in `online` is judged against. An outcome at horizon h belongs to the forecast issued h ago: pass
it when it falls due, with what was in force when the forecast was issued.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .order_statistic import checked_alpha

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

MOST_RADIANS = 1.5  # of the argument of tan, which has no bound at pi / 2
GAMMAS = tuple(0.001 * 2**k for k in range(8))  # .001 .. .128


class Pid(NamedTuple):
    """The quantile of the scores as it is tracked, by series.

    proportional + integral is the quantile in force; `excess` is the sum of (miss - alpha), `largest` a fading maximum of
    |score|, which gives the step its unit.
    """

    proportional: Floats
    integral: Floats
    excess: Floats
    largest: Floats
    seen: Whole

    @property
    def quantile(self) -> Floats:
        return self.proportional + self.integral


def pid_start(quantile: ArrayLike) -> Pid:
    """States that begin at these quantiles, (n,)."""
    start = np.array(quantile, np.float64)
    zero = np.zeros_like(start)
    return Pid(start, zero, zero.copy(), zero.copy(), np.zeros(start.shape, np.int64))


def pid_step(
    state: Pid,
    score: ArrayLike,
    alpha: float,
    *,
    missed: ArrayLike | None = None,
    rate: float = 0.1,
    gain: float = 0.0,
    saturation: float = 1.0,
    fade: float = 1.0,
) -> Pid:
    """One outcome per series: q' = p' + r', p' = p + rate x largest x (miss - alpha), r' = gain tan(E log t / (t C)).

    score       (n,) nan where there is no outcome
    missed      (n,) 1 where the quantile in force at the time of issue was below the score; by default that of `state`
    rate        share of the largest |score| so far (faded by `fade` at each outcome) that one step may take
    gain        K_I; 0 leaves the quantile tracker alone
    saturation  C; E is the sum of (miss - alpha) over the t outcomes so far; the argument of tan is held in +-1.5

    Angelopoulos, Candes, Tibshirani (2023), Conformal PID control for time series prediction, NeurIPS, equations 4 to 6.

    >>> state = pid_step(pid_start([1.0]), [2.0], 0.1, rate=0.5)
    >>> state.quantile.round(9).tolist()  # 1 + .5 x 2 x .9
    [1.9]
    """
    checked_alpha(alpha)
    found = _same(score, state.proportional, "score")
    known = ~np.isnan(found)
    value = np.where(known, found, 0.0)
    miss = (value > state.quantile).astype(float) if missed is None else _same(missed, state.proportional, "missed")
    error = np.where(known, miss - alpha, 0.0)
    seen = state.seen + known
    largest = np.where(known, np.maximum(fade * state.largest, np.abs(value)), state.largest)
    excess = state.excess + error
    count = np.maximum(seen, 1)
    argument = np.clip(excess * np.log(count) / (count * saturation), -MOST_RADIANS, MOST_RADIANS)
    return Pid(state.proportional + rate * largest * error, gain * np.tan(argument), excess, largest, seen)


def aci_step(level: ArrayLike, missed: ArrayLike, alpha: float, gamma: float | Floats = 0.01) -> Floats:
    """alpha' = alpha_t + gamma (alpha - miss), (n,): the level at which the next band is made.

    level   (n,) alpha_t: at or below 0 the band holds every price, at or above 1 none
    missed  (n,) whether the band made at alpha_t missed, nan where there is no outcome

    Gibbs and Candes (2021), Adaptive conformal inference under distribution shift, NeurIPS.

    >>> aci_step([0.1, 0.1, 0.1], [1.0, 0.0, np.nan], 0.1, 0.05).round(9).tolist()
    [0.055, 0.105, 0.1]
    """
    checked_alpha(alpha)
    current = np.asarray(level, np.float64)
    miss = _same(missed, current, "missed")
    return np.asarray(current + gamma * np.where(np.isnan(miss), 0.0, alpha - miss), np.float64)


class DtAci(NamedTuple):
    """ACI with several step sizes at once, weighted by how well each has done lately."""

    level: Floats  # (n, experts) alpha of each expert
    weight: Floats  # (n, experts) sum to 1

    @property
    def alpha(self) -> Floats:
        """The level at which the next band is made, (n,)."""
        return np.asarray((self.level * self.weight).sum(axis=1), np.float64)


def dtaci_start(series: int, alpha: float, experts: int = len(GAMMAS)) -> DtAci:
    """All experts at alpha, with equal weights."""
    checked_alpha(alpha)
    return DtAci(np.full((series, experts), alpha), np.full((series, experts), 1.0 / experts))


def dtaci_step(state: DtAci, beta: ArrayLike, alpha: float, *, gammas: tuple[float, ...] = GAMMAS, interval: int = 500) -> DtAci:
    """One outcome per series; experts lose by the pinball loss of their level, and share a little of their weight.

    beta      (n,) in 0..1: the largest level whose band still holds the outcome, nan where there is none
    interval  outcomes over which it should adapt as well as the best expert: sets eta and sigma = 1 / (2 interval)

    Gibbs and Candes (2024), Conformal inference for online prediction with arbitrary distribution shifts, Journal of Machine
    Learning Research 25, algorithm 1; eta = sqrt(3 / I (log(K I) + 2) / ((1 - a)^2 a^3 + a^2 (1 - a)^3)) keeps the regret
    over any interval of that length small.
    """
    checked_alpha(alpha)
    experts = state.level.shape[1]
    if len(gammas) != experts or interval < 1:
        raise InputError("gammas, interval", (len(gammas), interval), f"{experts} step sizes and 1 outcome or more")
    found = np.asarray(beta, np.float64)
    if found.shape != state.level.shape[:1] or not (((found >= 0) & (found <= 1)) | np.isnan(found)).all():
        raise InputError("beta", found.shape, f"{state.level.shape[0]} numbers in 0..1, or nan")
    known = ~np.isnan(found)[:, None]
    gap = np.where(known, found[:, None], state.level) - state.level
    spread = (1 - alpha) ** 2 * alpha**3 + alpha**2 * (1 - alpha) ** 3
    eta = np.sqrt(3 / interval * (np.log(experts * interval) + 2) / spread)
    loss = alpha * gap - np.minimum(gap, 0.0)
    kept = state.weight * np.exp(-eta * loss)
    kept /= kept.sum(axis=1, keepdims=True)
    sigma = 1 / (2 * interval)
    weight = np.where(known, (1 - sigma) * kept + sigma / experts, state.weight)
    level = state.level + np.where(known, np.asarray(gammas) * (alpha - (gap < 0)), 0.0)
    return DtAci(level, weight)


def _same(values: ArrayLike, like: Floats, name: str) -> Floats:
    found = np.asarray(values, np.float64)
    if found.shape != like.shape:
        raise InputError(name, found.shape, f"of shape {like.shape}")
    return found
