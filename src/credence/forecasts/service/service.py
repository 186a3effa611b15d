"""The forecast service: one question, one answer, whatever happens to the models.

Order of an answer: cache, route, breaker and degradation, model, inverse transform, fallback, guard, conformal, counters. Two
kinds of failure reach the asker: a question that makes no sense, and a series that not even the baseline can say anything
about. Safe for many threads; a call to a model outside of this process blocks its thread, so it belongs into a pool.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from ...config import rules
from ...errors import NotInstalled
from .. import registry
from ..interface import MIN_INCREMENTS, Covariates, Floats, Forecaster
from ..spaces import Space
from .answer import Forecast, in_order
from .cache import Cache, Made
from .history import History, history
from .licences import Licences
from .metrics import ForecastMetrics
from .providers import Asked, Provider, Upstream, Wanted
from .request import PROVIDER, ForecastRequest, refused, short
from .route import detour
from .spaces import UnitSpace

COVARIATES = ("spread", "hours_to_end", "sibling_scale")  # of x_past, as `interface.Covariates` has them


@dataclass(frozen=True)
class Raw:
    """A band in order, before its conformal correction: values (steps, levels), and what the correction may depend on."""

    market_id: str
    as_of_s: float
    step_s: int
    levels: tuple[float, ...]
    values: Floats
    method: str
    model_id: str
    prices: Floats
    liquidity_bucket: str | None
    model_version: str = ""
    scale: Floats | None = None  # (steps,) expected size of the change, where the method has one


Conformal = Callable[[Raw], Floats | None]  # the corrected values, or None where nothing has been learned yet


class _Target(NamedTuple):
    provider: str
    name: str


class ForecastService:
    """Built once per process.

    providers  models outside of this process, by provider: `Provider` makes one by its name and options
    conformal  corrects bands, see `Raw`
    clock      seconds that only grow
    Raises NotLicensed where the production list names a model that may not serve.
    """

    def __init__(
        self,
        providers: Mapping[str, Provider] | None = None,
        *,
        conformal: Conformal | None = None,
        metrics: ForecastMetrics | None = None,
        config: Mapping[str, Any] | None = None,
        licences: Licences | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.config = rules("forecast") if config is None else config
        self.licences = licences or Licences()
        self.metrics = metrics or ForecastMetrics()
        self._conformal, self._clock = conformal, clock
        kept = self.config["cache"]
        self.cache: Cache[tuple[Forecast, bool]] = Cache(clock, kept["fresh_s"], kept["stale_s"], kept["entries"])
        self.upstreams = {
            name: Upstream(name, provider, self.config, self.metrics, clock) for name, provider in (providers or {}).items()
        }
        self.metrics.watch(self.upstreams)

    def warm(self) -> None:
        """Load the default method and the baseline, and let them answer once: the first asker need not wait."""
        prices = np.full((1, 2 * MIN_INCREMENTS), 0.5)
        for name in {registry.DEFAULT, self.config["baseline"]}:
            registry.forecaster(name).forecast_quantiles(prices, 2, 300, (0.1, 0.5, 0.9), Covariates())

    def close(self) -> None:
        for upstream in self.upstreams.values():
            upstream.close()

    def health(self) -> dict[str, Any]:
        """States of the providers, and who can answer."""
        return {
            "default": registry.DEFAULT,
            "baseline": self.config["baseline"],
            "kept_answers": len(self.cache),
            "providers": {
                name: {
                    "circuit_breaker_state": upstream.breaker.state,
                    "degradation_state": upstream.degradation.state,
                    "loaded_models": upstream.loaded,
                    "licensed_models": self.licences.names(name),
                }
                for name, upstream in self.upstreams.items()
            },
            "licensed_methods": self.licences.names(PROVIDER),
            "conformal": self._conformal is not None,
        }

    def answer(self, request: ForecastRequest) -> dict[str, Any]:
        """The answer to a checked request, as JSON has it. Raises InputError."""
        began = self._clock()
        outcome = "refused"
        provider = request.model.provider if request.model.provider in (PROVIDER, *self.upstreams) else "unknown"
        try:
            target = self._target(request)
            (forecast, stale), how = self.cache.get(request.key, lambda: self._made(request, target))
            outcome = "fallback" if forecast.fallback_reason else "answered"
        finally:
            seconds = self._clock() - began
            self.metrics.requests.labels(provider, outcome).inc()
            self.metrics.seconds.labels(provider).observe(seconds)
        self._count(forecast, "stale" if stale else how)
        upstream = self.upstreams.get(target.provider)
        return forecast.body({
            "cache_hit": how != "made", "cache_stale": stale,
            "circuit_breaker_state": upstream.breaker.state if upstream else "closed",
            "degradation_state": upstream.degradation.state if upstream else "normal",
            "latency_ms": round(1000 * seconds, 3), "market_id": request.market_id,
            "asked": {"provider": target.provider, "model_name": target.name},
        })  # fmt: skip

    def _count(self, forecast: Forecast, how: str) -> None:
        self.metrics.cache.labels(how).inc()
        if forecast.fallback_reason:
            self.metrics.fallbacks.labels(forecast.fallback_reason).inc()
        if how == "made":
            self.metrics.width.observe(forecast.width)
            for what, steps in forecast.mended.items():
                self.metrics.mended.labels(what).inc(steps)

    # ---------------------------------------------------------------- who is asked

    def _target(self, request: ForecastRequest) -> _Target:
        """The model that is meant, allowed and here. Raises InputError, NotLicensed, NotInstalled."""
        provider, name = request.model.provider, request.model.model_name
        known = sorted({PROVIDER, *self.licences.providers(), *self.upstreams})
        if provider not in known:
            raise refused("model.provider", short(provider), " or ".join(known))
        if provider == PROVIDER:
            return self._built_in(name or registry.DEFAULT, request)
        if name is None:
            choice = ", ".join(self.licences.names(provider)) or "none"
            raise refused("model.model_name", "nothing", f"given for provider {provider}", f"choose one of: {choice}")
        self.licences.allowed(provider, name)
        if provider not in self.upstreams:
            failure = NotInstalled("model.provider", provider, "a provider that this server was started with")
            failure.next_step = "start the server with its extra and settings (docs/settings.md), or ask provider credence"
            raise failure
        return _Target(provider, name)

    def _built_in(self, name: str, request: ForecastRequest) -> _Target:
        if name not in registry.BUILT_IN:
            raise refused("model.model_name", short(name), " or ".join(registry.BUILT_IN))
        self.licences.allowed(PROVIDER, name)
        if request.model.params:
            raise refused("model.params", ", ".join(request.model.params), "left out: built-in methods have none")
        return _Target(PROVIDER, name)

    def _loaded(self, name: str) -> Forecaster:
        try:
            return registry.forecaster(name)
        except ImportError as error:
            failure = NotInstalled("model.model_name", name, "a method that is installed here")
            failure.next_step = f"install what it needs ({error.name}), or ask for {self.config['baseline']}"
            raise failure from None

    # ---------------------------------------------------------------- making an answer

    def _made(self, request: ForecastRequest, target: _Target) -> Made[tuple[Forecast, bool]]:
        """A new answer: of the model, an older one in its stead, or of the baseline."""
        past = history(request)
        told = _told(past, request)
        aside = detour(past, request.liquidity_bucket, self.config["route"])
        if aside is not None:
            return Made((self._baseline(request, past, target, aside.reason, (*told, f"{aside.reason}: {aside.why}")), False))
        if target.provider == PROVIDER:
            return Made((self._by_method(request, past, target, told), False))
        asked = self.upstreams[target.provider].ask(target.name, request.model.params, self._wanted(request, past))
        if asked.values is not None:
            return Made((self._by_model(request, past, target, asked, told), False))
        why = f"{asked.reason}: {asked.why}"
        older = self.cache.stale(request.key)
        if older is not None:
            return Made((replace(older[0], warnings=(*older[0].warnings, why)), True), keep=False)
        return Made((self._baseline(request, past, target, asked.reason, (*told, why)), False), keep=False)

    def _wanted(self, request: ForecastRequest, past: History) -> Wanted:
        asked = request.transform
        space = Space(asked.space, asked.eps) if asked else Space("logit")
        covariates = _covariates(request)
        return Wanted(past.prices, request.horizon_steps, request.step_s, request.levels, covariates, UnitSpace(space))

    def _by_model(
        self, request: ForecastRequest, past: History, target: _Target, asked: Asked, told: tuple[str, ...]
    ) -> Forecast:
        assert asked.values is not None
        space = self._wanted(request, past).space.space
        unused = sorted({*(request.x_past or {}), *(request.x_future or {})})
        if unused:
            told = (*told, f"covariates that {target.provider} is not shown: {', '.join(unused)}")
        return self._finished(request, past, Forecast(
            asked.values, request.levels, target.provider, target.name, f"{target.provider}/{target.name}",
            asked.model_version, asked.method, asked.device, asked.context_length or past.points, _shown(space), told,
        ))  # fmt: skip

    def _by_method(self, request: ForecastRequest, past: History, target: _Target, told: tuple[str, ...]) -> Forecast:
        found = self._computed(request, past, target.name, told)
        if found is not None:
            return found
        why = f"no_answer: {target.name} cannot say anything about this series"
        return self._baseline(request, past, target, "no_answer", (*told, why))

    def _baseline(
        self, request: ForecastRequest, past: History, target: _Target, reason: str, told: tuple[str, ...]
    ) -> Forecast:
        """The baseline's answer. Raises InputError where the series is too short even for it."""
        name = self.config["baseline"]
        found = self._computed(request, past, name, told)
        if found is None:
            raise refused(
                "y", f"{past.points} prices in the newest {len(past.prices)} steps",
                f"prices with at least {MIN_INCREMENTS} changes between neighbouring steps",
                f"send at least {MIN_INCREMENTS + 1} prices in a row, better 288",
            )  # fmt: skip
        instead = target != _Target(PROVIDER, name)  # who asks for the baseline gets what was asked for
        return replace(found, fallback_reason=reason if instead else None)

    def _computed(self, request: ForecastRequest, past: History, name: str, told: tuple[str, ...]) -> Forecast | None:
        """The answer of a built-in method, or None where it has none."""
        forecaster, space, more = _in_space(self._loaded(name), name, request)
        result = forecaster.forecast_quantiles(
            past.prices[None, :], request.horizon_steps, request.step_s, request.levels, _covariates(request)
        )
        if not result.answered.all():
            return None
        unused = sorted({*(request.x_past or {})} - {*COVARIATES} | {*(request.x_future or {})})
        if unused:
            more = (*more, f"covariates that built-in methods do not know: {', '.join(unused)}")
        return self._finished(request, past, Forecast(
            result.values[0], request.levels, PROVIDER, name, result.model_id, result.model_version, result.method,
            result.device, int(result.context_length[0]), space, (*told, *more),
        ), None if result.scale is None else result.scale[0])  # fmt: skip

    def _finished(
        self, request: ForecastRequest, past: History, forecast: Forecast, scale: Floats | None = None
    ) -> Forecast:
        """Guarded, and corrected where something has been learned."""
        values, mended = in_order(forecast.values, request.levels, self.config["guard"])
        told = tuple(f"guard: {what} at {n} of {len(values)} steps" for what, n in mended.items())
        corrected = None
        if self._conformal is not None:
            ordered, _ = in_order(forecast.values, request.levels)  # corrections are learned from bands without limits of width
            corrected = self._conformal(Raw(
                request.market_id, request.origin, request.step_s, request.levels, ordered, forecast.method,
                forecast.model_id, past.prices, request.liquidity_bucket, forecast.model_version, scale,
            ))  # fmt: skip
        if corrected is not None:
            corrected, _ = in_order(corrected, request.levels)
        return replace(forecast, values=values, mended=mended, warnings=(*forecast.warnings, *told), conformal=corrected)


