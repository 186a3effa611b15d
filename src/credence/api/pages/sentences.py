"""The present answer of each page in one sentence, or two: numbers with their intervals, or the words "too few".

Every function takes the main answer ({"data", "meta", ...}), what was asked and the reader, and returns parts. Whole sentences
stand in config/words; nothing is glued from pieces, and nothing is computed but counts of what is shown.
"""

from collections.abc import Callable
from typing import Any

from ...measures.enough import EVENTS
from . import figures
from .negotiation import Reader, address
from .plan import Asked
from .tables import estimate_in
from .words import Part, Parts, joined, parts, word

Answer = dict[str, Any]
Sentence = Callable[[Answer, Asked, Reader], Parts]

VERDICTS = ("differs", "no difference seen", "inside the spread", "outcome visible", "too few weeks")  # others the figures say
_STATED_MISS = 0.1  # on each side, of a band of q10 to q90
_CHANCE = 0.05
RUN_STATUSES = ("running", "done", "failed", "paused")


def of_page(page: str, answer: Answer, asked: Asked, reader: Reader) -> Parts:
    """The sentence of a page; `page` is a name of the plan."""
    return SENTENCES[page](answer, asked, reader)


def of_failure(failure: dict[str, Any], asked: Asked, lang: str) -> Parts:
    """What went wrong; where there is nothing at the path, the list that it belongs to, and a search for its last piece."""
    said = Part(failure["message"].rstrip("."))
    if failure["kind"] != "not_found" or asked.value(failure.get("field", "")):
        return parts(lang, "sentence.failure", message=said)
    place = next((place for place in _LISTS if asked.path.startswith(f"{place}/")), None)
    text = asked.path.removeprefix(place or "").strip("/").split("/")[0 if place else -1]
    found = Part(text, href=address("/search", [("q", text)]))
    if place is None:
        return parts(lang, "sentence.failure.nowhere", message=said, text=found)
    every = Part(word(lang, _LISTS[place]), href=place)
    if place in _SEARCHED and text:
        return parts(lang, "sentence.failure.searched", message=said, list=every, text=found)
    return parts(lang, "sentence.failure.listed", message=said, list=every)


_LISTS = {"/markets": "failure.markets", "/events": "failure.events", "/ops/runs": "failure.runs", "/docs": "failure.docs"}
_SEARCHED = frozenset({"/markets", "/events"})  # what the search knows


# ---------------------------------------------------------------- what can be believed


def _overview(answer: Answer, _: Asked, reader: Reader) -> Parts:
    facts = answer["data"]
    places = {"open": _count(facts["open_markets"], reader), "outside": _count(facts["outside_range"], reader)}
    share = figures.interval(facts["believable_share"] or {}, reader.lang)
    if share == figures.too_few(reader.lang):
        return parts(reader.lang, "sentence.overview.few", **places)
    return parts(reader.lang, "sentence.overview", share=share, **places)


def _scoreboard(answer: Answer, _: Asked, reader: Reader) -> Parts:
    rows = answer["data"]
    if not rows:
        return parts(reader.lang, "sentence.group.none")
    chosen = max(rows, key=_headline)
    estimates = {
        name: {"value": chosen[name], "low": chosen[f"{name}_low"], "high": chosen[f"{name}_high"]} for name in ("brier", "slope")
    }
    return _group(chosen, chosen["n"], chosen["n_events"], estimates, reader)


def _headline(row: dict[str, Any]) -> tuple[bool, bool, bool, bool, int]:
    """Everything, a day before the scheduled end, every event once; else the group with the most events."""
    everything = all(row[name] == "all" for name in ("venue", "category", "liquidity_bucket"))
    return (
        everything, row["horizon"] == "24h", row["anchor"] == "scheduled", row["weighting"] == "event", row["n_events"]
    )  # fmt: skip


