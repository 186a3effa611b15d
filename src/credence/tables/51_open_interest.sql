-- open_interest: what was held when we asked
-- one row per: market_id, ts
-- reads: in_interest, alias
-- rule: the upstream keeps no history: the time is ours

select distinct on (a.market_id, i.received_at)
    a.market_id, i.received_at as ts, i.open_interest, 'received' as clock, i.received_at as knowable_at
from in_interest as i
inner join alias as a on a.kind = 'condition' and a.alias = i.condition_id
where not i.derived
order by a.market_id, i.received_at, i.open_interest
