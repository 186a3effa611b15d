"""One row per market: when it was seen first and last, when it was to end, and the event it belongs to.

The scheduled end and the event can be read from names, by the drop's rules.
"""

import re
from datetime import datetime
from typing import Any

import duckdb

from ...errors import InputError
from ..engine import quoted
from .columns import NO_TIME
from .opened import Opened
from .rows import Rows
from .spec import DateRule, EventRule
from .zones import offsets, utc_sql, zone


def entities(rows: Rows, seen: Rows | None) -> str:
    """SQL: the markets of `rows`, with first_at and last_at from the observations `seen`."""
    spec, found = rows.opened.spec, _with_span(rows, seen)
    rule = spec.ends.scheduled
    ends = _scheduled_end(rows.opened, rule, found) if rule else "n.scheduled_end_at"
    found = f"select n.* replace ({ends} as scheduled_end_at) from ({found}) as n"
    event = _event(rows.opened, spec.event, found) if spec.event else "n.event_key"
    return f"select n.* replace ({event} as event_key) from ({found}) as n"


def _with_span(rows: Rows, seen: Rows | None) -> str:
    if seen is None:
        return f"select n.*, null::timestamptz as first_at, n.last_seen_at as last_at from ({rows.kept}) as n"
    span = f"select n.key, min(n.ts) as first_at, max(n.ts) as last_at from ({seen.kept}) as n group by n.key"
    found = (
        f"select n.*, seen.first_at, seen.last_at from ({rows.kept}) as n left join ({span}) as seen on n.key = seen.key"
    )
    if seen is rows:  # a market is on many rows: the first one counts
        found += f" where n.pos in (select min(n.pos) from ({rows.kept}) as n group by n.key)"
    return found


def _scheduled_end(opened: Opened, rule: DateRule, found: str) -> str:
    group = min(re.compile(rule.match).groups, 1)
    day = f"try_cast(regexp_extract(n.{rule.base}, {quoted(rule.match)}, {group}) as date)"
    hours, minutes = rule.at.split(":")
    naive = f"({day} + to_minutes({int(hours) * 60 + int(minutes)}))"
    span = _tried(opened, f"select min({naive}), max({naive}) from ({found}) as n", "ends.scheduled.match")
    if span is None or not isinstance(span[0], datetime):
        return NO_TIME
    return utc_sql(naive, offsets(zone(rule.time_zone, "ends.scheduled.time_zone"), span[0], span[1]))


def _event(opened: Opened, rule: EventRule, found: str) -> str:
    text = "strftime(n.scheduled_end_at, '%Y-%m-%d')" if rule.base == "date" else f"n.{rule.base}"
    event = text
    for strip in rule.strip:
        event = f"regexp_replace({event}, {quoted(strip.match)}, {quoted(strip.put)}, 'g')"
    picks = [
        f"when regexp_full_match({text}, {quoted(pick.match)}) "
        f"then regexp_replace({text}, {quoted(f'^(?:{pick.match})$')}, {quoted(pick.key)})"
        for pick in rule.pick
    ]
    event = f"case {' '.join(picks)} else {event} end" if picks else event
    if rule.slugify:
        event = f"trim(regexp_replace(lower(strip_accents({event})), '[^a-z0-9]+', '-', 'g'), '-')"
    event = f"nullif({event}, '')"
    _tried(opened, f"select {event} from ({found}) as n limit 1", "event")
    return event


def _tried(opened: Opened, sql: str, field: str) -> tuple[Any, ...] | None:
    """What `sql` finds first; regular expressions that only Python understands are found out here."""
    try:
        return opened.first(sql)
    except duckdb.InvalidInputException as error:
        message = str(error).split("\n")[0]
        raise InputError(f"{opened.spec.name}: {field}", message, "regular expressions that RE2 reads") from error
