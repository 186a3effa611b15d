"""What an address takes: one class per list, named after the columns; an unknown parameter is refused."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from .times import moment


def _moment(value: Any) -> Any:
    return moment("the time", value) if isinstance(value, str) else value


Moment = Annotated[datetime, BeforeValidator(_moment)]


class Parameters(BaseModel):
    """Base of all: refuses what it does not know, so that a misspelt filter is not taken for an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Parameters):
    """An address without parameters, save the format, of which there is one."""

    format: Literal["json"] = Field("json", description="json")


class Listed(Parameters):
    """What every list takes."""

    limit: int = Field(100, ge=1, le=10_000, description="rows of one page")
    cursor: str | None = Field(None, max_length=4000, description="next_cursor of the page before")
    format: Literal["json", "csv", "parquet"] = Field("json", description="json, csv or parquet")

    def filters(self) -> dict[str, Any]:
        """All but the format, as a product takes them."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "format"}


class ScoreboardParameters(Listed):
    """Filters of /scoreboard."""

    limit: int = Field(500, ge=1, le=10_000, description="rows of one page")
    venue: str | None = Field(None, description="venue, or all")
    category: str | None = Field(None, description="category, or all")
    liquidity_bucket: str | None = Field(None, description="LOW, MID, HIGH, UNKNOWN or all")
    horizon: str | None = Field(None, description="30d, 7d, 48h, 24h or 1h")
    anchor: str | None = Field(None, description="scheduled, close or game_start")
    weighting: str | None = Field(None, description="market or event")
    ends: str | None = Field(None, description="all or observed")
    window: str | None = Field(None, description="only markets that ended in the last days before as_of, such as 90d")
    window_by: Literal["scheduled_end", "resolution"] = Field("scheduled_end", description="which end the window means")


class MarketsParameters(Listed):
    """Filters of /markets."""

    venue: str | None = Field(None, description="where it trades")
    category: str | None = Field(None, description="as in market_registry")
    status: str | None = Field(None, description="ACTIVE, RESOLVED, VOID or UNRESOLVED")
    event_id: str | None = Field(None, description="markets of one event")
    tag: str | None = Field(None, description="one of category_tags")
    liquidity_bucket: str | None = Field(None, description="newest observed: LOW, MID, HIGH or UNKNOWN")
    text: str | None = Field(None, max_length=200, description="part of the question or the slug")


class PricesParameters(Listed):
    """Window of /markets/{market_id}/prices."""

    limit: int = Field(5000, ge=1, le=100_000, description="rows of one page")
    since: Moment | None = Field(None, description="first moment, ISO 8601; without a zone it is UTC")
    until: Moment | None = Field(None, description="first moment after the window, ISO 8601")


class CoverageParameters(Listed):
    """Filters of /coverage."""

    limit: int = Field(500, ge=1, le=10_000, description="rows of one page")
    run_id: str | None = Field(None, description="one run")
    source: str | None = Field(None, description="whom we asked")
    status: str | None = Field(None, description="complete, truncated, unverified, stale, gap or fallback")


class RunsParameters(Listed):
    """Filters of /ops/runs."""

    limit: int = Field(50, ge=1, le=10_000, description="rows of one page")
    status: str | None = Field(None, description="running, done, failed, ...")
