"""Scores of bands against scoringrules, numerical integrals, and worlds in which the forecast is right."""

import doctest
import itertools

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import kstest, norm

from credence.errors import InputError
from credence.measures import forecast_scores as module
from credence.measures.forecast_scores import (
    crps,
    crps_pinball,
    hits,
    interval_score,
    mean_pinball,
    pinball,
    randomised_pit,
    weighted_interval_score,
)  # fmt: skip

NAN = float("nan")
THREE = (0.1, 0.5, 0.9)
number = st.floats(-2, 2)


@st.composite
def forecasts(draw, ascending=True):
    """(quantiles, outcomes, levels); outcomes often lie on a quantile."""
    levels = draw(st.lists(st.floats(0.001, 0.999), min_size=1, max_size=7, unique=True).map(sorted))
    n = draw(st.integers(1, 5))
    q = np.array([draw(st.lists(number, min_size=len(levels), max_size=len(levels))) for _ in range(n)])
    q = np.sort(q, axis=1) if ascending else q
    y = np.array([draw(st.one_of(number, st.sampled_from(row.tolist()))) for row in q])
    return q, y, levels


@given(forecasts(ascending=False))
def test_pinball_is_that_of_scoringrules(rows):
    q, y, levels = rows
    expected = np.stack([scoringrules.quantile_score(y, q[:, k], level) for k, level in enumerate(levels)], axis=1)
    np.testing.assert_allclose(pinball(q, y, levels), expected, rtol=0, atol=1e-10)
    np.testing.assert_allclose(mean_pinball(q, y, levels), expected.mean(axis=1), rtol=0, atol=1e-10)


@given(forecasts(ascending=False))
def test_the_pinball_crps_is_that_of_scoringrules(rows):
    q, y, levels = rows
    np.testing.assert_allclose(crps_pinball(q, y, levels), scoringrules.crps_quantile(y, q, np.array(levels)), rtol=0, atol=1e-10)


@given(st.lists(st.tuples(number, number, number), min_size=1, max_size=6), st.floats(0.01, 0.99))
def test_the_interval_score_is_that_of_scoringrules(rows, miss):
    low, high, y = np.array([(*sorted(row[:2]), row[2]) for row in rows]).T
    expected = scoringrules.interval_score(y, low, high, miss)
    np.testing.assert_allclose(interval_score(low, high, y, miss), expected, rtol=1e-12, atol=1e-10)


@given(forecasts())
def test_the_weighted_interval_score_is_twice_the_mean_pinball(rows):
    """Two readings of one definition: Bracher et al. (2021), section 2.3."""
    q, y, _ = rows
    levels = (np.arange(q.shape[1]) + 1) / (q.shape[1] + 1)
    if len(levels) % 2:
        np.testing.assert_allclose(weighted_interval_score(q, y, levels), 2 * mean_pinball(q, y, levels), atol=1e-10)
    else:
        with pytest.raises(InputError, match="symmetrical"):
            weighted_interval_score(q, y, levels)


def test_the_weighted_interval_score_by_hand():
    # median .5: .15 / 2; 50 %: .25 x (.2 + 4 x .05) ; 80 %: .1 x .4; over 2.5
    found = weighted_interval_score([[0.3, 0.4, 0.5, 0.6, 0.7]], [0.65], [0.1, 0.25, 0.5, 0.75, 0.9])
    assert found[0] == pytest.approx((0.075 + 0.25 * (0.2 + 4 * 0.05) + 0.1 * 0.4) / 2.5, abs=1e-12)


@given(forecasts(), st.booleans())
def test_the_crps_is_the_integral_of_the_pinball_loss(rows, bounded):
    q, y, levels = rows
    ends = (-2.0, 2.0) if bounded else None
    found = crps(q, y, levels, ends)
    for row, outcome, score in zip(q, y, found, strict=True):
        at = np.array([0.0, *levels, 1.0])
        value = np.array([-2.0, *row, 2.0] if bounded else [row[0], *row, row[-1]])

        def loss(u, outcome=outcome, at=at, value=value):
            gap = outcome - np.interp(u, at, value)
            return 2 * (u - (gap < 0)) * gap

        crossing = np.interp(outcome, value, at) if (np.diff(value) > 0).all() else None
        points = sorted({*at.tolist(), *([] if crossing is None else [float(crossing)])})
        integral = sum(quad(loss, a, b, limit=200)[0] for a, b in itertools.pairwise(points))
        assert score == pytest.approx(integral, abs=2e-6)


