"""Recalibration: planted lines are found, thin cells borrow, intervals cover, and what cannot be fitted says so."""

import numpy as np
import pytest
from scipy.special import expit, logit

from credence.errors import InputError
from credence.measures.recalibration import METHODS, fit, gain
from credence.measures.samples import sample
from credence.measures.scores import log_loss
from credence.measures.slope import cox

GRID = np.array([0.05, 0.2, 0.5, 0.8, 0.95])


def table(rng: np.random.Generator, events, slope, intercept):
    """A sample over categories x horizons: `events` of 1 to 3 rows in each cell; outcomes from the planted lines."""
    events = np.broadcast_to(events, slope.shape)
    p, y, event, category, horizon, first = [], [], [], [], [], 0
    for row, column in np.ndindex(slope.shape):
        own = np.repeat(np.arange(events[row, column]), rng.integers(1, 4, events[row, column]))
        price = np.clip(np.round(expit(rng.normal(-0.5, 1.5, len(own))), 3), 0.001, 0.999)
        luck = np.where(rng.random(len(own)) < 0.5, rng.random(len(own))[own], rng.random(len(own)))
        p.append(price)
        y.append(luck < expit(intercept[row, column] + slope[row, column] * logit(price)))
        event.append(first + own)
        category.append(np.full(len(own), row))
        horizon.append(np.full(len(own), column))
        first += events[row, column]
    p, y, event, category, horizon = map(np.concatenate, (p, y, event, category, horizon))
    return sample(p, y.astype(int), None, event), category, horizon


def test_cox_without_differences_between_cells_is_the_common_line():
    rng = np.random.default_rng(0)
    rows, category, horizon = table(rng, 1500, np.full((3, 2), 1.3), np.full((3, 2), -0.2))
    found = fit("cox", rows, category, horizon, rng)
    assert found.slope.value == pytest.approx(np.full((3, 2), 1.3), abs=0.12)
    truth = expit(-0.2 + 1.3 * logit(GRID))
    for row, column in np.ndindex(3, 2):
        assert found.apply(GRID, np.full(5, row), np.full(5, column)) == pytest.approx(truth, abs=0.03)


def test_cox_on_a_single_cell_is_coxs_line():
    rng = np.random.default_rng(1)
    rows, category, horizon = table(rng, 600, np.array([[0.8]]), np.array([[0.3]]))
    found, plain = fit("cox", rows, category, horizon, rng), cox(rows)
    zero = np.zeros(5, int)
    assert found.apply(GRID, zero, zero) == pytest.approx(expit(plain.intercept + plain.slope * logit(GRID)), abs=1e-9)
    x = logit(GRID)  # the delta method by the joint covariance of both
    terms = np.stack([np.ones(5), x])
    error = np.sqrt(np.einsum("in,ij,jn->n", terms, plain.covariance, terms))
    low, high = found.interval(GRID, zero, zero, 0.95)
    assert (logit(high) - logit(low)) / 2 / 1.959964 == pytest.approx(error, rel=0.15)


def test_a_thin_cell_borrows_from_its_row_and_column():
    rng = np.random.default_rng(2)
    slope = 1 + np.array([0.0, 0.2, 0.5])[:, None] + np.array([0.0, 0.1, 0.3, 0.4])[None, :]
    events = np.full((3, 4), 2000)
    events[2, 1] = 60
    rows, category, horizon = table(rng, events, slope, np.zeros((3, 4)))
    found = fit("cox", rows, category, horizon, rng)
    assert abs(found.slope.value[2, 1] - 1.6) < 0.2
    assert found.slope.error[2, 1] < 0.6 * found.slope.raw_error[2, 1]


def test_a_cell_that_is_too_few_is_not_recalibrated():
    rng = np.random.default_rng(3)
    events = np.array([[400, 400], [400, 15]])
    rows, category, horizon = table(rng, events, np.full((2, 2), 1.2), np.zeros((2, 2)))
    found = fit("cox", rows, category, horizon, rng)
    asked = np.array([0.3, 0.3, 0.3, 0.3]), np.array([0, 1, 1, 7]), np.array([0, 0, 1, 0])
    assert np.isfinite(found.apply(*asked)).tolist() == [True, True, False, False]
    assert np.isfinite(found.interval(*asked)[0]).tolist() == [True, True, False, False]


@pytest.mark.parametrize("method", ["isotonic", "beta"])
def test_curves_are_by_category_and_know_no_other(method):
    rng = np.random.default_rng(4)
    slope = np.array([[0.6], [1.6]])
    rows, category, horizon = table(rng, 1200, slope, np.zeros((2, 1)))
    found = fit(method, rows, category, horizon, rng, draws=50)
    p = np.array([0.15, 0.15, 0.15])
    values = found.apply(p, [0, 1, 2], [0, 0, 9])
    assert values[:2] == pytest.approx(expit(slope[:, 0] * logit(0.15)), abs=0.06)
    assert np.isnan(values[2])
    low, high = found.interval(p, [0, 1, 2], [0, 0, 9])
    assert (low[:2] <= values[:2]).all()
    assert (high[:2] >= values[:2]).all()
    assert np.isnan([low[2], high[2]]).all()


def test_identity_is_the_price():
    rows, category, horizon = table(np.random.default_rng(5), 50, np.ones((1, 1)), np.zeros((1, 1)))
    found = fit("identity", rows, category, horizon, np.random.default_rng(0))
    assert found.apply(GRID, np.zeros(5, int), np.zeros(5, int)).tolist() == GRID.tolist()
    assert np.isnan(found.interval(GRID, np.zeros(5, int), np.zeros(5, int))).all()


