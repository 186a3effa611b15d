"""Baselines against pandas, statsmodels, slow readings of their definitions, and simulated worlds."""

import doctest
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from credence.errors import InputError
from credence.forecasts import ewma, local_level, rolling_quantile
from credence.forecasts.ewma import Ewma, last_variance, variance_path
from credence.forecasts.interface import MIN_INCREMENTS, Forecaster
from credence.forecasts.local_level import LocalLevel, moments
from credence.forecasts.rolling_quantile import DISJOINT, RollingQuantile, rolling_bands
from credence.forecasts.spaces import Space
from credence.measures.forecast_scores import hits, interval_score

NAN = float("nan")
THREE = (0.1, 0.5, 0.9)
FORECASTERS: list[Forecaster] = [
    Ewma(), Ewma(space="logit"), Ewma(space="arcsine"), Ewma(capped=False), LocalLevel(), LocalLevel("logit"),
    LocalLevel("arcsine"), RollingQuantile(), RollingQuantile(20),
]  # fmt: skip
every = pytest.mark.parametrize("forecaster", FORECASTERS, ids=lambda found: f"{found.model_id}-{found}")
ticks = st.integers(0, 100).map(lambda tick: tick / 100)


@st.composite
def batches(draw):
    """(n, length) prices on ticks or anywhere, with gaps; some rows hardly move, some are too short."""
    n, length = draw(st.integers(1, 4)), draw(st.integers(1, 40))
    value = draw(st.sampled_from([ticks, st.floats(0, 1), st.sampled_from([0.0, 1.0]), st.sampled_from([0.5, 0.51, NAN])]))
    gap = draw(st.sampled_from([st.just(False), st.integers(0, 9).map(lambda k: k == 0)]))
    rows = [[NAN if draw(gap) else draw(value) for _ in range(length)] for _ in range(n)]
    return np.array(rows)


def ask(forecaster, series, horizon=12, quantiles=THREE):
    return forecaster.forecast_quantiles(series, horizon, 300, quantiles)


def walks(rng, n, length, process, noise):
    """Simulated local levels about .5."""
    level = 0.5 + np.cumsum(rng.normal(0, np.sqrt(process), (n, length)), axis=1)
    return level + rng.normal(0, np.sqrt(noise), level.shape)


# ---------------------------------------------------------------- laws of all


@every
@settings(max_examples=40, deadline=None)
@given(batches())
def test_a_band_is_in_order_or_missing_as_a_whole(forecaster, prices):
    found = ask(forecaster, prices, [1, 3, 12], (0.01, 0.1, 0.5, 0.9, 0.99))
    window = prices[:, -forecaster.window :] if isinstance(forecaster, RollingQuantile) else prices
    increments = np.isfinite(np.diff(window, axis=1)).sum(axis=1)
    np.testing.assert_array_equal(found.answered, increments >= MIN_INCREMENTS)
    np.testing.assert_array_equal(np.isnan(found.values).all(axis=(1, 2)), ~found.answered)
    np.testing.assert_array_equal(found.context_length, np.isfinite(window).sum(axis=1))
    bands = found.values[found.answered]
    assert ((bands >= 0) & (bands <= 1)).all()
    assert (np.diff(bands, axis=2) >= 0).all()


@every
@settings(max_examples=20, deadline=None)
@given(batches())
def test_yes_and_no_are_mirrored(forecaster, prices):
    quantiles = (0.05, 0.25, 0.5, 0.75, 0.95)
    yes, no = (ask(forecaster, side, 5, quantiles).values for side in (prices, 1 - prices))
    np.testing.assert_allclose(yes, 1 - no[:, :, ::-1], atol=1e-9)


@every
def test_a_batch_a_path_and_a_step_agree(forecaster):
    rng = np.random.default_rng(0)
    prices = np.round(np.clip(walks(rng, 30, 100, 1e-4, 1e-5), 0, 1), 2)
    prices[rng.random(prices.shape) < 0.03] = NAN
    path = ask(forecaster, prices, 12)
    assert path.steps == tuple(range(1, 13))
    np.testing.assert_array_equal(ask(forecaster, prices, [12]).values[:, 0], path.values[:, -1])
    np.testing.assert_array_equal(ask(forecaster, prices, [3, 7]).values, path.values[:, [2, 6]])
    np.testing.assert_array_equal(np.concatenate([ask(forecaster, row).values for row in prices]), path.values)
    assert (path.method, path.model_id, path.model_version) == (
        forecaster.method, forecaster.model_id, forecaster.model_version,
    )  # fmt: skip


