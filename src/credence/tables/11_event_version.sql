-- event_version: every observed version of every event of the catalogue
-- one row per: event_id, version_key
-- reads: in_gamma_event, run
-- rule: a brief reference inside a market has no tags; the whole object wins over it

with timed as (
    select
        e.* exclude (updated_at, finished_at),
        try_cast(updated_at as timestamptz) as updated_at,
        try_cast(finished_at as timestamptz) as finished_at,
        hash(e.slug, e.title, e.neg_risk, e.open_interest, e.finished_at) as content
    from in_gamma_event as e
),

ranked as (
    select
        * exclude (received_at, tags),
        coalesce(updated_at::varchar, 'received ' || content) as version_key,
        case when updated_at is null then 'received' else 'replayed' end as clock,
        max(tags) over same as tags,
        min(received_at) over same as received_at,
        row_number() over (
            partition by event_id, coalesce(updated_at::varchar, 'received ' || content) order by brief, content
        ) as rank
    from timed
    window same as (partition by event_id, coalesce(updated_at::varchar, 'received ' || content))
)

select
    ranked.* exclude (rank, content),
    case when updated_at is null then received_at else updated_at + version_delay end as knowable_at,
    clock = 'received' or updated_at + version_delay <= as_of as visible
from ranked
cross join run
where rank = 1
