"""GET /stream: server-sent events, one whenever the lake has a new version.

One watcher per application looks at the versions, and only while somebody listens; listeners wait without any work of their own.
An event's id is the lake's version: who comes back with it as Last-Event-ID is sent nothing twice, and if it is an old one the
newest state, once. A listener ends when it goes, or when the server stops.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from ..config import rules
from ..errors import InputError, TooMany
from ..products import markets
from ..tables import freshness
from .access import network_of
from .answers import to_json
from .asking import documented_stream
from .parameters import StreamParameters
from .reader import Reader, facts
from .times import iso

router = APIRouter(tags=["stream"])

LAKE, PRICES = "lake", "prices"
TOPIC = re.compile(rf"{LAKE}|{PRICES}:[^\s,:]{{1,200}}")
BEAT = b"event: beat\ndata: {}\n\n"  # an event, so that a listener can tell a quiet line from a dead one


@dataclass(frozen=True)
class Wanted:
    """What a listener asked for: the lake's versions, and markets by their own ids."""

    lake: bool
    markets: tuple[str, ...]


class Watch:
    """What one application knows of its listeners, and of the lake's newest version."""

    def __init__(self, lake: Reader) -> None:
        self.lake, self.rule = lake, rules("stream")
        self.known: dict[str, Any] = {}
        self.by_address: Counter[str] = Counter()
        self.stopped = False
        self._changed = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()

    def join(self, address: str) -> None:
        """Count one listener more. Raises TooMany where the asker, or all of them, listen often enough already."""
        if self.by_address[address] >= self.rule["per_address"] or self.by_address.total() >= self.rule["in_all"]:
            raise TooMany(self.rule["heartbeat_s"])
        self.by_address[address] += 1

    def leave(self, address: str) -> None:
        """Count one less; with the last one the watcher ends."""
        self.by_address[address] -= 1
        self.by_address += Counter()  # drops those at 0
        if not self.by_address and self._looking is not None:
            self._looking.cancel()
            self._looking, self.known = None, {}

    async def begin(self) -> None:
        """Have a watcher that has looked at least once."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
            self.known = await to_thread.run_sync(facts, self.lake)
        while not self.known:
            await asyncio.sleep(0.01)  # another listener has just begun it

    async def newer_than(self, version: str) -> bool:
        """Wait for another version; False after a heartbeat without one, or when the server stops."""
        with suppress(asyncio.TimeoutError):
            async with asyncio.timeout(self.rule["heartbeat_s"]), self._changed:
                await self._changed.wait_for(lambda: self.stopped or self.known["lake_version"] != version)
        return not self.stopped and bool(self.known["lake_version"] != version)

    def stop(self) -> None:
        """End all listeners; from any thread."""
        self.stopped = True
        self._loop.call_soon_threadsafe(lambda: self._loop.create_task(self._tell()))

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(self.rule["poll_s"])
            found = await to_thread.run_sync(facts, self.lake)
            if found["lake_version"] != self.known["lake_version"]:
                self.known = found
                await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


class Listening(StreamingResponse):
    """The response to one listener, who is counted until it ends, however it ends."""

    def __init__(self, watch: Watch, address: str, events: AsyncIterator[bytes]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(events, media_type="text/event-stream", headers=headers)
        self.watch, self.address = watch, address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.watch.leave(self.address)


def watch_of(app: FastAPI, lake: Reader) -> Watch:
    """The one watch of an application, made at the first call; from within its event loop."""
    found: Watch | None = getattr(app.state, "watch", None)
    if found is None:
        found = app.state.watch = Watch(lake)
    return found


def stop(app: FastAPI) -> None:
    """End all listeners of an application whose server stops."""
    found: Watch | None = getattr(app.state, "watch", None)
    if found is not None:
        found.stop()


@router.get("/stream", responses=documented_stream())
async def read_stream(request: Request, asked: Annotated[StreamParameters, Query()]) -> StreamingResponse:
    """New versions of the lake as server-sent events: `lake` for each, `prices` for every market that is listened to.

    `topics` are `lake` and `prices:MARKET`, with commas between. Where nothing is new, a `beat` comes every 15
    seconds. Last-Event-ID
    resumes: the version that one has is not sent again.
    """
    lake: Reader = request.app.state.shop.lake
    wanted = await to_thread.run_sync(_wanted, lake, _topics(asked.topics))
    watch, address = watch_of(request.app, lake), network_of(request)
    watch.join(address)
    return Listening(watch, address, _events(watch, wanted, request.headers.get("last-event-id", "")))


async def _events(watch: Watch, wanted: Wanted, had: str) -> AsyncIterator[bytes]:
    """The stream of one listener, who has the version `had`."""
    yield f"retry: {watch.rule['retry_s'] * 1000}\n\n".encode()
    await watch.begin()
    while not watch.stopped:
        version = watch.known["lake_version"]
        if version != had:
            had = version
            yield await to_thread.run_sync(_news, watch.lake, dict(watch.known), wanted)
        elif not await watch.newer_than(version) and not watch.stopped:
            yield BEAT


def _news(lake: Reader, known: dict[str, Any], wanted: Wanted) -> bytes:
    """All events of one version; only the last one carries its id, so that none is lost where a line breaks between them."""
    newest = freshness.newest_price_at(lake)
    stamps = {"source_at": iso(newest) if newest else None, "sent_at": iso(datetime.now(UTC))}
    told: list[tuple[str, dict[str, Any]]] = []
    if wanted.lake:
        told.append((LAKE, {name: known[name] for name in ("lake_version", "as_of", "run_id", "simulated")} | stamps))
    for market_id in wanted.markets:
        state = freshness.of_market(lake, market_id)
        if state is not None:
            told.append((PRICES, state | {"lake_version": known["lake_version"], "sent_at": stamps["sent_at"]}))
    parts = [b"event: " + kind.encode() + b"\ndata: " + to_json(data) + b"\n" for kind, data in told]
    if not parts:
        return BEAT
    parts[-1] = b"id: " + known["lake_version"].encode() + b"\n" + parts[-1]
    return b"\n".join(parts) + b"\n"


def _topics(text: str) -> list[str]:
    """The topics asked for, each once. Raises InputError for what is none."""
    found = list(dict.fromkeys(text.split(",")))
    most = rules("stream")["topics"]
    if len(found) > most or not all(TOPIC.fullmatch(topic) for topic in found):
        raise InputError("topics", text[:200], f"{LAKE} and {PRICES}:MARKET with commas between, {most} at most")
    return found


def _wanted(lake: Reader, topics: list[str]) -> Wanted:
    names = [topic.partition(":")[2] for topic in topics if topic != LAKE]
    return Wanted(LAKE in topics, tuple(markets.identify(lake, name) for name in names))
