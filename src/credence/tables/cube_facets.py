"""Facets: how the rows of a question spread over each dimension, so that a filter is a chart as well.

facets  a question, the cube -> one facet per dimension, with markets and events by value, or markets by bar of a range
rule    counted are the rows that can be scored, so that a facet adds up to what the figures rest on. A facet leaves its own
        filter aside: it shows what else there is. At one moment a market has one row, so rows are markets
All facets are counted in one pass: a row that fits all filters counts in each, one that fits all but one in that one's facet.
"""

import itertools
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cube import RANGES, Cube, Filters, Mask
from .questions import Question, scorable

VALUES = ("venue", "category", "liquidity_bucket", "price_source")
ENDS = ("assumed", "observed")
EDGES: dict[str, tuple[float, ...]] = {  # of bars: from an edge up to, not including, the next; the last one is open
    "volume": (0, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000),
    "traders": (0, 3, 10, 30, 100, 300, 1_000), "duration": (0, 1, 3, 7, 14, 30, 60, 90, 180),
    "age": (0, 60, 300, 600, 1_800, 3_600, 7_200), "spread": (0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1),
}  # fmt: skip
UNITS = {"volume": "USDC", "traders": "wallets", "duration": "days", "age": "s", "spread": "0..1"}
COUNTED = (*VALUES, "ends", *EDGES)  # in the one pass
TAG = len(COUNTED)
TAGS = 30  # shown: the most frequent ones, and the one that is chosen
MISSING = {"traders": "trades have not been read", "price_source": "no row says where its price is from"}

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class _Moment:
    """What is the same for all questions to one moment of a cube."""

    codes: NDArray[np.int16]  # (n, facets) the value or the bar of each row
    first: Codes  # (facets + 1,) where the counts of each facet begin
    event: NDArray[np.int32]  # (n,)
    row_of: NDArray[np.int32]  # (markets,) the row of each market of the cube, -1 of those without one


def facets(asked: Question, cube: Cube) -> list[dict[str, Any]]:
    """One facet per dimension in a fixed order: {"name", "kind", "available", "values" or "bars", "unit", "reason"}."""
    moment = _moment(cube, asked.filters.anchor, asked.filters.horizon)
    counts, missed, of = _missed(asked, cube)
    last = np.full(moment.first[-1], -1, np.int64)
    markets, events = np.zeros_like(last), np.zeros_like(last)
    _compiled()["tally"](moment.codes, moment.event, counts, missed, of, moment.first, last, markets, events)
    parts = [slice(*bounds) for bounds in itertools.pairwise(moment.first.tolist())]
    found = {name: (markets[part], events[part]) for name, part in zip(COUNTED, parts, strict=True)}
    values = [_of_values(name, asked, cube.names[name], *found[name]) for name in VALUES]
    ends = _of_values("ends", asked, list(ENDS), *found["ends"])
    tags = _of_tags(asked, cube, moment, counts & ((missed == 0) | ((missed == 1) & (of == TAG))))
    return [*values, ends, tags, *(_of_range(name, asked, found[name][0]) for name in EDGES)]


def _missed(asked: Question, cube: Cube) -> tuple[Mask, NDArray[np.uint8], NDArray[np.int8]]:
    """Of each row of the moment: whether it counts at all, how many filters of facets it misses, and the last of those."""
    filters = asked.filters
    names = (*VALUES, "ends", "tag")
    given = {name: getattr(filters, name) for name in names if getattr(filters, name) not in (None, "all")}
    free: dict[str, Any] = dict.fromkeys(names)
    bare = replace(filters, ranges={}, **free)
    counts = cube.select(bare).keep & scorable(cube, filters.anchor, filters.horizon, asked.price)
    missed, of = np.zeros(len(counts), np.uint8), np.full(len(counts), -1, np.int8)
    alone = Filters(filters.anchor, filters.horizon)
    single = [(name, replace(alone, **{name: value})) for name, value in given.items()]
    single += [(name, replace(alone, ranges={name: bounds})) for name, bounds in filters.ranges.items()]
    for name, one in single:
        outside = ~cube.select(one).keep
        missed += outside
        of[outside] = TAG if name == "tag" else COUNTED.index(name)
    return counts, missed, of


def _of_values(name: str, asked: Question, names: list[str], markets: Codes, events: Codes) -> dict[str, Any]:
    chosen = getattr(asked.filters, name)
    values = [
        {"value": value, "markets": int(n), "events": int(e), "chosen": value == chosen}
        for value, n, e in zip(names, markets, events, strict=True)
        if value and (n or value == chosen)
    ]
    return _facet(name, "values", bool(values)) | {"values": sorted(values, key=lambda one: (-one["markets"], one["value"]))}


