"""TollamaClient: one tollama server over HTTP. It asks, waits, tries again and reads strictly; it knows nothing of prices.

Asked   POST /v1/forecast (one JSON for all series; /api/forecast would stream lines), GET /api/version, /v1/health,
        /api/tags, POST /api/pull
Refuses fields it does not know (400), quantiles that are no ascending floats (400), a model it has not pulled (404),
        a missing or wrong key (401)
Key     sent as `Authorization: Bearer`, and nowhere else: no failure, log line or repr holds it

    timeout                                      TimedOut      asked again
    408 425 5xx, resets, a body that broke off   Unreachable   asked again
    429, 503 with Retry-After                    Busy          asked again if the wish is a second or less
    not JSON, wrong lengths, ids, numbers        UnknownShape  asked again, a cut answer looks the same
    any other 4xx                                Refused       final
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from types import TracebackType
from typing import Any, TypeVar

import httpx2
import msgspec
import numpy as np
import orjson
from pydantic import SecretStr

from .. import __version__
from ..errors import Busy, InputError, Refused, TimedOut, UnknownShape, Unreachable, UpstreamFailure
from ..sources.http import is_loopback
from ..sources.pace import BackOff, retry_after_s
from .interface import Floats

log = logging.getLogger(__name__)

T = TypeVar("T")

SOURCE = "tollama"
DEFAULT_URL = "http://127.0.0.1:11435"
TIMEOUT_S, PULL_TIMEOUT_S = 1.2, 1800.0
ATTEMPTS = 2
BACKOFF_S = 0.05  # ceiling of the first wait; drawn evenly below it
LONGEST_WISH_S = 1.0  # nobody waits longer for a forecast; a longer Retry-After is a failure
MOST_CONNECTIONS, MOST_KEPT_ALIVE = 200, 50
LARGEST_BODY = 256 << 20
NEAR = 1e-6  # quantile keys are texts: "0.1", "0.10" and "0.1000000001" are one level
LONGEST_DETAIL = 200


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that the server has pulled."""

    name: str
    family: str
    digest: str  # which weights; empty where the server does not say


@dataclass(frozen=True, slots=True)
class SeriesToForecast:
    """One series of a request: oldest first, without gaps."""

    id: str
    timestamps: Sequence[str]  # ISO 8601 without zone, UTC
    target: Sequence[float]


@dataclass(slots=True)
class Counters:
    """What happened, by attempt; a failure is counted by its kind."""

    requests: int = 0
    retries: int = 0
    answers: int = 0  # that could be read
    timeout: int = 0
    unreachable: int = 0
    busy: int = 0
    unknown_shape: int = 0
    refused: int = 0
    waited_s: float = 0.0


class _Forecast(msgspec.Struct):
    id: str
    quantiles: dict[str, list[float]] | None = None


class _Forecasts(msgspec.Struct):
    forecasts: list[_Forecast]


class _Version(msgspec.Struct):
    version: str


class _Health(msgspec.Struct):
    status: str


class _Details(msgspec.Struct):
    family: str = ""


class _Tag(msgspec.Struct):
    name: str
    digest: str | None = None
    details: _Details | None = None


class _Tags(msgspec.Struct):
    models: list[_Tag]


class _Pulled(msgspec.Struct):
    status: str
    model: str
    digest: str | None = None


