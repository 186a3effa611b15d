"""Small lakes of judged prices, written directly: rows by hand, or drawn from a world whose truth is known."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from credence.lab.worlds.planted import BUCKETS, CATEGORIES, HORIZONS
from credence.lab.worlds.rows import Rows
from credence.lake import Lake
from credence.lake.delta import arrow_schema
from credence.records import TABLES

END = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday
AS_OF = datetime(2029, 1, 1, tzinfo=UTC)  # every cohort is complete
WEEK = timedelta(days=7)


def judged(number: int, p: float | None, y: int | None, **fields: Any) -> dict[str, Any]:
    """A row of cube_rows: market `number`, by default of an event of its own and of one of a hundred weeks."""
    end = END + number % 100 * WEEK
    row = dict.fromkeys(name for name, _ in TABLES["cube_rows"].columns)
    return row | {
        "market_id": f"m{number:05}", "event_id": f"e{number:05}", "venue": "polymarket", "category": "politics",
        "anchor": "scheduled", "horizon": "24h", "cutoff_at": end - timedelta(days=1), "cohort_at": end,
        "price_status": "none" if p is None else "priced", "p_yes": p, "liquidity_bucket": "LOW", "end_known": "observed",
        "resolved_yes": y, "outcome_status": "UNRESOLVED" if y is None else "RESOLVED_TRUE" if y else "RESOLVED_FALSE",
        "provenance": "payouts", "disputed": False, "resolved_at": end, "clock": "replayed", "knowable_at": end,
    } | fields  # fmt: skip


def drawn(rows: Rows, **fields: Any) -> list[dict[str, Any]]:
    """Rows of a world as rows of cube_rows; `fields` hold for all of them."""
    found = []
    for i in range(len(rows)):
        end = END + int(rows.week[i]) * WEEK
        found.append(
            judged(
                0, float(rows.p_yes[i]), int(rows.resolved_yes[i]), market_id=f"m{rows.market[i]:06}",
                event_id=f"e{rows.event[i]:06}", category=CATEGORIES[rows.category[i]], horizon=HORIZONS[rows.horizon[i]],
                liquidity_bucket=BUCKETS[rows.liquidity[i]], spread=float(rows.spread[i]), volume_24h=float(rows.volume_usdc[i]),
                cohort_at=end, resolved_at=end, knowable_at=end,
            ) | ({"price_status": "already_resolved", "p_yes": None} if rows.already_resolved[i] else {}) | fields
        )  # fmt: skip
    return found


def write(lake: Lake, rows: list[dict[str, Any]], *, neg_risk: bool = False) -> int:
    """A new version of cube_rows, and a registry of its markets; returns the version's number."""
    nothing = dict.fromkeys(name for name, _ in TABLES["market_registry"].columns)
    registry = [
        nothing
        | {"market_id": name, "neg_risk": neg_risk}
        | {"question": f"Does {name} happen?", "category_tags": [("Even", "Odd")[int(name[1:]) % 2]]}
        for name in sorted({row["market_id"] for row in rows})
    ]
    with lake.reading() as connection:
        for name, given in (("cube_rows", rows), ("market_registry", registry)):
            connection.register("given", pa.Table.from_pylist(given, schema=arrow_schema(TABLES[name])))
            written = lake.write(connection, name, "select * from given")
            connection.unregister("given")
            if name == "cube_rows":
                number = written.version
    return number


def finish(lake: Lake, run_id: str, as_of: datetime = AS_OF) -> None:
    """A finished run."""
    lake.state.start_run(run_id, "run", as_of, {})
    lake.state.set_as_of(run_id, as_of)
    lake.state.end_run(run_id, as_of, "done", None, {})


def arrays(rows: list[dict[str, Any]]) -> tuple[np.ndarray, ...]:
    """Price, outcome, event and week of rows that are all scored, in the order in which the cube holds them."""
    ordered = sorted(rows, key=lambda row: (row["anchor"], row["horizon"], row["market_id"]))
    p, y = (np.array([row[name] for row in ordered], float) for name in ("p_yes", "resolved_yes"))
    event = np.unique([row["event_id"] for row in ordered], return_inverse=True)[1].astype(np.int64)
    week = np.array([(row["resolved_at"] - END) // WEEK + 3000 for row in ordered], np.int64)
    return p, y, event, week
