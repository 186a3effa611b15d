"""The grid: the last price of each step, one step of carry, gaps counted, nothing after now."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.forecasts.service.history import history

from .asking import AS_OF, question, walk

NAN = math.nan


def past(y, ago=None, **other):
    """The history of prices seen so many seconds before now."""
    moments = {} if ago is None else {"y_ts": [AS_OF - seconds for seconds in ago]}
    return history(question(y=y, **moments, **other))


def test_prices_on_the_grid_stay_as_they_are():
    found = past(walk(), [300 * back for back in range(287, -1, -1)])
    assert found.prices.tolist() == walk()
    assert (found.points, found.gaps, found.carried, found.age) == (288, 0, 0, 0)


def test_a_step_holds_its_last_price():
    # steps of 300 s that end at now: (-600, -300] holds .2 and .3, (-300, 0] holds .4
    assert past([0.1, 0.2, 0.3, 0.4], [700, 599, 300, 299]).prices.tolist() == [0.1, 0.3, 0.4]


def test_a_price_fills_one_empty_step_and_the_rest_are_gaps():
    found = past([0.1, 0.2], [1500, 300])  # columns at -1500 .. 0 are .1, carried, gap, gap, .2, carried
    assert np.array_equal(found.prices, [0.1, 0.1, NAN, NAN, 0.2, 0.2], equal_nan=True)
    assert (found.points, found.gaps, found.carried, found.age, round(found.gap_share, 3)) == (2, 2, 2, 0, 0.333)


def test_null_is_as_if_nothing_had_been_sent():
    with_null = past([0.1, None, 0.2], [900, 600, 0])
    without = past([0.1, 0.2], [900, 0])
    assert np.array_equal(with_null.prices, without.prices, equal_nan=True)


def test_an_old_newest_price_leaves_the_last_columns_empty():
    found = past([*walk(20), None, None, None])
    assert (found.age, found.gaps) == (2, 2)
    assert np.isnan(found.prices[-2:]).all()
    assert found.prices[-3] == walk(20)[-1]


def test_only_the_newest_steps_are_looked_at():
    found = past(walk(1000))
    assert found.prices.tolist() == walk(1000)[-288:]


@pytest.mark.parametrize(("y", "ago", "field"), [([0.5], [300 * 400], "y_ts"), ([0.5, *[None] * 400], None, "y")])
def test_a_price_too_old_is_refused(y, ago, field):
    with pytest.raises(InputError) as refusal:
        past(y, ago)
    assert refusal.value.name == field


@given(st.lists(st.integers(0, 3 * 86_400), min_size=1, max_size=60, unique=True), st.randoms(use_true_random=False))
def test_the_grid_holds_what_a_loop_would_find(ago, chance):
    """By the definition: column by column, the newest price within the step, else the one of the step before."""
    ago = sorted(ago, reverse=True)
    prices = [chance.randint(0, 100) / 100 for _ in ago]
    wanted = []
    for column in range(288, -1, -1):
        inside = [price for seconds, price in zip(ago, prices, strict=True) if column * 300 <= seconds < (column + 1) * 300]
        wanted.append(inside[-1] if inside else NAN)
    carried = [now if not math.isnan(now) else before for before, now in pairwise(wanted)]
    if np.isnan(carried).all():
        with pytest.raises(InputError):
            past(prices, ago)
        return
    first = int(np.argmax(np.isfinite(carried)))
    assert np.array_equal(past(prices, ago).prices, carried[first:], equal_nan=True)


def test_a_price_is_carried_no_further_than_allowed():
    found = history(question(y=[0.1, None, None, None, 0.2]), {"steps": 288, "carry_steps": 2, "stale_steps": 288})
    assert np.array_equal(found.prices, [0.1, 0.1, 0.1, NAN, 0.2], equal_nan=True)
