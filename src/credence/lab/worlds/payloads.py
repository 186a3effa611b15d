"""A made-up market in the upstreams' own words: Gamma, CLOB and Data API objects as they were at one stage.

Follows polymarket-apis.md 1.2, 1.3, 3 and 6.3. An object holds only what was known at its stage: no `closedTime`
before the close, no volume of tomorrow. Lists inside market objects are text (JSON in a string), as Gamma sends them.
"""

import json
import math
from datetime import UTC, datetime
from functools import lru_cache

from .life import DAY, HISTORY_END, HOUR, TICKS, Event, Market, Stage, hex_id

Payload = dict[str, object]

# id, label, slug; the first of each row names the category, the others are the noise that real tag lists have
TAGS = {
    "politics": (("2", "Politics", "politics"), ("180", "Elections", "elections")),
    "sports": (("1", "Sports", "sports"), ("100639", "Games", "games")),
    "crypto": (("21", "Crypto", "crypto"), ("1312", "Crypto Prices", "crypto-prices")),
    "economy": (("100328", "Economy", "economy"), ("159", "Fed", "fed")),
    "culture": (("596", "Culture", "culture"), ("53", "Movies", "movies")),
    "weather": (("84", "Weather", "weather"), ("104596", "Highest temperature", "highest-temperature")),
}
EVERYWHERE = ("100215", "All", "all")
GAME = 3 * HOUR  # a game is over three hours after its start
UMA_UNIT = 10**18  # UMA states prices in 1e-18
UMA_UNSET = "69"


def gamma_market(event: Event, market: Market, stage: Stage) -> Payload:
    """One version of a Gamma market object, without its event."""
    at = stage.at + min(3 * market.position, 29)
    resolved = stage.name == "resolved"
    created = event.created_at
    volume, day_ago = _volume(event, market, at), _volume(event, market, at - DAY)
    liquidity = 0.0 if resolved else _liquidity(event, market, stage)
    yes, no = _prices(event, market, stage)
    payload: Payload = {
        "id": market.market_id,
        "version": event.version,
        "question": market.question,
        "conditionId": market.condition_id,
        "questionID": market.question_id,
        "slug": market.slug,
        "resolutionSource": event.resolution_source,
        "description": event.description,
        "createdAt": _iso(created, market),
        "updatedAt": _iso(at, market),
        "startDate": _iso(created + 45, market),
        "startDateIso": _iso(created)[:10],
        "endDate": _iso(stage.end_at),
        "endDateIso": _iso(stage.end_at)[:10],
        "acceptingOrdersTimestamp": _iso(created + 30),
        "outcomes": _text(market.outcomes),
        "outcomePrices": _text((f"{yes:g}", f"{no:g}")),
        "active": True,
        "closed": resolved,
        "archived": False,
        "acceptingOrders": not resolved,
        "enableOrderBook": True,  # Gamma leaves it true after the close
        "restricted": True,
        "volume": f"{volume:.6f}",
        "volumeNum": volume,
        "volumeClob": volume,
        "volume24hr": round(volume - day_ago, 6),
        "volume24hrClob": round(volume - day_ago, 6),
        "volume1wk": round(volume - _volume(event, market, at - 7 * DAY), 6),
        "liquidity": f"{liquidity:.5f}",
        "liquidityNum": liquidity,
        "liquidityClob": liquidity,
        "orderPriceMinTickSize": 1 / TICKS,
        "orderMinSize": 5,
        "groupItemTitle": market.group_title,
        "groupItemThreshold": str(market.position),
        "negRisk": event.shape == "exclusive",
        "negRiskOther": False,
        "umaBond": "500",
        "umaReward": "2",
        "customLiveness": 0,
        "marketMakerAddress": "",
        "feesEnabled": False,
        "feeType": None,
        "category": None,
    }
    if event.neg_risk_id:
        payload["negRiskMarketID"] = event.neg_risk_id
        payload["negRiskRequestID"] = hex_id(market.question_id, "request")
    if event.version == "v2":
        payload["positionIds"] = list(market.token_ids)
        payload["clobTokenIds"] = "[]"
        payload["resolutionStatus"] = "resolved" if resolved else "active"
        payload["umaResolutionStatuses"] = "[]"
    else:
        payload["clobTokenIds"] = _text(market.token_ids)
        payload["umaResolutionStatuses"] = _text(stage.statuses)
        if stage.statuses:
            payload["umaResolutionStatus"] = "resolved" if resolved else stage.statuses[-1]
        if market.legacy_positions:
            payload["positionIds"] = [token[::-1] for token in market.token_ids]
    if event.category == "sports":
        payload["gameStartTime"] = _spaced(stage.end_at - GAME)
    if resolved:
        payload["closedTime"] = _spaced(stage.at)
        payload["umaEndDate"] = _iso(stage.at) if int(market.market_id) % 2 else _spaced(stage.at)
        payload["automaticallyResolved"] = True
        payload["resolvedBy"] = hex_id(market.question_id, "oracle")[:42]
    if stage.name != "created":
        payload |= _quotes(market, stage, yes)
    elif not event.birth_volume:
        del payload["volume24hr"], payload["volume24hrClob"]
    return payload


