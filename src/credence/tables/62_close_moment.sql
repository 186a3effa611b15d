-- close_moment: when trading really ended
-- one row per: market_id (only markets that have ended)
-- reads: market_version, event_version, drop_market, outcomes, prices, price_span, identity, run
-- rule: the earliest known of last accepted order, first proposal, game end, closing time; else the last observation

with proposals as (
    select market_id, min(case when clock = 'received' then received_at else updated_at end) as at_moment
    from market_version
    where oracle_status is not null and lower(oracle_status) not in ('', 'initialized', 'requested', 'posed')
    group by market_id
),

game_ends as (
    select i.market_id, min(v.finished_at) as at_moment
    from event_version as v
    inner join identity as i using (event_id)
    where v.finished_at is not null
    group by i.market_id
),

closings as (
    select market_id, min(closed_at) as at_moment
    from (
        select market_id, closed_at from market_version where closed_at is not null and closed
        union all
        select market_id, closed_at from drop_market where closed_at is not null
    )
    group by market_id
),

stated as (
    select market_id, at_moment, 'first_proposal' as close_source, 1 as rank from proposals
    union all select market_id, at_moment, 'game_end', 2 from game_ends
    union all select market_id, at_moment, 'closing_time', 3 from closings
),

earliest as (
    select distinct on (stated.market_id) stated.*
    from stated
    cross join run
    where at_moment + outcome_delay <= as_of
    order by stated.market_id, at_moment, rank
),

unstated as (
    select p.market_id, p.last_ts, o.knowable_at
    from price_span as p
    inner join outcomes as o using (market_id)
    where o.status <> 'UNRESOLVED' and p.market_id not in (select market_id from earliest)
),

last_seen as (
    select market_id, last_ts as at_moment from unstated where last_ts <= knowable_at
    union all
    select u.market_id, max(p.ts)
    from unstated as u
    inner join prices as p on p.market_id = u.market_id and p.ts <= u.knowable_at
    where u.last_ts > u.knowable_at
    group by u.market_id
)

select market_id, at_moment as close_at, close_source from earliest
union all
select market_id, at_moment, 'last_observation' from last_seen
