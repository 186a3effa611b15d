"""The CLOB's public reads: market lists, one market, order books, price histories, time.

Follows  polymarket-apis.md, section 3
Differs  "resolved markets have only 12-hour history" is not applied: the recordings are finer, and are served as they
         are; a spacing asked for by `fidelity` is met within a minute, because upstream's own points wobble.
         `interval` windows end at the exchange's `as_of`, without one at the newest moment of the folder
Books    a recorded book is served as it is; else one is made from a recorded quote (`X-Derived`): one level a side,
         of the least order size, because quotes do not say how much; a price of 0 is no level; a closed market has none
"""

from __future__ import annotations

import base64
import binascii
import math
import time
from collections.abc import Callable, Sequence
from hashlib import sha1

import orjson

from .catalogue import Quote
from .derive import clob_market, has_clob_object, order_terms
from .objects import INTERVALS_S, Market, number, text
from .view import View, thinned, window
from .wire import Answer, Body, Page, Refused, Request, array, derived, encode, json_answer, page_answer

PAGE = 1000
END = "LTE="  # base64 of -1
BATCH_CAP = 20
BOOKS_CAP = 500
FINE_FIDELITY = 60  # minutes; finer than this, a window is at most `FINE_WINDOW_S`
FINE_WINDOW_S = 15 * 86400


def refuse(message: str, status: int = 400) -> Refused:
    return Refused(status, {"error": message})


# --- markets ---


def markets(view: View, request: Request) -> Answer:
    """Recorded objects first, then derived ones from a page of their own on: no page mixes them."""
    recorded = list(view.clob_recorded.values())
    start = _position(request)
    if start < len(recorded):
        return _list(recorded, start, len(recorded) + len(view.clob_derived))

    def made(first: int, last: int) -> list[bytes]:
        return [_derived_market(view, market) for market in view.clob_derived[max(0, first) : last]]

    offset = start - len(recorded)
    rows = made(offset, offset + PAGE)
    page = _page(rows, lambda: made(offset - PAGE, offset), start, len(recorded) + len(view.clob_derived))
    return derived(page_answer(page), bool(rows))


def sampling_markets(view: View, request: Request) -> Answer:
    rows = view.sampling(simplified=False)
    return _list(rows, _position(request), len(rows))


def sampling_simplified_markets(view: View, request: Request) -> Answer:
    rows = view.sampling(simplified=True)
    return _list(rows, _position(request), len(rows))


def market(view: View, _: Request, condition_id: str) -> Answer:
    body = view.clob_recorded.get(condition_id.lower())
    if body is not None:
        return Answer(bytes(body))
    gamma = view.market_of("condition", condition_id.lower()) or view.market_of("condition", condition_id)
    if gamma is None or not has_clob_object(gamma):
        raise refuse("market not found", 404)
    return derived(Answer(_derived_market(view, gamma)))


def _derived_market(view: View, gamma: Market) -> bytes:
    labels = (orjson.loads(bytes(body)).get("label") for body in view.tags_of_market(gamma))
    return encode(clob_market(gamma, [text(label) for label in labels if label]))


def _list(rows: Sequence[Body], start: int, total: int) -> Answer:
    return page_answer(_page(rows[start : start + PAGE], lambda: rows[max(0, start - PAGE) : start], start, total))


def _page(rows: Sequence[Body], before: Callable[[], Sequence[Body]], start: int, total: int) -> Page:
    def frame(count: int, next_cursor: str | None) -> tuple[bytes, bytes]:
        head = encode({"limit": PAGE, "count": count, "next_cursor": next_cursor, "data": []})
        return head[:-2], b"]}"

    end = start + len(rows)
    next_cursor = _cursor(end) if rows and end < total else END
    return Page(rows, frame, before, paged=True, this_cursor=_cursor(start), next_cursor=next_cursor)


def _cursor(offset: int) -> str:
    return base64.b64encode(str(offset).encode()).decode()


def _position(request: Request) -> int:
    cursor = request.one("next_cursor")
    if cursor is None:
        return 0
    try:
        position = int(base64.b64decode(cursor, validate=True))
    except (binascii.Error, ValueError):
        raise refuse("next_cursor is invalid") from None
    if position < 0:
        raise refuse("next item should be greater than or equal to 0")
    return position


# --- books ---


def book(view: View, request: Request) -> Answer:
    token = request.one("token_id")
    if token is None:
        raise refuse("invalid token id")
    found = _book(view, token)
    if found is None:
        raise refuse("No orderbook exists for the requested token id", 404)
    return derived(Answer(bytes(found[0])), found[1])


def books(view: View, request: Request) -> Answer:
    asked = _payload(request)
    if isinstance(asked, dict):  # the old {"params": [...]} wrapper
        return json_answer([])
    if not isinstance(asked, list) or len(asked) > BOOKS_CAP:
        raise refuse("Invalid payload")
    tokens = [text(row.get("token_id")) if isinstance(row, dict) else "" for row in asked]
    found = [book for token in dict.fromkeys(tokens) if token and (book := _book(view, token)) is not None]
    return derived(page_answer(Page([body for body, _ in found], array)), any(made for _, made in found))


