"""GET /health and /metrics: whether this server and its lake are well, for people and for Prometheus."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from .. import __version__
from ..products.runs import newest_run
from .answers import one_answer
from .asking import Ask
from .parameters import Nothing, Whole
from .reader import Reader

router = APIRouter(tags=["health"])


@router.get("/health")
def read_health(ask: Ask, asked: Annotated[Whole, Query()]) -> Response:
    """Status, version, kind of lake and its newest run. 200 as long as the server answers."""
    return ask.now(lambda meta: one_answer(health(ask.lake), meta, None, *asked.form))


def health(lake: Reader) -> dict[str, Any]:
    """status: ok, empty (no run yet), running, or failing (the newest run did not end well)."""
    run = newest_run(lake)
    word = {None: "empty", "done": "ok", "running": "running"}.get(run["status"] if run else None, "failing")
    kind = {None: "empty", True: "simulated", False: "real"}[lake.simulated]
    shown = ("run_id", "command", "status", "as_of", "started_at", "ended_at", "seconds", "error")
    return {
        "status": word,
        "version": __version__,
        "lake": kind,
        "simulated": lake.simulated,
        "newest_run": {name: run[name] for name in shown} if run else None,
    }


@router.get("/metrics")
def read_metrics(ask: Ask, _: Annotated[Nothing, Query()]) -> Response:
    """Counters of this server and gauges of its lake, as Prometheus reads them."""
    measured: Measured = ask.request.app.state.measured
    return Response(generate_latest(measured.registry), media_type=CONTENT_TYPE_LATEST)


class Measured:
    """The counters of one application, and the gauges read from its lake when asked."""

    def __init__(self, lake: Reader) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "credence_requests", "requests answered", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "credence_request_seconds", "time to answer", ["route"], registry=self.registry,
            buckets=(0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 30),
        )  # fmt: skip
        self.registry.register(_OfLake(lake))


class _OfLake(Collector):
    def __init__(self, lake: Reader) -> None:
        self._lake = lake

    def collect(self) -> Iterator[Metric]:
        versions = GaugeMetricFamily("credence_table_version", "newest version of a table", labels=["table"])
        for table, number in self._lake.versions().items():
            versions.add_metric([table], number)
        yield versions
        simulated = GaugeMetricFamily("credence_lake_simulated", "1 where the data is made up")
        simulated.add_metric([], float(bool(self._lake.simulated)))
        yield simulated
        run = newest_run(self._lake)
        if run is None:
            return
        good = GaugeMetricFamily("credence_newest_run_done", "1 where the newest run ended well")
        good.add_metric([], float(run["status"] == "done"))
        yield good
        age = GaugeMetricFamily("credence_newest_run_age_seconds", "since the newest run began")
        age.add_metric([], (datetime.now(UTC) - run["started_at"]).total_seconds())
        yield age
        counts = GaugeMetricFamily("credence_newest_run_count", "what the newest run counted", labels=["what"])
        for name, value in run["counts"].items():
            if isinstance(value, (int, float)):
                counts.add_metric([name], value)
        yield counts
