"""Failures as answers: one place, one shape.

{"error": {"kind", "message", "next_step", "field"?}} for everything that goes wrong, be it ours or the framework's.
"""

import logging
import math
import typing
from difflib import get_close_matches
from typing import Any

import duckdb
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from .. import errors
from ..errors import Failure
from .answers import to_json
from .parameters import Parameters

log = logging.getLogger(__name__)
PINNED = "credence.lake"  # in the scope: the lake that an address names by its manifest, in place of the newest

# The first that fits counts.
STATUS: tuple[tuple[type[Failure], int], ...] = (
    (errors.NotKept, 410),
    (errors.NotFound, 404),
    (errors.InputError, 422),
    (errors.QueryRefused, 422),
    (errors.Unauthorized, 401),
    (errors.TooLarge, 413),
    (errors.TooMany, 429),
    (errors.QueryTooSlow, 504),
    (errors.Busy, 503),
    (errors.UpstreamFailure, 502),
    (errors.NotBuilt, 503),
    (errors.Locked, 409),
    (errors.LakeFailure, 500),
    (Failure, 500),
)

_HTTP = {
    404: ("not_found", "see / for the addresses that exist"),
    405: ("method_not_allowed", "ask with GET, save /tsfm/forecast, which takes POST: this server is read-only"),
}


def shape(kind: str, message: str, next_step: str, field: str | None = None) -> dict[str, Any]:
    """The one error shape."""
    error = {"kind": kind, "message": message, "next_step": next_step}
    return {"error": error | ({"field": field} if field else {})}


def of_failure(failure: Failure) -> tuple[int, dict[str, Any]]:
    """Status and shape of a failure of ours."""
    status = next(status for kind, status in STATUS if isinstance(failure, kind))
    field = failure.name if isinstance(failure, (errors.InputError, errors.NotFound)) else None
    if isinstance(failure, errors.TooLarge):
        field = "body"
    return status, shape(failure.kind, str(failure), failure.next_step, field)


def headers_of(failure: Failure) -> dict[str, str]:
    """What stands beside the answer: when to come back, how to ask."""
    if isinstance(failure, errors.TooMany):
        return {"Retry-After": str(max(1, math.ceil(failure.after_s)))}
    return {"WWW-Authenticate": "Bearer"} if isinstance(failure, errors.Unauthorized) else {}


def install(app: FastAPI) -> None:
    """Answer all failures of an application in the one shape."""

    @app.exception_handler(Failure)
    def failed(_: Request, failure: Failure) -> Response:
        status, body = of_failure(failure)
        return _answer(status, body, headers_of(failure))

    @app.exception_handler(RequestValidationError)
    def wrong_request(request: Request, error: RequestValidationError) -> Response:
        return _answer(422, _of_validation(request, error))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        kind, next_step = _HTTP.get(error.status_code, ("http", "see / for the addresses that exist"))
        message = f"{request.method} {request.url.path}: {error.detail}"
        if error.status_code == 404:
            message = f"there is nothing at {request.url.path}"
        return _answer(error.status_code, shape(kind, message, next_step), dict(error.headers or {}))

    @app.exception_handler(duckdb.IOException)
    def unreadable(request: Request, error: duckdb.IOException) -> Response:
        pinned = request.scope.get(PINNED)
        if pinned is None:
            log.error("a file of the newest version cannot be read", exc_info=error)
            return broken(request, error)
        status, body = of_failure(errors.NotKept(pinned.then.manifest))  # swept away since it was opened
        return _answer(status, body)

    @app.exception_handler(Exception)
    def broken(request: Request, _: Exception) -> Response:  # the server logs the traceback and goes on
        message = f"something broke while answering {request.url.path}; it is our fault"
        return _answer(500, shape("internal", message, "see the server's log, and tell us"))


def _of_validation(request: Request, error: RequestValidationError) -> dict[str, Any]:
    first = error.errors()[0]
    field = str(first["loc"][-1])
    if first["type"] == "extra_forbidden":
        names = allowed_parameters(request.scope["route"].endpoint)
        near = get_close_matches(field, names, 1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        return shape("input", f"there is no parameter {field!r} here", f"{meant}allowed: {', '.join(names) or 'none'}", field)
    if isinstance(cause := first.get("ctx", {}).get("error"), errors.InputError):
        return shape("input", str(cause), cause.next_step, field)
    message = f"{field}: {first['msg'][:1].lower()}{first['msg'][1:]}, got {first.get('input')!r}"
    return shape("input", message, errors.InputError.next_step, field)


def allowed_parameters(endpoint: Any) -> list[str]:
    """Names of the query parameters that a route takes."""
    record = parameters_of(endpoint)
    return [field.alias or name for name, field in record.model_fields.items()] if record else []


def parameters_of(endpoint: Any) -> type[Parameters] | None:
    """The class of a route's query parameters."""
    hints = typing.get_type_hints(endpoint).values()
    return next((hint for hint in hints if isinstance(hint, type) and issubclass(hint, Parameters)), None)


def _answer(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(to_json(body), status, headers, media_type="application/json")
