"""The true slope of noisy prices in `thin-unequal`: no formula has it, so it is found by simulation.

The outcome follows the price before noise; the displayed price has noise of its own. What a Cox regression finds on
ever more rows is the slope that the world has in LOW. Outcomes enter as their probabilities, so that ten million rows
leave an error of the fourth digit. config/worlds.yml holds the figures that this file finds.
"""

import numpy as np
from scipy.special import expit, ndtr

from . import calendars
from .generator import Recipe, card_of, clock_of, generator, shape_of, thresholds_of
from .life import HISTORY_END, HOUR
from .planted import CATEGORIES, HORIZON_HOURS, HORIZONS, LOW, PLANS, Grid, Vector, grid_log_odds
from .rows import simulate
from .steps import next_mean_kept, with_noise

NAME = "thin-unequal"
STALE_HOURS = 6
POOL = 20_000  # events whose clocks are taken

Lines = dict[str, tuple[float, float]]


def of_rows(rows: int, seed: int = 0) -> Lines:
    """Slope and intercept by horizon of rows.simulate, on at least so many rows each."""
    histogram = np.zeros((len(HORIZONS), 2, 1001))
    part = 0
    while histogram[0, 0].sum() < rows:
        found = simulate(NAME, min(100_000, 3 * rows), seed + part, horizons=HORIZONS, independent=True)
        found = found.where(found.liquidity == LOW)
        for horizon in range(len(HORIZONS)):
            here = found.where(found.horizon == horizon)
            histogram[horizon] += _counted(here.p_yes, here.true_p)
        part += 1
    return {name: line(*histogram[place]) for place, name in enumerate(HORIZONS)}


def of_world(rows: int, seed: int = 0, pool: int = POOL) -> Lines:
    """The same of a full world, at scheduled cutoffs: clocks of a pool of events, and fresh prices and noise for each row."""
    rng = np.random.default_rng([seed, 1])
    clocks, begins = _pool(pool, seed)
    grid, plan = Grid(np.ones((1, 1)), np.zeros((1, 1))), PLANS[NAME]
    lines: Lines = {}
    for place, name in enumerate(HORIZONS):
        known = clocks[place]
        if len(known) < 100:
            continue
        histogram = np.zeros((2, 1001))
        while histogram[0].sum() < rows:
            n = min(rows, 1_000_000)
            begin = np.clip(np.rint(1000 * rng.choice(begins, n)), 1, 999)
            share = next_mean_kept((begin - 1) / 998, np.zeros(n), rng.choice(known, n), rng.standard_normal(n))
            ticks = grid.rounded(0.001 + 0.998 * share, np.zeros(n, np.int64), 0, rng.random(n))
            shown = with_noise(ticks, plan.low_noise * rng.standard_normal(n))
            histogram += _counted(shown / 1000, ticks / 1000)
        lines[name] = line(*histogram)
    return lines


def line(count: Vector, yes: Vector) -> tuple[float, float]:
    """Slope and intercept of P(YES) = S(a + b L(d)) by maximum likelihood, from rows and expected YES per tick 0 .. 1000.

    >>> ticks = np.arange(1001) / 1000
    >>> count = np.ones(1001)
    >>> round(line(count, ticks)[0], 6)
    1.0
    """
    x = grid_log_odds()[1:1000]
    count, yes = count[1:1000], yes[1:1000]
    design, found = np.stack([np.ones_like(x), x]), np.array([0.0, 1.0])
    for _ in range(50):
        p = expit(found @ design)
        step = np.linalg.solve((design * (count * p * (1 - p))) @ design.T, design @ (yes - count * p))
        found = found + step
        if abs(step).max() < 1e-12:
            break
    return float(found[1]), float(found[0])


def _counted(shown: Vector, true_p: Vector) -> Vector:
    tick = np.rint(shown * 1000).astype(np.int64)
    return np.stack([np.bincount(tick, minlength=1001), np.bincount(tick, true_p, minlength=1001)])


def _pool(events: int, seed: int) -> tuple[list[Vector], Vector]:
    """What LOW events know at each horizon, and where the prices of their legs begin."""
    from .planned import RECIPES

    recipe: Recipe = RECIPES[NAME]
    clocks: list[list[float]] = [[] for _ in HORIZONS]
    begins = []
    for number in range(events):
        rng = generator(NAME, seed, 9, number)
        kind, large = card_of(recipe, number, seed)
        shape, size = shape_of(rng, recipe, kind, large, 10**6)
        calendar = calendars.calendar(rng, kind, CATEGORIES[rng.integers(len(CATEGORIES))], True)
        observed_at = calendars.observations(rng, calendar)
        moments = np.concatenate([[calendar.created_at], observed_at])
        moments = moments[moments < calendar.reveal_at]
        clock = clock_of(rng, recipe.plan, calendar, moments, np.zeros(len(moments), np.int64), LOW, ())
        begins.append(ndtr(-thresholds_of(rng, shape, size)))
        for place, hours in enumerate(HORIZON_HOURS):
            at = calendar.end_at - hours * HOUR
            seen = int(np.searchsorted(moments, at, side="right")) - 1
            fresh = seen >= 1 and at - moments[seen] <= STALE_HOURS * HOUR
            if fresh and at < min(calendar.reveal_at, HISTORY_END) and kind not in ("void", "open", "awaiting"):
                clocks[place] += [float(clock.known[seen])] * size
    return [np.array(known) for known in clocks], np.concatenate(begins)
