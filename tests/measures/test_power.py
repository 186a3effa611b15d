"""Power: another library's figures, simulation, and the way back from events to differences."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import NormalIndPower, TTestPower

from credence.errors import InputError
from credence.measures.estimates import Estimate
from credence.measures.power import difference, events_needed, power, smallest_detectable

level = st.sampled_from([0.01, 0.05, 0.1])


@given(st.integers(3, 300), st.floats(0.1, 4), level)
def test_power_agrees_with_statsmodels(events, shift, alpha):
    theirs = TTestPower().power(shift / math.sqrt(events), nobs=events, alpha=alpha)
    assert power(shift, 1.0, events - 1, alpha) == pytest.approx(theirs, abs=1e-8)


@given(st.floats(0.1, 4), level)
def test_the_normal_case_agrees_with_statsmodels(shift, alpha):
    theirs = NormalIndPower(ddof=0).power(shift, nobs1=1, alpha=alpha, ratio=0)
    assert power(shift, 1.0, math.inf, alpha) == pytest.approx(theirs, abs=1e-10)
    assert power(shift, 1.0, 1e7, alpha) == pytest.approx(theirs, abs=1e-6)


def test_power_by_simulation():
    rng = np.random.default_rng(0)
    draws = rng.normal(0.6, 1, (20_000, 12))
    t = draws.mean(axis=1) / (draws.std(axis=1, ddof=1) / math.sqrt(12))
    seen = np.mean(np.abs(t) > 2.2009851600830)  # t(11), 97.5 %
    assert power(0.6, 1 / math.sqrt(12), 11) == pytest.approx(seen, abs=0.015)


@given(st.floats(1e-4, 10), st.one_of(st.just(math.inf), st.floats(1, 1000)), level, st.floats(0.2, 0.99))
def test_the_smallest_detectable_difference_has_just_that_power(error, df, alpha, wanted):
    found = smallest_detectable(error, df, alpha, wanted)
    assert power(found, error, df, alpha) == pytest.approx(wanted, abs=1e-6)


def test_no_difference_has_the_power_of_the_level():
    assert power(0.0, 1.0, 7, 0.05) == pytest.approx(0.05)


@given(st.floats(0.05, 3), st.integers(2, 500))
def test_events_needed_are_enough_and_one_less_is_not(wanted_difference, events):
    n = events_needed(wanted_difference, 0.5, events)

    def seen(m):
        return power(wanted_difference, 0.5 * math.sqrt(events / m), m - 1) if m > 1 else 0.0

    assert seen(n) >= 0.8 - 1e-6
    assert seen(n - 1) < 0.8 or n == 2


def test_a_brier_gain_of_a_thousandth_needs_tens_of_thousands_of_events():
    # deviation .1 of the score differences: (2.8 x .1 / .001)^2 = 78,400; deviation .05: a fourth
    assert events_needed(0.001, 0.1 / math.sqrt(5000), 5000) == pytest.approx(78_490, rel=0.01)
    assert events_needed(-0.001, 0.05 / math.sqrt(5000), 5000) == pytest.approx(19_623, rel=0.01)


def test_difference_worked_by_hand():
    # .09 / 10 and .16 / 20 of squares: (.25)^2 / (.0081 / 10 + .0256 / 20) = .0625 / .00209
    found = difference(Estimate(1.2, 0.3, 10, "event"), Estimate(1.0, 0.4, 20, "event"))
    assert (found.value, found.error, found.df) == pytest.approx((0.2, 0.5, 0.0625 / 0.00209))
    shared = difference(Estimate(1.2, 0.3, 10, "event"), Estimate(1.0, 0.4, 20, "event"), covariance=0.06)
    assert shared.error == pytest.approx(math.sqrt(0.25 - 0.12))


def test_a_difference_without_an_error_has_none():
    found = difference(Estimate(1.0, math.nan, 10, "event"), Estimate(1.0, 0.4, 20, "event"))
    assert math.isnan(found.error)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: power(1, 0),
        lambda: power(1, math.nan),
        lambda: power(math.nan, 1),
        lambda: power(1, 1, df=0),
        lambda: power(1, 1, level=1),
        lambda: smallest_detectable(-1),
        lambda: smallest_detectable(1, wanted=0.01),
        lambda: smallest_detectable(1, wanted=1),
        lambda: events_needed(0, 1, 10),
        lambda: events_needed(1, 1, 1),
        lambda: events_needed(1e-9, 1, 10),
        lambda: difference(Estimate(1, 0.3, 10, "event"), Estimate(1, 0.3, 10, "week")),
        lambda: difference(Estimate(1, 0.3, 10, "event"), Estimate(1, 0.3, 10, "event"), 0.09),
    ],
)
def test_nonsense_is_refused(ask):
    with pytest.raises(InputError, match="must be"):
        ask()
