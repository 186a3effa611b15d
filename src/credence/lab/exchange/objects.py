"""The few fields of a recorded object that the exchange looks at; the object itself stays as its bytes.

Every field is read as whatever type it has (`Any`): recordings hold objects of many years, and broken ones on purpose.
Moments are seconds since 1970, UTC; `ALWAYS` is known at every `as_of`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from .wire import Body

ALWAYS = -math.inf
DAY_S = 86400
INTERVALS_S = {  # the open windows that both price histories know; 1m is a month
    "max": math.inf, "all": math.inf, "1m": 30 * DAY_S, "1w": 7 * DAY_S, "1d": DAY_S, "6h": 21600, "1h": 3600,
}  # fmt: skip
MILLISECONDS = 1e11  # an epoch above this is in milliseconds: 1e11 seconds is the year 5138

T = TypeVar("T")


class MarketFields(msgspec.Struct, gc=False):
    id: str | int
    updatedAt: Any = None
    conditionId: Any = None
    condition: Any = None  # old alias of conditionId
    questionID: Any = None
    slug: Any = None
    version: Any = None
    clobTokenIds: Any = None
    positionIds: Any = None
    closed: Any = None
    startDate: Any = None
    endDate: Any = None
    volumeNum: Any = None
    liquidityNum: Any = None
    umaResolutionStatus: Any = None
    events: msgspec.Raw = msgspec.Raw(b"[]")
    tags: msgspec.Raw = msgspec.Raw(b"[]")


class EventFields(msgspec.Struct, gc=False):
    id: str | int
    updatedAt: Any = None
    slug: Any = None
    title: Any = None
    closed: Any = None
    startDate: Any = None
    endDate: Any = None
    volume: Any = None
    liquidity: Any = None
    openInterest: Any = None
    markets: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    tags: msgspec.Raw = msgspec.Raw(b"[]")


class TagFields(msgspec.Struct, gc=False):
    id: str | int
    slug: Any = None
    label: Any = None


@dataclass(slots=True)
class Market:
    """One version of one Gamma market."""

    id: str
    known_at: float
    body: Body
    seen: MarketFields
    nested: bool  # recorded inside an event
    condition_id: str
    token_ids: tuple[str, ...]
    event_ids: tuple[str, ...]

    @property
    def closed(self) -> bool:
        return self.seen.closed is True


@dataclass(slots=True)
class Event:
    """One version of one Gamma event, or a brief reference to it inside a market."""

    id: str
    known_at: float
    body: Body
    seen: EventFields
    reference: bool = False
    market_ids: tuple[str, ...] = field(default=())

    @property
    def closed(self) -> bool:
        return self.seen.closed is True


def decoded(body: Body, kind: type[T]) -> T | None:
    """The fields of these bytes, or None where they are not such an object."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def objects_in(body: Body) -> list[msgspec.Raw]:
    """The elements of a JSON array, as bytes; none where it is not an array."""
    return decoded(body, list[msgspec.Raw]) or []


def market_of(body: Body, nested: bool) -> tuple[Market, list[msgspec.Raw]] | None:
    """A market and the event references inside it."""
    seen = decoded(body, MarketFields)
    if seen is None:
        return None
    references = objects_in(seen.events)
    ids = tuple(str(ref.id) for raw in references if (ref := decoded(raw, EventFields)) is not None)
    v2 = seen.version == "v2"
    market = Market(
        id=str(seen.id),
        known_at=known_at(seen.updatedAt),
        body=body,
        seen=seen,
        nested=nested,
        condition_id=text(seen.conditionId) or text(seen.condition),
        token_ids=tuple(texts(seen.positionIds if v2 else seen.clobTokenIds)),
        event_ids=ids,
    )
    return market, references


def event_of(body: Body, reference_known_at: float | None = None) -> Event | None:
    """An event; with `reference_known_at`, a reference first seen in a market of that moment."""
    seen = decoded(body, EventFields)
    if seen is None:
        return None
    moment = known_at(seen.updatedAt)
    if reference_known_at is not None and moment == ALWAYS:
        moment = reference_known_at
    return Event(str(seen.id), moment, body, seen, reference=reference_known_at is not None)


def known_at(updated_at: object) -> float:
    moment = epoch(updated_at)
    return ALWAYS if moment is None else moment


def epoch(value: object) -> float | None:
    """Seconds since 1970 of an ISO time, a date, `2024-02-01 07:02:19+00`, or an epoch (s or ms, number or text)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return _iso_epoch(str(value))
    if not math.isfinite(number) or number <= 0:
        return None
    return number / 1000 if number > MILLISECONDS else number


def _iso_epoch(value: str) -> float | None:
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def text(value: object) -> str:
    return value if isinstance(value, str) else ""


def texts(value: object) -> list[str]:
    """The elements of a list, or of a JSON list inside a string; none where there is no list."""
    if isinstance(value, str):
        value = decoded(value.encode(), list[Any])
    return [str(element) for element in value] if isinstance(value, list) else []


def number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def id_key(value: str) -> tuple[int, int, str]:
    """Ids in order of number; what is not a number comes after."""
    return (0, int(value), "") if value.isascii() and value.isdigit() else (1, 0, value)
