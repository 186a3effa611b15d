"""Progress of a run, on stderr: a moving line in a terminal, plain lines elsewhere, nothing for what is quick."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

QUICK_S = 2.0  # what ends sooner needs no telling
EVERY_S = 5.0  # between two plain lines of one step


class Told:
    """What the pipeline's runner talks to. Use as a context manager, so that the terminal is left in order."""

    def __init__(self) -> None:
        self._step, self._total, self._done, self._note = "", 0, 0, ""
        self._started = self._told_at = time.monotonic()
        self._told = False
        self._status: Any = None

    def __enter__(self) -> Told:
        if sys.stderr.isatty():
            from rich.console import Console

            self._status = Console(stderr=True).status("starting")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def start(self, step: str, total: int | None = None) -> None:
        self._step, self._total, self._done, self._note = step, total or 0, 0, ""
        self._started = self._told_at = time.monotonic()
        self._told = False

    def advance(self, n: int = 1, note: str = "") -> None:
        self._done += n
        self._note = note or self._note
        now = time.monotonic()
        if now - self._started < QUICK_S:
            return
        if self._status is not None:
            self._status.update(self._line())
            self._status.start()
        elif now - self._told_at > EVERY_S or not self._told:
            print(self._line(), file=sys.stderr, flush=True)
            self._told_at, self._told = now, True

    def done(self, step: str, note: str = "") -> None:
        seconds = time.monotonic() - self._started
        if self._status is not None:
            self._status.stop()
        if seconds > QUICK_S:
            print(f"{step}: done in {seconds:.1f} s{f', {note}' if note else ''}", file=sys.stderr, flush=True)

    def _line(self) -> str:
        share = f"{self._done:,} of {self._total:,}" if self._total else f"{self._done:,}"
        return f"{self._step}: {share}{f', {self._note}' if self._note else ''}"
