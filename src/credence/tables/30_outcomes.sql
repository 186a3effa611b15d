-- outcomes: the label of every market
-- one row per: market_id
-- reads: identity, outcome_fact, run
-- rule: the strongest evidence counts: payouts, winner flag, final prices, inferred; UNRESOLVED is a statement about as_of

with strength(provenance, rank) as (
    values ('payouts', 1), ('winner', 2), ('final', 3), ('inferred', 4), ('none', 5)
),

best as (
    select distinct on (f.market_id) f.*
    from outcome_fact as f
    inner join strength using (provenance)
    order by f.market_id, strength.rank, f.source
),

agreement as (
    select
        best.market_id,
        bool_or(f.independent and f.status = best.status) as independent,
        bool_or(f.disputed) as disputed
    from best
    inner join outcome_fact as f using (market_id)
    group by best.market_id
)

select
    i.market_id,
    i.condition_id,
    i.venue,
    i.event_id,
    coalesce(b.status, 'UNRESOLVED') as status,
    i.market_type,
    b.outcome_index,
    coalesce(b.provenance, 'none') as provenance,
    coalesce(b.rule, 'open') as rule,
    coalesce(
        i.market_type = 'binary' and b.status in ('RESOLVED_TRUE', 'RESOLVED_FALSE') and b.provenance <> 'inferred', false
    ) as scored,
    coalesce(a.disputed, false) as disputed,
    coalesce(a.independent, false) as independent,
    case when b.status <> 'UNRESOLVED' then b.resolved_at end as resolved_at,
    coalesce(b.status <> 'UNRESOLVED' and b.learned_at > b.knowable_at + backfilled_after, false) as backfilled,
    case when b.status <> 'UNRESOLVED' then b.clock else 'replayed' end as clock,
    case when b.status <> 'UNRESOLVED' then b.knowable_at else as_of end as knowable_at
from identity as i
cross join run
left join best as b using (market_id)
left join agreement as a using (market_id)
