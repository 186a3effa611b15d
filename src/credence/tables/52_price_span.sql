-- price_span: first and last observed price of every market
-- one row per: market_id
-- reads: prices

select market_id, min(ts) as first_ts, max(ts) as last_ts
from prices
where p_yes is not null
group by market_id
