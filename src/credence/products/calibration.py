"""Calibration: how well prices came true in any part of the cube, and how sure that is.

answer   one question -> counts, figures with intervals by event and by week, both weightings, kinds of price side by side,
         bid and ask, the reliability diagram; draws against the null on request
cells    category by horizon -> slopes raw and shrunk, and which differ after control of false discoveries
rule     a figure is shown where there is enough, else the reason; the wider of two intervals decides; a deviation that a
         trader could not have bought or sold is not called a bias
"""

from typing import Any

import numpy as np

from ..errors import InputError
from ..lake import Lake
from ..measures.discovery import benjamini_hochberg, benjamini_yekutieli
from ..measures.discrimination import auc, concave_roc, murphy_curve
from ..measures.figures import (
    NO_FILLS,
    OF_FILLS,
    Weighting,
    against_null,
    estimates,
    figures,
    in_units,
    resampled,
    weighed,
)
from ..measures.multi_outcome import favourite_side, multi_class_brier
from ..measures.reliability import Band, Diagram, consistency_band, diagram
from ..measures.samples import Sample
from ..measures.shrinkage import shrink
from ..records.cutoff import HORIZONS
from ..tables.cube import Cube, load
from ..tables.questions import (
    BINS,
    PRICES,
    Question,
    Rows,
    dimension,
    fates,
    free_of,
    known_names,
    parts,
    question,
    rows_of,
    shows_outcome,
    weighting_of,
)
from ..tables.verdicts import spread_of, verdict

DRAWS = 999
MOST_DRAWS = 100_000
BAND_DRAWS = 399  # with which the band's coverage was measured: more draws cost time, and move it by less than a tick
NORMAL = 1.959964  # half-width of a 95 % interval in errors, where they are well known
THRESHOLDS = np.linspace(0.01, 0.99, 99)  # of the Murphy curve
HISTOGRAM = 50  # cells of the histogram of prices
FIGURES = ("brier", "log_loss", "skill", "in_the_large", "slope")
TEST = "joint Wald test of intercept 0 and slope 1, the larger p-value of event and week clusters"


def answer(lake: Lake, *, draws: int = 0, seed: int = 0, **asked: Any) -> dict[str, Any]:
    """Everything that is known of one cell.

    draws  0, or at least 999: MCB and ECE judged against calibrated prices, intervals by drawing events again, the diagram's band
    asked  filters, as in `tables.questions.question`
    """
    if draws and not DRAWS <= draws <= MOST_DRAWS:
        raise InputError("draws", draws, f"0, or {DRAWS} .. {MOST_DRAWS:,}")
    if not 0 <= seed < 2**63:
        raise InputError("seed", seed, "0 .. 2**63 - 1")
    wanted, cube = question(lake, **asked), load(lake)
    rows = rows_of(wanted, cube)
    found: dict[str, Any] = {
        "question": wanted.described(),
        "counts": fates(rows.asked),
        "simulated": bool(lake.simulated),
        "outcome_visible": shows_outcome(rows),
        "weightings": _weightings(rows),
        "figures": None,
        "diagram": None,
        "discrimination": None,
        "favourite_side": None,
        "whole_events": _whole_events(rows, cube),
        "null": None,
        "bootstrap": None,
        "prices": _prices(wanted, cube),
        "spread": spread_of(rows, weighting_of(wanted)),
    }
    if len(rows):
        sample = weighed(rows.p_yes, rows.resolved_yes, rows.event, weighting_of(wanted))
        found["figures"] = figures(sample, rows.week)
        found["diagram"] = _drawn(diagram(sample)) | {"histogram": np.histogram(rows.p_yes, HISTOGRAM, (0, 1))[0].tolist()}
        if found["figures"]["enough"]:
            found["discrimination"] = _discrimination(sample, rows)
            found["favourite_side"] = _favourite_side(rows, weighting_of(wanted))
        if draws and found["figures"]["enough"]:
            found["null"] = against_null(sample, rows.week, draws, seed)
            found["bootstrap"] = resampled(sample, draws, seed)
            found["diagram"]["band"] = _band(
                consistency_band(sample, None, min(draws, BAND_DRAWS), np.random.default_rng(seed))
            )
    found["verdict"] = verdict(found)
    return found


def facets(lake: Lake, by: str, **asked: Any) -> dict[str, Any]:
    """One row per value of a dimension: counts and headline figures of each.

    by     a column (venue, category, liquidity, source), ends, or a range (volume, duration, age, spread) in fixed bins; must not
           be a filter as well
    asked  as in `answer`
    """
    cube, wanted = load(lake), question(lake, **asked)
    column = by if by == "ends" or by in BINS else dimension(by)
    free_of(wanted, by)
    rows = []
    for value, part in parts(wanted, by, cube):
        found = rows_of(part, cube)
        if len(found.asked):
            rows.append({column: value, "rows": len(found.asked)} | _headline_or_none(found, weighting_of(wanted)))
    return {"question": wanted.described() | {"by": column}, "rows": rows, "simulated": bool(lake.simulated)}


