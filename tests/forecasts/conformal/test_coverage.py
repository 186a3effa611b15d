"""The coverage report: figures by segment, and the word kept week by week."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from credence.errors import InputError
from credence.forecasts.conformal import Judged, kept_word, report, uniforms
from credence.forecasts.conformal.coverage import clustered_mean

Q = norm.ppf(0.9)


def judged(**columns):
    n = len(columns["outcome"])
    plain = {"last": 0.5, "lo": 0.4, "mid": 0.5, "hi": 0.6, "event": np.arange(n), "below": 0.1, "unchanged": 0.8, "uniform": 0.5}
    return Judged(**{name: np.full(n, value) if np.ndim(value) == 0 else value for name, value in (plain | columns).items()})


def test_figures_by_hand():
    # inside, unmoved, on the lower edge, zero: below by .4, above by .1
    rows = judged(outcome=np.array([0.55, 0.5, 0.4, 0.0, 0.7]), clamped=np.array([True, False, False, False, False]))
    found = report(rows, np.zeros(5, int))[0]
    assert (found.n, found.effective_n, found.events, found.without_masses) == (5, 5.0, 5, 0)
    assert (found.closed, found.open) == pytest.approx((0.6, 0.4))  # the edge counts for the closed band
    assert (found.miss_below, found.miss_above) == pytest.approx((0.2, 0.2))
    # .2 wide; beyond the edges 10 x .4 and 10 x .1
    assert found.winkler == pytest.approx(0.2 + (4.0 + 1.0) / 5)
    # pinball at .4, .5, .6, by outcome: .1 (y - .4) or .9 (.4 - y); .5 |y - .5|; .9 (y - .6) or .1 (.6 - y)
    lower, middle, upper = (0.015 + 0.01 + 0 + 0.36 + 0.03), (0.025 + 0 + 0.05 + 0.25 + 0.1), (0.005 + 0.01 + 0.02 + 0.06 + 0.09)
    assert found.pinball == pytest.approx((lower + middle + upper) / 15)
    assert (found.width, found.unchanged, found.clamped) == pytest.approx((0.2, 0.2, 0.2))
    assert np.isnan(found.changed_closed)  # fewer than half are unchanged


def test_mostly_unchanged_segments_also_show_the_others():
    rows = judged(outcome=np.array([0.5, 0.5, 0.5, 0.55, 0.9]), lo=0.5, hi=0.6)
    found = report(rows, np.zeros(5, int))[0]
    assert (found.unchanged, found.closed, found.open) == pytest.approx((0.6, 0.8, 0.2))
    assert found.changed_closed == pytest.approx(0.5)
    everything = report(judged(outcome=np.full(4, 0.5)), np.zeros(4, int))[0]
    assert everything.unchanged == 1
    assert np.isnan(everything.changed_closed)


def test_an_unmoved_price_misses_by_its_randomised_pit():
    uniform = np.array([0.0, 0.2, 0.5, 0.999])  # PIT .05 + .9 U = .05, .23, .5, .949
    found = report(judged(outcome=np.full(4, 0.5), below=0.05, unchanged=0.9, uniform=uniform), np.zeros(4, int))[0]
    assert (found.miss_below, found.miss_above, found.closed) == (0.25, 0.25, 1.0)


def test_rows_without_masses_are_judged_by_the_closed_band_and_counted():
    rows = judged(outcome=np.array([0.5, 0.0, 0.5]), below=np.array([0.05, np.nan, np.nan]), unchanged=0.9, uniform=0.0)
    found = report(rows, np.zeros(3, int))[0]
    assert (found.miss_below, found.without_masses) == (pytest.approx(2 / 3), 2)


def test_an_event_with_many_rows_counts_for_fifty():
    outcome = np.concatenate([np.zeros(450), np.full(50, 0.45)])
    event = np.concatenate([np.zeros(450, int), np.arange(1, 51)])
    found = report(judged(outcome=outcome, event=event), np.zeros(500, int))[0]
    assert (found.n, found.effective_n, found.events) == (500, pytest.approx(100.0), 51)
    assert found.closed == pytest.approx(0.5)  # not .1


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 1), st.floats(0.1, 2)), min_size=2, max_size=40))
def test_error_by_event_is_the_jackknife_over_events(rows):
    event, value, weight = (np.array(column) for column in zip(*rows, strict=True))
    names = np.unique(event)
    mean, error = clustered_mean(value, weight, np.searchsorted(names, event))
    assert mean == pytest.approx(np.average(value, weights=weight))
    if len(names) < 2:
        assert np.isnan(error)
        return
    left = [np.average(value[event != name], weights=weight[event != name]) for name in names]
    plain = np.sqrt((len(names) - 1) / len(names) * np.sum((np.array(left) - mean) ** 2))
    assert error == pytest.approx(plain, abs=1e-12)


def calibrated(seed, weeks=8, events=150, per=12, spread=1.0):
    """Weeks of events whose rows share half of their change; every third price does not move; exact bands and masses."""
    rng = np.random.default_rng(seed)
    n = weeks * events * per
    event = np.repeat(np.arange(weeks * events), per)
    z = np.sqrt(0.5) * rng.normal(size=weeks * events)[event] + np.sqrt(0.5) * rng.normal(size=n)
    still = rng.random(n) < 1 / 3
    outcome = np.where(still, 0.5, 0.5 + 0.02 * spread * z)
    # half of 2/3 move down: P(y < lo) = .1 where the normal law has .15
    edge = -norm.ppf(0.15) * 0.02
    rows = judged(outcome=outcome, lo=0.5 - edge, hi=0.5 + edge, event=event, below=1 / 3, unchanged=1 / 3)
    return rows._replace(uniform=uniforms(1, np.arange(n), 0, 300)), event // events


def test_honest_bands_keep_their_word_and_the_figures_show_it():
    kept = []
    for seed in range(4):
        rows, week = calibrated(seed)
        found = kept_word(rows, np.arange(len(week)) % 2, week)
        assert found.judged == 16
        assert not found.far
        kept.append(found.kept)
        assert found.within == pytest.approx(1, abs=0.07)
    assert sum(kept) >= 3


def test_a_segment_that_breaks_its_word_is_named():
    good, week = calibrated(1)
    bad, _ = calibrated(2, spread=2.0)
    both = Judged(*(None if a is None else np.concatenate([a, b]) for a, b in zip(good, bad, strict=True)))
    both = both._replace(event=np.concatenate([good.event, bad.event + 10_000]))
    segment = np.array(["good"] * len(week) + ["bad"] * len(week))
    found = kept_word(both, segment, np.concatenate([week, week]), enough=1000)
    assert not found.kept
    assert found.within == pytest.approx(0.5, abs=0.07)
    assert {side.segment for side in found.far} == {"bad"}
    assert len(found.far) == 16  # both sides of eight weeks
    assert all(side.effective_n >= 1000 and abs(side.rate - 0.1) > 0.06 for side in found.far)
    assert {side.segment for side in found.failing[:16]} == {"bad"}
    gaps = [abs(side.rate - 0.1) - side.allowed for side in found.failing]
    assert gaps == sorted(gaps, reverse=True)
    assert min(gaps) > 0
    assert not kept_word(both, segment, np.concatenate([week, week]), enough=1e9).far


def test_a_week_of_one_event_is_not_judged():
    rows = judged(outcome=np.zeros(30), event=np.zeros(30, int))
    found = kept_word(rows, np.zeros(30, int), np.zeros(30, int))
    assert (found.kept, found.judged, found.unjudged) == (False, 0, 1)


def test_segments_come_by_label_in_any_order_of_rows():
    rows, week = calibrated(3, weeks=2, events=20)
    label = np.array(["b", "a", "c"])[np.arange(len(week)) % 3]
    at = np.random.default_rng(0).permutation(len(week))
    shuffled = Judged(*(None if column is None else column[at] for column in rows))
    before, after = report(rows, label), report(shuffled, label[at])
    assert [found.segment for found in before] == ["a", "b", "c"]
    for a, b in zip(before, after, strict=True):
        assert a[1:] == pytest.approx(b[1:], nan_ok=True)


def test_nonsense_is_refused():
    rows = judged(outcome=np.array([0.5, 0.4]))
    for broken in (judged(outcome=np.array([np.nan])), judged(outcome=np.array([])), rows._replace(lo=np.array([0.4]))):
        with pytest.raises(InputError, match="must be"):
            report(broken, np.zeros(len(broken.outcome), int))
    with pytest.raises(InputError, match="must be"):
        report(rows, [0])
