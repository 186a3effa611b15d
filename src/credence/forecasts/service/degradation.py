"""How much is still asked of a provider that is failing or slow, and how it gets its work back, step by step.

normal         every request reaches the model
degraded       one request in `every` does, with the shorter patience `timeout_s`; the rest are answered from the cache, however
               stale it may be, or by the baseline
baseline-only  nothing reaches the model; the cache and the baseline answer

Down: as soon as the window holds enough calls, and the share of failed or of slow ones reaches the bound of a state; that may
skip `degraded`. Up: one state at a time. baseline-only ends after `hold_s`, because nothing is learned in it; degraded ends
after `hold_s`, if the shares of its newest `recovery_calls` calls lie below its bounds. A change of state empties the window,
so that a state is judged by what was seen in it. Safe for many threads.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["normal", "degraded", "baseline-only"]
STATES: tuple[State, ...] = ("normal", "degraded", "baseline-only")
MOST_CALLS = 20_000  # of the window; older ones are forgotten early
Call = tuple[float, bool, bool]  # moment, failed, slow


@dataclass(frozen=True)
class Bound:
    """Shares of the calls in the window, at and above which a state begins."""

    failure_share: float
    slow_share: float


@dataclass(frozen=True)
class DegradationRules:
    """When states begin and end; see config/forecast.yml."""

    window_s: float = 30.0
    calls_at_least: int = 20
    slow_s: float = 0.25
    degraded: Bound = Bound(0.2, 0.5)
    baseline_only: Bound = Bound(0.6, 0.9)
    every: int = 4
    timeout_s: float = 0.3
    hold_s: float = 30.0
    recovery_calls: int = 5


@dataclass(frozen=True)
class Admission:
    """Leave for one request: the state it was given in, and the patience with the call; None is the usual one."""

    generation: int
    state: State
    timeout_s: float | None


class Degradation:
    """One provider's state. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float], rules: DegradationRules | None = None) -> None:
        self._clock, self.rules = clock, rules or DegradationRules()
        self._lock = threading.Lock()
        self._state: State = "normal"
        self._since = clock()
        self._generation = self._asked = 0  # states so far, and requests that wanted the model in this one
        self._window: deque[Call] = deque()
        self._failed = self._slow = 0  # of the window
        self._newest: deque[Call] = deque(maxlen=self.rules.recovery_calls)
        self.changes: list[tuple[State, State]] = []  # the newest hundred

    @property
    def state(self) -> State:
        """normal, degraded or baseline-only, as of now."""
        with self._lock:
            self._recover()
            return self._state

    def admitted(self) -> Admission | None:
        """Leave for this request to reach the model, or None. In degraded the first of every `every` has it."""
        with self._lock:
            self._recover()
            if self._state == "baseline-only":
                return None
            self._asked += 1
            if self._state == "normal":
                return Admission(self._generation, self._state, None)
            if (self._asked - 1) % self.rules.every:
                return None
            return Admission(self._generation, self._state, self.rules.timeout_s)

    def ended(self, admission: Admission, seconds: float, *, failed: bool) -> None:
        """A call that reached the model took so long, and failed or not. One that began in an earlier state says nothing."""
        with self._lock:
            if admission.generation != self._generation:
                return
            call = (self._clock(), failed, seconds > self.rules.slow_s)
            self._newest.append(call)
            self._window.append(call)
            self._failed, self._slow = self._failed + call[1], self._slow + call[2]
            self._forget()
            self._worsen()
            self._recover()

    def _forget(self) -> None:
        oldest = self._clock() - self.rules.window_s
        while self._window and (self._window[0][0] < oldest or len(self._window) > MOST_CALLS):
            _, failed, slow = self._window.popleft()
            self._failed, self._slow = self._failed - failed, self._slow - slow

    def _worsen(self) -> None:
        n = len(self._window)
        if n < self.rules.calls_at_least:
            return
        bounds: tuple[tuple[State, Bound], ...] = (
            ("baseline-only", self.rules.baseline_only), ("degraded", self.rules.degraded),
        )  # fmt: skip
        for state, bound in bounds:
            reached = self._failed >= bound.failure_share * n or self._slow >= bound.slow_share * n
            if reached and STATES.index(self._state) < STATES.index(state):
                self._become(state)
                return

    def _recover(self) -> None:
        if self._state == "normal" or self._clock() - self._since < self.rules.hold_s:
            return
        if self._state == "baseline-only":
            self._become("degraded")
            return
        n, bound = len(self._newest), self.rules.degraded
        failed, slow = sum(call[1] for call in self._newest), sum(call[2] for call in self._newest)
        if n >= self.rules.recovery_calls and failed < bound.failure_share * n and slow < bound.slow_share * n:
            self._become("normal")

    def _become(self, state: State) -> None:
        self.changes = [*self.changes[-99:], (self._state, state)]
        self._state, self._since, self._asked = state, self._clock(), 0
        self._generation += 1
        self._failed = self._slow = 0
        self._window.clear()
        self._newest.clear()


def degradation_rules(config: dict[str, Any]) -> DegradationRules:
    """The rules of config/forecast.yml's `degradation`."""
    bounds = {name: Bound(**config[name]) for name in ("degraded", "baseline_only")}
    return DegradationRules(**{**config, **bounds})
