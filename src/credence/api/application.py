"""The application: routers, failures, counters, and the mark of simulated data on every response."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .. import __version__
from ..lake import Lake
from . import calibration, coverage, failures, health, home, markets, ops, scoreboard, trust
from .asking import Meta, Shop
from .examples import SHOWN
from .health import Measured
from .reader import Reader

ROUTERS = tuple(
    room.router for room in (home, health, scoreboard, calibration, trust, markets, coverage, ops)
)


def build(lake: Lake) -> FastAPI:
    """The application over a lake; it reads, and never writes."""
    reader = Reader(lake)

    @asynccontextmanager
    async def open_until_the_end(_: FastAPI) -> AsyncIterator[None]:
        yield
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
    app.state.shop = Shop(reader)
    app.state.measured = Measured(reader)
    for router in ROUTERS:
        app.include_router(router)
        app.include_router(router, prefix="/api", include_in_schema=False)
    failures.install(app)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    app.add_middleware(Marked, reader=reader, measured=app.state.measured)
    return app


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
        documented: tuple[type[BaseModel], ...] = (*SHOWN, Meta)
        for record in documented:
            schema = record.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {}) | {record.__name__: schema}
        app.openapi_schema = document
    return app.openapi_schema
