-- market_registry: every market, as last known
-- one row per: market_id
-- reads: identity, market_version, drop_market, in_clob_market, outcomes, run
-- rule: state (slug, question, ends, game start, order book) is that of the newest version knowable at as_of; the
--       exchange's list states no time, so it speaks only of markets without a version, and makes their clock `received`

with newest as (
    select distinct on (market_id) *
    from market_version
    where visible
    order by market_id, updated_at desc nulls last, version_key
),

clob as (
    select a.market_id, c.*
    from (
        select distinct on (condition_id) *
        from in_clob_market
        order by condition_id, received_at desc, slug
    ) as c
    inner join alias as a on a.kind = 'condition' and a.alias = c.condition_id
    where a.market_id not in (select market_id from newest)
),

brought as (
    select distinct on (market_id)
        drop_market.* replace (case when closed_at + outcome_delay <= as_of then closed_at end as closed_at),
        case when closed_at + outcome_delay <= as_of then closed_at + outcome_delay end as close_knowable_at
    from drop_market
    cross join run
    where visible
    order by market_id, (scheduled_end_at is null), source
)

select
    i.market_id,
    i.event_id,
    coalesce(n.slug, c.slug, d.slug) as slug,
    coalesce(n.question, c.question, d.question) as question,
    i.category,
    i.tags as category_tags,
    i.outcomes,
    coalesce(n.enable_order_book, c.enable_order_book) as "enableOrderBook",
    i.start_at as start_ts,
    coalesce(n.end_at, try_cast(c.end_at as timestamptz), d.scheduled_end_at) as end_ts,
    case
        when o.status in ('RESOLVED_TRUE', 'RESOLVED_FALSE') then 'RESOLVED'
        when o.status = 'VOID' then 'VOID'
        when coalesce(n.closed, c.closed, false) then 'UNRESOLVED'
        else 'ACTIVE'
    end as status,
    i.venue,
    i.condition_id,
    i.token_ids,
    i.neg_risk,
    i.protocol_version,
    coalesce(n.game_start_at, try_cast(c.game_start_at as timestamptz)) as game_start_at,
    coalesce(n.closed_at, d.closed_at) as closed_at,
    i.simulated,
    i.origin,
    case when coalesce(n.clock, d.clock) = 'received' or c.condition_id is not null or o.clock = 'received' then 'received'
        else 'replayed' end as clock,
    greatest(
        coalesce(n.knowable_at, d.knowable_at),
        c.received_at,
        case when n.closed_at is null then d.close_knowable_at end,
        case when o.status <> 'UNRESOLVED' then o.knowable_at end
    ) as knowable_at
from identity as i
inner join outcomes as o using (market_id)
left join newest as n using (market_id)
left join clob as c using (market_id)
left join brought as d using (market_id)
where n.market_id is not null or c.market_id is not null or d.market_id is not null
