"""Answers: one envelope, four formats, an ETag. The command line prints the same bytes with --json.

A list is {"data": [...], "next_cursor": ..., "total": ..., "meta": {...}}, one thing is {"data": {...}, "meta": {...}}, of which
a file holds one table. Times are ISO 8601 in UTC with Z. In csv and parquet, where no envelope fits, the cursor stands in
`X-Next-Cursor`.
"""

import csv
import hashlib
import io
import math
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from ..errors import InputError
from ..records import Row, sql_type
from ..records.paging import Page
from .times import iso
from .within import only, tables

FORMATS = ("json", "csv", "parquet")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
KEPT_BYTES = 64 * 2**20  # answers kept in memory for those who ask the same again


@dataclass(frozen=True)
class Answer:
    """Bytes of one answer, as sent."""

    body: bytes
    content_type: str = CONTENT_TYPES["json"]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'


class Kept:
    """Answers by (versions of the lake, address), the least used forgotten first. Safe for many threads."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most, self._held = most_bytes, 0
        self._answers: OrderedDict[tuple[str, str], Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Answer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: tuple[str, str], answer: Answer) -> None:
        if len(answer.body) > self._most // 8:
            return
        with self._lock:
            old = self._answers.pop(key, None)
            self._held += len(answer.body) - (len(old.body) if old else 0)
            self._answers[key] = answer
            while self._held > self._most:
                _, forgotten = self._answers.popitem(last=False)
                self._held -= len(forgotten.body)


class Facts(dict[str, Any]):
    """What stands beside an answer (`reader.facts`), and what only files need: the address and the manifest's hash."""

    asked: str = ""  # path?query
    manifest: Callable[[], str | None] = staticmethod(lambda: None)


def list_answer(page: Page, meta: dict[str, Any], record: type[Row] | None = None, form: str = "json") -> Answer:
    """A page in the format asked for; `record` says columns and types where rows cannot: an empty page, a null."""
    if form not in FORMATS:
        raise InputError("format", form, "one of " + ", ".join(FORMATS))
    if form == "json":
        envelope = {"data": page.rows, "next_cursor": page.next_cursor, "total": page.total, "meta": meta | page.meta}
        return Answer(to_json(envelope))
    known = {name: sql_type(info.annotation) for name, info in record.model_fields.items()} if record else {}
    names = list(page.rows[0]) if page.rows else list(known)
    rows = [tuple(row[name] for name in names) for row in page.rows]
    headers = {"X-Next-Cursor": page.next_cursor} if page.next_cursor else {}
    types = [known.get(name, "") for name in names]
    return _file(names, types, rows, _provenance(meta), form, record, headers)


def one_answer(
    data: dict[str, Any], meta: dict[str, Any], shape: type[BaseModel] | None = None, form: str = "json", table: str | None = None
) -> Answer:
    """One thing as JSON, or one of the tables in it as a file; `shape` says columns and types where rows cannot.

    Raises InputError for a table that is not there, for none named where there are several, and for one named for JSON.
    """
    if form == "json":
        if table is not None:
            raise InputError("table", table, "left out: JSON holds all tables, and only a file (csv, parquet) holds one")
        return Answer(to_json({"data": data, "meta": meta}))
    found = tables(data, shape)
    if not found:
        raise InputError("format", form, "json: there is no table in this answer")
    name = only(found) if table is None else table
    if name is None or name not in found:
        raise InputError("table", table, "one of " + ", ".join(found))
    chosen, source = found[name], _provenance(meta) | {"table": name}
    names = [".".join(column) for column in chosen.columns()]
    rows = [[to_json(one).decode() if isinstance(one, (dict, list, tuple)) else one for one in row] for row in chosen.cells()]
    return _file(names, chosen.types(), rows, source, form, chosen.model, {})


