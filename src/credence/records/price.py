"""Prices, and the state of a market at a moment."""

from datetime import datetime

from .table import Row, column, table


@table("prices", key=("market_id", "ts", "price_kind"), by_day=True, in_runs=True)
class Price(Row):
    """One row per market and observed moment."""

    market_id: str = column("the market")
    ts: datetime = column("moment of the observation", unit="UTC")
    p_yes: float | None = column("probability of outcome 0; null for a one-sided quote", unit="0..1")
    bid: float | None = column("best bid for outcome 0", unit="0..1")
    ask: float | None = column("best ask for outcome 0", unit="0..1")
    spread: float | None = column("ask - bid, where both are known", unit="0..1")
    price_kind: str = column("mid (of a quote), trade, or history (an upstream's own series)")
    source: str = column("connector or drop that brought it")
    knowable_at: datetime = column("when it was knowable: ts plus the stated delay", unit="UTC")


@table("market_snapshot", key=("market_id", "ts", "data_source"), order=("market_id", "ts"), by_day=True)
class MarketSnapshot(Row):
    """State of a market: one row per observed object version, and one per hour that has a price."""

    ts: datetime = column("moment of the state: the version's time, or the end of the hour", unit="UTC")
    market_id: str = column("the market")
    event_id: str = column("event it belongs to")
    p_yes: float | None = column("probability of outcome 0", unit="0..1")
    p_no: float | None = column("1 - p_yes", unit="0..1")
    volume_24h: float | None = column("traded in the last 24 hours, as the upstream counts it", unit="USDC")
    open_interest: float | None = column("open interest, where observed", unit="USDC")
    num_traders_proxy: int | None = column("distinct wallets seen; null until trades are read", unit="count")
    liquidity_bucket: str = column("LOW < 10,000 <= MID < 100,000 <= HIGH on max(volume_24h, open_interest); else UNKNOWN")
    tte_seconds: float | None = column("scheduled end as then known, minus ts; negative past it", unit="s")
    data_source: list[str] = column("what the row was made of")
    clock: str = column("replayed or received")
    knowable_at: datetime = column("when it was knowable", unit="UTC")


@table("open_interest", key=("market_id", "ts"))
class OpenInterest(Row):
    """Open interest when we asked; the upstream keeps no history of it."""

    market_id: str = column("the market")
    ts: datetime = column("when the answer was made: received minus its age", unit="UTC")
    open_interest: float = column("priced gross open interest", unit="USDC")
    clock: str = column("received")
    knowable_at: datetime = column("when we received it", unit="UTC")
