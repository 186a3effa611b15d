"""What these tests ask with: a clock that is set by hand, adapters that do as they are told, and questions."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from credence.config import rules
from credence.forecasts.interface import ForecastResult
from credence.forecasts.service import ForecastService, asked

AS_OF = 1_770_000_000
MODEL = {"provider": "tollama", "model_name": "mock"}


class Clock:
    """Seconds that only pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


class Adapter:
    """A model of another process, in this one: counts its calls, and answers what `does` returns or raises.

    does  called with (shown prices, steps, levels); returns values (steps, levels), or a whole result
    """

    def __init__(self, does: Callable[..., Any] | None = None) -> None:
        self.does = does or around_last
        self.calls = 0
        self.shown: list[np.ndarray] = []
        self._lock = threading.Lock()

    def make(self, name: str, params: Any) -> "Adapter":
        return self

    def forecast_quantiles(
        self, series: np.ndarray, horizon: int, step_s: int, quantiles: Sequence[float], covariates: Any = None
    ) -> Any:
        with self._lock:
            self.calls += 1
            self.shown.append(series)
        found = self.does(series[0], horizon, quantiles)
        return result(found, horizon, quantiles) if isinstance(found, np.ndarray) else found


def result(values: np.ndarray, horizon: int, quantiles: Sequence[float]) -> ForecastResult:
    return ForecastResult(
        values[None], tuple(quantiles), tuple(range(1, horizon + 1)), "TSFM", "tollama/mock", "7", np.array([288]), "remote"
    )


def around_last(prices: np.ndarray, steps: int, levels: Sequence[float]) -> np.ndarray:
    """A fan around the last price, wider with the step."""
    last = prices[np.isfinite(prices)][-1]
    return last + 0.02 * np.sqrt(np.arange(1, steps + 1))[:, None] * (np.array(levels) - 0.5)


def raising(error: BaseException) -> Callable[..., Any]:
    def does(*_: Any) -> Any:
        raise error

    return does


def walk(n: int = 288, seed: int = 0) -> list[float]:
    """Made-up prices that move."""
    steps = np.random.default_rng(seed).choice([0, 0, 0.01, -0.01], n)
    return [round(float(price), 3) for price in np.clip(0.5 + np.cumsum(steps), 0.05, 0.95)]


def question(**other: Any) -> Any:
    """A sound request, with other fields as told."""
    return asked(**({"market_id": "m", "as_of_ts": AS_OF, "y": walk()} | other))


def service(adapter: Adapter | None = None, clock: Clock | None = None, **parts: dict[str, Any]) -> ForecastService:
    """A service with one provider, `tollama`; `parts` replace entries of config/forecast.yml, section by section."""
    written = rules("forecast")
    config = {**written, **{name: {**written[name], **part} for name, part in parts.items()}}
    return ForecastService({"tollama": adapter.make} if adapter else {}, config=config, clock=clock or Clock())


def ask_new(asked_service: ForecastService, n: int, **other: Any) -> list[dict[str, Any]]:
    """n different questions to the model, one after another: the `meta` of each answer."""
    found = []
    for _ in range(n):
        ask_new.seed += 1
        found.append(asked_service.answer(question(y=walk(seed=ask_new.seed), model=MODEL, **other))["meta"])
    return found


ask_new.seed = 0  # type: ignore[attr-defined]


def sample(asked_service: ForecastService, name: str, **labels: str) -> float:
    """A counter's value, 0 where nothing was counted."""
    return asked_service.metrics.registry.get_sample_value(name, labels) or 0.0
