"""DuckDB as we use it: bounded memory, UTC, no network, no download of extensions."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ..errors import NotWritable
from ..settings import Settings

CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR)


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


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Turns a full disk, a missing permission or a read-only place into NotWritable."""
    try:
        yield
    except OSError as error:
        if error.errno not in CANNOT_WRITE:
            raise
        raise NotWritable(what, f"cannot write {what}: {error.strerror or error}") from error
    except duckdb.IOException as error:
        if not any(os.strerror(number) in str(error) for number in CANNOT_WRITE):
            raise
        raise NotWritable(what, f"cannot write {what}: {error}") from error


def quoted(text: str) -> str:
    """A SQL string literal.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def file_list(paths: list[str]) -> str:
    """A SQL list literal of file names."""
    return "[" + ", ".join(quoted(path) for path in paths) + "]"
