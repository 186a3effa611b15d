"""Pages of a list, and the cursor that leads from one to the next.

A cursor is opaque to its reader: base64 of the JSON of the last row's key. Rows that are added while someone reads do
not shift the pages that are still to come.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ..errors import InputError


@dataclass(frozen=True)
class Page:
    """rows, the cursor of the next page (None on the last), rows of the whole list where counted, facts about it"""

    rows: list[dict[str, Any]]
    next_cursor: str | None = None
    total: int | None = None
    meta: dict[str, Any] = field(default_factory=dict)


def page_of(
    rows: list[dict[str, Any]],
    limit: int,
    key: Sequence[str],
    *,
    total: int | None = None,
    meta: dict[str, Any] | None = None,
) -> Page:
    """The page of up to `limit` rows out of limit + 1; `key` names the columns that the list is ordered by."""
    more = len(rows) > limit
    shown = rows[:limit]
    cursor = encode_cursor([shown[-1][name] for name in key]) if more and shown else None
    return Page(shown, cursor, total, meta or {})


def encode_cursor(key: Sequence[Any]) -> str:
    """The cursor that stands for a key of texts, numbers and times.

    >>> decode_cursor(encode_cursor(["511", 3]), 2)
    ['511', 3]
    """
    plain = [_iso(value) if isinstance(value, datetime) else value for value in key]
    text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, size: int, kinds: Sequence[Callable[[Any], Any]] = ()) -> list[Any] | None:
    """The key of a cursor, None without one; InputError for what is no cursor of a list with `size` key columns.

    kinds  one function per column that raises ValueError or TypeError for a wrong value; texts where none are given
    """
    if cursor is None:
        return None
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        key = json.loads(text)
        if not isinstance(key, list) or len(key) != size:
            raise ValueError(key)
        return [kind(value) for kind, value in zip(kinds, key, strict=True)] if kinds else key
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise InputError("cursor", cursor[:80], "the next_cursor of an earlier page of the same list") from None


def text(value: Any) -> str:
    """`value` if it is a text that can be written as UTF-8."""
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # half of a surrogate pair raises a ValueError
    return value


def whole(value: Any) -> int:
    """`value` if it is a whole number of 64 bits."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    if abs(value) >= 2**63:
        raise ValueError(value)
    return value


def moment(value: Any) -> datetime:
    """The time that a cursor holds, in UTC."""
    found = datetime.fromisoformat(text(value))
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError(value) from None


def checked_limit(limit: int, most: int = 10_000) -> int:
    """`limit` if it is 1 .. most."""
    if not 1 <= limit <= most:
        raise InputError("limit", limit, f"1 .. {most:,}")
    return limit


def _iso(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()
