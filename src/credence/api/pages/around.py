"""Around the application: whoever wants a page gets one made of the answers within; everybody else gets the answer as it is.

A request that wants data passes with a look at its path and two headers. HEAD of a page is its GET without the body.
"""

import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

import anyio
import orjson
from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...products import events, markets
from ..failures import parameters_of
from ..pins import PIN
from . import document, negotiation, security, template
from .assets import Assets
from .inside import Inside, ask
from .negotiation import DOCUMENT, OWN, header
from .plan import Asked, Page, page_at
from .strip import Strips

_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,255}")
_SORTABLE = {"markets": frozenset(markets.LISTING.sorted_by), "events": frozenset(events.LISTING.sorted_by)}
_VARY = "Accept"


class Pages:
    """ASGI middleware: pages, page documents, and the built files below /assets."""

    def __init__(self, app: ASGIApp, strips: Strips, assets: Assets) -> None:
        self.app, self._strips, self._assets = app, strips, assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        path = scope["path"]
        if path.startswith("/assets/"):
            return await self._asset(scope, receive, send)
        if path == "/api" or path.startswith("/api/"):
            return await self.app(scope, receive, send)
        own = negotiation.touched(scope["query_string"])
        pairs = negotiation.query_of(scope) if own else []
        form = negotiation.wanted(header(scope, b"accept")) if negotiation.is_page_path(path) else None
        if form is None or any(name == "format" for name, _ in pairs):
            if own:
                scope["query_string"] = urlencode(negotiation.for_routes(pairs)).encode()  # no copy: its route is counted
                scope[OWN] = pairs
            return await self.app(scope, receive, _varied(send))
        answer = await self._page(scope, path, form)
        return await answer(scope, receive, send)

    async def _asset(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = header(scope, b"accept-encoding"), header(scope, b"if-none-match")
        found = await to_thread.run_sync(self._assets.respond, scope["path"].removeprefix("/assets/"), *given)
        await (found or self.app)(scope, receive, send)

    async def _page(self, scope: Scope, path: str, form: str) -> Response:
        """The page, or what the route sent where that is no JSON."""
        given = negotiation.query_of(scope)
        reader = negotiation.reader(given, header(scope, b"accept-language"))
        pairs = sorted(negotiation.for_routes(given), key=lambda pair: pair[0])
        found = page_at(path, pairs)
        page, asked = found if found else (None, Asked(path, pairs, {}))
        main, panels = await self._answers(scope, page, asked)
        if "route" in main.scope:
            scope["route"] = main.scope["route"]  # counters go by route
        if not main.is_json:
            return Response(main.body, main.status, {key.decode(): value.decode("latin-1") for key, value in main.headers})
        strip = await to_thread.run_sync(self._strips.now, asked.value(PIN))
        tag = document.tag(main, panels, strip, form, *reader, self._assets.version, _origin(scope))
        headers = security.PAGE | {"ETag": tag, "Cache-Control": "no-cache", "Vary": f"{_VARY}, Accept-Language"}
        headers |= {name: main.header(name.lower().encode()).decode() for name in ("Retry-After", "WWW-Authenticate")
                    if main.header(name.lower().encode())}  # fmt: skip
        if main.status == 200 and tag in header(scope, b"if-none-match"):
            return Response(status_code=304, headers=headers)
        body = await to_thread.run_sync(self._written, page, asked, main, panels, strip, reader, form, _origin(scope))
        return Response(body, main.status, headers, media_type=DOCUMENT if form == DOCUMENT else "text/html; charset=utf-8")

    async def _answers(self, scope: Scope, page: Page | None, asked: Asked) -> tuple[Inside, dict[str, Inside | str]]:
        """The main answer and its panels, asked for at the same time where one does not need the other.

        An address that costs (draws) is asked for alone first: who may not ask it gets no panels either.
        """
        main: list[Inside] = []
        found: dict[str, Inside | str] = {}
        costly = any(name == "draws" for name, _ in asked.pairs)

        async def fill_main() -> None:
            main.append(await ask(self.app, scope, asked.path, asked.pairs, counted=False))

        async def fill(name: str, path: str, pairs: negotiation.Pairs) -> None:
            found[name] = await ask(self.app, scope, path, pairs, counted=True)

        panels = page.panels if page else ()
        early = () if costly else tuple(one for one in panels if not one.after)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fill_main)
            self._start(tasks, early, asked, {}, found, fill)
        if main[0].status == 200:
            data = await to_thread.run_sync(_data, main[0]) if any(one.after for one in panels) else {}
            late = panels if costly else tuple(one for one in panels if one.after)
            async with anyio.create_task_group() as tasks:
                self._start(tasks, late, asked, data, found, fill)
        return main[0], {one.name: found[one.name] for one in panels if one.name in found}

    def _start(self, tasks: Any, panels: Any, asked: Asked, data: dict[str, Any], found: Any, fill: Any) -> None:
        for panel in panels:
            address = panel.address(asked, data)
            if address is None:
                continue
            path, pairs = address[0], [*address[1], *asked.only(PIN)]
            if panel.deferred:
                found[panel.name] = negotiation.address(path, pairs)
            else:
                tasks.start_soon(fill, panel.name, path, pairs)

    def _written(
        self, page: Page | None, asked: Asked, main: Inside, panels: dict[str, Inside | str], strip: dict[str, Any],
        reader: negotiation.Reader, form: str, origin: str,
    ) -> bytes:  # fmt: skip
        """Runs in a thread: large answers are read here."""
        endpoint = getattr(main.scope.get("route"), "endpoint", None)
        taken, defaults = _parameters(endpoint) if endpoint else (frozenset(), {})
        made = document.made(page, asked, main, panels, strip, reader, defaults)
        if form == DOCUMENT:
            return made.body()
        sortable = _SORTABLE.get(made.page.name, frozenset()) if "sort" in taken else frozenset()
        return template.html(made, self._assets.needed(made.page.name), origin, taken, sortable)


def _data(main: Inside) -> dict[str, Any]:
    data = orjson.loads(main.body)["data"]
    return data if isinstance(data, dict) else {}


@cache
def _parameters(endpoint: Any) -> tuple[frozenset[str], dict[str, str]]:
    """Names of a route's parameters, and the defaults that an address need not say."""
    record = parameters_of(endpoint)
    fields = record.model_fields if record else {}
    defaults = {
        name: str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        for name, field in fields.items()
        if field.default is not None and not field.is_required()
    }
    return frozenset(fields), defaults


def _origin(scope: Scope) -> str:
    """Scheme and host as the asker wrote them; a host that is no host is left out, and links are then relative."""
    host = header(scope, b"host")
    return f"{scope['scheme']}://{host}" if _HOST.fullmatch(host) else ""


def _varied(send: Send) -> Send:
    """Adds `Vary: Accept`, so that no cache gives a page to a program."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header(_VARY)
        await send(message)

    return sent
