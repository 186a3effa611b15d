"""GET /scoreboard/...: a cell of the cube in full, facets, two groups compared, the balanced panel, what changed, the picture."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import attrition, calibration, changes, comparison, monitor, panel
from . import drawing, shapes
from .answers import Answer, one_answer
from .asking import Ask, documented_object
from .parameters import (
    ChangesParameters,
    CompareParameters,
    DrawnParameters,
    FacetParameters,
    PanelParameters,
    WholeCellParameters,
    WholeDrawnParameters,
)

router = APIRouter(tags=["calibration"], prefix="/scoreboard")


@router.get("/cell", responses=documented_object(shapes.Cell))
def read_cell(ask: Ask, asked: Annotated[WholeDrawnParameters, Query()]) -> Response:
    """Everything known of one cell: counts, figures with intervals by event and by week, the reliability diagram, the verdict."""
    return ask.kept(
        lambda meta: one_answer(
            calibration.answer(ask.lake, draws=asked.draws, seed=asked.seed, **asked.asked()), meta, shapes.Cell, *asked.form
        )
    )


@router.get("/facets", responses=documented_object(shapes.Facets))
def read_facets(ask: Ask, asked: Annotated[FacetParameters, Query()]) -> Response:
    """The headline figures of every value of a dimension."""
    return ask.kept(
        lambda meta: one_answer(calibration.facets(ask.lake, asked.by, **asked.asked()), meta, shapes.Facets, *asked.form)
    )


@router.get("/cells", responses=documented_object(shapes.Cells))
def read_cells(ask: Ask, asked: Annotated[WholeCellParameters, Query()]) -> Response:
    """Category by horizon: slopes raw and shrunk, and which cells differ after control of false discoveries."""
    return ask.kept(lambda meta: one_answer(calibration.cells(ask.lake, **asked.asked()), meta, shapes.Cells, *asked.form))


@router.get("/compare", responses=documented_object(shapes.Comparison))
def read_comparison(ask: Ask, asked: Annotated[CompareParameters, Query()]) -> Response:
    """Are two groups calibrated differently: the difference, its interval, whether it survives, what could have been seen."""
    values = asked.compare.split(",")
    return ask.kept(
        lambda meta: one_answer(
            comparison.read(ask.lake, asked.by, values, detect=asked.detect, **asked.asked()), meta,
            shapes.Comparison, *asked.form,
        )
    )


@router.get("/panel", responses=documented_object(shapes.Panel))
def read_panel(ask: Ask, asked: Annotated[PanelParameters, Query()]) -> Response:
    """The balanced panel: the same markets at every horizon, with and without those that had ended; the survivors beside it."""
    horizons = tuple(asked.horizons.split(","))
    return ask.kept(
        lambda meta: one_answer(panel.read(ask.lake, horizons=horizons, **asked.asked()), meta, shapes.Panel, *asked.form)
    )


@router.get("/attrition", responses=documented_object(shapes.Attrition))
def read_attrition(ask: Ask, asked: Annotated[WholeCellParameters, Query()]) -> Response:
    """From listed markets to scored prices, with the share of YES at each step; and the figures if labels were read otherwise."""
    return ask.kept(lambda meta: one_answer(attrition.read(ask.lake, **asked.asked()), meta, shapes.Attrition, *asked.form))


@router.get("/monitor", responses=documented_object(shapes.Monitor))
def read_monitor(ask: Ask, asked: Annotated[FacetParameters, Query()]) -> Response:
    """Has a segment stopped being calibrated? Evidence that stays valid however often one looks."""
    return ask.kept(lambda meta: one_answer(monitor.read(ask.lake, asked.by, **asked.asked()), meta, shapes.Monitor, *asked.form))


@router.get("/changes", responses=documented_object(shapes.Changes))
def read_changes(ask: Ask, asked: Annotated[ChangesParameters, Query()]) -> Response:
    """Why a figure moved between two runs: code or rules, corrected labels, new data."""
    return ask.kept(lambda meta: one_answer(changes.read(ask.lake, **asked.asked()), meta, shapes.Changes, *asked.form))


@router.get("/reliability.svg", responses={200: {"content": {"image/svg+xml": {}}}})
def read_picture(ask: Ask, asked: Annotated[DrawnParameters, Query()]) -> Response:
    """The reliability diagram of a cell as a picture."""
    return ask.kept(
        lambda meta: Answer(
            drawing.reliability(calibration.answer(ask.lake, draws=asked.draws, seed=asked.seed, **asked.asked()), meta).encode(),
            "image/svg+xml",
        )
    )
