"""What may be asked of a tollama server, and what it answers. Stricter than a real one, never laxer.

POST /v1/forecast   {model, horizon, quantiles?, series [{id, freq?, timestamps, target, past_covariates?,
                    future_covariates?}], options?, timeout?} -> one JSON {model, forecasts, timing, usage, warnings}
POST /api/forecast  the same and `stream`, true unless said otherwise: lines of JSON, the last with the forecast inside
POST /api/pull      {model, stream, accept_license, ...}: lines of JSON, or one where `stream` is false
GET  /api/version, /v1/health, /api/tags

Refused with 400: fields that the contract does not name, quantiles that are not ascending or not between 0 and 1, lists of
unequal length, stamps that are no ascending ISO times, two series of one id. 404 a model that is not there; 401 the key.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, TypeVar

import msgspec
import orjson

from .models import CATALOGUE, digest, paths, tag

T = TypeVar("T")

VERSION = "0.0.0+simulated"
SIMULATED = "simulated: a contract server without weights answered, no model"
JSON, LINES = "application/json", "application/x-ndjson"

Name = Annotated[str, msgspec.Meta(min_length=1)]
Values = Annotated[list[float], msgspec.Meta(min_length=1)]
Covariates = dict[Name, list[float | str]]  # each list all numbers or all texts


class Series(msgspec.Struct, forbid_unknown_fields=True):
    id: Name
    timestamps: Annotated[list[Name], msgspec.Meta(min_length=1)]
    target: Values
    freq: Name = "auto"
    past_covariates: Covariates | None = None
    future_covariates: Covariates | None = None


class ForecastRequest(msgspec.Struct, forbid_unknown_fields=True):
    model: Name
    horizon: Annotated[int, msgspec.Meta(gt=0)]
    series: Annotated[list[Series], msgspec.Meta(min_length=1)]
    quantiles: list[Annotated[float, msgspec.Meta(gt=0, lt=1)]] = []
    options: dict[Name, Any] = {}
    timeout: Annotated[float, msgspec.Meta(gt=0)] | None = None


class StreamedRequest(ForecastRequest, forbid_unknown_fields=True):
    stream: bool = True


class PullRequest(msgspec.Struct):
    model: Name
    stream: bool = True
    accept_license: bool = False


@dataclass(frozen=True)
class Reply:
    """One answer, and the forecasts in it where there are any: faults are made there."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    forecast: dict[str, Any] | None = None


