"""GET /events and /events/{event_id}: do the prices of one event fit together?"""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import events
from .answers import list_answer, one_answer
from .asking import Ask, documented, documented_object
from .parameters import EventsParameters, Whole
from .shapes import EventPage, EventRow

router = APIRouter(tags=["events"])


@router.get("/events", responses=documented(EventRow))
def list_events(ask: Ask, filters: Annotated[EventsParameters, Query()]) -> Response:
    """Events with what their prices add up to, or by how much they break an order of implication."""
    return ask.kept(
        lambda meta: list_answer(events.list_events(ask.lake, **filters.filters()), meta, EventRow, filters.format)
    )


@router.get("/events/{event_id}", responses=documented_object(EventPage))
def read_event(ask: Ask, event_id: str, asked: Annotated[Whole, Query()]) -> Response:
    """One event: its markets in the order of implication, what implies what, and the sum of its prices by the hour."""
    return ask.kept(lambda meta: one_answer(events.one_event(ask.lake, event_id), meta, EventPage, *asked.form))
