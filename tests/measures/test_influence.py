"""Influence: the values are the figures themselves, the errors those of textbooks and of the bootstrap."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit, ndtr

from credence.errors import InputError
from credence.measures import influence as module
from credence.measures.bootstrap import mean_draws, resampled_sums, slope_draws
from credence.measures.clusters import contributions
from credence.measures.estimates import Estimate
from credence.measures.influence import FIGURES, headline, score_table
from credence.measures.samples import event_weights, sample
from credence.measures.scores import brier, log_loss, mean_score
from credence.measures.slope import cox, in_the_large


def drawn(seed, events, weighting="event", slope=0.85):
    """5 % of events have 20 to 80 markets whose outcomes move together."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(1, 4, events)
    rows[: events // 20] = rng.integers(20, 81, events // 20)
    event = np.repeat(np.arange(events), rows)
    price = np.clip(np.rint(rng.beta(0.6, 0.6, len(event)) * 1000) / 1000, 0.005, 0.995)
    shock = np.sqrt(0.5) * (rng.normal(size=events)[event] + rng.normal(size=len(event)))
    y = (ndtr(shock) < expit(slope * logit(price))).astype(int)
    return sample(price, y, event_weights(event) if weighting == "event" else None, event)


ticks = st.integers(0, 20).map(lambda tick: tick / 20)
rows = st.lists(st.tuples(ticks, st.integers(0, 1), st.floats(0.2, 5), st.integers(0, 9)), min_size=2, max_size=50)


def columns(found):
    return [np.array(column) for column in zip(*found, strict=True)]


@given(rows)
def test_values_are_the_figures_themselves(found):
    p, y, w, event = columns(found)
    values = headline(sample(p, y, w, event), {"event": None})["event"]
    rate = mean_score(y, w)
    assert values["brier"].value == pytest.approx(mean_score(brier(p, y), w), abs=1e-12)
    assert values["log_loss"].value == pytest.approx(mean_score(log_loss(p, y), w), abs=1e-12)
    assert values["base_rate"].value == pytest.approx(rate, abs=1e-12)
    assert values["mean_price"].value == pytest.approx(mean_score(p, w), abs=1e-12)
    if 0 < y.sum() < len(y):
        assert values["skill"].value == pytest.approx(1 - mean_score(brier(p, y), w) / (rate * (1 - rate)), rel=1e-9)
    else:
        assert np.isnan(values["skill"].value)


@given(rows, st.randoms(use_true_random=False))
def test_order_and_splitting_of_rows_change_nothing(found, random):
    once = headline(sample(*columns(found)), {"event": None})["event"]
    mixed = headline(sample(*columns(random.sample(found, len(found)))), {"event": None})["event"]
    halves = [(p, y, w / 2, event) for p, y, w, event in found for _ in range(2)]
    split = headline(sample(*columns(halves)), {"event": None})["event"]
    for name in FIGURES:
        for other in (mixed[name], split[name]):
            assert other[:3] == pytest.approx(once[name][:3], rel=1e-4, abs=1e-7, nan_ok=True), name


def test_independent_rows_of_one_weight_have_the_textbook_error():
    rng = np.random.default_rng(0)
    p = rng.integers(1, 100, 500) / 100
    y = (rng.random(500) < p).astype(int)
    found = headline(sample(p, y), {"event": None})["event"]
    for name, values in (("brier", brier(p, y)), ("log_loss", log_loss(p, y)), ("base_rate", y), ("mean_price", p)):
        assert found[name].error == pytest.approx(np.std(values, ddof=1) / np.sqrt(500), rel=1e-9)
        assert found[name].df == pytest.approx(499)


def test_a_row_written_ten_times_is_one_event():
    rng = np.random.default_rng(1)
    p = rng.integers(1, 100, 200) / 100
    y = (rng.random(200) < p).astype(int)
    once = headline(sample(p, y), {"event": None})["event"]
    ten = headline(sample(np.repeat(p, 10), np.repeat(y, 10), None, np.repeat(np.arange(200), 10)), {"event": None})["event"]
    for name in FIGURES:
        assert ten[name][:3] == pytest.approx(once[name][:3], rel=1e-6)


def test_fits_are_those_of_the_slope_file():
    for weighting in ("event", "market"):  # many and few effective clusters: CR1 and CR3
        rows_ = drawn(0, 300, weighting)
        week = rows_.event % 17
        for unit, codes in (("event", rows_.event), ("week", week)):
            found = headline(rows_, {unit: codes})[unit]
            intercept, slope = cox(rows_, codes, unit=unit).estimates()
            assert found["slope"] == pytest.approx(slope)
            assert found["intercept"] == pytest.approx(intercept)
            assert found["in_the_large"] == pytest.approx(in_the_large(rows_, codes, unit=unit))


def test_units_at_once_are_units_one_by_one():
    rows_ = drawn(3, 200)
    week = rows_.event % 11
    both = headline(rows_, {"event": None, "week": week})
    alone = headline(rows_, {"event": rows_.event}) | headline(rows_, {"week": week})
    for unit, figures in both.items():  # weeks are merged from events: equal but for the order of sums
        for name, found in figures.items():
            assert found[:3] == pytest.approx(alone[unit][name][:3], rel=1e-9, abs=1e-12), (unit, name)
    assert all(found.unit == unit for unit, figures in both.items() for found in figures.values())


def width(interval):
    return interval[1] - interval[0]


@pytest.mark.parametrize("events", [200, 400, 1200])
def test_widths_are_those_of_the_bootstrap(events):
    """Within 10 % on average over samples; single bootstraps have an error of their own."""
    ratios = {"brier": [], "log_loss": [], "slope": [], "skill": []}
    for seed in range(5):
        rows_, rng = drawn(seed, events), np.random.default_rng(seed)
        found = headline(rows_, {"event": None})["event"]
        draws = {score: mean_draws(rows_, score, None, 1000, rng) for score in ("brier", "log_loss")}
        draws["slope"] = slope_draws(rows_, None, 1000, rng)[1]
        for name, drawn_ in draws.items():
            ratios[name].append(width(found[name].interval()) / width(drawn_.percentile()))
        outcome = np.broadcast_to([0.0, 1.0], (len(rows_.pooled.price), 2))
        table = np.stack([score_table(rows_.pooled, "brier"), outcome, np.ones_like(outcome)], axis=2)
        score, yes, weight = resampled_sums(contributions(rows_, rows_.event, table), 1000, rng).T
        skill = 1 - score / weight / (yes / weight * (1 - yes / weight))
        ratios["skill"].append(width(found["skill"].interval()) / np.diff(np.quantile(skill, [0.025, 0.975]))[0])
    for name, ratio in ratios.items():
        assert 0.9 < np.mean(ratio) < 1.1, (name, ratio)


def test_one_outcome_leaves_scores_and_says_so_of_the_rest():
    found = headline(sample([0.2, 0.4, 0.9], [0, 0, 0]), {"event": None})["event"]
    assert np.isnan([found[name].value for name in ("skill", "in_the_large", "intercept", "slope")]).all()
    assert found["brier"].value == pytest.approx((0.04 + 0.16 + 0.81) / 3)
    assert found["base_rate"].value == 0
    assert np.isnan(found["base_rate"].error)  # never an interval of zero width


def test_separable_prices_keep_calibration_in_the_large():
    found = headline(sample([0.2, 0.4, 0.6, 0.9], [0, 0, 1, 1]), {"event": None})["event"]
    assert np.isnan(found["slope"].value)
    assert np.isfinite(found["in_the_large"].value)


def test_a_single_week_has_values_and_no_errors():
    rows_ = drawn(0, 60)
    found = headline(rows_, {"week": np.zeros(len(rows_.p_yes), int)})["week"]
    for name in FIGURES:
        assert np.isfinite(found[name].value)
        assert np.isnan(found[name].error)
        assert isinstance(found[name], Estimate)


def test_nonsense_is_refused():
    with pytest.raises(InputError, match="score must be"):
        score_table(drawn(0, 60).pooled, "spherical")
    with pytest.raises(InputError, match="cluster must be"):
        headline(drawn(0, 60), {"week": [0, 1]})


def test_examples():
    assert doctest.testmod(module).failed == 0
