"""The manifest of a run: what went in, what came out, and the hashes that let anyone check it."""

import hashlib
import json
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from .. import __version__
from ..config import rules
from ..lake import Lake
from ..lake.drops import stored
from .context import Context

RULES = ("bands", "categories", "clock", "cutoffs", "recalibration", "trust")
ENGINES = ("duckdb", "deltalake", "numba", "numpy", "pyarrow", "scipy")


def fingerprint(context: Context) -> str:
    """Changes when anything that tables are made of does: inputs, as_of, code, rules, engines."""
    assert context.as_of is not None
    parts = [inputs(context.lake), context.as_of.isoformat(), code_hash(), rules_used(), engines()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def inputs(lake: Lake) -> dict[str, Any]:
    """Raw files by name with their sizes and hashes; drops with the hashes of their files."""
    raw = {
        path.relative_to(lake.layout.root).as_posix(): _file_hash(path)
        for path in sorted(lake.layout.raw.glob("*/dt=*/*.jsonl.zst"))
    }
    return {"raw": raw, "drops": {drop.spec.name: drop.files for drop in stored(lake.layout)}}


def code_hash() -> str:
    """One hash over all Python and SQL of the package."""
    root = Path(str(files("credence")))
    digest = hashlib.sha256()
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.sql")]):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def rules_used() -> dict[str, Any]:
    return {name: rules(name) for name in RULES}


def engines() -> dict[str, str]:
    return {name: version(name) for name in ENGINES}


def write(context: Context, tables: dict[str, dict[str, Any]]) -> Path:
    """manifests/<run>.json, appearing whole."""
    assert context.as_of is not None
    content = {
        "run_id": context.run_id,
        "as_of": context.as_of.isoformat(),
        "simulated": bool(context.lake.simulated),
        "options": context.options.described(),
        "inputs": inputs(context.lake),
        "code": {"version": __version__, "sha256": code_hash()},
        "rules": rules_used(),
        "engines": engines(),
        "tables": tables,
    }
    path = context.lake.layout.manifest(context.run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(content, indent=1, sort_keys=True, default=str), encoding="utf-8")
    unfinished.rename(path)
    return path


def table_hashes(lake: Lake) -> dict[str, dict[str, Any]]:
    """{"rows", "hash", "version"} of every table that exists."""
    connection = lake.connect()
    try:
        return {
            name: {**lake.content_hash(connection, name), "version": number} for name, number in lake.versions().items()
        }
    finally:
        connection.close()


def _file_hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "blake2b").hexdigest()[:32]
