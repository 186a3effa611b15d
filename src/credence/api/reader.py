"""The lake as a reader holds it: nothing is written, and one database is kept open for many requests.

A new version of a table means a new database beside the old one, so that a request that is under way keeps the versions
with which it began.
"""

import threading
from typing import TYPE_CHECKING, Any

import duckdb

from ..lake import Lake
from ..lake.state import State
from ..lake.then import Then
from ..products.runs import newest_done

if TYPE_CHECKING:
    from .answers import Facts


class Reader(Lake):
    """A lake that is only read. Connections are cursors of one database; safe for many threads."""

    def __init__(self, lake: Lake, then: Then | None = None) -> None:
        super().__init__(str(lake.layout.root), lake.settings, then)
        self._guard = threading.Lock()
        self._pinned: dict[str, int] | None = None
        self._database: duckdb.DuckDBPyConnection | None = None

    @property
    def state(self) -> State:
        """The state, opened for reading only; ask `exists` first."""
        with self._guard:
            if self._state is None:
                self._state = State(self.layout.state, read_only=True, until=self.then.run_id if self.then else None)
            return self._state

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A cursor on the newest versions; closing it leaves the database open."""
        with self._guard:
            newest = self.versions()
            if self._database is None or newest != self._pinned:
                self._database = super().connect()
                self._database.execute("set parquet_metadata_cache = true")
                self._pinned = newest
            return self._database.cursor()

    def close(self) -> None:
        super().close()
        if self._database is not None:
            self._database.close()
            self._database = None


def facts(lake: Lake) -> dict[str, Any]:
    """What stands beside every answer: as_of and run of the data, whether it is simulated, the tables' versions."""
    from .answers import fingerprint
    from .times import iso

    run = newest_done(lake)
    return {
        "as_of": iso(run["as_of"]) if run and run["as_of"] else None,
        "run_id": run["run_id"] if run else None,
        "simulated": lake.simulated,
        "lake_version": fingerprint(lake.versions()),
    }


def facts_of_files(lake: Lake, asked: str = "") -> "Facts":
    """`facts`, and what files and pictures say beside: the address asked, and the manifest where it is needed."""
    from .answers import Facts

    found = Facts(facts(lake))
    found.asked = asked
    found.manifest = lambda: lake.manifest_hash(found["run_id"])
    return found
