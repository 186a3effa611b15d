"""Runs: what was done when, how long it took, what it counted, and where its manifest lies.

Read from the lake's state; reading makes no lake.
"""

from datetime import datetime
from typing import Any

from ..errors import InputError, NotFound
from ..lake import Lake
from ..records.paging import Page, checked_limit, decode_cursor, encode_cursor, text

ALL = 1_000_000  # more runs than a lake will see
STATUSES = ("running", "done", "paused", "failed")
FEW = 4  # looked at together
TIMES = ("as_of", "started_at", "ended_at")


def list_runs(lake: Lake, *, status: str | None = None, limit: int = 50, cursor: str | None = None) -> Page:
    """Runs, newest first, each with its duration in seconds, its counts and its error."""
    if status is not None and status not in STATUSES:
        raise InputError("status", status, " or ".join(STATUSES))
    checked_limit(limit)
    runs = lake.state.runs(limit=ALL) if lake.exists else []
    found = [run for run in runs if status is None or run["status"] == status]
    after = decode_cursor(cursor, 1, [text])
    start = 0
    if after is not None:
        start = next((place + 1 for place, run in enumerate(found) if run["run_id"] == after[0]), len(found))
    shown = found[start : start + limit]
    more = start + limit < len(found)
    return Page([timed(run) for run in shown], encode_cursor([shown[-1]["run_id"]]) if more else None, len(found))


def one_run(lake: Lake, run_id: str) -> dict[str, Any]:
    """A run with its steps, and `manifest`: the file's place below the lake's root, None before it is written."""
    found = lake.state.run(run_id) if lake.exists else None
    if found is None:
        failure = NotFound("run", run_id)
        failure.next_step = "list what exists with `credence show runs`"
        raise failure
    manifest = lake.layout.manifest(run_id)
    written = str(manifest.relative_to(lake.layout.root)) if manifest.exists() else None
    steps = [timed(step) for step in lake.state.steps(run_id)]
    return timed(found) | {"steps": steps, "manifest": written}


def newest_run(lake: Lake) -> dict[str, Any] | None:
    """The newest run, whatever became of it."""
    runs = lake.state.runs(limit=1) if lake.exists else []
    return timed(runs[0]) if runs else None


def newest_done(lake: Lake) -> dict[str, Any] | None:
    """The newest run that ended well: what the tables hold comes from it."""
    if not lake.exists:
        return None
    for offset in range(0, 100, FEW):  # nearly always among the first
        for run in lake.state.runs(limit=FEW, offset=offset):
            if run["status"] == "done":
                return timed(run)
    return None


def timed(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with its times as times, and `seconds` from its start to its end, None while it goes on."""
    times = {name: datetime.fromisoformat(entry[name]) for name in TIMES if entry.get(name)}
    whole = "started_at" in times and "ended_at" in times
    seconds = round((times["ended_at"] - times["started_at"]).total_seconds(), 3) if whole else None
    return entry | times | {"seconds": seconds}
