"""Gamma's objects as columns: markets (top level or nested in events) and events (whole or as brief references).

Oddities  `outcomes`, `outcomePrices`, `clobTokenIds`, `umaResolutionStatuses` are JSON inside text, or null, "" or a real
          array; volumes are text or numbers; times have four forms; nearly everything can be absent
"""

import math
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Raw, Struct

from .. import labels
from .columns import (
    FLAG,
    MOMENT,
    REAL,
    TEXT,
    TEXTS,
    WHOLE,
    Columns,
    Refusal,
    condition_id,
    decoded,
    loose_moment,
    moment,
    schema,
    token_ids,
)

Texts = str | list[str | int | float | None] | None
Number = str | float | int | None


class Tag(Struct, gc=False):
    slug: str | None = None
    label: str | None = None


class Event(Struct, gc=False):
    id: str | int | None = None
    slug: str | None = None
    title: str | None = None
    tags: list[Tag] | None = None
    markets: list[Raw] | None = None
    negRisk: bool | None = None
    openInterest: Number = None
    endDate: str | None = None
    finishedTimestamp: str | None = None
    createdAt: str | None = None
    updatedAt: str | None = None


class Market(Struct, gc=False):
    id: str | int | None = None
    conditionId: str | None = None
    slug: str | None = None
    question: str | None = None
    version: str | None = None
    outcomes: Texts = None
    outcomePrices: Texts = None
    clobTokenIds: Texts = None
    positionIds: Texts = None
    formatType: str | None = None
    enableOrderBook: bool | None = None
    negRisk: bool | None = None
    closed: bool | None = None
    startDate: str | None = None
    createdAt: str | None = None
    updatedAt: str | None = None
    endDate: str | None = None
    closedTime: str | None = None
    umaEndDate: str | None = None
    gameStartTime: str | None = None
    umaResolutionStatus: str | None = None
    resolutionStatus: str | None = None
    umaResolutionStatuses: Texts = None
    category: str | None = None
    tags: list[Tag] | None = None
    volume24hr: Number = None
    bestBid: Number = None
    bestAsk: Number = None
    events: list[Event] | None = None


MARKET_SCHEMA = schema(
    market_id=TEXT, received_at=MOMENT, nested=FLAG, event_id=TEXT, condition_id=TEXT, slug=TEXT, question=TEXT,
    protocol_version=TEXT, outcomes=TEXTS, token_ids=TEXTS, market_type=TEXT, enable_order_book=FLAG, neg_risk=FLAG,
    closed=FLAG, start_at=TEXT, updated_at=TEXT, end_at=TEXT, closed_at=TEXT, oracle_end_at=TEXT, game_start_at=TEXT,
    oracle_status=TEXT, old_category=TEXT, tags=TEXTS, volume_24h=REAL, best_bid=REAL, best_ask=REAL, p_yes=REAL,
    status=TEXT, outcome_index=WHOLE, provenance=TEXT, rule=TEXT, disputed=FLAG, simulated=FLAG,
)  # fmt: skip
EVENT_SCHEMA = schema(
    event_id=TEXT, received_at=MOMENT, brief=FLAG, slug=TEXT, title=TEXT, tags=TEXTS, neg_risk=FLAG,
    open_interest=REAL, finished_at=TEXT, updated_at=TEXT, simulated=FLAG,
)  # fmt: skip

_decode_market = msgspec.json.Decoder(Market).decode
_decode_event = msgspec.json.Decoder(Event).decode
_decode_texts = msgspec.json.Decoder(list[str | int | float | None]).decode


