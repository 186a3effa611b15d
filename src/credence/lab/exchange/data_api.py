"""The Data API's second version: resolutions, price history, open interest, status.

Follows  polymarket-apis.md, sections 2.1 and 6.3
Differs  retention of fine price buckets is not applied (the recordings are what was kept); trades are not served.
         `x-trace-id` is a hash of the request, so that an answer is the same twice
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import msgspec

from .catalogue import Series
from .derive import SCALE, resolution_row
from .objects import INTERVALS_S, Market, decoded, epoch, number
from .view import View, thinned, window
from .wire import Answer, Body, Page, Refused, Request, derived, encode, json_answer, page_answer, seal, unseal

SELECTOR_CAP = 20
ROWS_CAP = 10_000
WINDOW_CAP_S = 15 * 86400
HASH = re.compile(r"0x[0-9a-f]{64}")
LEAST_BUCKET_S = {"max": 600, "all": 600, "1m": 600, "1w": 300}
DEFAULT_BUCKET_S = {"max": 43200, "all": 43200, "1m": 10800, "1w": 1800, "1d": 300}
MOST_BUCKET_S = 86400
WHOLE_LIFE_BUCKETS_S = (10800, 43200)  # other buckets of `max` and `all` reach back 30 days


def trace_id(request: Request) -> str:
    told = encode([request.method, request.path, request.query]) + request.body
    return sha256(told).hexdigest()[:32]


def refuse(request: Request, message: str, parameter: str | None = None, status: int = 400) -> Refused:
    codes = {400: "invalid_request", 404: "not_found", 405: "method_not_allowed"}
    body: dict[str, object] = {
        "error": message, "code": codes[status], "retryable": False, "trace_id": trace_id(request),
    }  # fmt: skip
    return Refused(status, body if parameter is None else body | {"parameter": parameter})


# --- resolutions ---


def resolutions(view: View, request: Request) -> Answer:
    """Rows in the order asked for; a well-formed id without a row is simply absent."""
    _no_offset(request)
    questions = _list(request, "question_id", "questionId")
    conditions = _list(request, "condition", "condition_id", "conditionId")
    events = _list(request, "event_id", "eventId")
    if [bool(questions), bool(conditions), bool(events)].count(True) != 1:
        raise refuse(request, "exactly one of question_id, condition, event_id is required", "condition")
    if events:
        wanted = list(_conditions_of_events(view, request, events))
    else:
        name = "question_id" if questions else "condition"
        _check(request, name, questions or conditions)
        wanted = conditions or [_condition_of_question(view, question) for question in questions]
    found = [row for condition in dict.fromkeys(wanted) if (row := _resolution(view, condition)) is not None]
    return derived(_rows([body for body, _ in found]), any(made for _, made in found))


def _resolution(view: View, condition_id: str) -> tuple[Body, bool] | None:
    """The row of a condition and whether it was derived."""
    recorded = view.resolution(condition_id)
    if recorded is not None:
        return recorded, False
    gamma = view.market_of("condition", condition_id)
    row = None if gamma is None else resolution_row(gamma, view.moment)
    return None if row is None else (encode(row), True)


def _condition_of_question(view: View, question: str) -> str:
    gamma = view.market_of("question", question)
    known = view.catalogue.condition_of_question.get(question, question)
    return known if gamma is None else gamma.condition_id.lower()


def _conditions_of_events(view: View, request: Request, events: list[str]) -> Iterator[str]:
    if len(events) > SELECTOR_CAP or any(not event.isdigit() or int(event) == 0 for event in events):
        raise refuse(request, f"event_id must be at most {SELECTOR_CAP} positive integers", "event_id")
    for event in events:
        for market in view.markets_of_event.get(event, ()):
            yield market.condition_id.lower()


# --- open interest ---


def open_interest(view: View, request: Request) -> Answer:
    """Recorded rows; 0 for a closed market; none for an open one that nobody recorded. GLOBAL is the events' sum."""
    _no_offset(request)
    conditions = _list(request, "condition", "condition_id", "conditionId")
    _check(request, "condition", conditions)
    if not conditions:
        recorded = view.interest("GLOBAL")
        if recorded is not None:
            return _rows([recorded])
        total = sum(number(event.seen.openInterest) or 0.0 for event in view.events if not event.closed)
        return derived(_rows([encode({"condition_id": "GLOBAL", "value": total})]))
    found = [row for condition in conditions if (row := _interest(view, condition)) is not None]
    return derived(_rows([body for body, _ in found]), any(made for _, made in found))


