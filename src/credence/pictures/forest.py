"""The forest chart: one estimate with its interval per row, against a reference."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from ..errors import InputError
from .svg import PAD, Foot, cut, decimals_of, element, figure, finite, frame, hint, line, nothing, ticks, wide, words

WIDTH, ROW, HEAD = 720.0, 26.0, 22.0


class Row(NamedTuple):
    """One estimate. `value` None: too few to say, the row shows its note instead of a mark."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    note: str
    n_events: float
    shrunk: float | None = None  # after partial pooling


class Scale(NamedTuple):
    """Where a value lies, in pixels."""

    low: float
    high: float
    left: float
    right: float

    def x(self, value: float) -> float:
        """Pixel of a value; one outside the scale lies at its edge."""
        inside = min(max(value, self.low), self.high)
        return self.left + (self.right - self.left) * (inside - self.low) / (self.high - self.low)


def forest(
    rows: Sequence[tuple[object, ...]],
    *,
    heading: str,
    sentence: str,
    foot: Foot,
    reference: float = 1.0,
    axis: str,
    simulated: bool = False,
    decimals: int = 2,
    domain: tuple[float, float] | None = None,
    bar_words: str = "95 %, by event",
) -> str:
    """The chart as SVG text.

    rows       as `Row`: (label, value, low, high, note, n_events) and, where known, the shrunk value
    reference  the fair value: a dashed line; a dot is filled where its interval misses it
    axis       what the values are, with the unit
    decimals   of the values in words
    domain     ends of the axis; by default all values and most of their intervals. An interval that goes on ends in an arrow

    >>> picture = forest([("Politics", 1.2, 1.1, 1.3, "", 90)], heading="A", sentence="B", foot=Foot("1 May", "9f"), axis="slope")
    >>> "1.20 [1.10, 1.30]" in picture
    True
    """
    all_rows = [_checked(Row(*row)) for row in rows]  # type: ignore[arg-type]
    if not all_rows:
        return nothing("no rows", width=WIDTH, heading=heading, sentence=sentence, foot=foot, simulated=simulated)
    low, high = domain or _domain(all_rows, finite("reference", reference))
    if not finite("domain", low) < finite("domain", high):
        raise InputError("domain", (low, high), "two numbers, the second larger")
    said = [_said(row, decimals) for row in all_rows]
    label_room = min(200.0, max(wide(row.label, 12) for row in all_rows))
    said_room = min(150.0, max([wide(text) for text in said] + [60.0]))
    note_room = min(150.0, max(wide(row.note) if row.value is not None else 0 for row in all_rows))
    events_at = WIDTH - PAD - (note_room + 12 if note_room else 0)
    said_at = events_at - 52 - said_room
    scale = Scale(low, high, PAD + label_room + 18, said_at - 18)
    tall = HEAD + ROW * len(all_rows)
    parts = [_axis(scale, tall, reference, axis), words(events_at, 12, "events", anchor="end")]
    for k, row in enumerate(all_rows):
        y = HEAD + ROW * (k + 0.5)
        parts.append(line([(PAD, y + ROW / 2), (WIDTH - PAD, y + ROW / 2)], stroke="line"))
        marked = _marks(row, y, scale, reference, said[k]) if row.value is not None else ""
        columns = [
            hint(f"{row.label}: {said[k]}, {figure(row.n_events, 0)} events {row.note}".rstrip()),
            words(PAD, y + 4, cut(row.label, label_room, 12), size=12, fill="ink"),
            words(said_at, y + 4, cut(said[k], said_room), fill="ink-2" if row.value is not None else "ink-3"),
            words(events_at, y + 4, figure(row.n_events, 0), anchor="end"),
            words(events_at + 12, y + 4, cut(row.note, note_room)) if row.value is not None and row.note else "",
        ]
        parts.append(element("g", *columns, marked, class_="row"))
    return frame(
        "".join(parts),
        width=WIDTH,
        height=tall + 40,
        heading=heading,
        sentence=sentence,
        foot=foot,
        simulated=simulated,
        entries=_key(all_rows, reference, bar_words),
    )


