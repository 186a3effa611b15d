"""What a made-up market is: its people, its moments, its prices and its truth.

Times are whole seconds since 1970, UTC. Prices are counts of ticks of 0.001 for the first outcome.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

HOUR, DAY = 3600, 86_400
TICKS = 1000  # the price grid is 0.001 .. 0.999: an order of 0 or 1 does not exist
HISTORY_START = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
HISTORY_END = int(datetime(2026, 6, 30, tzinfo=UTC).timestamp())  # the "now" of a world: its `as_of`


@dataclass(frozen=True, slots=True)
class Stage:
    """A moment at which the upstream's object changed. `statuses` is the oracle's history up to it."""

    name: str  # created, rescheduled, seen, proposed, disputed, reproposed, resolved
    at: int
    end_at: int  # the scheduled end as it stood
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a market that did not go the way of its event."""

    kind: str
    trading_ends_at: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Market:
    market_id: str
    position: int  # within its event
    condition_id: str
    question_id: str
    token_ids: tuple[str, str]
    question: str
    slug: str
    outcomes: tuple[str, str]
    group_title: str
    resolved_yes: bool  # what the path says; `status` says whether it ever became an outcome
    opening: int  # ticks
    observed_at: NDArray[np.int64]
    ticks: NDArray[np.int64]
    true_p: dict[str, float | None]  # P(YES | price last displayed) at the moments that truth.parquet names
    volume_usdc: float  # at the end of trading
    liquidity_usdc: float
    half_spread: int  # ticks
    legacy_positions: bool  # a v1 market that carries position ids too: `version` decides, not the field
    bucket: str  # LOW, MID, HIGH: what it is planned to trade a day
    slope_24h: float  # planted, of the displayed price 24 h before its end
    intercept_24h: float
    shock: bool  # whether its outcome shares the factor of a common shock
    own: Fate | None = None  # None: the way of its event

    def ticks_at(self, at: int) -> int:
        """The last price seen by then."""
        seen = int(np.searchsorted(self.observed_at, at, side="right"))
        return int(self.ticks[seen - 1]) if seen else self.opening


@dataclass(frozen=True, slots=True)
class Event:
    event_id: str
    title: str
    slug: str
    description: str
    resolution_source: str
    category: str
    shape: str  # single, ladder, exclusive, several
    kind: str  # plain, rescheduled, early, void, disputed, open, awaiting
    version: str  # v1, v2
    neg_risk_id: str  # "" unless exclusive
    created_at: int
    trading_ends_at: int  # the last price is older than this
    stages: tuple[Stage, ...]  # in time order; the first is `created`, a minute after created_at
    markets: tuple[Market, ...]
    birth_volume: bool = True  # whether the first version states a volume of 24 hours, which is 0 then

    @property
    def resolved_at(self) -> int | None:
        last = self.stages[-1]
        return last.at if last.name == "resolved" else None

    def kind_of(self, market: Market) -> str:
        return market.own.kind if market.own else self.kind

    def stages_of(self, market: Market) -> tuple[Stage, ...]:
        return market.own.stages if market.own else self.stages

    def trading_ends_of(self, market: Market) -> int:
        return market.own.trading_ends_at if market.own else self.trading_ends_at

    def resolved_at_of(self, market: Market) -> int | None:
        last = self.stages_of(market)[-1]
        return last.at if last.name == "resolved" else None

    def status(self, market: Market) -> str:
        if self.resolved_at_of(market) is None:
            return "UNRESOLVED"
        if self.kind == "void":
            return "VOID"
        return "RESOLVED_TRUE" if market.resolved_yes else "RESOLVED_FALSE"


def hex_id(*names: object) -> str:
    """0x and 64 hex digits, the same for the same names."""
    return "0x" + hashlib.sha256("/".join(map(str, names)).encode()).hexdigest()


def token_id(*names: object) -> str:
    """77 decimal digits, the same for the same names."""
    return str(10**76 + int(hex_id(*names), 16) % (9 * 10**76))
