"""Curves of recalibration: the constrained fit against another library and a general optimiser, and how often bounds cover."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit, logit

from credence.errors import InputError
from credence.measures.curves import beta_coefficients, beta_curve, isotonic_curve
from credence.measures.isotonic import rising
from credence.measures.samples import sample

GRID = np.array([0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97])


def drawn(rng: np.random.Generator, events: int, truth=lambda x: 0.1 + 1.2 * x):
    """Events of 1 to 3 rows; half of them share their luck within the event."""
    event = np.repeat(np.arange(events), rng.integers(1, 4, events))
    x = rng.normal(-0.3, 1.6, events)[event] + rng.normal(0, 0.3, len(event))
    p = np.clip(np.round(expit(x), 3), 0.001, 0.999)
    luck = np.where(rng.random(len(event)) < 0.5, rng.random(events)[event], rng.random(len(event)))
    return sample(p, (luck < expit(truth(logit(p)))).astype(int), None, event)


def test_beta_agrees_with_statsmodels_where_the_bounds_do_not_bind():
    rng = np.random.default_rng(0)
    p = np.round(rng.uniform(0.02, 0.98, 3000), 2)
    y = (rng.random(3000) < expit(0.7 * np.log(p) - 1.3 * np.log(1 - p) + 0.2)).astype(int)
    design = np.column_stack([np.log(p), -np.log(1 - p), np.ones(3000)])
    theirs = sm.Logit(y, design).fit(disp=0, tol=1e-14).params
    assert (theirs[:2] > 0).all()
    found = beta_curve(sample(p, y), rng, 0)
    assert found.coefficients == pytest.approx(theirs, abs=1e-8)
    assert found.at(np.array([0.3])) == pytest.approx(expit(theirs @ [np.log(0.3), -np.log(0.7), 1]))


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.sampled_from([(1.0, -1.0), (-0.8, 1.0), (-0.5, -0.5), (0.2, 0.0), (1.5, 0.7)]))
def test_beta_is_the_best_fit_within_its_bounds(seed, slopes):
    rng = np.random.default_rng(seed)
    price = np.array([0.05, 0.2, 0.4, 0.6, 0.8, 0.95])
    share = expit(slopes[0] * np.log(price) - slopes[1] * np.log(1 - price) + rng.normal(0, 0.5))
    yes = rng.binomial(40, share).astype(float)
    no = 40 - yes
    found = beta_coefficients(price, yes, no)
    assert found is not None
    terms = np.column_stack([np.log(price), -np.log(1 - price), np.ones(6)])

    def surprise(at):
        return -np.sum(yes * (terms @ at) - 40 * np.logaddexp(0, terms @ at))

    theirs = minimize(surprise, [1.0, 1.0, 0.0], method="L-BFGS-B", bounds=[(0, None), (0, None), (None, None)])
    assert (found[:2] >= 0).all()
    assert surprise(found) <= theirs.fun + 1e-6


def test_beta_never_falls():
    """More YES at low prices than at high ones: the best rising curve is level."""
    found = beta_coefficients(np.array([0.2, 0.5, 0.8]), np.array([30.0, 20.0, 10.0]), np.array([10.0, 20.0, 30.0]))
    assert found == pytest.approx([0, 0, 0], abs=1e-9)


def test_the_isotonic_curve_is_the_weighted_pav():
    rows = drawn(np.random.default_rng(1), 300)
    found = isotonic_curve(rows, np.random.default_rng(2), 0)
    fitted = np.clip(rising(rows.pooled.share_yes, rows.pooled.weight), 0.0005, 0.9995)
    assert found.at(rows.pooled.price) == pytest.approx(fitted)
    assert found.at(np.array([0.0, 1.0])) == pytest.approx(fitted[[0, -1]])


@pytest.mark.parametrize("curve", [isotonic_curve, beta_curve])
def test_curves_rise_within_their_bounds(curve):
    found = curve(drawn(np.random.default_rng(3), 400), np.random.default_rng(4), 100)
    p = np.linspace(0, 1, 401)
    low, high = found.bounds(p, 0.9)
    for values in (found.at(p), low, high):
        assert (np.diff(values) >= -1e-12).all()
        assert ((values >= 0.0005) & (values <= 0.9995)).all()
    assert (low <= found.at(p) + 1e-9).all()
    assert (high >= found.at(p) - 1e-9).all()
    wider = found.bounds(p, 0.99)
    assert (wider[0] <= low + 1e-12).all()
    assert (wider[1] >= high - 1e-12).all()


def test_a_share_of_none_has_bounds_of_some_width():
    """Forty rows at 3 c, none of which ended YES: nothing to resample, and still 9 % are possible (1 - .025^(1/40))."""
    rows = sample([0.03] * 40 + [0.5] * 40, [0] * 40 + [0, 1] * 20)
    low, high = isotonic_curve(rows, np.random.default_rng(0), 200).bounds(np.array([0.03]), 0.95)
    assert low[0] == pytest.approx(0.0005)
    assert high[0] == pytest.approx(1 - 0.025 ** (1 / 40))


def test_without_resamples_beta_has_no_bounds():
    rows = drawn(np.random.default_rng(5), 100)
    assert np.isnan(beta_curve(rows, np.random.default_rng(0), 0).bounds(GRID, 0.95)).all()


@pytest.mark.parametrize("y", [[0, 0, 1, 1], [1, 1, 1, 1]])
def test_beta_refuses_what_has_no_fit(y):
    with pytest.raises(InputError):
        beta_curve(sample([0.2, 0.4, 0.6, 0.8], y), np.random.default_rng(0), 10)


def covered(curve, events: int, seeds: range) -> np.ndarray:
    """Share of seeds in which the bounds hold the truth, by price."""
    truth, found = expit(0.1 + 1.2 * logit(GRID)), []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        low, high = curve(drawn(rng, events), rng, 200).bounds(GRID, 0.95)
        found.append((low <= truth) & (truth <= high))
    return np.mean(found, axis=0)


@pytest.mark.parametrize(("curve", "events", "least"), [(isotonic_curve, 1000, 0.93), (beta_curve, 1000, 0.87)])
def test_bounds_cover_what_the_header_says(curve, events, least):
    share = covered(curve, events, range(60))
    print(curve.__name__, events, share)
    assert share.min() >= least


@pytest.mark.torture
@pytest.mark.parametrize(
    ("curve", "events", "least", "most"),
    [(isotonic_curve, 1000, 0.95, 1.0), (beta_curve, 300, 0.85, 0.97), (beta_curve, 1000, 0.9, 0.975)],
)
def test_bounds_cover_what_the_header_says_in_many_seeds(curve, events, least, most):
    share = covered(curve, events, range(500))
    print(curve.__name__, events, share)
    assert least <= share.min() <= share.max() <= most
