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
    """A picture without parameters, save the format, of which there is one."""

    format: Literal["json"] = Field("json", description="json")


class Whole(Parameters):
    """What every address of one thing takes: its form, and for a file which of its tables."""

    format: Literal["json", "csv", "parquet"] = Field("json", description="json; csv or parquet for one table of the answer")
    table: str | None = Field(
        None, max_length=200, description="for csv and parquet: which table, such as diagram.bins; needed where there are several"
    )

    @property
    def form(self) -> tuple[str, str | None]:
        """Format and table, as `one_answer` takes them."""
        return self.format, self.table


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


class CellParameters(Parameters):
    """A question to the cube: which rows, at which price, counted how."""

    anchor: str = Field("scheduled", description="scheduled, close or game_start")
    horizon: str = Field("24h", description="30d, 7d, 48h, 24h or 1h")
    weighting: str = Field("event", description="event or market; trade and dollar need fills")
    price: str = Field("quote", description="quote, last (however old), mean_1h, trade_1h, bid or ask")
    window: str | None = Field(None, description="only the cohort of the last days before as_of, such as 90d")
    window_by: str = Field("scheduled_end", description="scheduled_end or resolution")
    venue: str | None = Field(None, description="where it trades")
    category: str | None = Field(None, description="as in market_registry")
    liquidity_bucket: str | None = Field(None, description="LOW, MID, HIGH or UNKNOWN, as then observed")
    price_source: str | None = Field(None, description="connector or drop that brought the price")
    tag: str | None = Field(None, description="one of category_tags")
    text: str | None = Field(None, max_length=200, description="part of the question or the slug")
    ends: str | None = Field(None, description="all, observed (ends that were known beforehand) or assumed")
    volume: str | None = Field(None, description="volume_24h as then observed, LEAST:MOST in USDC")
    traders: str | None = Field(None, description="distinct wallets, LEAST:MOST")
    duration: str | None = Field(None, description="from start to anchor, LEAST:MOST in days")
    age: str | None = Field(None, description="age of the price, LEAST:MOST in seconds")
    spread: str | None = Field(None, description="spread of the quote, LEAST:MOST")

    def asked(self) -> dict[str, Any]:
        """The filters, as a product takes them."""
        return {name: getattr(self, name) for name in CellParameters.model_fields}


class DrawnParameters(CellParameters):
    """A question with draws against the null."""

    draws: int = Field(0, ge=0, le=100_000, description="0, or 999 and more: judge MCB and ECE, draw the band")
    seed: int = Field(0, ge=0, lt=2**63, description="of the draws")


class WholeCellParameters(CellParameters, Whole):
    """A question whose answer is one thing."""


class WholeDrawnParameters(DrawnParameters, Whole):
    """A question with draws whose answer is one thing."""


class FacetParameters(CellParameters, Whole):
    """A question for every value of a dimension."""

    by: str = Field("category", description="venue, category, liquidity, source, ends, volume, duration, age or spread")


class CompareParameters(FacetParameters):
    """Two values of a dimension."""

    compare: str = Field(description="the two values, such as LOW,HIGH")
    detect: float = Field(0.1, gt=0, description="a difference of slopes: how many events would show it")


class PanelParameters(CellParameters, Whole):
    """One cohort at several horizons."""

    horizons: str = Field("7d,48h,24h,1h", description="two or more; the longest fixes who belongs")


class ChangesParameters(Whole):
    """Two runs, and the cell whose figures are compared."""

    before: str = Field(description="the earlier run")
    after: str | None = Field(None, description="the later run; default: the newest finished one")
    anchor: str = Field("scheduled", description="scheduled, close or game_start")
    horizon: str = Field("24h", description="30d, 7d, 48h, 24h or 1h")
    weighting: Literal["event", "market"] = Field("event", description="event or market")
    venue: str | None = Field(None, description="where it trades")
    category: str | None = Field(None, description="as in market_registry")
    liquidity_bucket: str | None = Field(None, description="LOW, MID, HIGH or UNKNOWN")

    def asked(self) -> dict[str, Any]:
        """The two runs and the cell, as a product takes them."""
        return self.model_dump(exclude=set(Whole.model_fields))


