"""Thin markets against liquid ones, and markets that end early when YES comes: what is found, what must not be found."""

from functools import partial
from typing import Any

import numpy as np

from credence.lab.worlds.planted import HIGH, HORIZONS, LOW
from credence.lab.worlds.rows import Rows, simulate, survivor_shift
from credence.measures.comparison import shift_difference, slope_difference
from credence.measures.estimates import Estimate, wider
from credence.measures.figures import Weighting, deviation
from credence.measures.slope import cox, in_the_large

from .calibrated import COVERS, NOMINAL, POWER, TAIL, of
from .seeds import Simulation, mean, number, share, told

PANEL = ("30d", "7d", "24h")
# Log-odds by which prices seem too low in two wrong sets of rows: the mean of 200 worlds of 10,000 events, standard error .002.
# The full form holds new worlds against it.
KNOWN = {"resolved so far": 0.737, "before the close": 0.692}


def low_against_high(seed: int, draws: int, *, world: str, events: int, weighting: Weighting = "event") -> dict[str, float]:
    """Is the difference of the slopes of LOW and HIGH told apart from 0? By event, by week, by the wider of both."""
    rows = simulate(world, events, seed)
    sides = [rows.where(rows.liquidity == bucket) for bucket in (LOW, HIGH)]
    samples = [of(side, weighting) for side in sides]
    found = {}
    for name, compare in (("slope", slope_difference), ("in the large", shift_difference)):
        gaps = [compare(*samples, *(getattr(side, unit) for side in sides), unit).gap for unit in ("event", "week")]
        found[f"{name}, by event"] = float(gaps[0].p_value(0.0) <= TAIL)
        found[f"{name}, wider"] = float(wider(*gaps).p_value(0.0) <= TAIL)
        if name == "slope":
            found["difference of slopes"] = gaps[0].value
    return found


# --- early-yes


def panels(rows: Rows) -> dict[str, Rows]:
    """One horizon in each of the sets that are never mixed; `rows` holds all horizons of `PANEL`, and membership is of all."""
    ended = np.bincount(rows.market, rows.already_resolved) > 0
    at = rows.horizon == HORIZONS.index("7d")
    return {
        "balanced": rows.where(at),
        "still open": rows.where(at & ~rows.already_resolved),
        "survivors": rows.where(at & ~ended[rows.market]),
    }


def resolved_so_far(rows: Rows) -> Rows:
    """Two cohorts, half of the events each; the second is due a week later. The prices 30 days before the end of those markets
    that have resolved on the day on which the first cohort is due: all of the first, the early ones of the second."""
    second = rows.event % 2 == 1
    a_week_before = rows.horizon == HORIZONS.index("7d")
    early = np.bincount(rows.market[a_week_before], rows.already_resolved[a_week_before], rows.market[-1] + 1) > 0
    return rows.where((rows.horizon == HORIZONS.index("30d")) & (~second | early[rows.market]))


def early_yes(seed: int, draws: int, *, events: int) -> dict[str, float]:
    """Tests of y - p (mean 0) and of the shift of log-odds (0) at 5 %, by event, as each set of rows would have it."""
    rows = simulate("early-yes", events, seed, horizons=PANEL, shock=0.0)
    close = simulate("early-yes", events, seed, horizons=("7d",), anchor="close", shock=0.0)
    sets = panels(rows) | {"resolved so far": resolved_so_far(rows), "before the close": close}
    found = {f"{name}: y - p is told apart from 0": _off(part) for name, part in sets.items()}
    # payouts are no log-odds: the shift of the balanced panel is not defined
    found["still open: shift is told apart from 0"] = float(in_the_large(of(sets["still open"])).p_value(0.0) <= TAIL)
    survivors, known = of(sets["survivors"]), survivor_shift("7d")
    shift, slope = in_the_large(survivors), cox(survivors).estimates()[1]
    found["survivors: shift is told apart from 0"] = float(shift.p_value(0.0) <= TAIL)
    found["survivors: interval holds the known shift"] = _holds(shift, known)
    found["survivors: interval holds slope 1"] = _holds(slope, 1.0)
    for name in ("resolved so far", "before the close"):
        shift = in_the_large(of(sets[name]))
        found[f"{name}: interval holds the known shift"] = _holds(shift, KNOWN[name])
        found[f"{name}: shift"] = shift.value
    return found


def _off(rows: Rows) -> float:
    told = deviation(of(rows), rows.week)
    low, high = told["by_unit"]["event"]
    return float(not low <= 0 <= high)


def _holds(estimate: Estimate, truth: float) -> float:
    low, high = estimate.interval()
    return float(low <= truth <= high)


def large_world(seed: int, draws: int, *, events: int) -> dict[str, float]:
    """What the wrong sets show, less what is stated: of survivors by formula, true to the tick; of others by simulation."""
    rows = simulate("early-yes", events, 2**41 + seed, horizons=PANEL, shock=0.0)
    close = simulate("early-yes", events, 2**41 + seed, horizons=("7d",), anchor="close", shock=0.0)
    found = {"resolved so far": resolved_so_far(rows), "before the close": close}
    answer = {f"{name}: shift less the known one": in_the_large(of(part)).value - KNOWN[name] for name, part in found.items()}
    ended = np.bincount(rows.market, rows.already_resolved) > 0
    for name in PANEL:
        survivors = rows.where((rows.horizon == HORIZONS.index(name)) & ~ended[rows.market])
        answer[f"survivors at {name}: shift less the known one"] = in_the_large(of(survivors)).value - survivor_shift(name)
    return answer


def _low_high() -> list[Simulation]:
    equal: dict[str, Any] = {f"{name}, {unit}": told() for name in ("slope", "in the large") for unit in ("by event", "wider")}
    equal |= {"slope, by event": NOMINAL, "slope, wider": NOMINAL, "difference of slopes": mean(-0.05, 0.05)}
    unequal = equal | {"slope, by event": told(), "slope, wider": POWER, "difference of slopes": number()}
    return [
        Simulation("thin-equal, 1500 uneven events", partial(low_against_high, world="thin-equal", events=1500), equal, 60),
        Simulation("thin-unequal, 1500 uneven events", partial(low_against_high, world="thin-unequal", events=1500), unequal, 40),
        Simulation("thin-unequal, 500 uneven events", partial(low_against_high, world="thin-unequal", events=500),
                   unequal | {"slope, wider": told()}, 20),
    ]  # fmt: skip


def _early() -> list[Simulation]:
    no, yes = NOMINAL, share(0.9, 1.0)
    shows = {
        "balanced: y - p is told apart from 0": no,
        "still open: y - p is told apart from 0": no,
        "still open: shift is told apart from 0": no,
        "survivors: y - p is told apart from 0": yes,
        "survivors: shift is told apart from 0": yes,
        "survivors: interval holds the known shift": COVERS,
        "survivors: interval holds slope 1": COVERS,
        "resolved so far: y - p is told apart from 0": yes,
        "before the close: y - p is told apart from 0": yes,
        "resolved so far: interval holds the known shift": COVERS,
        "before the close: interval holds the known shift": COVERS,
        "resolved so far: shift": number(),
        "before the close: shift": number(),
    }
    near = {
        f"{name}: shift less the known one": mean(-0.03, 0.03) for name in (*KNOWN, *(f"survivors at {name}" for name in PANEL))
    }
    return [
        Simulation("early-yes, 1000 uneven events", partial(early_yes, events=1000), shows, 40),
        Simulation("early-yes, 10000 uneven events", partial(large_world, events=10_000), near, 4, 200),
    ]


SIMULATIONS = [*_low_high(), *_early()]
