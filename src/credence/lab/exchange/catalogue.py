"""The catalogue: every version of every recorded object, in order of the time at which it was known.

Gamma      by `updatedAt`; an object without it is known always. A market inside an event is a version too; of two
           versions of one moment the one recorded on its own counts. References to events stand apart.
CLOB       market objects carry no time: known when received, or always.
Series     price points by t; quotes, books, resolution and interest rows by their own time, else by when received;
           an interest row without either is known at the end of the recording.
"""

from __future__ import annotations

import gc
import math
from array import array
from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from .derive import outcome_index
from .folder import Folder, Found, slug_history
from .objects import (
    ALWAYS,
    Event,
    EventFields,
    Market,
    decoded,
    epoch,
    event_of,
    id_key,
    market_of,
    number,
    objects_in,
    text,
)
from .wire import Body


class Dated(NamedTuple):
    """A recorded row and when it was known."""

    at: float
    body: Body


class Quote(NamedTuple):
    at: float
    bid: str  # "" where there is none
    ask: str


class ClobMarket(NamedTuple):
    at: float
    body: Body
    condition_id: str
    closed: bool
    has_winner: bool


class Series(NamedTuple):
    """Prices of one token, oldest first."""

    moments: array[int]
    prices: array[float]


class _Point(msgspec.Struct, gc=False):
    t: float
    p: float


class _Token(msgspec.Struct, gc=False):
    winner: Any = None


class _ClobFields(msgspec.Struct, gc=False):
    condition_id: Any = None
    closed: Any = None
    tokens: Any = None


class _QuoteFields(msgspec.Struct, gc=False):
    price_buy: Any = None
    price_sell: Any = None


class _BookFields(msgspec.Struct, gc=False):
    asset_id: str
    timestamp: Any = None


class _ResolutionFields(msgspec.Struct, gc=False):
    condition_id: Any = None
    question_id: Any = None
    resolved_at: Any = None
    last_update_timestamp: Any = None


class _InterestFields(msgspec.Struct, gc=False):
    condition_id: str
    timestamp: Any = None
    ts: Any = None
    observed_at: Any = None
    computed_at: Any = None
    received_at: Any = None


