"""Running one case in a process of its own: seconds and peak memory, printed beside the reference's.

Each case is a script with two functions, `ours` and `reference`; both do the same work on the same input and return a figure
that must agree. Runs are interleaved and the median counts; a ratio above 1 means that ours is faster.
"""

import importlib
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3


def compare(script: str, ours: Callable[[], object], reference: Callable[[], object], unit: int, what: str) -> None:
    """Run both functions in fresh processes, in turns, and print the figures; `unit` is how many `what` one run handles."""
    if len(sys.argv) > 2 and sys.argv[1] == "--one":
        _one({"ours": ours, "reference": reference}[sys.argv[2]])
        return
    seen: dict[str, list[dict[str, float]]] = {"ours": [], "reference": []}
    answers = {}
    for _ in range(ROUNDS):
        for name, runs in seen.items():
            run = subprocess.run([sys.executable, script, "--one", name], capture_output=True, text=True, check=False)
            if run.returncode:
                raise SystemExit(run.stderr)
            found = json.loads(run.stdout.strip().splitlines()[-1])
            answers[name] = found.pop("answer")
            runs.append(found)
    medians = {name: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for name, runs in seen.items()}
    for name, found in medians.items():
        rate = unit / found["seconds"]
        print(f"{name:10} {found['seconds']:8.2f} s {rate:14,.0f} {what}/s {found['peak_mb']:8.0f} MB peak   {answers[name]}")
    time_ratio = medians["reference"]["seconds"] / medians["ours"]["seconds"]
    memory_ratio = medians["ours"]["peak_mb"] / medians["reference"]["peak_mb"]
    agree = "agree" if answers["ours"] == answers["reference"] else "DIFFER"
    print(f"ratio      {time_ratio:.2f}x in time, {memory_ratio:.2f}x in memory; answers {agree}")
    if agree == "DIFFER":
        raise SystemExit(1)


def _one(work: Callable[[], object]) -> None:
    for module in ("deltalake", "duckdb", "pandas", "pyarrow.parquet", "credence.pipeline"):
        importlib.import_module(module)  # both sides start with everything loaded
    started = time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text()  # ru_maxrss would carry over the parent's peak
    peak_mb = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024  # type: ignore[union-attr]
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb, "answer": answer}))


def recorded() -> Path:
    """The folder of recorded data, or a word on where to get on without it."""
    folder = Path(os.environ.get("CREDENCE_RECORDED", "../shared/data"))
    if not folder.is_dir():
        raise SystemExit("this case needs recorded data: set CREDENCE_RECORDED")
    return folder.resolve()
