"""AUC, MCB and differences of head figures: the same numbers as measured alone, and intervals that cover."""

import numpy as np
import pytest

from credence.measures.bin_sums import bin_sums
from credence.measures.calibrated_range import calibrated_range
from credence.measures.comparison import slope_difference
from credence.measures.curve_influence import COMPARED, curves, differences
from credence.measures.decomposition import corp, equal_width_bins
from credence.measures.discrimination import auc
from credence.measures.samples import dense, event_weights, sample


def drawn(seed: int, n: int, *, together: bool = False, slope: float = 1.0):
    """Prices, outcomes, weights and events of a made-up group; with `together` the markets of an event are nearly one."""
    rng = np.random.default_rng(seed)
    size = rng.integers(1, 6, n)
    event = np.repeat(np.arange(n), size)[:n]
    base = rng.beta(0.8, 1.2, n)[event] if together else rng.beta(0.8, 1.2, n)
    p = np.clip(np.round(base + rng.normal(0, 0.03, n), 3), 0.001, 0.999)
    luck = rng.random(n)[event] if together else rng.random(n)
    chance = 1 / (1 + np.exp(-slope * np.log(p / (1 - p))))
    return sample(p, (luck < chance).astype(float), event_weights(event), event)


@pytest.mark.parametrize("n", [300, 25_000])
def test_the_area_is_the_area_and_mcb_that_of_corp(n):
    rows = drawn(1, n)
    found, alone = curves(rows), auc(rows)
    assert found.auc[:3] == pytest.approx(alone[:3])
    assert found.mcb.value == corp(rows.pooled).mcb


def test_one_outcome_has_no_area():
    rows = sample([0.2, 0.4, 0.9], [0, 0, 0])
    assert curves(rows).auc is None
    other = drawn(3, 200)
    assert differences(rows, other, rows.event, other.event + 3, "event")["separation"] is None


def test_mcb_of_bad_prices_is_covered():
    """The MCB of prices of slope 0.5 is told by many rows; intervals of 2,000 hold it about as often as they say."""
    many = [corp(drawn(seed, 60_000, slope=0.5).pooled).mcb for seed in range(12)]
    truth = float(np.mean(many))
    held = 0
    for seed in range(100, 180):
        found = curves(drawn(seed, 2_000, slope=0.5))
        low, high = found.mcb.interval()
        held += low - found.optimism <= truth <= high
    assert held >= 73, held


def test_the_difference_of_slopes_is_that_of_the_comparison():
    one, two = drawn(4, 900), drawn(5, 700, slope=0.7)
    cluster = np.arange(len(two.p_yes)) // 2 + 300  # some are on both sides
    found = differences(one, two, one.event, cluster, "event")
    told = slope_difference(one, two, one.event, cluster, "event").gap
    assert found["slope"][:3] == pytest.approx(told[:3])


def test_a_group_does_not_differ_from_itself():
    rows = drawn(6, 800)
    for name, gap in differences(rows, rows, rows.event, rows.event, "event").items():
        low, high = gap.interval()
        assert gap.value == 0.0, name
        assert low < 0 < high


def test_differences_of_calm_groups_are_found_as_often_as_stated():
    """At 5 % about one in twenty; events on both sides are counted once."""
    found = dict.fromkeys(COMPARED, 0)
    for seed in range(120):
        whole = drawn(seed, 1_200, together=True)
        left, right = np.arange(1_200) % 2 == 0, np.arange(1_200) % 2 == 1
        sides = [
            sample(whole.p_yes[side], whole.resolved_yes[side], event_weights(whole.event[side]), whole.event[side])
            for side in (left, right)
        ]
        for name, gap in differences(*sides, whole.event[left], whole.event[right], "event").items():
            low, high = gap.interval()
            found[name] += not low <= 0 <= high
    assert all(n <= 14 for n in found.values()), found


@pytest.mark.parametrize(("together", "least", "most"), [(False, 0.88, 0.97), (True, 0.84, 0.95)])
def test_the_range_holds_what_calibrated_prices_do(together, least, most):
    inside = counted = 0
    for seed in range(150):
        rows = drawn(seed, 1_500, together=together)
        bin_of = dense(equal_width_bins(rows.pooled))
        sums = bin_sums(rows, bin_of)
        low, high = calibrated_range(rows, bin_of, sums=sums)
        inside += int(((sums.share_yes >= low - 1e-12) & (sums.share_yes <= high + 1e-12)).sum())
        counted += len(low)
    assert least <= inside / counted <= most, inside / counted


def test_many_rows_give_the_sums_of_few(monkeypatch):
    rows = drawn(9, 25_000, together=True)
    bin_of = dense(equal_width_bins(rows.pooled))
    quick = bin_sums(rows, bin_of)
    monkeypatch.setattr("credence.measures.bin_sums.sorted_events", lambda _: False)
    monkeypatch.setattr("credence.measures.ece.LEAST_ROWS", 10**9)
    for name, one, two in zip(quick._fields, quick, bin_sums(rows, bin_of), strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-9, err_msg=name)


def test_many_rows_give_the_contributions_of_few(monkeypatch):
    from credence.measures import clusters

    rows = drawn(10, 25_000, together=True)
    table = np.random.default_rng(0).normal(size=(len(rows.pooled.price), 2, 3))
    week = np.random.default_rng(1).integers(0, 40, len(rows.p_yes))
    for group in (rows.event, dense(week)):
        quick = clusters.contributions(rows, group, table)
        with monkeypatch.context() as patch:
            patch.setattr(clusters, "LEAST_ROWS", 10**9)
            np.testing.assert_array_equal(quick, clusters.contributions(rows, group, table))
