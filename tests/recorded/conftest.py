"""One lake of all recordings, built once as a user would: exchange, job, files brought by hand."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from credence.lake import Lake
from credence.pipeline import Options, RunResult, run_job
from credence.settings import Settings


class RecordedLake:
    """The lake and what its two runs reported."""

    def __init__(self, lake: Lake, asked: RunResult, brought: RunResult) -> None:
        self.lake, self.asked, self.brought = lake, asked, brought


@pytest.fixture(scope="session")
def recorded(recorded_folder, tmp_path_factory) -> Iterator[RecordedLake]:
    root = str(tmp_path_factory.mktemp("recorded") / "lake")
    exchange = subprocess.Popen(
        [sys.executable, "-c", "from credence.cli import main; main()", "exchange", str(recorded_folder), "--port", "0"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert exchange.stdout is not None
        url = exchange.stdout.readline().split()[-1]
        lake = Lake(root, Settings(gamma_url=url, clob_url=url, data_api_url=url, lake=root))
        asked = run_job(lake, Options())
    finally:
        exchange.terminate()
        exchange.wait(10)
    gc.collect()
    brought = run_job(lake, Options(command="ingest drops", sources=(), drops=str(recorded_folder)))
    yield RecordedLake(lake, asked, brought)
    lake.close()
