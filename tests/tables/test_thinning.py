"""A thinned series keeps what a picture shows: its ends, its extremes, and no more points than asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.tables.ranges import bounds_of
from credence.tables.thinning import kept_places

values = st.lists(st.floats(0, 1) | st.just(float("nan")), min_size=1, max_size=300)


@given(values, st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_ends_and_extremes_are_kept(series, points, seed):
    prices = np.array(series)
    moments = np.sort(np.random.default_rng(seed).integers(0, 10**9, len(prices)))
    kept = kept_places(moments, prices, points)
    assert len(kept) <= max(points, 2)
    assert (np.diff(kept) > 0).all()
    assert (kept[0], kept[-1]) == (0, len(prices) - 1)
    if len(prices) <= points:
        assert len(kept) == len(prices)
    elif points >= 4 and not np.isnan(prices).all():
        assert np.nanmin(prices[kept]) == np.nanmin(prices)
        assert np.nanmax(prices[kept]) == np.nanmax(prices)


@pytest.mark.parametrize("points", [1, 5001])
def test_a_number_of_points_that_is_none(points):
    with pytest.raises(InputError):
        kept_places(np.arange(3), np.zeros(3), points)


@pytest.mark.parametrize("text", ["", ":", "1", "2:1", "a:b", "nan:", ":inf", "1:2:3"])
def test_what_is_no_range(text):
    with pytest.raises(InputError):
        bounds_of("volume", text)


def test_a_range_may_be_open():
    assert bounds_of("volume", "-1.5:") == (-1.5, None)
    assert bounds_of("volume", ":2e3") == (None, 2000.0)
