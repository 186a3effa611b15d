"""The strip under the header: how old the data is, how much of it was seen, and its manifest.

What the tables and the newest finished run say is read once per version of the lake.
"""

import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from ... import __version__
from ...errors import NotBuilt
from ...products import coverage
from ..reader import Reader, facts, manifest_of

STALE_AFTER_S = 36 * 3600  # data is made daily; half a day of grace


class Strips:
    """Strips of one lake. Safe for many threads."""

    def __init__(self, lake: Reader) -> None:
        self._lake = lake
        self._lock = threading.Lock()
        self._known: tuple[tuple[str, str | None], dict[str, Any]] | None = None

    def now(self) -> dict[str, Any]:
        """The strip of the page document; `age_seconds` and `stale` are as of this moment."""
        found = facts(self._lake)
        key = (found["lake_version"], found["run_id"])
        with self._lock:
            if self._known is None or self._known[0] != key:
                self._known = (key, self._read(found["run_id"]))
            of_run = self._known[1]
        age = _age(found["as_of"])
        return {
            "as_of": found["as_of"],
            "age_seconds": age,
            "stale": age is not None and age > STALE_AFTER_S and not found["simulated"],
            "simulated": bool(found["simulated"]),
            **of_run,
            "run_id": found["run_id"],
            "lake_version": found["lake_version"],
            "code_version": __version__,
        }

    def _read(self, run_id: str | None) -> dict[str, Any]:
        nothing: dict[str, Any] = {"seen_share": None, "gaps": None, "manifest": None}
        if run_id is None:
            return nothing
        with suppress(NotBuilt):
            nothing |= coverage.seen(self._lake, run_id)
        return nothing | {"manifest": manifest_of(self._lake, run_id)}


def _age(as_of: str | None) -> float | None:
    """Seconds since the data's end; None without data."""
    if as_of is None:
        return None
    return round(max(0.0, (datetime.now(UTC) - datetime.fromisoformat(as_of.replace("Z", "+00:00"))).total_seconds()), 1)
