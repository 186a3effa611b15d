"""The folder: every recorded payload in it, one by one, as bytes and with the moment it was seen where that is stated.

Three layouts, which may be mixed:
  recorded  gamma/, clob/, data_api/ with one object per line (shared/data, and the worlds of lab/worlds)
  raw       [raw/]<source>/dt=YYYY-MM-DD/<endpoint>-<run>.jsonl.zst, one answer per line, as the lake keeps them
  world     the recorded layout with a `world.json` beside it
A line or a body that is not JSON is counted in `unreadable` and left out: a store of answers holds broken answers too.
"""

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qs, urlsplit

import msgspec
import zstandard

from ...errors import InputError
from .objects import ALWAYS, decoded, epoch, objects_in, text
from .wire import Body

WINDOW = 2**25  # bytes; recordings use windows up to 16 MiB, above zstandard's default limit

Kind: TypeAlias = Literal[
    "market", "event", "clob_market", "sampling", "simplified", "history", "slug_history", "quote", "book",
    "resolution", "oi",
]  # fmt: skip


class Found(NamedTuple):
    kind: Kind
    body: Body
    seen_at: float = ALWAYS
    key: str = ""  # token id of a history or quote; slug of a slug_history


class World(msgspec.Struct):
    name: str
    seed: int | str = 0
    as_of: Any = None  # the end of its history


class Folder:
    def __init__(self, path: str) -> None:
        self.path = Path(path)
        if not self.path.is_dir():
            raise InputError("folder", path, "a folder of recorded payloads")
        self.unreadable = 0

    def world(self) -> World | None:
        """What `world.json` says, where there is one."""
        file = self.path / "world.json"
        if not file.is_file():
            return None
        world = decoded(file.read_bytes(), World)
        if world is None:
            raise InputError("world.json", str(file), 'JSON with "name" and "seed"')
        return world

    def payloads(self) -> Iterator[Found]:
        """Everything recorded; of objects that come twice, the one to believe comes last."""
        for pattern, read in RECORDED:
            for file in sorted(self.path.glob(pattern)):
                for line in self._lines(file):
                    yield from self._counted(read(line))
        for source in ("gamma", "clob", "data_api"):
            for file in sorted((*self.path.glob(f"raw/{source}/dt=*/*.zst"), *self.path.glob(f"{source}/dt=*/*.zst"))):
                for line in self._lines(file):
                    yield from self._counted(_answer(line, source))

    def _counted(self, found: Iterator[Found] | None) -> Iterator[Found]:
        if found is None:
            self.unreadable += 1
        else:
            yield from found

    def _lines(self, file: Path) -> Iterator[bytes]:
        """The lines of a file, up to where its compression breaks off."""
        with file.open("rb") as stream:
            reader = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(stream, read_across_frames=True)
            try:
                for line in io.BufferedReader(reader, 1 << 20):
                    if stripped := line.strip():
                        yield stripped
            except zstandard.ZstdError:
                self.unreadable += 1


# --- one object per line ---


class _Wrapped(msgspec.Struct):
    payload: msgspec.Raw


class _Snapshot(msgspec.Struct):
    meta: dict[str, Any] = msgspec.field(name="_meta", default_factory=dict)
    gamma_events: msgspec.Raw = msgspec.Raw(b"[]")
    clob_quotes: dict[str, msgspec.Raw] = {}


class _HistoryLine(msgspec.Struct):
    response: msgspec.Raw
    token_id: str = ""
    market_slug: str = ""


class _History(msgspec.Struct):
    history: msgspec.Raw


def _plain(kind: Kind) -> Callable[[bytes], Iterator[Found]]:
    return lambda line: iter((Found(kind, line),))


def _market_line(line: bytes) -> Iterator[Found]:
    wrapped = decoded(line, _Wrapped)
    yield Found("market", line if wrapped is None else wrapped.payload)


def _snapshot_line(line: bytes) -> Iterator[Found] | None:
    snapshot = decoded(line, _Snapshot)
    if snapshot is None:
        return None
    fetched_at = epoch(snapshot.meta.get("fetched_at_utc"))
    moment = ALWAYS if fetched_at is None else fetched_at
    quotes = (Found("quote", body, moment, token) for token, body in snapshot.clob_quotes.items())
    events = (Found("event", body, moment) for body in objects_in(snapshot.gamma_events))
    return (found for group in (events, quotes) for found in group)


def _history_line(line: bytes) -> Iterator[Found] | None:
    outer = decoded(line, _HistoryLine)
    inner = None if outer is None else decoded(outer.response, _History)
    if outer is None or inner is None:
        return None
    if outer.token_id:
        return iter((Found("history", inner.history, key=outer.token_id),))
    return iter((Found("slug_history", line, key=outer.market_slug),))


