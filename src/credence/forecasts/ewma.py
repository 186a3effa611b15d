"""EWMA of squared increments (RiskMetrics), the baseline that other bands are held against.

v_t = lam v_{t-1} + (1 - lam) d_t^2 over the changes d_t between neighbouring prices, in price, logit or arcsine space; the first
12 squares are averaged. After h steps the variance is h v and the middle the last price. A change over a missing price is
skipped. Where the last column is missing, the last price is older, and its age in steps is added to the horizon.

J.P. Morgan (1996), RiskMetrics Technical Document, 4th edition, chapter 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .interface import MIN_INCREMENTS, Covariates, Floats, ForecastResult, as_batch, checked_quantiles, steps_of
from .spaces import HALF_TICK, Space, gaussian_band

LAMBDA = 0.94  # per step, as RiskMetrics has it for a day; .94 forgets half in 11 steps
VERSION = "1"


@dataclass(frozen=True)
class Ewma:
    """Bands from the EWMA of squared increments.

    lam     how much of the variance is kept from step to step, in (0, 1)
    space   price, logit or arcsine; eps: how far a logit is held off 0 and 1
    capped  see `spaces.gaussian_band`; without it the band is that of the textbook, clipped to 0..1

    >>> path = [0.5, 0.51] * 20
    >>> Ewma().forecast_quantiles(path, [1, 4], 300, [0.1, 0.5, 0.9]).values.round(4).tolist()  # .51 -+ 1.2816 x .01 sqrt(h)
    [[[0.4972, 0.51, 0.5228], [0.4844, 0.51, 0.5356]]]
    """

    lam: float = LAMBDA
    space: str = "price"
    eps: float = HALF_TICK
    capped: bool = True
    _space: Space = field(init=False, repr=False, compare=False)
    method: ClassVar[str] = "EWMA"
    model_version: ClassVar[str] = VERSION

    def __post_init__(self) -> None:
        checked_lambda(self.lam)
        object.__setattr__(self, "_space", Space(self.space, self.eps))

    @property
    def model_id(self) -> str:
        return f"ewma_{self.space}"

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,  # noqa: ARG002 - increments know no seconds
        quantiles: Sequence[float],
        covariates: Covariates | None = None,  # noqa: ARG002
    ) -> ForecastResult:
        """As `interface.Forecaster`. A series of fewer than 12 increments is nan. Raises InputError."""
        steps, levels = steps_of(horizon), checked_quantiles(quantiles)
        last = last_variance(series, self.lam, self._space)
        aged = last.age * last.variance
        values = gaussian_band(last.price, aged, last.variance, steps, levels, self._space, self.capped)
        return ForecastResult(values, levels, steps, self.method, self.model_id, VERSION, last.context_length)


@dataclass(frozen=True)
class LastVariance:
    """State of each series at its origin, all of shape (n,)."""

    price: Floats  # the last finite one; nan where there is none
    variance: Floats  # of one step, in the space; nan with fewer than 12 increments
    age: NDArray[np.int64]  # steps from the last price to the last column
    context_length: NDArray[np.int64]  # finite prices


def last_variance(series: ArrayLike, lam: float = LAMBDA, space: Space | None = None) -> LastVariance:
    """The EWMA variance at the last column: `variance_path(...)[:, -1]`, without the path.

    series  (length,) or (n, length) prices, nan where there was none. Raises InputError for prices outside 0..1.
    """
    prices = np.atleast_2d(np.ascontiguousarray(series, np.float64))  # `as_batch` only where something is wrong: a pass less
    if prices.ndim != 2 or not prices.shape[1]:
        as_batch(series)  # raises
    own = space or Space()
    x = prices if own.name == "price" else own.forward(_in_range(prices))
    n, length = prices.shape
    price, variance, count = np.empty(n), np.empty(n), np.empty((2, n), np.int64)
    if not _last(prices, x, checked_lambda(lam), _shares(length - 1, lam), price, variance, count):
        as_batch(prices)  # raises
    return LastVariance(price, variance, count[0], count[1])


def variance_path(series: ArrayLike, lam: float = LAMBDA, first: int = MIN_INCREMENTS, space: Space | None = None) -> Floats:
    """(n, length) variance of one step as known after each column: nan before the first one, carried over missing prices.

    first  increments whose squares are averaged to start with; 1 gives pandas' `ewm(alpha=1 - lam, adjust=False, ignore_na=True)`
           of the squared changes

    >>> variance_path([0.5, 0.6, 0.4], lam=0.5, first=1).round(6).tolist()  # .01, then (.01 + .04) / 2
    [[nan, 0.01, 0.025]]
    """
    if first < 1:
        raise InputError("first", first, "1 or more")
    x = (space or Space()).forward(as_batch(series))
    out = np.empty_like(x)
    _path(x, checked_lambda(lam), first, out)
    return out


def checked_lambda(lam: float) -> float:
    if not 0 < lam < 1:
        raise InputError("lam", lam, "more than 0 and less than 1")
    return float(lam)


def _in_range(prices: Floats) -> Floats:
    """Logarithms and roots want 0..1 before the pass that checks."""
    low, high = np.fmin.reduce(prices, axis=None, initial=0), np.fmax.reduce(prices, axis=None, initial=1)
    return as_batch(prices) if low < 0 or high > 1 else prices


def _shares(increments: int, lam: float) -> Floats:
    """What each squared increment counts in the last variance of a series without gaps."""
    first = min(MIN_INCREMENTS, increments)
    shares = (1 - lam) * lam ** np.arange(increments - 1, -1, -1.0)
    shares[:first] = lam ** float(increments - first) / max(first, 1)
    return np.asarray(shares, float)


@numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})
def _whole(p, x, shares):  # type: ignore[no-untyped-def]
    """(variance, whether a price is outside 0..1) of one series; nan where a price is missing. Adds in any order."""
    total, wrong = 0.0, 0
    for t in range(len(shares)):
        d = x[t + 1] - x[t]
        total += shares[t] * (d * d)
        wrong += (p[t] < 0.0) | (p[t] > 1.0)
    wrong += (p[-1] < 0.0) | (p[-1] > 1.0)
    return total, wrong


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _last(prices, x, lam, shares, price, variance, count):  # type: ignore[no-untyped-def]
    """Fill price, variance, (age, finite prices); False where a price is outside 0..1."""
    n, length = prices.shape
    for i in range(n):
        total, wrong = _whole(prices[i], x[i], shares)
        if wrong:
            return False
        if length > MIN_INCREMENTS and not np.isnan(total):  # no price is missing
            variance[i], price[i], count[0, i], count[1, i] = total, prices[i, length - 1], 0, length
        else:
            variance[i], price[i], count[0, i], count[1, i] = _with_gaps(prices[i], x[i], lam)
    return True


@numba.njit(cache=True, error_model="numpy")
def _with_gaps(p, x, lam):  # type: ignore[no-untyped-def]
    v, seen, known, last, age = 0.0, 0, 0, np.nan, 0
    for t in range(len(p)):
        age += 1
        if np.isnan(p[t]):
            continue
        known += 1
        last, age = p[t], 0
        if t and not np.isnan(p[t - 1]):
            d = x[t] - x[t - 1]
            v = v + d * d / MIN_INCREMENTS if seen < MIN_INCREMENTS else lam * v + (1.0 - lam) * (d * d)
            seen += 1
    return (v if seen >= MIN_INCREMENTS else np.nan), last, age, known


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _path(x, lam, first, out):  # type: ignore[no-untyped-def]
    n, length = x.shape
    for i in range(n):
        v, seen = 0.0, 0
        for t in range(length):
            if t:
                d = x[i, t] - x[i, t - 1]
                if not np.isnan(d):
                    v = v + d * d / first if seen < first else lam * v + (1.0 - lam) * (d * d)
                    seen += 1
            out[i, t] = v if seen >= first else np.nan
