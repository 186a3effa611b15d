"""GET /search: markets whose question, slug or ids hold a text."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import search
from .answers import list_answer
from .asking import Ask, documented
from .parameters import SearchParameters
from .shapes import FoundMarket

router = APIRouter(tags=["search"])


@router.get("/search", responses=documented(FoundMarket))
def read_search(ask: Ask, asked: Annotated[SearchParameters, Query()]) -> Response:
    """Markets whose question, slug or ids hold every word, the closest first."""
    return ask.kept(
        lambda meta: list_answer(search.read(ask.lake, asked.q, limit=asked.limit), meta, FoundMarket, asked.format)
    )
