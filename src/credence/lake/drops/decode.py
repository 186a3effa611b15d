"""CSV and JSON Lines into Parquet, so that SQL reads one kind of file. Every value stays text, nothing is judged.

In   one file of a drop
Out  <scratch>/<sha256 of the file>-<digest of how it was read>.parquet, written whole or not at all:
     _line (in the file, from 1), _seq, _field, _value, _reason, _raw of lines that could not be read,
     then c0, c1 ... the columns asked for
Unit a histories file becomes one row per point, and one row with _seq = -1 per line
"""

import codecs
import csv
import hashlib
import io
import os
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from ...errors import InputError
from .spec import DropFile

VERSION = "1"
WINDOW = 1 << 24  # 16 MiB, the largest that the recorded files use
CHUNK = 1 << 20
SIP = 1 << 11  # of packed bytes: even the densest zstd gives less than 64 MiB for it
BATCH = 65_536
RAW_LENGTH = 4_000  # of a line that could not be read; the file itself is kept whole in the lake
LINE_LENGTH = 256 << 20
OWN = ("_line", "_seq", "_field", "_value", "_reason", "_raw")


@dataclass(frozen=True)
class Decoded:
    path: Path
    names: tuple[str, ...]  # names[i] is the file's name of column c{i}


@dataclass(frozen=True)
class _Broken:
    line: int
    reason: str
    raw: str
    field: str | None = None
    value: str | None = None


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def decode(path: Path, file: DropFile, scratch: Path) -> Decoded:
    """The file as Parquet in `scratch`; read again only when the file or the way to read it has changed."""
    names = _json_names(file) if file.is_json else _csv_header(path, file)
    way = repr((VERSION, file.form, file.delimiter, file.encoding, names, file.column("history")))
    target = scratch / f"{sha256(path)}-{hashlib.sha256(way.encode()).hexdigest()[:12]}.parquet"
    if not target.exists():
        rows = _json_rows(path, file, names) if file.is_json else _csv_rows(path, file, names)
        _write(target, rows, len(names))
    return Decoded(target, names)


