"""The form of a record, and the list of the lake's tables.

A record is a frozen pydantic class; `column` gives each field its sentence and unit. A table is a record with a key, an
order on disk and a rule for its partitions; the decorator `table` registers it, so that a new table is one class.
"""

import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field


class Row(BaseModel):
    """Base of all records: frozen, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def column(meaning: str, *, unit: str = "", default: Any = ...) -> Any:
    """A field with its meaning and unit; both appear in docs/tables.md and in the API's schema."""
    return Field(default, description=meaning, json_schema_extra={"unit": unit} if unit else {})


@dataclass(frozen=True)
class Table:
    """name, record, key (one row each), order on disk, and whether rows lie in day folders."""

    name: str
    record: type[Row]
    key: tuple[str, ...]
    order: tuple[str, ...]
    by_day: bool
    in_runs: bool  # its SELECT brings rows in a few sorted runs: no sort is needed
    meaning: str

    @property
    def columns(self) -> list[tuple[str, str]]:
        """(name, SQL type) in the record's order."""
        return [(name, sql_type(field.annotation)) for name, field in self.record.model_fields.items()]


TABLES: dict[str, Table] = {}


def table(
    name: str, *, key: tuple[str, ...], order: tuple[str, ...] = (), by_day: bool = False, in_runs: bool = False
) -> Callable[[type[Row]], type[Row]]:
    """Register the decorated record as a table of the lake."""

    def register(record: type[Row]) -> type[Row]:
        meaning = (record.__doc__ or "").strip()
        TABLES[name] = Table(name, record, key, order or key, by_day, in_runs, meaning)
        return record

    return register


_SQL = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", datetime: "TIMESTAMPTZ", date: "DATE"}


def sql_type(annotation: Any) -> str:
    """The DuckDB type of a field's annotation.

    >>> sql_type(float | None), sql_type(list[str])
    ('DOUBLE', 'VARCHAR[]')
    """
    origin = get_origin(annotation)
    if origin in (types.UnionType, Union):
        (inner,) = [arg for arg in get_args(annotation) if arg is not type(None)]
        return sql_type(inner)
    if origin is list:
        return sql_type(get_args(annotation)[0]) + "[]"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return "VARCHAR"
    return _SQL[annotation]


def json_schema(record: type[Row]) -> dict[str, Any]:
    """The JSON Schema of a record, for programs in other languages."""
    return record.model_json_schema()
