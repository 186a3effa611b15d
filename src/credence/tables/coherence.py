"""Coherence: do the prices of one event fit together? Of exclusive outcomes one comes true, and what is harder is no likelier.

kind       sum: exclusive outcomes (neg-risk), prices add up to 1
           threshold: the same question at rising numbers (above 100, above 110); deadline: the same question by later days
           none: nothing follows from one market for another
gap        sum: the sum minus 1; threshold and deadline: by how much the price of what implies exceeds what it implies, the worst
           pair; more than 0 is broken
of_events  market_state, events -> one row per event, in the order of event_id, held in memory once per version of the states
A market of no known event belongs to none. One with an answer counts as its payout. Only what has an open market is judged.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pyarrow as pa

from ..lake import Lake
from ..lake.lake import fetch
from . import market_state

KINDS = ("sum", "threshold", "deadline", "none")
NAME = "event_state"
PLACES = 12  # a sum of prices is as exact as they are
_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec"
)
_PART = re.compile(rf"(?P<number>\d[\d,]*(?:\.\d+)?)|(?P<month>\b(?:{_MONTH})\b)", re.IGNORECASE)
_HARDER = re.compile(r"\b(above|over|exceed\w*|more than|greater than|higher than|at least|reach\w*|hit|top|beyond)\b|[>≥]",
    re.IGNORECASE)
_EASIER = re.compile(r"\b(below|under|less than|fewer than|lower than|at most|beneath)\b|[<≤]", re.IGNORECASE)
_UNTIL = re.compile(r"\b(by|before|until|till)\b", re.IGNORECASE)
_WITHIN_DATE = re.compile(r"(st|nd|rd|th)?[\s,]*(of\s)?", re.IGNORECASE)  # what stands between the parts of one date


@dataclass(frozen=True)
class Ladder:
    """Markets in the order in which each implies the next: the price must not fall from one to the next."""

    kind: str
    order: tuple[int, ...]  # places of the markets given
    steps: tuple[float, ...]  # the number or the day (epoch s) of each, in that order


def ladder(questions: Sequence[str | None], ends_s: Sequence[float | None]) -> Ladder | None:
    """The order of implication among questions that differ in one number, or in a deadline; None where there is none.

    questions  of the markets of one event
    ends_s     their scheduled ends

    >>> found = ladder(["Count above 130?", "Count above 100?"], [None, None])
    >>> found.kind, found.order, found.steps  # above 130 implies above 100
    ('threshold', (0, 1), (130.0, 100.0))
    >>> ladder(["Passed by 1 June?", "Passed by 1 July?"], [100.0, 200.0]).order
    (0, 1)
    >>> ladder(["Will A win?", "Will B win?"], [None, None]) is None
    True
    """
    if len(questions) < 2 or any(not text for text in questions):
        return None
    texts = [str(text) for text in questions]
    forms = [_PART.sub("#", text).lower() for text in texts]
    if len(set(forms)) > 1:
        return None
    parts = [list(_PART.finditer(text)) for text in texts]
    moved = [at for at in range(len(parts[0])) if len({of[at].group().lower() for of in parts}) > 1]
    if not moved:
        return None
    first = parts[0][moved[0]]
    ahead = texts[0][: first.start()]
    if len(moved) == 1 and first.group("number"):
        numbers = [float(of[moved[0]].group().replace(",", "")) for of in parts]
        near = " ".join(ahead.split()[-3:])
        harder, easier = _HARDER.search(near), _EASIER.search(near)
        if bool(harder) != bool(easier) and len(set(numbers)) == len(numbers):
            order = sorted(range(len(numbers)), key=lambda at: -numbers[at] if harder else numbers[at])
            return Ladder("threshold", tuple(order), tuple(numbers[at] for at in order))
    known = [end for end in ends_s if end is not None]
    if _UNTIL.search(ahead) and len(set(known)) == len(texts) and _one_date(texts[0], parts[0][moved[0] : moved[-1] + 1]):
        order = sorted(range(len(known)), key=known.__getitem__)
        return Ladder("deadline", tuple(order), tuple(known[at] for at in order))
    return None


def _one_date(text: str, parts: Sequence[re.Match[str]]) -> bool:
    """Whether these parts of a text stand together: where a level moves with the day, the sooner does not imply the later."""
    return all(_WITHIN_DATE.fullmatch(text, one.end(), two.start()) for one, two in pairwise(parts))


def kind_of(neg_risk: bool | None, found: Ladder | None, markets: int) -> str:
    """The kind of an event."""
    if neg_risk and markets > 1:
        return "sum"
    return found.kind if found else "none"


def gap_of(kind: str, values: Sequence[float | None], found: Ladder | None) -> tuple[float | None, float | None]:
    """(sum, gap) of the prices of an event's markets, in the order given; null as long as one that matters is not known.

    >>> gap_of("sum", [0.5, 0.6], None)
    (1.1, 0.1)
    """
    if kind == "sum":
        if any(value is None for value in values):
            return None, None
        total = round(sum(value for value in values if value is not None), PLACES)
        return total, round(total - 1.0, PLACES)
    if found is None or kind == "none":
        return None, None
    ordered = [values[at] for at in found.order]
    gaps = [one - two for one, two in itertools.pairwise(ordered) if one is not None and two is not None]
    return None, round(max(gaps), PLACES) if gaps else None


def of_events(lake: Lake) -> pa.Table:
    """One row per event: what it is, and how its prices fit together at the newest moment."""
    beside = tuple(lake.versions().get(name) for name in ("events", "outcomes"))
    return _of_events(lake, str(lake.layout.root), market_state.versions(lake), beside)


@lru_cache(maxsize=4)
def _of_events(lake: Lake, _root: str, _states: tuple[Any, ...], _beside: tuple[int | None, ...]) -> pa.Table:
    with market_state.reading(lake) as connection:
        rows = fetch(connection, _ROWS)
    return pa.Table.from_pylist([_row(row) for row in rows], schema=_SCHEMA)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    found = ladder(row["questions"], row["ends_s"])
    kind = kind_of(row["neg_risk"], found, row["n_markets"])
    told = {name: row[name] for name in ("event_id", "title", "slug", "category", "venue", "neg_risk", "n_markets", "n_open",
        "n_seen")}
    total, gap = gap_of(kind, row["prices"], found) if row["n_open"] else (None, None)
    age = row["age_seconds"] if row["n_open"] else None
    return told | {"kind": kind, "sum": total, "gap": gap, "age_seconds": age}


_ROWS = """
    select
        m.event_id, any_value(e.title) as title, any_value(e.slug) as slug, coalesce(any_value(e.category),
        any_value(m.category)) as category,
        any_value(m.venue) as venue, coalesce(any_value(e.neg_risk), bool_and(m.neg_risk)) as neg_risk,
        count(*) as n_markets, count(*) filter (m.status = 'ACTIVE') as n_open,
        count(coalesce(o.payout, m.price)) as n_seen,
        max(m.price_age_seconds) filter (o.payout is null) as age_seconds,
        list(m.question order by m.market_id) as questions,
        list(epoch(m.end_ts) order by m.market_id) as ends_s,
        list(coalesce(o.payout, m.price) order by m.market_id) as prices
    from market_state as m
    left join events as e using (event_id)
    left join (
        select market_id, (status = 'RESOLVED_TRUE')::int::double as payout
        from outcomes where status in ('RESOLVED_TRUE', 'RESOLVED_FALSE')
    ) as o using (market_id)
    where m.event_id is not null
    group by m.event_id
    order by m.event_id
"""
COLUMNS = {
    "event_id": "VARCHAR", "title": "VARCHAR", "slug": "VARCHAR", "category": "VARCHAR", "venue": "VARCHAR",
    "neg_risk": "BOOLEAN",
    "n_markets": "BIGINT", "n_open": "BIGINT", "n_seen": "BIGINT", "kind": "VARCHAR", "sum": "DOUBLE", "gap": "DOUBLE",
    "age_seconds": "DOUBLE",
}  # fmt: skip
_ARROW = {"VARCHAR": pa.string(), "BOOLEAN": pa.bool_(), "BIGINT": pa.int64(), "DOUBLE": pa.float64()}
_SCHEMA = pa.schema([(name, _ARROW[kind]) for name, kind in COLUMNS.items()])
