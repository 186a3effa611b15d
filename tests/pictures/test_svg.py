"""Drawing by hand: numbers and text as written, colours that can be read in both themes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.pictures.svg import COLOURS, STYLE, Foot, figure, frame, number, percent, ticks, wide, wrapped


def contrast(one, other):
    """Ratio of relative luminances, WCAG 2.2."""

    def luminance(colour):
        channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@given(st.floats(-1e9, 1e9))
def test_coordinates_have_at_most_two_decimals(value):
    assert re.fullmatch(r"-?\d+(\.\d{0,1}[1-9])?", number(value))
    assert number(value) != "-0"
    assert float(number(value)) == pytest.approx(value, abs=0.00501)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, "1"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(InputError):
        number(value)


def test_figures_and_shares_in_words():
    assert [figure(v, 2) for v in (1.085, -0.5, -0.001, 12345)] == ["1.08", "−0.50", "0.00", "12,345.00"]
    shares = [0, 0.0004, 0.0049, 0.05, 0.951, 0.9995, 1]
    assert [percent(s).replace("\u202f", " ") for s in shares] == [
        "0 %",
        "< 0.1 %",
        "0.5 %",
        "5 %",
        "95.1 %",
        "> 99.9 %",
        "100 %",
    ]


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_few_even_and_inside(low, room):
    high = low + room
    if high <= low:
        return
    chosen = ticks(low, high)
    assert len(chosen) <= 5
    assert all(low - 1e-6 * room - 1e-9 <= tick <= high + 1e-6 * room + 1e-9 for tick in chosen)
    assert len(chosen) >= 2


@given(st.text(max_size=200), st.floats(60, 500))
def test_wrapped_lines_fit_their_room(text, room):
    assert all(wide(part, 12) <= room for part in wrapped(text, room, 12))


def test_no_colour_is_told_apart_by_less_than_it_must():
    """Text 4.5 to 1 against the surface, marks 3 to 1; areas and hairlines carry no meaning alone."""
    for theme in (0, 1):
        surface = COLOURS["surface"][theme]
        for token in ("ink", "ink-2", "ink-3", "yes", "no", "ok", "other", "warn"):
            assert contrast(COLOURS[token][theme], surface) >= 4.5
        assert contrast(COLOURS["line-2"][theme], surface) >= 3
        assert contrast(COLOURS["warn"][theme], COLOURS["warn-t"][theme]) >= 4.5


def test_each_light_colour_has_one_dark_one():
    lights = [light for light, _ in COLOURS.values()]
    assert len(set(lights)) == len(lights)
    assert all(f'[fill="{light}"]{{fill:{dark}}}' in STYLE for light, dark in COLOURS.values())


def test_a_long_manifest_is_short_on_the_line_and_whole_in_the_description():
    picture = frame(
        "", width=500, height=9, heading="A", sentence="B", foot=Foot("1 May", "0123456789abcdef" * 4), simulated=False
    )
    assert "manifest\u00a0012345…cdef" in picture
    assert "Manifest " + "0123456789abcdef" * 4 + "." in picture