def _checked(row: Row) -> Row:
    finite("n_events", row.n_events)
    if row.value is not None:
        value = finite("value", row.value)
        if row.low is None or row.high is None or not finite("low", row.low) <= value <= finite("high", row.high):
            raise InputError("low, high", (row.low, row.high), "an interval around the value")
    if row.shrunk is not None:
        finite("shrunk", row.shrunk)
    return row


def _said(row: Row, decimals: int) -> str:
    if row.value is None or row.low is None or row.high is None:
        return row.note or "too few"
    return f"{figure(row.value, decimals)} [{figure(row.low, decimals)}, {figure(row.high, decimals)}]"


def _domain(rows: list[Row], reference: float) -> tuple[float, float]:
    """All values and the reference, and room for an interval of twice the usual width: one wide row must not flatten the rest."""
    known = [row for row in rows if row.value is not None and row.low is not None and row.high is not None]
    values = [reference, *(v for row in known for v in (row.value, row.shrunk) if v is not None)]
    usual = median([(row.high or 0) - (row.low or 0) for row in known]) if known else 0.0
    low = max(min([*values, *(row.low for row in known if row.low is not None)]), min(values) - usual)
    high = min(max([*values, *(row.high for row in known if row.high is not None)]), max(values) + usual)
    room = 0.06 * (high - low) or max(abs(reference) / 2, 0.5)
    return low - room, high + room


def _axis(scale: Scale, tall: float, reference: float, axis: str) -> str:
    parts = [line([(scale.left, tall + 1), (scale.right, tall + 1)], stroke="line-2")]
    longest = max(wide(figure(end, 2)) for end in (scale.low, scale.high))
    chosen = ticks(scale.low, scale.high, max(2, min(5, int((scale.right - scale.left) / (longest + 8)))))
    for tick in chosen:
        x = scale.x(tick)
        parts.append(line([(x, HEAD), (x, tall)], stroke="line"))
        parts.append(words(x, tall + 16, figure(tick, decimals_of(chosen)), anchor="middle"))
    parts.append(words((scale.left + scale.right) / 2, tall + 34, axis, fill="ink-2", anchor="middle"))
    if scale.low <= reference <= scale.high:
        x = scale.x(reference)
        parts.append(line([(x, HEAD - 4), (x, tall)], stroke="line-2", stroke_dasharray="3 4", class_="reference"))
        parts.append(words(x, 12, figure(reference, decimals_of([reference])), fill="ink-2", anchor="middle"))
    return "".join(parts)


def _marks(row: Row, y: float, scale: Scale, reference: float, said: str) -> str:
    low, value, high = (finite("value", v) if v is not None else 0.0 for v in (row.low, row.value, row.high))
    fill = "surface" if low <= reference <= high else "yes"
    parts = [line([(scale.x(low), y), (scale.x(high), y)], stroke="yes", stroke_width=1.6)]
    for beyond, x, step in ((low < scale.low, scale.left, 5), (high > scale.high, scale.right, -5)):
        if beyond:
            parts.append(line([(x + step, y - 4), (x, y), (x + step, y + 4)], stroke="yes", stroke_width=1.6))
    parts.append(element("circle", hint(said), cx=scale.x(value), cy=y, r=4.2, fill=fill, stroke="yes", stroke_width=1.8))
    if row.shrunk is not None:
        parts.append(_diamond(scale.x(row.shrunk), y))
    return "".join(parts)


def _diamond(x: float, y: float) -> str:
    return line([(x - 5, y), (x, y - 5), (x + 5, y), (x, y + 5)], True, stroke="ink", stroke_width=1.4, class_="shrunk")


def _key(rows: list[Row], reference: float, bar_words: str) -> list[tuple[str, str]]:
    def dot(fill: str) -> str:
        bar = line([(0, 6), (22, 6)], stroke="yes", stroke_width=1.6)
        return bar + element("circle", cx=11, cy=6, r=4.2, fill=fill, stroke="yes", stroke_width=1.8)

    fair = figure(reference, decimals_of([reference]))
    if all(row.value is None for row in rows):
        return []
    entries = [(dot("yes"), f"interval misses {fair}"), (dot("surface"), f"covers {fair}")]
    entries.append((line([(0, 6), (22, 6)], stroke="yes", stroke_width=1.6), bar_words))
    if any(row.shrunk is not None for row in rows):
        entries.append((_diamond(11, 6), "after partial pooling"))
    return entries
