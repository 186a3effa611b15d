"""The exact order statistic, against crepes, MAPIE and counting."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom

from credence.errors import InputError
from credence.forecasts.conformal.order_statistic import by_bucket, order_statistic, rank, weighted_order_statistic
from credence.forecasts.conformal.weights import day_weights, event_weights

SCORES = arrays(np.float64, st.integers(1, 60), elements=st.sampled_from([-1.0, -0.5, 0.0, 0.0, 0.25, 1.0, 3.0]))
ALPHAS = st.sampled_from([0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 0.7, 0.9])


def test_rank_of_decimals_is_the_textbook_number():
    # (n + 1)(1 - alpha): 10 x .3 = 3, though 10 * (1 - .7) = 3.0000000000000004 in binary
    assert (rank(9, 0.7), rank(19, 0.05), rank(99, 0.1), rank(20, 0.2), rank(4, 0.1), rank(3, 0.99)) == (3, 19, 90, 17, 5, 1)


@given(SCORES, ALPHAS)
def test_it_is_one_of_the_scores_with_enough_of_them_below(scores, alpha):
    k, found = rank(len(scores), alpha), order_statistic(scores, alpha)
    if k > len(scores):
        assert found == math.inf
    else:
        assert found in scores
        assert (scores <= found).sum() >= k > (scores < found).sum()


@given(SCORES, ALPHAS)
def test_unit_weights_change_nothing(scores, alpha):
    assert weighted_order_statistic(scores, np.ones(len(scores)), alpha) == order_statistic(scores, alpha)


@given(SCORES, ALPHAS, st.randoms(use_true_random=False))
def test_order_of_rows_is_of_no_matter(scores, alpha, random):
    weight = np.round(np.random.default_rng(random.randrange(2**32)).random(len(scores)), 3)
    at = np.array(random.sample(range(len(scores)), len(scores)))
    for atom in (True, False):
        if weight.sum():
            before = weighted_order_statistic(scores, weight, alpha, atom=atom)
            assert weighted_order_statistic(scores[at], weight[at], alpha, atom=atom) == before


@given(SCORES, st.lists(st.integers(0, 4), min_size=60, max_size=60), ALPHAS, st.booleans())
def test_many_buckets_at_once_equal_one_by_one(scores, buckets, alpha, atom):
    bucket = np.array(buckets[: len(scores)])
    weight = 2.0 ** -np.arange(len(scores))
    found = by_bucket(scores, bucket, alpha, weight, buckets=6, atom=atom)
    for number in range(6):
        own = bucket == number
        alone = weighted_order_statistic(scores[own], weight[own], alpha, atom=atom) if own.any() else math.inf
        assert found[number] == alone


@given(SCORES, ALPHAS)
def test_weighted_quantile_is_the_smallest_that_covers(scores, alpha):
    weight = 1.0 + np.arange(len(scores)) % 3
    found = weighted_order_statistic(scores, weight, alpha)
    need = (1 - alpha) * (weight.sum() + 1)
    if found == math.inf:
        assert weight.sum() < need
    else:
        assert weight[scores <= found].sum() >= need - 1e-6
        assert weight[scores < found].sum() < need


def test_atom_pulls_the_quantile_up():
    # weights 1, 1, 1 and 80 %: with the atom .8 x 4 = 3.2 > 3, without .8 x 3 = 2.4 -> the third
    assert weighted_order_statistic([0.0, 1.0, 2.0], [1, 1, 1], 0.2) == math.inf
    assert weighted_order_statistic([0.0, 1.0, 2.0], [1, 1, 1], 0.2, atom=False) == 2.0


def test_np_quantile_is_not_the_order_statistic():
    scores = np.arange(1.0, 21.0)  # k = 17 of 20
    assert order_statistic(scores, 0.2) == 17.0
    assert np.quantile(scores, 17 / 20) == pytest.approx(17.15)  # the trap: between the 17th and the 18th
    assert np.quantile(scores, 17 / 20, method="higher") == 18.0


@pytest.mark.parametrize(("n", "alpha"), [(20, 0.2), (9, 0.1), (37, 0.1), (100, 0.05)])
def test_coverage_in_finite_samples_is_exactly_k_of_n_plus_one(n, alpha):
    rng, draws, seen = np.random.default_rng(n), 40_000, 0
    for _ in range(40):
        scores = rng.normal(size=(draws // 40, n + 1))
        bucket = np.repeat(np.arange(len(scores)), n)
        limit = by_bucket(scores[:, :n].ravel(), bucket, alpha)
        seen += int((scores[:, n] <= limit).sum())
    exact = rank(n, alpha) / (n + 1)
    low, high = binom.ppf([1e-4, 1 - 1e-4], draws, exact)
    assert low <= seen <= high
    if n == 20:  # k / (n + 1) = .8095; one rank further on would be .857
        assert not low <= (rank(n, alpha) + 1) / (n + 1) * draws <= high


def test_coverage_with_ties_and_zeros_is_at_least_k_of_n_plus_one():
    rng, draws, n, alpha = np.random.default_rng(5), 20_000, 25, 0.2
    scores = rng.choice([0.0, 0.0, 0.0, 0.5, 1.0], size=(draws, n + 1))
    limit = by_bucket(scores[:, :n].ravel(), np.repeat(np.arange(draws), n), alpha)
    covered = int((scores[:, n] <= limit).sum())
    assert covered >= binom.ppf(1e-4, draws, rank(n, alpha) / (n + 1))


@pytest.mark.parametrize(("n", "confidence"), [(50, 0.8), (20, 0.9), (101, 0.75), (7, 0.9), (333, 0.95)])
def test_equals_crepes(n, confidence):
    crepes = pytest.importorskip("crepes")
    residuals = np.random.default_rng(n).normal(size=n)
    residuals[::7] = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # crepes warns where the interval is infinite
        found = crepes.ConformalRegressor().fit(residuals).predict_int(np.zeros(1), confidence=confidence)
    assert found[0, 1] == order_statistic(np.abs(residuals), 1 - confidence)


def test_weights_of_days_halve_in_a_half_life_and_refuse_the_future():
    assert day_weights([20, 13, 6], 20, 7).tolist() == [1.0, 0.5, 0.25]
    with pytest.raises(InputError, match="not known yet"):
        day_weights([21], 20)


@given(st.lists(st.integers(-3, 5), min_size=1, max_size=80), st.integers(1, 10))
def test_an_event_weighs_its_rows_or_the_cap(events, cap):
    weight = event_weights(events, cap)
    for event in set(events):
        own = np.array(events) == event
        assert weight[own].sum() == pytest.approx(min(own.sum(), cap))
    assert np.array_equal(weight, event_weights([f"event {event}" for event in events], cap))


@pytest.mark.parametrize(
    "call",
    [
        lambda: order_statistic([0.0, float("nan")], 0.1),
        lambda: order_statistic([0.0], 0.0),
        lambda: order_statistic([0.0], 1.0),
        lambda: by_bucket([0.0], [-1], 0.1),
        lambda: by_bucket([0.0], [0.0], 0.1),
        lambda: by_bucket([0.0], [1], 0.1, buckets=1),
        lambda: weighted_order_statistic([0.0], [-1.0], 0.1),
        lambda: weighted_order_statistic([0.0], [float("inf")], 0.1),
        lambda: event_weights([1], 0),
        lambda: day_weights([0.5], 1),
        lambda: day_weights([1], 1, 0),
    ],
)
def test_nonsense_is_refused(call):
    with pytest.raises(InputError, match="must be"):
        call()
