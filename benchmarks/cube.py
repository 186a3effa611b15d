"""Questions to a cube of 500,000 made-up resolved markets at six moments each, in ms: p50 of several questions, the first apart.

usage: python benchmarks/cube.py [MARKETS]

Full statistics are scores, CORP, the ECE family, slope, tests and the reliability diagram, with intervals by event and by week.
The reference asks DuckDB for the rows and gives them to model-diagnostics and statsmodels, without any interval for scores.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from credence.lab.worlds.planted import BUCKETS, CATEGORIES
from credence.lab.worlds.rows import at_scale
from credence.lake import Lake, open_lake
from credence.measures import figures as measures
from credence.products import calibration, comparison
from credence.records import TABLES
from credence.tables import cube
from credence.tables.questions import question, rows_of

WORLD_HORIZONS = ("30d", "7d", "48h", "24h", "6h", "1h")
SLICES = (
    ("scheduled", "30d"), ("scheduled", "7d"), ("scheduled", "48h"), ("scheduled", "24h"), ("close", "24h"), ("scheduled", "1h"),
)  # fmt: skip
START = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
TIMES = 7


def main() -> None:
    markets = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory() as folder:
        lake = open_lake(folder)
        lake.claim(simulated=True)
        started = time.perf_counter()
        rows = fill(lake, markets)
        print(f"{rows:,} rows of {markets:,} markets written and laid out in {time.perf_counter() - started:.1f} s")
        started = time.perf_counter()
        cube.load(lake)
        print(f"load                              {(time.perf_counter() - started) * 1000:8.1f} ms")
        asked = {"horizon": "24h"}
        show("full statistics, one moment", lambda: full(lake, asked))
        show("  the same, one category", lambda: full(lake, asked | {"category": "sports"}))
        show("  the same, LOW", lambda: full(lake, asked | {"liquidity_bucket": "LOW"}))
        show("  the same, volume 1000:50000", lambda: full(lake, asked | {"volume": "1000:50000"}))
        show("  the same, weighting market", lambda: full(lake, asked | {"weighting": "market"}))
        show("  the same, by a word in the question", lambda: full(lake, asked | {"text": "number m00007"}))
        show("the whole page of a cell", lambda: calibration.answer(lake, **asked))
        show("  with 999 draws against the null", lambda: calibration.answer(lake, draws=999, **asked), times=1)
        show("LOW against HIGH", lambda: comparison.read(lake, "liquidity", ("LOW", "HIGH"), **asked), times=1)
        show("category by moment, all cells", lambda: calibration.cells(lake), times=1)
        show("reference: no intervals, one moment", lambda: reference(lake), times=1)
        status = Path("/proc/self/status").read_text()
        print("peak", next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "kB")


def full(lake: Lake, asked: dict[str, str]) -> object:
    wanted, columns = question(lake, **asked), cube.load(lake)
    rows = rows_of(wanted, columns)
    return measures.figures(measures.weighed(rows.p_yes, rows.resolved_yes, rows.event, wanted.weighting), rows.week)


def show(what: str, work: Callable[[], object], times: int = TIMES) -> None:
    seconds = []
    for _ in range(times + 1):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    rest = statistics.median(seconds[1:])
    print(f"{what:38} {rest * 1000:8.1f} ms   (first {seconds[0] * 1000:.1f} ms)", flush=True)


def fill(lake: Lake, markets: int) -> int:
    """cube_rows and market_registry of a made-up world, written as the job writes them."""
    names = ("market", "event", "slice", "p", "y", "week", "cat", "liq", "usdc", "spread")
    columns: dict[str, list[np.ndarray]] = {name: [] for name in names}
    for rows in at_scale("biased", markets, 0):
        drawn = (rows.market, rows.event, rows.horizon, rows.p_yes, rows.resolved_yes, rows.week, rows.category,
                 rows.liquidity, rows.volume_usdc, rows.spread)  # fmt: skip
        for name, values in zip(columns, drawn, strict=True):
            columns[name].append(values)
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


def reference(lake: Lake) -> object:
    """Rows by SQL; CORP by model-diagnostics; slope with clustered errors by statsmodels."""
    import statsmodels.api as sm
    from model_diagnostics.scoring import SquaredError, decompose

    with lake.reading() as connection:
        rows = connection.sql(
            "select p_yes, resolved_yes, event_id from cube_rows where anchor = 'scheduled' and horizon = '24h'"
        ).to_df()
    y, p = rows.resolved_yes.to_numpy(float), rows.p_yes.to_numpy()
    event = np.unique(rows.event_id.to_numpy().astype(str), return_inverse=True)[1]
    parts = decompose(y_obs=y, y_pred=p, scoring_function=SquaredError())
    x = np.clip(p, 0.0005, 0.9995)
    model = sm.GLM(y, sm.add_constant(np.log(x / (1 - x))), family=sm.families.Binomial())
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": event})
    return parts, fit.bse


if __name__ == "__main__":
    main()
