"""Reliability diagrams: intervals and bands keep their word in calibrated worlds, with and without events of many rows."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t

from credence.errors import InputError
from credence.measures import reliability as module
from credence.measures.ece import ece_equal_mass
from credence.measures.isotonic import rising
from credence.measures.reliability import POINTS, consistency_band, diagram
from credence.measures.samples import sample

price = st.one_of(st.integers(0, 20).map(lambda k: k / 20), st.integers(0, 1000).map(lambda k: k / 1000))
rows = st.lists(st.tuples(price, st.integers(0, 1), st.floats(0.01, 100), st.integers(0, 9)), min_size=1, max_size=50)

STATED = np.arange(0.03, 0.9701, 0.01)


def single(rng, events):
    p = np.clip(np.round(rng.beta(0.6, 0.6, events), 3), 0.001, 0.999)
    return p, rng.random(events) < p, np.arange(events)


def _sizes(rng, events):
    """Half of the events have one row, 5 % have 20 to 80."""
    sizes = rng.choice([1, 2, 3, 5], events, p=[0.5, 0.25, 0.15, 0.10])
    large = rng.random(events) < 0.05
    sizes[large] = rng.integers(20, 81, large.sum())
    return sizes


def correlated(rng, events):
    """Outcomes of one event share half of their chance (normal copula), prices of one event lie near each other."""
    event = np.repeat(np.arange(events), _sizes(rng, events))
    odds = rng.normal(0, 1.5, events)[event] + rng.normal(0, 0.7, len(event))
    p = np.clip(np.round(1 / (1 + np.exp(-odds)), 3), 0.001, 0.999)
    shock = np.sqrt(0.5) * rng.normal(size=events)[event] + np.sqrt(0.5) * rng.normal(size=len(event))
    return p, norm.cdf(shock) < p, event


def one_winner(rng, events):
    """Exactly one row of an event ends YES."""
    event = np.repeat(np.arange(events), np.maximum(_sizes(rng, events), 2))
    strength = rng.gamma(0.5, size=len(event)) + 1e-3
    p = strength / np.bincount(event, strength)[event]
    reached = np.cumsum(p) - event  # shares of an event sum to 1
    at = rng.random(events)[event]
    return p, (reached - p <= at) & (at < reached), event


WORLDS = {"single": single, "correlated": correlated, "one winner": one_winner}


def drawn(world, seed, events):
    p, y, event = WORLDS[world](np.random.default_rng(seed), events)
    return sample(p, y, event_codes=event)


def test_golden_diagram():
    # two bins; .2: rows of events A A B C, y 1 1 0 0; .9: events D E F G, y 1 1 1 1
    # .2: share .5, sums of w (y - .5): A 2 x .5 / 8, B and C -.5 / 8; squares 1.5 / 64; mass 1/2 -> x 4 = .09375
    #     events weigh 2 1 1: as good as 16 / 6 = 8/3 even ones; .09375 x (8/3) / (5/3) = .15
    #     effective n .25 / .15 = 5/3, under the 4 rows; quantile of t with 8/3 - 1 = 5/3 degrees at .95
    # .9: share 1, effective n = 4 events, quantile of t with 3 degrees, low end of Wilson at share 1: n / (n + q^2)
    found = diagram(sample([0.2] * 4 + [0.9] * 4, [1, 1, 0, 0, 1, 1, 1, 1], event_codes=[0, 0, 1, 2, 3, 4, 5, 6]), bins=2)
    assert found.share_yes.tolist() == [0.5, 1.0]
    assert (found.n.tolist(), found.events.tolist()) == ([4, 4], [3, 4])
    assert found.effective_n == pytest.approx([5 / 3, 4], abs=1e-12)
    q2, q3 = t.ppf(0.95, [5 / 3, 3])
    half = 0.5 * (q2**2 / (5 / 3 + q2**2)) ** 0.5
    assert (found.low[0], found.high[0]) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-12)
    assert (found.low[1], found.high[1]) == pytest.approx((4 / (4 + q3**2), 1.0), abs=1e-12)


def test_many_single_rows_give_wilson_of_statsmodels():
    from statsmodels.stats.proportion import proportion_confint

    p, y, _ = single(np.random.default_rng(2), 100_000)
    found = diagram(sample(p, y), bins=5)
    low, high = proportion_confint(np.round(found.share_yes * found.n), found.n, alpha=0.1, method="wilson")
    assert found.low == pytest.approx(low, abs=1e-5)  # n - 1 for n, t for the normal
    assert found.high == pytest.approx(high, abs=1e-5)


@given(rows, st.sampled_from([1, 5, 15]))
def test_a_diagram_is_whole(found, bins):
    p, y, w, event = zip(*found, strict=True)
    one = sample(p, y, w, event)
    seen = diagram(one, bins)
    assert seen.weight.sum() == pytest.approx(1, abs=1e-12)
    assert seen.n.sum() == len(p)
    assert np.sum(seen.weight * np.abs(seen.price - seen.share_yes)) == pytest.approx(ece_equal_mass(one.pooled, bins), abs=1e-12)
    assert ((seen.low >= -1e-12) & (seen.low <= seen.share_yes) & (seen.share_yes <= seen.high) & (seen.high <= 1 + 1e-12)).all()
    assert (seen.high - seen.low > 0.01).all()  # never zero width
    assert (np.diff(seen.curve) >= 0).all()


def test_a_bin_of_one_event_says_nothing():
    found = diagram(sample([0.2, 0.2, 0.2], [0, 0, 0], event_codes=[4, 4, 4]))
    assert (found.low.tolist(), found.high.tolist(), found.effective_n.tolist()) == ([0.0], [1.0], [1.0])


def test_copies_of_a_row_in_its_event_make_nothing_surer():
    """But where so little is seen of the events' variance that the number of rows is the limit."""
    p, y, event = correlated(np.random.default_rng(5), 200)
    once, thrice = (diagram(sample(np.repeat(p, k), np.repeat(y, k), None, np.repeat(event, k))) for k in (1, 3))
    decided = once.effective_n < once.n - 1e-6
    assert decided.sum() >= 10
    assert thrice.low[decided] == pytest.approx(once.low[decided], abs=1e-9)
    assert thrice.high[decided] == pytest.approx(once.high[decided], abs=1e-9)


