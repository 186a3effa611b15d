"""Worlds as rows: what was planted is what is there, by exact intervals, and the checks can say no."""

import doctest
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import binom

from credence.errors import InputError
from credence.lab.worlds import draws, planted, rows, steps, thin
from credence.lab.worlds.planted import BUCKETS, CATEGORIES, HIGH, HORIZONS, LOW, PLANS, Grid
from credence.lab.worlds.rows import Rows, at_scale, simulate, survivor_shift

SURE = 0.999  # of one whole check: the level of each of its intervals is that of all of them together
EXACT = [name for name in PLANS if name != "thin-unequal"]


def planted_p(found: Rows) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return expit(found.intercept + found.slope * logit(found.p_yes))


def misses(p, yes, groups=15) -> list[tuple[float, int, int]]:
    """Groups of like p in which the YES are beyond the exact binomial interval at the mean p. Rows must be independent.

    A sum of independent draws with different p is narrower than the binomial at their mean (Hoeffding 1956): the
    interval is safe.
    """
    cut = np.unique(np.quantile(p, np.linspace(0, 1, groups + 1)))
    group = np.clip(np.searchsorted(cut, p, side="right") - 1, 0, len(cut) - 2)
    found = []
    for each in np.unique(group):
        here = group == each
        low, high = binom.interval(1 - (1 - SURE) / groups, int(here.sum()), p[here].mean())
        hits = int(yes[here].sum())
        if not low <= hits <= high:
            found.append((float(p[here].mean()), int(here.sum()), hits))
    return found


def one_per_event(found: Rows) -> Rows:
    """The first market of each event: rows without anything in common."""
    first = np.ones(len(found), bool)
    first[1:] = np.diff(found.event) > 0
    return found.where(first)


def line_of(found: Rows) -> tuple[float, float]:
    tick = np.rint(found.p_yes * 1000).astype(int)
    return thin.line(np.bincount(tick, minlength=1001), np.bincount(tick, found.resolved_yes, minlength=1001))


# --- truth


@pytest.mark.parametrize("horizon", ["30d", "24h", "1h"])
@pytest.mark.parametrize("world", EXACT)
def test_outcomes_agree_with_what_is_planted(world, horizon):
    """One market per event, no shocks: independent rows. Every horizon of a chain is judged alone."""
    found = simulate(world, 30_000, seed=1, horizons=("30d", "24h", "1h"), shock=0.0)
    at = one_per_event(found.where((found.horizon == HORIZONS.index(horizon)) & ~found.already_resolved))
    assert len(at) > 20_000
    assert misses(planted_p(at), at.resolved_yes) == []


@pytest.mark.parametrize("world", ["calm", "neg-risk"])
def test_rare_prices_are_right_tick_by_tick(world):
    """.001 means one in a thousand: rounding to the nearest tick would make it less."""
    found = one_per_event(simulate(world, 150_000, seed=2, horizons=("48h", "1h"), shock=0.0))
    last = found.where(found.horizon == HORIZONS.index("48h")) if world == "calm" else found
    for tick in (1, 2, 3, 5, 10):
        here = np.rint(last.p_yes * 1000) == tick
        low, high = binom.interval(0.9998, int(here.sum()), tick / 1000)
        assert here.sum() > 300
        assert low <= last.resolved_yes[here].sum() <= high, tick


def test_the_check_can_say_no():
    calm = simulate("calm", 30_000, seed=1, independent=True)
    for slope in (0.75, 1.3):
        assert misses(expit(slope * logit(calm.p_yes)), calm.resolved_yes)


def test_a_planted_cell_is_found_where_it_was_planted():
    slope = np.ones((len(CATEGORIES), 1))
    slope[2] = 0.8
    found = simulate("calm", 60_000, seed=4, slope=slope, independent=True)
    for category, planted_slope in ((2, 0.8), (3, 1.0)):
        b, a = line_of(found.where(found.category == category))  # standard errors: 10,000 rows, about .02 and .03
        assert b == pytest.approx(planted_slope, abs=0.08)
        assert a == pytest.approx(0, abs=0.12)


def test_weightings_disagree_in_biased():
    found = simulate("biased", 40_000, seed=3, independent=True)
    slopes = [line_of(found.where((found.liquidity == bucket) & (found.category == 2)))[0] for bucket in (LOW, HIGH)]
    assert slopes[0] == pytest.approx(1.0, abs=0.09)
    assert slopes[1] == pytest.approx(0.85, abs=0.09)  # errors about .03 and .02


