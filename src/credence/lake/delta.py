"""Delta tables: whole or not at all. First the files are written, then one commit makes them the table.

The long series lie in folders `dt=`: a folder per day in months with many rows, one per month (named after its first
day) in sparse ones, so that years of thin history are not thousands of small files (see stream.py).
"""

import json
import os
import re
import secrets
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Schema
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, create_table_with_add_actions

from ..errors import EmptyStep, NotWritable
from ..records import Table
from .engine import file_list, quoted
from .stream import DayFiles

WHOLE_ROW_GROUP_ROWS = 122_880
DAY_ROW_GROUP_ROWS = 16_384  # one market of a long series is read often: small groups skip more
BATCH_ROWS = 32_768

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"/dt=(\d{4}-\d\d-\d\d)/")
_MOMENT = re.compile(r"/part-at(-?\d+)-")

_ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
    "VARCHAR[]": pa.list_(pa.string()),
}


@dataclass(frozen=True)
class Written:
    """rows in the new version, its number, and how many files hold it"""

    rows: int
    version: int
    files: int


@dataclass(frozen=True)
class Version:
    """What a reader needs of one version: its number, its columns and its files, each with the first and last `ts` in it.

    spans  microseconds since 1970; what is not noted in the log follows from the folder's day, None for a table without days
    """

    number: int
    columns: frozenset[str]
    files: tuple[str, ...]
    spans: tuple[tuple[int, int] | None, ...] = ()

    def between(self, since: datetime, until: datetime) -> "Version":
        """The same version with only those files that can hold rows with since <= ts <= until."""
        first, last = _microseconds(since), _microseconds(until)
        kept = [at for at, span in enumerate(self.spans) if span is None or (span[0] <= last and span[1] >= first)]
        return replace(self, files=tuple(self.files[at] for at in kept), spans=tuple(self.spans[at] for at in kept))


def arrow_schema(table: Table, *, with_day: bool = False) -> pa.Schema:
    fields = [pa.field(name, _ARROW[kind]) for name, kind in table.columns]
    return pa.schema(fields + ([pa.field("dt", pa.date32())] if with_day else []))


def newest_version(folder: Path) -> int | None:
    """Number of the newest commit, from the log's file names alone; None where there is no table."""
    try:
        with os.scandir(folder / "_delta_log") as entries:  # asked for every table at every request
            names = [entry.name.removesuffix(".json") for entry in entries if entry.name.endswith(".json")]
    except (FileNotFoundError, NotADirectoryError):
        return None
    return max((int(name) for name in names if name.isdigit()), default=None)


def written_at(folder: Path, version: int) -> datetime | None:
    """When a version was committed; None where the log does not hold it."""
    try:
        lines = (folder / "_delta_log" / f"{version:020d}.json").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    noted = [said["commitInfo"]["timestamp"] for said in map(json.loads, lines) if "commitInfo" in said]
    return datetime.fromtimestamp(noted[0] / 1000, UTC) if noted else None


def load(folder: Path, version: int) -> Version:
    table = DeltaTable(folder, version=version)
    columns = frozenset(field.name for field in table.schema().fields)
    noted: dict[str, tuple[int, int] | None] = {}
    for path in table.file_uris():
        noted[path] = _span(path)
    return Version(version, columns, tuple(sorted(noted)), tuple(noted[path] for path in sorted(noted)))


def _span(path: str) -> tuple[int, int] | None:
    """First and last moment that a file can hold: in its name where one moment was added, else its day or sparse month."""
    moment = _MOMENT.search(path)
    if moment:
        return int(moment[1]), int(moment[1])
    found = _DAY.search(path)
    if not found:
        return None
    day = date.fromisoformat(found[1])
    month = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return _start_of(day), _start_of(month if day.day == 1 else day + timedelta(days=1))  # the first may be a whole month


def _start_of(day: date) -> int:
    return _microseconds(datetime(day.year, day.month, day.day, tzinfo=UTC))


def _microseconds(moment: datetime) -> int:
    return round((moment - _EPOCH) / timedelta(microseconds=1))


def scan_sql(table: Table, version: Version | None) -> str:
    """A SELECT over one version with the record's columns; a column that older files lack is a typed null."""
    if version is None or not version.files:
        nulls = ", ".join(f'null::{kind} as "{name}"' for name, kind in table.columns)
        return f"select {nulls} where false"
    names = ", ".join(
        f'"{name}"' if name in version.columns else f'null::{kind} as "{name}"' for name, kind in table.columns
    )
    files = file_list(list(version.files))
    return f"select {names} from read_parquet({files}, hive_partitioning = {str(table.by_day).lower()})"


