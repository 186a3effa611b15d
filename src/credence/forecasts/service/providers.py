"""Models outside of the built-in ones: asked under a breaker, a degradation, a limit of calls at once, and a clock.

Out of a call comes an `Asked`: prices that may be used, or the reason why there are none. Whatever an adapter raises, be it as
agreed or not, is that reason; only what the asker did wrong (`InputError`) is raised. A call that is given up goes on in its
thread, and holds its place among the calls at once until it ends: a provider that hangs cannot take more than those.

reason  not asked: loading, breaker_open, degraded, baseline_only, overloaded
        asked, and counted as a failure: timeout, unreachable, busy, invalid_answer, error
        asked, and no word on the provider's health: refused, no_answer
"""

import inspect
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ...errors import InputError, Refused, UnknownShape, UpstreamFailure
from ..interface import Covariates, Floats, Forecaster, ForecastResult
from .breaker import Breaker, Permit, breaker_rules
from .degradation import Admission, Degradation, degradation_rules
from .metrics import ForecastMetrics
from .spaces import UnitSpace

log = logging.getLogger(__name__)

# A model of this name with these options, ready to be asked. Raises InputError for what it cannot be.
Provider = Callable[[str, Mapping[str, Any]], Forecaster]
MOST_MODELS = 64  # kept ready, by name and options


class Wanted(NamedTuple):
    """What a model is asked: one series on its grid, the path that is wanted, and the space it is shown."""

    prices: Floats
    steps: int
    step_s: int
    levels: tuple[float, ...]
    covariates: Covariates
    space: UnitSpace


@dataclass(frozen=True)
class Asked:
    """What came of it: prices (steps, levels), not yet guarded, and who made them; or a reason and a sentence."""

    values: Floats | None
    reason: str = ""
    why: str = ""
    model_version: str = ""
    method: str = ""
    context_length: int = 0
    device: str = ""


