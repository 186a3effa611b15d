"""SQL that gives an answer's headline figure, written out so that it runs as it stands with `credence query`."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from ...lake import Lake
from ...lake.engine import quoted
from ...tables import market_state
from ...tables.cube import RANGES
from ...tables.market_filters import conditions_of
from ...tables.questions import Question, question, weighting_of
from ...tables.windows import newest_as_of

Given = Mapping[str, Any]
Statement = Callable[[Lake, dict[str, Any], dict[str, str]], str | None]

PRICES = {
    "quote": "c.p_yes", "last": "c.p_last", "mean_1h": "c.p_mean_1h", "trade_1h": "c.p_trade_1h",
    "bid": "case when c.spread is not null then greatest(c.p_yes - c.spread / 2, 0.0) end",  # greatest() takes null for nothing
    "ask": "case when c.spread is not null then least(c.p_yes + c.spread / 2, 1.0) end",
}  # fmt: skip
ASKED = (
    "anchor", "horizon", "weighting", "price", "window", "window_by", "venue", "category", "liquidity_bucket", "price_source",
    "tag", "text", "ends", "volume", "traders", "duration", "age", "spread",
)  # fmt: skip
_EVENT = """with judged as (
    select c.event_id, power({price} - c.resolved_yes, 2) as loss
    from cube_rows as c{join}
    where {where}
),
events as (select event_id, avg(loss) as loss, count(*) as n from judged group by event_id)
select avg(loss) as brier, sum(n) as n, count(*) as n_events from events"""
_MARKET = """select avg(power({price} - c.resolved_yes, 2)) as brier, count(*) as n, count(distinct c.event_id) as n_events
from cube_rows as c{join}
where {where}"""


def _literal(value: Any) -> str:
    """A value as SQL."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, datetime):
        return f"timestamptz {quoted(value.isoformat())}"
    return quoted(str(value))


def _where(conditions: list[str]) -> str:
    return "\n    and ".join(conditions) or "true"


# ---------------------------------------------------------------- Brier scores


def _brier_of_question(lake: Lake, given: dict[str, Any], _: dict[str, str]) -> str:
    return _brier(question(lake, **{name: given[name] for name in ASKED if given.get(name) is not None}))


def _brier(asked: Question) -> str:
    filters = asked.filters
    statuses = ("priced", "stale") if asked.price == "last" else ("priced",)
    price = PRICES[asked.price]
    conditions = [
        f"c.anchor = {quoted(filters.anchor)}", f"c.horizon = {quoted(filters.horizon)}",
        f"c.price_status in ({', '.join(map(quoted, statuses))})", f"{price} is not null", "c.resolved_yes is not null",
    ]  # fmt: skip
    for name in ("venue", "category", "liquidity_bucket", "price_source"):
        value = getattr(filters, name)
        if value is not None:
            conditions.append(f"c.{name} = {quoted(value)}")
    if filters.ends in ("observed", "assumed"):
        conditions.append(f"c.end_known {'=' if filters.ends == 'observed' else '<>'} 'observed'")
    moment = "c.resolved_at" if filters.window_by == "resolution" else "c.cohort_at"
    if filters.since_s is not None:
        conditions.append(f"epoch({moment})::bigint > {filters.since_s}")
    if filters.until_s is not None:
        conditions.append(f"epoch({moment})::bigint <= {filters.until_s}")
    for name, bounds in filters.ranges.items():
        measured = zip((">=", "<="), bounds, strict=True)
        conditions += [f"c.{RANGES[name]} {sign} {end!r}" for sign, end in measured if end is not None]
    join = ""
    if filters.tag is not None or filters.text is not None:
        join = "\n    inner join market_registry as m using (market_id)"
    if filters.tag is not None:
        conditions.append(f"list_contains(m.category_tags, {quoted(filters.tag)})")
    if filters.text is not None:
        hay = "lower(replace(coalesce(m.question, '') || ' ' || coalesce(m.slug, ''), chr(10), ' '))"
        conditions.append(f"contains({hay}, {quoted(filters.text.lower())})")
    form = _MARKET if weighting_of(asked) == "market" else _EVENT
    return form.format(price=price, join=join, where=_where(conditions))


