"""Path features against a slow reading of their definitions; nothing after the origin is touched."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import InputError
from credence.forecasts.interface import Covariates
from credence.forecasts.origin_features import (
    HALF_LIVES_H,
    PATH,
    SCHEDULE,
    WINDOW,
    batch_features,
    boundary_scale,
    path_features,
    schedule_features,
)

NAN = float("nan")
STEPS = (60, 120, 300, 420, 600, 1800, 3600, 7200, 86400)


@st.composite
def paths(draw, longest=60):
    """Prices on ticks, anywhere, or constant; with gaps; the last one is there."""
    length = draw(st.integers(1, longest))
    kind = draw(st.sampled_from(["ticks", "any", "still", "rare"]))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    if kind == "ticks":
        prices = np.clip(np.round(0.5 + np.cumsum(rng.choice([-0.01, 0, 0, 0.01], length)), 2), 0, 1)
    elif kind == "any":
        prices = rng.random(length)
    else:
        prices = np.full(length, draw(st.sampled_from([0.0, 0.003, 0.37, 1.0])))
        if kind == "rare":
            prices[: rng.integers(0, length + 1)] = 0.4
    prices[:-1][rng.random(length - 1) < draw(st.sampled_from([0.0, 0.1, 0.6]))] = NAN
    return prices


def mean_square(changes, weights):
    """Weighted mean of what is there, nan where nothing is."""
    there = np.isfinite(changes)
    return (weights * changes**2)[there].sum() / weights[there].sum() if weights[there].sum() > 0 else NAN


def lagged(window, lag):
    """Changes over `lag` steps, newest first, nan where an end is missing."""
    return (window[lag:] - window[:-lag])[::-1] if lag < len(window) else np.empty(0)


def slow(prices, step_s):
    """PATH by name, as the module's docstring and names define it."""
    window, hours = prices[-WINDOW:], step_s / 3600
    p, age = window[-1], np.arange(len(window))[::-1] * hours
    changes = lagged(window, 1)
    there = np.isfinite(changes)
    moved = np.abs(changes) > 1e-7
    k = np.arange(len(changes))
    found = {}
    for name, half_life in zip(("15m", "1h", "4h", "24h"), HALF_LIVES_H, strict=True):
        weights = 0.5 ** (k * hours / half_life)
        found[f"variance_{name}"] = mean_square(changes, weights) / hours
        if name != "15m":
            found[f"moves_{name}"] = (weights * moved)[there].sum() / weights[there].sum() if there.any() else NAN
    found["quiet_h"] = hours * (int(np.flatnonzero(moved)[0]) if moved.any() else len(changes))
    for name, limit in (("1h", 1), ("6h", 6), ("24h", 24)):
        near = window[(age <= limit + 1e-9) & np.isfinite(window)]
        found[f"range_{name}"] = near.max() - near.min()
        if limit < 24:
            found[f"change_{name}"] = p - near[0]
    found["place_24h"] = (p - near.min()) / (near.max() - near.min()) if near.max() > near.min() else 0.5
    found["change_step"] = changes[0] if len(changes) else NAN
    sizes = np.abs(changes[there])
    found["largest_1h"] = np.nanmax(np.r_[0, np.abs(changes[: max(1, round(1 / hours))])])
    found["largest_24h"] = max(sizes, default=0)
    found["tick"] = min(sizes[sizes > 1e-7], default=1)
    found["roughness"] = np.sqrt((sizes**2).sum() * len(sizes)) / sizes.sum() if sizes.sum() > 0 else NAN
    six = lagged(window, 6)
    six = six[np.isfinite(six)]
    single = mean_square(changes, np.ones(len(changes)))
    found["variance_ratio"] = (six**2).mean() / (6 * single) if len(six) and single > 0 else NAN
    found["ewma_94"] = np.average(sizes**2, weights=0.94 ** np.arange(len(sizes))) / hours if len(sizes) else NAN
    found |= {"near": min(p, 1 - p), "side": 1.0 if p > 0.5 else -1.0, "observed_h": len(sizes) * hours, "step_h": hours}
    found["missing"] = 1 - len(sizes) / max(1, len(changes))
    for name, over in (("hourly_variance", 1), ("six_hourly_variance", 6)):
        lag = max(1, round(over / hours))
        wide = lagged(window, lag)
        enough = np.isfinite(wide).sum() >= lag
        found[name] = mean_square(wide, 0.5 ** (np.arange(len(wide)) / (4 * lag))) / (lag * hours) if enough else NAN
    scale = boundary_scale(np.array([p]))[0]
    for name in found:
        if name == "ewma_94" or (name.count("variance") and name != "variance_ratio"):
            found[name] /= scale**2
        elif name.startswith(("range", "change", "largest")):
            found[name] /= scale
    return [found[name] for name in PATH]


def of_one(prices, step_s=300):
    return batch_features(np.atleast_2d(prices), step_s, None)[0, : len(PATH)]


