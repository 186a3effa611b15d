"""Which of the three houses a request is for, and which of its routes.

Under /gamma, /clob and /data-api every path is that house's. Without a prefix: `/v2/*` is the Data API's; `/events*`,
`/tags*`, `/markets/keyset`, `/markets/slug/*`, `/markets/<decimal>` and `/markets?offset=` are Gamma's; the rest, with
`/markets` and `/markets/0x...`, is the CLOB's.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from . import clob, data_api, gamma
from .view import View
from .wire import HTML, Answer, Refused, Request

URL_CAP = 8192  # bytes of path and query; longer is 414


class Route(NamedTuple):
    method: str
    path: re.Pattern[str]
    serve: Callable[..., Answer]


def _compiled(routes: list[tuple[str, str, Callable[..., Answer]]]) -> list[Route]:
    return [Route(method, re.compile(path), serve) for method, path, serve in routes]


GAMMA, CLOB, DATA_API = map(_compiled, (gamma.ROUTES, clob.ROUTES, data_api.ROUTES))
PREFIXES = {"/gamma": GAMMA, "/clob": CLOB, "/data-api": DATA_API}


def answer(view: View, request: Request) -> Answer:
    """What upstream would answer; every answer has `age`, the Data API's a trace id."""
    if len(request.path) + len(request.query) + 1 > URL_CAP:
        return Answer(b"<html><h1>414 Request-URI Too Large</h1></html>", 414, {"age": "0"}, HTML)
    house, request = _house(request)
    try:
        found = _serve(house, view, request)
    except Refused as refused:
        found = refused.answer
    if house is DATA_API:
        found = found.also(x_trace_id=data_api.trace_id(request))
    return found.also(age="0")


def _house(request: Request) -> tuple[list[Route], Request]:
    path = request.path if request.path == "/" else request.path.rstrip("/")
    for prefix, house in PREFIXES.items():
        if path.startswith(prefix + "/"):
            return house, request.at(path.removeprefix(prefix))
    request = request.at(path)
    if path.startswith("/v2/"):
        return DATA_API, request
    listed = path == "/markets" and "offset" in request.values
    single = path.startswith("/markets/") and not path.startswith("/markets/0x")
    return (GAMMA if listed or single or path.startswith(("/events", "/tags")) else CLOB), request


def _serve(house: list[Route], view: View, request: Request) -> Answer:
    other_method = False
    for route in house:
        if (match := route.path.fullmatch(request.path)) is not None:
            if route.method == request.method:
                return route.serve(view, request, *match.groups())
            other_method = True
    raise _refusal(house, request, other_method)


def _refusal(house: list[Route], request: Request, other_method: bool) -> Refused:
    if house is DATA_API:
        if other_method:
            return data_api.refuse(request, "method not allowed", status=405)
        return data_api.refuse(request, "no such endpoint", status=404)
    if house is GAMMA:
        return gamma.wrong_method() if other_method else gamma.no_route()
    return clob.wrong_method() if other_method else clob.no_route()