@pytest.mark.parametrize("method", METHODS)
def test_prices_of_0_and_1_are_within_bounds(method):
    rng = np.random.default_rng(6)
    rows, category, horizon = table(rng, 300, np.ones((1, 1)), np.zeros((1, 1)))
    found = fit(method, rows, category, horizon, rng, draws=20).apply([0.0, 1.0], [0, 0], [0, 0])
    assert ((found >= 0) & (found <= 1)).all()
    assert found[0] < found[1]


def test_the_same_draws_give_the_same_interval():
    rows, category, horizon = table(np.random.default_rng(7), 300, np.ones((1, 1)), np.zeros((1, 1)))
    zero = np.zeros(5, int)
    one, two = (fit("beta", rows, category, horizon, np.random.default_rng(9), 30).interval(GRID, zero, zero) for _ in "ab")
    assert np.array_equal(one, two)


def coverage_of_cox(seeds: range) -> float:
    hits = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        shape = (4, 3)
        slope = 1.1 + rng.normal(0, 0.15, (4, 1)) + rng.normal(0, 0.1, (1, 3)) + rng.normal(0, 0.05, shape)
        intercept = rng.normal(0, 0.1, (4, 1)) + rng.normal(0, 0.05, shape)
        rows, category, horizon = table(rng, rng.integers(60, 500, shape), slope, intercept)
        found = fit("cox", rows, category, horizon, rng)
        for row, column in np.ndindex(shape):
            low, high = found.interval(GRID, np.full(5, row), np.full(5, column))
            truth = expit(intercept[row, column] + slope[row, column] * logit(GRID))
            hits.append((low <= truth) & (truth <= high))
    share = float(np.mean(hits))
    print(f"95 % intervals of hierarchical Cox cover {share:.3f}: {np.mean(hits, axis=0).round(3)} at {GRID}")
    return share


def test_intervals_of_cox_cover():
    assert 0.92 <= coverage_of_cox(range(30)) <= 0.98


@pytest.mark.torture
def test_intervals_of_cox_cover_in_many_seeds():
    assert 0.95 <= coverage_of_cox(range(400)) <= 0.985


# ---- the gain


def test_gain_worked_by_hand():
    # .5 -> .8 and YES: ln .8/.5 = .47; .5 -> .8 and NO: ln .2/.5 = -.916; weights 3:1
    found = gain([0.5, 0.5], [0.8, 0.8], [1, 0], [3, 1], [0, 1], "event")
    assert found.value == pytest.approx(0.75 * np.log(1.6) + 0.25 * np.log(0.4))


def test_gain_is_the_difference_of_mean_log_losses_with_the_error_of_a_mean():
    rng = np.random.default_rng(8)
    p, q, y = rng.uniform(0.1, 0.9, 500), rng.uniform(0.1, 0.9, 500), rng.integers(0, 2, 500)
    found = gain(p, q, y, None, np.arange(500), "event")
    rows = log_loss(p, y) - log_loss(q, y)
    assert found.value == pytest.approx(rows.mean())
    assert found.error == pytest.approx(rows.std(ddof=1) / np.sqrt(500), rel=1e-9)


def test_no_change_has_no_gain_and_no_error():
    found = gain([0.2, 0.4, 0.6], [0.2, 0.4, 0.6], [0, 1, 1], None, [0, 1, 2], "event")
    assert found.value == 0
    assert np.isnan(found.error)


def test_one_cluster_has_no_error():
    assert np.isnan(gain([0.2, 0.4], [0.3, 0.3], [0, 1], None, [5, 5], "week").error)


# ---- what is refused


def test_too_few_events_are_refused():
    rows = sample(np.linspace(0.1, 0.9, 20), [0, 1] * 10)
    for method in ("cox", "isotonic", "beta"):
        with pytest.raises(InputError, match="enough events"):
            fit(method, rows, np.zeros(20, int), np.zeros(20, int), np.random.default_rng(0))


def test_separable_prices_are_refused():
    rows = sample(np.linspace(0.1, 0.9, 80), (np.arange(80) >= 40).astype(int))
    for method in ("cox", "beta"):
        with pytest.raises(InputError):
            fit(method, rows, np.zeros(80, int), np.zeros(80, int), np.random.default_rng(0))


@pytest.mark.parametrize(
    "asked", [{"method": "trees"}, {"category": [0, 1]}, {"horizon": [0.5] * 80}, {"category": [-1] * 80}]
)
def test_nonsense_is_refused(asked):
    rows = sample(np.linspace(0.1, 0.9, 80), [0, 1] * 40)
    given_ = {"method": "cox", "category": np.zeros(80, int), "horizon": np.zeros(80, int)} | asked
    with pytest.raises(InputError, match="must be"):
        fit(given_["method"], rows, given_["category"], given_["horizon"], np.random.default_rng(0))


def test_prices_that_are_none_are_refused():
    rows, category, horizon = table(np.random.default_rng(5), 200, np.ones((1, 1)), np.zeros((1, 1)))
    found = fit("cox", rows, category, horizon, np.random.default_rng(0))
    for p, level in (([1.2], 0.9), ([np.nan], 0.9), ([0.5], 1.0)):
        with pytest.raises(InputError, match="must be"):
            found.interval(p, [0], [0], level)