def _interest(view: View, condition: str) -> tuple[Body, bool] | None:
    recorded = view.interest(condition)
    if recorded is not None:
        return recorded, False
    gamma = view.market_of("condition", condition)
    return (encode({"condition_id": condition, "value": 0}), True) if gamma is not None and gamma.closed else None


# --- price history ---


class _Settled(msgspec.Struct):
    status: Any = None
    payouts: Any = None
    resolved_at: Any = None
    last_update_timestamp: Any = None


def prices_history(view: View, request: Request) -> Answer:
    """Oldest first; the last row of a resolved market is its payout, with `resolution_seconds` 0."""
    _no_offset(request)
    token = request.one("token_id", "tokenId")
    if token is None:
        raise refuse(request, "token_id is required", "token_id")
    given = [name for name in ("interval", "start", "as_of") if request.one(name) is not None]
    if len(given) != 1:
        raise refuse(request, "exactly one of interval, start, as_of is required", "interval")
    limit = _limit(request)
    series, point = view.series(token), _settlement_point(view, token)
    if given == ["as_of"]:
        return _as_of(series, point, _moment(request, "as_of"))
    start, end, bucket = _window(view, request)
    rows = [
        {"timestamp": moment, "price": price, "resolution_seconds": bucket}
        for moment, price in _spaced(window(series, start, math.nextafter(end, 0)), bucket)
    ]
    settled = point is not None and start <= point[0] < end
    if point is not None and settled:
        rows = [row for row in rows if row["timestamp"] <= point[0]]
        rows.append({"timestamp": int(point[0]), "price": point[1], "resolution_seconds": 0})
    bound = [name_and_value for name in ("token_id", "interval", "start", "end", "bucket_seconds")
             if (name_and_value := [name, request.one(name)])[1]]  # fmt: skip
    page = _paged(request, [encode(row) for row in rows], bound, limit)
    return derived(page_answer(page), settled and point is not None and point[2])


def _as_of(series: Series, point: tuple[float, float, bool] | None, moment: float) -> Answer:
    if point is not None and point[0] <= moment:
        row = {"timestamp": int(point[0]), "price": point[1], "resolution_seconds": 0}
        return derived(_rows([encode(row)]), point[2])
    seen = window(series, -math.inf, moment)
    if not seen.moments:
        return _rows([])
    return _rows([encode({"timestamp": seen.moments[-1], "price": seen.prices[-1], "resolution_seconds": 60})])


def _window(view: View, request: Request) -> tuple[float, float, int]:
    """First moment (included), end (excluded) and bucket, seconds."""
    interval = request.one("interval")
    if interval is not None and interval not in INTERVALS_S:
        raise refuse(request, f"interval must be one of {', '.join(INTERVALS_S)}", "interval")
    bucket = _bucket(request, interval or "")
    if interval is not None:
        if request.one("end") is not None:
            raise refuse(request, "end goes with start only", "end")
        reach = INTERVALS_S[interval]
        if math.isinf(reach) and bucket not in WHOLE_LIFE_BUCKETS_S:
            reach = INTERVALS_S["1m"]
        return view.now - reach, view.now + 1, bucket
    start = _moment(request, "start")
    open_end = request.one("end") is None
    end = view.now if open_end else _moment(request, "end")
    if end - start > WINDOW_CAP_S:
        raise refuse(request, "the window must be at most 15 days", "start")
    return start, end + open_end, bucket


def _bucket(request: Request, interval: str) -> int:
    asked = request.one("bucket_seconds", "bucketSeconds")
    if asked is None:
        return DEFAULT_BUCKET_S.get(interval, 60)
    least = LEAST_BUCKET_S.get(interval, 60)
    if not asked.isdigit() or not least <= int(asked) <= MOST_BUCKET_S:
        raise refuse(request, f"bucket_seconds must be {least} to {MOST_BUCKET_S}", "bucket_seconds")
    return int(asked)


