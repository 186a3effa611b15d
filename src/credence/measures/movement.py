"""How a market's price has moved: realised variance, excess movement, zero changes, jumps, spread, age of the price.

In   rows sorted by market and time, as in `features`: a price and a spread each, NaN where the row does not state it
Out  one value per row and feature, as known at the row's moment

| feature         | NaN where                                                                                |
|-----------------|------------------------------------------------------------------------------------------|
| price           | no price stated yet; else the newest one                                                 |
| logit_return    | as `features.base_features` has `change`                                                 |
| variance_*      | no change in the window (t - window, t]; a change belongs to the moment at its end       |
| excess_movement | no change in the longest window                                                          |
| zero_share      | no change in the longest window                                                          |
| jump            | the row makes no change, or fewer than JUMP_NEEDS changes lie in the longest window before |
| spread          | none stated within `carried`                                                             |
| staleness       | no price stated yet                                                                      |

Excess movement (Augenblick, Rabin 2021, Quarterly Journal of Economics 136, 933-985): a price that is a martingale moves, in
squares, by as much as its uncertainty p (1 - p) shrinks, on average. More than that is noise or overreaction.
A jump is a change d of at least JUMP_LEAST with d^2 > JUMP_TIMES^2 * pi / 2 * (mean of |d_i| |d_i-1| over the changes of
the longest window before it): the bipower variation of Barndorff-Nielsen, Shephard (2004), Journal of Financial
Econometrics 2, 1-37, is a variance that a single jump does not lift.
"""

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .features import DAY, HOUR, NO_END, TICK_DUST, column, refuse, same_length, stack_sum, sum_of, whole
from .inputs import Vector

WINDOWS = (HOUR, 6 * HOUR, DAY)
JUMP_LEAST = 0.05  # of probability: smaller changes are no news, however quiet the market was
JUMP_TIMES = 4.0
JUMP_NEEDS = 12  # changes
HALF_TICK = 0.0005


class Movement(NamedTuple):
    """One entry per row, all of shape (n,). Windows are those of `movement`'s argument, shortest first."""

    price: Vector
    logit_return: Vector  # change of the log-odds, prices held half a tick off 0 and 1
    variance_short: Vector  # sum of squared changes
    variance_middle: Vector
    variance_long: Vector
    excess_movement: Vector  # variance_long - (p0 (1 - p0) - p (1 - p)), p0 the price before the window's first change
    zero_share: Vector  # share of the changes in the longest window that are 0
    jump: Vector  # 1 or 0: the row's own change
    spread: Vector
    staleness: Vector  # seconds since the newest price
    changes: NDArray[np.int64]  # in the longest window
    jumps: NDArray[np.int64]  # in the longest window
    jumps_short: NDArray[np.int64]  # in the shortest one