class GammaColumns:
    """Collects the objects of many pages. A refused object is left out whole; the caller keeps the Refusal."""

    def __init__(self) -> None:
        self.markets, self.events = Columns(MARKET_SCHEMA), Columns(EVENT_SCHEMA)

    def add_market(self, raw: Any, received_at: datetime, *, simulated: bool, event: Event | None = None) -> None:
        """One market object (JSON bytes); `event` is the event that it was nested in."""
        market = decoded(_decode_market, raw)
        if market.id in (None, ""):
            raise Refusal("id", "", "a market needs an id")
        own_events = market.events or []
        parent = event or (own_events[0] if own_events else None)
        self.markets.rows.append(_market_row(market, parent, received_at, event is not None, simulated))
        for brief in own_events:
            self._add_event(brief, received_at, brief=True, simulated=simulated)

    def add_event(self, raw: Any, received_at: datetime, *, simulated: bool) -> list[tuple[Event, Raw]]:
        """One event object; returns its nested markets, for `add_market`."""
        event = decoded(_decode_event, raw)
        if event.id in (None, ""):
            raise Refusal("id", "", "an event needs an id")
        self._add_event(event, received_at, brief=False, simulated=simulated)
        return [(event, market) for market in event.markets or []]

    def _add_event(self, event: Event, received_at: datetime, *, brief: bool, simulated: bool) -> None:
        if event.id in (None, ""):
            return
        self.events.rows.append(
            (
                str(event.id), received_at, brief, event.slug, event.title, tag_slugs(event.tags), event.negRisk,
                number("openInterest", event.openInterest), moment("finishedTimestamp", event.finishedTimestamp),
                moment("updatedAt", event.updatedAt), simulated,
            )
        )  # fmt: skip


def _market_row(
    market: Market, parent: Event | None, received_at: datetime, nested: bool, simulated: bool
) -> tuple[Any, ...]:
    outcomes = texts("outcomes", market.outcomes)
    prices = texts("outcomePrices", market.outcomePrices)
    history = texts("umaResolutionStatuses", market.umaResolutionStatuses)
    second = market.version == "v2"
    ids = token_ids(*(("positionIds", texts("positionIds", market.positionIds)) if second
                      else ("clobTokenIds", texts("clobTokenIds", market.clobTokenIds))))  # fmt: skip
    oracle_status = (market.resolutionStatus or market.umaResolutionStatus) if second else market.umaResolutionStatus
    label = _label(market.closed, tuple(outcomes), tuple(prices), oracle_status, tuple(history))
    return (
        str(market.id), received_at, nested, str(parent.id) if parent and parent.id not in (None, "") else None,
        condition_id(market.conditionId), market.slug, market.question, market.version or "v1", outcomes, ids,
        labels.market_type(outcomes, market.formatType), market.enableOrderBook, market.negRisk, market.closed,
        moment("startDate", market.startDate) or moment("createdAt", market.createdAt),
        moment("updatedAt", market.updatedAt), moment("endDate", market.endDate),
        moment("closedTime", market.closedTime), loose_moment(market.umaEndDate),
        moment("gameStartTime", market.gameStartTime), oracle_status, market.category or None, tag_slugs(market.tags),
        number("volume24hr", market.volume24hr), number("bestBid", market.bestBid), number("bestAsk", market.bestAsk),
        price("outcomePrices", prices), label.status, label.outcome_index, label.provenance, label.rule,
        labels.was_disputed(oracle_status, history), simulated,
    )  # fmt: skip


@lru_cache(maxsize=65_536)  # most markets are ["Yes", "No"] at ["0", "1"]
def _label(
    closed: bool | None, outcomes: tuple[str, ...], prices: tuple[str, ...], status: str | None, history: tuple[str, ...]
) -> labels.Label:
    return labels.catalogue_label(closed=closed, outcomes=outcomes, prices=prices, status=status, history=history)


def texts(name: str, value: Texts) -> list[str]:
    """A list that may come as JSON inside text."""
    if value is None or value == "":
        return []
    items = _decoded_texts(name, value) if isinstance(value, str) else value
    return ["" if item is None else item if isinstance(item, str) else repr(item) for item in items]


def _decoded_texts(name: str, value: str) -> list[str | int | float | None]:
    try:
        return _decode_texts(value)
    except msgspec.DecodeError:
        raise Refusal(name, value, "must be a JSON array of text") from None


def number(name: str, value: Number) -> float | None:
    if value is None or value == "":
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise Refusal(name, str(value), "must be a number")
    return found


def price(name: str, prices: list[str]) -> float | None:
    """Price of outcome 0, None where there is none."""
    value = number(name, prices[0]) if prices else None
    if value is not None and not 0 <= value <= 1:
        raise Refusal(name, prices[0], "must be 0..1")
    return value


def tag_slugs(tags: list[Tag] | None) -> list[str]:
    slugs = {(tag.slug or tag.label or "").lower() for tag in tags or []}
    return sorted(slugs - {""})