def _brier_of_group(lake: Lake, given: dict[str, Any], _: dict[str, str]) -> str:
    """Of the group that the filters name: totals, scheduled ends, 24h and events where nothing is said."""
    conditions = [
        f"c.anchor = {quoted(given.get('anchor') or 'scheduled')}", f"c.horizon = {quoted(given.get('horizon') or '24h')}",
        "c.price_status = 'priced'", "c.p_yes is not null", "c.resolved_yes is not null",
    ]  # fmt: skip
    for name in ("venue", "category", "liquidity_bucket"):
        if given.get(name) not in (None, "all"):
            conditions.append(f"c.{name} = {quoted(given[name])}")
    if given.get("ends") == "observed":
        conditions.append("c.end_known = 'observed'")
    if given.get("window"):
        asked = question(lake, window=given["window"], window_by=given.get("window_by") or "scheduled_end")
        moment = "c.resolved_at" if asked.filters.window_by == "resolution" else "c.cohort_at"
        since, until = (asked.window[name] for name in ("since", "until"))
        conditions += [f"{moment} > {_literal(since)}", f"{moment} <= {_literal(until)}"]
    form = _MARKET if given.get("weighting") == "market" else _EVENT
    return form.format(price="c.p_yes", join="", where=_where(conditions))


# ---------------------------------------------------------------- markets and events


def _states(lake: Lake) -> str:
    return f"with market_state as (\n{market_state.state_sql(lake)}\n)\n"


def _written_out(condition: str, wanted: Given) -> str:
    return re.sub(r"\$(\w+)", lambda found: _literal(wanted[found.group(1)]), condition)


def _markets(lake: Lake, given: dict[str, Any], _: dict[str, str]) -> str:
    conditions, wanted = conditions_of(**given)
    where = _where([_written_out(condition, wanted) for condition in conditions])
    of_registry = ("venue", "category", "status", "event_id", "tag", "text")
    if all(given.get(name) is None for name in _FILTERS if name not in of_registry):
        return f"select count(*) as n\nfrom market_registry\nwhere {where}"
    return f"{_states(lake)}select count(*) as n\nfrom market_state\nwhere {where}"


_FILTERS = (
    "venue", "category", "status", "event_id", "tag", "text", "liquidity_bucket", "outside_range", "price", "trust", "volume_24h",
    "open_interest", "seen_share", "ends",
)  # fmt: skip


def _price(lake: Lake, _: dict[str, Any], places: dict[str, str]) -> str:
    conditions = [f"market_id = {quoted(places['market_id'])}", "p_yes is not null"]
    now = newest_as_of(lake)
    if now is not None:
        conditions += [f"ts <= {_literal(now)}", f"knowable_at <= {_literal(now)}"]
    order = f"{market_state.KIND_ORDER} desc"
    return f"select p_yes as price, ts, price_kind, source\nfrom prices\nwhere {_where(conditions)}\norder by {order}\nlimit 1"


def _open_markets(_: Lake, __: dict[str, Any], ___: dict[str, str]) -> str:
    return "select count(*) as n\nfrom market_registry\nwhere status = 'ACTIVE'"


def _events(_: Lake, given: dict[str, Any], __: dict[str, str]) -> str | None:
    """Kinds are read off the wording of questions, which SQL does not tell: a filter by kind has no statement."""
    if given.get("kind"):
        return None
    conditions = [f"m.{name} = {quoted(given[name])}" for name in ("venue",) if given.get(name)]
    if given.get("category"):
        conditions.append(f"coalesce(e.category, m.category) = {quoted(given['category'])}")
    if given.get("text"):
        wanted = quoted(str(given["text"]).lower())
        conditions.append(f"contains(lower(concat_ws(chr(10), e.title, e.slug)), {wanted})")
    if given.get("open") is not None:
        sign = "" if given["open"] else "not "
        conditions.append(f"m.event_id {sign}in (select event_id from market_registry where status = 'ACTIVE')")
    return (
        "select count(distinct m.event_id) as n\nfrom market_registry as m\nleft join events as e using (event_id)\n"
        f"where {_where(conditions)}"
    )


