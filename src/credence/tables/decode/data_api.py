"""The Data API's answers (v2) as columns: resolutions, price histories, open interest.

Oddities  `last_update_timestamp` is epoch seconds as text or ISO; a resolved market's history ends with its payout
          (`resolution_seconds` 0), which is the label and no price, and is left out here
"""

from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from .. import labels
from .columns import FLAG, MOMENT, REAL, TEXT, WHOLE, Columns, condition_id, loose_moment, schema


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
        identity = condition_id(row.condition_id)
        if identity is not None and row.condition_id != "GLOBAL" and row.value is not None:
            self.interest.rows.append((identity, received_at, row.value, derived, simulated))


def prices_only(points: list[Point]) -> list[Point]:
    """The history without its settlement point."""
    return [point for point in points if point.resolution_seconds != 0]


def _time(value: str | int | None) -> str | None:
    """Epoch seconds (number or text) or ISO, as ISO text; 0 and nonsense date nothing."""
    text = str(value or "")
    if text.isdigit() and int(text):
        return datetime.fromtimestamp(int(text), UTC).isoformat()
    return loose_moment(text)


decode_resolutions = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
