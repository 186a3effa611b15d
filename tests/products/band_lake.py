"""Small lakes of prices, written directly, on which bands are made."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from credence.lake import Lake, open_lake
from credence.lake.delta import arrow_schema
from credence.records import TABLES

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
STEP = timedelta(minutes=5)
NEEDED = ("prices", "features", "market_history", "market_registry", "outcomes", "trust")


def blank(table: str, **fields: Any) -> dict[str, Any]:
    return dict.fromkeys(name for name, _ in TABLES[table].columns) | fields


def price(market: str, ts: datetime, p: float | None, **fields: Any) -> dict[str, Any]:
    return blank("prices", market_id=market, ts=ts, p_yes=p, price_kind="mid", source="clob", knowable_at=ts) | fields


def quote(market: str, ts: datetime, bid: float | None, ask: float | None) -> dict[str, Any]:
    p = None if bid is None or ask is None else (bid + ask) / 2
    return price(market, ts, p, bid=bid, ask=ask, spread=None if p is None else ask - bid)


def hour(market: str, ts: datetime, **fields: Any) -> dict[str, Any]:
    return blank("features", market_id=market, ts=ts, liquidity_bucket="LOW", changes_24h=0, jump=False, jumps_24h=0,
                 clock="replayed", knowable_at=ts) | fields  # fmt: skip


def listed(market: str, event: str = "", **fields: Any) -> dict[str, Any]:
    return blank("market_registry", market_id=market, event_id=event or f"e-{market}", category="politics", category_tags=[],
                 outcomes=[], token_ids=[], status="ACTIVE", venue="polymarket", simulated=True, origin="gamma", clock="replayed",
                 knowable_at=NOW - timedelta(days=60)) | fields  # fmt: skip


def change(market: str, field: str, value: str, at: datetime) -> dict[str, Any]:
    return blank("market_history", market_id=market, field=field, value=value, clock="replayed", knowable_at=at)


def walk(market: str, until: datetime, steps: int, seed: int, *, size: float = 0.01, move: float = 0.4,
         step: timedelta = STEP) -> list[dict[str, Any]]:  # fmt: skip
    """Prices of every step up to `until`, which move by a cent now and then and are held in .1 .. .9."""
    rng = np.random.default_rng(seed)
    change = np.where(rng.random(steps) < move, size * rng.choice([-1, 1], steps), 0.0)
    p = np.empty(steps)
    at = 0.5
    for k in range(steps):
        at = at + change[k] if 0.1 <= at + change[k] <= 0.9 else at - change[k]
        p[k] = round(at, 6)
    return [price(market, until - (steps - 1 - k) * step, float(p[k])) for k in range(steps)]


def lake_of(folder: Path, **tables: list[dict[str, Any]]) -> Lake:
    """A lake of these rows; tables that are not given are empty, markets without a row are listed."""
    lake = open_lake(str(folder))
    if lake.simulated is None:
        lake.claim(simulated=True)
    names = sorted({row["market_id"] for row in tables.get("prices", [])})
    tables.setdefault("market_registry", [listed(name) for name in names])
    tables.setdefault("market_history", [change(name, "closed", "false", NOW - timedelta(days=60)) for name in names])
    with lake.reading() as connection:
        for name in NEEDED:
            rows = sorted(tables.get(name, []), key=lambda row: (row["market_id"], str(row.get("ts"))))
            connection.register("given", pa.Table.from_pylist(rows, schema=arrow_schema(TABLES[name])))
            lake.write(connection, name, "select * from given")
            connection.unregister("given")
    return lake
