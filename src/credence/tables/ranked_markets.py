"""The markets that matter at a moment, by what was known then: watch-list, open interest, traded volume, trust.

Known at a moment is a market of which a version or an hour of features was. Open interest, volume, scheduled end and clock
are those of its newest hour; trust is v1 of the newest hour, as a run that had ended by then wrote it.
"""

from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from ..lake import Lake

_SQL = """
    with hours as (
        select market_id, arg_max(open_interest, ts) as open_interest, arg_max(volume_24h, ts) as volume_24h,
            arg_max(epoch(ts) + tte_seconds, ts) as end_s, arg_max(clock, ts) = 'received' as received
        from ({features}) as f
        where ts > $since::timestamptz and ts <= $as_of::timestamptz and knowable_at <= $as_of::timestamptz
        group by market_id
    ),

    versions as (
        select market_id, coalesce(arg_max(value, knowable_at) filter (field = 'closed'), 'false') = 'true' as closed
        from market_history
        where knowable_at <= $as_of::timestamptz
        group by market_id
    ),

    answers as (
        select market_id, true as resolved from outcomes
        where status <> 'UNRESOLVED' and knowable_at <= $as_of::timestamptz
    ),

    believed as (
        select market_id, arg_max(total, cutoff_at) / 100 as trust
        from trust
        where trust_version = 'v1' and anchor = 'latest' and knowable_at <= $as_of::timestamptz
            and cutoff_at > $since::timestamptz
        group by market_id
    ),

    known as (
        select
            market_id, coalesce(a.resolved, false) as resolved, coalesce(v.closed, false) as closed, h.end_s,
            coalesce(h.received, false) as received,
            $oi * least(1, coalesce(ln(1 + h.open_interest) / ln(1 + $full), 0)) as by_interest,
            $vol * least(1, coalesce(ln(1 + h.volume_24h) / ln(1 + $full), 0)) as by_volume,
            $trust * coalesce(b.trust, 0) as by_trust,
            w.market_id is not null as watched, h.market_id is not null as lively
        from (
            select market_id from hours union select market_id from versions union select market_id from watched_markets
        ) as every
        left join hours as h using (market_id)
        left join versions as v using (market_id)
        left join answers as a using (market_id)
        left join believed as b using (market_id)
        left join watched_markets as w using (market_id)
    ),

    ranked as (
        select *, by_interest + by_volume + by_trust as score
        from known
        where watched or lively or not (resolved or closed)
    )

    select
        r.market_id, coalesce(m.event_id, 'market:' || r.market_id) as event_id, r.resolved, r.closed, r.end_s, r.received,
        r.score,
        row_number() over (
            order by r.watched desc, (r.resolved or r.closed), r.lively desc, r.score desc, r.market_id
        ) as rank,
        case
            when r.watched then 'watch_list'
            when r.score = 0 then 'nothing known'
            when r.by_interest >= greatest(r.by_volume, r.by_trust) then 'open_interest'
            when r.by_volume >= r.by_trust then 'volume_24h'
            else 'trust'
        end as ranked_by
    from ranked as r
    left join market_registry as m on m.market_id = r.market_id
    qualify rank <= $n
    order by r.market_id
"""


def ranked_markets(
    lake: Lake, connection: duckdb.DuckDBPyConnection, as_of: datetime, watched: list[str], rule: dict[str, Any]
) -> pa.Table:
    """One row per market, in the order of market_id: event_id, resolved, closed, end_s, received, score, rank, ranked_by.

    rule  config/bands.yml
    """
    score = rule["score"]
    since = as_of - timedelta(hours=score["known_within_h"])
    parameters = {
        "since": since, "as_of": as_of, "oi": score["open_interest"], "vol": score["volume_24h"], "trust": score["trust"],
        "full": score["full_at"], "n": rule["markets"],
    }  # fmt: skip
    connection.register("watched_markets", pa.table({"market_id": pa.array(watched, pa.string())}))
    try:
        sql = _SQL.format(features=lake.scan("features", since, as_of))
        return connection.sql(sql, params=parameters).to_arrow_table()
    finally:
        connection.unregister("watched_markets")
