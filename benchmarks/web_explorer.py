"""Fifty random changes of the explorer's filters on a cube of 500,000 simulated markets: ms by p50 and p95, and peak memory.

usage: python benchmarks/web_explorer.py [MARKETS] [--lake FOLDER]   (a lake that lab.cube_lake has made; made anew without one)

Ours is one answer with all panels. The reference is the way there was before: the whole page of the cell, and a list of facets
for each dimension. Both answer the same questions in a process of their own; the first answer, which loads what is kept, is
apart.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from credence.lab.cube_lake import made
from credence.lake import Lake, open_lake
from credence.products import calibration, explorer

CHANGES = 50
SHOWN = 8  # of them asked of the reference, which takes its time
DIMENSIONS = ("venue", "category", "liquidity", "source", "ends", "volume", "duration", "age", "spread")
OF_FACET = {"liquidity": "liquidity_bucket", "source": "price_source"}
CHOICES: dict[str, tuple[Any, ...]] = {
    "category": (None, "politics", "sports", "crypto", "weather"), "liquidity_bucket": (None, "LOW", "MID", "HIGH"),
    "horizon": ("24h", "7d", "48h", "1h", "30d"), "weighting": ("event", "market"), "price": ("quote", "bid", "ask"),
    "volume": (None, "1000:50000", "10000:", ":3000"), "spread": (None, ":0.02", "0.01:0.05"), "ends": (None, "observed"),
}  # fmt: skip


def changes() -> list[dict[str, Any]]:
    """States of the filters, each one change away from the one before."""
    rng, state, found = random.Random(4), {name: values[0] for name, values in CHOICES.items()}, []
    for _ in range(CHANGES):
        name = rng.choice(list(CHOICES))
        state = state | {name: rng.choice([value for value in CHOICES[name] if value != state[name]])}
        found.append({name: value for name, value in state.items() if value is not None})
    return found


def ours(lake: Lake, asked: dict[str, Any]) -> Any:
    return explorer.read(lake, **asked)["figures"]


def reference(lake: Lake, asked: dict[str, Any]) -> Any:
    found = calibration.answer(lake, **asked)["figures"]
    for by in DIMENSIONS:
        calibration.facets(lake, by, **{name: value for name, value in asked.items() if name != OF_FACET.get(by, by)})
    return found


WAYS: dict[str, Callable[[Lake, dict[str, Any]], Any]] = {"ours": ours, "reference": reference}


def one(way: str, folder: str) -> None:
    """Timings of one way, in a process of its own, as JSON."""
    lake, asked = open_lake(folder), changes()
    states = asked if way == "ours" else asked[:SHOWN]
    started = time.perf_counter()
    WAYS[way](lake, {})
    first = time.perf_counter() - started
    for horizon in CHOICES["horizon"]:  # what is kept once per moment
        WAYS["ours"](lake, {"horizon": horizon})
    ms, figures = [], []
    for state in states:
        started = time.perf_counter()
        found = WAYS[way](lake, state)
        ms.append((time.perf_counter() - started) * 1000)
        figures.append(found)
    peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    agreed = [json.dumps(found, default=str, sort_keys=True) for found in figures[:SHOWN]]
    print(json.dumps({"ms": ms, "first_s": first, "peak_mb": int(peak) / 1024, "figures": agreed}))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("markets", nargs="?", type=int, default=500_000)
    parser.add_argument("--lake")
    parser.add_argument("--one")
    given = parser.parse_args()
    if given.one:
        one(given.one, given.lake)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.lake is None:
            made(Path(folder), given.markets).close()
        lake, found = given.lake or folder, {}
        for way in WAYS:
            command = [sys.executable, __file__, "--one", way, "--lake", lake]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            if run.returncode:
                raise SystemExit(run.stderr)
            found[way] = json.loads(run.stdout.splitlines()[-1])
            _print(way, found[way])
    both = zip(found["ours"]["ms"][:SHOWN], found["reference"]["ms"], strict=True)
    same = found["ours"]["figures"] == found["reference"]["figures"]
    ratio = statistics.median(theirs / own for own, theirs in both)
    print(f"ratio      {ratio:.1f}x in time, on the same {SHOWN} questions; figures {'agree' if same else 'DIFFER'}")
    if not same:
        raise SystemExit(1)


def _print(way: str, found: dict[str, Any]) -> None:
    cuts = statistics.quantiles(found["ms"], n=20)
    print(
        f"{way:10} p50 {statistics.median(found['ms']):7.1f} ms   p95 {cuts[18]:7.1f} ms   n {len(found['ms'])}   "
        f"first {found['first_s']:.1f} s   peak {found['peak_mb']:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
