"""Split conformal corrections: exact coverage, zeros included."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from credence.errors import InputError
from credence.forecasts.conformal import corrected, fit, order_statistic, path_scores, scores, tails

LEVELS = (0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
PRICE = st.sampled_from([0.0, 0.0, 0.01, 0.4, 0.5, 0.99, 1.0])
AMOUNT = st.sampled_from([-np.inf, -3.0, -0.5, 0.0, 0.2, 4.0, np.inf])


def forecasts(draw_prices, levels):
    return np.sort(np.array(draw_prices).reshape(-1, levels), axis=1)


def test_scores_by_hand_with_an_outcome_of_zero():
    # (.4 - 0) / .1 = 4 beyond the lower level; (0 - .7) / .1 = -7 inside the upper one; at .9: (.9 - .7) / .1 = 2
    found = scores([[0.4, 0.5, 0.7]] * 3, (0.1, 0.5, 0.9), [0.0, 0.9, np.nan], [0.1, 0.1, 0.1])
    assert found[:2].round(12).tolist() == [[4.0, -7.0], [-5.0, 2.0]]
    assert np.isnan(found[2]).all()


def test_each_level_has_its_own_tail():
    assert tails(LEVELS) == (0.05, 0.1, 0.3, 0.3, 0.1, 0.02)


@given(
    st.lists(PRICE, min_size=7, max_size=7), st.lists(AMOUNT, min_size=6, max_size=6), st.floats(1e-4, 1),
    st.sampled_from([LEVELS, tuple(level for level in LEVELS if level != 0.5)]),
)  # fmt: skip
def test_result_is_a_forecast_whatever_the_correction(prices, amounts, scale, levels):
    forecast = forecasts(prices, 7)[:, : len(levels)]
    found = corrected(forecast, levels, np.array([amounts]), [scale])
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found, axis=1) >= 0).all()
    if 0.5 in levels:
        at = levels.index(0.5)
        assert found[0, at] == forecast[0, at]


@given(st.lists(PRICE, min_size=3, max_size=3), PRICE, st.floats(0.001, 1))
def test_an_outcome_lies_inside_if_its_score_is_at_most_the_correction(prices, outcome, scale):
    forecast = forecasts(prices, 3)
    own = scores(forecast, (0.1, 0.5, 0.9), [outcome], [scale])
    band = corrected(forecast, (0.1, 0.5, 0.9), own, [scale])  # a correction as large as the score
    assert band[0, 0] - 1e-9 <= outcome <= band[0, 2] + 1e-9


def test_a_side_is_corrected_by_its_own_misses():
    rng = np.random.default_rng(0)
    y = 0.5 + np.where(rng.random(4000) < 0.5, rng.normal(0, 0.01, 4000), np.abs(rng.normal(0, 0.1, 4000)))
    forecast = np.tile([0.45, 0.5, 0.55], (4000, 1))
    table = fit(scores(forecast, (0.1, 0.5, 0.9), y, np.full(4000, 0.05)), np.zeros((4000, 0), int))
    band = corrected(forecast[:1], (0.1, 0.5, 0.9), table.lookup(np.zeros((1, 0), int)), [0.05])[0]
    assert (y < band[0]).mean() == pytest.approx(0.1, abs=0.002)
    assert (y > band[2]).mean() == pytest.approx(0.1, abs=0.002)
    assert band[0] > 0.45  # narrowed below
    assert band[2] > 0.55  # widened above


def test_a_new_row_is_held_with_the_promised_probability_at_each_level():
    rng, draws, n = np.random.default_rng(3), 6000, 39
    levels = (0.1, 0.5, 0.75)
    missed = np.zeros(2)
    for _ in range(draws):
        centre, scale = rng.uniform(0.3, 0.7, n + 1), rng.uniform(0.005, 0.02, n + 1)
        y = np.clip(centre + scale * rng.standard_t(3, n + 1), 0, 1)
        forecast = np.column_stack([centre - scale, centre, centre + scale])
        own = scores(forecast[:n], levels, y[:n], scale[:n])
        limit = [order_statistic(own[:, j], alpha) for j, alpha in enumerate(tails(levels))]
        band = corrected(forecast[n:], levels, [limit], scale[n:])[0]
        missed += y[n] < band[0], y[n] > band[2]
    for count, alpha in zip(missed, (0.1, 0.25), strict=True):  # (n + 1) alpha is whole: the promise is exact
        assert binom.ppf(1e-4, draws, alpha) <= count <= binom.ppf(1 - 1e-4, draws, alpha)


def test_a_path_is_held_as_a_whole():
    rng, draws, n, steps = np.random.default_rng(4), 3000, 39, 6
    levels, missed, apart = (0.1, 0.9), np.zeros(2), 0
    scale = 0.01 * np.sqrt(np.arange(1.0, steps + 1))
    for _ in range(draws):
        path = 0.5 + np.cumsum(rng.normal(0, 0.01, (n + 1, steps)), axis=1)
        forecast = np.stack([0.5 - 1.28 * scale, 0.5 + 1.28 * scale], axis=1)[None].repeat(n + 1, axis=0)
        own = path_scores(forecast[:n], levels, path[:n], np.tile(scale, (n, 1)))
        limit = np.array([order_statistic(own[:, j], 0.1) for j in (0, 1)])
        band = corrected(forecast[n:], levels, limit[None, None], scale[None])[0]
        missed += (path[n] < band[:, 0]).any(), (path[n] > band[:, 1]).any()
        apart += (path[n] < forecast[n, :, 0]).any()
    for count in missed:
        assert binom.ppf(1e-4, draws, 0.1) <= count <= binom.ppf(1 - 1e-4, draws, 0.1)
    assert apart > 1.5 * missed[0]  # correct at each step is not correct for the path


def test_a_path_with_a_hole_has_no_score():
    found = path_scores([[[0.4, 0.6]] * 2], (0.1, 0.9), [[0.5, np.nan]], [[0.1, 0.1]])
    assert np.isnan(found).all()


def test_equals_mapie():
    regression = pytest.importorskip("mapie.regression")
    base = pytest.importorskip("sklearn.base")

    class Column(base.RegressorMixin, base.BaseEstimator):
        def __init__(self, at=0):
            self.at = at
            self.fitted_ = True

        def fit(self, X, y):
            return self

        def predict(self, X):
            return X[:, self.at]

    rng = np.random.default_rng(8)
    for n, confidence in ((57, 0.8), (203, 0.9), (40, 0.8)):
        centre = rng.uniform(0.2, 0.8, n)
        features = np.column_stack([centre - 0.05, centre + 0.04, centre])  # lower, upper, median
        y = np.clip(centre + rng.normal(0, 0.08, n), 0, 1)
        y[::9] = 0.0
        columns = [Column(0), Column(1), Column(2)]
        oracle = regression.ConformalizedQuantileRegressor(columns, confidence_level=confidence, prefit=True)
        oracle.conformalize(features, y)
        _, found = oracle.predict_interval(features[:5])
        alpha = round((1 - confidence) / 2, 12)
        levels = (alpha, 0.5, 1 - alpha)
        ordered = features[:, [0, 2, 1]]
        table = fit(scores(ordered, levels, y, np.ones(n)), np.zeros((n, 0), int), alphas=(alpha, alpha))
        ours = corrected(ordered[:5], levels, table.lookup(np.zeros((5, 0), int)), np.ones(5))
        assert ours[:, [0, 2]] == pytest.approx(np.clip(found[:, :, 0], 0, 1), abs=1e-12)


@pytest.mark.parametrize(
    "call",
    [
        lambda: scores([[0.4, 0.6]], (0.1, 0.9), [0.5], [0.0]),
        lambda: scores([[0.4, 0.6]], (0.9, 0.1), [0.5], [1.0]),
        lambda: scores([[0.4, 0.6]], (0.1, 0.5, 0.9), [0.5], [1.0]),
        lambda: scores([[0.4, 0.6]], (0.1, 0.9), [0.5, 0.5], [1.0]),
        lambda: corrected([[0.4, 0.6]], (0.1, 0.9), [[0.1]], [1.0]),
        lambda: corrected([[0.4, 0.6]], (0.1, 0.9), [[0.1, np.nan]], [1.0]),
        lambda: path_scores([[0.4, 0.6]], (0.1, 0.9), [0.5], [1.0]),
    ],
)
def test_nonsense_is_refused(call):
    with pytest.raises(InputError, match="must be"):
        call()
