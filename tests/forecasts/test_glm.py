"""The log-linear size model against statsmodels, its penalty, its one-step theory, and rows that are nasty."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.forecasts import glm


def rows(n=3000, k=4, seed=0, noise=1.0):
    """Sizes with many exact zeros around exp(x b)."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(size=(n, k - 1))])
    b = np.r_[-2.5, np.linspace(0.4, -0.3, k - 1)]
    size = np.exp(x @ b) * rng.gamma(0.5, 2.0 * noise, n) * (rng.random(n) < 0.6) / 0.6
    return x, np.minimum(size, 3.0), rng.uniform(0.2, 1.0, n), b


def test_without_a_ridge_it_is_statsmodels(monkeypatch):
    monkeypatch.setattr(glm, "RIDGE", 0.0)
    x, size, weight, _ = rows()
    family = sm.families.Tweedie(sm.families.links.Log(), var_power=glm.POWER)
    theirs = sm.GLM(size, x, family=family, freq_weights=weight).fit(tol=1e-14, tol_criterion="params", maxiter=100)
    np.testing.assert_allclose(glm.fit(x, size, weight), theirs.params, atol=1e-6)


def test_the_penalised_score_is_zero():
    x, size, weight, _ = rows()
    b = glm.fit(x, size, weight)
    mu = np.exp(x @ b)
    score = x.T @ (weight * mu ** (1 - glm.POWER) * (size - mu))
    pull = glm.RIDGE * weight.sum() * np.r_[0.0, b[1:]]
    np.testing.assert_allclose(score, pull, atol=1e-5 * weight.sum())
    assert np.abs(pull).max() > 1e-3 * weight.sum() * 0.1  # and the penalty is no nothing


def test_information_is_the_expected_curvature():
    """Minus the derivative of the score at size = mean."""
    x, _, weight, b = rows(200)
    mu, h = np.exp(x @ b), 1e-6
    score = [x.T @ (weight * np.exp(x @ c) ** (1 - glm.POWER) * (mu - np.exp(x @ c)))
             for c in [b + side * h * unit for unit in np.eye(4) for side in (1, -1)]]  # fmt: skip
    slope = np.array([(up - down) / (2 * h) for up, down in zip(score[::2], score[1::2], strict=True)])
    np.testing.assert_allclose(glm.information(x, weight, b), -slope, rtol=1e-5, atol=1e-8)


def test_days_of_updates_are_one_fit_to_first_order():
    """One scoring step per day, held back by all information so far, ends where the fit of all rows ends, up to its own noise."""
    x, size, weight, _ = rows(20_000)
    start = glm.fit(x[:5000], size[:5000], weight[:5000])
    b, held = start, glm.information(x[:5000], weight[:5000], start)
    for day in np.array_split(np.arange(5000, 20_000), 15):
        b, held = glm.updated(x[day], size[day], weight[day], b, held)
    whole = glm.fit(x, size, weight)
    np.testing.assert_allclose(held, glm.information(x, weight, whole), rtol=0.05, atol=0.02 * held[0, 0])
    error = np.sqrt(np.diag(np.linalg.inv(held)))
    assert np.abs(b - whole).max() < 0.5 * error.max()
    assert np.abs(start - whole).max() > 1.5 * np.abs(b - whole).max()  # the days taught something


def test_one_update_is_one_scoring_step():
    x, size, weight, b = rows(500)
    prior = 100 * np.eye(4)
    mu = np.exp(x @ b)
    gained = sum(w * m ** (2 - glm.POWER) * np.outer(row, row) for row, m, w in zip(x, mu, weight, strict=True))
    score = sum(w * m ** (1 - glm.POWER) * (s - m) * row for row, m, s, w in zip(x, mu, size, weight, strict=True))
    after, held = glm.updated(x, size, weight, b, prior)
    np.testing.assert_allclose(held, prior + gained)
    np.testing.assert_allclose(after, b + np.linalg.solve(prior + gained, score))


def test_rows_of_no_weight_teach_nothing():
    x, size, _, b = rows(50)
    after, held = glm.updated(x, size, np.zeros(50), b, np.eye(4))
    np.testing.assert_array_equal(after, b)
    np.testing.assert_array_equal(held, np.eye(4))


nasty = st.floats(-50, 50) | st.sampled_from([0.0, 1e-9, 40.0, -40.0])


@settings(max_examples=100)
@given(st.lists(st.tuples(nasty, nasty, st.floats(0, 3), st.floats(0, 1)), min_size=1, max_size=30), st.integers(1, 20))
def test_nasty_rows_do_not_make_it_run(rows_given, days):
    x = np.array([[1.0, a, c] for a, c, _, _ in rows_given])
    size, weight = (np.array([row[k] for row in rows_given]) for k in (2, 3))
    b, held = np.array([-2.0, 0.0, 0.0]), np.eye(3)
    for _ in range(days):
        before = x @ b
        b, held = glm.updated(x, size, weight, b, held)
        assert np.isfinite(b).all()
        assert np.abs(x @ b - before).max() <= 0.5 + 1e-9
    mean = glm.mean(x, b)
    assert ((mean >= np.exp(-12) - 1e-12) & (mean <= np.e + 1e-12)).all()


@settings(max_examples=50)
@given(st.lists(st.tuples(nasty, st.floats(0, 3), st.floats(0.01, 1)), min_size=2, max_size=30))
def test_a_fit_of_nasty_rows_is_finite(rows_given):
    x = np.array([[1.0, a] for a, _, _ in rows_given])
    size, weight = (np.array([row[k] for row in rows_given]) for k in (1, 2))
    assert np.isfinite(glm.fit(x, size, weight)).all()


def test_sizes_that_are_all_zero_have_a_small_mean():
    x = np.ones((10, 1))
    assert glm.mean(x, glm.fit(x, np.zeros(10), np.ones(10))) == pytest.approx(np.exp(-12.0), rel=1e-3)
