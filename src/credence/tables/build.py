"""Builds tables: one numbered .sql file each, over what was decoded and what was brought by hand.

A file makes the relation of its name. If a record has that name it is a table of the lake and is written there; otherwise it
is an intermediate, made in memory when a table that reads it is built. The header's `reads:` line is the only plan.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

import duckdb
import pyarrow as pa

from ..config import rules
from ..errors import InputError
from ..lake import Lake
from ..lake.delta import Written
from ..lake.engine import file_list, quoted
from ..records import TABLES
from . import inputs
from .decode.files import KINDS


@dataclass(frozen=True)
class Source:
    """One .sql file: name, what it reads, its text."""

    name: str
    number: int
    reads: tuple[str, ...]
    sql: str

    @property
    def is_table(self) -> bool:
        return self.name in TABLES


@cache
def sources() -> dict[str, Source]:
    """All .sql files of this room, by name, in the order of their numbers."""
    found = []
    for entry in files(__package__).iterdir():
        match = re.fullmatch(r"(\d+)_(\w+)\.sql", entry.name)
        if match:
            sql = entry.read_text(encoding="utf-8")
            reads = re.search(r"^-- reads: (.+)$", sql, re.MULTILINE)
            names = tuple(name.strip() for name in reads.group(1).split(",")) if reads else ()
            found.append(Source(match.group(2), int(match.group(1)), names, sql))
    return {source.name: source for source in sorted(found, key=lambda source: source.number)}


class Build:
    """One connection in which the tables of one run are made.

    as_of  the run's only now: later facts of the clock `replayed` are invisible
    """

    def __init__(self, lake: Lake, as_of: datetime) -> None:
        self.lake, self.as_of = lake, as_of
        self.connection = lake.connect()
        self._made: set[str] = set()
        self._inputs_loaded = False

    def close(self) -> None:
        self.connection.close()

    def table(self, name: str, *, may_be_empty: bool = True) -> Written:
        """Build one table of the lake from its file, and the intermediates that it reads; replaces the old version."""
        source = sources().get(name)
        if source is None or not source.is_table:
            raise InputError("table", name, "one of " + ", ".join(n for n, s in sources().items() if s.is_table))
        self._prepare(source)
        return self.lake.write(self.connection, name, source.sql, may_be_empty=may_be_empty)

    def relation(self, name: str) -> duckdb.DuckDBPyConnection:
        """Make an intermediate (or leave a table as it is) and return the connection to read it from."""
        self._prepare(sources()[name])
        if not sources()[name].is_table:
            self._make(name)
        return self.connection

    def rows_in(self, name: str) -> int:
        """How many rows the input that drives a table has: the first one that its header names."""
        self._prepare(sources()[name])
        return int(self.connection.execute(f'select count(*) from "{sources()[name].reads[0]}"').fetchall()[0][0])

    def _prepare(self, source: Source) -> None:
        if not self._inputs_loaded:
            load_parameters(self.connection, self.as_of)
            inputs.show(self.connection, self.lake)
            self._inputs_loaded = True
        for read in source.reads:
            if read in sources() and not sources()[read].is_table:
                self._make(read)

    def _make(self, name: str) -> None:
        if name in self._made:
            return
        self._prepare(sources()[name])
        self.connection.execute(f'create or replace temp table "{name}" as {sources()[name].sql}')
        self._made.add(name)


def load_parameters(connection: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    """The relations `run`, `horizons` and `categories`: what SQL files may know besides their inputs."""
    clock, cutoffs = rules("clock"), rules("cutoffs")
    connection.execute(
        f"""
        create or replace temp table run as select
            timestamptz {quoted(as_of.isoformat())} as as_of,
            to_seconds({clock["version_delay_s"]}) as version_delay,
            to_seconds({clock["outcome_delay_s"]}) as outcome_delay,
            to_seconds({clock["price_delay_s"]}) as price_delay,
            to_seconds({clock["backfilled_after_s"]}) as backfilled_after,
            {cutoffs["liquidity"]["mid_from"]}::double as mid_from,
            {cutoffs["liquidity"]["high_from"]}::double as high_from,
            {cutoffs["daily"]["days_at_most"]}::integer as daily_days,
            {cutoffs["daily"]["stale_after_h"]}::double as daily_stale_after_h
        """
    )
    horizons = pa.Table.from_pylist(cutoffs["horizons"])
    categories = pa.Table.from_pylist(
        [
            {"tag": tag, "category": entry["category"], "rank": rank}
            for rank, entry in enumerate(rules("categories"))
            for tag in entry["tags"]
        ]
    )
    for name, table in (("horizons", horizons), ("categories", categories)):
        connection.register("incoming", table)
        connection.execute(f"create or replace temp table {name} as select * from incoming")
        connection.unregister("incoming")


def scan_decoded(kind: str, paths: list[str]) -> str:
    """A SELECT over decoded files of one kind; an empty relation with the right columns where there are none."""
    if not paths:
        kinds = {"string": "varchar", "int64": "bigint", "double": "double", "bool": "boolean", "list<item: string>": "varchar[]"}
        names = [f'null::{kinds.get(str(column.type), "timestamptz")} as "{column.name}"' for column in KINDS[kind]]
        return f"select {', '.join(names)} where false"
    return f"select * from read_parquet({file_list(paths)}, union_by_name = true)"
