"""GET /how: how the answer at an address is computed."""

import re
from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.routing import Route

from ..errors import InputError
from ..products import how
from .answers import one_answer
from .asking import Ask, documented_object
from .failures import parameters_of
from .parameters import HowParameters
from .pins import PIN
from .shapes import How

OWN = "an address of this server, such as /scoreboard"

router = APIRouter(tags=["how"])

ALIASES = {"/": "/overview"}


@router.get("/how", responses=documented_object(How))
def read_how(ask: Ask, asked: Annotated[HowParameters, Query()]) -> Response:
    """How the answer at an address is computed: definition, formula, filters, SQL that gives its headline figure, tables."""
    path, places, given, address = _taken_apart(asked.address)
    base = str(ask.request.base_url)
    manifest = _pin(asked.address)
    lake = ask.shop.pins.of(manifest) if manifest else ask.lake
    return ask.now(  # it names this server as the asker knows it, so it is kept for nobody else
        lambda meta: one_answer(
            how.explain(lake, path, given, places, address=address, base=base), meta, How, *asked.form
        )
    )


def _pin(address: str) -> str | None:
    """The manifest that an address names."""
    return dict(parse_qsl(address.partition("?")[2])).get(PIN)


def _taken_apart(address: str) -> tuple[str, dict[str, str], dict[str, Any], str]:
    """Path with its places in braces, what stands in them, the checked parameters, and the address without a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise InputError("address", address[:200], OWN) from None
    if parts.scheme or parts.netloc:
        raise InputError("address", address[:200], OWN)
    path = re.sub(r"^/api(?=/|$)", "", parts.path) or "/"
    path = ALIASES.get(path, path)
    for route in _routes():
        found = route.path_regex.fullmatch(path)
        if found:
            return route.path, found.groupdict(), _checked(route, parts.query), path + (f"?{parts.query}" if parts.query else "")
    raise InputError("address", address[:200], OWN)


def _routes() -> Iterator[Route]:
    from .application import ROUTERS  # which this module is part of

    for router in ROUTERS:
        yield from (route for route in router.routes if isinstance(route, Route) and "GET" in (route.methods or ()))


def _checked(route: Route, query: str) -> dict[str, Any]:
    """The parameters of an address as its own route checks them. Raises InputError that names the wrong one."""
    record = parameters_of(route.endpoint)
    if record is None:
        return {}
    pairs = {name: value for name, value in parse_qsl(query, keep_blank_values=True) if name != PIN}
    try:
        return record.model_validate(pairs).model_dump()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = ".".join(map(str, first["loc"])) or "parameters"
        raise InputError("address", f"{name}: {first['msg']}", "an address whose parameters exist and are allowed") from None
