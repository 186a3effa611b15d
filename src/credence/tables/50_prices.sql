-- prices: what every market cost at every observed moment
-- one row per: market_id, ts, price_kind
-- reads: price_point, in_venue_price, run
-- rule: other venues have no id in common with the catalogue and their files are checked to be free of repeats,
--       so their rows stream through in the order of their files, without a sort or a join

select
    market_id, ts, p_yes, bid, ask, ask - bid as spread, price_kind, source, ts + (select price_delay from run) as knowable_at
from price_point
union all
select
    venue || ':' || native_id as market_id, ts, p_yes, bid, ask, ask - bid as spread, price_kind, source,
    ts + (select price_delay from run) as knowable_at
from in_venue_price
where ts <= (select as_of - price_delay from run)
