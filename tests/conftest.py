"""What every test can rely on: recorded data where it exists, no network but loopback, settings read afresh.

Recorded data lies outside the project (CREDENCE_RECORDED). Without it, tests marked `recorded` are skipped;
under CI a skipped one counts as failed, so that silence is not mistaken for success. Tests marked `torture` run
only when asked for with `-m`.
"""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from credence.settings import settings

ON_CI = os.environ.get("CI", "").lower() not in ("", "0", "false", "no")
RECORDED = Path(os.environ["CREDENCE_RECORDED"]).resolve() if os.environ.get("CREDENCE_RECORDED") else None
FIRST = tuple(Path(__file__).parent / name for name in ("recorded", "lookahead"))  # the longest: not at the end, one alone
NOT_RECORDED = "no recorded data; set CREDENCE_RECORDED to its folder"

# A developer's own settings and proxies must not decide a test, here or in a subprocess.
for name in list(os.environ):
    if (name.startswith("CREDENCE_") and name != "CREDENCE_RECORDED") or name.lower().endswith("_proxy"):
        del os.environ[name]

slow_machines = [HealthCheck.too_slow, HealthCheck.data_too_large]
hypothesis_settings.register_profile("laptop", deadline=None, suppress_health_check=slow_machines)
hypothesis_settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=slow_machines, print_blob=True
)
hypothesis_settings.load_profile("ci" if ON_CI else "laptop")


# ---------------------------------------------------------------- recorded and torture


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", metavar="FIRST:LAST", help="seeds of the simulation checks, LAST left out (0:2000)")


def pytest_configure(config: pytest.Config) -> None:
    on_worker = hasattr(config, "workerinput")
    if ON_CI and not on_worker and not _recorded_is_there():
        raise pytest.UsageError(
            f"CI is set, but there is no recorded data at {RECORDED or 'CREDENCE_RECORDED (unset)'}: "
            "set CREDENCE_RECORDED to its folder"
        )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "torture" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("torture")]
        items[:] = [item for item in items if not item.get_closest_marker("torture")]
        config.hook.pytest_deselected(items=left_out)
    if not _recorded_is_there():
        for item in items:
            if item.get_closest_marker("recorded"):
                item.add_marker(pytest.mark.skip(reason=NOT_RECORDED))
    for item in items:  # one worker per file, so that what a file sets up is set up once
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=lambda item: not any(item.path.is_relative_to(folder) for folder in FIRST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if ON_CI and report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("recorded"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} needs recorded data and was skipped: {report.longrepr}"
    return report


def _recorded_is_there() -> bool:
    return RECORDED is not None and RECORDED.is_dir()


@pytest.fixture(scope="session")
def recorded_folder() -> Path:
    """The folder of recorded data; mark the test `recorded` as well."""
    if RECORDED is None or not RECORDED.is_dir():
        pytest.skip(NOT_RECORDED)
    return RECORDED


# ---------------------------------------------------------------- the network, the settings


class NetworkRefused(RuntimeError):
    """A test reached for something outside this machine."""


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Refuse connections and name look-ups that would leave this machine.

    The error is no OSError on purpose: a client that takes it for an outage and tries again would hide it.
    """
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        _refuse_outside(self.family, address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        _refuse_outside(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
        if host:
            _refuse_outside(socket.AF_INET, (host,))
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


def _refuse_outside(family: int, address: object) -> None:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0] if isinstance(address, tuple) else address
    if not _is_loopback(host.decode() if isinstance(host, bytes) else str(host)):
        raise NetworkRefused(f"a test tried to reach {host!r}; tests talk to loopback only")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    """Each test reads the settings anew, so that one test's environment does not reach the next."""
    settings.cache_clear()
    yield
    settings.cache_clear()
