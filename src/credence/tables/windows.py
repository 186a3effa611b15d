"""Windows of time: which cohort `90d` means.

A window goes by the scheduled end as known at the cutoff, and ends a grace period before the run's now, so that markets which
answer NO late are in it as well as those that answered YES early.
"""

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ..config import rules
from ..errors import InputError
from ..lake import Lake

WINDOW_BY = ("scheduled_end", "resolution")
WARNING = "markets that end YES tend to resolve early, so this window flatters YES"


class Window(NamedTuple):
    """After `since`, up to `until`."""

    since: datetime
    until: datetime
    grace_days: int

    def described(self, window: str, window_by: str) -> dict[str, Any]:
        """What a reader must know of it."""
        warning = WARNING if window_by == "resolution" else None
        return {"window": window, "window_by": window_by, **self._asdict(), "warning": warning}


def window_of(lake: Lake, window: str, window_by: str = "scheduled_end") -> Window:
    """The bounds of a window such as `90d`, counted back from the as_of of the newest finished run."""
    days = re.fullmatch(r"(\d{1,4})d", window)
    if not days or int(days.group(1)) < 1:
        raise InputError("window", window, "a number of days such as 90d")
    if window_by not in WINDOW_BY:
        raise InputError("window_by", window_by, " or ".join(WINDOW_BY))
    grace = int(rules("cutoffs")["scoreboard"]["grace_days"])
    now = _as_of(lake)
    return Window(now - timedelta(days=int(days.group(1))), now - timedelta(days=grace), grace)


def complete_until(lake: Lake) -> datetime | None:
    """The scheduled end of the newest cohort that is complete: a grace period before the run's now; None without a finished run.

    A cohort that is still open has the answers that came early, and YES comes early: it flatters YES, and is left out.
    """
    now = newest_as_of(lake)
    return None if now is None else now - timedelta(days=int(rules("cutoffs")["scoreboard"]["grace_days"]))


def newest_as_of(lake: Lake) -> datetime | None:
    """The as_of of the newest finished run, which is the only now of what is read; None before one has finished."""
    runs = [run for run in lake.state.runs() if run["as_of"] and run["status"] == "done"] if lake.exists else []
    return datetime.fromisoformat(str(runs[0]["as_of"])) if runs else None


def _as_of(lake: Lake) -> datetime:
    now = newest_as_of(lake)
    if now is None:
        raise InputError("window", "no finished run", "asked after a run has finished")
    return now
