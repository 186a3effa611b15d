"""Slope: the same as statsmodels, and intervals that hold the planted slope."""

import doctest

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit, logit, ndtr
from scipy.stats import binom

from credence.errors import InputError
from credence.measures import slope as module
from credence.measures.samples import event_weights, sample
from credence.measures.slope import cox, in_the_large, joint_test, line, log_odds, spiegelhalter


def drawn(seed, events, slope=1.0, together=0.5, uneven=True, spread=0.6):
    """Prices and outcomes with a planted slope; 5 % of events have 20 to 80 markets, whose outcomes move together."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(1, 4, events)
    if uneven:
        large = max(1, round(events / 20))
        rows[:large] = rng.integers(20, 81, large)
    event = np.repeat(np.arange(events), rows)
    price = np.clip(np.rint(rng.beta(spread, spread, len(event)) * 1000) / 1000, 0.005, 0.995)
    shock = np.sqrt(together) * rng.normal(size=events)[event] + np.sqrt(1 - together) * rng.normal(size=len(event))
    return price, (ndtr(shock) < expit(slope * logit(price))).astype(int), event


def statsmodels_fit(price, y, weight, event):
    import statsmodels.api as sm

    x = sm.add_constant(log_odds(np.asarray(price, float)))
    model = sm.GLM(y, x, family=sm.families.Binomial(), var_weights=weight)
    return model.fit(cov_type="cluster", cov_kwds={"groups": event}, tol=1e-14, maxiter=200)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("weighted", [False, True])
def test_slope_and_clustered_errors_are_those_of_statsmodels(seed, weighted):
    price, y, event = drawn(seed, 150)
    weight = np.random.default_rng(seed).uniform(0.1, 3, len(y)) if weighted else np.ones(len(y))
    oracle = statsmodels_fit(price, y, weight, event)
    ours = cox(sample(price, y, weight, event), method="CR1")
    assert (ours.intercept, ours.slope) == pytest.approx(tuple(oracle.params), rel=1e-8, abs=1e-10)
    small_sample = (len(y) - 1) / (len(y) - 2)  # theirs; ours does without, see `clusters.sandwich`
    assert ours.covariance * small_sample == pytest.approx(oracle.cov_params(), rel=1e-8)
    assert ours.clusters == 150


def test_prices_are_moved_off_the_ends():
    price, y, event = drawn(0, 100)
    price[:30], price[30:60] = 0.0, 1.0
    oracle = statsmodels_fit(price, y, np.ones(len(y)), event)
    assert cox(sample(price, y, None, event)).slope == pytest.approx(oracle.params[1], rel=1e-8)


def test_in_the_large_is_the_offset_fit_of_statsmodels():
    import statsmodels.api as sm

    price, y, event = drawn(4, 200)
    model = sm.GLM(y, np.ones((len(y), 1)), family=sm.families.Binomial(), offset=log_odds(price))
    oracle = model.fit(cov_type="cluster", cov_kwds={"groups": event}, tol=1e-14)
    ours = in_the_large(sample(price, y, None, event), method="CR1")
    assert ours.value == pytest.approx(oracle.params[0], rel=1e-8)
    assert ours.error == pytest.approx(oracle.bse[0], rel=1e-8)  # (n - 1) / (n - 1)


def test_joint_test_is_the_wald_test_of_statsmodels():
    price, y, event = drawn(5, 3000, uneven=False)
    oracle = statsmodels_fit(price, y, np.ones(len(y)), event).wald_test((np.eye(2), [0, 1]), use_f=True, scalar=True)
    found = joint_test(sample(price, y, None, event), method="CR1")
    assert found.statistic == pytest.approx(oracle.statistic * (len(y) - 1) / (len(y) - 2), rel=1e-7)
    assert found.p_value == pytest.approx(oracle.pvalue, rel=1e-2)  # df: effective clusters there, all of them here


def test_the_jackknife_leaves_events_out():
    """CR3 against the fits without each event: to the digit for one Newton step, nearly for the whole way."""
    price, y, event = drawn(8, 120, uneven=False)
    x, whole = np.column_stack([np.ones(len(y)), log_odds(price)]), line(sample(price, y).pooled)
    chance = expit(x @ [whole.intercept, whole.slope])
    steps, refits = [], []
    for left_out in range(120):
        kept = event != left_out
        information = x[kept].T @ (x[kept] * (chance * (1 - chance))[kept, None])
        steps.append(np.linalg.solve(information, x[kept].T @ (y - chance)[kept]))
        fitted = line(sample(price[kept], y[kept]).pooled)
        refits.append([fitted.intercept - whole.intercept, fitted.slope - whole.slope])
    found = cox(sample(price, y, None, event), method="CR3").covariance
    for moved, tolerance in ((np.array(steps), 1e-8), (np.array(refits), 0.1)):
        assert found == pytest.approx(119 / 120 * moved.T @ moved, rel=tolerance)


def test_golden_slope():
    # at .2 one of four is YES: log-odds -log 3; at .8 three of four: log 3; x = -+log 4 -> a 0, b = log 3 / log 4
    found = cox(sample([0.2] * 4 + [0.8] * 4, [0, 0, 0, 1, 0, 1, 1, 1]), method="CR1")
    assert found.slope == pytest.approx(np.log(3) / np.log(4), abs=1e-12)
    assert found.intercept == pytest.approx(0, abs=1e-12)
    # v = 3/16: A = diag(3/2, 3/2 x^2) for weights 1; scores -1/4 (6 rows off by 1/4) and 3/4 (2 rows): sum of squares 1.5
    # variance of b: 1.5 x^2 / (1.5 x^2)^2 * 8 / 7 = 8 / (7 * 1.5 x^2)
    assert found.covariance[1, 1] == pytest.approx(8 / (7 * 1.5 * np.log(4) ** 2), rel=1e-10)


ticks = st.integers(0, 20).map(lambda tick: tick / 20)
rows = st.lists(st.tuples(ticks, st.integers(0, 1), st.floats(0.2, 5), st.integers(0, 9)), min_size=12, max_size=60)


def fitted(price, y, weight, event):
    """Or none, where the rows have no slope or one event holds all that differs."""
    try:
        return cox(sample(price, y, weight, event))
    except InputError:
        return None


def columns(found):
    return [np.array(column) for column in zip(*found, strict=True)]


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(found, random):
    once = fitted(*columns(found))
    assume(once is not None)
    again = fitted(*columns(random.sample(found, len(found))))
    assert again[:2] == pytest.approx(once[:2], rel=1e-6, abs=1e-8)
    assert again.covariance == pytest.approx(once.covariance, rel=1e-5, abs=1e-10)


@given(rows)
def test_two_rows_of_half_weight_are_one_row(found):
    price, y, weight, event = columns(found)
    once = fitted(price, y, weight, event)
    assume(once is not None)
    again = fitted(np.tile(price, 2), np.tile(y, 2), np.tile(weight / 2, 2), np.tile(event, 2))
    assert again[:2] == pytest.approx(once[:2], rel=1e-6, abs=1e-8)
    assert again.covariance == pytest.approx(once.covariance, rel=1e-5, abs=1e-10)
    assert again.df == pytest.approx(once.df, rel=1e-6)


@given(rows)
def test_the_other_side_has_the_same_slope_and_the_opposite_intercept(found):
    price, y, weight, event = columns(found)
    yes, no = fitted(price, y, weight, event), fitted(1 - price, 1 - y, weight, event)
    assume(yes is not None)
    assert no.slope == pytest.approx(yes.slope, rel=1e-6, abs=1e-8)
    assert no.intercept == pytest.approx(-yes.intercept, rel=1e-6, abs=1e-8)
    assert np.diag(no.covariance) == pytest.approx(np.diag(yes.covariance), rel=1e-5, abs=1e-10)
    assert no.covariance[0, 1] == pytest.approx(-yes.covariance[0, 1], rel=1e-5, abs=1e-10)


@settings(max_examples=300)
@given(rows)
def test_a_slope_is_refused_exactly_where_the_likelihood_has_no_top(found):
    """Separable means that some line is never wrong; then, and only then, a longer line is likelier for ever."""
    price, y, weight, _ = columns(found)
    x = log_odds(price)
    assume(len(set(price.tolist())) > 1)
    yes, no = x[y == 1], x[y == 0]
    never_wrong = not len(yes) or not len(no) or yes.min() >= no.max() or yes.max() <= no.min()
    pooled = sample(price, y, weight).pooled
    if never_wrong:
        with pytest.raises(InputError, match="resolved_yes must be"):
            line(pooled)
        return
    found_line = line(pooled)

    def loss(at):
        odds = at[0] + at[1] * x
        return np.sum(weight * (np.logaddexp(0, odds) - y * odds)) / weight.sum()

    best = minimize(loss, [0.0, 1.0], method="BFGS", options={"gtol": 1e-9})
    assert loss([found_line.intercept, found_line.slope]) <= best.fun + 1e-9


@pytest.mark.parametrize(
    ("price", "y", "reason"),
    [
        ([0.2, 0.4, 0.6], [1, 1, 1], "both outcomes"),
        ([0.2, 0.4, 0.6], [0, 0, 0], "both outcomes"),
        ([0.4, 0.4, 0.4], [0, 1, 1], "two distinct prices"),
        ([0.0, 0.0005, 0.0002], [0, 1, 1], "two distinct prices"),  # all are moved to half a tick
        ([0.2, 0.4, 0.6, 0.8], [0, 0, 1, 1], "threshold"),
        ([0.2, 0.4, 0.6, 0.8], [1, 1, 0, 0], "threshold"),
        ([0.2, 0.4, 0.4, 0.8], [0, 0, 1, 1], "threshold"),  # quasi-separable: both outcomes at the threshold only
    ],
)
def test_what_has_no_slope_is_refused_with_the_reason(price, y, reason):
    rows_ = sample(price, y)
    for figure in (cox, joint_test):
        with pytest.raises(InputError, match=reason):
            figure(rows_)


@pytest.mark.parametrize("figure", [cox, in_the_large, joint_test, spiegelhalter])
def test_one_event_has_no_error(figure):
    with pytest.raises(InputError, match="2 clusters or more"):
        figure(sample([0.2, 0.2, 0.8, 0.8], [0, 1, 0, 1], event_codes=[3, 3, 3, 3]))


def test_two_clusters_span_no_plane():
    rows_ = sample([0.2, 0.2, 0.8, 0.8] * 3, [0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 1], event_codes=[0, 1] * 6)
    assert cox(rows_).df == pytest.approx(1)
    with pytest.raises(InputError, match="3 clusters or more"):
        joint_test(rows_)


def test_a_cluster_without_which_there_is_no_line_is_refused():
    # event 0 alone has a second price
    price, y = [0.2, 0.8, 0.8, 0.2] + [0.5] * 20, [0, 1, 0, 1] + [0, 1] * 10
    rows_ = sample(price, y, event_codes=[0] * 4 + list(range(1, 21)))
    with pytest.raises(InputError, match="without any one of them"):
        cox(rows_)


def test_in_the_large_with_one_price_is_a_difference_of_log_odds():
    assert in_the_large(sample([0.3] * 10, [1] * 6 + [0] * 4)).value == pytest.approx(logit(0.6) - logit(0.3), abs=1e-12)
    with pytest.raises(InputError, match="both outcomes"):
        in_the_large(sample([0.3, 0.4], [1, 1]))


@given(rows)
def test_in_the_large_makes_prices_right_on_average(found):
    price, y, weight, _ = columns(found)
    assume(0 < y.sum() < len(y))
    rows_ = sample(price, y, weight)
    shift, chance = module.offset(rows_.pooled)
    assert np.sum(rows_.pooled.weight * chance) == pytest.approx(np.sum(rows_.weight * rows_.resolved_yes), abs=1e-9)
    assert np.sign(shift) == np.sign(np.round(np.sum(rows_.weight * (y - expit(log_odds(price)))), 12))


def test_spiegelhalter_by_hand_and_against_its_closed_form():
    price, y, _ = drawn(1, 4000, uneven=False)
    found = spiegelhalter(sample(price, y))  # every row its own event
    top = np.sum((y - price) * (1 - 2 * price))
    assert found.statistic == pytest.approx(top / np.sqrt(np.sum((y - price) ** 2 * (1 - 2 * price) ** 2)))
    # the textbook's variance is the expected one under calibration
    assert found.statistic == pytest.approx(top / np.sqrt(np.sum((1 - 2 * price) ** 2 * price * (1 - price))), rel=0.05)


@pytest.mark.parametrize(("price", "y"), [([0.5] * 4, [0, 1, 1, 0]), ([0.0, 1.0, 1.0], [0, 1, 1])])
def test_spiegelhalter_needs_prices_that_can_be_wrong(price, y):
    with pytest.raises(InputError, match="p_yes must be"):
        spiegelhalter(sample(price, y))


def test_certain_and_wrong_is_an_answer():
    found = spiegelhalter(sample([0.0, 1.0, 0.0, 0.3], [1, 1, 0, 0]))
    assert np.isfinite(found.statistic)
    assert 0 <= found.p_value <= 1


def holds(hits, runs, low, high):
    """The exact 99.9 % interval of the observed share meets the range."""
    return binom.sf(hits - 1, runs, high) > 0.0005 and binom.cdf(hits, runs, low) > 0.0005


def coverage(seeds, events, slope, weighting, **kind):
    hits = runs = 0
    for seed in seeds:
        price, y, event = drawn(seed, events, slope, **kind)
        rows_ = sample(price, y, event_weights(event) if weighting == "event" else None, event)
        try:
            low, high = cox(rows_).interval()
        except InputError:
            continue
        runs, hits = runs + 1, hits + (low < slope < high)
    return hits, runs


@pytest.mark.parametrize("slope", [0.85, 1.1])
@pytest.mark.parametrize("weighting", ["event", "market"])
def test_intervals_hold_the_planted_slope(slope, weighting):
    hits, runs = coverage(range(300), 300, slope, weighting)
    assert runs == 300
    assert holds(hits, runs, 0.93, 0.97), hits


@pytest.mark.torture
@pytest.mark.parametrize("slope", [0.85, 1.1])
@pytest.mark.parametrize("together", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("uneven", [False, True])
@pytest.mark.parametrize(
    ("events", "weighting", "low", "high"),
    [
        (40, "event", 0.90, 0.98),
        (55, "event", 0.90, 0.98),
        (300, "market", 0.90, 0.98),  # about 40 effective events where uneven
        (100, "event", 0.93, 0.97),
        (1000, "event", 0.93, 0.97),
    ],
)
def test_intervals_hold_the_planted_slope_with_few_and_uneven_events(slope, together, uneven, events, weighting, low, high):
    hits, runs = coverage(range(2000), events, slope, weighting, together=together, uneven=uneven)
    assert runs > 1900
    assert holds(hits, runs, low, high), (hits, runs)


def test_examples():
    assert doctest.testmod(module).failed == 0
