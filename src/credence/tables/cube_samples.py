"""Samples of the cube: rows of a question as `measures.samples.sample` makes them, without doing for every question what is the
same for all.

At one moment prices are ticks and rows lie sorted by event; both are found once. What is left is a pass or two over the rows
that are asked for. The sample is the same to the last bit (a test says so); prices off the grid, and few rows, go the general
way.
"""

from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..measures.figures import weighed
from ..measures.samples import GRID, Pooled, Sample
from ..measures.sweeps import LEAST_ROWS
from .cube import Cube, Filters
from .questions import Question, Rows, prices_of, weighting_of

Codes = NDArray[np.int64]


def sample_of(asked: Question, rows: Rows, cube: Cube) -> Sample:
    """The rows of a question (`questions.rows_of`), one or more, weighed as it says."""
    ticks = _ticks(cube, asked.filters.anchor, asked.filters.horizon, asked.price) if len(rows) >= LEAST_ROWS else None
    if ticks is None:
        return weighed(rows.p_yes, rows.resolved_yes, rows.event, weighting_of(asked))
    n = len(rows)
    kept = rows.asked.keep.copy()
    kept[kept] = rows.usable
    by_event = weighting_of(asked) == "event"
    event, own_tick, weight = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n)
    seen = np.zeros(GRID + 1, np.int64)
    _compiled()["rows"](kept, ticks, rows.event, event, own_tick, weight, seen)
    if not by_event:
        weight = np.full(n, 1.0)
    weight /= weight.sum()
    present = np.flatnonzero(seen)
    place_of = np.zeros(GRID + 1, np.int64)
    place_of[present] = np.arange(len(present))
    place, price = place_of[own_tick], present / GRID
    mass = np.asarray(np.bincount(place, weight), float)
    share = np.clip(np.bincount(place, weight * rows.resolved_yes) / mass, 0.0, 1.0)
    return Sample(rows.p_yes, rows.resolved_yes, weight, event, place, Pooled(price, mass, share, seen[present]))


@lru_cache(maxsize=16)
def _ticks(cube: Cube, anchor: str, horizon: str, price: str) -> NDArray[np.int32] | None:
    """The price of each row in ticks, 0 where there is none; None where one is off the grid, or rows are not sorted."""
    every = cube.select(Filters(anchor, horizon))
    found, event = prices_of(every, price), every.column("event")
    known = ~np.isnan(found)
    ticks = np.rint(np.where(known, found, 0.0) * GRID).astype(np.int32)
    exact = np.array_equal(ticks[known] / GRID, found[known]) and bool(((ticks >= 0) & (ticks <= GRID)).all())
    return ticks if exact and bool((event[1:] >= event[:-1]).all()) else None


@cache
def _compiled() -> dict[str, Any]:
    from numba import njit  # half a second to load, for those who need it

    return {"rows": njit(cache=True, nogil=True)(_rows)}


def _rows(
    kept: NDArray[np.bool_], ticks: Codes, of_event: Codes, event: Codes, own_tick: Codes, weight: NDArray[np.float64],
        seen: Codes
) -> None:
    """Events without gaps, ticks, and 1 / rows of the event, of the rows that are kept."""
    n, at = len(event), 0
    for row in range(len(kept)):
        if kept[row]:
            own_tick[at] = ticks[row]
            seen[ticks[row]] += 1
            at += 1
    first, code = 0, 0
    for at in range(n):
        event[at] = code
        if at + 1 == n or of_event[at + 1] != of_event[at]:
            for k in range(first, at + 1):
                weight[k] = 1.0 / (at + 1 - first)
            first, code = at + 1, code + 1
