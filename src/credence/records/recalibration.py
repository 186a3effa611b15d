"""What a price would have to say to come true, as was knowable on the first of its month, and whether that has helped."""

from datetime import datetime

from .table import Row, column, table


@table("recalibrated", key=("market_id", "anchor", "horizon"), order=("market_id", "anchor", "horizon"))
class Recalibrated(Row):
    """One row per displayed price of cube_rows. Nothing in it was learnt from a label that was knowable after `trained_until`."""

    market_id: str = column("the market")
    category: str = column("as in market_registry")
    anchor: str = column("scheduled, close or game_start, as in cutoffs")
    horizon: str = column("30d, 7d, 48h, 24h or 1h before the anchor")
    cutoff_at: datetime = column("the moment of the price", unit="UTC")
    p_yes: float = column("the displayed price", unit="0..1")
    p_recalibrated: float | None = column("share of YES to expect at this price; null where nothing could be learnt", unit="0..1")
    low: float | None = column("lower end of its 95 % interval, by event", unit="0..1")
    high: float | None = column("upper end", unit="0..1")
    method: str = column("cox, isotonic or beta, chosen for the category on earlier months; none where none could be fitted")
    trained_on: int = column("events of the category that taught", unit="count")
    trained_until: datetime = column("labels knowable up to this moment taught: the first of the month", unit="UTC")


class RecalibratedPrice(Recalibrated):
    """A row of recalibrated as readers get it: without the recalibrated price where it does not help, with the reason."""

    verdict: str | None = column("of its cell, as in recalibration_evidence")
    statement: str | None = column("the verdict in words, with its figures")


@table("recalibration_evidence", key=("anchor", "category", "horizon"))
class RecalibrationEvidence(Row):
    """One row per cell: what recalibration did to later prices of complete months, always taught by earlier ones alone."""

    anchor: str = column("scheduled, close or game_start")
    category: str = column("as in market_registry")
    horizon: str = column("30d, 7d, 48h, 24h or 1h before the anchor")
    methods: str = column("methods that were chosen, most used first; empty where none was")
    n: int = column("prices judged", unit="count")
    n_events: int = column("events they belong to", unit="count")
    n_weeks: int = column("weeks in which those events were resolved", unit="count")
    log_loss_price: float | None = column("mean surprise at the prices, an event counts once; null where too few", unit="nats")
    gain: float | None = column("that less the mean surprise at the recalibrated prices: above 0, it was better", unit="nats")
    gain_low: float | None = column("lower end of the wider of two 95 % intervals, by event and by week", unit="nats")
    gain_high: float | None = column("upper end", unit="nats")
    unit: str | None = column("event or week: by which the interval was wider")
    smallest_detectable: float | None = column("true gain that this many events would show in four of five cases", unit="nats")
    verdict: str = column("helps (the interval lies above 0), does not help here, or too few")
    statement: str = column("the verdict in words, with its figures")
