"""The forecast service under load: what it promises, measured over real HTTP against servers in processes of their own.

default     2,000 requests at 200 a second over 32 connections, every tenth a repeat: p50, p95; then the highest rate that holds
model       the same with a model behind tollama's contract that takes 15 ms
faults      that server hangs, fails, answers garbage, crosses quantiles, cuts its answers, dies: answers, reasons, breaker
ladder      that server turns slow, then well again: states of degradation, and the calls that reach it in each
cycle       one five-minute cycle over all markets, as a callable of the caller
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from .load import Sent, ask, offer, percentile

PATH = "/tsfm/forecast"
AS_OF = 1_767_225_600  # 2026-01-01T00:00:00Z: the series are made up
LIMIT_S, CYCLE_LIMIT_S = 0.300, 60.0
CONNECTIONS, REQUESTS, PER_S = 32, 2000, 200.0
MODEL = {"provider": "tollama", "model_name": "mock"}
# Minutes of the written rules, as seconds: so that opening, probing and recovery can be watched.
SHORT = {
    "breaker": {"open_s": 1.0},
    "degradation": {"window_s": 5.0, "hold_s": 1.5},
    "cache": {"fresh_s": 0.0, "stale_s": 0.0},
}
NO_LADDER = {**SHORT, "degradation": {"calls_at_least": 1_000_000}}  # the breaker alone
REASONS = {
    "hang": {"timeout"}, "error": {"unreachable"}, "garbage": {"invalid_answer"}, "cross": set(),
    "die": {"unreachable", "timeout"}, "gone": {"unreachable", "timeout"},
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One promise. `decides`: whether SLO_PASS needs it; the others are goals of one machine."""

    name: str
    held: bool
    found: str
    decides: bool = True


@dataclass
class Report:
    """What was measured, promise by promise."""

    figures: dict[str, Any] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return all(check.held for check in self.checks if check.decides)

    def as_json(self) -> dict[str, Any]:
        return {"slo": "SLO_PASS" if self.passed else "SLO_FAIL", "checks": [asdict(one) for one in self.checks], **self.figures}


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def get(self, path: str) -> Any:
        return json.loads(ask(self.host, self.port, "GET", path)[1])

    def post(self, path: str, content: Any) -> Any:
        return json.loads(ask(self.host, self.port, "POST", path, json.dumps(content).encode())[1])


def measure(
    say: Callable[[str], None],
    *,
    requests: int = REQUESTS,
    per_s: float = PER_S,
    faults: bool = True,
    highest: bool = True,
    cycle: Callable[[], float] | None = None,
) -> Report:
    """Everything in turn; `say` is told of each part as it is done.

    highest  also look for the highest rate that holds
    cycle    runs one five-minute cycle over 10,000 markets, from lake to lake, and returns the seconds it took; None: not
             measured, and then the promise is not held
    """
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        with forecast_server(folder) as server:
            _default(server, report, say, requests, per_s)
            if highest:
                report.figures["highest_rate"] = found = _highest(server, per_s, say)
                say(f"highest rate with p95 <= {1000 * LIMIT_S:g} ms: {found['held_per_s']:g} requests/s")
        with contract_server(latency_ms=15) as model, forecast_server(folder, model) as server:
            _model(server, report, say, requests, per_s)
        if faults:
            from .forecast_faults import ladder, one_fault

            for fault in REASONS:
                one_fault(fault, folder, report, say)
            ladder(folder, report, say)
        else:
            report.checks.append(Check("faults and ladder", False, "not measured"))
    _cycle(cycle, report, say)
    return report


def _default(server: Address, report: Report, say: Callable[[str], None], requests: int, per_s: float) -> None:
    sent = _offered(server, bodies(requests), per_s)
    found = _timed("default", sent, report, say)
    report.checks += [
        Check("default: every answer sound", not unsound(sent), unsound(sent) or f"{len(sent)} answers"),
        Check("default: p95 <= 300 ms", found["p95_ms"] <= 1000 * LIMIT_S, f"{found['p95_ms']} ms"),
        Check("default: p50 <= 4 ms", found["p50_ms"] <= 4, f"{found['p50_ms']} ms", decides=False),
        Check("default: p95 <= 15 ms", found["p95_ms"] <= 15, f"{found['p95_ms']} ms", decides=False),
    ]


def _highest(server: Address, per_s: float, say: Callable[[str], None]) -> dict[str, Any]:
    """Steps of a quarter more, two seconds each, until p95 is beyond the limit or an answer is missing."""
    steps: list[dict[str, float]] = []
    held, rate, seed = 0.0, per_s, 1_000_000
    while rate < 20_000:
        seed += 100_000
        sent = _offered(server, bodies(int(2 * rate), seed=seed), rate)
        p95 = percentile([one.latency_s for one in sent], 0.95)
        steps.append({"per_s": round(rate, 1), "p95_ms": round(1000 * p95, 2)})
        say(f"  {rate:7.0f} requests/s: p95 {1000 * p95:8.1f} ms")
        if p95 > LIMIT_S or any(one.status != 200 for one in sent):
            break
        held, rate = rate, rate * 1.25
    return {"held_per_s": round(held, 1), "steps": steps}


