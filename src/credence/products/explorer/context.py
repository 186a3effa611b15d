"""The same question at every horizon and in every category: what stands around the one that was asked."""

from collections.abc import Mapping
from typing import Any

from ...lake import Lake
from ...measures.enough import enough
from ...measures.figures import estimates, weighed
from ...records.cutoff import HORIZONS
from ...tables.cube import load
from ...tables.questions import known_names, question, rows_of, weighting_of
from ...tables.shown import of_figure


def context(
    lake: Lake, *, panel: Mapping[str, Any] | None, cells: Mapping[str, Any], **asked: Any
) -> dict[str, Any]:
    """{"question", "horizons", "cells"}: Brier by horizon, of one cohort and of all rows; slope by category and horizon.

    panel  of `products.panel.read` for the same question; None where fewer than two horizons have rows
    cells  of `products.calibration.cells`
    asked  filters, as in `tables.questions.question`
    """
    wanted, cube = question(lake, **asked), load(lake)
    known_names(wanted, cube)
    balanced = {row["horizon"]: row for row in (panel["rows"] if panel else ()) if row["panel"] == "balanced"}
    horizons = []
    for name in HORIZONS:
        if (wanted.filters.anchor, name) not in cube.slices():
            continue
        rows = rows_of(wanted.but(horizon=name), cube)
        told: dict[str, Any] = {"n": 0, "n_events": 0, "reason": "no row can be scored"}
        if len(rows):
            told = estimates(weighed(rows.p_yes, rows.resolved_yes, rows.event, weighting_of(wanted)), rows.week)
        row = balanced.get(name, {"n": 0, "n_events": 0, "reason": "no cohort reaches this horizon", "brier": None})
        horizons.append({
            "horizon": name, "balanced": of_figure(row["brier"], row["n"], row["n_events"], row["reason"]),
            "all": of_figure(told.get("brier"), told["n"], told["n_events"], told["reason"]),
        })  # fmt: skip
    return {"question": wanted.described() | {"horizon": None}, "horizons": horizons, "cells": _cells(cells)}


def cohort_horizons(lake: Lake, **asked: Any) -> tuple[str, ...]:
    """Horizons at which one cohort can be followed: from the longest on that has enough events of its own, the longest first."""
    wanted, cube = question(lake, **asked), load(lake)
    found = [name for name in HORIZONS if (wanted.filters.anchor, name) in cube.slices()]
    for place, name in enumerate(found):
        rows = rows_of(wanted.but(horizon=name), cube)
        if len(rows) and enough(weighed(rows.p_yes, rows.resolved_yes, rows.event, weighting_of(wanted))).ok:
            return tuple(found[place:])
    return tuple(found)


def _cells(found: Mapping[str, Any]) -> dict[str, Any]:
    rows = found["cells"]
    shown_cells = [
        {"category": cell["category"], "horizon": cell["horizon"], "significant": bool(cell["differs"]),
         "slope": of_figure(cell["slope"], cell["n"], cell["n_events"], cell["reason"] or _visible(cell)),
         "slope_shrunk": cell.get("slope_shrunk")}
        for cell in rows
    ]  # fmt: skip
    present = {cell["horizon"] for cell in rows}
    return {
        "rows": sorted({cell["category"] for cell in rows}), "columns": [name for name in HORIZONS if name in present],
        "cells": shown_cells, "rule": f"{found['rule']}, q = {found['q']}; {found['test']}", "judged": found["judged"],
    }  # fmt: skip


def _visible(cell: Mapping[str, Any]) -> str:
    return "the prices already show the outcome: not judged" if cell["outcome_visible"] else ""