def _cell(answer: Answer, _: Asked, reader: Reader) -> Parts:
    data = answer["data"]
    found = data["figures"]
    if not found:
        return parts(reader.lang, "sentence.group.none")
    return _group(data["question"], found["n"], found["n_events"], found.get("estimates") or {}, reader)


def _explorer(answer: Answer, asked: Asked, reader: Reader) -> Parts:
    verdict = str((answer["data"].get("verdict") or {}).get("word", ""))
    said = _cell(answer, asked, reader)
    key = f"sentence.verdict.{verdict.replace(' ', '_')}"
    return joined(said, parts(reader.lang, key)) if verdict in VERDICTS else said


def _group(asked: dict[str, Any], n: int, n_events: int, estimates: dict[str, Any], reader: Reader) -> Parts:
    """Brier and slope of one group of prices."""
    lang = reader.lang
    names = ("venue", "category", "liquidity_bucket", "tag", "text", "window")
    given = {name: asked[name] for name in names if asked.get(name) and asked[name] != "all"}
    which = ", ".join(_filter(name, value, lang) for name, value in given.items())
    when = {"horizon": figures.horizon(asked["horizon"] or "", lang), "anchor": word(lang, f"anchor.{asked['anchor']}")}
    said = word(lang, "group.some", which=which, **when) if which else word(lang, "group.all", **when)
    places: dict[str, str | Part] = {"group": Part(said), "sample": figures.sample({"markets": n, "events": n_events}, lang)}
    brier = figures.score(estimates.get("brier") or {}, lang)
    if brier == figures.too_few(lang):
        return parts(lang, "sentence.group.few", **places)
    return joined(parts(lang, "sentence.group", brier=brier, **places), _slope(estimates.get("slope") or {}, lang))


def _filter(name: str, value: str, lang: str) -> str:
    """A filter's value in words."""
    if name == "liquidity_bucket":
        return word(lang, f"liquidity.{value}")
    return word(lang, "window.days", n=value.removesuffix("d")) if name == "window" else value


def _slope(of: dict[str, Any], lang: str) -> Parts:
    said = figures.slope(of, lang)
    if said == figures.too_few(lang):
        return parts(lang, "sentence.slope.few")
    key = "above" if of["low"] > 1 else "below" if of["high"] < 1 else "fair"
    return parts(lang, f"sentence.slope.{key}", slope=said)


def _trust(answer: Answer, _: Asked, reader: Reader) -> Parts:
    headline = [row for row in answer["data"] if row["is_default"] and row["horizon"] == "all"]
    scheduled = [row for row in headline if row["anchor"] == "scheduled"]
    rows = {row["quintile"]: row for row in scheduled or headline}
    ends = [_slope_of(rows.get(fifth, {}), reader.lang) for fifth in (1, 5)]
    if figures.too_few(reader.lang) in ends:
        return parts(reader.lang, "sentence.trust.none")
    said = parts(reader.lang, "sentence.trust", lowest=ends[0], highest=ends[1])
    p_value = rows.get(0, {}).get("p_value_slope")
    if p_value is None:
        return said
    key = "sentence.trust.tells" if p_value < _CHANCE else "sentence.trust.not"
    return joined(said, parts(reader.lang, key, p=figures.fixed(p_value, 3)))


def _slope_of(row: dict[str, Any], lang: str) -> str:
    return figures.slope({"value": row.get("slope"), "low": row.get("slope_low"), "high": row.get("slope_high")}, lang)


def _bands(answer: Answer, _: Asked, reader: Reader) -> Parts:
    whole = [row for row in answer["data"] if row["segment_by"] == "all" and row["n"]]
    corrected = [row for row in whole if row["band_calibration"] == "conformal"] or whole
    if not corrected:
        return parts(reader.lang, "sentence.bands.none")
    row = max(corrected, key=lambda one: one["n"])
    if row["n_events"] < EVENTS:
        return parts(reader.lang, "sentence.bands.few", n=_count(row["n"], reader), events=_count(row["n_events"], reader))
    below, above = (figures.interval(estimate_in(name, row) or {}, reader.lang) for name in ("miss_below", "miss_above"))
    stated = figures.share(_STATED_MISS, reader.lang)
    return parts(reader.lang, "sentence.bands", n=_count(row["n"], reader), below=below, above=above, stated=Part(stated))