def _spaced(series: Series, bucket: int) -> list[tuple[int, float]]:
    """One point a bucket, and the newest as it is."""
    points = thinned(series, bucket)
    if points and points[-1][0] != series.moments[-1]:
        points.append((series.moments[-1], series.prices[-1]))
    return points


def _settlement_point(view: View, token: str) -> tuple[float, float, bool] | None:
    """When a token was paid out, how much per share, and whether that was derived; None while it is open."""
    gamma = view.market_of("token", token)
    found = None if gamma is None else _resolution(view, gamma.condition_id.lower())
    if gamma is None or found is None:
        return None
    row = decoded(found[0], _Settled)
    if row is None or row.status != "resolved" or not isinstance(row.payouts, list):
        return None
    resolved_at = epoch(row.resolved_at)
    moment = epoch(row.last_update_timestamp) if resolved_at is None else resolved_at
    share = number(row.payouts[place]) if (place := _place(gamma, token)) < len(row.payouts) else None
    if moment is None or share is None or moment > view.moment:
        return None
    return moment, share / SCALE, found[1]


def _place(gamma: Market, token: str) -> int:
    return gamma.token_ids.index(token)


def _paged(request: Request, rows: list[bytes], bound: list[list[str | None]], limit: int) -> Page:
    """The page of a cursor, which carries its size and the query it belongs to."""
    cursor, start = request.one("cursor"), 0
    if cursor is not None:
        match unseal(cursor):
            case [old_bound, int(start), int(limit)] if old_bound == bound:
                pass
            case _:
                raise refuse(request, "cursor does not belong to this query", "cursor")
    end = start + limit

    def frame(_: int, next_cursor: str | None) -> tuple[bytes, bytes]:
        tail = {"limit": limit, "offset": start, "has_more": next_cursor is not None, "next_cursor": next_cursor}
        return b'{"data":[', b'],"pagination":' + encode(tail) + b"}"

    return Page(
        rows=rows[start:end],
        frame=frame,
        before=lambda: rows[max(0, start - limit) : start],
        paged=True,
        this_cursor=cursor or seal([bound, 0, limit]),
        next_cursor=seal([bound, end, limit]) if end < len(rows) else None,
    )


# --- status, and what all routes share ---


def status(view: View, _: Request) -> Answer:
    """The exchange is never behind the clock it was given."""
    data = {
        "computed_at": int(view.now),
        "age_seconds": 0,
        "serving": {"lag_seconds": 0, "worst": None, "mechanisms": []},
        "ingestion": {"max_synced_block": None},
    }
    return json_answer({"data": data})


def _rows(bodies: list[Body] | list[bytes]) -> Answer:
    return page_answer(Page(bodies, lambda _, __: (b'{"data":[', b"]}")))


def _no_offset(request: Request) -> None:
    if request.one("offset") is not None:
        raise refuse(request, "offset is not supported, use cursor", "offset")


def _list(request: Request, *names: str) -> list[str]:
    """A comma list under any of its spellings, lower case, without repeats; an empty one is read as absent."""
    parts = (request.one(*names) or "").lower().split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _check(request: Request, name: str, ids: list[str]) -> None:
    if len(ids) > SELECTOR_CAP:
        raise refuse(request, f"{name} must be at most {SELECTOR_CAP} ids", name)
    if any(HASH.fullmatch(value) is None for value in ids):
        raise refuse(request, f"{name} must be 0x and 64 hex digits", name)


def _limit(request: Request) -> int:
    asked = request.one("limit")
    if asked is None:
        return ROWS_CAP
    if not asked.isdigit() or not 1 <= int(asked) <= ROWS_CAP:
        raise refuse(request, f"limit must be 1 to {ROWS_CAP}", "limit")
    return int(asked)


def _moment(request: Request, name: str) -> float:
    value = number(request.one(name))
    if value is None or value <= 0:
        raise refuse(request, f"{name} must be a positive time in epoch seconds", name)
    return value


ROUTES: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", r"/v2/resolutions", resolutions),
    ("GET", r"/v2/oi", open_interest),
    ("GET", r"/v2/prices-history", prices_history),
    ("GET", r"/v2/status", status),
]
