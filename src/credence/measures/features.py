"""Features of a market's path: six base ones, in one pass over rows sorted by market and time (`movement` has the others).

In   rows of any mixture: a price, a 24 h volume, an open interest, a scheduled end, each NaN where the row does not state it
Out  one value per row and feature: what was known at the row's moment, nothing later
Unit times in whole microseconds; prices 0..1; volume and interest in USDC

A row may state nothing at all and still ask what is known at its moment. When a feature is NaN:

| feature         | NaN where                                                                                            |
|-----------------|------------------------------------------------------------------------------------------------------|
| change          | the row has no price, or the market had none before it                                               |
| simple_return   | as `change`, and where the price before was 0                                                        |
| vol             | fewer than 2 changes in the window (t - window, t]                                                   |
| volume_velocity | no volume stated within `carried`; at the newest one none before it in its window, or their mean is 0 |
| oi_change       | no interest stated within `carried`; at the newest one none `step` to `step + patience` older, or it is 0 |
| tte_seconds     | no scheduled end stated yet                                                                          |
| liquidity       | never: code 0, UNKNOWN, while neither volume nor interest was stated                                 |

A change is rounded at 1e-12: prices are decimals, and the dust of their subtraction would give a steady trend a variance.
Windows are kept as two stacks of partial sums, so that nothing is ever taken from a sum again: no drift however long the
series. Deviations are summed from a change that is itself in the window: little cancels, and a window whose changes are all
equal has a standard deviation of exactly 0 (Chan, Golub, LeVeque 1983, The American Statistician 37, 242-247, on shifts).
"""

import math
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .inputs import Vector

Codes = NDArray[np.int64]
HOUR = 3_600_000_000  # microseconds
DAY = 24 * HOUR
NO_END = np.iinfo(np.int64).min  # what numpy's NaT is as a whole number
BUCKETS = ("UNKNOWN", "LOW", "MID", "HIGH")  # by code
MID_FROM, HIGH_FROM = 10_000.0, 100_000.0  # USDC
TICK_DUST = 1e12  # changes are rounded at its inverse
_WRONG = {1: ("market", "rows of one market next to each other, in ascending order of their codes"),
          2: ("ts", "ascending within a market"), 3: ("p_yes", "0..1, or NaN"),
          4: ("volume_24h", "0 or more, or NaN"), 5: ("open_interest", "0 or more, or NaN")}  # fmt: skip


class BaseFeatures(NamedTuple):
    """One entry per row, all of shape (n,)."""

    change: Vector  # price minus the market's price before
    simple_return: Vector  # price / the price before - 1
    vol: Vector  # standard deviation of the changes in the window, n - 1 in the denominator
    volume_velocity: Vector  # newest 24 h volume / mean of those stated before it in its window
    oi_change: Vector  # newest open interest / that of one step before - 1
    tte_seconds: Vector  # scheduled end as known - ts; negative past it
    liquidity: NDArray[np.int8]  # index into BUCKETS, by the larger of newest volume and newest interest


def base_features(
    market: ArrayLike,
    ts: ArrayLike,
    p_yes: ArrayLike,
    volume_24h: ArrayLike,
    open_interest: ArrayLike,
    end_at: ArrayLike,
    *,
    vol_window: int = DAY,
    volume_window: int = 7 * DAY,
    oi_step: int = HOUR,
    oi_patience: int = 2 * HOUR,
    carried: int = DAY,
    mid_from: float = MID_FROM,
    high_from: float = HIGH_FROM,
) -> BaseFeatures:
    """The six base features of every row; the module's table says when each is NaN.

    market         (n,) whole numbers, ascending; the same number, the same market
    ts             (n,) microseconds, ascending within a market; rows of one moment are read in their order
    p_yes, volume_24h, open_interest   (n,) NaN where the row does not state it
    end_at         (n,) microseconds, NO_END where the row does not state it; the newest statement holds
    vol_window, volume_window, oi_step, oi_patience, carried   microseconds, more than 0
    mid_from, high_from   USDC: LOW < mid_from <= MID < high_from <= HIGH

    Unsorted rows, prices outside 0..1, negative or infinite money are refused. No rows give no rows.

    >>> hour = 3_600_000_000
    >>> nan, at = float("nan"), [0, hour, 2 * hour]
    >>> found = base_features([0, 0, 0], at, [0.5, 0.6, 0.7], [100, nan, 50_000], [nan] * 3, [9 * hour] * 3)
    >>> found.change.tolist(), found.vol.tolist(), found.volume_velocity.tolist()
    ([nan, 0.1, 0.1], [nan, nan, 0.0], [nan, nan, 500.0])
    >>> [BUCKETS[code] for code in found.liquidity], found.tte_seconds.tolist()
    (['LOW', 'LOW', 'MID'], [32400.0, 28800.0, 25200.0])
    """
    groups, times = whole("market", market), whole("ts", ts)
    n = len(groups)
    price, volume = column("p_yes", p_yes, n), column("volume_24h", volume_24h, n)
    interest = column("open_interest", open_interest, n)
    ends = whole("end_at", end_at)
    same_length(n, ts=times, end_at=ends)
    spans = {"vol_window": vol_window, "volume_window": volume_window, "oi_step": oi_step, "oi_patience": oi_patience,
             "carried": carried}  # fmt: skip
    for name, span in spans.items():
        if span <= 0:
            raise InputError(name, span, "more than 0 microseconds")
    out = np.empty((6, n))
    codes = np.empty(n, np.int8)
    refuse(
        _base(groups, times, price, volume, interest, ends, *spans.values(), float(mid_from), float(high_from), out, codes),
        groups, times, price, volume, interest,
    )  # fmt: skip
    return BaseFeatures(out[0], out[1], out[2], out[3], out[4], out[5], codes)


