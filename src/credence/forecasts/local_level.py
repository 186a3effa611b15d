"""Local level: a random walk seen through noise, filtered by Kalman. Variances from moments of the changes.

State  level_t = level_{t-1} + n_t, n of variance q     what the price is about
Seen   x_t = level_t + e_t, e of variance r             bounce between bid and ask, ticks
Bands    centre level_T, variance P + h q + r, P the variance of the filtered level

Changes d have mean 0 (a martingale), and E d_t^2 = q + 2 r, E d_t d_{t-1} = -r: r = max(0, -c1), q = max(0, c0 - 2 r).
Where that says q < r, neighbouring changes are mostly noise and tell little of q; E (x_t - x_{t-12})^2 = 12 q + 2 r tells more:
q = (V_12 - c0) / 11, r = (c0 - q) / 2. On 288 simulated values with q / r = .1 bands of 80 % cover 67 % without it, 79 % with it.

A missing price is a step without an observation. Durbin, Koopman (2012), Time Series Analysis by State Space Methods, chapter 2;
Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, section 2.4 on the moments.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

import numba
import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .interface import MIN_INCREMENTS, Covariates, Floats, ForecastResult, as_batch, checked_quantiles, steps_of
from .spaces import HALF_TICK, Space, gaussian_band

VERSION = "1"
LONG = 12  # steps of the long change


@dataclass(frozen=True)
class LocalLevel:
    """Bands from the local level model, its variances estimated for each series from its own changes.

    space   price, logit or arcsine; eps: how far a logit is held off 0 and 1
    capped  see `spaces.gaussian_band`

    >>> walk = 0.5 + 0.01 * np.cumsum(np.tile([1, 1, -1, -1], 10))
    >>> found = LocalLevel().forecast_quantiles(walk, [1, 4], 300, [0.1, 0.5, 0.9]).values[0]
    >>> (np.diff(found[:, [0, 2]])[1] / np.diff(found[:, [0, 2]])[0]).round(1).tolist()  # nearly a walk: twice as wide
    [2.0]
    """

    space: str = "price"
    eps: float = HALF_TICK
    capped: bool = True
    _space: Space = field(init=False, repr=False, compare=False)
    method: ClassVar[str] = "KALMAN"
    model_version: ClassVar[str] = VERSION

    def __post_init__(self) -> None:
        object.__setattr__(self, "_space", Space(self.space, self.eps))

    @property
    def model_id(self) -> str:
        return f"local_level_{self.space}"

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,  # noqa: ARG002 - the model knows no seconds
        quantiles: Sequence[float],
        covariates: Covariates | None = None,  # noqa: ARG002
    ) -> ForecastResult:
        """As `interface.Forecaster`. A series of fewer than 12 increments is nan. Raises InputError."""
        steps, levels = steps_of(horizon), checked_quantiles(quantiles)
        prices = as_batch(series)
        x = self._space.forward(prices)
        found = moments(x)
        state, known = np.empty((4, len(x))), np.empty(len(x), np.int64)
        _last(prices, x, found.process, found.noise, state, known)
        level, variance, last, at_last = state
        level[found.increments < MIN_INCREMENTS] = np.nan
        moved = self._space.inverse(level) - self._space.inverse(at_last)  # 0 where nothing is noise, at 0 and 1 too
        centre = np.clip(last + moved, 0, 1)
        values = gaussian_band(centre, variance + found.noise, found.process, steps, levels, self._space, self.capped)
        return ForecastResult(values, levels, steps, self.method, self.model_id, VERSION, known)


class Moments(NamedTuple):
    """Estimates of each series, of shape (n,); nan without an increment."""

    process: Floats  # q
    noise: Floats  # r
    increments: Floats  # changes between neighbouring values that both exist


def moments(x: ArrayLike, long: int = LONG) -> Moments:
    """Moment estimates of q and r in squared units of x, as the module's head says. Without neighbouring changes r is 0.

    x     (length,) or (n, length), any real numbers, nan where missing
    long  steps of the long change, used where 12 or more of them exist; 0 for neighbouring changes alone

    >>> found = moments([0.0, 1.0, 0.0, 1.0, 0.0])  # c0 = 1, c1 = -1: r = 1, and q = 1 - 2 is held at 0
    >>> found.process.tolist(), found.noise.tolist(), found.increments.tolist()
    ([0.0], [1.0], [4.0])
    """
    values = np.atleast_2d(np.ascontiguousarray(x, np.float64))
    if long < 0 or long == 1:
        raise InputError("long", long, "0, or 2 steps or more")
    out = np.empty((3, len(values)))
    _moments(values, long, out)
    return Moments(*out)


class Filtered(NamedTuple):
    """The filter's state after each value, and what the series was worth to the model."""

    level: Floats  # (n, length) nan before the first value
    variance: Floats  # (n, length) of the level
    log_likelihood: Floats  # (n,) of all values after the first, which says where the walk is and nothing else


