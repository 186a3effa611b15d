"""Bands as published tools make them, flaws and all: the reference that users have. Never a default, never in the registry.

| here           | flaw                                                                                                    |
|----------------|---------------------------------------------------------------------------------------------------------|
| LevelEwma      | centred on an average of past prices, yet spread as if on the last one: sd of the errors about that     |
|                | average times sqrt(h): on a random walk 1.67 times as wide as the right band, 95 % covered where 80 are |
|                | meant; logit with eps 1e-6, so that a tick beside the boundary is worth many logits                     |
| LevelKalman    | variance of the levels taken for noise: the longer the window the more the centre lags; horizon counted |
|                | h - 1, the noise of what will be seen left out                                                          |
| LevelQuantiles | quantiles of past prices say where the price was: no centre, the same for every horizon                 |

A band can be off-centre and too wide at once, and cover as much as it says: see its interval score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from ..forecasts.interface import MIN_INCREMENTS, Covariates, Floats, ForecastResult, as_batch, checked_quantiles, steps_of
from ..forecasts.spaces import Space

VERSION = "1"
USERS_EPS = 1e-6


@dataclass(frozen=True)
class LevelEwma:
    """Level with weight alpha in logit space over the last `window` prices; sd of its one-step errors times sqrt(h)."""

    alpha: float = 0.2
    window: int = 288
    method: ClassVar[str] = "EWMA"
    model_id: ClassVar[str] = "flawed_level_ewma"
    model_version: ClassVar[str] = VERSION

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,  # noqa: ARG002
        quantiles: Sequence[float],
        covariates: Covariates | None = None,  # noqa: ARG002
    ) -> ForecastResult:
        """As `forecasts.interface.Forecaster`."""
        steps, levels = steps_of(horizon), checked_quantiles(quantiles)
        space, prices = Space("logit", USERS_EPS), as_batch(series)
        level, sd, known = np.empty(len(prices)), np.empty(len(prices)), np.empty(len(prices), np.int64)
        _level(space.forward(prices), self.alpha, self.window, level, sd, known)
        spread = sd[:, None] * np.sqrt(np.array(steps, float))
        values = _gaussian_logit(level, spread, levels, space, prices)
        return ForecastResult(values, levels, steps, self.method, self.model_id, VERSION, known)


@dataclass(frozen=True)
class LevelKalman:
    """Random walk plus noise in logit space: q the variance of the changes, r that of the levels."""

    method: ClassVar[str] = "KALMAN"
    model_id: ClassVar[str] = "flawed_level_kalman"
    model_version: ClassVar[str] = VERSION

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,  # noqa: ARG002
        quantiles: Sequence[float],
        covariates: Covariates | None = None,  # noqa: ARG002
    ) -> ForecastResult:
        """As `forecasts.interface.Forecaster`."""
        steps, levels = steps_of(horizon), checked_quantiles(quantiles)
        space, prices = Space("logit", USERS_EPS), as_batch(series)
        level, variance, q = np.empty(len(prices)), np.empty(len(prices)), np.empty(len(prices))
        _kalman(space.forward(prices), level, variance, q)
        spread = np.sqrt(variance[:, None] + (np.array(steps, float) - 1) * q[:, None])
        values = _gaussian_logit(level, spread, levels, space, prices)
        return ForecastResult(values, levels, steps, self.method, self.model_id, VERSION, np.isfinite(prices).sum(axis=1))


@dataclass(frozen=True)
class LevelQuantiles:
    """Quantiles of the last `window` prices, for every horizon alike."""

    window: int = 64
    method: ClassVar[str] = "ROLLING_QUANTILE"
    model_id: ClassVar[str] = "flawed_level_quantiles"
    model_version: ClassVar[str] = VERSION

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,  # noqa: ARG002
        quantiles: Sequence[float],
        covariates: Covariates | None = None,  # noqa: ARG002
    ) -> ForecastResult:
        """As `forecasts.interface.Forecaster`."""
        steps, levels = steps_of(horizon), checked_quantiles(quantiles)
        prices = as_batch(series)
        last = prices[:, -self.window :]
        values = np.full((len(prices), len(steps), len(levels)), np.nan)
        enough = _enough(prices) & np.isfinite(last).any(axis=1)
        if enough.any():
            values[enough] = np.nanquantile(last[enough], levels, axis=1).T[:, None, :]
        return ForecastResult(values, levels, steps, self.method, self.model_id, VERSION, np.isfinite(last).sum(axis=1))


FLAWED = (LevelEwma, LevelKalman, LevelQuantiles)


def _enough(prices: Floats) -> NDArray[np.bool_]:
    """Where the correct baselines answer too: they are compared on the same rows."""
    return np.asarray(np.isfinite(np.diff(prices, axis=1)).sum(axis=1) >= MIN_INCREMENTS, np.bool_)


def _gaussian_logit(centre: Floats, sd: Floats, levels: tuple[float, ...], space: Space, prices: Floats) -> Floats:
    """(n, steps, quantiles), without a cap: the logit keeps it in 0..1."""
    values = space.inverse(centre[:, None, None] + sd[:, :, None] * ndtri(np.array(levels)))
    values[~_enough(prices)] = np.nan
    return values


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _level(x, alpha, window, level, sd, known):  # type: ignore[no-untyped-def]
    n, length = x.shape
    for i in range(n):
        start, left = length, window
        while start > 0 and left > 0:
            start -= 1
            left -= not np.isnan(x[i, start])
        now, squares, errors, count = np.nan, 0.0, 0, 0
        for t in range(start, length):
            value = x[i, t]
            if np.isnan(value):
                continue
            count += 1
            if count == 1:
                now = value
            else:
                error = value - now
                squares += error * error
                errors += 1
                now += alpha * error
        level[i], known[i] = now, count
        sd[i] = np.sqrt(squares / errors) if errors else np.nan


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _kalman(x, level, variance, process):  # type: ignore[no-untyped-def]
    for i in range(len(x)):
        seen = x[i][~np.isnan(x[i])]
        level[i] = variance[i] = process[i] = np.nan
        if len(seen) < 2:
            continue
        q, r = np.var(np.diff(seen)), np.var(seen)
        a, p = seen[0], r
        for value in seen[1:]:
            p += q
            gain = p / (p + r) if p + r > 0 else 1.0
            a += gain * (value - a)
            p *= 1.0 - gain
        level[i], variance[i], process[i] = a, p, q
