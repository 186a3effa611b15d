"""The runner: steps in order, each done once, empty ones refused; and a run that can be repeated."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from credence.errors import EmptyStep, NotFound
from credence.pipeline import Options, job, plan, steps, verify
from credence.pipeline import context as context_module
from credence.records import TABLES
from credence.sources.http import open_http
from credence.tables.build import sources


def step(name: str, run, **more) -> steps.Step:
    return steps.Step(name, "test", ("something",), ("something",), "For a test.", run, **more)


def statuses(lake, run_id: str) -> dict[str, tuple[str, int]]:
    return {row["step"]: (row["status"], row["attempt"]) for row in lake.state.steps(run_id)}


def test_a_step_with_input_and_no_output_fails(jobs, small_exchange, monkeypatch):
    lake = jobs.lake("lake", small_exchange.url)
    monkeypatch.setattr(job, "plan", lambda options: [step("hungry", lambda context: (7, 0))])
    with pytest.raises(EmptyStep, match="'hungry' had 7 rows of input and wrote none") as told:
        jobs.run(lake)
    assert "coverage" in told.value.next_step
    (run,) = lake.state.runs()
    assert run["status"] == "failed"
    assert run["error"].startswith("EmptyStep")
    assert statuses(lake, run["run_id"]) == {"hungry": ("failed", 1)}


def test_a_step_that_may_write_nothing_may(jobs, small_exchange, monkeypatch):
    lake = jobs.lake("lake", small_exchange.url)
    real = plan(Options())
    monkeypatch.setattr(job, "plan", lambda options: [*real, step("modest", lambda _: (7, 0), may_write_nothing=True)])
    result = jobs.run(lake)
    assert result.steps[-1]["status"] == "done"


def test_what_is_done_is_not_done_again_on_resume(jobs, small_exchange, monkeypatch, clean, hashes):
    lake = jobs.lake("lake", small_exchange.url)
    real = plan(Options())
    done: list[str] = []

    def counted(one: steps.Step) -> steps.Step:
        def run(context):
            done.append(one.name)
            if one.name == "prices" and done.count("prices") == 1:
                raise RuntimeError("power cut")
            return one.run(context)

        return steps.Step(**{**vars(one), "run": run})

    monkeypatch.setattr(job, "plan", lambda options: [counted(one) for one in real])
    with pytest.raises(RuntimeError, match="power cut"):
        jobs.run(lake)
    assert [run["status"] for run in lake.state.runs()] == ["failed"]
    asked = sum(path.stat().st_size for path in lake.layout.raw.glob("*/*/*.zst"))
    result = jobs.run(lake, resume=True)
    assert [run["run_id"] for run in lake.state.runs()] == [result.run_id]
    assert sum(path.stat().st_size for path in lake.layout.raw.glob("*/*/*.zst")) == asked, "nothing was asked again"
    repeated = {name for name in done if done.count(name) > 1}
    assert repeated == {"prices"} | {one.name for one in real if one.always and one.name in done[: done.index("prices")]}
    assert {row["step"] for row in result.steps if row["status"] == "done before"} >= {"discover_markets", "outcomes"}
    assert hashes(lake) == clean


def test_resume_without_an_unfinished_run_begins_a_new_one(jobs, small_exchange):
    lake = jobs.lake("lake", small_exchange.url)
    first = jobs.run(lake, resume=True)
    second = jobs.run(lake, resume=True)
    assert first.run_id != second.run_id
    assert [run["status"] for run in lake.state.runs()] == ["done", "done"]


def test_unchanged_inputs_skip_the_tables(jobs, small_exchange, hashes):
    lake = jobs.lake("lake", small_exchange.url)
    first = jobs.run(lake)
    before = hashes(lake)
    # tables alone: asking again would bring new raw files, which are new inputs
    again = jobs.run(lake, sources=(), as_of=first.as_of)
    tables = {one.name for one in plan(Options()) if one.is_table}
    assert {row["step"] for row in again.steps if row["status"] == "skipped"} == tables
    assert hashes(lake) == before
    other = jobs.run(lake, sources=(), as_of=first.as_of.replace(microsecond=1))
    assert not [row for row in other.steps if row["status"] == "skipped"], "another as_of is another input"


@pytest.mark.parametrize("options", [Options(), Options(drops="folder"), Options(sources=("gamma",)), Options(sources=())])
def test_everything_that_a_step_reads_is_written_before(options):
    """Intermediates are followed down to the tables that they are made of."""
    made = sources()
    written: set[str] = set()

    def tables_below(name: str) -> set[str]:
        if name in TABLES:
            return {name}
        return set().union(*(tables_below(read) for read in made[name].reads)) if name in made else set()

    for one in plan(options):
        needed = set().union(*(tables_below(read) for read in one.reads)) - set(one.writes)
        assert needed <= written, f"{one.name} reads {needed - written} before they are written"
        written |= set(one.writes)
    assert set(TABLES) & written == {name for name in TABLES if name in written}
    assert {name for name, source in made.items() if source.is_table} <= written


def test_the_manifest_says_what_went_in_and_what_came_out(jobs, small_exchange):
    lake = jobs.lake("lake", small_exchange.url)
    result = jobs.run(lake)
    content = json.loads(lake.layout.manifest(result.run_id).read_text())
    assert content["run_id"] == result.run_id
    assert content["as_of"] == result.as_of.isoformat()
    assert content["simulated"] is True
    raw = {path.relative_to(lake.layout.root).as_posix() for path in lake.layout.raw.glob("*/*/*.zst")}
    assert set(content["inputs"]["raw"]) == raw
    assert set(content["tables"]) == set(lake.versions())
    assert all(set(table) == {"rows", "hash", "version"} for table in content["tables"].values())
    assert {name: table["rows"] for name, table in content["tables"].items()} == result.counts
    assert len(content["code"]["sha256"]) == 64
    assert set(content["rules"]) == {"bands", "categories", "clock", "cutoffs", "recalibration", "trust"}
    assert content["engines"]["duckdb"]


def test_verify_builds_the_same_again_and_notices_tampering(jobs, small_exchange):
    lake = jobs.lake("lake", small_exchange.url)
    with pytest.raises(NotFound, match="finished run"):
        verify(lake)
    jobs.run(lake)
    compared = verify(lake)
    assert {one.table for one in compared} == set(lake.versions()) - {"coverage", "refused"}
    assert all(one.equal for one in compared)
    assert not list(lake.layout.scratch.glob("verify-*")), "nothing is left of the rebuild"

    manifest = lake.layout.manifest(lake.state.runs()[0]["run_id"])
    content = json.loads(manifest.read_text())
    content["tables"]["outcomes"]["hash"] = "0" * 33
    manifest.write_text(json.dumps(content))
    assert [one.table for one in verify(lake) if not one.equal] == ["outcomes"]


def test_verify_notices_that_raw_data_was_changed(jobs, small_exchange):
    lake = jobs.lake("lake", small_exchange.url)
    jobs.run(lake)
    (path,) = lake.layout.raw.glob("clob/*/batch-prices-history-*.zst")
    path.unlink()
    assert "prices" in {one.table for one in verify(lake) if not one.equal}


def test_verify_notices_that_a_table_was_changed(jobs, small_exchange):
    """Someone writes into a table behind our back."""
    lake = jobs.lake("lake", small_exchange.url)
    jobs.run(lake)
    connection = lake.connect()
    lake.write(connection, "outcomes", "select * replace ('0' as event_id) from outcomes")
    connection.close()
    assert [one.table for one in verify(lake) if not one.equal] == ["outcomes"]


def test_a_clock_that_jumps_back_between_two_runs_changes_no_table(jobs, small_exchange, monkeypatch, hashes, clean):
    lake = jobs.lake("lake", small_exchange.url)
    for days in (0, -40):
        moment = datetime.now(UTC) + timedelta(days=days)
        monkeypatch.setattr(job, "now", lambda moment=moment: moment)
        monkeypatch.setattr(context_module, "open_http", partial(open_http, now=lambda moment=moment: moment))
        jobs.run(lake)
    assert [run["status"] for run in lake.state.runs()] == ["done", "done"]
    # open interest is what was held when we asked: two runs, two observations
    found = hashes(lake)
    assert {name: found[name] for name in clean if name != "open_interest"} == {
        name: clean[name] for name in clean if name != "open_interest"
    }
