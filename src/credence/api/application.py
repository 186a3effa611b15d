"""The application: routers, failures, counters, and the mark of simulated data on every response."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio import create_task_group, to_thread
from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .. import __version__
from ..errors import Failure
from ..forecasts.lake_conformal import LakeConformal
from ..forecasts.service import ForecastMetrics, ForecastRequest, ForecastService
from ..forecasts.service.installed import open_service
from ..lake import Lake
from . import (
    bands,
    calibration,
    coverage,
    events,
    explorer,
    failures,
    forecast,
    health,
    home,
    how,
    markets,
    ops,
    overview,
    scoreboard,
    search,
    stream,
    trust,
)
from .access import Access, admitted_to_draw
from .asking import Meta, Shop
from .examples import SHOWN
from .forecast import Desk
from .health import Measured
from .pages import embeds, inside, manual
from .pages.around import Pages
from .pages.assets import Assets
from .pages.strip import Strips
from .pins import PIN, PIN_DOCUMENTED, Pinning, Pins
from .reader import Reader

log = logging.getLogger(__name__)

ROUTERS = tuple(
    room.router
    for room in (
        forecast, home, health, scoreboard, calibration, trust, bands, markets, coverage, ops, embeds,
        manual, overview, events, search, explorer, how, stream,
    )
)  # looked through in this order: what is asked most comes first
SQUEEZED_FROM = 1024  # bytes
FIRST_LOOKED_AT = ("/overview", "/scoreboard/explorer", "/markets")
DRAWING = (calibration.router,)  # costly where draws are asked for


def build(lake: Lake, forecasts: ForecastService | None = None, *, warm: bool = False) -> FastAPI:
    """The application over a lake; it reads, and never writes. `forecasts`, `warm`: as in `create_app`.

    Raises InputError for a token that anybody could guess, NotLicensed for a production list that may not serve.
    """
    reader = Reader(lake)
    measured = Measured(reader)
    service = forecasts or open_service(lake.settings, ForecastMetrics(measured.registry), LakeConformal(lake))
    if service.metrics.registry is not measured.registry:
        measured.registry.register(service.metrics.registry)

    @asynccontextmanager
    async def open_until_the_end(_: FastAPI) -> AsyncIterator[None]:
        async with create_task_group() as tasks:
            tasks.start_soon(_warm, service)
            if warm:
                tasks.start_soon(_warm_answers, app)
            yield
        service.close()
        reader.close()

    app = FastAPI(
        title="Credence",
        version=__version__,
        description="How far can a prediction market's price be believed? Read-only; no investment advice.",
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=open_until_the_end,
    )
    pins = Pins(reader)
    app.state.shop = Shop(reader, pins)
    app.state.measured = measured
    app.state.access = Access(lake.settings)
    app.state.desk = Desk(service)
    for router in ROUTERS:
        guards = [Depends(admitted_to_draw)] if router in DRAWING else []
        app.include_router(router, dependencies=guards)
        app.include_router(router, prefix="/api", include_in_schema=False, dependencies=guards)
    failures.install(app)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    app.add_middleware(Pinning, pins=pins)
    app.add_middleware(Pages, strips=Strips(pins), assets=Assets())
    app.add_middleware(Marked, reader=reader, measured=app.state.measured)
    app.add_middleware(GZipMiddleware, minimum_size=SQUEEZED_FROM, compresslevel=4)
    return app


async def _warm(service: ForecastService) -> None:
    """Load the built-in methods beside the first requests."""
    try:
        await to_thread.run_sync(service.warm)
    except Failure as failure:
        log.warning("the forecast service is not warm: %s", failure)


async def _warm_answers(app: FastAPI) -> None:
    """Ask for the first pages that people open; what goes wrong there is told to those who ask."""
    asker: Scope = {
        "type": "http", "http_version": "1.1", "scheme": "http", "root_path": "", "headers": [], "client": None, "server": None,
    }  # fmt: skip
    for path in FIRST_LOOKED_AT:
        await inside.ask(app, asker, path, [], counted=True)


class Marked:
    """`X-Simulated: true` on every response of a simulated lake, and a count of every request."""

    def __init__(self, app: ASGIApp, reader: Reader, measured: Measured) -> None:
        self.app, self.reader, self.measured = app, reader, measured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = time.perf_counter()
        status = 500

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if self.reader.simulated:
                    message["headers"] = [*message["headers"], (b"x-simulated", b"true")]
            await send(message)

        try:
            await self.app(scope, receive, marked)
        finally:
            route = getattr(scope.get("route"), "path", "none")  # the pattern: addresses themselves are without end
            self.measured.requests.labels(route, str(status)).inc()
            self.measured.seconds.labels(route).observe(time.perf_counter() - started)
        return None


def _document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the records that answers are made of."""
    if not app.openapi_schema:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        documented: tuple[type[BaseModel], ...] = (*SHOWN, Meta, ForecastRequest)
        document["components"]["parameters"] = {PIN: PIN_DOCUMENTED}
        for operations in document["paths"].values():
            if "get" in operations:
                operations["get"].setdefault("parameters", []).append({"$ref": f"#/components/parameters/{PIN}"})
        for record in documented:
            schema = record.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {}) | {record.__name__: schema}
        app.openapi_schema = document
    return app.openapi_schema
