"""Pooled shapes against slow weighted quantiles; the mass of no change, mirrors, back-off and blending."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.forecasts.shape import (
    BACK_OFF,
    BINS,
    EDGES,
    NEAR,
    SCALES,
    WIDEST,
    ZERO,
    Shape,
    binned,
    counted,
    fitted,
    masses,
    table,
)

LEVELS = (0.01, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95, 0.99)
BUCKETS = (len(NEAR) + 1) * SCALES


def width_of(value):
    at = int(binned(np.array([value]))[0])
    return EDGES[at + 1] - EDGES[at]


def histogram(z, weights):
    """One distribution, as a bucket has it."""
    counts = np.bincount(binned(z), weights, minlength=BINS)
    return counts[None] / counts.sum()


def distributions():
    counts = st.lists(st.just(0.0) | st.floats(1e-3, 50), min_size=BINS, max_size=BINS)
    return counts.filter(any).map(lambda row: np.array([row]) / sum(row))


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.floats(0, 0.95))
def test_quantiles_are_those_of_the_rows_within_a_bin(seed, still):
    rng = np.random.default_rng(seed)
    z, weights = np.clip(rng.standard_t(4, 3000) * (rng.random(3000) >= still), -14.9, 14.9), rng.uniform(0.1, 1, 3000)
    order = np.argsort(z)
    share = np.cumsum(weights[order]) / weights.sum()
    found = table(histogram(z, weights), LEVELS)[0, 0]
    for level, quantile in zip(LEVELS, found, strict=True):
        slow = z[order][np.searchsorted(share, level)]
        assert abs(quantile - slow) <= width_of(slow) + 1e-9
        if slow == 0:
            assert quantile == 0  # a level within the mass of no change


@given(st.integers(0, 2**32 - 1), st.floats(0.01, 0.99))
def test_the_mass_of_no_change_is_exact(seed, still):
    rng = np.random.default_rng(seed)
    z, weights = rng.normal(size=400) * (rng.random(400) >= still), rng.uniform(0.1, 1, 400)
    down, same = masses(histogram(z, weights))[0, 0]
    assert down == pytest.approx(weights[z < 0].sum() / weights.sum(), abs=1e-12)
    assert same == pytest.approx(weights[z == 0].sum() / weights.sum(), abs=1e-12)


def test_only_no_change_at_all_is_no_change():
    assert binned(np.array([0.0, -2e-9, 2e-9, 1e-3])).tolist() == [ZERO, ZERO - 1, ZERO + 1, ZERO + 1]
    assert binned(np.array([-99.0, 99.0, -WIDEST, WIDEST])).tolist() == [0, BINS - 1, 0, BINS - 1]
    assert (np.diff(EDGES) > 0).all()


@given(distributions())
def test_quantiles_rise_with_the_level(distribution):
    levels = np.linspace(0.001, 0.999, 333)
    found = table(distribution, levels)
    assert (np.diff(found, axis=2) >= -1e-12).all()
    assert (np.abs(found) <= WIDEST).all()


@given(distributions())
def test_the_mirror_image_is_the_other_side(distribution):
    levels = np.array([0.013, 0.1, 0.37, 0.63, 0.9, 0.987])
    ours, mirrored = table(distribution, levels)
    down, same = masses(distribution)[:, 0].T
    assert down[0] + down[1] + same[0] == pytest.approx(1)
    assert same[0] == same[1]
    cumulative = np.cumsum(distribution[0])
    smooth = [k for k, level in enumerate(levels) if np.abs(cumulative - level).min() > 1e-6]  # else an edge decides
    np.testing.assert_allclose(mirrored[0, ::-1][smooth], -ours[0][smooth], atol=1e-6)


def made(n=4000, seed=0):
    rng = np.random.default_rng(seed)
    p, relative = rng.uniform(0.01, 0.99, n), np.exp(rng.normal(-3, 1, n))
    z = rng.standard_t(4, n) * (1 + relative) * (rng.random(n) < 0.6)
    return z, p, relative, rng.uniform(0.1, 1, n)


def test_buckets_are_nearness_by_size():
    z, p, relative, weights = made()
    shape = fitted(z, p, relative, weights)
    for near in range(len(NEAR) + 1):
        low, high = np.r_[0, NEAR][near], np.r_[NEAR, 1][near]
        distance = np.minimum(p, 1 - p)
        rows = (distance >= low) & (distance < high)
        assert shape.counts[near].sum() == pytest.approx(weights[rows].sum())
    share = shape.counts.sum(axis=(0, 2)) / weights.sum()
    np.testing.assert_allclose(share, 1 / SCALES, atol=0.01)
    assert (np.diff(shape.edges) > 0).all()
    assert shape.counts.sum() == pytest.approx(weights.sum())


def test_up_is_always_away_from_the_nearer_boundary():
    z, p, relative, weights = made()
    np.testing.assert_allclose(
        fitted(-z, 1 - p, relative, weights).counts, fitted(z, p, relative, weights).counts, atol=1e-9
    )


def test_counts_add_up():
    rows = made()
    shape = fitted(*rows)
    parts = [counted(shape, *(column[part] for column in rows)) for part in (slice(0, 999), slice(999, None))]
    np.testing.assert_allclose(sum(parts), shape.counts)


def test_a_thin_bucket_takes_over_its_row_and_a_row_takes_over_all():
    edges, counts = np.arange(1.0, SCALES), np.zeros((len(NEAR) + 1, SCALES, BINS))
    counts[0, 0, 5] = 300.0  # row 0: one bucket has all of it
    counts[1, 2, 7] = 1e6
    found = Shape(edges, counts).smoothed().reshape(counts.shape)
    np.testing.assert_allclose(found.sum(axis=2), 1)
    every = counts.sum(axis=(0, 1)) / counts.sum()
    row = (np.eye(BINS)[5] * 300 + BACK_OFF * every) / (300 + BACK_OFF)
    np.testing.assert_allclose(found[0, 3], row)  # empty: its row
    np.testing.assert_allclose(found[0, 0], (300 * np.eye(BINS)[5] + BACK_OFF * row) / (300 + BACK_OFF))
    np.testing.assert_allclose(found[4, 4], every)  # an empty row: all
    assert found[1, 2, 7] > 0.999  # many: their own


def test_what_was_known_before_gives_way_to_what_is_counted():
    prior = np.zeros((BUCKETS, BINS))
    prior[:, ZERO] = 1.0
    edges, counts = np.arange(1.0, SCALES), np.zeros((len(NEAR) + 1, SCALES, BINS))
    np.testing.assert_allclose(Shape(edges, counts, prior, 200.0).smoothed(), prior)  # nothing counted
    counts[2, 3, 8] = 200.0
    half = Shape(edges, counts, prior, 200.0).smoothed().reshape(counts.shape)
    # the bucket 200, from its row at most 100, from all at most 50; the prior 200
    assert half[2, 3, 8] == pytest.approx(350 / 550)
    assert half[2, 0, 8] == pytest.approx(150 / 350)
    assert half[0, 0, 8] == pytest.approx(50 / 250)
    counts[2, 3, 8] = 1e9
    assert Shape(edges, counts, prior, 200.0).smoothed().reshape(counts.shape)[2, 3, 8] == pytest.approx(1)
    np.testing.assert_allclose(half.sum(axis=2), 1)
