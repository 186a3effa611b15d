"""Sums over the rows of a bin that know of events: what intervals and ranges of a reliability diagram are made of."""

from typing import NamedTuple

import numpy as np

from .decomposition import binned
from .ece import cell_squares
from .inputs import Codes, Vector
from .samples import Sample
from .sweeps import bin_squares, sorted_events


class BinSums(NamedTuple):
    """Of b bins; w weight, y outcome, p price."""

    mass: Vector  # sum of w
    price: Vector  # weighted mean price
    share_yes: Vector  # weighted
    squares: Vector  # sum of w^2
    chance: Vector  # sum of w^2 p (1 - p)
    held: Vector  # sum over events of (sum of w)^2
    off: Vector  # ... of (sum of w (y - share of YES))^2
    gap: Vector  # ... of (sum of w (y - p))^2
    events: Codes

    @property
    def even(self) -> Vector:
        """Events of equal weight that would be as sure."""
        return np.asarray(self.mass**2 / self.held, float)


def bin_sums(sample: Sample, bin_of: Codes) -> BinSums:
    """The sums of each bin, in one pass where rows are many and sorted by event.

    bin_of  (k,) the bin of each distinct price, 0 .. without gaps

    >>> from credence.measures.samples import sample
    >>> found = bin_sums(sample([0.2, 0.2, 0.8], [0, 1, 1], event_codes=[0, 0, 1]), np.array([0, 1]))
    >>> found.events.tolist(), (9 * found.held).round(9).tolist()
    ([1, 1], [4.0, 1.0])
    """
    mass, price, share = binned(bin_of, sample.pooled)
    share = np.clip(share, 0.0, 1.0)
    weight, pooled, bins = sample.weight, sample.pooled, len(mass)
    if sorted_events(sample):
        return BinSums(mass, price, share, *bin_squares(sample, bin_of, share))
    row_bin, events = bin_of[sample.place], int(sample.event.max()) + 1
    by_price = np.bincount(sample.place, weight**2, len(pooled.price))
    held, found = cell_squares(sample.event, events, row_bin, bins, weight)
    off, _ = cell_squares(sample.event, events, row_bin, bins, weight * (sample.resolved_yes - share[row_bin]))
    gap, _ = cell_squares(sample.event, events, row_bin, bins, weight * (sample.resolved_yes - sample.p_yes))
    chance = np.asarray(np.bincount(bin_of, by_price * pooled.price * (1 - pooled.price), bins), float)
    squares = np.asarray(np.bincount(row_bin, weight**2, bins), float)
    return BinSums(mass, price, share, squares, chance, held, off, gap, found)
