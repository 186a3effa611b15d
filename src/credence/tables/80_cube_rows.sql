-- cube_rows: one compact row per judged price
-- one row per: market_id, anchor, horizon
-- reads: cutoffs, mean_price, market_snapshot, outcomes, identity
-- rule: everything but the label was knowable at the cutoff; daily cutoffs and markets with more than two outcomes are left out

with judged as (
    select c.*, i.code, i.start_at
    from cutoffs as c
    inner join identity as i using (market_id)
    where c.horizon <> 'daily' and c.market_type = 'binary'
),

traded as (
    select j.*, s.volume_24h, s.num_traders_proxy
    from judged as j
    asof left join (
        select i.code, s.knowable_at, s.volume_24h, s.num_traders_proxy
        from market_snapshot as s
        inner join identity as i using (market_id)
        where s.volume_24h is not null
    ) as s on s.code = j.code and s.knowable_at <= j.cutoff_at
),

held as (
    select t.*, s.open_interest
    from traded as t
    asof left join (
        select i.code, s.knowable_at, s.open_interest
        from market_snapshot as s
        inner join identity as i using (market_id)
        where s.open_interest is not null
    ) as s on s.code = t.code and s.knowable_at <= t.cutoff_at
)

select
    h.market_id, h.event_id, h.venue, h.category, h.anchor, h.horizon, h.cutoff_at, h.cohort_at, h.price_status, h.p_yes, h.p_last,
    case when h.price_status = 'priced' then m.p_mean_1h end as p_mean_1h,
    null::double as p_trade_1h,
    h.spread, h.price_source, h.age_seconds, h.liquidity_bucket, h.volume_24h, h.open_interest, h.num_traders_proxy,
    case when h.anchor_at > h.start_at then epoch(h.anchor_at - h.start_at) / 86400 end as duration_days,
    h.end_known, h.resolved_yes, h.outcome_status, o.provenance, o.disputed, o.resolved_at, h.clock, h.knowable_at
from held as h
inner join outcomes as o using (market_id)
left join mean_price as m using (market_id, anchor, horizon)
