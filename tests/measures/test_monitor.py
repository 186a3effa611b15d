"""The monitor: bets worked by hand, nothing staked on what is not yet seen, and its error rate under clusters and shocks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from credence.errors import InputError
from credence.measures.monitor import LARGEST_STAKE, evidence

deviations = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=2, max_size=40)
ALPHA = 0.05


def test_wealth_worked_by_hand():
    # batches .5 and .8: nothing is staked on the first; mean before the second .5 / 2 = .25,
    # variance (.25 + (.5 - 0)^2) / 2 = .25, stake .25 / (.25 + .0625) = .8: up 1 + .8 x .8 = 1.64, down stays 1
    found = evidence([0, 1], [0.5, 0.2], [1, 1])
    assert found.stake_up.tolist() == pytest.approx([0, 0.8])
    assert found.stake_down.tolist() == [0, 0]
    assert found.wealth.tolist() == pytest.approx([1, 1.32])


def test_a_batch_is_one_bet_whatever_its_rows():
    found = evidence([5, 5, 9, 9, 9], [0.2, 0.4, 0.5, 0.5, 0.9], [1, 0, 1, 1, 0], weight=[1, 1, 2, 1, 1])
    assert found.batch.tolist() == [5, 9]
    assert found.deviation == pytest.approx([(0.8 - 0.4) / 2, (2 * 0.5 + 0.5 - 0.9) / 4])


@given(deviations, st.integers(1, 39))
def test_what_comes_later_changes_nothing_before(rows, cut):
    p, y = map(np.array, zip(*rows, strict=True))
    cut = min(cut, len(p) - 1)
    other = np.concatenate([y[:cut], 1 - y[cut:]])
    full, changed = evidence(np.arange(len(p)), p, y), evidence(np.arange(len(p)), p, other)
    assert full.wealth[:cut].tolist() == changed.wealth[:cut].tolist()
    for name in ("stake_up", "stake_down"):  # the stake on the first changed batch was chosen before it
        assert getattr(full, name)[: cut + 1].tolist() == getattr(changed, name)[: cut + 1].tolist()


@given(deviations)
def test_no_batch_takes_everything_and_the_sides_are_mirrors(rows):
    p, y = map(np.array, zip(*rows, strict=True))
    found, mirrored = evidence(np.arange(len(p)), p, y), evidence(np.arange(len(p)), 1 - p, 1 - y)
    assert (found.wealth > 0).all()
    # each row is a batch, and all that it can lose is its price (staked upwards) or 1 - its price
    assert (found.stake_up * p <= LARGEST_STAKE + 1e-12).all()
    assert (-found.stake_down * (1 - p) <= LARGEST_STAKE + 1e-12).all()
    assert found.wealth_up == pytest.approx(mirrored.wealth_down, rel=1e-6)
    assert found.wealth == pytest.approx((found.wealth_up + found.wealth_down) / 2)


def test_the_order_of_rows_does_not_matter():
    rng = np.random.default_rng(0)
    batch, p, y = rng.integers(0, 20, 200), rng.random(200), rng.integers(0, 2, 200)
    mixed = rng.permutation(200)
    assert evidence(batch, p, y).wealth == pytest.approx(evidence(batch[mixed], p[mixed], y[mixed]).wealth)


def test_every_next_factor_is_worth_one_on_average():
    """Given any past, the wealth expected after the next batch is the wealth before it: the law behind Ville's bound."""
    rng = np.random.default_rng(1)
    for _ in range(50):
        p = rng.uniform(0.05, 0.95, 12)
        past = rng.integers(0, 2, 11)
        after = [evidence(np.arange(12), p, [*past, last]).wealth[-1] for last in (0, 1)]
        before = evidence(np.arange(11), p[:-1], past).wealth[-1]
        assert (1 - p[-1]) * after[0] + p[-1] * after[1] == pytest.approx(before)


def segment(seed: int, *, bias: float = 0.0, batches: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days of 1 to 5 events; one event in four is a ladder of 2 to 9 legs with one winner, the rest share a shock of the day.

    bias  what is added to the chance of YES beyond the price (of single markets)
    """
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(batches), rng.integers(1, 6, batches))
    ladder = rng.random(len(day)) < 0.25
    legs = np.where(ladder, rng.integers(2, 10, len(day)), 1)
    event = np.repeat(np.arange(len(day)), legs)
    mass = rng.exponential(size=len(event))
    p = np.where(ladder[event], mass / np.bincount(event, mass)[event], rng.uniform(0.05, 0.95, len(event)))
    above = np.cumsum(p) - np.repeat(np.concatenate([[0], np.cumsum(np.bincount(event, p))[:-1]]), legs)  # of the ladder so far
    luck = np.where(rng.random(len(day)) < 0.5, rng.random(batches)[day], rng.random(len(day)))[event]
    alone = luck < np.clip(p + bias, 0, 1)
    return day[event], p, np.where(ladder[event], (above - p <= luck) & (luck < above), alone).astype(int)


def alarms(seeds: range, bias: float = 0.0) -> float:
    return sum(evidence(*segment(seed, bias=bias)).first_above(ALPHA) is not None for seed in seeds) / len(seeds)


def check_null(seeds: range) -> None:
    share = alarms(seeds)
    print(f"share of calibrated segments ever above 1 / {ALPHA}: {share}")
    assert binomtest(round(share * len(seeds)), len(seeds)).proportion_ci(0.999).low <= ALPHA


def test_calibrated_segments_rarely_ring():
    check_null(range(2000))


@pytest.mark.torture
def test_calibrated_segments_rarely_ring_in_many_seeds():
    check_null(range(20_000))


@pytest.mark.parametrize("bias", [0.15, -0.15])
def test_a_bias_rings_on_either_side(bias):
    share = alarms(range(200), bias)
    print(f"bias {bias}: {share}")
    assert share > 0.7


def test_a_product_over_legs_would_ring_too_often():
    """The check above can fail: one bet per row, as if rows of a day were apart, rings more often than alpha."""
    rings = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        p = np.repeat(rng.uniform(0.3, 0.7, 60), 12)  # the same market at twelve overlapping horizons
        y = np.repeat(rng.random(60), 12) < p
        rings += evidence(np.arange(720), p, y.astype(int)).first_above(ALPHA) is not None
    assert rings / 300 > 0.1


def test_wealth_has_no_end():
    found = evidence(np.arange(5000), np.full(5000, 0.05), np.ones(5000, int))
    assert np.isfinite(found.wealth).all()
    assert found.first_above(0.01) < 20


@pytest.mark.parametrize(
    "asked",
    [
        {"batch_codes": [-1, 0]},
        {"batch_codes": [0.5, 1.0]},
        {"weight": [1, 0]},
        {"weight": [1, np.nan]},
        {"weight": [1]},
        {"p_yes": [0.1, 1.2]},
        {"resolved_yes": [0.5, 1]},
    ],
)
def test_nonsense_is_refused(asked):
    given_ = {"batch_codes": [0, 1], "p_yes": [0.2, 0.3], "resolved_yes": [0, 1]} | asked
    with pytest.raises(InputError, match="must be"):
        evidence(**given_)


@pytest.mark.parametrize("alpha", [0, 1, -0.1, float("nan")])
def test_an_alpha_outside_is_refused(alpha):
    with pytest.raises(InputError, match="alpha"):
        evidence([0], [0.5], [1]).first_above(alpha)
