"""Markets and events: what is traded, and what belongs together."""

from datetime import datetime
from enum import StrEnum

from .table import Row, column, table


class MarketStatus(StrEnum):
    ACTIVE = "ACTIVE"
    RESOLVED = "RESOLVED"
    VOID = "VOID"  # cancelled, or paid half and half: never scored
    UNRESOLVED = "UNRESOLVED"  # closed, without an answer that counts


@table("market_registry", key=("market_id",))
class MarketRegistry(Row):
    """One row per market, as last known. Earlier values are in market_history."""

    market_id: str = column("Gamma's id, or condition:, token:, slug: or venue: plus the only id known")
    event_id: str = column("event it belongs to; markets of one event are not independent")
    slug: str | None = column("name in addresses; can change and be reused")
    question: str | None = column("as shown to traders")
    category: str = column("first match of config/categories.yml over the event's tags, else the old category, else other")
    category_tags: list[str] = column("tags of the event, lower case")
    outcomes: list[str] = column("names of the outcomes, in the order of the payouts")
    enableOrderBook: bool | None = column("whether the order book was switched on")
    start_ts: datetime | None = column("when trading started", unit="UTC")
    end_ts: datetime | None = column("scheduled end, as last known; trading may stop earlier or later", unit="UTC")
    status: str = column("ACTIVE, RESOLVED, VOID or UNRESOLVED")
    venue: str = column("where it trades: polymarket, polymarket_us, world (simulated)")
    condition_id: str | None = column("on-chain id of the market, lower-case hex; null where unknown")
    token_ids: list[str] = column("ids of the outcome tokens (positions under protocol v2), in the order of outcomes")
    neg_risk: bool | None = column("one of several mutually exclusive questions")
    protocol_version: str | None = column("v1 (clobTokenIds) or v2 (positionIds)")
    game_start_at: datetime | None = column("start of the game, where one is known", unit="UTC")
    closed_at: datetime | None = column("when the upstream says it closed", unit="UTC")
    simulated: bool = column("true for made-up markets")
    origin: str = column("what the row comes from: gamma, clob or the name of a drop")
    clock: str = column("replayed: the upstream's own time; received: ours")
    knowable_at: datetime = column("when this state was first knowable", unit="UTC")


@table("market_history", key=("market_id", "field", "knowable_at"))
class MarketHistory(Row):
    """One row per change of a field of a market; the first value counts as a change."""

    market_id: str = column("the market")
    field: str = column("name of the changed field, as in market_registry")
    old_value: str | None = column("value before, as text; null for the first one")
    value: str | None = column("value from knowable_at on, as text")
    clock: str = column("replayed or received")
    knowable_at: datetime = column("when the new value was knowable", unit="UTC")


@table("market_alias", key=("kind", "alias"))
class MarketAlias(Row):
    """Every id under which a market has been seen; sources are joined by condition, then token, then slug."""

    kind: str = column("gamma, condition, token, slug or native")
    alias: str = column("the id, as the source writes it (condition ids in lower case)")
    market_id: str = column("the market that it names now")
    outcome_index: int | None = column("for tokens: which outcome the token pays")


@table("events", key=("event_id",))
class Event(Row):
    """One row per event: the unit of independence."""

    event_id: str = column("Gamma's id, venue:key of a drop, or market:<market_id> where a market has no event")
    slug: str | None = column("name in addresses")
    title: str | None = column("as shown to traders")
    category_tags: list[str] = column("tags, lower case")
    category: str = column("first match of config/categories.yml over the tags")
    neg_risk: bool | None = column("its markets are mutually exclusive")
    venue: str = column("where it trades")
    n_markets: int = column("markets known to belong to it", unit="count")
    origin: str = column("gamma, a drop's name, or market (made for a market without event)")
    simulated: bool = column("true for made-up events")
    clock: str = column("replayed or received")
    knowable_at: datetime = column("when this state was first knowable", unit="UTC")
