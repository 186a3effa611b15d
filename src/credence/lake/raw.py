"""Raw files: what an upstream sent, kept as sent, before anyone understands it.

One line per answer: {"received_at", "source", "endpoint", "method", "url", "request", "status", "headers", "body"}.
`body` is the text as it came; bytes that are not UTF-8 stand in `body_base64` instead. Each answer is one Zstandard
frame, so a killed writer loses at most the answer it was writing: `repair` cuts such a tail off before the next write.
"""

import base64
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec
import zstandard

from ..errors import NotWritable
from .layout import Layout

WINDOW = 2**25  # recordings use windows of up to 16 MiB
FRAME_MAGIC = b"\x28\xb5\x2f\xfd"


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
        self._files: dict[Path, BinaryIO] = {}
        self._compressor = zstandard.ZstdCompressor(level=3, write_checksum=True)
        self._encoder = msgspec.json.Encoder()
        self.answers = 0

    def keep(self, answer: Answer) -> None:
        """Write one answer and hand it to the operating system before returning."""
        day = answer.received_at.astimezone(UTC).strftime("%Y-%m-%d")
        path = self._layout.raw_file(answer.source, day, answer.endpoint, self._run_id)
        frame = self._compressor.compress(self._encoder.encode(_line(answer)) + b"\n")
        try:
            handle = self._open(path)
            handle.write(frame)
            handle.flush()
        except OSError as error:
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
            self._files[path] = path.open("ab")
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
    data = path.read_bytes()
    good = 0
    while data[good : good + 4] == FRAME_MAGIC:
        decoder = zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()
        try:
            decoder.decompress(data[good:])
        except zstandard.ZstdError:
            break
        if not decoder.eof:
            break
        good = len(data) - len(decoder.unused_data)
    return good


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
    try:
        with path.open("rb") as handle:
            reader = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(
                handle, read_across_frames=True
            )
            for number, line in enumerate(io.BufferedReader(reader, 2**20), start=1):
                if not line.endswith(b"\n") and not _is_json(line):
                    yield BadLine(number, "the file ends in the middle of a line (truncated)", _short(line))
                    return
                yield number, line
    except zstandard.ZstdError as error:
        yield BadLine(number + 1, f"the compressed file is truncated or damaged here: {error}", "")


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
        except msgspec.DecodeError as error:
            yield BadLine(number, f"not a kept answer: {error}", _short(line))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError:
        return False
    return True


def _short(line: bytes) -> str:
    return line[:2000].decode(errors="replace")
