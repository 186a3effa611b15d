"""Rows of lists that no table holds."""

from datetime import datetime

from ...records import MarketRegistry, Row, column


class MarketRow(MarketRegistry):
    """A market as last known, with the newest of what is known of it."""

    liquidity_bucket: str = column("newest observed: LOW, MID, HIGH or UNKNOWN")
    price: float | None = column("newest price of YES up to as_of", unit="0..1")
    price_at: datetime | None = column("when it was observed", unit="UTC")
    price_age_seconds: float | None = column("as_of minus that", unit="s")
    q10_1h: float | None = column("lower end of the band whose hour has passed within the last hour", unit="0..1")
    q90_1h: float | None = column("its upper end", unit="0..1")
    outside_range: bool | None = column("whether the price lies outside of it; null without such a band")
    trust: float | None = column("newest trust", unit="0..100")
    p_recalibrated: float | None = column("newest recalibrated price; null where recalibration does not help", unit="0..1")
    recalibrated_low: float | None = column("of its interval", unit="0..1")
    recalibrated_high: float | None = column("of its interval", unit="0..1")
    recalibration_verdict: str | None = column("helps, or why not")
    volume_24h: float | None = column("newest known", unit="USDC")
    open_interest: float | None = column("newest known", unit="USDC")
    tte_seconds: float | None = column("scheduled end minus as_of; negative past it", unit="s")
    seen_share: float | None = column("share of its last 168 hours with a price no older than an hour", unit="0..1")


class EventRow(Row):
    """An event with what its prices add up to."""

    event_id: str = column("the event")
    title: str | None = column("as shown to traders")
    slug: str | None = column("name in addresses")
    category: str | None = column("first match of config/categories.yml over the tags")
    venue: str = column("where it trades")
    neg_risk: bool | None = column("its markets are mutually exclusive")
    n_markets: int = column("markets known", unit="count")
    n_open: int = column("of them open", unit="count")
    n_seen: int = column("of them with a price or an answer", unit="count")
    kind: str = column("sum, threshold, deadline or none")
    sum: float | None = column("of the newest prices, payouts for markets with an answer; null unless all are known", unit="0..1")
    gap: float | None = column("sum: sum minus 1; else the worst break of the order of implication, above 0 where broken",
        unit="0..1")
    age_seconds: float | None = column("of the oldest price in it", unit="s")


class FoundMarket(Row):
    """A market that fits a search."""

    market_id: str = column("the market")
    event_id: str = column("event it belongs to")
    question: str | None = column("as shown to traders")
    slug: str | None = column("name in addresses")
    category: str = column("first match of config/categories.yml over the tags")
    status: str = column("ACTIVE, RESOLVED, VOID or UNRESOLVED")
    price: float | None = column("newest price of YES up to as_of", unit="0..1")
    price_at: datetime | None = column("when it was observed", unit="UTC")
    liquidity_bucket: str = column("newest observed: LOW, MID, HIGH or UNKNOWN")