@settings(max_examples=150)
@given(paths(), st.sampled_from(STEPS))
def test_features_are_what_they_are_called(prices, step_s):
    np.testing.assert_allclose(of_one(prices, step_s), slow(prices, step_s), rtol=1e-9, atol=1e-12)


@settings(max_examples=25)
@given(paths(longest=400), st.sampled_from(STEPS))
def test_long_paths_too(prices, step_s):
    np.testing.assert_allclose(of_one(prices, step_s), slow(prices, step_s), rtol=1e-9, atol=1e-12)


def test_one_price():
    found = dict(zip(PATH, of_one([0.3]), strict=True))
    unknown = {name for name, value in found.items() if np.isnan(value)}
    assert unknown == {
        "variance_15m", "variance_1h", "variance_4h", "variance_24h", "moves_1h", "moves_4h", "moves_24h", "change_step",
        "roughness", "variance_ratio", "ewma_94", "hourly_variance", "six_hourly_variance",
    }  # fmt: skip
    assert (found["near"], found["side"], found["range_24h"], found["missing"]) == (0.3, -1, 0, 1)


def test_worked_by_hand():
    # .50 -> .52 -> .49, half an hour apart: changes .02 and -.03, the newer -.03
    found = dict(zip(PATH, of_one([0.50, 0.52, 0.49], 1800), strict=True))
    scale = 0.49 * 0.51  # of a variance; its root of a range
    decay = 0.5**0.5  # half an hour, half-life an hour
    assert found["variance_1h"] == pytest.approx((0.0009 + decay * 0.0004) / (1 + decay) / 0.5 / scale)
    assert found["ewma_94"] == pytest.approx((0.0009 + 0.94 * 0.0004) / 1.94 / 0.5 / scale)
    assert found["range_1h"] == pytest.approx(0.03 / scale**0.5)
    assert found["change_1h"] == pytest.approx(-0.01 / scale**0.5)
    assert (found["tick"], found["quiet_h"], found["place_24h"]) == pytest.approx((0.02, 0, 0))
    assert found["roughness"] == pytest.approx(np.sqrt((0.0004 + 0.0009) * 2) / 0.05)
    assert np.isnan(found["hourly_variance"])  # one change over an hour; two are asked


@settings(max_examples=40)
@given(paths(), paths(), st.data())
def test_nothing_outside_the_path_is_touched(prices, other, data):
    last = data.draw(st.integers(0, len(prices) - 1))
    flat = np.r_[other, prices, other]
    at = (np.array([len(other)]), np.array([len(other) + last]), np.array([300]))
    changed = flat.copy()
    changed[: len(other)] = 0.123
    changed[len(other) + last + 1 :] = NAN
    np.testing.assert_array_equal(path_features(flat, *at), path_features(changed, *at))


def test_a_day_of_steps_is_the_window():
    rng = np.random.default_rng(0)
    prices = rng.random(WINDOW + 40)
    changed = prices.copy()
    changed[:40] = 0.9
    np.testing.assert_array_equal(of_one(prices), of_one(changed))
    changed[40] = 0.9  # the oldest step that counts
    assert (of_one(prices) != of_one(changed)).any()


@settings(max_examples=40)
@given(st.lists(paths(), min_size=1, max_size=4), st.data())
def test_a_batch_and_places_in_flat_grids_agree(several, data):
    flat, start = np.concatenate(several), np.r_[0, np.cumsum([len(prices) for prices in several])]
    steps = np.array([data.draw(st.sampled_from(STEPS)) for _ in several])
    found = path_features(flat, start[:-1], start[1:] - 1, steps)
    for row, prices, step_s in zip(found, several, steps, strict=True):
        np.testing.assert_array_equal(row, of_one(prices, step_s))


def test_a_missing_price_has_no_features():
    found = path_features(np.array([0.5, NAN, 0.6]), np.zeros(3, int), np.arange(3), np.full(3, 300))
    np.testing.assert_array_equal(np.isnan(found).all(axis=1), [False, True, False])


def test_schedule_of_what_is_known():
    told = Covariates(np.array([21600, 43200]), np.array([2.0, NAN]), np.array([0.02, 0.01]), None)  # six o'clock, noon
    np.testing.assert_allclose(
        schedule_features(told, 2), [[0.02, 2, 1, 0, NAN], [0.01, NAN, 0, -1, NAN]], atol=1e-12
    )
    assert np.isnan(schedule_features(None, 3)).all()
    assert schedule_features(Covariates(), 3).shape == (3, len(SCHEDULE))


@pytest.mark.parametrize("wrong", [np.zeros(2), np.zeros((3, 1)), 0.5])
def test_covariates_of_another_length_are_refused(wrong):
    with pytest.raises(InputError, match=r"covariates\.spread must be"):
        schedule_features(Covariates(spread=wrong), 3)
