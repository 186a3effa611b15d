-- identity: what a market is, apart from its state: ids, event, kind, tags; true at all times
-- one row per: market_id
-- reads: market_version, event_version, in_clob_market, drop_market, alias, categories
-- rule: `code` is a small number for fast joins within a run;
--       no clock; nothing here may say how a market ended or what it will cost

with gamma as (
    select distinct on (market_id)
        market_id, event_id, condition_id, token_ids, slug, question, outcomes, market_type, neg_risk, start_at,
        old_category, tags, simulated, protocol_version, game_start_at
    from market_version
    order by market_id, updated_at desc nulls last, version_key
),

gamma_event as (
    select market_id, max_by(event_id, updated_at) as event_id
    from market_version where event_id is not null group by market_id
),

event_tags as (
    select event_id, max_by(tags, (updated_at, len(tags))) filter (not brief) as tags
    from event_version group by event_id
),

event_slug as (
    select slug, max_by(event_id, (updated_at, event_id)) as event_id
    from event_version where slug is not null group by slug
),

clob as (
    select distinct on (c.condition_id)
        a.market_id, c.condition_id, c.token_ids, c.slug, c.question, c.outcomes, c.neg_risk, c.tags, c.simulated,
        try_cast(c.start_at as timestamptz) as start_at, try_cast(c.game_start_at as timestamptz) as game_start_at
    from in_clob_market as c
    inner join alias as a on a.kind = 'condition' and a.alias = c.condition_id
    order by c.condition_id, len(c.token_ids) desc, c.slug
),

dropped as (
    select distinct on (market_id) *
    from drop_market
    order by market_id, (event_key is null), source
),

every as (
    select market_id from gamma
    union select market_id from clob
    union select market_id from dropped
),

joined as (
    select
        every.market_id,
        case
            when g.market_id is not null and not g.simulated then 'polymarket'
            when g.simulated or c.simulated then 'world'
            else coalesce(d.venue, 'polymarket')
        end as venue,
        coalesce(
            ge.event_id,
            case when g.market_id is null then coalesce(es.event_id, d.venue || ':' || d.event_key) end,
            'market:' || every.market_id
        ) as event_id,
        coalesce(g.condition_id, c.condition_id, d.condition_id) as condition_id,
        case
            when len(g.token_ids) > 0 then g.token_ids
            when len(c.token_ids) > 0 then c.token_ids
            when len(d.token_ids) > 0 then d.token_ids
            when d.token_id is not null then [d.token_id]
            else []
        end as token_ids,
        coalesce(g.slug, c.slug, d.slug) as slug,
        coalesce(g.question, c.question, d.question) as question,
        coalesce(g.outcomes, c.outcomes, d.outcomes, []) as outcomes,
        coalesce(g.market_type, case when len(coalesce(c.outcomes, d.outcomes)) > 2 then 'multi' else 'binary' end) as market_type,
        coalesce(g.neg_risk, c.neg_risk) as neg_risk,
        coalesce(g.start_at, c.start_at, d.start_at) as start_at,
        coalesce(g.game_start_at, c.game_start_at) as game_start_at,
        g.protocol_version,
        coalesce(g.simulated, c.simulated, false) as simulated,
        lower(replace(coalesce(g.old_category, d.category), ' ', '-')) as old_category,
        list_sort(list_distinct(
            coalesce(et.tags, []) || coalesce(g.tags, []) || coalesce(c.tags, []) || coalesce(d.tags, [])
        )) as tags,
        case when g.market_id is not null then 'gamma' when c.market_id is not null then 'clob' else d.source end as origin
    from every
    left join gamma as g using (market_id)
    left join gamma_event as ge using (market_id)
    left join event_tags as et on et.event_id = ge.event_id
    left join clob as c using (market_id)
    left join dropped as d using (market_id)
    left join event_slug as es on d.venue = 'polymarket' and es.slug = d.event_key
),

matched as (
    select joined.market_id, arg_min(categories.category, categories.rank) as category
    from joined
    inner join categories on list_contains(joined.tags, categories.tag)
    group by joined.market_id
),

matched_old as (select tag, arg_min(category, rank) as category from categories group by tag)

select joined.*, (row_number() over (order by joined.market_id))::integer as code,
    coalesce(matched.category, matched_old.category, 'other') as category
from joined
left join matched using (market_id)
left join matched_old on matched_old.tag = joined.old_category
