"""Rising curves from prices to probabilities, fitted to what happened, with the curves of resampled events beside them.

In   a sample
Out  a curve: `at` gives its values, `bounds` where it may lie

isotonic  the rising step curve (see `isotonic`), straight between distinct prices and level beyond them
beta      log-odds a log p - b log(1 - p) + c with a, b >= 0: Kull, Silva Filho, Flach (2017), AISTATS

Both are held within [0.0005, 0.9995]. Resampling a step curve knows nothing of outcomes that did not happen: alone, its nominal
95 % bounds cover 91 to 97 % at prices .1 to .7 but 13 to 41 % at .03 and .97 (1,000 events). They are therefore widened to the
exact interval of the curve's level block, and then cover 97 to 100 % at prices .03 to .97 (1,000 and 4,000 events of 1 to 3 rows
that share their luck). Those of beta cover 92 to 96 % with 300 and with 1,000 such events.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.special import expit

from ..errors import InputError
from .clusters import effective_clusters
from .enough import share_interval
from .inputs import Codes, Vector
from .isotonic import rising
from .samples import Sample
from .scores import HALF_TICK
from .slope import line

Matrix = NDArray[np.float64]

STEPS = 50


class Curve(Protocol):
    """A rising map of prices."""

    def at(self, p: Vector) -> Vector:
        """Values at the prices p."""

    def bounds(self, p: Vector, level: float) -> tuple[Vector, Vector]:
        """Percentiles over the resamples, NaN without any."""


@dataclass(frozen=True)
class Steps:
    """Points of a rising curve, straight lines between them, level beyond."""

    price: Vector  # (k,)
    value: Vector  # (k,)
    draws: Matrix  # (draws, k)
    block: Codes  # (k,) which level stretch of the curve each price belongs to
    effective: Vector  # (blocks,) effective events of each

    def at(self, p: Vector) -> Vector:
        return kept(np.interp(p, self.price, self.value))

    def bounds(self, p: Vector, level: float) -> tuple[Vector, Vector]:
        first = np.searchsorted(self.block, np.arange(len(self.effective)))
        exact = np.array([
            share_interval(share, events, level) for share, events in zip(self.value[first], self.effective, strict=True)
        ])[self.block]  # fmt: skip
        low, high = _percentiles(self.draws, level)
        low, high = np.fmin(low, exact[:, 0]), np.fmax(high, exact[:, 1])
        low, high = np.maximum.accumulate(low), np.minimum.accumulate(high[::-1])[::-1]  # the truth rises: so may its bounds
        return kept(np.interp(p, self.price, low)), kept(np.interp(p, self.price, high))


@dataclass(frozen=True)
class Beta:
    """Coefficients (a, b, c) of log-odds a log p - b log(1 - p) + c."""

    coefficients: Vector  # (3,)
    draws: Matrix  # (draws, 3)

    def at(self, p: Vector) -> Vector:
        return _probability(_beta_terms(p) @ self.coefficients)

    def bounds(self, p: Vector, level: float) -> tuple[Vector, Vector]:
        price, place = np.unique(p, return_inverse=True)
        low, high = _percentiles(self.draws @ _beta_terms(price).T, level)
        return _probability(low[place]), _probability(high[place])


def isotonic_curve(rows: Sample, rng: np.random.Generator, draws: int) -> Steps:
    """The isotonic curve of a sample; with 0 draws its bounds are those of its level blocks alone.

    >>> from .samples import sample
    >>> rows = sample([0.2] * 10 + [0.8] * 10, [0] * 9 + [1] + [1] * 10)
    >>> found = isotonic_curve(rows, np.random.default_rng(0), 100)
    >>> found.at(np.array([0.2, 0.5, 0.9])).round(4).tolist()
    [0.1, 0.55, 0.9995]
    """
    price, weight = rows.pooled.price, rows.pooled.weight
    value = rising(rows.pooled.share_yes, weight)
    drawn = np.empty((draws, len(price)))
    for place, (no, yes) in enumerate(_resampled(rows, rng, draws)):
        seen = yes + no > 0
        mass = (yes + no)[seen]
        drawn[place] = np.interp(price, price[seen], rising(yes[seen] / mass, mass))
    block = np.cumsum(np.diff(value, prepend=value[0]) > 0).astype(np.int64)
    return Steps(price, value, drawn, block, _effective_events(rows, block))


def beta_curve(rows: Sample, rng: np.random.Generator, draws: int) -> Beta:
    """Beta calibration of a sample. Refused: what `slope.line` refuses, and fewer than two distinct prices.

    >>> from .samples import sample
    >>> rows = sample([0.2] * 5 + [0.5] * 2 + [0.8] * 5, [1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1])
    >>> beta_curve(rows, np.random.default_rng(0), 0).at(np.array([0.1, 0.5])).round(4).tolist()  # calibrated
    [0.1, 0.5]
    """
    line(rows.pooled)  # refuses what has no fit, with the reason
    price, weight, share = rows.pooled.price, rows.pooled.weight, rows.pooled.share_yes
    found = beta_coefficients(price, weight * share, weight * (1 - share))
    if found is None:
        raise InputError("resolved_yes", "nearly separable", "outcomes that overlap in price")
    drawn = [beta_coefficients(price, yes, no, found) for no, yes in _resampled(rows, rng, draws)]
    fitted = [one for one in drawn if one is not None]
    if len(fitted) < 0.95 * draws:  # too many resamples without a fit: their percentiles would mislead
        fitted = []
    return Beta(found, np.array(fitted).reshape(-1, 3))


def beta_coefficients(price: Vector, yes: Vector, no: Vector, start: Vector | None = None) -> Vector | None:
    """(a, b, c) with a, b >= 0 of the largest likelihood; None where there is no such fit (one outcome, separable).

    price    (k,) distinct prices
    yes, no  (k,) weight of rows that ended so
    start    (3,) where to begin, such as the fit of nearly the same weights; the answer does not depend on it

    The likelihood is concave: a fit without bounds that keeps them is the answer, else the best of those on the bounds.

    >>> price = np.array([0.2, 0.5, 0.8])
    >>> beta_coefficients(price, price, 1 - price).round(6).__abs__().tolist()  # calibrated: log-odds as they are
    [1.0, 1.0, 0.0]
    """
    terms = _beta_terms(price)
    best, most = None, -np.inf
    for free in ([0, 1, 2], [1, 2], [0, 2], [2]):
        found = _newton(terms[:, free], yes, no, np.zeros(len(free)) if start is None else start[free])
        if found is None or (found[:-1] < 0).any():
            continue
        whole = np.zeros(3)
        whole[free] = found
        likelihood = _log_likelihood(terms, yes, no, whole)
        if likelihood > most:
            best, most = whole, likelihood
        if len(free) == 3:
            break
    return best


def _resampled(rows: Sample, rng: np.random.Generator, draws: int) -> NDArray[np.float64]:
    """(draws, 2, k): weight of NO and of YES at each pooled price, events drawn with replacement."""
    k, events = len(rows.pooled.price), rows.events
    cell = rows.place + k * (rows.resolved_yes > 0)
    by_event = coo_array((rows.weight, (rows.event, cell)), shape=(events, 2 * k)).tocsr()
    at_once = max(1, 4_000_000 // events)
    parts = [
        rng.multinomial(events, np.full(events, 1 / events), size=min(at_once, draws - start)) @ by_event
        for start in range(0, draws, at_once)
    ]
    return np.concatenate([np.zeros((0, 2 * k)), *parts]).reshape(-1, 2, k)


def _beta_terms(p: Vector) -> Matrix:
    q = np.clip(p, HALF_TICK, 1 - HALF_TICK)
    return np.column_stack([np.log(q), -np.log1p(-q), np.ones_like(q)])


def _newton(terms: Matrix, yes: Vector, no: Vector, at: Vector) -> Vector | None:
    """The logistic fit without bounds or penalty, None where it does not converge."""
    total = yes + no
    scale = total.sum()
    now = _log_likelihood(terms, yes, no, at)
    for _ in range(STEPS):
        chance = expit(terms @ at)
        gradient = terms.T @ (yes - total * chance) / scale
        information = terms.T @ (terms * (total * chance * (1 - chance) / scale)[:, None])
        if np.linalg.cond(information) > 1e13:
            return None
        step = np.linalg.solve(information, gradient)
        if gradient @ step < 1e-24:  # the gain still to be had, in nats
            return np.asarray(at + step, float)
        part = 1.0
        while part > 1e-6 and (after := _log_likelihood(terms, yes, no, at + part * step)) < now - 1e-13 * scale:
            part /= 2  # a full step may jump past the top where prices are extreme
        at, now = at + part * step, after
    return None


def _log_likelihood(terms: Matrix, yes: Vector, no: Vector, at: Vector) -> float:
    odds = terms @ at
    return float(np.sum(yes * odds - (yes + no) * np.logaddexp(0, odds)))


def _percentiles(draws: Matrix, level: float) -> tuple[Vector, Vector]:
    if not len(draws):
        return np.full(draws.shape[1], np.nan), np.full(draws.shape[1], np.nan)
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return np.asarray(low, float), np.asarray(high, float)


def _effective_events(rows: Sample, block: Codes) -> Vector:
    """Effective events within each block."""
    blocks = int(block[-1]) + 1
    pair, place = np.unique(block[rows.place] * rows.events + rows.event, return_inverse=True)
    weight = np.asarray(np.bincount(place, rows.weight), float)
    bounds = np.searchsorted(pair, np.arange(1, blocks) * rows.events)
    return np.array([effective_clusters(part) for part in np.split(weight, bounds)])


def _probability(odds: Vector) -> Vector:
    return kept(expit(odds))


def kept(p: Vector) -> Vector:
    """The same within [0.0005, 0.9995]."""
    return np.asarray(np.clip(p, HALF_TICK, 1 - HALF_TICK), float)
