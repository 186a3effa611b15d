-- alias: every id under which a market has been seen, and the market that it names now
-- one row per: kind, alias
-- reads: market_version, in_clob_market, in_drop_market
-- rule: Gamma's id where known, else condition, token, slug; ids never expire, so this table has no clock;
--       a market's first slug is an id, a later one counts from its version

with gamma as (
    select distinct on (market_id) market_id, condition_id, token_ids, slug
    from market_version
    order by market_id, updated_at desc nulls last, version_key
),

gamma_condition as (
    select 'condition' as kind, condition_id as alias, min(market_id) as market_id, null::bigint as outcome_index
    from market_version where condition_id is not null group by condition_id
),

clob as (
    select distinct on (c.condition_id)
        coalesce(g.market_id, 'condition:' || c.condition_id) as market_id, c.condition_id, c.token_ids, c.slug
    from in_clob_market as c
    left join gamma_condition as g on g.alias = c.condition_id
    order by c.condition_id, len(c.token_ids) desc, c.slug
),

condition_1 as (
    select * from gamma_condition
    union all
    select 'condition', condition_id, market_id, null from clob where market_id = 'condition:' || condition_id
),

drop_condition as (
    select 'condition' as kind, condition_id as alias, 'condition:' || condition_id as market_id, null::bigint as outcome_index
    from in_drop_market
    where venue = 'polymarket' and condition_id is not null
        and condition_id not in (select alias from condition_1)
    group by condition_id
),

conditions as (select * from condition_1 union all select * from drop_condition),

token_claims as (
    select unnest(token_ids) as alias, generate_subscripts(token_ids, 1) - 1 as outcome_index, market_id, 1 as strength
    from gamma
    union all
    select unnest(token_ids), generate_subscripts(token_ids, 1) - 1, market_id, 2 from clob
    union all
    select unnest(d.token_ids), generate_subscripts(d.token_ids, 1) - 1, c.market_id, 3
    from in_drop_market as d
    inner join conditions as c on c.alias = d.condition_id
    where d.venue = 'polymarket'
),

token_1 as (
    select 'token' as kind, alias, arg_min(market_id, (strength, market_id)) as market_id,
        arg_min(outcome_index, (strength, market_id)) as outcome_index
    from token_claims where alias <> '' group by alias
),

drop_token as (
    select 'token' as kind, token_id as alias, 'token:' || token_id as market_id, 0::bigint as outcome_index
    from in_drop_market
    where venue = 'polymarket' and condition_id is null and token_id is not null
        and token_id not in (select alias from token_1)
    group by token_id
),

gamma_slug as ( -- a former slug leads on until somebody takes it
    select market_id, slug, case when row_number() over newest = 1 then 1 else 4 end as strength
    from market_version
    where slug <> ''
    window
        newest as (partition by market_id order by visible desc, updated_at desc nulls last, version_key),
        oldest as (partition by market_id order by updated_at nulls last, version_key)
    qualify visible or row_number() over oldest = 1
),

slug_1 as (
    select 'slug' as kind, slug as alias, arg_min(market_id, (strength, market_id)) as market_id, null::bigint as outcome_index
    from (
        select slug, market_id, strength from gamma_slug
        union all select slug, market_id, 2 from clob where market_id not in (select market_id from gamma_slug)
        union all
        select d.slug, c.market_id, 3 from in_drop_market as d inner join conditions as c on c.alias = d.condition_id
    )
    where slug is not null and slug <> ''
    group by slug
),

drop_slug as (
    select 'slug' as kind, slug as alias, 'slug:' || slug as market_id, null::bigint as outcome_index
    from in_drop_market
    where venue = 'polymarket' and condition_id is null and token_id is null and slug is not null
        and slug not in (select alias from slug_1)
    group by slug
),

native as (
    select 'native' as kind, venue || ':' || native_id as alias, venue || ':' || native_id as market_id, null::bigint as outcome_index
    from in_drop_market where venue <> 'polymarket' group by venue, native_id
)

select 'gamma' as kind, market_id as alias, market_id, null::bigint as outcome_index from gamma
union all select * from conditions
union all select * from token_1
union all select * from drop_token
union all select * from slug_1
union all select * from drop_slug
union all select * from native
