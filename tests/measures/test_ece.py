"""Calibration errors: bins that never split a price, squares without bias, and smooth ECE against two oracles."""

import doctest
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm

from credence.errors import InputError
from credence.measures import ece as module
from credence.measures.ece import (
    ece_debiased,
    ece_debiased_independent,
    ece_equal_mass,
    equal_mass_bins,
    smooth_ece,
)
from credence.measures.samples import Pooled, sample

price = st.one_of(st.integers(0, 20).map(lambda k: k / 20), st.integers(0, 1000).map(lambda k: k / 1000), st.floats(0, 1))
rows = st.lists(st.tuples(price, st.integers(0, 1), st.floats(0.01, 100), st.integers(0, 9)), min_size=1, max_size=50)
binning = st.sampled_from([1, 2, 5, 15, 40])


def test_a_price_that_outweighs_a_bin_is_not_split():
    # ten rows, five bins of .2: .001 holds .6 (middle .3, bin 1), then middles .65 .75 .85 .95 -> bins 3 3 4 4
    codes = equal_mass_bins(sample([0.001] * 6 + [0.2, 0.4, 0.6, 0.8], [0] * 10).pooled, 5)
    assert codes.tolist() == [0, 1, 1, 2, 2]


@pytest.mark.parametrize("bins", [2, 5, 7, 15])
def test_without_ties_bins_have_the_same_number_of_rows(bins):
    n = 15 * bins
    codes = equal_mass_bins(sample(np.arange(1, n + 1) / 2048, [0] * n).pooled, bins)
    assert np.bincount(codes).tolist() == [15] * bins


@given(rows, binning)
def test_bins_have_no_gaps_and_follow_the_price(found, bins):
    p, y, w, _ = zip(*found, strict=True)
    codes = equal_mass_bins(sample(p, y, w).pooled, bins)
    assert codes[0] == 0
    assert set(np.diff(codes)) <= {0, 1}
    assert codes[-1] < bins


def test_golden_equal_mass():
    # two bins of .5; weights 1 2 1 4 of 8, p .1 .3 .6 .9: middles .0625 .25 .4375 .75 -> bins 0 0 0 1
    # bin 0: mean p (.1 + .6 + .6) / 4 = .325, mean y (1 + 0 + 1) / 4 = .5, gap .175; bin 1: p .9, y 0, gap .9
    pooled = sample([0.1, 0.3, 0.6, 0.9], [1, 0, 1, 0], [1, 2, 1, 4]).pooled
    assert ece_equal_mass(pooled, 2) == pytest.approx(0.5 * 0.175 + 0.5 * 0.9, abs=1e-15)
    assert ece_equal_mass(pooled, 2, norm=2) == pytest.approx((0.5 * 0.175**2 + 0.5 * 0.81) ** 0.5, abs=1e-15)


def test_golden_debiased():
    # one bin; rows (event, w/8, p - y): (A, 2, .5) (A, 1, -.5) (B, 3, -.5) (C, 2, .5)
    # d: A (1 - .5) / 8 = .0625, B -.1875, C .125; sum 0; squares .00390625 + .03515625 + .015625 = .0546875; mass 1
    found = sample([0.5] * 4, [0, 1, 1, 0], [2, 1, 3, 2], [0, 0, 1, 2])
    assert ece_debiased(found, 1) == pytest.approx(-0.0546875, abs=1e-15)
    # Kumar: two bins of two rows: gaps (.2 - .5), (.7 - 1): .09, .09; shares .5 and 1: - .25 / 1 and - 0
    # -> .5 x (.09 - .25) + .5 x .09 = -.035
    assert ece_debiased_independent(sample([0.2, 0.2, 0.7, 0.7], [0, 1, 1, 1]), 2) == pytest.approx(-0.035, abs=1e-15)


@given(rows, binning)
def test_debiased_is_its_definition(found, bins):
    """Pairs of rows of different events in one bin, read aloud."""
    p, y, w, event = zip(*found, strict=True)
    one = sample(p, y, w, event)
    bin_of = equal_mass_bins(one.pooled, bins)[one.place]
    off = one.weight * (one.p_yes - one.resolved_yes)
    pair = (bin_of[:, None] == bin_of) & (one.event[:, None] != one.event)
    if not pair.any():
        with pytest.raises(InputError, match="event_codes must be"):
            ece_debiased(one, bins)
        return
    mass = np.bincount(bin_of, one.weight)[bin_of]
    want = np.sum(np.where(pair, off[:, None] * off / mass[:, None], 0))
    assert ece_debiased(one, bins) == pytest.approx(want, abs=1e-12)


