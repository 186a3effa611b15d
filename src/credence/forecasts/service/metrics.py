"""What the service counts, for Prometheus. Labels are names of ours only, so that nobody can make them grow."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from .degradation import STATES

if TYPE_CHECKING:
    from .providers import Upstream

BREAKER_STATES = ("closed", "half_open", "open")
LATENCY_S = (0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.3, 0.6, 1.2, 3, 10)
WIDTH = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1)
NAMES = (
    "credence_forecast_requests_total", "credence_forecast_fallbacks_total", "credence_forecast_cache_total",
    "credence_forecast_model_calls_total", "credence_forecast_mended_total", "credence_forecast_latency_seconds",
    "credence_forecast_width", "credence_forecast_coverage", "credence_forecast_breaker_state",
    "credence_forecast_degradation_state", "credence_forecast_breaker_opened_total",
)  # fmt: skip


class ForecastMetrics:
    """Counters of one service, in a registry of its own or of the application."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"credence_forecast_{name}", meaning, labels, registry=self.registry)

        self.requests = counter("requests", "forecasts asked for, by how that ended", "provider", "outcome")
        self.fallbacks = counter("fallbacks", "answers of the baseline instead of the model", "reason")
        self.cache = counter("cache", "hit, joined (waited for the same question), made, stale", "result")
        self.calls = counter("model_calls", "calls that reached a provider", "provider", "degradation", "result")
        self.mended = counter("mended", "quantiles put in order, clipped to 0..1, or held to the limits of width", "what")
        self.seconds = Histogram(
            "credence_forecast_latency_seconds", "time to answer", ["provider"], registry=self.registry, buckets=LATENCY_S
        )
        self.width = Histogram(
            "credence_forecast_width", "outermost quantile range at the last step", registry=self.registry, buckets=WIDTH
        )
        self.coverage = Gauge(
            "credence_forecast_coverage", "share of past outcomes inside the band, as last measured", ["segment", "calibration"],
            registry=self.registry,
        )  # fmt: skip

    def watch(self, upstreams: Mapping[str, "Upstream"]) -> None:
        """Report the states of these providers whenever the counters are read."""
        self.registry.register(_States(upstreams))

    def set_coverage(self, segment: str, calibration: str, share: float) -> None:
        """Coverage of a segment's bands, `raw` or `conformal`, as the cycle or a report has measured it."""
        self.coverage.labels(segment, calibration).set(share)


class _States(Collector):
    def __init__(self, upstreams: Mapping[str, "Upstream"]) -> None:
        self._upstreams = upstreams

    def collect(self) -> Iterator[Metric]:
        breaker = GaugeMetricFamily("credence_forecast_breaker_state", "1 for the state it is in", labels=["provider", "state"])
        degradation = GaugeMetricFamily(
            "credence_forecast_degradation_state", "1 for the state it is in", labels=["provider", "state"]
        )
        opened = GaugeMetricFamily("credence_forecast_breaker_opened_total", "times it opened", labels=["provider"])
        for name, upstream in self._upstreams.items():
            now, level = upstream.breaker.state, upstream.degradation.state
            for state in BREAKER_STATES:
                breaker.add_metric([name, state], float(state == now))
            for word in STATES:
                degradation.add_metric([name, word], float(word == level))
            opened.add_metric([name], upstream.breaker.opened)
        yield from (breaker, degradation, opened)