def _recalibration(answer: Answer, _: Asked, reader: Reader) -> Parts:
    verdicts = [row["verdict"] for row in answer["data"]]
    helps, few = verdicts.count("helps"), verdicts.count("too few")
    counted = {"n": len(verdicts), "helps": helps, "not_": len(verdicts) - helps - few, "few": few}
    return _counts("sentence.recalibration", counted, reader)


# ---------------------------------------------------------------- the other views of the cube


def _monitor(answer: Answer, _: Asked, reader: Reader) -> Parts:
    data = answer["data"]
    off = sum(row["off_since"] is not None for row in data["rows"])
    alpha = Part(figures.fixed(data["alpha"], 2))
    return parts(reader.lang, "sentence.monitor", n=_count(len(data["rows"]), reader), off=_count(off, reader), alpha=alpha)


def _attrition(answer: Answer, _: Asked, reader: Reader) -> Parts:
    steps = {step["step"]: step["markets"] for step in answer["data"]["steps"]}
    return _counts("sentence.attrition", {"listed": steps.get("listed"), "scored": steps.get("scored")}, reader)


def _panel(answer: Answer, _: Asked, reader: Reader) -> Parts:
    data = answer["data"]
    sample = figures.sample({"markets": data["members"], "events": data["events"]}, reader.lang)
    return parts(reader.lang, "sentence.panel", n=_count(len(data["horizons"]), reader), sample=sample)


def _cells(answer: Answer, _: Asked, reader: Reader) -> Parts:
    cells = answer["data"]["cells"]
    judged = [cell for cell in cells if cell["enough"]]
    counted = {"judged": len(judged), "differ": sum(bool(cell["differs"]) for cell in judged), "few": len(cells) - len(judged)}
    return _counts("sentence.cells", counted, reader)


def _compare(answer: Answer, _: Asked, reader: Reader) -> Parts:
    one, other = answer["data"]["sides"][:2]
    return parts(
        reader.lang, "sentence.compare", a=str(one["value"]), b=str(other["value"]),
        first=_count(one["n_events"], reader), second=_count(other["n_events"], reader),
    )  # fmt: skip


def _facets(answer: Answer, asked: Asked, reader: Reader) -> Parts:
    rows = answer["data"]["rows"]
    few = sum(bool(row["reason"]) for row in rows)
    by = Part(asked.value("by") or "category")
    return parts(reader.lang, "sentence.facets", by=by, n=_count(len(rows), reader), few=_count(few, reader))


def _changes(_: Answer, asked: Asked, reader: Reader) -> Parts:
    before, after = asked.value("before"), asked.value("after") or word(reader.lang, "run.newest")
    return parts(reader.lang, "sentence.changes", before=before, after=after)


# ---------------------------------------------------------------- markets and events


def _markets(answer: Answer, _: Asked, reader: Reader) -> Parts:
    rows = answer["data"]
    total = _count(answer["total"], reader)
    known = [row["outside_range"] for row in rows if row.get("outside_range") is not None]
    if not known:
        return parts(reader.lang, "sentence.markets.plain", total=total)
    return parts(reader.lang, "sentence.markets", total=total, outside=_count(sum(known), reader))