@given(rows, st.randoms(use_true_random=False), binning)
@settings(max_examples=50)
def test_order_and_halves_do_not_matter(found, random, bins):
    mixed = random.sample(found, len(found))
    halves = [(p, y, w / 2, e) for p, y, w, e in mixed for _ in range(2)]
    once, again, twice = (sample(*zip(*r, strict=True)) for r in (found, mixed, halves))
    for measure in (smooth_ece, lambda pooled: ece_equal_mass(pooled, bins), lambda pooled: ece_equal_mass(pooled, bins, 2)):
        assert measure(again.pooled) == pytest.approx(measure(once.pooled), abs=1e-9)
        assert measure(twice.pooled) == pytest.approx(measure(once.pooled), abs=1e-9)
    try:
        want = ece_debiased(once, bins)
    except InputError:
        return
    assert ece_debiased(again, bins) == pytest.approx(want, abs=1e-12)
    assert ece_debiased(twice, bins) == pytest.approx(want, abs=1e-12)


def test_many_events_are_summed_in_blocks(monkeypatch):
    rng = np.random.default_rng(3)
    found = sample(rng.integers(1, 100, 500) / 100, rng.integers(0, 2, 500), rng.random(500), rng.integers(0, 100, 500))
    want = ece_debiased(found)
    monkeypatch.setattr(module, "CELLS", 15 * 7)
    assert ece_debiased(found) == pytest.approx(want, abs=1e-15)


def calibrated(seed, events, clustered):
    """Calibrated prices; clustered: one to six rows per event, outcomes of an event correlated .5 (normal copula)."""
    rng = np.random.default_rng(seed)
    event = np.repeat(np.arange(events), rng.integers(1, 7, events)) if clustered else np.arange(events)
    p = np.clip(np.round(rng.beta(0.6, 0.6, events)[event], 2), 0.01, 0.99)
    shock = np.sqrt(0.5) * rng.normal(size=events)[event] + np.sqrt(0.5) * rng.normal(size=len(event))
    return p, norm.cdf(shock) < p, event, rng.exponential(size=len(event))


@pytest.mark.parametrize("clustered", [False, True])
def test_debiased_is_0_on_average(clustered):
    worlds = [sample(p, y, w, e) for p, y, e, w in (calibrated(seed, 150, clustered) for seed in range(400))]
    values = np.array([ece_debiased(one) for one in worlds])
    assert abs(values.mean()) < 2 * values.std() / 20
    plain = np.array([ece_equal_mass(one.pooled, norm=2) ** 2 for one in worlds])
    assert plain.mean() > 20 * values.std() / 20  # what is taken off is not small


def test_the_independent_form_is_0_on_average_for_single_rows_and_refused_for_others():
    values = np.array([ece_debiased_independent(sample(p, y)) for p, y, _, _ in (calibrated(s, 300, False) for s in range(400))])
    assert abs(values.mean()) < 2 * values.std() / 20
    p, y, event, w = calibrated(1, 50, True)
    with pytest.raises(InputError, match="event_codes must be one row per event"):
        ece_debiased_independent(sample(p, y, event_codes=event))
    with pytest.raises(InputError, match="weight must be all the same"):
        ece_debiased_independent(sample(p, y, w))


def slow_smooth(pooled, low=0.01, high=1.0):
    """Smooth ECE from the definition: K is the sum over all mirror images of p, |r| is integrated by adaptive quadrature between
    the zeros of r (scan and bisection), the bandwidth is found by bisection."""
    gap = pooled.weight * (pooled.share_yes - pooled.price)
    images = np.concatenate([pooled.price + 2 * k for k in range(-6, 7)] + [2 * k - pooled.price for k in range(-6, 7)])
    gaps = np.tile(gap, 26)

    def error(bandwidth):
        def r(t):
            return float(np.sum(gaps * np.exp(-0.5 * ((t - images) / bandwidth) ** 2)) / (bandwidth * np.sqrt(2 * np.pi)))

        grid = np.linspace(0, 1, int(max(60, 30 / bandwidth)))
        at = np.array([r(t) for t in grid])
        zeros = [brentq(r, grid[i], grid[i + 1], xtol=1e-13) for i in np.flatnonzero(at[:-1] * at[1:] < 0)]
        ends = sorted({0.0, 1.0, *zeros, *np.arange(bandwidth, 1, 4 * bandwidth).tolist()})
        return sum(quad(lambda t: abs(r(t)), a, b, epsabs=1e-11, epsrel=1e-10)[0] for a, b in pairwise(ends))

    assert error(low) > low
    while high - low > 3e-8:
        middle = (low + high) / 2
        low, high = (middle, high) if error(middle) > middle else (low, middle)
    return (low + high) / 2


@pytest.mark.parametrize("ticks", [20, 1000, 10_000, None])
@pytest.mark.parametrize("n", [3, 25])
def test_smooth_is_its_definition(ticks, n):
    rng = np.random.default_rng(n)
    p = rng.random(n) if ticks is None else rng.integers(0, ticks + 1, n) / ticks
    pooled = sample(p, rng.random(n) < p, rng.exponential(size=n)).pooled
    assert smooth_ece(pooled) == pytest.approx(slow_smooth(pooled), abs=1e-6)