def _model(server: Address, report: Report, say: Callable[[str], None], requests: int, per_s: float) -> None:
    sent = _offered(server, bodies(requests, model=MODEL), per_s)
    found = _timed("model of 15 ms", sent, report, say)
    fallbacks = reasons(sent)
    report.checks += [
        Check("model of 15 ms: every answer sound", not unsound(sent), unsound(sent) or f"{len(sent)} answers"),
        Check("model of 15 ms: no fallback", not fallbacks, str(fallbacks or "none")),
        Check("model of 15 ms: p95 <= 300 ms", found["p95_ms"] <= 1000 * LIMIT_S, f"{found['p95_ms']} ms"),
        Check("model of 15 ms: p95 <= 60 ms", found["p95_ms"] <= 60, f"{found['p95_ms']} ms", decides=False),
    ]


def _cycle(cycle: Callable[[], float] | None, report: Report, say: Callable[[str], None]) -> None:
    if cycle is None:
        say("cycle: not measured")
        report.checks.append(Check("cycle <= 60 s", False, "not measured"))
        report.figures["cycle_s"] = None
        return
    seconds = cycle()
    say(f"cycle: {seconds:.2f} s")
    report.figures["cycle_s"] = seconds
    report.checks.append(Check("cycle <= 60 s", seconds <= CYCLE_LIMIT_S, f"{seconds:.2f} s"))


def _offered(server: Address, bodies: Sequence[bytes], per_s: float) -> list[Sent]:
    return offer(server.host, server.port, PATH, bodies, per_s, CONNECTIONS)


def _timed(name: str, sent: Sequence[Sent], report: Report, say: Callable[[str], None]) -> dict[str, float]:
    latencies = [one.latency_s for one in sent]
    seconds = max(one.ended for one in sent)
    found = {
        "requests": len(sent), "per_s": round(len(sent) / seconds, 1),
        "p50_ms": round(1000 * percentile(latencies, 0.5), 2), "p95_ms": round(1000 * percentile(latencies, 0.95), 2),
        "p99_ms": round(1000 * percentile(latencies, 0.99), 2),
        "cache_hits": sum(meta(one)["cache_hit"] for one in sent if one.status == 200),
    }  # fmt: skip
    report.figures[name] = found
    say(f"{name}: {len(sent)} requests, p50 {found['p50_ms']} ms, p95 {found['p95_ms']} ms, {found['cache_hits']} from the cache")
    return found


# ---------------------------------------------------------------- questions and answers


def bodies(n: int, *, model: dict[str, str] | None = None, seed: int = 0, repeats: bool = True) -> list[bytes]:
    """n questions about made-up random walks of 288 prices; every tenth repeats the one before it."""
    made: list[bytes] = []
    for index in range(n):
        if repeats and index % 10 == 9:
            made.append(made[-1])
            continue
        chance = random.Random(seed + index)  # noqa: S311 made-up prices
        price, prices = chance.uniform(0.1, 0.9), []
        for _ in range(288):
            price = min(0.99, max(0.01, price + chance.choice((0, 0, 0.01, -0.01))))
            prices.append(round(price, 3))
        question: dict[str, Any] = {"market_id": f"made-up-{seed + index}", "as_of_ts": AS_OF, "y": prices}
        made.append(json.dumps(question | ({"model": model} if model else {})).encode())
    return made


def meta(one: Sent) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(one.body)["meta"]
    return found


def reasons(sent: Sequence[Sent]) -> dict[str, int]:
    """Fallbacks by reason."""
    counted: dict[str, int] = {}
    for one in sent:
        if one.status == 200 and (told := meta(one))["fallback_used"]:
            counted[told["fallback_reason"]] = counted.get(told["fallback_reason"], 0) + 1
    return counted


def unsound(sent: Sequence[Sent]) -> str:
    """What is wrong with the first answer that is not 200, outside 0..1, crossing or of the wrong length; empty for none."""
    for one in sent:
        if one.status != 200:
            return f"request {one.index}: status {one.status}"
        paths = list(json.loads(one.body)["yhat_q"].values())
        if len(paths) != 3 or any(len(path) != 12 or not all(0 <= value <= 1 for value in path) for path in paths):
            return f"request {one.index}: not three paths of twelve prices"
        if any(lower > upper for pair in pairwise(paths) for lower, upper in zip(*pair, strict=True)):
            return f"request {one.index}: quantiles cross"
    return ""


# ---------------------------------------------------------------- servers


@contextmanager
def forecast_server(folder: str, model: Address | None = None, rules: dict[str, Any] | None = None) -> Iterator[Address]:
    """The service in a process of its own."""
    command = ["-m", "credence.cli.forecast_server", "--lake", f"{folder}/lake", "--rules", json.dumps(rules or {})]
    with _process([*command, *(["--tollama-url", model.url] if model else [])]) as (address, _):
        yield address


@contextmanager
def contract_server(latency_ms: float = 0.0, port: int = 0) -> Iterator[Address]:
    """A server that keeps tollama's contract, in a process of its own."""
    with contract_process(latency_ms, port) as (address, _):
        yield address


@contextmanager
def contract_process(latency_ms: float = 0.0, port: int = 0) -> Iterator[tuple[Address, subprocess.Popen[str]]]:
    """The same, with the process, so that it can be ended."""
    with _process(["-m", "credence.lab.tollama", "--port", str(port), "--latency-ms", str(latency_ms)]) as found:
        yield found


@contextmanager
def _process(arguments: list[str]) -> Iterator[tuple[Address, subprocess.Popen[str]]]:
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True)  # noqa: S603 our own
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        where = next((word for word in line.split() if word.startswith("http://")), None)
        if where is None:
            raise RuntimeError(f"a server of the bench did not start: {' '.join(arguments)}")
        host, _, port = where.removeprefix("http://").rstrip("/").partition(":")
        yield Address(host, int(port)), process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether it holds before patience ends; looks twenty times a second."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True