class Refusal(Exception):
    """A request that the contract does not allow."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def answer(method: str, path: str, body: bytes, installed: set[str]) -> Reply:
    """What a server answers that has pulled `installed`; a pull adds to it."""
    routes = {
        ("GET", "/api/version"): lambda: _json({"version": VERSION}),
        ("GET", "/v1/health"): lambda: _json({"status": "ok"}),
        ("GET", "/api/tags"): lambda: _json({"models": [tag(model) for model in sorted(installed)]}),
        ("POST", "/api/pull"): lambda: _pull(_read(body, PullRequest), installed),
        ("POST", "/v1/forecast"): lambda: _forecast(_read(body, ForecastRequest), installed),
        ("POST", "/api/forecast"): lambda: _streamed(_read(body, StreamedRequest), installed),
    }
    try:
        if (method, path) not in routes:
            known = any(path == route for _, route in routes)
            raise Refusal(405 if known else 404, "Method Not Allowed" if known else "Not Found")
        return routes[method, path]()
    except Refusal as refusal:
        return refused(refusal)


def refused(refusal: Refusal) -> Reply:
    return Reply(refusal.status, orjson.dumps({"detail": refusal.detail}))


def check_key(key: str | None, authorization: str) -> None:
    """Raises Refusal unless the header carries the key, where one is wanted."""
    if key is None:
        return
    scheme, _, token = authorization.partition(" ")
    if scheme != "Bearer" or not hmac.compare_digest(token.strip().encode(), key.encode()):
        raise Refusal(401, "missing bearer token" if not authorization else "invalid api key")


def _read(body: bytes, wanted: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=wanted)
    except msgspec.MsgspecError as error:
        raise Refusal(400, str(error)) from None


def _json(value: object) -> Reply:
    return Reply(200, orjson.dumps(value))


def _lines(*values: object) -> Reply:
    return Reply(200, b"".join(orjson.dumps(value) + b"\n" for value in values), LINES)


# --- forecasts ---


def _forecast(asked: ForecastRequest, installed: set[str]) -> Reply:
    _check(asked)
    if asked.model not in installed:
        raise Refusal(404, f"model {asked.model!r} is not installed")
    forecast = {
        "model": asked.model,
        "forecasts": [
            {
                "id": one.id,
                "freq": one.freq,
                "start_timestamp": one.timestamps[-1],  # one step early, since nobody may rely on it
                **paths(asked.model, one.target, asked.horizon, asked.quantiles),
            }
            for one in asked.series
        ],
        "timing": {"model_load_ms": 0.0, "inference_ms": 0.0, "total_ms": 0.0},
        "usage": {"series": len(asked.series)},
        "warnings": [SIMULATED],
    }
    return Reply(200, orjson.dumps(forecast), forecast=forecast)


def _streamed(asked: StreamedRequest, installed: set[str]) -> Reply:
    reply = _forecast(asked, installed)
    if not asked.stream:
        return reply
    return _lines({"status": "loading model"}, {"status": "running forecast"}, {"done": True, "response": reply.forecast})


def _check(asked: ForecastRequest) -> None:
    if any(after <= before for before, after in pairwise(asked.quantiles)):
        raise Refusal(400, "quantiles must be ascending and unique")
    ids = [one.id for one in asked.series]
    if len(set(ids)) < len(ids):
        raise Refusal(400, "series ids must be unique")
    for one in asked.series:
        if len(one.target) != len(one.timestamps):
            raise Refusal(400, f"series {one.id!r}: target length must match timestamps length")
        _check_times(one.id, one.timestamps)
        _check_covariates(one, asked.horizon)


def _check_times(name: str, stamps: Sequence[str]) -> None:
    try:
        moments = [datetime.fromisoformat(stamp) for stamp in stamps]
        ascending = all(before < after for before, after in pairwise(moments))
    except (ValueError, TypeError):  # no time, or times with and without zone
        raise Refusal(400, f"series {name!r}: timestamps must be ISO 8601, all of one kind") from None
    if not ascending:
        raise Refusal(400, f"series {name!r}: timestamps must be ascending")


def _check_covariates(one: Series, horizon: int) -> None:
    past, future = one.past_covariates or {}, one.future_covariates or {}
    if any(len({isinstance(value, str) for value in values}) != 1 for values in (*past.values(), *future.values())):
        raise Refusal(400, f"series {one.id!r}: a covariate must hold either numbers or texts")
    if any(len(values) != len(one.target) for values in past.values()):
        raise Refusal(400, f"series {one.id!r}: past_covariates length must match timestamps length")
    if any(len(values) != horizon for values in future.values()):
        raise Refusal(400, f"series {one.id!r}: future_covariates length must match horizon")
    if not future.keys() <= past.keys():
        raise Refusal(400, f"series {one.id!r}: future_covariates must also exist in past_covariates")


# --- models ---


def _pull(asked: PullRequest, installed: set[str]) -> Reply:
    if asked.model not in CATALOGUE:
        raise Refusal(404, f"unknown model {asked.model!r}")
    there = asked.model in installed
    installed.add(asked.model)
    done = {"status": "success", "model": asked.model, "digest": digest(asked.model), "size": 0}
    if not asked.stream:
        return _json(done)
    return _lines({"status": "already present" if there else "pulling manifest", "model": asked.model}, done)