class Upstream:
    """One provider. `clock` gives seconds that only grow; `config` is config/forecast.yml."""

    def __init__(
        self, name: str, provider: Provider, config: Mapping[str, Any], metrics: ForecastMetrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.name, self._provider, self._clock, self._metrics = name, provider, clock, metrics
        self.breaker = Breaker(clock, breaker_rules(config["breaker"]))
        self.degradation = Degradation(clock, degradation_rules(config["degradation"]))
        self._timeout_s = float(config["calls"]["timeout_s"])
        self._outside = float(config["answers"]["outside_at_most"])
        self._places = threading.BoundedSemaphore(config["calls"]["at_once"])
        self._pool = ThreadPoolExecutor(config["calls"]["at_once"], thread_name_prefix=f"ask-{name}")
        self._loader = ThreadPoolExecutor(1, thread_name_prefix=f"load-{name}")
        self._models: OrderedDict[tuple[str, str], Future[Forecaster]] = OrderedDict()
        self._loading = threading.Lock()

    @property
    def loaded(self) -> list[str]:
        """Names of the models that have been asked for, and are kept ready."""
        with self._loading:
            ready = [key for key, future in self._models.items() if future.done() and future.exception() is None]
        return sorted({name for name, _ in ready})

    def ask(self, model_name: str, params: Mapping[str, Any], wanted: Wanted) -> Asked:
        """One call, if it may be made. Raises InputError for what the asker did wrong."""
        model = self._model(model_name, params)
        if not model.done():
            return Asked(None, "loading", f"{model_name} is being loaded")
        if (error := model.exception()) is not None:
            if isinstance(error, InputError):
                raise error
            return Asked(None, _reason(error), _sentence(self.name, error))
        permit = self.breaker.permit()
        if permit is None:
            return Asked(None, "breaker_open", f"{self.name} has failed too often, and is left alone")
        admission = self.degradation.admitted()
        if admission is None:
            permit.unused()
            state = self.degradation.state
            return Asked(None, "degraded" if state == "degraded" else "baseline_only", f"{self.name} is {state}")
        if not self._places.acquire(blocking=False):
            permit.unused()
            return Asked(None, "overloaded", f"too many calls to {self.name} are under way")
        return self._judged(self._call(model.result(), wanted, admission), permit, admission)

    def close(self) -> None:
        """No more calls; those under way are not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._loader.shutdown(wait=False, cancel_futures=True)

    def _model(self, model_name: str, params: Mapping[str, Any]) -> "Future[Forecaster]":
        """The model, loaded once however many ask for it; waited for no longer than for an answer. A failure is not kept."""
        key = (model_name, repr(sorted(params.items())))
        with self._loading:
            found = self._models.pop(key, None)
            if found is None or (found.done() and found.exception() is not None):
                found = self._loader.submit(self._provider, model_name, params)
            self._models[key] = found
            if len(self._models) > MOST_MODELS:
                self._models.popitem(last=False)
        wait([found], timeout=self._timeout_s)
        return found

    def _call(self, forecaster: Forecaster, wanted: Wanted, admission: Admission) -> "_Call":
        patience = admission.timeout_s or self._timeout_s

        def ask() -> Asked:
            more = {"patience_s": patience} if admission.timeout_s and _takes_patience(forecaster) else {}
            shown = wanted.space.forward(wanted.prices)[None, :]
            found = forecaster.forecast_quantiles(
                shown, wanted.steps, wanted.step_s, wanted.levels, wanted.covariates, **more
            )
            return self._checked(found, wanted)

        began = self._clock()
        future = self._pool.submit(ask)
        future.add_done_callback(lambda _: self._places.release())
        wait([future], timeout=patience)
        return _Call(future, self._clock() - began, patience)

    def _judged(self, call: "_Call", permit: Permit, admission: Admission) -> Asked:
        asked = self._read(call)
        error = call.future.exception() if call.future.done() else None
        if isinstance(error, InputError):
            permit.unused()
            raise error
        if asked.values is not None:
            permit.succeeded()
        elif asked.reason in ("refused", "no_answer"):
            permit.unused()
        else:
            permit.failed()
        failed = asked.values is None and asked.reason not in ("refused", "no_answer")
        self.degradation.ended(admission, call.seconds, failed=failed)
        self._metrics.calls.labels(self.name, admission.state, "failed" if failed else asked.reason or "good").inc()
        return asked

    def _read(self, call: "_Call") -> Asked:
        if not call.future.done():
            return Asked(None, "timeout", f"{self.name} did not answer within {call.patience_s:g} s")
        error = call.future.exception()
        if error is not None:
            return Asked(None, _reason(error), _sentence(self.name, error))
        return call.future.result()

    def _checked(self, result: ForecastResult, wanted: Wanted) -> Asked:
        """The answer as prices; of another shape, not finite or far outside 0..1 it is none."""
        values = _as_array(getattr(result, "values", None))
        shape = (1, wanted.steps, len(wanted.levels))
        if values is None or values.shape != shape:
            found = "no numbers" if values is None else f"shape {values.shape}"
            return Asked(None, "invalid_answer", f"{self.name} answered {found}, asked for {shape}")
        if np.isnan(values).all():
            return Asked(None, "no_answer", f"{self.name} cannot say anything about this series")
        if not np.isfinite(values).all():
            return Asked(None, "invalid_answer", f"{self.name} answered numbers that are not finite")
        if values.min() < -self._outside or values.max() > 1 + self._outside:
            return Asked(None, "invalid_answer", f"{self.name} answered prices far outside 0..1")
        length = np.asarray(result.context_length).reshape(-1)
        return Asked(
            wanted.space.inverse(values[0]), model_version=str(result.model_version), method=result.method, device=result.device,
            context_length=int(length[0]) if length.size else 0,
        )  # fmt: skip


class _Call(NamedTuple):
    future: "Future[Asked]"
    seconds: float
    patience_s: float


def _takes_patience(forecaster: Forecaster) -> bool:
    return "patience_s" in inspect.signature(forecaster.forecast_quantiles).parameters


def _as_array(values: object) -> Floats | None:
    try:
        return np.asarray(values, np.float64)
    except (TypeError, ValueError):
        return None


def _reason(error: BaseException) -> str:
    if isinstance(error, UnknownShape):
        return "invalid_answer"
    if isinstance(error, UpstreamFailure):
        return "refused" if isinstance(error, Refused) else error.kind
    return "error"


def _sentence(name: str, error: BaseException) -> str:
    if isinstance(error, UpstreamFailure):
        return str(error)[:300]
    log.error("the adapter of %s broke", name, exc_info=error)
    return f"the adapter of {name} broke ({type(error).__name__})"
