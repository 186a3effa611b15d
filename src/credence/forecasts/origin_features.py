"""What a price path says about its own width at an origin: one kernel for training, for batches and for a single request.

A row is one origin. Its window is the last 288 steps up to and with the origin; nothing after it is touched. Everything that
has the unit of a price is divided by sqrt(p (1 - p)), the widest that a change can be, so that markets of any price compare;
everything that has the unit of time is in hours, so that paths of any step compare.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .interface import Covariates, Floats

WINDOW = 288  # steps
HALF_LIVES_H = (0.25, 1.0, 4.0, 24.0)
PATH = (
    "variance_15m", "variance_1h", "variance_4h", "variance_24h", "moves_1h", "moves_4h", "moves_24h", "quiet_h",
    "range_1h", "range_6h", "range_24h", "change_step", "change_1h", "change_6h", "largest_1h", "largest_24h",
    "roughness", "variance_ratio", "ewma_94", "near", "side", "place_24h", "observed_h", "missing", "step_h", "tick",
    "hourly_variance", "six_hourly_variance",
)  # fmt: skip
SCHEDULE = ("spread", "hours_to_end", "hour_sin", "hour_cos", "sibling_scale")
AT_SPREAD = len(PATH)
LEAST_PRICE = 0.0025  # a quarter of a cent: nearer to the boundary, one tick would be many widths


def boundary_scale(p: Floats) -> Floats:
    """sqrt(p (1 - p)), kept off zero: the root of the variance that a price has left to the end."""
    inside = np.clip(p, LEAST_PRICE, 1 - LEAST_PRICE)
    return np.asarray(np.sqrt(inside * (1 - inside)))


@njit(cache=True, nogil=True)
def _variances(prices, first, last, decays, out, row, least):  # type: ignore[no-untyped-def]
    """Weighted means of squared changes and of whether there was a change, newest first; also the RiskMetrics variance."""
    squares, counts, moves = np.zeros(4), np.zeros(4), np.zeros(4)
    weights = np.ones(4)
    risk, risk_weight, weight_94 = 0.0, 0.0, 1.0
    quiet, n, tick = -1.0, 0, 1.0
    largest_1h = largest_24h = total_square = total_move = 0.0
    hour = max(1, round(1 / out[row, 24]))
    for at in range(last, first, -1):
        change = prices[at] - prices[at - 1]
        if np.isfinite(change):
            size = abs(change)
            moved = size > least
            n += 1
            for j in range(4):
                squares[j] += weights[j] * change * change
                counts[j] += weights[j]
                moves[j] += weights[j] * moved
            risk += weight_94 * change * change
            risk_weight += weight_94
            weight_94 *= 0.94
            total_square += change * change
            total_move += size
            if moved:
                quiet = last - at if quiet < 0 else quiet
                tick = min(tick, size)
            if last - at < hour:
                largest_1h = max(largest_1h, size)
            largest_24h = max(largest_24h, size)
        for j in range(4):
            weights[j] *= decays[j]
    step_h = out[row, 24]
    for j in range(4):
        out[row, j] = squares[j] / counts[j] / step_h if counts[j] > 0 else np.nan
    for j in range(3):
        out[row, 4 + j] = moves[j + 1] / counts[j + 1] if counts[j + 1] > 0 else np.nan
    out[row, 7] = step_h * (quiet if quiet >= 0 else last - first)
    out[row, 14], out[row, 15] = largest_1h, largest_24h
    out[row, 16] = np.sqrt(total_square * n) / total_move if total_move > 0 else np.nan
    out[row, 18] = risk / risk_weight / step_h if risk_weight > 0 else np.nan
    out[row, 22] = n * step_h
    out[row, 23] = 1 - n / max(1, last - first)
    out[row, 25] = tick


@njit(cache=True, nogil=True)
def _ranges(prices, first, last, out, row):  # type: ignore[no-untyped-def]
    """Highest minus lowest price, the change, and the place of the price between the two, over hours back from the origin."""
    p, step_h = prices[last], out[row, 24]
    low, high = p, p
    bounds = (1.0, 6.0, 24.0)
    k = 0
    then = p
    for at in range(last, first - 1, -1):
        if np.isfinite(prices[at]):
            hours = (last - at) * step_h
            while k < 3 and hours > bounds[k] + 1e-9:
                out[row, 8 + k] = high - low
                if k < 2:
                    out[row, 12 + k] = p - then
                k += 1
            if k == 3:
                break
            low, high, then = min(low, prices[at]), max(high, prices[at]), prices[at]
    while k < 3:
        out[row, 8 + k] = high - low
        if k < 2:
            out[row, 12 + k] = p - then
        k += 1
    out[row, 21] = (p - low) / (high - low) if high > low else 0.5


@njit(cache=True, nogil=True)
def _ratio(prices, first, last):  # type: ignore[no-untyped-def]
    """Variance of overlapping changes over six steps, beside six times the variance of one: below 1 where changes bounce."""
    one = six = 0.0
    n_one = n_six = 0
    for at in range(last, first, -1):
        change = prices[at] - prices[at - 1]
        if np.isfinite(change):
            one += change * change
            n_one += 1
        if at - 6 >= first:
            change = prices[at] - prices[at - 6]
            if np.isfinite(change):
                six += change * change
                n_six += 1
    return six / n_six / (6 * one / n_one) if one > 0 and n_six > 0 else np.nan


@njit(cache=True, nogil=True)
def _lagged(prices, first, last, lag, half_life):  # type: ignore[no-untyped-def]
    """Weighted mean of squared overlapping changes over `lag` steps, newest first, and how many there were."""
    total = weights = 0.0
    n, weight, decay = 0, 1.0, 0.5 ** (1.0 / half_life)
    for at in range(last, first + lag - 1, -1):
        change = prices[at] - prices[at - lag]
        if np.isfinite(change):
            total += weight * change * change
            weights += weight
            n += 1
        weight *= decay
    return total / weights if n >= lag else np.nan


@njit(cache=True, nogil=True)
def _fill(prices, first, last, step_h, out):  # type: ignore[no-untyped-def]
    """Rows of PATH for origins `last` whose paths begin at `first`, in a flat array of prices."""
    decays = np.empty(4)
    for row in range(len(last)):
        p = prices[last[row]]
        if not np.isfinite(p):
            out[row] = np.nan
            continue
        start = max(first[row], last[row] - 287)
        out[row, 24] = step_h[row]
        for j in range(4):
            decays[j] = 0.5 ** (step_h[row] / (0.25, 1.0, 4.0, 24.0)[j])
        _variances(prices, start, last[row], decays, out, row, 1e-7)
        _ranges(prices, start, last[row], out, row)
        out[row, 11] = prices[last[row]] - prices[last[row] - 1] if last[row] > start else np.nan
        out[row, 17] = _ratio(prices, start, last[row])
        for k, hours in ((26, 1.0), (27, 6.0)):
            lag = max(1, round(hours / step_h[row]))
            out[row, k] = _lagged(prices, start, last[row], lag, 4 * lag) / (lag * step_h[row])
        out[row, 19] = min(p, 1 - p)
        out[row, 20] = 1.0 if p > 0.5 else -1.0


def path_features(prices: Floats, first: NDArray[np.int64], last: NDArray[np.int64], step_s: NDArray[np.int64]) -> Floats:
    """PATH for every origin, (n, len(PATH)); a row whose price is nan is nan.

    prices  flat grids, one after another, nan where there was no price
    first   index of the first price of the origin's path; last  index of the origin; step_s  length of its step
    """
    out = np.full((len(last), len(PATH)), np.nan)
    _fill(np.ascontiguousarray(prices), first, last, step_s / 3600.0, out)
    scale = boundary_scale(prices[last])
    for k, name in enumerate(PATH):
        if ("variance" in name and name != "variance_ratio") or name == "ewma_94":
            out[:, k] /= scale**2
        elif name.startswith(("range", "change", "largest")):
            out[:, k] /= scale
    return out


def schedule_features(covariates: Covariates | None, n: int) -> Floats:
    """SCHEDULE for every origin, (n, len(SCHEDULE)), nan where unknown."""
    out = np.full((n, len(SCHEDULE)), np.nan)
    if covariates is None:
        return out
    given = (covariates.spread, covariates.hours_to_end, covariates.origin_ts, covariates.origin_ts, covariates.sibling_scale)
    for k, values in enumerate(given):
        if values is not None:
            out[:, k] = values
    hour = 2 * np.pi * (out[:, 2] % 86400) / 86400
    out[:, 2], out[:, 3] = np.sin(hour), np.cos(hour)
    return out


def batch_features(batch: Floats, step_s: int, covariates: Covariates | None) -> Floats:
    """PATH and SCHEDULE of a batch with one row per series, (n, len(PATH) + len(SCHEDULE))."""
    n, length = batch.shape
    first = np.arange(n, dtype=np.int64) * length
    steps = np.full(n, step_s, np.int64)
    path = path_features(batch.ravel(), first, first + length - 1, steps)
    return np.hstack([path, schedule_features(covariates, n)])
