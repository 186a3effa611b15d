"""Delta tables: whole or not at all. First the files are written, then one commit makes them the table.

The long series lie in folders `dt=`: a folder per day in months with many rows, one per month (named after its first
day) in sparse ones, so that years of thin history are not thousands of small files (see stream.py).
"""

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

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
KEEP_HOURS = 24  # files of replaced versions stay so long for readers that are still on them

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
    """What a reader needs of one version: its number, its columns and its files."""

    number: int
    columns: frozenset[str]
    files: tuple[str, ...]


def arrow_schema(table: Table, *, with_day: bool = False) -> pa.Schema:
    fields = [pa.field(name, _ARROW[kind]) for name, kind in table.columns]
    return pa.schema(fields + ([pa.field("dt", pa.date32())] if with_day else []))


def newest_version(folder: Path) -> int | None:
    """Number of the newest commit, from the log's file names alone; None where there is no table."""
    numbers = [int(entry.stem) for entry in folder.glob("_delta_log/*.json") if entry.stem.isdigit()]
    return max(numbers, default=None)


def load(folder: Path, version: int) -> Version:
    table = DeltaTable(folder, version=version)
    columns = frozenset(field.name for field in table.schema().fields)
    return Version(version, columns, tuple(sorted(table.file_uris())))


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


def _write_whole(connection: duckdb.DuckDBPyConnection, folder: Path, rows_sql: str) -> tuple[AddAction, int]:
    """One file, written by the SQL engine itself."""
    name = f"part-{secrets.token_hex(8)}.parquet"
    options = f"format parquet, compression zstd, row_group_size {WHOLE_ROW_GROUP_ROWS}"
    target = quoted(str(folder / name))
    rows = connection.execute(f"copy ({rows_sql}) to {target} ({options})").fetchall()[0][0]
    return _added(folder, name, {}, rows), rows


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


def _commit(folder: Path, table: Table, actions: list[AddAction]) -> None:
    schema = Schema.from_arrow(arrow_schema(table, with_day=table.by_day))
    partition_by = ["dt"] if table.by_day else None
    if newest_version(folder) is None:
        create_table_with_add_actions(
            str(folder), schema, actions, mode="overwrite", partition_by=partition_by, name=table.name
        )
        return
    DeltaTable(folder).create_write_transaction(
        actions,
        mode="overwrite",
        schema=schema,
        partition_by=partition_by,
        commit_properties=CommitProperties(custom_metadata={"table": table.name}),
        post_commithook_properties=PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False),
    )


def vacuum(folder: Path, keep_hours: int = KEEP_HOURS) -> int:
    """Remove files of versions replaced more than `keep_hours` ago; returns how many."""
    removed = DeltaTable(folder).vacuum(retention_hours=keep_hours, dry_run=False, enforce_retention_duration=False)
    return len(removed)
