"""Files brought by hand, with everything after a moment deleted or replaced by noise. One rule per drop: their columns differ.

A file states its markets once, with no version. So its words and scheduled ends are as old as the market itself; outcomes
and prices have times. Where a drop dates an outcome by "the last observation", that last row stays in place, with a noisy
price: its time is the drop's statement of when the outcome was known, as a closing time is elsewhere. Where no outcome may
be later than the last observation in the file, the market that has it keeps a noisy label: the cap is taken over labelled
markets.
A price that the file takes from "48 hours before the close" was public at its own time, so it stays; that somebody picked
it by the later close is what `price_time_source` says.
"""

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from credence.config import rules

OUTCOME_DELAY = timedelta(seconds=rules("clock")["outcome_delay_s"])
NEW_YORK = ZoneInfo("America/New_York")
Row = dict[str, Any]
Rewrite = Callable[[Path, Path, datetime, bool, Random], None]


def rewrite(folder: Path, out: Path, at: datetime, *, noise: bool, seed: int) -> None:
    """One stored drop; `drop.json` gets the hashes of the new files."""
    described = json.loads((folder / "drop.json").read_text())
    name = described["spec"]["name"]
    for path in described["files"]:
        (out / path).parent.mkdir(parents=True, exist_ok=True)
    RULES[name](folder, out, at, noise, Random(f"{seed}/{at.isoformat()}/{name}"))
    described["files"] = {path: sha256((out / path).read_bytes()).hexdigest() for path in described["files"]}
    (out / "drop.json").write_text(json.dumps(described))


# ---------------------------------------------------------------- histories


def lines_of(path: Path) -> list[Row]:
    with path.open("rb") as stream:
        reader = zstandard.ZstdDecompressor(max_window_size=2**25).stream_reader(stream, read_across_frames=True)
        return [json.loads(line) for line in io.TextIOWrapper(reader, encoding="utf-8") if line.strip()]


def write_lines(path: Path, lines: list[Row]) -> None:
    path.write_bytes(zstandard.ZstdCompressor(level=1).compress("".join(json.dumps(line) + "\n" for line in lines).encode()))


def _points(points: list[Row], at: datetime, noise: bool, chance: Random) -> list[Row]:
    """Up to the moment; then noise, or the last one alone with a noisy price."""
    now, kept = at.timestamp(), []
    last = max((point["t"] for point in points), default=0)
    for point in points:
        if point["t"] <= now:
            kept.append(point)
        elif noise or point["t"] == last:
            kept.append({"t": point["t"], "p": round(chance.random(), 3)})
    return kept


def _histories(path: str, known_at: Callable[[Row, datetime | None], datetime | None]) -> Rewrite:
    def write(folder: Path, out: Path, at: datetime, noise: bool, chance: Random) -> None:
        lines = lines_of(folder / path)
        newest = max(point["t"] for line in lines for point in line["response"]["history"])
        cap = datetime.fromtimestamp(newest, UTC)
        last = next(line for line in lines if _last(line) == cap)
        for line in lines:
            known = known_at(line, cap)
            if known is None or known + OUTCOME_DELAY > at:
                line["resolved_yes"] = chance.random() < 0.5 if noise or line is last else None
            line["response"]["history"] = _points(line["response"]["history"], at, noise, chance)
        write_lines(out / path, lines)

    return write


def _last(line: Row) -> datetime | None:
    times = [point["t"] for point in line["response"]["history"]]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _last_or_end(line: Row, cap: datetime | None) -> datetime | None:
    """The later of the last point and the scheduled end (which no file can speak for beyond its own last point), and a day."""
    assert cap is not None
    end = min(datetime.fromisoformat(line["end_date"]), cap)
    last = _last(line)
    return max(end, last or end) + timedelta(hours=24)


# ---------------------------------------------------------------- tables


def _write_table(path: Path, rows: list[Row], schema: pa.Schema) -> None:
    nullable = pa.schema([column.with_nullable(True) for column in schema])
    pq.write_table(pa.Table.from_pylist(rows, nullable), path)


