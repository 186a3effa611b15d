"""The order-book exchange's answers as columns: its list of markets, price histories, books.

Oddities  prices in books are text and may come in either order; both winner flags false means no answer or half and half;
          times are epoch seconds in histories, epoch milliseconds (text) in books
"""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

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
    epoch,
    moment,
    schema,
    share,
    token_ids,
)


class Token(Struct):
    token_id: str | None = None
    outcome: str | None = None
    price: float | None = None
    winner: bool | None = None


class Market(Struct):
    condition_id: str | None = None
    question: str | None = None
    market_slug: str | None = None
    tokens: list[Token] = []
    closed: bool | None = None
    enable_order_book: bool | None = None
    neg_risk: bool | None = None
    accepting_order_timestamp: str | None = None
    end_date_iso: str | None = None
    game_start_time: str | None = None
    tags: list[str] | None = None


class Point(Struct):
    t: int
    p: float


class Level(Struct):
    price: str


class Book(Struct):
    asset_id: str
    timestamp: str | int
    bids: list[Level] = []
    asks: list[Level] = []


MARKET_SCHEMA = schema(
    condition_id=TEXT, received_at=MOMENT, question=TEXT, slug=TEXT, token_ids=TEXTS, outcomes=TEXTS, closed=FLAG,
    enable_order_book=FLAG, neg_risk=FLAG, start_at=TEXT, end_at=TEXT, game_start_at=TEXT, tags=TEXTS,
    status=TEXT, outcome_index=WHOLE, provenance=TEXT, rule=TEXT, derived=FLAG, simulated=FLAG,
)  # fmt: skip
POINT_SCHEMA = schema(token_id=TEXT, t=WHOLE, p=REAL)
BOOK_SCHEMA = schema(token_id=TEXT, t_ms=WHOLE, bid=REAL, ask=REAL)


class ClobColumns:
    """Collects the answers of many requests."""

    def __init__(self) -> None:
        self.markets, self.points, self.books = Columns(MARKET_SCHEMA), Columns(POINT_SCHEMA), Columns(BOOK_SCHEMA)

    def add_market(self, raw: Any, received_at: datetime, *, derived: bool, simulated: bool) -> None:
        market = decoded(_decode_market, raw)
        identity = condition_id(market.condition_id)
        if identity is None:
            raise Refusal("condition_id", "", "a market of the order book needs a condition id")
        tokens = market.tokens
        label = labels.winner_label(
            [token.winner for token in tokens], [token.price for token in tokens], closed=bool(market.closed)
        )
        ids = token_ids("token_id", [token.token_id or "" for token in tokens])
        self.markets.rows.append(
            (
                identity, received_at, market.question, market.market_slug or None, ids if all(ids) else [],
                [token.outcome or "" for token in tokens], market.closed, market.enable_order_book, market.neg_risk,
                moment("accepting_order_timestamp", market.accepting_order_timestamp),
                moment("end_date_iso", market.end_date_iso), moment("game_start_time", market.game_start_time),
                sorted({tag.lower().replace(" ", "-") for tag in market.tags or []}),
                label.status, label.outcome_index, label.provenance, label.rule, derived, simulated,
            )
        )  # fmt: skip

    def add_points(self, token_id: str, points: list[Point]) -> None:
        """One history: t in epoch seconds, p the price of that token; see `checked_point`."""
        self.points.rows.extend((token_id, point.t, point.p) for point in points)

    def add_book(self, book: Book) -> None:
        """Best levels, whatever the order; an empty side is null."""
        bids, asks = (
            [share(name, _number(name, level.price)) for level in side]
            for name, side in (("bids", book.bids), ("asks", book.asks))
        )
        t_ms = epoch("timestamp", int(_number("timestamp", book.timestamp, int)), unit_s=0.001)
        self.books.rows.append((book.asset_id, t_ms, max(bids, default=None), min(asks, default=None)))


def checked_point(point: Point) -> Point:
    """The point itself, if its price is 0..1 and its time is one."""
    share("p", point.p)
    epoch("t", point.t)
    return point


def point(raw: Any) -> Point:
    """One point of a history (JSON bytes), or a Refusal."""
    return checked_point(decoded(_decode_point, raw, "point"))


def book(raw: Any) -> Book:
    """One order book (JSON bytes), or a Refusal."""
    return decoded(_decode_book, raw, "book")


def _number(name: str, value: str | int, kind: type[float] | type[int] = float) -> float:
    try:
        return kind(value)
    except (ValueError, OverflowError):
        raise Refusal(name, str(value)[:80], "must be a number") from None


_decode_market = msgspec.json.Decoder(Market).decode
_decode_point = msgspec.json.Decoder(Point).decode
_decode_book = msgspec.json.Decoder(Book).decode
