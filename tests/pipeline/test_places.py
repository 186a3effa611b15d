"""Where a lake lies and who else is there: full disks, closed folders, other writers, newer lakes, other places on earth."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from credence.errors import Locked, NewerLake, NotWritable
from credence.lake.lock import describe, single_writer

CREDENCE = Path(sys.executable).parent / "credence"


@contextmanager
def mounted(folder: Path, *options: str):
    """A file system of its own at `folder`; skips where we may not mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", *options, str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip(f"may not mount here: {' '.join(words)}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def command(lake: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """`credence run` on a lake, against an exchange."""
    upstreams = {f"CREDENCE_{name}_URL": url for name in ("GAMMA", "CLOB", "DATA_API")}
    return subprocess.run(
        [CREDENCE, "run", "--backfill", "all", "--lake", str(lake), *words],
        capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **upstreams},
    )  # fmt: skip


def is_told(done: subprocess.CompletedProcess[str]) -> None:
    """One sentence and the next step, no trace of Python."""
    assert done.returncode == 1, done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith(("credence:", "next:"))]
    assert len(said) == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert said[1] == f"next: {NotWritable.next_step}"


# --------------------------------------------------------------- places that cannot be written


def test_a_read_only_place_is_told_with_the_next_step(jobs, small_exchange, tmp_path, hashes):
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=64m", "tmpfs") as disk:
        lake = jobs.lake(str(disk / "lake"), small_exchange.url)
        jobs.run(lake)
        expected = hashes(lake)
        lake.close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        is_told(command(disk / "lake", small_exchange.url))
        is_told(command(disk / "another", small_exchange.url))
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        assert hashes(jobs.lake(str(disk / "lake"), small_exchange.url)) == expected


def test_a_path_below_a_file_is_told_with_the_next_step(small_exchange, tmp_path):
    (tmp_path / "file").write_text("in the way")
    is_told(command(tmp_path / "file" / "lake", small_exchange.url))
    assert (tmp_path / "file").read_text() == "in the way"


def check_full_disk(jobs, hashes, exchange, disk: Path, free_kb: int, expected: dict[str, str]) -> str:
    """Run until the disk is full, free it, go on; returns the sentence."""
    with mounted(disk, "-t", "tmpfs", "-o", "size=64m", "tmpfs"):
        filler = disk / "filler"
        with filler.open("wb") as handle:
            handle.truncate(0)
            handle.write(b"x" * (64 * 1024 - free_kb) * 1024)
        done = command(disk / "lake", exchange.url)
        is_told(done)
        (sentence,) = [line for line in done.stderr.splitlines() if line.startswith("credence:")]
        filler.unlink()
        again = command(disk / "lake", exchange.url, "--resume")
        assert again.returncode == 0, again.stderr
        lake = jobs.lake(str(disk / "lake"), exchange.url)
        assert hashes(lake) == expected
        assert lake.state.runs()[0]["status"] == "done"
        assert not [path for path in lake.layout.root.rglob("*.part")]
        lake.close()
    return sentence


def test_a_full_disk_is_told_and_resume_goes_on_once_there_is_space(jobs, small_exchange, hashes, clean, tmp_path):
    check_full_disk(jobs, hashes, small_exchange, tmp_path / "disk", 1800, clean)


@pytest.mark.torture
def test_a_disk_may_be_full_at_any_moment(jobs, small_exchange, hashes, clean, tmp_path):
    told = {}
    for free_kb in (4, 120, 200, 300, 600, 1000, 1400, 1800, 2100):
        disk = tmp_path / "disk" / str(free_kb)
        sentence = check_full_disk(jobs, hashes, small_exchange, disk, free_kb, clean)
        told[free_kb] = re.sub(r"run-\w+-\w+", "RUN", sentence.replace(str(disk), ""))
    print("\n" + "\n".join(f"{free_kb} kB: {sentence}" for free_kb, sentence in told.items()))
    assert len(set(told.values())) >= 3, "the disk was full in different places"


# --------------------------------------------------------------- other writers, other versions


def test_a_newer_lake_is_refused_and_left_as_it_is(jobs, small_exchange):
    lake = jobs.lake("lake", small_exchange.url)
    lake.state.set_meta("schema_version", "99")
    lake.state._db.execute("drop table asked")  # what a newer Credence may have done
    lake.close()
    with pytest.raises(NewerLake, match="schema 99") as told:
        jobs.run(lake)
    assert "newer Credence" in told.value.next_step
    with pytest.raises(NewerLake):
        print(lake.simulated)
    with sqlite3.connect(lake.layout.state) as state:
        assert not state.execute("select 1 from sqlite_master where name in ('asked')").fetchall()


def test_a_second_writer_is_told_who_holds_the_lake_and_readers_are_not(jobs, small_exchange, clean, hashes):
    lake = jobs.lake("lake", small_exchange.url)
    jobs.run(lake)
    holder = jobs.start(lake, hold=True)
    try:
        assert holder.stdout.readline().strip() == "start hold"
        with pytest.raises(Locked, match=f"process {holder.pid} on ") as told:
            jobs.run(lake)
        assert told.value.age_s < 60
        assert f"process {holder.pid}" in told.value.owner
        assert [run["status"] for run in lake.state.runs()] == ["done"], "the second writer left no trace"
        assert lake.rows("select count(*) as n from market_registry")[0]["n"] == 60
        assert hashes(lake) == clean
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        jobs.finished(holder)
    # its note is still there, but nobody holds the lock
    assert describe(lake.layout)[0] == f"process {holder.pid} on {os.uname().nodename}"
    with single_writer(lake.layout):
        assert describe(lake.layout)[0].startswith(f"process {os.getpid()} ")
    assert describe(lake.layout) == ("nobody", 0.0)


def test_a_lock_note_that_makes_no_sense_stops_nobody(jobs, small_exchange):
    lake = jobs.lake("lake", small_exchange.url)
    lake.layout.root.mkdir(parents=True)
    lake.layout.lock.write_text('["half a no')
    with single_writer(lake.layout):
        assert describe(lake.layout)[0].startswith("process")


def test_readers_see_whole_versions_while_a_writer_works(jobs, small_exchange, clean, hashes):
    """Read on and on while the job runs: every answer is of the old version or of the new one."""
    lake = jobs.lake("lake", small_exchange.url)
    jobs.run(lake)
    rows = lake.rows("select count(*) as n from prices")[0]["n"]
    process = jobs.start(lake)
    reads = 0
    while process.poll() is None:
        assert lake.rows("select count(*) as n from prices")[0]["n"] == rows
        reads += 1
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
    assert jobs.finished(process)[0] == 0
    assert reads > 3


# --------------------------------------------------------------- other places on earth


@pytest.mark.parametrize(
    ("environment", "config"),
    [
        ({"TZ": "Asia/Seoul"}, {}),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "America/St_Johns"}, {}),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1"}, {"duckdb_threads": 1}),
        ({"PYTHONHASHSEED": "4242"}, {"duckdb_threads": 3, "duckdb_memory": "300MB"}),
    ],
    ids=lambda value: " ".join(value) or "default",
)
def test_the_answer_is_the_same_everywhere(jobs, small_exchange, clean, environment, config):
    lake = jobs.lake("lake", small_exchange.url)
    code, out, err = jobs.finished(jobs.start(lake, {**os.environ, **environment}, settings=config))
    assert code == 0, err
    found = json.loads(out.splitlines()[-1].partition(" ")[2])
    assert {name: table["hash"] for name, table in found.items() if name in clean} == clean
