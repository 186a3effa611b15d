"""A view: what was known at a moment T, and nothing else. Every route answers from one.

Gamma      of each object the newest version known at T; of an event known only by reference, that reference
CLOB       an object without a time is served at T only if Gamma's newest version is known at T and agrees (same
           `closed`, a winner only where Gamma has one); always where Gamma never named the condition
Series     price points t <= T; of quotes, books, resolution and interest rows the newest known at T
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import Any

import msgspec

from .catalogue import Catalogue, ClobMarket, Dated, Quote, Series
from .derive import has_clob_object, settlement
from .objects import Event, Market, TagFields, decoded, id_key, objects_in, text
from .wire import Body

NOW = math.inf  # the end of the recording
WOBBLE_S = 60  # hourly points were recorded up to half a minute early, 10-minute points up to 40 s


class View:
    """What was known at `moment`; at `NOW`, the newest of everything. Indexes are made when first asked for."""

    def __init__(self, catalogue: Catalogue, moment: float) -> None:
        self.catalogue, self.moment = catalogue, moment
        self.now = moment if math.isfinite(moment) else catalogue.newest_at  # where open windows end, s
        self.listings: dict[object, Any] = {}  # filtered and ordered lists, kept while they are paged through

    # --- Gamma ---

    @cached_property
    def markets(self) -> list[Market]:
        """In order of id."""
        return [m for kept in self.catalogue.markets.values() if (m := self._newest(kept)) is not None]

    @cached_property
    def market_by_id(self) -> dict[str, Market]:
        return {market.id: market for market in self.markets}

    @cached_property
    def events(self) -> list[Event]:
        """In order of id; a reference stands where no event itself is known."""
        full, references = self.catalogue.events, self.catalogue.references
        found = []
        for event_id in sorted(full.keys() | references.keys(), key=id_key):
            event = self._newest(full.get(event_id, [])) or self._newest(references.get(event_id, []))
            found += [] if event is None else [event]
        return found

    @cached_property
    def event_by_id(self) -> dict[str, Event]:
        return {event.id: event for event in self.events}

    @cached_property
    def events_of_market(self) -> dict[str, list[Event]]:
        found: dict[str, dict[str, Event]] = {}
        for market in self.markets:
            for event_id in market.event_ids:
                if (event := self.event_by_id.get(event_id)) is not None:
                    found.setdefault(market.id, {})[event_id] = event
        for event in self.events:
            for market_id in event.market_ids:
                found.setdefault(market_id, {})[event.id] = event
        return {market_id: list(events.values()) for market_id, events in found.items()}

    @cached_property
    def markets_of_event(self) -> dict[str, list[Market]]:
        found: dict[str, list[Market]] = {}
        for market in self.markets:
            for event in self.events_of_market.get(market.id, ()):
                found.setdefault(event.id, []).append(market)
        return found

    @cached_property
    def markets_by(self) -> dict[str, dict[str, list[Market]]]:
        """Markets by slug, condition, question and token, exactly as spelled."""
        found: dict[str, dict[str, list[Market]]] = {"slug": {}, "condition": {}, "question": {}, "token": {}}
        for market in self.markets:
            keys = [
                ("slug", text(market.seen.slug)),
                ("condition", market.condition_id),
                ("question", text(market.seen.questionID)),
                *(("token", token) for token in market.token_ids),
            ]
            for name, key in keys:
                if key:
                    found[name].setdefault(key, []).append(market)
        return found

    def market_of(self, name: str, key: str) -> Market | None:
        """The market of a slug, condition, question or token; of several, an open one, then the newest id."""
        return max(self.markets_by[name].get(key, ()), key=lambda m: (not m.closed, id_key(m.id)), default=None)

    def tags_of_market(self, market: Market) -> list[Body]:
        own: list[Body] = list(objects_in(market.seen.tags))
        if own:
            return own
        return _distinct(chain.from_iterable(map(tags_of_event, self.events_of_market.get(market.id, ()))))

    @cached_property
    def tags(self) -> dict[str, tuple[TagFields, Body]]:
        """Every tag of a served event or market, by id and in order of id."""
        bodies = chain(
            chain.from_iterable(map(tags_of_event, self.events)),
            chain.from_iterable(objects_in(market.seen.tags) for market in self.markets),
        )
        found = {str(tag.id): (tag, body) for body in bodies if (tag := decoded(body, TagFields)) is not None}
        return dict(sorted(found.items(), key=lambda item: id_key(item[0])))

    # --- CLOB ---

    @cached_property
    def clob_recorded(self) -> dict[str, Body]:
        """Market objects by condition, those of `/markets` first, then those of `/sampling-markets`."""
        found: dict[str, Body] = {}
        for key, kept in chain(self.catalogue.clob_markets.items(), self.catalogue.sampling.items()):
            market = self._newest_row(kept)
            if market is not None and key not in found and self._says_no_more_than_gamma(market):
                found[key] = market.body
        return found

    @cached_property
    def clob_derived(self) -> list[Market]:
        """Gamma's markets that have a CLOB object and no recorded one."""
        taken = self.clob_recorded
        return [m for m in self.markets if has_clob_object(m) and m.condition_id.lower() not in taken]

    def sampling(self, simplified: bool) -> list[Body]:
        kept_lists = self.catalogue.simplified if simplified else self.catalogue.sampling
        newest = (self._newest_row(kept) for kept in kept_lists.values())
        return [m.body for m in newest if m is not None and self._says_no_more_than_gamma(m)]

    def _says_no_more_than_gamma(self, market: ClobMarket) -> bool:
        dated = math.isfinite(market.at)
        if dated or not math.isfinite(self.moment) or market.condition_id not in self.catalogue.conditions:
            return True
        gamma = self.market_of("condition", market.condition_id)
        if gamma is None or gamma is not self.catalogue.markets[gamma.id][-1] or gamma.closed != market.closed:
            return False
        return not market.has_winner or settlement(gamma) is not None

    def series(self, token_id: str) -> Series:
        """The points of a token up to now."""
        kept = self.catalogue.series.get(token_id)
        if kept is None:
            return Series(array("q"), array("d"))
        end = len(kept.moments) if math.isinf(self.moment) else bisect_right(kept.moments, self.moment)
        return Series(kept.moments[:end], kept.prices[:end])

    def quote(self, token_id: str) -> Quote | None:
        quote: Quote | None = self._newest_row(self.catalogue.quotes.get(token_id, []))
        return quote

    def book(self, token_id: str) -> Body | None:
        return _body(self._newest_row(self.catalogue.books.get(token_id, [])))

    # --- Data API ---

    def resolution(self, condition_id: str) -> Body | None:
        return _body(self._newest_row(self.catalogue.resolutions.get(condition_id, [])))

    def interest(self, condition_id: str) -> Body | None:
        return _body(self._newest_row(self.catalogue.interest.get(condition_id.lower(), [])))

    def _newest(self, versions: list[Any]) -> Any:
        place = bisect_right(versions, self.moment, key=lambda version: version.known_at)
        return versions[place - 1] if place else None

    def _newest_row(self, rows: list[Any]) -> Any:
        place = bisect_right(rows, self.moment, key=lambda row: row.at)
        return rows[place - 1] if place else None


def window(series: Series, start: float, end: float) -> Series:
    """The points with start <= t <= end."""
    first, last = bisect_left(series.moments, start), bisect_right(series.moments, end)
    return Series(series.moments[first:last], series.prices[first:last])


def thinned(series: Series, spacing: float) -> list[tuple[int, float]]:
    """The first point and then each that is `spacing` seconds on, give or take the wobble of upstream's own points."""
    least = spacing - min(WOBBLE_S, spacing / 10)
    kept: list[tuple[int, float]] = []
    for point in zip(series.moments, series.prices, strict=True):
        if not kept or point[0] - kept[-1][0] >= least:
            kept.append(point)
    return kept


def tags_of_event(event: Event) -> list[msgspec.Raw]:
    return objects_in(event.seen.tags)


def _distinct(bodies: Iterable[Body]) -> list[Body]:
    return list({bytes(body): body for body in bodies}.values())


def _body(row: Dated | None) -> Body | None:
    return None if row is None else row.body
