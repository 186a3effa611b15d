"""Rows of a table as an earlier run left them, found by the run's manifest."""

from typing import Any

from ..errors import NotFound
from ..lake import Lake
from ..lake.delta import load, newest_version, scan_sql
from ..records import TABLES

MADE_BY = ("code", "rules", "engines")  # parts of a manifest that say how tables are made


def manifest_of(lake: Lake, run_id: str) -> dict[str, Any]:
    """What went into a run and what came out. Raises NotFound for a run without one."""
    found = lake.manifest(run_id)
    if found is None:
        missing = NotFound("manifest of run", run_id)
        missing.next_step = "list finished runs with `credence show runs --status done`"
        raise missing
    return found


def newest_finished(lake: Lake) -> str:
    """Id of the newest run that ended well. Raises NotFound."""
    done = [run for run in lake.state.runs(limit=100) if run["status"] == "done"]
    if not done:
        raise NotFound("finished run", "newest")
    return str(done[0]["run_id"])


def scan_of(lake: Lake, manifest: dict[str, Any], table: str) -> str:
    """A SELECT over the rows of a table that the run left. Raises NotFound where they were swept away (kept for 45 days)."""
    number = manifest["tables"].get(table, {}).get("version")
    folder = lake.layout.table(table)
    newest = newest_version(folder)
    version = None if number is None or newest is None or number > newest else load(folder, number)
    if version is None or not all(lake.has_file(name) for name in version.files):
        missing = NotFound("rows of run", manifest["run_id"])
        missing.next_step = "compare newer runs: rows of replaced versions are kept for 45 days"
        raise missing
    return scan_sql(TABLES[table], version)


def made_differently(one: dict[str, Any], two: dict[str, Any]) -> list[str]:
    """Which of code, rules and engines differ between two runs."""
    return [name for name in MADE_BY if one.get(name) != two.get(name)]
