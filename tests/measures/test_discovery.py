"""False discoveries: another library's figures, cases worked by hand, and simulated cubes whose cells share events."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm
from statsmodels.stats.multitest import multipletests

from credence.errors import InputError
from credence.measures.discovery import benjamini_hochberg, benjamini_yekutieli, resampled

RULES = [(benjamini_hochberg, "fdr_bh"), (benjamini_yekutieli, "fdr_by")]
many = st.lists(st.floats(0, 1), min_size=1, max_size=40)


@pytest.mark.parametrize(("rule", "name"), RULES)
@given(p=many, q=st.floats(0.01, 0.5))
def test_agrees_with_statsmodels(rule, name, p, q):
    found, adjusted, *_ = multipletests(p, q, method=name)
    ours = rule(p, q)
    assert ours.adjusted_p == pytest.approx(adjusted, abs=1e-12)
    sure = np.abs(adjusted - q) > 1e-12
    assert (ours.found == found)[sure].all()


@pytest.mark.parametrize(("rule", "_"), RULES)
@given(p=many)
def test_a_cell_without_a_test_is_not_counted(rule, _, p):
    with_gaps = rule([float("nan"), *p, float("nan")])
    assert with_gaps.adjusted_p[1:-1] == pytest.approx(rule(p).adjusted_p)
    assert np.isnan(with_gaps.adjusted_p[[0, -1]]).all()
    assert not with_gaps.found[[0, -1]].any()
    assert with_gaps.tests == len(p)


def test_all_cells_without_a_test():
    assert benjamini_hochberg([float("nan")]).tests == 0
    assert benjamini_hochberg([]).found.tolist() == []


def test_the_test_is_named():
    assert benjamini_hochberg([0.5], test="slope = 1, t(G - 1)").test == "slope = 1, t(G - 1)"


def test_step_down_worked_by_hand():
    """Two cells with standard draws; the second is compared with its own draws alone once the first is found."""
    rng = np.random.default_rng(0)
    draws = rng.normal(size=(999, 2))
    draws = (draws - draws.mean(axis=0)) / draws.std(axis=0)
    found = resampled([9.0, 2.2], draws, q=0.05)
    first = 1 / 1000  # no draw reaches 9
    second = (1 + np.sum(draws[:, 1] >= 2.2)) / 1000
    assert found.adjusted_p == pytest.approx([first, second])
    single_step = (1 + np.sum(draws.max(axis=1) >= 2.2)) / 1000
    assert second < single_step


def test_the_scale_of_a_cell_decides_nothing():
    rng = np.random.default_rng(1)
    draws, observed = rng.gamma(2, size=(499, 5)), rng.gamma(2, size=5) + 2
    scale = np.array([1, 1e-3, 50, 2, 7])
    assert resampled(observed, draws).adjusted_p == pytest.approx(resampled(observed * scale + 3, draws * scale + 3).adjusted_p)


def test_cells_without_draws_have_no_test():
    draws = np.random.default_rng(2).normal(size=(99, 3))
    draws[:, 1] = 4.0
    draws[3, 2] = np.nan
    found = resampled([9.0, 9.0, 9.0], draws)
    assert (found.tests, found.found.tolist()) == (1, [True, False, False])


@pytest.mark.parametrize("q", [0, 1, -0.1, float("nan")])
def test_a_share_outside_is_refused(q):
    with pytest.raises(InputError, match="q must be"):
        benjamini_hochberg([0.5], q)


@pytest.mark.parametrize("p", [[1.1], [-0.1], [[0.5]]])
def test_no_p_values_are_refused(p):
    with pytest.raises(InputError, match="p must be"):
        benjamini_hochberg(p)


def test_few_draws_are_refused():
    with pytest.raises(InputError, match="99 or more"):
        resampled([1.0], np.zeros((50, 1)))


# ---- simulated cubes: 5 horizons x 6 categories; an event has a row at every horizon of its category

HORIZONS, CATEGORIES, EVENTS, BIAS = 5, 6, 60, 0.12
Q = 0.1


def cube(rng: np.random.Generator, biased: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Sums of y - p by event and cell (events, cells): one outcome at all horizons, its price more sure as the end nears."""
    prior = rng.uniform(0.2, 0.8, (CATEGORIES, EVENTS))
    shift = np.where(np.arange(CATEGORIES) < biased, BIAS, 0.0)[:, None]
    path = np.stack([np.clip(prior + step * rng.choice([-0.03, 0.03], prior.shape), 0.05, 0.95) for step in range(HORIZONS)])
    last = path[-1]
    outcome = rng.random(prior.shape) < np.clip(last + shift, 0, 1)
    deviation = outcome[None] - path  # (horizon, category, event)
    return deviation.transpose(2, 1, 0).reshape(EVENTS, -1), np.repeat(np.arange(CATEGORIES) < biased, HORIZONS)


def p_values_of(deviation: np.ndarray) -> np.ndarray:
    z = deviation.sum(axis=0) / np.sqrt((deviation**2).sum(axis=0))
    return 2 * norm.sf(np.abs(z))


def signs_flipped(rng: np.random.Generator, deviation: np.ndarray, draws: int = 199) -> tuple[np.ndarray, np.ndarray]:
    """|z| and its draws: one sign per event, the same in all cells."""
    scale = np.sqrt((deviation**2).sum(axis=0))
    signs = rng.choice([-1.0, 1.0], (draws, len(deviation)))
    return np.abs(deviation.sum(axis=0)) / scale, np.abs(signs @ deviation) / scale


def any_found(seeds: range) -> dict[str, int]:
    counts = {"benjamini_hochberg": 0, "benjamini_yekutieli": 0, "resampled": 0}
    for seed in seeds:
        rng = np.random.default_rng(seed)
        deviation, _ = cube(rng)
        p = p_values_of(deviation)
        counts["benjamini_hochberg"] += benjamini_hochberg(p, Q).found.any()
        counts["benjamini_yekutieli"] += benjamini_yekutieli(p, Q).found.any()
        counts["resampled"] += resampled(*signs_flipped(rng, deviation), Q).found.any()
    return counts


def check_null_cube(seeds: range) -> None:
    """The exact 99.9 % interval of the share of cubes with any find meets 0 .. q."""
    counts = any_found(seeds)
    print({name: count / len(seeds) for name, count in counts.items()})
    for name, count in counts.items():
        low = binomtest(int(count), len(seeds)).proportion_ci(0.999).low
        assert low <= Q, f"{name}: {count} of {len(seeds)}"
    assert counts["resampled"] / len(seeds) > Q / 4  # it uses what it is allowed, so the cube is not too easy


def test_a_cube_without_bias_finds_nothing_too_often():
    check_null_cube(range(2000))


@pytest.mark.torture
def test_a_cube_without_bias_finds_nothing_too_often_in_many_seeds():
    check_null_cube(range(20_000))


def test_a_mixed_cube_keeps_its_share_of_false_finds_and_finds_most():
    share, power = [], []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        deviation, biased = cube(rng, biased=2)
        found = benjamini_hochberg(p_values_of(deviation), Q).found
        share.append(found[~biased].sum() / max(found.sum(), 1))
        power.append(found[biased].mean())
    assert np.mean(share) <= Q + 3.3 * np.std(share) / np.sqrt(len(share))
    assert np.mean(power) > 0.3


def test_without_control_the_cube_would_find_something_most_of_the_time():
    """The check above can fail: cells judged alone at q find something in most cubes."""
    hits = sum((p_values_of(cube(np.random.default_rng(seed))[0]) <= Q).any() for seed in range(300))
    assert hits / 300 > 0.4
