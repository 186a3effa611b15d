"""POST and GET /tsfm/forecast, GET /tsfm/health: the range in which a price may lie, and how its makers are doing."""

from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from ..forecasts.service import ForecastAnswer, ForecastService, parsed
from ..forecasts.service.request import LIMITS, PROVIDER
from .access import admitted, body_of
from .answers import Answer, one_answer, to_json
from .asking import Ask, Failed, documented_object
from .parameters import Whole

router = APIRouter(prefix="/tsfm", tags=["forecasts"])

_FAILED: dict[str, Any] = {"description": "what went wrong, in the one error shape", "model": Failed}
_BODY = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ForecastRequest"}}}}


class Desk:
    """The service of one application, and its threads: who waits for models elsewhere keeps nobody else waiting."""

    def __init__(self, service: ForecastService) -> None:
        self.service = service
        calls = service.config["calls"]
        self._own = CapacityLimiter(calls["threads"])
        self._elsewhere = CapacityLimiter(calls["threads"] + calls["at_once"])

    async def answer(self, body: bytes) -> dict[str, Any]:
        """The answer to a JSON body. Raises InputError."""
        request = parsed(body)
        limiter = self._own if request.model.provider == PROVIDER else self._elsewhere
        return await to_thread.run_sync(self.service.answer, request, limiter=limiter)


@router.post(
    "/forecast",
    dependencies=[Depends(admitted)],
    responses={200: {"model": ForecastAnswer}, "4XX": _FAILED, "5XX": _FAILED},
    openapi_extra={"requestBody": _BODY},
)
async def forecast(request: Request) -> Response:
    """Quantiles of the price at each step of the horizon, from the prices that are sent.

    A built-in method answers unless `model` names another. Where a model fails, is slow, or has too little to go by, the
    baseline answers, and `meta` says why. Nothing after `as_of_ts` is accepted; nonsense is refused with its field.
    """
    desk: Desk = request.app.state.desk
    body = await body_of(request, LIMITS["body_bytes"])
    return Response(to_json(await desk.answer(body)), media_type="application/json")


@router.get("/forecast", responses=documented_object("as /tsfm/health, with methods and limits"))
def read_forecast(ask: Ask, asked: Annotated[Whole, Query()]) -> Response:
    """Who can forecast here, which methods may be named, and how much may be asked for. The forecast itself takes POST."""
    desk: Desk = ask.request.app.state.desk

    def made(meta: dict[str, Any]) -> Answer:
        health = desk.service.health()
        methods = [
            {"method": name, "default": name == health["default"], "baseline": name == health["baseline"]}
            for name in health["licensed_methods"]
        ]
        return one_answer(health | {"methods": methods, "limits": LIMITS}, meta, None, *asked.form)

    return ask.now(made)


@router.get("/health", responses=documented_object("default, baseline, providers with breaker, degradation and models"))
def read_health(ask: Ask, asked: Annotated[Whole, Query()]) -> Response:
    """Who can forecast: breaker, degradation and loaded models of each provider, the default method and the baseline."""
    desk: Desk = ask.request.app.state.desk
    return ask.now(lambda meta: one_answer(desk.service.health(), meta, None, *asked.form))
