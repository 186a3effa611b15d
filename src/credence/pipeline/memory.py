"""Stopping in time: the share of the machine's memory that is in use, and the batches that a caller allowed."""

from pathlib import Path

from ..errors import Paused

SHARE_AT_MOST = 0.8  # of the machine's memory, whoever uses it


def used_share(meminfo: str | None = None) -> float | None:
    """Share of memory in use, 0..1; None where the system does not tell.

    >>> used_share("MemTotal: 1000 kB\\nMemAvailable: 250 kB")
    0.75
    """
    try:
        text = meminfo if meminfo is not None else Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    if "MemTotal" not in fields or "MemAvailable" not in fields:
        return None
    total, free = (int(fields[name].split()[0]) for name in ("MemTotal", "MemAvailable"))
    return 1 - free / total


def pause_if_short(share: float | None = None) -> None:
    """Raise Paused when memory runs short; what was kept so far stays, and `--resume` goes on."""
    share = used_share() if share is None else share
    if share is not None and share > SHARE_AT_MOST:
        raise Paused(f"{share:.0%} of the machine's memory is in use, the limit is {SHARE_AT_MOST:.0%}")
