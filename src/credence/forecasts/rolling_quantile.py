"""Rolling quantiles of overlapping h-step changes, added to the last price: no law of the changes is assumed.

Not quantiles of levels, which say where the price was. The k-th smallest of n changes is taken as a prediction bound is: k =
ceil((n + 1) q) above the middle, floor((n + 1) q) below it, so that a coming change lies beyond it with chance 1 - q or less
(Vovk, Gammerman, Shafer 2005, Algorithmic Learning in a Random World, section 2.2); at the middle the median. A k outside 1..n
has no finite bound: there the band ends at 0 or 1.

n overlapping changes of h steps hold about n / h independent ones, and the fewer these are the narrower the band. A horizon
beyond a twelfth of the known prices is therefore measured at a twelfth, and stretched by the root of the ratio
(`RollingBands.lag` tells which). On simulated random walks of 288 prices bands of 80 % cover 80 % one step ahead, 78 % at 12
steps and 76 % at 36.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .interface import MIN_INCREMENTS, Covariates, Floats, ForecastResult, as_batch, checked_quantiles, steps_of

VERSION = "1"
DISJOINT = 12  # changes without overlap that the window must hold
DUST = 1e-12  # prices are decimals: what differs by less is unchanged


@dataclass(frozen=True)
class RollingQuantile:
    """Bands from the changes of the last `window` prices, 13 or more.

    >>> path = [0.5] * 20 + [0.6] + [0.5] * 19  # one of 39 changes up, one down
    >>> found = RollingQuantile().forecast_quantiles(path, [1], 300, [0.02, 0.1, 0.9])
    >>> found.values.round(4).tolist(), found.below.round(4).tolist(), found.unchanged.round(4).tolist()
    ([[[0.0, 0.5, 0.5]]], [[0.0256]], [[0.9487]])
    """

    window: int = 288
    method: ClassVar[str] = "ROLLING_QUANTILE"
    model_id: ClassVar[str] = "rolling_quantile"
    model_version: ClassVar[str] = VERSION

    def __post_init__(self) -> None:
        _checked_window(self.window)

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,  # noqa: ARG002 - changes know no seconds
        quantiles: Sequence[float],
        covariates: Covariates | None = None,  # noqa: ARG002
    ) -> ForecastResult:
        """As `interface.Forecaster`. A series of fewer than 12 increments in the window is nan. Raises InputError."""
        steps, levels = steps_of(horizon), checked_quantiles(quantiles)
        found = rolling_bands(series, steps, levels, self.window)
        return ForecastResult(
            found.values, levels, steps, self.method, self.model_id, VERSION, found.context_length,
            below=found.below, unchanged=found.unchanged,
        )  # fmt: skip


class RollingBands(NamedTuple):
    """Bands and what they rest on."""

    values: Floats  # (n, steps, quantiles)
    below: Floats  # (n, steps) share of the changes that were falls
    unchanged: Floats  # (n, steps)
    lag: NDArray[np.int64]  # (n, steps) steps over which changes were taken; 0 where there is no answer
    changes: NDArray[np.int64]  # (n, steps) how many
    context_length: NDArray[np.int64]  # (n,) finite prices in the window


def rolling_bands(series: ArrayLike, steps: Sequence[int], quantiles: tuple[float, ...], window: int = 288) -> RollingBands:
    """Rolling quantiles of each series; see the module's head. Raises InputError.

    steps, quantiles  as checked by `steps_of` and `checked_quantiles`
    """
    prices = as_batch(series)[:, -_checked_window(window) :]
    n, ahead, levels = len(prices), np.array(steps, np.int64), np.array(quantiles)
    values, shares = np.full((n, len(ahead), len(levels)), np.nan), np.full((2, n, len(ahead)), np.nan)
    counts, known = np.zeros((2, n, len(ahead)), np.int64), np.zeros(n, np.int64)
    _bands(np.ascontiguousarray(prices), ahead, levels, values, shares, counts, known)
    return RollingBands(values, shares[0], shares[1], counts[0], counts[1], known)


def _checked_window(window: int) -> int:
    if window <= MIN_INCREMENTS:
        raise InputError("window", window, f"{MIN_INCREMENTS + 1} prices or more")
    return int(window)


@numba.njit(cache=True, error_model="numpy")
def _count(p, end, lag):  # type: ignore[no-untyped-def]
    """How many changes over `lag` steps lie in p[:end]."""
    found = 0
    for t in range(end - lag):
        if not np.isnan(p[t + lag] - p[t]):
            found += 1
    return found


@numba.njit(cache=True, error_model="numpy")
def _changes(p, end, lag, fall, rise):  # type: ignore[no-untyped-def]
    """Fill fall and rise, ascending; how many there are of each, and of no change."""
    falls = rises = same = 0
    for t in range(end - lag):
        d = p[t + lag] - p[t]
        if d < -DUST:
            fall[falls] = d
            falls += 1
        elif d > DUST:
            rise[rises] = d
            rises += 1
        elif not np.isnan(d):
            same += 1
    fall[:falls].sort()
    rise[:rises].sort()
    return falls, same, rises


@numba.njit(cache=True, error_model="numpy")
def _ranked(k, fall, falls, same, rise, rises):  # type: ignore[no-untyped-def]
    """The k-th smallest change, from 1."""
    if k < 1:
        return -np.inf
    if k > falls + same + rises:
        return np.inf
    if k <= falls:
        return fall[k - 1]
    return 0.0 if k <= falls + same else rise[k - 1 - falls - same]


@numba.njit(cache=True, error_model="numpy")
def _place(level, total):  # type: ignore[no-untyped-def]
    """The two ranks to be averaged: one and the same except at the middle. A rank that is whole but for its last bit is whole."""
    place = (total + 1) * level
    low, high = math.floor(place + 1e-9), math.ceil(place - 1e-9)
    return (high, high) if level > 0.5 else (low, low) if level < 0.5 else (low, high)


@numba.njit(cache=True, error_model="numpy")
def _known(p):  # type: ignore[no-untyped-def]
    """(one past the last price, how many there are)."""
    end, known = 0, 0
    for t in range(len(p)):
        if not np.isnan(p[t]):
            end, known = t + 1, known + 1
    return end, known


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _bands(prices, steps, levels, values, shares, counts, known):  # type: ignore[no-untyped-def]
    n, length = prices.shape
    fall, rise = np.empty(length), np.empty(length)
    for i in range(n):
        p = prices[i]
        end, known[i] = _known(p)
        if _count(p, end, 1) < MIN_INCREMENTS:
            continue
        taken = falls = same = rises = 0
        for j in range(len(steps)):
            ahead = steps[j] + length - end
            lag = min(ahead, max(1, known[i] // DISJOINT))
            if lag != taken:
                while _count(p, end, lag) < MIN_INCREMENTS:
                    lag -= 1
                falls, same, rises = _changes(p, end, lag, fall, rise)
                taken = lag
            total = falls + same + rises
            shares[0, i, j], shares[1, i, j] = falls / total, same / total
            counts[0, i, j], counts[1, i, j] = lag, total
            for k in range(len(levels)):
                low, high = _place(levels[k], total)
                change = (_ranked(low, fall, falls, same, rise, rises) + _ranked(high, fall, falls, same, rise, rises)) / 2
                values[i, j, k] = min(max(p[end - 1] + math.sqrt(ahead / lag) * change, 0.0), 1.0)
