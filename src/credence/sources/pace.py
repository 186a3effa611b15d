"""Pace: how fast an upstream is asked, how long is waited before it is asked again, and when nobody waits any more.

Unit seconds; every clock counts from an arbitrary zero, as time.monotonic does
Rule what an upstream publishes or wishes comes before our own haste
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from random import Random

# Requests in 10 s that each upstream publishes for the narrowest of the lists that we read.
PUBLISHED_PER_10_S = {"gamma": 300, "clob": 500, "data_api": 200}
SHARE_OF_PUBLISHED = 0.2
BACKOFF_S, LOOPBACK_BACKOFF_S, LONGEST_BACKOFF_S = 0.5, 0.02, 30.0
LONGEST_WISH_S = 60.0  # a longer Retry-After is a reason to fail and come back with another run


class Deadline:
    """A moment after which nobody waits for the result any more."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._ends = clock() + seconds

    def left(self) -> float:
        """Seconds; negative when it has passed."""
        return self._ends - self._clock()


class TokenBucket:
    """At most `rate` starts a second (None: no limit) and `burst` at once; `hold` silences everyone for a while."""

    def __init__(self, rate: float | None, burst: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._slack = (burst - 1) * self._gap
        self._clock = clock
        self._due = self._held_until = clock() - self._slack
        self._lock = threading.Lock()

    def reserve(self) -> float:
        """Takes the next start; the caller waits the returned seconds before using it."""
        with self._lock:
            now = self._clock()
            start = max(now, self._due - self._slack, self._held_until)
            self._due = max(start, self._due) + self._gap
            return start - now

    def hold(self, seconds: float) -> None:
        with self._lock:
            self._held_until = max(self._held_until, self._clock() + seconds)


@dataclass(frozen=True, slots=True)
class BackOff:
    """Full jitter up to a ceiling that starts at `base_s` and doubles with each attempt."""

    base_s: float
    random: Random

    def seconds(self, attempt: int, at_least_s: float = 0.0) -> float:
        """The wait after the `attempt`th try, counted from 1; a wish of the upstream counts up to a minute."""
        ceiling: float = min(LONGEST_BACKOFF_S, self.base_s * 2 ** min(attempt - 1, 16))
        return max(ceiling * self.random.random(), min(at_least_s, LONGEST_WISH_S))


def polite_rate(source: str) -> float:
    """Requests a second: our share of what the upstream publishes."""
    return PUBLISHED_PER_10_S[source] / 10 * SHARE_OF_PUBLISHED


def retry_after_s(headers: Mapping[str, str], received_at: datetime) -> float | None:
    """Seconds of Retry-After, given as seconds or as a date; None where it is absent or makes no sense.

    >>> retry_after_s({"retry-after": "120"}, datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    """
    wish = headers.get("retry-after", "").strip()
    try:
        seconds = float(wish)
    except ValueError:
        until = _http_date(wish)
        if until is None:
            return None
        # measured on the upstream's own clock where it tells it: ours may be wrong
        asked_at = _http_date(headers.get("date", "")) or received_at
        return max(0.0, (until - asked_at).total_seconds())
    return seconds if isfinite(seconds) and seconds >= 0 else None


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
