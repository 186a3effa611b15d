"""Spaces of a price: there and back, and the bands laid in them."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import norm

from credence.errors import InputError
from credence.forecasts import spaces as module
from credence.forecasts.spaces import SPACES, Space, gaussian_band

NAN = float("nan")
LEVELS = (0.01, 0.1, 0.5, 0.9, 0.99)
price = st.floats(0, 1)


def band_of(centre, variance, levels, space, capped=True):
    """One step ahead, of one variance for all."""
    p = np.array(centre, float)
    return gaussian_band(p, np.zeros(len(p)), np.full(len(p), variance), (1,), levels, space, capped)


@pytest.mark.parametrize("name", SPACES)
@given(st.lists(price, min_size=1, max_size=20))
def test_there_and_back_is_where_it_was(name, prices):
    space = Space(name)
    p = np.array(prices)
    expected = np.clip(p, 0.005, 0.995) if name == "logit" else p
    np.testing.assert_allclose(space.inverse(space.forward(p)), expected, atol=1e-12)


@pytest.mark.parametrize("name", SPACES)
@given(one=price, two=price)
def test_order_is_kept(name, one, two):
    low, high = Space(name).forward(sorted([one, two]))
    assert low <= high


def test_values_of_the_formulas():
    p = np.array([0.0, 0.005, 0.25, 0.5, 0.999, 1.0])
    np.testing.assert_allclose(Space("logit").forward(p), logit(np.clip(p, 0.005, 0.995)), rtol=1e-13)
    np.testing.assert_allclose(Space("logit", 1e-6).forward(p), logit(np.clip(p, 1e-6, 1 - 1e-6)), rtol=1e-13)
    np.testing.assert_allclose(Space("arcsine").forward(p), np.arcsin(np.sqrt(p)), rtol=1e-13)
    np.testing.assert_array_equal(Space().forward(p), p)


@pytest.mark.parametrize("name", SPACES)
def test_shape_and_gaps_are_kept(name):
    p = np.array([[0.2, NAN, 0.2], [NAN, NAN, 1.0]])
    space = Space(name)
    for found in (space.forward(p), space.inverse(space.forward(p))):
        assert found.shape == p.shape
        assert (np.isnan(found) == np.isnan(p)).all()
    assert p[0, 0] == 0.2  # what was given is not written to


@pytest.mark.parametrize(
    ("name", "sd", "by_hand"),
    [("price", 0.02, lambda p, move: p + move), ("logit", 0.2, lambda p, move: expit(logit(p) + move)),
     ("arcsine", 0.05, lambda p, move: np.sin(np.arcsin(np.sqrt(p)) + move) ** 2)],
)  # fmt: skip
def test_a_band_is_the_plain_inverse_away_from_the_boundary(name, sd, by_hand):
    centre = np.array([0.3, 0.6])
    found = band_of(centre, sd**2, LEVELS, Space(name))
    for row, middle in enumerate(centre):
        np.testing.assert_allclose(found[row, 0], by_hand(middle, norm.ppf(LEVELS) * sd), atol=1e-12)


@pytest.mark.parametrize("name", SPACES)
@given(p=price, sd=st.floats(0, 1e6))
def test_no_quantile_is_further_than_a_martingale_can_be(name, p, sd):
    found = band_of([p], sd**2, LEVELS, Space(name))[0, 0]
    assert found[2] == p  # the middle is the price, at 0 and 1 too
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 0
    assert found.max() <= 1
    assert (np.abs(found - p) <= np.abs(norm.ppf(LEVELS)) * np.sqrt(p * (1 - p)) + 1e-12).all()


def test_without_the_cap_the_band_is_that_of_the_textbook():
    found = band_of([0.01], 0.04, (0.1, 0.5, 0.9), Space(), capped=False)
    np.testing.assert_allclose(found[0, 0], [0, 0.01, 0.01 + 0.2 * norm.ppf(0.9)], atol=1e-12)
    capped = band_of([0.01], 0.04, (0.1, 0.5, 0.9), Space())
    np.testing.assert_allclose(capped[0, 0], [0, 0.01, 0.01 + np.sqrt(0.0099) * norm.ppf(0.9)], atol=1e-12)


@pytest.mark.parametrize("name", SPACES)
def test_variance_grows_by_the_step(name):
    space, p = Space(name), np.array([0.5])
    path = gaussian_band(p, np.array([1e-4]), np.array([2e-4]), (1, 5), LEVELS, space)
    for at, variance in enumerate((3e-4, 11e-4)):
        np.testing.assert_allclose(path[:, at], band_of(p, variance, LEVELS, space)[:, 0], atol=1e-12)


@pytest.mark.parametrize("name", SPACES)
def test_unknown_stays_unknown(name):
    columns = np.full((3, 4), 0.1)
    np.fill_diagonal(columns, NAN)
    found = gaussian_band(*columns, (1, 2), (0.1, 0.9), Space(name))
    assert np.isnan(found).all(axis=(1, 2)).tolist() == np.isnan(found).any(axis=(1, 2)).tolist() == [True, True, True, False]


@pytest.mark.parametrize(("name", "eps"), [("log", 0.005), ("", 0.005), ("logit", 0.0), ("logit", 0.5), ("logit", NAN)])
def test_nonsense_is_refused(name, eps):
    with pytest.raises(InputError, match="must be"):
        Space(name, eps)


def test_examples():
    assert doctest.testmod(module).failed == 0
