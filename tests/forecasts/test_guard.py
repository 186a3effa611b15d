"""The guard: any floats go in, bands of prices come out, and what was changed is counted."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from credence.errors import InputError
from credence.forecasts import guard as module
from credence.forecasts.guard import CLIPPED, NARROWED, UNCROSSED, WIDENED, guarded
from credence.measures.forecast_scores import mean_pinball

NAN, INF = float("nan"), float("inf")
THREE = (0.1, 0.5, 0.9)
LEVELS = [THREE, (0.5,), (0.1, 0.9), (0.05, 0.2, 0.4, 0.6, 0.95), (0.6, 0.9), (0.01, 0.3)]
any_float = st.one_of(st.floats(), st.floats(-0.1, 1.1), st.sampled_from([NAN, INF, -INF, 0.0, 1.0, 0.5]))
limits = st.one_of(st.none(), st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted))


@st.composite
def bands(draw):
    levels = draw(st.sampled_from(LEVELS))
    return levels, draw(arrays(float, (draw(st.integers(0, 5)), 2, len(levels)), elements=any_float)), draw(limits)


@given(bands())
def test_anything_becomes_a_band(given_):
    levels, values, width = given_
    before = values.copy()
    low, high = width or (None, None)
    found = guarded(values, levels, low, high)
    np.testing.assert_array_equal(values, before)
    np.testing.assert_array_equal(np.isnan(found.values), np.isnan(values))
    for band, mark in zip(found.values.reshape(-1, len(levels)), found.marks.reshape(-1), strict=True):
        known = band[~np.isnan(band)]
        assert ((known >= 0) & (known <= 1)).all()
        assert (np.diff(known) >= 0).all()
        if len(known) > 1 and width:
            assert low - 1e-9 <= known[-1] - known[0] <= high + 1e-9
        if not width:
            assert not mark & (WIDENED | NARROWED)


@given(bands())
def test_the_median_stays_where_it_was(given_):
    levels, values, width = given_
    if 0.5 in levels[1:-1] and width:
        free, held = guarded(values, levels), guarded(values, levels, *width)
        middle = levels.index(0.5)
        whole = ~np.isnan(values).any(axis=-1)
        np.testing.assert_array_equal(held.values[whole][:, middle], free.values[whole][:, middle])


@given(bands())
def test_a_guarded_band_is_left_alone(given_):
    levels, values, width = given_
    once = guarded(values, levels, *(width or (None, None)))
    again = guarded(once.values, levels)
    np.testing.assert_array_equal(again.values, once.values)
    assert not again.marks.any()


@given(arrays(float, (6, 3), elements=st.floats(-0.2, 1.2)), arrays(float, 6, elements=st.floats(0, 1)))
def test_clipping_and_sorting_cost_no_pinball(values, outcome):
    before, after = (mean_pinball(bands, outcome, THREE) for bands in (values, guarded(values, THREE).values))
    assert (after <= before + 1e-12).all()


def test_each_change_is_marked_and_counted():
    values = [
        [0.4, 0.5, 0.6],  # fine
        [-0.1, 0.5, INF],  # clipped
        [0.6, 0.5, 0.4],  # crossed
        [0.5, 0.5, 0.5],  # no width
        [0.5, 0.51, 0.505],  # crossed and narrow
        [0.1, 0.5, 0.9],  # wide
        [NAN, NAN, NAN],  # no answer: in no share
    ]
    found = guarded(values, THREE, 0.02, 0.6)
    assert found.marks.tolist() == [0, CLIPPED | NARROWED, UNCROSSED, WIDENED, UNCROSSED | WIDENED, NARROWED, 0]
    assert found.bands == 6
    shares = (found.clipped, found.uncrossed, found.widened, found.narrowed)
    assert shares == pytest.approx((1 / 6, 2 / 6, 2 / 6, 2 / 6))


@pytest.mark.parametrize(
    ("band", "by_hand"),
    [
        ([0.495, 0.5, 0.5], [0.48, 0.5, 0.5]),  # a one-sided band keeps its side: 4 times as wide
        ([0.5, 0.5, 0.5], [0.49, 0.5, 0.51]),  # no shape: in proportion to the levels
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.02]),  # moved inwards
        ([0.998, 0.999, 1.0], [0.98, 0.999, 1.0]),  # .989 .. 1.009, moved by .009
    ],
)
def test_widening_by_hand(band, by_hand):
    np.testing.assert_allclose(guarded(band, THREE, min_width=0.02).values, by_hand, atol=1e-12)


def test_narrowing_by_hand():
    # width .8 to .6: three quarters of the way from the median
    np.testing.assert_allclose(guarded([0.1, 0.3, 0.9], THREE, max_width=0.6).values, [0.15, 0.3, 0.75], atol=1e-12)


def test_nothing_to_guard():
    found = guarded(np.empty((0, 12, 3)), THREE)
    assert found.values.shape == (0, 12, 3)
    assert (found.bands, found.clipped) == (0, 0.0)
    assert guarded([[NAN] * 3], THREE).clipped == 0.0


@pytest.mark.parametrize(
    ("values", "levels", "width"),
    [
        ([0.1, 0.2], THREE, (None, None)),
        (0.5, THREE, (None, None)),
        ([0.1, 0.2], [0.9, 0.1], (None, None)),
        ([0.1, 0.2], [0.0, 1.0], (None, None)),
        ([0.1, 0.2], [0.1, 0.9], (0.6, 0.02)),
        ([0.1, 0.2], [0.1, 0.9], (-0.1, None)),
        ([0.1, 0.2], [0.1, 0.9], (None, 1.1)),
        ([0.1, 0.2], [0.1, 0.9], (NAN, None)),
    ],
)
def test_nonsense_is_refused(values, levels, width):
    with pytest.raises(InputError, match="must be"):
        guarded(values, levels, *width)


def test_examples():
    assert doctest.testmod(module).failed == 0
