"""Published records: their names are fixed. Those without a table get one with later parts."""

from datetime import datetime

from .table import Row, column, table


class TriggerEvent(Row):
    """Something dated that can decide a question."""

    type: str = column("ELECTION, CPI, COURT, EARNINGS or OTHER")
    when: datetime | None = column("when it happens", unit="UTC")
    keywords: list[str] = column("words that name it")


class QuestionQuality(Row):
    """How clear a question is."""

    market_id: str = column("the market")
    llm_model: str = column("model or rule set that judged")
    prompt_version: str = column("version of what it was told")
    ambiguity_score: float = column("0 clear, 1 ambiguous", unit="0..1")
    resolution_risk_score: float = column("0 safe, 1 likely to be disputed", unit="0..1")
    trigger_events: list[TriggerEvent] = column("what can decide it")
    rationale_bullets: list[str] = column("at most five reasons")


@table(
    "forecast_band", key=("market_id", "ts", "horizon_steps", "band_calibration"),
    order=("market_id", "ts", "step_seconds", "horizon_steps", "band_calibration"), by_day=True, in_runs=True,
)  # fmt: skip
class ForecastBand(Row):
    """The range in which a price should stay: two rows per band, as the model said it and as conformal correction left it."""

    ts: datetime = column("when the band was made", unit="UTC")
    market_id: str = column("the market")
    horizon_steps: int = column("steps ahead", unit="count")
    step_seconds: int = column("length of a step", unit="s")
    q10: float = column("10 % quantile", unit="0..1")
    q50: float = column("median", unit="0..1")
    q90: float = column("90 % quantile", unit="0..1")
    method: str = column("TSFM, EWMA, KALMAN, ROLLING_QUANTILE, ...")
    model_id: str = column("model and version")
    band_calibration: str = column("raw or conformal")


class AlertEvidence(Row):
    """What an alert rests on."""

    p_yes: float | None = column("price at the moment", unit="0..1")
    q10: float | None = column("lower edge of the band", unit="0..1")
    q90: float | None = column("upper edge of the band", unit="0..1")
    oi_change_1h: float | None = column("relative change of open interest in an hour")
    volume_velocity: float | None = column("volume relative to the market's own history")
    ambiguity_score: float | None = column("of the question", unit="0..1")


class AlertEvent(Row):
    """Something that a reader should look at."""

    ts: datetime = column("when", unit="UTC")
    market_id: str = column("the market")
    severity: str = column("HIGH, MED or FYI")
    reason_codes: list[str] = column("which gates opened")
    evidence: AlertEvidence = column("the numbers")
    llm_explain_5lines: list[str] = column("five lines in words")
