"""Scores: proper, bounded, and the same as by hand and by scikit-learn."""

import doctest
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss
from sklearn.metrics import log_loss as sklearn_log_loss

from credence.errors import InputError
from credence.measures import scores as module
from credence.measures.scores import HALF_TICK, base_rate, brier, log_loss, mean_score, skill, spherical

probability = st.floats(0, 1)
believed = st.floats(0.001, 0.999)  # what a price can say
rows = st.lists(st.tuples(probability, st.integers(0, 1)), min_size=1)

WORST = {brier: 1.0, log_loss: -math.log(HALF_TICK), spherical: 1.0}
SCORES = list(WORST)


@pytest.mark.parametrize("score", SCORES)
@given(truth=believed, stated=probability)
def test_honesty_pays(score, truth, stated):
    """Proper: nobody expects a better score by stating anything but what they believe."""

    def expected(p):
        return truth * score([p], [1])[0] + (1 - truth) * score([p], [0])[0]

    assert expected(truth) <= expected(stated) + 1e-12


@pytest.mark.parametrize("score", SCORES)
@given(truth=believed, stated=believed)
def test_dishonesty_costs(score, truth, stated):
    """Strictly proper among prices: a forecast a cent away is worse."""
    if abs(truth - stated) > 0.01:
        gap = [t * score([p], [1])[0] + (1 - t) * score([p], [0])[0] for t, p in ((truth, truth), (truth, stated))]
        assert gap[0] < gap[1]


@pytest.mark.parametrize("score", SCORES)
@given(rows)
def test_bounded(score, found):
    values = score(*zip(*found, strict=True))
    assert values.shape == (len(found),)
    assert ((values >= 0) & (values <= WORST[score] + 1e-12)).all()


@pytest.mark.parametrize("score", SCORES)
def test_a_worse_forecast_scores_worse(score):
    p = np.linspace(0.001, 0.999, 200)
    assert (np.diff(score(p, np.ones(200))) < 0).all()
    assert (np.diff(score(p, np.zeros(200))) > 0).all()


@pytest.mark.parametrize("score", SCORES)
@given(p=probability)
def test_both_sides_are_treated_alike(score, p):
    assert score([p], [1])[0] == pytest.approx(score([1 - p], [0])[0], abs=1e-9)


@pytest.mark.parametrize("score", SCORES)
@given(rows, st.randoms(use_true_random=False))
def test_order_does_not_matter(score, found, random):
    mixed = random.sample(found, len(found))
    once, again = (mean_score(score(*zip(*r, strict=True))) for r in (found, mixed))
    assert once == pytest.approx(again, abs=1e-12)


@given(rows)
def test_brier_agrees_with_sklearn(found):
    p, y = zip(*found, strict=True)
    assert mean_score(brier(p, y)) == pytest.approx(brier_score_loss(y, p, pos_label=1), abs=1e-12)


@given(rows, st.floats(1e-6, 0.4))
def test_log_loss_agrees_with_sklearn(found, floor):
    p, y = zip(*found, strict=True)
    clipped = np.clip(p, floor, 1 - floor)
    assert mean_score(log_loss(p, y, floor)) == pytest.approx(sklearn_log_loss(y, clipped, labels=[0, 1]), abs=1e-12)


def test_golden_values():
    # p = .8, y = 1:  (.8 - 1)^2 = .04;  -ln .8 = 0.223143551314
    # p = .3, y = 0:  (.3 - 0)^2 = .09;  -ln .7 = 0.356674943939
    # p = .6, y = 0:  (.6 - 0)^2 = .36;  -ln .4 = 0.916290731874
    p, y = [0.8, 0.3, 0.6], [1, 0, 0]
    assert brier(p, y) == pytest.approx([0.04, 0.09, 0.36], abs=1e-15)
    assert log_loss(p, y) == pytest.approx([0.223143551314, 0.356674943939, 0.916290731874], abs=1e-12)
    # lengths of (p, 1 - p): sqrt(.64 + .04) = .824621125124, sqrt(.09 + .49) = .761577310586, sqrt(.36 + .16) = .721110255093
    # 1 - .8 / .824621.. = .029857499855;  1 - .7 / .761577.. = .080854969982;  1 - .4 / .721110.. = .445299803775
    assert spherical(p, y) == pytest.approx([0.029857499855, 0.080854969982, 0.445299803775], abs=1e-12)
    # weights 1, 2, 5 of 8: (.04 + .18 + 1.80) / 8 = .2525
    assert mean_score(brier(p, y), weight=[1, 2, 5]) == pytest.approx(0.2525, abs=1e-15)