def _headline_or_none(rows: Rows, weighting: Weighting) -> dict[str, Any]:
    empty = {"n": 0, "n_events": 0, "reason": "no row can be scored", **dict.fromkeys(FIGURES)}
    return empty | (_headline(rows, weighting) or {}) if len(rows) else empty


def cells(lake: Lake, *, q: float = 0.1, **asked: Any) -> dict[str, Any]:
    """Category by horizon: slope and calibration in the large, raw and shrunk, and which cells differ.

    q      false discovery rate allowed among the cells that are called different
    asked  as in `answer`; a horizon that is given is left aside, a category leaves that row

    Cells share events, so Benjamini and Yekutieli's rule, which holds under any dependence, decides; Benjamini and Hochberg's
    stands beside it. MCB is never pooled: its size depends on how many rows there are.
    """
    cube = load(lake)
    base = question(lake, **{name: value for name, value in asked.items() if name != "horizon"})
    weighting_of(base)
    known_names(base, cube)
    horizons = [name for name in HORIZONS if (base.filters.anchor, name) in cube.slices()]
    categories = [name for name in cube.names["category"] if base.filters.category in (None, name)]
    grid = [
        [_cell(base.but(category=category, horizon=horizon), cube) for horizon in horizons] for category in categories
    ]
    rows = [cell for line in grid for cell in line if cell["n"]]
    judged = [cell for cell in rows if cell["p_value"] is not None and not cell["outcome_visible"]]
    if judged:
        p = [cell["p_value"] for cell in judged]
        by, bh = benjamini_yekutieli(p, q, test=TEST), benjamini_hochberg(p, q, test=TEST)
        for place, cell in enumerate(judged):
            cell["differs"], cell["differs_bh"] = bool(by.found[place]), bool(bh.found[place])
    pooled = {name: _shrunk(grid, name) for name in ("slope", "in_the_large")} if grid and horizons else {}
    return {
        "question": base.described() | {"horizon": None}, "q": q, "test": TEST, "rule": "Benjamini and Yekutieli",
        "cells": rows, "judged": len(judged), "pooled": pooled, "simulated": bool(lake.simulated),
    }  # fmt: skip


def _cell(asked: Question, cube: Cube) -> dict[str, Any]:
    rows = rows_of(asked, cube)
    named = {"category": asked.filters.category, "horizon": asked.filters.horizon, "n": len(rows)}
    empty = {"n_events": 0, "enough": False, "reason": "no row can be scored", "p_value": None, "outcome_visible": False,
             "differs": None, "differs_bh": None, "mcb": None, **dict.fromkeys(FIGURES)}  # fmt: skip
    if not len(rows):
        return named | empty
    found = figures(weighed(rows.p_yes, rows.resolved_yes, rows.event, weighting_of(asked)), rows.week)
    told = {name: found[name] for name in ("n_events", "effective_events", "n_weeks", "enough", "reason")}
    shown = empty | named | told | {"outcome_visible": shows_outcome(rows)}
    if not found["enough"]:
        return shown
    p_value = found["tests"]["joint"]["p_value"]
    return shown | {name: found["estimates"][name] for name in FIGURES} | {"mcb": found["corp"]["mcb"], "p_value": p_value}


def _shrunk(grid: list[list[dict[str, Any]]], name: str) -> dict[str, Any] | None:
    """Pull each cell towards its category, its horizon and the whole, by how little is known of it."""
    nothing = dict.fromkeys(("value", "low", "high"))
    shown = [[nothing if cell["outcome_visible"] else cell[name] or nothing for cell in line] for line in grid]
    value, low, high = (np.array([[cell[part] for cell in line] for line in shown], float) for part in ("value", "low", "high"))
    error = (high - low) / (2 * NORMAL)  # few weeks widen an interval by more than their error says
    known = np.isfinite(value) & np.isfinite(error)
    if known.sum() < 2:
        return None
    found = shrink(np.where(known, value, np.nan), np.where(known, error, np.nan))
    for of_category, values, errors in zip(grid, found.value, found.error, strict=True):
        for cell, shrunk, wide in zip(of_category, values, errors, strict=True):
            if np.isfinite(shrunk):
                cell[f"{name}_shrunk"] = {"value": float(shrunk), "error": float(wide)}
    tau2 = {key: None if np.isnan(part) else float(part) for key, part in found.tau2._asdict().items()}
    return {"mean": float(found.mean), "tau2": tau2}


