"""Attrition: who is left at each step from a listed market to a scored price, and do those who are left differ?

funnel       listed > recorded > labelled > priced > fresh > scored, with the share of YES at each step where it is known
sensitivity  the figures of a cell if doubtful labels were taken otherwise: without disputed ones, void at best and at worst
rule         a step that loses markets loses them at random only if the share of YES stays: it is shown so that one can see
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..lake import Lake
from ..measures.clusters import effective_clusters
from ..measures.enough import share_interval
from ..measures.figures import Weighting, plain_figures
from ..tables.cube import Selection, load
from ..tables.questions import Question, known_names, prices_of, question, rows_of

STEPS = {
    "listed": "markets of the cohort, with this moment in their lives",
    "recorded": "with a price at any moment that is judged",
    "labelled": "resolved YES or NO, and scored by default",
    "priced": "with a price before this moment, however old",
    "fresh": "no older than the limit",
    "scored": "and not resolved before the moment",
}
FIGURES = ("n", "n_events", "brier", "mcb", "slope", "mean_p", "share_yes")


def read(lake: Lake, **asked: Any) -> dict[str, Any]:
    """The funnel of one cell, and what doubtful labels could do to its figures.

    asked  filters as in `tables.questions.question`; a filter by price source leaves only priced markets
    """
    wanted, cube = question(lake, **asked), load(lake)
    known_names(wanted, cube)
    chosen = cube.select(wanted.filters)
    ever = np.zeros(len(cube.arrays["market_id"]), bool)
    ever[np.unique(cube.arrays["market"][~np.isnan(cube.arrays["p_last"])])] = True
    return {
        "question": wanted.described(), "simulated": bool(lake.simulated), "steps": _steps(chosen, ever),
        "sensitivity": _sensitivity(wanted, chosen, lake),
    }  # fmt: skip


def _steps(chosen: Selection, ever: NDArray[np.bool_]) -> list[dict[str, Any]]:
    label = chosen.column("resolved_yes")
    fresh = chosen.status("price_status", "priced")
    priced = fresh | chosen.status("price_status", "stale")
    kept = np.ones(len(chosen), bool)
    masks = {
        "listed": kept, "recorded": ever[chosen.column("market")], "labelled": label >= 0, "priced": priced, "fresh": fresh,
        "scored": ~np.isnan(chosen.column("p_yes")),
    }  # fmt: skip
    rows = []
    for name, mask in masks.items():
        kept = kept & mask
        known = kept & (label >= 0)
        events = len(np.unique(chosen.column("event")[kept]))
        yes = float(label[known].mean()) if known.any() else None
        effective = effective_clusters(np.bincount(chosen.column("event")[known]).astype(float)) if known.any() else 0.0
        low, high = share_interval(yes, effective) if yes is not None else (None, None)
        rows.append({"step": name, "meaning": STEPS[name], "markets": int(kept.sum()), "events": events,
                     "labelled": int(known.sum()), "share_yes": yes, "low": low, "high": high})  # fmt: skip
    return rows


def _sensitivity(wanted: Question, chosen: Selection, lake: Lake) -> list[dict[str, Any]]:
    """The same figures under other readings of the labels; what is taken is said in each row."""
    cube = load(lake)
    weighting: Weighting = "market" if wanted.weighting == "market" else "event"
    base = rows_of(wanted, cube)
    price = prices_of(chosen, wanted.price)
    priced = chosen.status("price_status", "priced") & ~np.isnan(price)
    void = priced & chosen.status("outcome_status", "VOID")
    inferred = priced & (chosen.column("resolved_yes") < 0) & chosen.status("provenance", "inferred")
    added = {
        "inferred as well": (inferred, chosen.status("outcome_status", "RESOLVED_TRUE")),
        "void ends as priced (best)": (void, price >= 0.5),
        "void ends against the price (worst)": (void, price < 0.5),
    }
    readings = [
        ("as scored", base.p_yes, base.resolved_yes, base.event),
        ("without disputed", *_where(base, ~base.column("disputed"))),
        ("every age of price", *_where(rows_of(Question(wanted.filters, weighting, "last"), cube))),
    ]
    for name, (more, outcome) in added.items():
        event = chosen.column("event")[more].astype(np.int64)
        p, y = np.append(base.p_yes, price[more]), np.append(base.resolved_yes, outcome[more])
        readings.append((name, p, y, np.append(base.event, event)))
    return [_row(name, p, y, event, weighting) for name, p, y, event in readings]


def _where(rows: Any, keep: NDArray[np.bool_] | None = None) -> tuple[Any, Any, Any]:
    part = rows if keep is None else rows.where(keep)
    return part.p_yes, part.resolved_yes, part.event


def _row(name: str, p: Any, y: Any, event: Any, weighting: Weighting) -> dict[str, Any]:
    found = plain_figures(np.asarray(p, float), np.asarray(y, float), np.asarray(event, np.int64), weighting)
    return {"labels": name} | {figure: found[figure] for figure in FIGURES}
