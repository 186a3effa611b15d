"""A lake: raw files, tables, state and lock below one root, behind names.

Readers pin the newest version of each table when they connect and are never blocked by a writer.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from ..errors import MixedLake, NotBuilt
from ..records import TABLES, Table
from ..settings import Settings, settings
from . import delta
from .engine import connect
from .layout import Layout
from .lock import single_writer
from .state import State
from .then import Then

UNHASHED = ("received_at", "run_id")
OUR_TIMES = ("knowable_at", "ts", "tte_seconds")  # where clock is `received`; the last one counts from ts


class Lake:
    """One lake. Opening it reads nothing but its state; a folder that does not exist yet is an empty lake."""

    def __init__(self, root: str, config: Settings, then: Then | None = None) -> None:
        """`then`: not the newest versions, but those that a run left; such a lake is only read."""
        self.layout = Layout(Path(root).expanduser().resolve())
        self.then = then
        self.settings = config
        self._versions: dict[tuple[str, int], delta.Version] = {}
        self._state: State | None = None

    @property
    def exists(self) -> bool:
        return self.layout.state.exists()

    @property
    def state(self) -> State:
        """The state, opened for writing at first use."""
        if self._state is None:
            self._state = State(self.layout.state)
        return self._state

    def close(self) -> None:
        if self._state is not None:
            self._state.close()
            self._state = None

    # what kind of data lies here

    @property
    def simulated(self) -> bool | None:
        """True for made-up data, False for real data, None for an empty lake."""
        kind = self.state.meta("kind") if self.exists else None
        return None if kind is None else kind == "simulated"

    def claim(self, *, simulated: bool) -> None:
        """Note what kind of data comes in; the other kind is refused from then on."""
        if self.simulated is None:
            self.state.set_meta("kind", "simulated" if simulated else "real")
        elif self.simulated != simulated:
            kinds = {True: "simulated", False: "real"}
            raise MixedLake(
                "lake", f"{kinds[simulated]} data is refused: this lake holds {kinds[not simulated]} data ({self.layout.root})"
            )

    # tables

    def version(self, table: str) -> delta.Version | None:
        """The version of a table that is read, the newest without `then`; None where it was never written."""
        number = self._number(table)
        if number is None:
            return None
        key = (table, number)
        if key not in self._versions:
            self._versions[key] = delta.load(self.layout.table(table), number)
        return self._versions[key]

    def versions(self) -> dict[str, int]:
        """Number of the version that is read of every table that exists."""
        found = ((name, self._number(name)) for name in TABLES)
        return {name: number for name, number in found if number is not None}

    def _number(self, table: str) -> int | None:
        return self.then.numbers.get(table) if self.then else delta.newest_version(self.layout.table(table))

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection with one view per table, pinned to the versions of this moment."""
        connection = connect(self.settings, self.layout.scratch if self.exists else None)
        for table in TABLES.values():
            self.show(connection, table)
        return connection

    def show(self, connection: duckdb.DuckDBPyConnection, table: Table) -> None:
        """(Re)point the view of `table` at its newest version."""
        sql = delta.scan_sql(table, self.version(table.name))
        connection.execute(f'create or replace view "{table.name}" as {sql}')

    def write(
        self, connection: duckdb.DuckDBPyConnection, table: str, select: str, *, may_be_empty: bool = True
    ) -> delta.Written:
        """Replace `table` by the rows of `select`, whole or not at all, and show the new version."""
        written = delta.write(
            connection, self.layout.table(table), TABLES[table], select, may_be_empty=may_be_empty
        )
        self.show(connection, TABLES[table])
        return written

    def append(self, connection: duckdb.DuckDBPyConnection, table: str, select: str, moment: datetime) -> delta.Written:
        """Add the rows of one moment to a table in day folders, whole or not at all; those of that moment are replaced."""
        written = delta.append(connection, self.layout.table(table), TABLES[table], select, moment)
        self.show(connection, TABLES[table])
        return written

    def scan(self, table: str, since: datetime, until: datetime) -> str:
        """A SELECT over the newest version that opens only files which can hold rows with since <= ts <= until.

        It leaves nothing out by itself: rows outside of the window come along with their files.
        """
        version = self.version(table)
        return delta.scan_sql(TABLES[table], version.between(since, until) if version else None)

    def rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a SELECT over the tables, as dictionaries; for small answers."""
        with self.reading() as connection:
            return fetch(connection, sql, parameters)

    @contextmanager
    def reading(self, *needed: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for reading; NotBuilt if one of the needed tables was never written."""
        self.require(*needed)
        connection = self.connect()
        try:
            yield connection
        finally:
            connection.close()

    def require(self, *tables: str) -> None:
        for name in tables:
            if self.version(name) is None:
                raise NotBuilt(name)

    def manifest(self, run_id: str) -> dict[str, Any] | None:
        """What went into a run and what came out; None where it wrote none."""
        path = self.layout.manifest(run_id)
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def manifest_hash(self, run_id: str | None) -> str | None:
        """SHA-256 of a run's manifest, as long as the tables are those that it names.

        None where the run wrote none, and from the first table that anything has written since: what is read then is not that
        data.
        """
        path = self.layout.manifest(run_id) if run_id else None
        if path is None or not path.exists():
            return None
        body = path.read_bytes()
        named = json.loads(body)["tables"]
        same = all(name in named and named[name]["version"] == number for name, number in self.versions().items())
        return hashlib.sha256(body).hexdigest() if same else None

    def has_file(self, uri: str) -> bool:
        """Whether a file of a table's version still lies there."""
        return Path(uri.removeprefix("file://")).exists()

    def content_hash(self, connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
        """{"rows", "hash"} of the newest version: independent of order, files, received_at and run_id.

        On the clock `received`, OUR_TIMES are our own time of receipt under other names, and are left out as well.
        """
        columns = [name for name, _ in TABLES[table].columns if name not in UNHASHED]
        clocked = "clock" in columns
        terms = [_hash_term(name, clocked=clocked) for name in columns]
        row = connection.execute(
            f"select count(*), coalesce(bit_xor(h), 0), coalesce(sum(h::hugeint), 0)::varchar "
            f'from (select hash({", ".join(terms)}) as h from "{table}")'
        ).fetchone()
        assert row is not None
        return {"rows": row[0], "hash": f"{row[1]:016x}-{int(row[2]) % 2**64:016x}"}

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the single writer's lock."""
        with single_writer(self.layout):
            for left_behind in self.layout.scratch.glob("*.parquet"):  # by a writer that was killed
                left_behind.unlink(missing_ok=True)
            yield


def _hash_term(column: str, *, clocked: bool) -> str:
    own_time = clocked and column in OUR_TIMES
    return f"case when clock = 'received' then null else \"{column}\" end" if own_time else f'"{column}"'


def fetch(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """All rows of a SELECT, as dictionaries."""
    cursor = connection.execute(sql, parameters or {})
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def open_lake(root: str | None = None, config: Settings | None = None) -> Lake:
    """The lake at `root`, else at CREDENCE_LAKE."""
    config = config or settings()
    return Lake(root or config.lake, config)
