"""How an answer is computed: its question, definition and formula, the SQL that gives its headline figure, and what it was read
from.

explain  an address -> all of that, and how to ask for it again from a shell, from Python and in a paper
rule     the SQL runs as it stands with `credence query`, and gives the figure of the page; it reads the lake's tables and
         nothing else
"""

import json
import shlex
from typing import Any
from urllib.parse import quote

from ... import __version__
from ...errors import NotFound
from ...lake import Lake
from ...tables.windows import newest_as_of
from .definitions import DEFINITIONS, Definition
from .statements import STATEMENTS


def explain(
    lake: Lake, path: str, given: dict[str, Any], places: dict[str, str], *, address: str, base: str
) -> dict[str, Any]:
    """How the answer at an address is computed.

    path     the address without its parameters, places in braces: /markets/{market_id}
    given    all parameters, checked
    places   what stands in the braces
    address  as it was asked for; base  of this server, for the commands

    Raises NotFound for an address of which nothing can be said.
    """
    definition = DEFINITIONS.get(path)
    if definition is None:
        missing = NotFound("explanation of", path)
        missing.next_step = "explained are " + ", ".join(DEFINITIONS)
        raise missing
    statement = STATEMENTS.get(path)
    sql = statement(lake, given, places) if statement else None
    run = _newest_done(lake)
    manifest = lake.manifest_hash(run["run_id"] if run else None)
    return {
        "address": address, "question": definition.question, "definition": definition.definition,
        "formula": definition.formula, "reference": definition.reference, "filters": _words(given, places), "sql": sql,
        "tables": _tables(lake, definition), "coverage": _coverage(lake, run["run_id"] if run else None),
        "seed": given.get("seed"), "draws": given.get("draws"), "as_of": newest_as_of(lake),
        "run_id": run["run_id"] if run else None, "manifest": manifest, "code_version": __version__,
        "commands": _commands(base, address, sql, definition, manifest),
    }  # fmt: skip


def _words(given: dict[str, Any], places: dict[str, str]) -> list[str]:
    """The filters that are set, in words."""
    unsaid = ("format", "table", "limit", "cursor")
    return [
        f"{name.replace('_', ' ')} is {value}"
        for name, value in (places | given).items()
        if value is not None and name not in unsaid
    ]


def _tables(lake: Lake, definition: Definition) -> list[dict[str, Any]]:
    numbers = lake.versions()
    known = [name for name in definition.tables if name in numbers]
    if not known:
        return []
    counts = ", ".join(f'(select count(*) from "{name}") as "{name}"' for name in known)
    (rows,) = lake.rows(f"select {counts}")
    return [{"name": name, "version": numbers[name], "rows": rows[name]} for name in known]


def _coverage(lake: Lake, run_id: str | None) -> dict[str, Any] | None:
    """What the newest run was sent of what it expected, where both are known; and its gaps."""
    if run_id is None or lake.version("coverage") is None:
        return None
    (found,) = lake.rows(
        "select sum(expected) as expected, sum(least(received, expected)) as received from coverage "
        "where run_id = $r and source <> 'quality' and expected is not null and received is not null",
        {"r": run_id},
    )
    (gaps,) = lake.rows("select count(*) as n from coverage where run_id = $r and status = 'gap'", {"r": run_id})
    share = float(found["received"] / found["expected"]) if found["expected"] else None
    told = {name: None if value is None else int(value) for name, value in found.items()}
    return told | {"share": share, "gaps": gaps["n"]}


def _newest_done(lake: Lake) -> dict[str, Any] | None:
    return next((run for run in lake.state.runs(limit=100) if run["status"] == "done"), None) if lake.exists else None


def _commands(base: str, address: str, sql: str | None, definition: Definition, manifest: str | None) -> dict[str, str | None]:
    url = base.rstrip("/") + quote(address, safe="/?&=:,.%+~-_")
    title = f"Credence: {definition.question}" + (f" (manifest {manifest[:12]})" if manifest else "")
    return {
        "cli": None if sql is None else f"credence query {shlex.quote(sql)}",
        "curl": f"curl -s -H 'Accept: application/json' {shlex.quote(url)}",
        "python": "import json\nfrom urllib.request import urlopen\n\n"
        f"answer = json.load(urlopen({json.dumps(url)}))\nprint(answer[\"data\"])",
        "bibtex": f"@misc{{credence,\n  title = {{{title}}},\n  howpublished = {{\\url{{{url}}}}},\n"
        f"  note = {{Credence {__version__}}}\n}}",
    }