def movement(
    market: ArrayLike,
    ts: ArrayLike,
    p_yes: ArrayLike,
    spread: ArrayLike,
    *,
    windows: tuple[int, int, int] = WINDOWS,
    carried: int = DAY,
) -> Movement:
    """What the module's head lists, of every row, in one pass.

    market, ts, p_yes  as in `features.base_features`
    spread             (n,) 0 or more, NaN where the row does not state it
    windows, carried   microseconds; windows ascending

    >>> hour = 3_600_000_000
    >>> found = movement([0, 0, 0], [0, hour, 2 * hour], [0.5, 0.7, 0.7], [0.01, float("nan"), 0.02])
    >>> found.variance_short.round(4).tolist(), found.variance_long.round(4).tolist(), found.zero_share.tolist()
    ([nan, 0.04, 0.0], [nan, 0.04, 0.04], [nan, 0.0, 0.5])
    >>> found.excess_movement.round(4).tolist()  # .04 moved, and .25 - .21 less uncertain
    [nan, 0.0, 0.0]
    """
    groups, times = whole("market", market), whole("ts", ts)
    n = len(groups)
    same_length(n, ts=times)
    price, gap = column("p_yes", p_yes, n), column("spread", spread, n)
    if not 0 < windows[0] <= windows[1] <= windows[2] or carried <= 0:
        raise InputError("windows, carried", (*windows, carried), "more than 0 microseconds, windows ascending")
    if n and not (np.isnan(gap) | ((gap >= 0) & (gap <= 1))).all():
        raise InputError("spread", (float(np.nanmin(gap)), float(np.nanmax(gap))), "0..1, or NaN")
    out, counts = np.empty((10, n)), np.empty((3, n), np.int64)
    refuse(_movement(groups, times, price, gap, *windows, carried, out, counts), groups, times, price)
    return Movement(*out, *counts)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _movement(market, ts, price, spread, short, middle, long, carried, out, counts):  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0915 - one pass is one loop
    """The whole pass. Of one market, from index 0 on: change i leads from path[i] to path[i + 1] and ends at moment[i].

    square, product: of change i, and with the one before; a, b, c: short, middle and long window, q: product over the
    long one; *_low, *_split as in `features._base`; zeros, leaps: how many before change i.
    """
    n = len(market)
    path, moment, square, product = np.empty(n + 1), np.empty(n, np.int64), np.empty(n), np.empty(n)
    a_total, b_total, c_total, q_total = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    zeros, leaps = np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64)
    high = a_low = a_split = b_low = b_split = c_low = c_split = 0
    a = b = c = q = before = 0.0
    last = gap = np.nan
    last_at = gap_at = NO_END
    for i in range(n):
        t = ts[i]
        if i == 0 or market[i] != market[i - 1]:
            if i and market[i] < market[i - 1]:
                return 1, i
            high = a_low = a_split = b_low = b_split = c_low = c_split = 0
            a = b = c = q = before = 0.0
            last = gap = np.nan
            last_at = gap_at = NO_END
        elif t < ts[i - 1]:
            return 2, i
        while a_low < high and moment[a_low] <= t - short:
            a_low += 1
        if a_low > a_split:
            stack_sum(square, a_low, high, a_total)
            a_split, a = high, 0.0
        while b_low < high and moment[b_low] <= t - middle:
            b_low += 1
        if b_low > b_split:
            stack_sum(square, b_low, high, b_total)
            b_split, b = high, 0.0
        while c_low < high and moment[c_low] <= t - long:
            c_low += 1
        if c_low > c_split:
            stack_sum(square, c_low, high, c_total)
            stack_sum(product, c_low, high, q_total)
            c_split, c, q = high, 0.0, 0.0
        p = price[i]
        logit = jump = np.nan
        if not math.isnan(p):
            if p < 0 or p > 1:
                return 3, i
            if not math.isnan(last):
                d = np.rint((p - last) * TICK_DUST) / TICK_DUST
                lower, upper = max(min(last, 1 - HALF_TICK), HALF_TICK), max(min(p, 1 - HALF_TICK), HALF_TICK)
                logit = np.log(upper / (1 - upper)) - np.log(lower / (1 - lower)) if d != 0 else 0.0
                earlier = high - c_low
                if earlier >= JUMP_NEEDS:
                    usual = np.pi / 2 * sum_of(q_total, c_low, c_split, q) / earlier
                    jump = 1.0 if abs(d) >= JUMP_LEAST and d * d > JUMP_TIMES * JUMP_TIMES * usual else 0.0
                if high == 0:
                    path[0] = last
                path[high + 1] = p
                moment[high] = t
                square[high] = d * d
                product[high] = abs(d) * before
                zeros[high + 1] = zeros[high] + (d == 0)
                leaps[high + 1] = leaps[high] + (jump == 1)
                a += square[high]
                b += square[high]
                c += square[high]
                q += product[high]
                before = abs(d)
                high += 1
            last = p
            last_at = t
        if not math.isnan(spread[i]):
            gap = spread[i]
            gap_at = t
        out[0, i] = last
        out[1, i] = logit
        out[2, i] = sum_of(a_total, a_low, a_split, a) if high > a_low else np.nan
        out[3, i] = sum_of(b_total, b_low, b_split, b) if high > b_low else np.nan
        out[4, i] = out[5, i] = out[6, i] = np.nan
        if high > c_low:
            moved = sum_of(c_total, c_low, c_split, c)
            start = path[c_low]
            out[4, i] = moved
            out[5, i] = moved - (start * (1 - start) - last * (1 - last))
            out[6, i] = (zeros[high] - zeros[c_low]) / (high - c_low)
        out[7, i] = jump
        out[8, i] = gap if gap_at != NO_END and t - gap_at <= carried else np.nan
        out[9, i] = (t - last_at) / 1e6 if last_at != NO_END else np.nan
        counts[0, i] = high - c_low
        counts[1, i] = leaps[high] - leaps[c_low]
        counts[2, i] = leaps[high] - leaps[a_low]
    return 0, 0
