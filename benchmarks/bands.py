"""Trained bands: har, fhs and learned on 10,000 series of 288 prices, the trees beside LightGBM, and training on recorded prices.

python benchmarks/bands.py; asked: har 100,000 series a second on the last step and on the whole path of 12, learned 200,000 rows
a second (a row is one origin at one horizon, from features to band), artefacts of at most a megabyte, training in 2 minutes.
The reference of the trees is LightGBM's own predict on two threads (ours takes one), that of har a loop in pandas and numpy over
the same features and tables, series by series, on a part of them. Both must agree with ours.
"""

import json
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: a second thread only waits for the first

import numpy as np
from measure import compare

SERIES, LENGTH, STEPS = 10_000, 288, 12
THREE = (0.1, 0.5, 0.9)
HAR, LEARNED, BYTES, TRAINING_S = 100_000, 200_000, 1_000_000, 120
BY_HAND = 100  # series of the loop
METHODS = ("fhs", "har", "learned")
PARAMETERS = {
    "objective": "tweedie", "tweedie_variance_power": 1.3, "num_leaves": 31, "min_data_in_leaf": 400, "learning_rate": 0.06,
    "seed": 1, "deterministic": True, "force_col_wise": True, "verbosity": -1, "num_threads": 2,
}  # fmt: skip


@cache
def prices() -> np.ndarray:
    """Five-minute prices on ticks of a cent that mostly stand still, held in 0..1."""
    rng = np.random.default_rng(7)
    moves = rng.choice([-0.01, 0, 0, 0, 0.01], (SERIES, LENGTH))
    moves[:, 0] = rng.integers(5, 96, SERIES) / 100
    return np.clip(np.round(np.cumsum(moves, axis=1), 2), 0, 1)


@cache
def known() -> Any:
    from credence.forecasts.interface import Covariates

    rng = np.random.default_rng(8)
    return Covariates(
        1_750_000_000 + rng.integers(0, 86400, SERIES), rng.uniform(-5, 100, SERIES),
        rng.choice([0.01, 0.02, 0.05], SERIES), rng.choice([np.nan, 0.1, 0.2], SERIES),
    )  # fmt: skip


@cache
def grown() -> tuple[Any, Any, np.ndarray]:
    """A model of the size of the shipped one, grown here so that LightGBM has it too; ours; and the rows."""
    import lightgbm

    from credence.forecasts.learned import tree_input
    from credence.forecasts.origin_features import batch_features
    from credence.forecasts.trees import flattened

    features = batch_features(prices(), 300, known())
    rows = np.concatenate([tree_input(features, seconds) for seconds in (300, 900, 1800, 3600, 21600, 86400)])
    size = np.exp(0.3 * rows[:, 0] - 0.1 * np.nan_to_num(rows[:, 28]) + 0.4 * rows[:, -1])
    y = size * np.random.default_rng(9).gamma(0.5, 2, len(rows)).astype(np.float32)
    few = slice(None, None, 4)
    booster = lightgbm.train(PARAMETERS, lightgbm.Dataset(rows[few], y[few]), num_boost_round=150)
    return booster, flattened(booster.dump_model()), rows


def ours() -> list[float]:
    return _told(grown()[1].sum(grown()[2]))


def reference() -> list[float]:
    return _told(grown()[0].predict(grown()[2], raw_score=True, num_threads=2))


def _told(values: np.ndarray) -> list[float]:
    """What agrees to 1e-6 on average says the same here, but for a value on the edge of a rounding."""
    return [float(f"{np.abs(values[k::4]).mean():.5g}") for k in range(4)]


def _best(work: Any, times: int = 7) -> float:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def one(name: str) -> None:
    """Best of several runs of one method, in a process of its own."""
    import tracemalloc

    from credence.forecasts.registry import forecaster

    rows = prices()
    started = time.perf_counter()
    asked = forecaster(name)
    loading = time.perf_counter() - started
    asked.forecast_quantiles(rows, STEPS, 300, THREE, known())  # compile, or read what was compiled
    found: dict[str, Any] = {"loading_ms": 1000 * loading}
    for which, told in (("", None), (" quoted", known())):
        for form, horizon in (("last", [STEPS]), ("path", STEPS)):
            seconds = _best(lambda horizon=horizon, told=told: asked.forecast_quantiles(rows, horizon, 300, THREE, told))
            found[form + which] = SERIES / seconds
    single = _best(lambda: [asked.forecast_quantiles(rows[k], STEPS, 300, THREE) for k in range(100)], 5)
    found["single_ms"] = 1000 * single / 100
    from credence.forecasts.origin_features import batch_features

    features = batch_features(rows, 300, known())
    hours = [300.0 * step for step in range(1, STEPS + 1)]
    found["rows"] = SERIES * STEPS / _best(lambda: asked.bands(features, rows[:, -1], 300, hours, THREE))  # type: ignore[attr-defined]
    tracemalloc.start()
    asked.forecast_quantiles(rows, STEPS, 300, THREE, known())
    found["peak_mb"] = tracemalloc.get_traced_memory()[1] / 2**20
    from credence.forecasts import fitted_models

    artefact = Path(fitted_models.__file__).parent / "artefacts" / f"{name}.json"
    found["bytes"] = artefact.stat().st_size
    print(json.dumps(found))


