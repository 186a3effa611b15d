"""Parts that several answers share: an estimate with its interval, what was asked, what may be said."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

Ends = tuple[float | None, float | None]


class Shape(BaseModel):
    """Base of all: nothing beyond what is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Estimate(Shape):
    """A figure with its interval and what it rests on, or the reason why there is none."""

    value: float | None = Field(description="null where there is too little to say")
    low: float | None = Field(description="of the 95 % interval, the wider one of event and week")
    high: float | None
    n: int = Field(description="markets")
    n_events: int = Field(description="events: what counts as independent")
    few: bool = Field(description="true: nothing is shown, and `reason` says why")
    reason: str
    unit: str | None = Field(None, description="what decided the interval: event or week")


class Interval(Shape):
    """A figure with its interval, by event and by week; the wider one stands first."""

    value: float | None
    low: float | None
    high: float | None
    unit: str = Field(description="whose interval is wider: event or week")
    error: float | None
    df: float | None
    by_unit: dict[str, Ends]


class Difference(Interval):
    """A difference of two groups, and what could have been seen at all."""

    p_value: float | None
    smallest_detectable: float | None = Field(description="true difference that would have been seen in four of five cases")
    detect: float | None = None
    events_now: int | None = None
    events_needed: int | None = None


class Verdict(Shape):
    """What may be said, in a word and a sentence."""

    word: str = Field(description="differs, no difference seen, inside the spread, too few, too few weeks, outcome visible, ...")
    sentence: str


class Question(Shape):
    """What was asked: filters, weighting, price, window."""

    anchor: str
    horizon: str | None
    venue: str | None
    category: str | None
    liquidity_bucket: str | None
    price_source: str | None
    tag: str | None
    text: str | None
    ends: str | None
    weighting: str
    price: str
    window: str | None
    until: datetime | None = Field(None, description="only cohorts that end by then are complete")
    since: datetime | None = None
    window_by: str | None = None
    grace_days: int | None = None
    warning: str | None = None
    volume: Ends | None = None
    traders: Ends | None = None
    duration: Ends | None = None
    age: Ends | None = None
    spread: Ends | None = None
    by: str | None = None
    compare: list[str] | None = None


class Fates(Shape):
    """How many rows were asked for, and what became of them."""

    rows: int
    priced: int
    stale: int
    stale_yes: int
    no_price: int
    already_resolved: int
    void: int
    unresolved: int
    without_bucket: int


class Share(Shape):
    """A share with its interval."""

    value: float
    low: float
    high: float


class Corp(Shape):
    """score = mcb - dsc + unc."""

    mcb: float
    dsc: float
    unc: float


class Murphy(Shape):
    """brier = rel - res + unc + wbv - 2 wbc, over ten equal bins."""

    rel: float
    res: float
    unc: float
    wbv: float
    wbc: float
    brier: float


class Ece(Shape):
    """Calibration errors: bins of equal width and mass, the debiased square, and without bins."""

    equal_width: float
    equal_mass: float
    root_mean_square: float
    squared_debiased: float | None
    smooth: float


class Tested(Shape):
    """A test by event and by week: the larger p-value decides."""

    p_value: float | None
    unit: str | None
    by_unit: dict[str, float | None]


class Tests(Shape):
    """Of calibration as a whole."""

    joint: Tested
    spiegelhalter: Tested


class Estimates(Shape):
    """The headline figures."""

    brier: Interval
    log_loss: Interval
    base_rate: Interval
    mean_price: Interval
    skill: Interval
    in_the_large: Interval
    intercept: Interval
    slope: Interval


class Figures(Shape):
    """Everything that is said of a group; from `estimates` on only where there is enough."""

    n: int
    n_events: int
    n_weeks: int
    effective_events: float
    effective_weeks: float
    events_yes: int
    events_no: int
    mean_p: float
    share_yes: Share
    enough: bool
    reason: str
    estimates: Estimates | None = None
    corp: Corp | None = None
    corp_log_loss: Corp | None = None
    murphy: Murphy | None = None
    ece: Ece | None = None
    tests: Tests | None = None
    refused: dict[str, str] | None = None


class Headline(Shape):
    """Counts and headline figures of a group; without figures where it is too few."""

    n: int
    n_events: int
    reason: str
    brier: Interval | None = None
    log_loss: Interval | None = None
    skill: Interval | None = None
    in_the_large: Interval | None = None
    slope: Interval | None = None


class Curve(Shape):
    """The isotonic curve."""

    price: list[float]
    share_yes: list[float]
