"""Charts: marks where the numbers say, text kept as text, the same bytes twice, and words where there is nothing."""

import math
import re
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.pictures.forest import forest
from credence.pictures.funnel import funnel
from credence.pictures.lines import lines
from credence.pictures.reliability import LEFT, SIDE, TOP, reliability
from credence.pictures.svg import Foot, wide

NAMESPACE = "{http://www.w3.org/2000/svg}"
SAID = {"heading": "How well?", "sentence": "Prices come true.", "foot": Foot("20 Nov 2026, 14:05 UTC", "9f3ca1e7")}
NASTY = """<script> & "two" 'one' ]]> \x00 \ud800 한국어"""
NAN = math.nan

BINS = [(0.1, 0.12, 0.08, 0.17, 400), (0.62, 0.7, 0.66, 0.74, 900), (0.9, 0.8, 0.5, 0.95, 12)]
CURVE = [(0.1, 0.1), (0.2, 0.1), (0.3, 0.1), (0.6, 0.66), (0.9, 0.9)]
PRICE = np.linspace(0, 1, 101)
WIDTH = 0.1 * np.sqrt(PRICE * (1 - PRICE))
BAND = (PRICE, PRICE - WIDTH, PRICE + WIDTH, np.clip(PRICE - 2 * WIDTH, 0, 1), np.clip(PRICE + 2 * WIDTH, 0, 1))
ROWS = [
    ("Politics", 1.2, 1.1, 1.3, "", 812, 1.15),
    ("Sports", 1.0, 0.9, 1.1, "thin", 64),
    ("Art", None, None, None, "too few", 9),
]
STAGES = [("listed", 1000, None, "all"), ("scored", 250, 0.4, "with an age limit")]
SERIES = [("all", [0.2, None, 0.1], [0.19, None, 0.08], [0.21, None, 0.12]), ("same events", *[[0.15, 0.14, 0.1]] * 3)]


def draw_reliability(**more):
    return reliability(BINS, CURVE, BAND, [5, 0, 20, 1], **SAID | more)


def draw_forest(**more):
    return forest(ROWS, **SAID | {"axis": "slope"} | more)


def draw_funnel(**more):
    return funnel(STAGES, **SAID | more)


def draw_lines(**more):
    return lines(SERIES, **SAID | {"axis": "Brier", "horizons": ["7 d", "1 d", "1 h"]} | more)


DRAWN = [draw_reliability, draw_forest, draw_funnel, draw_lines]
EMPTY = [
    lambda **more: reliability([], [], None, [], **SAID | more),
    lambda **more: reliability([(NAN, NAN, NAN, NAN, 0)], [], None, [], **SAID | more),
    lambda **more: forest([], axis="slope", **SAID | more),
    lambda **more: funnel([], **SAID | more),
    lambda **more: lines([], horizons=[], axis="Brier", **SAID | more),
    lambda **more: lines([("all", [None], [None], [None])], horizons=["1 h"], axis="Brier", **SAID | more),
]


def tree(picture):
    return ElementTree.fromstring(picture.encode())


def marks(picture, name, inside=None):
    """Elements called `name` below each group whose class contains `inside`."""
    groups = [tree(picture)] if inside is None else [g for g in tree(picture).iter() if inside in g.get("class", "").split()]
    return [mark for group in groups for mark in group.iter(NAMESPACE + name)]


def shown(picture):
    return ["".join(text.itertext()) for text in marks(picture, "text")]


@pytest.mark.parametrize("draw", DRAWN + EMPTY)
def test_every_picture_stands_alone(draw):
    """Valid XML, named, dated, dark where asked, and nothing in it that would be fetched."""
    picture = draw()
    root = tree(picture)
    assert [child.tag for child in root][:2] == [NAMESPACE + "title", NAMESPACE + "desc"]
    assert root[0].text == "How well?"
    assert "20 Nov 2026, 14:05 UTC" in root[1].text
    assert "9f3ca1e7" in root[1].text
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert "prefers-color-scheme:dark" in picture
    assert picture.count("http") == 1  # the namespace
    assert not any(word in picture for word in ("href", "url(", "@import", "<script", "<image", "nan", "inf "))
    assert {"made with Credence", "How well?"} <= set(shown(picture))


