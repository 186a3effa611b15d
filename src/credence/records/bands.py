"""What stands beside a forecast band: the decision to make it, what it was made of, its breaches, its correction, its record."""

from datetime import datetime

from .table import Row, column, table


@table("band_decision", key=("market_id", "ts"), by_day=True, in_runs=True)
class BandDecision(Row):
    """One row per cycle and market that was looked at: whether a band was made, and why not."""

    ts: datetime = column("the cycle's moment: nothing later was used", unit="UTC")
    market_id: str = column("the market")
    decision: str = column("EMIT or SUPPRESS")
    reason: str = column("resolved, closed, no_price, stale_price, one_sided, spread_too_wide or no_answer; empty for EMIT")
    rank: int = column("1 is the market that matters most", unit="count")
    ranked_by: str = column("what put it there most: watch_list, open_interest, volume_24h, trust, or nothing known")
    score: float = column("what the order goes by, watch-list apart", unit="0..1")
    last_price_at: datetime | None = column("time of the newest usable price of the window", unit="UTC")
    age_seconds: float | None = column("age of that price at the moment", unit="s")
    points: int = column("steps of the window that have a price of their own", unit="count")
    step_seconds: int = column("length of a step: 300, or 3600 for a market that is priced by the hour", unit="s")
    fallback_used: bool = column("whether another method than the default answered")
    fallback_reason: str | None = column("why")
    corrected: bool = column("whether a conformal band stands beside the raw one")
    uncorrected_reason: str | None = column("why not: no_state (nothing was fitted by then) or other_method")
    live: bool = column("made when its moment came; false for moments that the daily job made up for")
    clock: str = column("received where the rank rests on what our own clock timed, else replayed")
    knowable_at: datetime = column("ts", unit="UTC")


@table(
    "band_basis", key=("market_id", "ts", "horizon_steps"), order=("market_id", "ts", "step_seconds", "horizon_steps"),
    by_day=True, in_runs=True,
)  # fmt: skip
class BandBasis(Row):
    """One row per band pair: what it takes to judge it later, and the market's own correction then in force."""

    ts: datetime = column("when the band was made", unit="UTC")
    market_id: str = column("the market")
    horizon_steps: int = column("steps ahead", unit="count")
    step_seconds: int = column("length of a step", unit="s")
    p: float | None = column("last price; null where no band was made", unit="0..1")
    scale: float | None = column("expected size of the change, to which corrections are relative", unit="0..1")
    below: float | None = column("chance of ending below the last price; null where the method does not say", unit="0..1")
    unchanged: float | None = column("chance of ending at the last price", unit="0..1")
    correction_below: float | None = column("conformal correction of q10, in scales")
    correction_above: float | None = column("conformal correction of q90, in scales")
    theta_below: float = column("logarithm of the market's own factor on the lower half")
    theta_above: float = column("logarithm of the market's own factor on the upper half")
    clamped: bool = column("whether the conformal band reached out of 0..1 or was crossed, and was put in order")
    fitted_at: datetime | None = column("which conformal state was used", unit="UTC")
    knowable_at: datetime = column("ts", unit="UTC")


@table(
    "band_breach", key=("market_id", "ts", "band_ts", "horizon_steps", "band_calibration"), by_day=True, in_runs=True,
)  # fmt: skip
class BandBreach(Row):
    """One row per band whose horizon has passed and whose price lay outside of it. One band in five should have one."""

    ts: datetime = column("the cycle that found it", unit="UTC")
    due_at: datetime = column("time of the observation: band_ts plus the horizon", unit="UTC")
    market_id: str = column("the market")
    band_ts: datetime = column("when the band was made", unit="UTC")
    horizon_steps: int = column("steps ahead", unit="count")
    step_seconds: int = column("length of a step", unit="s")
    side: str = column("below or above")
    p_before: float = column("the price when the band was made", unit="0..1")
    p: float = column("the price after the horizon", unit="0..1")
    q10: float = column("lower edge of the band", unit="0..1")
    q90: float = column("upper edge of the band", unit="0..1")
    excess: float | None = column("distance beyond the edge, in the band's scales")
    band_calibration: str = column("raw or conformal")
    knowable_at: datetime = column("ts", unit="UTC")


