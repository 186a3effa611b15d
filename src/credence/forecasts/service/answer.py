"""What is answered: the quantiles of every step, and everything that was done to come by them."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import BaseModel, Field

from ..guard import CLIPPED, NARROWED, UNCROSSED, WIDENED, guarded
from ..interface import Floats

MARKS = {"uncrossed": UNCROSSED, "clipped": CLIPPED, "widened": WIDENED, "narrowed": NARROWED}


@dataclass(frozen=True)
class Forecast:
    """One answer as it is kept: without what belongs to a single request, such as its latency.

    values, conformal  (steps, levels) prices
    method             as in forecast_band: EWMA, HAR, TSFM, ...
    mended             steps at which quantiles were uncrossed, clipped, widened, narrowed; only what happened
    fallback_reason    why the baseline answered instead of the model that was asked for; None where that one did
    """

    values: Floats
    levels: tuple[float, ...]
    runtime: str
    model_name: str
    model_id: str
    model_version: str
    method: str
    device: str
    input_len: int
    transform: dict[str, Any]
    warnings: tuple[str, ...] = ()
    mended: dict[str, int] = field(default_factory=dict)
    fallback_reason: str | None = None
    conformal: Floats | None = None

    @property
    def width(self) -> float:
        """Between the outermost quantiles at the last step."""
        return float(self.values[-1, -1] - self.values[-1, 0])

    def body(self, meta: dict[str, Any]) -> dict[str, Any]:
        """As JSON, with what belongs to this request."""
        answer: dict[str, Any] = {
            "yhat_q": _paths(self.values, self.levels),
            "meta": {
                "runtime": self.runtime, "model_name": self.model_name, "model_version": self.model_version,
                "input_len": self.input_len, "transform": self.transform, "warnings": list(self.warnings),
                "fallback_used": self.fallback_reason is not None, "fallback_reason": self.fallback_reason,
                "model_id": self.model_id, "method": self.method, "device": self.device, "mended": self.mended,
            } | meta,
        }  # fmt: skip
        if self.conformal is not None:
            answer["conformal_yhat_q"] = _paths(self.conformal, self.levels)
            answer["conformal_last_step"] = {
                repr(level): value for level, value in zip(self.levels, self.conformal[-1].tolist(), strict=True)
            }
        return answer


def in_order(values: Floats, levels: tuple[float, ...], limits: dict[str, float] | None = None) -> tuple[Floats, dict[str, int]]:
    """Prices in 0..1, ascending with the level, within the limits of width if given; and at how many steps it took what."""
    low = high = None
    if limits is not None and levels[-1] - levels[0] >= limits["levels_apart"]:
        low, high = limits["least_width"], limits["most_width"]
    found = guarded(values, levels, low, high)
    counts = {name: int(np.count_nonzero(found.marks & mark)) for name, mark in MARKS.items()}
    return found.values, {name: count for name, count in counts.items() if count}


def _paths(values: Floats, levels: tuple[float, ...]) -> dict[str, list[float]]:
    return {repr(level): path for level, path in zip(levels, values.T.tolist(), strict=True)}


# ---------------------------------------------------------------- for the document of addresses only


class ForecastMeta(BaseModel):
    """How the answer came about."""

    runtime: str = Field(description="credence for built-in methods, else the provider")
    model_name: str = Field(description="who answered; after a fallback the baseline")
    model_version: str
    input_len: int = Field(description="prices that were used")
    transform: dict[str, Any] = Field(description="space and eps in which the model worked")
    warnings: list[str]
    fallback_used: bool
    fallback_reason: str | None = Field(
        description="short_input, low_liquidity, gaps, loading, breaker_open, degraded, baseline_only, overloaded, timeout, "
        "unreachable, busy, invalid_answer, refused, no_answer or error"
    )
    cache_hit: bool
    cache_stale: bool = Field(description="an older answer to the same question, because a new one failed")
    circuit_breaker_state: str = Field(description="closed, open or half_open")
    degradation_state: str = Field(description="normal, degraded or baseline-only")
    latency_ms: float
    market_id: str
    asked: dict[str, Any] = Field(description="provider and model_name that were asked for")
    model_id: str
    method: str
    device: str
    mended: dict[str, int] = Field(description="steps at which quantiles were uncrossed, clipped, widened or narrowed")


class ForecastAnswer(BaseModel):
    """Quantiles of the price at every step of the horizon."""

    yhat_q: dict[str, list[float]] = Field(description="level -> price at each step, 1 to horizon_steps")
    meta: ForecastMeta
    conformal_yhat_q: dict[str, list[float]] | None = Field(None, description="the same, corrected for coverage, where learned")
    conformal_last_step: dict[str, float] | None = Field(None, description="its last step: level -> price")
