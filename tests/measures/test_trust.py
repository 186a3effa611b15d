"""Trust: the score worked by hand, weights that learn what there is, and a test of its track record that keeps its level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import binom, norm

from credence.errors import InputError
from credence.measures.decomposition import corp
from credence.measures.samples import sample
from credence.measures.trust import blended, fitted_weights, log_part, stability_part, weighted_total
from credence.measures.trust_trend import difference, fifths, placebo, trend

NAN = float("nan")
WEIGHTS = [0.35, 0.25, 0.25, 0.15]
STABLE = {"full_at": 0.01, "none_at": 0.30, "per_jump": 0.1, "jumps_at_most": 3, "changes_at_least": 6}
part = st.one_of(st.just(NAN), st.floats(0, 1))


# ---- the score


def test_trust_worked_by_hand():
    # all known: 35 x .8 + 25 x .6 + 25 x .4 + 15 x 1 = 28 + 15 + 10 + 15 = 68
    # liquidity and stability: (28 + 15) / .6 = 71.67, present .6; without liquidity: present .25, no score
    found = weighted_total([[0.8, 0.6, 0.4, 1.0], [0.8, 0.6, NAN, NAN], [NAN, 0.6, NAN, NAN], [NAN] * 4], WEIGHTS, 0.6)
    assert found.total[:2] == pytest.approx([68.0, 43 / 0.6])
    assert np.isnan(found.total[2:]).all()
    assert found.weight_present.tolist() == pytest.approx([1.0, 0.6, 0.25, 0.0])


@given(st.lists(st.tuples(part, part, part, part), min_size=1, max_size=5))
def test_an_unknown_part_is_left_out_and_never_a_half(rows):
    """The total is that of the known parts alone; it lies between the least and the largest of them."""
    found = weighted_total(rows, WEIGHTS, 0.6)
    for row, total, present in zip(np.array(rows), found.total, found.weight_present, strict=True):
        known = ~np.isnan(row)
        assert present == pytest.approx(np.array(WEIGHTS)[known].sum())
        if present >= 0.6 - 1e-9:
            assert total == pytest.approx(100 * np.average(row[known], weights=np.array(WEIGHTS)[known]))
            assert 100 * row[known].min() - 1e-9 <= total <= 100 * row[known].max() + 1e-9
        else:
            assert np.isnan(total)


def test_liquidity_is_a_logarithm_and_takes_depth_where_it_is_known():
    # log10(31,623) = 4.5, from 2 to 6: .625
    assert log_part([50, 31_622.7766, 2e6, NAN], 100, 1e6).tolist() == pytest.approx([0, 0.625, 1, NAN], nan_ok=True)
    assert blended(np.array([0.6]), np.array([NAN]), 0.5).tolist() == [0.6]
    assert blended(np.array([0.6]), np.array([0.2]), 0.25).tolist() == pytest.approx([0.5])


def test_stability_falls_with_movement_and_with_jumps():
    # sqrt(.0225) = .15: (.30 - .15) / .29 = .517; two jumps cost .2, nine as much as three
    found = stability_part([0.0, 0.0225, 0.0225, 0.0, 0.2, NAN], [0, 0, 2, 9, 0, 0], [6] * 6, **STABLE)
    assert found.tolist() == pytest.approx([1, 0.15 / 0.29, 0.15 / 0.29 - 0.2, 0.7, 0, NAN], nan_ok=True)
    assert np.isnan(stability_part([0.0], [0], [5], **STABLE)[0])  # too few looked


@pytest.mark.parametrize(
    "call",
    [
        lambda: weighted_total([[1.1]], [1], 0.6), lambda: weighted_total([[0.5]], [-1], 0.6),
        lambda: weighted_total([0.5], [1], 0.6),
        lambda: log_part([-1], 1, 2), lambda: log_part([1], 2, 1), lambda: stability_part([-1], [0], [9], **STABLE),
        lambda: fitted_weights([[NAN, 1]], [0.5], [1], [0], [0], [1, 1]), lambda: fifths([1.0], [-1]),
        lambda: trend(sample([0.2, 0.8, 0.5], [0, 1, 1]), [0, 1, 2], None, 9, np.random.default_rng(0)),
    ],
)  # fmt: skip
def test_nonsense_is_refused(call):
    with pytest.raises(InputError):
        call()


# ---- learned weights


def learned(seed: int, wrong, n: int = 20_000) -> np.ndarray:
    rng = np.random.default_rng(seed)
    parts, p = rng.random((n, 2)), rng.uniform(0.1, 0.9, n)
    y = rng.random(n) < np.clip(p + wrong(parts) * np.where(p > 0.5, 1, -1), 0, 1)
    return fitted_weights(parts, p, y, np.arange(n) // 3, np.digitize(p, [0.3, 0.7]), [0.5, 0.5])


def test_the_part_that_tells_gets_the_weight():
    assert learned(1, lambda parts: -0.2 * (1 - parts[:, 0]))[0] > 0.8
    assert learned(1, lambda parts: -0.2 * (1 - parts[:, 1]))[1] > 0.8


def test_weights_are_shares_and_stay_at_the_prior_where_nothing_is_to_be_learned():
    for seed in range(3):
        found = learned(seed, lambda parts: 0 * parts[:, 0], 2000)
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()
    one = fitted_weights([[0.5, 0.5]] * 4, [0.5] * 4, [0, 1, 0, 1], [0, 1, 2, 3], [0] * 4, [3, 1])
    assert one.tolist() == [0.75, 0.25]  # one cell: no difference between parts


# ---- the track record


def test_fifths_are_equal_within_each_stratum_and_ties_stay_together():
    rng = np.random.default_rng(0)
    stratum, trust = rng.integers(0, 3, 3000), rng.random(3000)
    found = fifths(trust, stratum)
    for code in range(3):
        assert np.ptp(np.bincount(found[stratum == code])) <= 1
        lowest, highest = trust[(stratum == code) & (found == 0)], trust[(stratum == code) & (found == 1)]
        assert lowest.max() < highest.min()
    assert len(set(fifths([5.0] * 9 + [9.0], [0] * 10)[:9])) == 1
    assert fifths([1.0, NAN] * 10, [0] * 20)[1] == -1
    assert (fifths(np.arange(9.0), [0] * 9) == -1).all()  # nine rows are too few


def rows_of(rng, events: int, slope=lambda trust: 1.0):
    """(sample, trust, stratum) with uneven events whose legs move together, and true log-odds of slope(trust) x L(p)."""
    legs = np.where(rng.random(events) < 0.05, rng.integers(20, 81, events), rng.integers(1, 4, events))
    event = np.repeat(np.arange(events), legs)
    price = np.clip(np.round(expit(rng.normal(0, 1.6, len(event))), 2), 0.02, 0.98)
    trust = rng.random(events)[event] * 0.7 + 0.3 * rng.random(len(event))
    shock = np.sqrt(0.5) * (rng.normal(size=events)[event] + rng.normal(size=len(event)))
    y = norm.cdf(shock) < expit(slope(trust) * logit(price))
    return sample(price, y, 1 / legs[event], event), trust, np.digitize(price, [0.1, 0.3, 0.7, 0.9])


def rejections(seeds: range, events: int, slope=lambda trust: 1.0) -> np.ndarray:
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        rows, trust, stratum = rows_of(rng, events, slope)
        one = trend(rows, fifths(trust, stratum, at_least=1), None, 99, rng)
        found.append((one.p_value_slope <= 0.05, one.p_value_mcb <= 0.05))
    return np.sum(found, axis=0)


def at_most(rejected: np.ndarray, n: int, share: float) -> bool:
    """Whether counts as high as these come in more than 0.05 % of cases at this share."""
    return bool((binom.sf(rejected - 1, n, share) > 0.0005).all())


@pytest.mark.parametrize("slope", [1.0, 0.75])
def test_the_trend_keeps_its_level_whether_all_prices_are_right_or_all_equally_wrong(slope):
    assert at_most(rejections(range(100), 400, lambda trust: slope), 100, 0.05)


@pytest.mark.torture
@pytest.mark.parametrize("slope", [1.0, 0.75])
@pytest.mark.parametrize("events", [200, 1500])
def test_the_trend_keeps_its_level_in_two_thousand_worlds(slope, events):
    rejected = rejections(range(2000), events, lambda trust: slope)
    print(f"\nslope {slope}, {events} events: rejected {rejected / 2000}")
    assert at_most(rejected, 2000, 0.05)


def test_trust_that_tells_is_found():
    rejected = rejections(range(20), 1500, lambda trust: 0.5 + 0.6 * trust)
    assert rejected[0] >= 12


def test_permuted_trust_is_called_right_as_often_as_stated():
    """Also where the trust that was permuted does tell."""
    rows, trust, stratum = rows_of(np.random.default_rng(4), 600, lambda trust: 0.5 + 0.6 * trust)
    found = placebo(rows, trust, stratum, None, 100, 99, np.random.default_rng(0))
    assert at_most(np.array([found.share_slope, found.share_mcb]) * 100, 100, 0.05)


def test_one_trust_against_another():
    """A score that tells against noise: below 0; a score against itself: 0 exactly."""
    rng = np.random.default_rng(6)
    rows, trust, stratum = rows_of(rng, 4000, lambda trust: 0.4 + 0.7 * trust)
    good, noise = fifths(trust, stratum), fifths(rng.random(len(trust)), stratum)
    found = difference(rows, good, noise, None, 300, rng)
    assert found.high < 0
    assert found.low < found.value < found.high
    assert difference(rows, good, good, None, 50, rng) == (0, 0, 0)


def test_the_observed_trend_of_miscalibration_is_that_of_corp():
    rows, trust, stratum = rows_of(np.random.default_rng(9), 500, lambda trust: 0.5 + 0.6 * trust)
    fifth = fifths(trust, stratum, at_least=1)
    mcb = [corp(sample(*(part[fifth == at] for part in rows[:3])).pooled).mcb for at in range(5)]
    found = trend(rows, fifth, None, 9, np.random.default_rng(0))
    assert found.mcb == pytest.approx(np.polyfit(range(5), mcb, 1)[0], abs=1e-12)


def test_the_same_generator_gives_the_same_test():
    rows, trust, stratum = rows_of(np.random.default_rng(4), 300)
    one, two = (trend(rows, fifths(trust, stratum), None, 99, np.random.default_rng(1)) for _ in range(2))
    assert one == two
