"""GET /: one plain page that says what is here."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from .. import __version__
from .asking import Ask
from .parameters import Nothing
from .reader import facts

router = APIRouter()

# Address, what it answers. docs/api.md says more; a test holds both to the routes.
ADDRESSES = (
    ("/scoreboard", "how well prices came true, by group"),
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
    ("/markets/{market_id}/features", "how it moved, by the hour"),
    ("/markets/{market_id}/bands", "in which range it should stay"),
    ("/tsfm/forecast", "the range in which a price may lie at each coming step (POST)"),
    ("/tsfm/health", "who can forecast, and how the models behind it are doing"),
    ("/coverage", "what was asked for, and what did not come"),
    ("/ops/runs", "what was done when"),
    ("/ops/runs/{run_id}", "one run, its steps and its manifest"),
    ("/health", "whether this server and its lake are well"),
    ("/metrics", "counters for Prometheus"),
    ("/openapi.json", "this list for programs, with the columns"),
)

ASKING = ("/scoreboard/compare", "/scoreboard/changes", "/tsfm/forecast")  # no answer without a parameter, so no link

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "td{padding:.15rem 1.5rem .15rem 0;vertical-align:top}code{font-size:.95em}"
    ".simulated{background:#fde68a;color:#422006;padding:.5rem 1rem}"
)


@router.get("/", include_in_schema=False)
def home(ask: Ask, _: Annotated[Nothing, Query()]) -> Response:
    """What is here, where the data ends, and whether it is made up."""
    known = facts(ask.lake)
    banner = ""
    if known["simulated"]:
        banner = '<p class="simulated" role="note"><strong>Simulated.</strong> Everything here is made up.</p>'
    cutoff = "No run has finished yet: <code>credence run</code>, or <code>credence up --demo</code>."
    if known["as_of"]:
        cutoff = f"Data up to <time>{escape(known['as_of'])}</time>, run <code>{escape(known['run_id'])}</code>."
    rows = "".join(f"<tr><td>{_link(path)}</td><td>{escape(text)}</td></tr>" for path, text in ADDRESSES)
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Credence</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><h1>Credence</h1>{banner}"
        f"<p>How far can a prediction market's price be believed? {cutoff}</p><table>{rows}</table>"
        f"<p>Lists take <code>limit</code>, <code>cursor</code>, <code>format=json|csv|parquet</code> and filters "
        f"named after their columns. Version {escape(__version__)}, lake <code>{escape(known['lake_version'])}</code>. "
        f"Nothing here is investment advice.</p></body></html>"
    )


def _link(path: str) -> str:
    if "{" in path or path in ASKING:
        return f"<code>{escape(path)}</code>"
    return f'<a href="{escape(path)}"><code>{escape(path)}</code></a>'
