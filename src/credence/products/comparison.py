"""Comparison: are two groups calibrated differently, is it real, and what could have been seen at all?

read      two values of a dimension (LOW, HIGH) -> slopes and shifts of both, their difference with the wider of two intervals,
          whether it survives, the smallest difference that could have been seen, the events needed to see a given one
markdown  the same as one page
rule      only slope and calibration in the large are compared: a Brier score falls with the base rate. "Real" is a difference
          that the wider interval shows, that remains within categories, and that the mean of the hour shows too, where known
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..errors import InputError
from ..lake import Lake
from ..measures.comparison import Difference, shift_difference, slope_difference
from ..measures.enough import WEEKS, enough
from ..measures.estimates import Estimate, wider
from ..measures.figures import figures, in_units, weighed
from ..measures.power import events_needed, smallest_detectable
from ..records.paging import Page
from ..tables.cube import Cube, load
from ..tables.questions import Question, Rows, dimension, question, rows_of, shows_outcome, weighting_of

LEVEL = 0.05
DETECT = 0.1  # of the slope: the difference that the page says the events needed for
LEGEND = (
    "Slope 1 and 0 in the large are calibrated; a slope below 1 means prices too extreme. Intervals are the wider of two:",
    "by event, and by the week in which events resolved. Brier scores are not compared: they fall with the base rate.",
)
ASKED = ("anchor", "horizon", "venue", "category", "price_source", "tag", "text", "ends", "weighting", "price")
Compare = Callable[..., Difference]
COMPARED: dict[str, Compare] = {"slope": slope_difference, "in_the_large": shift_difference}


def read(lake: Lake, by: str, values: Sequence[str], *, detect: float = DETECT, **asked: Any) -> dict[str, Any]:
    """Compare two values of a dimension.

    by      venue, category or liquidity
    values  the two, such as ("LOW", "HIGH"): differences are first minus second
    detect  a difference of slopes: how many events would be needed to see it
    asked   filters, as in `tables.questions.question`
    """
    column = dimension(by)
    if len(values) != 2 or values[0] == values[1]:
        raise InputError("compare", ",".join(values), "two different values, such as LOW,HIGH")
    pair = (values[0], values[1])
    if not detect > 0:
        raise InputError("detect", detect, "more than 0")
    if asked.get(column) is not None:
        raise InputError(column, asked[column], f"not given: it is what is compared (--by {by})")
    wanted, cube = question(lake, **asked), load(lake)
    _known(cube, column, pair)
    sides = [rows_of(wanted.but(**{column: value}), cube) for value in values]
    every = rows_of(wanted, cube)
    bucket = every.asked.column("liquidity_bucket") != cube.code("liquidity_bucket", "UNKNOWN")
    found: dict[str, Any] = {
        "question": wanted.described() | {"by": column, "compare": list(values)},
        "simulated": bool(lake.simulated),
        "rows": len(every.asked),
        "scored": len(every),
        "with_bucket": int(bucket[every.usable].sum()),
        "sides": [_side(rows, value, wanted) for rows, value in zip(sides, values, strict=True)],
    }
    if not all(side["enough"] for side in found["sides"]):
        few = [f"{side['value']}: {side['reason'].removeprefix('too few: ')}" for side in found["sides"] if not side["enough"]]
        return found | {"differences": None, "survives": None, "verdict": {"word": "too few", "sentence": "; ".join(few)}}
    samples = [_sample(rows, wanted) for rows in sides]
    try:
        differences = {name: _difference(compare, samples, sides, detect if name == "slope" else None)
                       for name, compare in COMPARED.items()}  # fmt: skip
    except InputError as error:
        return found | {"differences": None, "survives": None, "verdict": {"word": "no verdict", "sentence": str(error)}}
    survives = _survives(wanted, cube, column, pair, differences["slope"])
    visible = [value for rows, value in zip(sides, pair, strict=True) if shows_outcome(rows)]
    if visible:
        verdict = {"word": "outcome visible", "sentence": f"prices of {' and '.join(visible)} show the outcome: not judged"}
    else:
        verdict = _verdict(pair, differences, survives)
    return found | {"differences": differences, "survives": survives, "verdict": verdict}


def _side(rows: Rows, value: str, asked: Question) -> dict[str, Any]:
    if not len(rows):
        return {"value": value, "n": 0, "n_events": 0, "enough": False, "reason": "no row can be scored", "figures": None}
    sample = _sample(rows, asked)
    ready = enough(sample)
    told = {"value": value, "n": len(rows), "n_events": sample.events, "enough": ready.ok, "reason": ready.reason}
    return told | {"figures": figures(sample, rows.week)}


def _difference(compare: Compare, samples: list[Any], sides: list[Rows], detect: float | None) -> dict[str, Any]:
    """One figure's difference by event and by week, the smallest that could have been seen, the events a given one needs."""
    gaps = []
    for unit in ("event", "week"):
        clusters = [getattr(rows, unit) for rows in sides]
        try:
            if unit == "week" and len(np.unique(np.concatenate(clusters))) < WEEKS:
                raise InputError("week", "too few", f"{WEEKS} or more")
            gaps.append(compare(*samples, *clusters, unit).gap)
        except InputError:
            if unit == "event":
                raise
            gaps.append(Estimate(gaps[0].value, np.nan, np.nan, unit))  # one week tells no error: the widest there is
    widest = wider(gaps[0], gaps[1])
    told = in_units(gaps) | {"p_value": None, "smallest_detectable": None}
    if np.isfinite(widest.error):
        told["p_value"] = widest.p_value(0.0)
        told["smallest_detectable"] = smallest_detectable(widest.error, widest.df)
        if detect is not None:
            events = sum(sample.events for sample in samples)
            told |= {"detect": detect, "events_now": events, "events_needed": _needed(detect, widest.error, events)}
    return told