def test_thin_markets_know_less_and_are_as_calibrated():
    found = simulate("thin-equal", 40_000, seed=5, independent=True)
    low, high = (found.where(found.liquidity == bucket) for bucket in (LOW, HIGH))
    assert np.var(low.p_yes) < 0.7 * np.var(high.p_yes)
    for part in (low, high):
        assert misses(part.p_yes, part.resolved_yes) == []


def test_noise_makes_thin_prices_too_extreme_by_what_the_truth_says():
    equal, unequal = (simulate(world, 60_000, seed=6, independent=True) for world in ("thin-equal", "thin-unequal"))
    low, other = unequal.liquidity == LOW, unequal.liquidity != LOW
    (b, a), (b_equal, _) = line_of(unequal.where(low)), line_of(equal.where(equal.liquidity == LOW))
    assert b < b_equal - 0.15
    assert b == pytest.approx(unequal.slope[low][0], abs=0.06)  # 24,000 rows: standard error about .015
    assert a == pytest.approx(unequal.intercept[low][0], abs=0.08)
    assert misses(unequal.p_yes[other], unequal.resolved_yes[other]) == []
    assert set(unequal.slope[other]) == {1.0}


def test_the_simulated_slopes_are_found_again():
    """Stored ones are of ten million rows; outcomes enter as probabilities, so 40,000 rows leave about .005."""
    for horizon, found in thin.of_rows(40_000, seed=99).items():
        assert found == pytest.approx(planted.simulated_low("rows", horizon), abs=0.025), horizon


def test_the_simulated_slopes_of_full_worlds_are_found_again():
    """Here the pool of clocks decides the error: 1,500 events leave about .01 where most have the horizon."""
    for horizon, found in thin.of_world(100_000, seed=98, pool=1500).items():
        if horizon != "30d":
            assert found == pytest.approx(planted.simulated_low("world", horizon), abs=0.04), horizon


# --- events, weeks, shocks


@pytest.mark.parametrize("world", ["calm", "early-yes"])
def test_one_event_in_twenty_is_large(world):
    found = simulate(world, 2000, seed=7)
    legs = np.bincount(one_per_market(found).event)
    assert np.sum(legs >= 20) in (100, 101)
    assert legs[legs >= 20].max() <= 80
    assert legs[legs < 20].max() == 5
    assert 0.4 < np.mean(legs == 1) < 0.55


def one_per_market(found: Rows) -> Rows:
    first = np.ones(len(found), bool)
    first[1:] = np.diff(found.market) > 0
    return found.where(first)


def test_independent_events_have_one_market():
    found = simulate("calm", 500, seed=7, independent=True)
    assert found.event.tolist() == list(range(500))


def test_legs_of_an_event_hang_together_and_events_do_not():
    """Mean product of neighbours' residuals: positive within an event, 0 between two; 0 everywhere without correlation."""

    def products(correlation):
        found = simulate("calm", 20_000, seed=8, correlation=correlation, shock=0.0)
        residual = found.resolved_yes - found.true_p
        product, same = residual[1:] * residual[:-1], np.diff(found.event) == 0
        return [part.mean() / (part.std() / np.sqrt(len(part))) for part in (product[same], product[~same])]

    within, between = products(0.3)
    assert within > 8
    assert abs(between) < 4
    within, between = products(0.0)
    assert abs(within) < 4
    assert abs(between) < 4


def test_a_shock_is_common_to_its_week_and_to_no_other():
    """Mean residual by week in standard errors of independent events: about 1 without a shock, several with one."""
    found = simulate("calm", 100_000, seed=9, weeks=52, horizons=("24h",), correlation=0.0, shock=0.2)
    found = one_per_event(found)
    residual = found.resolved_yes - found.true_p
    n = np.bincount(found.week, minlength=52)
    spread = np.bincount(found.week, residual) / np.sqrt(np.bincount(found.week, found.true_p * (1 - found.true_p)))
    shocked = np.zeros(52, bool)
    shocked[found.week[found.shock]] = True
    assert n.min() > 1000
    assert shocked.sum() == 24
    assert np.sqrt(np.mean(spread[shocked] ** 2)) > 4
    assert np.sqrt(np.mean(spread[~shocked] ** 2)) < 1.6  # 28 values: standard error .13


