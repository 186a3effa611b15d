"""A client whose transport, clock and chance are ours; everything between them is real."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import httpx2
import pytest
from hypothesis import settings

from credence.sources.http import Answer, Http

settings.register_profile("shared machine", deadline=None)  # a slow example is no wrong example
settings.load_profile("shared machine")

Handler = Callable[[httpx2.Request], httpx2.Response]


@dataclass
class Time:
    """A clock that only moves when someone sleeps or a test pushes it."""

    elapsed: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.elapsed

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.elapsed += seconds

    def now(self) -> datetime:
        return datetime(2026, 11, 21, 12, tzinfo=UTC) + timedelta(seconds=self.elapsed)


@dataclass
class Upstream:
    """Opens clients onto a handler and remembers what was asked, kept and waited for."""

    time: Time = field(default_factory=Time)
    kept: list[Answer] = field(default_factory=list)
    asked: list[httpx2.Request] = field(default_factory=list)
    opened: list[Http] = field(default_factory=list)

    def open(self, handler: Handler, source: str = "gamma", base_url: str = "https://gamma.test", **options) -> Http:
        def remember(request: httpx2.Request) -> httpx2.Response:
            self.asked.append(request)
            return handler(request)

        defaults = {
            "keep": self.kept.append,
            "requests_per_second": None,
            "concurrency": 1,
            "attempts": 4,
            "transport": httpx2.MockTransport(remember),
            "sleep": self.time.sleep,
            "random": Random(7),
            "now": self.time.now,
            "clock": self.time.clock,
        }
        http = Http(source, base_url, **{**defaults, **options})
        self.opened.append(http)
        return http

    def play(self, *script: httpx2.Response | Exception, **options) -> Http:
        """A client that gets these answers in turn; the last one for ever."""
        turns = list(script)

        def handler(request: httpx2.Request) -> httpx2.Response:
            turn = turns.pop(0) if len(turns) > 1 else turns[0]
            if isinstance(turn, Exception):
                raise turn
            # a response can be read once: hand out a fresh one, unless its body is a stream of its own
            if isinstance(turn.stream, httpx2.ByteStream):
                return httpx2.Response(turn.status_code, headers=turn.headers, content=turn.content)
            return turn

        return self.open(handler, **options)


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    upstream = Upstream()
    yield upstream
    for http in upstream.opened:
        http.close()