def test_the_crps_of_an_ensemble_is_that_of_its_steps():
    """scoringrules' quantile form at levels (k - 1/2) / m is the CRPS of an ensemble: what the exact form tends to."""
    rng = np.random.default_rng(0)
    m, y = 4000, np.array([-0.7, 0.1, 2.0])
    levels = (np.arange(m) + 0.5) / m
    q = np.tile(norm.ppf(levels), (3, 1))
    expected = scoringrules.crps_normal(y, 0.0, 1.0)
    np.testing.assert_allclose(crps(q, y, levels), expected, atol=2e-4)
    np.testing.assert_allclose(crps_pinball(q, y, levels), expected, atol=2e-4)
    few = np.sort(rng.normal(size=(3, 25)), axis=1)
    np.testing.assert_allclose(
        crps_pinball(few, y, (np.arange(25) + 0.5) / 25), scoringrules.crps_ensemble(y, few), atol=1e-10
    )  # fmt: skip


def test_the_crps_of_a_uniform_law_is_exact_for_few_levels():
    y = np.linspace(0, 1, 11)
    for levels in ([0.5], [0.1, 0.5, 0.9], np.linspace(0.01, 0.99, 7)):
        q = np.tile(levels, (11, 1))
        np.testing.assert_allclose(crps(q, y, levels, ends=(0, 1)), y**2 - y + 1 / 3, atol=1e-12)
    assert np.abs(crps_pinball(np.tile(THREE, (11, 1)), y, THREE) - (y**2 - y + 1 / 3)).max() > 0.05


@given(forecasts())
def test_a_point_forecast_scores_its_distance(rows):
    _, y, levels = rows
    flat = np.full((len(y), len(levels)), 0.3)
    np.testing.assert_allclose(crps(flat, y, levels), np.abs(y - 0.3), atol=1e-12)


# ---------------------------------------------------------------- coverage


def test_closed_and_open_coverage_by_hand():
    found = hits([0.4] * 5, [0.6] * 5, [0.3, 0.4, 0.5, 0.6, 0.7])
    assert found.closed.tolist() == [False, True, True, True, False]
    assert found.open.tolist() == [False, False, True, False, False]
    assert found.below.tolist() == [True, False, False, False, False]
    assert found.above.tolist() == [False, False, False, False, True]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_a_band_stored_in_single_precision_still_holds_its_edge(prices):
    stored = np.array(prices, np.float32)
    found = hits(stored, stored, prices)
    assert found.closed.all()
    assert not found.open.any()


@given(forecasts())
def test_every_outcome_is_somewhere(rows):
    q, y, _ = rows
    found = hits(q[:, 0], q[:, -1], y, tolerance=0)
    assert (found.closed.astype(int) + found.below + found.above == 1).all()
    assert (found.open <= found.closed).all()


# ---------------------------------------------------------------- PIT


@given(forecasts(), st.integers(0, 2**32))
def test_the_pit_lies_between_the_levels_around_the_outcome(rows, seed):
    q, y, levels = rows
    found = randomised_pit(q, y, levels, np.random.default_rng(seed), tolerance=0)
    np.testing.assert_array_equal(found, randomised_pit(q, y, levels, np.random.default_rng(seed), tolerance=0))
    for k, level in enumerate(levels):
        assert (found[y < q[:, k]] <= level).all()
        assert (found[y > q[:, k]] >= level).all()


def test_the_pit_of_a_right_forecast_is_uniform():
    rng = np.random.default_rng(0)
    levels = norm.cdf(np.linspace(-2, 2, 9))
    centre, sd = rng.normal(size=(2, 20_000))
    y = centre + np.abs(sd) * rng.normal(size=20_000)
    q = centre[:, None] + np.abs(sd)[:, None] * norm.ppf(levels)
    assert kstest(randomised_pit(q, y, levels, rng), "uniform").pvalue > 0.01


def with_atom(rng, n):
    """Prices of which a share stays, known to the forecast; else a skewed normal change. Quantiles, outcome, below, unchanged."""
    last, stays, falls = rng.uniform(0.2, 0.8, n), rng.uniform(0.1, 0.9, n), rng.uniform(0.2, 0.8, n)
    sd = rng.uniform(0.005, 0.02, n)
    below = (1 - stays) * falls

    def quantile(u):
        low = -sd * np.abs(norm.ppf(np.clip(u / (2 * below), 1e-12, 1)))  # u = below: no change
        high = sd * norm.ppf(np.clip(0.5 + (u - below - stays) / (2 * (1 - stays - below)), 0.5, 1 - 1e-12))
        return last + np.where(u < below, np.where(u < below, low, 0), np.where(u > below + stays, high, 0))

    def half_normal(u):
        """The same law of a fall: its size from a half-normal."""
        return last - sd * np.abs(norm.ppf(u / (2 * below)))

    levels = (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99)
    bands = np.stack([quantile(np.full(n, level)) for level in levels], axis=1)
    u = rng.random(n)
    y = np.where(u < below, half_normal(np.minimum(u, below)), quantile(u))
    return levels, bands, y, last, below, stays


