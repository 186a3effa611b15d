"""What verbs print: tables for people on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ..api.times import iso

if TYPE_CHECKING:
    from ..api.answers import Answer
    from ..api.reader import Reader
    from ..records.paging import Page

WIDEST = 60  # characters of one cell
NOTHING = "nothing to show"


def say(text: str) -> None:
    """A line for people, beside the results."""
    print(text, file=sys.stderr, flush=True)


def give(answer: Answer) -> None:
    """An answer's bytes, as the API would send them."""
    sys.stdout.flush()
    sys.stdout.buffer.write(answer.body)
    if answer.content_type.startswith("application/json"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def page(lake: Reader, found: Page, columns: Sequence[str]) -> None:
    """A page as a table, with what stands beside it: simulated or not, how many there are, where it goes on."""
    table([[row[name] for name in columns] for row in found.rows], columns)
    mark(lake)
    if found.total is not None and found.total > len(found.rows):
        say(f"{len(found.rows):,} of {found.total:,} rows")
    if found.next_cursor:
        say(f"more: --cursor {found.next_cursor}")


def mark(lake: Reader) -> None:
    """Say so if the data is made up."""
    if lake.simulated:
        say("simulated: everything in this lake is made up")


def table(rows: Sequence[Sequence[Any]], columns: Sequence[str], widest: int = WIDEST) -> None:
    """Columns under their names, numbers to the right; plain text that can be cut with other tools."""
    if not rows:
        say(NOTHING)
        return
    cells = [[shown(value, widest) for value in row] for row in rows]
    right = [all(isinstance(row[at], (int, float, type(None))) for row in rows) for at in range(len(columns))]
    widths = [max(len(name), *(len(row[at]) for row in cells)) for at, name in enumerate(columns)]
    for line in [list(columns), *cells]:
        padded = [
            cell.rjust(width) if on_right else cell.ljust(width)
            for cell, width, on_right in zip(line, widths, right, strict=True)
        ]
        print("  ".join(padded).rstrip())


def facts(entries: Mapping[str, Any]) -> None:
    """One thing: a name and its value a line."""
    width = max(map(len, entries), default=0)
    for name, value in entries.items():
        print(f"{name:<{width}}  {shown(value, widest=200)}".rstrip())


def shown(value: Any, widest: int = WIDEST) -> str:
    """A value in one line, without what could steer a terminal."""
    if value is None:
        text = ""
    elif isinstance(value, datetime):
        text = iso(value)
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, float):
        text = f"{value:.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    elif isinstance(value, (list, tuple)):
        text = ", ".join(shown(one) for one in value)
    elif isinstance(value, dict):
        text = ", ".join(f"{name} {shown(one)}" for name, one in value.items())
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return text if len(text) <= widest else text[: widest - 2] + ".."
