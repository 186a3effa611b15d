"""Ladders are read off the wording, and sums are sums."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.tables.coherence import gap_of, kind_of, ladder


@pytest.mark.parametrize(
    ("questions", "ends", "kind", "order"),
    [
        (["Count above 100?", "Count above 130?", "Count above 110?"], [None] * 3, "threshold", (1, 2, 0)),
        (["Fewer than 3 goals?", "Fewer than 5 goals?"], [None] * 2, "threshold", (0, 1)),
        (["Price over 1,000 on day 3?", "Price over 2,000 on day 3?"], [None] * 2, "threshold", (1, 0)),
        (["Will it hit 1.5 by 3 May?", "Will it hit 2.5 by 3 May?"], [None] * 2, "threshold", (1, 0)),
        (["Passed by 1 June?", "Passed by 1 July?", "Passed by 3 May?"], [200.0, 300.0, 100.0], "deadline", (2, 0, 1)),
        (["Out before March 31?", "Out before April 30?"], [300.0, 400.0], "deadline", (0, 1)),
    ],
)
def test_an_order_is_found(questions, ends, kind, order):
    found = ladder(questions, ends)
    assert (found.kind, found.order) == (kind, order)


@pytest.mark.parametrize(
    ("questions", "ends"),
    [
        (["Will A win?", "Will B win?"], [None, None]),  # names differ
        (["Candidate 1 wins?", "Candidate 2 wins?"], [None, None]),  # a number without a direction
        (["Between 10 and 20?", "Between 20 and 30?"], [None, None]),  # two numbers
        (["Above 10?", "Above 10?"], [None, None]),  # the same
        (["Above 10, below 5?", "Above 10, below 7, above 3?"], [None, None]),  # other words
        (["By 1 June?", "By 1 July?"], [100.0, 100.0]),  # one deadline
        (["By 1 June?", "By 1 July?"], [None, 100.0]),
        (["Above 10?"], [None]),
        ([None, "Above 10?"], [None, None]),
    ],
)
def test_no_order_is_made_up(questions, ends):
    assert ladder(questions, ends) is None


def test_a_sum_needs_every_leg():
    assert gap_of("sum", [0.5, 0.6], None) == (1.1, 0.1)
    assert gap_of("sum", [0.5, None], None) == (None, None)
    assert gap_of("none", [0.5, 0.6], None) == (None, None)


@given(st.lists(st.floats(0, 1) | st.none(), min_size=3, max_size=3))
def test_a_gap_is_the_worst_break(values):
    found = ladder(["Above 1?", "Above 2?", "Above 3?"], [None] * 3)
    _, gap = gap_of("threshold", values, found)
    pairs = [(values[2], values[1]), (values[1], values[0])]
    known = [a - b for a, b in pairs if a is not None and b is not None]
    assert (gap is None) == (not known)
    if known:
        assert gap == pytest.approx(max(known), abs=1e-11)


def test_exclusive_outcomes_are_a_sum():
    assert kind_of(True, None, 3) == "sum"
    assert kind_of(True, None, 1) == "none"
    assert kind_of(None, ladder(["Above 1?", "Above 2?"], [None] * 2), 2) == "threshold"
