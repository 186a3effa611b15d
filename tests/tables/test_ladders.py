"""Ladders among questions: every wording of a direction, days as people write them, and no order that does not follow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.tables.coherence import Ladder, gap_of, ladder

HARDER = ("above", "over", "exceed", "exceeds", "more than", "greater than", "higher than", "at least", "reach",
          "reaches", "hit", "top", "beyond", ">", "≥")  # fmt: skip
EASIER = ("below", "under", "less than", "fewer than", "lower than", "at most", "beneath", "<", "≤")
numbers = st.lists(st.integers(1, 10**6), min_size=2, max_size=6, unique=True)
prices = st.lists(st.none() | st.integers(0, 100).map(lambda cents: cents / 100), min_size=2, max_size=6)


@pytest.mark.parametrize("word", HARDER)
@given(levels=numbers)
def test_above_more_implies_above_less(word, levels):
    found = ladder([f"Will it be {word} {level:,} points in June?" for level in levels], [None] * len(levels))
    assert (found.kind, list(found.steps)) == ("threshold", sorted(levels, reverse=True))
    assert [levels[at] for at in found.order] == sorted(levels, reverse=True)


@pytest.mark.parametrize("word", EASIER)
@given(levels=numbers)
def test_below_less_implies_below_more(word, levels):
    found = ladder([f"Will it be {word} ${level}?" for level in levels], [None] * len(levels))
    assert [levels[at] for at in found.order] == sorted(levels)


@given(ends=numbers)
def test_sooner_implies_later(ends):
    months = ["January", "Feb", "march", "April", "May", "June"]
    found = ladder([f"Passed by {months[at]} 2026?" for at in range(len(ends))], [float(end) for end in ends])
    assert (found.kind, [ends[at] for at in found.order]) == ("deadline", sorted(ends))


@pytest.mark.parametrize(
    "questions",
    [
        ["Done by 1 June 2026?", "Done by 31 July 2027?"],
        ["Done before June 1st, 2026?", "Done before July 1st, 2027?"],
        ["Done by the 1st of June?", "Done by the 1st of July?"],
        ["Will 3 be done until June 2026?", "Will 3 be done until July 2026?"],
        ["Will it be above 5 by 1 June?", "Will it be above 5 by 1 July?"],
    ],
)
def test_days_as_people_write_them(questions):
    assert ladder(questions, [1.0, 2.0]) == Ladder("deadline", (0, 1), (1.0, 2.0))


@pytest.mark.parametrize(
    "questions",
    [
        ["Above 100 by 1 June?", "Above 110 by 1 July?"],  # a level that moves with the day
        ["By 1 June above 100?", "By 1 July above 110?"],
        ["By June more than 5 of them?", "By July more than 9 of them?"],
        ["Passed in June?", "Passed in July?"],  # within a month, not by its end
        ["Above 100?", ""],
    ],
)
def test_where_nothing_follows_there_is_no_ladder(questions):
    assert ladder(questions, [1.0, 2.0]) is None


def test_no_markets_have_no_order():
    assert ladder([], []) is None


def test_a_gap_worked_by_hand():
    rungs = Ladder("threshold", (2, 0, 1), (130.0, 120.0, 110.0))
    # above 130 at .25, above 120 at .2, above 110 at .4: .25 - .2 = .05 is broken, .2 - .4 = -.2 is kept; the worst is shown
    assert gap_of("threshold", [0.2, 0.4, 0.25], rungs) == (None, 0.05)
    assert gap_of("threshold", [0.2, 0.4, 0.1], rungs) == (None, -0.1)
    assert gap_of("threshold", [None, 0.4, 0.1], rungs) == (None, None)
    assert gap_of("sum", [0.3, 0.3, 0.3], None) == (0.9, -0.1)


@given(values=prices, data=st.data())
def test_a_gap_does_not_depend_on_the_order_of_the_markets(values, data):
    shuffled = data.draw(st.permutations(range(len(values))))
    steps = tuple(map(float, range(len(values))))
    places = tuple(shuffled.index(at) for at in range(len(values)))
    straight = gap_of("deadline", values, Ladder("deadline", tuple(range(len(values))), steps))
    assert straight == gap_of("deadline", [values[at] for at in shuffled], Ladder("deadline", places, steps))
