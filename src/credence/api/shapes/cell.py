"""Answers of /scoreboard/cell, facets, cells, compare, panel, attrition, monitor and changes."""

from typing import Any

from pydantic import Field

from .parts import Curve, Difference, Fates, Figures, Headline, Interval, Question, Shape, Verdict


class MassBin(Shape):
    """A bin of equal mass."""

    weight: float
    n: int
    events: int
    price: float
    share_yes: float
    effective_n: float
    low: float
    high: float


class DrawnBand(Shape):
    """Where the curve lies if the prices are calibrated."""

    price: list[float]
    low: list[float]
    high: list[float]
    simultaneous_low: list[float]
    simultaneous_high: list[float]


class MassDiagram(Shape):
    """The reliability diagram in bins of equal mass."""

    bins: list[MassBin]
    curve: Curve
    band: DrawnBand | None
    histogram: list[int] = Field(description="rows in fifty cells of the price")


class Roc(Shape):
    """The concave hull of the ROC curve."""

    false_positive: list[float]
    true_positive: list[float]


class MurphyCurve(Shape):
    """Mean elementary score by threshold."""

    threshold: list[float]
    loss: list[float]


class Discrimination(Shape):
    """The rest of the triptych."""

    auc: Interval
    roc: Roc
    murphy_curve: MurphyCurve


class FavouriteSide(Headline):
    """The same rows seen from the side that the price favours."""

    flipped: int
    ties: int


class WholeEvents(Shape):
    """Neg-risk events as one forecast each."""

    events: int
    whole: int
    legs: int | None = None
    brier: float | None
    overround: float | None


class Region(Shape):
    """A part of the price: what a trader would have made at the bid and at the ask."""

    region: str
    n: int
    y_minus_bid: Interval
    y_minus_ask: Interval
    beyond: bool


class Spread(Shape):
    """Could anyone have bought or sold at the deviation?"""

    n: int
    share_inside: float | None
    mean_spread: float
    regions: list[Region]


class Cell(Shape):
    """Everything known of one cell."""

    question: Question
    counts: Fates
    simulated: bool
    outcome_visible: bool
    weightings: dict[str, Headline | str | None]
    figures: Figures | None
    diagram: MassDiagram | None
    discrimination: Discrimination | None
    favourite_side: FavouriteSide | None
    whole_events: WholeEvents
    null: dict[str, Any] | None = Field(description="with draws: MCB and ECE beside those of calibrated prices")
    bootstrap: dict[str, Any] | None = Field(description="with draws: intervals from events drawn again")
    prices: dict[str, str | dict[str, int | Headline]]
    spread: Spread | None
    verdict: Verdict


class FacetRow(Headline):
    """One value of a dimension."""

    rows: int
    venue: str | None = None
    category: str | None = None
    liquidity_bucket: str | None = None
    price_source: str | None = None
    ends: str | None = None
    volume: str | None = None
    duration: str | None = None
    age: str | None = None
    spread: str | None = None


class Facets(Shape):
    """The headline figures of every value of a dimension."""

    question: Question
    rows: list[FacetRow]
    simulated: bool


class Shrunk(Shape):
    """A cell's figure pulled towards its category and horizon."""

    value: float
    error: float


class CellRow(Shape):
    """One category at one horizon."""

    category: str
    horizon: str
    n: int
    n_events: int
    enough: bool
    reason: str
    p_value: float | None
    outcome_visible: bool
    differs: bool | None
    differs_bh: bool | None
    mcb: float | None
    brier: Interval | None
    log_loss: Interval | None
    skill: Interval | None
    in_the_large: Interval | None
    slope: Interval | None
    effective_events: float | None = None
    n_weeks: int | None = None
    slope_shrunk: Shrunk | None = None
    in_the_large_shrunk: Shrunk | None = None


class Pooled(Shape):
    """What the cells were pulled towards."""

    mean: float
    tau2: dict[str, float | None]


class Cells(Shape):
    """Category by horizon."""

    question: Question
    q: float
    test: str
    rule: str
    cells: list[CellRow]
    judged: int
    pooled: dict[str, Pooled | None]
    simulated: bool


class Side(Shape):
    """One of two groups."""

    value: str
    n: int
    n_events: int
    enough: bool
    reason: str
    figures: Figures | None


class Part(Shape):
    """The difference of slopes under a harder look."""

    value: float | None
    reason: str
    low: float | None = None
    high: float | None = None
    remains: bool | None = None
    categories: list[str] | None = None


class Survives(Shape):
    """Does the difference remain?"""

    wider_interval: bool | None
    within_categories: Part | None
    at_the_mean_of_the_hour: Part


class Comparison(Shape):
    """Are two groups calibrated differently?"""

    question: Question
    simulated: bool
    rows: int
    scored: int
    with_bucket: int
    sides: list[Side]
    differences: dict[str, Difference] | None
    survives: Survives | None
    verdict: Verdict


class PanelRow(Shape):
    """One horizon of one panel."""

    panel: str = Field(description="balanced, without_resolved or survivors")
    horizon: str
    n: int
    n_already_resolved: int
    n_missing: int
    n_events: int
    enough: bool
    reason: str
    bias: Interval | None
    brier: Interval | None
    in_the_large: Interval | None
    slope: Interval | None


class Panel(Shape):
    """One cohort at several horizons."""

    question: Question
    horizons: list[str]
    members: int
    events: int
    survivors: int
    without_answer: int
    rows: list[PanelRow]
    simulated: bool


class Step(Shape):
    """Who is left."""

    step: str
    meaning: str
    markets: int
    events: int
    labelled: int
    share_yes: float | None
    low: float | None
    high: float | None


class Reading(Shape):
    """The figures if labels were read otherwise."""

    labels: str
    n: float | None
    n_events: float | None
    brier: float | None
    mcb: float | None
    slope: float | None
    mean_p: float | None
    share_yes: float | None


class Attrition(Shape):
    """From listed markets to scored prices."""

    question: Question
    simulated: bool
    steps: list[Step]
    sensitivity: list[Reading]


class Segment(Shape):
    """Evidence against the calibration of a segment."""

    segment: str
    n: int
    left_out: int
    weeks: int
    wealth: float
    highest: float
    off_since: str | None
    direction: str
    mean_deviation: float


class Monitor(Shape):
    """Has a segment stopped being calibrated?"""

    question: Question
    alpha: float
    simulated: bool
    rows: list[Segment]


class Moved(Shape):
    """A figure of two runs, and what moved it."""

    before: float | None
    after: float | None
    difference: float | None
    code: float | None
    labels: float | None
    data: float | None


class Changes(Shape):
    """Why a figure moved between two runs."""

    before: str
    after: str
    as_of: list[str | None]
    cell: dict[str, str]
    made_differently: list[str]
    rows: dict[str, int]
    figures: dict[str, Moved]