class TrustParameters(Listed):
    """Filters of /trust."""

    limit: int = Field(500, ge=1, le=10_000, description="rows of one page")
    market_id: str | None = Field(None, description="one market")
    anchor: str | None = Field(None, description="scheduled, close, game_start or latest")
    horizon: str | None = Field(None, description="30d, 7d, 48h, 24h, 1h or now")
    version: str | None = Field(None, description="v1 or v2; default: the one that is shown")


class ReliabilityParameters(Parameters):
    """Filters of /trust/reliability."""

    version: str | None = Field(None, description="v1 or v2")
    anchor: str | None = Field(None, description="scheduled, close or game_start")
    horizon: str | None = Field(None, description="30d, 7d, 48h, 24h, 1h or all")
    format: Literal["json", "csv", "parquet"] = Field("json", description="json, csv or parquet")


class EvidenceParameters(Listed):
    """Filters of /recalibrated/evidence."""

    limit: int = Field(500, ge=1, le=10_000, description="rows of one page")
    category: str | None = Field(None, description="as in market_registry")
    anchor: str | None = Field(None, description="scheduled, close or game_start")
    horizon: str | None = Field(None, description="30d, 7d, 48h, 24h or 1h")


class RecalibratedParameters(EvidenceParameters):
    """Filters of /recalibrated."""

    market_id: str | None = Field(None, description="one market")


class MarketsParameters(Listed):
    """Filters of /markets."""

    venue: str | None = Field(None, description="where it trades")
    category: str | None = Field(None, description="as in market_registry")
    status: str | None = Field(None, description="ACTIVE, RESOLVED, VOID or UNRESOLVED")
    event_id: str | None = Field(None, description="markets of one event")
    tag: str | None = Field(None, description="one of category_tags")
    liquidity_bucket: str | None = Field(None, description="newest observed: LOW, MID, HIGH or UNKNOWN")
    text: str | None = Field(None, max_length=200, description="part of the question or the slug")
    outside_range: bool | None = Field(None, description="true: only those whose price lies outside its usual range")
    price: str | None = Field(None, description="newest price, LEAST:MOST")
    trust: str | None = Field(None, description="newest trust, LEAST:MOST of 0:100")
    volume_24h: str | None = Field(None, description="newest known, LEAST:MOST in USDC")
    open_interest: str | None = Field(None, description="newest known, LEAST:MOST in USDC")
    seen_share: str | None = Field(None, description="share of its last hours in which it was seen, LEAST:MOST of 0:1")
    ends: str | None = Field(None, description="scheduled end, LEAST:MOST in days from as_of")
    sort: str = Field("market_id", description="a column, with - before it from the largest down; unknown values come last")


class WindowParameters(Listed):
    """A window of time of one market."""

    limit: int = Field(5000, ge=1, le=100_000, description="rows of one page")
    since: Moment | None = Field(None, description="first moment, ISO 8601; without a zone it is UTC")
    until: Moment | None = Field(None, description="first moment after the window, ISO 8601")


class PricesParameters(WindowParameters):
    """Window of /markets/{market_id}/prices."""

    points: int | None = Field(
        None, ge=2, le=5000, description="the whole window in so many rows: first, lowest, highest and last of each slot of time"
    )


class MarketParameters(Whole):
    """What /markets/{market_id} shows beside the market."""

    window: Literal["1d", "7d", "30d", "all"] = Field("7d", description="1d, 7d, 30d or all: of `series`, up to the last price")


class MarketBandsParameters(Listed):
    """Filters of /markets/{market_id}/bands."""

    limit: int = Field(500, ge=1, le=10_000, description="rows of one page")
    method: str | None = Field(None, description="as in forecast_band: HAR, LEARNED, FHS, EWMA, ...")
    band_calibration: str | None = Field(None, description="raw or conformal")
    since: Moment | None = Field(None, description="made at or after this time, ISO 8601; without it those of the newest day")


class BandsParameters(MarketBandsParameters):
    """Filters of /bands."""

    market_id: str | None = Field(None, description="one market")


