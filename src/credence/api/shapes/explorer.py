"""Answers of /scoreboard/explorer and /scoreboard/explorer/context."""

from typing import Literal

from pydantic import Field

from .parts import Curve, Estimate, Fates, Figures, Question, Shape, Verdict

Key = Literal["brier", "skill", "mcb", "slope", "separation"]


class HeadFigure(Shape):
    """One of the five figures at the head."""

    key: Key
    estimate: Estimate


class Gap(HeadFigure):
    """First minus second set."""

    beyond_chance: bool


class DiagramBin(Shape):
    """One of ten equal bins that has a row; it stands at its mean price. Shares are null where it is too few."""

    index: int = Field(description="0 .. 9")
    low: float
    high: float
    price: float = Field(description="mean price")
    n: int
    events: int
    share_yes: float | None
    share_low: float | None = Field(description="of the 90 % interval of the share, by event")
    share_high: float | None
    range_low: float | None = Field(description="of the 90 % range of a perfect forecaster with these events")
    range_high: float | None
    outside: bool = Field(description="its interval leaves out the diagonal, and its share the range")
    few: bool


class RangeBand(Shape):
    """With draws: where the curve lies if the prices are calibrated."""

    price: list[float]
    low: list[float]
    high: list[float]


class Diagram(Shape):
    """Reliability."""

    bins: list[DiagramBin]
    curve: Curve
    band: RangeBand | None


class TwoBars(Shape):
    """Rows by price and outcome."""

    low: float
    high: float
    yes: int
    no: int


class ToldApart(Shape):
    """Are YES and NO told apart?"""

    histogram: list[TwoBars]
    mean_yes: float | None
    mean_no: float | None
    auc: Estimate


class Bar(Shape):
    """Rows by score."""

    low: float
    high: float
    n: int


class Scores(Shape):
    """Brier scores of single markets."""

    histogram: list[Bar]
    median: float | None
    mean: float | None


class FacetValue(Shape):
    """One value: what would be left if it were chosen."""

    value: str
    markets: int
    events: int
    chosen: bool


class FacetBar(Shape):
    """One part of a range; the last one is open."""

    low: float
    high: float | None
    markets: int
    chosen: bool


class Facet(Shape):
    """A dimension and how rows spread over it, its own filter left aside."""

    name: str
    kind: Literal["values", "range"]
    available: bool
    reason: str | None = None
    unit: str | None = None
    values: list[FacetValue] | None = None
    left_out: int | None = None
    bars: list[FacetBar] | None = None
    unknown: int | None = None


class BinRow(Shape):
    """A market of the chosen bin."""

    market_id: str
    question: str | None
    category: str
    liquidity_bucket: str
    p_yes: float
    resolved_yes: int
    brier: float


class ChosenBin(Shape):
    """The markets of one bin, the first fifty."""

    index: int
    low: float
    high: float
    markets: int
    events: int
    rows: list[BinRow]


class SecondSide(Shape):
    """A second set, and the differences to the first."""

    question: Question
    outcome_visible: bool
    figures: Figures | None
    verdict: Verdict
    strip: list[HeadFigure]
    diagram: Diagram | None
    differences: list[Gap]
    difference: str = Field(description="in words")


class Explorer(Shape):
    """One question with all that is drawn of it."""

    question: Question
    counts: Fates
    simulated: bool
    outcome_visible: bool
    figures: Figures | None
    verdict: Verdict
    strip: list[HeadFigure]
    diagram: Diagram | None
    discrimination: ToldApart | None
    scores: Scores | None
    facets: list[Facet]
    bin: ChosenBin | None
    compare: SecondSide | None


class AtHorizon(Shape):
    """Brier score at one horizon: of one cohort, and of all rows."""

    horizon: str
    balanced: Estimate
    all: Estimate


class Shrunken(Shape):
    """A slope pulled towards its category and horizon."""

    value: float
    error: float


class SlopeCell(Shape):
    """One category at one horizon."""

    category: str
    horizon: str
    slope: Estimate
    slope_shrunk: Shrunken | None
    significant: bool


class SlopeCells(Shape):
    """Category by horizon."""

    rows: list[str]
    columns: list[str]
    cells: list[SlopeCell]
    rule: str
    judged: int


class Context(Shape):
    """The same question at every horizon and in every category."""

    question: Question
    horizons: list[AtHorizon]
    cells: SlopeCells
