"""Gamma: Polymarket's catalogue of markets and events (public, no key).

Document  https://docs.polymarket.com/developers/gamma-markets-api/overview
Limits    /events 500, /markets 300 requests in 10 s; 100 rows a page (more is clamped silently); URLs up to about 8 KB
Oddities  `outcomes`, `outcomePrices`, `clobTokenIds` and `umaResolutionStatuses` are JSON inside a string;
          nearly every field can be null or absent, `id` included, and presence means nothing;
          `closed` defaults to false even in lookups by id, so it is always sent: ask twice where the state is unknown;
          a page is followed with `after_cursor`; any other name is ignored and returns page one for ever;
          a market can change its slug and its text; tags come only with `include_tag`;
          archived rows are never listed; condition ids are compared case-sensitively, in lower case
"""

from collections.abc import Iterable, Iterator

import msgspec

from .http import Http, Param
from .pace import Deadline
from .paging import Check, Page, Save, Walk, batches, by_keyset, id_field, only

MARKETS, EVENTS = "/markets/keyset", "/events/keyset"
LARGEST_PAGE = 100
EVENTS_PER_PAGE = 50  # an event carries its markets whole: a hundred of the big ones are megabytes
LONGEST_URL = 8000
IMMUTABLE_ORDER: dict[str, Param] = {"order": "id", "ascending": True}  # a row whose sort key changes can be missed

_condition_id = id_field("conditionId")
_condition = id_field("condition")  # the old name, on a few rows


def markets(
    http: Http,
    *,
    closed: bool,
    start_cursor: str | None = None,
    save: Save | None = None,
    deadline: Deadline | None = None,
    limit: int = LARGEST_PAGE,
    check: Check | None = None,
) -> Walk:
    """Every market that is (or is not) closed, by id, with its tags."""
    params: dict[str, Param] = {"limit": limit, **IMMUTABLE_ORDER, "closed": closed, "include_tag": True}
    return by_keyset(
        http,
        "markets",
        MARKETS,
        params,
        rows="markets",
        check=check,
        start_cursor=start_cursor,
        save=save,
        deadline=deadline,
    )


def events(
    http: Http,
    *,
    closed: bool,
    start_cursor: str | None = None,
    save: Save | None = None,
    deadline: Deadline | None = None,
    limit: int = EVENTS_PER_PAGE,
    check: Check | None = None,
) -> Walk:
    """Every event that is (or is not) closed, by id, with its markets inside. An open one can hold closed markets."""
    params: dict[str, Param] = {"limit": limit, **IMMUTABLE_ORDER, "closed": closed}
    return by_keyset(
        http,
        "events",
        EVENTS,
        params,
        rows="events",
        check=check,
        start_cursor=start_cursor,
        save=save,
        deadline=deadline,
    )


def markets_by_condition(
    http: Http, ids: Iterable[str], *, closed: bool, deadline: Deadline | None = None
) -> Iterator[Page]:
    """The markets of these conditions, as far as they are (or are not) closed; unknown ids are simply absent."""
    params: dict[str, Param] = {"limit": LARGEST_PAGE, **IMMUTABLE_ORDER, "closed": closed, "include_tag": True}
    room = LONGEST_URL - len(http.url(MARKETS, {**params, "after_cursor": "x" * 500}))

    def ask(batch: list[str]) -> list[Page]:
        def check(items: list[msgspec.Raw]) -> None:
            only(batch, [(_condition_id(item) or _condition(item)).lower() for item in items])

        question: dict[str, Param] = {**params, "condition_ids": batch}
        named = by_keyset(http, "markets-by-name", MARKETS, question, rows="markets", check=check, deadline=deadline)
        return list(named)

    wanted = dict.fromkeys(identity.lower() for identity in ids)
    wanted.pop("", None)
    for pages in http.map(ask, batches(wanted, LARGEST_PAGE, room, each=len("&condition_ids="))):
        yield from pages
