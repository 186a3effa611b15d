"""Baseline bands of 10,000 series of 288 prices: 12 steps, three quantiles, beside pandas' ewm; and each baseline alone.

python benchmarks/baseline_bands.py; 40x pandas is asked of the EWMA path, 500,000 series a second of its last step. Prices are
made and kernels compiled before the clock starts. Bands of both must agree: their sums on every 7th series, to 9 digits.
pandas gets its fastest form, one column per series (by group or series by series takes 2 to 100 times as long).
"""

import json
import subprocess
import sys
import time
from typing import Any

import numpy as np
from measure import compare

SERIES, LENGTH, STEPS = 10_000, 288, 12
THREE = (0.1, 0.5, 0.9)
PATH, LAST = 40, 500_000  # times pandas; series a second
CASES = ("ewma", "ewma logit", "ewma arcsine", "ewma with gaps", "kalman", "kalman logit", "rolling quantile")


def prices(gaps: float = 0.0) -> np.ndarray:
    """Five-minute prices on ticks of a cent that mostly stand still, held in 0..1."""
    rng = np.random.default_rng(7)
    moves = rng.choice([-0.01, 0, 0, 0, 0.01], (SERIES, LENGTH))
    moves[:, 0] = rng.integers(5, 96, SERIES) / 100
    found = np.clip(np.round(np.cumsum(moves, axis=1), 2), 0, 1)
    found[:, :-1][rng.random((SERIES, LENGTH - 1)) < gaps] = np.nan
    return found


def _told(bands: Any) -> list[str]:
    return [f"{total:.9g}" for total in bands[::7].sum(axis=(0, 1))]


def _ours() -> Any:
    from credence.forecasts.ewma import Ewma

    return Ewma(capped=False).forecast_quantiles(ROWS, STEPS, 300, THREE).values


def _reference() -> Any:
    """As a user of pandas would: `ewm` of squared changes, started at the mean of the first 12."""
    import pandas as pd
    from scipy.special import ndtri

    squares = pd.DataFrame(ROWS.T).diff().iloc[1:] ** 2
    squares.iloc[11] = squares.iloc[:12].mean()
    v = squares.iloc[11:].ewm(alpha=0.06, adjust=False).mean().iloc[-1].to_numpy()
    half = np.sqrt(np.arange(1, STEPS + 1) * v[:, None])
    return np.clip(ROWS[:, -1, None, None] + half[:, :, None] * np.array([ndtri(level) for level in THREE]), 0, 1)


def ours() -> list[str]:
    return _told(_ours())


def reference() -> list[str]:
    return _told(_reference())


def forecaster(case: str) -> Any:
    from credence.forecasts.ewma import Ewma
    from credence.forecasts.local_level import LocalLevel
    from credence.forecasts.rolling_quantile import RollingQuantile

    name, _, space = case.partition(" ")
    if name == "rolling":
        return RollingQuantile()
    space = space if space in ("logit", "arcsine") else "price"
    return Ewma(space=space) if name == "ewma" else LocalLevel(space)


def one(case: str) -> None:
    """Best of several runs of the path and of the last step, and what the path needs at most beside the prices."""
    import tracemalloc

    rows, asked = prices(0.02 if case.endswith("gaps") else 0.0), forecaster(case)
    asked.forecast_quantiles(rows[:20], STEPS, 300, THREE)  # compile, or read what was compiled
    tracemalloc.start()
    asked.forecast_quantiles(rows, STEPS, 300, THREE)
    peak, best = tracemalloc.get_traced_memory()[1] / 2**20, []
    tracemalloc.stop()
    for horizon in (STEPS, [STEPS]):
        seconds = []
        for _ in range(3 if case.startswith("rolling") else 9):
            started = time.perf_counter()
            asked.forecast_quantiles(rows, horizon, 300, THREE)
            seconds.append(time.perf_counter() - started)
        best.append(min(seconds))
    print(json.dumps([*best, peak]))


def alone() -> bool:
    print(f"{'':18}  path of {STEPS}: series/s   last step: series/s   peak beside 22 MB of prices")
    within = True
    for case in CASES:
        run = subprocess.run([sys.executable, __file__, "--alone", case], capture_output=True, text=True, check=True)
        path, last, peak = json.loads(run.stdout.splitlines()[-1])
        print(f"{case:18}  {SERIES / path:20,.0f} {SERIES / last:21,.0f} {peak:17,.0f} MB", flush=True)
        if case == "ewma":
            within = SERIES / last >= LAST
    print(f"{LAST:,} series/s are asked of ewma's last step")
    return within


def beside_pandas() -> bool:
    """Each by itself, the least of several; then in turns, where pandas has emptied the processor's caches before each run."""

    def timed(work: Any) -> float:
        started = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - started)

    alone_, turns = [min(timed(work) for _ in range(times)) for work, times in ((_ours, 15), (_reference, 5))], []
    for _ in range(5):
        turns.append((timed(_ours), timed(_reference)))
    cold = np.median(turns, axis=0)
    print(f"repeated   ours {alone_[0]:.1f} ms, pandas {alone_[1]:.1f} ms: {alone_[1] / alone_[0]:.0f}x, {PATH}x is asked")
    print(f"in turns   ours {cold[0]:.1f} ms, pandas {cold[1]:.1f} ms: {cold[1] / cold[0]:.0f}x")
    return bool(alone_[1] / alone_[0] >= PATH)


ROWS: np.ndarray = np.empty((0, LENGTH))
if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        one(sys.argv[2])
        sys.exit()
    ROWS = prices()
    _everything, ROWS = ROWS, ROWS[:50]
    _ours()  # compile, or read what was compiled
    _reference()
    ROWS = _everything
    compare(__file__, ours, reference, SERIES, "series")
    if sys.argv[1:2] != ["--one"]:
        well = [beside_pandas(), alone()]
        sys.exit(0 if all(well) else "slower than asked")
