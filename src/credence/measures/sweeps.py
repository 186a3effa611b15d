"""Sweeps: sums by event over rows that are sorted by event, without an array of a number per event.

In   rows of a sample whose events come one after the other (as the cube lays them out)
Out  the same sums as `clusters.contributions` and `np.bincount` would give, several times faster on half a million rows

Rows in any other order, and few rows, go the general way; both give the same figures to rounding.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .inputs import Codes, Vector
from .samples import Sample

LEAST_ROWS = 20_000  # under it the general way takes as long, and compiled code need not be loaded


class Moments(NamedTuple):
    """Sums over events of products of their sums, and the sums by week."""

    events: int
    total: Vector  # (columns,) sum over all rows
    products: Vector  # (pairs,) sum over events of the product of two of its columns
    squares: Vector  # (directions,) sum over events of the square of a combination of its columns
    fourths: Vector  # (directions,) of its fourth power
    by_week: Vector  # (weeks, columns)


class EventCounts(NamedTuple):
    """What `enough` asks of a sample."""

    squares: float  # sum over events of the square of its weight
    yes: int  # events with a row that ended YES
    no: int


def sorted_events(sample: Sample) -> bool:
    """Whether the quick way is open: many rows, whose events come one after the other."""
    event = sample.event
    return len(event) >= LEAST_ROWS and bool((event[1:] >= event[:-1]).all())


def moments(sample: Sample, table: Vector, week: Codes, pairs: Codes, directions: Vector) -> Moments | None:
    """One sweep over the rows; None where an event reaches into two weeks.

    sample      with `sorted_events`
    table       (k, 2, columns) as in `clusters.contributions`
    week        (n,) dense codes
    pairs       (pairs, 2) columns to be multiplied
    directions  (directions, columns)
    """
    cells = np.ascontiguousarray(table, float).reshape(2 * len(sample.pooled.price), -1)
    by_week = np.zeros((int(week.max()) + 1, cells.shape[1]))
    products, squares, fourths = np.zeros(len(pairs)), np.zeros(len(directions)), np.zeros(len(directions))
    events = _compiled()["moments"](
        sample.event, sample.place, sample.resolved_yes, sample.weight, cells, week, pairs, directions, products, squares,
        fourths, by_week,
    )  # fmt: skip
    return Moments(events, by_week.sum(axis=0), products, squares, fourths, by_week) if events else None


def event_counts(sample: Sample) -> EventCounts:
    """Squares of the events' weights, and how many of them ended YES and NO; `sample` with `sorted_events`."""
    return EventCounts(*_compiled()["counts"](sample.event, sample.resolved_yes, sample.weight))


def squares_by_bin(event: Codes, bin_of: Codes, bins: int, value: Vector) -> tuple[Vector, Codes]:
    """`ece.cell_squares` for events that are sorted."""
    total, found = np.zeros(bins), np.zeros(bins, np.int64)
    _compiled()["squares"](event, bin_of, value, total, found)
    return total, found


def sums_by_cluster(sample: Sample, group: Codes, cells: Vector) -> Vector:
    """`clusters.contributions` for many rows, in the order of the rows: the same sums to the last bit.

    group  (n,) dense codes, in any order
    cells  (2 k, columns) entry 2 x place of the price + outcome
    """
    total = np.zeros((int(group.max()) + 1, cells.shape[1]))
    _compiled()["sums"](group, sample.place, sample.resolved_yes, sample.weight, cells, total)
    return total


def bin_squares(sample: Sample, bin_of: Codes, share: Vector) -> tuple[Vector, Vector, Vector, Vector, Vector, Codes]:
    """The last six of `bin_sums.BinSums`; `sample` with `sorted_events`.

    bin_of  (k,) the bin of each distinct price
    share   (b,) share of YES of each bin
    """
    sums, events = np.zeros((5, len(share))), np.zeros(len(share), np.int64)
    price = sample.pooled.price
    _compiled()["bins"](sample.event, sample.place, sample.resolved_yes, sample.weight, bin_of, share, price, sums, events)
    squares, chance, held, off, gap = sums
    return squares, chance, held, off, gap, events