def test_the_pit_is_uniform_where_many_outcomes_do_not_move():
    rng = np.random.default_rng(1)
    levels, bands, y, last, below, stays = with_atom(rng, 40_000)
    u = randomised_pit(bands, y, levels, rng, last=last, below=below, unchanged=stays)
    assert 0.4 < np.mean(y == last) < 0.6
    assert kstest(u, "uniform").pvalue > 0.01
    still = y == last
    for level in (0.1, 0.3, 0.9):
        assert np.mean(u < level) == pytest.approx(level, abs=0.01)
        # the plain misses cannot have the right share: nothing at the atom is strictly below anything
        plain = np.mean(y < bands[:, levels.index(level)])
        assert abs(plain - level) > 0.01 or level == 0.1
    assert u[still].min() >= below[still].min()


def test_an_outcome_at_the_last_price_by_hand():
    rng = np.random.default_rng(2)
    n = 4000
    one = randomised_pit(
        np.tile([0.48, 0.5, 0.5], (n, 1)), np.full(n, 0.5), THREE, rng, last=np.full(n, 0.5), below=np.full(n, 0.2),
        unchanged=np.full(n, 0.7),
    )  # fmt: skip
    assert kstest(one, "uniform", args=(0.2, 0.7)).pvalue > 0.01
    # above it: at least .9, whatever the quantiles on the last price say
    up = randomised_pit([[0.48, 0.5, 0.5]], [0.6], THREE, rng, last=[0.5], below=[0.2], unchanged=[0.75])
    assert 0.95 <= up[0] <= 1
    # without the masses all that is known is which levels lie around it: .1 to 1
    open_ = randomised_pit(np.tile([0.48, 0.5, 0.5], (n, 1)), np.full(n, 0.5), THREE, rng)
    assert kstest(open_, "uniform", args=(0.1, 0.9)).pvalue > 0.01


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "score",
    [
        pinball,
        crps,
        weighted_interval_score,
        lambda q, y, levels: randomised_pit(q, y, levels, np.random.default_rng(0)),
    ],
)
@pytest.mark.parametrize(
    ("q", "y", "levels"),
    [
        ([[0.1, 0.2, 0.3]], [0.5], [0.9, 0.5, 0.1]), ([[0.1, 0.2, 0.3]], [0.5], [0.0, 0.5, 1.0]), ([[0.1]], [0.5], THREE),
        ([0.1, 0.2, 0.3], [0.5], THREE), ([[0.1, 0.2, NAN]], [0.5], THREE), ([[0.1, 0.2, 0.3]], [NAN], THREE),
        (np.empty((0, 3)), [], THREE), ([[0.1, 0.2, 0.3]], [0.5, 0.5], THREE), ([[0.1, 0.2, np.inf]], [0.5], THREE),
    ],
)  # fmt: skip
def test_nonsense_is_refused(score, q, y, levels):
    with pytest.raises(InputError, match="must be"):
        score(q, y, levels)


@pytest.mark.parametrize("score", [interval_score, hits])
@pytest.mark.parametrize(("low", "high", "y"), [([0.6], [0.4], [0.5]), ([], [], []), ([NAN], [1], [0]), ([0, 0], [1, 1], [0])])
def test_bands_that_are_none_are_refused(score, low, high, y):
    with pytest.raises(InputError, match="must be"):
        score(low, high, y)


def test_settings_that_are_none_are_refused():
    q, y, rng = [[0.3, 0.5, 0.7]], [0.5], np.random.default_rng(0)
    for wrong in (
        lambda: interval_score([0], [1], [0.5], 0.0), lambda: interval_score([0], [1], [0.5], 1.0),
        lambda: hits([0], [1], [0.5], -1), lambda: crps([[0.7, 0.5, 0.3]], y, THREE), lambda: crps(q, y, THREE, ends=(0.4, 1)),
        lambda: randomised_pit([[0.7, 0.5, 0.3]], y, THREE, rng), lambda: randomised_pit(q, y, THREE, rng, last=[0.5]),
        lambda: randomised_pit(q, y, THREE, rng, last=[0.5], below=[0.6], unchanged=[0.6]),
        lambda: randomised_pit(q, y, THREE, rng, last=[0.5], below=[NAN], unchanged=[0.6]),
        lambda: randomised_pit(q, y, THREE, rng, last=[0.5, 0.5], below=[0.1], unchanged=[0.6]),
        lambda: weighted_interval_score(q, y, [0.1, 0.5, 0.8]),
    ):  # fmt: skip
        with pytest.raises(InputError, match="must be"):
            wrong()


def test_examples():
    assert doctest.testmod(module).failed == 0
