"""DuckDB as we use it: bounded memory, UTC, no network, no download of extensions."""

from pathlib import Path

import duckdb

from ..settings import Settings


def connect(settings: Settings, scratch: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A fresh in-memory database; it spills below `scratch` where one is given."""
    connection = duckdb.connect(
        config={
            "threads": settings.duckdb_threads,
            "memory_limit": settings.duckdb_memory,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    connection.execute("set TimeZone = 'UTC'")
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
        connection.execute(f"set temp_directory = {quoted(str(scratch))}")
    return connection


def quoted(text: str) -> str:
    """A SQL string literal.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def file_list(paths: list[str]) -> str:
    """A SQL list literal of file names."""
    return "[" + ", ".join(quoted(path) for path in paths) + "]"