def _of_tags(asked: Question, cube: Cube, moment: _Moment, counts: Mask) -> dict[str, Any]:
    chosen, names = asked.filters.tag, cube.names["tag"]
    if not names:
        return _facet("tag", "values", available=False) | {"values": []}
    markets, events = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
    stamps = np.full(int(moment.event.max(initial=-1)) + 1, -1, np.int64)
    start, tagged = (np.asarray(cube.arrays[name]) for name in ("tag_start", "tag_market"))
    _compiled()["tags"](start, tagged, moment.row_of, counts, moment.event, stamps, markets, events)
    order = sorted(np.flatnonzero(markets).tolist(), key=lambda at: (-markets[at], names[at]))
    kept = order[:TAGS] + [at for at in range(len(names)) if names[at] == chosen and at not in order[:TAGS]]
    values = [
        {"value": names[at], "markets": int(markets[at]), "events": int(events[at]), "chosen": names[at] == chosen} for at in kept
    ]
    return _facet("tag", "values", bool(values)) | {"values": values, "left_out": max(len(order) - TAGS, 0)}


def _of_range(name: str, asked: Question, markets: Codes) -> dict[str, Any]:
    """The last count is that of rows whose value is not known."""
    bounds, edges = asked.filters.ranges.get(name), (*EDGES[name], np.inf)
    bars = [
        {"low": float(low), "high": float(high) if np.isfinite(high) else None, "markets": int(n),
         "chosen": bounds is not None and _meets(bounds, low, high)}
        for (low, high), n in zip(itertools.pairwise(edges), markets[:-1], strict=True)
    ]  # fmt: skip
    known = bool(markets[:-1].any())
    return _facet(name, "range", known) | {"unit": UNITS[name], "bars": bars, "unknown": int(markets[-1])}


def _facet(name: str, kind: str, available: bool) -> dict[str, Any]:
    return {"name": name, "kind": kind, "available": available} | (
        {} if available else {"reason": MISSING.get(name, "no row that can be scored has it")}
    )


def _meets(bounds: tuple[float | None, float | None], low: float, high: float) -> bool:
    least, most = bounds
    return (most is None or most >= low) and (least is None or least < high)


# ---------------------------------------------------------------- rows of one moment


@lru_cache(maxsize=8)
def _moment(cube: Cube, anchor: str, horizon: str) -> _Moment:
    every = cube.select(Filters(anchor, horizon))
    columns = [every.column(name) for name in VALUES] + [every.column("observed")]
    columns += [_bars(every.column(RANGES[name]), EDGES[name]) for name in EDGES]
    sizes = [len(cube.names[name]) for name in VALUES] + [len(ENDS)] + [len(edges) + 1 for edges in EDGES.values()]
    row_of = np.full(len(cube.arrays["market_id"]), -1, np.int32)
    row_of[every.column("market")] = np.arange(len(every), dtype=np.int32)
    codes = np.stack(columns, axis=1).astype(np.int16) if len(every) else np.zeros((0, len(COUNTED)), np.int16)
    return _Moment(np.ascontiguousarray(codes), np.cumsum([0, *sizes]), np.array(every.column("event"), np.int32), row_of)


def _bars(values: NDArray[np.float64], edges: tuple[float, ...]) -> NDArray[np.int16]:
    """The bar of each value; behind the last one where it is not known or below all edges."""
    found = (np.searchsorted(np.asarray(edges, float), values, side="right") - 1).astype(np.int16)
    found[np.isnan(values) | (found < 0)] = len(edges)
    return found


@cache
def _compiled() -> dict[str, Any]:
    from numba import njit  # half a second to load, for those who need it

    return {"tally": njit(cache=True, nogil=True)(_tally), "tags": njit(cache=True, nogil=True)(_tags)}


def _tally(
    codes: Codes, event: Codes, counts: Mask, missed: Codes, of: Codes, first: Codes, last: Codes, markets: Codes, events: Codes
) -> None:
    """Rows of one event lie together: an event is new to a value where another one was last."""
    facets = codes.shape[1]
    for row in range(len(codes)):
        if not counts[row] or missed[row] > 1:
            continue
        begin, end = 0, facets
        if missed[row] == 1:
            begin, end = of[row], min(of[row] + 1, facets)
        for facet in range(begin, end):
            code = first[facet] + codes[row, facet]
            markets[code] += 1
            if last[code] != event[row]:
                last[code] = event[row]
                events[code] += 1


def _tags(
    start: Codes, tagged: Codes, row_of: Codes, counts: Mask, event: Codes, stamps: Codes, markets: Codes, events: Codes
) -> None:
    for tag in range(len(markets)):
        for place in range(start[tag], start[tag + 1]):
            row = row_of[tagged[place]]
            if row >= 0 and counts[row]:
                markets[tag] += 1
                if stamps[event[row]] != tag:
                    stamps[event[row]] = tag
                    events[tag] += 1
