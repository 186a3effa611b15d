"""CLOB: Polymarket's order books, price histories and its own list of markets (public reads, no key).

Document  https://docs.polymarket.com/developers/CLOB/introduction
Limits    /books 500, /prices-history 1000 requests in 10 s; 500 tokens a batch of books (100 is prudent), 20 of
          histories; a history's window is at most 15 days
Oddities  /markets pages by base64 of an offset, from MA== to LTE=, and covers closed markets too;
          `tokens[].token_id` may be "" early in life; both `winner` false = unresolved or half and half;
          prices and sizes of a book are text, and the order of its levels differs: sort;
          tokens without a book are absent from a batch, and 404 when asked alone;
          `market` of /prices-history is a token id (`token_id` there gives an empty history with 200);
          a resolved market has points only about every 12 hours (fidelity 720): a finer question gives none;
          batches are flat arrays; the old `{"params": [...]}` gives []
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from ..errors import InputError
from .http import Http, Param, epoch_s
from .pace import Deadline
from .paging import Check, Found, Save, Walk, batches, by_clob_cursor, found, id_field, only

BOOKS_PER_REQUEST = 100
HISTORIES_PER_REQUEST = 20
LONGEST_WINDOW = timedelta(days=15)


class _History(msgspec.Struct):
    history: list[msgspec.Raw]


class _Histories(msgspec.Struct):
    history: dict[str, list[msgspec.Raw]]


_condition_id = id_field("condition_id")
_asset_id = id_field("asset_id")
_history = msgspec.json.Decoder(_History)
_histories = msgspec.json.Decoder(_Histories)
_books = msgspec.json.Decoder(list[msgspec.Raw])


def markets(
    http: Http,
    *,
    start_cursor: str | None = None,
    save: Save | None = None,
    deadline: Deadline | None = None,
    check: Check | None = None,
) -> Walk:
    """Every market there ever was, a thousand a page: the quickest way through all of them."""
    return by_clob_cursor(
        http,
        "markets",
        "/markets",
        identify=_condition_id,
        check=check,
        start_cursor=start_cursor,
        save=save,
        deadline=deadline,
    )


def prices_history(
    http: Http,
    token_id: str,
    start: datetime,
    end: datetime,
    fidelity: int,
    *,
    deadline: Deadline | None = None,
) -> list[msgspec.Raw]:
    """Points `{"t": s, "p": price}` of one token; `fidelity` in minutes; at most 15 days, see `windows`."""
    if not is_token(token_id):
        raise InputError("token_id", token_id, "decimal digits")
    params: dict[str, Param] = {"market": token_id, "startTs": start, "endTs": end, "fidelity": fidelity}
    answer = http.get("prices-history", "/prices-history", params, decoder=_history, deadline=deadline)
    return answer.history


def prices_histories(
    http: Http,
    token_ids: Iterable[str],
    start: datetime,
    end: datetime,
    fidelity: int,
    *,
    deadline: Deadline | None = None,
    check: Check | None = None,
) -> dict[str, list[msgspec.Raw]]:
    """The same for many tokens. Tokens that the answer lacks are missing here; malformed ones are not asked."""
    window = {"start_ts": epoch_s(start), "end_ts": epoch_s(end), "fidelity": fidelity}

    def ask(batch: list[str]) -> dict[str, list[msgspec.Raw]]:
        def decode(body: bytes) -> dict[str, list[msgspec.Raw]]:
            histories = _histories.decode(body).history
            only(batch, histories)
            if check is not None:
                check([point for history in histories.values() for point in history])
            return histories

        question = {"markets": batch, **window}
        return http.post("batch-prices-history", "/batch-prices-history", question, decoder=decode, deadline=deadline)

    wanted, _ = _tokens(token_ids)
    histories: dict[str, list[msgspec.Raw]] = {}
    for part in http.map(ask, batches(wanted, HISTORIES_PER_REQUEST)):
        histories |= part
    return histories


def books(
    http: Http, token_ids: Iterable[str], *, deadline: Deadline | None = None, check: Check | None = None
) -> Found:
    """The order books of these tokens; one without a book is `missing`, which is no failure."""

    def ask(batch: list[str]) -> tuple[list[msgspec.Raw], list[str]]:
        def decode(body: bytes) -> tuple[list[msgspec.Raw], list[str]]:
            items = _books.decode(body)
            ids = [_asset_id(item) for item in items]
            only(batch, ids)
            if check is not None:
                check(items)
            return items, ids

        question = [{"token_id": token_id} for token_id in batch]
        return http.post("books", "/books", question, decoder=decode, deadline=deadline)

    wanted, refused = _tokens(token_ids)
    return found(http.map(ask, batches(wanted, BOOKS_PER_REQUEST)), wanted, refused)


def windows(start: datetime, end: datetime, longest: timedelta = LONGEST_WINDOW) -> Iterator[tuple[datetime, datetime]]:
    """[start, end) in pieces of at most `longest`, in order, without gap or overlap; none where start >= end."""
    if longest <= timedelta(0):
        raise InputError("longest", longest, "longer than nothing")
    while start < end:
        until = min(start + longest, end)
        yield start, until
        start = until


def is_token(text: str) -> bool:
    """Whether `text` has the form of a token id (or of a V2 position id)."""
    return text.isascii() and text.isdigit() and len(text) <= 78  # 2**256 has 78 digits


def _tokens(token_ids: Iterable[str]) -> tuple[list[str], list[str]]:
    distinct = list(dict.fromkeys(token_ids))
    wanted = [token_id for token_id in distinct if is_token(token_id)]
    return wanted, [token_id for token_id in distinct if not is_token(token_id)]
