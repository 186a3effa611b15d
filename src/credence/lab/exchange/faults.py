"""Faults on demand: what goes wrong on the way, chosen by a seed and the same on every run.

Spec        `kind:R,kind:R` or `all:R`, R the probability in 0..1; at most one fault a request. `all` draws once and
            picks evenly among the kinds that this answer can have; several entries are tried in the order written.
Chosen by   (seed, method, path, query, body, attempt), where attempt counts how often this very request has come
            since the faults were set, for whatever reason. From the third attempt on a request is clean, so a client
            that tries three times always gets through. With a `!` (`broken!:R`) the attempt does not count: the fault
            stays. A client may not notice `stale`, `broken`, `duplicated`, `shifted` or `cursor` and so not ask again:
            its next sweep is then the second attempt. A `cursor` loop ends by itself: every turn of it is an attempt.

html429     429 as an HTML page, without Retry-After       500        JSON error
retry429    429 as JSON, Retry-After 0, 1 or an HTTP date  502        HTML page
truncated   JSON cut in the middle, a complete message     wrongtype  200 with an HTML page
stall       2 s of silence before the answer               reset      the TCP connection is reset, no answer
duplicated  the rows of the page before once more, at the end; on a first page its own rows
shifted     up to three rows of the page before, at the front, as if rows were inserted while reading; none is lost
cursor      `next_cursor` is the cursor just sent: a loop
stale       header `age: 900`
broken      one object has a field of a wrong type
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import Any, NamedTuple

from ...errors import InputError
from .wire import HTML, Answer, Page, Request, encode, page_answer

STALL_S = 2.0
STALE_AGE_S = 900
CLEAN_FROM = 3  # the attempt from which on a request is answered well
WRONG: dict[str, object] = {
    "endDate": 12.5e99,
    "outcomePrices": '["0.5", ',
    "tokens": "none",
    "payouts": "yes",
    "p": "n/a",
    "price": [],
    "bids": 7,
    "value": "many",
}


class Entry(NamedTuple):
    kind: str  # or "all"
    rate: float
    persistent: bool


class Faults:
    """The faults asked for, and how often each kind was served."""

    def __init__(self, spec: str = "", seed: int = 0) -> None:
        self.served: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
        self.set(spec, seed)

    def set(self, spec: str, seed: int) -> None:
        """Begin anew with other faults; what was served so far stays counted."""
        self.entries = parse(spec)
        self.spec, self.seed = spec, seed
        self._attempts: Counter[bytes] = Counter()

    def choose(self, request: Request, answer: Answer) -> tuple[str | None, int]:
        """The fault of this request, None for none, and a number to settle its details."""
        if not self.entries:
            return None, 0
        told = encode([self.seed, request.method, request.path, request.query]) + request.body
        name = sha256(told).digest()
        self._attempts[name] += 1
        attempt = self._attempts[name]
        for entry in self.entries:
            if attempt >= CLEAN_FROM and not entry.persistent:
                continue
            draw = _Draw(name, entry.kind, 0 if entry.persistent else attempt)
            kinds = [kind for kind in ([entry.kind] if entry.kind != "all" else KINDS) if KINDS[kind].fits(answer)]
            if kinds and draw.share("hit") < entry.rate:
                kind = kinds[int(draw.share("kind") * len(kinds))]
                self.served[kind] += 1
                return kind, draw.number("detail")
        return None, 0

    def __str__(self) -> str:
        return ", ".join(f"{kind} {count}" for kind, count in self.served.items() if count) or "none"


class _Draw:
    """Numbers that follow from a name."""

    def __init__(self, *name: object) -> None:
        self._name = repr(name).encode()

    def number(self, purpose: str) -> int:
        return int.from_bytes(sha256(self._name + purpose.encode()).digest()[:8])

    def share(self, purpose: str) -> float:
        return self.number(purpose) / 2**64


def parse(spec: str) -> list[Entry]:
    """
    >>> parse("html429:0.1,broken!:1")
    [Entry(kind='html429', rate=0.1, persistent=False), Entry(kind='broken', rate=1.0, persistent=True)]
    """
    entries = []
    for part in filter(None, (part.strip() for part in spec.split(","))):
        name, _, rate = part.partition(":")
        kind = name.removesuffix("!")
        if kind != "all" and kind not in KINDS:
            raise InputError("faults", part, f"kind:rate with a kind of all, {', '.join(KINDS)}")
        try:
            share = float(rate)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise InputError("faults", part, "kind:rate with a rate of 0..1")
        entries.append(Entry(kind, share, name.endswith("!")))
    return entries


def spoiled(kind: str, answer: Answer, detail: int) -> Answer:
    """The answer with that fault; `stall` and `reset` are the server's to do."""
    return KINDS[kind].spoil(answer, detail)


