"""Questions to the cube: which rows, at which price, counted how; checked once for everybody who asks.

question   words from a command line or an address -> a Question, or InputError with what is allowed
rows_of    its rows as arrays: price, outcome, event and week of those that can be scored, and what became of the others
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..config import rules
from ..errors import InputError
from ..lake import Lake
from ..measures.figures import NO_FILLS, OF_FILLS, WEIGHTINGS, Weighting
from ..records.cutoff import ANCHORS, HORIZONS
from .cube import RANGES, Cube, Filters, Selection
from .known import refuse_unknown
from .ranges import bounds_of
from .windows import WINDOW_BY, complete_until, window_of

BUCKETS = ("LOW", "MID", "HIGH", "UNKNOWN")
PRICES = {
    "quote": "the displayed price at the moment",
    "last": "the last price, however old",
    "mean_1h": "mean of the hour before, by time",
    "trade_1h": "mean of that hour's trades, by shares",
    "bid": "the bid of the quote",
    "ask": "its ask",
}
BINS = {  # edges of ranges that can be a dimension: from an edge up to, not including, the next
    "volume": (0.0, 1_000.0, 10_000.0, 100_000.0), "duration": (0.0, 1.0, 7.0, 30.0, 90.0),
    "age": (0.0, 60.0, 600.0, 3600.0), "spread": (0.0, 0.01, 0.02, 0.05, 0.1),
}  # fmt: skip
DIMENSIONS = {
    "venue": "venue", "category": "category", "liquidity": "liquidity_bucket", "liquidity_bucket": "liquidity_bucket",
    "source": "price_source", "price_source": "price_source",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Filters, weighting and kind of price, and the window in words."""

    filters: Filters
    weighting: str = "event"
    price: str = "quote"
    window: Mapping[str, Any] = field(default_factory=lambda: {"window": None})

    def but(self, **changed: Any) -> "Question":
        """The same question with other filters."""
        return replace(self, filters=replace(self.filters, **changed))

    def described(self) -> dict[str, Any]:
        """What was asked, as it stands beside the answer."""
        names = ("anchor", "horizon", "venue", "category", "liquidity_bucket", "price_source", "tag", "text", "ends")
        asked = {name: getattr(self.filters, name) for name in names}
        ranges = {name: list(bounds) for name, bounds in self.filters.ranges.items()}
        return asked | ranges | {"weighting": self.weighting, "price": self.price} | dict(self.window)


@dataclass(frozen=True)
class Rows:
    """Rows that can be scored: arrays of length n. `asked` is the selection they come from, `usable` which of it they are."""

    p_yes: NDArray[np.float64]
    resolved_yes: NDArray[np.float64]
    event: NDArray[np.int64]
    week: NDArray[np.int64]
    asked: Selection
    usable: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.p_yes)

    def column(self, name: str) -> NDArray[Any]:
        return np.asarray(self.asked.whole_slice(name)[self._places])

    @cached_property
    def _places(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.asked.keep)[self.usable]

    def where(self, keep: NDArray[np.bool_]) -> "Rows":
        usable = self.usable.copy()
        usable[usable] = keep
        return Rows(self.p_yes[keep], self.resolved_yes[keep], self.event[keep], self.week[keep], self.asked, usable)


def question(
    lake: Lake,
    *,
    anchor: str = "scheduled",
    horizon: str = "24h",
    weighting: str = "event",
    price: str = "quote",
    window: str | None = None,
    window_by: str = "scheduled_end",
    venue: str | None = None,
    category: str | None = None,
    liquidity_bucket: str | None = None,
    price_source: str | None = None,
    tag: str | None = None,
    text: str | None = None,
    ends: str | None = None,
    **ranges: str | None,
) -> Question:
    """Check what was asked.

    window  such as `90d`, as in `windows.window_of`; without one every complete cohort counts, and no other
    ranges  volume, traders, duration, age, spread: `LEAST:MOST`, either may be missing; rows whose value is unknown are left out
    """
    allowed: dict[str, tuple[str | None, tuple[str, ...]]] = {
        "anchor": (anchor, ANCHORS), "horizon": (horizon, tuple(HORIZONS)), "price": (price, tuple(PRICES)),
        "weighting": (weighting, (*WEIGHTINGS, *OF_FILLS)), "window_by": (window_by, WINDOW_BY),
        "liquidity_bucket": (liquidity_bucket, BUCKETS), "ends": (ends, ("all", "observed", "assumed")),
    }  # fmt: skip
    for name, (value, values) in allowed.items():
        if value is not None and value not in values:
            raise InputError(name, value, " or ".join(values))
    bounds = window_of(lake, window, window_by) if window is not None else None
    until = bounds.until if bounds else complete_until(lake)
    filters = Filters(
        anchor=anchor, horizon=horizon, venue=venue, category=category, liquidity_bucket=liquidity_bucket,
        price_source=price_source, tag=tag, text=text, ends=ends, window_by=window_by,
        since_s=int(bounds.since.timestamp()) if bounds else None, until_s=int(until.timestamp()) if until else None,
        ranges={name: _range(name, value) for name, value in ranges.items() if value is not None},
    )  # fmt: skip
    words = bounds.described(str(window), window_by) if bounds else {"window": None, "until": until}
    return Question(filters, weighting, price, words)


