"""How bands kept their word, out of sample: coverage with open and closed ends, misses of each side, scores, by segment and week.

In   rows with an outcome: price now, band, masses, event; labels of segments and weeks
Out  one `Figures` per segment; whether each side's miss rate stays near its share in disjoint weeks

Most outcomes equal the last price, which is often an edge of the band: open and closed coverage then differ by up to .8 and
neither can be .80. Each side's miss rate with the randomised PIT can (see `online`). A band that is too wide and off-centre
covers well: pinball and Winkler stand beside coverage. Rows without masses are judged by the closed band, and counted.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ...measures.clusters import mean_errors
from ...measures.forecast_scores import interval_score, mean_pinball
from .online import ALPHAS, SAME_PRICE, misses
from .weights import event_weights

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


class Judged(NamedTuple):
    """Rows that have an outcome, one entry each; prices 0..1."""

    outcome: ArrayLike
    last: ArrayLike  # the last price at the origin
    lo: ArrayLike
    mid: ArrayLike
    hi: ArrayLike
    event: ArrayLike  # anything that can be sorted
    below: ArrayLike  # chance to end below the last price, nan where unknown
    unchanged: ArrayLike
    uniform: ArrayLike  # see `uniforms.uniforms`
    clamped: ArrayLike | None = None  # True where the width was forced


class Figures(NamedTuple):
    """One segment; means are weighted by min(1, cap / rows of the event in the segment)."""

    segment: object
    n: int
    effective_n: float  # summed weights
    events: int
    closed: float  # share with lo <= y <= hi
    open: float  # share with lo < y < hi
    miss_below: float  # randomised at the atom of no change
    miss_below_se: float  # by event; nan with a single one
    miss_above: float
    miss_above_se: float
    winkler: float
    pinball: float  # mean of the three levels
    width: float
    unchanged: float  # share of outcomes at the last price
    changed_closed: float  # closed coverage of the others; nan unless more than half are unchanged
    clamped: float  # share whose width was forced; nan where it was not told
    without_masses: int  # rows that were judged by the closed band


class SegmentWeek(NamedTuple):
    segment: object
    week: int
    side: str  # below or above
    rate: float
    allowed: float  # by how much it may lie off
    effective_n: float


class Kept(NamedTuple):
    """Whether each side's miss rate stayed near its share."""

    kept: bool
    judged: int  # segment-weeks with at least two events
    unjudged: int  # with one
    within: float  # share of the judged with both sides inside
    failing: tuple[SegmentWeek, ...]  # sides outside, worst first
    far: tuple[SegmentWeek, ...]  # off by more than `most` with enough effective rows


def report(rows: Judged, segment: ArrayLike, alphas: tuple[float, float] = ALPHAS) -> list[Figures]:
    """Figures of each segment, in the order of their labels.

    segment  (n,) labels that can be sorted; call once per way of cutting

    Raises InputError for a missing outcome, price or band (drop those rows, and say how many).
    """
    table, labels = _Table(rows, alphas), _labels(segment, len(np.asarray(rows.outcome)), "segment")
    return [table.figures(name, at) for name, at in _groups(labels)]


def kept_word(
    rows: Judged,
    segment: ArrayLike,
    week: ArrayLike,
    *,
    alphas: tuple[float, float] = ALPHAS,
    slack: float = 0.02,
    errors: float = 2.6,
    share: float = 0.95,
    most: float = 0.06,
    enough: float = 2000.0,
) -> Kept:
    """Per segment and week: each side's miss rate in alpha +- (slack + errors x its standard error by event).

    week    (n,) whole numbers: disjoint weeks
    share   of the judged segment-weeks that must hold on both sides
    most    none with `enough` effective rows may lie off by more

    A segment-week of one event has no standard error and is not judged.
    """
    n = len(np.asarray(rows.outcome))
    table, labels, weeks = _Table(rows, alphas), _labels(segment, n, "segment"), _labels(week, n, "week")
    judged = unjudged = inside = 0
    failing: list[SegmentWeek] = []
    far: list[SegmentWeek] = []
    for name, members in _groups(labels):
        for number, part in _groups(weeks[members]):
            figures = table.figures(name, members[part])
            if np.isnan(figures.miss_below_se):
                unjudged += 1
                continue
            judged += 1
            sides = list(_sides(figures, int(number), alphas, slack, errors))
            outside = [side for side, off in sides if off > side.allowed]
            inside += not outside
            failing += outside
            far += [side for side, off in sides if off > most and side.effective_n >= enough]
    failing.sort(key=lambda side: side.allowed - _off(side, alphas))
    within = inside / judged if judged else float("nan")
    return Kept(bool(judged) and within >= share and not far, judged, unjudged, within, tuple(failing), tuple(far))


