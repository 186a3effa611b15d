"""Raw files: what an upstream sent, kept as sent, before anyone understands it.

One line per answer: {"received_at", "source", "endpoint", "method", "url", "request", "status", "headers", "body"}.
`body` is the text as it came; bytes that are not UTF-8 stand in `body_base64` instead. Each answer is one Zstandard
frame, so a killed writer loses at most the answer it was writing: `repair` cuts such a tail off before the next write.
"""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec
import zstandard

from ..errors import NotWritable
from .layout import Layout

WINDOW = 2**25  # recordings use windows of up to 16 MiB
BLOCK = 2**16


class Answer(Protocol):
    """What the HTTP client hands over for keeping."""

    @property
    def source(self) -> str: ...
    @property
    def endpoint(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def request(self) -> str | None: ...
    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> dict[str, str]: ...
    @property
    def body(self) -> bytes: ...
    @property
    def received_at(self) -> datetime: ...


class Envelope(msgspec.Struct, frozen=True):
    """One kept answer, as read back."""

    received_at: datetime
    source: str
    endpoint: str
    method: str
    url: str
    status: int
    request: str | None = None
    headers: dict[str, str] = {}
    body: str | None = None
    body_base64: str | None = None

    @property
    def payload(self) -> bytes:
        """The bytes of the answer, exactly as received."""
        if self.body_base64 is not None:
            return base64.b64decode(self.body_base64)
        return (self.body or "").encode()


class RawWriter:
    """Appends answers of one run; a file per source, endpoint and day. Not safe for two writers: the lake's lock is."""

    def __init__(self, layout: Layout, run_id: str) -> None:
        self._layout, self._run_id = layout, run_id
        self._files: dict[Path, FileIO] = {}
        self._compressor = zstandard.ZstdCompressor(level=3, write_checksum=True)
        self._encoder = msgspec.json.Encoder()
        self.answers = 0

    def keep(self, answer: Answer) -> None:
        """Write one answer and hand it to the operating system before returning."""
        day = answer.received_at.astimezone(UTC).strftime("%Y-%m-%d")
        path = self._layout.raw_file(answer.source, day, answer.endpoint, self._run_id)
        frame = self._compressor.compress(self._encoder.encode(_line(answer)) + b"\n")
        try:
            handle, left = self._open(path), memoryview(frame)
            while left:  # a nearly full disk takes a part
                left = left[handle.write(left) :]
        except OSError as error:
            torn = self._files.pop(path, None)  # opened again it is repaired first
            if torn is not None:
                torn.close()
            raise NotWritable("raw", f"cannot write {path}: {error.strerror}") from error
        self.answers += 1

    def close(self) -> None:
        for handle in self._files.values():
            handle.close()
        self._files.clear()

    def _open(self, path: Path) -> BinaryIO:
        if path not in self._files:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                repair(path)
            self._files[path] = path.open("ab", buffering=0)
        return self._files[path]


def _line(answer: Answer) -> dict[str, Any]:
    line: dict[str, Any] = {
        "received_at": answer.received_at,
        "source": answer.source,
        "endpoint": answer.endpoint,
        "method": answer.method,
        "url": answer.url,
        "request": answer.request,
        "status": answer.status,
        "headers": answer.headers,
    }
    try:
        line["body"] = answer.body.decode()
    except UnicodeDecodeError:
        line["body_base64"] = base64.b64encode(answer.body).decode()
    return line


def whole_length(path: Path) -> int:
    """Bytes of `path` that are whole frames; less than its size if a writer was killed."""
    good = 0
    try:
        with path.open("rb") as handle:
            for _, good in _decompressed(handle):  # noqa: B007 the last one is what we want
                pass
    except zstandard.ZstdError:
        pass
    return good


def _decompressed(handle: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """(what came out, bytes of the whole frames so far); ZstdError where a frame is damaged or the last one is cut."""
    good = position = 0
    decoder = None
    while block := handle.read(BLOCK):
        while block:
            decoder = decoder or zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()
            out = decoder.decompress(block)
            rest = decoder.unused_data
            position += len(block) - len(rest)
            if decoder.eof:
                good, decoder = position, None
            yield out, good
            block = rest
    if decoder is not None:
        raise zstandard.ZstdError("the last frame ends too early")


def repair(path: Path) -> int:
    """Cut a half-written last frame off; returns the bytes removed."""
    good = whole_length(path)
    lost = path.stat().st_size - good
    if lost:
        with path.open("r+b") as handle:
            handle.truncate(good)
    return lost


class BadLine(msgspec.Struct, frozen=True):
    """A line that could not be read."""

    line: int
    reason: str
    raw: str


def read_lines(path: Path) -> Iterator[tuple[int, bytes] | BadLine]:
    """Lines of a .jsonl.zst file with their numbers from 1; a cut file ends with one BadLine after the good lines."""
    number = 0
    parts: list[bytes] = []  # of a line that has not ended yet
    try:
        with path.open("rb") as handle:
            for chunk, _ in _decompressed(handle):
                *lines, rest = chunk.split(b"\n")
                for line in lines:
                    number += 1
                    yield number, b"".join([*parts, line, b"\n"])
                    parts.clear()
                parts.append(rest)
    except zstandard.ZstdError as error:
        reason = f"the compressed file is truncated or damaged here: {error}"
        yield BadLine(number + 1, reason, _short(b"".join(parts)))
        return
    last = b"".join(parts)
    if last and _is_json(last):
        yield number + 1, last
    elif last:
        yield BadLine(number + 1, "the file ends in the middle of a line (truncated)", _short(last))


def read_envelopes(path: Path) -> Iterator[tuple[int, Envelope] | BadLine]:
    """Kept answers of one raw file; what cannot be read comes as a BadLine, and reading goes on."""
    decoder = msgspec.json.Decoder(Envelope)
    for item in read_lines(path):
        if isinstance(item, BadLine):
            yield item
            continue
        number, line = item
        try:
            yield number, decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield BadLine(number, f"not a kept answer: {error}", _short(line))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _short(line: bytes) -> str:
    return line[:2000].decode(errors="replace")
