"""What the exchange makes itself where nothing was recorded: CLOB objects and resolution rows from a Gamma market.

Rule   an outcome is read off Gamma only if the market is closed, its oracle has finished (`resolved` or `settled`,
       on V2 `resolutionStatus`), it has exactly two outcomes, and its prices are exactly {1, 0} or {0.5, 0.5}
Trap   `0.99999999999999999999999` is 1 as a float: prices are compared as decimals
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from .objects import Market, decoded, epoch, iso, number, text, texts

SCALE = 1_000_000  # payouts of `/v2/resolutions`
UNSET = "69"  # an oracle price that was never stated
ORACLE_PRICES = {SCALE: "1000000000000000000", 0: "0", SCALE // 2: "500000000000000000"}
PAYOUTS = {
    (Decimal(1), Decimal(0)): (SCALE, 0),
    (Decimal(0), Decimal(1)): (0, SCALE),
    (Decimal("0.5"), Decimal("0.5")): (SCALE // 2, SCALE // 2),
}


class _Detail(msgspec.Struct, gc=False):
    question: Any = None
    description: Any = None
    outcomes: Any = None
    outcomePrices: Any = None
    resolutionStatus: Any = None
    umaResolutionStatuses: Any = None
    closedTime: Any = None
    umaEndDate: Any = None
    createdAt: Any = None
    active: Any = None
    archived: Any = None
    acceptingOrders: Any = None
    acceptingOrdersTimestamp: Any = None
    enableOrderBook: Any = None
    orderMinSize: Any = None
    orderPriceMinTickSize: Any = None
    gameStartTime: Any = None
    secondsDelay: Any = None
    marketMakerAddress: Any = None
    makerBaseFee: Any = None
    takerBaseFee: Any = None
    negRisk: Any = None
    negRiskMarketID: Any = None
    negRiskRequestID: Any = None
    icon: Any = None
    image: Any = None
    rewardsMinSize: Any = None
    rewardsMaxSpread: Any = None


@dataclass(frozen=True)
class Settlement:
    payouts: tuple[int, int]  # of `SCALE`, in the order of the outcomes
    at: float | None  # None: the recording does not say when


def settlement(market: Market) -> Settlement | None:
    """How this version of a market ended, if Gamma may say so."""
    return _settlement(market, _detail(market))


def has_clob_object(market: Market) -> bool:
    return bool(market.condition_id and market.token_ids) and all(market.token_ids)


def clob_market(market: Market, tags: list[str]) -> dict[str, object]:
    """The CLOB's object of a market that `has_clob_object`."""
    detail = _detail(market)
    ended = _settlement(market, detail)
    payouts = None if ended is None else ended.payouts
    return {
        "enable_order_book": detail.enableOrderBook is True and not market.closed,
        "active": detail.active is True,
        "closed": market.closed,
        "archived": detail.archived is True,
        "accepting_orders": detail.acceptingOrders is True and not market.closed,
        "accepting_order_timestamp": text(detail.acceptingOrdersTimestamp) or None,
        "minimum_order_size": number(detail.orderMinSize) or 0,
        "minimum_tick_size": number(detail.orderPriceMinTickSize) or 0,
        "condition_id": market.condition_id,
        "question_id": text(market.seen.questionID),
        "question": text(detail.question),
        "description": text(detail.description),
        "market_slug": text(market.seen.slug),
        "end_date_iso": text(market.seen.endDate) or None,
        "game_start_time": text(detail.gameStartTime) or None,
        "seconds_delay": number(detail.secondsDelay) or 0,
        "fpmm": text(detail.marketMakerAddress),
        "maker_base_fee": number(detail.makerBaseFee) or 0,
        "taker_base_fee": number(detail.takerBaseFee) or 0,
        "notifications_enabled": False,
        "neg_risk": detail.negRisk is True,
        "neg_risk_market_id": text(detail.negRiskMarketID),
        "neg_risk_request_id": text(detail.negRiskRequestID),
        "icon": text(detail.icon),
        "image": text(detail.image),
        "rewards": {
            "rates": None,
            "min_size": number(detail.rewardsMinSize) or 0,
            "max_spread": number(detail.rewardsMaxSpread) or 0,
        },
        "is_50_50_outcome": payouts == (SCALE // 2, SCALE // 2),
        "tokens": _tokens(market, detail, payouts),
        "tags": tags,
    }


def resolution_row(market: Market, moment: float) -> dict[str, object] | None:
    """The row of `/v2/resolutions` as of `moment`; None for a market without a condition."""
    if not market.condition_id:
        return None
    detail = _detail(market)
    ended = _settlement(market, detail)
    if ended is not None and ended.at is not None and ended.at > moment:
        ended = None
    row: dict[str, object] = {
        "condition_id": market.condition_id,
        "question_id": text(market.seen.questionID),
        "status": "resolved" if ended else _open_status(market, detail),
        "extended_review": False,
        "was_disputed": "disputed" in texts(detail.umaResolutionStatuses),
        "new_version_q": False,
        "proposed_price": UNSET,
        "reproposed_price": UNSET,
        "price": ORACLE_PRICES[ended.payouts[0]] if ended else UNSET,
        "transaction_hash": "",
        "log_index": 0,
        "last_update_timestamp": str(int(_updated_at(market, detail, ended))),
    }
    if ended:
        row["payouts"] = list(ended.payouts)
        if ended.at is not None:
            row["resolved_at"] = iso(ended.at)
    return row


def order_terms(market: Market) -> tuple[float, float, bool]:
    """Least order size, tick size and whether the market is neg-risk."""
    detail = _detail(market)
    return number(detail.orderMinSize) or 5.0, number(detail.orderPriceMinTickSize) or 0.01, detail.negRisk is True


def outcome_index(market: Market, label: str) -> int | None:
    outcomes = texts(_detail(market).outcomes)
    return outcomes.index(label) if label in outcomes else None


def _detail(market: Market) -> _Detail:
    return decoded(market.body, _Detail) or _Detail()


def _settlement(market: Market, detail: _Detail) -> Settlement | None:
    finished = text(market.seen.umaResolutionStatus) in ("resolved", "settled") or detail.resolutionStatus == "resolved"
    if not market.closed or not finished or len(texts(detail.outcomes)) != 2:
        return None
    payouts = PAYOUTS.get(_prices(detail))  # type: ignore[arg-type]
    if payouts is None:
        return None
    return Settlement(payouts, _ended_at(detail))


def _prices(detail: _Detail) -> tuple[Decimal, ...]:
    try:
        return tuple(Decimal(price) for price in texts(detail.outcomePrices))
    except InvalidOperation:
        return ()


def _ended_at(detail: _Detail) -> float | None:
    closed_at = epoch(detail.closedTime)
    return epoch(detail.umaEndDate) if closed_at is None else closed_at


def _open_status(market: Market, detail: _Detail) -> str:
    """The oracle's state where no outcome may be stated; a finished oracle with other prices is `proposed`."""
    if detail.resolutionStatus in ("inactive", "active"):
        return "initialized" if detail.resolutionStatus == "inactive" else "active"
    status = text(market.seen.umaResolutionStatus)
    return {"disputed": "disputed", "requested": "posed", "": "posed"}.get(status, "proposed")


def _updated_at(market: Market, detail: _Detail, ended: Settlement | None) -> float:
    if ended is not None and ended.at is not None:
        return ended.at
    return max(0.0, market.known_at, epoch(detail.createdAt) or 0.0)


def _tokens(market: Market, detail: _Detail, payouts: tuple[int, int] | None) -> list[dict[str, object]]:
    outcomes, prices = texts(detail.outcomes), texts(detail.outcomePrices)
    return [
        {
            "token_id": token,
            "outcome": outcomes[place] if place < len(outcomes) else "",
            "price": (number(prices[place]) if place < len(prices) else None) or 0,
            "winner": payouts is not None and payouts[place] == SCALE,
        }
        for place, token in enumerate(market.token_ids)
    ]
