"""Events: do the prices of one event fit together? The list is the monitor of coherence.

read  market_state, events, features, outcomes -> all events with kind, sum and gap; one event with its markets in the order of
      implication, what implies what, and the sum by the hour
rule  kinds, order and gap as in `tables.coherence`. An hour in which a leg was not seen has no sum
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from ..config import rules
from ..errors import InputError, NotFound
from ..lake import Lake
from ..lake.lake import fetch
from ..records.paging import Page
from ..tables import coherence, market_state
from ..tables.coherence import KINDS, NAME, Ladder, gap_of, kind_of, ladder, of_events
from ..tables.known import refuse_unknown_in
from ..tables.sorted_pages import Listing, sorted_page
from ..tables.windows import newest_as_of

LISTING = Listing(NAME, ", ".join(coherence.COLUMNS), "event_id", coherence.COLUMNS)
DAYS = 30  # of the series, up to its newest hour
BROKEN = 1e-9
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_MARKETS = """
    select m.market_id, m.question, m.status, m.end_ts, m.price, m.price_at, m.price_age_seconds, m.bid, m.ask, m.q10_1h,
        m.q90_1h, m.outside_range, m.trust, m.liquidity_bucket,
        case when o.status in ('RESOLVED_TRUE', 'RESOLVED_FALSE') then (o.status = 'RESOLVED_TRUE')::int::double end as payout,
        o.resolved_at
    from market_state as m
    left join outcomes as o using (market_id)
    where m.event_id = $e
    order by m.market_id
"""
_EXCLUSIVE = """
    select coalesce((select any_value(neg_risk) from events where event_id = $e), bool_and(neg_risk)) as neg_risk
    from market_state where event_id = $e
"""
_HOURS = """
    select market_id, epoch(ts)::bigint as ts, p_yes from features
    where list_contains($ids, market_id) and p_yes is not null and staleness_seconds <= $stale
        and ts <= $now::timestamptz and knowable_at <= $now::timestamptz
    order by ts, market_id
