"""Trust: does the test of its trend reject for trust that means nothing, and does it see trust that means something?"""

from functools import partial
from typing import Any

import numpy as np

from credence.lab.worlds.rows import Rows, simulate
from credence.measures.trust_trend import fifths, placebo, trend

from .calibrated import TAIL, of
from .seeds import SHORT_DRAWS, Simulation, share, told

BANDS = 5  # of the price: the strata, with the category
AT_MOST = share(0.0, TAIL)


def _score(rows: Rows, rng: np.random.Generator) -> Any:
    """What a score by liquidity would say: money traded and the spread, with some noise."""
    return np.log(rows.volume_usdc) - 20 * rows.spread + 0.3 * rng.standard_normal(len(rows))


def _strata(rows: Rows) -> Any:
    return rows.category * BANDS + np.minimum((rows.p_yes * BANDS).astype(np.int64), BANDS - 1)


def permuted(seed: int, draws: int, *, world: str, **given: Any) -> dict[str, bool]:
    """Trust permuted within its strata, in a world in which prices may well be miscalibrated: one placebo per seed."""
    rows, rng = simulate(world, seed=seed, **given), np.random.default_rng([seed, 4])
    found = placebo(of(rows), _score(rows, rng), _strata(rows), None, 1, SHORT_DRAWS, rng)
    return {"placebo by slope": found.share_slope > 0, "placebo by MCB": found.share_mcb > 0}


def real(seed: int, draws: int, *, world: str, **given: Any) -> dict[str, bool]:
    """The score as it is."""
    rows, rng = simulate(world, seed=seed, **given), np.random.default_rng([seed, 4])
    group = fifths(_score(rows, rng), _strata(rows))
    kept = group >= 0
    found = trend(of(rows.where(kept)), group[kept], None, SHORT_DRAWS, rng)
    return {"trend by slope": found.p_value_slope <= TAIL, "trend by MCB": found.p_value_mcb <= TAIL}


PLACEBO = {"placebo by slope": AT_MOST, "placebo by MCB": AT_MOST}
EMPTY = {"trend by slope": AT_MOST, "trend by MCB": AT_MOST}
SEEN = dict.fromkeys(EMPTY, told())

SIMULATIONS = [
    Simulation(
        "trust, placebo, calm, 500 single rows", partial(permuted, world="calm", events=500, independent=True), PLACEBO, 20
    ),
    Simulation("trust, placebo, calm, 1000 uneven events", partial(permuted, world="calm", events=1000, shock=0.0), PLACEBO, 20),
    Simulation(
        "trust, placebo, thin-unequal, 1000 uneven events", partial(permuted, world="thin-unequal", events=1000), PLACEBO, 20
    ),
    Simulation("trust, placebo, biased, 1000 uneven events", partial(permuted, world="biased", events=1000), PLACEBO, 0),
    Simulation("trust by liquidity, calm, 1000 uneven events", partial(real, world="calm", events=1000, shock=0.0), EMPTY, 20),
    Simulation(
        "trust by liquidity, thin-unequal, 1000 uneven events", partial(real, world="thin-unequal", events=1000), SEEN, 0, 500
    ),
    Simulation(
        "trust by liquidity, thin-unequal, 4000 uneven events", partial(real, world="thin-unequal", events=4000), SEEN, 4, 500
    ),
]