class BandCoverageParameters(Listed):
    """Filters of /bands/coverage."""

    limit: int = Field(500, ge=1, le=10_000, description="rows of one page")
    segment_by: str | None = Field(None, description="all, range_1h, distance, category or day")
    segment: str | None = Field(None, description="its value")
    band_calibration: str | None = Field(None, description="raw or conformal")


class BreachesParameters(Listed):
    """Filters of /bands/breaches."""

    limit: int = Field(500, ge=1, le=10_000, description="rows of one page")
    market_id: str | None = Field(None, description="one market")
    side: str | None = Field(None, description="below or above")
    band_calibration: str | None = Field(None, description="raw or conformal")
    since: Moment | None = Field(None, description="found at or after this time, ISO 8601; without it those of the newest day")


class CoverageParameters(Listed):
    """Filters of /coverage."""

    limit: int = Field(500, ge=1, le=10_000, description="rows of one page")
    run_id: str | None = Field(None, description="one run")
    source: str | None = Field(None, description="whom we asked")
    status: str | None = Field(None, description="complete, truncated, unverified, stale, gap or fallback")


class RunsParameters(Listed):
    """Filters of /ops/runs."""

    limit: int = Field(50, ge=1, le=10_000, description="rows of one page")
    status: str | None = Field(None, description="running, done, paused or failed")


class EventsParameters(Listed):
    """Filters of /events."""

    kind: str | None = Field(None, description="sum, threshold, deadline or none")
    category: str | None = Field(None, description="as in events")
    venue: str | None = Field(None, description="where it trades")
    text: str | None = Field(None, max_length=200, description="part of the title or the slug")
    open: bool | None = Field(None, description="true: only events with an open market; false: only the others")
    sort: str = Field("event_id", description="a column, with - before it from the largest down; unknown values come last")


class SearchParameters(Parameters):
    """What /search takes."""

    q: str = Field("", max_length=200, description="words, an id, or part of a slug; nothing finds nothing")
    limit: int = Field(8, ge=1, le=100, description="markets at most")
    format: Literal["json", "csv", "parquet"] = Field("json", description="json, csv or parquet")


def _again(name: str) -> Any:
    """The same parameter for a second set, `b.NAME`; what is not given is as in the first; empty, it takes a filter off."""
    told = CellParameters.model_fields[name].description
    return Field(None, alias=f"b.{name}", max_length=200, description=f"of the second set: {told}")


class SecondSet(DrawnParameters):
    """Two questions, the second by what differs from the first."""

    compare: bool = Field(False, description="true: a second set beside the first, also where nothing differs")
    b_anchor: str | None = _again("anchor")
    b_horizon: str | None = _again("horizon")
    b_weighting: str | None = _again("weighting")
    b_price: str | None = _again("price")
    b_window: str | None = _again("window")
    b_window_by: str | None = _again("window_by")
    b_venue: str | None = _again("venue")
    b_category: str | None = _again("category")
    b_liquidity_bucket: str | None = _again("liquidity_bucket")
    b_price_source: str | None = _again("price_source")
    b_tag: str | None = _again("tag")
    b_text: str | None = _again("text")
    b_ends: str | None = _again("ends")
    b_volume: str | None = _again("volume")
    b_traders: str | None = _again("traders")
    b_duration: str | None = _again("duration")
    b_age: str | None = _again("age")
    b_spread: str | None = _again("spread")

    def second(self) -> dict[str, Any] | None:
        """The filters of the second set, None where none is asked for."""
        given = {name: getattr(self, f"b_{name}") for name in CellParameters.model_fields}
        changed = {name: value or CellParameters.model_fields[name].default for name, value in given.items() if value is not None}
        return self.asked() | changed if changed or self.compare else None


class ExplorerParameters(SecondSet, Whole):
    """What /scoreboard/explorer takes."""

    bin: int | None = Field(None, ge=0, le=9, description="one of ten equal bins of the price: its markets are listed")


class StreamParameters(Parameters):
    """What /stream takes."""

    topics: str = Field("lake", max_length=4000, description="lake and prices:MARKET, with commas between")


class HowParameters(Whole):
    """What /how takes."""

    address: str = Field(min_length=1, max_length=4000,
        description="an address of this server with its parameters, such as /scoreboard")
