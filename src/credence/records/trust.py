"""Trust in a price, and how well that trust has held."""

from datetime import datetime

from .table import Row, column, table


@table("trust", key=("market_id", "anchor", "horizon", "cutoff_at", "trust_version"))
class Trust(Row):
    """One row per priced cutoff (daily ones apart) and version of the score, and one of the newest hour of every live market."""

    market_id: str = column("the market")
    event_id: str = column("event it belongs to")
    venue: str = column("where it trades")
    category: str = column("as in market_registry")
    anchor: str = column("as in cutoffs, or latest")
    horizon: str = column("as in cutoffs, or now")
    cutoff_at: datetime = column("the moment; for latest the newest hour in features", unit="UTC")
    trust_version: str = column("v1 (stated weights) or v2 (weights learned before the month of the moment)")
    total: float | None = column("trust; null where weight_present is too little", unit="0..100")
    weight_present: float = column("share of the weights whose parts are known", unit="0..1")
    liquidity: float | None = column("part: money traded or held, and depth where known; 1 is good", unit="0..1")
    stability: float | None = column("part: how still the price stood in the last 24 h; 1 is good", unit="0..1")
    question_quality: float | None = column("part: how clear the question is; null until questions are judged", unit="0..1")
    no_manipulation: float | None = column("part: 1 - suspicion of manipulation; null until trades are read", unit="0..1")
    features_at: datetime | None = column("hour of the features that it rests on", unit="UTC")
    config: str = column("weights, clipping and scaling as used, as JSON")
    clock: str = column("received where any input was timed by our own clock, else replayed")
    knowable_at: datetime = column("as in cutoffs, the label included; for latest the run's as_of", unit="UTC")


@table("trust_reliability", key=("trust_version", "anchor", "horizon", "quintile"))
class TrustReliability(Row):
    """How well prices came true by fifth of trust (ranked within category x horizon x price band), and the test of its trend."""

    trust_version: str = column("v1 or v2")
    anchor: str = column("as in cutoffs")
    horizon: str = column("as in cutoffs, or all")
    quintile: int = column("1 is the lowest fifth of trust, 5 the highest; 0 speaks of all five: tests and placebo")
    n: int = column("rows", unit="count")
    n_events: int = column("events they belong to", unit="count")
    n_left_out: int = column("rows with trust in strata of too few rows", unit="count")
    mean_trust: float | None = column("mean trust", unit="0..100")
    mean_p: float | None = column("mean price, weighted by event", unit="0..1")
    share_yes: float | None = column("share that ended YES, weighted by event", unit="0..1")
    slope: float | None = column("calibration slope: 1 for calibrated prices, less where they are too extreme")
    slope_low: float | None = column("lower end of its 95 % interval, of event and week the wider")
    slope_high: float | None = column("upper end of it")
    unit: str | None = column("event or week: which of them gave the wider interval, or the larger p-values")
    mcb: float | None = column("miscalibration (CORP, Brier)", unit="0..1")
    mcb_null: float | None = column("what noise alone gives on average", unit="0..1")
    mcb_excess: float | None = column("mcb - mcb_null", unit="0..1")
    trend_slope: float | None = column("rise per fifth of |slope - 1|; negative where trust works")
    trend_mcb: float | None = column("rise per fifth of mcb; negative where trust works")
    p_value_slope: float | None = column("one-sided: how often so steep a fall comes by chance", unit="0..1")
    p_value_mcb: float | None = column("the same for mcb", unit="0..1")
    placebo_slope: float | None = column("how often the test by event rejects for trust permuted within its strata", unit="0..1")
    placebo_mcb: float | None = column("the same for mcb", unit="0..1")
    placebo_runs: int = column("permutations tested", unit="count")
    against_v1: float | None = column("of v2: trend_slope less that of v1 on the same rows; negative where v2 orders better")
    against_v1_low: float | None = column("lower end of its 95 % interval, of event and week the wider")
    against_v1_high: float | None = column("upper end of it; v2 is the default only where it is below 0")
    is_default: bool = column("whether this version is the one that is shown")
    simulated: bool = column("true for made-up markets")
    verdict: str = column("for quintile 0: trust orders, no order shown, or too few; else empty or too few, with the reason")
