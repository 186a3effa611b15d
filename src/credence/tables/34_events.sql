-- events: every event, as last known
-- one row per: event_id
-- reads: identity, event_version, market_registry
-- rule: an event that only a brief reference names is an event; a market without event has one of its own

with newest as (
    select distinct on (event_id) *
    from event_version
    where visible
    order by event_id, updated_at desc nulls last, brief, version_key
),

members as (
    select
        i.event_id, count(*) as n_markets, min(i.venue) as venue, min(i.origin) as origin, bool_or(i.simulated) as simulated,
        min(i.category) as category, list_sort(list_distinct(flatten(list(i.tags)))) as tags, bool_or(i.neg_risk) as neg_risk,
        min(r.question) as question, min(r.knowable_at) as knowable_at, min(r.clock) as clock
    from identity as i
    inner join market_registry as r using (market_id)
    group by i.event_id
),

every as (select event_id from newest union select event_id from members)

select
    every.event_id,
    n.slug,
    coalesce(n.title, m.question) as title,
    coalesce(m.tags, n.tags, []) as category_tags,
    coalesce(m.category, 'other') as category,
    coalesce(n.neg_risk, m.neg_risk) as neg_risk,
    coalesce(m.venue, case when n.simulated then 'world' else 'polymarket' end) as venue,
    coalesce(m.n_markets, 0) as n_markets,
    case when n.event_id is not null then 'gamma' when every.event_id like 'market:%' then 'market' else m.origin end as origin,
    coalesce(n.simulated, m.simulated, false) as simulated,
    coalesce(n.clock, m.clock) as clock,
    coalesce(n.knowable_at, m.knowable_at) as knowable_at
from every
left join newest as n using (event_id)
left join members as m using (event_id)
