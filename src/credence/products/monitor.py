"""Monitor: has a segment stopped being calibrated? Evidence that stays valid however often one looks.

read  cube_rows -> per segment the wealth of a gambler against its prices; at 20 the prices are called off at 5 %
rule  one bet per week of scheduled end (known beforehand; answers come early for YES): what happens in a week moves all its
      events. An event counts once, in its first week; cohorts count when complete. The stake is chosen from earlier weeks alone,
      so no look can be too many. Horizons beyond 48h are refused: their prices are older than answers that the stake has seen
"""

from typing import Any

import numpy as np

from ..errors import InputError
from ..lake import Lake
from ..measures.figures import Weighting
from ..measures.monitor import Evidence, evidence
from ..measures.samples import event_weights
from ..tables.cube import MONDAY_S, WEEK_S, load
from ..tables.questions import Rows, free_of, parts, question, rows_of, weighting_of

HORIZONS = ("1h", "24h", "48h")
ALPHA = 0.05


def read(lake: Lake, by: str = "category", **asked: Any) -> dict[str, Any]:
    """One row per segment, and all rows together as `all`.

    by     what makes a segment, as in `calibration.facets`
    asked  filters as in `tables.questions.question`
    """
    wanted, cube = question(lake, **asked), load(lake)
    if wanted.filters.horizon not in HORIZONS:
        raise InputError("horizon", wanted.filters.horizon, " or ".join(HORIZONS))
    free_of(wanted, by)
    segments = [("all", wanted), *parts(wanted, by, cube)]
    found = [(name, rows_of(part, cube)) for name, part in segments]
    return {
        "question": wanted.described() | {"by": by}, "alpha": ALPHA, "simulated": bool(lake.simulated),
        "rows": [_row(name, rows, weighting_of(wanted)) for name, rows in found if len(rows)],
    }  # fmt: skip


def _row(name: str, rows: Rows, weighting: Weighting) -> dict[str, Any]:
    week = (rows.column("cohort_s") + MONDAY_S) // WEEK_S
    first = np.full(int(rows.event.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, rows.event, week)
    counted = week == first[rows.event]
    part = rows.where(counted)
    weeks = (week[counted] - week.min()).astype(np.int64)
    process = evidence(weeks, part.p_yes, part.resolved_yes, event_weights(part.event) if weighting == "event" else None)
    above = process.first_above(ALPHA)
    return {
        "segment": name, "n": len(part), "left_out": len(rows) - len(part), "weeks": len(process.batch),
        "wealth": float(process.wealth[-1]), "highest": float(process.wealth.max()),
        "off_since": None if above is None else _monday(int(process.batch[above]) + int(week.min())),
        "direction": _direction(process), "mean_deviation": float(process.deviation.mean()),
    }  # fmt: skip


def _direction(process: Evidence) -> str:
    if process.wealth.max() < 1 / ALPHA:
        return ""
    return "prices too low" if process.wealth_up[-1] >= process.wealth_down[-1] else "prices too high"


def _monday(week: int) -> str:
    return str(np.datetime64(week * WEEK_S - MONDAY_S, "s").astype("datetime64[D]"))
