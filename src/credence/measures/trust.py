"""Trust: how far a price may be believed, 0..100, from what is known of a market at a moment.

In   money traded and held, depth, movement, question quality, suspicion of manipulation; NaN where nobody knows
Out  parts in 0..1 (1 is good), and their weighted mean over those that are known, with the weight that was

A part that is not known is NaN, never a middling value: the mean is taken over the others, `weight_present` says how much of
the weights they make up, and there is no score where that is too little.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import nnls

from ..errors import InputError
from .inputs import Codes, Vector, codes, forecasts, weights

Matrix = NDArray[np.float64]
PARTS = ("liquidity", "stability", "question_quality", "no_manipulation")  # the order of every matrix of parts
_CLOSE = 1e-9  # .35 + .25 is to be .6, whatever the order of summation


class Total(NamedTuple):
    """Both of shape (n,)."""

    total: Vector  # 0..100; NaN where weight_present is too little
    weight_present: Vector  # 0..1


def log_part(usdc: ArrayLike, none_at: float, full_at: float) -> Vector:
    """0 at `none_at` and below, 1 at `full_at` and above, straight in the logarithm between.

    usdc              (n,) 0 or more, NaN where unknown; NaN stays NaN
    none_at, full_at  more than 0, ascending

    >>> log_part([0, 100, 10_000, 1e9, float("nan")], 100, 1_000_000).tolist()
    [0.0, 0.0, 0.5, 1.0, nan]
    """
    money = _at_least_zero("usdc", usdc)
    if not 0 < none_at < full_at < np.inf:
        raise InputError("none_at, full_at", (none_at, full_at), "more than 0, ascending, finite")
    held = np.clip(money, none_at, full_at)
    return np.asarray(np.log(held / none_at) / np.log(full_at / none_at), float)


def blended(part: Vector, other: Vector, other_weight: float) -> Vector:
    """The mean of two views of one part by weight, where both are known; else the one that is.

    >>> blended(np.array([0.2, 0.2, np.nan]), np.array([0.4, np.nan, 0.4]), 0.5).round(3).tolist()
    [0.3, 0.2, 0.4]
    """
    both = (1 - other_weight) * part + other_weight * other
    return np.where(np.isnan(other), part, np.where(np.isnan(part), other, both))


def stability_part(
    variance: ArrayLike,
    jumps: ArrayLike,
    changes: ArrayLike,
    *,
    full_at: float,
    none_at: float,
    per_jump: float,
    jumps_at_most: int,
    changes_at_least: int,
) -> Vector:
    """1 for a price that stood still, 0 for one that moved by `none_at` or more; less for every jump.

    variance          (n,) sum of squared changes of the last day; NaN where none was observed
    jumps, changes    (n,) counts in that time
    full_at, none_at  of the root of the variance, 0..1, ascending: 1 at and below, 0 at and above, straight between
    per_jump, jumps_at_most   taken off for each jump, for so many at most
    changes_at_least  with fewer observed changes the part is NaN: a price that nobody looked at is not stable

    >>> rule = {"full_at": 0.0, "none_at": 0.2, "per_jump": 0.1, "jumps_at_most": 3, "changes_at_least": 2}
    >>> stability_part([0.0, 0.01, 0.01, 0.0], [0, 0, 1, 0], [9, 9, 9, 1], **rule).round(3).tolist()
    [1.0, 0.5, 0.4, nan]
    """
    moved = np.sqrt(_at_least_zero("variance", variance))
    if not 0 <= full_at < none_at:
        raise InputError("full_at, none_at", (full_at, none_at), "0 or more, ascending")
    still = np.clip((none_at - moved) / (none_at - full_at), 0, 1)
    leaps = np.minimum(_at_least_zero("jumps", jumps), jumps_at_most)
    part = np.clip(still - per_jump * leaps, 0, 1)
    return np.where(_at_least_zero("changes", changes) >= changes_at_least, part, np.nan)


def weighted_total(parts: ArrayLike, part_weight: ArrayLike, present_at_least: float) -> Total:
    """100 x the weighted mean of the known parts.

    parts             (n, k) in 0..1, NaN where not known
    part_weight       (k,) 0 or more, not all 0; only ratios matter
    present_at_least  share of the weights that must be known for a score, 0..1

    >>> parts = [[1.0, 0.4, np.nan, np.nan], [1.0, np.nan, 0.5, np.nan], [1, 1, 1, 1]]
    >>> found = weighted_total(parts, [0.35, 0.25, 0.25, 0.15], 0.6)
    >>> found.total.round(6).tolist(), found.weight_present.round(6).tolist()
    ([75.0, 79.166667, 100.0], [0.6, 0.6, 1.0])
    """
    known = np.asarray(parts, float)
    if known.ndim != 2 or not (np.isnan(known) | ((known >= 0) & (known <= 1))).all():
        raise InputError("parts", known.shape, "a matrix of numbers in 0..1, or NaN")
    share = weights(part_weight, known.shape[1])
    present = (~np.isnan(known)) @ share
    with np.errstate(invalid="ignore"):
        mean = np.nan_to_num(known) @ share / present
    enough = (present >= present_at_least - _CLOSE) & (present > 0)
    return Total(np.where(enough, 100 * mean, np.nan), np.round(present, 9))


def fitted_weights(
    parts: ArrayLike,
    p_yes: ArrayLike,
    resolved_yes: ArrayLike,
    event_codes: ArrayLike,
    stratum: ArrayLike,
    prior: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    cells: int = 3,
    ridge: float = 0.1,
) -> Vector:
    """Weights of parts, 0 or more and summing to 1, under which miscalibration falls most steadily as trust rises.

    parts          (n, k) in 0..1, all known
    p_yes, resolved_yes, weight   (n,), as in `samples.sample`
    event_codes    (n,) whole numbers from 0
    stratum        (n,) whole numbers from 0: within each (a price band, say) parts are compared, never between
    prior          (k,) what the fit is drawn to, by `ridge` times the parts' own spread; the answer where nothing is learned
    cells          each part is cut into so many cells of equal mass

    Rows fall into cells (stratum x low, middle, high of each part). A cell's squared miscalibration is the mean product of
    residuals y - p of rows of different events, which is 0 on average for calibrated prices and may be negative. It is
    regressed on the cell's mean parts with coefficients of 0 or less (Lawson, Hanson 1974, Solving Least Squares Problems).

    >>> rng = np.random.default_rng(0)
    >>> parts, p = rng.random((20_000, 2)), rng.uniform(0.55, 0.95, 20_000)
    >>> wrong = 0.3 * (1 - parts[:, 0])  # the less of the first part, the more the price is too high
    >>> y = rng.random(20_000) < p - wrong
    >>> fitted_weights(parts, p, y, np.arange(20_000), np.zeros(20_000, int), [0.5, 0.5]).round(1).tolist()
    [0.9, 0.1]
    """
    p, y = forecasts(p_yes, resolved_yes)
    n = len(p)
    known = np.asarray(parts, float)
    if known.ndim != 2 or len(known) != n or not ((known >= 0) & (known <= 1)).all():
        raise InputError("parts", known.shape, f"{n} rows of numbers in 0..1, none of them NaN")
    drawn_to, w = weights(prior, known.shape[1]), weights(weight, n)
    event, band = codes("event_codes", event_codes, n), codes("stratum", stratum, n)
    cell = _cells(known, band, cells)
    squared, mass = _squared_miscalibration(cell, event, w, w * (y - p))
    means = np.column_stack([np.bincount(cell, w * part, len(mass)) for part in known.T]) / np.maximum(mass, 1e-300)[:, None]
    band_of = np.zeros(len(mass), np.int64)
    band_of[cell] = band
    usable = (mass > 0) & np.isfinite(squared)
    if not usable.any():
        return drawn_to
    return _steady_fall(means[usable], squared[usable], mass[usable], band_of[usable], drawn_to, ridge)


def _cells(parts: Matrix, band: Codes, cells: int) -> Codes:
    """Dense codes of stratum x cell of each part."""
    code = band
    for part in parts.T:
        edges = np.quantile(part, np.arange(1, cells) / cells)
        code = code * cells + np.searchsorted(edges, part, side="right")
    return np.unique(code, return_inverse=True)[1].astype(np.int64)


def _squared_miscalibration(cell: Codes, event: Codes, w: Vector, residual: Vector) -> tuple[Vector, Vector]:
    """(mean product of residuals across events, weight) by cell; NaN where a cell has one event."""
    n = int(cell.max()) + 1
    pair, place = np.unique(cell * (int(event.max()) + 1) + event, return_inverse=True)
    home = pair // (int(event.max()) + 1)
    moved, held = np.bincount(place, residual), np.bincount(place, w)
    total, mass = np.bincount(home, moved, n), np.bincount(home, held, n)
    own, own_mass = np.bincount(home, moved**2, n), np.bincount(home, held**2, n)
    room = mass**2 - own_mass
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(room > 1e-12 * mass**2, (total**2 - own) / room, np.nan), np.asarray(mass, float)


def _steady_fall(means: Matrix, squared: Vector, mass: Vector, band: Codes, prior: Vector, ridge: float) -> Vector:
    """Non-negative least squares of -squared on the parts, both less their stratum's mean, drawn towards the prior."""
    shares = np.bincount(band, mass)
    x = means - np.column_stack([np.bincount(band, mass * part) / np.maximum(shares, 1e-300) for part in means.T])[band]
    y = -(squared - (np.bincount(band, mass * squared) / np.maximum(shares, 1e-300))[band])
    root = np.sqrt(mass)
    blend = x @ prior
    steep = max(float(np.sum(mass * blend * y)) / max(float(np.sum(mass * blend**2)), 1e-300), 0.0)
    pull = np.diag(np.sqrt(ridge * np.sum(mass[:, None] * x**2, axis=0)))
    found, _ = nnls(np.vstack([x * root[:, None], pull]), np.concatenate([y * root, pull @ (steep * prior)]))
    return found / found.sum() if found.sum() > 1e-12 else prior


def _at_least_zero(name: str, values: ArrayLike) -> Vector:
    found = np.asarray(values, float)
    if found.ndim != 1 or (found < 0).any() or np.isinf(found).any():
        raise InputError(name, found.shape, "a vector of finite numbers of 0 or more, or NaN")
    return found
