"""Partial pooling: a case worked by hand, another library's figures, the two ends, and simulated tables."""

import hypothesis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from credence.errors import InputError
from credence.measures.shrinkage import shrink, shrink_one_way

figures = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 2)), min_size=2, max_size=12)


def test_der_simonian_laird_worked_by_hand():
    # values 0, 1, 5 with variances 1, 1, 1/2: a = 1, 1, 2; mean (0 + 1 + 10) / 4 = 2.75
    # Q = 2.75^2 + 1.75^2 + 2 x 2.25^2 = 20.75; sum a - sum a^2 / sum a = 4 - 6/4 = 2.5; tau^2 = (20.75 - 2) / 2.5 = 7.5
    # then b* = 1/8.5, 1/8.5, 1/8: mean = (1/8.5 + 5/8) / (2/8.5 + 1/8) = .742647 / .360294 = 2.061224
    # shrunk: mean + 7.5/8.5 (0 - mean), mean + 7.5/8.5 (1 - mean), mean + 7.5/8 (5 - mean)
    found = shrink_one_way([0.0, 1.0, 5.0], [1.0, 1.0, 0.5**0.5])
    assert found.tau2.cell == pytest.approx(7.5)
    assert found.mean == pytest.approx(2.0612245)
    assert found.value == pytest.approx([0.2424970, 1.1248499, 4.8163265])
    assert found.mean_error == pytest.approx(0.3602941**-0.5)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # theirs, where nothing differs
@given(figures)
def test_one_way_agrees_with_statsmodels(rows):
    value, error = map(np.array, zip(*rows, strict=True))
    found = shrink_one_way(value, error)
    theirs = combine_effects(value, error**2, method_re="dl")
    assert found.tau2.cell == pytest.approx(max(theirs.tau2, 0), abs=1e-10)
    if theirs.tau2 > 0:
        assert found.mean == pytest.approx(theirs.mean_effect_re, abs=1e-10)
        assert found.mean_error == pytest.approx(theirs.sd_eff_w_re, abs=1e-10)
    else:
        assert found.mean == pytest.approx(theirs.mean_effect_fe, abs=1e-10)


@given(figures)
def test_a_shrunk_figure_lies_between_the_raw_one_and_the_mean(rows):
    value, error = map(np.array, zip(*rows, strict=True))
    found = shrink_one_way(value, error)
    assert (np.abs(found.value - found.mean) <= np.abs(found.raw - found.mean) + 1e-9).all()
    assert ((found.value - found.mean) * (found.raw - found.mean) >= -1e-9).all()


def test_figures_that_agree_collapse_to_the_mean():
    found = shrink_one_way([1.0, 1.01, 0.99], [0.5, 0.4, 0.6])
    assert found.tau2.cell == 0
    assert found.value == pytest.approx([found.mean] * 3)
    table = shrink([[1.0, 1.01], [0.99, 1.0]], np.full((2, 2), 0.5))
    assert table.tau2 == (0, 0, 0)
    assert table.value == pytest.approx(np.full((2, 2), table.mean))


def test_figures_far_apart_stay():
    found = shrink_one_way([-100.0, 0.0, 100.0], [0.1, 0.1, 0.1])
    assert found.value == pytest.approx(found.raw, abs=1e-3)
    scattered = np.array([[0.0, 90.0, -50.0], [70.0, -80.0, 10.0], [5.0, 40.0, -95.0]])
    table = shrink(scattered, np.full((3, 3), 0.1))
    assert table.value == pytest.approx(scattered, abs=1e-2)
    assert table.error == pytest.approx(np.full((3, 3), 0.1), rel=1e-3)


def test_a_badly_known_cell_follows_its_row_and_column():
    category, horizon = np.array([-0.5, -0.2, 0.0, 0.3, 0.5]), np.array([-0.3, 0.0, 0.1, 0.4])
    value = 1 + category[:, None] + horizon[None, :]
    error = np.full(value.shape, 0.01)
    value[3, 1], error[3, 1] = -4.0, 5.0  # its row and column say 1.3
    found = shrink(value, error)
    assert found.value[3, 1] == pytest.approx(1.3, abs=0.05)
    assert found.error[3, 1] < 0.2
    assert found.raw[3, 1] == -4.0
    assert found.tau2.category > found.tau2.cell
    assert found.tau2.horizon > found.tau2.cell