@pytest.mark.parametrize("draw", DRAWN + EMPTY)
def test_equal_numbers_make_equal_bytes_and_made_up_ones_are_marked(draw):
    assert draw() == draw()
    assert "simulated" not in shown(draw())
    assert "simulated" in shown(draw(simulated=True))
    assert "Simulated data." in tree(draw(simulated=True))[1].text


@pytest.mark.parametrize("draw", EMPTY)
def test_nothing_to_draw_is_said(draw):
    assert any(text.startswith("nothing to draw: ") for text in shown(draw()))
    assert not marks(draw(), "circle")


def boxes(element, x=0.0, y=0.0):
    """(start, end, base line, text) of each level text, in pixels of the picture, by the guessed width."""
    moved = re.fullmatch(r"translate\(([\d.]+) ([\d.]+)\)( rotate.*)?", element.get("transform", "translate(0 0)"))
    if moved[3]:
        return
    x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag == NAMESPACE + "text":
        room = wide(element.text, float(element.get("font-size")))
        start = x + float(element.get("x")) - room * {"middle": 0.5, "end": 1}.get(element.get("text-anchor"), 0)
        yield start, start + room, y + float(element.get("y")), element.text
    for child in element:
        yield from boxes(child, x, y)


LONG = "a name that goes on for much longer than any column of a chart would be"
CROWDED = [
    lambda: forest([(LONG, 1.2, -1000.1, 1300.3, LONG, 123456, 1.1), (LONG, None, None, None, LONG, 1)], axis="slope", **SAID),
    lambda: funnel([(LONG, 10**7, None, LONG), (LONG, 10**6, 0.0004, LONG)], unit="markets", **SAID),
    lambda: lines([(LONG + c, *[[0.1, 0.1]] * 3) for c in "abcdef"], horizons=[LONG, LONG], axis="Brier", **SAID),
    lambda: draw_forest(foot=Foot("20 Nov 2026, 14:05 UTC", "9f3ca1e7" * 8, LONG), simulated=True, heading=LONG * 3),
]


@pytest.mark.parametrize("draw", DRAWN + EMPTY + CROWDED)
def test_texts_lie_inside_the_picture_and_not_on_each_other(draw):
    root = tree(draw())
    placed = list(boxes(root))
    assert all(start >= 0 and end <= float(root.get("width")) for start, end, *_ in placed)
    assert all(0 < base < float(root.get("height")) for _, _, base, _ in placed)
    for (start, end, base, one), (other_start, other_end, other_base, other) in combinations(placed, 2):
        assert abs(base - other_base) >= 10 or end <= other_start or other_end <= start, (one, other)


def test_dots_lie_at_the_mean_of_their_bin_and_bars_at_the_ends():
    for group, (p, share, low, high, _) in zip(
        [g for g in tree(draw_reliability()).iter() if "bin" in g.get("class", "").split()], BINS, strict=True
    ):
        dot, bar = group.find(NAMESPACE + "circle"), group.find(NAMESPACE + "path")
        assert float(dot.get("cx")) == pytest.approx(LEFT + SIDE * p, abs=0.5)
        assert float(dot.get("cy")) == pytest.approx(TOP + SIDE * (1 - share), abs=0.5)
        ends = [float(point.split(" ")[1]) for point in bar.get("d").strip("M").split("L")]
        assert ends == pytest.approx([TOP + SIDE * (1 - low), TOP + SIDE * (1 - high)], abs=0.5)


