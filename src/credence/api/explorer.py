"""GET /scoreboard/explorer and /scoreboard/explorer/context: one question with all that is drawn of it, and what is around it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from ..products import calibration, explorer, panel
from .access import admitted_to_draw
from .answers import Answer, one_answer
from .asking import Ask, documented_object
from .parameters import ExplorerParameters
from .shapes import Context, Explorer

router = APIRouter(tags=["calibration"], prefix="/scoreboard", dependencies=[Depends(admitted_to_draw)])


@router.get("/explorer", responses=documented_object(Explorer))
def read_explorer(ask: Ask, asked: Annotated[ExplorerParameters, Query()]) -> Response:
    """All panels of one state of the filters: head figures, reliability, discrimination, scores, facets, and a second set
    beside it.

    A facet leaves its own filter aside. Parameters with `b.` before them are a second set: what is not given is as in the first.
    """
    return ask.kept(
        lambda meta: one_answer(
            explorer.read(
                ask.lake, bin=asked.bin, compare=asked.second(), draws=asked.draws, seed=asked.seed, **asked.asked()
            ),
            meta, Explorer, *asked.form,
        )
    )


@router.get("/explorer/context", responses=documented_object(Context))
def read_context(ask: Ask, asked: Annotated[ExplorerParameters, Query()]) -> Response:
    """Brier by time left, of the same markets and of all; and the slope of every category at every horizon.

    It takes what /scoreboard/explorer takes, and is about the first set.
    """

    def made(meta: dict[str, Any]) -> Answer:
        given = asked.asked()
        horizons = explorer.cohort_horizons(ask.lake, **given)
        cohort = panel.read(ask.lake, horizons=horizons, panels=("balanced",), **given) if len(horizons) > 1 else None
        cells = calibration.cells(ask.lake, **given)
        return one_answer(explorer.context(ask.lake, panel=cohort, cells=cells, **given), meta, Context, *asked.form)

    return ask.kept(made)
