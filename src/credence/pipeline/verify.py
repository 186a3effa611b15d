"""Verify: build every table again from raw, in a folder of its own, and compare the hashes."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..errors import NotFound
from ..lake import Lake
from ..tables.build import Build, sources
from ..tables.decode.files import decode_all
from . import manifest
from .metrics import build_metrics
from .progress import Progress, silent

NOT_COMPARED = ("coverage", "refused")  # what happened on the way differs between runs, and should
LIVE = ("forecast_band", "band_decision", "band_basis", "band_breach")  # with cycles that were made when their moment came
_LIVE_CYCLES = "select count(*) as n from band_decision where live"


@dataclass(frozen=True)
class Compared:
    """One table: its hash in the manifest of the run, and its hash when built again."""

    table: str
    rows: int
    expected: str
    found: str

    @property
    def equal(self) -> bool:
        return self.expected == self.found


def verify(lake: Lake, run_id: str | None = None, progress: Progress = silent) -> list[Compared]:
    """Compare a finished run (default: the newest) with a fresh build from the same raw files.

    For the newest run the tables of the lake are compared as well: they should be what it wrote.
    """
    done = [run for run in lake.state.runs(limit=1000) if run["status"] == "done" and run_id in (None, run["run_id"])]
    recorded = lake.manifest(done[0]["run_id"]) if done else None
    if recorded is None:
        raise NotFound("finished run", run_id or "newest")
    lake.layout.scratch.mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="verify-", dir=lake.layout.scratch)
    again = Lake(folder, lake.settings)
    try:
        _link_inputs(lake, again, recorded["inputs"])
        rebuild(lake, again, datetime.fromisoformat(recorded["as_of"]), progress)
        found = manifest.table_hashes(again)
    finally:
        again.close()
        shutil.rmtree(folder, ignore_errors=True)
    again_not = LIVE if lake.version("band_decision") and lake.rows(_LIVE_CYCLES)[0]["n"] else ()
    newest = lake.state.runs(limit=1)[0]["run_id"] == recorded["run_id"]
    present = manifest.table_hashes(lake) if newest else recorded["tables"]
    compared = []
    for name, table in recorded["tables"].items():
        if name not in (*NOT_COMPARED, *again_not):
            answers = [tables.get(name, {}).get("hash", "not built") for tables in (found, present)]
            wrong = [answer for answer in answers if answer != table["hash"]]
            compared.append(Compared(name, table["rows"], table["hash"], wrong[0] if wrong else table["hash"]))
    return compared


def _link_inputs(lake: Lake, again: Lake, recorded: dict[str, Any]) -> None:
    """Only what the run itself had: files that an interrupted run has added since are no part of it; lost ones stay lost."""
    for name in (name for name in recorded["raw"] if (lake.layout.root / name).exists()):
        link = again.layout.root / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(lake.layout.root / name)
    for name in (name for name in recorded["drops"] if (lake.layout.drops / name).exists()):
        again.layout.drops.mkdir(parents=True, exist_ok=True)
        (again.layout.drops / name).symlink_to(lake.layout.drops / name)


def rebuild(lake: Lake, again: Lake, as_of: datetime, progress: Progress = silent) -> None:
    """Build all tables into `again` from the raw files of `lake`."""
    again.layout.root.mkdir(parents=True, exist_ok=True)
    if not again.layout.raw.exists():
        again.layout.raw.symlink_to(lake.layout.raw)
    if lake.simulated is not None:
        again.claim(simulated=lake.simulated)
    again.state.watch(lake.state.watched())
    build_all(again, as_of, progress)


def build_all(lake: Lake, as_of: datetime, progress: Progress = silent) -> None:
    """Decode and build every table of a lake that has raw files."""
    decode_all(lake.layout)
    build = Build(lake, as_of)
    try:
        for name, source in sources().items():
            if source.is_table:
                progress.start(name)
                build.table(name)
        build_metrics(build)
    finally:
        build.close()
