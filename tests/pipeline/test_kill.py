"""A run may die at any moment: what was kept stays, `resume` goes on, and the answer is the same."""

import json
import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from random import Random

import pytest

from credence.lab.exchange import Exchange
from credence.lake import Lake
from credence.lake.raw import BadLine, read_envelopes
from credence.pipeline import Options, plan


def timed_run(jobs, lake) -> tuple[dict[str, str], dict[str, float]]:
    """(hashes, seconds by step) of a run that nobody disturbs, in a process of its own."""
    process = jobs.start(lake)
    began: dict[str, float] = {}
    took: dict[str, float] = {}
    found: dict[str, dict[str, str]] = {}
    for line in process.stdout:
        word, _, rest = line.strip().partition(" ")
        if word == "start":
            began[rest] = time.monotonic()
        elif word == "done" and rest in began:
            took[rest] = time.monotonic() - began[rest]
        elif word == "hashes":
            found = json.loads(rest)
    code, _, err = jobs.finished(process)
    assert code == 0, err
    return {name: table["hash"] for name, table in found.items() if name not in ("coverage", "refused")}, took


def kill_in(jobs, lake, step: str, after_s: float) -> str:
    """Start the job and kill it so long after that step began; returns the step that it died in."""
    process = jobs.start(lake)
    drained = threading.Thread(target=process.stderr.read, daemon=True)
    drained.start()
    for line in process.stdout:
        if line.strip() == f"start {step}":
            time.sleep(after_s)
            break
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with sqlite3.connect(lake.layout.state) as state:
        running = state.execute("select step from steps where status = 'running' order by rowid desc").fetchone()
    return running[0] if running else "between steps"


def check_kills(jobs, url: str, keys_are_unique, hashes, kills: int, seed: int) -> None:
    expected, took = timed_run(jobs, jobs.lake("undisturbed", url))
    random = Random(seed)
    steps = [step.name for step in plan(Options()) if step.name in took]
    # as many different steps as there are kills, spread over the whole plan
    chosen = [steps[(2 * at + 1) * len(steps) // (2 * kills) if kills < len(steps) else at % len(steps)]
              for at in range(kills)]  # fmt: skip
    died: Counter[str] = Counter()
    for number, step in enumerate(chosen):
        lake = jobs.lake(f"killed-{number}", url)
        died[kill_in(jobs, lake, step, random.uniform(0, took[step]))] += 1
        before = raw_answers(lake)
        result = jobs.run(lake, resume=True)
        check_resumed(lake, result.run_id, before)
        assert hashes(lake) == expected, step
        keys_are_unique(lake)
        lake.close()
    print(f"\nkilled in: {dict(died)}; the undisturbed job took {sum(took.values()):.1f} s")
    assert len(died) >= min(kills, len(steps)) * 0.6, died


def raw_answers(lake: Lake) -> dict[str, int]:
    """Whole answers by raw file."""
    return {
        str(path): sum(not isinstance(item, BadLine) for item in read_envelopes(path))
        for path in lake.layout.raw.glob("*/dt=*/*.zst")
    }


def check_resumed(lake: Lake, run_id: str, before: dict[str, int]) -> None:
    """The same run went on, nothing that was kept is lost, no file is torn, nothing half-made is left behind."""
    runs = lake.state.runs()
    assert [run["status"] for run in runs] == ["done"]
    assert runs[0]["run_id"] == run_id
    after = raw_answers(lake)
    assert all(after[path] >= count for path, count in before.items())
    for path in lake.layout.raw.glob("*/dt=*/*.zst"):
        assert not [item for item in read_envelopes(path) if isinstance(item, BadLine)], path
    assert lake.rows("select count(*) as n from refused")[0]["n"] == 0
    left_behind = [path for path in lake.layout.root.rglob("*") if path.suffix in (".part", ".tmp")]
    left_behind += lake.layout.scratch.glob("*.parquet")
    assert left_behind == []


def test_a_killed_run_goes_on_to_the_same_answer(jobs, small_exchange, keys_are_unique, hashes):
    check_kills(jobs, small_exchange.url, keys_are_unique, hashes, kills=3, seed=1)


@pytest.mark.torture
def test_thirty_kills_over_all_steps_lead_to_the_same_answer(jobs, world_of, keys_are_unique, hashes):
    with Exchange(str(world_of(600))) as exchange:
        check_kills(jobs, exchange.url, keys_are_unique, hashes, kills=30, seed=2)


@pytest.mark.recorded
@pytest.mark.torture
def test_kills_on_the_recordings_lead_to_the_same_answer(jobs, recorded_folder, keys_are_unique, hashes):
    with Exchange(str(recorded_folder)) as exchange:
        expected, took = timed_run(jobs, jobs.lake("undisturbed", exchange.url))
        random = Random(3)
        for step in ("discover_events", "ingest_prices", "market_history"):
            lake = jobs.lake(f"killed-{step}", exchange.url)
            died = kill_in(jobs, lake, step, random.uniform(0, took[step]))
            result = jobs.run(lake, resume=True)
            print(f"\nkilled in {died}")
            assert lake.state.run(result.run_id)["status"] == "done"
            assert hashes(lake) == expected
            keys_are_unique(lake)
            lake.close()


@pytest.mark.parametrize(
    ("place", "visit"), [("raw", 13), ("decode", 2), ("commit", 3), ("after commit", 6)]
)
def test_death_in_the_middle_of_a_write_loses_nothing(jobs, small_exchange, clean, hashes, keys_are_unique, place, visit):
    lake = jobs.lake("lake", small_exchange.url)
    code, _, err = jobs.finished(jobs.start(lake, die=[place, visit]))
    assert code == -signal.SIGKILL, err
    if place == "raw":  # the last answer is torn, and only that
        torn = [item for path in lake.layout.raw.glob("*/dt=*/*.zst") for item in read_envelopes(path)]
        assert sum(isinstance(item, BadLine) for item in torn) == 1
    before = raw_answers(lake)
    result = jobs.run(lake, resume=True)
    check_resumed(lake, result.run_id, before)
    assert hashes(lake) == clean
    keys_are_unique(lake)
