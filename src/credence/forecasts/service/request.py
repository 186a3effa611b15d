"""What is asked: one series, and the range in which its price may lie. Nonsense is refused with its field, never replaced.

In   the JSON body of POST /tsfm/forecast, or the same as Python objects
Out  a `ForecastRequest` whose every field is sound by itself and beside the others
Unit prices 0..1 (null or NaN where there was none), moments in UTC (seconds, or ISO 8601; without a zone it is UTC)
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError

from ...config import rules
from ...errors import InputError
from ..interface import Floats, checked_quantiles
from ..spaces import HALF_TICK

LIMITS: dict[str, Any] = rules("forecast")["limits"]
PROVIDER = "credence"  # built-in methods, by their names in the registry
SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
EARLIEST, LATEST = 946_684_800.0, 4_102_444_800.0  # 2000 and 2100: beyond, it is another unit
MOMENT_FORM = "UTC seconds, or an ISO time such as 2026-01-31T14:05:00Z"

Numbers = Annotated[list[float | None], FailFast(), Field(min_length=1, max_length=LIMITS["points"])]
Option = (
    bool | Annotated[int, Field(ge=-(2**53), le=2**53)] | Annotated[float, Field(allow_inf_nan=False)]
    | Annotated[str, Field(max_length=200)]
)  # fmt: skip
Covariate = dict[Annotated[str, Field(min_length=1, max_length=64)], Numbers]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, protected_namespaces=())


class Transform(_Part):
    """In which space the changes of the price are taken; what is answered are prices again."""

    space: Literal["price", "logit", "arcsine"] = Field("logit", description="price, logit or arcsine")
    eps: float = Field(HALF_TICK, gt=0, lt=0.5, description="in logit space prices are held in eps..1-eps")


class Model(_Part):
    """Who is asked."""

    provider: str = Field(PROVIDER, min_length=1, max_length=64, description="credence, chronos or tollama")
    model_name: str | None = Field(None, min_length=1, max_length=200, description="as in models.yml; null: the default method")
    params: dict[Annotated[str, Field(min_length=1, max_length=64)], Option] = Field(
        default_factory=dict, max_length=16, description="options that the provider knows"
    )


class ForecastRequest(_Part):
    """One series up to `as_of_ts`, the horizon, and the wanted quantiles."""

    market_id: str = Field(min_length=1, max_length=200, description="the market; it names the answer, nothing is looked up")
    as_of_ts: int | float | str = Field(description="the forecast's only now: " + MOMENT_FORM)
    freq: str = Field("5m", max_length=8, description="length of a step: a number with s, m, min, h or d")
    horizon_steps: int = Field(12, ge=1, le=LIMITS["horizon_steps"], description="steps ahead; every one is answered")
    quantiles: Annotated[list[float], FailFast()] = Field(
        default_factory=lambda: [0.1, 0.5, 0.9], min_length=1, max_length=LIMITS["quantiles"],
        description="ascending levels strictly between 0 and 1",
    )  # fmt: skip
    y: Numbers = Field(description="prices, oldest first; null where there was none; without y_ts the last one is at as_of_ts")
    y_ts: Annotated[list[Any], Field(min_length=1, max_length=LIMITS["points"])] | None = Field(
        None, description="moments of y, strictly ascending, none after as_of_ts; steps need not be even"
    )
    x_past: Covariate | None = Field(
        None, max_length=LIMITS["covariates"], description="covariates known with each price: name -> one value per entry of y"
    )
    x_future: Covariate | None = Field(
        None, max_length=LIMITS["covariates"], description="covariates known ahead: name -> one value per step of the horizon"
    )
    transform: Transform | None = Field(None, description="null: logit for models elsewhere, built-in methods choose")
    model: Model = Field(default_factory=Model, description="who is asked")
    liquidity_bucket: Literal["LOW", "MID", "HIGH", "UNKNOWN"] | None = Field(None, description="of the market, if known")

    @cached_property
    def step_s(self) -> int:
        """Length of a step, seconds."""
        return _step_of(self.freq)

    @cached_property
    def origin(self) -> float:
        """as_of_ts in UTC seconds."""
        return _seconds("as_of_ts", self.as_of_ts)

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """The quantiles' levels."""
        try:
            return checked_quantiles(self.quantiles)
        except InputError as error:
            raise refused("quantiles", f"[{', '.join(f'{level:g}' for level in self.quantiles[:9])}]", error.allowed) from None

    @cached_property
    def prices(self) -> Floats:
        """y as an array (n,), nan where there was no price."""
        return np.array(self.y, np.float64)

    @cached_property
    def key(self) -> bytes:
        """Stands for everything that decides the answer: the cache's key."""
        rest = (
            self.market_id, self.origin, self.step_s, self.horizon_steps, self.levels, _sorted(self.x_past),
            _sorted(self.x_future), self.transform, self.model.provider, self.model.model_name, _sorted(self.model.params),
            self.liquidity_bucket, self.moments is None,
        )  # fmt: skip
        hashed = blake2b(repr(rest).encode("utf-8", "surrogatepass"), digest_size=16)
        hashed.update(self.prices.tobytes())
        if self.moments is not None:
            hashed.update(self.moments.tobytes())
        return hashed.digest()

    @cached_property
    def moments(self) -> Floats | None:
        """y_ts in UTC seconds (n,)."""
        return None if self.y_ts is None else _all_seconds(self.y_ts)


