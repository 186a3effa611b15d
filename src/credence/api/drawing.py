"""Pictures of answers: the same dictionaries that are sent as JSON, drawn. Nothing is computed here."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from ..pictures import fan as fan_chart
from ..pictures import forest as forest_chart
from ..pictures import funnel as funnel_chart
from ..pictures import lines as line_chart
from ..pictures import reliability as reliability_chart
from ..pictures.svg import Foot
from .answers import Facts

WORDS = ("venue", "category", "liquidity_bucket", "price_source", "tag", "text", "window")


def reliability(found: dict[str, Any], meta: Facts) -> str:
    """The reliability diagram of a cell (`products.calibration.answer`)."""
    drawn, asked = found["diagram"], found["question"]
    bins, curve, band, histogram = [], [], None, []
    if drawn:
        bins = [(one["price"], one["share_yes"], one["low"], one["high"], one["events"]) for one in drawn["bins"]]
        curve = list(zip(drawn["curve"]["price"], drawn["curve"]["share_yes"], strict=True))
        histogram = drawn["histogram"]
        if drawn["band"]:
            names = ("price", "low", "high", "simultaneous_low", "simultaneous_high")
            band = tuple(drawn["band"][name] for name in names)
    return reliability_chart.reliability(
        bins, curve, band, histogram, heading=_heading("Reliability", asked),
        sentence=f"{found['verdict']['word']}: {found['verdict']['sentence']}", foot=_foot(meta, asked),
        simulated=found["simulated"], bar_words="90 %, by event",
    )  # fmt: skip


def cells(found: dict[str, Any], meta: Facts) -> str:
    """Slopes of all cells, raw and shrunk (`products.calibration.cells`)."""
    rows = []
    for cell in found["cells"]:
        slope, shrunk = cell["slope"], cell.get("slope_shrunk")
        label = f"{cell['category']}, {cell['horizon']}"
        known = slope is not None and slope["low"] is not None
        note = cell["reason"] or ("" if known else "too few weeks")
        drawn = (slope["value"], slope["low"], slope["high"]) if known else (None, None, None)
        rows.append((label, *drawn, note, cell["n_events"], shrunk["value"] if shrunk and known else None))
    sentence = "Above 1: long shots cost too much. Hollow: pulled towards category and horizon. Wider of two intervals."
    return forest_chart.forest(
        rows, heading=_heading("Calibration slope by category and horizon", found["question"]), sentence=sentence,
        foot=_foot(meta, found["question"]), axis="calibration slope", simulated=found["simulated"],
        bar_words="95 %, wider of event and week",
    )  # fmt: skip


def panel(found: dict[str, Any], meta: Facts, figure: str = "bias") -> str:
    """One figure of the three panels over the horizons (`products.panel.read`)."""
    series = []
    for name in dict.fromkeys(row["panel"] for row in found["rows"]):
        parts = [row[figure] or {"value": None, "low": None, "high": None} for row in found["rows"] if row["panel"] == name]
        ends = [[part[end] if part["low"] is not None else None for part in parts] for end in ("value", "low", "high")]
        series.append((name.replace("_", " "), *ends))
    return line_chart.lines(
        series, horizons=found["horizons"], heading=_heading("Balanced panel", found["question"]),
        sentence=f"{found['members']:,} markets of {found['events']:,} events, fixed at {found['horizons'][0]}; "
                 "survivors are still priced at every horizon, which depends on the outcome.",
        foot=_foot(meta, found["question"]), axis="YES minus price" if figure == "bias" else figure.replace("_", " "),
        reference=(0.0, "calibrated") if figure in ("bias", "in_the_large") else None, simulated=found["simulated"],
        bar_words="95 %, wider of event and week",
    )  # fmt: skip


def attrition(found: dict[str, Any], meta: Facts) -> str:
    """From listed markets to scored prices (`products.attrition.read`)."""
    stages = [(step["step"], step["markets"], step["share_yes"], step["meaning"]) for step in found["steps"]]
    return funnel_chart.funnel(
        stages, heading=_heading("Who is left", found["question"]), foot=_foot(meta, found["question"]),
        sentence="A step loses markets at random only if the share of YES stays.", simulated=found["simulated"],
    )  # fmt: skip


def _heading(what: str, asked: dict[str, Any]) -> str:
    parts = [f"{asked[name]}" for name in WORDS if asked.get(name)]
    moment = f"{asked['horizon']} before the {asked['anchor']} end" if asked.get("horizon") else f"{asked['anchor']} end"
    return f"{what}: " + ", ".join([*(parts or ["everything"]), moment.replace("game_start end", "game")])


def _foot(meta: Facts, asked: dict[str, Any]) -> Foot:
    return Foot(*_data(meta), f"weight {asked['weighting']}, price {asked['price']}")


def _data(meta: Facts) -> tuple[str, str]:
    """The day up to which the data goes, and the hash of its manifest."""
    return (meta["as_of"] or "no run")[:10], meta.manifest() or "not known"


def price(prices: list[dict[str, Any]], bands: list[dict[str, Any]], question: str, meta: Facts) -> str:
    """A market's price since it was last lost from sight, and its newest normal range ahead.

    prices  rows of /markets/{market_id}/prices in the order of time
    bands   rows of /markets/{market_id}/bands, newest first
    """
    seen = _unbroken([(_hours(row["ts"]), row["p_yes"]) for row in prices])
    origin = seen[-1][0] if seen else 0.0
    newest = [row for row in bands if row["ts"] == bands[0]["ts"]]
    ahead = {
        _hours(row["ts"]) + row["horizon_steps"] * row["step_seconds"] / 3600 - origin: (row["q10"], row["q50"], row["q90"])
        for row in newest
    }
    steps = [(x, *(100 * edge for edge in edges)) for x, edges in sorted(ahead.items()) if x > 0]
    past = [(x - origin, 100 * p_yes) for x, p_yes in seen]
    sentence = f"From {prices[-1]['ts']:%Y-%m-%d %H:%M} UTC on, 80 % of prices should stay inside." if steps and prices else ""
    return fan_chart.fan(
        past, steps, heading=question, sentence=sentence, foot=Foot(*_data(meta)),
        axis="price of YES, %", across="hours from the last price", words_of=("80 % normal range", ""),
        simulated=bool(meta["simulated"]),
    )  # fmt: skip


def _hours(moment: datetime) -> float:
    return moment.timestamp() / 3600


def _unbroken(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The last stretch without a gap: a line is not drawn over what was not seen."""
    moments = [(x, y) for (x, y), (later, _) in pairwise(points) if later > x] + points[-1:]
    steps = sorted(later - x for (x, _), (later, _) in pairwise(moments))
    longest = max(2.0, 6 * steps[len(steps) // 2]) if steps else 2.0
    breaks = [place + 1 for place, ((x, _), (later, _)) in enumerate(pairwise(moments)) if later - x > longest]
    return moments[breaks[-1] if breaks else 0 :]
