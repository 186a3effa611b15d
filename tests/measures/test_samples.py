"""Samples: pooled prices, weights of events, and ECE over bins of equal width, which sees nothing but pooled prices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.measures.decomposition import equal_width_bins
from credence.measures.ece import ece_equal_width
from credence.measures.samples import dense, event_weights, sample

price = st.integers(0, 1000).map(lambda ticks: ticks / 1000)
rows = st.lists(st.tuples(price, st.integers(0, 1), st.floats(0.01, 100)), min_size=1, max_size=60)


def naive_ece(p, y, w, bins):
    """The definition, read aloud; prices are whole ticks, so a bin is found by integer arithmetic."""
    total, ece = sum(w), 0.0
    for k in range(bins):
        own = [i for i, x in enumerate(p) if min(round(x * 1000) * bins // 1000, bins - 1) == k]
        weight = sum(w[i] for i in own)
        if weight:
            ece += weight / total * abs(sum(w[i] * (p[i] - y[i]) for i in own) / weight)
    return ece


def test_golden_ece():
    # bin [.2,.3): p .20 .28, y 1 0, w 3 1 -> mean p (.60 + .28) / 4 = .22, mean y 3/4, gap .53, weight 4/10
    # bin [.7,.8): p .70 .75, y 1 0, w 1 2 -> mean p (.70 + 1.50) / 3 = .7333.., mean y 1/3, gap .4, weight 3/10
    # bin [.9, 1]: p 1,        y 0,   w 3  -> gap 1, weight 3/10
    # .4 * .53 + .3 * .4 + .3 * 1 = .212 + .12 + .3 = .632     (with bin middles: .4*.5 + .3*.41667 + .3*.95 = .61)
    p, y, w = [0.20, 0.28, 0.70, 0.75, 1.0], [1, 0, 1, 0, 0], [3, 1, 1, 2, 3]
    assert ece_equal_width(sample(p, y, w).pooled) == pytest.approx(0.632, abs=1e-15)


@pytest.mark.parametrize("k", range(11))
def test_a_price_on_an_edge_belongs_to_the_upper_bin(k):
    assert equal_width_bins(sample([k / 10], [1]).pooled).tolist() == [min(k, 9)]


@given(rows, st.sampled_from([1, 2, 5, 10, 20]))
def test_ece_is_its_definition(found, bins):
    p, y, w = zip(*found, strict=True)
    assert ece_equal_width(sample(p, y, w).pooled, bins) == pytest.approx(naive_ece(p, y, w, bins), abs=1e-12)


@given(st.lists(st.integers(0, 6), min_size=1))
def test_an_event_counts_once(events):
    weight = event_weights(events)
    for event in set(events):
        assert weight[np.array(events) == event].sum() == pytest.approx(1)


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_dense_codes_are_the_ranks_of_the_values(values):
    found = dense(np.array(values))
    assert found.tolist() == np.unique(values, return_inverse=True)[1].tolist()


@given(rows)
def test_pooled_points_hold_all_weight_and_every_row(found):
    p, y, w = zip(*found, strict=True)
    made = sample(p, y, w)
    assert made.pooled.price.tolist() == sorted(set(p))
    assert made.pooled.weight.sum() == pytest.approx(1)
    assert made.pooled.n.sum() == len(p)
    assert (made.pooled.price[made.place] == made.p_yes).all()
    assert made.pooled.weight @ made.pooled.share_yes == pytest.approx(np.average(y, weights=w))


@pytest.mark.parametrize("wrong", [[-1, 0], [0.5, 1], []])
def test_events_are_whole_numbers_from_nought(wrong):
    with pytest.raises(InputError, match="event_codes"):
        event_weights(np.array(wrong)) if len(wrong) else sample([0.5], [1], None, np.array([], int))
