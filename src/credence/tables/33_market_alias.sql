-- market_alias: every id under which a market has been seen
-- one row per: kind, alias
-- reads: alias
-- rule: ids do not expire: an old slug or a former condition: id still leads to the market

select kind, alias, market_id, outcome_index from alias
union
select 'former', 'condition:' || alias, market_id, null from alias
where kind = 'condition' and market_id <> 'condition:' || alias
