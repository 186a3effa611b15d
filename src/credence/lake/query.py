"""One read-only statement over the lake's tables, as a stranger may write it.

A statement runs only if two readings of it agree, and then in a closed room:
1. sqlglot parses it: one statement, a query, over known tables or its own CTEs.
2. DuckDB's own parser, which decides what is run, shows its tree: only known kinds of nodes, tables and functions.
3. The connection may open the files of the tables' versions and nothing else, and its settings are locked.

What names a file, writes, changes a setting or reaches outside is refused with QueryRefused.
"""

import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import duckdb

from ..errors import InputError, NotBuilt, QueryRefused, QueryTooSlow
from ..records import TABLES
from .engine import file_list
from .lake import Lake

log = logging.getLogger(__name__)

LIMIT_ROWS = 10_000
TIMEOUT_S = 30.0
LONGEST_STATEMENT = 100_000  # characters
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")  # a CTE named "x.parquet" would hide what is read

QUERY_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
RELATIONS = {"BASE_TABLE", "JOIN", "SUBQUERY", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT", "CTE"}
TABLE_FUNCTIONS = {"unnest", "generate_series", "range"}
WITHOUT_ENTRY = {"unnest"}  # functions of the grammar that the catalogue does not list as scalar

# Of DuckDB's scalar and aggregate functions, those that look or act outside the rows they are given.
DENIED = re.compile(
    r"pg_.*|has_.*|inet_.*|duckdb_.*|pragma_.*|read_.*|write_.*|parquet_.*|sqlite_.*|python_.*|__.*"
    r"|json_(execute|serialize|deserialize|copy)_.*|sleep.*|copy_.*"
    r"|getenv|getvariable|current_setting|set_config|current_schemas|current_connection_id|current_transaction_id"
    r"|txid_current|nextval|currval|setval|setseed|query|query_table|glob|parse_duckdb_log_message|in_search_path"
    r"|col_description|obj_description|shobj_description|which_secret|version"
)


@dataclass(frozen=True)
class QueryAnswer:
    """columns, their SQL types, the rows as tuples, whether the limit cut some off, and how long it took."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool
    seconds: float

    def as_dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def run_query(lake: Lake, sql: str, *, limit: int = LIMIT_ROWS, timeout_s: float = TIMEOUT_S) -> QueryAnswer:
    """Rows of one SELECT over the lake's tables.

    limit      1 .. 1,000,000 rows; one more is looked for, to know whether the answer was cut
    timeout_s  seconds until the statement is stopped

    Raises QueryRefused for anything but one read of known tables, NotBuilt for a table without rows yet, QueryTooSlow.
    """
    if not 1 <= limit <= 1_000_000:
        raise InputError("limit", limit, "1 .. 1,000,000")
    started = time.perf_counter()
    lake.require(*sorted(tables_read(sql)))
    if not lake.exists:
        raise NotBuilt(next(iter(TABLES)))
    connection = Lake.connect(lake)  # a database of its own, never one that others share: its settings will be locked
    try:
        _close_the_room(connection, lake)
        _check_tree(connection, sql)
        answer = _fetched(connection, sql, limit, timeout_s, started)
    finally:
        connection.close()
    log.info("query: %d rows in %.3f s: %s", len(answer.rows), answer.seconds, sql)
    return answer


# ---------------------------------------------------------------- first reading: sqlglot


def tables_read(sql: str) -> set[str]:
    """Names of the lake's tables that a statement reads; QueryRefused where it is not one query over them.

    >>> sorted(tables_read("with x as (select * from prices) select * from x join outcomes using (market_id)"))
    ['outcomes', 'prices']
    """
    from sqlglot import exp

    tree = _parsed(sql)
    writing = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Copy, exp.Attach, exp.Detach, exp.Pragma, exp.Set, exp.Use)
    if not isinstance(tree, (exp.Query, exp.Values)) or isinstance(tree, exp.Table):
        raise QueryRefused(f"only a SELECT is allowed, not {tree.key.upper()}")
    for node in tree.walk():
        # sqlglot counts every query as possible DML of nothing: judge by what is not a query
        if isinstance(node, writing) and not isinstance(node, (exp.Query, exp.Values)):
            raise QueryRefused(f"only reading is allowed, not {node.key.upper()}")
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for name in own:
        if not PLAIN_NAME.fullmatch(name):
            raise QueryRefused(f"the name {name!r} of a WITH must be letters, digits and '_'")
    read = set()
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Func):
            continue  # judged by the second reading
        read |= {_known(table.name, table.db or table.catalog, own)} - {""}
    return read


def _parsed(sql: str) -> Any:
    import sqlglot
    from sqlglot.errors import SqlglotError

    if len(sql) > LONGEST_STATEMENT:
        raise QueryRefused(f"a statement may have {LONGEST_STATEMENT:,} characters, this one has {len(sql):,}")
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it warns of what is refused here anyway
    try:
        statements = [tree for tree in sqlglot.parse(sql, dialect="duckdb") if tree is not None]
    except SqlglotError as error:
        raise QueryRefused(f"this is not one SELECT that can be read: {_first_line(error)}") from None
    except RecursionError:
        raise QueryRefused("this statement is nested too deeply") from None
    if len(statements) != 1:
        raise QueryRefused(f"give exactly one statement, not {len(statements)}")
    return statements[0]


def _known(name: str, qualifier: str, own: set[str]) -> str:
    """The table's name in the lake, '' for a CTE of the statement."""
    if qualifier:
        raise QueryRefused(f"tables have plain names: {qualifier}.{name} is not one of the lake's tables")
    if name.lower() in own:
        return ""
    if name.lower() in TABLES:
        return name.lower()
    near = get_close_matches(name.lower(), TABLES, n=1)
    hint = f"did you mean {near[0]}?" if near else "tables: " + ", ".join(TABLES)
    raise QueryRefused(f"there is no table {name!r}; {hint}")


# ---------------------------------------------------------------- second reading: DuckDB's own tree


def _check_tree(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    try:
        row = connection.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone()
    except duckdb.Error as error:
        raise QueryRefused(_first_line(error)) from None
    tree: dict[str, Any] = json.loads(row[0]) if row else {"error": True, "error_message": "no answer"}
    if tree["error"]:
        raise QueryRefused(f"this cannot be read as one SELECT: {tree['error_message']}")
    if len(tree["statements"]) != 1:
        raise QueryRefused(f"give exactly one statement, not {len(tree['statements'])}")
    nodes = list(_nodes(tree["statements"][0]))
    own = {entry["key"].lower() for node in nodes for entry in node.get("cte_map", {}).get("map", [])}
    allowed = _allowed_functions(connection)
    for node in nodes:
        _check_node(node, own, allowed)


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Every object of a tree; without recursion, since a stranger decides how deep it is."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _check_node(node: dict[str, Any], own: set[str], allowed: set[str]) -> None:
    kind = str(node.get("type", ""))
    if kind.endswith(("_NODE", "_STATEMENT")) and kind not in QUERY_NODES:
        raise QueryRefused(f"only reading is allowed, not {kind.removesuffix('_NODE').replace('_', ' ')}")
    if "sample" in node and "alias" in node and kind not in RELATIONS:
        raise QueryRefused(f"only tables, queries and joins can stand after FROM, not {kind}")
    if kind == "BASE_TABLE":
        _known(node["table_name"], node.get("schema_name") or node.get("catalog_name") or "", own)
    if kind == "TABLE_FUNCTION":
        name = node["function"].get("function_name", "").lower()
        if name not in TABLE_FUNCTIONS:
            raise QueryRefused(f"the table function {name}() is not allowed; tables: " + ", ".join(TABLES))
    elif "function_name" in node and node["function_name"].lower() not in allowed:
        raise QueryRefused(f"the function {node['function_name']}() is not allowed or does not exist")
    if node.get("class") == "PARAMETER":
        raise QueryRefused("a statement cannot have parameters such as ? or $1")


def _allowed_functions(connection: duckdb.DuckDBPyConnection) -> set[str]:
    found = connection.execute(
        "select distinct function_name from duckdb_functions() "
        "where function_type in ('scalar', 'aggregate', 'macro', 'window')"
    ).fetchall()
    names = {name.lower() for (name,) in found if not DENIED.fullmatch(name.lower())}
    return names | TABLE_FUNCTIONS | WITHOUT_ENTRY | WINDOW_FUNCTIONS


# Of the grammar in DuckDB 1.4, which lists them nowhere.
WINDOW_FUNCTIONS = {
    "row_number", "rank", "dense_rank", "rank_dense", "percent_rank", "cume_dist", "ntile", "lead", "lag",
    "first_value", "last_value", "nth_value", "fill",
}  # fmt: skip


# ---------------------------------------------------------------- the closed room


def _close_the_room(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Only the files of the tables can be opened from now on, and no setting can be changed."""
    versions = [lake.version(name) for name in TABLES]
    files = [file for version in versions if version is not None for file in version.files]
    for setting in (
        "set python_enable_replacements = false",  # else a name may mean a variable of this process
        f"set allowed_paths = {file_list(files)}",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ):
        connection.execute(setting)


def _fetched(
    connection: duckdb.DuckDBPyConnection, sql: str, limit: int, timeout_s: float, started: float
) -> QueryAnswer:
    try:
        with _interrupted_after(connection, timeout_s):
            cursor = connection.execute(sql)
            names = _distinct([column[0] for column in cursor.description or []])
            types = tuple(str(column[1]) for column in cursor.description or [])
            rows = cursor.fetchmany(limit + 1)
    except duckdb.InterruptException:
        raise QueryTooSlow(f"the statement was stopped after {timeout_s:g} s") from None
    except duckdb.OutOfMemoryException as error:
        raise QueryRefused(f"it needs more memory than CREDENCE_DUCKDB_MEMORY: {_first_line(error)}") from None
    except duckdb.Error as error:
        raise QueryRefused(_first_line(error)) from None
    return QueryAnswer(names, types, rows[:limit], len(rows) > limit, time.perf_counter() - started)


@contextmanager
def _interrupted_after(connection: duckdb.DuckDBPyConnection, timeout_s: float) -> Iterator[None]:
    timer = threading.Timer(timeout_s, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _distinct(names: list[str]) -> tuple[str, ...]:
    """The names, numbered where two columns share one, so that none is lost in an object."""
    found: list[str] = []
    for name in names:
        number, wanted = 1, name
        while wanted in found:
            number += 1
            wanted = f"{name}_{number}"
        found.append(wanted)
    return tuple(found)


def _first_line(error: BaseException) -> str:
    text = re.sub(r"\x1b\[\d*m", "", str(error)).strip()
    return text.splitlines()[0] if text else "unreadable"
