"""Displayed prices of one event, hour by hour: a chain on the grid of ticks whose truth is a martingale.

From a displayed price its planted truth follows; the next truth is drawn with that mean and rounded at random to one
of the two ticks around it, so that the mean stays; the outcome is drawn from the last truth. Hence P(YES | displayed)
is the planted S(a + b L(displayed)) at every moment, exactly. What is common to legs (one walk of a ladder, a factor
of the event, a shock of all events) is in the random numbers and leaves each leg's law alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from .planted import Grid, Vector
from .steps import Codes, next_shares, shares_in_ticks

SHOCK = 0.5  # share of a shock's step that all events have in common
SHOCK_OUTCOME = 0.1  # the same, of outcomes in the days after it
CORRELATION = 0.3  # of the legs of an event that are no ladder
SIGNAL = 3.0  # of the winner among others, per unit of u / (1 - u)


@dataclass(frozen=True, slots=True)
class Clock:
    """When an event learns how much. All of it is drawn apart from prices and outcomes.

    known    (n,) share of what will be known that is known at each moment, ascending, less than 1
    run      (n,) which stage of the grid holds
    jolt     (n,) what all events have in common in the step to this moment; NaN without a shock
    fallen   (n,) share of the YES still to come that comes in the step to this moment
    outcome  what all outcomes of these days have in common; NaN without a shock
    """

    known: Vector
    run: Codes
    jolt: Vector
    fallen: Vector
    outcome: float


@dataclass(frozen=True, slots=True)
class Course:
    """What became of the legs of an event."""

    ticks: Codes  # (legs, n) displayed
    true_p: Vector  # (legs, n) P(YES | displayed)
    yes: NDArray[np.bool_]  # (legs,)
    happened: Codes  # (legs,) the moment by which YES had come, or n


def walks(rng: np.random.Generator, clock: Clock, grid: Grid, begin: Vector, one_walk: bool) -> Course:
    """Legs with outcomes of their own, or the rungs of a ladder on one walk.

    grid   of one cell
    begin  (legs,) where prices begin, before rounding
    """
    legs, n, within = len(begin), len(clock.known), 1.0 if one_walk else CORRELATION
    moves = np.flatnonzero((np.diff(clock.known) > 0) | (np.diff(clock.run) != 0) | (clock.fallen[1:] > 0)) + 1
    before = np.concatenate([[0], moves[:-1]])
    left = 1 - clock.known
    shrink = np.sqrt(left[before] / left[moves])
    z = _together(rng, within, (len(moves), legs), clock.jolt[moves][:, None], SHOCK)
    push = z * np.sqrt((clock.known[moves] - clock.known[before]) / left[moves])[:, None]
    uniform = rng.random((len(moves), 1 if one_walk else legs))
    hazard = rng.random((len(moves), legs)) if clock.fallen.any() else uniform
    happened = np.full(legs, n)
    now = np.clip(np.rint(1000 * begin).astype(np.int64), grid.lowest[0, 0], grid.highest[0, 0])
    shown = np.empty((len(moves) + 1, legs), np.int64)
    shown[0] = now
    runs, fallen = clock.run.tolist(), clock.fallen.tolist()
    for number, step in enumerate(moves.tolist()):
        run = runs[step]
        stage = grid.stage(run)
        if fallen[step]:
            share = (grid.true_p[0, runs[before[number]], now] - stage.low) / (1 - stage.low)  # what may still come
            happened = np.where((happened == n) & (hazard[number] < share * fallen[step]), step, happened)
            share = (1 - stage.low) / stage.width * share * (1 - fallen[step]) / (1 - share * fallen[step])
            normal = ndtri(np.minimum(share, 1.0))
        else:
            normal = grid.normal(runs[before[number]], run)[now]
        truth = stage.low + stage.width * ndtr(normal * shrink[number] + push[number])
        below = np.minimum(np.maximum(stage.truth.searchsorted(truth, side="right") - 1, stage.lowest), stage.highest - 1)
        now = below + (uniform[number] * stage.gap[below] < truth - stage.truth[below])
        shown[number + 1] = now
    held = np.diff(np.concatenate([[0], moves, [n]]))
    ticks = np.repeat(shown, held, axis=0).T
    true_p = grid.true_p[0, clock.run, ticks]
    z = _together(rng, within, (1, legs), np.array([[clock.outcome]]), SHOCK_OUTCOME)[0]
    return Course(ticks, true_p, (ndtr(z) < true_p[:, -1]) | (happened < n), happened)


def _together(rng: np.random.Generator, within: float, shape: tuple[int, int], factor: Vector, share: float) -> Vector:
    """Standard normal numbers (steps, legs): `within` common to legs, and a share of the factor where there is one."""
    z = np.sqrt(within) * rng.standard_normal((shape[0], 1)) + np.sqrt(1 - within) * rng.standard_normal(shape)
    return np.asarray(np.where(np.isnan(factor), z, np.sqrt(share) * factor + np.sqrt(1 - share) * z))


def shares(rng: np.random.Generator, clock: Clock, prior: Vector) -> Course:
    """Markets of which exactly one resolves YES; displayed prices sum to 1 at every moment.

    prior  (legs,) shares where prices begin, sum 1
    """
    legs, n = len(prior), len(clock.known)
    event, starts, size = np.zeros(legs, np.int64), np.zeros(1, np.int64), np.array([legs])
    ticks = np.empty((legs, n), np.int64)
    now = shares_in_ticks(prior, event, size, rng.random(1))
    strength = SIGNAL * clock.known / (1 - clock.known)
    at = 0
    for step in (np.flatnonzero(np.diff(clock.known) > 0) + 1).tolist():
        ticks[:, at:step] = now[:, None]
        share = next_shares((now - 1) / (1000 - legs), event, starts, strength[step] - strength[at], rng)
        now = shares_in_ticks(share, event, size, rng.random(1))
        at = step
    ticks[:, at:] = now[:, None]
    z = rng.standard_normal()
    if not np.isnan(clock.outcome):  # from the cheapest upwards: a shock is a week of lost favourites, or of won ones
        z = np.sqrt(SHOCK_OUTCOME) * clock.outcome + np.sqrt(1 - SHOCK_OUTCOME) * z
    order = np.argsort(now, kind="stable")
    winner = order[int(np.searchsorted(np.cumsum(now[order]), 1000 * ndtr(z), side="right"))]
    return Course(ticks, ticks / 1000, np.arange(legs) == winner, np.full(legs, n))