def _in_space(forecaster: Forecaster, name: str, request: ForecastRequest) -> tuple[Forecaster, dict[str, Any], tuple[str, ...]]:
    """A built-in method in the space that was asked for, where it has a choice; which it is; and a warning where it has none."""
    asked = request.transform
    if not (is_dataclass(forecaster) and {"space", "eps"} <= {one.name for one in fields(forecaster)}):
        warning = (f"transform: {name} has a space of its own, {asked.space} was not used",) if asked else ()
        return forecaster, {"space": "own", "eps": None}, warning
    chosen: Any = replace(forecaster, space=asked.space, eps=asked.eps) if asked else forecaster
    return chosen, _shown(Space(chosen.space, chosen.eps)), ()


def _shown(space: Space) -> dict[str, Any]:
    return {"space": space.name, "eps": space.eps if space.name == "logit" else None}


def _told(past: History, request: ForecastRequest) -> tuple[str, ...]:
    """What people should know of the series."""
    told = []
    if past.gaps:
        told.append(f"{past.gaps} of {len(past.prices)} steps have no price")
    if past.age:
        told.append(f"the newest price is {past.age} steps old")
    if len(request.prices) > past.points and request.moments is not None:
        told.append(f"{past.points} of {len(request.prices)} prices lie in the newest steps, one per step")
    return tuple(told)


def _covariates(request: ForecastRequest) -> Covariates:
    """What was known at the origin: the last value of each known name in x_past."""
    found: dict[str, Any] = {
        name: np.array([values[-1]], np.float64) for name, values in (request.x_past or {}).items() if name in COVARIATES
    }
    liquidity = None if request.liquidity_bucket is None else [request.liquidity_bucket]
    return Covariates(origin_ts=np.array([int(request.origin)]), liquidity_bucket=liquidity, **found)


