"""One panel for other people's pages: /embed/{panel}, its picture alone, and /oembed, which tells them of both.

An embed is a picture drawn here, its sentence and a line of source; it needs no script, sets no cookie and may be framed.
"""

from datetime import timedelta
from html import escape
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from ...errors import InputError, NotFound
from ...products import attrition, bands, calibration, markets, panel, readings
from .. import drawing
from ..answers import Answer, Facts, one_answer, to_json
from ..asking import Ask, documented_object
from ..parameters import CellParameters, Nothing, Parameters
from ..pins import PIN, PIN_ASKED
from . import figures, security, sentences
from .assets import HEIGHT_SCRIPT, PLAIN_STYLE
from .negotiation import OWN, Reader, address, header, query_of, reader
from .plan import Asked
from .template import sentence_html
from .words import word

router = APIRouter(tags=["embeds"])

DAYS = 7  # of prices in a picture
WIDE, HIGH = 640, 720  # of the frame that /oembed proposes
_PANELS_OF = {"/scoreboard": "reliability", "/scoreboard/explorer": "reliability", "/scoreboard/cell": "reliability",
              "/scoreboard/cells": "cells", "/scoreboard/panel": "panel", "/scoreboard/attrition": "attrition"}  # fmt: skip


class EmbedParameters(CellParameters):
    """A question to the cube, or for `price` a market."""

    market_id: str | None = Field(None, description="for price: any name of the market")


class OembedParameters(Parameters):
    """A page of ours, and the room there is."""

    url: str = Field(max_length=4000, description="address of a page")
    maxwidth: int | None = Field(None, ge=100, le=10_000, description="pixels")
    maxheight: int | None = Field(None, ge=100, le=10_000, description="pixels")
    format: Literal["json"] = Field("json", description="json")


@router.get("/markets/{market_id}/price.svg", responses={200: {"content": {"image/svg+xml": {}}}})
def read_price_picture(ask: Ask, market_id: str, _: Annotated[Nothing, Query()]) -> Response:
    """The price of a market over its last week, and its newest normal range ahead."""
    return ask.kept(lambda meta: Answer(_price(ask, market_id, meta)[0].encode(), "image/svg+xml"))


@router.get("/embed/{panel}", responses={200: {"content": {"text/html": {}}}})
def read_embed(ask: Ask, panel: str, asked: Annotated[EmbedParameters, Query()]) -> Response:
    """One panel to be framed elsewhere: reliability, cells, panel, attrition, or price with `market_id`."""
    own: list[tuple[str, str]] = ask.request.scope.get(OWN, [])
    said = reader(own, header(ask.request.scope, b"accept-language"))
    if panel == "price" and not asked.market_id:
        raise InputError("market_id", asked.market_id, "a market, for this panel")
    if panel != "price" and panel not in _DRAWN:
        failure = NotFound("panel", panel)
        failure.next_step = f"there are {', '.join((*_DRAWN, 'price'))}"
        raise failure
    _refuse_others(ask, panel)

    def made(meta: Facts) -> Answer:
        if panel == "price":
            picture, page, found = _price(ask, str(asked.market_id), meta)
        else:
            picture, page, found = _DRAWN[panel](ask, asked, meta)
        shown = orjson.loads(one_answer(found, meta).body)
        where = f"/markets/{found['market']['market_id']}" if panel == "price" else f"/scoreboard/{page}"
        pairs = [(name, value) for name, value in query_of(ask.request.scope) if name != "market_id"]
        pairs += [(PIN, manifest)] if (manifest := ask.request.scope.get(PIN_ASKED)) else []
        sentence = sentences.of_page(page, shown, Asked(where, pairs, {}), said)
        text = _html(picture, sentence_html(sentence), address(where, pairs), meta, said)
        return Answer(text.encode(), "text/html; charset=utf-8", dict(security.EMBED))

    return ask.now(made)


