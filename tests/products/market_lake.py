"""Small lakes around markets that are open now: rows by hand of every table that the state of a market is made of."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from credence.lake import Lake, open_lake
from credence.lake.delta import arrow_schema
from credence.records import TABLES

from .cube_lake import finish

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LISTS = ("category_tags", "outcomes", "token_ids", "data_source")


def blank(table: str, **fields: Any) -> dict[str, Any]:
    """A row whose other columns are null, or empty lists."""
    columns = [name for name, _ in TABLES[table].columns]
    assert not set(fields) - set(columns), set(fields) - set(columns)
    clocked = {"clock": "replayed"} if "clock" in columns else {}
    return dict.fromkeys(columns) | {name: [] for name in LISTS if name in columns} | clocked | fields


def listed(market: str, event: str = "", **fields: Any) -> dict[str, Any]:
    return blank("market_registry", **{
        "market_id": market, "event_id": event or f"e-{market}", "slug": f"slug-{market}", "question": f"Does {market} happen?",
        "category": "politics", "status": "ACTIVE", "venue": "polymarket", "simulated": True, "origin": "gamma",
        "start_ts": NOW - 30 * DAY, "end_ts": NOW + 10 * DAY, "knowable_at": NOW - 30 * DAY,
    } | fields)  # fmt: skip


def price(market: str, ts: datetime, p: float | None, **fields: Any) -> dict[str, Any]:
    return blank("prices", **{
        "market_id": market, "ts": ts, "p_yes": p, "price_kind": "mid", "source": "clob", "knowable_at": ts,
    } | fields)  # fmt: skip


def quote(market: str, ts: datetime, bid: float, ask: float, **fields: Any) -> dict[str, Any]:
    return price(market, ts, (bid + ask) / 2, bid=bid, ask=ask, spread=ask - bid, **fields)


def band(market: str, ts: datetime, q10: float, q90: float, **fields: Any) -> dict[str, Any]:
    return blank("forecast_band", **{
        "ts": ts, "market_id": market, "horizon_steps": 12, "step_seconds": 300, "q10": q10, "q50": (q10 + q90) / 2, "q90": q90,
        "method": "HAR", "model_id": "har-1", "band_calibration": "conformal",
    } | fields)  # fmt: skip


def kept_word(closed: float, events: int, below_se: float | None = 0.03, above_se: float | None = 0.04) -> dict[str, Any]:
    """How bands of an hour have kept their word."""
    return blank(
        "band_coverage", step_seconds=300, horizon_steps=12, band_calibration="conformal", segment_by="all", segment="all",
        method="HAR", model_id="har-1", n=1000, n_events=events, closed=closed, miss_below_se=below_se, miss_above_se=above_se,
    )  # fmt: skip


def breach(market: str, ts: datetime, p: float, **fields: Any) -> dict[str, Any]:
    return blank("band_breach", **{
        "ts": ts, "due_at": ts, "market_id": market, "band_ts": ts - HOUR, "horizon_steps": 12, "step_seconds": 300,
        "side": "above", "p_before": 0.5, "p": p, "q10": 0.4, "q90": 0.6, "excess": p - 0.6,
        "band_calibration": "conformal", "knowable_at": ts,
    } | fields)  # fmt: skip


def trusted(market: str, cutoff_at: datetime, total: float, **fields: Any) -> dict[str, Any]:
    return blank("trust", **{
        "market_id": market, "event_id": f"e-{market}", "category": "politics", "anchor": "latest", "horizon": "now",
        "cutoff_at": cutoff_at, "trust_version": "v1", "total": total, "knowable_at": cutoff_at,
        "config": '{"weights": {"liquidity": 0.6, "stability": 0.4}}',
    } | fields)  # fmt: skip


def recalibrated(market: str, cutoff_at: datetime, p: float, to: float, **fields: Any) -> dict[str, Any]:
    return blank("recalibrated", **{
        "market_id": market, "category": "politics", "anchor": "scheduled", "horizon": "24h", "cutoff_at": cutoff_at, "p_yes": p,
        "p_recalibrated": to, "low": to - 0.1, "high": to + 0.1, "method": "line", "trained_on": 900,
        "trained_until": NOW - 20 * DAY,
    } | fields)  # fmt: skip


def evidence(verdict: str, **fields: Any) -> dict[str, Any]:
    return blank("recalibration_evidence", **{
        "anchor": "scheduled", "category": "politics", "horizon": "24h", "verdict": verdict, "statement": f"it {verdict}",
    } | fields)  # fmt: skip


def snapshot(market: str, ts: datetime, **fields: Any) -> dict[str, Any]:
    return blank("market_snapshot", **{
        "ts": ts, "market_id": market, "event_id": f"e-{market}", "data_source": ["gamma"], "knowable_at": ts,
    } | fields)  # fmt: skip


def hour(market: str, ts: datetime, p: float | None = 0.5, **fields: Any) -> dict[str, Any]:
    return blank("features", **{
        "market_id": market, "ts": ts, "p_yes": p, "staleness_seconds": 0.0, "changes_24h": 0, "jump": False, "jumps_24h": 0,
        "knowable_at": ts,
    } | fields)  # fmt: skip


def event(name: str, **fields: Any) -> dict[str, Any]:
    return blank("events", **{
        "event_id": name, "slug": f"slug-{name}", "title": f"Event {name}", "category": "politics", "venue": "polymarket",
        "origin": "gamma", "simulated": True, "knowable_at": NOW - 30 * DAY,
    } | fields)  # fmt: skip


def answered(market: str, yes: bool, at: datetime) -> dict[str, Any]:
    return blank(
        "outcomes", market_id=market, venue="polymarket", status="RESOLVED_TRUE" if yes else "RESOLVED_FALSE", resolved_at=at,
        market_type="binary", outcome_index=0, provenance="payouts", rule="R1", scored=True, disputed=False, independent=True,
        backfilled=False, knowable_at=at,
    )  # fmt: skip


def put(lake: Lake, **tables: list[dict[str, Any]]) -> None:
    """New versions of these tables."""
    with lake.reading() as connection:
        for name, rows in tables.items():
            ordered = sorted(rows, key=lambda row: (str(row.get("market_id")), str(row.get("ts"))))
            connection.register("given", pa.Table.from_pylist(ordered, schema=arrow_schema(TABLES[name])))
            lake.write(connection, name, "select * from given")
            connection.unregister("given")


def lake_of(folder: Path, *, now: datetime | None = NOW, **tables: list[dict[str, Any]]) -> Lake:
    """A lake of these rows, whose newest finished run has the as_of `now`; tables that are not given were never written."""
    lake = open_lake(str(folder))
    lake.claim(simulated=True)
    if now is not None:
        finish(lake, "run-1", now)
    put(lake, **tables)
    return lake
