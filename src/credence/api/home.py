"""GET /: the answer of /overview, and the list of all addresses."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from .asking import Ask
from .overview import read_overview
from .parameters import Whole

router = APIRouter()

# Address, what it answers. docs/api.md says more; a test holds both to the routes.
ADDRESSES = (
    ("/overview", "what can be believed today, what moved, what was not seen; the same as /"),
    ("/scoreboard", "how well prices came true, by group"),
    ("/scoreboard/explorer", "the same for any set of markets, with everything a page shows of it"),
    ("/scoreboard/explorer/context", "error by time left and category by horizon, of the same markets"),
    ("/scoreboard/cell", "everything known of one cell, with intervals and the reliability diagram"),
    ("/scoreboard/facets", "the headline figures of every value of a dimension"),
    ("/scoreboard/cells", "category by horizon: slopes raw and shrunk, and which differ"),
    ("/scoreboard/compare", "are two groups calibrated differently, and is it real?"),
    ("/scoreboard/panel", "the same markets at every horizon"),
    ("/scoreboard/attrition", "who is left from listed markets to scored prices"),
    ("/scoreboard/monitor", "has a segment stopped being calibrated?"),
    ("/scoreboard/changes", "why a figure moved between two runs"),
    ("/scoreboard/reliability.svg", "the reliability diagram of a cell"),
    ("/trust", "how far each price can be trusted, with its parts"),
    ("/trust/reliability", "the track record of trust itself"),
    ("/recalibrated", "what each price would have to say to come true"),
    ("/recalibrated/evidence", "whether recalibration has helped, cell by cell"),
    ("/bands", "the range in which each price should stay"),
    ("/bands/coverage", "how bands have kept their word"),
    ("/bands/breaches", "bands that prices left"),
    ("/markets", "markets, as last known"),
    ("/markets/{market_id}", "all that is known of one market"),
    ("/markets/{market_id}/prices", "its prices in the order of time"),
    ("/markets/{market_id}/price.svg", "its last week and its normal range, as a picture"),
    ("/markets/{market_id}/features", "how it moved, by the hour"),
    ("/markets/{market_id}/bands", "in which range it should stay"),
    ("/events", "events, and whether their prices fit together"),
    ("/events/{event_id}", "one event, its markets and what they add up to"),
    ("/search", "markets by the words of their questions"),
    ("/tsfm/forecast", "the range in which a price may lie at each coming step (POST); who can say so (GET)"),
    ("/tsfm/health", "who can forecast, and how the models behind it are doing"),
    ("/how", "how the answer at an address is computed, with SQL that gives the same figure"),
    ("/stream", "new versions of the lake and new prices, as they come"),
    ("/coverage", "what was asked for, and what did not come"),
    ("/ops/runs", "what was done when"),
    ("/ops/runs/{run_id}", "one run, its steps and its manifest"),
    ("/embed/{panel}", "one panel for other people's pages"),
    ("/oembed", "how a page is put into another"),
    ("/docs", "the manual"),
    ("/docs/{name}", "one page of the manual"),
    ("/health", "whether this server and its lake are well"),
    ("/metrics", "counters for Prometheus"),
    ("/openapi.json", "this list for programs, with the columns"),
)


@router.get("/", include_in_schema=False)
def home(ask: Ask, asked: Annotated[Whole, Query()]) -> Response:
    """The overview, at the address that people type."""
    return read_overview(ask, asked)
