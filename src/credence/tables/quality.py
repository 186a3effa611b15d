"""Questions that every build must answer with zero: keys, ranges, references, order in time.

A check is a SELECT that counts the rows that break it. `severe` ones fail the run; the others are noted as gaps.
"""

from dataclasses import dataclass

import duckdb

from ..records import TABLES, Table


@dataclass(frozen=True)
class Check:
    """name, what is counted, whether one such row fails the run"""

    name: str
    sql: str
    severe: bool = True


@dataclass(frozen=True)
class Finding:
    """One check and how many rows break it."""

    name: str
    rows: int
    severe: bool


def _unique(table: Table) -> Check:
    """Tables lie in the order of their keys, so equal neighbours are all the repeats there are, but for day folders."""
    keys = ", ".join(f'"{name}"' for name in table.key)
    if table.name == "prices":  # 14 million rows: neighbours in one streaming pass instead of a hash of all keys
        same = " and ".join(f'"{name}" = lag("{name}") over ()' for name in table.key)
        return Check("prices: unique key", f"select count(*) from (select {same} as again from prices) where again")
    return Check(
        f"{table.name}: unique key",
        f'select coalesce(sum(n - 1), 0) from (select count(*) as n from "{table.name}" group by {keys}) where n > 1',
    )


def checks() -> list[Check]:
    """All checks, in the order of the tables."""
    return [
        *(_unique(table) for table in TABLES.values() if table.name not in ("coverage", "refused")),
        Check("prices: p_yes, bid and ask within 0..1", _outside("prices", "p_yes", "bid", "ask")),
        Check("prices: bid at most ask", "select count(*) from prices where bid > ask"),
        Check("prices: known markets", _orphans("prices", "market_id", "market_registry"), severe=False),
        Check("market_snapshot: p_yes within 0..1", _outside("market_snapshot", "p_yes")),
        Check("market_registry: known events", _orphans("market_registry", "event_id", "events")),
        Check("outcomes: one per market", _orphans("market_registry", "market_id", "outcomes")),
        Check("cutoffs: no price after its moment", "select count(*) from cutoffs where price_ts > cutoff_at"),
        Check("cutoffs: never knowable before their moment", "select count(*) from cutoffs where knowable_at < cutoff_at"),
        Check(
            "outcomes: winner and status agree",
            "select count(*) from outcomes where (status = 'RESOLVED_TRUE') <> (coalesce(outcome_index, -1) = 0) "
            "and status in ('RESOLVED_TRUE', 'RESOLVED_FALSE')",
        ),
        Check(
            "market_registry: closed after it started",
            "select count(*) from market_registry where closed_at < start_ts",
            severe=False,
        ),
    ]


def run_checks(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """The answers; zero rows everywhere is what we want."""
    return [
        Finding(check.name, int(connection.execute(check.sql).fetchall()[0][0] or 0), check.severe) for check in checks()
    ]


def _outside(table: str, *columns: str) -> str:
    wrong = " or ".join(f'"{column}" < 0 or "{column}" > 1 or isnan("{column}")' for column in columns)
    return f'select count(*) from "{table}" where {wrong}'


def _orphans(table: str, column: str, parent: str) -> str:
    return (
        f'select count(*) from (select distinct "{column}" from "{table}") '
        f'where "{column}" not in (select "{column}" from "{parent}")'
    )
