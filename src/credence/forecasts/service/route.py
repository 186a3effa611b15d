"""What goes to the baseline without asking the model: too few prices, too many gaps, markets that hardly trade."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .history import History


class Detour(NamedTuple):
    """Why the baseline answers: the reason as counted, and the sentence for people."""

    reason: str
    why: str


def detour(past: History, liquidity_bucket: str | None, route: Mapping[str, Any]) -> Detour | None:
    """The first rule of config/forecast.yml's `route` that holds, or None: then the model is asked."""
    if past.points < route["points_at_least"]:
        return Detour("short_input", f"{past.points} prices, fewer than {route['points_at_least']}")
    if liquidity_bucket in route["liquidity"]:
        return Detour("low_liquidity", f"liquidity is {liquidity_bucket}")
    if past.gap_share > route["gap_share_at_most"]:
        return Detour("gaps", f"{past.gap_share:.0%} of the steps have no price, more than {route['gap_share_at_most']:.0%}")
    return None
