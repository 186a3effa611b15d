-- mean_price: what a market cost on average in the hour before a cutoff
-- one row per: market_id, anchor, horizon (none where no price fell into that hour)
-- reads: cutoffs, prices, in_drop_price, identity
-- rule: each price counts by the time it stood until the next one or the cutoff; before the hour's first price there is none

with dated_by_close as (select distinct source from in_drop_price where starts_with(price_time_source, 'close_')),

moments as (
    select market_id, anchor, horizon, cutoff_at, unnest([
        date_trunc('hour', cutoff_at - interval 1 hour), date_trunc('hour', cutoff_at)
    ]) as hour
    from cutoffs
    where horizon <> 'daily' and price_status = 'priced'
),

within as (
    select m.market_id, m.anchor, m.horizon, m.cutoff_at, p.ts, p.price_kind, p.p_yes
    from prices as p
    inner join moments as m on m.market_id = p.market_id and m.hour = date_trunc('hour', p.ts)
    where p.p_yes is not null and p.ts > m.cutoff_at - interval 1 hour and p.ts <= m.cutoff_at
        and p.knowable_at <= m.cutoff_at and p.source not in (from dated_by_close)
),

stood as (
    select *, epoch(lead(ts, 1, cutoff_at) over (partition by market_id, anchor, horizon order by ts, price_kind) - ts) as seconds
    from within
)

select
    market_id, anchor, horizon,
    least(greatest(sum(p_yes * seconds order by ts, price_kind) / sum(seconds order by ts, price_kind), 0), 1) as p_mean_1h
from stood
group by market_id, anchor, horizon
having sum(seconds) > 0
