"""The fan chart: a price so far, and the range in which it should stay from its last moment on."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..errors import InputError
from .svg import PAD, Foot, decimals_of, element, figure, finite, frame, hint, line, nothing, ticks, words

WIDTH, TOP, TALL = 640.0, 10.0, 240.0
Place = Callable[[float, float], tuple[float, float]]  # from (moment, price) to pixels


class Step(NamedTuple):
    """The band at one moment ahead; outer bounds None where there is only one band."""

    x: float
    low: float
    middle: float
    high: float
    outer_low: float | None = None
    outer_high: float | None = None


def fan(
    past: Sequence[tuple[float, float]],
    ahead: Sequence[tuple[float, ...]],
    *,
    later: Sequence[tuple[float, float]] = (),
    heading: str,
    sentence: str,
    foot: Foot,
    axis: str,
    across: str,
    words_of: tuple[str, str] = ("80 % band", "98 % band"),
    simulated: bool = False,
) -> str:
    """The chart as SVG text.

    past      (x, price) in the order of time; the last one is the origin
    ahead     rows as `Step`, x ascending and after the origin
    later     (x, price) of what came, after the origin
    words_of  names of the inner and the outer band

    >>> said = {"heading": "A", "sentence": "B", "foot": Foot("1 May", "9f"), "axis": "price", "across": "hours"}
    >>> picture = fan([(-1, 0.4), (0, 0.5)], [(1, 0.4, 0.5, 0.6)], **said)
    >>> "80 % band" in picture, "98 % band" in picture
    (True, False)
    """
    steps = [_checked(Step(*row)) for row in ahead]
    seen = [(finite("x", x), finite("price", y)) for x, y in past]
    came = [(finite("x", x), finite("price", y)) for x, y in later]
    if not seen or not steps:
        return nothing("no price or no band", width=WIDTH, heading=heading, sentence=sentence, foot=foot, simulated=simulated)
    moments = [x for x, _ in seen] + [step.x for step in steps]
    if any(b <= a for a, b in pairwise(moments)) or any(x <= seen[-1][0] for x, _ in came):
        raise InputError("x", "not ascending", "moments in the order of time, bands and what came after the last price")
    bounds = [bound for step in steps for bound in step[1:] if bound is not None]
    values = [*(y for _, y in seen), *(y for _, y in came), *bounds]
    room = 0.06 * (max(values) - min(values)) or 0.05
    low, high = min(values) - room, max(values) + room
    left, right = PAD + 60.0, WIDTH - PAD - 8
    first, last = moments[0], max([moments[-1], *(x for x, _ in came)])

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (right - left) * (x - first) / (last - first), TOP + TALL * (high - y) / (high - low)

    parts = [_axes(at, (first, last, low, high), (left, right), axis, across)]
    origin = seen[-1]
    outer = [step for step in steps if step.outer_low is not None and step.outer_high is not None]
    if outer:
        edges = [(step.x, step.outer_low or 0.0, step.outer_high or 0.0) for step in outer]
        parts.append(_area(at, origin, edges, fill="sunken", stroke="line-2", class_="outer"))
    parts.append(_area(at, origin, [(step.x, step.low, step.high) for step in steps], fill="yes-t", stroke="yes", class_="inner"))
    middle = [at(*origin), *(at(step.x, step.middle) for step in steps)]
    parts.append(line(middle, stroke="yes", stroke_dasharray="3 4", class_="middle"))
    parts.append(line([at(x, y) for x, y in seen], stroke="ink", stroke_width=1.6, class_="past"))
    if came:
        parts.append(line([at(x, y) for x, y in (origin, *came)], stroke="no", stroke_width=1.6, class_="later"))
    x, y = at(*origin)
    parts.append(element("circle", hint(f"last price {figure(origin[1], 3)}"), cx=x, cy=y, r=3.4, fill="ink"))
    return frame(
        "".join(parts), width=WIDTH, height=TOP + TALL + 38, heading=heading, sentence=sentence, foot=foot, simulated=simulated,
        entries=_key(words_of, outer=bool(outer), came=bool(came)),
    )  # fmt: skip


def _checked(step: Step) -> Step:
    if not finite("low", step.low) <= finite("middle", step.middle) <= finite("high", step.high):
        raise InputError("low, middle, high", step[1:4], "ascending")
    if step.outer_low is not None and step.outer_high is not None:
        inside = finite("outer_low", step.outer_low) <= step.low and step.high <= finite("outer_high", step.outer_high)
        if not inside:
            raise InputError("outer_low, outer_high", step[4:], "around the inner band")
    finite("x", step.x)
    return step


def _axes(at: Place, ends: tuple[float, float, float, float], sides: tuple[float, float], axis: str, across: str) -> str:
    first, last, low, high = ends
    left, right = sides
    parts = []
    heights, moments = ticks(low, high), ticks(first, last, 6)
    for tick in heights:
        y = at(first, tick)[1]
        said = figure(tick, decimals_of(heights))
        parts += [line([(left, y), (right, y)], stroke="line"), words(left - 8, y + 4, said, anchor="end")]
    for tick in moments:
        x = at(tick, low)[0]
        parts.append(words(x, TOP + TALL + 15, figure(tick, decimals_of(moments)), anchor="middle"))
    upright = words(0, 0, axis, fill="ink-2", anchor="middle")
    parts.append(element("g", upright, transform=f"translate({PAD + 8} {TOP + TALL / 2:.0f}) rotate(-90)"))
    parts.append(words((left + right) / 2, TOP + TALL + 32, across, fill="ink-2", anchor="middle"))
    return line([(left, TOP + TALL), (right, TOP + TALL)], stroke="line-2") + "".join(parts)


def _area(
    at: Place, origin: tuple[float, float], edges: list[tuple[float, float, float]], *, fill: str, stroke: str, class_: str
) -> str:
    """From the last price along the lower bounds, and back along the upper ones."""
    lower = [at(x, low) for x, low, _ in edges]
    upper = [at(x, high) for x, _, high in reversed(edges)]
    return line([at(*origin), *lower, *upper], True, fill=fill, stroke=stroke, class_=class_)


def _key(words_of: tuple[str, str], *, outer: bool, came: bool) -> list[tuple[str, str]]:
    def box(fill: str, stroke: str) -> str:
        return element("rect", x=0.5, y=1.5, width=21, height=10, fill=fill, stroke=stroke)

    def stroke(colour: str) -> str:
        return line([(0, 6), (22, 6)], stroke=colour, stroke_width=1.6)

    entries = [(stroke("ink"), "price so far"), (box("yes-t", "yes"), words_of[0])]
    entries += [(box("sunken", "line-2"), words_of[1])] if outer else []
    return entries + ([(stroke("no"), "what came")] if came else [])
