"""GET /coverage: what was asked for, and what did not come."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import coverage
from ..records import Coverage
from .answers import list_answer
from .asking import Ask, documented
from .parameters import CoverageParameters

router = APIRouter(tags=["coverage"])


@router.get("/coverage", responses=documented(Coverage))
def read_coverage(ask: Ask, filters: Annotated[CoverageParameters, Query()]) -> Response:
    """The ledger, newest run first: how much was expected, how much came. `meta.by_status` counts it."""
    return ask.kept(
        lambda meta: list_answer(coverage.read(ask.lake, **filters.filters()), meta, Coverage, filters.format)
    )
