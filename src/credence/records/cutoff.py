"""What the market said a fixed time before it ended."""

from datetime import datetime

from .table import Row, column, table

HORIZONS = {"30d": 720, "7d": 168, "48h": 48, "24h": 24, "1h": 1}  # hours before the anchor
ANCHORS = ("scheduled", "close", "game_start")


@table("cutoffs", key=("market_id", "anchor", "horizon", "cutoff_at"))
class Cutoff(Row):
    """One row per market, horizon and anchor (several for `daily`). Nothing in it is later than its moment, save the label."""

    market_id: str = column("the market")
    event_id: str = column("event it belongs to")
    venue: str = column("where it trades")
    category: str = column("as in market_registry")
    anchor: str = column("scheduled (known beforehand), close (real end) or game_start")
    horizon: str = column("30d, 7d, 48h, 24h, 1h or daily (00:00 UTC)")
    cutoff_at: datetime = column("the moment", unit="UTC")
    anchor_at: datetime = column("the end it is measured from, as used", unit="UTC")
    cohort_at: datetime = column("scheduled end as known at the moment, else the anchor: windows go by it", unit="UTC")
    price_ts: datetime | None = column("time of the last price at or before the moment", unit="UTC")
    age_seconds: float | None = column("cutoff_at - price_ts", unit="s")
    p_yes: float | None = column("that price; null where none counts", unit="0..1")
    p_last: float | None = column("that price, however old: what the age limit leaves out", unit="0..1")
    spread: float | None = column("its spread, where known", unit="0..1")
    price_source: str | None = column("connector or drop that brought it")
    price_status: str = column("priced, stale (older than the limit), none, or already_resolved")
    liquidity_bucket: str = column("from what was observed at or before the moment, else UNKNOWN")
    close_source: str | None = column("for anchor close: last_order, first_proposal, game_end, closing_time or last_observation")
    end_known: str = column("observed, or assumed where the only version was received after the moment")
    revised: bool = column("the scheduled end was moved after the moment")
    resolved_yes: int | None = column("1 or 0; null unless resolved and scored by default")
    outcome_status: str = column("as in outcomes")
    market_type: str = column("binary, multi or scalar")
    clock: str = column("received where any input was timed by our own clock, else replayed")
    knowable_at: datetime = column("latest of all inputs, the label included", unit="UTC")
