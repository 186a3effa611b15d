"""What the runner tells while it works; the command line shows it, tests and servers stay silent."""

from typing import Protocol


class Progress(Protocol):
    """Told of every step; `total` is None where the size of a list is not known beforehand."""

    def start(self, step: str, total: int | None = None) -> None: ...

    def advance(self, n: int = 1, note: str = "") -> None: ...

    def done(self, step: str, note: str = "") -> None: ...


class _Silent:
    def start(self, step: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, n: int = 1, note: str = "") -> None:
        """Say nothing."""

    def done(self, step: str, note: str = "") -> None:
        """Say nothing."""


silent: Progress = _Silent()
