"""Monitor: has a segment stopped being calibrated? Evidence that stays valid however often one looks.

read  cube_rows -> per segment the wealth of a gambler against its prices; at 20 the prices are called off at 5 %
rule  one bet per day of scheduled end (known beforehand; answers come early for YES), one horizon, an event counts once in its
      first day; the stake is chosen from earlier days alone, so no look can be too many
"""

from typing import Any

import numpy as np

from ..lake import Lake
from ..measures.calibration import event_weights
from ..measures.monitor import Evidence, evidence
from ..tables.cube import load
from ..tables.questions import Rows, parts, question, rows_of

DAY_S = 86_400
ALPHA = 0.05


def read(lake: Lake, by: str = "category", **asked: Any) -> dict[str, Any]:
    """One row per segment, and all rows together as `all`.

    by     what makes a segment, as in `calibration.facets`
    asked  filters as in `tables.questions.question`
    """
    wanted, cube = question(lake, **asked), load(lake)
    segments = [("all", wanted), *parts(wanted, by, cube)]
    found = [(name, rows_of(part, cube)) for name, part in segments]
    return {
        "question": wanted.described() | {"by": by}, "alpha": ALPHA, "simulated": bool(lake.simulated),
        "rows": [_row(name, rows) for name, rows in found if len(rows)],
    }  # fmt: skip


def _row(name: str, rows: Rows) -> dict[str, Any]:
    day = rows.column("cohort_s") // DAY_S
    first = np.full(int(rows.event.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, rows.event, day)
    counted = day == first[rows.event]
    part = rows.where(counted)
    days = day[counted] - day.min()
    process = evidence(days.astype(np.int64), part.p_yes, part.resolved_yes, event_weights(part.event))
    above = process.first_above(ALPHA)
    return {
        "segment": name, "n": len(part), "left_out": len(rows) - len(part), "days": len(process.batch),
        "wealth": float(process.wealth[-1]), "highest": float(process.wealth.max()),
        "off_since_day": None if above is None else _date(int(process.batch[above]) + int(day.min())),
        "direction": _direction(process), "mean_deviation": float(process.deviation.mean()),
    }  # fmt: skip


def _direction(process: Evidence) -> str:
    if process.wealth.max() < 1 / ALPHA:
        return ""
    return "prices too low" if process.wealth_up[-1] >= process.wealth_down[-1] else "prices too high"


def _date(day: int) -> str:
    return str(np.datetime64(day, "D"))
