"""Conformal corrections: one online step of 10,000 series, and a fit by bucket of a million scores, beside the plain ways.

python benchmarks/conformal.py; asked: the online step in 1 ms. The plain way of the step is a Python loop that takes
`np.quantile` of each series' last 100 scores on both sides; that of the fit is pandas, a quantile by group for each depth of
the back-off (buckets of one size, so that its nearest rank is ours; answers must agree).
"""

import os
import statistics
import sys
import time
from collections import deque
from functools import cache

import numpy as np
from measure import compare

from credence.forecasts.conformal import Issued, Tracker, fit, uniforms, walk

SERIES, WINDOW, STEPS, ASKED_MS = 10_000, 100, 50, 1.0
ROWS, SIZES, ALPHA = 1_000_000, (5, 5, 4), 0.1
CHAINS, ORIGINS = 1000, 2000


@cache
def rows() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    cell = rng.permutation(np.arange(ROWS) % int(np.prod(SIZES)))
    return rng.normal(size=(ROWS, 2)), np.column_stack(np.unravel_index(cell, SIZES))


def ours() -> object:
    scores, buckets = rows()
    table = fit(scores, buckets, alphas=(ALPHA, ALPHA))
    return [round(sum(value), 9) for value in zip(*(cell.correction for cell in table.cells), strict=True)]


def reference() -> object:
    import pandas as pd

    scores, buckets = rows()
    frame = pd.DataFrame({"below": scores[:, 0], "above": scores[:, 1]} | {f"b{j}": buckets[:, j] for j in range(len(SIZES))})
    total = np.zeros(2)
    for depth in range(len(SIZES) + 1):
        n = ROWS // int(np.prod(SIZES[:depth]))
        level = (np.ceil((n + 1) * (1 - ALPHA) - 1e-9) - 1) / (n - 1)
        sides = frame[["below", "above"]]
        groups = sides.groupby([frame[f"b{j}"] for j in range(depth)]) if depth else sides
        found = groups.quantile(level, interpolation="nearest").to_numpy().reshape(-1, 2)
        total += found.sum(axis=0)
    return total.round(9).tolist()


def bands(rng: np.random.Generator, ts: np.ndarray, market: np.ndarray) -> tuple[Issued, np.ndarray]:
    n = len(ts)
    centre, half = rng.uniform(0.1, 0.9, n), rng.uniform(0.01, 0.08, n)
    horizon = np.full(n, 3600)
    uniform = uniforms(1, market, ts, horizon)
    issued = Issued(ts, horizon, centre - half, centre + half, centre, np.full(n, 0.15), np.full(n, 0.7), uniform)
    outcome = np.where(rng.random(n) < 0.7, centre, np.clip(centre + rng.normal(0, 0.06, n), 0, 1))
    return issued, outcome


def online() -> bool:
    rng = np.random.default_rng(1)
    issued, outcome = bands(rng, np.zeros(SERIES, np.int64), np.arange(SERIES))
    tracker, seconds = Tracker.start(SERIES), []
    for _ in range(STEPS + 1):  # the first loads compiled code
        started = time.perf_counter()
        tracker.update(issued, outcome, 3600)
        seconds.append(time.perf_counter() - started)
    own = statistics.median(seconds[1:])
    windows = [[deque(rng.normal(size=WINDOW), WINDOW) for _ in range(2)] for _ in range(SERIES)]
    started = time.perf_counter()
    for k, sides in enumerate(windows):
        for side, score in zip(sides, (issued.lo[k] - outcome[k], outcome[k] - issued.hi[k]), strict=True):
            side.append(score)
            np.quantile(side, 0.9)
    plain = time.perf_counter() - started
    print(f"online step of {SERIES:,} series, {ASKED_MS:.0f} ms asked")
    print(f"ours       {own * 1e3:8.3f} ms (median of {STEPS}; the slowest {max(seconds[1:]) * 1e3:.3f})")
    print(f"plain      {plain * 1e3:8.0f} ms, windows of {WINDOW}")
    print(f"ratio      {plain / own:,.0f}x in time")
    return own * 1e3 <= ASKED_MS


def chains() -> None:
    rng, n = np.random.default_rng(2), CHAINS * ORIGINS
    ts, market = np.tile(np.arange(ORIGINS) * 300, CHAINS), np.repeat(np.arange(CHAINS), ORIGINS)
    issued, outcome = bands(rng, ts, market)
    offsets, until = np.arange(CHAINS + 1) * ORIGINS, ORIGINS * 300 + 3600
    walk(offsets[:2], Issued(*(column[:ORIGINS] for column in issued)), outcome[:ORIGINS], until)
    started = time.perf_counter()
    walk(offsets, issued, outcome, until)
    seconds = time.perf_counter() - started
    print(f"walk       {seconds:8.3f} s for {n:,} origins of {CHAINS:,} chains, {n / seconds / 1e6:.0f} M origins/s")


def look_up() -> None:
    scores, buckets = rows()
    table = fit(scores, buckets)
    table.lookup(buckets[:10])
    started = time.perf_counter()
    table.lookup(buckets)
    print(f"look-up    {time.perf_counter() - started:8.3f} s for {ROWS:,} rows, {len(table.cells)} buckets")


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.argv[1:2] == ["--one"]:
        rows()
        fit(np.zeros((10, 2)), np.zeros((10, 1), np.int64))  # compiled code is loaded, on both sides
    else:
        print(f"fit of {ROWS:,} scores on both sides, {int(np.prod(SIZES))} buckets and their parents")
    compare(__file__, ours, reference, ROWS, "scores")
    if sys.argv[1:2] != ["--one"]:
        look_up()
        chains()
        sys.exit(0 if online() else "slower than asked")
