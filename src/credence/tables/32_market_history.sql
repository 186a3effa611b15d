-- market_history: every change of every field of a market
-- one row per: market_id, field, knowable_at
-- reads: market_version
-- rule: a value counts from the first version that shows it; versions are compared in the order of their own time

with states as (
    select
        market_id, knowable_at, clock, version_key,
        unnest(['slug', 'question', 'event_id', 'condition_id', 'outcomes', 'token_ids', 'end_ts', 'game_start_at',
            'enableOrderBook', 'closed', 'closed_at', 'oracle_status', 'label']) as field,
        unnest([slug, question, event_id, condition_id, outcomes::varchar, token_ids::varchar, end_at::varchar,
            game_start_at::varchar, enable_order_book::varchar, closed::varchar, closed_at::varchar, oracle_status,
            status]) as value
    from market_version
    where visible
),

compared as (
    select
        *,
        lag(value) over versions as old_value,
        row_number() over versions = 1 as first_seen
    from states
    window versions as (partition by market_id, field order by knowable_at, version_key)
)

select market_id, field, old_value, value, clock, knowable_at
from compared
where (first_seen and value is not null) or (not first_seen and value is distinct from old_value)
qualify row_number() over (partition by market_id, field, knowable_at order by version_key desc) = 1