def test_a_cell_without_a_figure_is_not_given_one():
    value, error = np.array([[1.0, np.nan], [1.2, 1.1]]), np.array([[0.1, np.nan], [0.1, 0.1]])
    found = shrink(value, error)
    assert np.isnan([found.value[0, 1], found.error[0, 1], found.raw[0, 1]]).all()
    assert np.isfinite(found.value[~np.isnan(value)]).all()
    assert np.isnan(shrink_one_way([1.0, np.nan, 2.0], [0.1, np.nan, 0.1]).value[1])


def test_what_cannot_be_told_has_no_variance():
    column = shrink([[0.0], [1.0], [2.0]], np.full((3, 1), 0.1)).tau2  # one horizon, each category once
    assert np.isnan([column.category, column.horizon]).all()
    assert column.cell > 0
    alone = shrink([[1.3]], [[0.2]])
    assert np.isnan(alone.tau2).all()
    assert (alone.value[0, 0], alone.error[0, 0]) == pytest.approx((1.3, 0.2))
    assert np.isnan(shrink_one_way([1.3], [0.2]).tau2.cell)


@hypothesis.settings(max_examples=25)
@given(st.lists(st.floats(-2, 2), min_size=6, max_size=6), st.floats(-5, 5), st.floats(0.1, 10))
def test_shift_and_scale_go_through(values, shift, scale):
    value, error = np.array(values).reshape(2, 3), np.array([[0.3, 0.5, 0.2], [0.4, 0.3, 0.6]])
    plain, moved = shrink(value, error), shrink(shift + scale * value, scale * error)
    assert moved.value == pytest.approx(shift + scale * plain.value, abs=2e-3 * scale)


def test_one_column_is_the_one_way_likelihood():
    """With one horizon the table is a one-way problem: its likelihood, maximised over a grid, gives the same variance."""
    rng = np.random.default_rng(3)
    error = rng.uniform(0.1, 0.5, 9)
    value = rng.normal(1, 0.4, 9) + error * rng.normal(size=9)
    found = shrink(value[:, None], error[:, None])

    def restricted(tau2):
        a = 1 / (error**2 + tau2)
        mean = np.sum(a * value) / a.sum()
        return -np.sum(np.log(a)) + np.log(a.sum()) + np.sum(a * (value - mean) ** 2)

    grid = np.linspace(0, 1, 100_001)
    assert found.tau2.cell == pytest.approx(grid[np.argmin([restricted(t) for t in grid])], abs=2e-5)
    a = 1 / (error**2 + found.tau2.cell)
    mean = np.sum(a * value) / a.sum()
    assert found.value[:, 0] == pytest.approx(mean + found.tau2.cell * a * (value - mean))


def simulated(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The truth of a table of 12 categories and 5 horizons, figures and errors."""
    rng = np.random.default_rng(seed)
    truth = 1.1 + rng.normal(0, 0.2, (12, 1)) + rng.normal(0, 0.1, (1, 5)) + rng.normal(0, 0.1, (12, 5))
    error = rng.uniform(0.05, 0.6, truth.shape)
    return truth, truth + error * rng.normal(size=truth.shape), error


@pytest.fixture(scope="module")
def shrunk_tables():
    return [(truth, shrink(value, error)) for truth, value, error in map(simulated, range(80))]


def test_shrunk_figures_are_nearer_to_the_truth_and_their_intervals_cover(shrunk_tables):
    raw2 = shrunk2 = covered = cells = 0.0
    for truth, found in shrunk_tables:
        raw2 += np.mean((found.raw - truth) ** 2)
        shrunk2 += np.mean((found.value - truth) ** 2)
        cells += truth.size
        covered += np.sum(np.abs(found.value - truth) < 1.96 * found.error)
    print(f"shrunk / raw squared error {shrunk2 / raw2:.3f}, cover {covered / cells:.4f}")
    assert shrunk2 < 0.4 * raw2
    assert 0.93 < covered / cells < 0.97


def test_variances_are_recovered(shrunk_tables):
    found = np.array([found.tau2 for _, found in shrunk_tables])
    for name, column, truth in (("category", 0, 0.04), ("horizon", 1, 0.01), ("cell", 2, 0.01)):
        error = found[:, column].std() / np.sqrt(len(found))
        assert abs(found[:, column].mean() - truth) < 4 * error, name


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ([[np.nan]], [[np.nan]]),
        ([[1.0]], [[0.0]]),
        ([[1.0]], [[-1.0]]),
        ([[1.0]], [[np.nan]]),
        ([[1.0]], [[np.inf]]),
        ([1.0], [1.0]),
        ([[1.0, 2.0]], [[1.0]]),
    ],
)
def test_nonsense_is_refused(value, error):
    with pytest.raises(InputError, match="must be"):
        shrink(value, error)