def gamma_event(event: Event, stage: Stage) -> Payload:
    """One version of a Gamma event object, with its markets as they were."""
    at = stage.at + 30
    resolved = stage.name == "resolved"
    volume = sum(_volume(event, market, at) for market in event.markets)
    day_ago = sum(_volume(event, market, at - DAY) for market in event.markets)
    states = [(market, _as_of(event.stages_of(market), stage)) for market in event.markets]
    liquidity = sum(0.0 if then.name == "resolved" else _liquidity(event, market, then) for market, then in states)
    payload: Payload = {
        "id": event.event_id,
        "ticker": event.slug,
        "slug": event.slug,
        "title": event.title,
        "description": event.description,
        "resolutionSource": event.resolution_source,
        "startDate": _iso(event.created_at + 45),
        "creationDate": _iso(event.created_at),
        "createdAt": _iso(event.created_at),
        "updatedAt": _iso(at),
        "endDate": _iso(stage.end_at),
        "active": True,
        "closed": resolved,
        "archived": False,
        "new": False,
        "featured": False,
        "restricted": True,
        "liquidity": round(liquidity, 5),
        "liquidityClob": round(liquidity, 5),
        "volume": round(volume, 6),
        "volume24hr": round(volume - day_ago, 6),
        "openInterest": round(sum(open_interest(event, market, at) for market in event.markets), 6),
        "category": None,
        "negRisk": event.shape == "exclusive",
        "enableNegRisk": event.shape == "exclusive",
        "negRiskAugmented": False,
        "cumulativeMarkets": event.shape == "ladder",
        "markets": [gamma_market(event, market, then) for market, then in states],
        "tags": _tags(event),
    }
    if resolved:
        payload["closedTime"] = _iso(stage.at)
    if event.category == "sports":
        payload["startTime"] = _iso(stage.end_at - GAME)
    return payload


def _as_of(stages: tuple[Stage, ...], stage: Stage) -> Stage:
    """The newest of a market's stages when its event is at a stage."""
    return max((found for found in stages if found.at <= stage.at), key=lambda found: found.at)


def gamma_market_row(event: Event, market: Market, stage: Stage) -> Payload:
    """A market as the market list sends it: with a brief reference to its event."""
    brief = {"id": event.event_id, "ticker": event.slug, "slug": event.slug, "title": event.title}
    return gamma_market(event, market, stage) | {"events": [brief]}


def clob_market(event: Event, market: Market) -> Payload:
    """The CLOB's market object at the end of history."""
    stage = event.stages_of(market)[-1]
    closed = stage.name == "resolved"
    prices = _prices(event, market, stage)
    return {
        "enable_order_book": not closed,
        "active": True,
        "closed": closed,
        "archived": False,
        "accepting_orders": not closed,
        "accepting_order_timestamp": _iso(event.created_at + 30),
        "minimum_order_size": 5,
        "minimum_tick_size": 1 / TICKS,
        "condition_id": market.condition_id,
        "question_id": market.question_id,
        "question": market.question,
        "description": event.description,
        "market_slug": market.slug,
        "end_date_iso": _iso(stage.end_at),
        "game_start_time": _iso(stage.end_at - GAME) if event.category == "sports" else None,
        "seconds_delay": 0,
        "fpmm": "",
        "maker_base_fee": 0,
        "taker_base_fee": 0,
        "notifications_enabled": True,
        "neg_risk": event.shape == "exclusive",
        "neg_risk_market_id": event.neg_risk_id,
        "neg_risk_request_id": hex_id(market.question_id, "request") if event.neg_risk_id else "",
        "icon": "",
        "image": "",
        "rewards": {"rates": None, "min_size": 0, "max_spread": 0},
        "is_50_50_outcome": event.status(market) == "VOID",
        "tokens": [
            {"token_id": token, "outcome": outcome, "price": price, "winner": closed and price == 1}
            for token, outcome, price in zip(market.token_ids, market.outcomes, prices, strict=True)
        ],
        "tags": [tag["label"] for tag in _tags(event)],
    }


def price_history(market: Market) -> Payload:
    """CLOB `/prices-history` of the first outcome."""
    times, prices = market.observed_at.tolist(), (market.ticks / TICKS).tolist()
    history = [{"t": t, "p": p} for t, p in zip(times, prices, strict=True)]
    return {"token_id": market.token_ids[0], "response": {"history": history}}


