-- market_snapshot: the state of a market at a moment
-- one row per: observed object version, and per market and hour that has a price
-- reads: prices, market_version, open_interest, scheduled_end, identity, run
-- rule: an hour's row carries its end as time, so that nothing in it is later; null stays null

with from_versions as (
    select
        case when clock = 'received' then received_at else updated_at end as ts, market_id,
        case when not coalesce(closed, false) then p_yes end as p_yes, volume_24h,
        ['gamma'] as data_source, clock, knowable_at
    from market_version
    where visible
),

hours as (
    select
        market_id, date_trunc('hour', knowable_at) + interval 1 hour as ts, max_by(p_yes, (ts, price_kind, source)) as p_yes,
        list_sort(list(distinct source)) as data_source
    from prices
    where p_yes is not null
    group by market_id, date_trunc('hour', knowable_at) + interval 1 hour
),

states as (
    select ts, market_id, p_yes, volume_24h, data_source, clock, knowable_at from from_versions
    union all
    select hours.ts, market_id, p_yes, null, data_source, 'replayed', hours.ts
    from hours
    cross join run
    where hours.ts <= as_of
),

interest as (
    select states.*, oi.open_interest
    from states
    asof left join open_interest as oi on oi.market_id = states.market_id and oi.knowable_at <= states.knowable_at
)

select
    s.ts,
    s.market_id,
    i.event_id,
    s.p_yes,
    1 - s.p_yes as p_no,
    s.volume_24h,
    s.open_interest,
    null::bigint as num_traders_proxy,
    case
        when s.volume_24h is null and s.open_interest is null then 'UNKNOWN'
        when greatest(coalesce(s.volume_24h, 0), coalesce(s.open_interest, 0)) >= high_from then 'HIGH'
        when greatest(coalesce(s.volume_24h, 0), coalesce(s.open_interest, 0)) >= mid_from then 'MID'
        else 'LOW'
    end as liquidity_bucket,
    epoch(e.end_at - s.ts) as tte_seconds,
    s.data_source,
    s.clock,
    s.knowable_at
from interest as s
inner join identity as i using (market_id)
cross join run
left join scheduled_end as e
    on e.market_id = s.market_id and s.knowable_at >= e.from_at and s.knowable_at < e.to_at and e.end_known = 'observed'
