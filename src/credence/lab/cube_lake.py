"""A simulated lake of many judged prices, for measuring questions to the cube: cube_rows and market_registry, written as the
job does.

Prices of a world of `lab.worlds` with a planted truth, at six moments of each market, and a finished run a century later, so that
every cohort is complete.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..lake import Lake, open_lake
from ..records import TABLES
from ..tables import cube
from .worlds.planted import BUCKETS, CATEGORIES
from .worlds.rows import at_scale

SLICES = (
    ("scheduled", "30d"), ("scheduled", "7d"), ("scheduled", "48h"), ("scheduled", "24h"), ("close", "24h"), ("scheduled", "1h"),
)  # fmt: skip
START = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
AS_OF = datetime(2126, 1, 1, tzinfo=UTC)


def made(folder: Path, markets: int, world: str = "calm") -> Lake:
    """A simulated lake of so many markets; `world` is one of `lab.worlds.planted`."""
    lake = open_lake(str(folder))
    lake.claim(simulated=True)
    lake.state.start_run("run-made", "run", AS_OF, {})
    lake.state.set_as_of("run-made", AS_OF)
    fill(lake, markets, world)
    lake.state.end_run("run-made", AS_OF, "done", None, {})
    return lake


def fill(lake: Lake, markets: int, world: str) -> int:
    """cube_rows and market_registry of a made-up world, written as the job writes them."""
    names = ("market", "event", "slice", "p", "y", "week", "cat", "liq", "usdc", "spread")
    columns: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
    for rows in at_scale(world, markets, 0):
        drawn: tuple[NDArray[Any], ...] = (
            rows.market, rows.event, rows.horizon, rows.p_yes, rows.resolved_yes, rows.week, rows.category, rows.liquidity,
            rows.volume_usdc, rows.spread,
        )  # fmt: skip
        for name, part in zip(columns, drawn, strict=True):
            columns[name].append(part)
    joined = {name: np.concatenate(parts) for name, parts in columns.items()}
    resolved_s = START + joined["week"] * 7 * 86_400 + 3 * 86_400
    table = pa.table(
        {
            "market": joined["market"], "event": joined["event"], "slice": joined["slice"], "p_yes": joined["p"],
            "resolved_yes": joined["y"], "cat": joined["cat"], "liq": joined["liq"], "volume_24h": joined["usdc"],
            "spread": joined["spread"], "resolved_s": resolved_s,
        }
    )  # fmt: skip
    with lake.reading() as connection:
        connection.register("given", table)
        anchors, horizons = zip(*SLICES, strict=True)
        for name, values in (("categories", CATEGORIES), ("buckets", BUCKETS), ("anchors", anchors), ("horizons", horizons)):
            listed = list(values)
            connection.execute(
                f"create temp table {name} as select unnest({listed}) as value, generate_subscripts({listed}, 1) - 1 as code"
            )
        known = {
            "market_id": "'m' || lpad(market::varchar, 7, '0')", "event_id": "'e' || event", "venue": "'world'",
            "category": "c.value", "anchor": "a.value", "horizon": "h.value", "cutoff_at": "to_timestamp(resolved_s - 86400)",
            "cohort_at": "to_timestamp(resolved_s)", "price_status": "'priced'", "p_yes": "p_yes", "spread": "spread",
            "age_seconds": "600", "liquidity_bucket": "b.value", "volume_24h": "volume_24h", "duration_days": "30",
            "end_known": "'observed'", "resolved_yes": "resolved_yes",
            "outcome_status": "case resolved_yes when 1 then 'RESOLVED_TRUE' else 'RESOLVED_FALSE' end",
            "provenance": "'payouts'",
            "disputed": "false", "resolved_at": "to_timestamp(resolved_s)", "clock": "'replayed'",
            "knowable_at": "to_timestamp(resolved_s)",
        }  # fmt: skip
        chosen = ", ".join(f"{known.get(name, 'null')}::{kind} as {name}" for name, kind in TABLES["cube_rows"].columns)
        lake.write(connection, "cube_rows", f"""
            select {chosen} from given
            join categories c on c.code = cat join buckets b on b.code = liq
            join anchors a on a.code = slice join horizons h on h.code = slice""")  # fmt: skip
        text = {
            "market_id": "market_id", "question": "'Simulated: number ' || market_id", "slug": "market_id",
            "category_tags": "[category]",
        }  # fmt: skip
        chosen = ", ".join(f"{text.get(name, 'null')}::{kind} as {name}" for name, kind in TABLES["market_registry"].columns)
        lake.write(connection, "market_registry", f"select {chosen} from (select distinct market_id, category from cube_rows)")
        return cube.lay_out(lake, connection)


if __name__ == "__main__":  # python -m credence.lab.cube_lake FOLDER MARKETS
    made(Path(sys.argv[1]), int(sys.argv[2]))
