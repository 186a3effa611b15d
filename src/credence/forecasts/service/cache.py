"""Answers kept by the hash of the request: the same question is asked once, however many ask it at once.

fresh   younger than `fresh_s`: the answer
stale   younger than `stale_s`: stands in where making a new one failed
Bounded, the least recently used forgotten first. One flight per key: who comes second waits for the first. Safe for many threads.
"""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
How = Literal["hit", "joined", "made"]


@dataclass(frozen=True)
class Made(Generic[T]):
    """What a maker hands over: its answer, and whether the next who asks may have it."""

    value: T
    keep: bool = True


class Cache(Generic[T]):
    """`clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float], fresh_s: float = 60.0, stale_s: float = 120.0, entries: int = 4096) -> None:
        self._clock, self._fresh_s, self._stale_s, self._entries = clock, fresh_s, stale_s, entries
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[float, T]] = OrderedDict()
        self._flights: dict[bytes, Future[T]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: bytes, make: Callable[[], Made[T]]) -> tuple[T, How]:
        """The fresh answer, or that of the flight under way, or a new one. What `make` raises reaches all who wait."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and self._clock() - kept[0] < self._fresh_s:
                self._kept.move_to_end(key)
                return kept[1], "hit"
            flight = self._flights.get(key)
            if flight is None:
                mine: Future[T] = Future()
                self._flights[key] = mine
        if flight is not None:
            return flight.result(), "joined"
        return self._fly(key, mine, make), "made"

    def stale(self, key: bytes) -> T | None:
        """An answer that is at most `stale_s` old, fresh or not."""
        with self._lock:
            kept = self._kept.get(key)
            return kept[1] if kept is not None and self._clock() - kept[0] <= self._stale_s else None

    def _fly(self, key: bytes, mine: Future[T], make: Callable[[], Made[T]]) -> T:
        made: Made[T] | None = None
        try:
            made = make()
        finally:
            self._land(key, made)
            if made is None:
                mine.set_exception(sys.exception() or RuntimeError("nothing was made"))
            else:
                mine.set_result(made.value)
        return made.value

    def _land(self, key: bytes, made: Made[T] | None) -> None:
        with self._lock:
            self._flights.pop(key, None)
            if made is not None and made.keep:
                self._kept[key] = (self._clock(), made.value)
                self._kept.move_to_end(key)
                while len(self._kept) > self._entries:
                    self._kept.popitem(last=False)