def test_the_floor_is_half_a_tick_on_both_sides():
    # -ln .0005 = 7.600902459542; -ln .9995 = 0.000500125042
    assert log_loss([0, 1, 0, 1], [1, 0, 0, 1]) == pytest.approx([7.600902459542] * 2 + [0.000500125042] * 2, abs=1e-12)
    assert log_loss([0.001, 0.999], [1, 0]) == pytest.approx([-math.log(0.001)] * 2)  # a real price does not move


def test_an_event_counts_once():
    # event A: three markets, each 0.04; event B: one market, 0.36 -> (0.04 + 0.36) / 2
    values = brier([0.8, 0.8, 0.2, 0.4], [1, 1, 0, 1])
    assert mean_score(values, weight=[1 / 3, 1 / 3, 1 / 3, 1]) == pytest.approx(0.20)


@given(st.lists(probability, min_size=1), st.floats(1e-3, 1e3))
def test_constant_weights_change_nothing(values, weight):
    assert mean_score(values, [weight] * len(values)) == pytest.approx(mean_score(values), abs=1e-12)


@given(st.lists(st.tuples(probability, st.integers(1, 4)), min_size=1))
def test_a_weight_is_a_number_of_repetitions(found):
    values, times = zip(*found, strict=True)
    assert mean_score(values, times) == pytest.approx(mean_score(np.repeat(values, times)), abs=1e-12)


def test_golden_skill():
    # y 1 0 0 0, weights 3 1 1 1: base rate 1/2; Brier of the base rate is 1/4 in every row
    # p .9 .4 .2 .1: squared gaps .01 .16 .04 .01 -> (.03 + .16 + .04 + .01) / 6 = .04; skill 1 - .04 / .25 = .84
    y, w, p = [1, 0, 0, 0], [3, 1, 1, 1], [0.9, 0.4, 0.2, 0.1]
    assert base_rate(y, w) == pytest.approx([0.5] * 4, abs=1e-15)
    assert skill(brier(p, y), brier(base_rate(y, w), y), w) == pytest.approx(0.84, abs=1e-14)


@pytest.mark.parametrize("score", SCORES)
@given(rows)
def test_the_base_rate_is_the_best_constant(score, found):
    p, y = zip(*found, strict=True)
    if 0 < sum(y) < len(y):
        base = score(base_rate(y), y)
        assert skill(base, base) == 0
        assert skill(score([p[0]] * len(y), y), base) <= 1e-12


@given(rows)
def test_a_perfect_forecast_has_skill_one(found):
    y = [outcome for _, outcome in found]
    if 0 < sum(y) < len(y):
        assert skill(brier(y, y), brier(base_rate(y), y)) == 1


@pytest.mark.parametrize("outcome", [0, 1])
def test_no_skill_against_a_perfect_reference(outcome):
    y = [outcome] * 3
    with pytest.raises(InputError, match="reference_scores must be of a mean above 0"):
        skill(brier([0.4] * 3, y), brier(base_rate(y), y))


NAN = float("nan")


@pytest.mark.parametrize(("scores", "reference"), [([], []), ([0.1], [0.1, 0.2]), ([NAN], [0.1]), ([0.1], [NAN])])
def test_nonsense_for_skill_is_refused(scores, reference):
    with pytest.raises(InputError, match="must be"):
        skill(scores, reference)


@pytest.mark.parametrize("y", [[], [0.5], [float("nan")], [2]])
def test_a_base_rate_of_nonsense_is_refused(y):
    with pytest.raises(InputError, match="must be"):
        base_rate(y)


NONSENSE = [
    ([1.1], [1]),
    ([-0.1], [1]),
    ([float("nan")], [1]),
    ([0.5, float("nan")], [1, 0]),
    ([0.5], [0.5]),
    ([0.5], [float("nan")]),
    ([], []),
    ([0.1, 0.2], [1]),
    ([[0.1]], [[1]]),
]


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize(("p", "y"), NONSENSE)
def test_nonsense_is_refused(score, p, y):
    with pytest.raises(InputError, match="must be"):
        score(p, y)


@pytest.mark.parametrize("floor", [0, -0.1, 0.5, float("nan")])
def test_a_floor_out_of_range_is_refused(floor):
    with pytest.raises(InputError, match="floor must be"):
        log_loss([0.5], [1], floor)


@pytest.mark.parametrize("weight", [[1], [1, -1], [0, 0], [1, float("nan")], [1, float("inf")]])
def test_nonsense_weights_are_refused(weight):
    with pytest.raises(InputError, match="weight must be"):
        mean_score([0.1, 0.2], weight)


@pytest.mark.parametrize("values", [[], [float("nan")], [[0.1]]])
def test_nonsense_scores_are_refused(values):
    with pytest.raises(InputError, match="scores must be"):
        mean_score(values)


def test_examples_run():
    assert doctest.testmod(module) == (0, 7)
