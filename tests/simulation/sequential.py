"""The monitor that may be looked at every week: does its wealth reach 1 / alpha, for calibrated prices and for biased ones?"""

from functools import partial
from typing import Any

from credence.lab.worlds.rows import simulate
from credence.measures.monitor import evidence
from credence.measures.samples import event_weights

from .seeds import Simulation, share, told

ALPHAS = (0.05, 0.2)


def ever_above(seed: int, draws: int, **world: Any) -> dict[str, bool]:
    """One batch per week; an event counts once within its batch."""
    rows = simulate("calm", seed=seed, **world)
    found = evidence(rows.week, rows.p_yes, rows.resolved_yes, event_weights(rows.event))
    return {f"ever above {1 / alpha:g}": found.first_above(alpha) is not None for alpha in ALPHAS}


AT_MOST = {f"ever above {1 / alpha:g}": share(0.0, alpha) for alpha in ALPHAS}
SEEN = dict.fromkeys(AT_MOST, told())


def _worlds() -> list[Simulation]:
    long: dict[str, Any] = {"events": 520, "weeks": 104}
    return [
        Simulation("monitor, calm, 104 weeks of 5 single rows", partial(ever_above, independent=True, **long), AT_MOST),
        Simulation(
            "monitor, calm with shocks, 26 weeks of 40 uneven events", partial(ever_above, events=1040, weeks=26), AT_MOST
        ),
        Simulation("monitor, calm with shocks, 104 weeks of 5 uneven events", partial(ever_above, **long), AT_MOST),
        Simulation(
            "monitor, calm with large shocks, 104 weeks of 5 uneven events", partial(ever_above, shock=0.5, **long), AT_MOST
        ),
        *(
            Simulation(
                f"monitor, prices {shift} too low in log-odds, 104 weeks of {events} uneven events",
                partial(ever_above, events=104 * events, weeks=104, intercept=shift),
                SEEN,
                30,
            )
            for shift, events in ((0.3, 5), (0.3, 20), (0.6, 5), (0.6, 20))
        ),
    ]


SIMULATIONS = _worlds()
