"""How much memory the whole recorded job takes: exchange, run and files brought by hand, all processes together."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

CREDENCE = Path(sys.executable).parent / "credence"
MOST_BYTES = 2 << 30
EVERY_S = 0.1


class Watcher:
    """Samples the resident memory of processes and their children; kills them all when it is too much."""

    def __init__(self) -> None:
        self.watched: list[psutil.Process] = []
        self.peak = 0
        self.killed = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def add(self, pid: int) -> None:
        self.watched.append(psutil.Process(pid))

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(EVERY_S):
            family = [one for process in self.watched for one in self._with_children(process)]
            total = sum(self._resident(process) for process in family)
            self.peak = max(self.peak, total)
            if total > MOST_BYTES:
                self.killed = True
                for process in family:
                    with suppress(psutil.Error):
                        process.kill()

    @staticmethod
    def _with_children(process: psutil.Process) -> list[psutil.Process]:
        try:
            return [process, *process.children(recursive=True)]
        except psutil.Error:
            return []

    @staticmethod
    def _resident(process: psutil.Process) -> int:
        try:
            return int(process.memory_info().rss)
        except psutil.Error:
            return 0


@pytest.mark.recorded
@pytest.mark.torture
def test_the_recorded_job_fits_in_two_gigabytes(recorded_folder, tmp_path):
    watcher = Watcher()
    exchange = subprocess.Popen([CREDENCE, "exchange", recorded_folder], stdout=subprocess.PIPE, text=True)
    try:
        watcher.add(exchange.pid)
        url = exchange.stdout.readline().split()[-1]
        houses = {"GAMMA": "gamma", "CLOB": "clob", "DATA_API": "data-api"}
        environment = {**os.environ, **{f"CREDENCE_{name}_URL": f"{url}/{house}" for name, house in houses.items()}}
        for words in (["run", "--backfill", "all"], ["ingest", "drops", str(recorded_folder)]):
            before = time.monotonic()
            job = subprocess.Popen(
                [CREDENCE, *words, "--lake", str(tmp_path / "lake")],
                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            watcher.add(job.pid)
            _, err = job.communicate(timeout=1200)
            print(f"\n{' '.join(words[:2])}: {time.monotonic() - before:.0f} s, peak so far {watcher.peak / 2**20:.0f} MiB")
            assert not watcher.killed, f"killed above {MOST_BYTES >> 20} MiB"
            assert job.returncode == 0, err
    finally:
        exchange.send_signal(signal.SIGTERM)
        exchange.wait(timeout=30)
        watcher.stop()
    assert watcher.peak < MOST_BYTES
