"""Data API, version 2: resolutions, price histories, open interest (public, no key).

Document  https://data-api.polymarket.com/v2/openapi.json
Limits    about 800 requests in 10 s, /v2/prices-history 200; 20 conditions a request; 10,000 points a page, 15 days
Oddities  an empty filter is read as no filter, and the whole feed comes back: nothing is asked without an id, and every
          row is checked against the question;
          pages are cursor only, and the cursor does not carry the filters: the first request is sent again with it;
          a limit over the cap is refused, not clamped; a malformed id spoils the whole request (400);
          a condition id must have 64 hex digits, the 62 of V2 tools are refused; one that is unknown is simply absent;
          answers come from a cache of up to five minutes (`age`);
          a resolved market's history ends with the settlement point (`resolution_seconds` 0): the payout, not a price;
          `bucket_seconds` finer than what is still kept gives an empty page, not an error;
          open interest has no history: only the value of now
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from ..errors import InputError
from .clob import is_token
from .http import Http, Param, epoch_s
from .pace import Deadline
from .paging import Check, Found, Save, Walk, batches, by_v2_cursor, found, id_field, only, v2_rows

CONDITIONS_PER_REQUEST = 20
POINTS_PER_PAGE = 10_000
LONGEST_BUCKET = timedelta(days=1)
CONDITION_ID = re.compile(r"0x[0-9a-f]{64}")


class _Point(msgspec.Struct):
    timestamp: int
    resolution_seconds: int | None = None


_condition_id = id_field("condition_id")
_point = msgspec.json.Decoder(_Point)
_status = msgspec.json.Decoder(dict[str, msgspec.Raw])


def resolutions(
    http: Http, condition_ids: Iterable[str], *, deadline: Deadline | None = None, check: Check | None = None
) -> Found:
    """How these conditions ended or stand. Only rows with `payouts` are labels."""
    return _by_condition(http, "resolutions", "/v2/resolutions", condition_ids, deadline, check)


def open_interest(
    http: Http, condition_ids: Iterable[str], *, deadline: Deadline | None = None, check: Check | None = None
) -> Found:
    """What is held in these conditions now, in USD."""
    return _by_condition(http, "oi", "/v2/oi", condition_ids, deadline, check)


def prices_history(
    http: Http,
    token_id: str,
    start: datetime,
    end: datetime,
    bucket_seconds: int | None,
    *,
    start_cursor: str | None = None,
    save: Save | None = None,
    deadline: Deadline | None = None,
    limit: int = POINTS_PER_PAGE,
) -> Walk:
    """Points of one token in [start, end), oldest first, the settlement point included; None: the server's bucket."""
    if not is_token(token_id):
        raise InputError("token_id", token_id, "decimal digits")
    # a bucket may begin before the window does; a settlement lies where it lies
    earliest, latest = epoch_s(start - LONGEST_BUCKET), epoch_s(end + LONGEST_BUCKET)

    def check(items: list[msgspec.Raw]) -> None:
        for item in items:
            point = _point.decode(item)
            if not earliest <= point.timestamp <= latest and point.resolution_seconds != 0:
                raise ValueError(f"a point at {point.timestamp}, outside of the window: the filter was ignored")

    params: dict[str, Param] = {
        "token_id": token_id,
        "start": start,
        "end": end,
        "bucket_seconds": bucket_seconds,
        "limit": limit,
    }
    return by_v2_cursor(
        http,
        "prices-history",
        "/v2/prices-history",
        params,
        identify=_point_id,
        check=check,
        start_cursor=start_cursor,
        save=save,
        deadline=deadline,
    )


def status(http: Http, *, deadline: Deadline | None = None) -> msgspec.Raw:
    """How far behind the Data API says it is, as received."""

    def decode(body: bytes) -> msgspec.Raw:
        _status.decode(body)
        return msgspec.Raw(body)

    return http.get("status", "/v2/status", decoder=decode, deadline=deadline)


def _by_condition(
    http: Http,
    endpoint: str,
    path: str,
    condition_ids: Iterable[str],
    deadline: Deadline | None,
    check: Check | None,
) -> Found:
    wanted: dict[str, None] = {}
    refused: dict[str, None] = {}
    for identity in condition_ids:
        lower = identity.lower()
        if CONDITION_ID.fullmatch(lower):
            wanted[lower] = None
        else:
            refused[identity] = None

    def ask(batch: list[str]) -> tuple[list[msgspec.Raw], list[str]]:
        def decode(body: bytes) -> tuple[list[msgspec.Raw], list[str]]:
            items = v2_rows(body)
            ids = [_condition_id(item).lower() for item in items]
            only(batch, ids)
            if check is not None:
                check(items)
            return items, ids

        return http.get(endpoint, path, {"condition": ",".join(batch)}, decoder=decode, deadline=deadline)

    return found(http.map(ask, batches(wanted, CONDITIONS_PER_REQUEST)), list(wanted), list(refused))


def _point_id(item: msgspec.Raw) -> str:
    point = _point.decode(item)
    return f"{point.timestamp} {point.resolution_seconds}"
