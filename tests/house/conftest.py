"""The project as files: what is tracked, and what the Python in it says."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE = {".git", ".venv", "data", "dist", "build", "node_modules", "__pycache__"}


@dataclass(frozen=True)
class SourceFile:
    """One file of ours, named by its path inside the project."""

    name: str

    @property
    def path(self) -> Path:
        return ROOT / self.name

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the project."""
    return ROOT


@pytest.fixture(scope="session")
def tracked() -> list[SourceFile]:
    """Every file that is, or would be, part of the project's history."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listing.returncode == 0:
        names = {name for name in listing.stdout.split("\0") if name}
    else:  # an unpacked archive has no history; look at what lies there
        names = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()}
        names = {name for name in names if not MADE.intersection(name.split("/"))}
    return [SourceFile(name) for name in sorted(names) if (ROOT / name).is_file()]


@pytest.fixture(scope="session")
def python_files(tracked: list[SourceFile]) -> list[SourceFile]:
    """Every Python file of ours."""
    return [file for file in tracked if file.name.endswith(".py")]


@pytest.fixture(scope="session")
def source_files(python_files: list[SourceFile]) -> list[SourceFile]:
    """The Python files that are installed."""
    return [file for file in python_files if file.name.startswith("src/credence/")]
