"""Decompositions: they add up, they equal model-diagnostics, and three small cases are worked by hand."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import InputError
from credence.measures import decomposition as module
from credence.measures.decomposition import corp, mcb, murphy
from credence.measures.samples import sample
from credence.measures.scores import HALF_TICK, brier, log_loss, mean_score

LOSS = {"brier": brier, "log_loss": log_loss}

price = st.one_of(st.integers(0, 20).map(lambda k: k / 20), st.integers(0, 1000).map(lambda k: k / 1000), st.floats(0, 1))
rows = st.lists(st.tuples(price, st.integers(0, 1), st.floats(0.01, 100)), min_size=1, max_size=60)


def test_golden_ties_hide_no_miscalibration():
    # p .3 .3 .3 .3 .6 .6, y 0 1 0 0 1 0: at .3 one of four, at .6 one of two; both shares rise, so the curve is .25, .5
    # S:  .3: (3 x .09 + .49) = .76, .6: (.16 + .36) = .52            -> 1.28 / 6
    # recalibrated: 4 x .25 x .75 = .75, 2 x .25 = .5                 -> 1.25 / 6
    # MCB = .03 / 6 = .005; base rate 1/3, UNC = 2/9; DSC = 2/9 - 1.25 / 6 = (8 - 7.5) / 36 = 1/72
    # (sorted without pooling, y 0 1 0 0 in this order gives blocks 0, 1/3 and 1/2: MCB would be .047)
    found = corp(sample([0.3, 0.3, 0.3, 0.3, 0.6, 0.6], [0, 1, 0, 0, 1, 0]).pooled)
    assert found[:4] == pytest.approx((1.28 / 6, 0.005, 1 / 72, 2 / 9), abs=1e-15)
    assert found.price.tolist() == [0.3, 0.6]
    assert found.curve == pytest.approx([0.25, 0.5], abs=1e-15)


def test_golden_weights_and_a_violation():
    # p .2 (w 1, y 1), .4 (w 3, y 0), .4 (w 1, y 1), .9 (w 5, y 1); of 10
    # shares 1, 1/4, 1: the first two violate; pooled (1 + 1) / 5 = .4 -> curve .4 .4 1
    # S: .64 + 3 x .16 + .36 + 5 x .01 = 1.53 -> .153; recalibrated: 5 x .4 x .6 = 1.2 -> .12; MCB .033
    # base rate .7: UNC .21, DSC .21 - .12 = .09
    rows_ = sample([0.2, 0.4, 0.4, 0.9], [1, 0, 1, 1], [1, 3, 1, 5])
    found = corp(rows_.pooled)
    assert found[:4] == pytest.approx((0.153, 0.033, 0.09, 0.21), abs=1e-15)
    assert found.curve == pytest.approx([0.4, 0.4, 1], abs=1e-15)
    # log loss: S = -(ln .2 + 3 ln .6 + ln .4 + 5 ln .9) / 10 = (1.609438 + 1.532477 + .916291 + .526803) / 10
    # curve: -(2 ln .4 + 3 ln .6) / 10, and the block at 1 costs nothing; base rate: -(7 ln .7 + 3 ln .3) / 10
    ln = np.log
    stated = -(ln(0.2) + 3 * ln(0.6) + ln(0.4) + 5 * ln(0.9)) / 10
    curve, rate = -(2 * ln(0.4) + 3 * ln(0.6)) / 10, -(7 * ln(0.7) + 3 * ln(0.3)) / 10
    assert stated == pytest.approx(0.4585008, abs=1e-7)
    assert corp(rows_.pooled, "log_loss")[:4] == pytest.approx((stated, stated - curve, rate - curve, rate), abs=1e-15)


def test_golden_prices_of_0_and_1():
    # p 0 0 1 1, y 0 1 1 1: shares 1/2, 1 rise. S = 1/4, curve .5 .5 1 1 costs 2 x .25 / 4 = 1/8, UNC 3/16
    rows_ = sample([0, 0, 1, 1], [0, 1, 1, 1])
    assert corp(rows_.pooled)[:4] == pytest.approx((0.25, 0.125, 0.0625, 0.1875), abs=1e-15)
    # log loss with the floor f: one surprise of -ln f, three of -ln(1 - f); the curve costs 2 ln 2 and nothing at 1
    stated = -(np.log(HALF_TICK) + 3 * np.log(1 - HALF_TICK)) / 4
    curve, rate = 2 * np.log(2) / 4, -(3 * np.log(0.75) + np.log(0.25)) / 4
    assert corp(rows_.pooled, "log_loss")[:4] == pytest.approx((stated, stated - curve, rate - curve, rate), abs=1e-15)


@pytest.mark.parametrize("score", list(LOSS))
@given(rows)
@settings(max_examples=200)
def test_corp_adds_up_to_the_mean_score(score, found):
    p, y, w = zip(*found, strict=True)
    parts = corp(sample(p, y, w).pooled, score)
    assert parts.score == pytest.approx(mean_score(LOSS[score](p, y), w), abs=1e-12)
    assert parts.score == pytest.approx(parts.mcb - parts.dsc + parts.unc, abs=1e-12)
    assert parts.mcb >= 0
    assert parts.dsc >= 0
    assert (np.diff(parts.curve) >= 0).all()


@pytest.mark.parametrize("score", list(LOSS))
@given(rows, st.randoms(use_true_random=False))
def test_order_and_halves_do_not_matter(score, found, random):
    mixed = random.sample(found, len(found))
    halves = [(p, y, w / 2) for p, y, w in mixed for _ in range(2)]
    once, again, twice = (corp(sample(*zip(*r, strict=True)).pooled, score)[:4] for r in (found, mixed, halves))
    assert again == pytest.approx(once, abs=1e-12)
    assert twice == pytest.approx(once, abs=1e-12)
    once, again, twice = (murphy(sample(*zip(*r, strict=True))) for r in (found, mixed, halves))
    assert again == pytest.approx(once, abs=1e-12)
    assert twice == pytest.approx(once, abs=1e-12)


@pytest.mark.parametrize(("seed", "ticks", "n"), [(seed, ticks, n) for seed in range(4) for ticks, n in ((10, 40), (1000, 5000))])
def test_corp_equals_model_diagnostics(seed, ticks, n):
    from model_diagnostics.scoring import LogLoss, SquaredError, decompose

    rng = np.random.default_rng(seed)
    p = rng.integers(1, ticks, n) / ticks
    y, w = (rng.random(n) < p**1.3).astype(float), rng.exponential(size=n)
    for score, function in (("brier", SquaredError()), ("log_loss", LogLoss())):
        want = decompose(y, p, w, scoring_function=function, functional="mean").row(0, named=True)
        got = corp(sample(p, y, w).pooled, score)
        assert got.mcb == pytest.approx(want["miscalibration"], abs=1e-12)
        assert got.dsc == pytest.approx(want["discrimination"], abs=1e-12)
        assert got.unc == pytest.approx(want["uncertainty"], abs=1e-12)
        assert got.score == pytest.approx(want["score"], abs=1e-12)


@given(rows)
def test_the_fast_mcb_is_that_of_corp(found):
    pooled = sample(*zip(*found, strict=True)).pooled
    assert mcb(*pooled[:3]) == pytest.approx(corp(pooled).mcb, abs=1e-13)


def test_the_fast_mcb_takes_shares_drawn_with_signs():
    # rows .2 (y* = -.6), .2 (y* = 1), .6 (y* = .4): share at .2 is .2, curve .2 .4; MCB = (0 + 0 + .04) / 3
    assert mcb(np.array([0.2, 0.6]), np.array([2 / 3, 1 / 3]), np.array([0.2, 0.4])) == pytest.approx(0.04 / 3, abs=1e-15)
    # outside 0..1 the curve follows: shares -.5 and 1.5 fit themselves, so MCB = mean of (.7^2, .9^2) = .65
    assert mcb(np.array([0.2, 0.6]), np.array([0.5, 0.5]), np.array([-0.5, 1.5])) == pytest.approx(0.65, abs=1e-15)


@given(rows, st.sampled_from([1, 2, 5, 10, 20]))
def test_murphy_adds_up(found, bins):
    p, y, w = zip(*found, strict=True)
    parts = murphy(sample(p, y, w), bins)
    total = parts.rel - parts.res + parts.unc + parts.wbv - 2 * parts.wbc
    assert parts.brier == pytest.approx(total, abs=1e-12)
    assert parts.brier == pytest.approx(mean_score(brier(p, y), w), abs=1e-12)
    rel, total_weight = 0.0, sum(w)
    for k in range(bins):  # the definition: a price lies in the bin of the last edge that it reaches
        own = [i for i, x in enumerate(p) if sum(x >= j / bins for j in range(1, bins)) == k]
        weight = sum(w[i] for i in own)
        if weight:
            rel += weight / total_weight * (sum(w[i] * (p[i] - y[i]) for i in own) / weight) ** 2
    assert parts.rel == pytest.approx(rel, abs=1e-12)


def test_golden_murphy():
    # two bins; [0, .5): p .1 .3, y 0 1, w 1 1; [.5, 1]: p .6 .9 .9, y 0 1 1, w 2 1 3; of 8
    # means: p .2, y .5, mass 2/8; p (1.2 + .9 + 2.7) / 6 = .8, y 4/6, mass 6/8; base rate 5/8
    # REL = 2/8 x .09 + 6/8 x (2/15)^2 = .0225 + .0133333; RES = 2/8 x 1/64 + 6/8 x 1/576 = 1/256 + 1/768 = 1/192
    # WBV = (2 x .01 + 2 x .04 + 4 x .01) / 8 = .0175
    # WBC = (.1 x .5 + .1 x .5 + 2 x .2 x 2/3 + 4 x .1 x 1/3) / 8 = (.1 + .4) / 8 = .0625
    # BS = (.01 + .49 + 2 x .36 + .01 + 3 x .01) / 8 = 1.26 / 8 = .1575
    parts = murphy(sample([0.1, 0.3, 0.6, 0.9, 0.9], [0, 1, 0, 1, 1], [1, 1, 2, 1, 3]), bins=2)
    assert parts == pytest.approx((0.0225 + 0.04 / 3, 1 / 192, 15 / 64, 0.0175, 0.0625, 0.1575), abs=1e-15)


@pytest.mark.parametrize("outcome", [0, 1])
@pytest.mark.parametrize("score", list(LOSS))
def test_one_outcome_has_nothing_to_discriminate(score, outcome):
    found = corp(sample([0.2, 0.7], [outcome] * 2).pooled, score)
    assert (found.dsc, found.unc) == (0, 0)
    assert found.mcb == pytest.approx(found.score, abs=1e-15)


@pytest.mark.parametrize("score", list(LOSS))
def test_one_price_discriminates_nothing(score):
    found = corp(sample([0.3] * 4, [0, 1, 1, 1]).pooled, score)
    assert found.dsc == pytest.approx(0, abs=1e-15)
    assert found.mcb == pytest.approx(found.score - found.unc, abs=1e-15)
    assert found.mcb > 0.1


@given(st.lists(st.floats(1e-3, 1e3), min_size=2, max_size=30))
def test_all_certain_and_right_costs_only_the_floor(weight):
    y = [i % 2 for i in range(len(weight))]
    found = corp(sample(y, y, weight).pooled, "log_loss")
    assert found.mcb == pytest.approx(-np.log(1 - HALF_TICK), abs=1e-14)
    assert found.dsc == pytest.approx(found.unc, abs=1e-14)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda rows_: corp(rows_.pooled, "mean"), "score"),
        (lambda rows_: corp(rows_.pooled, "log_loss", 0), "floor"),
        (lambda rows_: corp(rows_.pooled, "log_loss", 0.5), "floor"),
        (lambda rows_: corp(rows_.pooled, "log_loss", float("nan")), "floor"),
        (lambda rows_: murphy(rows_, 0), "bins"),
    ],
)
def test_nonsense_is_refused(call, word):
    with pytest.raises(InputError, match=f"{word} must be"):
        call(sample([0.2, 0.7], [0, 1]))


def test_examples_run():
    assert doctest.testmod(module) == (0, 10)
