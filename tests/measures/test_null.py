"""Null: the draws are sign flips of whole clusters, and the 5 % test rejects 5 % of calibrated samples."""

import doctest
from itertools import product

import numpy as np
import pytest
from scipy.optimize import isotonic_regression
from scipy.special import expit, logit, ndtr
from scipy.stats import binom

from credence.errors import InputError
from credence.measures import null as module
from credence.measures.decomposition import corp
from credence.measures.ece import ece_equal_mass, equal_mass_bins
from credence.measures.null import null_draws
from credence.measures.samples import event_weights, sample


def drawn(seed, events, clustered=True, slope=1.0, weighting="event"):
    rng = np.random.default_rng(seed)
    rows = np.ones(events, int)
    if clustered:
        rows = rng.integers(1, 4, events)
        rows[: events // 20] = rng.integers(20, 81, events // 20)
    event = np.repeat(np.arange(events), rows)
    price = np.clip(np.rint(rng.beta(0.6, 0.6, len(event)) * 1000) / 1000, 0.005, 0.995)
    shock = np.sqrt(0.5) * (rng.normal(size=events)[event] + rng.normal(size=len(event)))
    y = (ndtr(shock) < expit(slope * logit(price))).astype(int)
    return sample(price, y, event_weights(event) if weighting == "event" else None, event)


def by_rows(rows, signs, bins=15):
    """MCB and ECE of y* = p + g (y - p), from the rows and the definitions."""
    y = rows.p_yes + signs * (rows.resolved_yes - rows.p_yes)
    order = np.argsort(rows.p_yes, kind="stable")
    p, y, w = rows.p_yes[order], y[order], rows.weight[order]
    mean = np.array([np.average(y[p == price], weights=w[p == price]) for price in rows.pooled.price])
    curve = isotonic_regression(mean, weights=rows.pooled.weight).x
    fitted = curve[np.searchsorted(rows.pooled.price, p)]
    bin_of = equal_mass_bins(rows.pooled, bins)[np.searchsorted(rows.pooled.price, p)]
    ece = sum(abs(np.sum((w * (y - p))[bin_of == k])) for k in np.unique(bin_of))
    return np.sum(w * (p - y) ** 2) - np.sum(w * (fitted - y) ** 2), ece


def test_what_is_observed_are_the_figures_themselves():
    for weighting in ("event", "market"):
        rows = drawn(0, 300, weighting=weighting)
        found = null_draws(rows, None, 10, np.random.default_rng(0))
        assert found.observed_mcb == pytest.approx(corp(rows.pooled).mcb, abs=1e-14)
        assert found.observed_ece == pytest.approx(ece_equal_mass(rows.pooled), abs=1e-14)


@pytest.mark.parametrize("bins", [3, 15])
def test_draws_are_sign_flips_of_whole_clusters(bins):
    """With four clusters there are 16 draws: all of them appear, and no other."""
    rng = np.random.default_rng(5)
    price = rng.integers(1, 20, 40) / 20
    rows = sample(price, rng.random(40) < price, rng.uniform(0.5, 2, 40), rng.integers(0, 4, 40))
    found = null_draws(rows, None, 600, np.random.default_rng(0), bins)
    every = [by_rows(rows, np.array(signs)[rows.event], bins) for signs in product([-1, 1], repeat=4)]
    for column, drawn_ in enumerate((found.mcb, found.ece)):
        possible = np.array([pair[column] for pair in every])
        gaps = np.abs(drawn_[:, None] - possible)
        assert gaps.min(axis=1).max() < 1e-12
        assert gaps.min(axis=0).max() < 1e-12
    # all signs + is the sample itself: equal draws count, whatever the order of sums
    share = np.mean([pair[0] >= by_rows(rows, 1.0, bins)[0] - 1e-12 for pair in every])
    assert found.p_value_mcb == pytest.approx(share, abs=0.08)


def test_single_precision_for_many_clusters_makes_no_difference(monkeypatch):
    rows = drawn(1, 3000)
    exact = null_draws(rows, None, 100, np.random.default_rng(0))
    monkeypatch.setattr(module, "EXACT", 10)
    single = null_draws(rows, None, 100, np.random.default_rng(0))
    assert single.mcb == pytest.approx(exact.mcb, rel=1e-3)
    assert single.ece == pytest.approx(exact.ece, rel=1e-4)


def test_clusters_in_blocks_and_draws_in_parts_are_all_drawn(monkeypatch):
    rows = drawn(2, 500)
    whole = null_draws(rows, None, 400, np.random.default_rng(0))
    monkeypatch.setattr(module, "BLOCK", 64)
    monkeypatch.setattr(module, "DRAWS", 24)
    parts = null_draws(rows, None, 400, np.random.default_rng(0))
    assert parts.mcb.shape == parts.ece.shape == (400,)
    assert parts.mean_mcb == pytest.approx(whole.mean_mcb, rel=0.1)
    assert parts.mean_ece == pytest.approx(whole.mean_ece, rel=0.1)
    assert parts.mcb.std() == pytest.approx(whole.mcb.std(), rel=0.2)


def test_the_same_generator_gives_the_same_draws():
    rows = drawn(3, 100)
    once, again, other = (null_draws(rows, None, 30, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (once.mcb == again.mcb).all()
    assert not (once.mcb == other.mcb).all()


def test_p_values_count_the_sample_itself():
    rows = drawn(4, 400, slope=0.3)
    found = null_draws(rows, None, 99, np.random.default_rng(0))
    assert found.p_value_mcb == found.p_value_ece == 1 / 100
    assert found.observed_mcb > found.mcb.max()


def test_a_wider_cluster_knows_fewer_draws():
    rows = drawn(5, 400)
    by_week = null_draws(rows, rows.event % 3, 500, np.random.default_rng(0))
    assert len(np.unique(by_week.mcb.round(12))) <= 8


def test_what_has_no_null_is_refused():
    rows = drawn(0, 40)
    with pytest.raises(InputError, match="2 clusters or more"):
        null_draws(rows, np.zeros(len(rows.p_yes), int), 99, np.random.default_rng(0))
    with pytest.raises(InputError, match="draws must be"):
        null_draws(rows, None, 0, np.random.default_rng(0))
    with pytest.raises(InputError, match="bins must be"):
        null_draws(rows, None, 9, np.random.default_rng(0), bins=0)


def test_one_price_and_one_outcome_have_an_answer():
    found = null_draws(sample([0.3] * 20, [1] * 20), None, 99, np.random.default_rng(0))
    assert found.observed_mcb == pytest.approx(0.49)
    assert found.p_value_mcb == 1 / 100
    right = null_draws(sample([0.0, 1.0, 1.0], [0, 1, 1]), None, 99, np.random.default_rng(0))
    assert (right.observed_mcb, right.p_value_mcb, right.p_value_ece) == (0, 1, 1)


def rejections(seeds, events, clustered, weighting):
    p_values = []
    for seed in seeds:
        rows = drawn(seed, events, clustered, weighting=weighting)
        found = null_draws(rows, None, 199, np.random.default_rng(seed))
        p_values.append((found.p_value_mcb, found.p_value_ece))
    return np.sum(np.array(p_values) <= 0.05, axis=0), len(p_values)


def holds(hits, runs, low, high):
    """The exact 99.9 % interval of the observed share meets the range."""
    return binom.sf(hits - 1, runs, high) > 0.0005 and binom.cdf(hits, runs, low) > 0.0005


@pytest.mark.parametrize("clustered", [False, True])
def test_five_percent_of_calibrated_samples_are_rejected(clustered):
    hits, runs = rejections(range(150), 300, clustered, "event")
    assert all(holds(count, runs, 0.025, 0.08) for count in hits), hits


@pytest.mark.torture
@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("weighting", ["event", "market"])
@pytest.mark.parametrize(("events", "seeds"), [(300, 2000), (1000, 1000), (3000, 500)])
def test_five_percent_of_calibrated_samples_are_rejected_at_length(clustered, weighting, events, seeds):
    hits, runs = rejections(range(seeds), events, clustered, weighting)
    assert all(holds(count, runs, 0.025, 0.08) for count in hits), (hits, runs)


def test_examples():
    assert doctest.testmod(module).failed == 0
