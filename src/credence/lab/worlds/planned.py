"""The worlds with a plan: each differs from the calm one in what its sentence in planted.PLANS says."""

from collections.abc import Callable, Iterator
from functools import partial

from . import calm
from .generator import STAGE_FROM_HOURS, Recipe, events, shocks
from .life import Event
from .payloads import iso
from .planted import BUCKETS, CATEGORIES, HORIZONS, PLANS, simulated_low


def _deck(**shares: int) -> list[str]:
    named = [kind for kind, share in shares.items() for _ in range(share)]
    return named + ["plain"] * (100 - len(named))


DECKS = {
    "early-yes": _deck(disputed=3, open=16, awaiting=1),  # an early YES of an event that is open today is in already
    "neg-risk": _deck(rescheduled=10, disputed=3, open=4, awaiting=1, early=8),
    "disputed": _deck(rescheduled=10, void=4, disputed=33, open=4, awaiting=1, early=8),
}
RECIPES = {name: Recipe(plan, DECKS.get(name, calm.DECK)) for name, plan in PLANS.items() if name != calm.NAME}
WORLDS: dict[str, Callable[[int, int], Iterator[Event]]] = {
    name: partial(events, recipe) for name, recipe in RECIPES.items()
}


def planted_of(name: str, seed: int) -> dict[str, object]:
    """What truth.json says of a world: slopes by category, horizon and bucket, shocks, and what follows from the plan."""
    if name not in PLANS:
        return {"name": name, "seed": seed}
    plan = PLANS[name]
    told: dict[str, object] = {
        "name": name,
        "seed": seed,
        "simulated": True,
        "says": plan.says,
        "law": "P(YES | d) = S(a + b L(d)), d the price last displayed, L its log-odds",
        "intercept": plan.intercept,
        "slope": {
            category: {
                horizon: dict(zip(BUCKETS, of_bucket, strict=True)) for horizon, of_bucket in zip(HORIZONS, rows, strict=True)
            }
            for category, rows in zip(CATEGORIES, plan.slopes().round(6).tolist(), strict=True)
        },
        "slope_holds_from_hours": dict(zip(HORIZONS, (*STAGE_FROM_HOURS, 0, 0), strict=True)),
        "high_money_factor": plan.high_money,
        "low_information": plan.low_information,
        "low_noise": plan.low_noise,
        "early_share": plan.early_share,
        "shocks": [{"at": iso(at), "factor": round(factor, 6)} for at, factor in shocks(name, seed)],
    }
    if plan.low_noise:
        horizons = {horizon: simulated_low("world", horizon) for horizon in HORIZONS}
        told["low_by_simulation"] = {horizon: {"slope": b, "intercept": a} for horizon, (b, a) in horizons.items()}
        told["law"] = f"{told['law']}; in LOW that of low_by_simulation, slope.LOW being that before noise"
    if plan.early_share:
        told["survivors"] = (
            "among markets open at the end of their schedule, the log-odds of YES at a price of age x (0 at the beginning, "
            "1 at the end) lie ln R off, R = (1 - early_share) / (1 - early_share x)"
        )
    return told
