"""The lake as a finished run left it: which version of each table its manifest names, as long as their files are kept.

An address with a manifest means these tables and no others, whatever was built since: the same data, the same answer.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import InputError, NotFound, NotKept
from ..records import TABLES
from . import delta
from .layout import Layout

_HASH = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True)
class Then:
    """A finished run, the SHA-256 of its manifest, and the version of every table that it left."""

    run_id: str
    manifest: str
    numbers: dict[str, int]


class Manifests:
    """The manifests of a lake by their hashes, each file read once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[str, Then] = {}  # by file name; a manifest is never written again

    def find(self, asked: str) -> Then:
        """The run whose manifest's hash begins with `asked`.

        Raises InputError for what is no hash or begins several, NotFound for one that no run of this lake has.
        """
        if not _HASH.fullmatch(asked):
            raise InputError("manifest", asked[:80], "8 to 64 of the digits 0-9 and a-f")
        every = (self._then(path) for path in sorted(self._layout.manifests.glob("*.json")))
        found = [then for then in every if then.manifest.startswith(asked)]
        if not found:
            missing = NotFound("manifest", asked)
            missing.next_step = "leave it out for the newest data; /ops/runs lists what this lake has seen"
            raise missing
        if len(found) > 1:
            raise InputError("manifest", asked, f"longer: {len(found)} runs have one that begins so")
        return found[0]

    def _then(self, path: Path) -> Then:
        if path.name not in self._known:
            body = path.read_bytes()
            content = json.loads(body)
            numbers = {name: int(table["version"]) for name, table in content["tables"].items() if name in TABLES}
            self._known[path.name] = Then(content["run_id"], hashlib.sha256(body).hexdigest(), numbers)
        return self._known[path.name]


def check_kept(layout: Layout, then: Then, ended_at: datetime) -> None:
    """Raises NotKept where a version is gone, or is another one of the same number.

    ended_at  of the run: a table that was built anew from nothing since counts its versions from 0 again
    """
    for name, number in then.numbers.items():
        folder = layout.table(name)
        written = delta.written_at(folder, number)
        if written is None or written > ended_at:
            raise NotKept(then.manifest)
        if not all(Path(uri.removeprefix("file://")).exists() for uri in delta.load(folder, number).files):
            raise NotKept(then.manifest)
