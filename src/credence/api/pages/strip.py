"""The strip under the header: how old the data is, how much of it was seen, and its manifest.

What the tables and the newest finished run say is read once per version of the lake.
"""

import threading
from collections import OrderedDict
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from ... import __version__
from ...errors import Failure, NotBuilt
from ...products import coverage
from ..pins import Pins
from ..reader import Reader, facts

STALE_AFTER_S = 36 * 3600  # data is made daily; half a day of grace


HELD = 4


class Strips:
    """Strips of one lake. Safe for many threads."""

    def __init__(self, pins: Pins) -> None:
        self._pins = pins
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str | None], dict[str, Any]] = OrderedDict()

    def now(self, manifest: str = "") -> dict[str, Any]:
        """The strip of the page document; `age_seconds` and `stale` are as of this moment.

        manifest  of the address: then it is about the lake as that run left it; `newer`: there is newer data beside it
        """
        lake = self._lake(manifest)
        found = facts(lake)
        key = (found["lake_version"], found["run_id"])
        with self._lock:
            if key not in self._known:
                self._known[key] = self._read(lake, found["run_id"])
                if len(self._known) > HELD:
                    self._known.popitem(last=False)
            of_run = self._known[key]
        age = _age(found["as_of"])
        return {
            "as_of": found["as_of"],
            "age_seconds": age,
            "newer": lake is not self._pins.newest,
            "stale": age is not None and age > STALE_AFTER_S and not found["simulated"],
            "simulated": bool(found["simulated"]),
            **of_run,
            "run_id": found["run_id"],
            "lake_version": found["lake_version"],
            "code_version": __version__,
        }

    def _lake(self, manifest: str) -> Reader:
        try:
            return self._pins.of(manifest) if manifest else self._pins.newest
        except Failure:  # which the page's answer tells of
            return self._pins.newest

    def _read(self, lake: Reader, run_id: str | None) -> dict[str, Any]:
        nothing: dict[str, Any] = {"seen_share": None, "gaps": None, "manifest": None}
        if run_id is None:
            return nothing
        with suppress(NotBuilt):
            nothing |= coverage.seen(lake, run_id)
        return nothing | {"manifest": lake.manifest_hash(run_id)}


def _age(as_of: str | None) -> float | None:
    """Seconds since the data's end; None without data."""
    if as_of is None:
        return None
    return round(max(0.0, (datetime.now(UTC) - datetime.fromisoformat(as_of.replace("Z", "+00:00"))).total_seconds()), 1)