@every
@pytest.mark.parametrize("price", [0.0, 0.37, 1.0])
def test_what_never_moved_is_expected_to_stay(forecaster, price):
    np.testing.assert_allclose(ask(forecaster, np.full(100, price)).values, price, atol=1e-12)


@every
def test_a_missing_origin_is_an_older_one(forecaster):
    rng = np.random.default_rng(1)
    prices = walks(rng, 20, 60, 1e-4, 1e-5)
    late = np.hstack([prices, np.full((20, 2), NAN)])
    if isinstance(forecaster, RollingQuantile) and forecaster.window < 30:
        forecaster = RollingQuantile(200)  # a window in steps loses what leaves it
    np.testing.assert_allclose(ask(forecaster, late, [5]).values, ask(forecaster, prices, [7]).values, atol=1e-12)


@every
def test_too_little_is_no_answer(forecaster):
    for length in (1, 2, 12):
        assert np.isnan(ask(forecaster, np.linspace(0.4, 0.5, length)).values).all()
    assert ask(forecaster, np.linspace(0.4, 0.5, 13)).answered.all()
    assert np.isnan(ask(forecaster, np.full((2, 50), NAN)).values).all()
    assert np.isnan(ask(forecaster, [0.5, NAN] * 30).values).all()  # prices, but no two neighbours
    assert ask(forecaster, np.empty((0, 20))).values.shape == (0, 12, 3)


@every
def test_narrow_floats_are_read(forecaster):
    prices = np.round(walks(np.random.default_rng(2), 3, 60, 1e-4, 0), 2)
    one, two = ask(forecaster, prices.astype(np.float32)), ask(forecaster, prices)
    np.testing.assert_allclose(one.values, two.values, atol=1e-5)


@every
@pytest.mark.parametrize("horizon", [0, -1, 2017, 1.5, [], [0, 1], [2, 1], [1, 1], [5000], None])
def test_horizons_that_are_none_are_refused(forecaster, horizon):
    with pytest.raises(InputError, match="horizon must be"):
        ask(forecaster, [0.5] * 20, horizon)


@every
@pytest.mark.parametrize("quantiles", [[], [0.0, 0.5], [0.5, 1.0], [0.9, 0.1], [0.5, 0.5], [NAN], [-0.1]])
def test_quantiles_that_are_none_are_refused(forecaster, quantiles):
    with pytest.raises(InputError, match="quantiles must be"):
        ask(forecaster, [0.5] * 20, 3, quantiles)


@every
@pytest.mark.parametrize("wrong", [1.1, -0.01, float("inf"), -float("inf")])
def test_prices_that_are_none_are_refused(forecaster, wrong):
    for at in (0, 9, 19):
        for rest in (0.5, NAN):
            prices = np.full((2, 20), rest)
            prices[1, at] = wrong
            with pytest.raises(InputError, match=rf"series\[1\]\[{at}\] must be"):
                ask(forecaster, prices)


@every
@pytest.mark.parametrize("series", [[], [[]], np.zeros((2, 2, 20))])
def test_arrays_of_another_shape_are_refused(forecaster, series):
    with pytest.raises(InputError, match="series must be"):
        ask(forecaster, series)


# ---------------------------------------------------------------- EWMA


@pytest.mark.parametrize("lam", [0.5, 0.94, 0.99])
@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_the_plain_variance_is_that_of_pandas(lam, gaps):
    import pandas as pd

    rng = np.random.default_rng(0)
    prices = np.round(walks(rng, 50, 288, 1e-4, 0), 3)
    prices[rng.random(prices.shape) < gaps] = NAN
    squares = pd.DataFrame(prices.T).diff() ** 2
    expected = squares.ewm(alpha=1 - lam, adjust=False, ignore_na=True).mean().to_numpy().T
    np.testing.assert_allclose(variance_path(prices, lam, first=1), expected, rtol=1e-12, atol=0)
    if not gaps:
        plain = squares.ewm(alpha=1 - lam, adjust=False).mean().to_numpy().T
        np.testing.assert_allclose(variance_path(prices, lam, first=1), plain, rtol=1e-12, atol=0)


def slow_ewma(prices, lam):
    """Variance after each column: the first 12 squares averaged, then the recursion; missing changes skipped."""
    squares, path = [], []
    for t in range(len(prices)):
        if t and not np.isnan(prices[t] - prices[t - 1]):
            squares.append((prices[t] - prices[t - 1]) ** 2)
        v = np.mean(squares[:12]) if len(squares) >= 12 else NAN
        for square in squares[12:]:
            v = lam * v + (1 - lam) * square
        path.append(v)
    return path


