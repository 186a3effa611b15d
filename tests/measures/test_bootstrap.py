"""Bootstrap: resampling sums is resampling events, with all their rows."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.measures import bootstrap as module
from credence.measures.bootstrap import Draws, difference_draws, mean_draws, resampled_sums, slope_draws
from credence.measures.samples import sample
from credence.measures.scores import brier, log_loss, mean_score
from credence.measures.slope import line


def drawn(seed, events, most=4):
    rng = np.random.default_rng(seed)
    event = np.repeat(np.arange(events), rng.integers(1, most, events))
    price = rng.integers(1, 100, len(event)) / 100
    y = (rng.random(len(event)) < price).astype(int)
    return sample(price, y, rng.uniform(0.5, 2, len(event)), event)


def rows_of(rows, chosen):
    """The rows of the chosen events, as often as these were drawn."""
    return np.concatenate([np.flatnonzero(rows.event == event) for event in chosen])


@pytest.fixture
def remembered(monkeypatch):
    """Every count that is drawn."""
    seen, counts = [], module._counts

    def recorded(clusters, draws, rng):
        seen.append(counts(clusters, draws, rng))
        return seen[-1]

    monkeypatch.setattr(module, "_counts", recorded)
    return seen


@pytest.mark.parametrize("score", ["brier", "log_loss"])
def test_a_resample_of_sums_is_one_of_rows(score, remembered):
    rows = drawn(0, 40)
    found = mean_draws(rows, score, None, 20, np.random.default_rng(0))
    function = {"brier": brier, "log_loss": log_loss}[score]
    for drawn_, counts in zip(found.draws, remembered[0], strict=True):
        chosen = rows_of(rows, np.repeat(np.arange(40), counts.astype(int)))
        value = mean_score(function(rows.p_yes[chosen], rows.resolved_yes[chosen]), rows.weight[chosen])
        assert drawn_ == pytest.approx(value, abs=1e-12)
    assert found.value == pytest.approx(mean_score(function(rows.p_yes, rows.resolved_yes), rows.weight), abs=1e-12)


def refitted(rows, counts):
    chosen = rows_of(rows, np.repeat(np.arange(rows.events), counts.astype(int)))
    fitted = line(sample(rows.p_yes[chosen], rows.resolved_yes[chosen], rows.weight[chosen]).pooled)
    return fitted.intercept, fitted.slope


def test_a_resampled_slope_is_the_slope_of_the_resampled_rows(remembered):
    rows = drawn(1, 150)
    intercept, slope = slope_draws(rows, None, 20, np.random.default_rng(0))
    by_hand = [refitted(rows, counts) for counts in remembered[0]]
    assert np.stack([intercept.draws, slope.draws], axis=1) == pytest.approx(np.array(by_hand), abs=1e-8)


def test_one_newton_step_is_as_wide_as_a_fit(remembered):
    rows = drawn(2, 1500)
    _, slope = slope_draws(rows, None, 300, np.random.default_rng(0))
    fitted = np.array([refitted(rows, counts)[1] for counts in np.concatenate(remembered)])
    assert slope.error == pytest.approx(fitted.std(ddof=1), rel=0.02)
    low, high = np.quantile(fitted, [0.025, 0.975])
    assert slope.percentile()[1] - slope.percentile()[0] == pytest.approx(high - low, rel=0.02)


def test_groups_are_drawn_together(remembered):
    rows = drawn(3, 50)
    first = np.random.default_rng(0).random(len(rows.p_yes)) < 0.4
    found = difference_draws(rows, first, "brier", None, 20, np.random.default_rng(1))
    scores = brier(rows.p_yes, rows.resolved_yes)
    for drawn_, counts in zip(found.draws, remembered[0], strict=True):
        chosen = rows_of(rows, np.repeat(np.arange(50), counts.astype(int)))
        one, two = (mean_score(scores[chosen][side], rows.weight[chosen][side]) for side in (first[chosen], ~first[chosen]))
        assert drawn_ == pytest.approx(one - two, abs=1e-12)
    one, two = (mean_score(scores[side], rows.weight[side]) for side in (first, ~first))
    assert found.value == pytest.approx(one - two, abs=1e-12)


def test_errors_of_independent_rows_are_those_of_the_textbook():
    rng = np.random.default_rng(0)
    price = rng.integers(1, 100, 3000) / 100
    y = (rng.random(3000) < price).astype(int)
    found = mean_draws(sample(price, y), "brier", None, 4000, rng)
    assert found.error == pytest.approx(np.std(brier(price, y)) / np.sqrt(3000), rel=0.05)


@pytest.mark.parametrize("clusters", [2, 40, 1000, 1001, 5000])
def test_counts_have_mean_and_variance_one(clusters):
    counts = module._counts(clusters, 400, np.random.default_rng(0))
    assert counts.shape == (400, clusters)
    assert counts.mean() == pytest.approx(1, abs=5 / np.sqrt(400 * clusters))
    assert counts.var() == pytest.approx(1 - 1 / clusters, rel=0.05 if clusters > 2 else 0.2)
    if clusters <= 1000:
        assert (counts.sum(axis=1) == clusters).all()


def test_the_poisson_table_is_poisson():
    values, times = np.unique(module._POISSON, return_counts=True)
    expected = np.exp(-1) / np.cumprod(np.maximum(values, 1))
    assert times / 2**16 == pytest.approx(expected, abs=2**-16)
    assert module._POISSON.mean() == pytest.approx(1, abs=1e-4)
    assert module._POISSON.var() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("events", [50, 1500])
def test_the_same_generator_gives_the_same_draws(events):
    rows = drawn(4, events)
    once, again, other = (mean_draws(rows, "brier", None, 50, np.random.default_rng(seed)).draws for seed in (7, 7, 8))
    assert (once == again).all()
    assert not (once == other).all()


def test_draws_in_parts_are_as_many():
    sums = np.random.default_rng(0).normal(size=(5000, 3))
    found = resampled_sums(sums, 1000, np.random.default_rng(0))
    assert found.shape == (1000, 3)
    assert np.std(found, axis=0) == pytest.approx(np.sqrt(np.sum(sums**2, axis=0)), rel=0.15)


def test_intervals_by_hand():
    # 0 .. 100: the middle 90 % are 5 .. 95; reflected at 40: 80 - 95 = -15 .. 80 - 5 = 75
    found = Draws(40.0, np.arange(101.0))
    assert found.percentile(0.9) == pytest.approx((5, 95))
    assert found.basic(0.9) == pytest.approx((-15, 75))


@given(st.floats(0.01, 0.99), st.integers(0, 2**32))
def test_intervals_hold_what_they_say_of_the_draws(level, seed):
    draws = np.random.default_rng(seed).normal(size=500)
    low, high = Draws(0.0, draws).percentile(level)
    assert np.mean((draws >= low) & (draws <= high)) == pytest.approx(level, abs=0.01)


def test_what_cannot_be_resampled_is_refused():
    rng = np.random.default_rng(0)
    one = sample([0.2, 0.8, 0.2, 0.8], [0, 1, 1, 0], event_codes=[0] * 4)
    for figure in (lambda: mean_draws(one, "brier", None, 10, rng), lambda: slope_draws(one, None, 10, rng)):
        with pytest.raises(InputError, match="2 clusters or more"):
            figure()
    rows = drawn(0, 40)
    with pytest.raises(InputError, match="draws must be"):
        mean_draws(rows, "brier", None, 0, rng)
    with pytest.raises(InputError, match="score must be"):
        mean_draws(rows, "rank", None, 10, rng)
    with pytest.raises(InputError, match="level must be"):
        mean_draws(rows, "brier", None, 10, rng).percentile(1.5)
    with pytest.raises(InputError, match="first must be"):
        difference_draws(rows, [0, 1], "brier", None, 10, rng)
    with pytest.raises(InputError, match="rows of each group"):
        difference_draws(rows, np.zeros(len(rows.p_yes), bool), "brier", None, 10, rng)
    few = sample([0.2, 0.8, 0.2, 0.8, 0.5], [0, 1, 1, 0, 1])
    with pytest.raises(InputError, match="cluster must be"):
        slope_draws(few, None, 200, rng)


def test_examples():
    assert doctest.testmod(module).failed == 0