def _needed(detect: float, error: float, events: int) -> int | None:
    try:
        return events_needed(detect, error, events)
    except InputError:  # more than a billion
        return None


def _survives(
    asked: Question, cube: Cube, column: str, values: tuple[str, str], whole: dict[str, Any]
) -> dict[str, Any]:
    """Does the difference of slopes remain within categories, and at the mean price of the hour?"""
    found: dict[str, Any] = {"wider_interval": None if whole["p_value"] is None else whole["p_value"] < LEVEL}
    found["within_categories"] = _within(asked, cube, column, values, whole) if column != "category" else None
    mean = Question(asked.filters, asked.weighting, "mean_1h", asked.window)
    found["at_the_mean_of_the_hour"] = _again(mean, cube, column, values)
    return found


def _within(
    asked: Question, cube: Cube, column: str, values: tuple[str, str], whole: dict[str, Any]
) -> dict[str, Any]:
    """The differences inside each category, put together by how sure each is: a mix of categories cannot fake it."""
    if asked.filters.category is not None:
        return {"value": None, "reason": "one category was asked for"}
    parts = [(name, _again(asked.but(category=name), cube, column, values)) for name in cube.names["category"]]
    known = [(name, part) for name, part in parts if part["value"] is not None]
    if not known:
        return {"value": None, "reason": "no category has enough of both"}
    error = np.array([(part["high"] - part["low"]) / 3.92 for _, part in known])
    weight = error**-2 / np.sum(error**-2)  # categories share weeks: the whole's interval bounds theirs from below
    value = float(weight @ [part["value"] for _, part in known])
    half = 1.96 * float(np.sum(error**-2) ** -0.5)
    if whole["low"] is not None:
        half = max(half, (whole["high"] - whole["low"]) / 2)
    return {
        "value": value, "low": value - half, "high": value + half, "categories": [name for name, _ in known], "reason": "",
        "remains": abs(value) > half,
    }  # fmt: skip


def _again(asked: Question, cube: Cube, column: str, values: tuple[str, str]) -> dict[str, Any]:
    sides = [rows_of(asked.but(**{column: value}), cube) for value in values]
    if not all(len(rows) for rows in sides):
        return {"value": None, "reason": "no row can be scored on one side"}
    samples = [_sample(rows, asked) for rows in sides]
    if not all(enough(sample).ok for sample in samples):
        return {"value": None, "reason": "too few"}
    try:
        gap = _difference(slope_difference, samples, sides, None)
    except InputError as error:
        return {"value": None, "reason": str(error)}
    if gap["low"] is None:
        return {"value": None, "reason": "too few weeks"}
    return {"value": gap["value"], "low": gap["low"], "high": gap["high"], "reason": "", "remains": gap["p_value"] < LEVEL}


def _verdict(values: tuple[str, str], differences: dict[str, Any], survives: dict[str, Any]) -> dict[str, str]:
    slope = differences["slope"]
    if slope["p_value"] is None:
        few = f"all rows lie in fewer than {WEEKS} weeks: shared shocks cannot be told apart"
        return {"word": "too few weeks", "sentence": few}
    gap = f"slopes differ by {slope['value']:+.3f} [{slope['low']:+.3f}, {slope['high']:+.3f}] (by {slope['unit']})"
    if slope["p_value"] >= LEVEL:
        seen = f"the smallest difference that could have been seen is {slope['smallest_detectable']:.3f}"
        return {"word": "no difference seen", "sentence": f"{values[0]} and {values[1]} are not told apart: {gap}; {seen}"}
    unshown = [name for name in ("within_categories", "at_the_mean_of_the_hour")
               if survives[name] and survives[name].get("remains") is False]  # fmt: skip
    lost = [name.replace("_", " ") for name in unshown if abs(survives[name]["value"]) < abs(slope["value"]) / 2]
    if lost:
        return {"word": "does not survive", "sentence": f"{gap}, but less than half of it {' and '.join(lost)}"}
    less = f" (not shown {' or '.join(name.replace('_', ' ') for name in unshown)}: too little power)" if unshown else ""
    return {"word": "differs", "sentence": f"{values[0]} and {values[1]} are calibrated differently: {gap}{less}"}


