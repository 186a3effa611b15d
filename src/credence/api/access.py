"""Who may ask for what costs, and how fast: a token where one is set, and a rate for each asker.

Costly routes take `Authorization: Bearer TOKEN` once CREDENCE_API_TOKEN is set; without one the server is bound to loopback
only. An asker is the holder of the token, else an address (of IPv6 the /64 network). Each has a bucket of requests that fills
evenly; who finds it empty is told when to come back. A wrong token costs its sender's address as much as a request.
"""

import hmac
import ipaddress
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from fastapi import Request

from ..config import rules
from ..errors import InputError, TooLarge, TooMany, Unauthorized
from ..settings import Settings

LEAST_LENGTH = 16
# A word of the first kind gives a token away, wherever it stands; of the second, if little is left without it.
TELLING = re.compile(r"change|replace|example|placeholder|password|insert|default|sample|secret|[<>{}]")
PLAIN = re.compile(r"token|test|dummy|todo|fixme|your|my|key|admin|credence|api|access|auth|bearer|goes|here|put|0?123\d*|\W|_")
LEAST_DIFFERENT = 6  # characters; random tokens of 16 have more but once in ten thousand times
ALREADY_COUNTED = "credence.counted"  # in the scope of a request that is part of one that has been counted
DRAINED = 8  # bodies up to so many times the limit are read to their end, so that the refusal is heard


class Access:
    """The door of one application. Raises InputError for a token that anybody could guess."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._token = None if settings.api_token is None else checked_token(settings.api_token.get_secret_value())
        config: dict[str, Any] = rules("forecast")["rate"]
        per_s = settings.api_rate_per_s or config["per_s"]
        burst = config["burst"] if settings.api_rate_per_s is None else max(1.0, 2 * per_s)
        self.buckets = Buckets(per_s, burst, config["identities"], clock)

    def admit(self, request: Request) -> None:
        """Let the request pass. Raises Unauthorized, TooMany."""
        address = network_of(request)
        counted = request.scope.get(ALREADY_COUNTED, False)
        if self._token is None:
            if not counted:
                self.buckets.take(address)
            return
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        known = kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode("utf-8", "replace"), self._token)
        if not counted:
            self.buckets.take("token" if known else address)
        if not known:
            raise Unauthorized("this address needs a token" if not given else "this is not the token")


class Buckets:
    """Token buckets, one per identity, the least recently seen forgotten beyond `identities`."""

    def __init__(self, per_s: float, burst: float, identities: int, clock: Callable[[], float]) -> None:
        self._per_s, self._burst, self._most, self._clock = float(per_s), float(burst), identities, clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()  # identity -> (requests left, as of)

    def __len__(self) -> int:
        return len(self._held)

    def take(self, identity: str) -> None:
        """One request. Raises TooMany with the time until there is one."""
        with self._lock:
            now = self._clock()
            left, since = self._held.pop(identity, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._per_s)
            self._held[identity] = (left - 1 if left >= 1 else left, now)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        if left < 1:
            raise TooMany((1 - left) / self._per_s)


def checked_token(token: str) -> bytes:
    """The token, if nobody would guess it. Raises InputError, which does not hold it."""
    plain = token.strip()
    found = None
    if len(plain) < LEAST_LENGTH:
        found = f"one of {len(plain)} characters"
    elif TELLING.search(plain.lower()) or len(set(PLAIN.sub("", plain.lower()))) < LEAST_DIFFERENT:
        found = "a placeholder"
    elif not plain.isascii() or not plain.isprintable() or " " in plain:
        found = "one that does not fit into a header"
    if found:
        failure = InputError("CREDENCE_API_TOKEN", found, f"a random token of {LEAST_LENGTH} characters or more")
        failure.next_step = 'make one: python -c "import secrets; print(secrets.token_urlsafe(32))"'
        raise failure
    return plain.encode()


def check_binding(host: str, settings: Settings) -> None:
    """Refuse to serve costly routes to others than this machine without a token. Raises InputError."""
    if settings.api_token is not None:
        checked_token(settings.api_token.get_secret_value())
    elif not is_loopback(host):
        failure = InputError("--host", host, "a loopback address as long as CREDENCE_API_TOKEN is unset")
        failure.next_step = "set CREDENCE_API_TOKEN to a random token, or serve on 127.0.0.1"
        raise failure


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def network_of(request: Request) -> str:
    """The asker's address, of IPv6 the /64 network."""
    return _network(request.client.host if request.client else "")


def _network(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64] or "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


# ---------------------------------------------------------------- for routes


async def admitted(request: Request) -> None:
    """Dependency of every costly route."""
    request.app.state.access.admit(request)


async def admitted_to_draw(request: Request) -> None:
    """Dependency of routes that cost only where draws are asked for."""
    if request.query_params.get("draws", "0") != "0":
        await admitted(request)


async def body_of(request: Request, most_bytes: int) -> bytes:
    """The whole body. Raises TooLarge, once what was sent has been read, or will never fit."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > DRAINED * most_bytes:
        raise TooLarge(most_bytes)
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= most_bytes:
            chunks.append(chunk)
        elif size > DRAINED * most_bytes:
            break
    if size > most_bytes:
        raise TooLarge(most_bytes)
    return b"".join(chunks)