@table("conformal_state", key=("fitted_at", "step_seconds", "horizon_steps"))
class ConformalState(Row):
    """One row per fit and horizon. Nothing in it was learned from an outcome after `fitted_at`."""

    fitted_at: datetime = column("the moment of the fit: outcomes known by then taught it", unit="UTC")
    step_seconds: int = column("length of a step", unit="s")
    horizon_steps: int = column("steps ahead", unit="count")
    method: str = column("whose bands it corrects")
    model_id: str = column("model and version")
    corrections: str = column("corrections by bucket (range of the last hour, distance to 0 or 1), with back-off, as JSON")
    reference: str | None = column("width, share of unchanged prices and mean change of the fit set with errors, as JSON")
    n: int = column("outcomes it was fitted on", unit="count")
    n_effective: float = column("the same, weighted by age and capped by event")
    n_events: int = column("events they belong to", unit="count")
    since: datetime = column("first origin used", unit="UTC")
    until: datetime = column("last origin used", unit="UTC")
    cause: str = column("first, age (the last fit was a day old) or drift")
    triggers: str = column("drift triggers that had fired by then, with their figures, as JSON")
    clock: str = column("replayed")
    knowable_at: datetime = column("fitted_at", unit="UTC")


@table("conformal_theta", key=("fitted_at", "market_id", "step_seconds", "horizon_steps"))
class ConformalTheta(Row):
    """One row per fit, market and horizon: the market's own factors, from its outcomes known at `fitted_at`."""

    fitted_at: datetime = column("as in conformal_state", unit="UTC")
    market_id: str = column("the market")
    step_seconds: int = column("length of a step", unit="s")
    horizon_steps: int = column("steps ahead", unit="count")
    theta_below: float = column("logarithm of the factor on the lower half of the band")
    theta_above: float = column("logarithm of the factor on the upper half")
    used: int = column("outcomes that moved it", unit="count")
    unused: int = column("due, but without a price or masses", unit="count")
    waiting: int = column("whose horizon had not passed", unit="count")
    clock: str = column("replayed")
    knowable_at: datetime = column("fitted_at", unit="UTC")


@table("band_coverage", key=("step_seconds", "horizon_steps", "band_calibration", "segment_by", "segment"))
class BandCoverage(Row):
    """How bands kept their word on hourly origins after the fit that corrected them; an event counts for 50 rows at most."""

    step_seconds: int = column("length of a step", unit="s")
    horizon_steps: int = column("steps ahead", unit="count")
    band_calibration: str = column("raw or conformal")
    segment_by: str = column("all, range_1h, distance (to 0 or 1), category or day")
    segment: str = column("its value")
    method: str = column("whose bands")
    model_id: str = column("model and version")
    n: int = column("bands with an outcome", unit="count")
    n_missing: int = column("bands whose horizon has passed without a price: not judged", unit="count")
    n_effective: float = column("summed weights")
    n_events: int = column("events they belong to", unit="count")
    closed: float = column("share of outcomes within the band, its edges included; .80 is promised", unit="0..1")
    open: float = column("the same without its edges: most prices do not move, and the last price is often an edge", unit="0..1")
    miss_below: float = column("share below, unmoved prices by their randomised place; .10 is promised", unit="0..1")
    miss_below_se: float | None = column("its standard error by event")
    miss_above: float = column("share above", unit="0..1")
    miss_above_se: float | None = column("its standard error by event")
    winkler: float = column("interval score at 80 %; smaller is better", unit="0..1")
    pinball: float = column("mean pinball loss of q10, q50 and q90; smaller is better", unit="0..1")
    width: float = column("mean width", unit="0..1")
    unchanged: float = column("share of prices that did not move", unit="0..1")
    changed_closed: float | None = column("closed coverage of those that did; null unless more than half did not", unit="0..1")
    clamped: float | None = column("share of bands that were put in order (0..1, no crossing)", unit="0..1")
    without_masses: int = column("bands judged by their edges alone", unit="count")
    since: datetime = column("first origin", unit="UTC")
    until: datetime = column("last origin", unit="UTC")
    simulated: bool = column("true for made-up markets")
    clock: str = column("replayed")
    knowable_at: datetime = column("the as_of for which it was made", unit="UTC")
