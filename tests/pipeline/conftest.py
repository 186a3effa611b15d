"""Worlds, exchanges over them, and jobs in this process or in one of their own."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from credence.lab.exchange import Exchange
from credence.lab.worlds import make
from credence.lake import Lake
from credence.pipeline import Options, RunResult, manifest, run_job
from credence.settings import Settings

JOB = Path(__file__).with_name("job_process.py")
WHAT_HAPPENED = ("coverage", "refused")  # differs between runs, and should
SMALL = 60


@pytest.fixture(scope="session")
def world_of(tmp_path_factory) -> Callable[..., Path]:
    """A world with so many markets, made once."""
    made: dict[tuple[int, int], Path] = {}

    def one(markets: int = SMALL, seed: int = 1) -> Path:
        if (markets, seed) not in made:
            made[markets, seed] = tmp_path_factory.mktemp("world") / "calm"
            make("calm", made[markets, seed], markets=markets, seed=seed)
        return made[markets, seed]

    return one


@pytest.fixture(scope="session")
def small_exchange(world_of) -> Iterator[Exchange]:
    """A small world, served without faults."""
    with Exchange(str(world_of())) as exchange:
        yield exchange


@dataclass
class Jobs:
    """Lakes below one folder and jobs on them; every lake is closed in the end."""

    folder: Path
    lakes: list[Lake] = field(default_factory=list)

    def lake(self, name: str, url: str, **config: object) -> Lake:
        root = str(self.folder / name)
        lake = Lake(root, Settings(gamma_url=url, clob_url=url, data_api_url=url, lake=root, **config))
        self.lakes.append(lake)
        return lake

    def run(self, lake: Lake, **options: object) -> RunResult:
        return run_job(lake, Options(**{"backfill": None, **options}))

    def start(self, lake: Lake, environment: dict[str, str] | None = None, **job: object) -> subprocess.Popen[str]:
        """The job in a process of its own; see job_process.py."""
        told = {"lake": str(lake.layout.root), "url": lake.settings.gamma_url, **job}
        return subprocess.Popen(
            [sys.executable, str(JOB), json.dumps(told)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def finished(self, process: subprocess.Popen[str], timeout_s: float = 120) -> tuple[int, str, str]:
        out, err = process.communicate(timeout=timeout_s)
        return process.returncode, out, err


@pytest.fixture
def jobs(tmp_path) -> Iterator[Jobs]:
    jobs = Jobs(tmp_path)
    yield jobs
    for lake in jobs.lakes:
        lake.close()


@pytest.fixture(scope="session")
def hashes() -> Callable[[Lake], dict[str, str]]:
    """Content hash of every table of a lake that must not depend on how a run went."""

    def of(lake: Lake) -> dict[str, str]:
        found = manifest.table_hashes(lake)
        return {name: table["hash"] for name, table in found.items() if name not in WHAT_HAPPENED}

    return of


@pytest.fixture(scope="session")
def clean(small_exchange, hashes, tmp_path_factory) -> dict[str, str]:
    """The hashes of one undisturbed run on the small world."""
    jobs = Jobs(tmp_path_factory.mktemp("clean"))
    lake = jobs.lake("lake", small_exchange.url)
    jobs.run(lake)
    found = hashes(lake)
    lake.close()
    return found


@pytest.fixture(scope="session")
def keys_are_unique() -> Callable[[Lake], None]:
    """Asserts that no table holds a key twice."""
    from credence.records import TABLES

    def check(lake: Lake) -> None:
        for name in set(lake.versions()) - {"refused"}:  # two objects of one page may be refused for the same reason
            key = ", ".join(f'"{column}"' for column in TABLES[name].key)
            twice = lake.rows(f'select {key} from "{name}" group by {key} having count(*) > 1 limit 3')
            assert not twice, (name, twice)

    return check
