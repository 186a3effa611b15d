"""Thinning: fewer points of a series that look the same when drawn: the first, lowest, highest and last of each slot of time."""

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

LEAST, MOST = 2, 5_000
OF_A_SLOT = 4


def kept_places(moments: NDArray[np.int64], values: NDArray[np.float64], points: int) -> NDArray[np.int64]:
    """Places of at most `points` of the rows, ascending; all of them where there are no more.

    moments  (n,) ascending
    values   (n,) NaN where there is none: such a row is kept only as the first or last of its slot
    points   2 .. 5,000; the first and the last row are always kept

    >>> kept_places(np.arange(8), np.array([0.0, 5, 1, 2, 2, -1, 3, 2]), 4).tolist()  # one slot
    [0, 1, 5, 7]
    """
    if not LEAST <= points <= MOST:
        raise InputError("points", points, f"{LEAST} .. {MOST:,}")
    n = len(moments)
    if n <= points:
        return np.arange(n, dtype=np.int64)
    if points < OF_A_SLOT:
        return np.array([0, n - 1], np.int64)
    slots = points // OF_A_SLOT
    length = max(int(moments[-1] - moments[0]), 1) + 1
    slot = (moments - moments[0]) * slots // length
    first = np.flatnonzero(np.diff(slot, prepend=-1))
    last = np.append(first[1:], n) - 1
    known = np.flatnonzero(~np.isnan(values))
    by_value = known[np.lexsort((known, values[known], slot[known]))]  # of equal values the earliest comes first
    lowest = by_value[np.flatnonzero(np.diff(slot[by_value], prepend=-1))]
    falling = known[np.lexsort((known, -values[known], slot[known]))]
    highest = falling[np.flatnonzero(np.diff(slot[falling], prepend=-1))]
    return np.unique(np.concatenate([first, last, lowest, highest]))