def _discrimination(sample: Sample, rows: Rows) -> dict[str, Any] | None:
    """The rest of the triptych: area under the ROC with its interval, its concave hull, and the Murphy curve.

    None where prices separate the outcomes.
    """
    try:
        by_event = auc(sample)
    except InputError:  # prices that separate the outcomes
        return None
    one_week = by_event._replace(error=float("nan"), unit="week")
    by_week = auc(sample, rows.week, unit="week") if len(np.unique(rows.week)) > 1 else one_week
    area = in_units([by_event, by_week], bounds=(0.0, 1.0))
    hull = concave_roc(sample.pooled)
    curve = murphy_curve(sample.pooled, THRESHOLDS)
    return {
        "auc": area,
        "roc": {"false_positive": hull.false_positive.tolist(), "true_positive": hull.true_positive.tolist()},
        "murphy_curve": {"threshold": THRESHOLDS.tolist(), "loss": curve.tolist()},
    }


def _favourite_side(rows: Rows, weighting: Weighting) -> dict[str, Any]:
    """The same rows seen from the side that the price favours: which of two named outcomes comes first is arbitrary."""
    side = favourite_side(rows.p_yes, rows.resolved_yes)
    turned = Rows(side.p_yes, side.resolved_yes, rows.event, rows.week, rows.asked, rows.usable)
    return {"flipped": int(side.flipped.sum()), "ties": side.ties} | (_headline(turned, weighting) or {})


def _whole_events(rows: Rows, cube: Cube) -> dict[str, Any]:
    """Neg-risk events as one forecast each: multi-class Brier on prices that sum to 1, the overround beside it."""
    legs = np.asarray(cube.arrays["neg_risk"][rows.column("market")], bool) if len(rows) else np.zeros(0, bool)
    if len(rows):  # a filter or a missing price must not turn a part of an event into all of it
        listed = np.bincount(rows.asked.whole_slice("event"), minlength=int(rows.event.max()) + 1)
        legs &= (np.bincount(rows.event, legs) == listed[: int(rows.event.max()) + 1])[rows.event]
    if not legs.any():
        return {"events": 0, "whole": 0, "brier": None, "overround": None}
    found = multi_class_brier(rows.event[legs], rows.p_yes[legs], rows.resolved_yes[legs])
    whole = found.whole
    return {
        "events": len(whole), "whole": int(whole.sum()), "legs": int(found.outcomes[whole].sum()),
        "brier": float(found.score[whole].mean()) if whole.any() else None,
        "overround": float(found.overround[whole].mean()) if whole.any() else None,
    }  # fmt: skip


def _weightings(rows: Rows) -> dict[str, Any]:
    """The headline figures as each weighting tells them; the sign of a bias can depend on it."""
    found: dict[str, Any] = dict.fromkeys(OF_FILLS, NO_FILLS)
    weightings: tuple[Weighting, ...] = ("market", "event")
    for weighting in weightings:
        found[weighting] = _headline(rows, weighting) if len(rows) else None
    return found


def _headline(rows: Rows, weighting: Weighting) -> dict[str, Any] | None:
    sample = weighed(rows.p_yes, rows.resolved_yes, rows.event, weighting)
    found = estimates(sample, rows.week)
    return {name: found[name] for name in ("n", "n_events", "reason", *FIGURES) if name in found}


def _prices(asked: Question, cube: Cube) -> dict[str, Any]:
    """Quote, mean of the hour and trades side by side, on the rows that have both: noise of a quote fakes overconfidence."""
    found: dict[str, Any] = {}
    for kind in ("mean_1h", "trade_1h"):
        rows = rows_of(Question(asked.filters, weighting_of(asked), kind, asked.window), cube)
        if not len(rows):
            found[kind] = f"not available: no row has {PRICES[kind]}"
            continue
        own, quote = rows, Rows(rows.column("p_yes"), rows.resolved_yes, rows.event, rows.week, rows.asked, rows.usable)
        found[kind] = {"n": len(rows), kind: _headline(own, weighting_of(asked)), "quote": _headline(quote, weighting_of(asked))}
    return found


def _drawn(found: Diagram) -> dict[str, Any]:
    names = ("weight", "n", "events", "price", "share_yes", "effective_n", "low", "high")
    columns = [getattr(found, name).tolist() for name in names]
    bins = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    return {"bins": bins, "curve": {"price": found.curve_price.tolist(), "share_yes": found.curve.tolist()}, "band": None}


def _band(found: Band) -> dict[str, list[float]]:
    return {name: values.tolist() for name, values in found._asdict().items()}


