"""The horizon chart: a few series over named horizons, each point with its interval."""

from collections.abc import Sequence
from typing import NamedTuple

from ..errors import InputError
from .svg import PAD, Foot, cut, decimals_of, element, figure, finite, frame, hint, line, nothing, ticks, wide, words

WIDTH, TOP, TALL = 640.0, 10.0, 220.0
# Colour and form of the mark, since some eyes see two of the colours alike: corners from the centre, None is a round dot.
SQUARE, DIAMOND = ((-3.4, -3.4), (3.4, -3.4), (3.4, 3.4), (-3.4, 3.4)), ((-4.6, 0), (0, -4.6), (4.6, 0), (0, 4.6))
UP, DOWN, FLAT = ((-4.4, 3.4), (0, -4.4), (4.4, 3.4)), ((-4.4, -3.4), (0, 4.4), (4.4, -3.4)), ((-5, -2), (5, -2), (5, 2), (-5, 2))
LOOKS = (("yes", None), ("no", SQUARE), ("ink", DIAMOND), ("ok", UP), ("other", DOWN), ("warn", FLAT))
APART = 14.0  # least distance between two labels

Number = float | None


class Point(NamedTuple):
    """A value and its interval, in pixels."""

    x: float
    y: float
    low: float
    high: float


class Series(NamedTuple):
    """One line. None at a horizon: too few to say; the line is broken there."""

    name: str
    values: Sequence[Number]
    low: Sequence[Number]
    high: Sequence[Number]


def lines(
    series: Sequence[tuple[str, Sequence[Number], Sequence[Number], Sequence[Number]]],
    *,
    horizons: Sequence[str],
    heading: str,
    sentence: str,
    foot: Foot,
    axis: str,
    reference: tuple[float, str] | None = None,
    across: str = "time left",
    simulated: bool = False,
    decimals: int = 3,
    bar_words: str = "95 %, by event",
) -> str:
    """The chart as SVG text; each line is named at its end.

    series     rows as `Series`, at most six; values, low and high have one entry per horizon, None where there is none
    horizons   names from left to right, longest time left first
    axis       what the values are, with the unit
    reference  (value, words): a dashed line with its words
    across     what the horizons are

    >>> two = [("Brier", [.2, None], [.19, None], [.21, None])]
    >>> picture = lines(two, horizons=["7 d", "1 h"], heading="A", sentence="B", foot=Foot("1 May", "9f"), axis="Brier")
    >>> "0.200 [0.190, 0.210]" in picture, "too few" in picture
    (True, True)
    """
    rows = [_checked(Series(*row), len(horizons)) for row in series]
    if len(rows) > len(LOOKS):
        raise InputError("series", len(rows), f"at most {len(LOOKS)}; more need more pictures")
    known = [v for row in rows for part in row[1:] for v in part if v is not None]
    if not known:
        reason = "no series has a value at any horizon"
        return nothing(reason, width=WIDTH, heading=heading, sentence=sentence, foot=foot, simulated=simulated)
    spread = [*known, *([] if reference is None else [finite("reference", reference[0])])]
    room = 0.06 * (max(spread) - min(spread)) or max(abs(spread[0]) / 2, 0.5)
    low, high = min(spread) - room, max(spread) + room
    left, right = PAD + 60.0, WIDTH - PAD - 16 - min(170.0, max(wide(row.name) for row in rows))
    step = (right - left - 36) / max(len(horizons) - 1, 1)
    xs = [left + 18 + step * k if len(horizons) > 1 else (left + right) / 2 for k in range(len(horizons))]

    def y_of(value: float) -> float:
        return TOP + TALL * (high - value) / (high - low)

    marked = [(y_of(tick), figure(tick, decimals_of(ticks(low, high)))) for tick in ticks(low, high)]
    parts = [_up(left, right, marked, axis), _across(left, right, list(zip(xs, horizons, strict=True)), across)]
    empty = [k for k in range(len(horizons)) if all(row.values[k] is None for row in rows)]
    parts += [words(xs[k], TOP + TALL - 6, "too few", anchor="middle") for k in empty]
    if reference is not None:
        level = [(left, y_of(reference[0])), (right, y_of(reference[0]))]
        parts.append(line(level, stroke="line-2", stroke_dasharray="3 4", class_="reference"))
        parts.append(words(left + 2, level[0][1] - 4, reference[1]))
    ends = []
    for k, row in enumerate(rows):
        shift = (k - (len(rows) - 1) / 2) * min(7.0, 0.5 * step / len(rows))  # intervals beside, not over each other
        points = [
            None if v is None or a is None or b is None else Point(x + shift, y_of(v), y_of(a), y_of(b))
            for x, v, a, b in zip(xs, *row[1:], strict=True)
        ]
        parts.append(_series(row, horizons, points, k, decimals))
        ends += [(point.y, k) for point in points if point is not None][-1:]
    for (y, k), at in zip(sorted(ends), _apart([y for y, _ in sorted(ends)]), strict=True):
        parts.append(line([(right + 2, y), (right + 9, at)], stroke=LOOKS[k][0], stroke_width=1))
        parts.append(words(right + 12, at + 4, cut(rows[k].name, 170), fill=LOOKS[k][0], weight=600))
    bar = line([(11, 0), (11, 12)], stroke="ink-2", stroke_width=1.4) + element("circle", cx=11, cy=6, r=3, fill="ink-2")
    return frame(
        "".join(parts),
        width=WIDTH,
        height=TOP + TALL + 38,
        heading=heading,
        sentence=sentence,
        foot=foot,
        simulated=simulated,
        entries=[(bar, bar_words)],
    )


