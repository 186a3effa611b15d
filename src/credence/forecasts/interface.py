"""The one interface of all forecasters, and the checks that all of them share.

A price is close to a martingale: the forecast of its middle is the last price, and what a forecaster knows is the width, the
shape and the chance of no change. A batch is one array: a row per series, oldest price first, the origin in the last column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError

Floats = NDArray[np.float64]
MOST_STEPS = 2016  # a week of five-minute steps
MIN_INCREMENTS = 12  # changes between neighbouring prices below which a series says nothing about its own width


@dataclass(frozen=True)
class Covariates:
    """What was known at the origin beside the prices: each field None, or one value per series (nan where unknown).

    origin_ts      UTC seconds of the last column
    hours_to_end   hours from the origin to the scheduled end, as then announced; negative once it has passed
    spread         ask - bid of the last quote
    sibling_scale  mean recent volatility of the other markets of the event: root of the hourly variance, relative to
                   sqrt(p (1 - p))
    """

    origin_ts: NDArray[np.int64] | None = None
    hours_to_end: Floats | None = None
    spread: Floats | None = None
    sibling_scale: Floats | None = None
    category: Sequence[str | None] | None = None
    liquidity_bucket: Sequence[str | None] | None = None


@dataclass(frozen=True)
class ForecastResult:
    """Quantiles of the price at each wanted step, and who made them.

    values          (n series, n steps, n quantiles), prices; a series that the method cannot answer is nan throughout
    steps           the horizons, in steps ahead
    context_length  prices that were used, per series (n,)
    below, unchanged  chances that the price ends below and at the last price, (n, n steps); None where the method has
                   no opinion on an unchanged price
    scale          expected size of the change, price units, (n, n steps); None where the method has none
    """

    values: Floats
    quantiles: tuple[float, ...]
    steps: tuple[int, ...]
    method: str
    model_id: str
    model_version: str
    context_length: NDArray[np.int64]
    device: str = "cpu"
    below: Floats | None = None
    unchanged: Floats | None = None
    scale: Floats | None = None

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Which series have an answer, (n,)."""
        return np.asarray(np.isfinite(self.values).all(axis=(1, 2)), np.bool_)


class Forecaster(Protocol):
    """Anything that says in which range a price may lie."""

    @property
    def method(self) -> str: ...  # as in forecast_band: EWMA, KALMAN, ROLLING_QUANTILE, FHS, HAR, LEARNED, CHRONOS, TSFM
    @property
    def model_id(self) -> str: ...
    @property
    def model_version(self) -> str: ...

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,
        quantiles: Sequence[float],
        covariates: Covariates | None = None,
    ) -> ForecastResult:
        """Quantiles of the price after `horizon` steps of `step_s` seconds: the whole path for a number, else those steps.

        series  (length,) or (n, length) prices, nan where there was none; the last column is the origin
        """
        ...


def as_batch(series: ArrayLike) -> Floats:
    """One row per series; a price outside 0..1 is refused.

    Raises: InputError.
    """
    prices = np.atleast_2d(np.asarray(series, np.float64))
    if prices.ndim != 2 or not prices.shape[1]:
        raise InputError("series", f"an array of shape {prices.shape}", "prices of one series, or one row per series")
    with np.errstate(invalid="ignore"):
        wrong = (prices < 0) | (prices > 1) | np.isinf(prices)
    if wrong.any():
        row, at = np.argwhere(wrong)[0]
        raise InputError(f"series[{row}][{at}]", float(prices[row, at]), "a price from 0 to 1, or nan")
    return prices


def steps_of(horizon: int | Sequence[int]) -> tuple[int, ...]:
    """The steps that are wanted: 1..horizon for a number. Raises InputError."""
    whole = isinstance(horizon, int | np.integer) and not isinstance(horizon, bool)
    path: Any = range(1, int(horizon) + 1) if whole and 0 < horizon <= MOST_STEPS else horizon  # type: ignore[arg-type, operator]
    listed = isinstance(path, Sequence | np.ndarray) and not isinstance(path, str | bytes)
    fine = listed and all(isinstance(step, int | np.integer) and not isinstance(step, bool) for step in path)
    steps = tuple(int(step) for step in path) if fine else ()
    if not steps or any(not 0 < step <= MOST_STEPS for step in steps) or list(steps) != sorted(set(steps)):
        raise InputError("horizon", horizon, f"a number of steps from 1 to {MOST_STEPS}, or ascending ones")
    return steps


def checked_quantiles(quantiles: Sequence[float]) -> tuple[float, ...]:
    """Ascending levels strictly between 0 and 1. Raises InputError."""
    levels = tuple(float(level) for level in quantiles)
    if not levels or any(not 0 < level < 1 for level in levels) or list(levels) != sorted(set(levels)):
        raise InputError("quantiles", list(levels), "ascending levels between 0 and 1, such as 0.1, 0.5, 0.9")
    return levels
