"""GET /scoreboard: how well prices came true, by group."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import scoreboard
from ..records import ScoreboardRow
from .answers import list_answer
from .asking import Ask, documented
from .parameters import ScoreboardParameters

router = APIRouter(tags=["scoreboard"])


@router.get("/scoreboard", responses=documented(ScoreboardRow))
def read_scoreboard(ask: Ask, filters: Annotated[ScoreboardParameters, Query()]) -> Response:
    """Scores of prices by venue, category, liquidity, horizon and anchor; `all` in a column is its total.

    Brier: 0 is perfect, 0.25 is a coin. Groups with too few events have no score and say so in `note`.
    """
    return ask.kept(
        lambda meta: list_answer(
            scoreboard.read(ask.lake, **filters.filters()), meta, ScoreboardRow, filters.format
        )
    )