@router.get("/oembed", responses=documented_object("oEmbed 1.0: title, html of a frame, its size, a picture"))
def read_oembed(request: Request, asked: Annotated[OembedParameters, Query()]) -> Response:
    """How a page of ours is put into another: oEmbed 1.0, for pages that have a panel to embed."""
    given = urlsplit(asked.url)
    origin = f"{request.url.scheme}://{request.url.netloc}"
    if given.netloc not in ("", request.url.netloc):
        raise InputError("url", asked.url, f"an address below {origin}")
    path, pairs = given.path, parse_qsl(given.query)
    market = path.removeprefix("/markets/")
    if path in _PANELS_OF:
        known = [(name, value) for name, value in pairs if name in (*CellParameters.model_fields, PIN)]
        frame, picture = address(f"/embed/{_PANELS_OF[path]}", known), address("/scoreboard/reliability.svg", known)
    elif path.startswith("/markets/") and market and "/" not in market:
        pin = [(name, value) for name, value in pairs if name == PIN]
        frame, picture = address("/embed/price", [("market_id", market), *pin]), address(f"{path}/price.svg", pin)
    else:
        failure = NotFound("panel to embed", path)
        failure.next_step = "there is one for /scoreboard/explorer and for /markets/{market_id}"
        raise failure
    width, height = min(asked.maxwidth or WIDE, WIDE), min(asked.maxheight or HIGH, HIGH)
    source = escape(origin + frame)
    html = f'<iframe src="{source}" width="{width}" height="{height}" title="Credence" loading="lazy"></iframe>'
    shown = {
        "version": "1.0", "type": "rich", "provider_name": "Credence", "provider_url": origin + "/", "title": "Credence: " + path,
        "html": html, "width": width, "height": height, "thumbnail_url": origin + picture, "thumbnail_width": WIDE,
        "thumbnail_height": HIGH,
    }  # fmt: skip
    return Response(to_json(shown), media_type="application/json")


def _refuse_others(ask: Ask, panel: str) -> None:
    """Raises InputError for a parameter that another panel takes: here it would change nothing."""
    taken = ("market_id",) if panel == "price" else tuple(CellParameters.model_fields)
    for name, value in ask.request.query_params.items():
        if name not in taken:
            raise InputError(name, value, f"left out: the panel {panel} takes {', '.join(taken)}")


# ---------------------------------------------------------------- pictures: (svg, page whose sentence it is, what was found)


def _reliability(ask: Ask, asked: EmbedParameters, meta: Facts) -> tuple[str, str, dict[str, Any]]:
    found = calibration.answer(ask.lake, **asked.asked())
    return drawing.reliability(found, meta), "cell", found


def _cells(ask: Ask, asked: EmbedParameters, meta: Facts) -> tuple[str, str, dict[str, Any]]:
    found = calibration.cells(ask.lake, **asked.asked())
    return drawing.cells(found, meta), "cells", found


def _panel(ask: Ask, asked: EmbedParameters, meta: Facts) -> tuple[str, str, dict[str, Any]]:
    found = panel.read(ask.lake, **asked.asked())
    return drawing.panel(found, meta), "panel", found


def _attrition(ask: Ask, asked: EmbedParameters, meta: Facts) -> tuple[str, str, dict[str, Any]]:
    found = attrition.read(ask.lake, **asked.asked())
    return drawing.attrition(found, meta), "attrition", found


_DRAWN = {"reliability": _reliability, "cells": _cells, "panel": _panel, "attrition": _attrition}


def _price(ask: Ask, market_id: str, meta: Facts) -> tuple[str, str, dict[str, Any]]:
    found = markets.market(ask.lake, market_id)
    name = found["market"]["market_id"]
    found |= readings.read(ask.lake, name)
    last = (found["readings"]["price"] or {}).get("at")
    rows: list[dict[str, Any]] = []
    if last is not None:
        since = last - timedelta(days=DAYS)
        rows = markets.series(ask.lake, name, since=since, points=300, files=ask.shop.files).rows
    ranges = bands.read(ask.lake, market_id=name, band_calibration="conformal", limit=60).rows
    return drawing.price(rows, ranges, found["market"]["question"] or name, meta), "market", found


def _html(picture: str, sentence: str, page: str, meta: Facts, said: Reader) -> str:
    theme = f' data-theme="{said.theme}"' if said.theme else ""
    source = escape(word(said.lang, "embed.source", time=figures.time(meta["as_of"], said.lang, said.zone)))
    note = f'<p class="chip" data-tone="warn">{escape(word(said.lang, "strip.simulated"))}</p>' if meta["simulated"] else ""
    opened = escape(word(said.lang, "embed.open"))
    return (
        f'<!doctype html><html lang="{said.lang}"{theme}><head><meta charset="utf-8"><title>Credence</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="{PLAIN_STYLE}">'
        f'<script src="{HEIGHT_SCRIPT}" defer></script></head><body class="embed">{note}<p class="lede">{sentence}</p>{picture}'
        f'<p class="note">{source}. <a href="{escape(page)}" target="_blank" rel="noopener">{opened}</a></p></body></html>'
    )
