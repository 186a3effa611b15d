"""Verdicts: what may be said of a group of prices, in a word and a sentence; and whether a deviation was within bid and ask.

In   figures of `measures.figures`, rows of `tables.questions`
Out  {"word", "sentence"}: differs, no difference seen, inside the spread, too few, too few weeks, outcome visible, no verdict
"""

from typing import Any

import numpy as np

from ..errors import InputError
from ..measures.figures import Weighting, deviation, weighed
from ..measures.power import smallest_detectable
from ..measures.samples import Sample
from ..measures.slope import line
from .questions import Rows

REGIONS = (("long shots", 0.0, 0.2), ("middle", 0.2, 0.8), ("favourites", 0.8, 1.0))  # of the price, for bid and ask
INSIDE = 0.9  # share of the quoted weight at which the fitted deviation lies between bid and ask: no one could trade on it
QUOTED = 0.5  # share of rows with a spread from which on it says something of all


def verdict(found: dict[str, Any]) -> dict[str, str]:
    """What may be said, in a word and a sentence: differs, no difference seen, inside the spread, too few, outcome visible."""
    shown = found["figures"]
    if shown is None:
        return {"word": "too few", "sentence": "no row can be scored"}
    if not shown["enough"]:
        return {"word": "too few", "sentence": shown["reason"].removeprefix("too few: ")}
    if found["outcome_visible"]:
        return {"word": "outcome visible", "sentence": "the prices already show the outcome: not judged"}
    p_value = shown["tests"]["joint"]["p_value"]
    if p_value is None:
        return _undecided(shown)
    slope = shown["estimates"]["slope"]
    measured = f"slope {slope['value']:.3f} [{slope['low']:.3f}, {slope['high']:.3f}], joint p = {p_value:.3g}"
    if p_value >= 0.05:
        seen = smallest_detectable(slope["error"], slope["df"])
        least = f"the smallest departure of the slope that could have been seen is {seen:.3f}"
        return {"word": "no difference seen", "sentence": f"not told apart from calibrated prices: {measured}; {least}"}
    known = found["spread"]["n"] if found["spread"] else 0
    if known >= QUOTED * shown["n"] and found["spread"]["share_inside"] >= INSIDE:
        return {"word": "inside the spread", "sentence": f"off the middle of the quote, but not beyond bid and ask: {measured}"}
    few = f"; bid and ask are known of {known:,} of {shown['n']:,} rows: not judged by them"
    told = "" if known >= QUOTED * shown["n"] else few
    return {"word": "differs", "sentence": f"differs from calibrated prices: {measured}{told}"}


def _undecided(shown: dict[str, Any]) -> dict[str, str]:
    by_event = shown["tests"]["joint"]["by_unit"]["event"]
    if by_event is None:
        return {"word": "no verdict", "sentence": shown["refused"].get("joint by event") or shown["refused"]["slope"]}
    weeks = f"all lie in {shown['n_weeks']} week{'' if shown['n_weeks'] == 1 else 's'}"
    alone = f"by event alone joint p = {by_event:.3g}"
    return {"word": "too few weeks", "sentence": f"{weeks}: shared shocks cannot be told apart ({alone})"}


def spread_of(rows: Rows, weighting: Weighting) -> dict[str, Any] | None:
    """Could anyone have bought or sold at the deviation? Mean of y - ask and y - bid by region of the price, with intervals.

    `beyond` where even the ask was too low (lower end of y - ask above 0) or the bid too high. None without any spread.
    """
    quoted = quoted_of(rows)
    if quoted is None:
        return None
    middle, half = quoted.column("p_yes"), quoted.column("spread") / 2  # of the quote, whatever price was asked for
    regions = []
    for name, least, most in REGIONS:
        inside = (middle >= least) & (middle < most if most < 1 else middle <= 1)
        if not inside.any():
            continue
        part = quoted.where(inside)
        low, high = (np.clip(middle[inside] + sign * half[inside], 0, 1) for sign in (-1, 1))
        bid, ask = (deviation(weighed(price, part.resolved_yes, part.event, weighting), part.week) for price in (low, high))
        beyond = (ask["low"] is not None and ask["low"] > 0) or (bid["high"] is not None and bid["high"] < 0)
        regions.append({"region": name, "n": len(part), "y_minus_bid": bid, "y_minus_ask": ask, "beyond": bool(beyond)})
    return inside_spread(quoted, weighting) | {"regions": regions}


def quoted_of(rows: Rows) -> Rows | None:
    """The rows whose spread is known, None without any."""
    spread = rows.column("spread") if len(rows) else np.zeros(0)
    known = ~np.isnan(spread)
    if not known.any():
        return None
    return rows if known.all() else rows.where(known)


def inside_spread(quoted: Rows, weighting: Weighting, sample: Sample | None = None) -> dict[str, Any]:
    """{"n", "share_inside", "mean_spread"}: at which share of the weight the fitted deviation lies between bid and ask.

    sample  of the middle of the quotes of these rows, where it is there already
    """
    middle, half = quoted.column("p_yes"), quoted.column("spread") / 2
    if sample is None:
        sample = weighed(middle, quoted.resolved_yes, quoted.event, weighting)
    try:
        chance = line(sample.pooled).chance[sample.place]
    except InputError:  # no line: nothing can be said to lie inside
        chance = np.full(len(middle), np.nan)
    inside_share = float(sample.weight @ (np.abs(chance - middle) <= half + 1e-9))
    return {"n": len(quoted), "share_inside": inside_share, "mean_spread": float(2 * half.mean())}