def returns(p_yes: ArrayLike, p_before: ArrayLike, half_tick: float = 0.0005) -> tuple[Vector, Vector, Vector]:
    """(change, simple return, change of the log-odds) from one price to the next, elementwise.

    p_yes, p_before  (n,) 0..1; NaN gives NaN, and so does a simple return from 0
    half_tick        prices are held this far off 0 and 1 before the logarithm

    >>> [float(values[0].round(4)) for values in returns([0.6], [0.5])]
    [0.1, 0.2, 0.4055]
    """
    now, before = np.asarray(p_yes, float), np.asarray(p_before, float)
    change = np.rint((now - before) * TICK_DUST) / TICK_DUST
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = np.where(before > 0, now / before - 1, np.nan)
        odds = [np.clip(price, half_tick, 1 - half_tick) for price in (now, before)]
        logit = np.log(odds[0] / (1 - odds[0])) - np.log(odds[1] / (1 - odds[1]))
    return change, simple, np.where(change == 0, 0.0, logit)


# ---------------------------------------------------------------- checks, shared with `movement`


def whole(name: str, values: ArrayLike) -> Codes:
    """A vector of whole numbers; times of numpy are taken as microseconds."""
    found = np.asarray(values)
    if found.dtype.kind == "M":
        found = found.astype("datetime64[us]").view(np.int64)
    if found.ndim != 1 or (found.size and not np.issubdtype(found.dtype, np.integer)):
        raise InputError(name, (found.shape, str(found.dtype)), "a vector of whole numbers")
    return np.ascontiguousarray(found, np.int64)


def column(name: str, values: ArrayLike, n: int) -> Vector:
    """A vector of n floats."""
    found = np.ascontiguousarray(values, np.float64)
    if found.shape != (n,):
        raise InputError(name, found.shape, f"one number for each of {n} rows")
    return found


def same_length(n: int, **vectors: Codes) -> None:
    for name, vector in vectors.items():
        if len(vector) != n:
            raise InputError(name, len(vector), f"one number for each of {n} rows")


def refuse(verdict: tuple[int, int], market: Codes, ts: Codes, *columns: Vector) -> None:
    """Raise the InputError that a kernel's (kind, row) stands for; kind 0 is none."""
    kind, row = verdict
    if kind:
        values: Any = (market, ts, *columns)[kind - 1]
        name, allowed = _WRONG[kind]
        raise InputError(name, values[row].item(), f"{allowed} (row {row})")


# ---------------------------------------------------------------- windows


@numba.njit(cache=True, error_model="numpy")
def stack_away(value, low, high, total, square):  # type: ignore[no-untyped-def]
    """Fill total and square with the sums of (value[i:high] - value[high - 1]) and of its squares for each i in [low, high)."""
    s = q = 0.0
    for i in range(high - 1, low - 1, -1):
        away = value[i] - value[high - 1]
        s += away
        q += away * away
        total[i] = s
        square[i] = q


@numba.njit(cache=True, error_model="numpy")
def stack_sum(value, low, high, total):  # type: ignore[no-untyped-def]
    """Fill total with the sum of value[i:high] for each i in [low, high)."""
    s = 0.0
    for i in range(high - 1, low - 1, -1):
        s += value[i]
        total[i] = s


