"""GET /overview: what can be believed today, what moved, what was not seen."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import overview
from .answers import one_answer
from .asking import Ask, documented_object
from .parameters import Whole
from .shapes import Overview

router = APIRouter(tags=["overview"])


@router.get("/overview", responses=documented_object(Overview))
def read_overview(ask: Ask, asked: Annotated[Whole, Query()]) -> Response:
    """What can be believed today, what moved, what was not seen, and what has changed since the run before."""
    return ask.kept(lambda meta: one_answer(overview.read(ask.lake), meta, Overview, *asked.form))
