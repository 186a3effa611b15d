"""Drawing by hand: elements, text, numbers and the frame around a picture, as SVG text.

In   numbers and words; colours by the name of their token
Out  SVG text, the same bytes for the same input; text stays text; nothing in it refers to another file
Unit pixels; at most two decimals. Colours are written light; the dark ones are a style inside the picture.
"""

import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple
from unicodedata import east_asian_width

from ..errors import InputError

COLOURS = {  # token: (light, dark); no two tokens share a light colour, because the dark style looks them up by it
    "surface": ("#FFFFFF", "#1A1D22"),
    "sunken": ("#F2F0EB", "#23272D"),
    "ink": ("#1A1C20", "#ECEAE5"),
    "ink-2": ("#4C525C", "#B8BCC4"),
    "ink-3": ("#666C77", "#989EA9"),
    "line": ("#E6E3DC", "#2B2F36"),
    "line-2": ("#85888E", "#6F7681"),
    "ref": ("#DFDCD5", "#343941"),
    "yes": ("#0B62A6", "#72B5F0"),
    "yes-t": ("#E3EEF8", "#17324A"),
    "no": ("#AD4805", "#F09A62"),
    "warn": ("#7A4F00", "#E2B44B"),
    "warn-t": ("#FBF0D2", "#3B2F14"),
    "ok": ("#00674F", "#52C4A1"),
    "other": ("#7B3F98", "#C79BE0"),
}
FONT = 'Inter, ui-sans-serif, system-ui, "Segoe UI", Roboto, "Apple SD Gothic Neo", "Noto Sans KR", "Malgun Gothic", sans-serif'
DARK = "".join(
    f'.credence [{part}="{light}"]{{{part}:{dark}}}' for light, dark in COLOURS.values() for part in ("fill", "stroke")
)
# `screen` only: a dark page prints light.
STYLE = f".credence text{{font-variant-numeric:tabular-nums}}@media screen and (prefers-color-scheme:dark){{{DARK}}}"
PAD = 16
THIN, KEPT = "\u202f", "\u00a0"  # spaces that do not break: thin, before %; usual


class Foot(NamedTuple):
    """Where the numbers of a picture come from; printed in it."""

    cut_off: str  # last moment of which anything was used, zone named
    manifest: str  # hash of the data; shortened on the line, whole in the description
    note: str = ""


def finite(name: str, value: float) -> float:
    """The same number; NaN, infinity and anything that is no number are refused.

    >>> finite("value", 3)
    3.0
    """
    if not isinstance(value, (int, float)) and not hasattr(value, "__float__"):
        raise InputError(name, value, "a finite number")
    if not math.isfinite(value):
        raise InputError(name, value, "a finite number")
    return float(value)


def number(value: float, decimals: int = 2) -> str:
    """A coordinate: at most two decimals, no trailing zeros, no negative zero.

    >>> number(12.5), number(-0.001), number(100)
    ('12.5', '0', '100')
    """
    text = f"{finite('coordinate', value):.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def figure(value: float, decimals: int = 2) -> str:
    """A number to read: fixed decimals, thousands apart, a real minus sign.

    >>> figure(-1234.5, 1)
    '−1,234.5'
    """
    text = f"{finite('figure', value):,.{decimals}f}"
    return text.replace("-", "" if not any(c in text for c in "123456789") else "\u2212")


def percent(share: float) -> str:
    """A share in words: whole from 5 to 95 %, else one decimal; what did happen never rounds to 0 or 100 %.

    >>> percent(0.624), percent(0.004), percent(0.0001)
    ('62\\u202f%', '0.4\\u202f%', '< 0.1\\u202f%')
    """
    hundred = 100 * finite("share", share)
    if 0 < hundred < 0.1:
        return f"< 0.1{THIN}%"
    if 99.9 < hundred < 100:
        return f"> 99.9{THIN}%"
    return f"{number(hundred, 0 if 5 <= hundred <= 95 else 1)}{THIN}%"


