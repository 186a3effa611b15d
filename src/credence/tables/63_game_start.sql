-- game_start: when a game was due to start, seen from every moment
-- one row per: market_id, from_at
-- reads: market_version, identity
-- rule: as in scheduled_end: a start holds from the time a version is knowable to the next; before the first it is assumed

with changes as (
    select market_id, knowable_at, game_start_at
    from market_version
    where visible and game_start_at is not null
    qualify lag(game_start_at) over (partition by market_id order by knowable_at, version_key) is distinct from game_start_at
),

pieces as (
    select
        market_id, game_start_at, knowable_at as known_at, knowable_at as from_at, 'observed' as end_known,
        lead(knowable_at) over (partition by market_id order by knowable_at) as to_at,
        row_number() over (partition by market_id order by knowable_at) = 1 as is_first
    from changes
),

every as (
    select market_id, game_start_at, known_at, from_at, to_at, end_known from pieces
    union all
    select market_id, game_start_at, known_at, null, known_at, 'assumed' from pieces where is_first
    union all
    select market_id, game_start_at, null, null, null, 'assumed' -- of the exchange's own list, which has no versions
    from identity
    where game_start_at is not null and market_id not in (select market_id from market_version)
)

select
    every.market_id,
    every.game_start_at,
    every.known_at,
    coalesce(every.from_at, i.start_at, timestamptz '1970-01-01 00:00:00+00') as from_at,
    coalesce(every.to_at, timestamptz '2262-01-01 00:00:00+00') as to_at,
    every.end_known
from every
inner join identity as i using (market_id)
where coalesce(every.to_at, timestamptz '2262-01-01 00:00:00+00')
    > coalesce(every.from_at, i.start_at, timestamptz '1970-01-01 00:00:00+00')
