"""GET /bands, /bands/coverage, /bands/breaches, /markets/{market_id}/bands: what range is normal now, and whether that held."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import band_state, bands, breaches, markets
from ..records import BandBreach, BandCoverage, ForecastBand
from .answers import list_answer
from .asking import Ask, documented
from .parameters import BandCoverageParameters, BandsParameters, BreachesParameters, MarketBandsParameters

router = APIRouter(tags=["bands"])


@router.get("/bands", responses=documented(ForecastBand))
def read_bands(ask: Ask, filters: Annotated[BandsParameters, Query()]) -> Response:
    """Ranges in which prices should stay, newest first: as the model said (raw), and corrected by what came of it (conformal)."""
    return ask.kept(lambda meta: list_answer(bands.read(ask.lake, **filters.filters()), meta, ForecastBand, filters.format))


@router.get("/bands/coverage", responses=documented(BandCoverage))
def read_coverage(ask: Ask, filters: Annotated[BandCoverageParameters, Query()]) -> Response:
    """How bands have kept their word, on what came after the fit that corrected them: .80 inside is what they promise."""
    return ask.kept(
        lambda meta: list_answer(band_state.coverage(ask.lake, **filters.filters()), meta, BandCoverage, filters.format)
    )


@router.get("/bands/breaches", responses=documented(BandBreach))
def read_breaches(ask: Ask, filters: Annotated[BreachesParameters, Query()]) -> Response:
    """Bands that prices left, newest first. One in five is to be expected: a breach alone is no alert."""
    return ask.kept(lambda meta: list_answer(breaches.read(ask.lake, **filters.filters()), meta, BandBreach, filters.format))


@router.get("/markets/{market_id}/bands", responses=documented(ForecastBand))
def read_bands_of_market(ask: Ask, market_id: str, filters: Annotated[MarketBandsParameters, Query()]) -> Response:
    """The bands of one market, newest first. `market_id` may be any name of it."""
    return ask.kept(
        lambda meta: list_answer(
            bands.read(ask.lake, market_id=markets.identify(ask.lake, market_id), **filters.filters()), meta, ForecastBand,
            filters.format,
        )
    )  # fmt: skip