def parts(asked: Question, by: str, cube: Cube) -> list[tuple[str, Question]]:
    """One question per value of a dimension: the values of a column, both kinds of ends, or the bins of a range."""
    if by in BINS:
        edges = [*BINS[by], np.inf]
        bins = [(least, float(np.nextafter(most, least))) for least, most in itertools.pairwise(edges)]
        return [(f"{least:g} to {most:g}" if np.isfinite(most) else f"{least:g} and more",
                 asked.but(ranges=dict(asked.filters.ranges) | {by: (least, end if np.isfinite(most) else None)}))
                for (least, end), most in zip(bins, edges[1:], strict=True)]  # fmt: skip
    if by == "ends":
        return [(ends, asked.but(ends=ends)) for ends in ("observed", "assumed")]
    column = dimension(by)
    return [(value or "none", asked.but(**{column: value})) for value in cube.names[column]]


def free_of(asked: Question, by: str) -> None:
    """Refuse a filter on what is shown value by value: it would be overwritten."""
    given = asked.filters.ranges.get(by) if by in BINS else getattr(asked.filters, "ends" if by == "ends" else dimension(by))
    if given is not None:
        raise InputError(by, given, f"not given: it is what is shown (--by {by})")


def dimension(name: str) -> str:
    """The column that `--by` means."""
    if name not in DIMENSIONS:
        raise InputError("by", name, " or ".join([*DIMENSIONS, "ends", *BINS]))
    return DIMENSIONS[name]


def weighting_of(asked: Question) -> Weighting:
    """How rows count. Without fills, a weighting by fills is refused and nothing takes its place."""
    if asked.weighting in OF_FILLS:
        raise InputError("weighting", asked.weighting, f"{' or '.join(WEIGHTINGS)} ({asked.weighting}: {NO_FILLS})")
    return "market" if asked.weighting == "market" else "event"


def rows_of(asked: Question, cube: Cube) -> Rows:
    """The rows that can be scored; a weighting by fills is refused, and so is a name that no row has."""
    weighting_of(asked)
    known_names(asked, cube)
    chosen = cube.select(asked.filters)
    counts = chosen.keep & scorable(cube, asked.filters.anchor, asked.filters.horizon, asked.price)
    at = np.flatnonzero(counts)
    every = cube.select(Filters(asked.filters.anchor, asked.filters.horizon))
    price, label = prices_of(every, asked.price)[at], every.column("resolved_yes")[at]
    event, week = (every.column(name)[at].astype(np.int64) for name in ("event", "week"))
    return Rows(price, label.astype(np.float64), event, week, chosen, counts[chosen.keep])


@lru_cache(maxsize=32)
def scorable(cube: Cube, anchor: str, horizon: str, price: str) -> NDArray[np.bool_]:
    """Which rows of a moment have a price of that kind and an answer, whatever the filters say."""
    every = cube.select(Filters(anchor, horizon))
    known = every.status("price_status", "priced")
    if price == "last":
        known |= every.status("price_status", "stale")
    return np.asarray(known & ~np.isnan(prices_of(every, price)) & (every.column("resolved_yes") >= 0))


def known_names(asked: Question, cube: Cube) -> None:
    """Refuse a venue, category, source or tag that the lake has never seen: a misspelt filter is no empty answer."""
    for name in ("venue", "category", "price_source", "tag"):
        refuse_unknown(name, getattr(asked.filters, name), cube.names[name])


def prices_of(chosen: Selection, price: str) -> NDArray[np.float64]:
    """One kind of price of every row, NaN where it is not known."""
    quote = chosen.column("p_yes")
    if price == "quote":
        return quote
    if price in ("last", "mean_1h", "trade_1h"):
        return chosen.column(f"p_{price}")
    half = chosen.column("spread") / 2
    return np.clip(quote - half if price == "bid" else quote + half, 0.0, 1.0)


def fates(chosen: Selection) -> dict[str, int]:
    """How many rows were asked for, and what became of them."""

    def of(column: str, value: str) -> NDArray[np.bool_]:
        return np.asarray(chosen.keep & (chosen.whole_slice(column) == chosen.cube.code(column, value)))

    def count(column: str, value: str) -> int:
        return int(np.count_nonzero(of(column, value)))

    stale = of("price_status", "stale")
    return {
        "rows": len(chosen),
        "priced": count("price_status", "priced"),
        "stale": int(np.count_nonzero(stale)),
        "stale_yes": int(np.count_nonzero(stale & (chosen.whole_slice("resolved_yes") == 1))),
        "no_price": count("price_status", "none"),
        "already_resolved": count("price_status", "already_resolved"),
        "void": count("outcome_status", "VOID"),
        "unresolved": count("outcome_status", "UNRESOLVED"),
        "without_bucket": count("liquidity_bucket", "UNKNOWN"),
    }


def shows_outcome(rows: Rows) -> bool:
    """Whether the prices already tell the outcome: nearly all are extreme, or a threshold parts YES from NO."""
    if not len(rows):
        return False
    price, place = np.unique(rows.p_yes, return_inverse=True)
    cell = 2 * place + (rows.resolved_yes == 1)
    return outcome_shown(price, np.bincount(cell, minlength=2 * len(price)).reshape(-1, 2))


def outcome_shown(price: NDArray[np.float64], rows: NDArray[Any]) -> bool:
    """`shows_outcome` where rows are counted already: (k,) distinct prices, (k, 2) rows that ended NO and YES."""
    rule = rules("cutoffs")["scoreboard"]
    edge = (price <= rule["extreme_price"]) | (price >= 1 - rule["extreme_price"])
    extreme = float(rows[edge].sum() / rows.sum())
    no, yes = price[rows[:, 0] > 0], price[rows[:, 1] > 0]
    separated = bool(len(no) and len(yes) and no.max() < yes.min())
    return extreme > rule["outcome_visible_share"] or separated


def _range(name: str, value: str) -> tuple[float | None, float | None]:
    if name not in RANGES:
        raise InputError("filter", name, "one of " + ", ".join(RANGES))
    return bounds_of(name, value)