def plain(text: str) -> str:
    """Text that is safe in XML, attributes included: escaped, and free of characters that XML does not know.

    >>> plain('a < "b" & \\x00')
    'a &lt; &quot;b&quot; &amp; \\ufffd'
    """
    known = (c if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff" else "\ufffd" for c in text)
    return escape("".join(known))


def element(name: str, *inside: str, **attributes: str | float | None) -> str:
    """One element around ready markup. `stroke_width` becomes stroke-width, `class_` class; None leaves one out.

    >>> element("circle", cx=1.255, cy=2, fill="yes")
    '<circle cx="1.25" cy="2" fill="#0B62A6"/>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(key, value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def _attribute(key: str, value: str | float) -> str:
    if not isinstance(value, str):
        return number(value)
    return COLOURS[value][0] if key in ("fill", "stroke") and value in COLOURS else plain(value)


def words(
    x: float, y: float, text: str, *, size: float = 11, fill: str = "ink-3", anchor: str | None = None, weight: int | None = None
) -> str:
    """A line of text with its base line at y."""
    return element("text", plain(text), x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, font_weight=weight)


def hint(text: str) -> str:
    """What a mark says on hover and to a screen reader; goes inside its element."""
    return element("title", plain(text))


def line(points: Iterable[tuple[float, float]], close: bool = False, **attributes: str | float | None) -> str:
    """A path through points; not filled unless a fill is given."""
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if close else "")
    return element("path", d=path, **({"fill": "none"} | attributes))


def wide(text: str, size: float = 11) -> float:
    """Room a text may need, in pixels: an upper guess, since the reader's font is not known.

    >>> wide("iiii") < wide("abcd") < wide("WWWW")
    True
    """
    return size * sum(map(_em, text))


def _em(c: str) -> float:
    if east_asian_width(c) in "WF":
        return 1.0
    return 0.33 if c in f" {THIN}{KEPT}ijltf.,:;'|!()[]" else 0.9 if c in "mwMW%@…" else 0.66 if c.isupper() else 0.58


def cut(text: str, room: float, size: float = 11) -> str:
    """The text, or as much of it as fits with an ellipsis.

    >>> cut("short", 100), cut("a very long label", 50)
    ('short', 'a very…')
    """
    if wide(text, size) <= room:
        return text
    while text and wide(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, room: float, size: float) -> list[str]:
    """The text in lines that fit; a word longer than a line is cut."""
    lines: list[str] = []
    for word in re.split(r"[ \t\r\n]+", text.strip()):  # not at spaces that do not break
        if lines and wide(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(cut(word, room, size))
    return lines


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values inside [low, high], at most `most`, evenly spaced; `low < high`.

    >>> ticks(0.0, 1.0), ticks(0.7, 1.62)
    ([0.0, 0.25, 0.5, 0.75, 1.0], [0.8, 1.0, 1.2, 1.4, 1.6])
    """
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (power * factor for factor in (1, 2, 2.5, 5, 10, 20, 25, 50)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            return [round(k * step, 12) for k in range(first, last + 1)]
    raise InputError("low, high", (low, high), "two numbers, the second larger")


def decimals_of(values: Sequence[float]) -> int:
    """Decimals that tell these ticks apart.

    >>> decimals_of([0.0, 0.25]), decimals_of([10.0, 20.0])
    (2, 0)
    """
    return next((d for d in range(6) if all(abs(round(v, d) - v) < 1e-9 for v in values)), 6)


def key(entries: Sequence[tuple[str, str]], room: float) -> tuple[str, float]:
    """Markup and height of a key: (glyph in a box of 22 x 12, words), in as many lines as it needs."""
    x, y, parts = 0.0, 0.0, []
    for glyph, said in entries:
        need = 28 + wide(said)
        if x and x + need > room:
            x, y = 0.0, y + 18
        parts.append(element("g", glyph, words(28, 10, said, fill="ink-2"), transform=f"translate({number(x)} {number(y)})"))
        x += need + 16
    return "".join(parts), (y + 18 if entries else 0.0)


def frame(
    body: str,
    *,
    width: float,
    height: float,
    heading: str,
    sentence: str,
    foot: Foot,
    simulated: bool,
    entries: Sequence[tuple[str, str]] = (),
) -> str:
    """The whole picture: heading, sentence, key, body of `width` x `height`, foot line.

    simulated  marks made-up data, on the foot line and in the description

    >>> frame("", width=300, height=9, heading="A", sentence="B", foot=Foot("1 May 2026", "9f3c"), simulated=False)[:4]
    '<svg'
    """
    room, y, parts = width - 2 * PAD, float(PAD), []
    for text, size, lead, fill, weight in ((heading, 14, 20, "ink", 650), (sentence, 12, 17, "ink-2", None)):
        for part in wrapped(text, room, size):
            parts.append(words(PAD, y + size, part, size=size, fill=fill, weight=weight))
            y += lead
    legend, tall = key(entries, room)
    parts.append(element("g", legend, transform=f"translate({PAD} {number(y + 6)})") if legend else "")
    y += 6 + tall
    parts.append(element("g", body, class_="body", transform=f"translate(0 {number(y)})"))
    y += height + 8
    below, tall = _foot_line(foot, room, simulated)
    parts.append(element("g", below, transform=f"translate({PAD} {number(y)})"))
    y += tall + 8
    source = f"Data to {foot.cut_off}. Manifest {foot.manifest}. {foot.note}".rstrip()
    return element(
        "svg",
        element("title", plain(heading)),
        element("desc", plain(f"{sentence} {'Simulated data. ' if simulated else ''}{source} Made with Credence.")),
        element("style", STYLE),
        element("rect", x=0.5, y=0.5, width=width - 1, height=y - 1, rx=8, fill="surface", stroke="line"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="credence",
        width=width,
        height=y,
        viewBox=f"0 0 {number(width)} {number(y)}",
        role="img",
        font_family=FONT,
    )


def _foot_line(foot: Foot, room: float, simulated: bool) -> tuple[str, float]:
    manifest = foot.manifest if len(foot.manifest) <= 16 else f"{foot.manifest[:6]}…{foot.manifest[-4:]}"
    chip, made = 74.0 if simulated else 0.0, "made with Credence"
    source = " · ".join(filter(None, (f"Data to {foot.cut_off}".replace(" ", KEPT), f"manifest{KEPT}{manifest}", foot.note)))
    said = wrapped(source, room - chip - wide(made) - 16, 11)
    parts = [line([(0, 0), (room, 0)], stroke="line")]
    if simulated:
        parts.append(element("rect", x=0, y=7, width=66, height=16, rx=4, fill="warn-t"))
        parts.append(words(33, 19, "simulated", fill="warn", anchor="middle", weight=600))
    parts += [words(chip, 19 + 14 * k, text) for k, text in enumerate(said)]
    parts.append(words(room, 19, made, anchor="end"))
    return "".join(parts), 24.0 + 14 * max(0, len(said) - 1)


def nothing(reason: str, *, width: float, heading: str, sentence: str, foot: Foot, simulated: bool) -> str:
    """A picture that says that there is nothing in it, and why."""
    striped = [line([(x, 84), (x + 20, 64)], stroke="line") for x in range(PAD, int(width) - PAD - 20, 10)]
    body = words(width / 2, 44, f"nothing to draw: {reason}", size=12, fill="ink-2", anchor="middle")
    return frame(
        "".join(striped) + body, width=width, height=96, heading=heading, sentence=sentence, foot=foot, simulated=simulated
    )