def write(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, select: str, *, may_be_empty: bool = True
) -> Written:
    """Replace the table by the rows of `select` in one commit; EmptyStep, and the old rows stay, where none is no answer."""
    columns = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in table.columns)
    order = ", ".join(f'"{column}"' for column in table.order)
    rows_sql = f"select {columns} from ({select})" + ("" if table.in_runs else f" order by {order}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        added = _write_days(connection, folder, rows_sql) if table.by_day else [_write_whole(connection, folder, rows_sql)]
        if not may_be_empty and not any(rows for _, rows in added):
            raise EmptyStep(table.name, f"table {table.name!r} would have no rows, though there is input for it")
        _commit(folder, table, [action for action, rows in added if rows])
    except (duckdb.IOException, OSError, DeltaError) as error:
        raise NotWritable(table.name, f"cannot write table {table.name!r}: {error}") from error
    version = newest_version(folder)
    assert version is not None
    return Written(sum(rows for _, rows in added), version, sum(1 for _, rows in added if rows))


def append(connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, select: str, moment: datetime) -> Written:
    """Add the rows of `select`, all of them with ts = `moment`, in one commit; rows of that moment that were there are replaced.

    For tables in day folders. What was written before is not touched, unless the moment was there already: then the folder
    of its day is written again without it.
    """
    day = moment.astimezone(UTC).date().isoformat()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = newest_version(folder)
        version = load(folder, number) if number is not None else None
        before = version.between(moment, moment) if version else None
        added = _write_moment(connection, folder, table, select, moment, day)
        actions = [added[0]] if added[1] else []
        days = _days_holding(connection, table, before, moment) if before else set()
        for one in sorted(days):  # written before, and now again
            assert version is not None
            rest = replace(version, files=tuple(path for path in version.files if f"/dt={one}/" in path))
            kept = _write_rest(connection, folder, table, rest, moment, one)
            _commit(folder, table, kept + (actions if one == day else []), day=one)
        if day not in days and (actions or version is None):
            _commit(folder, table, actions, mode="append")
    except (duckdb.IOException, OSError, DeltaError) as error:
        raise NotWritable(table.name, f"cannot write table {table.name!r}: {error}") from error
    number = newest_version(folder)
    assert number is not None
    return Written(added[1], number, len(actions))


def _write_moment(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, select: str, moment: datetime, day: str
) -> tuple[AddAction, int]:
    columns = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in table.columns)
    order = ", ".join(f'"{column}"' for column in table.order)
    name = f"dt={day}/part-at{_microseconds(moment)}-{secrets.token_hex(8)}.parquet"
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    rows = _copied(connection, folder / name, f"select {columns} from ({select}) order by {order}", DAY_ROW_GROUP_ROWS)
    return _added(folder, name, {"dt": day}, rows), rows


def _write_rest(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, rest: Version, moment: datetime, day: str
) -> list[AddAction]:
    """The rows of a day folder without those of a moment."""
    order = ", ".join(f'"{column}"' for column in table.order)
    name = f"dt={day}/part-{secrets.token_hex(8)}.parquet"
    rows_sql = f"{scan_sql(table, rest)} where ts <> timestamptz {quoted(moment.isoformat())} order by {order}"
    rows = _copied(connection, folder / name, rows_sql, DAY_ROW_GROUP_ROWS)
    return [_added(folder, name, {"dt": day}, rows)] if rows else []


def _days_holding(connection: duckdb.DuckDBPyConnection, table: Table, version: Version, moment: datetime) -> set[str]:
    """Folders in which there are rows of a moment."""
    days = {found[1] for path in version.files if (found := _DAY.search(path))}
    at = f"ts = timestamptz {quoted(moment.isoformat())}"
    files = {one: replace(version, files=tuple(path for path in version.files if f"/dt={one}/" in path)) for one in days}
    counts = {one: f"select count(*) from ({scan_sql(table, part)}) where {at}" for one, part in files.items()}
    return {one for one, sql in counts.items() if connection.execute(sql).fetchall()[0][0]}


def _write_whole(connection: duckdb.DuckDBPyConnection, folder: Path, rows_sql: str) -> tuple[AddAction, int]:
    """One file, written by the SQL engine itself."""
    name = f"part-{secrets.token_hex(8)}.parquet"
    rows = _copied(connection, folder / name, rows_sql, WHOLE_ROW_GROUP_ROWS)
    return _added(folder, name, {}, rows), rows


def _copied(connection: duckdb.DuckDBPyConnection, target: Path, rows_sql: str, row_group_rows: int) -> int:
    options = f"format parquet, compression zstd, row_group_size {row_group_rows}"
    return int(connection.execute(f"copy ({rows_sql}) to {quoted(str(target))} ({options})").fetchall()[0][0])


def _write_days(connection: duckdb.DuckDBPyConnection, folder: Path, rows_sql: str) -> list[tuple[AddAction, int]]:
    """Day folders, cut in one pass while the rows are computed."""
    files = DayFiles(folder, "market_id", DAY_ROW_GROUP_ROWS)
    for batch in connection.sql(rows_sql).to_arrow_reader(BATCH_ROWS):
        files.add(batch)
    return [
        (_added(folder, f"dt={file.day}/{file.name}", {"dt": file.day}, file.rows), file.rows) for file in files.finish()
    ]


def _added(folder: Path, path: str, partition: dict[str, str | None], rows: int) -> AddAction:
    return AddAction(
        path=path,
        size=(folder / path).stat().st_size,
        partition_values=partition,
        modification_time=int(time.time() * 1000),
        data_change=True,
        stats=json.dumps({"numRecords": rows}),
    )


def _commit(
    folder: Path, table: Table, actions: list[AddAction], *, mode: Literal["overwrite", "append"] = "overwrite",
    day: str | None = None,
) -> None:  # fmt: skip
    """One commit; `day` limits what is replaced to one day folder."""
    schema = Schema.from_arrow(arrow_schema(table, with_day=table.by_day))
    partition_by = ["dt"] if table.by_day else None
    if newest_version(folder) is None:
        create_table_with_add_actions(
            str(folder), schema, actions, mode="overwrite", partition_by=partition_by, name=table.name
        )
        return
    DeltaTable(folder).create_write_transaction(
        actions,
        mode=mode,
        schema=schema,
        partition_by=partition_by,
        partition_filters=[("dt", "=", day)] if day else None,
        commit_properties=CommitProperties(custom_metadata={"table": table.name}),
        post_commithook_properties=PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False),
    )


def vacuum(folder: Path, keep_hours: int) -> int:
    """Remove files of versions replaced more than `keep_hours` ago; returns how many."""
    removed = DeltaTable(folder).vacuum(retention_hours=keep_hours, dry_run=False, enforce_retention_duration=False)
    return len(removed)
