"""The job in a process of its own, so that it can be killed, run elsewhere in the world, or run beside another one.

In   one JSON object as the only argument: lake, url, resume, settings, die (a place to die at, and at which visit)
Out  on stdout `start STEP` and `done STEP` as they happen, then `hashes {...}`; a Failure ends it with exit code 1
"""

import json
import os
import signal
import sys

from credence.errors import Failure
from credence.lake import Lake, delta
from credence.lake.raw import RawWriter
from credence.pipeline import Options, manifest, run_job
from credence.settings import Settings
from credence.tables.decode.columns import Columns


class Told:
    def start(self, step, total=None):
        print(f"start {step}", flush=True)

    def advance(self, n=1, note=""):
        pass

    def done(self, step, note=""):
        print(f"done {step}", flush=True)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(place: str, visit: int) -> None:
    """Arrange that the process dies in the middle of the n-th raw write, decoded file or Delta commit."""
    visits = iter(range(1, 10**9))
    if place == "raw":
        keep = RawWriter.keep

        def half(self, answer):
            keep(self, answer)
            if next(visits) >= visit:  # what was just written loses its second half
                path = max(self._files, key=lambda path: path.stat().st_mtime_ns)
                os.truncate(path, path.stat().st_size - 40)
                die()

        RawWriter.keep = half
    elif place == "decode":
        write = Columns.write

        def unfinished(self, path):
            if next(visits) >= visit:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.with_suffix(".part").write_bytes(b"PAR1 and no more")
                die()
            write(self, path)

        Columns.write = unfinished
    else:
        commit = delta._commit

        def torn(*arguments):
            if next(visits) >= visit:
                if place == "after commit":
                    commit(*arguments)
                die()
            commit(*arguments)

        delta._commit = torn


def main(job: dict) -> None:
    if job.get("die"):
        die_at(*job["die"])
    url = job["url"]
    config = Settings(gamma_url=url, clob_url=url, data_api_url=url, lake=job["lake"], **job.get("settings", {}))
    lake = Lake(job["lake"], config)
    if job.get("hold"):  # only hold the writer's lock, until killed
        with lake.writing():
            print("start hold", flush=True)
            sys.stdin.read()
        return
    run_job(lake, Options(backfill=None, resume=job.get("resume", False)), Told())
    print("hashes", json.dumps(manifest.table_hashes(lake)), flush=True)


if __name__ == "__main__":
    try:
        main(json.loads(sys.argv[1]))
    except Failure as failure:
        print(f"{type(failure).__name__}: {failure}", file=sys.stderr)
        print(f"next: {failure.next_step}", file=sys.stderr)
        sys.exit(1)
