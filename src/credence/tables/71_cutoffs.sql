-- cutoffs: what the market said a fixed time before it ended
-- one row per: market_id, anchor, horizon, cutoff_at
-- reads: moment, market_version, prices, in_drop_price, market_snapshot, outcomes, identity, close_moment, scheduled_end, horizons, run
-- rule: the last price at or before the moment counts; older than the limit is no price; only the label is later;
--       a price dated before its market began has a wrong date and is no price; one that a file dates back from the close
--       exists where it does because of how long the market ran, and counts for the anchor close alone

with dated_by_close as (select distinct source from in_drop_price where starts_with(price_time_source, 'close_')),

received_ends as (select distinct market_id, knowable_at as known_at from market_version where clock = 'received'),

last_free as (
    select m.*, p.ts as price_ts, p.p_yes as last_p, p.spread, p.source
    from moment as m
    asof left join (
        select i.code, p.ts, p.knowable_at, p.p_yes, p.spread, p.source
        from prices as p
        inner join identity as i using (market_id)
        where p.p_yes is not null and p.source not in (from dated_by_close)
    ) as p on p.code = m.code and p.knowable_at <= m.cutoff_at
),

priced as (
    select
        f.* replace (
            greatest(f.price_ts, c.ts) as price_ts,
            case when c.ts >= f.price_ts or f.price_ts is null then c.p_yes else f.last_p end as last_p,
            case when c.ts >= f.price_ts or f.price_ts is null then c.spread else f.spread end as spread,
            case when c.ts >= f.price_ts or f.price_ts is null then c.source else f.source end as source
        )
    from last_free as f
    asof left join (
        select i.code, 'close' as anchor, p.ts, p.knowable_at, p.p_yes, p.spread, p.source
        from prices as p
        inner join identity as i using (market_id)
        where p.p_yes is not null and p.source in (from dated_by_close)
    ) as c on c.code = f.code and c.anchor = f.anchor and c.knowable_at <= f.cutoff_at
),

bucketed as (
    select priced.*, coalesce(s.liquidity_bucket, 'UNKNOWN') as liquidity_bucket
    from priced
    asof left join (
        select i.code, s.knowable_at, s.liquidity_bucket
        from market_snapshot as s
        inner join identity as i using (market_id)
        where s.liquidity_bucket <> 'UNKNOWN'
    ) as s on s.code = priced.code and s.knowable_at <= priced.cutoff_at
),

joined as (
    select
        b.* replace (case when b.price_ts >= i.start_at or i.start_at is null then b.price_ts end as price_ts),
        i.event_id, i.venue, i.category, i.market_type, o.status, o.scored, o.resolved_at,
        case when e.market_id is not null or (b.anchor = 'game_start' and b.known_at is null) then 'received' else o.clock end
            as clock,
        c.close_source, c.close_at, epoch(b.cutoff_at - b.price_ts) as age_seconds,
        coalesce(h.stale_after_h, daily_stale_after_h) * 3600 as limit_s,
        greatest(
            b.cutoff_at,
            case when b.end_known = 'assumed' or b.anchor = 'close' then b.known_at end,
            o.knowable_at
        ) as row_knowable_at
    from bucketed as b
    cross join run
    inner join identity as i using (market_id)
    inner join outcomes as o using (market_id)
    left join close_moment as c using (market_id)
    left join received_ends as e on e.market_id = b.market_id and e.known_at = b.known_at
    left join horizons as h using (horizon)
),

judged as (
    select
        *,
        case
            when resolved_at is not null and resolved_at <= cutoff_at then 'already_resolved'
            when price_ts is null then 'none'
            when age_seconds > limit_s then 'stale'
            else 'priced'
        end as price_status
    from joined
    where horizon <> 'daily' or (price_ts is not null and age_seconds <= limit_s)
),

cohorts as (
    select j.market_id, j.anchor, j.horizon, j.cutoff_at, min(e.end_at) as end_at
    from judged as j
    inner join scheduled_end as e
        on e.market_id = j.market_id and j.cutoff_at >= e.from_at and j.cutoff_at < e.to_at
            and e.known_at <= j.row_knowable_at -- an assumed end may be learned after the label
    where j.anchor <> 'scheduled'
    group by j.market_id, j.anchor, j.horizon, j.cutoff_at
),

revisions as (
    select j.market_id, j.horizon
    from judged as j
    inner join scheduled_end as e using (market_id)
    where j.anchor = 'scheduled' and j.horizon <> 'daily' and e.end_known = 'observed'
        and e.from_at > j.cutoff_at and e.from_at <= j.row_knowable_at and e.end_at <> j.anchor_at
    group by j.market_id, j.horizon
)

select
    j.market_id,
    j.event_id,
    j.venue,
    j.category,
    j.anchor,
    j.horizon,
    j.cutoff_at,
    j.anchor_at,
    coalesce(k.end_at, j.anchor_at) as cohort_at,
    case when j.price_status in ('priced', 'stale') then j.price_ts end as price_ts,
    case when j.price_status in ('priced', 'stale') then j.age_seconds end as age_seconds,
    case when j.price_status = 'priced' then j.last_p end as p_yes,
    case when j.price_status in ('priced', 'stale') then j.last_p end as p_last,
    case when j.price_status = 'priced' then j.spread end as spread,
    case when j.price_status in ('priced', 'stale') then j.source end as price_source,
    j.price_status,
    j.liquidity_bucket,
    case when j.anchor = 'close' then j.close_source end as close_source,
    j.end_known,
    r.market_id is not null as revised,
    case when j.scored then (j.status = 'RESOLVED_TRUE')::bigint end as resolved_yes,
    j.status as outcome_status,
    j.market_type,
    j.clock,
    j.row_knowable_at as knowable_at
from judged as j
left join cohorts as k using (market_id, anchor, horizon, cutoff_at)
left join revisions as r on r.market_id = j.market_id and r.horizon = j.horizon and j.anchor = 'scheduled'
