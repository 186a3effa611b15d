"""Compiled loops of the conformal methods: order statistics by bucket, and the online correction along chains of origins.

Loaded by those who fit or update; a look-up needs none of it. Faces with checks and units are in `order_statistic` and `online`.
"""

import math

import numba
import numpy as np

from .online import SAME_PRICE


@numba.njit(cache=True, nogil=True)
def first_reached(scores, bucket, weight, target, reached, out):  # type: ignore[no-untyped-def]
    """Of ascending scores the one at which the summed weight of its bucket reaches the bucket's target, into `out`."""
    for i in range(len(scores)):
        b = bucket[i]
        if reached[b] < target[b]:
            reached[b] += weight[i]
            if reached[b] >= target[b]:
                out[b] = scores[i]


@numba.njit(cache=True, nogil=True)
def miss(outcome, centre, lo, hi, below, unchanged, uniform, alpha_lo, alpha_hi):  # type: ignore[no-untyped-def]
    """(missed below, missed above), each 0 or 1; a price that did not move is judged by its randomised PIT."""
    if abs(outcome - centre) <= SAME_PRICE:
        pit = below + uniform * unchanged
        return 1.0 if pit < alpha_lo else 0.0, 1.0 if pit > 1.0 - alpha_hi else 0.0
    return 1.0 if outcome < lo - SAME_PRICE else 0.0, 1.0 if outcome > hi + SAME_PRICE else 0.0


@numba.njit(cache=True, nogil=True)
def usable(outcome, centre, lo, hi, below, unchanged, uniform, excluded):  # type: ignore[no-untyped-def]
    """Whether a row may teach: an outcome, a band and masses are there, and it is no jump to the resolution."""
    return not excluded and not math.isnan(outcome + centre + lo + hi + below + unchanged + uniform)


@numba.njit(cache=True, nogil=True)
def widened(edge, centre, theta):  # type: ignore[no-untyped-def]
    """A band's edge with its distance from the centre times exp(theta), held in 0..1; an edge at 0 or 1 does not come inwards."""
    if theta < 0.0 and (edge <= SAME_PRICE or edge >= 1.0 - SAME_PRICE):
        return edge
    return min(max(centre + (edge - centre) * math.exp(theta), 0.0), 1.0)


@numba.njit(cache=True, nogil=True)
def moved(theta, error, alpha, rate, limit):  # type: ignore[no-untyped-def]
    return min(max(theta + rate * (error - alpha), -limit), limit)


@numba.njit(cache=True, nogil=True)
def misses(outcome, centre, lo, hi, below, unchanged, uniform, alpha_lo, alpha_hi, out):  # type: ignore[no-untyped-def]
    """`miss` of every row into out (n, 2)."""
    for i in range(len(outcome)):
        out[i, 0], out[i, 1] = miss(outcome[i], centre[i], lo[i], hi[i], below[i], unchanged[i], uniform[i], alpha_lo, alpha_hi)


@numba.njit(cache=True, nogil=True)
def update(  # type: ignore[no-untyped-def]
    series, due, now, outcome, lo, hi, centre, below, unchanged, uniform, excluded, rate, alpha_lo, alpha_hi, limit, theta, used
):
    """One pass over rows whose bands were published as they stand; returns how many are not due and how many teach nothing."""
    waiting = unused = 0
    for i in range(len(outcome)):
        if due[i] > now:
            waiting += 1
        elif not usable(outcome[i], centre[i], lo[i], hi[i], below[i], unchanged[i], uniform[i], excluded[i]):
            unused += 1
        else:
            s = series[i]
            low, high = miss(outcome[i], centre[i], lo[i], hi[i], below[i], unchanged[i], uniform[i], alpha_lo, alpha_hi)
            theta[s, 0] = moved(theta[s, 0], low, alpha_lo, rate[i], limit)
            theta[s, 1] = moved(theta[s, 1], high, alpha_hi, rate[i], limit)
            used[s] += 1
    return waiting, unused


@numba.njit(cache=True, nogil=True)
def walk(  # type: ignore[no-untyped-def]
    offsets, origin, due, until, outcome, lo, hi, centre, below, unchanged, uniform, excluded, rate, alpha_lo, alpha_hi, limit,
    theta, in_force, counts,
):  # fmt: skip
    """Each chain from its first origin on: what has fallen due is learned before the next band is made.

    `theta` (chains, 2) holds the states, at the start and at the end; `in_force` (n, 2) those at the origins; `counts`
    (chains, 3) the rows used, without a lesson, and not yet due.
    """
    for c in range(len(offsets) - 1):
        first, end = offsets[c], offsets[c + 1]
        j = first
        for i in range(first, end + 1):
            now = origin[i] if i < end else until
            while j < i and due[j] <= now:
                if usable(outcome[j], centre[j], lo[j], hi[j], below[j], unchanged[j], uniform[j], excluded[j]):
                    edge_lo = widened(lo[j], centre[j], in_force[j, 0]) if lo[j] < centre[j] else lo[j]
                    edge_hi = widened(hi[j], centre[j], in_force[j, 1]) if hi[j] > centre[j] else hi[j]
                    low, high = miss(
                        outcome[j], centre[j], edge_lo, edge_hi, below[j], unchanged[j], uniform[j], alpha_lo, alpha_hi
                    )
                    theta[c, 0] = moved(theta[c, 0], low, alpha_lo, rate[j], limit)
                    theta[c, 1] = moved(theta[c, 1], high, alpha_hi, rate[j], limit)
                    counts[c, 0] += 1
                else:
                    counts[c, 1] += 1
                j += 1
            if i < end:
                in_force[i, 0] = theta[c, 0]
                in_force[i, 1] = theta[c, 1]
        counts[c, 2] = end - j


@numba.njit(cache=True, nogil=True)
def widen(lo, hi, centre, theta_lo, theta_hi, out):  # type: ignore[no-untyped-def]
    """Both edges of every band into out (n, 2); an edge on the wrong side of the centre stays where it is."""
    for i in range(len(lo)):
        out[i, 0] = widened(lo[i], centre[i], theta_lo[i]) if lo[i] < centre[i] else lo[i]
        out[i, 1] = widened(hi[i], centre[i], theta_hi[i]) if hi[i] > centre[i] else hi[i]
        if np.isnan(lo[i]) or np.isnan(hi[i]) or np.isnan(centre[i]):
            out[i, 0] = out[i, 1] = np.nan
