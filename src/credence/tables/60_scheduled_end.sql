-- scheduled_end: which end was scheduled, seen from every moment
-- one row per: market_id, from_at
-- reads: market_version, drop_market, identity, run
-- rule: from the time a version is knowable to the next one its end holds; before the first version it is assumed

with versions as (
    select market_id, knowable_at, end_at, version_key
    from market_version
    where visible and end_at is not null
),

changes as (
    select market_id, knowable_at, end_at
    from versions
    qualify lag(end_at) over (partition by market_id order by knowable_at, version_key) is distinct from end_at
),

pieces as (
    select
        market_id, end_at, knowable_at as known_at, knowable_at as from_at, 'observed' as end_known,
        lead(knowable_at) over (partition by market_id order by knowable_at) as to_at,
        row_number() over (partition by market_id order by knowable_at) = 1 as is_first
    from changes
),

brought as (
    select distinct on (market_id) market_id, scheduled_end_at as end_at, end_known, knowable_at as known_at
    from drop_market
    where visible and scheduled_end_at is not null and market_id not in (select market_id from changes)
    order by market_id, end_known desc, source
),

every as (
    select market_id, end_at, known_at, from_at, to_at, end_known from pieces
    union all
    select market_id, end_at, known_at, null, known_at, 'assumed' from pieces where is_first
    union all
    select market_id, end_at, known_at, case when end_known = 'observed' then known_at end, null, end_known from brought
    union all
    select market_id, end_at, known_at, null, known_at, 'assumed' from brought where end_known = 'observed'
)

select
    every.market_id,
    every.end_at,
    case when every.end_known = 'assumed' then every.known_at else every.from_at end as known_at,
    coalesce(every.from_at, i.start_at, timestamptz '1970-01-01 00:00:00+00') as from_at,
    coalesce(every.to_at, timestamptz '2262-01-01 00:00:00+00') as to_at,
    every.end_known,
    i.start_at
from every
inner join identity as i using (market_id)
where coalesce(every.to_at, timestamptz '2262-01-01 00:00:00+00')
    > coalesce(every.from_at, i.start_at, timestamptz '1970-01-01 00:00:00+00')
