"""Drops in the lake: their files copied verbatim below raw/drops/<name>, with the YAML that describes them.

A drop that comes again replaces its files; the same bytes change nothing. Compiled statements are kept in memory by the
files' hashes, because counting millions of rows twice in one run serves nobody.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from ...errors import NotWritable
from ..layout import Layout, checked_name
from .compile import CompiledDrop, compile_drop
from .decode import sha256
from .spec import DropSpec, FoundDrop, file_path

SPEC_FILE = "drop.json"
_compiled: dict[str, CompiledDrop] = {}


@dataclass(frozen=True)
class Stored:
    """A drop that lies in the lake; `files` maps each path to its sha256."""

    spec: DropSpec
    folder: Path
    files: dict[str, str]

    @property
    def fingerprint(self) -> str:
        content = json.dumps(
            [self.spec.model_dump(mode="json", by_alias=True, exclude_unset=True), self.files], sort_keys=True
        )
        return hashlib.sha256(content.encode()).hexdigest()


def store(layout: Layout, found: FoundDrop) -> Stored:
    """Copy the files of one drop into the lake; `drop.json` comes last and makes it count."""
    folder = layout.drops / checked_name(found.spec.name)
    try:
        for path in found.files:
            target = file_path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(target.name + ".part")
            shutil.copyfile(file_path(found.folder, path), unfinished)
            unfinished.rename(target)
        files = {path: sha256(file_path(folder, path)) for path in found.files}
        described = folder / SPEC_FILE
        unfinished = described.with_suffix(".part")
        unfinished.write_text(
            json.dumps(
                {"spec": found.spec.model_dump(mode="json", by_alias=True, exclude_unset=True), "files": files},
                indent=1,
            )
        )
        unfinished.rename(described)
    except OSError as error:
        raise NotWritable("raw", f"cannot copy drop {found.spec.name!r} into {folder}: {error.strerror}") from error
    return Stored(found.spec, folder, files)


def stored(layout: Layout) -> list[Stored]:
    """All drops of the lake, by name."""
    found = []
    for described in sorted(layout.drops.glob(f"*/{SPEC_FILE}")):
        content = json.loads(described.read_text())
        found.append(Stored(DropSpec.model_validate(content["spec"]), described.parent, content["files"]))
    return found


def compile_stored(layout: Layout) -> list[CompiledDrop]:
    """The statements of all drops of the lake."""
    return [_compile(drop, layout) for drop in stored(layout)]


def _compile(drop: Stored, layout: Layout) -> CompiledDrop:
    key = f"{drop.folder}:{drop.fingerprint}"
    if key not in _compiled:
        _compiled[key] = compile_drop(drop.spec, drop.folder, layout.scratch / "drops")
    return _compiled[key]