def _market(answer: Answer, _: Asked, reader: Reader) -> Parts:
    data = answer["data"]
    readings = data.get("readings") or {}
    outcome = _outcome(data.get("outcome") or {}, reader)
    price = readings.get("price") or {}
    if price.get("value") is None:
        said = parts(reader.lang, "sentence.market.no_price")
    else:
        at = Part(figures.time(price["at"], reader.lang, reader.zone))
        key = "sentence.market.last" if outcome else "sentence.market.price"
        finely = not outcome and _reads_alike(readings.get("normal") or {}, reader)
        said = parts(reader.lang, key, price=_probability(price["value"], reader, finely=finely), time=at)
    if outcome:
        return joined(outcome, said)
    return joined(said, _normal(readings, reader), _recalibrated(readings, reader), _trust_of(data, reader))


def _outcome(outcome: dict[str, Any], reader: Reader) -> Parts:
    """How the market ended; nothing while it is open."""
    word_of = {"RESOLVED_TRUE": "yes", "RESOLVED_FALSE": "no", "VOID": "void"}.get(str(outcome.get("status")))
    return parts(reader.lang, f"sentence.market.{word_of}") if word_of else []


def _normal(readings: dict[str, Any], reader: Reader) -> Parts:
    normal = readings.get("normal") or {}
    if normal.get("q10") is None or normal.get("q90") is None:
        return parts(reader.lang, "sentence.market.no_normal")
    finely = _reads_alike(normal, reader)
    low, high = (_probability(normal[end], reader, finely=finely) for end in ("q10", "q90"))
    due = Part(figures.time(normal["due_at"], reader.lang, reader.zone))
    said = parts(reader.lang, "sentence.market.normal", range=word(reader.lang, "range", low=low, high=high), due=due)
    if normal.get("outside"):
        said = joined(said, parts(reader.lang, f"sentence.market.outside.{normal['side']}"))
    return said


def _reads_alike(normal: dict[str, Any], reader: Reader) -> bool:
    """Whether both ends of the normal range read the same in whole percents, so that a price outside would seem inside."""
    ends = [normal.get(end) for end in ("q10", "q90")]
    return None not in ends and len({figures.probability(end, reader.lang) for end in ends}) == 1


def _probability(value: float, reader: Reader, *, finely: bool) -> str:
    return f"{figures.fixed(100 * value, 1)}{figures.THIN}%" if finely else figures.probability(value, reader.lang)


def _recalibrated(readings: dict[str, Any], reader: Reader) -> Parts:
    found = readings.get("recalibrated")
    if not found:
        return parts(reader.lang, "sentence.market.recalibration.unknown")
    estimate = figures.interval(found, reader.lang)
    if found.get("verdict") != "helps" or estimate == figures.too_few(reader.lang):
        known = "not" if found.get("verdict") == "does not help here" else "few"
        return parts(reader.lang, f"sentence.market.recalibration.{known}")
    return parts(reader.lang, "sentence.market.recalibrated", estimate=estimate, n=_count(found.get("trained_on"), reader))


def _trust_of(data: dict[str, Any], reader: Reader) -> Parts:
    found = data.get("trust") or {}
    total, known = found.get("total"), found.get("weight_present")
    if total is None:
        return parts(reader.lang, "sentence.market.no_trust")
    if known is not None and known < 1:
        said = figures.share(known, reader.lang)
        return parts(reader.lang, "sentence.market.trust.part", trust=figures.fixed(total, 0), share=Part(said))
    return parts(reader.lang, "sentence.market.trust", trust=figures.fixed(total, 0))


def _events(answer: Answer, _: Asked, reader: Reader) -> Parts:
    gaps = [abs(row["gap"]) for row in answer["data"] if row.get("gap") is not None]
    n = _count(answer["total"], reader)
    if not gaps:
        return parts(reader.lang, "sentence.events.plain", n=n)
    return parts(reader.lang, "sentence.events", n=n, gap=figures.points(max(gaps), reader.lang))


def _event(answer: Answer, _: Asked, reader: Reader) -> Parts:
    data = answer["data"]
    n, total = _count(len(data["markets"]), reader), data["coherence"]["sum"]
    if total is None:
        return parts(reader.lang, "sentence.event.plain", n=n)
    return parts(reader.lang, "sentence.event", n=n, sum=f"{figures.fixed(100 * total, 1)}{figures.THIN}%")


