"""Scores of forecast bands: pinball loss, interval score, CRPS, coverage, and where in the band the outcome fell (PIT).

In   quantiles (n, levels) or bounds (n,), outcomes (n,) in the same unit, levels ascending in (0, 1)
Out  one number per row, smaller is better; average them with `scores.mean_score`, compare them with `forecast_skill`

Coverage alone says little: a band that is too wide and beside the point covers as much as it says. It belongs beside pinball and
the interval score. Where many outcomes equal the last price, closed and open coverage differ by that share, and only a PIT that
is randomised at this atom is uniform under a right forecast.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .inputs import Vector

Bools = NDArray[np.bool_]
TOLERANCE = 1e-6  # a band that was stored as float32 must not turn an outcome on its edge into a miss


def pinball(quantiles: ArrayLike, outcome: ArrayLike, levels: ArrayLike) -> Vector:
    """(n, levels) loss of each quantile, (level - 1[y < q]) (y - q): least, on average, at the true quantile.

    quantiles  (n, levels)
    outcome    (n,)
    levels     (levels,) ascending, in (0, 1)

    Koenker and Bassett (1978), Econometrica 46, 33-50. Refused everywhere in this file: NaN, and shapes that do not fit.

    >>> pinball([[0.4, 0.6]], [0.7], [0.1, 0.9]).round(4).tolist()
    [[0.03, 0.09]]
    """
    q, y, level = _forecast(quantiles, outcome, levels)
    gap = y[:, None] - q
    return np.asarray(np.where(gap < 0, level - 1, level) * gap, float)


def mean_pinball(quantiles: ArrayLike, outcome: ArrayLike, levels: ArrayLike) -> Vector:
    """(n,) pinball loss averaged over the levels. Compare it only with that of the same levels.

    >>> mean_pinball([[0.4, 0.6]], [0.7], [0.1, 0.9]).round(4).tolist()
    [0.06]
    """
    return np.asarray(pinball(quantiles, outcome, levels).mean(axis=1), float)


def interval_score(low: ArrayLike, high: ArrayLike, outcome: ArrayLike, miss: float = 0.2) -> Vector:
    """(n,) width of the band plus 2 / miss times the way from it to the outcome.

    low, high, outcome  (n,)
    miss                share that the band is meant to miss, .2 for q10 to q90

    Winkler (1972), JASA 67, 187-191; Gneiting and Raftery (2007), JASA 102, section 6.2.

    >>> interval_score([0.4, 0.4], [0.6, 0.6], [0.5, 0.65]).round(4).tolist()  # .2, and .2 + 10 x .05
    [0.2, 0.7]
    """
    lower, upper, y = _band(low, high, outcome)
    if not 0 < miss < 1:
        raise InputError("miss", miss, "more than 0 and less than 1")
    return np.asarray(upper - lower + 2 / miss * (np.maximum(lower - y, 0) + np.maximum(y - upper, 0)), float)


def weighted_interval_score(quantiles: ArrayLike, outcome: ArrayLike, levels: ArrayLike) -> Vector:
    """(n,) (|y - median| / 2 + sum over the K bands of miss_k / 2 times their interval score) / (K + 1/2).

    levels  as many above .5 as below, at the same distance, and .5

    Bracher, Ray, Gneiting, Reich (2021), PLOS Computational Biology 17, e1008618. It equals twice `mean_pinball`.

    >>> weighted_interval_score([[0.4, 0.5, 0.6]], [0.65], [0.1, 0.5, 0.9]).round(4).tolist()  # (.075 + .1 x .7) / 1.5
    [0.0967]
    """
    q, y, level = _forecast(quantiles, outcome, levels)
    if len(level) % 2 == 0 or not np.allclose(level + level[::-1], 1, rtol=0, atol=1e-9):
        raise InputError("levels", level.tolist(), "symmetrical about .5, with .5 itself")
    bands = len(level) // 2
    total = 0.5 * np.abs(y - q[:, bands])
    for k in range(bands):
        total += level[k] * interval_score(q[:, k], q[:, -1 - k], y, 2 * level[k])
    return np.asarray(total / (bands + 0.5), float)


def crps_pinball(quantiles: ArrayLike, outcome: ArrayLike, levels: ArrayLike) -> Vector:
    """(n,) twice the mean pinball loss: tends to the CRPS as evenly spaced levels become many, and is no CRPS for few.

    Gneiting and Ranjan (2011), Journal of Business and Economic Statistics 29, 411-422, equation 13.

    >>> crps_pinball([[0.4, 0.6]], [0.7], [0.1, 0.9]).round(4).tolist()
    [0.12]
    """
    return 2 * mean_pinball(quantiles, outcome, levels)


def crps(quantiles: ArrayLike, outcome: ArrayLike, levels: ArrayLike, ends: tuple[float, float] | None = None) -> Vector:
    """(n,) the CRPS of the law whose quantile function is linear between the levels: twice the integral of the pinball loss.

    quantiles  (n, levels), ascending in each row
    ends       the quantiles of levels 0 and 1, such as (0, 1) for a price; where None the outermost ones go on

    Each piece is a polynomial of second degree on either side of the outcome, on which Simpson's rule is exact.
    Laio and Tamea (2007), Hydrology and Earth System Sciences 11, 1267-1277.

    >>> crps([[0.25, 0.75]], [0.5], [0.25, 0.75], ends=(0, 1)).round(6).tolist()  # uniform: y^2 - y + 1/3
    [0.083333]
    """
    q, y, level = _forecast(quantiles, outcome, levels)
    low, high = (q[:, :1], q[:, -1:]) if ends is None else (np.full((len(q), 1), float(end)) for end in ends)
    value = np.hstack([low, q, high])
    if not (np.diff(value, axis=1) >= 0).all():
        raise InputError("quantiles", "crossing", "ascending in each row, between the ends: sort or guard them first")
    u = np.broadcast_to(np.hstack([0.0, level, 1.0]), value.shape)
    left, right, a, b = u[:, :-1], u[:, 1:], value[:, :-1], value[:, 1:]
    rise, seen = b - a, y[:, None]
    with np.errstate(over="ignore"):  # a rise of next to nothing, held at 1 below
        share = np.divide(seen - a, rise, out=(seen > a).astype(float), where=rise > 0)
    at = left + np.clip(share, 0, 1) * (right - left)  # where the quantile function passes the outcome
    middle = a + np.clip(share, 0, 1) * rise
    return np.asarray(2 * (_simpson(left, at, a, middle, seen) + _simpson(at, right, middle, b, seen)).sum(axis=1), float)


class Hits(NamedTuple):
    """Where each outcome fell, all of shape (n,): the mean of `closed` is the closed coverage, and so on."""

    closed: Bools  # in [low, high]
    open: Bools  # strictly inside
    below: Bools
    above: Bools


def hits(low: ArrayLike, high: ArrayLike, outcome: ArrayLike, tolerance: float = TOLERANCE) -> Hits:
    """Coverage row by row, closed and open, and misses on each side. An edge is `tolerance` wide to both sides.

    >>> found = hits([0.4] * 3, [0.6] * 3, [0.39, np.float32(0.4), 0.5])
    >>> found.closed.tolist(), found.open.tolist(), found.below.tolist()
    ([False, True, True], [False, False, True], [True, False, False])
    """
    lower, upper, y = _band(low, high, outcome)
    if not 0 <= tolerance < np.inf:
        raise InputError("tolerance", tolerance, "0 or more")
    below, above = y < lower - tolerance, y > upper + tolerance
    inside = (y > lower + tolerance) & (y < upper - tolerance)
    return Hits(~(below | above), inside, below, above)


def randomised_pit(
    quantiles: ArrayLike, outcome: ArrayLike, levels: ArrayLike, rng: np.random.Generator, *,
    last: ArrayLike | None = None, below: ArrayLike | None = None, unchanged: ArrayLike | None = None,
    tolerance: float = TOLERANCE,
) -> Vector:  # fmt: skip
    """(n,) the level at which the outcome fell, drawn evenly from what the forecast leaves open: uniform if it is right.

    quantiles  (n, levels), ascending in each row
    last       (n,) the price at the origin, with
    below      (n,) the forecast's chance that the outcome is less than that, and
    unchanged  (n,) that it is the same: all three or none

    Between two quantiles the draw is between their levels. An outcome on a quantile may lie anywhere between the nearest level
    below it and the nearest above. An outcome at the last price is drawn from [below, below + unchanged], one under it from
    below that, one above it from above. `pit < .1` is then a miss on the lower side that has the chance .1 under a right
    forecast, however many outcomes do not move.

    Czado, Gneiting, Held (2009), Biometrics 65, 1254-1261; Smith (1985), Journal of Forecasting 4, 283-291.

    >>> rng = np.random.default_rng(0)
    >>> u = randomised_pit([[0.4, 0.6]] * 3, [0.3, 0.5, 0.9], [0.1, 0.9], rng)
    >>> bool(u[0] < 0.1 < u[1] < 0.9 < u[2])
    True
    """
    q, y, level = _forecast(quantiles, outcome, levels)
    if not (np.diff(q, axis=1) >= 0).all():
        raise InputError("quantiles", "crossing", "ascending in each row: sort or guard them first")
    edges = np.hstack([0.0, level, 1.0])
    lower = edges[(q < y[:, None] - tolerance).sum(axis=1)]
    upper = edges[(q <= y[:, None] + tolerance).sum(axis=1) + 1]
    if last is not None and below is not None and unchanged is not None:
        lower, upper = _at_atom(lower, upper, y, *_atom(last, below, unchanged, len(y)), tolerance)
    elif not last is below is unchanged is None:
        raise InputError("last, below, unchanged", "some of them", "all three, or none")
    return np.asarray(lower + rng.random(len(y)) * (upper - lower), float)


def _at_atom(
    lower: Vector, upper: Vector, y: Vector, last: Vector, below: Vector, unchanged: Vector, tolerance: float
) -> tuple[Vector, Vector]:
    """The open range, given which side of the last price the outcome is on."""
    under, over = y < last - tolerance, y > last + tolerance
    top = np.minimum(below + unchanged, 1)
    lower = np.where(under, np.minimum(lower, below), np.where(over, np.maximum(lower, top), below))
    upper = np.where(under, np.minimum(upper, below), np.where(over, np.maximum(upper, top), top))
    return lower, upper


def _atom(last: ArrayLike, below: ArrayLike, unchanged: ArrayLike, n: int) -> tuple[Vector, Vector, Vector]:
    found = [np.asarray(values, np.float64) for values in (last, below, unchanged)]
    for name, values in zip(("last", "below", "unchanged"), found, strict=True):
        if values.shape != (n,) or not np.isfinite(values).all():
            raise InputError(name, values.shape, f"one number for each of {n} rows, not NaN")
    if (found[1] < 0).any() or (found[2] < 0).any() or (found[1] + found[2] > 1 + 1e-9).any():
        raise InputError("below, unchanged", (float(found[1].min()), float(found[2].min())), "chances that add up to 1 or less")
    return found[0], found[1], found[2]


def _simpson(left: Vector, right: Vector, a: Vector, b: Vector, y: Vector) -> Vector:
    """Integral of the pinball loss over levels left..right where the quantile runs from a to b on one side of y."""
    half = (left + right) / 2

    def loss(u: Vector, q: Vector) -> Vector:
        return np.asarray(np.where((a + b) / 2 > y, u - 1, u) * (y - q), float)

    return np.asarray((right - left) / 6 * (loss(left, a) + 4 * loss(half, (a + b) / 2) + loss(right, b)), float)


def _forecast(quantiles: ArrayLike, outcome: ArrayLike, levels: ArrayLike) -> tuple[Vector, Vector, Vector]:
    q, y, level = (np.asarray(values, np.float64) for values in (quantiles, outcome, levels))
    if level.ndim != 1 or not level.size or not (np.diff(level) > 0).all() or not 0 < level[0] <= level[-1] < 1:
        raise InputError("levels", level.tolist(), "ascending levels between 0 and 1, such as 0.1, 0.5, 0.9")
    if y.ndim != 1 or not y.size or q.shape != (len(y), len(level)):
        raise InputError("quantiles, outcome", (q.shape, y.shape), f"(n, {len(level)}) and (n,), not empty")
    if not (np.isfinite(q).all() and np.isfinite(y).all()):
        raise InputError(
            "quantiles, outcome", "NaN or infinite", "finite: drop rows without a forecast or an outcome, and say so"
        )
    return q, y, level


def _band(low: ArrayLike, high: ArrayLike, outcome: ArrayLike) -> tuple[Vector, Vector, Vector]:
    lower, upper, y = (np.asarray(values, np.float64) for values in (low, high, outcome))
    if y.ndim != 1 or not y.size or lower.shape != y.shape or upper.shape != y.shape:
        raise InputError("low, high, outcome", (lower.shape, upper.shape, y.shape), "three vectors of one length, not empty")
    if not (np.isfinite(lower).all() and np.isfinite(upper).all() and np.isfinite(y).all()):
        raise InputError("low, high, outcome", "NaN or infinite", "finite: drop rows without a band or an outcome, and say so")
    if (lower > upper).any():
        row = int(np.argmax(lower > upper))
        raise InputError(f"low[{row}]", float(lower[row]), f"at most high, {float(upper[row])}")
    return lower, upper, y
