"""Overview: what can be believed today, what moved, what was not seen; each line with what it rests on.

read  scoreboard, market_state, event_state, band_breach, coverage, recalibrated, manifests -> one answer
rule  a category is judged by the slope of its resolved markets a day before their scheduled end: `timid` above 1 and `bold`
      below it beyond chance; `fair` where the interval holds 1 and is narrow enough to say so, else `open`. The interval of the
      share of open markets in fair categories counts events, not markets, and takes those of today for a sample of all days
"""

from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import numpy as np

from ..config import rules
from ..errors import NotFound
from ..lake import Lake
from ..lake.lake import fetch
from ..measures.clusters import effective_clusters
from ..measures.enough import EVENTS, share_interval
from ..tables import coherence, market_state
from ..tables.run_rows import made_differently, manifest_of, scan_of
from ..tables.shown import shown
from ..tables.windows import newest_as_of

ROWS = 10  # of each list
DAYS = 14  # of what was not seen
FAIR_WITHIN = 0.25  # half-width of the slope's interval: a wider one that holds 1 says that little is known, not that all is fair
HORIZON = "24h"
_STALE = "price_age_seconds is null or price_age_seconds > $stale"

_BREACHES = """
    with newest as (
        select * from band_breach
        where band_calibration = 'conformal' and horizon_steps * step_seconds = 3600 and ts <= $now::timestamptz
            and ts > $now::timestamptz - interval 1 day
        qualify row_number() over (partition by market_id order by ts desc, band_ts desc) = 1
    )

    select b.ts, b.market_id, m.question, m.category, b.side, b.p_before, b.p, b.q10, b.q90, b.excess, m.liquidity_bucket
    from newest as b inner join market_state as m using (market_id)
    order by b.ts desc, b.excess desc, b.market_id limit $rows
"""
_GAPS = """
    with newest as (
        select r.*, e.verdict, e.n, e.n_events
        from recalibrated as r inner join recalibration_evidence as e using (anchor, category, horizon)
        where r.cutoff_at <= $now::timestamptz and e.verdict = 'helps' and r.p_recalibrated is not null
        qualify row_number() over (partition by market_id order by cutoff_at desc, anchor <> 'scheduled', horizon) = 1
    )

    select n.market_id, m.question, m.category, n.p_yes as price, n.cutoff_at, n.p_recalibrated, n.low, n.high,
        n.p_recalibrated - n.p_yes as gap, n.verdict, n.n, n.n_events
    from newest as n inner join market_state as m using (market_id)
    where m.status = 'ACTIVE'
    order by abs(n.p_recalibrated - n.p_yes) desc, n.market_id limit $rows
"""
_CHANGED = """
    select count(*) filter (one.market_id is null) as rows_new, count(*) filter (two.market_id is null) as rows_gone,
        count(*) filter (one.market_id is not null and two.market_id is not null
            and one.resolved_yes is distinct from two.resolved_yes) as labels_changed
    from ({one}) as one full join ({two}) as two using (market_id, anchor, horizon)
"""


def read(lake: Lake) -> dict[str, Any]:
    """Everything on the first page, from one moment. Raises NotBuilt where there is no market_registry."""
    now = newest_as_of(lake)
    given = {"now": (now or market_state.FAR).isoformat(), "rows": ROWS}
    with market_state.reading(lake) as connection:
        believable = _believable(connection)
        return {
            **_facts(connection, believable),
            "believable": believable,
            "moved": fetch(connection, _BREACHES, given),
            "not_seen": _not_seen(lake, connection, now),
            "gaps_to_recalibrated": fetch(connection, _GAPS, given),
            "incoherent": _incoherent(lake, connection),
            "changes": _changes(lake, connection),
        }


