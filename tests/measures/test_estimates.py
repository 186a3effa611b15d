"""Estimates: intervals and p-values of t, and the wider of two units decides."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from credence.errors import InputError
from credence.measures import clusters as clusters_module
from credence.measures import estimates as module
from credence.measures.clusters import (
    clusters_of,
    contributions,
    degrees_of_freedom,
    effective_clusters,
    mean_errors,
    sandwich,
)
from credence.measures.estimates import Estimate, wider
from credence.measures.samples import sample

number = st.floats(-100, 100)
error = st.floats(1e-6, 100)
df = st.floats(1, 1e6)


@given(number, error, df, st.floats(0.5, 0.999))
def test_intervals_are_those_of_t(value, spread, freedom, level):
    found = Estimate(value, spread, freedom, "event").interval(level)
    assert found == pytest.approx(stats.t.interval(level, freedom, value, spread), rel=1e-9, abs=1e-9)


@given(number, error, df, st.floats(0.5, 0.999))
def test_an_interval_ends_where_the_p_value_is_one_less_level(value, spread, freedom, level):
    found = Estimate(value, spread, freedom, "event")
    for end in found.interval(level):
        assert found.p_value(end) == pytest.approx(1 - level, rel=1e-3)


@given(number, error, error, df, df)
def test_the_wider_one_claims_less(value, one, two, first_df, second_df):
    pair = Estimate(value, one, first_df, "event"), Estimate(value, two, second_df, "week")
    widths = [end[1] - end[0] for end in (found.interval() for found in pair)]
    chosen = wider(*pair).interval()
    assert chosen[1] - chosen[0] == max(widths)
    assert wider(*pair[::-1]).interval() == chosen or widths[0] == widths[1]


def test_an_unknown_error_is_the_widest():
    known, unknown = Estimate(1.0, 5.0, 3.0, "event"), Estimate(1.0, float("nan"), float("nan"), "week")
    assert wider(known, unknown).unit == wider(unknown, known).unit == "week"
    assert np.isnan(unknown.interval()).all()
    assert np.isnan(unknown.p_value(0.0))


@pytest.mark.parametrize("level", [0, 1, -1, 95, float("nan")])
def test_levels_are_shares(level):
    with pytest.raises(InputError, match="level must be"):
        Estimate(0.0, 1.0, 5.0, "event").interval(level)


def test_effective_clusters_by_hand():
    # weights 1 1 2: (1 + 1 + 2)^2 / (1 + 1 + 4) = 16 / 6; of the squares 1 1 4: 36 / 18 = 2, less 1
    assert effective_clusters(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)
    assert degrees_of_freedom(np.array([1.0, 1.0, 2.0])) == pytest.approx(1.0)
    assert degrees_of_freedom(np.array([1.0, 100.0])) == 1.0  # never less


@given(st.lists(st.floats(0.01, 100), min_size=2), st.floats(0.01, 100))
def test_effective_clusters_are_at_most_all_and_know_no_unit(weight, unit):
    w = np.array(weight)
    assert 1 - 1e-9 <= effective_clusters(w) <= len(w) + 1e-9
    assert effective_clusters(unit * w) == pytest.approx(effective_clusters(w))
    assert degrees_of_freedom(w) <= len(w) - 1 + 1e-9


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 1), st.floats(0.1, 5), st.integers(0, 4)), min_size=1))
def test_contributions_are_sums_by_cluster(rows):
    ticks, y, w, cluster = (np.array(column) for column in zip(*rows, strict=True))
    found = sample(ticks / 10, y, w)
    table = np.random.default_rng(0).normal(size=(len(found.pooled.price), 2, 3))
    group = clusters_of(found, cluster)
    summed = contributions(found, group, table)
    for code, value in enumerate(sorted(set(cluster.tolist()))):
        by_hand = sum(found.weight[i] * table[found.place[i], y[i]] for i in np.flatnonzero(cluster == value))
        assert summed[code] == pytest.approx(by_hand, abs=1e-12)


def test_many_rows_are_summed_as_few_are(monkeypatch):
    rng = np.random.default_rng(3)
    found = sample(rng.integers(1, 9, 100) / 10, rng.integers(0, 2, 100), event_codes=rng.integers(0, 7, 100))
    table = rng.normal(size=(len(found.pooled.price), 2, 2))
    few = contributions(found, found.event, table)
    monkeypatch.setattr(clusters_module, "LEAST_ROWS", 30)
    np.testing.assert_array_equal(contributions(found, found.event, table), few)


@pytest.mark.parametrize("cluster", [[0, 1], [0.0, 1.0, 2.0], [0, 1, -1], [[0, 1, 2]]])
def test_cluster_codes_that_do_not_fit_are_refused(cluster):
    with pytest.raises(InputError, match="cluster must be"):
        clusters_of(sample([0.1, 0.2, 0.3], [0, 1, 0]), cluster)


@pytest.mark.parametrize("weight", [np.full(200, 1 / 200), np.array([0.3] + [0.7 / 50] * 50)])
def test_a_mean_is_a_fit_with_one_coefficient(weight):
    """`mean_errors` is `sandwich` with the information 1, by either method."""
    scores = weight[:, None] * np.random.default_rng(0).normal(size=(len(weight), 2))
    errors, freedom = mean_errors(scores, weight)
    for column, found in zip(scores.T, errors, strict=True):
        covariance, fitted, _ = sandwich(np.eye(1), np.column_stack([column, weight]))
        assert found == pytest.approx(np.sqrt(covariance[0, 0]))
        assert fitted[0] == pytest.approx(freedom)


def test_one_cluster_that_holds_everything_is_refused():
    scores = np.array([[0.1], [-0.1]])
    with pytest.raises(InputError, match="cluster must be"):
        mean_errors(scores, np.array([1.0, 1e-12]))
    with pytest.raises(InputError, match="2 clusters or more"):
        mean_errors(scores[:1], np.array([1.0]))
    with pytest.raises(InputError, match="cluster must be"):
        sandwich(np.eye(1), np.column_stack([scores[:, 0], [1.0, 0.0]]))


@pytest.mark.parametrize("target", [module, clusters_module])
def test_examples(target):
    assert doctest.testmod(target).failed == 0
