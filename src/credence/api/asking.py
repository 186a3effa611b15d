"""What routes share: the reader, the kept answers, and how an answer becomes a response."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from ..errors import InputError
from ..products.markets import SeriesFiles
from ..records import Row
from .answers import Answer, Facts, Kept, fingerprint
from .examples import EXAMPLES, META
from .failures import PINNED
from .pins import Pins
from .reader import Reader, facts, facts_of_files
from .shapes import Shape


@dataclass
class Shop:
    """What one application holds between requests."""

    lake: Reader
    pins: Pins
    kept: Kept = field(default_factory=Kept)
    files: SeriesFiles = field(default_factory=SeriesFiles)


class Asking:
    """One request: its shop, and the ways to answer it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.shop: Shop = request.app.state.shop
        names = [name for name, _ in request.query_params.multi_items()]
        for name in names:
            if names.count(name) > 1:
                raise InputError(name, f"{names.count(name)} values", "one value: a parameter is given once")

    @property
    def lake(self) -> Reader:
        """The newest, or as the run left it that the address names (`manifest=`)."""
        pinned: Reader | None = self.request.scope.get(PINNED)
        return pinned or self.shop.lake

    def kept(self, make: Callable[[Facts], Answer]) -> Response:
        """The answer kept for these versions of the lake and this address, else `make(facts)`, which is then kept."""
        meta = self._facts()
        key = (fingerprint(meta), f"{self.request.url.path.removeprefix('/api')}?{self.request.url.query}")
        answer = self.shop.kept.get(key)
        if answer is None:
            answer = make(meta)
            if facts(self.lake) == meta:  # a run that ended meanwhile must not be kept under the old versions
                self.shop.kept.put(key, answer)
        return self.respond(answer)

    def now(self, make: Callable[[Facts], Answer]) -> Response:
        """An answer made anew each time, for what changes while a run goes on."""
        return self.respond(make(self._facts()))

    def _facts(self) -> Facts:
        query = self.request.url.query
        return facts_of_files(self.lake, self.request.url.path + (f"?{query}" if query else ""))

    def respond(self, answer: Answer) -> Response:
        """200, or 304 without a body where the asker has these bytes."""
        headers = answer.headers | {"ETag": answer.etag, "Cache-Control": "no-cache"}
        asked = {tag.strip().removeprefix("W/") for tag in self.request.headers.get("if-none-match", "").split(",")}
        if asked & {answer.etag, "*"}:
            return Response(status_code=304, headers=headers)
        return Response(answer.body, headers=headers, media_type=answer.content_type)


Ask = Annotated[Asking, Depends(Asking)]


# ---------------------------------------------------------------- for the document of addresses only


class Meta(BaseModel):
    """What stands beside every answer."""

    as_of: str | None = Field(description="the run's only now; null before a run has finished")
    run_id: str | None = Field(description="run that made the data")
    simulated: bool | None = Field(description="made-up data; null for an empty lake")
    lake_version: str = Field(description="changes when any table changes")


class Mistake(BaseModel):
    """What went wrong, and what to do."""

    kind: str
    message: str
    next_step: str
    field: str | None = None


class Failed(BaseModel):
    """The one shape of all failures."""

    error: Mistake


def documented(record: type[Row], *, many: bool = True) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: its record with an example. Nothing is checked against it when answering."""
    example = EXAMPLES[record.__name__]
    body: dict[str, Any] = {"data": [example] if many else example, "meta": META}
    if many:
        body |= {"next_cursor": None, "total": 1}
    one: dict[str, Any] = {"$ref": f"#/components/schemas/{record.__name__}"}
    data = {"type": "array", "items": one} if many else one
    properties: dict[str, Any] = {"data": data, "meta": {"$ref": "#/components/schemas/Meta"}}
    if many:
        properties |= {"next_cursor": {"type": ["string", "null"]}, "total": {"type": ["integer", "null"]}}
    schema = {"type": "object", "required": ["data", "meta"], "properties": properties}
    failed = {"description": "what went wrong, in the one error shape", "model": Failed}
    return {
        200: {"description": "the answer", "content": {"application/json": {"schema": schema, "example": body}}},
        304: {"description": "unchanged since the ETag in If-None-Match"},
        "4XX": failed,
        "5XX": failed,
    }


def documented_object(shape: type[Shape] | str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that answers with one object: its shape with an example, or a word on what it is.

    Nothing is checked against it when answering.
    """
    data: dict[str, Any] = {"type": "object", "description": shape} if isinstance(shape,
        str) else {"$ref": f"#/components/schemas/{shape.__name__}"}
    schema = {
        "type": "object", "required": ["data", "meta"],
        "properties": {"data": data, "meta": {"$ref": "#/components/schemas/Meta"}},
    }  # fmt: skip
    example = {} if isinstance(shape, str) else {"example": {"data": EXAMPLES[shape.__name__], "meta": META}}
    failed = {"description": "what went wrong, in the one error shape", "model": Failed}
    return {
        200: {"description": "the answer", "content": {"application/json": {"schema": schema} | example}},
        304: {"description": "unchanged since the ETag in If-None-Match"},
        "4XX": failed,
        "5XX": failed,
    }


def documented_stream() -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that answers with server-sent events."""
    failed = {"description": "what went wrong, in the one error shape", "model": Failed}
    return {
        200: {"description": "events without an end", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
        "4XX": failed,
        "5XX": failed,
    }
