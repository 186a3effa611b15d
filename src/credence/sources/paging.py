"""Lists that come in pages, read to their end or not at all.

In   a client, an address and the way in which that upstream counts its pages
Out  a Walk: an iterator of Page with its counts in `.sweep`

    by_keyset       Gamma     `after_cursor`; the end is an absent or null `next_cursor`
    by_clob_cursor  CLOB      base64 of an offset, MA== (0) to LTE= (-1)
    by_v2_cursor    Data API  the first request again plus `cursor`; the end is a null `next_cursor`
    by_offset       old Gamma lists and recordings: bare arrays, the end is an empty page

Rule a short page is not the end: limits are clamped silently.
Rule a walk that stops before the end raises IncompleteSweep, whose cause is what stopped it.
Rule a cursor that was asked before, or a page without any new row, is asked again: such upstreams heal. A cursor that
     stays is a loop, and fails. Rows that stay are drift (lists shift while they are read): counted, and we go on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import msgspec

from ..errors import IncompleteSweep, InputError, Refused, UpstreamFailure
from .http import Http, Params
from .pace import Deadline

CLOB_FIRST, CLOB_END = "MA==", "LTE="
MOST_BARREN_PAGES = 50  # pages in a row without a new row: no list drifts that far

Identify: TypeAlias = Callable[[msgspec.Raw], str]
Check: TypeAlias = Callable[[list[msgspec.Raw]], None]  # ValueError: these are not the rows that were asked for
Save: TypeAlias = Callable[[str], None]


class _ClobAnswer(msgspec.Struct):
    data: list[msgspec.Raw]
    next_cursor: str


class _V2Paging(msgspec.Struct):
    has_more: bool | None = None
    next_cursor: str | None = None


class _V2Answer(msgspec.Struct):
    data: list[msgspec.Raw] | None  # null: a documented miss
    pagination: _V2Paging | None = None


_rows = msgspec.json.Decoder(list[msgspec.Raw])
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_text_or_none = msgspec.json.Decoder(str | None)
_clob_answer = msgspec.json.Decoder(_ClobAnswer)
_v2_answer = msgspec.json.Decoder(_V2Answer)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as they were received."""

    items: list[msgspec.Raw]
    ids: list[str]  # of `items`, in their order; "" where a row has none
    cursor: str | None  # of the next page: where to resume once this one is kept; None on the last
    number: int  # 1 is the first page of this walk


