"""Balanced panel: one cohort of markets, followed from the longest horizon on, so that horizons can be compared.

read   cube_rows -> figures per horizon, of three sets that are never mixed
rule   who belongs is fixed at the longest horizon; a market without a price at a later one is missing there, and counted.
       A market that ends earlier stays, with its payout as price, flagged
       `already resolved`; `without_resolved` leaves those out. The survivor panel (markets still priced at every horizon) knows
       who survived, which can depend on the outcome: it stands beside, to show what it does
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..lake import Lake
from ..measures.figures import Weighting, deviation, figures, weighed
from ..records.cutoff import HORIZONS
from ..tables.cube import Cube, load
from ..tables.questions import Question, known_names, prices_of, question, weighting_of

PANELS = ("balanced", "without_resolved", "survivors")
DEFAULT = ("7d", "48h", "24h", "1h")
SHOWN = ("brier", "in_the_large", "slope")


@dataclass(frozen=True)
class _Stage:
    """The cohort's markets at one horizon, in the cohort's order."""

    price: NDArray[np.float64]  # NaN where there is none
    resolved: NDArray[np.bool_]


@dataclass(frozen=True)
class _Cohort:
    """Who was priced at the longest horizon and has an answer: fixed there, whatever became of them."""

    market: NDArray[np.int64]
    event: NDArray[np.int64]
    week: NDArray[np.int64]
    resolved_yes: NDArray[np.float64]
    without_answer: int  # priced as well, and not scored: no answer yet, or void


def read(
    lake: Lake, *, horizons: Sequence[str] = DEFAULT, panels: Sequence[str] = PANELS, **asked: Any
) -> dict[str, Any]:
    """Figures of one cohort at each horizon.

    horizons  two or more, of records.cutoff.HORIZONS; the longest one fixes who belongs
    asked     filters as in `tables.questions.question`, as they were at the longest horizon
    """
    order = [name for name in HORIZONS if name in horizons]  # longest first
    if len(order) < 2 or len(order) != len(set(horizons)):
        raise InputError("horizons", ",".join(horizons), "two or more of " + ", ".join(HORIZONS))
    wanted, cube = question(lake, **asked | {"horizon": order[0]}), load(lake)
    known_names(wanted, cube)
    weighting, cohort = weighting_of(wanted), _cohort(wanted, cube)
    stages = {name: _stage(cohort, wanted, name, cube) for name in order}
    survived = np.all([~np.isnan(stage.price) & ~stage.resolved for stage in stages.values()], axis=0)
    rows = [
        _row(panel, name, cohort, stage, survived, weighting) for panel in panels for name, stage in stages.items()
    ]
    return {
        "question": wanted.described(), "horizons": order, "members": len(cohort.market),
        "events": len(np.unique(cohort.event)), "survivors": int(survived.sum()),
        "without_answer": cohort.without_answer, "rows": rows, "simulated": bool(lake.simulated),
    }  # fmt: skip


def _cohort(asked: Question, cube: Cube) -> _Cohort:
    chosen = cube.select(asked.filters)
    price, label = prices_of(chosen, asked.price), chosen.column("resolved_yes")
    priced = chosen.status("price_status", "priced") & ~np.isnan(price)
    member = priced & (label >= 0)
    market, event, week = (chosen.column(name)[member].astype(np.int64) for name in ("market", "event", "week"))
    return _Cohort(market, event, week, label[member].astype(np.float64), int((priced & ~member).sum()))


def _stage(cohort: _Cohort, asked: Question, horizon: str, cube: Cube) -> _Stage:
    """The cohort at a horizon: its own prices, the payout where it had ended, nothing where no price counts."""
    free = Question(type(asked.filters)(anchor=asked.filters.anchor, horizon=horizon), asked.weighting, asked.price)
    chosen = cube.select(free.filters)
    place = np.full(int(max(cohort.market.max(initial=-1), chosen.column("market").max(initial=-1))) + 1, -1)
    place[chosen.column("market")] = np.arange(len(chosen))
    at = place[cohort.market]
    known = at >= 0
    priced = known & chosen.status("price_status", "priced")[at] if len(chosen) else known
    resolved = known & chosen.status("price_status", "already_resolved")[at] if len(chosen) else known
    price = np.full(len(at), np.nan)
    price[priced] = prices_of(chosen, asked.price)[at[priced]]
    price[resolved] = cohort.resolved_yes[resolved]
    return _Stage(price, resolved)


def _row(
    panel: str, horizon: str, cohort: _Cohort, stage: _Stage, survived: NDArray[np.bool_], weighting: Weighting
) -> dict[str, Any]:
    inside = ~np.isnan(stage.price)
    if panel == "without_resolved":
        inside &= ~stage.resolved
    elif panel == "survivors":
        inside &= survived
    counts = {
        "panel": panel, "horizon": horizon, "n": int(inside.sum()), "n_already_resolved": int((inside & stage.resolved).sum()),
        "n_missing": int(np.isnan(stage.price).sum()),
    }  # fmt: skip
    nothing = {"n_events": 0, "enough": False, "reason": "no price", "bias": None, **dict.fromkeys(SHOWN)}
    if not inside.any():
        return counts | nothing
    sample = weighed(stage.price[inside], cohort.resolved_yes[inside], cohort.event[inside], weighting)
    found = figures(sample, cohort.week[inside])
    told = counts | nothing | {name: found[name] for name in ("n_events", "enough", "reason")}
    if not found["enough"]:
        return told
    return told | {"bias": deviation(sample, cohort.week[inside])} | {name: found["estimates"][name] for name in SHOWN}
