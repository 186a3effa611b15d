"""GET /ops/runs and /ops/runs/{run_id}: what was done when, and how it went."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import runs
from .answers import list_answer, one_answer
from .asking import Ask
from .parameters import RunsParameters, Whole

router = APIRouter(prefix="/ops", tags=["ops"])


@router.get("/runs")
def list_runs(ask: Ask, filters: Annotated[RunsParameters, Query()]) -> Response:
    """Runs, newest first, each with its duration in seconds, its counts and its error."""
    return ask.now(lambda meta: list_answer(runs.list_runs(ask.lake, **filters.filters()), meta, form=filters.format))


@router.get("/runs/{run_id}")
def read_run(ask: Ask, run_id: str, asked: Annotated[Whole, Query()]) -> Response:
    """One run with its steps, and where its manifest lies below the lake's root."""
    return ask.now(lambda meta: one_answer(runs.one_run(ask.lake, run_id), meta, None, *asked.form))
