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
from pathlib import Path

import numpy as np

from credence.lab.cube_lake import made
from credence.lake import Lake
from credence.measures import figures as measures
from credence.products import calibration, comparison
from credence.tables import cube
from credence.tables.questions import question, rows_of

TIMES = 7


def main() -> None:
    markets = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        lake = made(Path(folder), markets, "biased")
        print(f"{markets:,} markets written and laid out in {time.perf_counter() - started:.1f} s")
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
