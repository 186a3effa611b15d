"""Laws of the trained forecasters fhs, har and learned, shipped and trained here; training twice gives the same bytes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import InputError
from credence.forecasts import fitted_models, registry
from credence.forecasts.cells import HORIZONS_S, HOURLY, KINDS, PRICES, QUOTED, between, kind_of
from credence.forecasts.interface import Covariates
from credence.forecasts.learned import LearnedScale
from credence.forecasts.origin_features import WINDOW, batch_features, boundary_scale
from credence.forecasts.scale_design import AT, FIXED, NAMES, design, share_before_end
from credence.forecasts.scales import EwmaScale, HarScale
from credence.forecasts.training import METHODS, sizes, thinned, train

from .made_histories import sets, training_set

NAN = float("nan")
THREE = (0.1, 0.5, 0.9)
every = pytest.mark.parametrize("name", METHODS)
ticks = st.integers(0, 100).map(lambda tick: tick / 100)


@st.composite
def batches(draw):
    n, length = draw(st.integers(1, 4)), draw(st.integers(1, 30))
    value = draw(st.sampled_from([ticks, st.floats(0, 1), st.sampled_from([0.0, 1.0]), st.sampled_from([0.5, 0.51, NAN])]))
    gap = draw(st.sampled_from([st.just(False), st.integers(0, 9).map(lambda k: k == 0)]))
    return np.array([[NAN if draw(gap) else draw(value) for _ in range(length)] for _ in range(n)])


known_or_not = st.sampled_from([NAN, -3.0, 0.0, 0.01, 0.5, 5.0, 100.0, 1e9, float("inf")])


@st.composite
def asked(draw):
    """A batch, covariates of which any may be unknown, a step, horizons and levels."""
    series = draw(batches())
    n = len(series)

    def some(values):
        return draw(st.none() | st.lists(values, min_size=n, max_size=n).map(np.array))

    told = Covariates(
        some(st.integers(0, 2_000_000_000)), some(known_or_not), some(known_or_not), some(known_or_not),
    )  # fmt: skip
    step = draw(st.sampled_from([60, 300, 420, 600, 1800, 3600, 86400]))
    horizon = draw(st.integers(1, 40) | st.lists(st.integers(1, 2016), min_size=1, max_size=4, unique=True).map(sorted))
    levels = draw(st.lists(st.integers(1, 999), min_size=1, max_size=9, unique=True).map(lambda k: [v / 1000 for v in sorted(k)]))
    return series, horizon, step, levels, draw(st.none() | st.just(told))


def moving(n=200, length=288, size=0.01, share=0.4, seed=0):
    rng = np.random.default_rng(seed)
    moves = rng.choice([-size, size], (n, length)) * (rng.random((n, length)) < share)
    return np.clip(np.round(rng.uniform(0.3, 0.7, (n, 1)) + np.cumsum(moves, axis=1), 2), 0.02, 0.98)


def widths(name, series, horizon=12, step_s=300, covariates=None, levels=THREE):
    found = registry.forecaster(name).forecast_quantiles(series, horizon, step_s, levels, covariates)
    return found.values[:, :, -1] - found.values[:, :, 0]


# ---------------------------------------------------------------- laws of all


@every
@settings(max_examples=60)
@given(asked())
def test_a_band_is_in_order_around_the_last_price(name, question):
    series, horizon, step_s, levels, told = question
    found = registry.forecaster(name).forecast_quantiles(series, horizon, step_s, levels, told)
    steps = horizon if isinstance(horizon, list) else list(range(1, horizon + 1))
    p = series[:, -1]
    there = np.isfinite(p)
    assert found.steps == tuple(steps)
    assert found.values.shape == (len(p), len(steps), len(levels))
    np.testing.assert_array_equal(found.answered, there)
    assert np.isnan(found.values[~there]).all()
    values = found.values[there]
    assert ((values >= 0) & (values <= 1)).all()
    assert (np.diff(values, axis=2) >= -1e-12).all()
    for k, level in enumerate(levels):
        side = values[:, :, k] - p[there, None]
        assert (side <= 1e-12).all() if level <= 0.5 else True
        assert (side >= -1e-12).all() if level >= 0.5 else True
    below, same = found.below[there], found.unchanged[there]
    assert ((below >= 0) & (same >= 0) & (below + same <= 1 + 1e-9)).all()
    assert (below[p[there] == 0] == 0).all()
    np.testing.assert_allclose((below + same)[p[there] == 1], 1)
    np.testing.assert_array_equal(found.context_length, np.isfinite(series[:, -WINDOW:]).sum(axis=1))


@pytest.mark.parametrize("name", ["fhs", "har"])  # the trees of learned may know which side is which
@settings(max_examples=40)
@given(batches())
def test_yes_and_no_are_mirrored(name, series):
    """Up from the nearer boundary for one is down for the other; at .5 itself both are on one side."""
    series = np.round(series[np.abs(series[:, -1] - 0.5) > 1e-6], 6)
    if not len(series):
        return
    ask = registry.forecaster(name)
    yes, no = (ask.forecast_quantiles(side, [1, 12], 300, (0.03, 0.2, 0.5, 0.8, 0.97)) for side in (series, 1 - series))
    np.testing.assert_allclose(yes.values, 1 - no.values[:, :, ::-1], atol=2e-6)
    np.testing.assert_allclose(yes.unchanged, no.unchanged, atol=1e-6)


@every
def test_a_batch_a_path_and_a_step_agree(name):
    series = moving(30)
    series[np.random.default_rng(1).random(series.shape) < 0.05] = NAN
    series[:, -1] = np.where(np.isnan(series[:, -1]), 0.5, series[:, -1])
    series[3, -1] = NAN
    ask = registry.forecaster(name)
    path = ask.forecast_quantiles(series, 72, 300, THREE)
    for step in (1, 2, 3, 7, 12, 71, 72):
        one = ask.forecast_quantiles(series, [step], 300, THREE)
        np.testing.assert_allclose(one.values[:, 0], path.values[:, step - 1], atol=1e-12)
        np.testing.assert_allclose(one.below[:, 0], path.below[:, step - 1], atol=1e-12)
    single = np.concatenate([ask.forecast_quantiles(row, 72, 300, THREE).values for row in series])
    np.testing.assert_allclose(single, path.values, atol=1e-12)
    more = ask.forecast_quantiles(series, 72, 300, (0.05, 0.1, 0.3, 0.5, 0.9, 0.99))
    np.testing.assert_allclose(more.values[:, :, [1, 3, 4]], path.values, atol=1e-12)


@every
@pytest.mark.parametrize("step_s", [300, 600, 3600])
def test_a_later_price_is_less_sure(name, step_s):
    """The expected change of every series only grows with the horizon, and so does the width on average, hour by day.

    Between neighbouring horizons a width may fall by a little: shapes were counted horizon by horizon, and a market that is
    still quoted a day later was a quieter one.
    """
    steps = [1, 2, 3, 5, 6, 12, 36, 72, 144, 288, 600]
    found = registry.forecaster(name).forecast_quantiles(moving(), steps, step_s, THREE)
    assert found.scale is not None
    assert (np.diff(found.scale, axis=1) >= -1e-12).all()
    hour, six, day = (widths(name, moving(), [seconds // step_s], step_s).mean() for seconds in (3600, 21600, 86400))
    assert hour < six
    assert hour < day


@every
def test_a_quiet_market_is_narrower_than_a_moving_one(name):
    quiet, busy = widths(name, moving(share=0.02)), widths(name, moving(size=0.03, share=0.7))
    assert (quiet.mean(axis=0) < 0.5 * busy.mean(axis=0)).all()


@every
@pytest.mark.parametrize("price", [0.0, 0.37, 1.0])
def test_what_never_moved_is_likely_to_stay(name, price):
    found = registry.forecaster(name).forecast_quantiles(np.full(200, price), 12, 300, THREE)
    assert (found.unchanged[0] > 0.5).all()
    assert (found.values[0, :, 2] - found.values[0, :, 0] < 0.02).all()
    assert (found.values[0, :, 1] == price).all()


@every
def test_one_price_is_enough(name):
    found = registry.forecaster(name).forecast_quantiles([0.4], 12, 300, THREE)
    assert found.answered.all()
    assert found.context_length.tolist() == [1]
    assert 0 < (found.values[0, -1, 2] - found.values[0, -1, 0]) < 0.9


@every
def test_only_a_day_of_steps_counts(name):
    series = moving(5, WINDOW + 50)
    other = series.copy()
    other[:, :50] = 0.99
    one, two = (registry.forecaster(name).forecast_quantiles(given, 3, 300, THREE).values for given in (series, other))
    np.testing.assert_array_equal(one, two)


@every
@pytest.mark.parametrize(("horizon", "quantiles"), [(0, THREE), (2017, THREE), ([2, 1], THREE), (3, [0.9, 0.1]), (3, [0, 1])])
def test_nonsense_is_refused(name, horizon, quantiles):
    with pytest.raises(InputError, match="must be"):
        registry.forecaster(name).forecast_quantiles([0.5] * 20, horizon, 300, quantiles)


@every
def test_the_tables_made_for_levels_do_not_pile_up(name):
    ask = fitted_models.from_artefact(fitted_models.loaded(name))
    for k in range(300):
        ask.forecast_quantiles([0.5] * 20, 1, 300, [(k + 1) / 1000])
    assert len(ask._tables) <= 257


# ---------------------------------------------------------------- what the scale knows


def test_kinds():
    quoted = np.array([True, False])
    assert [KINDS[k] for k in kind_of(300, quoted)] == [QUOTED, PRICES]
    assert [KINDS[k] for k in kind_of(1799, quoted)] == [QUOTED, PRICES]
    assert [KINDS[k] for k in kind_of(1800, quoted)] == [HOURLY, HOURLY]


@given(st.floats(60, 1e7), st.sampled_from(KINDS))
def test_a_horizon_lies_between_two_cells_or_outside_of_all(horizon, kind):
    fitted = HORIZONS_S[kind]
    found = between(horizon, fitted)
    low, high = fitted[found.lower], fitted[found.upper]
    assert 0 <= found.weight <= 1
    if fitted[0] <= horizon <= fitted[-1]:
        assert low <= horizon <= high
        assert np.log(low) + found.weight * np.log(high / low) == pytest.approx(np.log(horizon))
        assert found.factor == 1
    else:
        assert found.lower == found.upper == (0 if horizon < fitted[0] else len(fitted) - 1)
        assert found.factor**2 == pytest.approx(horizon / low)
    for at, exact in enumerate(fitted):
        place = between(exact, fitted)
        assert (place.lower if place.weight < 1 else place.upper) == at
        assert place.factor == 1


@every
@pytest.mark.parametrize(("step_s", "quoted", "kind"), [(300, True, QUOTED), (300, False, PRICES), (3600, True, HOURLY)])
def test_at_a_fitted_horizon_the_band_is_scale_times_shape(name, step_s, quoted, kind):
    """Read by hand: the features' scale, the bucket of price and scale, its quantile."""
    series = moving(50)
    told = Covariates(spread=np.full(50, 0.02)) if quoted else None
    ask, artefact = registry.forecaster(name), fitted_models.loaded(name)
    found = ask.forecast_quantiles(series, [6 * 3600 // step_s], step_s, THREE, told)
    at, p = HORIZONS_S[kind].index(21600), series[:, -1]
    shape = artefact.shapes[kind, 21600]
    relative = np.exp(ask.scale.log_relative(kind, batch_features(series, step_s, told))[:, at])
    smooth = shape.smoothed()
    for row in range(50):
        near = int((min(p[row], 1 - p[row]) >= np.array([0.03, 0.06, 0.12, 0.25])).sum())
        bucket = smooth[near * 8 + int((relative[row] > shape.edges).sum())]
        bucket = bucket[::-1] if p[row] > 0.5 else bucket
        below, same = bucket[:60].sum(), bucket[60]
        assert found.below[row, 0] == pytest.approx(below)
        assert found.unchanged[row, 0] == pytest.approx(same)
        low, high = found.values[row, 0, [0, 2]]
        if below + same > 0.1 > below:
            assert low == p[row]
        scale = relative[row] * boundary_scale(p[row : row + 1])[0]
        for level, edge in ((0.1, low), (0.9, high)):  # the chance below an edge is its level, where it is not cut
            if edge not in (0.0, 1.0, p[row]):
                assert chance_below(bucket, (edge - p[row]) / scale) == pytest.approx(level, abs=1e-6)


def chance_below(bucket, z):
    from credence.forecasts.shape import EDGES

    share = np.clip((z - EDGES[:-1]) / np.diff(EDGES), 0, 1)
    return float((bucket * share).sum())


def test_only_the_wanted_cells_are_worked_out():
    features = batch_features(moving(20), 300, None)
    for name in METHODS:
        scale = registry.forecaster(name).scale
        for kind in KINDS:
            whole = scale.log_relative(kind, features)
            assert whole.shape == (20, len(HORIZONS_S[kind]))
            np.testing.assert_allclose(scale.log_relative(kind, features, [0, 2]), whole[:, [0, 2]], atol=1e-12)


def test_the_ewma_scale_is_capped_by_what_a_price_has_left():
    features = np.full((3, len(AT)), NAN)
    features[:, AT["ewma_94"]] = [0.0, 0.04, 9.0]  # variance of an hour relative to p (1 - p)
    found = np.exp(2 * EwmaScale().log_relative(HOURLY, features))  # 1, 6 and 24 hours
    np.testing.assert_allclose(found, [[1e-4, 6e-4, 24e-4], [0.0401, 0.2406, 0.9624], [1, 1, 1]])


def test_regressors_are_named_and_zero_where_unknown():
    series = moving(4)
    nothing = np.column_stack([design(f := batch_features(series, 300, None)), share_before_end(f, 3600)])
    assert nothing.shape == (4, len(NAMES))
    for name in ("has_spread", "spread", "has_end", *(n for n in FIXED if n.startswith("left_")), "past_end", "has_siblings"):
        assert (nothing[:, NAMES.index(name)] == 0).all()
    told = Covariates(np.zeros(4, int), np.array([0.5, 2, -1, NAN]), np.full(4, 0.02), np.full(4, 0.1))
    found = np.column_stack([design(f := batch_features(series, 300, told)), share_before_end(f, 3600)])
    column = {name: found[:, k] for k, name in enumerate(NAMES)}
    np.testing.assert_allclose(column["share_before_end"], [0.5, 1, 0, 0])
    np.testing.assert_allclose(column["has_end"], [1, 1, 1, 0])
    np.testing.assert_allclose(column["past_end"], [0, 0, 1, 0])
    np.testing.assert_allclose(column["left_1h"], [0, np.log(2), 0, 0])
    np.testing.assert_allclose(column["spread"], np.log(0.022))
    assert np.isfinite(found).all()


def test_a_schedule_and_a_quote_matter():
    """Six hours are less sure where the scheduled end is three hours away than where it is sixty."""
    series = moving(200)
    told = [Covariates(np.full(200, 1_700_000_000), np.full(200, left), np.full(200, 0.02)) for left in (3.0, 60.0)]
    for name in ("har", "learned"):
        near, far = (widths(name, series, [72], covariates=one).mean() for one in told)
        assert near > 1.1 * far


# ---------------------------------------------------------------- training


@pytest.fixture(scope="module")
def trained():
    return {name: train(sets(), name) for name in METHODS}


@every
def test_training_twice_gives_the_same_bytes(name, trained, tmp_path):
    again = train(sets(), name)
    assert again.version == trained[name].version
    for place, one in (("one", trained[name]), ("two", again)):
        one.write(tmp_path / place)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_other_data_another_version(trained):
    one = sets()[0]
    prices, market = one.histories.prices.copy(), int(np.flatnonzero(one.trains())[0])
    part = slice(one.histories.start[market] + 300, one.histories.start[market] + 600)
    prices[part] = np.where(np.isfinite(prices[part]), 0.5, np.nan)
    changed = [replace(one, histories=replace(one.histories, prices=prices)), sets()[1]]
    other = train(changed, "har")
    assert other.version != trained["har"].version
    cards = [artefact.card["sets"] for artefact in (trained["har"], other)]
    assert cards[0][0]["data_sha256"] != cards[1][0]["data_sha256"]
    assert cards[0][1] == cards[1][1]


@every
def test_a_trained_model_answers_and_keeps_its_word_where_it_learned(name, trained):
    """Closed coverage of the 80 % band on the made-up world's own hours, each hour a step of 3,600 s."""
    from credence.forecasts.bulk import Asked, bands
    from credence.forecasts.histories import targets
    from credence.forecasts.samples import hourly_origins

    one = training_set("new", 9, events=60, per_event=2, days=2.2, seed=77)
    origins = hourly_origins(one.histories)
    horizon = np.full(len(origins.at), 3600)
    y = targets(one.histories, origins, horizon)
    found = bands(one.histories, Asked(origins, horizon), trained[name], THREE, calibration="raw")
    judged = np.isfinite(y)
    inside = (y >= found.values[:, 0] - 1e-6) & (y <= found.values[:, 2] + 1e-6)
    assert judged.sum() > 2000
    assert 0.75 < inside[judged].mean() < 0.93  # many outcomes are unchanged: closed coverage lies above .80
    same = np.abs(y - one.histories.prices[origins.at]) < 1e-9
    assert found.unchanged[judged].mean() == pytest.approx(same[judged].mean(), abs=0.03)


@every
def test_too_few_rows_are_refused(name):
    small = training_set("small", 2, events=4, per_event=1, days=1.8)
    with pytest.raises(InputError, match=r"training rows for quoted series at .* must be at least 200"):
        train([small], name)


def test_an_unknown_method_is_refused():
    with pytest.raises(InputError, match="method must be fhs or har or learned"):
        train(sets(), "magic")


def test_learned_is_trees_and_what_mends_them(trained):
    artefact = trained["learned"]
    assert artefact.trees is not None
    features = batch_features(moving(30), 300, None)
    scale = LearnedScale(artefact, artefact.trees)
    x = scale.full(QUOTED, 3600, features)
    np.testing.assert_allclose(
        x @ artefact.coefficients[QUOTED, 3600], scale.log_relative(QUOTED, features)[:, HORIZONS_S[QUOTED].index(3600)]
    )
    assert artefact.coefficients[QUOTED, 3600][-2] == pytest.approx(1, abs=0.5)  # the trees count about once
    plain = HarScale(trained["har"].coefficients)
    np.testing.assert_allclose(
        plain.full(QUOTED, 3600, features) @ trained["har"].coefficients[QUOTED, 3600],
        plain.log_relative(QUOTED, features)[:, HORIZONS_S[QUOTED].index(3600)],
    )


def test_sizes_are_relative_and_cut():
    from credence.forecasts.samples import Sample

    sample = Sample(np.zeros((3, 1), np.float32), np.array([0.5, 0.01, 0.5]), np.array([0.6, 0.99, 0.5]), np.ones(3))
    np.testing.assert_allclose(sizes(sample), [0.2, 3.0, 0.0])


def test_rows_are_thinned_in_the_share_of_their_weight():
    from credence.forecasts.samples import Sample

    rng, n = np.random.default_rng(0), 50_000
    weight = rng.choice([0.02, 0.3, 1.0, 2.5], n)
    sample = Sample(np.arange(n, dtype=np.float32)[:, None], rng.random(n), rng.random(n), weight)
    found = thinned(sample)
    kept = found.features[:, 0].astype(int)
    for value in (0.02, 0.3, 1.0, 2.5):
        share = (weight[kept] == value).sum() / (weight == value).sum()
        assert share == pytest.approx(min(value, 1), abs=0.01)
    np.testing.assert_allclose(found.weight, np.maximum(weight[kept], 1))
    np.testing.assert_array_equal(thinned(sample).features, found.features)


@pytest.mark.parametrize("name", ["fhs", "har", "learned"])
def test_a_path_too_short_to_say_anything_is_not_called_quiet(name):
    """One price, or four equal ones, must not get the narrow band of a market that has been still for a day."""
    made = registry.forecaster(name)
    widths = []
    for length in (1, 4, 288):
        found = made.forecast_quantiles(np.full((1, length), 0.5), [12], 300, (0.1, 0.5, 0.9))
        widths.append(float(found.values[0, 0, 2] - found.values[0, 0, 0]))
    assert widths[0] > 0.04
    assert widths[1] > 0.04
    assert widths[2] < 0.5 * widths[1]
