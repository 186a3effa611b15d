"""Gamma's routes: keyset lists, the deprecated offset lists, single objects, tags.

Follows  polymarket-apis.md, section 1
Differs  archived and inactive objects are listed too (a folder should be readable to its last object); an object whose
         recording carries `tags` keeps them without `include_tag`; parameters not named here are ignored
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, TypeVar

import msgspec

from .objects import Event, Market, TagFields, decoded, epoch, id_key, number, text
from .view import View, tags_of_event
from .wire import Answer, Body, Page, Refused, Request, array, derived, encode, joined, page_answer, seal, unseal

CAP = 100  # rows of a page; more is silently clamped
DEFAULT_LIMIT = 20
TAG_LIMIT = 100
OFFSET_CAP = 10_000
CONDITIONS_CAP = 100

Object = TypeVar("Object", Market, Event)
Choose = Callable[[View, Request], Sequence[Any]]
Write = Callable[[View, Request, Any], tuple[Body, bool]]  # -> the object's bytes, and whether we made any of them


def refuse(message: str, status: int = 422, kind: str = "validation error") -> Refused:
    return Refused(status, {"type": kind, "error": message})


def not_found(name: str) -> Refused:
    return refuse(f"{name} not found", 404, "not found error")


# --- lists ---


def markets_keyset(view: View, request: Request) -> Answer:
    return _keyset(view, request, "markets", _choose_markets, _write_market)


def events_keyset(view: View, request: Request) -> Answer:
    return _keyset(view, request, "events", _choose_events, _write_event)


def markets_offset(view: View, request: Request) -> Answer:
    return _offset(view, request, "markets", _choose_markets, _write_market)


def events_offset(view: View, request: Request) -> Answer:
    return _offset(view, request, "events", _choose_events, _write_event)


def _keyset(view: View, request: Request, name: str, choose: Choose, write: Write) -> Answer:
    if "offset" in request.values:
        raise refuse("offset is not supported on keyset endpoints, use after_cursor")
    limit = _limit(request, CAP)
    order, ascending = _order(request)
    rows, places = _listing(view, request, name, choose)
    bound = [name, list(order), ascending]
    cursor = request.one("after_cursor")
    start = 0 if cursor is None else _after(cursor, bound, rows, places)
    end = start + limit
    written = [write(view, request, row) for row in rows[start:end]]

    def frame(_: int, next_cursor: str | None) -> tuple[bytes, bytes]:
        head = encode({"$schema": f"/schemas/List{name.title()}.json", name: []})[:-2]
        return head, b"]}" if next_cursor is None else b'],"next_cursor":' + encode(next_cursor) + b"}"

    page = Page(
        rows=[body for body, _ in written],
        frame=frame,
        before=lambda: [write(view, request, row)[0] for row in rows[max(0, start - limit) : start]],
        paged=True,
        this_cursor=cursor or seal([*bound, ""]),
        next_cursor=seal([*bound, rows[end - 1].id]) if end < len(rows) else None,
    )
    return derived(page_answer(page), any(made for _, made in written))


def _offset(view: View, request: Request, name: str, choose: Choose, write: Write) -> Answer:
    limit, offset = _limit(request, CAP), _count(request, "offset", 0, 0)
    if offset > OFFSET_CAP:
        raise refuse(f"offset must be at most {OFFSET_CAP}")
    rows, _ = _listing(view, request, name, choose)
    written = [write(view, request, row) for row in rows[offset : offset + limit]]
    page = Page(
        rows=[body for body, _ in written],
        frame=array,
        before=lambda: [write(view, request, row)[0] for row in rows[max(0, offset - limit) : offset]],
        paged=True,
    )
    answer = page_answer(page).also(
        deprecation="true",
        sunset="Fri, 01 May 2026 00:00:00 GMT",
        warning=f'299 - "use /{name}/keyset"',
        cache_control="public, max-age=300",
    )
    return derived(answer, any(made for _, made in written))


def _listing(view: View, request: Request, name: str, choose: Choose) -> tuple[Sequence[Any], dict[str, int]]:
    """The whole filtered and ordered list, and the place of each id in it; kept, because it will be paged through."""
    paging = ("limit", "offset", "after_cursor", "include_tag", "include_markets")
    key = name, tuple(sorted((k, tuple(v)) for k, v in request.values.items() if k not in paging))
    if key not in view.listings:
        if len(view.listings) >= 16:
            view.listings.clear()
        rows = _ordered(choose(view, request), *_order(request))
        view.listings[key] = rows, {row.id: place for place, row in enumerate(rows)}
    found: tuple[Sequence[Any], dict[str, int]] = view.listings[key]
    return found


def _after(cursor: str, bound: list[object], rows: Sequence[Any], places: dict[str, int]) -> int:
    value = unseal(cursor)
    if not isinstance(value, list) or value[:-1] != bound or not isinstance(value[-1], str):
        raise refuse("after_cursor is invalid")
    last = value[-1]
    if not last:
        return 0
    if last in places:
        return places[last] + 1
    if bound[1]:  # the row has left a list that is not ordered by id: its place is lost
        raise refuse("after_cursor has expired")
    return sum(id_key(row.id) <= id_key(last) for row in rows)


def _order(request: Request) -> tuple[tuple[str, ...], bool]:
    """The fields to sort by, () for id, and the direction, which counts only with `order`."""
    fields = tuple((request.one("order") or "").replace(" ", "").split(",")) if request.one("order") else ()
    if any("_" in field or not field.isidentifier() or keyword.iskeyword(field) for field in fields):
        raise refuse("order fields are not valid")
    ascending = _flag(request, "ascending") is not False
    return ((), True) if not fields or (fields == ("id",) and ascending) else (fields, ascending)


def _ordered(rows: Sequence[Any], order: tuple[str, ...], ascending: bool) -> Sequence[Any]:
    """By these fields, ties by id, objects without a value last; text sorts as text, as upstream."""
    for field in reversed(order):
        only = msgspec.defstruct("Only", [(field, Any, None)])
        keyed = [(id_key(row.id) if field == "id" else _sort_key(row.body, only, field), row) for row in rows]
        present = [(key, row) for key, row in keyed if key is not None]
        present.sort(key=itemgetter(0), reverse=not ascending)
        rows = [*(row for _, row in present), *(row for key, row in keyed if key is None)]
    return rows


def _sort_key(body: Body, only: type[msgspec.Struct], field: str) -> tuple[Any, ...] | None:
    fields = decoded(body, only)
    value = None if fields is None else getattr(fields, field)
    if isinstance(value, int | float):
        return 0, value
    return (1, value) if isinstance(value, str) else None


# --- what is on a list ---


def _choose_markets(view: View, request: Request) -> list[Market]:
    chosen = view.markets
    for name, index in (("slug", "slug"), ("condition_ids", "condition"), ("question_ids", "question"),
                        ("clob_token_ids", "token"), ("position_ids", "token")):  # fmt: skip
        if wanted := request.many(name):
            if name == "condition_ids" and len(wanted) > CONDITIONS_CAP:
                raise refuse(f"condition_ids must be at most {CONDITIONS_CAP}")
            ids = {market.id for value in wanted for market in view.markets_by[index].get(value, ())}
            chosen = [market for market in chosen if market.id in ids]
    chosen = _with_id(chosen, request)
    closed = _flag(request, "closed") is True  # hidden unless asked for, also in look-ups
    chosen = [market for market in chosen if market.closed is closed]
    if status := request.one("uma_resolution_status"):
        chosen = [market for market in chosen if market.seen.umaResolutionStatus == status]
    if tag_ids := set(request.many("tag_id")):
        chosen = [market for market in chosen if tag_ids & _ids(view.tags_of_market(market))]
    return _within(chosen, request, {"volume_num": "volumeNum", "liquidity_num": "liquidityNum"})


def _choose_events(view: View, request: Request) -> list[Event]:
    chosen = _with_id(view.events, request)
    if slugs := set(request.many("slug")):
        chosen = [event for event in chosen if event.seen.slug in slugs]
    if (closed := _flag(request, "closed")) is not None:
        chosen = [event for event in chosen if event.closed is closed]
    if tag_ids := set(request.many("tag_id")):
        chosen = [event for event in chosen if tag_ids & _ids(tags_of_event(event))]
    if without := set(request.many("exclude_tag_id")):
        chosen = [event for event in chosen if not without & _ids(tags_of_event(event))]
    if tag_slug := request.one("tag_slug"):
        chosen = [event for event in chosen if any(tag.slug == tag_slug for tag in _tags(tags_of_event(event)))]
    if words := request.one("title_search"):
        chosen = [event for event in chosen if words.lower() in text(event.seen.title).lower()]
    return _within(chosen, request, {"volume": "volume", "liquidity": "liquidity"})


def _with_id(rows: list[Object], request: Request) -> list[Object]:
    ids = set(request.many("id"))
    return [row for row in rows if row.id in ids] if ids else rows


def _within(rows: list[Object], request: Request, amounts: dict[str, str]) -> list[Object]:
    """Only rows inside `<name>_min` .. `<name>_max`; a row without the field is outside."""
    bounds: list[tuple[str, str, Callable[[object], float | None]]] = [
        ("start_date", "startDate", epoch),
        ("end_date", "endDate", epoch),
        *((name, field, number) for name, field in amounts.items()),
    ]
    for name, field, read in bounds:
        for end, sign in (("min", 1), ("max", -1)):
            asked = request.one(f"{name}_{end}")
            if asked is None:
                continue
            bound = read(asked)
            if bound is None:
                raise refuse(f"{name}_{end} is invalid")
            rows = [r for r in rows if (v := read(getattr(r.seen, field))) is not None and sign * (v - bound) >= 0]
    return rows


def _tags(bodies: Sequence[Body]) -> list[TagFields]:
    return [tag for body in bodies if (tag := decoded(body, TagFields)) is not None]


def _ids(bodies: Sequence[Body]) -> set[str]:
    return {str(tag.id) for tag in _tags(bodies)}


# --- how an object is written ---


def _write_market(view: View, request: Request, market: Market) -> tuple[Body, bool]:
    """As recorded; with `include_tag` its events' tags are added where it has none."""
    if _flag(request, "include_tag") is not True or bytes(market.seen.tags) != b"[]":
        return market.body, False
    return _with_key(market.body, "tags", view.tags_of_market(market)), False