def _write(target: Path, rows: Iterator[tuple[Any, ...]], width: int) -> None:
    schema = pa.schema(
        [("_line", pa.int64()), ("_seq", pa.int64())]
        + [(name, pa.string()) for name in (*OWN[2:], *(f"c{i}" for i in range(width)))]
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        with pq.ParquetWriter(partial, schema, compression="zstd") as writer:
            batch: list[tuple[Any, ...]] = []
            for row in rows:
                batch.append(row)
                if len(batch) == BATCH:
                    writer.write_batch(_batch(batch, schema))
                    batch = []
            if batch:
                writer.write_batch(_batch(batch, schema))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _batch(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    return pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def _broken_row(broken: _Broken, width: int) -> tuple[Any, ...]:
    own = (broken.line, -1, broken.field, broken.value, broken.reason, broken.raw[:RAW_LENGTH])
    return own + (None,) * width


# ---- CSV


def _csv_header(path: Path, file: DropFile) -> tuple[str, ...]:
    with _text(path, file) as text:
        try:
            header = next(csv.reader(text, delimiter=file.delimiter), None)
        except (UnicodeError, csv.Error) as error:
            raise _bad_encoding(file, error) from error
    if not header:
        raise InputError(file.path, "no first line", "a CSV whose first line names the columns")
    names = tuple(name.strip() for name in header)
    wanted = [column for name in file.columns if (column := file.column(name))]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise missing_columns(file, missing, names)
    for name in wanted:
        if names.count(name) > 1:
            raise InputError(f"{file.path}: column {name}", list(names), "named once in the first line")
    return names


def missing_columns(file: DropFile, missing: list[str], names: tuple[str, ...]) -> InputError:
    """Names what was found and what was expected, and the field of the YAML that most likely is wrong."""
    hint = f"set `columns` of {file.path}"
    if len(names) == 1:
        other = next((sign for sign in ";\t|," if sign in names[0] and sign != file.delimiter), None)
        if other:
            hint = f"set `delimiter: {other!r}` of {file.path}"
    if any("\x00" in name or "\ufeff" in name or "ÿþ" in name for name in names):
        hint = f"set `encoding` of {file.path}, for example utf-8-sig or utf-16"
    shown = list(names[:50])
    return InputError(f"{file.path}: columns", shown, f"a header with {', '.join(map(repr, missing))}; {hint}")


def _csv_rows(path: Path, file: DropFile, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    width = len(names)
    broken: list[str] = []
    with _text(path, file, broken) as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=file.delimiter, strict=True)
        previous = 0
        last: tuple[int, list[str]] | None = None
        while True:
            lines.taken.clear()
            try:
                row = next(reader)
            except StopIteration:
                break
            except UnicodeError as error:
                raise _bad_encoding(file, error, lines.read + 1) from error
            except csv.Error as error:
                # an unclosed quote takes the lines after it along: only the first one is refused, the others are read again
                first, *after = lines.taken or [""]
                if previous:
                    yield _broken_row(_Broken(previous + 1, f"not a row of this CSV: {error}", first.rstrip()), width)
                lines.put_back(after)
                reader = csv.reader(lines, delimiter=file.delimiter, strict=True)
                previous = lines.read
                continue
            line, previous = previous + 1, lines.read
            if line == 1 or not row:
                continue  # the header; an empty line is no row
            if last:
                yield _csv_row(*last, width)
            last = (line, row)
    if broken:  # the last row may have lost its end
        line, row = last or (previous + 1, [])
        yield _broken_row(_Broken(line, broken[0], msgspec.json.encode(row).decode()), width)
    elif last:
        yield _csv_row(*last, width)


class _Lines:
    """Lines of a text, with those that the last row took, so that they can be read again."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text, self._again = text, deque[str]()
        self.taken: list[str] = []
        self.read = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self.taken.append(line)
        self.read += 1
        return line

    def put_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))
        self.read -= len(lines)


def _csv_row(line: int, row: list[str], width: int) -> tuple[Any, ...]:
    if len(row) == width:
        return (line, 0, None, None, None, None, *row)
    reason = f"{len(row)} columns where the first line has {width}"
    raw = msgspec.json.encode(row).decode()
    return _broken_row(_Broken(line, reason, raw, "columns", str(len(row))), width)


def _bad_encoding(file: DropFile, error: Exception, line: int = 1) -> InputError:
    return InputError(
        f"{file.path}: line {line}", str(error), f"text in {file.encoding}; set `encoding` of {file.path}"
    )


def _text(path: Path, file: DropFile, broken: list[str] | None = None) -> io.TextIOWrapper:
    stream = _Stream(path, broken if broken is not None else [])
    encoding = "utf-8-sig" if codecs.lookup(file.encoding).name == "utf-8" else file.encoding
    return io.TextIOWrapper(io.BufferedReader(stream, CHUNK), encoding=encoding, newline="")


class _Stream(io.RawIOBase):
    """The plain bytes of a file; an end that comes too early is noted in `broken`, not raised."""

    def __init__(self, path: Path, broken: list[str]) -> None:
        self._chunks, self._rest = _chunks(path, broken.append), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            following = next(self._chunks, None)
            if following is None:
                return 0
            self._rest = following
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


# ---- JSON Lines


def _json_names(file: DropFile) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for name in file.columns if name != "history" and (c := file.column(name))))


def _json_rows(path: Path, file: DropFile, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    width, decoder = len(names), msgspec.json.Decoder()
    history = file.column("history")
    points = [name in (file.column("ts"), file.column("price")) for name in names]
    for line, raw, failure in _lines(path):
        shown = raw[:RAW_LENGTH].decode("utf-8", "replace")
        if failure:
            yield _broken_row(_Broken(line, failure, shown), width)
            continue
        if not raw.strip():
            continue
        try:
            found = decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield _broken_row(_Broken(line, f"not JSON: {error}", shown), width)
            continue
        if not isinstance(found, dict):
            yield _broken_row(_Broken(line, "not a JSON object", shown), width)
            continue
        if history is None:
            yield (line, 0, None, None, None, shown, *(_as_text(_at(found, name)) for name in names))
            continue
        inner = _at(found, history)
        if not isinstance(inner, list):
            value = _as_text(inner)
            yield _broken_row(_Broken(line, "not a list of points", shown, history, value), width)
            continue
        heads = [None if point else _as_text(_at(found, name)) for name, point in zip(names, points, strict=True)]
        yield (line, -1, None, None, None, None, *heads)
        for seq, point in enumerate(inner):
            if isinstance(point, dict):
                cells = [_as_text(_at(point, n)) if p else h for n, p, h in zip(names, points, heads, strict=True)]
                yield (line, seq, None, None, None, None, *cells)
            else:
                where, value = f"{history}[{seq}]", _as_text(point)
                yield (line, seq, where, value, "not an object with time and price", value, *heads)


def _lines(path: Path) -> Iterator[tuple[int, bytes, str | None]]:
    """(line number, bytes, what is wrong with it)."""
    rest, line = b"", 0
    broken: list[str] = []
    for chunk in _chunks(path, broken.append):
        *whole, rest = (rest + chunk).split(b"\n")
        for raw in whole:
            line += 1
            yield line, raw, None
        if len(rest) > LINE_LENGTH:
            raise InputError(str(path), f"{len(rest)} bytes without an end of line", "JSON Lines")
    if broken:
        yield line + 1, rest, broken[0]
    elif rest:
        yield line + 1, rest, None


def _at(found: Any, dotted: str) -> Any:
    """`response.history` is the key `history` inside `response`; a key that has the dots itself comes first."""
    if isinstance(found, dict) and dotted in found:
        return found[dotted]
    for part in dotted.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(part)
    return found


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return msgspec.json.encode(value).decode()


# ---- bytes


def _chunks(path: Path, failed: Callable[[str], None]) -> Iterator[bytes]:
    with path.open("rb") as file:
        if path.suffix == ".zst":
            yield from _plain(file, failed)
        else:
            while chunk := file.read(CHUNK):
                yield chunk


def _plain(file: BinaryIO, failed: Callable[[str], None]) -> Iterator[bytes]:
    """Frames one after another; what could be read comes out before a failure is told."""
    context = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    reader, begun = context.decompressobj(), False
    while chunk := file.read(SIP):
        while chunk:
            begun = True
            try:
                plain = reader.decompress(chunk)
            except zstandard.ZstdError as error:
                failed(f"broken zstd: {error} (windows of up to 16 MiB can be read)")
                return
            if plain:
                yield plain
            chunk = b""
            if reader.eof:
                chunk, reader, begun = reader.unused_data, context.decompressobj(), False
    if begun or file.tell() == 0:
        failed("the zstd file ends in the middle: it was cut short")
