"""The locks under requirements/ fit the project: every package pinned with its hashes, nothing heavy, no address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ["core", "dev", "chronos", "build", "uv", "node"]
HEAVY = {"torch", "tensorflow", "jax", "pyspark"}  # extras at most: gigabytes, or a Java beside them


def pinned(root: Path, lock: str) -> dict[str, set[str]]:
    """Versions of each package in a lock; several where they depend on the machine."""
    found: dict[str, set[str]] = {}
    text = (root / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_with_hashes_and_names_no_address(root, lock):
    text = (root / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE) if entry.strip()]
    assert entries
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert [word for word in ("://", "index-url", "find-links", "/tmp") if word in text] == []
    assert set(pinned(root, lock)) & HEAVY == set()


@pytest.mark.parametrize(
    ("locks", "extras"), [(["core"], []), (["dev"], ["dev", "train"]), (["core", "chronos"], ["chronos"])]
)
def test_the_lock_holds_what_the_project_asks_for(root, locks, extras):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(line) for line in project["dependencies"]]
    wanted += [Requirement(line) for extra in extras for line in project["optional-dependencies"][extra]]
    versions = {name: found for lock in locks for name, found in pinned(root, lock).items()}
    unmet = [
        str(one)
        for one in wanted
        if not any(one.specifier.contains(v, prereleases=True) for v in versions.get(canonicalize_name(one.name), ()))
    ]
    assert unmet == [], "run `make lock`"


def test_what_is_tested_is_what_is_run(root):
    core, dev = pinned(root, "core"), pinned(root, "dev")
    assert {name: versions for name, versions in core.items() if dev.get(name) != versions} == {}


def test_two_locks_for_one_environment_agree(root):
    """`make chronos` adds its packages to those of the dev lock; it must not move one of them."""
    dev = pinned(root, "dev")
    moved = {name: found for name, found in pinned(root, "chronos").items() if dev.get(name, found) != found}
    assert moved == {}
