"""Decoding whole raw files, once each: derived/decoded/<kind>/<source>-<day>-<raw file>.parquet is a cache.

A file is decoded again when its size changes or DECODER_VERSION does. Which columns an answer fills follows from the path
that was asked, not from how a file is called, so that any raw store can be read.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
from msgspec import Raw

from ...lake.layout import Layout
from ...lake.raw import BadLine, Envelope, read_envelopes
from . import clob, data_api, gamma
from .columns import MOMENT, TEXT, WHOLE, Columns, Refusal, schema

DECODER_VERSION = 3
KINDS = {
    "gamma_market": gamma.MARKET_SCHEMA,
    "gamma_event": gamma.EVENT_SCHEMA,
    "clob_market": clob.MARKET_SCHEMA,
    "point": clob.POINT_SCHEMA,
    "book": clob.BOOK_SCHEMA,
    "resolution": data_api.RESOLUTION_SCHEMA,
    "interest": data_api.INTEREST_SCHEMA,
    "refusal": schema(file=TEXT, line=WHOLE, field=TEXT, value=TEXT, reason=TEXT, raw=TEXT),
    "answer": schema(source=TEXT, endpoint=TEXT, status=WHOLE, received_at=MOMENT, age_s=WHOLE, unread=WHOLE),
}


@dataclass
class Decoded:
    """What one raw file holds, by kind."""

    catalogue: gamma.GammaColumns = field(default_factory=gamma.GammaColumns)
    exchange: clob.ClobColumns = field(default_factory=clob.ClobColumns)
    data: data_api.DataApiColumns = field(default_factory=data_api.DataApiColumns)
    refusals: Columns = field(default_factory=lambda: Columns(KINDS["refusal"]))
    answers: Columns = field(default_factory=lambda: Columns(KINDS["answer"]))

    def columns(self) -> dict[str, Columns]:
        return {
            "gamma_market": self.catalogue.markets,
            "gamma_event": self.catalogue.events,
            "clob_market": self.exchange.markets,
            "point": self.exchange.points,
            "book": self.exchange.books,
            "resolution": self.data.resolutions,
            "interest": self.data.interest,
            "refusal": self.refusals,
            "answer": self.answers,
        }


def decode_all(layout: Layout, on_file: Callable[[Path], None] = lambda _: None) -> dict[str, list[str]]:
    """Decode what is new below raw/; returns the Parquet files of each kind, in the order of their names."""
    wanted: set[str] = set()
    for path in sorted(layout.raw.glob("*/dt=*/*.jsonl.zst")):
        name = _cache_name(layout, path)
        wanted.add(name)
        if not (layout.decoded / "answer" / name).exists():
            on_file(path)
            _write(layout, name, decode_file(path, str(path.relative_to(layout.root))))
    for folder in layout.decoded.glob("*"):
        for stale in [file for file in folder.iterdir() if file.name not in wanted]:
            stale.unlink()
    return decoded_files(layout)


def decoded_files(layout: Layout) -> dict[str, list[str]]:
    """The Parquet files of each kind that lie in the cache, in the order of their names."""
    return {kind: sorted(str(path) for path in (layout.decoded / kind).glob("*.parquet")) for kind in KINDS}


def forget(layout: Layout) -> None:
    """Throw the cache away."""
    shutil.rmtree(layout.decoded, ignore_errors=True)


def decode_file(path: Path, name: str) -> Decoded:
    """Everything in one raw file; answers that are not of the expected shape are refused, the others go through."""
    decoded = Decoded()
    for item in read_envelopes(path):
        if isinstance(item, BadLine):
            decoded.refusals.rows.append((name, item.line, "line", None, item.reason, item.raw))
            continue
        line, envelope = item
        unread = 0
        if envelope.status == 200:
            for refusal, raw in _answer(decoded, envelope):
                unread += refusal.name == "body"
                decoded.refusals.rows.append((name, line, refusal.name, refusal.value, refusal.reason, raw))
        age = envelope.headers.get("age", "0")
        row = (envelope.source, envelope.endpoint, envelope.status, envelope.received_at, _whole(age), unread)
        decoded.answers.rows.append(row)
    if "-run-" in name:  # a run asks once; what it had to ask again is the same observation
        decoded.data.keep_first_interest()
    return decoded


def _answer(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    """Decode one answer; yields what was refused."""
    path = envelope.url.partition("?")[0].rstrip("/")
    for ending, decode in _BY_PATH.items():
        if path.endswith(ending):
            try:
                yield from decode(decoded, envelope)
            except (msgspec.DecodeError, ValueError, RecursionError) as error:
                # a cut or foreign body: the client saw it too and asked again, so the rows are not lost
                yield Refusal("body", path, f"not the expected JSON: {error}"), (envelope.body or "")[:200]
            return


def _gamma_markets(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    simulated = is_simulated(envelope)
    for raw in _objects(envelope.payload, "markets"):
        try:
            decoded.catalogue.add_market(raw, envelope.received_at, simulated=simulated)
        except Refusal as refusal:
            yield refusal, _short(raw)


def _gamma_events(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    simulated = is_simulated(envelope)
    for raw in _objects(envelope.payload, "events"):
        try:
            nested = decoded.catalogue.add_event(raw, envelope.received_at, simulated=simulated)
        except Refusal as refusal:
            yield refusal, _short(raw)
            continue
        for event, market in nested:
            try:
                decoded.catalogue.add_market(market, envelope.received_at, simulated=simulated, event=event)
            except Refusal as refusal:
                yield refusal, _short(market)


def _clob_markets(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    flags = {"derived": is_derived(envelope), "simulated": is_simulated(envelope)}
    for raw in _objects(envelope.payload, "data"):
        try:
            decoded.exchange.add_market(raw, envelope.received_at, **flags)
        except Refusal as refusal:
            yield refusal, _short(raw)


def _history(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    tokens = parse_qs(urlsplit(envelope.url).query).get("market", [])
    answer = msgspec.json.decode(envelope.payload, type=dict[str, list[Raw]])
    if tokens:
        yield from _points(decoded, {tokens[0]: answer.get("history", [])})


def _histories(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    answer = msgspec.json.decode(envelope.payload, type=dict[str, dict[str, list[Raw]]])
    yield from _points(decoded, answer.get("history", {}))


def _points(
    decoded: Decoded, histories: dict[str, list[Raw]], read: Callable[[Raw], clob.Point] = clob.point
) -> Iterator[tuple[Refusal, str]]:
    for token_id, points in histories.items():
        good = []
        for raw in points:
            try:
                good.append(read(raw))
            except Refusal as refusal:
                yield refusal, f"token {token_id}: {_short(raw)}"
        decoded.exchange.add_points(token_id, good)


def _books(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    for raw in msgspec.json.decode(envelope.payload, type=list[Raw]):
        try:
            decoded.exchange.add_book(clob.book(raw))
        except Refusal as refusal:
            yield refusal, _short(raw)


def _resolutions(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    flags = {"derived": is_derived(envelope), "simulated": is_simulated(envelope)}
    for raw in _objects(envelope.payload, "data"):
        try:
            decoded.data.add_resolution(data_api.resolution(raw), envelope.received_at, **flags)
        except Refusal as refusal:
            yield refusal, _short(raw)


def _series(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    tokens = parse_qs(urlsplit(envelope.url).query).get("token_id", [])
    points = _objects(envelope.payload, "data")
    if tokens:
        prices = [raw for raw in points if not data_api.is_settlement(raw)]
        yield from _points(decoded, {tokens[0]: prices}, data_api.point)


def _interest(decoded: Decoded, envelope: Envelope) -> Iterator[tuple[Refusal, str]]:
    flags = {"derived": is_derived(envelope), "simulated": is_simulated(envelope)}
    made_at = envelope.received_at - timedelta(seconds=_whole(envelope.headers.get("age", "0")))
    for raw in _objects(envelope.payload, "data"):
        try:
            decoded.data.add_interest(data_api.interest(raw), made_at, **flags)
        except Refusal as refusal:
            yield refusal, _short(raw)


_BY_PATH: dict[str, Callable[[Decoded, Envelope], Iterator[tuple[Refusal, str]]]] = {
    "/v2/resolutions": _resolutions,
    "/v2/prices-history": _series,
    "/v2/oi": _interest,
    "/batch-prices-history": _histories,
    "/prices-history": _history,
    "/books": _books,
    "/markets/keyset": _gamma_markets,
    "/gamma/markets": _gamma_markets,
    "/events/keyset": _gamma_events,
    "/events": _gamma_events,
    "/markets": _clob_markets,
}


def _objects(payload: bytes, key: str) -> list[Raw]:
    """The list of an answer, which is bare in old lists and under a key elsewhere."""
    answer = msgspec.json.decode(payload, type=list[Raw] | dict[str, Raw])
    if isinstance(answer, list):
        return answer
    return msgspec.json.decode(answer.get(key, Raw(b"null")), type=list[Raw] | None) or []


def is_simulated(envelope: Envelope) -> bool:
    return "x-simulated" in envelope.headers


def is_derived(envelope: Envelope) -> bool:
    return envelope.headers.get("x-derived") == "1"


def _cache_name(layout: Layout, path: Path) -> str:
    """Changes with the file's place and size and with the decoder."""
    place = path.relative_to(layout.raw).as_posix()
    mark = hashlib.sha256(f"{place}:{path.stat().st_size}:{DECODER_VERSION}".encode()).hexdigest()[:12]
    return f"{path.parent.parent.name}-{path.parent.name[3:]}-{path.name.removesuffix('.jsonl.zst')}-{mark}.parquet"


def _write(layout: Layout, name: str, decoded: Decoded) -> None:
    """All kinds of one file; `answer` comes last, so that its presence means that the file is done."""
    for kind, columns in decoded.columns().items():
        if columns.rows or kind == "answer":
            columns.write(layout.decoded / kind / name)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _short(raw: Raw) -> str:
    return bytes(raw)[:2000].decode(errors="replace")
