"""Answers of /overview and /events/{event_id}."""

from datetime import date, datetime

from pydantic import Field

from .parts import Estimate, Shape


class Believable(Shape):
    """A category: how its prices have come true, and how many markets of it are open."""

    category: str
    slope: Estimate
    open: int
    verdict: str = Field(description="fair, timid, bold, open, too few or outcome visible")


class MovedMarket(Shape):
    """A price that left its range, the newest per market."""

    ts: datetime
    market_id: str
    question: str | None
    category: str
    side: str
    p_before: float
    p: float
    q10: float
    q90: float
    excess: float
    liquidity_bucket: str


class SeenDay(Shape):
    """What came of what was expected of a source on a day; null where nobody said how much that was."""

    day: date
    source: str
    asked: int
    share: float | None


class NotSeen(Shape):
    """What is missing."""

    days: list[SeenDay]
    gaps: int
    truncated: int
    stale_markets: int
    unlabelled: int


class GapToRecalibrated(Shape):
    """An open market whose price is far from what it would have to say."""

    market_id: str
    question: str | None
    category: str
    price: float
    cutoff_at: datetime
    p_recalibrated: float
    low: float | None
    high: float | None
    gap: float
    verdict: str
    n: int = Field(description="markets behind the verdict, as in /recalibrated/evidence")
    n_events: int = Field(description="their events: what counts as independent")


class Incoherent(Shape):
    """An open event whose prices do not fit together."""

    event_id: str
    title: str | None
    kind: str
    sum: float | None
    gap: float
    n_markets: int
    age_seconds: float | None


class Since(Shape):
    """What differs between the newest two runs."""

    before: str
    after: str
    made_differently: list[str]
    rows_new: int
    rows_gone: int
    labels_changed: int
    code_changed: bool


class Overview(Shape):
    """What can be believed today, what moved, what was not seen."""

    open_markets: int
    in_fair_groups: int
    believable_share: Estimate
    outside_range: int
    believable: list[Believable]
    moved: list[MovedMarket]
    not_seen: NotSeen
    gaps_to_recalibrated: list[GapToRecalibrated]
    incoherent: list[Incoherent]
    changes: Since | None


class EventFacts(Shape):
    """The event, as last known."""

    event_id: str
    title: str | None
    n_markets: int
    slug: str | None = None
    category_tags: list[str] | None = None
    category: str | None = None
    neg_risk: bool | None = None
    venue: str | None = None
    origin: str | None = None
    simulated: bool | None = None
    clock: str | None = None
    knowable_at: datetime | None = None


class Coherence(Shape):
    """How the prices fit together now."""

    kind: str = Field(description="sum, threshold, deadline or none")
    sum: float | None
    gap: float | None
    holds: bool | None = Field(description="whether the order of implication is kept; null for sums, and where nothing is open")
    open: bool
    n_markets: int
    n_seen: int
    age_seconds: float | None


class Leg(Shape):
    """One market of the event, in the order of implication where there is one."""

    market_id: str
    question: str | None
    status: str
    end_ts: datetime | None
    price: float | None
    price_at: datetime | None
    price_age_seconds: float | None
    bid: float | None
    ask: float | None
    q10_1h: float | None
    q90_1h: float | None
    outside_range: bool | None
    trust: float | None
    liquidity_bucket: str
    payout: float | None
    resolved_at: datetime | None
    value: float | None = Field(description="the payout of a market with an answer, else its price")
    step: float | None = Field(description="the number, or the deadline in seconds since 1970, that orders it")
    implies_next: bool | None = Field(description="whether it is no dearer than the next one, which it implies")


class Implication(Shape):
    """If the first comes true, so does the second."""

    market_id: str
    question: str | None
    price: float | None
    implied_market_id: str
    implied_question: str | None
    implied_price: float | None
    gap: float | None
    broken: bool | None
    since: datetime | None


class SumAt(Shape):
    """An hour; without a sum where a leg was not seen."""

    ts: datetime
    sum: float | None
    gap: float | None
    n_seen: int


class EventPage(Shape):
    """One event: do its prices fit together?"""

    event: EventFacts
    coherence: Coherence
    markets: list[Leg]
    implications: list[Implication]
    series: list[SumAt]