class Catalogue:
    def __init__(self) -> None:
        self.markets: dict[str, list[Market]] = {}
        self.events: dict[str, list[Event]] = {}
        self.references: dict[str, list[Event]] = {}
        self.clob_markets: dict[str, list[ClobMarket]] = {}
        self.sampling: dict[str, list[ClobMarket]] = {}
        self.simplified: dict[str, list[ClobMarket]] = {}
        self.series: dict[str, Series] = {}
        self.slug_series: dict[str, Body] = {}
        self.quotes: dict[str, list[Quote]] = {}
        self.books: dict[str, list[Dated]] = {}
        self.resolutions: dict[str, list[Dated]] = {}
        self.condition_of_question: dict[str, str] = {}
        self.interest: dict[str, list[Dated]] = {}
        self.conditions: set[str] = set()  # all that Gamma ever named
        self.unreadable = 0
        self.newest_at = 0.0  # the newest moment in the folder

    @classmethod
    def of(cls, folder: Folder) -> Catalogue:
        catalogue = cls()
        collecting = gc.isenabled()
        gc.disable()  # millions of small objects and no cycles: collecting would double the time
        try:
            for found in folder.payloads():
                catalogue.add(found)
            world = folder.world()
            catalogue._reach(0.0 if world is None else epoch(world.as_of) or 0.0)
            catalogue._settle()
        finally:
            if collecting:
                gc.enable()
        catalogue.unreadable += folder.unreadable
        return catalogue

    def add(self, found: Found) -> None:
        if not _ADD[found.kind](self, found):
            self.unreadable += 1

    # --- one method per kind of payload; False: these bytes are not such an object ---

    def _market(self, found: Found, nested: bool = False) -> bool:
        read = market_of(found.body, nested)
        if read is None:
            return False
        market, references = read
        if _keep(self.markets.setdefault(market.id, []), market):
            for body in references:
                if (event := event_of(body, market.known_at)) is not None:
                    _keep(self.references.setdefault(event.id, []), event)
        return True

    def _event(self, found: Found) -> bool:
        event = event_of(found.body)
        if event is None:
            return False
        nested = [] if event.seen.markets is msgspec.UNSET else objects_in(event.seen.markets)
        ids = []
        for body in nested:
            self._market(Found("market", body), nested=True)
            fields = decoded(body, EventFields)  # for its id only
            ids += [] if fields is None else [str(fields.id)]
        event.market_ids = tuple(ids)
        _keep(self.events.setdefault(event.id, []), event)
        return True

    def _clob_market(self, found: Found) -> bool:
        fields = decoded(found.body, _ClobFields)
        if fields is None:
            return False
        tokens = fields.tokens if isinstance(fields.tokens, list) else []
        winner = any(isinstance(token, dict) and token.get("winner") is True for token in tokens)
        condition = text(fields.condition_id).lower()
        market = ClobMarket(found.seen_at, found.body, condition, fields.closed is True, winner)
        kept = {"clob_market": self.clob_markets, "sampling": self.sampling, "simplified": self.simplified}[found.kind]
        # a draft without a condition is listed, and is its own key
        kept.setdefault(condition or f"draft {len(kept)}", []).append(market)
        return True

    def _history(self, found: Found) -> bool:
        points = decoded(found.body, list[_Point])
        if points is None:
            return False
        if found.key in self.series:
            old = self.series[found.key]
            points = [*map(_Point, old.moments, old.prices), *points]
        merged = {int(point.t): point.p for point in points}
        moments = sorted(merged)
        self.series[found.key] = Series(array("q", moments), array("d", [merged[t] for t in moments]))
        if moments:
            self.newest_at = max(self.newest_at, moments[-1])
        return True

    def _slug_history(self, found: Found) -> bool:
        self.slug_series[found.key] = found.body
        return True

    def _quote(self, found: Found) -> bool:
        fields = decoded(found.body, _QuoteFields)
        if fields is None:
            return False
        quote = Quote(found.seen_at, _price(fields.price_buy), _price(fields.price_sell))
        self.quotes.setdefault(found.key, []).append(quote)
        return True

    def _book(self, found: Found) -> bool:
        fields = decoded(found.body, _BookFields)
        if fields is None:
            return False
        stated = epoch(fields.timestamp)
        moment = found.seen_at if stated is None else stated
        self.books.setdefault(fields.asset_id, []).append(Dated(moment, found.body))
        return True

    def _resolution(self, found: Found) -> bool:
        fields = decoded(found.body, _ResolutionFields)
        if fields is None or not (key := text(fields.condition_id).lower() or text(fields.question_id).lower()):
            return False
        stated = [t for t in map(epoch, (fields.resolved_at, fields.last_update_timestamp)) if t is not None]
        self.resolutions.setdefault(key, []).append(Dated(max(stated, default=found.seen_at), found.body))
        if question := text(fields.question_id).lower():
            self.condition_of_question[question] = key
        return True

    def _interest(self, found: Found) -> bool:
        fields = decoded(found.body, _InterestFields)
        if fields is None:
            return False
        stated = (fields.timestamp, fields.ts, fields.observed_at, fields.computed_at, fields.received_at)
        moment = next((t for value in stated if (t := epoch(value)) is not None), found.seen_at)
        self.interest.setdefault(fields.condition_id.lower(), []).append(Dated(moment, found.body))
        return True

    def _settle(self) -> None:
        """Put versions into order of time and give slug histories their tokens."""
        versions: Iterable[list[Any]] = chain(self.markets.values(), self.events.values(), self.references.values())
        for kept in versions:
            kept.sort(key=lambda version: version.known_at)
            self._reach(kept[-1].known_at)
        markets_of_clob = (self.clob_markets, self.sampling, self.simplified)
        dated: Iterable[list[Any]] = chain(
            *(kept.values() for kept in markets_of_clob), self.quotes.values(), self.books.values(),
            self.resolutions.values(), self.interest.values(),
        )  # fmt: skip
        for rows in dated:
            rows.sort(key=lambda row: row.at)
            self._reach(rows[-1].at)
        for rows in self.interest.values():
            rows[:] = [Dated(self.newest_at, row.body) if row.at == ALWAYS else row for row in rows]
            rows.sort(key=lambda row: row.at)
        self.markets = dict(sorted(self.markets.items(), key=lambda item: id_key(item[0])))
        self.conditions = {m.condition_id.lower() for kept in self.markets.values() for m in kept if m.condition_id}
        slugs = {text(kept[-1].seen.slug): kept[-1] for kept in self.markets.values() if self.slug_series}
        for slug, line in self.slug_series.items():
            label, points = slug_history(line)
            market = slugs.get(slug)
            place = None if market is None else outcome_index(market, label)
            if market is not None and market.token_ids and (place or 0) < len(market.token_ids):
                self._history(Found("history", points, key=market.token_ids[place or 0]))
        self.slug_series = {}

    def _reach(self, moment: float) -> None:
        if math.isfinite(moment):
            self.newest_at = max(self.newest_at, moment)


_ADD = {
    "market": Catalogue._market,
    "event": Catalogue._event,
    "clob_market": Catalogue._clob_market,
    "sampling": Catalogue._clob_market,
    "simplified": Catalogue._clob_market,
    "history": Catalogue._history,
    "slug_history": Catalogue._slug_history,
    "quote": Catalogue._quote,
    "book": Catalogue._book,
    "resolution": Catalogue._resolution,
    "oi": Catalogue._interest,
}


def _price(value: object) -> str:
    """The price in `{"price": "0.5"}`; "" for none or 0, which means no such level."""
    price = value.get("price") if isinstance(value, dict) else None
    return str(price) if (number(price) or 0) > 0 else ""


def _keep(versions: list[Any], new: Market | Event) -> bool:
    """Add a version; of two of one moment keep the one recorded on its own, else the later read."""
    for place, old in enumerate(versions):
        if old.known_at == new.known_at:
            if isinstance(new, Market) and new.nested and not old.nested:
                return False
            versions[place] = new
            return True
    versions.append(new)
    return True
