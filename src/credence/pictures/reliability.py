"""The reliability diagram: what was priced against what came true, with what a perfect forecaster would show.

x of a price p is LEFT + SIDE p, y of a share s (inside the body) is TOP + SIDE (1 - s).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .svg import Foot, element, figure, finite, frame, hint, line, nothing, percent, words

WIDTH, LEFT, TOP, SIDE = 528.0, 66.0, 8.0, 430.0
PRICES_TALL = 44.0  # height of the histogram
ROUNDING = 1e-9  # a weighted mean of ones may be this much more than 1
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)

Points = list[tuple[float, float]]


class Bin(NamedTuple):
    """What happened in one bin. `low`, `high` may be NaN where `n` is too few; a bin with n = 0 is left out."""

    mean_p: float  # 0..1, where the dot is drawn
    share_yes: float  # 0..1
    low: float  # interval of share_yes
    high: float
    n: float  # events


class Ranges(NamedTuple):
    """The checked band of a perfect forecaster."""

    price: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    simultaneous: list[NDArray[np.float64]]  # edges of the range at all prices at once


def reliability(
    bins: Sequence[tuple[float, float, float, float, float]],
    curve: Sequence[tuple[float, float]],
    band: Sequence[ArrayLike | None] | None,
    histogram: Sequence[float],
    *,
    heading: str,
    sentence: str,
    foot: Foot,
    simulated: bool = False,
    few: float = 30,
    unit: str = "events",
    axis: str = "Price, % (dots at the mean of their bin)",
    bar_words: str = "95 %, by event",
    band_words: str = "90 % range of a perfect forecaster",
) -> str:
    """The diagram as SVG text.

    bins       rows as `Bin`
    curve      (price, share) rising in price: the isotonic fit, drawn as a line
    band       (price, low, high, simultaneous low, simultaneous high), each (k,): the range in which the curve of a perfect
               forecaster lies, at one price (filled) and at all at once (thin lines; None leaves them out); None: no band
    histogram  how many prices lie in each of k bins of equal width over 0..1
    few        bins with a smaller n are hollow and grey, and say "too few" instead of a number

    A dot is filled where the bin's interval misses the diagonal and the dot lies outside the band at one price.

    >>> picture = reliability([(.6, .7, .65, .75, 400)], [], None, [], heading="A", sentence="B", foot=Foot("1 May", "9f"))
    >>> 'cx="324"' in picture  # 66 + 430 x 0.6
    True
    """
    rows = [_checked(Bin(*row), few) for row in bins if row[4]]
    fit = [(_share("curve", p), _share("curve", s)) for p, s in curve]
    if any(after[0] < before[0] for before, after in pairwise(fit)):
        raise InputError("curve", "a price lower than the one before it", "points from low to high prices")
    ranges = _ranges(band)
    if not rows and not fit:
        reason = "no bin has a row in it"
        return nothing(reason, width=WIDTH, heading=heading, sentence=sentence, foot=foot, simulated=simulated)
    parts = [_grid(axis), _band(ranges) if ranges else "", line([_at(0, 0), _at(1, 1)], stroke="line-2", stroke_dasharray="3 4")]
    if fit:
        parts.append(line(_thinned(fit), stroke="yes", stroke_width=1.4, class_="curve"))
    most = max((row.n for row in rows), default=1.0)
    parts += [_dot(row, _differs(row, ranges), row.n < few, 3 + 3 * (row.n / most) ** 0.5, unit) for row in rows]
    parts.append(_prices(histogram))
    entries = _key(rows, few, unit, ranges, bool(fit), bar_words, band_words)
    height = TOP + SIDE + 24 + PRICES_TALL + 28
    return frame(
        "".join(parts),
        width=WIDTH,
        height=height,
        heading=heading,
        sentence=sentence,
        foot=foot,
        simulated=simulated,
        entries=entries,
    )


def _at(price: float, share: float) -> tuple[float, float]:
    return LEFT + SIDE * price, TOP + SIDE * (1 - share)


def _share(name: str, value: float) -> float:
    number = finite(name, value)
    if not -ROUNDING <= number <= 1 + ROUNDING:
        raise InputError(name, value, "0..1")
    return number


def _ranges(band: Sequence[ArrayLike | None] | None) -> Ranges | None:
    if band is None:
        return None
    edges = [None if edge is None else np.asarray(edge, float) for edge in band]
    price, low, high, *both = edges
    if price is None or low is None or high is None:
        raise InputError("band", "None", "price, low and high, and two edges that may be None")
    for edge in edges:
        if edge is not None and not (
            edge.ndim == 1 and edge.shape == price.shape and ((edge >= -ROUNDING) & (edge <= 1 + ROUNDING)).all()
        ):
            raise InputError("band", edge, "rows of one length, of numbers in 0..1")  # NaN comes here too
    if (np.diff(price) < 0).any():
        raise InputError("band", price, "prices from low to high")
    return Ranges(price, low, high, [edge for edge in both if edge is not None]) if price.size else None


def _checked(row: Bin, few: float) -> Bin:
    if finite("n", row.n) < 0:
        raise InputError("n", row.n, "0 or more")
    _share("mean_p", row.mean_p), _share("share_yes", row.share_yes)
    if row.n >= few or row.low == row.low:
        _share("low", row.low), _share("high", row.high)
    return row


def _thinned(points: Points) -> Points:
    """Pixels of a curve: the inner points of a flat stretch go, and of many in one pixel column only the ends stay."""
    kept: Points = []
    for k, (p, s) in enumerate(points):
        inner = 0 < k < len(points) - 1
        if not (inner and points[k - 1][1] == s == points[k + 1][1]):
            kept.append(_at(p, s))
    return kept


def _column(price: NDArray[np.float64], share: NDArray[np.float64]) -> Points:
    """Pixels of an edge of the band, one point per pixel column."""
    _, first = np.unique(np.floor(price * SIDE), return_index=True)
    chosen = np.unique(np.append(first, len(price) - 1))
    return [_at(float(price[k]), float(share[k])) for k in chosen]


def _band(ranges: Ranges) -> str:
    area = _column(ranges.price, ranges.low) + _column(ranges.price, ranges.high)[::-1]
    edges = [line(_column(ranges.price, edge), stroke="line-2", class_="simultaneous") for edge in ranges.simultaneous]
    return line(area, True, fill="ref", class_="band") + "".join(edges)


def _differs(row: Bin, ranges: Ranges | None) -> bool:
    if ranges is not None:
        low, high = (np.interp(row.mean_p, ranges.price, edge) for edge in (ranges.low, ranges.high))
        if low <= row.share_yes <= high:
            return False
    return not row.low <= row.mean_p <= row.high


def _dot(row: Bin, differs: bool, few: bool, radius: float, unit: str) -> str:
    x, y = _at(row.mean_p, row.share_yes)
    counted = f"{figure(row.n, 0)} {unit}"
    happened = f", came true {percent(row.share_yes)} [{100 * row.low:.1f}, {100 * row.high:.1f}], {counted}"
    colour, thick, inside = ("ink-3", 1.2, "surface") if few else ("yes", 1.8, "yes" if differs else "surface")
    parts = [hint(f"priced {percent(row.mean_p)}" + (f": too few to say, {counted}" if few else happened))]
    if row.low == row.low:
        parts.append(line([_at(row.mean_p, row.low), _at(row.mean_p, row.high)], stroke=colour, stroke_width=thick - 0.2))
    parts.append(element("circle", cx=x, cy=y, r=3 if few else radius, fill=inside, stroke=colour, stroke_width=thick))
    return element("g", *parts, class_="bin few" if few else "bin")


def _grid(axis: str) -> str:
    parts = []
    for tick in TICKS:
        x, y = _at(tick, tick)
        parts.append(line([(LEFT, y), (LEFT + SIDE, y)], stroke="line") + line([(x, TOP), (x, TOP + SIDE)], stroke="line"))
        parts.append(words(x, TOP + SIDE + 15, f"{100 * tick:.0f}", anchor="middle"))
        parts.append(words(LEFT - 8, y + 4, f"{100 * tick:.0f}", anchor="end"))
    upright = words(0, 0, "Share resolved YES, %", fill="ink-2", anchor="middle")
    parts.append(element("g", upright, transform=f"translate(27 {TOP + SIDE / 2:.0f}) rotate(-90)"))
    parts.append(words(LEFT + 10, TOP + 18, "happened more often than priced"))
    parts.append(words(LEFT + SIDE - 10, TOP + SIDE - 10, "happened less often than priced", anchor="end"))
    parts.append(words(LEFT + SIDE / 2, TOP + SIDE + 24 + PRICES_TALL + 20, axis, fill="ink-2", anchor="middle"))
    return "".join(parts)


def _prices(histogram: Sequence[float]) -> str:
    counts = [finite("histogram", count) for count in histogram]
    if min(counts, default=0) < 0:
        raise InputError("histogram", min(counts), "0 or more")
    most, base, each = max(counts, default=0), TOP + SIDE + 24 + PRICES_TALL, SIDE / max(len(counts), 1)
    parts = [line([(LEFT, base), (LEFT + SIDE, base)], stroke="line-2")]
    for k, count in enumerate(counts):
        if count:
            tall = PRICES_TALL * count / most
            said = f"{100 * k / len(counts):.3g} to {100 * (k + 1) / len(counts):.3g}: {figure(count, 0)}"
            x, broad = LEFT + each * k + 0.5, max(each - 1, 0.5)
            parts.append(element("rect", hint(said), x=x, y=base - tall, width=broad, height=tall, fill="line-2"))
    if most:
        parts.append(words(LEFT - 8, base - PRICES_TALL + 9, figure(most, 0), anchor="end"))
        parts.append(words(LEFT - 8, base, "0", anchor="end"))
    else:
        parts.append(words(LEFT + SIDE / 2, base - 16, "no histogram of prices", anchor="middle"))
    return element("g", *parts, class_="prices")


def _key(
    rows: list[Bin], few: float, unit: str, ranges: Ranges | None, fit: bool, bar_words: str, band_words: str
) -> list[tuple[str, str]]:
    def mark(fill: str, stroke: str) -> str:
        bar = line([(11, 0), (11, 12)], stroke=stroke, stroke_width=1.6)
        return bar + element("circle", cx=11, cy=6, r=4, fill=fill, stroke=stroke, stroke_width=1.6)

    entries = []
    if ranges is not None:
        entries.append((element("rect", x=0, y=1, width=22, height=10, fill="ref"), band_words))
        if ranges.simultaneous:
            edges = line([(0, 1), (22, 1)], stroke="line-2") + line([(0, 11), (22, 11)], stroke="line-2")
            entries.append((edges, "the same, at all prices at once"))
    if any(row.n >= few for row in rows):
        differs = "outside the range, and its bar misses the diagonal" if ranges is not None else "its bar misses the diagonal"
        entries += [(mark("yes", "yes"), differs), (mark("surface", "yes"), "does not differ")]
        entries.append((line([(11, 0), (11, 12)], stroke="yes", stroke_width=1.6), bar_words))
    if any(row.n < few for row in rows):
        entries.append((mark("surface", "ink-3"), f"too few: under {figure(few, 0)} {unit}"))
    if fit:
        entries.append((line([(0, 10), (8, 10), (14, 3), (22, 3)], stroke="yes", stroke_width=1.4), "isotonic fit"))
    return entries