@settings(max_examples=60, deadline=None)
@given(batches(), st.sampled_from([0.5, 0.94]), st.sampled_from(["price", "logit", "arcsine"]))
def test_the_variance_of_bands_is_its_definition(prices, lam, name):
    space = Space(name)
    expected = np.array([slow_ewma(row, lam) for row in space.forward(prices)])
    np.testing.assert_allclose(variance_path(prices, lam, space=space), expected, rtol=1e-11, atol=1e-300)
    found = last_variance(prices, lam, space)
    np.testing.assert_allclose(found.variance, expected[:, -1], rtol=1e-11, atol=1e-300)
    for row, price, age in zip(prices, found.price, found.age, strict=True):
        known = np.flatnonzero(~np.isnan(row))
        assert len(known) == 0 or (price == row[known[-1]] and age == len(row) - 1 - known[-1])


def test_a_band_is_the_last_price_and_the_root_of_h_times_the_variance():
    prices = walks(np.random.default_rng(3), 5, 288, 1e-5, 0)
    found = ask(Ewma(), prices).values
    v = np.array([slow_ewma(row, 0.94)[-1] for row in prices])
    half = norm.ppf(0.9) * np.sqrt(np.arange(1, 13) * v[:, None])
    expected = np.stack([prices[:, -1:] - half, np.broadcast_to(prices[:, -1:], half.shape), prices[:, -1:] + half], axis=2)
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("forecaster", [Ewma(), LocalLevel()])
def test_widths_grow_like_the_root_of_the_horizon(forecaster):
    prices = walks(np.random.default_rng(4), 200, 288, 1e-7, 0)
    width = np.diff(ask(forecaster, prices, [1, 4, 9, 144]).values[:, :, [0, 2]], axis=2)[:, :, 0].mean(axis=0)
    exact = 1e-9 if isinstance(forecaster, Ewma) else 0.05  # of a walk the other may think that a little is noise
    assert width / width[0] == pytest.approx([1, 2, 3, 12], rel=exact)


