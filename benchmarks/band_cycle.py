"""One five-minute cycle over 10,000 markets, lake to lake: what was known in, bands, decisions, breaches and factors out.

The lake is simulated: a price every five minutes of every market for a day and an hour, a state fitted on nothing but numbers
(the corrections of a cycle cost the same whatever they are), and the cycles of the hour before, so that earlier bands fall due.
Kept running, as a service is: compiled code is loaded by a first cycle that does not count. The reference is a loop over
markets in pandas, as published tools do it: an EWMA of increments and four bands each, without reading, writing, correction or
judgement; it runs on 200 markets and is scaled up, which is said.

Limits: 5 s a cycle, 1 GB at the peak. `python benchmarks/band_cycle.py [markets]`
"""

import json
import re
import shutil
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from credence.lab.band_lake import NOW, STEP_S, STEPS, made

LIMIT_S, LIMIT_MB = 5.0, 1024
CYCLES = 12
SAMPLE = 200


def ours(folder: Path) -> None:
    """The cycles of an hour; the last nine count."""
    from credence.lake import open_lake
    from credence.products import bands

    lake = open_lake(str(folder))
    seconds: list[float] = []
    for number in range(CYCLES + 1):
        started = time.perf_counter()
        with lake.reading() as connection:
            found = bands.cycle(lake, connection, NOW + number * timedelta(seconds=STEP_S))
        seconds.append(time.perf_counter() - started)
        assert found.emitted == found.corrected > 0, found
    assert found.judged > 0
    status = Path("/proc/self/status").read_text()
    peak_mb = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024  # type: ignore[union-attr]
    told = {"first": seconds[0], "median": statistics.median(seconds[4:]), "worst": max(seconds[1:]), "peak_mb": peak_mb}
    print(json.dumps(told | {"judged": found.judged, "breaches": found.breaches, "emitted": found.emitted}))


def reference(markets: int) -> float:
    """Seconds for all markets, by a loop over SAMPLE of them."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(1)
    paths = pd.DataFrame({str(m): 0.5 + 0.01 * rng.choice([-1, 0, 0, 1], STEPS).cumsum() for m in range(SAMPLE)})
    started = time.perf_counter()
    rows = []
    for market in paths:
        p = paths[market].iloc[-288:]
        variance = p.diff().pow(2).ewm(alpha=0.06, adjust=False).mean().iloc[-1]
        for steps in (1, 12, 72, 288):
            half = 1.2815515655446004 * np.sqrt(variance * steps)
            rows.append((market, steps, max(p.iloc[-1] - half, 0), p.iloc[-1], min(p.iloc[-1] + half, 1)))
    pd.DataFrame(rows)
    return (time.perf_counter() - started) * markets / SAMPLE


def main() -> None:
    import subprocess

    markets = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    folder = Path(tempfile.mkdtemp(prefix="credence-cycle-"))
    try:
        made(folder, markets).close()
        run = subprocess.run([sys.executable, __file__, "--ours", str(folder)], capture_output=True, text=True, check=False)
        if run.returncode:
            raise SystemExit(run.stderr)
        found = json.loads(run.stdout.strip().splitlines()[-1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    loop_s = reference(markets)
    print(f"{markets:,} simulated markets x 288 five-minute prices, bands at 4 horizons, raw and conformal, lake to lake")
    print(f"ours       {found['median']:6.2f} s median of 9 cycles, {found['worst']:.2f} s worst, first {found['first']:.2f} s")
    print(f"           {found['peak_mb']:.0f} MB peak; the last judged {found['judged']:,} bands, {found['breaches']:,} breached")
    print(f"reference  {loop_s:6.2f} s: pandas loop, raw bands only, nothing read or written; {SAMPLE} markets, scaled up")
    ok = found["worst"] <= LIMIT_S and found["peak_mb"] <= LIMIT_MB
    print(f"limits     {LIMIT_S:.0f} s, {LIMIT_MB} MB: {'kept' if ok else 'MISSED'}")
    if not ok:
        raise SystemExit(1)


if __name__ == "__main__":
    if "--ours" in sys.argv:
        ours(Path(sys.argv[-1]))
    else:
        main()
