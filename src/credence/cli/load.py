"""Load over real HTTP: requests offered at a fixed rate over a few connections, whatever becomes of them.

A request's latency runs from the moment at which it was due, not from when a connection was free to send it: a server that
stalls delays those who would have come meanwhile, and that counts (no coordinated omission).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

HEADER_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Sent:
    """One request and what became of it. Times in seconds from the start of the load; status 0: no answer."""

    index: int
    due: float
    ended: float
    status: int
    body: bytes

    @property
    def latency_s(self) -> float:
        return self.ended - self.due


def offer(
    host: str, port: int, path: str, bodies: Sequence[bytes], per_s: float, connections: int = 32,
    halfway: Callable[[], Awaitable[None]] | None = None,
) -> list[Sent]:  # fmt: skip
    """POST each body, the k-th due k / per_s seconds after the start. `halfway` is awaited beside the load, once."""
    return asyncio.run(_offer(host, port, path, bodies, per_s, connections, halfway))


async def _offer(
    host: str, port: int, path: str, bodies: Sequence[bytes], per_s: float, connections: int,
    halfway: Callable[[], Awaitable[None]] | None,
) -> list[Sent]:  # fmt: skip
    opened = [Connection(host, port) for _ in range(min(connections, len(bodies)))]
    await asyncio.gather(*(one.open() for one in opened))
    sent: list[Sent] = []
    numbers = iter(range(len(bodies)))
    beside: asyncio.Task[Any] | None = None
    start = time.perf_counter() + 0.05

    async def work(connection: Connection) -> None:
        nonlocal beside
        for index in numbers:
            due = index / per_s
            await asyncio.sleep(max(0.0, start + due - time.perf_counter()))
            if halfway is not None and beside is None and index >= len(bodies) // 2:
                beside = asyncio.ensure_future(halfway())
            status, body = await connection.post(path, bodies[index])
            sent.append(Sent(index, due, time.perf_counter() - start, status, body))

    await asyncio.gather(*(work(one) for one in opened))
    if beside is not None:
        await beside
    for one in opened:
        one.close()
    return sorted(sent, key=lambda one: one.index)


class Connection:
    """One HTTP/1.1 connection, opened again where the server has closed it."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(self.host, self.port)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer; (0, b"") where none came."""
        return await self._ask("POST", path, body)

    async def get(self, path: str) -> tuple[int, bytes]:
        return await self._ask("GET", path, b"")

    async def _ask(self, verb: str, path: str, body: bytes) -> tuple[int, bytes]:
        head = (
            f"{verb} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode()
        for _ in range(2):  # a kept connection may have been closed while it was idle
            try:
                if self._reader is None or self._reader.at_eof():
                    await self.open()
                return await self._exchange(head + body)
            except (OSError, asyncio.IncompleteReadError, ValueError):
                self.close()
        return 0, b""

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        assert self._reader is not None
        assert self._writer is not None
        self._writer.write(request)
        head = await self._reader.readuntil(HEADER_END)
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await self._reader.readexactly(int(fields["content-length"]))
        if fields.get("connection", "").lower() == "close":
            self.close()
        return int(first.split(" ")[1]), body


def ask(host: str, port: int, verb: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    """One request on a connection of its own."""

    async def once() -> tuple[int, bytes]:
        connection = Connection(host, port)
        found = await (connection.get(path) if verb == "GET" else connection.post(path, body))
        connection.close()
        return found

    return asyncio.run(once())


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed; nan of none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
