"""Worlds with one slope: tests of calibrated prices, what they see of biased ones, and intervals of the slope."""

from functools import partial
from typing import Any

import numpy as np

from credence.errors import InputError
from credence.lab.worlds.rows import Rows, simulate
from credence.measures.figures import Weighting, weighed
from credence.measures.influence import headline
from credence.measures.null import null_draws
from credence.measures.samples import Sample
from credence.measures.slope import joint_test, spiegelhalter

from .seeds import Simulation, share, told

TAIL = 0.05
NOMINAL = share(0.025, 0.08)
COVERS, COVERS_FEW = share(0.93, 0.97), share(0.90, 0.98)  # the second under 60 effective events
POWER = share(0.8, 1.0)


def of(rows: Rows, weighting: Weighting = "event") -> Sample:
    return weighed(rows.p_yes, rows.resolved_yes, rows.event, weighting)


def rejections(seed: int, draws: int, *, weighting: Weighting = "event", **world: Any) -> dict[str, bool]:
    """Tests by event, at 5 %."""
    sample = of(simulate("calm", seed=seed, **world), weighting)
    null = null_draws(sample, None, draws, np.random.default_rng([seed, 1]))
    return {
        "MCB": null.p_value_mcb <= TAIL,
        "ECE": null.p_value_ece <= TAIL,
        "joint Wald": joint_test(sample).p_value <= TAIL,
        "Spiegelhalter": spiegelhalter(sample).p_value <= TAIL,
    }


def under_shocks(seed: int, draws: int, events: int) -> dict[str, bool]:
    """Two weeks a month move all their events: tests by event, by week, and by the larger of both p-values."""
    rows = simulate("calm", events, seed)
    sample = of(rows)
    found = {}
    nulls = [null_draws(sample, unit, draws, np.random.default_rng([seed, 1])) for unit in (None, rows.week)]
    for name in ("mcb", "ece"):
        by_event, by_week = (getattr(null, f"p_value_{name}") <= TAIL for null in nulls)
        found |= {f"{name.upper()} by event": by_event, f"{name.upper()} by week": by_week}
        found[f"{name.upper()}, larger p"] = by_event and by_week
    by_event, by_week = (joint_test(sample, unit).p_value <= TAIL for unit in (None, rows.week))
    return found | {"joint Wald, larger p": by_event and by_week}


def covered(seed: int, draws: int, *, slope: float, weighting: Weighting = "event", **world: Any) -> dict[str, float]:
    """Does the 95 % interval hold the planted slope: by event, by week, the wider of both? Separable worlds tell nothing."""
    rows = simulate("calm", seed=seed, slope=slope, **world)
    try:
        found = headline(of(rows, weighting), {"event": None, "week": rows.week})
    except InputError:
        return dict.fromkeys(("by event", "by week", "wider"), float("nan"))
    inside = {}
    for unit in ("event", "week"):
        estimate = found[unit]["slope"]
        low, high = estimate.interval()
        inside[unit] = float("nan") if np.isnan(estimate.error) else float(low <= slope <= high)
    # an error that is not known is the widest interval there is
    wider = float(np.nanmax([*inside.values(), np.isnan(list(inside.values())).any()]))
    return {"by event": inside["event"], "by week": inside["week"], "wider": wider}


TESTS = {"MCB": NOMINAL, "ECE": NOMINAL, "joint Wald": told(), "Spiegelhalter": told()}


def _calm() -> list[Simulation]:
    found = []
    for events, short in ((300, 80), (1000, 50)):
        single = partial(rejections, events=events, independent=True)
        found.append(Simulation(f"calm, {events} single rows", single, TESTS, short))
        for weighting in ("event", "market"):
            clustered = partial(rejections, events=events, shock=0.0, weighting=weighting)
            found.append(Simulation(f"calm, {events} uneven events, by {weighting}", clustered, TESTS, short))
    shocks = {f"{name} {unit}": told() for name in ("MCB", "ECE") for unit in ("by event", "by week")}
    shocks |= {f"{name}, larger p": NOMINAL for name in ("MCB", "ECE", "joint Wald")}
    return [*found, Simulation("calm with shocks, 1000 uneven events", partial(under_shocks, events=1000), shocks, 30)]


def _power() -> list[Simulation]:
    """MCB and ECE spend power on all shapes of miscalibration; the joint test, which decides verdicts, looks for a line."""
    world: dict[str, Any] = {"events": 3000, "slope": 0.85}
    every = {"MCB": POWER, "ECE": POWER, "joint Wald": POWER, "Spiegelhalter": told()}
    joint = every | {"MCB": told(), "ECE": told()}
    return [
        Simulation(
            "slope .85, 3000 uneven events, by market", partial(rejections, shock=0.0, weighting="market", **world), every, 30
        ),
        Simulation("slope .85, 3000 uneven events, by event", partial(rejections, shock=0.0, **world), joint, 30),
        Simulation("slope .85, 3000 single rows", partial(rejections, independent=True, **world), joint, 30),
        Simulation("slope .85, 5000 uneven events, by event", partial(rejections, shock=0.0, events=5000, slope=0.85), every, 0),
        Simulation("slope .85, 7000 single rows", partial(rejections, independent=True, events=7000, slope=0.85), every, 0),
    ]


def _coverage() -> list[Simulation]:
    """By event where events are all that rows share; the wider of both units under shocks."""
    found = []
    for slope in (1.1, 0.85):
        for events in (200, 1000):
            body = partial(covered, slope=slope, events=events, independent=True)
            shows = {"by event": COVERS, "by week": told(), "wider": told()}
            found.append(Simulation(f"slope {slope}, {events} single rows", body, shows))
        for events, weighting, wanted in (
            (500, "event", COVERS), (1000, "event", COVERS), (1000, "market", COVERS), (300, "market", COVERS_FEW)
        ):  # fmt: skip
            body = partial(covered, slope=slope, events=events, shock=0.0, weighting=weighting)
            shows = {"by event": wanted, "by week": told(), "wider": told()}
            found.append(Simulation(f"slope {slope}, {events} uneven events, by {weighting}", body, shows, 60))
        body = partial(covered, slope=slope, events=50, independent=True)
        found.append(
            Simulation(f"slope {slope}, 50 single rows", body, {"by event": COVERS_FEW, "by week": told(), "wider": told()})
        )
        body = partial(covered, slope=slope, events=1000)
        shows = {"by event": told(), "by week": told(), "wider": COVERS}
        found.append(Simulation(f"slope {slope} with shocks, 1000 uneven events", body, shows, 60))
    return found


SIMULATIONS = [*_calm(), *_power(), *_coverage()]
