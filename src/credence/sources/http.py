"""Http: one upstream, asked politely. Retry, timeout and typed failures live here and nowhere else, the waits in pace.

In   a path and parameters; a decoder that reads the whole body or refuses it
Out  what the decoder made of it; before that, every whole answer (errors too) went to `keep` as received
Rule None, "" and [] are never sent: upstreams read them as "no filter". Lists become flat repeated keys, booleans
     lower case, moments epoch seconds.
Rule an answer that broke off before its end is not an answer: it is counted and asked again, not kept.

    408 425 5xx, resets, timeouts        Unreachable   asked again
    429, 503 with Retry-After            Busy          asked again, not before the wish (at most a minute) is granted
    cut or odd JSON, not JSON, 3xx       UnknownShape  asked again, a cut answer looks the same
    any other 4xx                        Refused       final
"""

import ipaddress
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from types import TracebackType
from typing import TypeAlias, TypeVar
from urllib.parse import urlencode

import httpx2
import msgspec

from .. import __version__
from ..errors import Busy, InputError, Refused, UnknownShape, Unreachable, UpstreamFailure
from ..settings import Settings
from .pace import BACKOFF_S, LONGEST_WISH_S, LOOPBACK_BACKOFF_S, BackOff, Deadline, TokenBucket, polite_rate, retry_after_s

log = logging.getLogger(__name__)

T = TypeVar("T")
S = TypeVar("S")
Scalar: TypeAlias = str | int | float | bool | datetime | None
Param: TypeAlias = Scalar | Sequence[Scalar]
Params: TypeAlias = Mapping[str, Param]
Decoder: TypeAlias = msgspec.json.Decoder[T] | Callable[[bytes], T]

