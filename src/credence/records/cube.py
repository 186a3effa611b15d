"""One compact row per judged price: what every calibration figure is computed from."""

from datetime import datetime

from .table import Row, column, table


@table("cube_rows", key=("market_id", "anchor", "horizon"), order=("anchor", "horizon", "market_id"))
class CubeRow(Row):
    """One row per binary market, horizon and anchor: the price that was displayed, what it stood beside, and what happened."""

    market_id: str = column("the market")
    event_id: str = column("event it belongs to: rows of one event are not independent")
    venue: str = column("where it trades")
    category: str = column("as in market_registry")
    anchor: str = column("scheduled, close or game_start, as in cutoffs")
    horizon: str = column("30d, 7d, 48h, 24h or 1h before the anchor")
    cutoff_at: datetime = column("the moment", unit="UTC")
    cohort_at: datetime = column("scheduled end as known at the moment, else the anchor: windows go by it", unit="UTC")
    price_status: str = column("priced, stale, none or already_resolved, as in cutoffs")
    p_yes: float | None = column("the displayed price; null unless priced", unit="0..1")
    p_last: float | None = column("the last price, however old: what the age limit leaves out", unit="0..1")
    p_mean_1h: float | None = column("mean of the hour before the moment, each price by the time it stood", unit="0..1")
    p_trade_1h: float | None = column("mean of that hour's trades by their shares; null until trades are read", unit="0..1")
    spread: float | None = column("spread of the quote whose middle p_yes is; null where p_yes is no quote", unit="0..1")
    price_source: str | None = column("connector or drop that brought the last price")
    age_seconds: float | None = column("age of the price at the moment", unit="s")
    liquidity_bucket: str = column("from what was observed at or before the moment, else UNKNOWN")
    volume_24h: float | None = column("traded in the 24 hours before, as last observed by the moment", unit="USDC")
    open_interest: float | None = column("open interest, as last observed by the moment", unit="USDC")
    num_traders_proxy: int | None = column("distinct wallets seen by the moment; null until trades are read", unit="count")
    duration_days: float | None = column("from the market's start to the anchor", unit="days")
    end_known: str = column("observed or assumed, as in cutoffs")
    resolved_yes: int | None = column("1 or 0; null unless resolved and scored by default")
    outcome_status: str = column("as in outcomes")
    provenance: str = column("as in outcomes")
    disputed: bool = column("the oracle's answer was disputed at least once")
    resolved_at: datetime | None = column("when the upstream says it was resolved or closed", unit="UTC")
    clock: str = column("as in cutoffs")
    knowable_at: datetime = column("latest of all inputs, the label included", unit="UTC")