def test_a_bin_is_filled_only_where_it_differs():
    """Inside the band; outside it with a bar that misses the diagonal; too few. Without a band the bar alone decides."""
    near, differs, few = marks(draw_reliability(), "circle", "bin")
    assert near.get("fill") == few.get("fill") == "#FFFFFF"
    assert differs.get("fill") == differs.get("stroke") == "#0B62A6"
    assert few.get("stroke") == "#666C77"
    said = [title.text for title in marks(draw_reliability(), "title", "bin")]
    assert said[1] == "priced 62\u202f%, came true 70\u202f% [66.0, 74.0], 900 events"
    assert said[2] == "priced 90\u202f%: too few to say, 12 events"  # no number
    wide_band = (PRICE, 0 * PRICE, 0 * PRICE + 1, None, None)
    assert marks(reliability(BINS, [], wide_band, [], **SAID), "circle", "bin")[1].get("fill") == "#FFFFFF"
    assert marks(reliability(BINS, [], None, [], **SAID), "circle", "bin")[1].get("fill") == "#0B62A6"


def test_curve_and_bands_are_drawn_where_they_are():
    """The middle of the flat stretch (.2) goes; 101 prices are 101 pixel columns, there and back for the area."""
    root = tree(draw_reliability())
    paths = {path.get("class"): path.get("d") for path in root.iter(NAMESPACE + "path") if path.get("class")}
    assert paths["curve"].count("L") + 1 == 4
    assert paths["curve"].startswith(f"M{LEFT + SIDE * 0.1:g} {TOP + SIDE * 0.9:g}L")
    assert paths["band"].count("L") + 1 == 202
    assert len([p for p in root.iter(NAMESPACE + "path") if p.get("class") == "simultaneous"]) == 2
    bars = [float(bar.get("height")) for bar in marks(draw_reliability(), "rect", "prices")]
    assert bars == pytest.approx([44 * 5 / 20, 44, 44 / 20], abs=0.01)  # the empty bin has no bar


def test_forest_marks_lie_on_one_scale():
    """Domain 0..2 makes the reference 1 the middle; 1.2 lies as far right of it as 0.8 would left."""
    picture = draw_forest(domain=(0, 2))
    politics, sports = marks(picture, "circle", "row")
    middle = float(next(p for p in marks(picture, "path") if p.get("class") == "reference").get("d")[1:].split(" ")[0])
    assert float(sports.get("cx")) == pytest.approx(middle, abs=0.5)
    fifth = float(politics.get("cx")) - middle
    diamond = next(p for p in marks(picture, "path", "row") if p.get("class") == "shrunk")
    assert float(diamond.get("d")[1:].split(" ")[0]) + 5 - middle == pytest.approx(0.75 * fifth, abs=0.5)  # .15 against .20
    assert (politics.get("fill"), sports.get("fill"), diamond.get("fill")) == ("#0B62A6", "#FFFFFF", "none")
    assert "1.20 [1.10, 1.30]" in shown(picture)
    assert "too few" in shown(picture)


def test_an_interval_beyond_the_scale_ends_at_its_edge():
    short, long = (forest([("a", 1.0, 0.9, high, "", 50)], axis="slope", domain=(0.5, 1.5), **SAID) for high in (1.5, 9.9))
    assert len(marks(long, "path", "row")) == len(marks(short, "path", "row")) + 1  # the arrow
    assert marks(short, "path", "row")[0].get("d") == marks(long, "path", "row")[0].get("d")


def test_funnel_bars_are_as_long_as_their_counts():
    listed, scored, yes = (float(bar.get("width")) for bar in marks(draw_funnel(), "rect", "stage"))
    assert scored == pytest.approx(listed / 4, abs=0.01)
    assert yes == pytest.approx(0.4 * scored, abs=0.01)
    assert "250 markets, 25\u202f% of listed" in shown(draw_funnel())
    assert "with an age limit" in shown(draw_funnel())


def test_a_line_is_broken_where_a_value_is_missing():
    """First series: one point, a gap, one point: two paths without a stroke between. Second: one path through three points."""
    groups = [g for g in tree(draw_lines()).iter() if g.get("class") == "series"]
    paths = [[p.get("d") for p in group.findall(NAMESPACE + "path")] for group in groups]
    assert [[path.count("L") for path in part] for part in paths] == [[0, 0], [2]]
    first, second = (group.findall(f"{NAMESPACE}g/{NAMESPACE}title") for group in groups)
    assert [title.text for title in first] == ["all, 7 d: 0.200 [0.190, 0.210]", "all, 1 h: 0.100 [0.080, 0.120]"]
    assert len(second) == 3


