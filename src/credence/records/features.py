"""How a market has moved and how liquid it was, by the hour."""

from datetime import datetime

from .table import Row, column, table


@table("features", key=("market_id", "ts"), by_day=True, in_runs=True)
class Features(Row):
    """One row per market and whole hour in which something of it became known; all of it known at `ts`."""

    market_id: str = column("the market")
    ts: datetime = column("the hour's end: the row says what was known then", unit="UTC")
    p_yes: float | None = column("newest price", unit="0..1")
    change: float | None = column("price minus that of the market's row before", unit="0..1")
    simple_return: float | None = column("price / that of the row before - 1; null where that was 0")
    logit_return: float | None = column("change of the log-odds since the row before, prices held half a tick off 0 and 1")
    vol: float | None = column("standard deviation of the observed changes of the last 24 h; null under 2 changes", unit="0..1")
    volume_24h: float | None = column("newest observed 24 h volume", unit="USDC")
    volume_velocity: float | None = column("that volume / the mean of those observed in the 7 days before it; null after a day")
    open_interest: float | None = column("newest observed open interest", unit="USDC")
    oi_change: float | None = column("that interest / the one observed 1 to 3 h before it - 1; null after a day")
    tte_seconds: float | None = column("scheduled end as then known - ts; negative past it", unit="s")
    liquidity_bucket: str = column("LOW < 10,000 <= MID < 100,000 <= HIGH on the larger of both, else UNKNOWN")
    liquidity_age_seconds: float | None = column("ts - newest observation of either", unit="s")
    variance_1h: float | None = column("sum of squared changes of the last hour; null without a change", unit="0..1")
    variance_6h: float | None = column("the same over 6 h", unit="0..1")
    variance_24h: float | None = column("the same over 24 h", unit="0..1")
    excess_movement: float | None = column("variance_24h less the fall of p (1 - p) in that time; 0 on average for a fair price")
    zero_change_share: float | None = column("share of the changes of the last 24 h that are 0", unit="0..1")
    changes_24h: int = column("changes (pairs of observed prices) in the last 24 h", unit="count")
    jump: bool = column("at least one jump in the last hour: a change >= .05 and > 4 times the usual size by bipower variation")
    jumps_24h: int = column("jumps in the last 24 h", unit="count")
    spread: float | None = column("newest spread; null after a day", unit="0..1")
    staleness_seconds: float | None = column("ts - time of the newest price", unit="s")
    clock: str = column("received from the first input on that was timed by our own clock, else replayed")
    knowable_at: datetime = column("ts", unit="UTC")
