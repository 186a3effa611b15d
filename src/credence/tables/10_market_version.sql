-- market_version: every observed version of every market of the catalogue
-- one row per: market_id, version_key
-- reads: in_gamma_market, run
-- rule: the same version can come in several answers; the top-level object wins over one nested in an event

with timed as (
    select
        m.* exclude (updated_at, start_at, end_at, closed_at, oracle_end_at, game_start_at),
        try_cast(updated_at as timestamptz) as updated_at,
        try_cast(start_at as timestamptz) as start_at,
        try_cast(end_at as timestamptz) as end_at,
        try_cast(closed_at as timestamptz) as closed_at,
        try_cast(oracle_end_at as timestamptz) as oracle_end_at,
        try_cast(game_start_at as timestamptz) as game_start_at,
        hash(
            m.condition_id, m.slug, m.question, m.outcomes, m.token_ids, m.enable_order_book, m.closed, m.start_at, m.end_at,
            m.closed_at, m.oracle_end_at, m.game_start_at, m.oracle_status, m.volume_24h, m.best_bid, m.best_ask, m.p_yes,
            m.status, m.outcome_index, m.disputed
        ) as content
    from in_gamma_market as m
),

keyed as (
    select
        *,
        coalesce(updated_at::varchar, 'received ' || content) as version_key,
        case when updated_at is null then 'received' else 'replayed' end as clock
    from timed
),

ranked as (
    select
        * exclude (event_id, tags, received_at),
        max(event_id) over same as event_id,
        max(tags) over same as tags,
        min(received_at) over same as received_at,
        row_number() over (partition by market_id, version_key order by nested, content) as rank
    from keyed
    window same as (partition by market_id, version_key)
)

select
    ranked.* exclude (rank, nested, content),
    case when updated_at is null then received_at else updated_at + version_delay end as knowable_at,
    clock = 'received' or updated_at + version_delay <= as_of as visible
from ranked
cross join run
where rank = 1
