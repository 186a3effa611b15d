"""The fan chart: bands where the numbers say, the last price where both begin."""

from xml.etree import ElementTree

import pytest

from credence.errors import InputError
from credence.pictures.fan import TALL, TOP, fan
from credence.pictures.svg import Foot

NAMESPACE = "{http://www.w3.org/2000/svg}"
FOOT = Foot("20 Nov 2026, 14:05 UTC", "9f3ca1e7")
SAID = {"heading": "How far?", "sentence": "A band.", "foot": FOOT, "axis": "price", "across": "hours"}
PAST = [(-2.0, 0.4), (-1.0, 0.45), (0.0, 0.5)]
AHEAD = [(1.0, 0.4, 0.5, 0.6, 0.3, 0.7), (2.0, 0.35, 0.5, 0.65, 0.2, 0.8)]


def paths(picture):
    root = ElementTree.fromstring(picture.encode())
    found = {path.get("class"): path.get("d") for path in root.iter(NAMESPACE + "path") if path.get("class")}
    return {name: [tuple(map(float, point.split())) for point in d.strip("MZ").split("L")] for name, d in found.items()}


def shown(picture):
    return ["".join(text.itertext()) for text in ElementTree.fromstring(picture.encode()).iter(NAMESPACE + "text")]


def test_bands_begin_at_the_last_price_and_go_there_and_back():
    drawn = paths(fan(PAST, AHEAD, later=[(1.0, 0.55)], **SAID))
    origin = drawn["past"][-1]
    assert drawn["inner"][0] == drawn["outer"][0] == drawn["middle"][0] == drawn["later"][0] == origin
    assert len(drawn["inner"]) == 1 + 2 * len(AHEAD)
    assert [x for x, _ in drawn["inner"][1:]] == [x for x, _ in drawn["outer"][1:]]


def test_heights_are_prices():
    """Prices run from .2 to .8, with room of .036 on both sides: .5 lies in the middle, .4 a tenth of .672 below it."""
    drawn = paths(fan(PAST, AHEAD, **SAID))
    assert drawn["past"][-1][1] == pytest.approx(TOP + TALL / 2, abs=0.02)
    assert drawn["inner"][1][1] - drawn["past"][-1][1] == pytest.approx(TALL * 0.1 / 0.672, abs=0.02)


def test_only_what_is_there_is_named():
    assert "98 % band" not in shown(fan(PAST, [row[:4] for row in AHEAD], **SAID))
    assert "what came" not in shown(fan(PAST, AHEAD, **SAID))
    assert {"98 % band", "what came"} <= set(shown(fan(PAST, AHEAD, later=[(1.0, 0.5)], **SAID)))


def test_made_up_prices_are_marked_and_equal_numbers_make_equal_bytes():
    assert "simulated" in shown(fan(PAST, AHEAD, simulated=True, **SAID))
    assert "simulated" not in shown(fan(PAST, AHEAD, **SAID))
    assert fan(PAST, AHEAD, **SAID) == fan(PAST, AHEAD, **SAID)
    assert any(text.startswith("nothing to draw") for text in shown(fan([], [], **SAID)))


@pytest.mark.parametrize(
    ("past", "ahead", "later"),
    [
        (PAST, [(1.0, 0.6, 0.5, 0.7)], []),
        (PAST, [(1.0, 0.4, 0.5, 0.6, 0.45, 0.7)], []),
        (PAST, [(1.0, 0.4, float("nan"), 0.6)], []),
        (PAST, [(0.0, 0.4, 0.5, 0.6)], []),
        (PAST[::-1], AHEAD, []),
        (PAST, AHEAD, [(-1.0, 0.5)]),
        ([(0.0, float("nan"))], AHEAD, []),
    ],
)
def test_nonsense_is_refused(past, ahead, later):
    with pytest.raises(InputError):
        fan(past, ahead, later=later, **SAID)
