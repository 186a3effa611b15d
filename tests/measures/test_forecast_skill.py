"""Skill, Diebold-Mariano and independence of misses: by hand, by scipy, and in worlds that are known."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from credence.errors import InputError
from credence.measures import forecast_skill as module
from credence.measures.forecast_skill import capped_weights, christoffersen, diebold_mariano, skill_interval
from credence.measures.scores import mean_score, skill


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.integers(1, 10))
def test_no_event_weighs_more_than_the_cap(event, cap):
    weight = capped_weights(event, cap)
    rows = np.bincount(event)
    np.testing.assert_allclose(np.bincount(event, weight), np.minimum(rows, cap))
    assert (weight[rows[event] <= cap] == 1).all()


def drawn(rng, events=200, better=0.1):
    """Losses of a reference and of one that is better on average; events of uneven size whose rows hang together."""
    event = np.repeat(np.arange(events), rng.integers(1, 120, events))
    scale = rng.lognormal(0, 0.5, events)[event]
    reference = scale * rng.exponential(1, len(event))
    own = reference * (1 - better + rng.normal(0, 0.2, events)[event])
    return own, reference, event


def test_the_value_is_the_skill_of_weighted_means():
    own, reference, event = drawn(np.random.default_rng(0))
    found = skill_interval(own, reference, event, 200, np.random.default_rng(1))
    assert found.value == pytest.approx(skill(own, reference, capped_weights(event)), abs=1e-12)
    assert found.events == 200
    assert found.low < found.value < found.high
    every = skill_interval(own, reference, event, 200, np.random.default_rng(1), weight=np.ones(len(event)))
    assert every.value == pytest.approx(1 - mean_score(own) / mean_score(reference), abs=1e-12)


def test_the_interval_is_that_of_drawing_events():
    own, reference, event = drawn(np.random.default_rng(2))
    rng, weight, skills = np.random.default_rng(3), capped_weights(event), []
    parts = [np.flatnonzero(event == code) for code in range(200)]
    for _ in range(2000):
        rows = np.concatenate([parts[code] for code in rng.integers(0, 200, 200)])
        skills.append(1 - np.sum((weight * own)[rows]) / np.sum((weight * reference)[rows]))
    found = skill_interval(own, reference, event, 4000, np.random.default_rng(4))
    np.testing.assert_allclose((found.low, found.high), np.quantile(skills, [0.025, 0.975]), atol=0.004)
    narrow = skill_interval(own, reference, event, 4000, np.random.default_rng(4), level=0.5)
    np.testing.assert_allclose((narrow.low, narrow.high), np.quantile(skills, [0.25, 0.75]), atol=0.004)


def test_the_interval_holds_what_it_says():
    rng, held = np.random.default_rng(5), []
    for _ in range(300):
        own, reference, event = drawn(rng, 150)
        found = skill_interval(own, reference, event, 300, rng)
        held.append(found.low <= 0.1 <= found.high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.035)


def test_codes_may_have_gaps():
    own, reference, event = drawn(np.random.default_rng(6), 40)
    one = skill_interval(own, reference, event, 100, np.random.default_rng(0))
    two = skill_interval(own, reference, event * 7, 100, np.random.default_rng(0))
    assert one == two
    assert diebold_mariano(own, reference, event) == diebold_mariano(own, reference, event * 7)


def test_diebold_mariano_is_a_t_test_on_events():
    own, reference, event = drawn(np.random.default_rng(7), 60, better=0.02)
    found = diebold_mariano(own, reference, event)
    means = [np.mean((own - reference)[event == code]) for code in range(60)]
    expected = ttest_1samp(means, 0)
    assert (found.statistic, found.p_value, found.df) == pytest.approx((expected.statistic, expected.pvalue, 59))
    assert found.difference == pytest.approx(np.mean(means))
    weight = np.random.default_rng(8).random(len(own))
    heavy = diebold_mariano(own, reference, event, weight)
    assert heavy.difference == pytest.approx(
        np.mean([np.average((own - reference)[event == code], weights=weight[event == code]) for code in range(60)])
    )


def test_equal_forecasters_are_told_apart_as_often_as_the_level_says():
    rng = np.random.default_rng(9)
    rejected = []
    for _ in range(600):
        event = np.repeat(np.arange(30), 20)
        gap = rng.normal(0, 1, 30)[event] + rng.normal(0, 0.2, 600)  # all rows of an event lean to one side
        rejected.append(diebold_mariano(gap - gap.min(), np.full(600, -gap.min()), event).p_value < 0.05)
    assert np.mean(rejected) == pytest.approx(0.05, abs=0.03)


def test_independence_by_hand():
    # 1101 0001: pairs 11 10 01 10 00 00 01 -> n11 1, n10 2, n01 2, n00 2
    found = christoffersen([1, 1, 0, 1, 0, 0, 0, 1])
    chain = 2 * np.log(2 / 4) + 2 * np.log(2 / 4) + 2 * np.log(2 / 3) + 1 * np.log(1 / 3)
    free = 4 * np.log(4 / 7) + 3 * np.log(3 / 7)
    assert found.statistic == pytest.approx(2 * (chain - free), abs=1e-12)
    assert (found.after_hit, found.after_miss, found.pairs) == (0.5, pytest.approx(1 / 3), 7)


def test_pairs_do_not_reach_from_one_series_into_the_next():
    one, two = [1, 1, 0, 1], [0, 0, 0, 1]
    found = christoffersen(one + two, [4] * 4 + [2] * 4)  # 11 10 01 and 00 00 01, not the pair 10 between them
    assert (found.after_hit, found.after_miss, found.pairs) == (0.5, 0.5, 6)


def test_independent_misses_are_rejected_as_often_as_the_level_says():
    rng = np.random.default_rng(10)
    p_values = np.array([christoffersen(rng.random(800) < 0.2).p_value for _ in range(1500)])
    assert np.mean(p_values < 0.05) == pytest.approx(0.05, abs=0.02)
    clustered = np.repeat(rng.random(400) < 0.2, 2)
    assert christoffersen(clustered).p_value < 1e-6
    assert christoffersen(clustered).after_miss > christoffersen(clustered).after_hit


def test_no_miss_at_all_is_no_sign_of_dependence():
    found = christoffersen([False] * 20)
    assert (found.statistic, found.p_value, found.after_hit) == (0, 1, 0)
    assert np.isnan(found.after_miss)


def test_nonsense_is_refused():
    rng, two = np.random.default_rng(0), [1.0, 2.0]
    for wrong in (
        lambda: capped_weights([-1, 0]), lambda: capped_weights([0], cap=0), lambda: capped_weights([0.5]),
        lambda: skill_interval(two, two, [0, 0], 10, rng), lambda: skill_interval(two, [1.0], [0, 1], 10, rng),
        lambda: skill_interval(two, [0.0, 0.0], [0, 1], 10, rng), lambda: skill_interval([1, np.nan], two, [0, 1], 10, rng),
        lambda: skill_interval(two, two, [0, 1], 0, rng), lambda: skill_interval(two, two, [0, 1], 10, rng, weight=[-1, 1]),
        lambda: skill_interval(two, two, [0, 1], 10, rng, weight=[0, 0]),
        lambda: skill_interval(two, two, [0, 1], 10, rng, level=1),
        lambda: diebold_mariano(two, [0.0, 1.0], [0, 1]), lambda: diebold_mariano(two, two[::-1], [0, 0]),
        lambda: christoffersen([]), lambda: christoffersen([0, 2]), lambda: christoffersen([0, 1], [0, 1]),
        lambda: christoffersen([0, 1, 0, 1], [0, 0, 1, 0]),
    ):  # fmt: skip
        with pytest.raises(InputError, match="must be"):
            wrong()


def test_examples():
    assert doctest.testmod(module).failed == 0
