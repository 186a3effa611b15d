"""Where cycles are kept: in the lake, one commit per table and cycle, or beside it until a whole build is done."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

import duckdb
import pyarrow as pa

from ..lake import Lake
from ..lake.delta import arrow_schema
from ..lake.engine import quoted
from ..records import TABLES

WRITES = ("forecast_band", "band_decision", "band_basis", "band_breach")
FORGOTTEN = timedelta(hours=24)  # the outcomes of earlier cycles lie outside of the window of prices


class Book(Protocol):
    """What a cycle asks of it."""

    def earlier(self, table: str, since: datetime, until: datetime) -> str:
        """A SELECT that holds all rows with since <= ts <= until, and others."""
        ...

    def previous(self, moment: datetime) -> datetime | None:
        """The newest cycle before the moment, None where there is none within a day."""
        ...

    def add(self, tables: dict[str, pa.Table], moment: datetime) -> None:
        """Keep the rows of a cycle; those of the same moment are replaced."""
        ...


def at(moment: datetime) -> str:
    """A moment in SQL."""
    return f"timestamptz {quoted(moment.isoformat())}"


@dataclass
class LakeBook:
    """Cycles in the lake. The decisions come last: what they name is there when they are."""

    lake: Lake
    connection: duckdb.DuckDBPyConnection

    def earlier(self, table: str, since: datetime, until: datetime) -> str:
        return self.lake.scan(table, since, until)

    def previous(self, moment: datetime) -> datetime | None:
        version = self.lake.version("band_decision")
        if version is None:
            return None
        since, until = moment - FORGOTTEN, moment - timedelta(microseconds=1)
        files = version.between(since, until)
        exact = {path: span[0] for path, span in zip(files.files, files.spans, strict=True) if span and span[0] == span[1]}
        newest = max(exact.values(), default=None)
        found = None if newest is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=newest)
        others = tuple(path for path in files.files if path not in exact)
        if others:  # written whole, many moments each
            names = ", ".join(quoted(path) for path in others)
            sql = f"select max(ts) from read_parquet([{names}]) where ts >= {at(since)} and ts <= {at(until)}"
            whole = self.connection.execute(sql).fetchall()[0][0]
            found = max((one for one in (found, whole) if one is not None), default=None)
        return found

    def add(self, tables: dict[str, pa.Table], moment: datetime) -> None:
        for name in sorted(WRITES, key=lambda one: one == "band_decision"):
            self.connection.register("incoming", tables[name])
            try:
                self.lake.append(self.connection, name, "select * from incoming", moment)
            finally:
                self.connection.unregister("incoming")


@dataclass
class NewBook:
    """Cycles of a whole build, ascending. Readers see nothing of them before `write`."""

    lake: Lake
    connection: duckdb.DuckDBPyConnection
    moments: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in WRITES:
            self.connection.register("incoming", arrow_schema(TABLES[name]).empty_table())
            self.connection.execute(f"create or replace temp table new_{name} as select * from incoming")
            self.connection.unregister("incoming")

    def earlier(self, table: str, since: datetime, until: datetime) -> str:
        return f"select * from new_{table} where ts >= {at(since)} and ts <= {at(until)}"

    def previous(self, moment: datetime) -> datetime | None:
        before = [one for one in self.moments if moment - FORGOTTEN <= one < moment]
        return max(before, default=None)

    def add(self, tables: dict[str, pa.Table], moment: datetime) -> None:
        for name in WRITES:
            columns = ", ".join(f'"{column}"::{kind}' for column, kind in TABLES[name].columns)
            self.connection.register("incoming", tables[name])
            self.connection.execute(f"insert into new_{name} select {columns} from incoming")
            self.connection.unregister("incoming")
        self.moments.append(moment)

    def write(self, since: datetime, until: datetime) -> int:
        """One version of each table: the new rows, and those of live cycles from `since` to `until`; rows of forecast_band.

        Live rows of a moment that was made again are left out.
        """
        self.connection.execute(
            f"create or replace temp table kept_moments as select distinct ts from band_decision "
            f"where live and ts >= {at(since)} and ts <= {at(until)} and ts not in (select ts from new_band_decision)"
        )
        rows = 0
        for name in WRITES:
            order = ", ".join(f'"{column}"' for column in TABLES[name].order)
            sql = f"select * from new_{name} union all select * from {name} where ts in (select ts from kept_moments)"
            written = self.lake.write(self.connection, name, f"select * from ({sql}) order by {order}")
            rows = written.rows if name == "forecast_band" else rows
        return rows

    def close(self) -> None:
        for name in (*(f"new_{name}" for name in WRITES), "kept_moments"):
            self.connection.execute(f"drop table if exists {name}")
