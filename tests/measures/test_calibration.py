"""Calibration: bins and ECE are their definitions, and groups at once are groups one by one."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import InputError
from credence.measures import calibration as module
from credence.measures.calibration import (
    ece_equal_width,
    effective_n,
    event_weights,
    grouped_scores,
    reliability_bins,
)
from credence.measures.scores import brier, log_loss, mean_score

price = st.integers(0, 1000).map(lambda ticks: ticks / 1000)
rows = st.lists(st.tuples(price, st.integers(0, 1), st.floats(0.01, 100)), min_size=1, max_size=60)


def naive_ece(p, y, w, bins):
    """The definition, read aloud; prices are whole ticks, so a bin is found by integer arithmetic."""
    total, ece = sum(w), 0.0
    for k in range(bins):
        rows_ = [i for i, x in enumerate(p) if min(round(x * 1000) * bins // 1000, bins - 1) == k]
        weight = sum(w[i] for i in rows_)
        if weight:
            gap = sum(w[i] * (p[i] - y[i]) for i in rows_) / weight
            ece += weight / total * abs(gap)
    return ece


def test_golden_ece():
    # bin [.2,.3): p .20 .28, y 1 0, w 3 1 -> mean p (.60 + .28) / 4 = .22, mean y 3/4, gap .53, weight 4/10
    # bin [.7,.8): p .70 .75, y 1 0, w 1 2 -> mean p (.70 + 1.50) / 3 = .7333.., mean y 1/3, gap .4, weight 3/10
    # bin [.9, 1]: p 1,        y 0,   w 3  -> gap 1, weight 3/10
    # .4 * .53 + .3 * .4 + .3 * 1 = .212 + .12 + .3 = .632     (with bin middles: .4*.5 + .3*.41667 + .3*.95 = .61)
    p, y, w = [0.20, 0.28, 0.70, 0.75, 1.0], [1, 0, 1, 0, 0], [3, 1, 1, 2, 3]
    assert ece_equal_width(p, y, w) == pytest.approx(0.632, abs=1e-15)
    bins = reliability_bins(p, y, w)
    assert bins.n.tolist() == [0, 0, 2, 0, 0, 0, 0, 2, 0, 1]
    assert bins.weight == pytest.approx([0, 0, 0.4, 0, 0, 0, 0, 0.3, 0, 0.3])
    assert bins.mean_p[[2, 7, 9]] == pytest.approx([0.22, 2.2 / 3, 1])
    assert bins.mean_y[[2, 7, 9]] == pytest.approx([0.75, 1 / 3, 0])
    assert np.isnan(bins.mean_p[[0, 1, 3, 4, 5, 6, 8]]).all()
    assert np.isnan(bins.mean_y[[0, 1, 3, 4, 5, 6, 8]]).all()


@pytest.mark.parametrize("k", range(11))
def test_a_price_on_an_edge_belongs_to_the_upper_bin(k):
    assert reliability_bins([k / 10], [1]).n.argmax() == min(k, 9)


@given(rows, st.sampled_from([1, 2, 5, 10, 20]))
def test_ece_is_its_definition(found, bins):
    p, y, w = zip(*found, strict=True)
    assert ece_equal_width(p, y, w, bins) == pytest.approx(naive_ece(p, y, w, bins), abs=1e-12)


@given(rows)
def test_ece_is_bounded_and_order_does_not_matter(found):
    p, y, w = zip(*found, strict=True)
    ece = ece_equal_width(p, y, w)
    assert 0 <= ece <= 1 + 1e-12
    assert ece_equal_width(p[::-1], y[::-1], w[::-1]) == pytest.approx(ece, abs=1e-12)


@given(rows, st.floats(0.01, 100))
def test_constant_weights_change_nothing(found, weight):
    p, y, _ = zip(*found, strict=True)
    same = [weight] * len(p)
    assert ece_equal_width(p, y, same) == pytest.approx(ece_equal_width(p, y), abs=1e-12)
    for ours, plain in zip(reliability_bins(p, y, same), reliability_bins(p, y), strict=True):
        assert ours == pytest.approx(plain, abs=1e-12, nan_ok=True)


@given(rows)
def test_bins_add_up(found):
    p, y, w = zip(*found, strict=True)
    bins, seen = reliability_bins(p, y, w), slice(None)
    seen = bins.n > 0
    assert bins.weight.sum() == pytest.approx(1)
    assert bins.n.sum() == len(p)
    assert np.sum((bins.weight * bins.mean_p)[seen]) == pytest.approx(np.average(p, weights=w))
    assert np.sum((bins.weight * bins.mean_y)[seen]) == pytest.approx(np.average(y, weights=w))


def test_perfect_forecasts_have_no_error_and_wrong_ones_all_of_it():
    assert ece_equal_width([0, 1, 1], [0, 1, 1]) == 0
    assert ece_equal_width([0, 1, 1], [1, 0, 0]) == 1


def test_a_bin_of_rows_without_weight_is_skipped():
    assert ece_equal_width([0.1, 0.9], [1, 1], [0, 1]) == pytest.approx(0.1)


def test_effective_n():
    # (1 + 1 + 2)^2 / (1 + 1 + 4) = 16 / 6
    assert effective_n([1, 1, 2]) == pytest.approx(16 / 6)
    assert effective_n([5.0] * 7) == pytest.approx(7)


@given(st.lists(st.floats(0.01, 100), min_size=1), st.floats(0.01, 100))
def test_effective_n_is_at_most_n_and_knows_no_unit(weight, unit):
    assert 1 - 1e-9 <= effective_n(weight) <= len(weight) + 1e-9
    assert effective_n(np.array(weight) * unit) == pytest.approx(effective_n(weight))


@given(st.lists(st.integers(0, 6), min_size=1))
def test_an_event_counts_once(events):
    weight = event_weights(events)
    for event in set(events):
        assert weight[np.array(events) == event].sum() == pytest.approx(1)


def grouped_by_hand(group, n_groups, p, y, event, weighting, **options):
    """The ungrouped functions, one group after the other."""
    for code in range(n_groups):
        here = group == code
        if not here.any():
            yield 0, 0, np.nan, np.nan, np.nan
            continue
        w = event_weights(event[here]) if weighting == "event" else None
        yield (
            here.sum(),
            len(set(event[here].tolist())),
            mean_score(brier(p[here], y[here]), w),
            mean_score(log_loss(p[here], y[here], options.get("floor", 0.0005)), w),
            ece_equal_width(p[here], y[here], w, options.get("bins", 10)),
        )


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.integers(0, 4), price, st.integers(0, 1), st.integers(0, 5)), min_size=1, max_size=80),
    st.sampled_from(["market", "event"]),
    st.sampled_from([{}, {"bins": 4, "floor": 0.01}]),
)
def test_groups_at_once_are_groups_one_by_one(found, weighting, options):
    group, p, y, event = (np.array(column) for column in zip(*found, strict=True))
    at_once = grouped_scores(group, 6, p, y, event, weighting, **options)
    by_hand = zip(*grouped_by_hand(group, 6, p, y, event, weighting, **options), strict=True)
    for ours, theirs in zip(at_once, by_hand, strict=True):
        assert ours == pytest.approx(np.array(theirs, float), abs=1e-12, nan_ok=True)
    assert np.isnan(at_once.brier[5])  # group 5 has no rows


def test_groups_of_many_rows():
    rng = np.random.default_rng(1)
    n = 20_000
    group, event = rng.integers(0, 50, n), rng.integers(0, 3000, n)
    p = rng.integers(1, 1000, n) / 1000
    y = (rng.random(n) < p).astype(int)
    for weighting in ("market", "event"):
        at_once = grouped_scores(group, 50, p, y, event, weighting)
        by_hand = zip(*grouped_by_hand(group, 50, p, y, event, weighting), strict=True)
        for ours, theirs in zip(at_once, by_hand, strict=True):
            assert np.abs(ours - np.array(theirs, float)).max() < 1e-12


def test_an_event_counts_once_in_each_of_its_groups():
    # group 0: event 7 twice (.04, .16), event 8 once (.25) -> (.10 + .25) / 2 = .175
    # group 1: event 7 once (.49) -> .49: its rows in group 0 do not lessen it here
    scores = grouped_scores([0, 0, 0, 1], 2, [0.8, 0.6, 0.5, 0.3], [1, 1, 0, 1], [7, 7, 8, 7], "event")
    assert scores.brier == pytest.approx([0.175, 0.49])
    assert scores.n.tolist() == [3, 1]
    assert scores.n_events.tolist() == [2, 1]


GOOD = {
    "group_codes": [0, 1],
    "n_groups": 2,
    "p_yes": [0.5, 0.5],
    "resolved_yes": [1, 0],
    "event_codes": [0, 0],
    "weighting": "market",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"group_codes": [0, 2]},
        {"group_codes": [-1, 0]},
        {"group_codes": [0.0, 1.0]},
        {"group_codes": [0]},
        {"event_codes": [0, -1]},
        {"event_codes": ["a", "b"]},
        {"p_yes": [0.5, float("nan")]},
        {"resolved_yes": [0.5, 1]},
        {"weighting": "trade"},
        {"bins": 0},
        {"floor": 0},
    ],
)
def test_nonsense_is_refused(wrong):
    grouped_scores(**GOOD)
    with pytest.raises(InputError, match="must be"):
        grouped_scores(**(GOOD | wrong))


@pytest.mark.parametrize("function", [ece_equal_width, reliability_bins])
@pytest.mark.parametrize(
    ("p", "y", "options"),
    [
        ([], [], {}),
        ([float("nan")], [1], {}),
        ([2], [1], {}),
        ([0.5], [1], {"bins": 0}),
        ([0.5], [1], {"weight": [0]}),
        ([0.5], [1], {"weight": [1, 2]}),
    ],
)
def test_nonsense_is_refused_ungrouped(function, p, y, options):
    with pytest.raises(InputError, match="must be"):
        function(p, y, **options)


def test_examples_run():
    assert doctest.testmod(module).failed == 0