def _checked(row: Series, horizons: int) -> Series:
    for name, part in zip(("values", "low", "high"), row[1:], strict=True):
        if len(part) != horizons:
            raise InputError(name, len(part), f"one entry per horizon, {horizons}")
    for value, low, high in zip(*row[1:], strict=True):
        if value is None:
            continue
        if low is None or high is None or not finite("low", low) <= finite("values", value) <= finite("high", high):
            raise InputError("low, high", (low, high), f"an interval around the value {value}")
    return row


def _up(left: float, right: float, marked: list[tuple[float, str]], axis: str) -> str:
    parts = []
    for y, said in marked:
        parts += [line([(left, y), (right, y)], stroke="line"), words(left - 8, y + 4, said, anchor="end")]
    upright = words(0, 0, axis, fill="ink-2", anchor="middle")
    parts.append(element("g", upright, transform=f"translate({PAD + 8} {TOP + TALL / 2:.0f}) rotate(-90)"))
    return "".join(parts)


def _across(left: float, right: float, named: list[tuple[float, str]], across: str) -> str:
    room, y = (right - left) / len(named) - 6, TOP + TALL
    parts = [words(x, y + 15, cut(name, room), anchor="middle") for x, name in named]
    parts.append(words((left + right) / 2, y + 32, across, fill="ink-2", anchor="middle"))
    return line([(left, y), (right, y)], stroke="line-2") + "".join(parts)


def _series(row: Series, horizons: Sequence[str], points: list[Point | None], look: int, decimals: int) -> str:
    colour, corners = LOOKS[look]
    parts, run = [], list[tuple[float, float]]()
    for point in [*points, None]:
        if point is not None:
            run.append((point.x, point.y))
        elif run:
            parts.append(line(run, stroke=colour, stroke_width=1.8))
            run = []
    for k, point in enumerate(points):
        if point is None:
            continue
        value, low, high = (figure(part[k] or 0.0, decimals) for part in row[1:])
        said = hint(f"{row.name}, {horizons[k]}: {value} [{low}, {high}]")
        bar = line([(point.x, point.low), (point.x, point.high)], stroke=colour, stroke_width=1.4)
        if corners is None:
            mark = element("circle", cx=point.x, cy=point.y, r=3.6, fill=colour)
        else:
            mark = line([(point.x + x, point.y + y) for x, y in corners], True, fill=colour)
        parts.append(element("g", said, bar, mark, class_="point"))
    return element("g", *parts, class_="series")


def _apart(heights: list[float]) -> list[float]:
    """The same heights, in order, moved as little as it takes for each to clear the one above, and none below the axis."""
    moved: list[float] = []
    for height in heights:
        moved.append(max(height, moved[-1] + APART) if moved else height)
    for k in range(len(moved) - 1, -1, -1):
        moved[k] = min(moved[k], TOP + TALL - 2 if k == len(moved) - 1 else moved[k + 1] - APART)
    return moved