def batch_by_get(_: View, __: Request) -> Answer:
    raise refuse("Invalid payload")


def _book(view: View, token: str) -> tuple[Body, bool] | None:
    """The book's bytes and whether it was made from a quote."""
    gamma = view.market_of("token", token)
    if gamma is not None and gamma.closed:
        return None
    recorded = view.book(token)
    if recorded is not None:
        return recorded, False
    quote = view.quote(token)
    return None if quote is None else (encode(_book_of_quote(gamma, token, quote)), True)


def _book_of_quote(gamma: Market | None, token: str, quote: Quote) -> dict[str, object]:
    size, tick, neg_risk = (5.0, 0.01, False) if gamma is None else order_terms(gamma)
    made: dict[str, object] = {
        "market": "" if gamma is None else gamma.condition_id,
        "asset_id": token,
        "timestamp": str(int(quote.at * 1000)) if math.isfinite(quote.at) else "",
        "bids": [{"price": quote.bid, "size": f"{size:g}"}] if quote.bid else [],
        "asks": [{"price": quote.ask, "size": f"{size:g}"}] if quote.ask else [],
        "min_order_size": f"{size:g}",
        "tick_size": f"{tick:g}",
        "neg_risk": neg_risk,
    }
    return made | {"hash": sha1(encode(made), usedforsecurity=False).hexdigest()}


# --- prices ---


def prices_history(view: View, request: Request) -> Answer:
    token = request.one("market")
    if token is None:
        if request.one("token_id") is not None:  # as upstream: not refused, just empty
            return json_answer({"history": []})
        raise refuse("market is required")
    given = [request.one(name) for name in ("startTs", "endTs", "interval", "fidelity")]
    return json_answer({"history": _history(view, token, *_span(view, *given))})


def batch_prices_history(view: View, request: Request) -> Answer:
    asked = _payload(request)
    tokens = asked.get("markets") if isinstance(asked, dict) else None
    if not isinstance(asked, dict) or not isinstance(tokens, list) or not tokens:
        raise refuse("Invalid payload")
    if len(tokens) > BATCH_CAP:
        raise refuse(f"markets must be at most {BATCH_CAP}")
    span = _span(view, *(asked.get(name) for name in ("start_ts", "end_ts", "interval", "fidelity")))
    return json_answer({"history": {str(token): _history(view, str(token), *span) for token in tokens}})


def _span(view: View, start: object, end: object, interval: object, fidelity: object) -> tuple[float, float, float]:
    """First and last moment and the spacing, seconds."""
    spacing = 1.0 if fidelity in (None, "") else number(fidelity)
    if spacing is None or spacing <= 0:
        raise refuse("fidelity is invalid")
    if interval not in (None, ""):
        if start not in (None, "") or end not in (None, ""):
            raise refuse("startTs and endTs exclude interval")
        if interval not in INTERVALS_S:
            raise refuse("interval is invalid")
        return view.now - INTERVALS_S[str(interval)], view.now, spacing * 60
    first, last = number(start), view.now if end in (None, "") else number(end)
    if first is None or last is None:
        raise refuse("startTs and endTs, or interval, are required")
    if last - first > FINE_WINDOW_S and spacing < FINE_FIDELITY:
        raise refuse("interval too long")
    return first, last, spacing * 60


def _history(view: View, token: str, start: float, end: float, spacing: float) -> list[dict[str, float]]:
    return [{"t": t, "p": p} for t, p in thinned(window(view.series(token), start, end), spacing)]


# --- the rest ---


def server_time(view: View, _: Request) -> Answer:
    return json_answer(int(view.moment if math.isfinite(view.moment) else time.time()))


def ok(_: View, __: Request) -> Answer:
    return json_answer("OK")


def _payload(request: Request) -> object:
    try:
        value: object = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        raise refuse("Invalid payload") from None
    return value


ROUTES: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", r"/markets", markets),
    ("GET", r"/sampling-markets", sampling_markets),
    ("GET", r"/sampling-simplified-markets", sampling_simplified_markets),
    ("GET", r"/markets/([^/]+)", market),
    ("GET", r"/book", book),
    ("POST", r"/books", books),
    ("GET", r"/books", batch_by_get),
    ("GET", r"/prices-history", prices_history),
    ("POST", r"/batch-prices-history", batch_prices_history),
    ("GET", r"/batch-prices-history", batch_by_get),
    ("GET", r"/time", server_time),
    ("GET", r"/ok", ok),
]


def no_route() -> Refused:
    return refuse("not found", 404)


def wrong_method() -> Refused:
    return refuse("method not allowed", 405)
