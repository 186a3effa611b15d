-- outcome_fact: everything that anybody says of how a market ended
-- one row per: market_id, source
-- reads: market_version, in_resolution, in_clob_market, in_drop_outcome, alias, run
-- rule: a label is knowable when the market was resolved or closed, not when we read of it; answers that the exchange
--       derived from the catalogue say nothing of their own and are left out

with gamma as (
    select
        market_id, 'gamma' as source, status, outcome_index, provenance, rule, disputed, false as independent,
        case when closed then greatest(closed_at, oracle_end_at) end as resolved_at,
        knowable_at as learned_at, clock
    from market_version  -- open ones too: a market that is opened again has no answer any more
),

payouts as (
    select
        a.market_id, 'data_api' as source, r.status, r.outcome_index, r.provenance, r.rule, r.disputed, true as independent,
        coalesce(try_cast(r.resolved_at as timestamptz), try_cast(r.updated_at as timestamptz)) as resolved_at,
        r.received_at as learned_at, 'received' as clock
    from in_resolution as r
    inner join alias as a on a.kind = 'condition' and a.alias = r.condition_id
    where not r.derived and r.provenance = 'payouts'
),

closing as (
    select market_id, max_by(resolved_at, learned_at) as resolved_at from gamma where rule <> 'open' group by market_id
),

winners as (
    select
        a.market_id, 'clob' as source, c.status, c.outcome_index, c.provenance, c.rule, false as disputed, true as independent,
        closing.resolved_at, c.received_at as learned_at, 'received' as clock
    from in_clob_market as c
    inner join alias as a on a.kind = 'condition' and a.alias = c.condition_id
    left join closing using (market_id)
    where not c.derived and c.provenance = 'winner'
),

brought as (
    select
        case when d.venue <> 'polymarket' then d.venue || ':' || d.native_id
            else coalesce(c.market_id, t.market_id, s.market_id) end as market_id,
        d.source, d.status, case d.status when 'RESOLVED_TRUE' then 0 when 'RESOLVED_FALSE' then 1 end as outcome_index,
        d.provenance, 'brought by hand' as rule, false as disputed, d.independent,
        coalesce(d.resolved_at, closing.resolved_at) as resolved_at,
        coalesce(d.resolved_at, closing.resolved_at) as learned_at, 'replayed' as clock
    from in_drop_outcome as d
    left join alias as c on c.kind = 'condition' and c.alias = d.condition_id
    left join alias as t on t.kind = 'token' and t.alias = d.token_id
    left join alias as s on s.kind = 'slug' and s.alias = d.slug
    left join closing on closing.market_id = coalesce(c.market_id, t.market_id, s.market_id)
),

facts as (
    select * from gamma
    union all select * from payouts
    union all select * from winners
    union all select * from brought
),

timed as (
    select
        facts.* exclude (clock),
        coalesce(resolved_at + outcome_delay, learned_at) as knowable_at,
        case when resolved_at is null then clock else 'replayed' end as clock
    from facts
    cross join run
    where market_id is not null
)

select distinct on (market_id, source) timed.*
from timed
cross join run
where timed.knowable_at <= as_of or timed.clock = 'received'
order by market_id, source, learned_at desc, rule, coalesce(outcome_index, -1)
