"""GET /markets, /markets/{market_id} and /markets/{market_id}/prices."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import markets
from ..records import MarketRegistry, Price
from .answers import list_answer, one_answer
from .asking import Ask, documented
from .parameters import MarketsParameters, Nothing, PricesParameters

router = APIRouter(tags=["markets"])


@router.get("/markets", responses=documented(MarketRegistry))
def list_markets(ask: Ask, filters: Annotated[MarketsParameters, Query()]) -> Response:
    """Markets in the order of their ids, as last known, each with its newest liquidity_bucket."""
    return ask.kept(
        lambda meta: list_answer(
            markets.list_markets(ask.lake, **filters.filters()), meta, MarketRegistry, filters.format
        )
    )


@router.get("/markets/{market_id}", responses=documented(MarketRegistry, many=False))
def read_market(ask: Ask, market_id: str, _: Annotated[Nothing, Query()]) -> Response:
    """One market: registry, event, outcome, names, changes, cutoffs, and what was not seen of it.

    `market_id` may be any name of it: Gamma's id, condition id, token id or slug.
    """
    return ask.kept(lambda meta: one_answer(markets.market(ask.lake, market_id), meta))


@router.get("/markets/{market_id}/prices", responses=documented(Price))
def read_prices(ask: Ask, market_id: str, window: Annotated[PricesParameters, Query()]) -> Response:
    """Prices of one market in the order of time, from `since` up to but without `until`."""
    return ask.kept(
        lambda meta: list_answer(
            markets.series(ask.lake, market_id, **window.filters(), files=ask.shop.files), meta, Price, window.format
        )
    )
