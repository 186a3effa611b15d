"""A product's answer in a terminal: the API's own bytes with --json, else tables for people."""

from collections.abc import Callable, Sequence
from typing import Any

from ..api.answers import list_answer, one_answer
from ..api.reader import Reader, facts
from ..records import Row
from ..records.paging import Page
from . import printing


def listed(lake: Reader, found: Page, columns: Sequence[str], record: type[Row] | None, *, as_json: bool) -> None:
    """A page of a list."""
    if as_json:
        printing.give(list_answer(found, facts(lake), record))
    else:
        printing.page(lake, found, columns)


def one(lake: Reader, data: dict[str, Any], show: Callable[[dict[str, Any]], None], *, as_json: bool) -> None:
    """One thing; `show` prints it for people."""
    if as_json:
        printing.give(one_answer(data, facts(lake)))
    else:
        show(data)
        printing.mark(lake)


def print_market(data: dict[str, Any]) -> None:
    printing.facts(data["market"])
    if data["event"]:
        print(f"\nevent  {printing.shown(data['event']['title'])}, {data['event']['n_markets']} markets")
    if data["outcome"]:
        print("\noutcome")
        printing.facts(data["outcome"])
    for name, columns in (
        ("history", ("knowable_at", "field", "old_value", "value")),
        ("cutoffs", ("anchor", "horizon", "cutoff_at", "p_yes", "price_status", "liquidity_bucket")),
        ("coverage", ("run_id", "source", "status", "expected", "received", "detail")),
    ):
        if data[name]:
            print(f"\n{name}")
            printing.table([[row[column] for column in columns] for row in data[name]], columns)


def print_run(data: dict[str, Any]) -> None:
    printing.facts({name: value for name, value in data.items() if name != "steps"})
    if data["steps"]:
        columns = ("step", "status", "attempt", "rows_in", "rows_out", "seconds", "error")
        print("\nsteps")
        printing.table([[step[column] for column in columns] for step in data["steps"]], columns)
