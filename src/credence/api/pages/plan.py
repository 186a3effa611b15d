"""The plan of pages: which address is which page, which panels stand beside its main answer, what its plain table shows.

A panel is the address of another answer. It is made of the address that was asked for, and where it must be of the main
answer; None: this page has no such panel.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from ..parameters import CellParameters
from .negotiation import Pairs


@dataclass(frozen=True)
class Asked:
    """The address of a page, taken apart."""

    path: str
    pairs: Pairs
    places: dict[str, str]

    def only(self, *names: str) -> Pairs:
        return [(name, value) for name, value in self.pairs if name in names]

    def without(self, *names: str) -> Pairs:
        return [(name, value) for name, value in self.pairs if name not in names]

    def value(self, name: str) -> str:
        return next((value for given, value in self.pairs if given == name), "")


Address = tuple[str, Pairs]
Main = dict[str, Any]  # the main answer's `data`, where it is an object


@dataclass(frozen=True)
class Panel:
    """One answer beside the main one.

    address   of the panel; `after` says whether it reads the main answer (else it gets {})
    deferred  only the address is sent: the application asks for it once the main answer is drawn
    """

    name: str
    address: Callable[[Asked, Main], Address | None]
    after: bool = False
    deferred: bool = False


@dataclass(frozen=True)
class Page:
    """A page: its name, its path with places, its panels and the columns of its plain table (none: as they come)."""

    name: str
    path: str
    panels: tuple[Panel, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.path)


@cache
def _compiled(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


def _fixed(path: str, *keep: str, **given: str) -> Callable[[Asked, Main], Address]:
    """An address of its own, with the parameters named taken over from the page."""
    return lambda asked, _: (path, asked.only(*keep) + list(given.items()))


def _series(name: str) -> Callable[[Asked, Main], Address | None]:
    """An address that the main answer of a market names for its window."""

    def found(_: Asked, main: Main) -> Address | None:
        said = (main.get("series") or {}).get(name)
        if not said:
            return None
        path, _, query = said.partition("?")
        return unquote(path), parse_qsl(query, keep_blank_values=True)

    return found


def _of_market(path: str, **given: str) -> Callable[[Asked, Main], Address | None]:
    def found(_: Asked, main: Main) -> Address | None:
        market = main.get("market")
        return (path, [("market_id", market["market_id"]), *given.items()]) if market else None

    return found


def _event(_: Asked, main: Main) -> Address | None:
    event_id = (main.get("market") or {}).get("event_id")
    return (f"/events/{event_id}", []) if event_id else None


def _context(asked: Asked, _: Main) -> Address:
    return "/scoreboard/explorer/context", asked.only(*CellParameters.model_fields)


_GROUP = ("venue", "category", "liquidity_bucket", "horizon", "anchor", "weighting", "n", "n_events", "brier", "slope", "note")
_RUN = ("run_id", "command", "status", "as_of", "started_at", "seconds", "error")

PAGES: tuple[Page, ...] = (
    Page("overview", "/"),
    Page("overview", "/overview"),
    Page("scoreboard", "/scoreboard", columns=_GROUP),
    Page("explorer", "/scoreboard/explorer", (Panel("context", _context, deferred=True),)),
    *(
        Page(name, f"/scoreboard/{name}")
        for name in ("monitor", "changes", "attrition", "panel", "cells", "compare", "facets", "cell")
    ),
    Page(
        "trust", "/trust/reliability",
        (Panel("evidence", _fixed("/recalibrated/evidence", "anchor", "horizon")),),
        ("trust_version", "anchor", "horizon", "quintile", "n", "n_events", "mean_trust", "slope", "verdict"),
    ),
    Page(
        "bands", "/bands/coverage",
        (Panel("breaches", _fixed("/bands/breaches", "band_calibration", limit="50")),),
        ("segment_by", "segment", "method", "step_seconds", "horizon_steps", "band_calibration", "n", "n_events",
         "miss_below", "miss_above"),
    ),
    Page(
        "recalibration", "/recalibrated/evidence",
        columns=("category", "horizon", "anchor", "n", "n_events", "gain", "verdict", "statement"),
    ),
    Page(
        "markets", "/markets",
        columns=("question", "category", "status", "price", "range_1h", "outside_range", "trust", "volume_24h",
                 "open_interest", "end_ts", "seen_share"),
    ),
    Page(
        "market", "/markets/{market_id}",
        (
            Panel("prices", _series("prices"), after=True),
            Panel("bands", _series("bands"), after=True),
            Panel("breaches", _series("breaches"), after=True),
            Panel("trust", _of_market("/trust", limit="100"), after=True),
            Panel("trust_record", _fixed("/trust/reliability", anchor="scheduled", horizon="all")),
            Panel("related", _event, after=True),
        ),
    ),
    Page("events", "/events", columns=("title", "category", "kind", "n_markets", "sum", "gap", "age_seconds")),
    Page("event", "/events/{event_id}"),
    Page("forecast", "/tsfm/forecast"),
    Page(
        "coverage", "/coverage",
        (Panel("runs", _fixed("/ops/runs", limit="30")),),
        ("source", "scope", "status", "expected", "received", "detail", "since", "until", "run_id"),
    ),
    Page("runs", "/ops/runs", columns=_RUN),
    Page("run", "/ops/runs/{run_id}"),
    Page("search", "/search", columns=("question", "category", "status", "price")),
    Page("docs", "/docs"),
    Page("docs", "/docs/{name}"),
)  # fmt: skip
LIST, OBJECT = Page("list", ""), Page("object", "")  # every other address, by what it answers

# Places of the head: word, address, the pages that belong to it.
PLACES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("overview", "/", frozenset({"overview"})),
    ("scoreboard", "/scoreboard/explorer", frozenset(
        {"scoreboard", "explorer", "trust", "bands", "recalibration", "monitor", "changes", "attrition", "panel", "cells",
         "compare", "facets", "cell"})),
    ("markets", "/markets", frozenset({"markets", "market", "events", "event"})),
    ("forecast", "/tsfm/forecast", frozenset({"forecast"})),
    ("coverage", "/coverage", frozenset({"coverage", "runs", "run"})),
    ("docs", "/docs", frozenset({"docs"})),
)  # fmt: skip

# What the plain page of an object shows first, in this order, of what is in its answer.
PARTS: dict[str, tuple[str, ...]] = {
    "overview": ("believable", "moved", "gaps_to_recalibrated", "incoherent", "not_seen", "changes"),
    "explorer": ("strip", "diagram", "bin", "compare"),
    "market": ("readings", "trust", "market", "outcome", "snapshots", "gaps", "cutoffs"),
    "event": ("coherence", "markets", "implications", "event"),
    "run": ("steps",),
}


def page_at(path: str, pairs: Pairs) -> tuple[Page, Asked] | None:
    """The page of a path, where it has one of its own."""
    for page in PAGES:
        match = page.pattern.fullmatch(path)
        if match:
            return page, Asked(path, pairs, match.groupdict())
    return None
