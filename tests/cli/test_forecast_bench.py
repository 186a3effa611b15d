"""The load bench: what it measures is what happened, and nothing that was not measured is promised."""

import asyncio
import json
import threading
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.cli import forecast_bench
from credence.cli.forecast_bench import Check, Report, bodies, measure, reasons, unsound
from credence.cli.forecast_faults import one_fault
from credence.cli.forecast_server import replaced
from credence.cli.load import Sent, offer, percentile


@contextmanager
def stalling_server(stall_at, stall_s):
    """An HTTP server that answers `{}` at once, save that everything waits once, at one request."""
    ready, stop = threading.Event(), None
    address = []

    async def serve():
        nonlocal stop
        stop, asked = asyncio.Event(), 0
        gate = asyncio.Event()
        gate.set()

        async def one(reader, writer):
            nonlocal asked
            while head := await reader.readuntil(b"\r\n\r\n"):
                await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
                asked += 1
                if asked == stall_at:
                    gate.clear()
                    asyncio.get_running_loop().call_later(stall_s, gate.set)
                await gate.wait()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

        async def quietly(reader, writer):
            try:
                await one(reader, writer)
            except (asyncio.IncompleteReadError, OSError):
                writer.close()

        server = await asyncio.start_server(quietly, "127.0.0.1", 0)
        address.extend([server.sockets[0].getsockname()[1], asyncio.get_running_loop()])
        ready.set()
        await stop.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield address[0]
    address[1].call_soon_threadsafe(stop.set)
    thread.join(10)


def test_a_stall_counts_for_everyone_who_was_due_meanwhile():
    """Two connections, 100 requests a second, a stall of .3 s: some 30 were due in it, though only two were under way."""
    with stalling_server(stall_at=20, stall_s=0.3) as port:
        sent = offer("127.0.0.1", port, "/", [b"{}"] * 100, 100.0, connections=2)
    late = [one for one in sent if one.latency_s > 0.05]
    assert [one.status for one in sent] == [200] * 100
    assert 15 <= len(late) <= 60
    assert [one.due for one in sent] == pytest.approx([index / 100 for index in range(100)])


def test_nobody_there_is_no_answer():
    with stalling_server(1_000_000, 0) as port:
        pass
    with pytest.raises(OSError):
        offer("127.0.0.1", port, "/", [b"{}"], 10.0)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=50), st.floats(0.01, 1))
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(values, share):
    found = percentile(values, share)
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert sum(value < found for value in values) < share * len(values)


def test_every_tenth_question_is_a_repeat():
    made = bodies(1000)
    assert len(set(made)) == 900
    assert all(len(json.loads(body)["y"]) == 288 for body in made[:3])


def answered(paths, **told):
    content = {"yhat_q": paths, "meta": {"fallback_used": False, "fallback_reason": None} | told}
    return Sent(0, 0.0, 0.1, 200, json.dumps(content).encode())


GOOD = {"0.1": [0.4] * 12, "0.5": [0.5] * 12, "0.9": [0.6] * 12}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (answered(GOOD), ""), (Sent(0, 0, 0, 500, b""), "status 500"), (Sent(0, 0, 0, 0, b""), "status 0"),
        (answered(GOOD | {"0.9": [1.1] * 12}), "prices"), (answered(GOOD | {"0.9": [0.6] * 11}), "prices"),
        (answered({"0.1": [0.4] * 12}), "prices"), (answered(GOOD | {"0.1": [0.5] * 11 + [0.51]}), "cross"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_sound_is_found(sent, says):
    assert says in unsound([answered(GOOD), sent])
    assert bool(unsound([sent])) is bool(says)


def test_fallbacks_are_counted_by_reason():
    sent = [answered(GOOD), *[answered(GOOD, fallback_used=True, fallback_reason="timeout")] * 2, Sent(0, 0, 0, 500, b"")]
    assert reasons(sent) == {"timeout": 2}


@pytest.mark.parametrize(("decides", "held", "passed"), [(True, True, True), (True, False, False), (False, False, True)])
def test_what_decides(decides, held, passed):
    assert Report(checks=[Check("a", True, ""), Check("b", held, "", decides)]).passed is passed


def test_parts_of_the_rules_are_replaced_and_the_rest_stays():
    rules = {"a": {"b": 1, "c": {"d": 2, "e": 3}}, "f": 4}
    assert replaced(rules, {"a": {"c": {"d": 5}}}) == {"a": {"b": 1, "c": {"d": 5, "e": 3}}, "f": 4}


@pytest.mark.parametrize("cycle_s", [None, 59.0, 61.0])
def test_a_cycle_that_was_not_measured_or_too_slow_fails(cycle_s):
    report, said = Report(), []
    forecast_bench._cycle(None if cycle_s is None else lambda: cycle_s, report, said.append)
    assert report.passed is (cycle_s == 59.0)
    assert said == ["cycle: not measured" if cycle_s is None else f"cycle: {cycle_s:.2f} s"]


@pytest.mark.xdist_group("serial")
def test_the_real_servers_under_a_small_load():
    report = measure(lambda _: None, requests=200, per_s=100.0, faults=False, highest=False, cycle=lambda: 1.0)
    held = {check.name: check.held for check in report.checks}
    assert held["default: every answer sound"]
    assert held["model of 15 ms: every answer sound"]
    assert report.figures["default"]["cache_hits"] == 20
    assert held["faults and ladder"] is False, "not measured is not held"
    assert report.passed is False


@pytest.mark.xdist_group("serial")
def test_a_fault_of_a_real_server(tmp_path):
    report = Report()
    one_fault("garbage", str(tmp_path), report, lambda _: None)
    assert [check.name for check in report.checks if not check.held] == []
    found = report.figures["fault garbage"]
    assert found["breaker_opened"] >= 1
    assert found["fallbacks"]["invalid_answer"] >= 5
