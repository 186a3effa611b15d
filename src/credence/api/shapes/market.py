"""Answer of /markets/{market_id}."""

from datetime import datetime

from pydantic import Field

from ...records import Coverage, Cutoff, Event, MarketAlias, MarketHistory, MarketRegistry, MarketSnapshot, Outcome, Trust
from .parts import Estimate, Shape


class PriceReading(Shape):
    """The newest price, with the bid and the ask where they are known."""

    value: float
    low: float | None
    high: float | None
    at: datetime
    age_seconds: float


class RecalibratedReading(Shape):
    """What the price would have to say to come true, at its last cutoff; without a value where saying so has not helped."""

    value: float | None
    low: float | None
    high: float | None
    verdict: str | None
    statement: str | None
    p_yes: float = Field(description="the price at that cutoff")
    cutoff_at: datetime
    anchor: str
    horizon: str
    method: str | None
    trained_on: int | None
    trained_until: datetime | None


class Band(Shape):
    """A range of one hour, and how such ranges have kept their word."""

    q10: float
    q50: float
    q90: float
    method: str
    model_id: str
    band_calibration: str
    made_at: datetime
    due_at: datetime
    stated: float
    kept: Estimate


class NormalReading(Band):
    """The range of this hour, which the price can lie outside of; and that of the coming one."""

    outside: bool | None
    side: str | None = Field(description="below or above")
    next: Band


class Readings(Shape):
    """What is said of the market now, side by side."""

    price: PriceReading | None
    recalibrated: RecalibratedReading | None
    normal: NormalReading | None


class TrustShown(Trust):
    """The newest row of trust with the weights of its parts."""

    weights: dict[str, float]


class ShownWindow(Shape):
    """The window of `series` and `gaps`."""

    window: str
    since: datetime | None
    until: datetime | None


class SeriesAddresses(Shape):
    """Addresses of what is drawn of the window."""

    prices: str
    bands: str
    breaches: str
    features: str


class GapSeen(Shape):
    """A time of which we have nothing."""

    since: datetime | None
    until: datetime | None
    source: str
    detail: str | None


class MarketPage(Shape):
    """All that is known of one market."""

    market: MarketRegistry
    event: Event | None
    outcome: Outcome | None
    aliases: list[MarketAlias]
    history: list[MarketHistory]
    cutoffs: list[Cutoff]
    coverage: list[Coverage]
    readings: Readings
    trust: TrustShown | None
    snapshots: list[MarketSnapshot]
    window: ShownWindow
    series: SeriesAddresses | None
    gaps: list[GapSeen]
