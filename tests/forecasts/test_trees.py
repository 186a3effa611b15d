"""Flat trees against LightGBM's own answer: missing values, thresholds between singles, and trees that are one leaf."""

import lightgbm
import numpy as np
import pytest

from credence.forecasts.trees import flattened


def grown(x, y, rounds=40, **more):
    parameters = {
        "objective": "tweedie", "tweedie_variance_power": 1.3, "num_leaves": 15, "min_data_in_leaf": 20, "verbosity": -1,
        "num_threads": 1, "deterministic": True, "seed": 1,
    }  # fmt: skip
    return lightgbm.train(parameters | more, lightgbm.Dataset(x, y), num_boost_round=rounds)


def rows(n=4000, seed=0):
    """Columns: plain, with gaps, heavy tails beyond single precision's steps, few values, never missing and around zero."""
    rng = np.random.default_rng(seed)
    x = np.column_stack(
        [rng.normal(size=n), rng.normal(size=n), rng.standard_cauchy(n) * 1e6, rng.integers(0, 4, n), rng.normal(size=n)]
    )
    x[rng.random(n) < 0.4, 1] = np.nan
    x[rng.random(n) < 0.1, 3] = np.nan
    x = x.astype(np.float32)
    tilt = np.where(np.isnan(x[:, 1]), 1.0, 0.3 * x[:, 1]) - 0.7 * (x[:, 4] > 0)
    size = np.exp(0.5 * x[:, 0] + tilt + 1e-7 * x[:, 2].clip(-1e6, 1e6))
    return x, size * rng.gamma(1, 1, n) * (rng.random(n) < 0.7)


def same(booster, x):
    ours = flattened(booster.dump_model()).sum(x)
    np.testing.assert_allclose(ours, booster.predict(x.astype(np.float64), raw_score=True), atol=1e-6)
    return ours


def test_all_rows_agree_with_lightgbm():
    x, y = rows()
    ours = same(grown(x, y), x)
    assert np.ptp(ours) > 1


def test_values_never_seen_go_the_same_way():
    """Missing where training had none, beyond every threshold, zeros, infinities."""
    x, y = rows()
    booster = grown(x, y)
    rng = np.random.default_rng(1)
    strange = x[:2000].copy()
    strange[rng.random(strange.shape) < 0.3] = np.nan
    strange[rng.random(strange.shape) < 0.1] = 0
    strange[rng.random(strange.shape) < 0.05] = 3e30
    strange[rng.random(strange.shape) < 0.05] = -np.inf
    strange[rng.random(strange.shape) < 0.05] = np.inf
    same(booster, strange)
    same(booster, np.full((3, 5), np.nan, np.float32))


def test_a_threshold_between_two_neighbouring_singles_splits_them():
    """Thresholds are doubles: rounded up to the next single, they would take the neighbour along."""
    base = np.float32(1000.0)
    pair = np.array([base, np.nextafter(base, np.float32(np.inf))])
    x = np.repeat(pair, 200)[:, None]
    y = np.repeat([0.1, 5.0], 200)
    booster = grown(x, y, rounds=5)
    split = booster.dump_model()["tree_info"][0]["tree_structure"]
    assert float(pair[0]) <= split["threshold"] < float(pair[1])
    found = same(booster, x)
    assert found[0] < found[-1]


def test_a_missing_value_alone_can_be_a_split():
    """LightGBM writes a threshold of 1e300 where everything known goes one way: no single is as large."""
    x, y = rows()
    booster = grown(x, y)
    assert "1e+300" in str(booster.dump_model())
    strange = np.repeat(x[:9], 4, axis=0)
    strange[:, 3] = np.tile([np.nan, 3.4e38, np.inf, 3.0], 9)
    same(booster, strange)


def test_trees_of_one_leaf():
    x, y = rows(60)
    booster = grown(x, y, rounds=3, min_data_in_leaf=50)
    assert "left_child" not in str(booster.dump_model())
    same(booster, x)


@pytest.mark.parametrize("n", [0, 1, 15, 16, 17, 33])
def test_any_number_of_rows(n):
    x, y = rows(600)
    booster = grown(x, y, rounds=10)
    trees = flattened(booster.dump_model())
    found = trees.sum(x[:n])
    assert found.shape == (n,)
    np.testing.assert_array_equal(found, trees.sum(x)[:n])


def test_doubles_are_read_as_singles():
    x, y = rows(600)
    trees = flattened(grown(x, y, rounds=10).dump_model())
    np.testing.assert_array_equal(trees.sum(x.astype(np.float64) * (1 + 1e-12)), trees.sum(x))


def test_splits_without_a_flat_form_are_refused():
    x, y = rows(2000)
    x[:, 3] = np.nan_to_num(x[:, 3])
    booster = lightgbm.train(
        {"objective": "l2", "verbosity": -1, "num_threads": 1, "min_data_per_group": 1, "cat_smooth": 0},
        lightgbm.Dataset(x, y + 10 * (x[:, 3] == 2), categorical_feature=[3]), num_boost_round=3,
    )  # fmt: skip
    with pytest.raises(ValueError, match="no flat form"):
        flattened(booster.dump_model())
    booster = grown(np.nan_to_num(x), y, zero_as_missing=True)
    with pytest.raises(ValueError, match="Zero"):
        flattened(booster.dump_model())


def test_arrays_are_all_that_an_artefact_needs():
    x, y = rows(600)
    trees = flattened(grown(x, y, rounds=10).dump_model())
    before = trees.sum(x)
    assert set(trees.arrays()) == {"roots", "feature", "threshold", "left", "right", "missing_left", "leaves"}
    np.testing.assert_array_equal(type(trees)(**trees.arrays()).sum(x), before)
