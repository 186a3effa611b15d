"""The attrition funnel: how many were left at each stage, and what share of them came true."""

from collections.abc import Sequence
from typing import NamedTuple

from ..errors import InputError
from .svg import PAD, Foot, cut, element, figure, finite, frame, hint, line, nothing, percent, wide, words

WIDTH, ROW, BAR = 720.0, 38.0, 18.0


class Stage(NamedTuple):
    """One stage, in the order of the funnel."""

    name: str
    n: float
    share_yes: float | None  # None: outcomes are not known at this stage
    note: str = ""


def funnel(
    stages: Sequence[tuple[str, float, float | None, str]],
    *,
    heading: str,
    sentence: str,
    foot: Foot,
    simulated: bool = False,
    unit: str = "markets",
) -> str:
    """Bars of the counts from a common base line; the dark part of a bar is its share of YES.

    stages  rows as `Stage`; counts 0 or more, share of YES in 0..1 or None

    >>> stages = [("listed", 1000, None, ""), ("scored", 250, .4, "")]
    >>> picture = funnel(stages, heading="A", sentence="B", foot=Foot("1 May", "9f"))
    >>> "25\\u202f% of listed" in picture
    True
    """
    rows = [_checked(Stage(*stage)) for stage in stages]
    if not rows:
        return nothing("no stages", width=WIDTH, heading=heading, sentence=sentence, foot=foot, simulated=simulated)
    name_room = min(190.0, max(wide(row.name, 12) for row in rows))
    texts = [_kept(row, rows[0], unit) for row in rows]
    left = PAD + name_room + 14
    text_at = WIDTH - PAD - max(wide(text) for text in texts)
    yes_at = text_at - 14
    room, most = yes_at - 78 - left, max(row.n for row in rows) or 1.0
    parts = [words(yes_at, 10, "share YES", anchor="end"), words(text_at, 10, "left")]
    for k, (row, text) in enumerate(zip(rows, texts, strict=True)):
        y = 18 + ROW * k
        long = room * row.n / most
        share = "none left" if not row.n else "not known" if row.share_yes is None else percent(row.share_yes)
        drawn = [
            hint(f"{row.name}: {text}, share YES {share}. {row.note}".rstrip()),
            words(PAD, y + 13, cut(row.name, name_room, 12), size=12, fill="ink"),
            _bar(row, left, y, long),
            words(yes_at, y + 13, share, anchor="end", fill="ink-3" if row.share_yes is None else "ink-2"),
            words(text_at, y + 13, text, fill="ink-2"),
            words(left + 5, y + BAR + 13, cut(row.note, WIDTH - PAD - left - 5)) if row.note else "",
        ]
        parts.append(element("g", *drawn, class_="stage"))
    parts.append(line([(left, 14), (left, 18 + ROW * len(rows) - 12)], stroke="line-2"))
    return frame(
        "".join(parts),
        width=WIDTH,
        height=18 + ROW * len(rows),
        heading=heading,
        sentence=sentence,
        foot=foot,
        simulated=simulated,
        entries=_key(rows),
    )


def _checked(row: Stage) -> Stage:
    if finite("n", row.n) < 0:
        raise InputError("n", row.n, "0 or more")
    if row.share_yes is not None and not 0 <= finite("share_yes", row.share_yes) <= 1:
        raise InputError("share_yes", row.share_yes, "0..1, or None")
    return row


def _kept(row: Stage, first: Stage, unit: str) -> str:
    part = "" if row is first or not first.n else f", {percent(row.n / first.n)} of {cut(first.name, 70)}"
    return f"{figure(row.n, 0)} {unit}{part}"


def _bar(row: Stage, left: float, y: float, long: float) -> str:
    if not row.n:
        return ""
    ground, edge = ("sunken", "line-2") if row.share_yes is None else ("yes-t", "yes")
    whole = element("rect", x=left, y=y, width=long, height=BAR, fill=ground, stroke=edge, class_="bar")
    return whole + (element("rect", x=left, y=y, width=long * row.share_yes, height=BAR, fill="yes") if row.share_yes else "")


def _key(rows: list[Stage]) -> list[tuple[str, str]]:
    def box(fill: str, stroke: str) -> str:
        return element("rect", x=0.5, y=1.5, width=21, height=10, fill=fill, stroke=stroke)

    entries = []
    if any(row.share_yes is not None for row in rows):
        entries += [(box("yes", "yes"), "resolved YES"), (box("yes-t", "yes"), "not YES")]
    if any(row.share_yes is None for row in rows):
        entries.append((box("sunken", "line-2"), "outcomes not known here"))
    return entries
