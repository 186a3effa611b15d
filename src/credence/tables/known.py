"""Values that a filter may take: one that nobody knows is refused, because a misspelt filter is no empty answer.

Known are the values that the lake has seen, and the venues and categories that there are, whether it has seen them or not.

Where there are few values all are named, else the nearest ones. Ids of markets and runs are not looked up here: one that
exists may have no rows.
"""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

import duckdb

from ..config import rules
from ..errors import InputError

FEW = 12  # values that are all named
NEAR = 3
VENUES = ("polymarket", "polymarket_us", "world")
COMPARED = 20_000  # with more than so many, nearness is not worth the wait


def refuse_unknown(name: str, value: str | None, values: Collection[str | None]) -> None:
    """Raises InputError for a value that is none of those, and no venue or category that there is; None is no filter."""
    if value is not None and value not in values and value not in (known := _there_are(name)):
        raise InputError(name, value, allowed(value, {*values, *known}))


def _there_are(name: str) -> tuple[str, ...]:
    if name == "category":
        return (*(str(rule["category"]) for rule in rules("categories")), "other")
    return VENUES if name == "venue" else ()


def allowed(value: str, values: Collection[str | None]) -> str:
    """What may be given instead, in words.

    >>> allowed("sport", ["politics", "sports"])
    'politics or sports'
    >>> allowed("v7", [f"value {at}" for at in range(400)]), allowed("x", [])
    ('one of those there are (400), such as value 7, value 97, value 87', 'left out: there are no rows')
    """
    known = sorted(each for each in values if each)
    if not known:
        return "left out: there are no rows"
    if len(known) <= FEW:
        return " or ".join(known)
    near = get_close_matches(value, known, NEAR, 0.3) if len(known) <= COMPARED else []
    return f"one of those there are ({len(known):,}), such as {', '.join(near or known[:NEAR])}"


def refuse_unknown_in(connection: duckdb.DuckDBPyConnection, source: str, given: Mapping[str, str | None]) -> None:
    """Raises InputError for the first value that its column has in no row of `source`; None is no filter.

    given  value by column. To be asked where nothing was found: whatever finds rows is known
    """
    for name, value in given.items():
        if value is not None:
            found = connection.execute(f"select distinct {name} from {source} where {name} is not null").fetchall()
            refuse_unknown(name, value, [str(one) for (one,) in found])
