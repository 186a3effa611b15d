"""Where things lie below the root of a lake, and that nothing climbs out of it.

raw/<source>/dt=YYYY-MM-DD/<endpoint>-<run>.jsonl.zst   verbatim answers, one JSON object a line
raw/drops/<drop>/...                                    files brought by hand, as they came, and drop.yml
derived/<table>/                                        Delta tables
derived/decoded/<kind>/<raw file>.parquet               decoded answers: a cache, rebuilt from raw at will
derived/columns/<table>-<version>/                      memory-mapped columns of a table, made again at will
derived/reports/                                        Markdown and Parquet for readers
manifests/<run>.json   state.sqlite   lock.json
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._=-]*")


@dataclass(frozen=True)
class Layout:
    """All paths of one lake. Settings hold the root as text; only this room makes paths of it."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def drops(self) -> Path:
        return self.raw / "drops"

    @property
    def derived(self) -> Path:
        return self.root / "derived"

    @property
    def decoded(self) -> Path:
        return self.derived / "decoded"

    @property
    def columns(self) -> Path:
        return self.derived / "columns"

    @property
    def reports(self) -> Path:
        return self.derived / "reports"

    @property
    def scratch(self) -> Path:
        return self.derived / "scratch"

    @property
    def manifests(self) -> Path:
        return self.root / "manifests"

    @property
    def state(self) -> Path:
        return self.root / "state.sqlite"

    @property
    def lock(self) -> Path:
        return self.root / "lock.json"

    def table(self, name: str) -> Path:
        return self.derived / checked_name(name)

    def raw_file(self, source: str, day: str, endpoint: str, run_id: str) -> Path:
        parts = [checked_name(part) for part in (source, f"dt={day}", f"{endpoint}-{run_id}.jsonl.zst")]
        return self.raw.joinpath(*parts)

    def manifest(self, run_id: str) -> Path:
        return self.manifests / f"{checked_name(run_id)}.json"


def checked_name(name: str) -> str:
    """`name` if it is one plain path segment, else InputError: a name must not climb out of its folder."""
    if not _NAME.fullmatch(name) or ".." in name:
        raise InputError("name", name, "letters, digits, '.', '_', '=' and '-' in one path segment")
    return name
