"""What a caller may choose about a run."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

ALL_SOURCES = ("gamma", "clob", "prices", "resolutions", "oi", "books")


@dataclass(frozen=True)
class Options:
    """as_of: the run's only now. since, until, backfill: the window of prices to ask for (backfill None: all there is)."""

    command: str = "run"
    sources: tuple[str, ...] = ALL_SOURCES
    drops: str | None = None
    as_of: datetime | None = None
    live: bool = False
    since: datetime | None = None
    until: datetime | None = None
    backfill: timedelta | None = timedelta(days=90)
    resume: bool = False
    max_batches: int | None = None  # pages and batches to ask for before the run pauses
    build: bool = True  # False: only keep what upstreams say; tables are built by a later run

    def described(self) -> dict[str, Any]:
        """For the manifest: what was chosen, without how it was started."""
        chosen = asdict(self)
        return {name: value for name, value in chosen.items() if name != "resume"}
