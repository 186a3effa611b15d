"""Cubes: cells of category x horizon that share events. How often is a calibrated cell found, and are biased ones?"""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from credence.lab.worlds.planted import CATEGORIES, HORIZONS
from credence.lab.worlds.rows import Rows, simulate
from credence.measures.discovery import benjamini_hochberg, benjamini_yekutieli, resampled
from credence.measures.figures import Weighting
from credence.measures.null import null_draws
from credence.measures.slope import joint_test

from .calibrated import POWER, of
from .seeds import SHORT_DRAWS, Simulation, share, told

Q = 0.1
BIASED = 0.8
AT_MOST_Q = share(0.0, Q)


def cells_of(rows: Rows, horizons: tuple[str, ...]) -> list[Rows]:
    """Category by horizon, horizons of a category side by side."""
    stages = [HORIZONS.index(name) for name in horizons]
    return [rows.where((rows.category == kind) & (rows.horizon == stage)) for kind in range(len(CATEGORIES)) for stage in stages]


def p_values(cells: list[Rows], weighting: Weighting) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Joint Wald test of each cell: by event, and the larger p-value of event and week, which decides."""
    samples = [(of(cell, weighting), cell.week) for cell in cells]
    by_event = np.array([joint_test(sample).p_value for sample, _ in samples])
    return by_event, np.maximum(by_event, [joint_test(sample, week).p_value for sample, week in samples])


def null_cube(
    seed: int, draws: int, *, horizons: tuple[str, ...], weighting: Weighting = "event", **world: Any
) -> dict[str, bool]:
    """Any find at all is false."""
    by_event, decides = p_values(cells_of(simulate("calm", seed=seed, horizons=horizons, **world), horizons), weighting)
    return {
        "any, BY": bool(benjamini_yekutieli(decides, Q).found.any()),
        "any, BH": bool(benjamini_hochberg(decides, Q).found.any()),
        "any, BY by event": bool(benjamini_yekutieli(by_event, Q).found.any()),
        "any, BH by event": bool(benjamini_hochberg(by_event, Q).found.any()),
    }


def null_cube_of_mcb(seed: int, draws: int, *, horizons: tuple[str, ...], **world: Any) -> dict[str, bool]:
    """MCB of every cell against draws that give an event one sign in all of its cells."""
    cells = [of(cell) for cell in cells_of(simulate("calm", seed=seed, horizons=horizons, **world), horizons)]
    # all horizons of a category hold the same events in the same order: the same generator gives them the same signs
    nulls = [
        null_draws(cell, None, SHORT_DRAWS, np.random.default_rng([seed, place // len(horizons)]))
        for place, cell in enumerate(cells)
    ]
    found = resampled([null.observed_mcb for null in nulls], np.column_stack([null.mcb for null in nulls]), Q)
    return {"any, step-down": bool(found.found.any())}


def mixed_cube(
    seed: int, draws: int, *, horizons: tuple[str, ...], weighting: Weighting = "event", **world: Any
) -> dict[str, float]:
    """One cell in five is biased, one or two in every category. False share: of the finds, 0 where there are none."""
    places = np.add.outer(np.arange(len(CATEGORIES)), np.arange(len(horizons)))
    biased = places % 5 == 0
    rows = simulate("calm", seed=seed, horizons=horizons, slope=np.where(biased, BIASED, 1.0), **world)
    by_event, decides = p_values(cells_of(rows, horizons), weighting)
    planted, answer = biased.ravel(), {}
    for name, p, rule in (
        ("BY", decides, benjamini_yekutieli), ("BH", decides, benjamini_hochberg), ("BY by event", by_event, benjamini_yekutieli)
    ):  # fmt: skip
        found = rule(p, Q).found
        answer[f"false share, {name}"] = float((found & ~planted).sum() / max(found.sum(), 1))
        answer[f"power, {name}"] = float(found[planted].mean())
    return answer


FOUR, FIVE = ("30d", "7d", "24h", "1h"), ("30d", "7d", "48h", "24h", "6h")
NULL = {"any, BY": AT_MOST_Q, "any, BH": told(), "any, BY by event": told(), "any, BH by event": told()}
CALM_EVENTS = NULL | {"any, BY by event": AT_MOST_Q}
MIXED = {
    "false share, BY": AT_MOST_Q, "power, BY": told(), "false share, BH": AT_MOST_Q, "power, BH": told(),
    "false share, BY by event": told(), "power, BY by event": told(),
}  # fmt: skip


def _mixed(name: str, weighting: Weighting, short: int, **world: Any) -> Simulation:
    body = partial(mixed_cube, events=6000, horizons=FIVE, weighting=weighting, **world)
    shows = MIXED | {"power, BY": POWER if weighting == "market" else told()}
    return Simulation(f"mixed cube{name}, 30 cells of 1000 uneven events, by {weighting}", body, shows, short, 500)


MCB_CUBE = partial(null_cube_of_mcb, horizons=("7d", "24h"), shock=0.0)

SIMULATIONS = [
    Simulation(
        "null cube, 24 cells of 200 uneven events", partial(null_cube, events=1200, horizons=FOUR, shock=0.0), CALM_EVENTS, 20
    ),
    Simulation("null cube with shocks, 24 cells of 200 uneven events", partial(null_cube, events=1200, horizons=FOUR), NULL, 20),
    Simulation(
        "null cube of MCB, 12 cells of 1000 uneven events", partial(MCB_CUBE, events=6000), {"any, step-down": AT_MOST_Q}, 5, 500
    ),
    # In small cells signs are too light in the far tail that twelve cells need: a single test at 1 % rejects in 1.4 to 1.8 %.
    Simulation("null cube of MCB, 12 cells of 200 uneven events", partial(MCB_CUBE, events=1200), {"any, step-down": told()}, 0),
    _mixed("", "market", 4, shock=0.0),
    _mixed("", "event", 4, shock=0.0),
    _mixed(" with shocks", "market", 0),
    _mixed(" with shocks", "event", 0),
]