def _known(cube: Cube, column: str, values: tuple[str, str]) -> None:
    allowed = ("LOW", "MID", "HIGH", "UNKNOWN") if column == "liquidity_bucket" else tuple(cube.names[column])
    for value in values:
        if value not in allowed:
            raise InputError("compare", value, " or ".join(allowed))


def _sample(rows: Rows, asked: Question) -> Any:
    return weighed(rows.p_yes, rows.resolved_yes, rows.event, weighting_of(asked))


def page(found: dict[str, Any]) -> Page:
    """The differences as rows, for formats that hold nothing else."""
    rows = [{"figure": name} | {key: part[key] for key in ("value", "low", "high", "unit", "p_value", "smallest_detectable")}
            for name, part in (found["differences"] or {}).items()]  # fmt: skip
    return Page(rows, None, len(rows), {"verdict": found["verdict"]})


def markdown(found: dict[str, Any]) -> str:
    """One page for a reader: the answer first, then what it rests on."""
    one, two = found["question"]["compare"]
    title = f"# {one} against {two}" + (" (simulated)" if found["simulated"] else "")
    lines = [title, "", f"**{found['verdict']['word']}.** {found['verdict']['sentence']}.", ""]
    lines += [_words(found["question"]), ""]
    if found["question"]["by"] == "liquidity_bucket":
        share = f"{found['with_bucket']:,} of {found['scored']:,} scored rows"
        lines += [f"{share} have a liquidity bucket that was known at the moment; the others are in neither group.", ""]
    lines += ["| | rows | events | slope | in the large | Brier (not comparable) |", "|---|---:|---:|---|---|---|"]
    lines += [_side_line(side) for side in found["sides"]]
    if found["differences"]:
        lines += ["", "| difference | value | 95 % interval | decided by | p | smallest that could be seen |"]
        lines += ["|---|---:|---|---|---:|---:|"]
        lines += [_difference_line(name, part) for name, part in found["differences"].items()]
        lines += ["", *_survival_lines(found["survives"])]
        slope = found["differences"]["slope"]
        if slope.get("events_needed"):
            lines += ["", f"To see a difference of slopes of {slope['detect']:g} in four of five cases takes about "
                          f"{slope['events_needed']:,} events; here are {slope['events_now']:,}."]  # fmt: skip
    return "\n".join([*lines, "", *LEGEND]) + "\n"


def _words(asked: dict[str, Any]) -> str:
    parts = [f"{name} {asked[name]}" for name in ASKED if asked[name] is not None]
    if asked.get("window"):
        parts.append(f"window {asked['window']} by {asked['window_by'].replace('_', ' ')}, "
                     f"{asked['since']:%Y-%m-%d} to {asked['until']:%Y-%m-%d}")  # fmt: skip
    return "Asked: " + ", ".join(parts) + "."


def _side_line(side: dict[str, Any]) -> str:
    if not side["enough"]:
        return f"| {side['value']} | {side['n']:,} | {side['n_events']:,} | {side['reason']} | | |"
    estimates = side["figures"]["estimates"]
    shown = [_interval(estimates[name]) for name in ("slope", "in_the_large", "brier")]
    return f"| {side['value']} | {side['n']:,} | {side['n_events']:,} | " + " | ".join(shown) + " |"


def _difference_line(name: str, part: dict[str, Any]) -> str:
    seen = "" if part["smallest_detectable"] is None else f"{part['smallest_detectable']:.3f}"
    p_value = "" if part["p_value"] is None else f"{part['p_value']:.3g}"
    low, high = ("?" if end is None else f"{end:+.3f}" for end in (part["low"], part["high"]))
    return f"| {name.replace('_', ' ')} | {part['value']:+.3f} | {low} to {high} | {part['unit']} | {p_value} | {seen} |"


def _survival_lines(survives: dict[str, Any]) -> list[str]:
    lines = []
    for name in ("within_categories", "at_the_mean_of_the_hour"):
        part = survives[name]
        if part is None:
            continue
        words = part["reason"]
        if part["value"] is not None:
            words = f"{part['value']:+.3f} [{part['low']:+.3f}, {part['high']:+.3f}]"
            words += "" if part["remains"] else ", not told apart from 0"
        lines.append(f"- {name.replace('_', ' ')}: {words}")
    return lines


def _interval(part: dict[str, Any]) -> str:
    if part["value"] is None:
        return "not defined"
    return f"{part['value']:.3f}" + ("" if part["low"] is None else f" [{part['low']:.3f}, {part['high']:.3f}]")