CONCURRENCY = 4
STALE_AFTER_S = 300  # the longest max-age seen on the upstreams' CDN
LARGEST_BODY = 64 << 20  # 30 times the heaviest page seen; beyond it something is wrong
LONGEST_URL_IN_FAILURE = 300
KEPT_HEADERS = frozenset({
    "age", "cache-control", "cf-cache-status", "content-type", "date", "deprecation", "etag", "expires",
    "last-modified", "retry-after", "sunset", "warning", "x-derived", "x-simulated", "x-trace-id",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer, as it was received."""

    source: str
    endpoint: str  # the list it belongs to, not its path: "markets", "prices-history"
    method: str
    url: str  # without user and password
    request: str | None  # the body that was sent
    status: int
    headers: dict[str, str]  # lower-case; only those of KEPT_HEADERS
    body: bytes  # after the transfer's compression is undone; otherwise untouched
    received_at: datetime  # UTC


Keep: TypeAlias = Callable[[Answer], None]


@dataclass(slots=True)
class Counters:
    """What happened, by attempt: a request that was answered at the third try counts three requests, two retries."""

    requests: int = 0
    answers: int = 0
    retries: int = 0
    busy: int = 0
    unreachable: int = 0
    unknown_shape: int = 0
    refused: int = 0
    bytes: int = 0
    stale: int = 0
    waited_s: float = 0.0


class Http:
    """One upstream. Safe to share between threads; `keep` is called by one thread at a time."""

    def __init__(
        self,
        source: str,
        base_url: str,
        *,
        keep: Keep,
        requests_per_second: float | None = None,
        concurrency: int = CONCURRENCY,
        timeout_s: float = 20.0,
        connect_timeout_s: float = 5.0,
        attempts: int = 6,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        random: Random | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`timeout_s` is for one whole answer; a stalled one is noticed at most another `timeout_s` later."""
        base = _parsed(base_url)
        self.source, self.attempts = source, max(1, attempts)
        self.base_url = str(base.copy_with(username=None, password=None)).rstrip("/")
        self.loopback = is_loopback(base.host)
        self.counters = Counters()
        self._concurrency = max(1, concurrency)
        self._timeout_s, self._connect_timeout_s = timeout_s, connect_timeout_s
        self._keep, self._sleep, self._now, self._clock = keep, sleep, now, clock
        base_s = LOOPBACK_BACKOFF_S if self.loopback else BACKOFF_S
        self._back_off = BackOff(base_s, random or Random())  # noqa: S311 spreads retries, guards nothing
        self._bucket = TokenBucket(requests_per_second, clock=clock)
        self._at_work = threading.BoundedSemaphore(self._concurrency)
        self._keeping, self._counting = threading.Lock(), threading.Lock()
        self._client = httpx2.Client(
            transport=transport,
            trust_env=not self.loopback,  # a proxy has no business with our own machine
            auth=(base.username, base.password) if base.userinfo else None,
            limits=httpx2.Limits(max_connections=self._concurrency, max_keepalive_connections=self._concurrency),
            headers={"user-agent": f"credence/{__version__}", "accept": "application/json"},
        )

    def __enter__(self) -> "Http":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def url(self, path: str, params: Params | None = None) -> str:
        """The address that `get` would ask.

        >>> Http("gamma", "http://localhost/", keep=print).url("/m", {"id": ["1", "2"], "closed": True, "slug": ""})
        'http://localhost/m?id=1&id=2&closed=true'
        """
        pairs = [
            (name, text)
            for name, value in (params or {}).items()
            for text in map(_text, value if isinstance(value, list | tuple) else [value])
            if text
        ]
        return f"{self.base_url}{path}" + (f"?{urlencode(pairs, safe=',')}" if pairs else "")

    def get(
        self,
        endpoint: str,
        path: str,
        params: Params | None = None,
        *,
        decoder: Decoder[T],
        deadline: Deadline | None = None,
    ) -> T:
        """What `decoder` makes of the answer. It refuses a body with ValueError or a msgspec error."""
        return self._ask(endpoint, "GET", self.url(path, params), None, decoder, deadline)

    def post(
        self, endpoint: str, path: str, body: object, *, decoder: Decoder[T], deadline: Deadline | None = None
    ) -> T:
        """The same for a question too long for an address; it changes nothing upstream, so it is retried too."""
        content = msgspec.json.encode(body)
        return self._ask(endpoint, "POST", self.url(path), content, decoder, deadline)

    def map(self, ask: Callable[[S], T], items: Iterable[S]) -> Iterator[T]:
        """`ask` of every item, in order, several at a time; the first failure ends it.

        Items are taken as they are needed, so that a long list is neither asked nor held ahead of its reader.
        """
        if self._concurrency == 1:
            yield from map(ask, items)
            return
        pool = ThreadPoolExecutor(self._concurrency, thread_name_prefix=self.source)
        running: deque[Future[T]] = deque()
        try:
            for item in items:
                running.append(pool.submit(ask, item))
                if len(running) >= 2 * self._concurrency:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def back_off(self, attempt: int, deadline: Deadline | None = None, at_least_s: float = 0.0) -> bool:
        """Waits before the next attempt. False, without waiting, if `deadline` is nearer."""
        wait_s = self._back_off.seconds(attempt, at_least_s)
        if deadline is not None and wait_s >= deadline.left():
            return False
        self._wait(wait_s)
        return True

    def _ask(
        self,
        endpoint: str,
        method: str,
        url: str,
        content: bytes | None,
        decoder: Decoder[T],
        deadline: Deadline | None,
    ) -> T:
        decode = decoder.decode if isinstance(decoder, msgspec.json.Decoder) else decoder
        attempt = 1
        while True:
            try:
                return self._attempt(endpoint, method, url, content, decode, deadline)
            except UpstreamFailure as failure:
                self._count(**{failure.kind: 1})
                wish_s = (failure.after_s or 0.0) if isinstance(failure, Busy) else 0.0
                self._bucket.hold(min(wish_s, LONGEST_WISH_S))
                if not failure.retry or attempt >= self.attempts:
                    raise
                log.info("attempt %d of %d: %s", attempt, self.attempts, failure)
                if not self.back_off(attempt, deadline, wish_s):
                    raise
            attempt += 1
            self._count(retries=1)

    def _attempt(
        self,
        endpoint: str,
        method: str,
        url: str,
        content: bytes | None,
        decode: Callable[[bytes], T],
        deadline: Deadline | None,
    ) -> T:
        with self._at_work:
            turn_s = self._bucket.reserve()
            if deadline is not None and turn_s >= deadline.left():
                raise Unreachable(self.source, _short(url), "no turn before the deadline")
            self._wait(turn_s)
            self._count(requests=1)
            answer = self._answer(endpoint, method, url, content, deadline)
        self._count(answers=1, bytes=len(answer.body), stale=int(_age_s(answer) > STALE_AFTER_S))
        with self._keeping:
            self._keep(answer)
        failure = self._judged(answer)
        if failure is not None:
            raise failure
        try:
            return decode(answer.body)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise UnknownShape(self.source, _short(url), f"unreadable answer: {error}") from error

    def _answer(self, endpoint: str, method: str, url: str, content: bytes | None, deadline: Deadline | None) -> Answer:
        patience_s = min(self._timeout_s, max(deadline.left(), 0.001)) if deadline else self._timeout_s
        timeout = httpx2.Timeout(patience_s, connect=min(self._connect_timeout_s, patience_s))
        headers = {"content-type": "application/json"} if content is not None else None
        ends = self._clock() + patience_s
        chunks: list[bytes] = []
        size = 0
        try:
            with self._client.stream(method, url, content=content, headers=headers, timeout=timeout) as response:
                for chunk in response.iter_bytes():
                    chunks.append(chunk)
                    size += len(chunk)
                    if size > LARGEST_BODY:
                        raise UnknownShape(self.source, _short(url), f"an answer of over {LARGEST_BODY} bytes")
                    if self._clock() > ends:
                        raise Unreachable(self.source, _short(url), f"no whole answer within {patience_s:g} s")
        except httpx2.DecodingError as error:
            raise UnknownShape(self.source, _short(url), f"broken compression: {error}") from error
        except httpx2.TransportError as error:
            why = f"{type(error).__name__}: {error}"
            raise Unreachable(self.source, _short(url), why) from error
        return Answer(
            source=self.source,
            endpoint=endpoint,
            method=method,
            url=url,
            request=None if content is None else content.decode(),
            status=response.status_code,
            headers={name: value for name, value in response.headers.items() if name in KEPT_HEADERS},
            body=b"".join(chunks),
            received_at=self._now(),
        )

    def _judged(self, answer: Answer) -> UpstreamFailure | None:
        """What the status and the content type say; an error's body is never parsed (a 429 can be a web page)."""
        status, url = answer.status, _short(answer.url)
        wish_s = retry_after_s(answer.headers, answer.received_at)
        if status == 429 or (status == 503 and wish_s is not None):
            return Busy(self.source, url, wish_s)
        if status in (408, 425) or status >= 500:
            return Unreachable(self.source, url, f"answered {status}")
        if 400 <= status < 500:
            return Refused(self.source, url, status, _printable(answer.body))
        if not 200 <= status < 300:
            return UnknownShape(self.source, url, f"answered {status}, neither data nor an error")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind and not kind.endswith(("/json", "+json")):
            return UnknownShape(self.source, url, f"answered {kind}, not JSON")
        return None

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self._count(waited_s=seconds)
            self._sleep(seconds)

    def _count(self, **more: float) -> None:
        with self._counting:
            for name, value in more.items():
                setattr(self.counters, name, getattr(self.counters, name) + value)


def open_http(
    settings: Settings,
    source: str,
    keep: Keep,
    *,
    concurrency: int = CONCURRENCY,
    transport: httpx2.BaseTransport | None = None,
    sleep: Callable[[float], None] = time.sleep,
    random: Random | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    clock: Callable[[], float] = time.monotonic,
) -> Http:
    """The client of `gamma`, `clob` or `data_api`, at a fifth of the published rate (loopback: no limit)."""
    urls = {"gamma": settings.gamma_url, "clob": settings.clob_url, "data_api": settings.data_api_url}
    if source not in urls:
        raise InputError("source", source, f"one of {', '.join(urls)}")
    rate = settings.requests_per_second
    if rate is None and not is_loopback(_parsed(urls[source]).host):
        rate = polite_rate(source)
    return Http(
        source,
        urls[source],
        keep=keep,
        requests_per_second=rate,
        concurrency=concurrency,
        timeout_s=settings.timeout_s,
        connect_timeout_s=settings.connect_timeout_s,
        attempts=settings.attempts,
        transport=transport,
        sleep=sleep,
        random=random,
        now=now,
        clock=clock,
    )


def epoch_s(moment: datetime) -> int:
    """Whole seconds since 1970, as the upstreams count."""
    if moment.tzinfo is None:
        raise InputError("moment", moment, "a time with a zone")
    return int(moment.timestamp())


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, as far as its name tells."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _parsed(base_url: str) -> httpx2.URL:
    try:
        url = httpx2.URL(base_url)
    except httpx2.InvalidURL as error:
        raise InputError("base_url", base_url, "an address that begins with http:// or https://") from error
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise InputError("base_url", base_url, "an address that begins with http:// or https://")
    return url


def _text(value: Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(epoch_s(value) if isinstance(value, datetime) else value)


def _age_s(answer: Answer) -> int:
    age = answer.headers.get("age", "")
    return int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0


def _short(url: str) -> str:
    return url if len(url) <= LONGEST_URL_IN_FAILURE else url[:LONGEST_URL_IN_FAILURE] + "..."


def _printable(body: bytes) -> str:
    """The beginning of an error's body, safe for a terminal."""
    text = body[:1000].decode("utf-8", "replace")
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
