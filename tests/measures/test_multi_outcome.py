"""Events of several outcomes: figures worked by hand, identities with the binary scores, and events that are not whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.measures.multi_outcome import favourite_side, multi_class_brier, ranked_probability_score
from credence.measures.samples import GRID, sample
from credence.measures.scores import brier

ladder = st.lists(st.floats(0.01, 1), min_size=2, max_size=8)


def test_multi_class_brier_worked_by_hand():
    # prices sum to 1.25: .4, .4, .2 after; (1 - .4)^2 + .4^2 + .2^2 = .56; overround .25
    found = multi_class_brier([3, 3, 3], [0.5, 0.5, 0.25], [1, 0, 0])
    assert found.score == pytest.approx([0.56])
    assert found.overround == pytest.approx([0.25])
    assert (found.event.tolist(), found.outcomes.tolist()) == ([3], [3])


def test_rps_worked_by_hand():
    # cumulated .2, .5, (1); the second rung won: 0, 1, (1): (.04 + .25) / 2; given in another order than the ladder's
    found = ranked_probability_score([0, 0, 0], [0.5, 0.2, 0.3], [0, 0, 1], order=[3, 1, 2])
    assert found.score == pytest.approx([0.145])


def test_rps_tells_a_near_miss_from_a_far_one_and_brier_does_not():
    near = ([0, 0, 0, 0], [0.0, 0.0, 1.0, 0.0], [0, 0, 0, 1])
    far = ([0, 0, 0, 0], [1.0, 0.0, 0.0, 0.0], [0, 0, 0, 1])
    order = [1, 2, 3, 4]
    assert multi_class_brier(*near).score == multi_class_brier(*far).score == [2.0]
    assert ranked_probability_score(*near, order).score == pytest.approx([1 / 3])
    assert ranked_probability_score(*far, order).score == [1.0]


@given(st.floats(0.001, 0.999), st.integers(0, 1))
def test_two_outcomes_are_the_binary_score(p, y):
    event, prices, outcome = [0, 0], [p, 1 - p], [y, 1 - y]
    one = brier([p], [y])[0]
    assert multi_class_brier(event, prices, outcome).score == pytest.approx([2 * one], abs=1e-12)
    assert ranked_probability_score(event, prices, outcome, [0, 1]).score == pytest.approx([one], abs=1e-12)


@given(st.lists(ladder, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_bounded_and_the_order_of_rows_does_not_matter(events, random):
    rows = [
        (code, p, int(leg == len(prices) // 2), leg) for code, prices in enumerate(events) for leg, p in enumerate(prices)
    ]
    shuffled = random.sample(rows, len(rows))
    for measure, width in ((multi_class_brier, 3), (ranked_probability_score, 4)):
        straight, mixed = (measure(*list(zip(*given, strict=True))[:width]) for given in (rows, shuffled))
        assert straight.score == pytest.approx(mixed.score, abs=1e-12)
        assert straight.whole.all()
        assert ((straight.score >= 0) & (straight.score <= 2)).all()


@given(ladder, st.floats(0.05, 0.9))
def test_the_overround_is_beside_the_score_and_not_in_it(prices, factor):
    event, y = [0] * len(prices), [1] + [0] * (len(prices) - 1)
    full = multi_class_brier(event, prices, y)
    less = multi_class_brier(event, np.array(prices) * factor, y)
    assert less.score == pytest.approx(full.score, abs=1e-9)
    assert less.overround + 1 == pytest.approx((full.overround + 1) * factor)


@pytest.mark.parametrize(
    ("event", "p", "y"),
    [
        ([0], [0.4], [1]),  # one leg
        ([0, 0], [0.4, 0.5], [0, 0]),  # its winner is not among the rows
        ([0, 0], [0.4, 0.5], [1, 1]),  # two winners
        ([0, 0], [0.0, 0.0], [1, 0]),  # no price to divide by
    ],
)
def test_an_event_that_is_not_whole_has_no_score(event, p, y):
    for found in (multi_class_brier(event, p, y), ranked_probability_score(event, p, y, np.arange(len(p)))):
        assert np.isnan(found.score).all()
        assert not found.whole.any()
    beside = multi_class_brier([*event, 9, 9], [*p, 0.5, 0.5], [*y, 1, 0])
    assert beside.score[1] == 0.5  # and takes nothing from the others


def test_two_equal_rungs_are_refused():
    with pytest.raises(InputError, match="order"):
        ranked_probability_score([0, 0, 1, 1], [0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0], [1, 2, 3, 3])
    ranked_probability_score([0, 0, 1, 1], [0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0], [1, 2, 1, 2])


@given(st.lists(st.tuples(st.integers(0, GRID), st.integers(0, 1)), min_size=1, max_size=50))
def test_the_favourites_side_is_a_view_of_the_same_bets(rows):
    p, y = np.array([tick / GRID for tick, _ in rows]), np.array([y for _, y in rows])
    found = favourite_side(p, y)
    assert (found.p_yes >= 0.5).all()
    assert brier(found.p_yes, found.resolved_yes) == pytest.approx(brier(p, y), abs=1e-12)
    named_otherwise = favourite_side(np.array([(GRID - tick) / GRID for tick, _ in rows]), 1 - y)
    decided = p != 0.5
    assert named_otherwise.p_yes.tolist() == found.p_yes.tolist()  # to the last bit: equal prices are pooled
    assert (named_otherwise.resolved_yes == found.resolved_yes)[decided].all()
    assert found.ties == np.sum(~decided)
    assert np.isin(sample(found.p_yes, found.resolved_yes).pooled.price, np.arange(GRID + 1) / GRID).all()
