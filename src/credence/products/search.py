"""Search: markets whose question, slug or ids hold a text.

read  market_state, market_alias, events -> markets, the closest first
rule  plain text, in any case; every word must occur. An id or a slug that is the text stands first, then questions that begin
      with it, then open markets, then those with more volume; equal ones in the order of market_id
"""

from typing import Any

from ..errors import InputError
from ..lake import Lake
from ..lake.lake import fetch
from ..records.paging import Page
from ..tables import market_state

MOST = 100
LONGEST = 200

_SQL = """
    with named as (select distinct market_id from market_alias where alias in ($q, lower($q))),
    found as (
        select
            m.market_id, m.event_id, m.question, m.slug, m.category, m.status, m.price, m.price_at, m.liquidity_bucket,
            m.volume_24h, m.market_id in (select market_id from named) or m.market_id = $q or m.slug = lower($q) as is_named,
            starts_with(lower(m.question), lower($q)) as begins
        from market_state as m
        where m.market_id in (select market_id from named) or m.market_id = $q or {words}
    )

    select * exclude (is_named, begins, volume_24h), count(*) over () as total from found
    order by is_named desc, begins desc, status = 'ACTIVE' desc, volume_24h desc nulls last, market_id
    limit $limit
"""


def read(lake: Lake, q: str, *, limit: int = 8) -> Page:
    """The closest markets; `total` counts all that fit.

    q      up to 200 characters; without a word nothing is found
    limit  1 .. 100
    """
    words = q.split()
    if len(q) > LONGEST:
        raise InputError("q", q[:80], f"a text of at most {LONGEST} characters")
    if not 1 <= limit <= MOST:
        raise InputError("limit", limit, f"1 .. {MOST}")
    if not words:
        return Page([], None, 0, {"q": q})
    hay = "lower(coalesce(m.question, '') || ' ' || coalesce(m.slug, '') || ' ' || m.market_id || ' ' || m.event_id)"
    conditions = " and ".join(f"contains({hay}, lower($w{at}))" for at in range(len(words)))
    wanted: dict[str, Any] = {f"w{at}": word for at, word in enumerate(words)}
    with market_state.reading(lake) as connection:
        rows = fetch(connection, _SQL.format(words=f"({conditions})"), wanted | {"q": q.strip(), "limit": limit})
    total = rows[0]["total"] if rows else 0
    return Page([{name: value for name, value in row.items() if name != "total"} for row in rows], None, total, {"q": q})