def _file(
    names: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]], source: dict[str, str], form: str,
    record: type[BaseModel] | None, headers: dict[str, str],
) -> Answer:  # fmt: skip
    """Rows as csv or parquet, with where they come from: in headers, in the file's name, in the metadata of Parquet."""
    headers |= {"X-As-Of": source["as_of"], "X-Manifest": source["manifest"]}
    headers["Content-Disposition"] = f'attachment; filename="{_file_name(source, form)}"'
    if form == "csv":
        return Answer(to_csv(names, rows), CONTENT_TYPES["csv"], headers)
    metadata = source | {"columns": to_json(_columns(names, record)).decode()}
    return Answer(to_parquet(names, types, rows, metadata), CONTENT_TYPES["parquet"], headers)


def _provenance(meta: dict[str, Any]) -> dict[str, str]:
    """Where the rows of a file come from; text that fits into headers and into the metadata of Parquet."""
    path, _, filters = (meta.asked if isinstance(meta, Facts) else "").partition("?")
    found = {
        "address": path, "filters": filters, "as_of": meta["as_of"], "run_id": meta["run_id"], "simulated": meta["simulated"],
        "lake_version": meta["lake_version"], "manifest": meta.manifest() if isinstance(meta, Facts) else None,
    }  # fmt: skip
    return {name: "" if value is None else str(value) for name, value in found.items()}


def _file_name(source: dict[str, str], form: str) -> str:
    """The address, the table of it and the data's last day, as a name that every system takes."""
    said = f"{source['address']} {source.get('table', '')}"
    plain = re.sub(r"[^A-Za-z0-9]+", "-", said).strip("-") or "rows"
    return "-".join(filter(None, (plain, source["as_of"][:10]))) + f".{form}"


def _columns(names: Sequence[str], record: type[BaseModel] | None) -> dict[str, dict[str, str]]:
    """Meaning and unit of each column that a record describes."""
    found = {}
    for name in names:
        info = record.model_fields.get(name) if record else None
        if info is not None:
            extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
            found[name] = {"meaning": info.description or "", "unit": str(extra.get("unit", ""))}
    return found


def to_json(value: Any) -> bytes:
    option = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC | orjson.OPT_NON_STR_KEYS
    try:
        return orjson.dumps(value, default=plain, option=option)
    except TypeError:  # whole numbers beyond 64 bits, which few readers of JSON hold: as text
        return orjson.dumps(_wide_as_text(value), default=plain, option=option)


def _wide_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _wide_as_text(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_wide_as_text(item) for item in value]
    wide = isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**64
    return str(value) if wide else value


def to_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """RFC 4180 with a head; lists and objects as JSON, nothing for null.

    Text that a spreadsheet would run as a formula has an apostrophe before it: questions are written by strangers.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def to_parquet(
    names: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]], metadata: dict[str, str] | None = None
) -> bytes:
    """`types` are SQL types as in the records; another type is taken from the values. `metadata` stands in the file's head."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    known = {
        "VARCHAR": pa.string(), "BIGINT": pa.int64(), "INTEGER": pa.int32(), "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(), "DATE": pa.date32(), "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
        "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", tz="UTC"), "VARCHAR[]": pa.list_(pa.string()),
    }  # fmt: skip
    columns = []
    for place, kind in enumerate(types):
        values = [row[place] for row in rows]
        if any(isinstance(value, dict) for value in values):  # of any shape, even none, which parquet cannot hold
            values = [None if value is None else to_json(value).decode() for value in values]
        try:
            columns.append(pa.array(values, type=known.get(kind)))
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
            columns.append(pa.array([None if value is None else str(_cell(value)) for value in values], pa.string()))
    table = pa.table(columns, names=list(names)) if names else pa.table({})
    table = table.replace_schema_metadata(metadata)
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def fingerprint(value: Any) -> str:
    """Twelve characters that stand for a value."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


def plain(value: Any) -> Any:
    """What JSON has no word for, in words it has."""
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if isinstance(value, int):  # beyond 64 bits
        return str(value)
    return str(value)


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, (list, dict, tuple)):
        return to_json(value).decode()
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, (int, float)):
        return value
    return str(value if isinstance(value, (date, time, UUID)) else plain(value))