def _search(answer: Answer, asked: Asked, reader: Reader) -> Parts:
    if not asked.value("q").strip():
        return parts(reader.lang, "sentence.search.nothing")
    return parts(reader.lang, "sentence.search", n=_count(answer["total"], reader), q=Part(asked.value("q")))


# ---------------------------------------------------------------- what was done, and the manual


def _forecast(answer: Answer, _: Asked, reader: Reader) -> Parts:
    data = answer["data"]
    return parts(
        reader.lang, "sentence.forecast", n=_count(len(data["licensed_methods"]), reader), default=str(data["default"]),
        baseline=str(data["baseline"]),
    )  # fmt: skip


def _coverage(answer: Answer, _: Asked, reader: Reader) -> Parts:
    by_status = answer["meta"].get("by_status", {})
    counted = {"complete": "complete", "gaps": "gap", "truncated": "truncated"}
    found = {place: by_status.get(status, 0) for place, status in counted.items()}
    return _counts("sentence.coverage", {"total": answer["total"]} | found, reader)


def _runs(answer: Answer, _: Asked, reader: Reader) -> Parts:
    rows = answer["data"]
    if not rows:
        return parts(reader.lang, "sentence.runs.none")
    failed = sum(row["status"] == "failed" for row in rows)
    started = Part(figures.time(rows[0]["started_at"], reader.lang, reader.zone))
    return parts(
        reader.lang, "sentence.runs", started=started, status=_status(rows[0], reader), n=_count(len(rows), reader),
        failed=_count(failed, reader),
    )  # fmt: skip


def _run(answer: Answer, _: Asked, reader: Reader) -> Parts:
    data = answer["data"]
    return parts(
        reader.lang, "sentence.run", command=Part(str(data["command"])), status=_status(data, reader),
        age=figures.age(data["seconds"], reader.lang), steps=_count(len(data["steps"]), reader),
    )  # fmt: skip


def _status(run: dict[str, Any], reader: Reader) -> str:
    status = str(run["status"])
    return word(reader.lang, f"run.{status}") if status in RUN_STATUSES else status


def _docs(answer: Answer, _: Asked, reader: Reader) -> Parts:
    return parts(reader.lang, "sentence.docs", n=Part(_count(len(answer["data"]["pages"]), reader)))


# ---------------------------------------------------------------- any other address


def _list(answer: Answer, asked: Asked, reader: Reader) -> Parts:
    rows, total = answer["data"], answer.get("total")
    key = "sentence.list.some" if answer.get("next_cursor") and total is None else "sentence.list"
    return parts(reader.lang, key, address=Part(asked.path), n=_count(len(rows) if total is None else total, reader))


def _object(_: Answer, asked: Asked, reader: Reader) -> Parts:
    return parts(reader.lang, "sentence.object", address=Part(asked.path))


def _count(value: Any, reader: Reader) -> str:
    return figures.count(value, reader.lang)


def _counts(key: str, values: dict[str, Any], reader: Reader) -> Parts:
    places: dict[str, str | Part] = {name: _count(value, reader) for name, value in values.items()}
    return parts(reader.lang, key, **places)


SENTENCES: dict[str, Sentence] = {
    "overview": _overview, "scoreboard": _scoreboard, "explorer": _explorer, "cell": _cell, "trust": _trust, "bands": _bands,
    "recalibration": _recalibration, "monitor": _monitor, "attrition": _attrition, "panel": _panel, "cells": _cells,
    "compare": _compare, "facets": _facets, "changes": _changes, "markets": _markets, "market": _market, "events": _events,
    "event": _event, "search": _search, "forecast": _forecast, "coverage": _coverage, "runs": _runs, "run": _run,
    "docs": _docs, "list": _list, "object": _object,
}  # fmt: skip
