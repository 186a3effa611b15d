"""The Data API's answers (v2) as columns: resolutions, price histories, open interest.

Oddities  `last_update_timestamp` is epoch seconds as text or ISO; a resolved market's history ends with its payout
          (`resolution_seconds` 0), which is the label and no price, and is left out here
"""

import math
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from .. import labels
from . import clob
from .columns import (
    FLAG,
    LAST_EPOCH_S,
    MOMENT,
    REAL,
    TEXT,
    WHOLE,
    Columns,
    Refusal,
    condition_id,
    decoded,
    loose_moment,
    schema,
)


class Resolution(Struct):
    condition_id: str | None = None
    status: str | None = None
    was_disputed: bool | None = None
    payouts: list[int] | None = None
    resolved_at: str | int | None = None
    last_update_timestamp: str | int | None = None


class Point(Struct):
    timestamp: int
    price: float
    resolution_seconds: int | None = None


class Interest(Struct):
    condition_id: str
    value: float | None = None


RESOLUTION_SCHEMA = schema(
    condition_id=TEXT, received_at=MOMENT, oracle_status=TEXT, resolved_at=TEXT, updated_at=TEXT, disputed=FLAG,
    status=TEXT, outcome_index=WHOLE, provenance=TEXT, rule=TEXT, derived=FLAG, simulated=FLAG,
)  # fmt: skip
INTEREST_SCHEMA = schema(condition_id=TEXT, received_at=MOMENT, open_interest=REAL, derived=FLAG, simulated=FLAG)


class DataApiColumns:
    """Collects the answers of many requests; history points go to the exchange's columns, which have the same form."""

    def __init__(self) -> None:
        self.resolutions, self.interest = Columns(RESOLUTION_SCHEMA), Columns(INTEREST_SCHEMA)

    def add_resolution(self, row: Resolution, received_at: datetime, *, derived: bool, simulated: bool) -> None:
        identity = condition_id(row.condition_id)
        if identity is None:
            return
        state = (row.status or "").lower()
        label = (
            labels.payout_label(row.payouts)
            if state == "resolved" and row.payouts
            else labels.Label(labels.UNRESOLVED, None, "none", "not_resolved")
        )
        disputed = bool(row.was_disputed) or state in labels.IN_DISPUTE
        self.resolutions.rows.append(
            (
                identity, received_at, state or None, _time(row.resolved_at), _time(row.last_update_timestamp), disputed,
                label.status, label.outcome_index, label.provenance, label.rule, derived, simulated,
            )
        )  # fmt: skip

    def add_interest(self, row: Interest, received_at: datetime, *, derived: bool, simulated: bool) -> None:
        if row.value is not None and not math.isfinite(row.value):
            raise Refusal("value", repr(row.value), "must be a number")
        identity = condition_id(row.condition_id)
        if identity is not None and row.condition_id != "GLOBAL" and row.value is not None:
            self.interest.rows.append((identity, received_at, row.value, derived, simulated))

    def keep_first_interest(self) -> None:
        """One row per condition, the first that came: nothing else tells a second observation from a repeated one."""
        first: dict[str, tuple[Any, ...]] = {}
        for row in self.interest.rows:
            first.setdefault(row[0], row)
        self.interest.rows[:] = first.values()


def resolution(raw: Any) -> Resolution:
    """One row of /v2/resolutions (JSON bytes), or a Refusal."""
    return decoded(_decode_resolution, raw, "resolution")


def interest(raw: Any) -> Interest:
    """One row of /v2/oi (JSON bytes), or a Refusal."""
    return decoded(_decode_interest, raw, "open interest")


def point(raw: Any) -> clob.Point:
    """One point of a history (JSON bytes) in the exchange's form, or a Refusal."""
    found = decoded(_decode_point, raw, "point")
    return clob.checked_point(clob.Point(found.timestamp, found.price))


def is_settlement(raw: Any) -> bool:
    """Whether this point of a history is the payout, which is no price."""
    try:
        return _decode_point(raw).resolution_seconds == 0
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _time(value: str | int | None) -> str | None:
    """Epoch seconds (number or text) or ISO, as ISO text; 0 and nonsense date nothing."""
    text = str(value or "")
    if text.isascii() and text.isdigit() and 0 < float(text) <= LAST_EPOCH_S:
        return datetime.fromtimestamp(int(text), UTC).isoformat()
    return loose_moment(text)


_decode_resolution = msgspec.json.Decoder(Resolution).decode
_decode_point = msgspec.json.Decoder(Point).decode
_decode_interest = msgspec.json.Decoder(Interest).decode