@numba.njit(cache=True, inline="always", error_model="numpy")
def sum_of(total, low, split, running):  # type: ignore[no-untyped-def]
    return running + total[low] if low < split else running


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _base(  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0915 - one pass is one loop
    market, ts, price, volume, interest, end_at, vol_window, volume_window, oi_step, oi_patience, carried, mid_from, high_from,
    out, codes,
):  # fmt: skip
    """The whole pass. Changes, volumes and interests of one market are kept in the order of time, from index 0 on.

    d_*: changes, v_*: volumes, o_*: interests; low: first one inside the window; split: from here on the running part,
    before it the stacked parts; high: how many there are.
    """
    n = len(market)
    d_value, d_time, d_total, d_square = np.empty(n), np.empty(n, np.int64), np.empty(n), np.empty(n)
    v_value, v_time, v_total = np.empty(n), np.empty(n, np.int64), np.empty(n)
    o_value, o_time = np.empty(n), np.empty(n, np.int64)
    d_low = d_split = d_high = v_low = v_split = v_high = o_high = 0
    d_from = d_s = d_q = v_sum = 0.0
    o_old = -1
    last = velocity = shift = np.nan
    newest_volume = newest_interest = -1.0  # not stated yet
    velocity_at = shift_at = end = NO_END
    for i in range(n):
        t = ts[i]
        if i == 0 or market[i] != market[i - 1]:
            if i and market[i] < market[i - 1]:
                return 1, i
            d_low = d_split = d_high = v_low = v_split = v_high = o_high = 0
            d_from = d_s = d_q = v_sum = 0.0
            o_old = -1
            last = velocity = shift = np.nan
            newest_volume = newest_interest = -1.0
            velocity_at = shift_at = end = NO_END
        elif t < ts[i - 1]:
            return 2, i
        p = price[i]
        change = simple = np.nan
        if not math.isnan(p):
            if p < 0 or p > 1:
                return 3, i
            if not math.isnan(last):
                change = np.rint((p - last) * TICK_DUST) / TICK_DUST
                if last > 0:
                    simple = p / last - 1
                d_value[d_high] = change
                d_time[d_high] = t
                d_high += 1
                away = change - d_from
                d_s += away
                d_q += away * away
            last = p
        while d_low < d_high and d_time[d_low] <= t - vol_window:
            d_low += 1
        vol = np.nan
        if d_low < d_high:
            if d_low >= d_split:  # the stacked part is used up: stack what is inside, and measure from its last change
                stack_away(d_value, d_low, d_high, d_total, d_square)
                d_split, d_from, d_s, d_q = d_high, d_value[d_high - 1], 0.0, 0.0
            inside = float(d_high - d_low)
            if inside >= 2:
                s, q = d_total[d_low] + d_s, d_square[d_low] + d_q
                vol = np.sqrt(max(q * inside - s * s, 0.0) / (inside * (inside - 1)))
        x = volume[i]
        if not math.isnan(x):
            if x < 0 or x == np.inf:
                return 4, i
            while v_low < v_high and v_time[v_low] <= t - volume_window:
                v_low += 1
            if v_low > v_split:
                stack_sum(v_value, v_low, v_high, v_total)
                v_split, v_sum = v_high, 0.0
            before = sum_of(v_total, v_low, v_split, v_sum)
            velocity = x * (v_high - v_low) / before if before > 0 else np.nan
            velocity_at = t
            v_value[v_high] = x
            v_time[v_high] = t
            v_high += 1
            v_sum += x
            newest_volume = x
        x = interest[i]
        if not math.isnan(x):
            if x < 0 or x == np.inf:
                return 5, i
            while o_old + 1 < o_high and o_time[o_old + 1] <= t - oi_step:
                o_old += 1
            shift = np.nan
            if o_old >= 0 and t - oi_step - o_time[o_old] <= oi_patience and o_value[o_old] > 0:
                shift = x / o_value[o_old] - 1
            shift_at = t
            o_value[o_high] = x
            o_time[o_high] = t
            o_high += 1
            newest_interest = x
        if end_at[i] != NO_END:
            end = end_at[i]
        out[0, i] = change
        out[1, i] = simple
        out[2, i] = vol
        out[3, i] = velocity if velocity_at != NO_END and t - velocity_at <= carried else np.nan
        out[4, i] = shift if shift_at != NO_END and t - shift_at <= carried else np.nan
        out[5, i] = (end - t) / 1e6 if end != NO_END else np.nan
        most = max(newest_volume, newest_interest)
        codes[i] = (most >= 0) + (most >= mid_from) + (most >= high_from)  # a sum, since such branches are hard to foresee
    return 0, 0
