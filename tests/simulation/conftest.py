"""Which seeds, and the table of all that was seen at the end of a long run."""

from collections.abc import Callable

import pytest

from .seeds import Judged, Simulation, asked, run, table

LINES: list[Judged] = []


@pytest.fixture
def asked_seeds(request: pytest.FixtureRequest) -> range | None:
    """`--seeds FIRST:LAST`, LAST left out; None where nothing was asked for."""
    given = request.config.getoption("--seeds", default=None)
    try:
        return asked(given) if given is not None else None
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.fixture
def judged() -> Callable[..., None]:
    """Runs a simulation and fails with the lines that did not pass."""

    def judge(simulation: Simulation, seeds: range, draws: int, processes: int) -> None:
        found = run(simulation, seeds, draws, processes)
        LINES.extend(found)
        failed = [line for line in found if not line.passed]
        assert not failed, f"\nseeds {seeds.start}:{seeds.stop}, {draws} draws\n{table(failed)}"

    return judge


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if LINES and "torture" in config.option.markexpr:
        terminalreporter.section("simulation checks")
        terminalreporter.write_line(table(LINES))
