"""The whole job over all recordings: replayed exchange, run, drops, in processes of their own.

Prints the seconds of every step, the total, and the peak of the resident memory summed over the job's processes, sampled
every 50 ms. There is no reference way: nothing else does this job; the limits are those of the machine (4 min, 2 GiB).
"""

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from measure import recorded

LIMIT_S, LIMIT_MB = 240, 2048


class Watcher(threading.Thread):
    """Samples the resident memory of this process's children; kills them above the limit."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb, self.over, self.stop = 0.0, False, threading.Event()

    def run(self) -> None:
        me = psutil.Process()
        while not self.stop.wait(0.05):
            total = 0
            for child in me.children(recursive=True):
                try:
                    total += child.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.peak_mb = max(self.peak_mb, total / 2**20)
            if self.peak_mb > LIMIT_MB:
                self.over = True
                for child in me.children(recursive=True):
                    child.kill()


def main() -> None:
    lake = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="credence-job-")
    credence = Path(sys.executable).with_name("credence")
    watcher = Watcher()
    watcher.start()
    started = time.perf_counter()
    exchange = subprocess.Popen([credence, "exchange", recorded(), "--port", "0"], stdout=subprocess.PIPE, text=True)
    assert exchange.stdout is not None
    url = exchange.stdout.readline().split()[-1]
    environment = {f"CREDENCE_{name}_URL": url for name in ("GAMMA", "CLOB", "DATA_API")} | {"PATH": "/usr/bin:/bin"}
    for command in (["run"], ["ingest", "drops", str(recorded())]):
        at = time.perf_counter()
        subprocess.run([credence, *command, "--lake", lake], env=environment, check=True)
        print(f"credence {' '.join(command)}: {time.perf_counter() - at:.1f} s", flush=True)
        exchange.terminate()  # files need no exchange
        exchange.wait()
    total = time.perf_counter() - started
    watcher.stop.set()
    print(f"total {total:.1f} s (limit {LIMIT_S}), peak resident {watcher.peak_mb:.0f} MB (limit {LIMIT_MB}); lake: {lake}")
    if watcher.over or total > LIMIT_S:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
