"""Corrections by bucket, backed off to the parent where a bucket is thin."""

import json
import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.forecasts.conformal import Table, event_weights, fit, weighted_order_statistic

ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 1), st.sampled_from([-1.0, 0.0, 0.0, 0.5, 2.0])),
    min_size=1, max_size=120,
)  # fmt: skip


def by_hand(scores, buckets, weight, row, alpha, n_min):
    """The definition, one row at a time."""
    for depth in range(buckets.shape[1], -1, -1):
        own = (buckets[:, :depth] == row[:depth]).all(axis=1)
        if depth == 0 or (own.any() and weight[own].sum() >= n_min - 1e-9):
            return depth, weighted_order_statistic(scores[own], weight[own], alpha)
    raise AssertionError


@given(ROWS, st.sampled_from([0.1, 0.3, 0.5]), st.sampled_from([1, 3, 10]), st.integers(1, 5))
def test_every_row_is_answered_by_the_deepest_bucket_with_enough_rows(rows, alpha, n_min, events):
    table_rows = np.array(rows)
    buckets, score = table_rows[:, :3].astype(int), table_rows[:, 3]
    event = np.arange(len(rows)) % events
    weight = event_weights(event, 4)
    table = fit(np.column_stack([score, -score]), buckets, event=event, cap=4, alphas=(alpha, 0.5), n_min=n_min)
    asked = np.array([(a, b, c) for a in range(4) for b in range(5) for c in range(3)])
    found, depth = table.lookup(asked), table.depth(asked)
    for i, row in enumerate(asked):
        assert (depth[i], found[i, 0]) == by_hand(score, buckets, weight, row, alpha, n_min)
        assert found[i, 1] == by_hand(-score, buckets, weight, row, 0.5, n_min)[1]


@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_rows_is_of_no_matter(rows, random):
    data = np.array(rows)
    at = np.array(random.sample(range(len(rows)), len(rows)))
    tables = [fit(part[:, 3:], part[:, :3].astype(int), alphas=(0.2,), n_min=2) for part in (data, data[at])]
    assert tables[0] == tables[1]


def test_unknown_numbers_back_off_and_are_counted():
    score = np.concatenate([np.zeros(150), np.ones(150), np.full(20, 9.0)])
    buckets = np.array([[0, 0]] * 150 + [[1, 0]] * 150 + [[1, 1]] * 20)
    table = fit(score[:, None], buckets, alphas=(0.5,))
    asked = [[0, 0], [0, 7], [1, 0], [1, 1], [5, 5], [-1, 0], [1, -4]]
    assert table.depth(asked).tolist() == [2, 1, 2, 1, 0, 0, 1]
    assert table.lookup(asked)[:, 0].tolist() == [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert table.thin == 1  # (1, 1) has 20 rows


def test_rows_of_one_event_do_not_make_a_bucket():
    score, buckets = np.linspace(0, 1, 400)[:, None], np.zeros((400, 1), int)
    one_game, many_games = np.zeros(400, int), np.arange(400)
    assert fit(score, buckets, event=one_game, alphas=(0.1,)).depth([[0]]).tolist() == [0]  # 50 effective rows
    assert fit(score, buckets, event=many_games, alphas=(0.1,)).depth([[0]]).tolist() == [1]


def test_too_few_rows_in_all_are_infinite_and_survive_json():
    table = fit([[0.1, 0.2]] * 5, [[0]] * 5)  # ceil(6 x .9) = 6 of 5
    assert table.lookup([[0]]).tolist() == [[math.inf, math.inf]]
    again = Table.from_dict(json.loads(json.dumps(table.as_dict(), allow_nan=False)))
    assert again == table


@given(ROWS)
def test_a_table_survives_json(rows):
    data = np.array(rows)
    table = fit(data[:, [3, 3]], data[:, :3].astype(int), n_min=3, alphas=(0.1, 0.25))
    again = Table.from_dict(json.loads(json.dumps(table.as_dict(), allow_nan=False)))
    asked = data[:, :3].astype(int)
    assert again == table
    assert np.array_equal(again.lookup(asked), table.lookup(asked))


def test_equals_crepes_by_bin():
    crepes = pytest.importorskip("crepes")
    rng = np.random.default_rng(1)
    bins = rng.integers(0, 5, 1013)
    residuals = rng.normal(0, 1 + bins)
    residuals[::11] = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = crepes.ConformalRegressor().fit(residuals, bins=bins)
        found = oracle.predict_int(np.zeros(5), bins=np.arange(5), confidence=0.87)
    table = fit(np.abs(residuals)[:, None], bins[:, None], alphas=(0.13,))
    assert np.array_equal(table.lookup(np.arange(5)[:, None])[:, 0], found[:, 1])


def test_each_bucket_covers_its_own_rows():
    rng = np.random.default_rng(2)
    bucket, fresh = rng.integers(0, 6, 60_000), rng.integers(0, 6, 60_000)
    table = fit(rng.normal(0, 1 + bucket)[:, None], bucket[:, None], alphas=(0.1,))
    held = rng.normal(0, 1 + fresh) <= table.lookup(fresh[:, None])[:, 0]
    for number in range(6):
        assert held[fresh == number].mean() == pytest.approx(0.9, abs=0.018)  # 4.5 errors of both halves


def test_a_million_rows_are_looked_up_without_compiled_code():
    import subprocess
    import sys

    code = (
        "import sys, numpy as np; from credence.forecasts.conformal import Table;"
        "t = Table.from_dict({'alphas': [.1], 'width': 2, 'n_min': 1, 'thin': 0, 'cells': ["
        "{'bucket': [], 'correction': [.5], 'effective': 9, 'rows': 9},"
        "{'bucket': [1], 'correction': [.7], 'effective': 9, 'rows': 9}]});"
        "b = np.ones((1_000_000, 2), int); b[0] = 5; found = t.lookup(b)[:, 0];"
        "assert found[0] == .5 and (found[1:] == .7).all(); assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"cells": []},
        {"cells": [{"bucket": [1], "correction": [1], "effective": 1, "rows": 1}]},
        {"cells": [{"bucket": [], "correction": [1, 2], "effective": 1, "rows": 1}]},
        {"cells": [{"bucket": [], "correction": ["x"], "effective": 1, "rows": 1}]},
    ],
)
def test_a_broken_table_is_refused(plain):
    with pytest.raises(InputError, match="must be"):
        Table.from_dict({"alphas": [0.1], "width": 1, "n_min": 1, "thin": 0} | plain)


@pytest.mark.parametrize(
    "call",
    [
        lambda: fit([[float("nan")]], [[0]], alphas=(0.1,)),
        lambda: fit(np.empty((0, 1)), np.empty((0, 1), int), alphas=(0.1,)),
        lambda: fit([[0.0]], [[-1]], alphas=(0.1,)),
        lambda: fit([[0.0]], [[0.5]], alphas=(0.1,)),
        lambda: fit([[0.0]], [[0]], alphas=(0.1, 0.1)),
        lambda: fit([[0.0]], [[0]], [0.0], alphas=(0.1,)),
        lambda: fit([[0.0]], [[10_000, 10_000]], alphas=(0.1,)),
        lambda: fit([[0.0]], [[0]], alphas=(0.1,)).lookup([[0, 0]]),
        lambda: fit([[0.0]], [[0]], alphas=(0.1,)).lookup([[0.5]]),
    ],
)
def test_nonsense_is_refused(call):
    with pytest.raises(InputError, match="must be"):
        call()
