"""Which room may know which: `.importlinter` draws the directions, `measures` is held tighter."""

import ast
import subprocess
import sys
from pathlib import Path

ARRAYS = {"numpy", "scipy", "numba"}
# The standard library as far as it has no files, no clock, no chance and no log.
# fmt: off
PLAIN = {
    "__future__", "abc", "bisect", "collections", "contextlib", "dataclasses", "enum", "fractions", "functools",
    "heapq", "itertools", "math", "numbers", "operator", "re", "statistics", "string", "types", "typing",
    "unicodedata", "warnings",
}
# fmt: on


def test_imports_go_one_way(root):
    lint_imports = Path(sys.executable).parent / "lint-imports"
    command = [lint_imports, "--no-cache", "--no-logo"]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[run.stdout.find("Broken contracts") :] + run.stderr


def test_measures_import_arrays_and_nothing_else(source_files):
    foreign = []
    for file in source_files:
        if not file.name.startswith("src/credence/measures/"):
            continue
        depth = file.name.count("/") - 1  # dots that lead up to `credence`
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = _absolute(node, depth)
            else:
                continue
            foreign += [f"{file.name}:{node.lineno} {name}" for name in names if not _is_allowed(name)]
    assert foreign == []


def _absolute(node: ast.ImportFrom, depth: int) -> list[str]:
    if node.level == 0:
        return [node.module or ""]
    if node.level < depth:
        return ["credence.measures"]
    module = f".{node.module}" if node.module else ""
    return [f"credence{module}.{alias.name}" if not module else f"credence{module}" for alias in node.names]


def _is_allowed(name: str) -> bool:
    if name.startswith(("credence.errors", "credence.measures")):
        return True
    return name.partition(".")[0] in ARRAYS | PLAIN