def parsed(body: bytes) -> ForecastRequest:
    """The request in a JSON body, checked. Raises InputError with the field that is wrong."""
    try:
        request = ForecastRequest.model_validate_json(body)
    except ValidationError as error:
        raise _refusal(error) from None
    return checked(request)


def asked(**fields: Any) -> ForecastRequest:
    """The same from Python objects. Raises InputError."""
    try:
        request = ForecastRequest.model_validate(fields)
    except ValidationError as error:
        raise _refusal(error) from None
    return checked(request)


def checked(request: ForecastRequest) -> ForecastRequest:
    """What single fields cannot know: order, range, equal lengths, nothing after as_of_ts. Raises InputError."""
    _ = request.step_s, request.levels, request.origin
    prices, moments = request.prices, request.moments
    with np.errstate(invalid="ignore"):
        wrong = (prices < 0) | (prices > 1)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise refused("y", f"{float(prices[at])} at index {at}", "prices from 0 to 1, null where there is none")
    if np.isnan(prices).all():
        raise refused("y", f"{len(prices)} times no price", "prices, at least one of them not null")
    if moments is not None:
        _check_moments(moments, len(prices), request.origin)
    _check_covariates("x_past", request.x_past, len(prices))
    _check_covariates("x_future", request.x_future, request.horizon_steps)
    return request


def _check_moments(moments: Floats, n_prices: int, origin: float) -> None:
    if len(moments) != n_prices:
        raise refused("y_ts", f"{len(moments)} moments", f"as long as y, {n_prices}")
    steps = np.diff(moments)
    if (steps <= 0).any():
        at = int(np.argmax(steps <= 0))
        kind = "the same moment twice" if steps[at] == 0 else "a moment before the one in front of it"
        raise refused("y_ts", f"{kind} at index {at + 1}", "strictly ascending")
    if moments[-1] > origin:
        at = int(np.argmax(moments > origin))
        raise refused("y_ts", f"a moment after as_of_ts at index {at}", "at or before as_of_ts: nothing looks ahead")


def _check_covariates(field: str, covariates: dict[str, list[float | None]] | None, length: int) -> None:
    for name, values in (covariates or {}).items():
        if len(values) != length:
            raise refused(f"{field}.{name}", f"{len(values)} values", f"a list of {length} values")
        if np.isinf(np.array(values, np.float64)).any():
            raise refused(f"{field}.{name}", "an infinite value", "finite numbers, null where there is none")


def _sorted(entries: Mapping[str, Any] | None) -> list[tuple[str, Any]] | None:
    return None if entries is None else sorted(entries.items())


