"""The runner: steps in order, each checkpointed, so that a killed run goes on where it stood.

A step that had input and wrote nothing fails. A table step is skipped when nothing that tables are made of has changed.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ..errors import EmptyStep, Failure, InputError, NotWritable, Paused
from ..lake import Lake
from ..lake.engine import writing
from . import manifest
from .context import Context
from .ingest import found_drops
from .memory import pause_if_short
from .options import Options
from .progress import Progress, silent
from .steps import Step, plan


@dataclass(frozen=True)
class RunResult:
    """What a run did: its id, its now, rows by table, and one record per step."""

    run_id: str
    as_of: datetime
    counts: dict[str, int]
    steps: list[dict[str, Any]] = field(default_factory=list)


def now() -> datetime:
    """The clock of the runner: it dates runs and raw files, and enters no table."""
    return datetime.now(UTC)


def run_job(lake: Lake, options: Options, progress: Progress = silent) -> RunResult:
    """Run the job; with `resume`, go on with the newest run if it did not end well."""
    _check(options)
    with lake.writing():
        context = Context(lake, _open_run(lake, options), options, progress)
        try:
            steps = [_run_step(context, step) for step in plan(options)]
            hashes = manifest.table_hashes(lake)
            with writing("the manifest"):
                manifest.write(context, hashes)
            counts = {name: found["rows"] for name, found in hashes.items()}
            lake.state.end_run(context.run_id, now(), "done", None, counts)
        except Paused as pause:
            lake.state.end_run(context.run_id, now(), "paused", str(pause), {})
            raise
        except BaseException as error:  # noted, and raised again
            with suppress(NotWritable):  # a full disk: the failure itself is what matters
                lake.state.end_run(context.run_id, now(), "failed", f"{type(error).__name__}: {error}", {})
            raise
        finally:
            context.close()
        assert context.as_of is not None
        return RunResult(context.run_id, context.as_of, counts, steps)


def _check(options: Options) -> None:
    """Refuse what cannot succeed before a run is opened or anybody is asked."""
    if options.drops:
        found_drops(options.drops)
    if options.since and options.until and options.since >= options.until:
        raise InputError("since", options.since.isoformat(), f"before {options.until.isoformat()}, the end of the window")


def _open_run(lake: Lake, options: Options) -> str:
    unfinished = lake.state.unfinished_run()
    if options.resume and unfinished:
        lake.state.reopen_run(unfinished["run_id"])
        return str(unfinished["run_id"])
    started = now()
    run_id = f"run-{started:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    lake.state.start_run(run_id, options.command, started, options.described())
    return run_id


def _run_step(context: Context, step: Step) -> dict[str, Any]:
    state, run_id = context.state, context.run_id
    before = {row["step"]: row for row in state.steps(run_id)}.get(step.name)
    if before and before["status"] in ("done", "skipped") and not step.always:
        return {"step": step.name, "status": "done before", **_counts(before["rows_in"], before["rows_out"], 0.0)}
    mark = manifest.fingerprint(context) if step.is_table else None
    started = now()
    if mark and mark == state.fingerprint(step.name) and _is_built(context, step):
        state.start_step(run_id, step.name, started)
        state.end_step(run_id, step.name, now(), "skipped", fingerprint=mark)
        context.progress.done(step.name, "skipped: nothing has changed")
        return {"step": step.name, "status": "skipped", **_counts(None, None, 0.0)}
    pause_if_short()
    context.progress.start(step.name)
    rows_in, rows_out = _try(context, step)
    seconds = (now() - started).total_seconds()
    state.end_step(run_id, step.name, now(), "done", rows_in=rows_in, rows_out=rows_out, fingerprint=mark)
    context.progress.done(step.name, f"{rows_out:,} rows")
    return {"step": step.name, "status": "done", **_counts(rows_in, rows_out, seconds)}


def _try(context: Context, step: Step) -> tuple[int, int]:
    """Run a step, again if its failure says that this may help."""
    for attempt in range(1, step.attempts + 1):
        context.state.start_step(context.run_id, step.name, now())
        try:
            with writing(f"what step {step.name!r} makes"):
                rows_in, rows_out = step.run(context)
            if rows_in and not rows_out and not step.may_write_nothing:
                raise EmptyStep(step.name, f"step {step.name!r} had {rows_in:,} rows of input and wrote none")
        except Failure as failure:
            with suppress(NotWritable):
                context.state.end_step(context.run_id, step.name, now(), "failed", error=str(failure))
            cause = failure.__cause__
            if attempt == step.attempts or not (failure.retry or getattr(cause, "retry", False)):
                raise
            context.progress.advance(0, f"again after: {failure}")
        else:
            return rows_in, rows_out
    raise InputError("attempts", step.attempts, "1 or more")


def _is_built(context: Context, step: Step) -> bool:
    tables = [name for name in step.writes if not name.startswith("derived/")]
    return all(context.lake.version(name) is not None for name in tables)


def _counts(rows_in: int | None, rows_out: int | None, seconds: float) -> dict[str, Any]:
    return {"rows_in": rows_in, "rows_out": rows_out, "seconds": round(seconds, 3)}