def resolution(event: Event, market: Market) -> Payload:
    """The row of Data API `/v2/resolutions` at the end of history; `payouts` only where there is an outcome."""
    stage = event.stages_of(market)[-1]
    status = event.status(market)
    scaled = {"RESOLVED_TRUE": 2, "RESOLVED_FALSE": 0, "VOID": 1}.get(status)  # in halves
    disputed = "disputed" in stage.statuses
    right = scaled if scaled is not None else 2 * market.resolved_yes
    first = 2 - right if disputed else right  # a dispute overturns a wrong proposal
    proposed = bool(stage.statuses)
    row: Payload = {
        "condition_id": market.condition_id,
        "question_id": market.question_id,
        "status": "resolved" if scaled is not None else "proposed" if proposed else "posed",
        "extended_review": False,
        "was_disputed": disputed,
        "new_version_q": False,
        "proposed_price": _uma(first) if proposed else UMA_UNSET,
        "reproposed_price": _uma(right) if disputed else UMA_UNSET,
        "price": _uma(scaled) if scaled is not None else UMA_UNSET,
        "transaction_hash": hex_id(market.question_id, "initialized"),
        "log_index": int(market.market_id) % 97,
        "last_update_timestamp": str(stage.at if stage.name != "seen" else event.created_at),
        "market_type": "INCREMENTAL_NEGRISK" if event.shape == "exclusive" else "BINARY",
    }
    if scaled is not None:
        row["payouts"] = [scaled * 500_000, (2 - scaled) * 500_000]
        row["resolution_source"] = "reported"
        row["reporter"] = "UMA_OO"
        row["was_arbitrated"] = False
        row["resolved_block"] = 80_000_000 + (stage.at - event.created_at) // 2
        row["resolved_at"] = _iso(stage.at)
    return row


def oi_row(event: Event, market: Market) -> Payload:
    """The row of Data API `/v2/oi` at the end of history."""
    return {"condition_id": market.condition_id, "value": open_interest(event, market, HISTORY_END)}


def open_interest(event: Event, market: Market, at: int) -> float:
    """Open interest, USDC: a part of what was traded; what winners forgot to redeem once resolved."""
    resolved_at = event.resolved_at_of(market)
    resolved = resolved_at is not None and at >= resolved_at
    return round((0.004 if resolved else 0.35) * _volume(event, market, at), 6)


@lru_cache(maxsize=256)  # the versions of one market repeat its moments
def iso(at: int) -> str:
    """ISO 8601 with Z."""
    return datetime.fromtimestamp(at, UTC).isoformat()[:19] + "Z"


def _iso(at: int, market: Market | None = None) -> str:
    """Gamma's own stamps carry 0 to 6 digits of a second; ours differ by market, not by chance."""
    if market is None:
        return iso(at)
    digits = int(market.market_id) % 7
    return iso(at)[:-1] + ("." + market.question_id[2:].translate(_DIGITS)[:digits] if digits else "") + "Z"


_DIGITS = str.maketrans("abcdef", "012345")


def _spaced(at: int) -> str:
    return iso(at)[:-1].replace("T", " ") + "+00"


def _text(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _uma(halves: int) -> str:
    return str(halves * UMA_UNIT // 2)


def _tags(event: Event) -> list[dict[str, str]]:
    named = [*TAGS[event.category], EVERYWHERE]
    turn = int(event.event_id) % len(named)  # the category's tag is not always the first
    return [{"id": id_, "label": label, "slug": slug} for id_, label, slug in named[turn:] + named[:turn]]


def _prices(event: Event, market: Market, stage: Stage) -> tuple[float, float]:
    """Displayed prices of both outcomes."""
    if stage.name == "resolved":
        yes = 0.5 if event.kind == "void" else float(market.resolved_yes)
    elif stage.statuses:  # the outcome is public, the oracle is slow
        yes = 0.5 if event.kind == "void" else 0.9995 if market.resolved_yes else 0.0005
    else:
        ticks = market.ticks_at(stage.at)
        return ticks / TICKS, (TICKS - ticks) / TICKS
    return yes, round(1 - yes, 4)


def _quotes(market: Market, stage: Stage, yes: float) -> Payload:
    """Best bid and ask around the price; 0 and 1 where the book is empty."""
    if stage.name == "resolved":
        return {"bestBid": 0, "bestAsk": 1, "spread": 1, "lastTradePrice": market.ticks_at(stage.at) / TICKS}
    half = min(float(market.half_spread), yes * TICKS, (1 - yes) * TICKS) / TICKS
    bid, ask = round(yes - half, 4), round(yes + half, 4)
    now, day_ago = market.ticks_at(stage.at), market.ticks_at(stage.at - DAY)
    return {
        "bestBid": bid,
        "bestAsk": ask,
        "spread": round(ask - bid, 4),
        "lastTradePrice": now / TICKS,
        "oneDayPriceChange": round((now - day_ago) / TICKS, 3),
    }


def _volume(event: Event, market: Market, at: int) -> float:
    """Traded so far, USDC: grows with the age of the market and stops with its trading."""
    age = (at - event.created_at) / (event.trading_ends_of(market) - event.created_at)
    return round(market.volume_usdc * math.pow(min(max(age, 0.0), 1.0), 1.3), 6)


def _liquidity(event: Event, market: Market, stage: Stage) -> float:
    age = (stage.at - event.created_at) / (event.trading_ends_of(market) - event.created_at)
    return round(market.liquidity_usdc * (0.4 + 0.6 * min(age, 1.0)), 5)
