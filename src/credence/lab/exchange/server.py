"""The server: one ASGI application over a catalogue, its clock and its faults, on loopback.

Lab       GET, POST /lab/as-of {"as_of": ISO time or null}; GET, POST /lab/faults {"faults": spec, "seed": n};
          GET /lab/folder. These never fail on purpose.
Headers   `x-simulated` where the folder is a world, `x-derived` where an answer was made here, `age`, `date`
"""

from __future__ import annotations

import asyncio
import math
import signal
import socket
import struct
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import orjson
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ...errors import Failure, InputError
from . import faults as faults_module
from .catalogue import Catalogue
from .faults import Faults, spoiled
from .folder import Folder
from .objects import iso
from .routes import answer
from .view import NOW, View
from .wire import Answer, Refused, Request, json_answer

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

HOST = "127.0.0.1"
RESET = struct.pack("ii", 1, 0)  # SO_LINGER of 0 s: closing sends RST instead of FIN


class Application:
    """What is served: an ASGI application."""

    def __init__(self, folder: str, as_of: datetime | None, faults: str, seed: int) -> None:
        self.faults = Faults(faults, seed)  # first: a wrong spec should not wait for the folder
        source = Folder(folder)
        self.world = source.world()
        self.catalogue = Catalogue.of(source)
        self.move(as_of)

    def move(self, as_of: datetime | None) -> None:
        """Set the clock; None is the end of the recording."""
        aware = as_of if as_of is None or as_of.tzinfo else as_of.replace(tzinfo=UTC)
        self.view = View(self.catalogue, NOW if aware is None else aware.timestamp())

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message["body"]
            if not message["more_body"]:
                break
        request = Request.of(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), body)
        if request.path.startswith("/lab/"):
            found = self._lab(request)
        else:
            found = answer(self.view, request)
            kind, detail = self.faults.choose(request, found)
            if kind == "reset":
                return await _reset(scope.get("client"), scope.get("server"), receive)
            if kind == "stall":
                await asyncio.sleep(faults_module.STALL_S)
            elif kind is not None:
                found = spoiled(kind, found, detail)
        if self.world is not None:
            found = found.also(x_simulated=f"{self.world.name} seed={self.world.seed}")
        await _send(found, request.method, send)

    def _lab(self, request: Request) -> Answer:
        """Turn the knobs of the laboratory, or look at them."""
        try:
            if request.path == "/lab/as-of":
                if request.method == "POST":
                    self.move(_moment(request.body))
                moment = self.view.moment
                return json_answer({"as_of": iso(moment) if math.isfinite(moment) else None})
            if request.path == "/lab/faults":
                if request.method == "POST":
                    self.faults.set(*_spec(request.body))
                served = dict(self.faults.served)
                return json_answer({"faults": self.faults.spec, "seed": self.faults.seed, "served": served})
            if request.path == "/lab/folder":
                return json_answer(self._contents())
        except (Failure, Refused) as failure:
            message = str(failure) if isinstance(failure, Failure) else "the body is not what this address takes"
            return Answer(orjson.dumps({"error": message}), 400)
        return Answer(orjson.dumps({"error": "the laboratory has /lab/as-of, /lab/faults and /lab/folder"}), 404)

    def _contents(self) -> dict[str, int]:
        return {
            "markets": len(self.view.markets),
            "events": len(self.view.events),
            "clob_markets": len(self.view.clob_recorded),
            "histories": len(self.catalogue.series),
            "resolutions": len(self.catalogue.resolutions),
            "unreadable": self.catalogue.unreadable,
        }


def _fields(body: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise InputError("body", body[:80], "a JSON object")
    return value


def _moment(body: bytes) -> datetime | None:
    value = _fields(body).get("as_of")
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError("as_of", value, "an ISO time or null") from None


def _spec(body: bytes) -> tuple[str, int]:
    fields = _fields(body)
    spec, seed = fields.get("faults", ""), fields.get("seed", 0)
    if not isinstance(spec, str) or not isinstance(seed, int):
        raise InputError("faults, seed", (spec, seed), "a text and a whole number")
    return spec, seed


async def _send(found: Answer, method: str, send: ASGISendCallable) -> None:
    headers = {"content-type": found.content_type, "content-length": str(len(found.body)), **found.headers}
    encoded = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": found.status, "headers": encoded, "trailers": False})
    body = b"" if method == "HEAD" else found.body
    await send({"type": "http.response.body", "body": body, "more_body": False})


# --- the transport ---

_open: dict[tuple[object, object], asyncio.Transport] = {}  # (client, server) address -> its connection


class _Connection(H11Protocol):
    """uvicorn's connection, findable by its addresses so that it can be reset."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._ends = self.client, self.server
        _open[self._ends] = transport
        # asyncio does this, but not where `socket.create_server` made the listener; without it an answer takes 40 ms
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connection_lost(self, exc: Exception | None) -> None:
        _open.pop(self._ends, None)
        super().connection_lost(exc)


async def _reset(client: object, server: object, receive: ASGIReceiveCallable) -> None:
    """Reset the connection and wait until uvicorn has noticed, else it would answer 500."""
    transport = _open.get((client, server))
    if transport is not None:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


class _Server(uvicorn.Server):
    """uvicorn's server that says when it accepts, and ends quietly on SIGTERM and SIGINT."""

    def __init__(self, application: Application) -> None:
        config = uvicorn.Config(
            cast(Any, application), http=_Connection, loop="asyncio", ws="none", lifespan="off", log_config=None,
            log_level="error", access_log=False, server_header=False, timeout_graceful_shutdown=1,
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


def _listen(port: int) -> tuple[socket.socket, str]:
    # naming the protocol lets asyncio set TCP_NODELAY; without it every small answer waits 40 ms for an acknowledgement
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise InputError("port", port, f"a free port ({error.strerror})") from None
    return listener, f"http://{HOST}:{listener.getsockname()[1]}"


def run(folder: str, port: int = 0, as_of: datetime | None = None, faults: str = "", seed: int = 0) -> None:
    """Serve a folder until SIGTERM or SIGINT.

    The first line on stdout says where; the last on stderr counts what failed on purpose.
    """
    application = Application(folder, as_of, faults, seed)
    listener, url = _listen(port)
    server = _Server(application)
    server.first_line = f"listening on {url}"
    server.run(sockets=[listener])
    print(f"faults served: {application.faults}", file=sys.stderr, flush=True)


class Exchange:
    """A folder served from a thread of this process.

    with Exchange(folder, faults="reset:0.1", seed=7) as exchange:
        httpx2.get(exchange.url + "/gamma/markets/keyset")
    """

    def __init__(
        self, folder: str, as_of: datetime | None = None, faults: str = "", seed: int = 0, port: int = 0
    ) -> None:
        self._application = Application(str(folder), as_of, faults, seed)
        self._port = port
        self.url = ""  # known once entered

    @property
    def faults_served(self) -> dict[str, int]:
        """How often each kind of fault was served; every kind is there."""
        return dict(self._application.faults.served)

    def __enter__(self) -> Exchange:
        listener, self.url = _listen(self._port)
        self._server = _Server(self._application)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()
        self._server.accepting.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
