"""ROC, its hull, AUC with clustered errors, and the Murphy curve: identities, other libraries, figures worked by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score, roc_curve

from credence.errors import InputError
from credence.measures.discrimination import auc, concave_roc, murphy_curve, roc
from credence.measures.isotonic import rising
from credence.measures.samples import Pooled, sample
from credence.measures.scores import brier, log_loss, mean_score

ticks = st.integers(0, 20).map(lambda tick: tick / 20)  # few distinct prices: many ties
row = st.tuples(ticks, st.integers(0, 1), st.floats(0.1, 5))


def columns(rows):
    p, y, w = map(np.array, zip(*rows, strict=True))
    return p, y, w


both = st.lists(row, min_size=2, max_size=60).filter(lambda rows: len({y for _, y, _ in rows}) == 2)


@given(both)
def test_roc_and_auc_agree_with_sklearn(rows):
    p, y, w = columns(rows)
    found = roc(sample(p, y, w).pooled)
    false_positive, true_positive, _ = roc_curve(y, p, sample_weight=w, drop_intermediate=False)
    assert found.false_positive == pytest.approx(false_positive, abs=1e-12)
    assert found.true_positive == pytest.approx(true_positive, abs=1e-12)
    assert found.auc == pytest.approx(roc_auc_score(y, p, sample_weight=w), abs=1e-12)


@given(both)
def test_a_rising_transform_changes_nothing(rows):
    p, y, w = columns(rows)
    assert roc(sample(p, y, w).pooled).auc == pytest.approx(roc(sample(p**3, y, w).pooled).auc, abs=1e-12)


@given(both)
def test_both_sides_turned_round_have_the_same_area(rows):
    p, y, w = columns(rows)
    assert roc(sample(p, y, w).pooled).auc == pytest.approx(roc(sample(1 - p, 1 - y, w).pooled).auc, abs=1e-9)


@given(both)
def test_the_hull_is_concave_and_lies_above(rows):
    pooled = sample(*columns(rows)).pooled
    curve, hull = roc(pooled), concave_roc(pooled)
    above = np.interp(curve.false_positive, hull.false_positive, hull.true_positive)
    inner = curve.false_positive < 1  # at 1 the hull may rise straight up, and interp takes its end
    assert (above[inner] >= curve.true_positive[inner] - 1e-9)[np.diff(curve.false_positive, prepend=-1.0)[inner] > 0].all()
    assert hull.auc >= curve.auc - 1e-12
    x, up = np.diff(hull.false_positive), np.diff(hull.true_positive)
    assert (up[:-1] * x[1:] >= up[1:] * x[:-1] - 1e-12).all()  # slopes fall
    calibrated = rising(pooled.share_yes, pooled.weight)
    assert hull.auc == pytest.approx(_pair_area(calibrated, pooled), abs=1e-9)


def _pair_area(value: np.ndarray, pooled: Pooled) -> float:
    """The chance that a YES lies above a NO, by all pairs."""
    yes, no = pooled.weight * pooled.share_yes, pooled.weight * (1 - pooled.share_yes)
    gap = value[:, None] - value[None, :]
    wins = np.where(np.abs(gap) < 1e-12, 0.5, gap > 0)
    return float(yes @ wins @ no / (yes.sum() * no.sum()))


def test_auc_worked_by_hand():
    # YES at .6 and .9, NO at .2 and .6: pairs (.6,.2) 1, (.6,.6) 1/2, (.9,.2) 1, (.9,.6) 1 -> 3.5 of 4
    # a YES beats a share of NO of: .6 -> 3/4, .9 -> 1; a NO is beaten by: .2 -> 1, .6 -> 3/4
    # influence / n: (3/4 - 7/8)/2, (1 - 7/8)/2, the same for NO: four times (1/16)^2, x 4/3 for four clusters
    found = auc(sample([0.2, 0.6, 0.6, 0.9], [0, 0, 1, 1]))
    assert found.value == 3.5 / 4
    assert found.error == pytest.approx(np.sqrt(4 / 256 * 4 / 3))
    assert found.df == 3


def test_the_error_without_clusters_is_delongs():
    """DeLong's S10 / m + S01 / n, from all pairs; ours has G / (G - 1) for m / (m - 1) and n / (n - 1)."""
    rng = np.random.default_rng(5)
    p = rng.random(800).round(2)
    y = rng.random(800) < p
    above, below = p[y], p[~y]
    wins = np.where(above[:, None] == below[None, :], 0.5, above[:, None] > below[None, :])
    m, n = len(above), len(below)
    delong = wins.mean(axis=1).var() / m + wins.mean(axis=0).var() / n
    found = auc(sample(p, y.astype(int)))
    assert found.error == pytest.approx(np.sqrt(delong * 800 / 799), rel=1e-9)


