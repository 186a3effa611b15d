"""Enough: the rule at its borders, and intervals of rare shares that hold them."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from credence.errors import InputError
from credence.measures import enough as module
from credence.measures.enough import base_rate_interval, enough, share_interval
from credence.measures.samples import event_weights, sample

share = st.floats(0, 1)
trials = st.floats(1, 1e5)
level = st.floats(0.5, 0.999)


def test_thirty_events_and_ten_of_each_outcome():
    def verdict(yes, no):
        return enough(sample([0.5] * (yes + no), [1] * yes + [0] * no))

    assert verdict(20, 10).ok
    assert verdict(10, 20).reason == ""
    assert verdict(19, 10).reason == "too few: 29.0 effective events, 30 are needed"
    assert verdict(9, 90).reason == "too few: 9 events ended YES, 10 are needed"
    assert verdict(90, 1).reason == "too few: 1 event ended NO, 10 are needed"
    assert not verdict(0, 100).ok


def test_one_large_event_among_many_is_not_many():
    event = np.array([0] * 60 + list(range(1, 41)))
    p, y = [0.5] * 100, [0, 1] * 50
    market, once = sample(p, y, None, event), sample(p, y, event_weights(event), event)
    # market weights: (60 + 40)^2 / (60^2 + 40) = 2.747; event weights: 41
    assert enough(market).effective_events == pytest.approx(100**2 / 3640)
    assert not enough(market).ok
    assert enough(once).effective_events == pytest.approx(41)
    assert enough(once).ok


def test_an_event_with_both_outcomes_counts_for_both():
    found = enough(sample([0.5] * 60, [0, 1] * 30, event_codes=np.arange(60) // 2))
    assert (found.events_yes, found.events_no, found.ok) == (30, 30, True)


@given(st.integers(0, 50), st.integers(1, 50), level)
def test_intervals_of_whole_counts_are_those_of_scipy(yes, more, wanted):
    n = yes + more
    for kind, method in (("exact", "exact"), ("score", "wilson")):
        oracle = binomtest(yes, n).proportion_ci(wanted, method)
        assert share_interval(yes / n, n, wanted, kind) == pytest.approx((oracle.low, oracle.high), abs=1e-9)


@given(share, trials, level, st.sampled_from(["exact", "score"]))
def test_no_interval_has_zero_width_and_each_holds_its_share(observed, n, wanted, kind):
    low, high = share_interval(observed, n, wanted, kind)
    assert 0 <= low <= observed + 1e-12
    assert observed - 1e-12 <= high <= 1
    assert high - low > 1e-7


@given(share, trials, level, st.sampled_from(["exact", "score"]))
def test_both_outcomes_are_treated_alike(observed, n, wanted, kind):
    low, high = share_interval(observed, n, wanted, kind)
    assert share_interval(1 - observed, n, wanted, kind) == pytest.approx((1 - high, 1 - low), abs=1e-8)


@pytest.mark.parametrize("n", [30, 100, 1000])
def test_exact_intervals_cover_every_share(n):
    counts = np.arange(n + 1)
    ends = np.array([share_interval(count / n, n) for count in counts])
    for truth in (0.001, 0.01, 0.02, 0.1, 0.5, 0.97):
        covered = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
        assert binom.pmf(counts, n, truth)[covered].sum() >= 0.95


def test_fewer_trials_are_wider():
    for kind in ("exact", "score"):
        widths = [np.diff(share_interval(0.02, n, kind=kind))[0] for n in (10, 30, 100, 1000)]
        assert widths == sorted(widths, reverse=True)


def test_base_rate_takes_events_for_trials():
    event = np.repeat(np.arange(50), 4)
    rows = sample([0.1] * 200, [1] * 4 + [0] * 196, event_codes=event)
    assert base_rate_interval(rows) == pytest.approx(share_interval(0.02, 50))


@pytest.mark.parametrize(
    "arguments",
    [(-0.1, 30), (1.1, 30), (float("nan"), 30), (0.5, 0), (0.5, float("nan")), (0.5, 30, 0), (0.5, 30, 95), (0.5, 30, 0.9, "t")],
)
def test_nonsense_is_refused(arguments):
    with pytest.raises(InputError, match="must be"):
        share_interval(*arguments)


def test_examples():
    assert doctest.testmod(module).failed == 0
