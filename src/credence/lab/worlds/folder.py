"""A world as a folder: the upstreams' payloads, laid out as recorded data is, and the truth beside them.

<out>/world.json                                 name, seed, size, `as_of`; marks the folder as simulated
<out>/gamma/markets_world.jsonl.zst              one version of a market per line, oldest first
<out>/gamma/events_world.jsonl.zst               one version of an event per line, its markets inside
<out>/clob/markets_world.jsonl.zst               at the end of history
<out>/clob/prices_history_world.jsonl.zst        of each market's first outcome
<out>/data_api/resolutions_world.jsonl.zst       at the end of history
<out>/data_api/oi_world.jsonl.zst                at the end of history
<out>/truth/truth.parquet                        one row per market; never served, never read by the pipeline
<out>/truth/truth.json                           what was planted, and how lifelike the paths are; the same holds
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from ...errors import InputError
from . import payloads
from .life import HISTORY_END, HOUR, TICKS, Event, Market
from .realism import Paths, figures_of, recorded_hourly

MARK = "world.json"
TRUTH = "truth/truth.parquet"
PLANTED = "truth/truth.json"
LINES = (
    "gamma/markets_world.jsonl.zst",
    "gamma/events_world.jsonl.zst",
    "clob/markets_world.jsonl.zst",
    "clob/prices_history_world.jsonl.zst",
    "data_api/resolutions_world.jsonl.zst",
    "data_api/oi_world.jsonl.zst",
)
ZSTD_LEVEL = 3
TRUTHS_AT_ONCE = 20_000  # rows in memory
JUDGED = 3000  # markets whose paths are looked at for realism

_MOMENT = pa.timestamp("s", tz="UTC")
TRUTH_SCHEMA = pa.schema(
    [
        pa.field("market_id", pa.string(), nullable=False),
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("condition_id", pa.string(), nullable=False),
        pa.field("token_id", pa.string(), nullable=False),  # of the first outcome
        pa.field("category", pa.string(), nullable=False),
        pa.field("shape", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("version", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("resolved_yes", pa.int8()),  # only where status is RESOLVED_*
        pa.field("true_p_created", pa.float64()),
        pa.field("true_p_24h", pa.float64()),  # 24 h before the last scheduled end; null once the outcome is public
        pa.field("true_p_1h", pa.float64()),
        pa.field("created_at", _MOMENT, nullable=False),
        pa.field("first_scheduled_end_at", _MOMENT, nullable=False),
        pa.field("last_scheduled_end_at", _MOMENT, nullable=False),
        pa.field("closed_at", _MOMENT),
        pa.field("resolved_at", _MOMENT),
        pa.field("liquidity", pa.string(), nullable=False),  # planned; the bucket follows from volumes as displayed
        pa.field("slope_24h", pa.float64(), nullable=False),  # P(YES | d) = S(intercept + slope L(d)), d 24 h before the end
        pa.field("intercept_24h", pa.float64(), nullable=False),
        pa.field("shock", pa.bool_(), nullable=False),  # resolved in the days of a common shock
    ]
)


@dataclass(frozen=True)
class WorldSummary:
    """What was made."""

    name: str
    seed: int
    out: str
    events: int
    markets: int
    versions: int  # of markets
    prices: int  # points of price history
    kinds: dict[str, int]  # markets of each kind
    as_of: str  # the end of history, ISO 8601
    realism: dict[str, dict[str, float | None]]  # figures of its paths beside those of recorded ones, hourly


def write(name: str, seed: int, out: Path, events: Iterable[Event], planted: dict[str, object]) -> WorldSummary:
    """Write every file beside its place and move all of them there at the end, the mark last.

    planted  what truth.json says beside the figures of the paths
    """
    kinds: Counter[str] = Counter()
    truth: list[dict[str, object]] = []
    event_count = market_count = versions = prices = 0
    moves = Paths(HOUR)
    paths = (*LINES, TRUTH, PLANTED, MARK)
    parts = [out / f"{path}.part" for path in paths]
    mark = parts[-1]
    try:
        for part in parts:
            part.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()  # first, and left there on failure: what a broken run left behind may be replaced
        with ExitStack() as stack:
            gamma_markets, gamma_events, clob_markets, histories, resolutions, interests = (
                stack.enter_context(zstandard.ZstdCompressor(ZSTD_LEVEL).stream_writer(part.open("wb")))
                for part in parts[: len(LINES)]
            )
            truths = stack.enter_context(pq.ParquetWriter(parts[-3], TRUTH_SCHEMA, compression="zstd"))
            for event in events:
                event_count += 1
                for stage in event.stages:
                    gamma_events.write(_line(payloads.gamma_event(event, stage)))
                for market in event.markets:
                    stages = event.stages_of(market)
                    for stage in stages:
                        gamma_markets.write(_line(payloads.gamma_market_row(event, market, stage)))
                    clob_markets.write(_line(payloads.clob_market(event, market)))
                    histories.write(_line(payloads.price_history(market)))
                    resolutions.write(_line(payloads.resolution(event, market)))
                    interests.write(_line(payloads.oi_row(event, market)))
                    truth.append(_truth(event, market))
                    kinds[event.kind_of(market)] += 1
                    versions += len(stages)
                    prices += len(market.ticks)
                    market_count += 1
                    if market_count <= JUDGED:
                        moves.add(market.observed_at, market.ticks / TICKS, 2 * market.half_spread / TICKS)
                if len(truth) >= TRUTHS_AT_ONCE:
                    truths.write_table(pa.Table.from_pylist(truth, TRUTH_SCHEMA))
                    truth.clear()
            truths.write_table(pa.Table.from_pylist(truth, TRUTH_SCHEMA))
        realism = {"this world": figures_of(moves.figures()), **recorded_hourly()}
        parts[-2].write_bytes(orjson.dumps({**planted, "realism": realism}, option=orjson.OPT_INDENT_2) + b"\n")
        as_of = payloads.iso(HISTORY_END)
        facts = {"name": name, "seed": seed, "markets": market_count, "simulated": True, "venue": "world", "as_of": as_of}
        mark.write_bytes(orjson.dumps(facts, option=orjson.OPT_INDENT_2) + b"\n")
        (out / MARK).unlink(missing_ok=True)  # from here to the last move it is no world
        for path, part in zip(paths, parts, strict=True):
            part.replace(out / path)
    finally:
        for part in parts[:-1]:
            with suppress(OSError):
                part.unlink()
    return WorldSummary(
        name=name,
        seed=seed,
        out=str(out),
        events=event_count,
        markets=market_count,
        versions=versions,
        prices=prices,
        kinds=dict(sorted(kinds.items())),
        as_of=as_of,
        realism=realism,
    )


def check_free(out: Path) -> None:
    """Refuse a folder that holds something else."""
    if out.exists() and not out.is_dir():
        raise InputError("out", str(out), "a folder, not a file")
    if out.is_dir() and any(out.iterdir()) and not any((out / mark).exists() for mark in (MARK, f"{MARK}.part")):
        raise InputError("out", str(out), "a new or empty folder, or a world that may be replaced")


def _truth(event: Event, market: Market) -> dict[str, object]:
    status = event.status(market)
    return {
        "market_id": market.market_id,
        "event_id": event.event_id,
        "condition_id": market.condition_id,
        "token_id": market.token_ids[0],
        "category": event.category,
        "shape": event.shape,
        "kind": event.kind_of(market),
        "version": event.version,
        "status": status,
        "resolved_yes": int(market.resolved_yes) if status.startswith("RESOLVED") else None,
        **market.true_p,
        "created_at": event.created_at,
        "first_scheduled_end_at": event.stages[0].end_at,
        "last_scheduled_end_at": event.stages[-1].end_at,
        "closed_at": event.resolved_at_of(market),
        "resolved_at": event.resolved_at_of(market),
        "liquidity": market.bucket,
        "slope_24h": market.slope_24h,
        "intercept_24h": market.intercept_24h,
        "shock": market.shock,
    }


def _line(payload: payloads.Payload) -> bytes:
    return orjson.dumps(payload, option=orjson.OPT_APPEND_NEWLINE)