@cache
def _compiled() -> dict[str, Any]:
    from numba import njit  # half a second to load, for those who need it

    kernels = {"moments": _moments, "counts": _counts, "squares": _squares, "sums": _sums, "bins": _bins}
    return {name: njit(cache=True, nogil=True)(kernel) for name, kernel in kernels.items()}


def _moments(
    event: Codes, place: Codes, yes: Vector, weight: Vector, cells: Vector, week: Codes, pairs: NDArray[np.int64],
    directions: Vector, products: Vector, squares: Vector, fourths: Vector, by_week: Vector,
) -> int:  # fmt: skip
    columns, n = cells.shape[1], len(event)
    own = np.zeros(columns)
    events, first = 0, 0
    for i in range(n):
        if week[i] != week[first]:
            return 0
        cell = 2 * place[i] + (1 if yes[i] > 0 else 0)
        for j in range(columns):
            own[j] += weight[i] * cells[cell, j]
        if i + 1 < n and event[i + 1] == event[i]:
            continue
        events += 1
        for q in range(len(pairs)):
            products[q] += own[pairs[q, 0]] * own[pairs[q, 1]]
        for d in range(len(directions)):
            along = 0.0
            for j in range(columns):
                along += directions[d, j] * own[j]
            squares[d] += along**2
            fourths[d] += along**4
        for j in range(columns):
            by_week[week[first], j] += own[j]
            own[j] = 0.0
        first = i + 1
    return events


def _counts(event: Codes, yes: Vector, weight: Vector) -> tuple[float, int, int]:
    n, squares, with_yes, with_no = len(event), 0.0, 0, 0
    own, any_yes, any_no = 0.0, 0, 0
    for i in range(n):
        own += weight[i]
        if yes[i] > 0:
            any_yes = 1
        else:
            any_no = 1
        if i + 1 == n or event[i + 1] != event[i]:
            squares += own * own
            with_yes += any_yes
            with_no += any_no
            own, any_yes, any_no = 0.0, 0, 0
    return squares, with_yes, with_no


def _squares(event: Codes, bin_of: Codes, value: Vector, total: Vector, found: Codes) -> None:
    n, bins = len(event), len(total)
    own = np.zeros(bins)
    for i in range(n):
        own[bin_of[i]] += value[i]
        if i + 1 == n or event[i + 1] != event[i]:
            for k in range(bins):
                if own[k] != 0.0:
                    total[k] += own[k] * own[k]
                    found[k] += 1
                    own[k] = 0.0


def _sums(group: Codes, place: Codes, yes: Vector, weight: Vector, cells: Vector, total: Vector) -> None:
    columns = cells.shape[1]
    for i in range(len(group)):
        cell = 2 * place[i] + (1 if yes[i] > 0 else 0)
        for j in range(columns):
            total[group[i], j] += weight[i] * cells[cell, j]


def _bins(
    event: Codes, place: Codes, yes: Vector, weight: Vector, bin_of: Codes, share: Vector, price: Vector, sums: Vector,
    events: Codes,
) -> None:  # fmt: skip
    n, bins = len(event), len(share)
    own = np.zeros((3, bins))
    for i in range(n):
        p, w, at = price[place[i]], weight[i], bin_of[place[i]]
        sums[0, at] += w * w
        sums[1, at] += w * w * p * (1.0 - p)
        own[0, at] += w
        own[1, at] += w * (yes[i] - share[at])
        own[2, at] += w * (yes[i] - p)
        if i + 1 == n or event[i + 1] != event[i]:
            for k in range(bins):
                if own[0, k] != 0.0:
                    for j in range(3):
                        sums[2 + j, k] += own[j, k] * own[j, k]
                        own[j, k] = 0.0
                    events[k] += 1
