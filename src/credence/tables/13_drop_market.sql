-- drop_market: what files brought by hand say of markets, under the ids that those markets have now
-- one row per: market_id, source
-- reads: in_drop_market, alias, run
-- rule: sources are joined by condition, then token, then slug; what bears no time at all is known as of now

with named as (
    select
        d.*,
        case
            when d.venue <> 'polymarket' then d.venue || ':' || d.native_id
            else coalesce(c.market_id, t.market_id, s.market_id)
        end as market_id
    from in_drop_market as d
    left join alias as c on c.kind = 'condition' and c.alias = d.condition_id
    left join alias as t on t.kind = 'token' and t.alias = d.token_id
    left join alias as s on s.kind = 'slug' and s.alias = d.slug
)

select distinct on (market_id, source)
    named.* replace (coalesce(knowable_at, as_of) as knowable_at), coalesce(knowable_at <= as_of, true) as visible,
    case when knowable_at is null then 'received' else 'replayed' end as clock
from named
cross join run
where market_id is not null
order by market_id, source, knowable_at, coalesce(condition_id, ''), coalesce(token_id, ''), coalesce(slug, '')
