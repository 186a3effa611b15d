"""Addresses with `manifest=`: the same answers over the lake as that run left it.

Any address takes it, as a page and as data. Routes never see it: they are given that lake in place of the newest.
"""

import threading
from collections import OrderedDict
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from anyio import to_thread
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import Failure, InputError, NotKept
from ..lake.then import Manifests, check_kept
from ..products.runs import newest_done
from . import failures
from .answers import to_json
from .failures import PINNED
from .reader import Reader

PIN = "manifest"
PIN_ASKED = "credence.manifest"  # in the scope: what the address said, for the links of an answer
PIN_DOCUMENTED = {
    "name": PIN, "in": "query", "required": False, "schema": {"type": "string", "pattern": "^[0-9a-f]{8,64}$"},
    "description": "first digits of a run's manifest: the answer is of the data as that run left it",
}  # fmt: skip
HELD = 3  # lakes of former runs that are kept open


class Pins:
    """The lakes of former runs, by the first digits of their manifests. Safe for many threads."""

    def __init__(self, lake: Reader) -> None:
        self.newest = lake
        self._manifests = Manifests(lake.layout)
        self._held: OrderedDict[str, Reader] = OrderedDict()
        self._seen: str | None = None  # the newest run when the files were looked for
        self._lock = threading.Lock()

    def of(self, manifest: str) -> Reader:
        """The lake that a manifest names; the newest where nothing has changed since.

        Raises InputError, NotFound, and NotKept where files are gone.
        """
        with self._lock:
            then = self._manifests.find(manifest)
            newest = (newest_done(self.newest) or {}).get("run_id")
            if newest == then.run_id and then.numbers == self.newest.versions():
                return self.newest
            if self._seen != newest:  # a run sweeps files away at its end
                self._held.clear()
                self._seen = newest
            if then.manifest not in self._held:
                ended_at = (self.newest.state.run(then.run_id) or {}).get("ended_at")
                if ended_at is None:  # killed after its manifest: the run was taken up again, and has another
                    raise NotKept(then.manifest)
                check_kept(self.newest.layout, then, datetime.fromisoformat(ended_at))
                self._held[then.manifest] = Reader(self.newest, then)
            self._held.move_to_end(then.manifest)
            while len(self._held) > HELD:
                self._held.popitem(last=False)  # closed when the last request that reads it is done
            return self._held[then.manifest]


class Pinning:
    """ASGI middleware: takes `manifest` off the address and puts its lake into the scope."""

    def __init__(self, app: ASGIApp, pins: Pins) -> None:
        self.app, self._pins = app, pins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or f"{PIN}=".encode() not in scope["query_string"]:
            return await self.app(scope, receive, send)
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        asked = [value for name, value in pairs if name == PIN]
        if not asked:  # another parameter whose name or value ends so
            return await self.app(scope, receive, send)
        try:
            if len(asked) > 1:
                raise InputError(PIN, f"{len(asked)} values", "one value: a parameter is given once")
            lake = await to_thread.run_sync(self._pins.of, asked[0])
        except Failure as failure:
            status, body = failures.of_failure(failure)
            return await Response(to_json(body), status, media_type="application/json")(scope, receive, send)
        query = urlencode([(name, value) for name, value in pairs if name != PIN]).encode()
        inner = {**scope, "query_string": query, PINNED: lake, PIN_ASKED: asked[0]}
        try:
            await self.app(inner, receive, send)
        finally:
            scope["route"] = inner.get("route")  # counters go by route