@pytest.mark.parametrize("weeks", [1, 3, 5, 26, 52, 104])
def test_every_month_has_two_shocks(weeks):
    found = draws.shock_weeks(np.random.default_rng(1), weeks)
    assert found.sum() == {1: 1, 3: 2, 5: 2, 26: 12, 52: 24, 104: 48}[weeks]


def test_a_neg_risk_event_has_one_winner_and_prices_that_sum_to_one():
    found = simulate("neg-risk", 3000, seed=10, horizons=("7d", "1h"))
    for horizon in set(found.horizon):
        at = found.where(found.horizon == horizon)
        assert (np.bincount(at.event, at.resolved_yes) == 1).all()
        assert np.bincount(at.event, np.rint(1000 * at.p_yes)).tolist() == [1000] * 3000
        assert np.bincount(at.event).min() >= 2
        assert at.p_yes.min() >= 0.001


def test_a_ladder_descends_in_price_and_in_outcome():
    found = simulate("ladder", 2000, seed=11, horizons=HORIZONS)
    for horizon in range(len(HORIZONS)):
        at = found.where(found.horizon == horizon)
        same = np.diff(at.event) == 0
        assert (np.diff(at.p_yes)[same] <= 0).all()
        assert (np.diff(at.resolved_yes)[same] <= 0).all()


# --- what happens ends its market


@pytest.fixture(scope="module")
def early() -> Rows:
    return simulate("early-yes", 60_000, seed=12, horizons=HORIZONS, shock=0.0)


def test_what_ended_stays_ended_with_its_payout(early):
    ended = early.already_resolved.reshape(-1, len(HORIZONS))
    assert not ended[:, 0].any()
    assert (np.diff(ended.astype(int), axis=1) >= 0).all()
    assert 0.2 < ended[:, -1].mean() < 0.4
    assert (early.p_yes[early.already_resolved] == 1).all()
    assert (early.resolved_yes[early.already_resolved] == 1).all()


def test_the_scheduled_cohort_is_calibrated_and_the_survivors_are_off_by_what_is_known(early):
    survives = ~early.already_resolved.reshape(-1, len(HORIZONS))[:, -1]
    for place in (0, 1, 2):
        at = early.where((early.horizon == place) & ~early.already_resolved)
        cohort, panel = one_per_event(at), one_per_event(at.where(survives[at.market]))
        assert misses(cohort.p_yes, cohort.resolved_yes) == []
        shifted = expit(logit(panel.p_yes) + survivor_shift(HORIZONS[place]))
        assert misses(panel.p_yes, panel.resolved_yes, groups=12) or place == 2  # two days before the end little is lost
        over = panel.p_yes > 0.01  # the floor of .001, at which nothing more can be lost
        assert misses(shifted[over], panel.resolved_yes[over], groups=12) == [], HORIZONS[place]


def test_counting_back_from_the_close_sees_a_bias():
    found = simulate("early-yes", 20_000, seed=13, horizons=("48h", "24h"), shock=0.0, anchor="close")
    at = one_per_event(found.where(found.horizon == HORIZONS.index("24h")))
    assert misses(at.p_yes, at.resolved_yes)
    assert at.resolved_yes.mean() > at.p_yes.mean() + 0.05
    assert not found.already_resolved.any()


# --- the same again, and at scale


@pytest.mark.parametrize("world", PLANS)
def test_same_arguments_give_the_same_rows(world):
    one, two, other = simulate(world, 50, seed=3), simulate(world, 50, seed=3), simulate(world, 50, seed=4)
    assert all(np.array_equal(getattr(one, name), getattr(two, name)) for name in vars(one))
    assert not np.array_equal(one.p_yes, other.p_yes)
    assert (np.diff(one.event) >= 0).all()
    assert set(np.unique(one.liquidity)) <= set(range(len(BUCKETS)))
    assert np.allclose(one.p_yes * 1000, np.rint(one.p_yes * 1000))
    assert (one.spread[~one.already_resolved] > 0).all()


def test_chunks_run_on_and_share_their_weeks():
    chunks = list(at_scale("calm", 30_000, seed=5, horizons=("24h", "1h"), chunk_events=1000))
    markets, events, weeks, shock = (
        np.concatenate([getattr(chunk, name) for chunk in chunks]) for name in ("market", "event", "week", "shock")
    )
    assert len(chunks) > 3
    assert np.array_equal(markets, np.repeat(np.arange(30_000), 2))
    assert set(np.diff(events)) == {0, 1}
    assert len(set(weeks[shock])) == 12
    assert not set(weeks[shock]) & set(weeks[~shock])


