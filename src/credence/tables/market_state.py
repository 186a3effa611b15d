"""The newest state of every market: price, usual range, trust, recalibrated price, money, and how much of it was seen.

newest  market_registry, prices, forecast_band, trust, recalibrated, market_snapshot, features -> one row per market, held in
        memory once per version of those tables
rule    nothing is taken from after the as_of of the newest finished run: that is the only now
range   `q10_1h`, `q90_1h` say where the price should be now: the bounds of the newest band whose hour has passed, at most an hour
        ago. `outside_range` is whether the newest price lies outside; null where no such band was made
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache

import duckdb
import pyarrow as pa

from ..lake import Lake
from ..lake.engine import quoted
from .windows import newest_as_of

TABLES_READ = (
    "market_registry", "prices", "forecast_band", "trust", "trust_reliability", "recalibrated", "recalibration_evidence",
    "market_snapshot", "features",
)  # fmt: skip
NAME = "market_state"
SEEN_H = 168  # hours of which `seen_share` tells
KIND_ORDER = "epoch_us(ts) * 4 + list_position(['history', 'mid', 'trade'], price_kind)"  # as a market's series is ordered
FAR = datetime(2262, 1, 1, tzinfo=UTC)  # in place of now where no run has finished: nothing is cut off

_SQL = """
with last_price as (
    select market_id, arg_max({{p_yes: p_yes, bid: bid, ask: ask, price_at: ts}}, {kind_order}) as last
    from prices
    where p_yes is not null and ts <= {now} and knowable_at <= {now}
    group by market_id
),
band as (
    select market_id, arg_max({{q10: q10, q50: q50, q90: q90, ts: ts}}, epoch_us(ts) * 2 + (band_calibration =
    'conformal')::int) as b from forecast_band
    where horizon_steps * step_seconds = 3600 and ts <= {now} - interval 1 hour and ts > {now} - interval 2 hour
    group by market_id
),
trusted as (
    select market_id, arg_max({{total: total}}, epoch_us(cutoff_at) * 2 + (anchor = 'latest')::int) as t
    from trust
    where trust_version = {trust_version} and cutoff_at <= {now}
    group by market_id
),
recalibrated_price as (
    select market_id,
        arg_max({{p_yes: r.p_yes, p_recalibrated: r.p_recalibrated, low: r.low, high: r.high, verdict: e.verdict}},
            epoch_us(r.cutoff_at) * 2 + (r.anchor = 'scheduled')::int) as r
    from recalibrated as r
    left join recalibration_evidence as e using (anchor, category, horizon)
    where r.cutoff_at <= {now}
    group by market_id
),
money as (
    select market_id, arg_max(volume_24h, ts) as volume_24h, arg_max(open_interest, ts) as open_interest,
        arg_max(liquidity_bucket, ts) filter (liquidity_bucket <> 'UNKNOWN') as liquidity_bucket
    from market_snapshot
    where ts <= {now} and knowable_at <= {now}
    group by market_id
),
hours as (
    select f.market_id, count(*) as seen
    from features as f
    inner join (
        select market_id, case when any_value(status) = 'ACTIVE' then {now} else max(ts) end as last
        from features inner join market_registry using (market_id)
        where ts <= {now} and features.knowable_at <= {now} group by market_id
    ) as l using (market_id)
    where f.ts <= l.last and f.ts > l.last - interval {seen_h} hour and f.staleness_seconds <= 3600 and f.knowable_at <= {now}
    group by f.market_id
)

select
    m.*,
    last.p_yes as price,
    last.price_at as price_at,
    last.bid as bid,
    last.ask as ask,
    epoch({now}) - epoch(last.price_at) as price_age_seconds,
    b.q10 as q10_1h,
    b.q50 as q50_1h,
    b.q90 as q90_1h,
    b.ts as band_made_at,
    last.p_yes < b.q10 or last.p_yes > b.q90 as outside_range,
    t.total as trust,
    case when r.verdict = 'helps' then r.p_recalibrated end as p_recalibrated,
    case when r.verdict = 'helps' then r.low end as recalibrated_low,
    case when r.verdict = 'helps' then r.high end as recalibrated_high,
    r.p_yes as recalibrated_from,
    r.verdict as recalibration_verdict,
    y.volume_24h,
    y.open_interest,
    coalesce(y.liquidity_bucket, 'UNKNOWN') as liquidity_bucket,
    epoch(m.end_ts) - epoch({now}) as tte_seconds,
    case when last.price_at is not null then least(1.0, coalesce(h.seen, 0) / greatest(1.0, least({seen_h},
        floor((epoch(case when m.status = 'ACTIVE' then {now} else last.price_at end)
            - epoch(coalesce(m.start_ts, last.price_at))) / 3600))))
    end as seen_share
from market_registry as m
left join last_price using (market_id)
left join band using (market_id)
left join trusted using (market_id)
left join recalibrated_price using (market_id)
left join money as y using (market_id)
left join hours as h using (market_id)
order by m.market_id
"""


def state_sql(lake: Lake) -> str:
    """The SELECT behind `newest`, with its moment written out: it runs as it stands with `credence query`."""
    now = f"timestamptz {quoted((newest_as_of(lake) or FAR).isoformat())}"
    return _SQL.format(now=now, trust_version=quoted(trust_version(lake)), seen_h=SEEN_H, kind_order=KIND_ORDER).strip()


def trust_version(lake: Lake) -> str:
    """v2 where trust_reliability found that it beats v1, else v1."""
    found = lake.rows("select max(trust_version) as v from trust_reliability where is_default")
    return str(found[0]["v"] or "v1")


def newest(lake: Lake) -> pa.Table:
    """One row per market in the order of market_id: its registry row, and the columns of `_SQL`.

    Raises NotBuilt where there is no market_registry.
    """
    return _newest(lake, str(lake.layout.root), *versions(lake))


def versions(lake: Lake) -> tuple[tuple[int | None, ...], datetime | None]:
    """What the states are made of: versions of the tables, and the moment. The same ones give the same states."""
    lake.require("market_registry")
    numbers = lake.versions()
    return tuple(numbers.get(name) for name in TABLES_READ), newest_as_of(lake)


@contextmanager
def reading(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that shows the states beside the lake's tables, as `market_state`."""
    held = newest(lake)
    with lake.reading() as connection:
        connection.register(NAME, held)
        try:
            yield connection
        finally:
            connection.unregister(NAME)


@lru_cache(maxsize=4)
def _newest(lake: Lake, _root: str, _versions: tuple[int | None, ...], _now: datetime | None) -> pa.Table:
    with lake.reading() as connection:
        return connection.sql(state_sql(lake)).to_arrow_table()
