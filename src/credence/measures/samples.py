"""A sample: rows that are judged together, checked once, with equal prices pooled.

In   forecasts, outcomes, weights and events of n rows
Out  the same rows, and one point per distinct price: all that calibration needs to know of prices and outcomes

Prices lie on a grid of ticks, so a million rows have about a thousand distinct prices. Curves, scores and their
decompositions are sums over those; only errors of estimates need the rows again, as sums by event.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .inputs import Codes, Vector, codes, forecasts, weights

GRID = 10_000  # prices that are whole multiples of 1 / GRID are pooled without sorting


class Pooled(NamedTuple):
    """One entry per distinct price, in ascending order; every entry has weight."""

    price: Vector  # (k,) in [0, 1]
    weight: Vector  # (k,) share of all weight, sums to 1
    share_yes: Vector  # (k,) weighted share that ended YES
    n: Codes  # (k,) rows


class Sample(NamedTuple):
    """n rows. Rows without weight are dropped before; `event` is 0 .. events - 1 without gaps."""

    p_yes: Vector  # (n,)
    resolved_yes: Vector  # (n,) 0 or 1
    weight: Vector  # (n,) sums to 1
    event: Codes  # (n,)
    place: Codes  # (n,) index of the row's price in `pooled`
    pooled: Pooled

    @property
    def events(self) -> int:
        return int(self.event.max()) + 1


def sample(
    p_yes: ArrayLike,
    resolved_yes: ArrayLike,
    weight: ArrayLike | None = None,
    event_codes: ArrayLike | None = None,
) -> Sample:
    """Check the rows, drop those of weight 0, and pool equal prices.

    p_yes, resolved_yes  (n,), as in `scores.brier`: NaN and empty input are refused
    weight               (n,) 0 or more, not all 0; only ratios matter; all the same where none are given
    event_codes          (n,) whole numbers from 0: rows of one event are not independent; each row its own where none are given

    >>> rows = sample([0.2, 0.7, 0.2], [0, 1, 1], event_codes=[4, 4, 9])
    >>> rows.pooled.price.tolist(), rows.pooled.share_yes.tolist(), rows.event.tolist()
    ([0.2, 0.7], [0.5, 1.0], [0, 0, 1])
    """
    p, y = forecasts(p_yes, resolved_yes)
    w = weights(weight, len(p))
    event = np.arange(len(p)) if event_codes is None else codes("event_codes", event_codes, len(p))
    counted = w > 0
    if not counted.all():
        p, y, w, event = p[counted], y[counted], w[counted], event[counted]
    place, price = _places(p)
    mass = np.asarray(np.bincount(place, w), float)
    pooled = Pooled(price, mass, np.clip(np.bincount(place, w * y) / mass, 0.0, 1.0), np.bincount(place).astype(np.int64))
    return Sample(p, y, w, dense(event), place, pooled)


def event_weights(event_codes: ArrayLike) -> Vector:
    """1 / rows of the row's event, so that an event counts once, however many markets it has.

    event_codes  (n,) whole numbers from 0; the same number, the same event

    >>> event_weights([0, 0, 7]).tolist()
    [0.5, 0.5, 1.0]
    """
    event = dense(codes("event_codes", event_codes, np.size(event_codes)))
    return np.asarray((1.0 / np.bincount(event))[event], float)

def dense(values: Codes) -> Codes:
    """The same groups as 0 .. groups - 1, in ascending order of the values.

    >>> dense(np.array([7, 3, 7])).tolist()
    [1, 0, 1]
    """
    if not len(values):
        return values
    top = int(values.max()) + 1
    if top > 8 * len(values) + 1024:  # too sparse to count by
        return np.unique(values, return_inverse=True)[1].astype(np.int64)
    present = np.bincount(values, minlength=top) > 0
    if present.all():
        return values.astype(np.int64, copy=False)
    return (np.cumsum(present) - 1)[values]


def _places(p: Vector) -> tuple[Codes, Vector]:
    """For each row the index of its price among the distinct ones, and those."""
    tick = np.rint(p * GRID).astype(np.int64)
    if np.array_equal(tick / GRID, p):  # exactly those numbers: on the grid
        place = dense(tick)
        return place, np.flatnonzero(np.bincount(tick)) / GRID
    price, place = np.unique(p, return_inverse=True)
    return place.astype(np.int64), price
