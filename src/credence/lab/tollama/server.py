"""The contract server on loopback, with a counter and knobs that never fail on purpose.

GET  /_calls   {"total": n, "calls": {"POST /v1/forecast": n, ...}, "series": n}: requests that arrived, whatever became of them
GET  /_fault   {"fault": kind or null, "latency_ms": x}
POST /_fault   the same, to change either
Every answer carries the header `x-simulated`.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import orjson
import uvicorn

from ...errors import InputError
from .contract import VERSION, Refusal, Reply, answer, check_key, refused
from .faults import FAULTS, OF_THE_CONNECTION, spoiled
from .models import INSTALLED

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

HOST = "127.0.0.1"
LONGEST_LATENCY_MS = 60_000.0


class Application:
    """What is served: an ASGI application."""

    def __init__(self, latency_ms: float = 0.0, fault: str | None = None, key: str | None = None) -> None:
        self.installed = set(INSTALLED)
        self.calls: Counter[str] = Counter()
        self.series = 0
        self.key = key
        self.latency_ms = 0.0
        self.fault: str | None = None
        self.turn(latency_ms, fault)

    def turn(self, latency_ms: float, fault: str | None) -> None:
        """Choose what happens to the next requests. Raises InputError."""
        if fault is not None and fault not in FAULTS:
            raise InputError("fault", fault, f"none or one of {', '.join(FAULTS)}")
        if isinstance(latency_ms, bool) or not isinstance(latency_ms, int | float) or not 0 <= latency_ms <= LONGEST_LATENCY_MS:
            raise InputError("latency_ms", latency_ms, f"a number from 0 to {LONGEST_LATENCY_MS:g}")
        self.latency_ms, self.fault = float(latency_ms), fault

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message["body"]
            if not message["more_body"]:
                break
        path, method = scope["path"], scope["method"]
        if path.startswith("/_"):
            return await _send(self._knobs(method, path, body), send)
        self.calls[f"{method} {path}"] += 1
        fault = self.fault
        if self.latency_ms:
            await asyncio.sleep(self.latency_ms / 1000)
        if fault == "hang":
            while (await receive())["type"] != "http.disconnect":
                pass
            return None
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        reply = self._answer(method, path, headers, body)
        if fault is not None and fault not in OF_THE_CONNECTION:
            reply = spoiled(fault, reply)
        return await _send(reply, send, whole=fault != "die")

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        try:
            check_key(self.key, headers.get("authorization", ""))
        except Refusal as refusal:
            return refused(refusal)
        reply = answer(method, path, body, self.installed)
        if reply.forecast is not None:
            self.series += len(reply.forecast["forecasts"])
        return reply

    def _knobs(self, method: str, path: str, body: bytes) -> Reply:
        if (method, path) == ("GET", "/_calls"):
            found = {"total": self.calls.total(), "calls": dict(self.calls), "series": self.series}
            return Reply(200, orjson.dumps(found))
        if path != "/_fault" or method not in ("GET", "POST"):
            return refused(Refusal(404, "there are GET /_calls, GET /_fault and POST /_fault"))
        if method == "POST":
            try:
                wanted = {"fault": self.fault, "latency_ms": self.latency_ms, **orjson.loads(body)}
                if wanted["fault"] == "refuse":
                    raise InputError("fault", "refuse", "chosen from the start: whoever listens cannot refuse")
                self.turn(wanted["latency_ms"], wanted["fault"])
            except (ValueError, TypeError) as error:
                return refused(Refusal(400, str(error)))
        return Reply(200, orjson.dumps({"fault": self.fault, "latency_ms": self.latency_ms}))


async def _send(reply: Reply, send: ASGISendCallable, whole: bool = True) -> None:
    headers = {
        "content-type": reply.content_type,
        "content-length": str(len(reply.body)),
        "x-simulated": f"tollama {VERSION}",
        **reply.headers,
    }
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": encoded, "trailers": False})
    if whole:
        await send({"type": "http.response.body", "body": reply.body, "more_body": False})
    else:  # uvicorn closes the connection of an answer that was not completed
        await send({"type": "http.response.body", "body": reply.body[: len(reply.body) // 2], "more_body": True})


# --- the transport ---


class _Server(uvicorn.Server):
    """uvicorn's server that says when it accepts, and ends quietly on SIGTERM and SIGINT."""

    def __init__(self, application: Application) -> None:
        config = uvicorn.Config(
            cast(Any, application), http="h11", loop="asyncio", ws="none", lifespan="off", log_config=None,
            log_level="critical", access_log=False, server_header=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        super().__init__(config)
        self.accepting = threading.Event()
        self.first_line = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.first_line:
            print(self.first_line, flush=True)
        self.accepting.set()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {caught: signal.signal(caught, self.handle_exit) for caught in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for caught, handler in before.items():
                signal.signal(caught, handler)


def _socket(port: int, listening: bool) -> socket.socket:
    """A bound socket; one that does not listen refuses every connection and keeps its port."""
    # naming the protocol lets asyncio set TCP_NODELAY; without it every small answer waits 40 ms for an acknowledgement
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
        if listening:
            bound.listen(512)
    except (OSError, OverflowError) as error:
        bound.close()
        raise InputError("port", port, f"a free port ({error})") from None
    return bound


def _url(bound: socket.socket) -> str:
    return f"http://{HOST}:{bound.getsockname()[1]}"


def serve(port: int = 0, *, latency_ms: float = 0.0, fault: str | None = None, key: str | None = None) -> None:
    """Serve until SIGTERM or SIGINT; the first line on stdout is `listening on URL`. Raises InputError."""
    application = Application(latency_ms, fault, key)
    bound = _socket(port, listening=fault != "refuse")
    line = f"listening on {_url(bound)}"
    if fault == "refuse":
        with bound:
            ends = {signal.SIGINT, signal.SIGTERM}
            signal.pthread_sigmask(signal.SIG_BLOCK, ends)
            print(line, flush=True)
            signal.sigwait(ends)
        return
    server = _Server(application)
    server.first_line = line
    server.run(sockets=[bound])


class ContractServer:
    """The server in a thread of this process.

    with ContractServer(latency_ms=15) as server:
        httpx2.get(server.url + "/api/tags")
    """

    def __init__(
        self, *, latency_ms: float = 0.0, fault: str | None = None, key: str | None = None, port: int = 0
    ) -> None:
        self._application = Application(latency_ms, fault, key)
        self._port = port
        self._thread: threading.Thread | None = None
        self.url = ""  # known once entered

    @property
    def calls(self) -> dict[str, int]:
        """Requests that arrived, by method and path."""
        return dict(self._application.calls)

    @property
    def forecasts(self) -> int:
        """Requests for a forecast that arrived."""
        return self._application.calls["POST /v1/forecast"]

    def turn(self, fault: str | None = None, latency_ms: float = 0.0) -> None:
        """Choose another fault, or none. Raises InputError."""
        self._application.turn(latency_ms, fault)

    def __enter__(self) -> ContractServer:
        listening = self._application.fault != "refuse"
        self._bound = _socket(self._port, listening)
        self.url = _url(self._bound)
        if listening:
            self._server = _Server(self._application)
            self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._bound]}, daemon=True)
            self._thread.start()
            self._server.accepting.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._bound.close()