@dataclass(slots=True)
class Sweep:
    """What a walk has seen so far."""

    pages: int = 0
    items: int = 0
    distinct: int = 0
    duplicates: int = 0  # rows whose id came before: the list shifted under us
    without_id: int = 0
    re_asked: int = 0  # pages asked again because they repeated an earlier one
    restarts: int = 0  # a saved cursor that the upstream no longer took
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a lookup by ids brought."""

    items: list[msgspec.Raw]
    ids: list[str]  # of `items`, in their order; "" where a row does not name itself
    missing: list[str]  # asked for, not answered
    refused: list[str]  # malformed, so never asked for


@dataclass(frozen=True, slots=True)
class _Read:
    items: list[msgspec.Raw]
    ids: list[str]
    cursor: str | None


class Walk(Iterator[Page]):
    """The pages of one list. `save` gets each next cursor once the reader has come back for the next page."""

    def __init__(
        self,
        http: Http,
        address: str,
        ask: Callable[[str | None], _Read],
        *,
        first_cursor: str | None = None,
        start_cursor: str | None = None,
        save: Save | None = None,
        deadline: Deadline | None = None,
    ) -> None:
        self.sweep = Sweep()
        self._http, self._address, self._ask = http, address, ask
        self._first_cursor, self._save, self._deadline = first_cursor, save, deadline
        self._asked: set[str | None] = set()
        self._seen: set[int] = set()  # hashes: 1.5 million ids of 66 characters would take 250 MB
        self._barren = 0
        self._pages = self._walk(start_cursor or first_cursor)

    def __next__(self) -> Page:
        return next(self._pages)

    def _walk(self, cursor: str | None) -> Iterator[Page]:
        while True:
            try:
                read = self._read(cursor)
            except Refused as failure:
                # a cursor is bound to the order of its list and may be too old: begin again, once
                if self.sweep.pages or self.sweep.restarts or cursor == self._first_cursor:
                    raise self._incomplete(str(failure)) from failure
                self.sweep.restarts += 1
                self._asked.clear()
                cursor = self._first_cursor
                continue
            except IncompleteSweep:
                raise
            except UpstreamFailure as failure:
                raise self._incomplete(f"{self._late()}{failure}") from failure
            self._count(read)
            yield Page(read.items, read.ids, read.cursor, self.sweep.pages)
            if read.cursor is None:
                self.sweep.complete = True
                return
            if self._save is not None:
                self._save(read.cursor)
            cursor = read.cursor

    def _read(self, cursor: str | None) -> _Read:
        self._asked.add(cursor)
        attempt = 1
        while True:
            late = self._late()
            if late:
                raise self._incomplete(late)
            read = self._ask(cursor)
            loops = read.cursor is not None and read.cursor in self._asked
            if not loops and not self._only_known(read):
                return read
            if attempt >= self._http.attempts or not self._http.back_off(attempt, self._deadline):
                break
            self.sweep.re_asked += 1
            attempt += 1
        if loops:
            raise self._incomplete(f"cursor {read.cursor!r} leads back to a page that was read")
        return read  # drift: counted as duplicates

    def _only_known(self, read: _Read) -> bool:
        return bool(read.ids) and all(identity and hash(identity) in self._seen for identity in read.ids)

    def _count(self, read: _Read) -> None:
        named = [hash(identity) for identity in read.ids if identity]
        before = len(self._seen)
        self._seen.update(named)
        fresh = len(self._seen) - before
        unnamed = len(read.ids) - len(named)
        self.sweep.pages += 1
        self.sweep.items += len(read.items)
        self.sweep.distinct += fresh
        self.sweep.duplicates += len(named) - fresh
        self.sweep.without_id += unnamed
        self._barren = 0 if fresh or unnamed else self._barren + 1
        if self._barren > MOST_BARREN_PAGES and read.cursor is not None:
            raise self._incomplete(f"nothing new in {self._barren} pages")

    def _late(self) -> str:
        if self._deadline is None or self._deadline.left() > 0:
            return ""
        return f"not done within {self._deadline.seconds:g} s; "

    def _incomplete(self, why: str) -> IncompleteSweep:
        return IncompleteSweep(
            self._http.source, self._address, f"list not read to its end, stopped after page {self.sweep.pages}: {why}"
        )


def by_keyset(
    http: Http,
    endpoint: str,
    path: str,
    params: Params,
    *,
    rows: str,
    check: Check | None = None,
    start_cursor: str | None = None,
    save: Save | None = None,
    deadline: Deadline | None = None,
) -> Walk:
    """`{"<rows>": [...], "next_cursor": ...}`, followed with `after_cursor` (any other name is ignored upstream)."""

    def decode(body: bytes) -> _Read:
        fields = _fields.decode(body)
        if rows not in fields:
            raise ValueError(f"no {rows!r} in the answer")
        cursor = _text_or_none.decode(fields["next_cursor"]) if "next_cursor" in fields else None
        return _read(_rows.decode(fields[rows]), cursor, id_field("id"), check)

    def ask(cursor: str | None) -> _Read:
        return http.get(endpoint, path, {**params, "after_cursor": cursor}, decoder=decode, deadline=deadline)

    return Walk(http, http.url(path), ask, start_cursor=start_cursor, save=save, deadline=deadline)


def by_clob_cursor(
    http: Http,
    endpoint: str,
    path: str,
    params: Params | None = None,
    *,
    identify: Identify,
    check: Check | None = None,
    start_cursor: str | None = None,
    save: Save | None = None,
    deadline: Deadline | None = None,
) -> Walk:
    """`{"data": [...], "next_cursor": "<base64 of an offset>"}`; LTE= ends it, and a missing cursor does not."""

    def decode(body: bytes) -> _Read:
        answer = _clob_answer.decode(body)
        cursor = None if answer.next_cursor == CLOB_END else answer.next_cursor
        return _read(answer.data, cursor, identify, check)

    def ask(cursor: str | None) -> _Read:
        query = {**(params or {}), "next_cursor": cursor}
        return http.get(endpoint, path, query, decoder=decode, deadline=deadline)

    return Walk(
        http,
        http.url(path),
        ask,
        first_cursor=CLOB_FIRST,
        start_cursor=start_cursor,
        save=save,
        deadline=deadline,
    )


def by_v2_cursor(
    http: Http,
    endpoint: str,
    path: str,
    params: Params,
    *,
    identify: Identify,
    check: Check | None = None,
    start_cursor: str | None = None,
    save: Save | None = None,
    deadline: Deadline | None = None,
) -> Walk:
    """`{"data": [...], "pagination": {"has_more", "next_cursor"}}`. A cursor alone would widen the question."""

    def decode(body: bytes) -> _Read:
        answer = _v2_answer.decode(body)
        paging = answer.pagination or _V2Paging()
        if paging.has_more is not None and paging.has_more != (paging.next_cursor is not None):
            raise ValueError("has_more and next_cursor contradict each other")
        return _read(answer.data or [], paging.next_cursor, identify, check)

    def ask(cursor: str | None) -> _Read:
        return http.get(endpoint, path, {**params, "cursor": cursor}, decoder=decode, deadline=deadline)

    return Walk(http, http.url(path), ask, start_cursor=start_cursor, save=save, deadline=deadline)


def by_offset(
    http: Http,
    endpoint: str,
    path: str,
    params: Params,
    *,
    limit: int,
    identify: Identify,
    start_cursor: str | None = None,
    save: Save | None = None,
    deadline: Deadline | None = None,
) -> Walk:
    """A bare array; the next offset counts the rows that came, not those asked for. The cursor is the offset."""

    def ask(cursor: str | None) -> _Read:
        offset = int(cursor or 0)

        def decode(body: bytes) -> _Read:
            items = _rows.decode(body)
            return _read(items, str(offset + len(items)) if items else None, identify)

        query = {**params, "limit": limit, "offset": offset}
        return http.get(endpoint, path, query, decoder=decode, deadline=deadline)

    return Walk(http, http.url(path), ask, first_cursor="0", start_cursor=start_cursor, save=save, deadline=deadline)


def batches(ids: Iterable[str], most: int, room: int | None = None, each: int = 0) -> Iterator[list[str]]:
    """`ids` in order, in lists of at most `most`, whose texts and `each` more bytes per id fit in `room` bytes.

    >>> list(batches(["aa", "bb", "cc"], most=2))
    [['aa', 'bb'], ['cc']]
    >>> list(batches(["aa", "bb", "cc"], most=3, room=7, each=1))
    [['aa', 'bb'], ['cc']]
    """
    if most < 1:
        raise InputError("most", most, "1 or more")
    batch: list[str] = []
    used = 0
    for identity in ids:
        size = len(identity) + each
        if batch and (len(batch) == most or (room is not None and used + size > room)):
            yield batch
            batch, used = [], 0
        batch.append(identity)
        used += size
    if batch:
        yield batch


@cache
def id_field(name: str) -> Identify:
    """Reads one field of a row, text or whole number, as text; "" where there is none."""
    row = msgspec.defstruct("Row", [("id", str | int | None, msgspec.field(name=name, default=None))])
    decoder = msgspec.json.Decoder(row)

    def identify(item: msgspec.Raw) -> str:
        try:
            value = getattr(decoder.decode(item), "id")  # noqa: B009 a field that is made above
        except (msgspec.ValidationError, UnicodeDecodeError):  # null, a list, an odd id: it cannot be named
            return ""
        return "" if value is None else str(value)

    return identify


def v2_rows(body: bytes) -> list[msgspec.Raw]:
    """The rows of a Data API answer that is not paged."""
    return _v2_answer.decode(body).data or []


def found(parts: Iterable[tuple[list[msgspec.Raw], list[str]]], asked: list[str], refused: list[str]) -> Found:
    """The answers to several batches as one."""
    items: list[msgspec.Raw] = []
    ids: list[str] = []
    for part_items, part_ids in parts:
        items += part_items
        ids += part_ids
    known = set(ids)
    return Found(items, ids, [identity for identity in asked if identity not in known], refused)


def only(asked: Iterable[str], ids: Iterable[str]) -> None:
    """Refuses an answer to another question: a filter that was ignored shows in the rows."""
    strangers = {identity for identity in ids if identity} - set(asked)
    if strangers:
        raise ValueError(f"rows that were not asked for, such as {min(strangers)[:80]!r}: the filter was ignored")


def _read(items: list[msgspec.Raw], cursor: str | None, identify: Identify, check: Check | None = None) -> _Read:
    if cursor is not None and not cursor.strip():
        raise ValueError("an empty cursor, which is neither a page nor the end")
    if check is not None:
        check(items)
    return _Read(items, [identify(item) for item in items], cursor)
