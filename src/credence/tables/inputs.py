"""What tables are made of: decoded answers and files brought by hand, as relations named in_*.

The catalogue's venue and other venues are kept apart: the files of other venues share no id with anything, so their
prices need neither a join nor a search for repeats.
"""

import duckdb

from ..lake import Lake
from ..lake.drops import CompiledDrop, compile_stored
from .decode.files import decoded_files

PARAMETERS = frozenset({"run", "horizons", "categories"})
NATIVE_VENUE = "polymarket"

_DROP_COLUMNS = {
    "in_drop_market": "venue varchar, native_id varchar, condition_id varchar, token_id varchar, slug varchar, "
    "question varchar, category varchar, tags varchar[], event_key varchar, event_title varchar, outcomes varchar[], "
    "token_ids varchar[], start_at timestamptz, scheduled_end_at timestamptz, closed_at timestamptz, end_known varchar, "
    "knowable_at timestamptz, source varchar",
    "in_drop_price": "venue varchar, native_id varchar, condition_id varchar, token_id varchar, slug varchar, "
    "outcome_index bigint, ts timestamptz, p_yes double, bid double, ask double, price_kind varchar, "
    "price_time_source varchar, source varchar",
    "in_drop_outcome": "venue varchar, native_id varchar, condition_id varchar, token_id varchar, slug varchar, "
    "status varchar, provenance varchar, independent boolean, resolved_at timestamptz, source varchar",
    "in_drop_refused": "file varchar, line bigint, field varchar, value varchar, reason varchar, raw varchar",
}


def show(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Create all in_* relations over what lies in raw/ now."""
    from .build import scan_decoded

    for kind, paths in decoded_files(lake.layout).items():
        connection.execute(f"create or replace temp view in_{kind} as {scan_decoded(kind, paths)}")
    drops = compile_stored(lake.layout)
    # small, read often, and some of them dated by the first and last row of a long series: computed once
    _union(connection, "in_drop_market", [drop.markets_sql or _markets_of_prices(drop) for drop in drops], kept=True)
    _union(connection, "in_drop_outcome", [drop.outcomes_sql for drop in drops], kept=True)
    _union(connection, "in_drop_refused", [drop.refused_sql for drop in drops])
    own = [drop.prices_sql for drop in drops if drop.venue == NATIVE_VENUE]
    others = [drop.prices_sql for drop in drops if drop.venue != NATIVE_VENUE]
    _union(connection, "in_drop_price", own)
    _union(connection, "in_venue_price", others, columns="in_drop_price")


def _markets_of_prices(drop: CompiledDrop) -> str | None:
    """The markets of a drop that only brings prices: each key is one, so that no price is without a market."""
    if drop.prices_sql is None:
        return None
    keys = "venue, native_id, condition_id, token_id, slug"
    nothing = ", ".join(
        f"null::{kind} as {name}"
        for name, kind in (column.strip().split(" ") for column in _DROP_COLUMNS["in_drop_market"].split(", "))
        if name not in (*keys.split(", "), "end_known", "knowable_at", "source")
    )
    return (
        f"select {keys}, {nothing}, 'assumed' as end_known, min(ts) as knowable_at, min(source) as source "
        f"from ({drop.prices_sql}) group by {keys}"
    )


def _union(
    connection: duckdb.DuckDBPyConnection, name: str, selects: list[str | None], columns: str | None = None, *, kept: bool = False
) -> None:
    """One relation over the selects that exist, with the columns of its kind: a view, or `kept` as a table."""
    kinds = [column.strip().split(" ") for column in _DROP_COLUMNS[columns or name].split(", ")]
    parts = [
        "select " + ", ".join(f"{column}::{kind} as {column}" for column, kind in kinds) + f" from ({select})"
        for select in selects
        if select
    ]
    empty = "select " + ", ".join(f"null::{kind} as {column}" for column, kind in kinds) + " where false"
    form = "table" if kept else "view"
    connection.execute(f"create or replace temp {form} {name} as {' union all '.join(parts) or empty}")