def _write_event(view: View, request: Request, event: Event) -> tuple[Body, bool]:
    """As recorded; an event known only by reference gets the markets that refer to it, and counts as derived."""
    if _flag(request, "include_markets") is False:
        fields = decoded(event.body, dict[str, msgspec.Raw]) or {}
        fields.pop("markets", None)
        return msgspec.json.encode(fields), event.reference
    if not event.reference or event.seen.markets is not msgspec.UNSET:
        return event.body, event.reference
    return _with_key(event.body, "markets", [m.body for m in view.markets_of_event.get(event.id, ())]), True


def _with_key(body: Body, name: str, objects: Sequence[Body]) -> bytes:
    """The object with one more key, or with that key replaced; all other bytes as they are."""
    fields = decoded(body, dict[str, msgspec.Raw]) or {}
    return msgspec.json.encode(fields | {name: msgspec.Raw(joined(objects))})


# --- single objects ---


def market_by_id(view: View, _: Request, market_id: str) -> Answer:
    return _object(_by_id(view.market_by_id, market_id).body)


def market_by_slug(view: View, _: Request, slug: str) -> Answer:
    market = view.market_of("slug", slug)
    if market is None:
        raise not_found("slug")
    return _object(market.body)


def market_tags(view: View, _: Request, market_id: str) -> Answer:
    return page_answer(Page(view.tags_of_market(_by_id(view.market_by_id, market_id)), array))


