"""The difference of two groups: its error by hand, by statsmodels, and by drawing worlds."""

import numpy as np
import pytest

from credence.errors import InputError
from credence.measures.comparison import shift_difference, slope_difference
from credence.measures.samples import sample


def drawn(rng, n: int, slope: float = 1.0):
    p = np.round(rng.uniform(0.03, 0.97, n), 3)
    odds = slope * np.log(p / (1 - p))
    return p, (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(float)


def test_a_group_against_itself_has_no_difference_and_no_error():
    rng = np.random.default_rng(0)
    p, y = drawn(rng, 400)
    rows = sample(p, y, event_codes=np.arange(400) // 2)
    for compare in (slope_difference, shift_difference):
        found = compare(rows, rows, rows.event, rows.event, "event")
        assert found.gap.value == 0
        assert found.gap.error < 0.06 * found.left.error  # what is shared cancels: sqrt(2 - 2 * .999) = .045


def test_without_shared_clusters_the_variances_add_up():
    rng = np.random.default_rng(1)
    left, right = (sample(*drawn(rng, 500)) for _ in range(2))
    found = slope_difference(left, right, np.arange(500), np.arange(500, 1000), "event")
    assert found.gap.error == pytest.approx(np.hypot(found.left.error, found.right.error))
    assert found.gap.value == pytest.approx(found.left.value - found.right.value)


def test_shared_clusters_agree_with_one_regression_with_interactions():
    import statsmodels.api as sm

    rng = np.random.default_rng(2)
    events = 600
    p, y = (np.tile(part, 2) for part in drawn(rng, events))
    event = np.tile(np.arange(events), 2)
    y[events:] = np.where(rng.random(events) < 0.8, y[:events], 1 - y[:events])  # the sides move together
    side = np.repeat([1.0, 0.0], events)
    x = np.log(p / (1 - p))
    design = np.column_stack([np.ones_like(x), x, side, side * x])
    fit = sm.GLM(y, design, family=sm.families.Binomial()).fit(cov_type="cluster", cov_kwds={"groups": event})
    left, right = (sample(p[side == k], y[side == k]) for k in (1, 0))
    found = slope_difference(left, right, event[side == 1], event[side == 0], "event")
    assert found.gap.value == pytest.approx(fit.params[3], abs=1e-7)
    # statsmodels' factor for small samples is off by 3 in 1200
    assert found.gap.error == pytest.approx(fit.bse[3], rel=3e-3)
    apart = slope_difference(left, right, np.arange(events), np.arange(events, 2 * events), "event")
    assert abs(apart.gap.error / found.gap.error - 1) > 0.02  # here it matters to know what is shared


def test_one_side_that_cannot_be_fitted_is_refused():
    rng = np.random.default_rng(3)
    rows = sample(*drawn(rng, 100))
    certain = sample([0.2, 0.3, 0.8, 0.9], [0, 0, 1, 1])
    with pytest.raises(InputError, match="separable"):
        slope_difference(rows, certain, rows.event, np.arange(4), "event")


def test_equal_groups_are_rarely_called_different():
    called = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        left, right = sample(*drawn(rng, 300)), sample(*drawn(rng, 600))
        gap = slope_difference(left, right, np.arange(300), np.arange(300, 900), "event").gap
        called += gap.p_value(0.0) < 0.05
    assert 1 <= called <= 24  # 5 % of 200, with a 99.9 % binomial margin
