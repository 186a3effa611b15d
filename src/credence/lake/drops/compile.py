"""One drop into SELECT statements over its files: markets, prices, outcomes, refused.

In   a DropSpec and the folder that holds its files; `scratch` for what had to be decoded or looked up
Out  CompiledDrop: four statements for a connection whose TimeZone is UTC, and what became of every row
Law  of a file of prices, quotes, trades, fills or histories:
         rows = prices + refused + empty + merged + same_second
     of a file of markets or outcomes:  rows = entities + refused + merged

A refused row gives nothing to any table. A check that no row of the file fails is left out of the statements,
and duplicates are looked up once, here: a clean sorted file is read as a plain stream.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ...errors import InputError
from ..engine import quoted
from .doubles import find_doubles
from .entities import entities
from .opened import Opened, open_file
from .rows import Rows, count, counts, refused, rows_of
from .spec import KEYS, DropSpec, file_path
from .status import TELLS_OUTCOME

KIND = {"prices": "mid", "quotes": "mid", "trades": "trade", "fills": "trade", "histories": "history"}
SOURCE = {"prices": "quote", "quotes": "quote", "trades": "trade", "fills": "fill", "histories": "history"}
MEMORY, THREADS = "768MB", 2


@dataclass(frozen=True)
class CompiledDrop:
    """Statements without parameters; None where the drop has nothing of that kind."""

    name: str
    venue: str
    markets_sql: str | None
    prices_sql: str | None
    outcomes_sql: str | None
    refused_sql: str | None
    input_rows: dict[str, dict[str, int]]  # by path: rows, and what became of them
    notes: tuple[str, ...]  # for a reader: what the ends mean, what was assumed


@dataclass(frozen=True)
class _Made:
    """What one file gives."""

    markets: str | None = None
    prices: str | None = None
    outcomes: str | None = None
    refused: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def compile_drop(spec: DropSpec, folder: Path, scratch: Path) -> CompiledDrop:
    """Statements over the files of `folder`. Files that are not there are left out; none there is an InputError."""
    scratch.mkdir(parents=True, exist_ok=True)
    made: dict[str, _Made] = {}
    with _connection(scratch) as connection:
        for file in spec.files:
            path = file_path(folder, file.path)
            if path.is_file():
                made[file.path] = _made(open_file(spec, file, path, scratch, connection))
    if not made:
        raise InputError(f"{spec.name}: files", [file.path for file in spec.files], f"at least one in {folder}")
    files = made.values()
    return CompiledDrop(
        name=spec.name,
        venue=spec.venue,
        markets_sql=_one_per_market([one.markets for one in files if one.markets]),
        prices_sql=" union all ".join(one.prices for one in files if one.prices) or None,
        outcomes_sql=_one_per_market([one.outcomes for one in files if one.outcomes]),
        refused_sql=" union all ".join(sql for one in files for sql in one.refused) or None,
        input_rows={path: one.counts for path, one in made.items()},
        notes=_notes(spec),
    )


def _notes(spec: DropSpec) -> tuple[str, ...]:
    ends = spec.ends
    said = {
        "column": "resolved_at as the file states it",
        "closed_at": "resolved_at is the close",
        "last_observation": "resolved_at is the last observation of the market",
        "last_observation_or_scheduled_end": "resolved_at is the later of the market's last observation and its "
        "scheduled end, at most the last observation in the file",
    }[ends.resolved_at]
    delay = f", {ends.resolved_delay_h:g} h later" if ends.resolved_delay_h else ""
    return (ends.means, said + delay, *(f"{path} is not read: {why}" for path, why in spec.ignored.items()))


# ---- one file


def _made(opened: Opened) -> _Made:
    names = opened.file.columns.keys()
    if opened.file.form == "histories":
        return _made_of_histories(opened)
    rows = rows_of(opened)
    count(rows)
    find_doubles(rows)
    became = counts(rows)
    markets = entities(rows, rows if rows.series else None)
    return _Made(
        markets=_markets(opened, markets) if opened.file.form == "markets" or "question" in names else None,
        prices=_prices(rows) if rows.series or names & {"price", "price_list", "bid", "ask"} else None,
        outcomes=_outcomes(opened, markets) if _tells_outcome(opened) else None,
        refused=refused(rows),
        counts=became,
    )


def _made_of_histories(opened: Opened) -> _Made:
    lines, points = rows_of(opened, "lines"), rows_of(opened, "points")
    for rows in (lines, points):
        count(rows)
        find_doubles(rows)
    of_lines = {f"line_{name}" if name != "rows" else "lines": number for name, number in counts(lines).items()}
    markets = entities(lines, points)
    return _Made(
        markets=_markets(opened, markets),
        prices=_prices(points),
        outcomes=_outcomes(opened, markets) if _tells_outcome(opened) else None,
        refused=refused(lines) + refused(points),
        counts=counts(points) | of_lines,
    )


def _tells_outcome(opened: Opened) -> bool:
    return not opened.file.columns.keys().isdisjoint(TELLS_OUTCOME)


# ---- its statements


def _keys(opened: Opened) -> str:
    return f"{quoted(opened.spec.venue)} as venue, n.native_id, n.condition_id, n.token_id, n.slug"


def _prices(rows: Rows) -> str:
    opened, yes = rows.opened, rows.yes
    where = f" where not ({rows.empty})" if rows.total(refused=False, empty=True) else ""
    kind = opened.file.price_kind or KIND.get(opened.file.form, "history")
    source = opened.file.price_time_source or SOURCE.get(opened.file.form, "quote")
    return (
        f"select {_keys(opened)}, 0 as outcome_index, n.ts, {yes['p_yes']} as p_yes, {yes['bid']} as bid, "
        f"{yes['ask']} as ask, {quoted(kind)} as price_kind, {quoted(source)} as price_time_source, "
        f"{quoted(opened.spec.name)} as source from ({rows.kept}) as n{where}"
    )


def _markets(opened: Opened, markets: str) -> str:
    ends = opened.spec.ends
    closed = "n.last_at" if ends.closed_at == "last_observation" else "n.closed_at"
    return (
        f"select {_keys(opened)}, n.question, n.category, n.tags, n.event_key, n.event_title, n.outcomes, "
        f"n.token_ids, n.start_at, n.scheduled_end_at, {closed} as closed_at, "
        f"{quoted(ends.end_known)} as end_known, "
        "coalesce(n.knowable_at, n.start_at, n.first_at, n.closed_at, n.scheduled_end_at) as knowable_at, "
        f"{quoted(opened.spec.name)} as source "
        f"from ({markets}) as n"
    )


def _outcomes(opened: Opened, markets: str) -> str:
    ends = opened.spec.ends
    known = {
        "column": "n.resolved_at",
        "closed_at": "n.closed_at",
        "last_observation": "n.last_at",
        "last_observation_or_scheduled_end": "greatest(n.last_at, least(n.scheduled_end_at, n.file_last_at))",
    }[ends.resolved_at]
    if ends.resolved_delay_h:
        known = f"{known} + to_microseconds({int(ends.resolved_delay_h * 3_600_000_000)})"
    provenance = f"case when n.guessed then 'inferred' else {quoted(ends.provenance)} end"
    independent = f"not n.guessed and {'true' if ends.independent else 'false'}"
    return (
        f"select {_keys(opened)}, n.status, {provenance} as provenance, {independent} as independent, "
        f"{known} as resolved_at, {quoted(opened.spec.name)} as source "
        f"from (select m.*, max(m.last_at) over () as file_last_at from ({markets}) as m) as n "
        "where n.status is not null"
    )


def _one_per_market(parts: list[str]) -> str | None:
    """Of a market in several files the first file counts."""
    if len(parts) < 2:
        return parts[0] if parts else None
    union = " union all ".join(f"select *, {i} as file_no from ({part})" for i, part in enumerate(parts))
    key = ", ".join(KEYS)
    return (
        f"select * exclude (file_no) from ({union}) "
        f"qualify row_number() over (partition by coalesce({key}) order by file_no) = 1"
    )


@contextmanager
def _connection(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": MEMORY,
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()