def test_smooth_is_its_definition_where_the_error_is_small():
    # shares beside prices by .01 or less, up and down: bandwidth under .01
    p = np.linspace(0.05, 0.95, 12)
    share = p + 0.01 * np.sin(17 * np.arange(12))
    pooled = Pooled(p, np.full(12, 1 / 12), share, np.full(12, 1000))
    want = slow_smooth(pooled, 0.001, 0.01)
    assert 0.001 < want < 0.01
    assert smooth_ece(pooled) == pytest.approx(want, abs=1e-6)


def test_smooth_agrees_with_relplot_as_far_as_its_grids_allow():
    """relplot 1.0.3 has no exact form. Its grids: the kernel on 2,000 points, cut at .5 (so bandwidths above .1 are off by up to
    .006), an integral on 200 points (off by 2e-4; 1e-5 on 20,000), a bandwidth from ten bisections (1/1024 too wide at most)."""
    from relplot import config, metrics

    rng = np.random.default_rng(4)
    p = rng.integers(1, 1000, 3000) / 1000
    y = (rng.random(3000) < p + 0.1 * np.sin(6 * p)).astype(float)
    assert smooth_ece(sample(p, y).pooled) == pytest.approx(metrics.smECE(p, y), abs=3e-4)
    pooled = sample(p, y).pooled
    waves = module._Waves(pooled.price, pooled.weight * (pooled.share_yes - pooled.price))
    points, config.smECE_mesh_pts = config.smECE_mesh_pts, 20_000
    try:
        for bandwidth in (0.02, 0.05, 0.1):
            assert waves.error(bandwidth) == pytest.approx(metrics.smECE_sigma(p, y, bandwidth), abs=2e-5)
    finally:
        config.smECE_mesh_pts = points


@given(rows)
@settings(max_examples=60)
def test_smooth_lies_between_the_net_gap_and_the_gaps_of_single_prices(found):
    p, y, w, _ = zip(*found, strict=True)
    pooled = sample(p, y, w).pooled
    gap = pooled.weight * (pooled.share_yes - pooled.price)
    assert abs(gap.sum()) - 1e-9 <= smooth_ece(pooled) <= np.abs(gap).sum() + 1e-9


def test_gaps_of_one_sign_do_not_cancel():
    # p .2 .5 .8, y all 1: gaps .8 .5 .2, mean .5 at every bandwidth
    assert smooth_ece(sample([0.2, 0.5, 0.8], [1, 1, 1]).pooled) == pytest.approx(0.5, abs=1e-12)


def test_shares_equal_to_prices_have_no_error():
    p = np.repeat([0.25, 0.5, 0.75], 4)
    y = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1]
    pooled = sample(p, y).pooled
    assert ece_equal_mass(pooled) == 0
    assert smooth_ece(pooled) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("size", [1e-7, 3e-6, 1e-5, 3e-5, 2e-4])
def test_tiny_errors_on_ticks(size):
    # gaps of +- size at .25 and .75, each half of the weight: the kernels cannot meet, so the answer is size
    price_ = np.array([0.25, 0.75])
    pooled = Pooled(price_, np.array([0.5, 0.5]), price_ + np.array([size, -size]), np.array([1, 1]))
    assert smooth_ece(pooled) == pytest.approx(size, abs=1e-9)


def test_prices_a_rounding_off_the_tick_change_nothing():
    rng = np.random.default_rng(8)
    p = rng.integers(1, 1000, 400) / 1000
    y = rng.random(400) < p
    moved = np.clip(p + 1e-9 * rng.normal(size=400), 0, 1)
    assert smooth_ece(sample(moved, y).pooled) == pytest.approx(smooth_ece(sample(p, y).pooled), abs=1e-7)


@pytest.mark.parametrize(("p", "y", "want"), [([0.3], [1], 0.7), ([0], [1], 1), ([1], [1], 0), ([0, 1], [1, 0], None)])
def test_a_row_or_two(p, y, want):
    value = smooth_ece(sample(p, y).pooled)
    # gaps of +-.5 at the two ends: only waves 1, 3, .. are left, the answer solves a series; it lies under 1
    assert value == pytest.approx(want, abs=1e-12) if want is not None else 0.3 < value < 1
    assert ece_equal_mass(sample(p, y).pooled) == pytest.approx(1.0 if want is None else want, abs=1e-15)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda one: equal_mass_bins(one.pooled, 0), "bins"),
        (lambda one: ece_equal_mass(one.pooled, norm=3), "norm"),
        (lambda one: ece_equal_mass(one.pooled, -1), "bins"),
        (lambda one: ece_debiased(one, 0), "bins"),
        (lambda one: ece_debiased_independent(sample([0.3], [1])), "p_yes"),
        (lambda one: ece_debiased(sample([0.3, 0.3], [1, 0], event_codes=[5, 5])), "event_codes"),
        (lambda one: ece_debiased(sample([0.3, 0.8], [1, 0])), "event_codes"),
    ],
)
def test_nonsense_is_refused(call, word):
    with pytest.raises(InputError, match=f"{word} must be"):
        call(sample([0.2, 0.7], [0, 1]))


def test_examples_run():
    assert doctest.testmod(module) == (0, 14)