def _midterms(folder: Path, out: Path, at: datetime, noise: bool, chance: Random) -> None:
    """Trades; a market's closing time dates its winner. A market whose trades are all later keeps its last one, with noise."""
    path = "data_api/trades_midterms_2022.parquet"
    table = pq.read_table(folder / path)
    rows, kept = table.to_pylist(), []
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        names[row["condition_id"]].add(row["outcome"])
    early = {row["condition_id"] for row in rows if row["timestamp_utc"] <= at}
    newest: dict[str, datetime] = {}
    for row in rows:
        newest[row["condition_id"]] = max(newest.get(row["condition_id"], row["timestamp_utc"]), row["timestamp_utc"])
    for row in rows:
        if datetime.fromisoformat(row["market_closed_time"]) + OUTCOME_DELAY > at:
            row["winning_outcome"] = chance.choice(sorted(names[row["condition_id"]])) if noise else None
        if row["timestamp_utc"] <= at:
            kept.append(row)
        elif noise or (row["condition_id"] not in early and row["timestamp_utc"] == newest[row["condition_id"]]):
            kept.append(row | {"price": round(chance.random(), 3)})
    _write_table(out / path, kept, table.schema)


def _prior_price(folder: Path, out: Path, at: datetime, noise: bool, chance: Random) -> None:
    """One price, 48 hours before the close; winner by the close; end and question, which names the event, from the start."""
    path = "gamma_derived/resolved_high_volume_2024_with_prior_price.parquet"
    table = pq.read_table(folder / path)
    rows = table.to_pylist()
    for row in rows:
        closed_at = datetime.fromisoformat(row["closedTime"]) if row["closedTime"] else None
        created_at = datetime.fromisoformat(row["createdAt"]) if row["createdAt"] else None
        if closed_at is None or closed_at + OUTCOME_DELAY > at:
            names = json.loads(row["outcomes"]) if row["outcomes"] else [None]
            row["winning_outcome"] = chance.choice(names) if noise else None
        if closed_at is not None and closed_at - timedelta(hours=48) > at:
            first = round(chance.random(), 3)
            row["prev_prices"] = str([first, round(1 - first, 3)]) if noise else None
            row["closedTime"] = (closed_at + timedelta(hours=chance.randint(0, 900))).isoformat() if noise else row["closedTime"]
        if created_at is not None and created_at > at:  # without it the end is the only time that the market has
            row["endDate"] = (at + timedelta(days=chance.randint(-90, 90))).isoformat() if noise else None
    _write_table(out / path, rows, table.schema)


def _polymarket_us(folder: Path, out: Path, at: datetime, noise: bool, chance: Random) -> None:
    """Quotes; an outcome is known at the later of the last observation and the end of the day in the event's name."""
    markets, quotes = "polymarket_us/markets.parquet", "polymarket_us/quotes_2min.parquet"
    now = at.astimezone(NEW_YORK).replace(tzinfo=None)
    table = pq.read_table(folder / markets)
    rows = table.to_pylist()
    cap = max(row["last_ts"] for row in rows)
    newest = next(row for row in rows if row["last_ts"] == cap)
    for row in rows:
        day = re.search(r"\d{4}-\d{2}-\d{2}", row["event_key"] or "")
        known = row["last_ts"]
        if day:
            end = datetime.combine(datetime.fromisoformat(day.group()).date(), time()) + timedelta(days=1)
            known = max(known, min(end, cap))
        if known + OUTCOME_DELAY > now:
            row["resolved_yes"] = chance.randint(0, 1) if noise or row is newest else None
        if row["first_ts"] > now and noise:
            row["question"] = f"Noise {chance.random()}"
    _write_table(out / markets, rows, table.schema)
    table = pq.read_table(folder / quotes)
    rows = table.to_pylist()
    kept = []
    for row in rows:
        if row["ts"] > now:
            if not noise:
                continue
            row["bid"] = round(chance.uniform(0, 0.9), 3)
            row["ask"] = round(row["bid"] + 0.05, 3)
        kept.append(row)
    _write_table(out / quotes, kept, table.schema)


RULES: dict[str, Rewrite] = {
    "clob_prices_history_10min_2026_01": _histories("clob/prices_history_10min_2026-01.jsonl.zst", lambda line, _: _last(line)),
    "clob_prices_history_weather": _histories("clob/prices_history_weather.jsonl.zst", _last_or_end),
    "data_api_trades_midterms_2022": _midterms,
    "gamma_derived_resolved_high_volume_2024_with_prior_price": _prior_price,
    "polymarket_us": _polymarket_us,
}