def clustered_mean(values: Floats, weight: Floats, event: Codes) -> tuple[float, float]:
    """Weighted mean and its standard error by event; nan for the error with a single event.

    event  (n,) dense codes

    >>> mean, error = clustered_mean(np.array([0.0, 1.0, 1.0, 0.0]), np.ones(4), np.array([0, 0, 1, 2]))
    >>> mean, round(error, 4)
    (0.5, 0.1925)
    """
    share = weight / weight.sum()
    mean = float(share @ values)
    held = np.asarray(np.bincount(event, share), np.float64)
    held_by = held > 0
    if held_by.sum() < 2:
        return mean, float("nan")
    sums = np.asarray(np.bincount(event, share * (values - mean)), np.float64)
    found, _ = mean_errors(sums[held_by, None], held[held_by])
    return mean, float(found[0])


class _Table:
    """Per row what all segments share."""

    def __init__(self, rows: Judged, alphas: tuple[float, float]) -> None:
        y, last, lo, mid, hi = (np.asarray(column, np.float64) for column in rows[:5])
        if y.ndim != 1 or not y.size or any(column.shape != y.shape for column in (last, lo, mid, hi)):
            raise InputError("rows", y.shape, "vectors of one length, not empty")
        if np.isnan(y + last + lo + mid + hi).any():
            raise InputError("rows", "nan", "rows with an outcome, a price and a band: drop the others, and say how many")
        levels = alphas[0], 0.5, 1 - alphas[1]
        self.lo, self.hi, self.y = lo, hi, y
        self.closed = ((y >= lo - SAME_PRICE) & (y <= hi + SAME_PRICE)).astype(float)
        self.open = ((y > lo + SAME_PRICE) & (y < hi - SAME_PRICE)).astype(float)
        self.still = np.abs(y - last) <= SAME_PRICE
        self.pinball = mean_pinball(np.column_stack([lo, mid, hi]), y, levels)
        self.winkler = interval_score(lo, hi, y, sum(alphas))
        found = misses(y, last, lo, hi, *rows[6:9], alphas)
        masses = np.asarray(rows.below, float) + np.asarray(rows.unchanged, float) + np.asarray(rows.uniform, float)
        self.unknown = np.isnan(masses)
        closed_misses = np.column_stack([y < lo - SAME_PRICE, y > hi + SAME_PRICE]).astype(float)
        self.miss = np.where(self.unknown[:, None], closed_misses, found)
        self.clamped = np.full(len(y), np.nan) if rows.clamped is None else np.asarray(rows.clamped, float)
        self.event = np.unique(np.asarray(rows.event), return_inverse=True)[1].astype(np.int64)

    def figures(self, segment: object, at: Codes) -> Figures:
        event = np.unique(self.event[at], return_inverse=True)[1].astype(np.int64)
        weight, still = event_weights(event), self.still[at]

        def mean(values: Floats) -> float:
            return float(np.average(values[at], weights=weight))

        below, above = (clustered_mean(self.miss[at, side], weight, event) for side in (0, 1))
        unchanged = float(np.average(still, weights=weight))
        moved = float("nan")
        if unchanged > 0.5 and not still.all():
            moved = float(np.average(self.closed[at][~still], weights=weight[~still]))
        return Figures(
            segment, len(at), float(weight.sum()), int(event.max()) + 1, mean(self.closed), mean(self.open), *below, *above,
            mean(self.winkler), mean(self.pinball), mean(self.hi - self.lo), unchanged, moved, mean(self.clamped),
            int(self.unknown[at].sum()),
        )  # fmt: skip


def _sides(
    figures: Figures, week: int, alphas: tuple[float, float], slack: float, errors: float
) -> Iterator[tuple[SegmentWeek, float]]:
    found = (("below", figures.miss_below, figures.miss_below_se), ("above", figures.miss_above, figures.miss_above_se))
    for (side, rate, error), alpha in zip(found, alphas, strict=True):
        allowed = slack + errors * error
        yield SegmentWeek(figures.segment, week, side, rate, allowed, figures.effective_n), abs(rate - alpha)


def _off(side: SegmentWeek, alphas: Sequence[float]) -> float:
    return abs(side.rate - alphas[0 if side.side == "below" else 1])


def _labels(values: ArrayLike, n: int, name: str) -> NDArray[np.generic]:
    labels = np.asarray(values)
    if labels.shape != (n,):
        raise InputError(name, labels.shape, f"one label for each of {n} rows")
    return labels


def _groups(labels: NDArray[np.generic]) -> Iterator[tuple[Any, Codes]]:
    names, place = np.unique(labels, return_inverse=True)
    order = np.argsort(place, kind="stable")
    ends = np.cumsum(np.bincount(place, minlength=len(names)))
    for name, rows in zip(names.tolist(), np.split(order, ends[:-1]), strict=True):
        yield name, rows.astype(np.int64)
