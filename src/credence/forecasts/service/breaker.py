"""The circuit breaker: a provider that only fails is left alone for a while, then tried with a few calls.

closed     calls pass; opens when the newest calls hold enough failures
open       nothing passes, for `open_s`
half_open  `probes` calls at once may pass; as many good ones in a row close it, one bad one opens it again

Nygard (2018), Release It!, 2nd edition, chapter 5. Safe for many threads.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["closed", "open", "half_open"]


@dataclass(frozen=True)
class BreakerRules:
    """When it opens and for how long; see config/forecast.yml."""

    window_calls: int = 5
    window_s: float = 60.0
    failures_at_least: int = 5
    failure_rate: float = 1.0
    open_s: float = 120.0
    probes: int = 2


@dataclass
class Permit:
    """Leave for one call. Its result counts only if the breaker has not changed its state since; hand it back once."""

    breaker: "Breaker"
    generation: int
    _spent: bool = field(default=False, repr=False)

    def succeeded(self) -> None:
        self._end(True)

    def failed(self) -> None:
        self._end(False)

    def unused(self) -> None:
        """The call says nothing about the provider: it was not made, or refused for what was asked."""
        self._end(None)

    def _end(self, good: bool | None) -> None:
        if not self._spent:
            self._spent = True
            self.breaker._ended(self.generation, good)


class Breaker:
    """One provider's breaker. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float], rules: BreakerRules | None = None) -> None:
        self._clock, self._rules = clock, rules or BreakerRules()
        self._lock = threading.Lock()
        self._state: State = "closed"
        self._generation = 0
        self._opened_at = 0.0
        self._calls: deque[tuple[float, bool]] = deque(maxlen=self._rules.window_calls)
        self._under_way = self._good = 0
        self.opened = 0  # times

    @property
    def state(self) -> State:
        """closed, open or half_open, as of now."""
        with self._lock:
            self._look()
            return self._state

    def permit(self) -> Permit | None:
        """Leave for a call, or None: then the provider must not be asked."""
        with self._lock:
            self._look()
            if self._state == "open":
                return None
            if self._state == "half_open":
                if self._under_way >= self._rules.probes:
                    return None
                self._under_way += 1
            return Permit(self, self._generation)

    def _look(self) -> None:
        if self._state == "open" and self._clock() - self._opened_at >= self._rules.open_s:
            self._become("half_open")

    def _become(self, state: State) -> None:
        self._state = state
        self._generation += 1
        self._under_way = self._good = 0
        self._calls.clear()
        if state == "open":
            self._opened_at = self._clock()
            self.opened += 1

    def _ended(self, generation: int, good: bool | None) -> None:
        with self._lock:
            if generation != self._generation:
                return  # a late answer to a call of an earlier state
            if self._state == "half_open":
                self._under_way -= 1
                self._good += good is True
                if good is False:
                    self._become("open")
                elif self._good >= self._rules.probes:
                    self._become("closed")
            elif good is not None:
                self._count(good)

    def _count(self, good: bool) -> None:
        now = self._clock()
        self._calls.append((now, good))
        recent = [ok for moment, ok in self._calls if now - moment <= self._rules.window_s]
        failures = recent.count(False)
        if failures >= self._rules.failures_at_least and failures >= self._rules.failure_rate * len(recent):
            self._become("open")


def breaker_rules(config: dict[str, Any]) -> BreakerRules:
    """The rules of config/forecast.yml's `breaker`."""
    return BreakerRules(**config)