def test_rolling_widths_grow_like_the_root_of_the_horizon():
    prices = walks(np.random.default_rng(5), 300, 288, 1e-7, 0)
    found = rolling_bands(prices, [1, 4, 9, 144], THREE)
    assert found.lag[0].tolist() == [1, 4, 9, 288 // DISJOINT]
    width = np.diff(found.values[:, :, [0, 2]], axis=2)[:, :, 0].mean(axis=0)
    assert width / width[0] == pytest.approx([1, 2, 3, 12], rel=0.12)


# ---------------------------------------------------------------- local level


@pytest.mark.parametrize("ratio", [0.01, 0.5, 1.0, 5.0, 100.0])
@pytest.mark.parametrize("gaps", [[], [40, 41, 42, 90, 199], [0, 1, 7, 120]], ids=["whole", "gaps", "late start"])
def test_the_filter_is_that_of_statsmodels(ratio, gaps):
    import statsmodels.api as sm

    q, r = ratio, 1.0
    x = walks(np.random.default_rng(6), 1, 200, q, r)[0]
    x[gaps] = NAN
    found = local_level.local_level(x, q, r)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = sm.tsa.UnobservedComponents(x, "llevel", use_exact_diffuse=True)
    model.ssm.tolerance = 0  # else it takes the filter for steady before it is
    result = model.filter([r, q])
    start = int(np.flatnonzero(~np.isnan(x))[0])
    np.testing.assert_allclose(found.level[0, start:], result.filtered_state[0, start:], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.variance[0, start:], result.filtered_state_cov[0, 0, start:], rtol=1e-8)
    # the diffuse first value has a density of 1 / sqrt(2 pi) there, and none here
    assert found.log_likelihood[0] == pytest.approx(result.llf + 0.5 * np.log(2 * np.pi), abs=1e-8)


def test_the_likelihood_is_that_of_statsmodels_with_its_usual_start():
    import statsmodels.api as sm

    x = walks(np.random.default_rng(7), 1, 300, 1e-4, 5e-5)[0]
    model = sm.tsa.UnobservedComponents(x, "llevel")
    model.ssm.tolerance = 0
    result = model.filter([5e-5, 1e-4])
    found = local_level.local_level(x, 1e-4, 5e-5).log_likelihood[0]
    assert found == pytest.approx(result.llf, abs=1e-7)  # it loses digits to its prior of 1e6


@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_the_last_state_is_that_of_the_filter(gaps):
    rng = np.random.default_rng(8)
    prices = walks(rng, 40, 150, 1e-4, 1e-4)
    prices[rng.random(prices.shape) < gaps] = NAN
    q, r, _ = moments(prices)
    state = local_level.local_level(prices, q, r)
    ahead = state.variance[:, -1:] + np.arange(1, 13) * q[:, None] + r[:, None]
    expected = state.level[:, -1:, None] + np.sqrt(ahead)[:, :, None] * norm.ppf(THREE)
    np.testing.assert_allclose(ask(LocalLevel(capped=False), prices).values, np.clip(expected, 0, 1), atol=1e-12)


@pytest.mark.parametrize("ratio", [0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("long", [0, local_level.LONG])
def test_simulated_variances_are_recovered(ratio, long):
    x = walks(np.random.default_rng(9), 4, 100_000, ratio, 1.0)
    found = moments(x, long)
    np.testing.assert_allclose(found.process, ratio, rtol=0.05)
    np.testing.assert_allclose(found.noise, 1.0, rtol=0.05)


def errors(q, r, n):
    """Standard errors of the moments of neighbouring changes: Bartlett's formula for a moving average of order 1."""
    zero, one = q + 2 * r, -r
    noise = zero**2 + 3 * one**2
    return np.sqrt((2 * (zero**2 + 2 * one**2) + 4 * noise + 16 * zero * one) / n), np.sqrt(noise / n)


@pytest.mark.parametrize("ratio", [0.01, 0.1, 20.0, 100.0])
def test_elsewhere_they_are_within_four_standard_errors(ratio):
    n = 100_000
    x = walks(np.random.default_rng(10), 8, n, ratio, 1.0)
    of_process, of_noise = errors(ratio, 1.0, n)
    for long in (0, local_level.LONG):
        found = moments(x, long)
        assert (np.abs(found.process - ratio) < 4 * of_process).all()
        assert (np.abs(found.noise - 1) < 4 * of_noise).all()
    if ratio < 1:  # where noise outweighs the walk, the long change knows more
        assert found.process.std() < 0.5 * of_process


@pytest.mark.parametrize("horizon", [1, 12])
@pytest.mark.parametrize(("process", "noise"), [(1e-6, 1e-5), (1e-6, 2e-6), (1e-6, 1e-6), (5e-6, 1e-6), (1e-6, 0)])
def test_local_levels_are_covered(process, noise, horizon):
    paths = walks(np.random.default_rng(11), 20_000, 288 + horizon, process, noise)
    band, y = ask(LocalLevel(), paths[:, :288], [horizon]).values[:, 0], paths[:, -1]
    assert hits(band[:, 0], band[:, 2], y).closed.mean() == pytest.approx(0.8, abs=0.015)
    state = local_level.local_level(paths[:, :288], process, noise)  # of one who knows both variances
    half = norm.ppf(0.9) * np.sqrt(state.variance[:, -1] + horizon * process + noise)
    best = interval_score(state.level[:, -1] - half, state.level[:, -1] + half, y).mean()
    assert interval_score(band[:, 0], band[:, 2], y).mean() < 1.06 * best


@pytest.mark.parametrize("horizon", [1, 12])
@pytest.mark.parametrize(
    ("forecaster", "away"),
    [(Ewma(), 0.015), (Ewma(space="logit"), 0.015), (Ewma(space="arcsine"), 0.015), (RollingQuantile(), 0.02)],
)
def test_random_walks_are_covered(forecaster, away, horizon):
    paths = walks(np.random.default_rng(12), 20_000, 288 + horizon, 1e-6, 0)
    band, y = ask(forecaster, paths[:, :288], [horizon]).values[:, 0], paths[:, -1]
    found = hits(band[:, 0], band[:, 2], y)
    assert found.closed.mean() == pytest.approx(0.8, abs=away)
    assert found.below.mean() == pytest.approx(found.above.mean(), abs=0.01)


def test_variances_that_are_none_are_refused():
    for q, r in [(0, 0), (-1, 1), (1, -1), (NAN, 1), (np.inf, 1)]:
        with pytest.raises(InputError, match="process, noise must be"):
            local_level.local_level([0.1, 0.2], q, r)
    with pytest.raises(InputError, match="long must be"):
        moments([0.1, 0.2], 1)


def test_moments_without_changes_are_unknown():
    found = moments([[0.5, NAN, 0.6], [0.5, 0.6, NAN]])
    assert found.increments.tolist() == [0, 1]
    np.testing.assert_allclose(found.process, [NAN, 0.01])
    np.testing.assert_array_equal(found.noise, [NAN, 0])


# ---------------------------------------------------------------- rolling quantiles


def slow_rolling(prices, step, level, window):
    """One quantile, read off the definition; None where there are too few changes of any length."""
    p = prices[-window:]
    known = np.flatnonzero(~np.isnan(p))
    if np.isfinite(np.diff(p)).sum() < MIN_INCREMENTS:
        return NAN
    ahead = step + len(p) - 1 - known[-1]
    p = p[: known[-1] + 1]
    lag = min(ahead, max(1, len(known) // DISJOINT))
    changes = []
    while True:
        changes = sorted(p[t + lag] - p[t] for t in range(len(p) - lag) if np.isfinite(p[t + lag] - p[t]))
        if len(changes) >= MIN_INCREMENTS:
            break
        lag -= 1
    place = round((len(changes) + 1) * level, 9)
    ranks = {True: [np.floor(place)], False: [np.ceil(place)]}[level < 0.5] if level != 0.5 else [np.floor(place), np.ceil(place)]
    padded = [-np.inf, *changes, np.inf]
    return np.clip(p[-1] + np.sqrt(ahead / lag) * np.mean([padded[int(rank)] for rank in ranks]), 0, 1)


@settings(max_examples=60, deadline=None)
@given(batches(), st.sampled_from([13, 20, 288]))
def test_rolling_quantiles_are_their_definition(prices, window):
    levels = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
    found = rolling_bands(prices, [1, 4, 30], levels, window)
    expected = [[[slow_rolling(row, step, level, window) for level in levels] for step in (1, 4, 30)] for row in prices]
    np.testing.assert_allclose(found.values, expected, atol=1e-10)
    answered = ~np.isnan(found.values).any(axis=(1, 2))
    np.testing.assert_array_equal((found.changes[answered] >= MIN_INCREMENTS).all(), True)
    for row, at in zip(prices[answered], np.flatnonzero(answered), strict=True):
        p = row[-window:][: np.flatnonzero(~np.isnan(row[-window:]))[-1] + 1]
        d = p[found.lag[at, 0] :] - p[: len(p) - found.lag[at, 0]]
        d = d[np.isfinite(d)]
        assert found.below[at, 0] == pytest.approx(np.mean(d < -1e-12))
        assert found.unchanged[at, 0] == pytest.approx(np.mean(np.abs(d) <= 1e-12))


def test_twenty_changes_miss_no_more_than_they_should():
    """Ranks 2 and 19 of 20: a coming change is beyond them 2 times in 21 on each side."""
    paths = 0.5 + 1e-3 * np.cumsum(np.random.default_rng(13).standard_t(3, (30_000, 22)), axis=1) / 3
    band = rolling_bands(paths[:, :21], [1], (0.1, 0.9)).values[:, 0]
    found = hits(band[:, 0], band[:, 1], paths[:, 21])
    assert (found.below.mean(), found.above.mean()) == pytest.approx((2 / 21, 2 / 21), abs=0.006)


def test_a_level_that_no_change_can_hold_ends_at_the_bound():
    found = ask(RollingQuantile(), np.linspace(0.4, 0.5, 30), [1], (0.01, 0.5, 0.99)).values[0, 0]
    assert (found[0], found[2]) == (0, 1)  # 29 changes: rank 30 x .99 = 29.7, so 30


@pytest.mark.parametrize(
    "make",
    [
        lambda: Ewma(0.0), lambda: Ewma(1.0), lambda: Ewma(NAN), lambda: Ewma(space="log"), lambda: Ewma(space="logit", eps=0.5),
        lambda: LocalLevel("log"), lambda: RollingQuantile(12), lambda: RollingQuantile(0),
        lambda: variance_path([0.5, 0.6], first=0), lambda: variance_path([0.5, 0.6], 1.5), lambda: last_variance([0.5], -1),
    ],
)  # fmt: skip
def test_settings_that_are_none_are_refused(make):
    with pytest.raises(InputError, match="must be"):
        make()


@pytest.mark.parametrize("module", [ewma, local_level, rolling_quantile])
def test_examples(module):
    assert doctest.testmod(module).failed == 0
