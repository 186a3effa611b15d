"""What a price path says about its own width at an origin: one kernel for training, for batches and for a single request.

A row is one origin. Its window is the last 288 steps up to and with the origin; nothing after it is touched. Everything that
has the unit of a price is divided by sqrt(p (1 - p)), the widest that a change can be, so that markets of any price compare;
everything that has the unit of time is in hours, so that paths of any step compare.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ..errors import InputError
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
FIELDS = ("spread", "hours_to_end", "origin_ts", "origin_ts", "sibling_scale")  # of Covariates, for SCHEDULE
AT_SPREAD = len(PATH)
LEAST_MOVE = 1e-7  # smaller changes are rounding
LEAST_PRICE = 0.0025  # a quarter of a cent: nearer to the boundary, one tick would be many widths


def boundary_scale(p: Floats) -> Floats:
    """sqrt(p (1 - p)), kept off zero: the root of the variance that a price has left to the end."""
    inside = np.clip(p, LEAST_PRICE, 1 - LEAST_PRICE)
    return np.asarray(np.sqrt(inside * (1 - inside)))


@njit(cache=True, nogil=True)
def _powers(decay, out):  # type: ignore[no-untyped-def]
    """1, decay, decay squared ... and, in the second row, their sums."""
    weight = total = 1.0
    for k in range(out.shape[1]):
        out[0, k], out[1, k] = weight, total
        weight *= decay
        total += weight


@njit(cache=True, nogil=True)
def _changes(recent, changes, known, risk_weights, in_force):  # type: ignore[no-untyped-def]
    """Changes from step to step, 0 and not known where a price is missing; returns how many are known.

    in_force  the RiskMetrics weight of each: a change that is missing has none, and the next one takes its place
    """
    n = 0
    newer, older = recent[:-1], recent[1:]
    for k in range(len(newer)):
        change = newer[k] - older[k]
        finite = change == change  # noqa: PLR0124  (false for nan only)
        changes[k] = change if finite else 0.0
        known[k] = 1.0 if finite else 0.0
        n += finite
    if n == len(newer):
        in_force[:n] = risk_weights[0, :n]
        return n
    seen = 0
    for k in range(len(newer)):
        in_force[k] = risk_weights[0, seen]
        seen += known[k] > 0
    return n


@njit(cache=True, nogil=True)
def _variances(changes, known, n, weights, risk_weights, in_force, out, row, least):  # type: ignore[no-untyped-def]
    """Weighted means of squared changes and of whether there was a change; also the RiskMetrics variance."""
    w0, w1, w2, w3 = weights[0, 0], weights[1, 0], weights[2, 0], weights[3, 0]
    s0 = s1 = s2 = s3 = m1 = m2 = m3 = risk = total_square = total_move = 0.0
    for k in range(len(changes)):
        change = changes[k]
        size = abs(change)
        moved = 1.0 if size > least else 0.0
        s0 += w0[k] * change * change
        s1 += w1[k] * change * change
        s2 += w2[k] * change * change
        s3 += w3[k] * change * change
        m1 += w1[k] * moved
        m2 += w2[k] * moved
        m3 += w3[k] * moved
        risk += in_force[k] * change * change
        total_square += change * change
        total_move += size
    step_h = out[row, 24]
    squares, moves = (s0, s1, s2, s3), (m1, m2, m3)
    for j in range(4):
        count = 0.0
        if n == len(changes) and n > 0:
            count = weights[j, 1, n - 1]
        else:
            for k in range(len(changes)):
                count += weights[j, 0, k] * known[k]
        out[row, j] = squares[j] / count / step_h if count > 0 else np.nan
        if j > 0:
            out[row, 3 + j] = moves[j - 1] / count if count > 0 else np.nan
    out[row, 16] = np.sqrt(total_square * n) / total_move if total_move > 0 else np.nan
    out[row, 18] = risk / risk_weights[1, n - 1] / step_h if n > 0 else np.nan
    out[row, 22] = n * step_h
    out[row, 23] = 1 - n / max(1, len(changes))
    return total_square


@njit(cache=True, nogil=True)
def _moves(changes, out, row, least):  # type: ignore[no-untyped-def]
    """The largest changes of the last hour and of the day, the smallest that is one, and the time since the last."""
    step_h = out[row, 24]
    hour = min(max(1, round(1 / step_h)), len(changes))
    tick, largest = 1.0, 0.0
    for k in range(hour):
        largest = max(largest, abs(changes[k]))
    out[row, 14] = largest
    for k in range(len(changes)):
        size = abs(changes[k])
        largest = max(largest, size)
        tick = min(tick, size if size > least else 1.0)
    quiet = 0
    while quiet < len(changes) and abs(changes[quiet]) <= least:
        quiet += 1
    out[row, 7] = step_h * quiet
    out[row, 15], out[row, 25] = largest, tick


@njit(cache=True, nogil=True)
def _ranges(recent, within, out, row):  # type: ignore[no-untyped-def]
    """Highest minus lowest price, the change, and the place of the price between the two, over hours back from the origin.

    within  steps back that lie within 1, 6 and 24 hours
    """
    p = recent[0]
    low = high = then = p
    back = 0
    for j in range(3):
        part = recent[back : within[j] + 1]
        for k in range(len(part)):
            price = part[k]
            known = price == price  # noqa: PLR0124  (false for nan only)
            then = price if known else then
            low, high = min(low, then), max(high, then)
        back = max(back, within[j] + 1)
        out[row, 8 + j] = high - low
        if j < 2:
            out[row, 12 + j] = p - then
    out[row, 21] = (p - low) / (high - low) if high > low else 0.5


@njit(cache=True, nogil=True)
def _ratio(recent, one, n_one):  # type: ignore[no-untyped-def]
    """Variance of overlapping changes over six steps, beside six times the variance of one: below 1 where changes bounce.

    one  sum of the squares of n_one changes over one step
    """
    six = 0.0
    n_six = 0
    newer, older = recent[:-6], recent[6:]
    for k in range(len(older)):
        change = newer[k] - older[k]
        finite = change == change  # noqa: PLR0124  (false for nan only)
        six += change * change if finite else 0.0
        n_six += finite
    return six / n_six / (6 * one / n_one) if one > 0 and n_six > 0 else np.nan


@njit(cache=True, nogil=True)
def _lagged(recent, lag, weights):  # type: ignore[no-untyped-def]
    """Weighted mean of squared overlapping changes over `lag` steps; nan where there are fewer than `lag`."""
    total = total_weight = 0.0
    n = 0
    older, weight = recent[lag:], weights[0]
    for k in range(len(older)):
        change = recent[k] - older[k]
        finite = change == change  # noqa: PLR0124  (false for nan only)
        total += weight[k] * change * change if finite else 0.0
        total_weight += weight[k] if finite else 0.0
        n += finite
    return total / total_weight if n >= lag else np.nan


@njit(cache=True, nogil=True)
def _of_step(step_h, weights, lags, within):  # type: ignore[no-untyped-def]
    """What depends on the step alone: weights of the four half-lives and of the two lags, lags, and steps within hours."""
    for j in range(4):
        _powers(0.5 ** (step_h / (0.25, 1.0, 4.0, 24.0)[j]), weights[j])
    for j in range(2):
        lags[j] = max(1, round((1.0, 6.0)[j] / step_h))
        _powers(0.5 ** (1.0 / (4 * lags[j])), weights[4 + j])
    for j in range(3):
        within[j] = 0
        while within[j] < WINDOW and (within[j] + 1) * step_h <= (1.0, 6.0, 24.0)[j] + 1e-9:
            within[j] += 1


@njit(cache=True, nogil=True)
def _fill(prices, first, last, step_h, out):  # type: ignore[no-untyped-def]
    """Rows of PATH for origins `last` whose paths begin at `first`, in a flat array of prices."""
    weights, lags, within = np.empty((6, 2, WINDOW)), np.empty(2, np.int64), np.empty(3, np.int64)
    window, changes, known, in_force = np.empty(WINDOW), np.empty(WINDOW), np.empty(WINDOW), np.empty(WINDOW)
    risk_weights = np.empty((2, WINDOW))
    _powers(0.94, risk_weights)
    step = -1.0
    for row in range(len(last)):
        p = prices[last[row]]
        if not np.isfinite(p):
            out[row] = np.nan
            continue
        if step_h[row] != step:
            step = step_h[row]
            _of_step(step, weights, lags, within)
        length = min(last[row] - first[row], WINDOW - 1)
        recent = window[: length + 1]  # newest first
        path = prices[last[row] - length : last[row] + 1]
        for k in range(length + 1):
            recent[length - k] = path[k]
        out[row, 24] = step
        n = _changes(recent, changes, known, risk_weights, in_force)
        one = _variances(changes[:length], known, n, weights, risk_weights, in_force, out, row, LEAST_MOVE)
        _moves(changes[:length], out, row, LEAST_MOVE)
        _ranges(recent, within, out, row)
        out[row, 11] = recent[0] - recent[1] if length > 0 else np.nan
        out[row, 17] = _ratio(recent, one, n)
        for j in range(2):
            out[row, 26 + j] = _lagged(recent, lags[j], weights[4 + j]) / (lags[j] * step)
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
    """SCHEDULE for every origin, (n, len(SCHEDULE)), nan where unknown. Raises InputError for another number of values."""
    out = np.full((n, len(SCHEDULE)), np.nan)
    if covariates is None:
        return out
    for k, field in enumerate(FIELDS):
        values = getattr(covariates, field)
        if values is not None:
            if np.shape(values) != (n,):
                raise InputError(f"covariates.{field}", np.shape(values), f"one value for each of {n} series")
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
