"""Paths against oracles written here from the papers, one series and one outcome at a time."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import InputError
from credence.forecasts.conformal import aci_step, dtaci_start, dtaci_step, pid_start, pid_step

STEPS, SERIES = 300, 7


def drawn(seed, steps=STEPS):
    """Scores with zeros, ties, holes and a change of scale half-way."""
    rng = np.random.default_rng(seed)
    found = np.round(rng.normal(0, 1, (steps, SERIES)), 1)
    found[steps // 2 :] *= 4
    found[rng.random(found.shape) < 0.1] = np.nan
    found[rng.random(found.shape) < 0.1] = 0.0
    return found


def pid_oracle(scores, alpha, lr, gain, saturation, start, fade):
    """q_{t+1} = p_{t+1} + K tan(E_t log t / (t C)); p_{t+1} = p_t + lr max|s| (err_t - alpha)."""
    p, r, excess, largest, t, path = start, 0.0, 0.0, 0.0, 0, []
    for s in scores:
        path.append(p + r)
        if math.isnan(s):
            continue
        err = 1.0 if s > p + r else 0.0
        t += 1
        largest = max(fade * largest, abs(s))
        excess += err - alpha
        p += lr * largest * (err - alpha)
        angle = excess * math.log(t) / (t * saturation)
        r = gain * math.tan(min(max(angle, -1.5), 1.5))
    return path


@settings(max_examples=10)
@given(
    st.integers(0, 999), st.sampled_from([0.05, 0.1, 0.3]), st.sampled_from([0.0, 0.5, 3.0]), st.sampled_from([0.02, 0.5, 5.0]),
    st.sampled_from([1.0, 0.95]),
)  # fmt: skip
def test_pid_path_equals_the_oracle(seed, alpha, gain, saturation, fade):
    scores = drawn(seed)
    state, path = pid_start(np.full(SERIES, 0.3)), []
    for row in scores:
        path.append(state.quantile)
        state = pid_step(state, row, alpha, rate=0.1, gain=gain, saturation=saturation, fade=fade)
    for k in range(SERIES):
        wanted = pid_oracle(scores[:, k], alpha, 0.1, gain, saturation, 0.3, fade)
        assert np.array(path)[:, k] == pytest.approx(wanted, abs=1e-10)


def test_pid_covers_in_the_long_run_through_a_change_of_scale():
    scores = np.concatenate([drawn(k, 2000) for k in range(3)])
    state, missed, seen = pid_start(np.zeros(SERIES)), np.zeros(SERIES), np.zeros(SERIES)
    for row in scores:
        known = ~np.isnan(row)
        missed += known & (row > state.quantile)
        seen += known
        state = pid_step(state, row, 0.1, rate=0.05, gain=1.0, saturation=0.5)
    assert missed / seen == pytest.approx(np.full(SERIES, 0.1), abs=0.01)


def test_pid_takes_the_miss_of_the_issued_forecast_where_it_is_told():
    state = pid_start([1.0])
    assert pid_step(state, [2.0], 0.1, rate=0.5, missed=[0.0]).quantile[0] == pytest.approx(1 - 0.5 * 2 * 0.1)


def aci_oracle(levels, outcomes, alpha, gamma):
    """alpha_{t+1} = alpha_t + gamma (alpha - err_t), err_t = 1 where the PIT-like level of the outcome is below alpha_t."""
    level, path = alpha, []
    for beta in outcomes:
        path.append(level)
        if not math.isnan(beta):
            level += gamma * (alpha - (1.0 if beta < level else 0.0))
    return path


def betas(seed, steps=STEPS):
    rng = np.random.default_rng(seed)
    found = np.where(np.arange(steps)[:, None] < steps // 2, rng.random((steps, SERIES)), rng.random((steps, SERIES)) ** 2)
    found[rng.random(found.shape) < 0.1] = np.nan
    found[rng.random(found.shape) < 0.05] = 0.0
    return found


@settings(max_examples=10)
@given(st.integers(0, 999), st.sampled_from([0.05, 0.1, 0.3]), st.sampled_from([0.005, 0.05, 0.5]))
def test_aci_path_equals_the_oracle_and_its_bound_holds(seed, alpha, gamma):
    found = betas(seed)
    level, path, missed = np.full(SERIES, alpha), [], []
    for row in found:
        path.append(level)
        miss = np.where(np.isnan(row), np.nan, row < level)
        missed.append(miss)
        level = aci_step(level, miss, alpha, gamma)
    for k in range(SERIES):
        assert np.array(path)[:, k] == pytest.approx(aci_oracle(None, found[:, k], alpha, gamma), abs=1e-10)
    seen = (~np.isnan(found)).sum(axis=0)
    bound = (max(alpha, 1 - alpha) + gamma) / (gamma * seen)  # Gibbs and Candes (2021), proposition 4.1
    assert (np.abs(np.nanmean(missed, axis=0) - alpha) <= bound + 1e-12).all()


def dtaci_oracle(outcomes, alpha, gammas, interval):
    """Algorithm 1 of Gibbs and Candes (2024), with sums written out."""
    k = len(gammas)
    spread = (1 - alpha) ** 2 * alpha**3 + (1 - alpha) ** 3 * alpha**2
    eta = math.sqrt(3 / interval) * math.sqrt((math.log(k * interval) + 2) / spread)
    sigma = 1 / (2 * interval)
    levels, w, path = [alpha] * k, [1.0] * k, []
    for beta in outcomes:
        total = sum(w)
        path.append(sum(wi / total * a for wi, a in zip(w, levels, strict=True)))
        if math.isnan(beta):
            continue
        bar = [wi * math.exp(-eta * (alpha * (beta - a) - min(0.0, beta - a))) for wi, a in zip(w, levels, strict=True)]
        total = sum(bar)
        w = [(1 - sigma) * wi + total * sigma / k for wi in bar]
        levels = [a + g * (alpha - (1.0 if a > beta else 0.0)) for a, g in zip(levels, gammas, strict=True)]
    return path


@settings(max_examples=8)
@given(st.integers(0, 999), st.sampled_from([0.1, 0.2]), st.sampled_from([50, 500]))
def test_dtaci_path_equals_the_oracle(seed, alpha, interval):
    gammas = tuple(0.001 * 2**k for k in range(8))
    found = betas(seed, 150)
    state, path = dtaci_start(SERIES, alpha), []
    for row in found:
        path.append(state.alpha)
        state = dtaci_step(state, row, alpha, gammas=gammas, interval=interval)
        assert state.weight.sum(axis=1) == pytest.approx(np.ones(SERIES), abs=1e-12)
    for k in range(SERIES):
        assert np.array(path)[:, k] == pytest.approx(dtaci_oracle(found[:, k], alpha, gammas, interval), abs=1e-10)


def test_dtaci_follows_a_shift_faster_than_its_slowest_expert():
    rng = np.random.default_rng(1)
    state = dtaci_start(200, 0.1)
    for _ in range(60):
        state = dtaci_step(state, rng.random(200) ** 3, 0.1, interval=100)  # outcomes far out: P(beta < a) = a ** (1/3)
    # at a = .1 the band misses .1 ** (1/3) = 46 %: the slowest expert falls by at most .001 x .9 a time, to .0784 or less
    assert 0.06 < state.level[:, 0].mean() < 0.09
    assert state.alpha.mean() < 0.5 * state.level[:, 0].mean()


def test_a_series_without_an_outcome_stays_as_it_is():
    pid = pid_step(pid_start([1.0, 2.0]), [np.nan, 5.0], 0.1, gain=1.0)
    assert pid.quantile[0] == 1.0
    assert pid.seen.tolist() == [0, 1]
    assert aci_step([0.2], [np.nan], 0.1).tolist() == [0.2]
    start = dtaci_step(dtaci_start(2, 0.1), [0.0, 0.9], 0.1)
    again = dtaci_step(start, [np.nan, np.nan], 0.1)
    assert np.array_equal(again.level, start.level)
    assert np.array_equal(again.weight, start.weight)


@pytest.mark.parametrize(
    "call",
    [
        lambda: pid_step(pid_start([1.0]), [1.0, 2.0], 0.1),
        lambda: pid_step(pid_start([1.0]), [1.0], 1.5),
        lambda: aci_step([0.1], [1.0, 0.0], 0.1),
        lambda: dtaci_step(dtaci_start(1, 0.1), [1.5], 0.1),
        lambda: dtaci_step(dtaci_start(1, 0.1), [0.5], 0.1, gammas=(0.1,)),
    ],
)
def test_nonsense_is_refused(call):
    with pytest.raises(InputError, match="must be"):
        call()