def event_by_id(view: View, request: Request, event_id: str) -> Answer:
    body, made = _write_event(view, request, _by_id(view.event_by_id, event_id))
    return derived(_object(body), made)


def event_by_slug(view: View, request: Request, slug: str) -> Answer:
    found = [event for event in view.events if event.seen.slug == slug]
    if not found:
        raise not_found("slug")
    body, made = _write_event(view, request, found[-1])
    return derived(_object(body), made)


def event_tags(view: View, _: Request, event_id: str) -> Answer:
    return page_answer(Page(tags_of_event(_by_id(view.event_by_id, event_id)), array))


def tags(view: View, request: Request) -> Answer:
    limit, offset = _limit(request, TAG_LIMIT), _count(request, "offset", 0, 0)
    bodies = [body for _, body in view.tags.values()]
    rows, before = bodies[offset : offset + limit], bodies[max(0, offset - limit) : offset]
    return page_answer(Page(rows, array, lambda: before, paged=True))


def tag_by_id(view: View, _: Request, tag_id: str) -> Answer:
    return _object(_by_id(view.tags, tag_id)[1])


def tag_by_slug(view: View, _: Request, slug: str) -> Answer:
    found = [body for tag, body in view.tags.values() if tag.slug == slug]
    if not found:
        raise not_found("slug")
    return _object(found[0])


def _object(body: Body) -> Answer:
    return Answer(bytes(body))


Found = TypeVar("Found")


def _by_id(index: dict[str, Found], key: str) -> Found:
    if not key.isdigit():  # a condition id is not a market id
        raise refuse("id is invalid")
    if key not in index:
        raise not_found("id")
    return index[key]


# --- parameters ---


def _flag(request: Request, name: str) -> bool | None:
    value = request.one(name)
    if value is None:
        return None
    if value.lower() not in ("true", "false"):
        raise refuse(f"{name} must be true or false")
    return value.lower() == "true"


def _limit(request: Request, cap: int) -> int:
    return min(_count(request, "limit", DEFAULT_LIMIT, 1), cap)


def _count(request: Request, name: str, default: int, least: int) -> int:
    value = request.one(name)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise refuse(f"{name} must be an integer of at least {least}")
    return int(value)


ROUTES: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", r"/markets/keyset", markets_keyset),
    ("GET", r"/events/keyset", events_keyset),
    ("GET", r"/markets", markets_offset),
    ("GET", r"/events", events_offset),
    ("GET", r"/markets/slug/([^/]+)", market_by_slug),
    ("GET", r"/events/slug/([^/]+)", event_by_slug),
    ("GET", r"/markets/([^/]+)/tags", market_tags),
    ("GET", r"/events/([^/]+)/tags", event_tags),
    ("GET", r"/markets/([^/]+)", market_by_id),
    ("GET", r"/events/([^/]+)", event_by_id),
    ("GET", r"/tags", tags),
    ("GET", r"/tags/slug/([^/]+)", tag_by_slug),
    ("GET", r"/tags/([^/]+)", tag_by_id),
]


def no_route() -> Refused:
    return refuse("no such endpoint", 404, "not found error")


def wrong_method() -> Refused:
    return refuse("method not allowed", 405, "method not allowed error")
