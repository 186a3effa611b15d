"""One question, with all that is drawn of it; and a second one beside it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ...errors import InputError
from ...lake import Lake
from ...measures.curve_influence import COMPARED, Curves, curves, differences
from ...measures.decomposition import corp
from ...measures.enough import WEEKS
from ...measures.estimates import Estimate
from ...measures.figures import figures, in_units
from ...measures.samples import Sample
from ...tables.cube import Cube, load
from ...tables.cube_facets import facets
from ...tables.cube_samples import sample_of
from ...tables.questions import Question, Rows, fates, known_names, outcome_shown, question, rows_of, weighting_of
from ...tables.shown import of_figure, shown
from ...tables.verdicts import inside_spread, quoted_of, verdict
from .drawn import BINS, by_price, discrimination, in_bin, losses, reliability

DRAWS, MOST_DRAWS = 999, 100_000
STRIP = ("brier", "skill", "mcb", "slope", "separation")
BIN_ROWS = 50
SAME = 0.05  # level of "beyond chance"
UNLIKE = "not compared: it grows as rows get fewer"


@dataclass(frozen=True)
class _Found:
    """What was found of one question; `sample` and `told` are None where no row can be scored."""

    asked: Question
    rows: Rows
    sample: Sample | None
    told: dict[str, Any] | None
    by_price: tuple[NDArray[np.int64], NDArray[np.float64]] | None
    visible: bool

    @property
    def enough(self) -> bool:
        return bool(self.told and self.told["enough"])


def read(
    lake: Lake, *, bin: int | None = None, compare: Mapping[str, Any] | None = None, draws: int = 0, seed: int = 0, **asked: Any
) -> dict[str, Any]:
    """Everything that is drawn of one question.

    bin      0 .. 9: the markets of that bin are listed, the first fifty in the order of market_id
    compare  a second question; differences are first minus second
    draws    0, or 999 and more: the band of the reliability curve by drawing outcomes again
    asked    filters, as in `tables.questions.question`
    """
    if draws and not DRAWS <= draws <= MOST_DRAWS:
        raise InputError("draws", draws, f"0, or {DRAWS} .. {MOST_DRAWS:,}")
    if bin is not None and not 0 <= bin < BINS:
        raise InputError("bin", bin, f"0 .. {BINS - 1}")
    cube = load(lake)
    wanted = question(lake, **asked)
    known_names(wanted, cube)
    with ThreadPoolExecutor(max_workers=1) as beside:  # compiled code, which leaves the other core to the figures
        counted = beside.submit(facets, wanted, cube)
        found = _found(wanted, cube)
        answer = _shown(found, draws, seed)
    answer |= {
        "counts": fates(found.rows.asked), "simulated": bool(lake.simulated), "facets": counted.result(),
        "bin": None if bin is None else _bin(lake, found, cube, bin), "compare": None,
    }  # fmt: skip
    if compare is not None:
        other = _second(lake, compare, cube)
        answer["compare"] = _beside(other, draws, seed) | _differences(found, other)
    return answer


def _found(asked: Question, cube: Cube) -> _Found:
    rows = rows_of(asked, cube)
    if not len(rows):
        return _Found(asked, rows, None, None, None, False)
    sample = sample_of(asked, rows, cube)
    counted = by_price(sample)
    return _Found(asked, rows, sample, figures(sample, rows.week), counted, outcome_shown(sample.pooled.price, counted[0]))


def _second(lake: Lake, asked: Mapping[str, Any], cube: Cube) -> _Found:
    try:
        return _found(question(lake, **asked), cube)
    except InputError as wrong:
        raise InputError(f"b.{wrong.name}", wrong.value, wrong.allowed) from None


def _shown(found: _Found, draws: int, seed: int) -> dict[str, Any]:
    sample = found.sample
    answer: dict[str, Any] = {
        "question": found.asked.described(), "outcome_visible": found.visible, "figures": found.told,
        "verdict": _verdict(found),
    }  # fmt: skip
    if sample is None or found.by_price is None:
        nothing = {key: shown(None, None, None, 0, 0, reason="no row can be scored") for key in STRIP}
        strip = [{"key": key, "estimate": estimate} for key, estimate in nothing.items()]
        return answer | {"strip": strip, "diagram": None, "discrimination": None, "scores": None}
    rows, weight = found.by_price
    strip = _strip(found)
    area = next(one["estimate"] for one in strip if one["key"] == "separation")
    drawn = reliability(sample, enough=found.enough, draws=draws, seed=seed)
    told_apart = discrimination(sample, rows, weight, enough=found.enough) | {"auc": area}
    return answer | {
        "strip": strip, "diagram": drawn, "discrimination": told_apart,
        "scores": losses(sample, rows, weight, enough=found.enough),
    }  # fmt: skip


def _beside(other: _Found, draws: int, seed: int) -> dict[str, Any]:
    names = ("question", "verdict", "strip", "diagram", "figures", "outcome_visible")
    answer = _shown(other, draws, seed)
    return {name: answer[name] for name in names}


def _verdict(found: _Found) -> dict[str, str]:
    """As of the cell; the spread is asked for only where it can change the word."""
    told: dict[str, Any] = {"figures": found.told, "outcome_visible": found.visible, "spread": None}
    if found.told and found.enough and found.sample is not None:
        p_value = found.told["tests"]["joint"]["p_value"]
        quoted = quoted_of(found.rows) if p_value is not None and p_value < SAME else None
        if quoted is not None:
            same = found.asked.price == "quote" and len(quoted) == len(found.rows)
            told["spread"] = inside_spread(quoted, weighting_of(found.asked), found.sample if same else None)
    return verdict(told)


# ---------------------------------------------------------------- the five head figures


def _strip(found: _Found) -> list[dict[str, Any]]:
    assert found.told is not None
    told, n, n_events = found.told, found.told["n"], found.told["n_events"]
    if not found.enough:
        few = shown(None, None, None, n, n_events, reason=told["reason"])
        return [{"key": key, "estimate": few} for key in STRIP]
    by_event, by_week = _curves(found)
    estimates = {name: of_figure(told["estimates"][name], n, n_events) for name in ("brier", "skill", "slope")}
    estimates["separation"] = _in_units(by_event.auc, by_week.auc, n, n_events, (0.0, 1.0))
    estimates["mcb"] = _mcb(by_event, by_week, told)
    return [{"key": key, "estimate": estimates[key]} for key in STRIP]


def _curves(found: _Found) -> tuple[Curves, Curves]:
    assert found.sample is not None
    assert found.told is not None
    parts = corp(found.sample.pooled)
    by_event = curves(found.sample, parts=parts)
    if found.told["n_weeks"] < 2:
        area = by_event.auc and by_event.auc._replace(error=float("nan"), unit="week")
        return by_event, by_event._replace(auc=area, mcb=by_event.mcb._replace(error=float("nan"), unit="week"))
    return by_event, curves(found.sample, found.rows.week, unit="week", parts=parts)


def _mcb(by_event: Curves, by_week: Curves, told: dict[str, Any]) -> dict[str, Any]:
    """MCB of calibrated prices is above 0 too: as long as calibration is not refused, its interval goes down to 0."""
    found = _in_units(by_event.mcb, by_week.mcb, told["n"], told["n_events"], (0.0, 1.0))
    p_value = told["tests"]["joint"]["p_value"]
    if found["low"] is not None:
        refused = p_value is not None and p_value < SAME
        found["low"] = max(found["low"] - by_event.optimism, 0.0) if refused else 0.0
    return found


def _in_units(
    one: Estimate | None, two: Estimate | None, n: int, n_events: int, bounds: tuple[float, float] = (-np.inf, np.inf)
) -> dict[str, Any]:
    told = None if one is None or two is None else in_units([one, two], bounds=bounds)
    return of_figure(told, n, n_events, "" if told else "not defined for these rows")


# ---------------------------------------------------------------- a second question


def _differences(found: _Found, other: _Found) -> dict[str, Any]:
    """First minus second of each head figure, rows of one event on both sides taken together."""
    n, n_events = (sum(side.told[name] if side.told else 0 for side in (found, other)) for name in ("n", "n_events"))
    few = next((_too_few(side) for side in (found, other) if not side.enough), "")
    if few or found.sample is None or other.sample is None:
        unknown = shown(None, None, None, n, n_events, reason=few)
        rows = [{"key": key, "estimate": unknown, "beyond_chance": False} for key in STRIP]
        return {"differences": rows, "difference": few}
    gaps = {unit: _gaps(found, other, unit) for unit in ("event", "week")}
    rows = []
    for key in STRIP:
        if key not in COMPARED:
            estimate = shown(None, None, None, n, n_events, reason=UNLIKE)
        else:
            estimate = _in_units(gaps["event"][key], gaps["week"][key], n, n_events)
        low, high = estimate["low"], estimate["high"]
        rows.append({"key": key, "estimate": estimate, "beyond_chance": low is not None and not low <= 0 <= high})
    seen = [row["key"] for row in rows if row["beyond_chance"]]
    words = f"beyond chance: {', '.join(map(str, seen))}" if seen else "no difference beyond chance"
    return {"differences": rows, "difference": words}


def _too_few(side: _Found) -> str:
    return str(side.told["reason"]) if side.told else "no row can be scored"


def _gaps(found: _Found, other: _Found, unit: str) -> dict[str, Estimate | None]:
    assert found.sample is not None
    assert other.sample is not None
    clusters = [np.asarray(getattr(side.rows, unit), np.int64) for side in (found, other)]
    gaps = differences(found.sample, other.sample, clusters[0], clusters[1], unit)
    if unit == "week" and len(np.unique(np.concatenate(clusters))) < WEEKS:  # too few to tell what a week shares
        return {name: gap and gap._replace(error=float("nan")) for name, gap in gaps.items()}
    return gaps


# ---------------------------------------------------------------- the markets of a bin


def _bin(lake: Lake, found: _Found, cube: Cube, index: int) -> dict[str, Any]:
    rows = found.rows
    places = np.flatnonzero(in_bin(rows.p_yes, index))
    market = rows.column("market")[places]
    first = places[np.argsort(market, kind="stable")[:BIN_ROWS]]
    codes, questions = rows.column("market")[first], _questions(lake, str(lake.layout.root), cube)
    names = {name: cube.names[name] for name in ("category", "liquidity_bucket")}
    coded = {name: rows.column(name)[first] for name in names}
    listed = [
        {"market_id": market_id, "question": questions[int(code)].as_py()}
        | {name: values[int(coded[name][at])] for name, values in names.items()}
        | {"p_yes": float(rows.p_yes[place]), "resolved_yes": int(rows.resolved_yes[place]),
           "brier": float((rows.p_yes[place] - rows.resolved_yes[place]) ** 2)}
        for at, (place, code, market_id) in enumerate(zip(first, codes, cube.market_ids(codes), strict=True))
    ]  # fmt: skip
    ends = {"index": index, "low": index / BINS, "high": (index + 1) / BINS}
    return ends | {"markets": len(places), "events": len(np.unique(rows.event[places])), "rows": listed}


@lru_cache(maxsize=2)
def _questions(lake: Lake, _root: str, cube: Cube) -> pa.ChunkedArray:
    """What each market of the cube asks, in the order of its codes."""
    with lake.reading() as connection:
        found = connection.sql("select market_id, question from market_registry").to_arrow_table()
    known = pa.array([name.decode() for name in cube.arrays["market_id"].tolist()], pa.string())
    return found["question"].take(pc.index_in(known, found["market_id"].combine_chunks()))
