"""Server-sent events: one state at first, one event per new version, none twice; a limit on listeners; a clean end."""

import itertools
import json
import socket
import threading
import time

import pytest
import uvicorn

from credence.api import create_app, stream
from credence.cli.load import ask
from credence.config import rules
from credence.lake import open_lake

from .conftest import fill, group, rows_of


@pytest.fixture
def rule(monkeypatch):
    """Times short enough for a test."""
    quick = rules("stream") | {"poll_s": 0.05, "heartbeat_s": 0.4, "per_address": 3}
    monkeypatch.setattr(stream, "rules", lambda _: quick)
    return quick


@pytest.fixture
def served(tmp_path, rule):
    """(host, port, lake, application) of a server over a small lake."""
    lake = open_lake(str(tmp_path / "lake"))
    fill(lake)
    app = create_app(lake)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield "127.0.0.1", listener.getsockname()[1], lake, app
    stream.stop(app)
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive(), "the server waits for nobody"


class Listener:
    """One connection to /stream, read as it comes."""

    def __init__(self, host: str, port: int, path: str = "/stream", last: str = "") -> None:
        self.socket = socket.create_connection((host, port), timeout=10)
        more = f"Last-Event-ID: {last}\r\n" if last else ""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n".encode())
        self.seen = b""

    def until(self, wanted: bytes, patience_s: float = 10.0) -> bytes:
        deadline = time.monotonic() + patience_s
        while wanted not in self.seen and time.monotonic() < deadline:
            self.socket.settimeout(max(deadline - time.monotonic(), 0.01))
            try:
                part = self.socket.recv(65536)
            except TimeoutError:
                break
            if not part:
                break
            self.seen += part
        return self.seen

    def events(self, kind: str) -> list[dict]:
        lines = self.seen.decode().replace("\r\n", "\n").split("\n")
        return [
            json.loads(data.removeprefix("data: "))
            for name, data in itertools.pairwise(lines)
            if name == f"event: {kind}" and data.startswith("data: ")
        ]

    def close(self) -> None:
        self.socket.close()


def change(lake) -> None:
    with lake.reading() as connection:
        lake.write(connection, "scoreboard", rows_of("scoreboard", [group(venue="'world'", horizon="'24h'")]))


def test_a_new_version_is_told_once(served):
    host, port, lake, _ = served
    listener = Listener(host, port)
    first = listener.until(b"event: lake")
    assert b"text/event-stream" in first
    listener.until(b"sent_at")
    assert len(listener.events("lake")) == 1
    change(lake)
    while len(listener.events("lake")) < 2 and b"\n" in listener.seen:
        before = len(listener.seen)
        listener.until(b"never", 0.3)
        assert len(listener.seen) > before or len(listener.events("lake")) == 2
    one, two = listener.events("lake")
    assert one["lake_version"] != two["lake_version"]
    assert set(two) == {"lake_version", "as_of", "run_id", "simulated", "source_at", "sent_at"}
    listener.until(b"never", 0.9)
    assert len(listener.events("lake")) == 2, "idle lines get heartbeats, and no event twice"
    assert b"event: beat" in listener.seen
    listener.close()


def test_who_has_the_version_is_sent_nothing(served):
    host, port, lake, _ = served
    first = Listener(host, port)
    first.until(b"sent_at")
    (told,) = first.events("lake")
    first.close()
    again = Listener(host, port, last=told["lake_version"])
    again.until(b"event: beat")
    assert again.events("lake") == []
    change(lake)
    again.until(b"event: lake")
    again.until(b"sent_at")
    assert len(again.events("lake")) == 1
    again.close()
    late = Listener(host, port, last="an old one")
    late.until(b"sent_at")
    assert len(late.events("lake")) == 1
    late.close()


def test_prices_of_a_market_are_told(served):
    host, port, _, _ = served
    listener = Listener(host, port, "/stream?topics=prices:1,lake,prices:0xc1")
    listener.until(b"id: ")
    listener.until(b'"sent_at"')
    listener.until(b"never", 0.2)
    assert [one["market_id"] for one in listener.events("prices")] == ["1", "1"]
    assert listener.events("prices")[0]["price"] is not None
    assert listener.seen.count(b"id: ") == 1, "only the last event of a version carries its id"
    listener.close()


def test_listeners_are_counted_and_forgotten(served, rule):
    host, port, _, app = served
    held = [Listener(host, port) for _ in range(rule["per_address"])]
    for one in held:
        one.until(b"sent_at")
    status, body = ask(host, port, "GET", "/stream")
    assert status == 429
    assert json.loads(body)["error"]["kind"] == "too_many"
    assert app.state.watch.by_address.total() == rule["per_address"]
    for one in held:
        one.close()
    deadline = time.monotonic() + 10
    while app.state.watch.by_address and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not app.state.watch.by_address
    assert app.state.watch._looking is None, "nobody listens, nobody looks"
    last = Listener(host, port)
    last.until(b"event: lake")
    last.close()


@pytest.mark.parametrize("topics", ["", "price", "lake;prices:1", "prices:", "prices:1,,lake", "lake," * 30 + "lake,x"])
def test_topics_are_strict(client, topics):
    answer = client.get("/stream", params={"topics": topics})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "topics")


def test_a_market_that_is_not_there(client):
    assert client.get("/stream?topics=prices:none").status_code == 404


def test_stopping_ends_the_listeners(served):
    host, port, _, app = served
    listener = Listener(host, port)
    listener.until(b"sent_at")
    stream.stop(app)
    started = time.monotonic()
    listener.until(b"0\r\n\r\n", 5)
    assert b"0\r\n\r\n" in listener.seen, "the response ended"
    assert time.monotonic() - started < 2
    listener.close()