@pytest.mark.torture
def test_half_a_million_markets_in_twenty_seconds():
    started = time.monotonic()
    assert sum(len(chunk) for chunk in at_scale("calm", 500_000, seed=1)) == 3_000_000
    assert time.monotonic() - started < 20


# --- refusals


@pytest.mark.parametrize(
    "bad",
    [
        {"world": "storm"}, {"events": 0}, {"weeks": 0}, {"seed": -1}, {"horizons": ()}, {"horizons": ("1h", "24h")},
        {"horizons": ("24h", "24h")}, {"horizons": ("5m",)}, {"correlation": 1.5}, {"correlation": 0.95, "shock": 0.1},
        {"shock": -0.1}, {"slope": -1}, {"slope": 0}, {"slope": [1.0, 1.0]}, {"slope": float("nan")},
        {"intercept": float("inf")}, {"anchor": "close"}, {"anchor": "never"}, {"world": "neg-risk", "slope": 0.9},
        {"world": "early-yes", "anchor": "close", "horizons": ("6h",)}, {"world": "thin-unequal", "intercept": 0.1},
    ],
)  # fmt: skip
def test_bad_arguments_are_refused(bad):
    with pytest.raises(InputError, match="must be"):
        simulate(**bad)


# --- steps


@given(
    st.lists(st.tuples(st.floats(0.5, 2.0), st.floats(-0.5, 0.5)), min_size=1, max_size=5),
    st.integers(0, 4),
    st.floats(0, 1),
)
def test_rounding_keeps_the_mean_on_any_grid(stages, place, share):
    slope, intercept = np.array(stages).T
    grid = Grid(slope[None], intercept[None])
    place = min(place, len(stages) - 1)
    for stage in range(len(stages) - 1):  # what one stage says, the next can say
        (low, high), (next_low, next_high) = (grid.bounds(np.zeros(1, int), number) for number in (stage, stage + 1))
        assert next_low <= low + 1e-15
        assert high <= next_high + 1e-15
    low, high = grid.bounds(np.zeros(1, int), place)
    wanted = low + share * (high - low)
    uniform = (np.arange(4000) + 0.5) / 4000
    ticks = grid.rounded(np.repeat(wanted, 4000), np.zeros(4000, int), place, uniform)
    truth = grid.true_p[0, place, ticks]
    assert ticks.min() >= grid.lowest[0, place]
    assert ticks.max() <= grid.highest[0, place]
    assert np.ptp(ticks) <= 1
    assert truth.mean() == pytest.approx(wanted[0], abs=0.02 / 4000)  # more than a step of any grid, by the uniforms


@given(st.lists(st.integers(2, 40), min_size=1, max_size=6), st.integers(0, 2**32))
def test_shares_in_ticks_sum_up_and_keep_their_mean(legs, seed):
    rng = np.random.default_rng(seed)
    event = np.repeat(np.arange(len(legs)), legs)
    weight = rng.gamma(0.3, size=len(event)) + 1e-12
    share = weight / np.bincount(event, weight)[event]
    many = np.array([
        steps.shares_in_ticks(share, event, np.array(legs), np.full(len(legs), u)) for u in (np.arange(500) + 0.5) / 500
    ])  # fmt: skip
    assert (np.add.reduceat(many, np.cumsum(legs) - legs, axis=1) == 1000).all()
    assert many.min() >= 1
    wanted = 1 + share * (1000 - np.array(legs))[event]
    assert np.abs(many.mean(axis=0) - wanted).max() < 0.01
    assert np.abs(many - wanted).max() < 1.001


def test_later_shares_have_the_shares_now_as_mean():
    """30,000 later shares of three markets: standard error below .0025."""
    rng = np.random.default_rng(3)
    event = np.repeat(np.arange(30_000), 3)
    now = np.tile([0.05, 0.25, 0.7], 30_000)
    later = steps.next_shares(now, event, np.arange(30_000) * 3, 1.5, rng).reshape(-1, 3)
    assert np.allclose(later.sum(axis=1), 1)
    assert later.mean(axis=0) == pytest.approx([0.05, 0.25, 0.7], abs=0.01)
    assert later.std(axis=0).min() > 0.05


@pytest.mark.parametrize("module", [rows, planted, steps, thin])
def test_examples_run(module):
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted > 0
