"""Tollama: any model that a tollama server has, behind the interface of all forecasters.

In    prices, nan where there was none
Out   the server's quantiles as they came: clipping, ordering and width limits are the guard's; crossings are counted here
Gaps  the server takes none: a missing price is the last one before it, prices before the first are cut. Too few known prices,
      too few to say anything about a width, and a series is not sent: its quantiles are nan
Time  our own: the last column is step 0 and the k-th value of an answer is step k, whatever stamp the server puts on it
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import SecretStr

from ..errors import InputError, UpstreamFailure
from ..settings import Settings
from .interface import MIN_INCREMENTS, Covariates, Floats, ForecastResult, as_batch, checked_quantiles, steps_of
from .tollama_client import DEFAULT_URL, SeriesToForecast, TollamaClient

LEAST_PRICES = MIN_INCREMENTS + 1
SERIES_PER_CALL = 512  # about 4 MB of JSON at 288 steps
SOME_ORIGIN = 1_767_225_600  # 2026-01-01T00:00:00Z, where the caller gave no time: models look at distances, not at dates
VERSION_HOLDS_S = 300.0
UNKNOWN = "unknown"


@dataclass(slots=True)
class Counted:
    """What was done to series and seen in answers, since this forecaster was made."""

    series: int = 0  # that were asked for
    too_short: int = 0  # of them not sent
    carried: int = 0  # prices that were filled from the one before
    crossed: int = 0  # steps at which the answered quantiles cross


class Tollama:
    """A model of a tollama server. Safe to share between threads."""

    method = "TSFM"

    def __init__(
        self,
        model: str,
        url: str = DEFAULT_URL,
        *,
        key: SecretStr | str | None = None,
        client: TollamaClient | None = None,
        options: Mapping[str, Any] | None = None,
        series_per_call: int = SERIES_PER_CALL,
    ) -> None:
        """`client` instead of `url` and `key` shares connections with others; `options` go to the model as they are.

        Raises: InputError.
        """
        if not model or not model.strip():
            raise InputError("model", model, "the name of a model that the server has")
        self.model = model
        self.model_id = f"tollama/{model}"
        self.client = client or TollamaClient(url, key=key)
        self.counted = Counted()
        self._options = dict(options or {})
        self._series_per_call = max(1, series_per_call)
        self._version, self._version_due = UNKNOWN, -np.inf
        self._learning, self._counting = threading.Lock(), threading.Lock()

    @property
    def model_version(self) -> str:
        """Digest of the weights and version of the server, as last read from it; never asks by itself."""
        return self._version

    def forecast_quantiles(
        self,
        series: ArrayLike,
        horizon: int | Sequence[int],
        step_s: int,
        quantiles: Sequence[float],
        covariates: Covariates | None = None,
        *,
        patience_s: float | None = None,
    ) -> ForecastResult:
        """As in the interface. Of the covariates only `origin_ts` is used, for the dates that the server is shown.

        patience_s  seconds for each call with its retry; None: the client's timeout for each attempt

        Raises: InputError; UpstreamFailure where any call failed: there is no partial answer.
        """
        prices, steps, levels, freq = as_batch(series), steps_of(horizon), checked_quantiles(quantiles), frequency(step_s)
        filled, first, known = carried(prices)
        sent = np.flatnonzero(known >= LEAST_PRICES)
        axis = _TimeAxis(len(prices), prices.shape[1], step_s, covariates)
        values = np.full((len(prices), len(steps), len(levels)), np.nan)
        at = np.array(steps) - 1
        for start in range(0, len(sent), self._series_per_call):
            rows = sent[start : start + self._series_per_call]
            asked = [
                SeriesToForecast(str(row), axis.stamps(row, first[row]), filled[row, first[row] :].tolist())
                for row in rows.tolist()
            ]
            answer = self.client.forecast(
                self.model, asked, freq, steps[-1], levels, options=self._options, patience_s=patience_s
            )
            values[rows] = answer[:, at]
        self._count(prices, first, sent, values)
        if len(sent):
            self._learn_version()
        used = np.where(known >= LEAST_PRICES, known, 0)
        return ForecastResult(
            values, levels, steps, self.method, self.model_id, self._version, used, device="remote"
        )

    def _count(self, prices: Floats, first: NDArray[np.int64], sent: NDArray[np.int64], values: Floats) -> None:
        after_first = np.arange(prices.shape[1]) >= first[sent, None]
        carried_prices = int((np.isnan(prices[sent]) & after_first).sum())
        crossed = int((np.diff(values[sent], axis=2) < 0).any(axis=2).sum())
        with self._counting:
            self.counted.series += len(prices)
            self.counted.too_short += len(prices) - len(sent)
            self.counted.carried += carried_prices
            self.counted.crossed += crossed

    def _learn_version(self) -> None:
        """Ask the server what it is, rarely, once it has just answered; a failure costs the version and nothing else."""
        if time.monotonic() < self._version_due or not self._learning.acquire(blocking=False):
            return
        try:
            server = self.client.version(attempts=1)
            digests = {one.name: one.digest for one in self.client.models(attempts=1)}
            self._version = f"{digests.get(self.model) or 'no digest'} (tollama {server})"
        except UpstreamFailure:
            self._version = UNKNOWN
        finally:
            self._version_due = time.monotonic() + VERSION_HOLDS_S
            self._learning.release()


def open_tollama(settings: Settings, model: str) -> Tollama:
    """The forecaster of this model on the server of the settings. Raises InputError."""
    return Tollama(model, settings.tollama_url, key=settings.tollama_key)


def frequency(step_s: int) -> str:
    """The step in the server's words: whole hours, minutes or seconds.

    >>> frequency(300), frequency(3600), frequency(90)
    ('5min', '1h', '90s')
    """
    if int(step_s) != step_s or step_s <= 0:
        raise InputError("step_s", step_s, "a whole number of seconds above 0")
    for unit, seconds in (("h", 3600), ("min", 60)):
        if step_s % seconds == 0:
            return f"{int(step_s) // seconds}{unit}"
    return f"{int(step_s)}s"


def carried(prices: Floats) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Gaps filled with the last price before them; the column of the first price; how many prices were known.

    Columns before the first price stay nan; a row without any price has first = length and known = 0.
    """
    there = ~np.isnan(prices)
    column = np.arange(prices.shape[1])
    last = np.maximum.accumulate(np.where(there, column, -1), axis=1)
    filled = np.where(last >= 0, np.take_along_axis(prices, np.maximum(last, 0), axis=1), np.nan)
    known = there.sum(axis=1)
    first = np.where(known > 0, there.argmax(axis=1), prices.shape[1])
    return filled, first, known


class _TimeAxis:
    """The stamps of the columns: one list for all series of one origin."""

    def __init__(self, rows: int, length: int, step_s: int, covariates: Covariates | None) -> None:
        given = covariates.origin_ts if covariates is not None else None
        self._origins = np.full(rows, SOME_ORIGIN) if given is None else np.asarray(given, np.int64).reshape(-1)
        if len(self._origins) != rows:
            raise InputError("origin_ts", f"{len(self._origins)} values", f"one value for each of {rows} series")
        self._back_s = step_s * np.arange(length - 1, -1, -1)
        self._made: dict[int, list[str]] = {}

    def stamps(self, row: int, first: int) -> list[str]:
        origin = int(self._origins[row])
        if origin not in self._made:
            moments = (origin - self._back_s).astype("datetime64[s]")
            self._made[origin] = np.datetime_as_string(moments).tolist()
        return self._made[origin][first:]