RECORDED: tuple[tuple[str, Callable[[bytes], Iterator[Found] | None]], ...] = (
    ("gamma/events_*.jsonl.zst", _plain("event")),
    ("gamma/weather_event_snapshots*.jsonl.zst", _snapshot_line),
    ("gamma/markets_*.jsonl.zst", _market_line),
    ("clob/sampling_simplified*.jsonl.zst", _plain("simplified")),
    ("clob/sampling_markets_*.jsonl.zst", _plain("sampling")),
    ("clob/markets_*.jsonl.zst", _plain("clob_market")),
    ("clob/prices_history_*.jsonl.zst", _history_line),
    ("data_api/resolutions_*.jsonl.zst", _plain("resolution")),
    ("data_api/oi_*.jsonl.zst", _plain("oi")),
)


# --- one answer per line ---


class _RawLine(msgspec.Struct):
    status: int
    url: str
    received_at: Any = None
    body: str | None = None
    body_base64: str | None = None


def _answer(line: bytes, source: str) -> Iterator[Found] | None:
    raw = decoded(line, _RawLine)
    if raw is None:
        return None
    if raw.status != 200:
        return iter(())
    body = (raw.body or "").encode() if raw.body_base64 is None else _from_base64(raw.body_base64)
    received_at = epoch(raw.received_at)
    return _answer_objects(source, raw.url, body, ALWAYS if received_at is None else received_at)


def _from_base64(body: str) -> bytes:
    try:
        return base64.b64decode(body, validate=True)
    except ValueError:
        return b""


def _answer_objects(source: str, url: str, body: bytes, moment: float) -> Iterator[Found] | None:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    fields = decoded(body, dict[str, msgspec.Raw])
    rows = None if fields is not None else decoded(body, list[msgspec.Raw])
    if fields is None and rows is None:
        return None
    if source == "gamma":
        return _gamma_answer(path, body, fields, rows, moment)
    if source == "clob":
        return _clob_answer(path, parse_qs(parts.query).get("market", [""])[0], body, fields, rows, moment)
    return _rows(_V2_KINDS.get(path.rsplit("/", 1)[-1]), (fields or {}).get("data"), moment)


_V2_KINDS: dict[str, Kind] = {"resolutions": "resolution", "oi": "oi"}


def _rows(kind: Kind | None, array: Body | None, moment: float) -> Iterator[Found]:
    if kind is None or array is None:
        return iter(())
    return (Found(kind, bytes(row), moment) for row in objects_in(array))


def _gamma_answer(
    path: str, body: bytes, fields: dict[str, msgspec.Raw] | None, rows: list[msgspec.Raw] | None, moment: float
) -> Iterator[Found]:
    kind: Kind = "event" if "/events" in path else "market"
    if path.endswith("/tags") or "/tags/" in path:
        return iter(())
    if rows is not None:
        return (Found(kind, bytes(row), moment) for row in rows)
    fields = fields or {}
    name = "events" if kind == "event" else "markets"
    if path.endswith("/keyset"):
        return _rows(kind, fields.get(name), moment)
    return iter((Found(kind, body, moment),)) if "id" in fields else iter(())


def _clob_answer(
    path: str,
    token: str,
    body: bytes,
    fields: dict[str, msgspec.Raw] | None,
    rows: list[msgspec.Raw] | None,
    moment: float,
) -> Iterator[Found]:
    fields = fields or {}
    last = path.rsplit("/", 1)[-1]
    if "history" in fields and last == "batch-prices-history":
        series = decoded(fields["history"], dict[str, msgspec.Raw]) or {}
        return (Found("history", bytes(points), moment, key) for key, points in series.items())
    if last == "prices-history":
        asked = token and "history" in fields
        return iter((Found("history", fields["history"], moment, token),)) if asked else iter(())
    if last in ("books", "book"):
        return (Found("book", bytes(row), moment) for row in (rows if rows is not None else [body]))
    lists: dict[str, Kind] = {
        "markets": "clob_market", "sampling-markets": "sampling", "sampling-simplified-markets": "simplified",
    }  # fmt: skip
    if "data" in fields:
        return _rows(lists.get(last), fields["data"], moment)
    single = path.rsplit("/", 2)[-2:-1] == ["markets"] and "condition_id" in fields
    return iter((Found("clob_market", body, moment),)) if single else iter(())


def slug_history(line: Body) -> tuple[str, Body]:
    """The outcome's label and the points of a history that is keyed by a market's slug."""
    fields = decoded(line, dict[str, msgspec.Raw]) or {}
    inner = decoded(fields.get("response", msgspec.Raw(b"{}")), _History)
    label = text(decoded(fields["outcome"], str)) if "outcome" in fields else ""
    return label, b"[]" if inner is None else inner.history
