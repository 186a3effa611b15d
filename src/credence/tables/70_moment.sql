-- moment: every moment at which a price is to be judged
-- one row per: market_id, anchor, horizon, cutoff_at
-- reads: scheduled_end, game_start, close_moment, outcomes, identity, price_span, horizons, run
-- rule: daily moments exist only while prices do, and go by the newest end that was known before the answer;
--       scheduled: the first moment t with E(t) - t <= h, E(t) being the newest end knowable at t; a market younger
--       than the horizon has no such moment

with lived as (
    select * replace (greatest(from_at, start_at) as from_at)
    from scheduled_end
    where start_at is null or to_at > start_at
),

crossings as (
    select
        e.market_id, h.horizon, h.hours,
        greatest(e.from_at, e.end_at - to_hours(h.hours)) as cutoff_at,
        e.end_at as anchor_at, e.end_known, e.known_at
    from lived as e
    cross join horizons as h
    where greatest(e.from_at, e.end_at - to_hours(h.hours)) < e.to_at
),

births as (select market_id, min(start_at) as start_at, arg_min(end_at, from_at) as end_at from lived group by market_id),

scheduled as (
    select distinct on (c.market_id, c.horizon)
        c.market_id, 'scheduled' as anchor, c.horizon, c.cutoff_at, c.anchor_at, c.end_known, c.known_at
    from crossings as c
    inner join births as b using (market_id)
    where b.start_at is null or b.end_at - to_hours(c.hours) > b.start_at
    order by c.market_id, c.horizon, c.cutoff_at
),

closes as (
    select market_id, 'close' as anchor, horizon, close_at - to_hours(hours) as cutoff_at, close_at as anchor_at,
        'observed' as end_known, close_at as known_at
    from close_moment
    inner join identity as i using (market_id)
    cross join horizons
    where i.start_at is null or close_at - to_hours(hours) >= i.start_at
),

games as (
    select distinct on (g.market_id, h.horizon)
        g.market_id, 'game_start' as anchor, h.horizon, greatest(g.from_at, g.game_start_at - to_hours(h.hours)) as cutoff_at,
        g.game_start_at as anchor_at, g.end_known, g.known_at
    from game_start as g
    inner join identity as i using (market_id)
    cross join horizons as h
    where greatest(g.from_at, g.game_start_at - to_hours(h.hours)) < g.to_at
        and (i.start_at is null or g.game_start_at - to_hours(h.hours) >= i.start_at)
    order by g.market_id, h.horizon, cutoff_at
),

newest_end as (
    select distinct on (market_id) e.market_id, e.end_at, e.end_known, e.known_at, e.start_at
    from scheduled_end as e
    inner join outcomes as o using (market_id)
    order by market_id, e.known_at <= o.knowable_at desc, case when e.known_at <= o.knowable_at then e.from_at end desc,
        e.known_at, e.from_at desc -- an end that was moved after the answer moves nothing
),

daily_ends as (
    select market_id, 'scheduled' as anchor, end_at as anchor_at, 'assumed' as end_known, known_at, start_at from newest_end
    union all
    select c.market_id, 'close', c.close_at, 'observed', c.close_at, i.start_at
    from close_moment as c
    inner join identity as i using (market_id)
),

daily as (
    select
        market_id, anchor, 'daily' as horizon,
        unnest(generate_series(
            greatest(date_trunc('day', anchor_at) - to_days(daily_days), date_trunc('day', first_ts) + interval 1 day),
            least(date_trunc('day', anchor_at - interval 1 microsecond), date_trunc('day', last_ts) + interval 1 day),
            interval 1 day
        )) as cutoff_at,
        anchor_at, end_known, known_at
    from daily_ends
    inner join price_span using (market_id)
    cross join run
)

select moments.*, identity.code
from (
    select * from scheduled
    union all select * from closes
    union all select * from games
    union all select * from daily
) as moments
inner join identity using (market_id)
cross join run
where cutoff_at <= as_of
