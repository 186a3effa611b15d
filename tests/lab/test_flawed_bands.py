"""The bands users have today: that they are what they are said to be, and what is wrong with them."""

import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import norm

from credence.forecasts.ewma import Ewma
from credence.forecasts.registry import BUILT_IN
from credence.lab.flawed_bands import FLAWED, LevelEwma, LevelKalman, LevelQuantiles
from credence.measures.forecast_scores import hits, interval_score

THREE = (0.1, 0.5, 0.9)
HORIZON = 12


def band(forecaster, series, horizon=HORIZON):
    return forecaster.forecast_quantiles(series, [horizon], 300, THREE).values[:, 0]


@pytest.fixture(scope="module")
def walks():
    """20,000 random walks of 288 prices about .5 and one more 12 steps later."""
    rng = np.random.default_rng(0)
    return 0.5 + np.cumsum(rng.normal(0, 1e-4, (20_000, 288 + HORIZON)), axis=1)


def judged(forecaster, walks):
    low, middle, high = band(forecaster, walks[:, :288]).T
    y = walks[:, -1]
    return hits(low, high, y).closed.mean(), interval_score(low, high, y).mean(), (high - low).mean(), np.abs(y - middle).mean()


def test_the_level_band_is_too_wide_and_covers_too_much(walks):
    covered, score, width, off = judged(LevelEwma(), walks)
    right_covered, right_score, right_width, right_off = judged(Ewma(), walks)
    # errors about the level have variance 1 / (1 - .8^2) = 2.78 times that of a step; of the price in 12 steps about the level it
    # is .64 x 2.78 + 12 = 13.8: z = 1.2816 x sqrt(12 x 2.78 / 13.8) = 1.99, which covers 95 %
    assert covered == pytest.approx(0.954, abs=0.01)
    assert right_covered == pytest.approx(0.8, abs=0.015)
    assert width / right_width == pytest.approx(np.sqrt(2.78), rel=0.02)
    assert off / right_off == pytest.approx(np.sqrt(13.78 / 12), rel=0.02)
    assert score > 1.1 * right_score


def test_the_level_filter_covers_as_it_says_and_is_worse(walks):
    """Too wide and beside the point: coverage sees neither, the interval score both."""
    covered, score, width, off = judged(LevelKalman(), walks)
    _, right_score, right_width, right_off = judged(Ewma(), walks)
    assert covered == pytest.approx(0.82, abs=0.02)
    assert width > 1.05 * right_width
    assert off > 1.01 * right_off
    assert score > 1.02 * right_score


def test_the_level_filter_lags_the_more_the_longer_the_window():
    rng = np.random.default_rng(1)
    walks = 0.5 + np.cumsum(rng.normal(0, 1e-5, (500, 2000)), axis=1)
    lag = [np.abs(band(LevelKalman(), walks[:, -length:])[:, 1] - walks[:, -1]).mean() for length in (100, 500, 2000)]
    assert lag[0] < lag[1] < lag[2]


def test_quantiles_of_levels_say_where_the_price_was(walks):
    found = LevelQuantiles().forecast_quantiles(walks[:, :288], 12, 300, THREE).values
    assert (found == found[:, :1]).all()  # one band for every horizon
    np.testing.assert_allclose(found[:, 0], np.quantile(walks[:, 288 - 64 : 288], THREE, axis=1).T, atol=1e-12)
    covered, score, _, _ = judged(LevelQuantiles(), walks)
    assert covered < 0.7
    assert score > 1.5 * judged(Ewma(), walks)[1]


def test_the_level_band_by_its_definition():
    rng = np.random.default_rng(2)
    prices = np.round(np.clip(0.02 + np.cumsum(rng.normal(0, 0.01, 400)), 0, 1), 2)
    prices[rng.random(400) < 0.1] = np.nan
    prices[-1] = 0.03
    x = logit(np.clip(prices[~np.isnan(prices)][-288:], 1e-6, 1 - 1e-6))
    level, errors = x[0], []
    for value in x[1:]:
        errors.append(value - level)
        level += 0.2 * errors[-1]
    sd = np.sqrt(np.mean(np.square(errors)))
    expected = expit(level + norm.ppf(THREE) * sd * np.sqrt(HORIZON))
    np.testing.assert_allclose(band(LevelEwma(), prices)[0], expected, atol=1e-9)


def test_beside_the_boundary_a_tick_is_many_logits():
    """A price that moves between 0 and .01 gets a band over most of what there is."""
    prices = np.where(np.arange(288) % 10 == 0, 0.0, 0.01)
    low, _, high = band(LevelEwma(), prices)[0]
    assert high - low > 0.9
    right = band(Ewma(), prices)[0]
    assert right[2] - right[0] < 0.05


@pytest.mark.parametrize("make", FLAWED)
def test_same_interface_and_never_built_in(make):
    forecaster = make()
    found = forecaster.forecast_quantiles([[0.5, 0.51] * 20, [0.5] * 5 + [np.nan] * 35], 3, 300, THREE)
    assert found.answered.tolist() == [True, False]
    assert found.values.shape == (2, 3, 3)
    assert found.model_id.startswith("flawed_")
    assert (found.method, found.model_id, found.model_version) == (
        forecaster.method, forecaster.model_id, forecaster.model_version,
    )  # fmt: skip
    assert found.context_length.tolist() == [40, 5]
    assert not any("flawed" in module or factory == make.__name__ for module, factory in BUILT_IN.values())