def test_a_row_twice_at_half_weight_is_one_row():
    rng = np.random.default_rng(6)
    p, y = rng.random(50).round(1), rng.integers(0, 2, 50)
    once = auc(sample(p, y))
    twice = auc(sample(np.repeat(p, 2), np.repeat(y, 2), np.full(100, 0.5), np.repeat(np.arange(50), 2)))
    assert (twice.value, twice.error) == pytest.approx((once.value, once.error))


def _drawn(rng, events: int = 150):
    """Events of 1 to 8 legs with a shared shock, so that rows of an event depend on each other."""
    event = np.repeat(np.arange(events), rng.integers(1, 9, events))
    logit = rng.normal(0, 1, events)[event] + rng.normal(0, 0.4, len(event))
    y = (rng.random(events)[event] < 1 / (1 + np.exp(-logit))).astype(int)
    return 1 / (1 + np.exp(-0.8 * logit)), y, event


def test_the_interval_covers_with_clusters():
    rng = np.random.default_rng(7)
    truth = roc(sample(*_drawn(rng, 60_000)[:2]).pooled).auc
    covered = naive = 0
    for _ in range(400):
        p, y, event = _drawn(rng)
        found = auc(sample(p, y, event_codes=event))
        alone = auc(sample(p, y))
        covered += abs(found.value - truth) < 1.976 * found.error
        naive += abs(found.value - truth) < 1.976 * alone.error
    assert 0.91 <= covered / 400 <= 0.98
    assert naive / 400 < 0.85  # the legs are not independent, and the test can see it


@given(both)
def test_the_area_under_the_murphy_curve_is_the_brier_score(rows):
    p, y, w = columns(rows)
    pooled = sample(p, y, w).pooled
    edges = np.unique(np.concatenate([[0.0, 1.0], pooled.price]))
    middle = (edges[1:] + edges[:-1]) / 2  # the curve is straight between two prices: its middle is its mean
    area = np.sum(np.diff(edges) * murphy_curve(pooled, middle))
    assert area == pytest.approx(mean_score(brier(p, y), w), abs=1e-12)


def test_the_murphy_curve_holds_the_log_loss_too():
    """Weighted by 1 / (2 t (1 - t)) its area is the log loss: by Gauss's rule between each two prices."""
    p, y = np.array([0.2, 0.35, 0.6, 0.6, 0.9]), np.array([0, 1, 1, 0, 1])
    pooled = sample(p, y).pooled
    edges = np.concatenate([[1e-12], pooled.price, [1 - 1e-12]])
    node, share = np.polynomial.legendre.leggauss(200)
    area = 0.0
    for low, high in itertools.pairwise(edges):
        at = (low + high) / 2 + (high - low) / 2 * node
        area += (high - low) / 2 * np.sum(share * murphy_curve(pooled, at) / (2 * at * (1 - at)))
    assert area == pytest.approx(mean_score(log_loss(p, y)), rel=1e-9)


def test_one_outcome_has_no_curve():
    pooled = sample([0.2, 0.4], [1, 1]).pooled
    for measure in (roc, concave_roc):
        with pytest.raises(InputError, match="both outcomes"):
            measure(pooled)


def test_separated_prices_have_an_area_but_no_error():
    rows = sample([0.2, 0.4, 0.6], [0, 0, 1])
    assert roc(rows.pooled).auc == 1.0
    with pytest.raises(InputError, match="separate"):
        auc(rows)


def test_one_cluster_has_no_error():
    with pytest.raises(InputError, match="2 clusters or more"):
        auc(sample([0.2, 0.4, 0.6], [1, 0, 1], event_codes=[3, 3, 3]))


@pytest.mark.parametrize("thresholds", [[1.1], [float("nan")], [[0.1]], -0.1])
def test_thresholds_outside_are_refused(thresholds):
    with pytest.raises(InputError, match="thresholds"):
        murphy_curve(sample([0.2, 0.4], [1, 0]).pooled, thresholds)
