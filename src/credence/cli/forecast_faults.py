"""Faults of the server behind the forecast service, one after another, and the ladder of degradation.

Each fault begins in the middle of a load that went well. Then: is every answer sound, does it say the right reason, did the
breaker open, and after the fault is over, does it let two probes through and close? The rules are shortened to seconds.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from .forecast_bench import (
    CONNECTIONS,
    MODEL,
    NO_LADDER,
    PATH,
    REASONS,
    SHORT,
    Address,
    Check,
    Report,
    bodies,
    contract_process,
    contract_server,
    forecast_server,
    meta,
    reasons,
    unsound,
    wait_until,
)
from .load import Connection, ask, offer, percentile

LOAD, LOAD_PER_S = 400, 100.0
SLOW_MS = 270.0  # slower than `slow_s`, quicker than the patience of `degraded`
FORECASTS = "POST /v1/forecast"


def one_fault(fault: str, folder: str, report: Report, say: Callable[[str], None]) -> None:
    """The load with this fault from its middle on, then recovery."""
    with contract_process() as (model, process), forecast_server(folder, model, NO_LADDER) as server:

        async def begin() -> None:
            if fault == "gone":
                process.kill()
                await asyncio.to_thread(process.wait)
            else:
                connection = Connection(model.host, model.port)
                await connection.post("/_fault", json.dumps({"fault": fault}).encode())
                connection.close()

        sent = offer(server.host, server.port, PATH, bodies(LOAD, model=MODEL, repeats=False), LOAD_PER_S, CONNECTIONS, begin)
        told, calls = reasons(sent), None if fault == "gone" else forecasts_asked(model)
        opened = breaker_opened(server)
        found: dict[str, Any] = {
            "answers": len(sent), "fallbacks": told, "calls_reaching_the_model": calls, "breaker_opened": opened,
            "p95_ms": round(1000 * percentile([one.latency_s for one in sent], 0.95), 1),
        }  # fmt: skip
        if fault == "gone":
            with contract_server(port=model.port):
                recovered, asked = _recovers(server)
        else:
            model.post("/_fault", {"fault": None})
            recovered, asked = _recovers(server)
        found["states_until_recovered"] = asked
    name = f"fault {fault}"
    report.figures[name] = found
    shown = ", ".join(f"{reason} {n}" for reason, n in told.items()) or "no fallback"
    say(f"{name}: {shown}; breaker opened {opened}; then {' > '.join(asked)}")
    right = REASONS[fault] | ({"breaker_open"} if REASONS[fault] else set())
    mended = sum("uncrossed" in meta(one)["mended"] for one in sent if one.status == 200)
    report.checks += [
        Check(f"{name}: every answer sound", not unsound(sent), unsound(sent) or f"{len(sent)} answers"),
        Check(f"{name}: right reasons", set(told) <= right and bool(set(told) & REASONS[fault]) == bool(REASONS[fault]), shown),
        Check(f"{name}: recovered", recovered, " > ".join(asked)),
    ]
    if fault == "cross":
        report.checks.append(Check(f"{name}: put in order and counted", mended > 0, f"{mended} answers"))
    else:
        report.checks.append(Check(f"{name}: breaker opened", opened >= 1, f"{opened} times"))


def _recovers(server: Address) -> tuple[bool, list[str]]:
    """Ask new questions one by one until the model answers and the breaker is closed; the states that were seen."""
    seen: list[str] = []
    questions = iter(bodies(400, model=MODEL, seed=9_000_000, repeats=False))

    def healed() -> bool:
        told = server.post(PATH, json.loads(next(questions)))["meta"]
        state = told["circuit_breaker_state"]
        if not seen or seen[-1] != state:
            seen.append(state)
        return state == "closed" and not told["fallback_used"]

    return wait_until(healed), seen


def ladder(folder: str, report: Report, say: Callable[[str], None]) -> None:
    """The model turns slow, and well again; how many requests reach it in each state."""
    counts: dict[str, dict[str, int]] = {}
    order: list[str] = []
    with contract_server() as model, forecast_server(folder, model, SHORT) as server:

        def load(n: int, seed: int) -> None:
            before = _calls(server)
            sent = offer(
                server.host, server.port, PATH, bodies(n, model=MODEL, seed=seed, repeats=False), LOAD_PER_S, CONNECTIONS
            )
            answered = sorted((one for one in sent if one.status == 200), key=lambda one: one.ended)
            for state in (meta(one)["degradation_state"] for one in answered):
                entry = counts.setdefault(state, {"requests": 0, "calls": 0})
                entry["requests"] += 1
                if not order or order[-1] != state:
                    order.append(state)
            for state, n_calls in (_calls(server) - before).items():
                counts.setdefault(state, {"requests": 0, "calls": 0})["calls"] += n_calls
            bad = unsound(sent)
            if bad:
                report.checks.append(Check("ladder: every answer sound", False, bad))

        load(100, 0)
        model.post("/_fault", {"latency_ms": SLOW_MS})
        for part in range(1, 5):
            load(100, 10_000 * part)
        reached_bottom = "baseline-only" in order
        model.post("/_fault", {"latency_ms": 0})
        for part in range(5, 13):
            if order[-1] == "normal" and reached_bottom:
                break
            load(100, 10_000 * part)
    report.figures["ladder"] = {"states": order, "by_state": counts}
    say(f"ladder: {' > '.join(order)}")
    for state, entry in counts.items():
        say(f"  {state}: {entry['requests']} requests, {entry['calls']} calls reached the model")
    down, up = _walked(order)
    some, none = counts.get("degraded", {}), counts.get("baseline-only", {})
    report.checks += [
        Check("ladder: normal, degraded, baseline-only and back, step by step", down and up, " > ".join(order)),
        Check("ladder: nothing reaches the model in baseline-only", none.get("calls", 1) == 0, str(none)),
        Check("ladder: a fraction does in degraded", 0 < some.get("calls", 0) < 0.5 * some.get("requests", 0), str(some)),
    ]


def _walked(order: list[str]) -> tuple[bool, bool]:
    """Whether the states were gone down and up again without leaving one out on the way up."""
    if "baseline-only" not in order:
        return False, False
    bottom = order.index("baseline-only")
    after = order[len(order) - 1 - order[::-1].index("baseline-only") :]
    return order[0] == "normal" and bottom > 0, after == ["baseline-only", "degraded", "normal"]


def forecasts_asked(model: Address) -> int:
    """Forecasts that the contract server was asked for."""
    return int(model.get("/_calls")["calls"].get(FORECASTS, 0))


def breaker_opened(server: Address) -> int:
    return int(_metric(server, "credence_forecast_breaker_opened_total").get('{provider="tollama"}', 0))


def _calls(server: Address) -> Counter[str]:
    """Calls that reached the model, by the state of degradation they were made in."""
    found: Counter[str] = Counter()
    for labels, value in _metric(server, "credence_forecast_model_calls_total").items():
        found[labels.split('degradation="')[1].split('"')[0]] += int(value)
    return found


def _metric(server: Address, name: str) -> dict[str, float]:
    text = ask(server.host, server.port, "GET", "/metrics")[1].decode()
    lines = (line for line in text.splitlines() if line.startswith(name + "{"))
    return {line.removeprefix(name).rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}
