"""The calm world: honest prices, ordinary accidents, nobody with a plan.

Every displayed price is exactly calibrated. What happens to a market (its end moves, it is void, disputed, settled
early or still open) is drawn apart from its outcome and its path. The first 300 events are small ones, so that a small
world shows everything; from then on one event in twenty has 20 to 80 markets.
"""

from collections.abc import Iterator

from .generator import Recipe
from .generator import events as events_of
from .life import Event
from .planted import CATEGORIES, PLANS

__all__ = ["CATEGORIES", "DECK", "KINDS", "NAME", "events"]

NAME = "calm"

# of each hundred events in a row
KINDS = ["rescheduled"] * 10 + ["void"] * 4 + ["disputed"] * 3 + ["open"] * 4 + ["awaiting"] + ["early"] * 8
DECK = KINDS + ["plain"] * (100 - len(KINDS))

RECIPE = Recipe(PLANS[NAME], DECK, large_from=300, classic=True, often_seen=False)


def events(markets: int, seed: int) -> Iterator[Event]:
    """Events with that many markets in all."""
    return events_of(RECIPE, markets, seed)
