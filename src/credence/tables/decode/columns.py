"""Columns in the making: rows appended as tuples, written as one Parquet file; and the refusals met on the way."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

TEXT, TEXTS, REAL, WHOLE, FLAG = pa.string(), pa.list_(pa.string()), pa.float64(), pa.int64(), pa.bool_()
MOMENT = pa.timestamp("us", tz="UTC")
LAST_EPOCH_S = 32_503_680_000  # the year 3000
T = TypeVar("T")

_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?\s?(Z|[+-]\d\d(:?\d\d)?)?)?")


@dataclass
class Refusal(Exception):
    """A value that is not what the field allows."""

    name: str
    value: str
    reason: str


@dataclass
class Columns:
    """Rows of one kind; `names` and the tuples appended to `rows` have the same order."""

    schema: pa.Schema
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """One Parquet file, appearing whole under its name."""
        columns: list[Any] = list(zip(*self.rows, strict=True)) if self.rows else [[] for _ in self.schema]
        arrays = [pa.array(column, type=kind.type) for column, kind in zip(columns, self.schema, strict=True)]
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        pq.write_table(pa.Table.from_arrays(arrays, schema=self.schema), unfinished, compression="zstd")
        unfinished.rename(path)


def schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


def moment(name: str, value: str | None) -> str | None:
    """`value` if it is a time that SQL can read, None for nothing, else a Refusal."""
    if not value:
        return None
    if not _TIME.fullmatch(value):
        raise Refusal(name, value, "must be a time such as 2026-01-31T12:00:00Z")
    return value


def loose_moment(value: str | None) -> str | None:
    """A time where it is one; old objects carry "July 19, 2022" or "NOW()" in `umaEndDate`, which date nothing."""
    return value if value and _TIME.fullmatch(value) else None


def token_ids(name: str, values: Iterable[str]) -> list[str]:
    """Token ids as text; anything but decimal digits has been through a float and is refused."""
    ids = [str(value) for value in values]
    for value in ids:
        if value and not (value.isascii() and value.isdigit()):
            raise Refusal(name, value, "must be a decimal id as text; ids as floats have lost their digits")
    return ids


def decoded(decode: Callable[[Any], T], raw: Any, name: str = "object") -> T:
    """What `decode` makes of one JSON object, else a Refusal that names the field where that is known."""
    try:
        return decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message, _, where = str(error).partition(" - at `$.")
        path = where.rstrip("`")
        raise Refusal(path or name, _value(raw, path), message) from None


def _value(raw: Any, path: str) -> str:
    """The value at fault as JSON, shortened: of the field that `path` begins with, else the whole object."""
    try:
        value = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])[re.split(r"[.\[]", path)[0]]
    except (msgspec.DecodeError, ValueError, RecursionError, LookupError):
        value = raw
    return bytes(value)[:80].decode(errors="replace")


def share(name: str, value: float) -> float:
    """A price or a probability: 0..1, and so no NaN."""
    if not 0 <= value <= 1:
        raise Refusal(name, repr(value), "must be 0..1")
    return value


def epoch(name: str, value: int, unit_s: float = 1.0) -> int:
    """A time counted since 1970 in units of `unit_s` seconds, as far as a calendar reaches."""
    if not 0 <= value * unit_s <= LAST_EPOCH_S:
        raise Refusal(name, str(value), "must be a time counted since 1970, before the year 3000")
    return value


def condition_id(value: str | None) -> str | None:
    """Lower-case hex, or None: an empty condition id is no id."""
    return value.lower() if value else None
