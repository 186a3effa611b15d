"""How a market ended, who says so, and since when it could be known."""

from datetime import datetime
from enum import StrEnum

from .table import Row, column, table


class OutcomeStatus(StrEnum):
    RESOLVED_TRUE = "RESOLVED_TRUE"  # for two named outcomes: outcome 0 won
    RESOLVED_FALSE = "RESOLVED_FALSE"
    VOID = "VOID"
    UNRESOLVED = "UNRESOLVED"


@table("outcomes", key=("market_id",))
class Outcome(Row):
    """One row per market: its label, with provenance. docs/labels.md has the rules."""

    market_id: str = column("the market")
    condition_id: str | None = column("on-chain id of the market")
    venue: str = column("where it trades")
    event_id: str = column("event it belongs to")
    status: str = column("RESOLVED_TRUE, RESOLVED_FALSE, VOID or UNRESOLVED")
    market_type: str = column("binary, multi or scalar; only binary is scored")
    outcome_index: int | None = column("the outcome that won; null where none did")
    provenance: str = column("payouts, winner, final, inferred or none, in falling order of strength")
    rule: str = column("the rule of docs/labels.md that gave the status")
    scored: bool = column("whether scores use it by default: binary, resolved, not inferred")
    disputed: bool = column("the oracle's answer was disputed at least once")
    independent: bool = column("someone other than the catalogue says the same")
    resolved_at: datetime | None = column("when the upstream says it was resolved or closed", unit="UTC")
    backfilled: bool = column("learned later than it was knowable")
    clock: str = column("replayed or received")
    knowable_at: datetime = column("when the label was knowable; for UNRESOLVED the as_of of the run", unit="UTC")