"""


def list_events(
    lake: Lake,
    *,
    kind: str | None = None,
    category: str | None = None,
    venue: str | None = None,
    text: str | None = None,
    open: bool | None = None,
    sort: str = "event_id",
    limit: int = 100,
    cursor: str | None = None,
) -> Page:
    """Events with what their prices add up to.

    kind  sum, threshold, deadline or none
    text  part of the title or the slug, in any case
    open  true: only those with an open market; false: only the others
    sort  a column, with - before it from the largest down; unknown values come last
    """
    if kind is not None and kind not in KINDS:
        raise InputError("kind", kind, " or ".join(KINDS))
    wanted: dict[str, Any] = {
        name: value for name, value in (("kind", kind), ("category", category), ("venue", venue)) if value is not None
    }
    conditions = [f"{name} = ${name}" for name in wanted]
    if text is not None:
        conditions.append("contains(lower(concat_ws(chr(10), title, slug)), lower($text))")
        wanted["text"] = text
    if open is not None:
        conditions.append("n_open > 0" if open else "n_open = 0")
    events = of_events(lake)
    with lake.reading() as connection:
        connection.register(NAME, events)
        try:
            page = sorted_page(connection, LISTING, conditions, wanted, sort=sort, limit=limit, cursor=cursor)
            if not page.total:
                refuse_unknown_in(connection, NAME, {"category": category, "venue": venue})
            return page
        finally:
            connection.unregister(NAME)


def one_event(lake: Lake, event_id: str) -> dict[str, Any]:
    """{"event", "coherence", "markets", "implications", "series"} of one event.

    Markets stand in the order of implication where there is one: each implies the next. Raises NotFound.
    """
    with market_state.reading(lake) as connection:
        markets = fetch(connection, _MARKETS, {"e": event_id})
        event = fetch(connection, "select * from events where event_id = $e", {"e": event_id})
        if not markets:
            missing = NotFound("event", event_id)
            missing.next_step = "list what exists at /events"
            raise missing
        found = ladder([row["question"] for row in markets], [_seconds(row["end_ts"]) for row in markets])
        (told,) = fetch(connection, _EXCLUSIVE, {"e": event_id})
        kind = kind_of(told["neg_risk"], found, len(markets))
        hours, prices = _hourly(connection, markets, newest_as_of(lake) or market_state.FAR)
    values = [row["payout"] if row["payout"] is not None else row["price"] for row in markets]
    is_open = any(row["status"] == "ACTIVE" for row in markets)
    total, gap = gap_of(kind, values, found) if is_open else (None, None)
    series = _series(kind, found, hours, prices)
    order = found.order if found and kind in ("threshold", "deadline") else tuple(range(len(markets)))
    ages = [row["price_age_seconds"] for row in markets if row["payout"] is None and row["price_age_seconds"] is not None]
    return {
        "event": event[0] if event else {"event_id": event_id, "title": None, "n_markets": len(markets)},
        "coherence": {
            "kind": kind, "sum": total, "gap": gap, "holds": None if gap is None else _holds(kind, gap), "open": is_open,
            "n_markets": len(markets), "n_seen": sum(value is not None for value in values),
            "age_seconds": max(ages, default=None) if is_open else None,
        },
        "markets": _ordered(markets, values, order, found if kind != "sum" else None),
        "implications": _implications(markets, values, found, hours, prices) if kind in ("threshold",
        "deadline") and found else [],
        "series": series,
    }  # fmt: skip


def _holds(kind: str, gap: float) -> bool | None:
    """Whether the order of implication is kept; of a sum that is a matter of fees, which are not known."""
    return None if kind == "sum" else gap <= BROKEN


def _ordered(
    markets: list[dict[str, Any]], values: list[float | None], order: tuple[int, ...], found: Ladder | None
) -> list[dict[str, Any]]:
    rows = []
    for place, at in enumerate(order):
        following = values[order[place + 1]] if found and place + 1 < len(order) else None
        own = values[at]
        holds = None if following is None or own is None else own <= following + BROKEN
        rows.append(markets[at] | {"value": own, "step": found.steps[place] if found else None, "implies_next": holds})
    return rows


def _implications(
    markets: list[dict[str, Any]], values: list[float | None], found: Ladder, hours: NDArray[np.int64],
        prices: NDArray[np.float64]
) -> list[dict[str, Any]]:
    """One row per pair of neighbours: if the first comes true, so does the second."""
    rows = []
    for one, two in zip(found.order, found.order[1:], strict=False):
        a, b = values[one], values[two]
        gap = None if a is None or b is None else round(a - b, coherence.PLACES)
        broken = None if gap is None else gap > BROKEN
        rows.append({
            "market_id": markets[one]["market_id"], "question": markets[one]["question"], "price": a,
            "implied_market_id": markets[two]["market_id"], "implied_question": markets[two]["question"], "implied_price": b,
            "gap": gap, "broken": broken, "since": _since(hours, prices[one] - prices[two]) if broken else None,
        })  # fmt: skip
    return rows


def _since(hours: NDArray[np.int64], gap: NDArray[np.float64]) -> datetime | None:
    """The hour from which on it has been broken without a break that was seen; None where no hour shows it."""
    known = ~np.isnan(gap)
    hours, gap = hours[known], gap[known]
    if not len(gap) or gap[-1] <= BROKEN:
        return None
    kept = np.flatnonzero(gap <= BROKEN)
    return _moment(int(hours[kept[-1] + 1 if len(kept) else 0]))


def _hourly(
    connection: duckdb.DuckDBPyConnection, markets: list[dict[str, Any]], now: datetime
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Hours (h,), ascending, and the prices (markets, h) then, NaN where none was seen; a market with an answer is its payout."""
    ids = [row["market_id"] for row in markets]
    stale = 3600 * float(rules("cutoffs")["daily"]["stale_after_h"])
    found = connection.sql(_HOURS, params={"ids": ids, "stale": stale, "now": now.isoformat()}).to_arrow_table()
    ts = found["ts"].to_numpy().astype(np.int64)
    if not len(ts):
        return np.zeros(0, np.int64), np.zeros((len(ids), 0))
    hours = np.arange(max(ts.min(), ts.max() - DAYS * 86_400), ts.max() + 1, 3600, dtype=np.int64)
    prices = np.full((len(ids), len(hours)), np.nan)
    place = {name: at for at, name in enumerate(ids)}
    row = np.array([place[name] for name in found["market_id"].to_pylist()], np.int64)
    column = (ts - hours[0]) // 3600
    inside = column >= 0
    prices[row[inside], column[inside]] = found["p_yes"].to_numpy()[inside]
    for at, market in enumerate(markets):
        if market["payout"] is not None and market["resolved_at"] is not None:
            prices[at, hours >= market["resolved_at"].timestamp()] = market["payout"]
    return hours, prices


def _series(
    kind: str, found: Ladder | None, hours: NDArray[np.int64], prices: NDArray[np.float64]
) -> list[dict[str, Any]]:
    """{"ts", "sum", "gap", "n_seen"} by the hour."""
    if kind == "none":
        return []
    rows = []
    for at, hour in enumerate(hours.tolist()):
        values = [None if np.isnan(value) else float(value) for value in prices[:, at]]
        total, gap = gap_of(kind, values, found)
        rows.append({"ts": _moment(hour), "sum": total, "gap": gap, "n_seen": int((~np.isnan(prices[:, at])).sum())})
    return rows


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _moment(seconds: int) -> datetime:
    return EPOCH + timedelta(seconds=seconds)
