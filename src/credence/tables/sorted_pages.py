"""Pages of a list that can be sorted by any of its columns: unknown values come last, equal ones in the order of the key.

The cursor holds the last row's value and key, so that rows that come in meanwhile shift nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from ..errors import InputError
from ..lake.lake import fetch
from ..records.paging import Page, checked_limit, decode_cursor, moment, page_of, text, whole


@dataclass(frozen=True)
class Listing:
    """A list: what it is read from, the columns shown, the key, and the SQL type of every column it can be sorted by."""

    source: str
    shown: str
    key: str
    sorted_by: Mapping[str, str]


def sorted_page(
    connection: duckdb.DuckDBPyConnection, listing: Listing, conditions: list[str], wanted: dict[str, Any], *, sort: str,
    limit: int, cursor: str | None,
) -> Page:  # fmt: skip
    """The rows that meet all conditions, in the order of `sort`: a column, with - before it from the largest down.

    wanted  values of the $names in the conditions
    """
    column, down = sort.removeprefix("-"), sort.startswith("-")
    if column not in listing.sorted_by:
        raise InputError("sort", sort, "one of " + ", ".join(listing.sorted_by) + ", or with - before it")
    checked_limit(limit)
    beyond, given = _beyond(listing, column, down, cursor)
    where = " and ".join(conditions) or "true"
    (counted,) = fetch(connection, f"select count(*) as n from {listing.source} where {where}", wanted)
    order = f'"{column}" {"desc" if down else "asc"} nulls last' + ("" if column == listing.key else f", {listing.key}")
    rows = fetch(
        connection,
        f"select {listing.shown} from {listing.source} where {where} and {beyond} order by {order} limit {limit + 1}",
        wanted | given,
    )
    of_cursor = (listing.key,) if column == listing.key else (column, listing.key)
    return page_of(rows, limit, of_cursor, total=counted["n"], meta={"sort": sort})


def _beyond(listing: Listing, column: str, down: bool, cursor: str | None) -> tuple[str, dict[str, Any]]:
    """The condition that leaves out the pages before."""
    sign, key, kind = "<" if down else ">", listing.key, listing.sorted_by[column]
    if column == key:
        found = decode_cursor(cursor, 1, [text])
        return ("true", {}) if found is None else (f"{key} {sign} $after", {"after": found[0]})
    found = decode_cursor(cursor, 2, [_or_none(_READ[kind]), text])
    if found is None:
        return "true", {}
    value, name = found
    if value is None:
        return f'("{column}" is null and {key} > $after)', {"after": name}
    given, cast = (value.isoformat(), "::timestamptz") if kind == "TIMESTAMPTZ" else (value, "")
    condition = f'("{column}" {sign} $v{cast} or "{column}" is null or ("{column}" = $v{cast} and {key} > $after))'
    return condition, {"v": given, "after": name}


def _number(value: Any) -> Any:
    return value if isinstance(value, float) else whole(value)


def _flag(value: Any) -> Any:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _or_none(kind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else kind(value)


_READ: dict[str, Callable[[Any], Any]] = {
    "VARCHAR": text, "TIMESTAMPTZ": moment, "BOOLEAN": _flag, "DOUBLE": _number, "BIGINT": _number,
}  # fmt: skip