# --- which answers a kind fits, and what it does to them ---


def _any(_: Answer) -> bool:
    return True


def _good(answer: Answer) -> bool:
    return answer.status == 200 and answer.body[:1] in (b"{", b"[")


def _has_objects(answer: Answer) -> bool:
    return _good(answer) and bool(_objects(answer))


def _paged(answer: Answer) -> bool:
    return _good(answer) and answer.page is not None and answer.page.paged and len(answer.page.rows) > 0


def _has_before(answer: Answer) -> bool:
    return _paged(answer) and answer.page is not None and len(answer.page.before()) > 0


def _has_cursor(answer: Answer) -> bool:
    return _paged(answer) and answer.page is not None and answer.page.this_cursor is not None


def _unchanged(answer: Answer, _: int) -> Answer:
    return answer


def _html(status: int, title: str) -> Callable[[Answer, int], Answer]:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>".encode()
    return lambda _answer, _detail: Answer(page, status, {"age": "0"}, HTML)


def _retry_later(_: Answer, detail: int) -> Answer:
    in_a_second = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    after = ("0", "1", in_a_second)[detail % 3]
    return Answer(encode({"error": "rate limit exceeded"}), 429, {"age": "0", "retry-after": after})


def _internal(_: Answer, __: int) -> Answer:
    return Answer(encode({"error": "internal server error"}), 500, {"age": "0"})


def _truncated(answer: Answer, _: int) -> Answer:
    return replace(answer, body=answer.body[: len(answer.body) // 2], page=None)


def _stale(answer: Answer, _: int) -> Answer:
    return answer.also(age=str(STALE_AGE_S))


def _with_page(change: Callable[[Page, int], Page]) -> Callable[[Answer, int], Answer]:
    def spoil(answer: Answer, detail: int) -> Answer:
        if answer.page is None:
            return answer
        return replace(page_answer(change(answer.page, detail)), headers=answer.headers)

    return spoil


def _duplicated(page: Page, _: int) -> Page:
    return replace(page, rows=[*page.rows, *(page.before() or page.rows)])


def _shifted(page: Page, detail: int) -> Page:
    return replace(page, rows=[*page.before()[-1 - detail % 3 :], *page.rows])


def _looped(page: Page, _: int) -> Page:
    return replace(page, next_cursor=page.this_cursor)


def _broken(answer: Answer, detail: int) -> Answer:
    value = json.loads(answer.body)
    rows = _rows_of(value)
    row = rows[detail % len(rows)]
    fields = [field for field in WRONG if field in row] or list(row)[:1]
    field = fields[detail // len(rows) % len(fields)]
    row[field] = WRONG.get(field, {"unexpected": True})
    return replace(answer, body=json.dumps(value, separators=(",", ":")).encode(), page=None)


def _objects(answer: Answer) -> bool:
    return len(answer.page.rows) > 0 if answer.page is not None else answer.body[:2] not in (b"[]", b"{}")


def _rows_of(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, wherever the answer keeps it; the answer itself if it is no list."""
    rows = value
    if isinstance(value, dict):
        rows = next((value[name] for name in ("markets", "events", "data", "history") if name in value), value)
        if "id" in value or "condition_id" in value:  # one event holds markets, and is one object
            rows = value
    if isinstance(rows, dict) and rows is not value:  # a batch of histories
        rows = [row for series in rows.values() if isinstance(series, list) for row in series]
    found = [row for row in rows if isinstance(row, dict) and row] if isinstance(rows, list) else []
    return found or [value if isinstance(value, dict) else {}]


class Kind(NamedTuple):
    fits: Callable[[Answer], bool]
    spoil: Callable[[Answer, int], Answer]


KINDS: dict[str, Kind] = {
    "html429": Kind(_any, _html(429, "429 Too Many Requests")),
    "retry429": Kind(_any, _retry_later),
    "500": Kind(_any, _internal),
    "502": Kind(_any, _html(502, "502 Bad Gateway")),
    "truncated": Kind(_good, _truncated),
    "wrongtype": Kind(_good, _html(200, "Just a moment...")),
    "stall": Kind(_any, _unchanged),
    "reset": Kind(_any, _unchanged),
    "duplicated": Kind(_paged, _with_page(_duplicated)),
    "shifted": Kind(_has_before, _with_page(_shifted)),
    "cursor": Kind(_has_cursor, _with_page(_looped)),
    "stale": Kind(_any, _stale),
    "broken": Kind(_has_objects, _broken),
}
