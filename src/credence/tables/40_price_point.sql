-- price_point: prices of the catalogue's markets from all sources, one per market, moment and kind
-- one row per: market_id, ts, price_kind
-- reads: in_point, in_book, in_drop_price, alias, run
-- rule: rows of several sources for one moment are merged; the exchange's own answer wins over a file

with points as (
    select
        a.market_id, to_timestamp(p.t) as ts,
        case when a.outcome_index = 0 then p.p else 1 - p.p end as p_yes,
        null::double as bid, null::double as ask, 'history' as price_kind, 'clob' as source, 0 as rank
    from in_point as p
    inner join alias as a on a.kind = 'token' and a.alias = p.token_id
    where a.outcome_index in (0, 1)
),

books as (
    select
        a.market_id, epoch_ms(b.t_ms)::timestamptz as ts,
        case when a.outcome_index = 0 then b.bid else 1 - b.ask end as bid,
        case when a.outcome_index = 0 then b.ask else 1 - b.bid end as ask
    from in_book as b
    inner join alias as a on a.kind = 'token' and a.alias = b.token_id
    where a.outcome_index in (0, 1)
),

brought as (
    select
        coalesce(c.market_id, t.market_id, s.market_id) as market_id, d.ts, d.p_yes, d.bid, d.ask, d.price_kind, d.source,
        1 as rank
    from in_drop_price as d
    left join alias as c on c.kind = 'condition' and c.alias = d.condition_id
    left join alias as t on t.kind = 'token' and t.alias = d.token_id
    left join alias as s on s.kind = 'slug' and s.alias = d.slug
),

every as (
    select * from points
    union all
    select market_id, ts, case when bid <= ask then (bid + ask) / 2 end, bid, ask, 'mid', 'clob', 0
    from books
    where (bid is not null or ask is not null) and not coalesce(bid > ask, false)
    union all
    select * from brought where market_id is not null
)

select distinct on (market_id, ts, price_kind) market_id, ts, p_yes, bid, ask, price_kind, source
from every
cross join run
where ts + price_delay <= as_of
order by market_id, ts, price_kind, rank, source, p_yes
