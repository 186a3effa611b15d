"""Slope with clustered errors against statsmodels, bootstrap by event against resampling rows, all headline figures together.

python benchmarks/uncertainty.py; limits are ratios (slope 4x, bootstrap 20x) and 0.25 s for the headline figures of a million
rows, bootstrap and null draws apart. Growth is shown up to 20 million rows; `--short` stops at 5 million.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from measure import compare

from credence.measures.bootstrap import mean_draws
from credence.measures.decomposition import corp
from credence.measures.ece import ece_debiased, ece_equal_mass, smooth_ece
from credence.measures.influence import headline
from credence.measures.null import null_draws
from credence.measures.samples import Sample, sample
from credence.measures.slope import cox, log_odds

ROWS, EVENTS, WEEKS = 1_000_000, 100_000, 150
DRAWS, SHOWN = 1000, 10  # resamples of ours; of the reference, whose time is then scaled
DRAWN = 5_000_000  # rows up to which draws are timed too
SLOPE, BOOTSTRAP, TOGETHER_S, NULL_S = 4, 20, 0.25, 3.0


def rows(n: int, events: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Prices in ticks of 0.001, outcomes, events and weeks, sorted by event as a table would be."""
    rng = np.random.default_rng(0)
    price = np.clip(np.rint(rng.beta(0.6, 0.6, n) * 1000) / 1000, 0.001, 0.999)
    event = np.sort(rng.integers(0, events, n))
    return price, (rng.random(n) < price).astype(np.int64), event, rng.integers(0, WEEKS, events)[event]


def ours() -> object:
    price, y, event, _ = rows(ROWS, EVENTS)
    found = cox(sample(price, y, None, event), method="CR1")
    factor = (ROWS - 1) / (ROWS - 2)  # of statsmodels, which we leave out
    return [round(float(number), 7) for number in (found.intercept, found.slope, *np.sqrt(np.diag(found.covariance) * factor))]


def reference() -> object:
    import statsmodels.api as sm

    price, y, event, _ = rows(ROWS, EVENTS)
    model = sm.Logit(y, sm.add_constant(log_odds(price)))
    fit = model.fit(disp=False, tol=1e-12, cov_type="cluster", cov_kwds={"groups": event})
    return [round(float(number), 7) for number in (*fit.params, *fit.bse)]


def timed(work: object, times: int = 3, clock: Callable[[], float] = time.perf_counter) -> tuple[float, object]:
    """The least of the seconds (others may use the machine), and the last answer."""
    seconds = []
    for _ in range(times):
        started = clock()
        answer = work()  # type: ignore[operator]
        seconds.append(clock() - started)
    return min(seconds), answer


def resampled_rows(found: Sample, draws: int, rng: np.random.Generator) -> np.ndarray:
    """The plain way: draw events, gather all rows of each, average their scores."""
    order = np.argsort(found.event, kind="stable")
    sizes = np.bincount(found.event)
    starts = np.cumsum(sizes) - sizes
    score = (found.p_yes - found.resolved_yes)[order] ** 2
    means = np.empty(draws)
    for draw in range(draws):
        chosen = rng.integers(0, len(sizes), len(sizes))
        ends = np.cumsum(sizes[chosen])
        at = np.arange(ends[-1]) - np.repeat(ends - sizes[chosen], sizes[chosen]) + np.repeat(starts[chosen], sizes[chosen])
        means[draw] = score[at].mean()
    return means


def bootstrap() -> bool:
    price, y, event, _ = rows(ROWS, EVENTS)
    found, rng = sample(price, y, None, event), np.random.default_rng(1)
    seconds, draws = timed(lambda: mean_draws(found, "brier", None, DRAWS, rng))
    plain, means = timed(lambda: resampled_rows(found, SHOWN, rng))
    scaled = plain * DRAWS / SHOWN
    print(f"ours       {seconds:8.2f} s for {DRAWS} resamples of {EVENTS:,} events, error {draws.error:.6f}")  # type: ignore[attr-defined]
    print(f"rows       {scaled:8.2f} s, scaled from {SHOWN} resamples in {plain:.2f} s, error {means.std(ddof=1):.6f}")  # type: ignore[attr-defined]
    print(f"ratio      {scaled / seconds:.1f}x in time, {BOOTSTRAP}x is asked")
    return scaled / seconds >= BOOTSTRAP


def together(found: Sample, week: np.ndarray) -> dict[str, object]:
    """Scores, CORP, slope, ECE, and all intervals by event and by week."""
    return {
        **headline(found, {"event": None, "week": week}),
        "corp": corp(found.pooled)[:4],
        "ece": ece_equal_mass(found.pooled),
        "ece_debiased": ece_debiased(found),
        "smooth_ece": smooth_ece(found.pooled),
    }


def grow(n: int) -> None:
    """One size, in a process of its own: the processor's seconds (on one core) and the memory of each part."""
    import psutil

    clock = time.process_time
    price, y, event, week = rows(n, n // 10)
    before = psutil.Process().memory_info().rss
    times = 1 if n > ROWS else 5
    making, found = timed(lambda: sample(price, y, None, event), times, clock)
    assert isinstance(found, Sample)
    parts, _ = timed(lambda: together(found, week), times, clock)
    rng, drawing, null = np.random.default_rng(0), float("nan"), float("nan")
    if n <= DRAWN:
        drawing, _ = timed(lambda: mean_draws(found, "brier", None, DRAWS, rng), 1, clock)
        null, _ = timed(lambda: null_draws(found, None, 999, rng), 1, clock)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([n, making, parts, drawing, null, before / 2**20, peak]))


def growth(sizes: tuple[int, ...]) -> bool:
    within = True
    print("processor seconds on one core; nan: not drawn at that size")
    print("rows          sample   figures   bootstrap 1000   null 999   memory of the rows, peak")
    for n in sizes:
        run = subprocess.run([sys.executable, __file__, "--grow", str(n)], capture_output=True, text=True, check=True)
        _, making, parts, drawing, null, before, peak = json.loads(run.stdout.splitlines()[-1])
        line = f"{n:12,} {making:7.2f} s {parts:7.2f} s {drawing:14.2f} s {null:8.2f} s {before:14,.0f} MB {peak:8,.0f} MB"
        print(line, flush=True)
        if n == ROWS:
            within = within and making + parts <= TOGETHER_S
            print(f"             {n:,} rows: sample and all figures {making + parts:.3f} s, {TOGETHER_S} s asked")
        if n == ROWS // 2:
            within = within and null <= NULL_S
            print(f"             {n:,} rows: null {null:.2f} s, {NULL_S:.0f} s asked")
    return within


if __name__ == "__main__":
    if sys.argv[1:2] == ["--grow"]:
        grow(int(sys.argv[2]))
        sys.exit()
    if sys.argv[1:2] != ["--one"]:
        print(f"slope with errors by cluster, {ROWS:,} rows, {SLOPE}x asked")
    compare(__file__, ours, reference, ROWS, "rows")
    if sys.argv[1:2] != ["--one"]:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        well = [bootstrap(), growth((500_000, ROWS, 5_000_000) + (() if "--short" in sys.argv else (20_000_000,)))]
        sys.exit(0 if all(well) else "slower than asked")