def test_labels_at_the_end_of_lines_keep_apart():
    same = [(name, [0.1, 0.1], [0.05, 0.05], [0.2, 0.2]) for name in "abcdef"]
    picture = lines(same, horizons=["1 d", "1 h"], axis="Brier", **SAID)
    heights = sorted(float(text.get("y")) for text in marks(picture, "text") if text.text in set("abcdef"))
    assert min(np.diff(heights)) >= 13.99
    with pytest.raises(InputError, match="at most 6"):
        lines([*same, same[0]], horizons=["1 d", "1 h"], axis="Brier", **SAID)


@given(st.text(max_size=60))
def test_any_text_stays_text(text):
    said = {"heading": text, "sentence": text, "foot": Foot(text, text, text)}
    for picture in (
        forest([(text, 1.2, 1.1, 1.3, text, 50)], axis=text, **said),
        funnel([(text, 5, 0.2, text)], unit=text, **said),
        lines([(text, [1.0], [0.5], [2.0])], horizons=[text], axis=text, **said),
        reliability(BINS, [], None, [], axis=text, unit=text, **said),
    ):
        tree(picture)


def test_markup_in_a_name_is_escaped():
    picture = forest([(NASTY, 1.2, 1.1, 1.3, "", 50)], axis="slope", **SAID)
    assert "&lt;script&gt; &amp; &quot;two&quot;" in picture
    assert "<script" not in picture
    assert any(title.text.startswith("<script> & \"two\" 'one' ]]> \ufffd \ufffd 한국어") for title in marks(picture, "title"))


@pytest.mark.parametrize(
    "draw",
    [
        lambda: reliability([(NAN, 0.5, 0.4, 0.6, 50)], [], None, [], **SAID),
        lambda: reliability([(0.5, 0.5, NAN, 0.6, 50)], [], None, [], **SAID),
        lambda: reliability([(0.5, 0.5, 0.4, 0.6, NAN)], [], None, [], **SAID),
        lambda: reliability([(1.5, 0.5, 0.4, 0.6, 50)], [], None, [], **SAID),
        lambda: reliability(BINS, [(0.1, NAN)], None, [], **SAID),
        lambda: reliability(BINS, [(0.2, 0.1), (0.1, 0.1)], None, [], **SAID),
        lambda: reliability(BINS, [], ([0.1, 0.2], [0.0, NAN], [0.2, 0.3], None, None), [], **SAID),
        lambda: reliability(BINS, [], ([0.1, 0.2], [0.0], [0.2, 0.3], None, None), [], **SAID),
        lambda: reliability(BINS, [], None, [1, NAN], **SAID),
        lambda: reliability(BINS, [], None, [1, -1], **SAID),
        lambda: forest([("a", NAN, 0.5, 1.5, "", 50)], axis="slope", **SAID),
        lambda: forest([("a", 1.0, None, 1.5, "", 50)], axis="slope", **SAID),
        lambda: forest([("a", 1.0, 1.2, 1.5, "", 50)], axis="slope", **SAID),
        lambda: forest([("a", 1.0, 0.5, 1.5, "", 50, NAN)], axis="slope", **SAID),
        lambda: forest(ROWS, axis="slope", domain=(1, 1), **SAID),
        lambda: funnel([("a", NAN, None, "")], **SAID),
        lambda: funnel([("a", -1, None, "")], **SAID),
        lambda: funnel([("a", 1, NAN, "")], **SAID),
        lambda: lines([("a", [NAN], [0.1], [0.2])], horizons=["1 h"], axis="Brier", **SAID),
        lambda: lines([("a", [0.1], [None], [0.2])], horizons=["1 h"], axis="Brier", **SAID),
        lambda: lines([("a", [0.1, 0.2], [0.1], [0.2])], horizons=["1 h"], axis="Brier", **SAID),
    ],
)
def test_what_is_no_number_is_refused(draw):
    with pytest.raises(InputError):
        draw()
