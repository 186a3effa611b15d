"""GET /markets, /markets/{market_id} and /markets/{market_id}/prices."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import markets, readings
from ..records import Price
from .answers import Answer, list_answer, one_answer
from .asking import Ask, documented, documented_object
from .parameters import MarketParameters, MarketsParameters, PricesParameters
from .shapes import MarketPage, MarketRow

router = APIRouter(tags=["markets"])


@router.get("/markets", responses=documented(MarketRow))
def list_markets(ask: Ask, filters: Annotated[MarketsParameters, Query()]) -> Response:
    """Markets as last known, each with its newest price, usual range, trust, recalibrated price and money.

    Sorted by any column: unknown values come last, equal ones in the order of market_id.
    """
    return ask.kept(
        lambda meta: list_answer(
            markets.list_markets(ask.lake, **filters.filters()), meta, MarketRow, filters.format
        )
    )


@router.get("/markets/{market_id}", responses=documented_object(MarketPage))
def read_market(ask: Ask, market_id: str, asked: Annotated[MarketParameters, Query()]) -> Response:
    """One market: registry, event, outcome, names, changes, cutoffs, what is said of it now, and what was not seen of it.

    `market_id` may be any name of it: Gamma's id, condition id, token id or slug.
    """

    def made(meta: dict[str, Any]) -> Answer:
        known = markets.market(ask.lake, market_id)
        beside = readings.read(ask.lake, known["market"]["market_id"], window=asked.window)
        return one_answer(known | beside, meta, MarketPage, *asked.form)

    return ask.kept(made)


@router.get("/markets/{market_id}/prices", responses=documented(Price))
def read_prices(ask: Ask, market_id: str, window: Annotated[PricesParameters, Query()]) -> Response:
    """Prices of one market in the order of time, from `since` up to but without `until`; with `points` all of them, thinned."""
    return ask.kept(
        lambda meta: list_answer(
            markets.series(ask.lake, market_id, **window.filters(), files=ask.shop.files), meta, Price, window.format
        )
    )
