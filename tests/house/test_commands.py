"""The command line: every command explains itself with an example, and help comes at once."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

AT_ONCE_S = 0.3


@pytest.fixture(scope="module")
def commands() -> dict[str, str]:
    """Help of every command, by its full name; groups are left out, their commands are in."""
    from credence.cli import app

    found: dict[str, str] = {}

    def walk(command, name):
        below = getattr(command, "commands", None)
        if below is None:
            found[name] = command.help or ""
        for part, child in (below or {}).items():
            walk(child, f"{name} {part}")

    walk(get_command(app), "credence")
    return found


def test_every_command_has_an_example(commands):
    assert len(commands) > 1
    assert [name for name, text in commands.items() if "Example:" not in text] == []


def test_examples_name_their_own_command(commands):
    """An example that was copied from another command misleads."""
    wrong = []
    for name, text in commands.items():
        example = text.split("Example:")[-1]
        if "Example:" in text and name not in " ".join(example.split()):
            wrong.append(name)
    assert wrong == []


@pytest.mark.xdist_group("serial")
def test_help_comes_at_once():
    credence = Path(sys.executable).parent / "credence"
    subprocess.run([credence, "--help"], check=True, capture_output=True)  # the first run writes bytecode
    took = [_seconds([credence, "--help"]) for _ in range(5)]
    assert min(took) < AT_ONCE_S, f"best of {len(took)}: {min(took):.3f} s; is something heavy imported?"


def _seconds(command: list[Path | str]) -> float:
    """Processor time of one run, so that a busy machine does not decide: what a free one would take by the clock, or more."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