def _event(lake: Lake, _: dict[str, Any], places: dict[str, str]) -> str:
    return (
        f"{_states(lake)}select sum(coalesce(o.payout, m.price)) as sum, count(coalesce(o.payout, m.price)) as n_seen, "
        "count(*) as n_markets\nfrom market_state as m\nleft join (\n"
        "    select market_id, (status = 'RESOLVED_TRUE')::int as payout\n"
        "    from outcomes where status in ('RESOLVED_TRUE', 'RESOLVED_FALSE')\n) as o using (market_id)\n"
        f"where m.event_id = {quoted(places['event_id'])}"
    )


def _search(_: Lake, given: dict[str, Any], __: dict[str, str]) -> str:
    text = str(given["q"])
    if not text.split():
        return "select count(*) as n\nfrom market_registry\nwhere false"
    hay = "lower(coalesce(question, '') || ' ' || coalesce(slug, '') || ' ' || market_id || ' ' || event_id)"
    words = _where([f"contains({hay}, {quoted(word.lower())})" for word in text.split()])
    name = quoted(text.strip())
    return (
        "select count(*) as n\nfrom market_registry\nwhere "
        f"market_id in (select market_id from market_alias where alias in ({name}, lower({name})))\n"
        f"    or market_id = {name} or ({words})"
    )


# ---------------------------------------------------------------- other lists


def _count(
    table: str, *columns: str, newest_day: bool = False, of_market: bool = False, one_version: bool = False
) -> Statement:
    """The number of rows of a list: its filters are columns, `since` and `until` bounds of `ts`.

    newest_day   without `since` only the day before the newest row
    of_market    only rows of the market in the address
    one_version  of trust: without `version` only the default one
    """

    def statement(lake: Lake, given: dict[str, Any], places: dict[str, str]) -> str:
        conditions = [f"{name} = {_literal(given[name])}" for name in columns if given.get(name) is not None]
        if of_market:
            conditions.insert(0, f"market_id = {quoted(places['market_id'])}")
        if given.get("version") is not None or one_version:
            conditions.append(f"trust_version = {quoted(given.get('version') or market_state.trust_version(lake))}")
        if given.get("since") is not None:
            conditions.append(f"ts >= {_literal(given['since'])}")
        elif newest_day:
            conditions.append(f"ts >= {_literal(_day_before_newest(lake, table))}")
        if given.get("until") is not None:
            conditions.append(f"ts < {_literal(given['until'])}")
        return f"select count(*) as n\nfrom {table}\nwhere {_where(conditions)}"

    return statement


def _day_before_newest(lake: Lake, table: str) -> datetime:
    found = lake.rows(f"select max(ts) as ts from {table}")[0]["ts"]
    return (found or datetime.fromisoformat("1970-01-02T00:00:00+00:00")) - timedelta(days=1)


_BRIER_PAGES = ("explorer", "explorer/context", "cell", "facets", "cells", "compare", "panel", "attrition", "monitor")
STATEMENTS: dict[str, Statement] = {
    **{f"/scoreboard/{name}": _brier_of_question for name in _BRIER_PAGES},
    "/scoreboard": _brier_of_group,
    "/overview": _open_markets,
    "/markets": _markets,
    "/markets/{market_id}": _price,
    "/markets/{market_id}/prices": _count("prices", of_market=True),
    "/markets/{market_id}/features": _count("features", of_market=True),
    "/markets/{market_id}/bands": _count("forecast_band", "method", "band_calibration", of_market=True, newest_day=True),
    "/events": _events,
    "/events/{event_id}": _event,
    "/search": _search,
    "/trust": _count("trust", "market_id", "anchor", "horizon", one_version=True),
    "/trust/reliability": _count("trust_reliability", "anchor", "horizon"),
    "/recalibrated": _count("recalibrated", "market_id", "category", "anchor", "horizon"),
    "/recalibrated/evidence": _count("recalibration_evidence", "category", "anchor", "horizon"),
    "/bands": _count("forecast_band", "market_id", "method", "band_calibration", newest_day=True),
    "/bands/coverage": _count("band_coverage", "segment_by", "segment", "band_calibration"),
    "/bands/breaches": _count("band_breach", "market_id", "side", "band_calibration", newest_day=True),
    "/coverage": _count("coverage", "run_id", "source", "status"),
}
