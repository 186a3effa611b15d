"""How well prices came true, by group."""

from .table import Row, column, table


@table(
    "scoreboard",
    key=("venue", "category", "liquidity_bucket", "horizon", "anchor", "weighting", "ends"),
)
class ScoreboardRow(Row):
    """One row per group and weighting; `all` in a dimension means its total."""

    venue: str = column("venue, or all")
    category: str = column("category, or all")
    liquidity_bucket: str = column("LOW, MID, HIGH, UNKNOWN, or all")
    horizon: str = column("30d, 7d, 48h, 24h or 1h before the anchor")
    anchor: str = column("scheduled, close or game_start")
    weighting: str = column("market (1 per row) or event (1 / usable rows of the event in the group)")
    ends: str = column("all, or observed: only rows whose end was known beforehand")
    n: int = column("markets scored", unit="count")
    n_events: int = column("events they belong to", unit="count")
    effective_events: float | None = column("(sum of weights)^2 / sum of squares over events", unit="count")
    brier: float | None = column("mean squared error; null in groups that are too few", unit="0..1")
    brier_low: float | None = column("95 % interval, the wider of events and weeks; null where weeks cannot tell", unit="0..1")
    brier_high: float | None = column("its upper end", unit="0..1")
    log_loss: float | None = column("mean surprise, prices held off 0 and 1 by .0005", unit="nats")
    ece: float | None = column("expected calibration error in ten equal-width bins; biased upwards in small groups", unit="0..1")
    mcb: float | None = column("miscalibration (CORP): what recalibrating would gain; above 0 by noise too", unit="0..1")
    dsc: float | None = column("discrimination (CORP)", unit="0..1")
    unc: float | None = column("uncertainty: the Brier score of the base rate", unit="0..1")
    ece_debiased: float | None = column("squared calibration error without its bias: about 0 where calibrated, can be negative")
    slope: float | None = column("calibration slope (Cox): below 1 prices are too extreme; null where not defined")
    slope_low: float | None = column("95 % interval, the wider of events and weeks")
    slope_high: float | None = column("its upper end")
    in_the_large: float | None = column("shift of all log-odds that makes prices right on average; 0 is calibrated")
    in_the_large_low: float | None = column("95 % interval, the wider of events and weeks")
    in_the_large_high: float | None = column("its upper end")
    p_calibrated: float | None = column("joint test of slope 1 and intercept 0, the larger p of events and weeks", unit="0..1")
    mean_p: float | None = column("mean price", unit="0..1")
    share_yes: float | None = column("share that ended YES", unit="0..1")
    n_stale: int = column("markets dropped because their last price was older than the limit", unit="count")
    n_stale_yes: int = column("of those, how many ended YES", unit="count")
    n_no_price: int = column("markets without any price at the moment", unit="count")
    n_already_resolved: int = column("markets resolved before the moment", unit="count")
    n_void: int = column("markets of the cohort that ended VOID", unit="count")
    n_unresolved: int = column("markets of the cohort still without an answer", unit="count")
    share_extreme: float | None = column("share of prices <= .03 or >= .97", unit="0..1")
    outcome_visible: bool = column("the prices already show the outcome: kept out of headlines")
    simulated: bool = column("true for made-up markets")
    note: str = column("too few, outcome visible, simulated, or empty")
