"""Times and durations as people write them, in addresses and on the command line."""

import re
from datetime import UTC, date, datetime, timedelta

from ..errors import InputError

TIME_FORM = "an ISO time such as 2026-01-31T14:05:00Z or a day such as 2026-01-31; without a zone it is UTC"
DURATION_FORM = "a number with s, min, h, d or w, such as 90d or 36h"
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment(name: str, text: str) -> datetime:
    """A time with zone; without one it is UTC.

    >>> moment("since", "2026-01-31T14:05:00+09:00").isoformat()
    '2026-01-31T05:05:00+00:00'
    >>> moment("since", "2026-01-31").isoformat()
    '2026-01-31T00:00:00+00:00'
    """
    written = re.sub(r"(T.*) (\d\d:?\d\d)$", r"\1+\2", text.strip())  # an address turns + into a space
    try:
        if not re.match(r"\d{4}-\d\d-\d\d", written):
            raise ValueError(text)
        found = datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputError(name, text, TIME_FORM) from None


def duration(name: str, text: str) -> timedelta:
    """A length of time.

    >>> duration("backfill", "36h")
    datetime.timedelta(days=1, seconds=43200)
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|min|h|d|w)", text.strip())
    try:
        if match is None:
            raise ValueError(text)
        found = timedelta(**{_UNITS[match.group(2)]: float(match.group(1))})
    except (ValueError, OverflowError):
        raise InputError(name, text, DURATION_FORM) from None
    if not timedelta(0) < found <= timedelta(days=36_525):
        raise InputError(name, text, "longer than nothing and at most a hundred years")
    return found


def iso(value: datetime) -> str:
    """A time as we print it: ISO 8601, UTC, Z.

    >>> iso(datetime(2026, 1, 31, 14, 5, tzinfo=UTC))
    '2026-01-31T14:05:00Z'
    """
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(value: date) -> str:
    return value.isoformat()