class TollamaClient:
    """One server. Safe to share between threads."""

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        key: SecretStr | str | None = None,
        timeout_s: float = TIMEOUT_S,
        attempts: int = ATTEMPTS,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        random: Random | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`timeout_s` is for one attempt; an answer that stalls half-way is noticed at most another `timeout_s` later.

        Raises: InputError.
        """
        base = _address(url)
        if not (math.isfinite(timeout_s) and timeout_s > 0):
            raise InputError("timeout_s", timeout_s, "a number of seconds above 0")
        self.url = str(base).rstrip("/")
        self.timeout_s, self.attempts = timeout_s, max(1, attempts)
        self.counters = Counters()
        self._sleep, self._clock = sleep, clock
        self._back_off = BackOff(BACKOFF_S, random or Random())  # noqa: S311 spreads retries, guards nothing
        self._counting = threading.Lock()
        self._client = httpx2.Client(
            transport=transport,
            trust_env=not is_loopback(base.host),  # a proxy has no business with our own machine
            limits=httpx2.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=MOST_KEPT_ALIVE),
            headers={"user-agent": f"credence/{__version__}", "accept": "application/json", **_authorization(key)},
        )

    def __enter__(self) -> "TollamaClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def version(self, *, attempts: int | None = None) -> str:
        """What the server calls itself. Raises UpstreamFailure."""
        return self._ask("GET", "/api/version", msgspec.json.Decoder(_Version).decode, attempts=attempts).version

    def health(self) -> bool:
        """Whether the server says that it is well; False when it cannot be reached or answers nonsense."""
        try:
            return self._ask("GET", "/v1/health", msgspec.json.Decoder(_Health).decode, attempts=1).status == "ok"
        except UpstreamFailure:
            return False

    def models(self, *, attempts: int | None = None) -> tuple[InstalledModel, ...]:
        """What the server has pulled. Raises UpstreamFailure."""
        tags = self._ask("GET", "/api/tags", msgspec.json.Decoder(_Tags).decode, attempts=attempts)
        return tuple(
            InstalledModel(tag.name, tag.details.family if tag.details else "", tag.digest or "") for tag in tags.models
        )

    def pull(self, model: str, *, accept_license: bool = False, timeout_s: float = PULL_TIMEOUT_S) -> str:
        """Have the server fetch a model's weights, which can take minutes; returns their digest, maybe empty.

        Raises: UpstreamFailure; Refused where the server does not know the model or wants its licence accepted.
        """
        body = orjson.dumps({"model": model, "stream": False, "accept_license": accept_license})
        decode = msgspec.json.Decoder(_Pulled).decode
        pulled = self._ask("POST", "/api/pull", decode, body, attempts=1, timeout_s=timeout_s)
        return pulled.digest or ""

    def forecast(
        self,
        model: str,
        series: Sequence[SeriesToForecast],
        freq: str,
        horizon: int,
        quantiles: Sequence[float],
        *,
        options: Mapping[str, Any] | None = None,
        patience_s: float | None = None,
    ) -> Floats:
        """Quantiles of every series in one call: (n series, horizon, n quantiles), as the server gave them, crossing or not.

        quantiles   ascending, between 0 and 1
        patience_s  for all attempts and waits together; None: `timeout_s` for each attempt

        The answer's own time stamps are not read: step k is the k-th after the last value that was sent.

        Raises: UpstreamFailure; UnknownShape unless every series has every level at every step, finite.
        """
        body = orjson.dumps({
            "model": model,
            "horizon": int(horizon),
            "quantiles": [float(level) for level in quantiles],
            "series": [
                {"id": one.id, "freq": freq, "timestamps": one.timestamps, "target": one.target} for one in series
            ],
            "options": dict(options or {}),
            "timeout": float(self.timeout_s if patience_s is None else min(self.timeout_s, patience_s)),
        })  # fmt: skip
        ids = [one.id for one in series]

        def decode(answer: bytes) -> Floats:
            return _quantiles(msgspec.json.decode(answer, type=_Forecasts), ids, horizon, quantiles)

        return self._ask("POST", "/v1/forecast", decode, body, patience_s=patience_s)

    # --- asking ---

    def _ask(
        self,
        method: str,
        path: str,
        decode: Callable[[bytes], T],
        body: bytes | None = None,
        *,
        attempts: int | None = None,
        timeout_s: float | None = None,
        patience_s: float | None = None,
    ) -> T:
        ends = math.inf if patience_s is None else self._clock() + patience_s
        most = self.attempts if attempts is None else attempts
        attempt = 1
        while True:
            try:
                left_s = min(timeout_s or self.timeout_s, ends - self._clock())
                return self._attempt(method, path, decode, body, left_s)
            except UpstreamFailure as failure:
                self._count(**{failure.kind: 1})
                if not failure.retry or attempt >= most or not self._wait(attempt, failure, ends):
                    raise
                log.info("attempt %d of %d: %s", attempt, most, failure)
            attempt += 1
            self._count(retries=1)

    def _wait(self, attempt: int, failure: UpstreamFailure, ends: float) -> bool:
        """Wait before the next attempt; False, without waiting, where nobody would wait for it."""
        wish_s = (failure.after_s or 0.0) if isinstance(failure, Busy) else 0.0
        wait_s = self._back_off.seconds(attempt, wish_s)
        if wish_s > LONGEST_WISH_S or self._clock() + wait_s >= ends:
            return False
        self._count(waited_s=wait_s)
        self._sleep(wait_s)
        return True

    def _attempt(
        self, method: str, path: str, decode: Callable[[bytes], T], body: bytes | None, timeout_s: float
    ) -> T:
        url = self.url + path
        if timeout_s <= 0:
            raise TimedOut(SOURCE, url, "no time left to ask")
        self._count(requests=1)
        answer = self._answer(method, url, body, timeout_s)
        try:
            read = decode(answer)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise UnknownShape(SOURCE, url, f"unreadable answer: {error}") from error
        self._count(answers=1)
        return read

    def _answer(self, method: str, url: str, body: bytes | None, timeout_s: float) -> bytes:
        """The whole body of a good answer."""
        ends = self._clock() + timeout_s
        headers = {"content-type": "application/json"} if body is not None else None
        chunks: list[bytes] = []
        size = 0
        try:
            with self._client.stream(method, url, content=body, headers=headers, timeout=timeout_s) as response:
                for chunk in response.iter_bytes():
                    chunks.append(chunk)
                    size += len(chunk)
                    if size > LARGEST_BODY:
                        raise UnknownShape(SOURCE, url, f"an answer of over {LARGEST_BODY} bytes")
                    if self._clock() > ends:
                        raise TimedOut(SOURCE, url, f"no whole answer within {timeout_s:g} s")
        except httpx2.TimeoutException as error:
            raise TimedOut(SOURCE, url, f"no answer within {timeout_s:g} s ({type(error).__name__})") from error
        except httpx2.DecodingError as error:
            raise UnknownShape(SOURCE, url, f"broken compression: {error}") from error
        except httpx2.TransportError as error:
            raise Unreachable(SOURCE, url, f"{type(error).__name__}: {error}") from error
        whole = b"".join(chunks)
        failure = _judged(url, response, whole)
        if failure is not None:
            raise failure
        return whole

    def _count(self, **more: float) -> None:
        with self._counting:
            for name, value in more.items():
                setattr(self.counters, name, getattr(self.counters, name) + value)


# --- reading ---


def _quantiles(answer: _Forecasts, ids: Sequence[str], horizon: int, quantiles: Sequence[float]) -> Floats:
    """(n series, horizon, n quantiles) in the order asked for. Raises ValueError."""
    by_id = {forecast.id: forecast for forecast in answer.forecasts}
    if len(answer.forecasts) != len(ids) or by_id.keys() != set(ids):
        raise ValueError(f"forecasts of {len(answer.forecasts)} series, asked for {len(ids)}, or of others")
    values = np.array([[_level(by_id[name], level, horizon) for level in quantiles] for name in ids])
    if not np.isfinite(values).all():
        raise ValueError("a forecast that is no finite number")
    return np.ascontiguousarray(values.transpose(0, 2, 1))


def _level(forecast: _Forecast, wanted: float, horizon: int) -> list[float]:
    """The path of the level whose key is that number, however it is written. Raises ValueError."""
    found = [path for key, path in (forecast.quantiles or {}).items() if abs(float(key) - wanted) < NEAR]
    if len(found) != 1:
        raise ValueError(f"series {forecast.id!r} has {len(found)} paths for the quantile {wanted:g}")
    if len(found[0]) != horizon:
        raise ValueError(f"series {forecast.id!r} has {len(found[0])} steps, asked for {horizon}")
    return found[0]


def _judged(url: str, response: httpx2.Response, body: bytes) -> UpstreamFailure | None:
    """What the status and the content type say of an answer."""
    status = response.status_code
    # the server's own clock, since nothing here asks what time it is; without it a date makes no sense and is no wish
    wish_s = retry_after_s(response.headers, datetime.max.replace(tzinfo=UTC))
    if status == 429 or (status == 503 and wish_s is not None):
        return Busy(SOURCE, url, wish_s)
    if status in (408, 425) or status >= 500:
        return Unreachable(SOURCE, url, f"answered {status}")
    if 400 <= status < 500:
        return Refused(SOURCE, url, status, _detail(body))
    if not 200 <= status < 300:
        return UnknownShape(SOURCE, url, f"answered {status}, neither data nor an error")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not kind.endswith(("/json", "+json")):
        return UnknownShape(SOURCE, url, f"answered {kind}, not JSON")
    return None


def _detail(body: bytes) -> str:
    text = body[: 4 * LONGEST_DETAIL].decode("utf-8", errors="replace")
    return "".join(letter if letter.isprintable() else " " for letter in text)[:LONGEST_DETAIL]


def _authorization(key: SecretStr | str | None) -> dict[str, str]:
    secret = key.get_secret_value() if isinstance(key, SecretStr) else key
    if not secret or not secret.strip():
        return {}
    if not secret.isascii() or not secret.strip().isprintable():
        raise InputError("tollama_key", "a key that is not shown", "printable ASCII")  # the value would be logged
    return {"authorization": f"Bearer {secret.strip()}"}


def _address(url: str) -> httpx2.URL:
    wanted = "an address such as http://127.0.0.1:11435, without user, password or query"
    try:
        base = httpx2.URL(url)
    except httpx2.InvalidURL:
        raise InputError("tollama_url", url, wanted) from None
    bare = base.copy_with(username=None, password=None)
    if base.scheme not in ("http", "https") or not base.host or base.userinfo or base.query or base.fragment:
        raise InputError("tollama_url", str(bare), wanted)
    return bare
