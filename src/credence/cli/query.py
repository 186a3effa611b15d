"""query: read-only SQL over the lake's tables."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from .options import LakeOption


class Form(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def query(
    sql: Annotated[str, typer.Argument(help="one SELECT; docs/tables.md has the tables and their columns")],
    form: Annotated[Form, typer.Option("--format", help="how to print the rows")] = Form.table,
    limit: Annotated[int, typer.Option(help="rows at most")] = 10_000,
    as_json: Annotated[bool, typer.Option("--json", help="the same as --format json")] = False,
    lake: LakeOption = None,
) -> None:
    """Ask the lake's tables with SQL, read-only.

    One SELECT over the tables of docs/tables.md; whatever writes, names a file or changes a setting is refused.
    Times are UTC. The answer says on stderr when the limit cut it.

    Example: credence query "select status, count(*) from market_registry group by status"
    """
    from ..api import answers
    from ..api.reader import facts
    from ..lake.query import run_query
    from ..records.paging import Page
    from . import printing
    from .options import reading

    source = reading(lake)
    answer = run_query(source, sql, limit=limit, timeout_s=source.settings.query_timeout_s)
    if as_json:
        form = Form.json
    if form is Form.table:
        printing.table(answer.rows, answer.columns)
    elif form is Form.json:
        meta = facts(source) | {"types": answer.types, "cut": answer.cut}
        printing.give(answers.list_answer(Page(answer.as_dicts()), meta))
    elif form is Form.csv:
        printing.give(answers.Answer(answers.to_csv(answer.columns, answer.rows), answers.CONTENT_TYPES["csv"]))
    elif sys.stdout.isatty():
        raise typer.BadParameter("parquet is binary: send it to a file with > rows.parquet", param_hint="--format")
    else:
        body = answers.to_parquet(answer.columns, answer.types, answer.rows)
        printing.give(answers.Answer(body, answers.CONTENT_TYPES["parquet"]))
    printing.mark(source)
    if answer.cut:
        printing.say(f"cut: only the first {limit:,} rows are shown; there are more (--limit)")