def _step_of(freq: str) -> int:
    least, most = LIMITS["step_s"]
    match = re.fullmatch(r"([0-9]{1,6})(s|min|m|h|d)", freq)
    seconds = int(match[1]) * SECONDS[match[2]] if match else 0
    if not least <= seconds <= most:
        raise refused("freq", short(freq), f"a number with s, m, h or d, from {least} s to {most} s, such as 5m")
    return seconds


def _seconds(field: str, value: Any, where: str = "") -> float:
    """A moment in UTC seconds."""
    seconds = value
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
            seconds = (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            raise refused(field, short(value) + where, MOMENT_FORM) from None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not EARLIEST <= seconds <= LATEST:
        raise refused(field, short(value) + where, MOMENT_FORM + ", between 2000 and 2100")
    return float(seconds)


def _all_seconds(moments: list[Any]) -> Floats:
    """Moments in UTC seconds; the first that is none is named."""
    if {type(value) for value in moments} <= {int, float}:
        try:
            found = np.array(moments, np.float64)
        except OverflowError:
            found = np.full(1, np.inf)
        if ((found >= EARLIEST) & (found <= LATEST)).all():
            return found
    return np.array([_seconds("y_ts", value, f" at index {at}") for at, value in enumerate(moments)], np.float64)


# ---------------------------------------------------------------- refusals


class Words(str):
    """What was found, told rather than quoted."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def refused(field: str, found: str, allowed: str, next_step: str | None = None) -> InputError:
    """A refusal that names the field, what was found in it, what is allowed, and what to do."""
    failure = InputError(field, Words(found), allowed)
    failure.next_step = next_step or f"change `{field}` and ask again; openapi.json describes every field"
    return failure


def _refusal(error: ValidationError) -> InputError:
    """The first thing wrong, by its field; of a list or object the field that holds it."""
    first = error.errors(include_url=False, include_context=True)[0]
    kind, place = first["type"], first["loc"]
    names = [str(part) for part in place if isinstance(part, str)]
    where = "".join(f" at index {part}" for part in place if isinstance(part, int))
    if kind == "json_invalid" or not names:
        found = first["msg"].removeprefix("Invalid JSON: ") if kind == "json_invalid" else short(first["input"])
        return refused("body", found, "a JSON object", "send JSON with market_id, as_of_ts and y; openapi.json has the fields")
    if names[0] == "as_of_ts" and kind != "missing":  # the rest of the place names the types that were tried
        return refused("as_of_ts", short(first["input"]), MOMENT_FORM)
    if names[:2] == ["model", "params"] and len(names) > 2:
        found = f"{short(names[2])}: {short(first['input'])}"
        return refused("model.params", found, "names with a number, a text, true or false")
    field = ".".join(name for name in names if name != "[key]")[:100]
    if kind == "missing":
        return refused(field, "nothing", "given")
    if kind == "extra_forbidden":
        parts: dict[str, type[BaseModel]] = {"model": Model, "transform": Transform}
        known = ", ".join(parts.get(names[0], ForecastRequest).model_fields)
        return refused(field, "a field that nobody knows", "left out", f"known fields: {known}")
    limits = first.get("ctx", {})
    if kind.startswith(("too_", "string_too_")):
        least, most = limits.get("min_length"), limits.get("max_length")
        return refused(field, short(first["input"]), f"at least {least} long" if most is None else f"at most {most} long")
    wanted = first["msg"].removeprefix("Input should be ").removeprefix("Input should ")
    return refused(field, short(first["input"]) + where, wanted[:1].lower() + wanted[1:])


def short(value: object, most: int = 80) -> str:
    """A value as it may stand in a message: one that is long, or deep, is cut."""
    if isinstance(value, list | dict):
        return f"{'a list' if isinstance(value, list) else 'an object'} of {len(value)}"
    text = repr(value[:most] if isinstance(value, str | bytes) else value)
    return text if len(text) <= most else text[: most - 2] + ".."