def local_level(x: ArrayLike, process: ArrayLike, noise: ArrayLike) -> Filtered:
    """Exact Kalman filter with a diffuse start: after the first value the level is that value, with variance r.

    x               (length,) or (n, length), nan where missing
    process, noise  q and r, 0 or more, not both 0: one number, or one per series

    Refused: other variances. The likelihood is that of statsmodels' `UnobservedComponents(x, "llevel")`.

    >>> found = local_level([0.0, 1.0], 1.0, 1.0)  # forecast variance 1 + 1 + 1; gain (1 + 1) / 3
    >>> found.level.round(4).tolist(), found.variance.round(4).tolist(), found.log_likelihood.round(4).tolist()
    ([[0.0, 0.6667]], [[1.0, 0.6667]], [-1.6349])
    """
    values = np.atleast_2d(np.ascontiguousarray(x, np.float64))
    q, r = (np.array(np.broadcast_to(np.asarray(v, np.float64), len(values))) for v in (process, noise))
    with np.errstate(invalid="ignore"):
        fine = (q >= 0) & (r >= 0) & (q + r > 0) & (q + r < np.inf)
    if not fine.all():
        row = int(np.argmin(fine))
        raise InputError("process, noise", (float(q[row]), float(r[row])), "variances of 0 or more, finite, not both 0")
    level, variance, likelihood = np.empty(values.shape), np.empty(values.shape), np.empty(len(values))
    _filter(values, q, r, level, variance, likelihood)
    return Filtered(level, variance, likelihood)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _moments(x, long, out):  # type: ignore[no-untyped-def]
    """Fill q, r, increments."""
    for i in range(len(x)):
        squares, changes, products, pairs = _neighbours(x[i])
        if not changes:
            out[0, i], out[1, i], out[2, i] = np.nan, np.nan, 0.0
            continue
        c0 = squares / changes
        r = max(-products / pairs, 0.0) if pairs else 0.0
        q = max(c0 - 2 * r, 0.0)
        if long and q < r:
            apart, found = _apart(x[i], long)
            if found >= MIN_INCREMENTS:
                q = min(max((apart / found - c0) / (long - 1), 0.0), c0)
                r = (c0 - q) / 2
        out[0, i], out[1, i], out[2, i] = q, r, changes


@numba.njit(cache=True, error_model="numpy")
def _neighbours(x):  # type: ignore[no-untyped-def]
    """Squares of the changes, how many; products of neighbouring ones, how many."""
    squares = products = 0.0
    changes = pairs = 0
    before = np.nan
    for t in range(1, len(x)):
        d = x[t] - x[t - 1]
        if not np.isnan(d):
            squares += d * d
            changes += 1
            if not np.isnan(before):
                products += d * before
                pairs += 1
        before = d
    return squares, changes, products, pairs


@numba.njit(cache=True, error_model="numpy")
def _apart(x, steps):  # type: ignore[no-untyped-def]
    """Squares of the changes over several steps, how many."""
    squares, found = 0.0, 0
    for t in range(steps, len(x)):
        d = x[t] - x[t - steps]
        if not np.isnan(d):
            squares += d * d
            found += 1
    return squares, found


@numba.njit(cache=True, inline="always", error_model="numpy")
def _gain(predicted, r):  # type: ignore[no-untyped-def]
    seen = predicted + r
    return predicted / seen if seen > 0 else 1.0  # without any variance the level is what is seen


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _last(prices, x, q, r, state, known):  # type: ignore[no-untyped-def]
    """Fill level, its variance, the last price and its x, all at the last column; and how many prices there were."""
    n, length = x.shape
    for i in range(n):
        a, p, count, at = np.nan, np.nan, 0, -1
        gain, steady = 1.0, False
        for t in range(length):
            value = x[i, t]
            if not np.isnan(value):
                if count == 0:
                    a, p = value, r[i]
                else:
                    if not steady:
                        new = _gain(p + q[i], r[i])
                        steady = new == gain  # has converged to the last bit
                        gain, p = new, (p + q[i]) * (1.0 - new)
                    a += gain * (value - a)
                count += 1
                at = t
            else:
                p += q[i]
                steady = False
        state[0, i], state[1, i], known[i] = a, p, count
        state[2, i], state[3, i] = (prices[i, at], x[i, at]) if count else (np.nan, np.nan)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _filter(x, q, r, level, variance, likelihood):  # type: ignore[no-untyped-def]
    n, length = x.shape
    for i in range(n):
        a, p, total, started = np.nan, np.nan, 0.0, False
        for t in range(length):
            value = x[i, t]
            if started:
                p += q[i]
            if not np.isnan(value):
                if started:
                    seen, error = p + r[i], value - a
                    total -= 0.5 * (np.log(2 * np.pi * seen) + error * error / seen)
                    gain = p / seen
                    a += gain * error
                    p *= 1.0 - gain
                else:
                    a, p, started = value, r[i], True
            level[i, t], variance[i, t] = a, p
        likelihood[i] = total
