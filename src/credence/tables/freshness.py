"""How new the newest price is, and what is known of single markets at this version of the lake."""

from datetime import datetime
from functools import lru_cache
from typing import Any

import pyarrow.compute as pc

from ..lake import Lake
from . import market_state

SHOWN = ("market_id", "price", "price_at", "price_age_seconds", "q10_1h", "q90_1h", "outside_range", "trust", "volume_24h")


def newest_price_at(lake: Lake) -> datetime | None:
    """When the newest price of all was observed; None without any."""
    version = lake.version("prices")
    return None if version is None else _newest(lake, str(lake.layout.root), version.number)


@lru_cache(maxsize=8)
def _newest(lake: Lake, _root: str, _version: int) -> datetime | None:
    found: datetime | None = lake.rows("select max(ts) as ts from prices")[0]["ts"]
    return found


def of_market(lake: Lake, market_id: str) -> dict[str, Any] | None:
    """The newest state of one market, None where there is no such market."""
    states = market_state.newest(lake)
    place = pc.index(states["market_id"], market_id).as_py()
    return None if place < 0 else {name: states[name][place].as_py() for name in SHOWN}
