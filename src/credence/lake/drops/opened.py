"""One file of a drop, opened: what SQL reads as `s`, which columns it has and of which types.

CSV and JSON Lines are decoded first, so that all their columns are text; Parquet keeps its own types.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ...errors import InputError
from ..engine import quoted
from .decode import decode, missing_columns, sha256
from .spec import DropFile, DropSpec


@dataclass(frozen=True)
class Opened:
    """A file that is there, and the connection that looks things up in it."""

    spec: DropSpec
    file: DropFile
    path: Path
    scratch: Path
    connection: duckdb.DuckDBPyConnection
    sha: str
    relation: str  # SQL: what stands after `from`; its rows are `s`
    types: dict[str, str]  # of DuckDB, by the file's names
    columns: dict[str, str]  # SQL, by the file's names

    @property
    def decoded(self) -> bool:
        return not self.file.is_parquet

    def shown(self, name: str) -> str:
        """One of our fields as the file calls it."""
        return self.file.column(name) or name

    def first(self, sql: str) -> tuple[Any, ...] | None:
        return self.connection.execute(sql).fetchone()

    def number(self, sql: str) -> int:
        """The one whole number that `sql` finds."""
        found = self.first(sql)
        return int(found[0]) if found else 0


def open_file(
    spec: DropSpec, file: DropFile, path: Path, scratch: Path, connection: duckdb.DuckDBPyConnection
) -> Opened:
    """The file as a relation; columns that the drop names and the file lacks are an InputError."""
    sha = sha256(path)
    if not file.is_parquet:
        decoded = decode(path, file, scratch)
        types = dict.fromkeys(decoded.names, "VARCHAR")
        columns = {name: f"s.c{i}" for i, name in enumerate(decoded.names)}
        return Opened(spec, file, path, scratch, connection, sha, _relation(decoded.path), types, columns)
    relation = _relation(path)
    types = _types(file, relation, connection)
    missing = [c for name in file.columns if (c := file.column(name)) and c not in types]
    if missing:
        raise missing_columns(file, missing, tuple(types))
    columns = {name: f"s.{_identifier(name)}" for name in types}
    return Opened(spec, file, path, scratch, connection, sha, relation, types, columns)


def parquet(path: Path) -> str:
    """SQL: a Parquet file; *, ? and [ in its path mean themselves."""
    return f"read_parquet({quoted(_no_glob(path))})"


def _relation(path: Path) -> str:
    return f"read_parquet({quoted(_no_glob(path))}, file_row_number = true) as s"


def _types(file: DropFile, relation: str, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    try:
        found = connection.execute(f"describe select * from {relation}").fetchall()
    except duckdb.Error as error:
        raise InputError(file.path, str(error).split("\n")[0], "a Parquet file that can be read") from error
    return {str(row[0]): str(row[1]) for row in found if row[0] != "file_row_number"}


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _no_glob(path: Path) -> str:
    return re.sub(r"([*?\[])", r"[\1]", str(path))