def alone() -> bool:
    """Each method in a process of its own."""
    within = True
    heads = ("last step", "path of 12", "last, quoted", "path, quoted", "rows/s")
    print(f"series/s {' '.join(f'{head:>12}' for head in heads)} {'one request':>12} {'loading':>9} {'artefact':>10} {'peak':>7}")
    for name in METHODS:
        run = subprocess.run([sys.executable, __file__, "--alone", name], capture_output=True, text=True, check=True)
        found = json.loads(run.stdout.splitlines()[-1])
        rates = " ".join(f"{found[form]:12,.0f}" for form in ("last", "path", "last quoted", "path quoted", "rows"))
        print(f"{name:8} {rates} {found['single_ms']:9.2f} ms {found['loading_ms']:6.0f} ms {found['bytes']:10,}"
              f" {found['peak_mb']:4.0f} MB", flush=True)  # fmt: skip
        within &= found["bytes"] <= BYTES
        if name == "har":
            within &= min(found["last"], found["path"], found["last quoted"], found["path quoted"]) >= HAR
        if name == "learned":
            within &= found["rows"] >= LEARNED
    print(f"asked: har {HAR:,} series/s on either form, learned {LEARNED:,} rows/s, {BYTES:,} bytes")
    return within


def beside_a_loop() -> bool:
    """har's last step beside the plain way: pandas for the half-lives, numpy for the rest, series by series."""
    import pandas as pd

    from credence.forecasts import fitted_models
    from credence.forecasts.cells import PRICES
    from credence.forecasts.origin_features import batch_features, boundary_scale
    from credence.forecasts.shape import EDGES, NEAR, ZERO

    rows, asked, artefact = prices()[:BY_HAND], fitted_models.Har(), fitted_models.loaded("har")
    shape, smooth = artefact.shapes[PRICES, 3600], artefact.shapes[PRICES, 3600].smoothed()
    features = batch_features(rows, 300, None)
    relative = asked.bands(features, rows[:, -1], 300, [3600.0], THREE).scale[:, 0] / boundary_scale(rows[:, -1])

    def by_hand() -> np.ndarray:
        out = np.empty((BY_HAND, 3))
        for k, path in enumerate(rows):
            changes = pd.Series(path).diff().iloc[1:]
            for hours in (0.25, 1, 4, 24):  # what the scale is made of; its coefficients cost nothing beside this
                (changes**2).ewm(halflife=12 * hours).mean().iloc[-1]
                (changes.abs() > 1e-7).astype(float).ewm(halflife=12 * hours).mean().iloc[-1]
            for lag in (6, 12, 72):
                (pd.Series(path).diff(lag) ** 2).mean()
            for back in (12, 72, 288):
                np.ptp(path[-back - 1 :])
            p = path[-1]
            bucket = smooth[np.searchsorted(NEAR, min(p, 1 - p), "right") * 8 + np.searchsorted(shape.edges, relative[k])]
            cumulative = np.cumsum(bucket[::-1] if p > 0.5 else bucket)
            for j, level in enumerate(THREE):
                at = int(np.searchsorted(cumulative, level - 1e-12))
                before = cumulative[at - 1] if at else 0.0
                z = EDGES[at] + (level - before) / (cumulative[at] - before) * (EDGES[at + 1] - EDGES[at])
                z = 0.0 if at == ZERO or level == 0.5 else (min(z, 0.0) if level < 0.5 else max(z, 0.0))
                out[k, j] = min(max(p + z * relative[k] * boundary_scale(np.array([p]))[0], 0.0), 1.0)
        return out

    found = asked.forecast_quantiles(rows, [12], 300, THREE).values[:, 0]
    agree = bool(np.allclose(found, by_hand(), atol=1e-9))
    plain = _best(by_hand, 2) / BY_HAND
    own = _best(lambda: asked.forecast_quantiles(prices(), [12], 300, THREE)) / SERIES
    print(f"har's last step  ours {own * 1e6:.1f} us a series, loop of pandas and numpy {plain * 1e6:,.0f} us:"
          f" {plain / own:,.0f}x; answers {'agree' if agree else 'DIFFER'}")  # fmt: skip
    return agree


def training() -> bool:
    """Seconds and peak memory of each method on the recorded sets, where they are."""
    if not os.environ.get("CREDENCE_RECORDED"):
        print("training     not measured: set CREDENCE_RECORDED")
        return True
    total = 0.0
    for name in METHODS:
        run = subprocess.run([sys.executable, __file__, "--train", name], capture_output=True, text=True, check=True)
        found = json.loads(run.stdout.splitlines()[-1])
        total = max(total, found["seconds"])
        print(
            f"training     {name:8} {found['seconds']:6.1f} s after {found['reading']:.1f} s of reading,"
            f" {found['origins']:,} origins, {found['peak_mb']:,.0f} MB peak, version {found['version']}", flush=True,
        )  # fmt: skip
    print(f"             {TRAINING_S} s are asked of each")
    return total <= TRAINING_S


def train_one(name: str) -> None:
    import re

    from credence.forecasts.training import train
    from credence.forecasts.training_sets import recorded

    started = time.perf_counter()
    sets = recorded(Path(os.environ["CREDENCE_RECORDED"]))
    reading = time.perf_counter() - started
    artefact = train(sets, name)
    seconds = time.perf_counter() - started - reading
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text()).group(1)) / 1024  # type: ignore[union-attr]
    origins = sum(one["origins"] for one in artefact.card["sets"])
    print(json.dumps({"seconds": seconds, "reading": reading, "origins": origins, "peak_mb": peak, "version": artefact.version}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        one(sys.argv[2])
    elif sys.argv[1:2] == ["--train"]:
        train_one(sys.argv[2])
    else:
        if sys.argv[1:2] == ["--one"]:
            grown()
            ours()  # compiled code is loaded, on both sides
            reference()
        else:
            print(f"trees of the size of the shipped model, {SERIES * 6:,} rows; the reference is LightGBM's own predict")
        compare(__file__, ours, reference, SERIES * 6, "rows")
        if sys.argv[1:2] != ["--one"]:
            well = [beside_a_loop(), alone(), training()]
            sys.exit(0 if all(well) else "slower than asked")
