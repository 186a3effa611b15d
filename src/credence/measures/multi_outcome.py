"""Events of several outcomes, judged as one forecast each, and the view from the favourite's side.

In   one row per outcome (leg) of an event: the event's code, its price and whether it won
Out  per event: multi-class Brier score or ranked probability score (RPS) of prices that sum to 1, the overround beside it

Legs judged one by one as if they were binary put most rows near 0 and flatter every mean score. An event counts only where it
is whole: two or more legs, exactly one winner, and a price above 0; the others are NaN, for the caller to count.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .inputs import Codes, Vector, codes, forecasts
from .samples import GRID, dense


class EventScores(NamedTuple):
    """One entry per event, in ascending order of the codes; scores of events that are not whole are NaN."""

    event: Codes  # the codes
    outcomes: Codes  # legs
    score: Vector
    overround: Vector  # sum of the prices - 1: above 0 they promise more than one winner
    whole: np.ndarray[tuple[int], np.dtype[np.bool_]]


class FavouriteSide(NamedTuple):
    """The same rows, each seen from the side that its price favours."""

    p_yes: Vector  # 0.5 or more
    resolved_yes: Vector
    flipped: np.ndarray[tuple[int], np.dtype[np.bool_]]
    ties: int  # rows at exactly 0.5, which have no favourite and stay as they were


def multi_class_brier(event_codes: ArrayLike, p_yes: ArrayLike, resolved_yes: ArrayLike) -> EventScores:
    """Squared error summed over the outcomes of each event, prices divided by their sum: 0 perfect, 2 certain and wrong.

    event_codes   (n,) whole numbers from 0: legs of one event carry one code
    p_yes         (n,) in [0, 1], as traded: they are divided by their sum here
    resolved_yes  (n,) 1 for the outcome that won, else 0

    Brier (1950), Monthly Weather Review 78, equation 2. For two outcomes it is twice the score of either.

    >>> found = multi_class_brier([7, 7, 7], [0.6, 0.4, 0.2], [1, 0, 0])
    >>> found.score.round(4).tolist(), found.overround.round(4).tolist()
    ([0.3889], [0.2])
    """
    event, p, y, facts = _legs(event_codes, p_yes, resolved_yes)
    gaps = np.bincount(event, (p - y) ** 2, len(facts.event))
    return facts._replace(score=np.where(facts.whole, gaps, np.nan))


def ranked_probability_score(
    event_codes: ArrayLike, p_yes: ArrayLike, resolved_yes: ArrayLike, order: ArrayLike
) -> EventScores:
    """RPS of each event with ordered outcomes (price strikes, temperature bands): near misses cost less; 0 perfect, 1 worst.

    event_codes, p_yes, resolved_yes  as in `multi_class_brier`: legs exclude each other ("70 to 71", not "above 70")
    order                             (n,) place on the ladder, finite, no two equal within an event

    The mean over the K - 1 inner bounds of the squared gap between cumulated price and outcome. Epstein (1969), Journal of
    Applied Meteorology 8, divided by K - 1.

    >>> found = ranked_probability_score([0, 0, 0], [0.5, 0.3, 0.2], [0, 0, 1], order=[60, 65, 70])
    >>> found.score.round(4).tolist()  # ((0.5 - 0)^2 + (0.8 - 0)^2) / 2
    [0.445]
    """
    event, p, y, facts = _legs(event_codes, p_yes, resolved_yes)
    place = np.asarray(order, float)
    if place.shape != p.shape or not np.isfinite(place).all():
        raise InputError("order", place.shape, f"one finite number for each of {len(p)} rows")
    sorted_rows = np.lexsort((place, event))
    event, place, gap = event[sorted_rows], place[sorted_rows], (p - y)[sorted_rows]
    if ((np.diff(event) == 0) & (np.diff(place) == 0)).any():
        raise InputError("order", "two equal places in one event", "a ladder: no two equal within an event")
    cumulated = _cumulated_within(event, gap)
    # the last leg's gap is 0: prices and outcome both sum to 1
    summed = np.bincount(event, cumulated**2, len(facts.event))
    return facts._replace(score=np.where(facts.whole, summed / np.maximum(facts.outcomes - 1, 1), np.nan))


def favourite_side(p_yes: ArrayLike, resolved_yes: ArrayLike) -> FavouriteSide:
    """Rows priced below 0.5 turned round, so that the arbitrary order of two named outcomes decides nothing.

    p_yes, resolved_yes  (n,), as in `scores.brier`

    Rows at exactly 0.5 have no favourite: they stay as they were and are counted. Both sides of a market are never kept:
    that would count it twice, and hide any bias towards YES. Prices on the grid of ticks stay on it.

    >>> found = favourite_side([0.1, 0.5, 0.8], [0, 1, 1])
    >>> found.p_yes.tolist(), found.resolved_yes.tolist(), found.ties
    ([0.9, 0.5, 0.8], [1.0, 1.0, 1.0], 1)
    """
    p, y = forecasts(p_yes, resolved_yes)
    flipped = p < 0.5
    tick = np.rint(p * GRID)
    other = np.where(tick / GRID == p, (GRID - tick) / GRID, 1 - p)  # 1 - 0.9 is not the number that is written 0.1
    return FavouriteSide(np.where(flipped, other, p), np.where(flipped, 1 - y, y), flipped, int(np.sum(p == 0.5)))


def _legs(event_codes: ArrayLike, p_yes: ArrayLike, resolved_yes: ArrayLike) -> tuple[Codes, Vector, Vector, EventScores]:
    """Rows with prices that sum to 1 within their event, and the events without scores yet."""
    p, y = forecasts(p_yes, resolved_yes)
    given = codes("event_codes", event_codes, len(p))
    event = dense(given)
    total, winners = np.bincount(event, p), np.bincount(event, y)
    legs: Codes = np.bincount(event).astype(np.int64)
    whole = (legs >= 2) & (winners == 1) & (total > 0)
    share = p / np.where(total > 0, total, 1.0)[event]
    unscored, overround = np.full(len(total), np.nan), np.asarray(total - 1, float)
    return event, share, y, EventScores(np.unique(given), legs, unscored, overround, whole)


def _cumulated_within(event: Codes, values: Vector) -> Vector:
    """Running sums that start again with each event; rows lie event by event."""
    running = np.cumsum(values)
    first = np.flatnonzero(np.diff(event, prepend=-1))
    before = np.where(first > 0, running[first - 1], 0.0)
    return np.asarray(running - before[event], float)