def test_weeks_in_place_of_events_widen_the_intervals():
    p, y, event = correlated(np.random.default_rng(6), 400)
    one = sample(p, y, event_codes=event)
    by_event, by_week = diagram(one), diagram(one, cluster=event // 20)
    assert np.median(by_week.high - by_week.low) > np.median(by_event.high - by_event.low)


def test_the_band_of_one_price_is_the_binomial():
    # 100 rows at .3: 5 % and 95 % points of Binomial(100, .3) are 23 and 38
    from scipy.stats import binom

    band = consistency_band(sample([0.3] * 100, [0, 1] * 50), None, 1999, np.random.default_rng(1))
    assert (band.low[0] * 100, band.high[0] * 100) == pytest.approx(tuple(binom.ppf([0.05, 0.95], 100, 0.3)), abs=1.01)


def test_weights_of_single_rows_count_in_the_band():
    # two rows at .5 with weights 3 and 1: the share is 0, 1/4, 3/4 or 1, a quarter each
    band = consistency_band(sample([0.5, 0.5], [0, 1], [3, 1]), None, 999, np.random.default_rng(1), level=0.4)
    assert (band.low.tolist(), band.high.tolist()) == ([0.25], [0.75])


def test_an_event_of_two_equal_rows_is_drawn_by_sign_too():
    # 50 events of two rows at .5 that ended alike: the share varies as that of 50 coins, not of 100
    y = np.repeat([0, 1] * 25, 2)
    rng = np.random.default_rng(1)
    coins = consistency_band(sample([0.5] * 50, y[::2]), None, 1999, rng)
    pairs = consistency_band(sample([0.5] * 100, y, event_codes=np.repeat(np.arange(50), 2)), None, 1999, rng)
    assert (pairs.low[0], pairs.high[0]) == pytest.approx((coins.low[0], coins.high[0]), abs=0.021)


@given(rows, st.sampled_from([0.5, 0.9]))
@settings(max_examples=40)
def test_bands_are_nested_and_in_range(found, level):
    one = sample(*zip(*found, strict=True))
    if one.events < 2:
        with pytest.raises(InputError, match="cluster must be 2 or more"):
            consistency_band(one, None, 39, np.random.default_rng(0), level)
        return
    band = consistency_band(one, None, 39, np.random.default_rng(0), level)
    assert (band.simultaneous_low <= band.low + 1e-12).all()
    assert (band.low <= band.high).all()
    assert (band.high <= band.simultaneous_high + 1e-12).all()
    assert (band.simultaneous_low >= 0).all()
    assert (band.simultaneous_high <= 1).all()
    assert (np.diff(band.low) >= 0).all()


def test_prices_of_0_and_1_have_no_chance():
    band = consistency_band(sample([0, 0, 1, 1], [1, 0, 1, 0]), None, 39, np.random.default_rng(0))
    assert [part.tolist() for part in band] == [[0, 1]] * 5


def test_the_same_generator_gives_the_same_band_in_blocks_too(monkeypatch):
    one = drawn("correlated", 3, 60)
    once, again = (consistency_band(one, None, 99, np.random.default_rng(5)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(once, again, strict=True))
    monkeypatch.setattr(module, "CELLS", 1)
    in_blocks = consistency_band(one, None, 999, np.random.default_rng(5))
    assert in_blocks.high == pytest.approx(once.high, abs=0.2)


def test_many_prices_are_stated_at_some():
    p = np.random.default_rng(1).random(3000)
    band = consistency_band(sample(p, p > 0.5), None, 39, np.random.default_rng(0))
    assert len(band.price) == POINTS
    assert (band.price[0], band.price[-1]) == (p.min(), p.max())


def coverage(world, seeds, events, draws):
    """Per seed: share of the stated prices at which the curve is inside; whether it is inside at all prices; share of the bins
    whose interval holds what the prices say."""
    found = []
    for seed in seeds:
        one = drawn(world, seed, events)
        band = consistency_band(one, None, draws, np.random.default_rng([seed, 1]))
        curve = rising(one.pooled.share_yes, one.pooled.weight)[np.searchsorted(one.pooled.price, band.price)]
        inside = (band.low - 1e-12 <= curve) & (curve <= band.high + 1e-12)
        whole = (band.simultaneous_low - 1e-12 <= curve) & (curve <= band.simultaneous_high + 1e-12)
        at = np.clip(np.searchsorted(band.price, STATED), 0, len(band.price) - 1)
        seen = diagram(one)
        found.append((inside[at].mean(), whole.all(), ((seen.low <= seen.price) & (seen.price <= seen.high)).mean()))
    return np.array(found, float).T


def meets(share, low, high):
    """The 99.9 % interval of the mean over seeds meets low..high."""
    error = 3.3 * share.std(ddof=1) / len(share) ** 0.5
    return share.mean() + error >= low and share.mean() - error <= high


STATED_COVERAGE = {"single": (0.88, 0.93), "correlated": (0.85, 0.95), "one winner": (0.85, 0.95)}


@pytest.mark.parametrize("world", WORLDS)
def test_intervals_and_bands_cover(world):
    pointwise, whole, bins = coverage(world, range(40), 300, 199)
    assert meets(pointwise, *STATED_COVERAGE[world]), pointwise.mean()
    assert meets(whole, 0.87, 1), whole.mean()
    assert meets(bins, 0.87, 0.95), bins.mean()


@pytest.mark.torture
@pytest.mark.parametrize("world", WORLDS)
def test_intervals_and_bands_cover_at_length(world):
    pointwise, whole, bins = coverage(world, range(300), 1000, 399)
    print(f"{world}: pointwise {pointwise.mean():.3f}, simultaneous {whole.mean():.3f}, bins {bins.mean():.3f}")
    assert meets(pointwise, *STATED_COVERAGE[world])
    assert meets(whole, 0.88, 1)
    assert meets(bins, 0.88, 0.94)


def test_overconfident_prices_leave_the_band():
    p, _, event = single(np.random.default_rng(3), 3000)
    truth = 0.5 + 0.7 * (p - 0.5)
    one = sample(p, np.random.default_rng(4).random(3000) < truth, event_codes=event)
    band = consistency_band(one, None, 199, np.random.default_rng(0))
    curve = rising(one.pooled.share_yes, one.pooled.weight)
    assert (curve > band.simultaneous_high).any()
    assert (curve < band.simultaneous_low).any()


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda one: diagram(one, bins=0), "bins"),
        (lambda one: diagram(one, confidence=1), "confidence"),
        (lambda one: diagram(one, confidence=float("nan")), "confidence"),
        (lambda one: diagram(one, cluster=[0]), "cluster"),
        (lambda one: diagram(one, cluster=[0, -1]), "cluster"),
        (lambda one: consistency_band(one, [0, 0], 99, np.random.default_rng(0)), "cluster"),
        (lambda one: consistency_band(one, [0.0, 1.0], 99, np.random.default_rng(0)), "cluster"),
        (lambda one: consistency_band(one, None, 18, np.random.default_rng(0)), "draws"),
        (lambda one: consistency_band(one, None, 0, np.random.default_rng(0)), "draws"),
        (lambda one: consistency_band(one, None, 99, np.random.default_rng(0), level=0), "level"),
    ],
)
def test_nonsense_is_refused(call, word):
    with pytest.raises(InputError, match=f"{word} must be"):
        call(sample([0.2, 0.7], [0, 1]))


@pytest.mark.parametrize(
    ("p", "y", "w"), [([], [], None), ([float("nan")], [1], None), ([0.5, 0.5], [1, 0], [1, -1]), ([2], [1], None)]
)
def test_nonsense_rows_never_reach_a_measure(p, y, w):
    with pytest.raises(InputError, match="must be"):
        diagram(sample(p, y, w))


def test_examples_run():
    assert doctest.testmod(module) == (0, 7)