def _believable(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row per category: the slope of its resolved markets, how many are open, and the verdict."""
    open_markets = {
        row["category"]: row["n"]
        for row in fetch(connection, "select category, count(*) as n from market_state where status = 'ACTIVE' group by category")
    }
    found = fetch(
        connection,
        "select * from scoreboard where venue = 'all' and liquidity_bucket = 'all' and category <> 'all' and ends = 'all' "
        f"and anchor = 'scheduled' and horizon = '{HORIZON}' and weighting = 'event' order by category",
    )
    rows = [_category(row, open_markets.pop(row["category"], 0)) for row in found]
    reason = "no resolved market of this category has been scored"
    unknown = [
        {"category": name, "slope": shown(None, None, None, 0, 0, reason=reason), "open": n, "verdict": "too few"}
        for name, n in open_markets.items()
    ]
    return sorted(rows + unknown, key=lambda row: (-row["open"], row["category"] or ""))


def _category(row: dict[str, Any], open_markets: int) -> dict[str, Any]:
    few = "" if row["slope"] is not None else f"too few: {row['n_events']} events, {EVENTS} are needed"
    visible = "the prices already show the outcome: not judged" if row["outcome_visible"] else ""
    slope = shown(row["slope"], row["slope_low"], row["slope_high"], row["n"], row["n_events"], reason=few or visible)
    return {"category": row["category"], "slope": slope, "open": open_markets, "verdict": _verdict(slope, visible)}


def _verdict(slope: dict[str, Any], visible: str) -> str:
    if slope["few"]:
        return "outcome visible" if visible else "too few"
    if slope["low"] > 1:
        return "timid"
    if slope["high"] < 1:
        return "bold"
    return "fair" if (slope["high"] - slope["low"]) / 2 <= FAIR_WITHIN else "open"


def _facts(connection: duckdb.DuckDBPyConnection, believable: list[dict[str, Any]]) -> dict[str, Any]:
    """What the sentence says: open markets, the share of them in fair categories, how many lie outside their range."""
    fair = [row["category"] for row in believable if row["verdict"] == "fair"]
    by_event = fetch(
        connection,
        "select event_id, count(*) as n, count(*) filter (list_contains($fair, category)) as fair from market_state "
        "where status = 'ACTIVE' group by event_id order by event_id",
        {"fair": fair},
    )
    n, held = np.array([row["n"] for row in by_event], float), sum(row["fair"] for row in by_event)
    (outside,) = fetch(connection, "select count(*) as n from market_state where status = 'ACTIVE' and outside_range")
    total = int(n.sum())
    if not total:
        share = shown(None, None, None, 0, 0, reason="no market is open")
    else:
        effective = effective_clusters(n)
        few = "" if effective >= EVENTS else f"too few: {effective:.1f} effective events, {EVENTS} are needed"
        share = shown(held / total, *share_interval(held / total, effective), total, len(by_event), unit="event", reason=few)
    return {"open_markets": total, "in_fair_groups": held, "believable_share": share, "outside_range": outside["n"]}


def _not_seen(lake: Lake, connection: duckdb.DuckDBPyConnection, now: datetime | None) -> dict[str, Any]:
    """By day and source the share that came of what was expected; gaps, cut lists, stale prices and markets without a label."""
    stale = 3600 * float(rules("cutoffs")["daily"]["stale_after_h"])
    (counted,) = fetch(
        connection,
        f"select count(*) filter (status = 'ACTIVE' and ({_STALE})) as stale_markets, "
        "count(*) filter (status = 'UNRESOLVED') as unlabelled from market_state",
        {"stale": stale},
    )
    days = _days(lake, connection, now)
    told = {name: sum(day.pop(name) for day in days) for name in ("gaps", "truncated")}
    return {"days": days} | told | counted


def _days(lake: Lake, connection: duckdb.DuckDBPyConnection, now: datetime | None) -> list[dict[str, Any]]:
    """One row per day and source; `share` is null where nobody said how much there should have been."""
    if now is None:
        return []
    runs = lake.state.runs(limit=100_000)
    day_of = {run["run_id"]: datetime.fromisoformat(str(run["as_of"] or run["started_at"])).date() for run in runs}
    found = fetch(connection, "select * from coverage where source <> 'quality' order by run_id, source, scope, status, detail")
    shown_days = [now.date() - timedelta(days=back) for back in reversed(range(DAYS))]
    sources = sorted({row["source"] for row in found})
    sums: dict[tuple[date, str], list[int]] = {(day, source): [0, 0, 0, 0, 0] for day in shown_days for source in sources}
    for row in found:
        at = sums.get((day_of.get(row["run_id"], date.min), row["source"]))
        if at is None:
            continue
        at[0] += 1
        if row["expected"] is not None and row["received"] is not None:
            at[1] += row["expected"]
            at[2] += min(row["received"], row["expected"])
        at[3] += row["status"] == "gap"
        at[4] += row["status"] == "truncated"
    return [
        {"day": day, "source": source, "asked": asked, "share": received / expected if expected else None, "gaps": gaps,
         "truncated": cut}
        for (day, source), (asked, expected, received, gaps, cut) in sums.items()
    ]  # fmt: skip


def _incoherent(lake: Lake, connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Open events whose prices fit together least: sums off 1, and orders of implication that are broken; stale legs left out."""
    stale = 3600 * float(rules("cutoffs")["daily"]["stale_after_h"])
    connection.register(coherence.NAME, coherence.of_events(lake))
    try:
        return fetch(
            connection,
            "select event_id, title, kind, sum, gap, n_markets, age_seconds from event_state "
            "where age_seconds <= $stale and (gap > 1e-9 or kind = 'sum' and gap < -1e-9) "
            "order by abs(gap) desc, event_id limit $rows",
            {"stale": stale, "rows": ROWS},
        )
    finally:
        connection.unregister(coherence.NAME)


def _changes(lake: Lake, connection: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """What differs between the newest two runs whose judged prices are still there; None without two."""
    done = [run["run_id"] for run in lake.state.runs(limit=100) if run["status"] == "done"] if lake.exists else []
    try:
        after, before = (manifest_of(lake, run_id) for run_id in [name for name in done if lake.manifest(name)][:2])
        scans = {"one": scan_of(lake, before, "cube_rows"), "two": scan_of(lake, after, "cube_rows")}
    except (NotFound, ValueError):  # fewer than two, or rows that were swept away
        return None
    (counted,) = fetch(connection, _CHANGED.format(**scans))
    told = {"before": before["run_id"], "after": after["run_id"], "made_differently": made_differently(before, after)}
    return told | counted | {"code_changed": "code" in told["made_differently"]}
