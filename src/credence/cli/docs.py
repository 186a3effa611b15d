"""Pages of the manual that say what the code says: docs/tables.md, docs/cli.md, docs/api.md.

`python -m credence.cli.docs` writes them anew into docs/; tests/house/test_docs.py holds them to the code.
`python -m credence.cli.docs openapi` prints the document of addresses as JSON, for programs that are made from it.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

NOTE = "<!-- Written by `python -m credence.cli.docs`; change the code, not this page. -->"


def tables() -> str:
    """Every column of every table, with type, unit and meaning."""
    from ..records import TABLES

    lines = [
        "# Tables", "", NOTE, "",
        "What `credence query` reads. Times are UTC with zone, ids are text, money is USDC. A column that can be null",
        "says so in its type. `knowable_at` is the moment from which a row could be known: the upstream's own time",
        "where it states one (clock `replayed`), else when we received it (clock `received`).", "",
    ]  # fmt: skip
    lines += ["| table | rows |", "|---|---|"]
    lines += [f"| [{name}](#{name}) | {_first(table.meaning)} |" for name, table in TABLES.items()]
    for name, table in TABLES.items():
        lines += ["", f"## {name}", "", " ".join(table.meaning.split()), ""]
        lines += [f"Key: {_codes(table.key)}. " + ("In folders by day." if table.by_day else "Written whole.")]
        lines += ["", "| column | type | unit | meaning |", "|---|---|---|---|"]
        for (column, kind), field in zip(table.columns, table.record.model_fields.values(), strict=True):
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            null = ", null" if type(None) in getattr(field.annotation, "__args__", ()) else ""
            meaning = _cell(field.description or "")
            lines.append(f"| `{column}` | {kind}{null} | {extra.get('unit', '')} | {meaning} |")
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Every command with its help and its options."""
    lines = [
        "# Command line", "", NOTE, "",
        "Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 a failure told in one sentence with",
        "the next step, 2 wrong usage, 130 interrupted. `--json` prints what the [API](api.md) answers. Times are ISO",
        "8601; one without a zone is UTC. Durations are a number with s, min, h, d or w, such as `90d`.", "",
        "Start with `credence up --demo`: it needs no network, and the examples below work after it. A demonstration's",
        "lake reads its own simulated world; Polymarket is asked with `--live`, or by a lake that holds its data",
        "already. Progress is told on stderr, for what takes longer than two seconds.", "",
    ]  # fmt: skip
    for name, command in walk():
        text, _, example = (command.help or "").partition("Example:")
        paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
        arguments = [f"{_usage(one)}" for one in command.params if one.param_type_name == "argument"]
        lines += [f"## {' '.join([name, *arguments])}", ""]
        for paragraph in paragraphs:
            lines += [paragraph, ""]
        if example:
            lines += ["```", " ".join(example.split()), "```", ""]
        shown = [one for one in command.params if one.name != "help"]
        if shown:
            lines += ["| option | meaning |", "|---|---|"]
            lines += [f"| {_option(one)} | {_cell(getattr(one, 'help', None) or '')} |" for one in shown]
            lines += [""]
    return "\n".join(lines)


def addresses() -> str:
    """Every address with its parameters."""
    from ..api.failures import STATUS

    document = openapi()
    lines = [
        "# HTTP API", "", NOTE, "",
        "`credence serve` answers on loopback, with JSON. Every address is also there below `/api`. It only reads.", "",
        '- A list is `{"data": [...], "next_cursor": ..., "total": ..., "meta": {...}}`; ask again with `cursor=` for',
        "  the next page. `total` counts the whole list where that is known.",
        '- One thing is `{"data": {...}, "meta": {...}}`.',
        "- `meta` says `as_of` and `run_id` of the data, whether it is `simulated`, and `lake_version`, which changes",
        "  when any table does. Every response of a simulated lake carries `X-Simulated: true`.",
        "- `format=csv` and `format=parquet` give the rows alone; the cursor is then in the header `X-Next-Cursor`. Of one thing",
        "  they give one of the tables in it, which `table` names, such as `diagram.bins`; a wrong name is answered with those",
        "  there are. An object in a row becomes columns such as `slope.value` and `slope.low`; lists are JSON text.",
        "- Filters are named after columns ([tables](tables.md)). An unknown parameter is refused, not ignored; so is a value",
        "  that no row has, save ids of markets and runs.",
        "- Every answer has an `ETag`; with `If-None-Match` what has not changed is answered with 304.",
        "- Times are ISO 8601, UTC; one without a zone is taken as UTC.", "",
        "Everything that goes wrong has one shape:", "",
        "```json",
        '{"error": {"kind": "input", "message": "...", "next_step": "...", "field": "limit"}}',
        "```", "",
        "| status | kinds |", "|---|---|",
    ]  # fmt: skip
    kinds: dict[int, list[str]] = {404: ["not_found"], 405: ["method_not_allowed"], 500: ["internal"]}
    for failure, status in STATUS:
        if failure.kind not in kinds.setdefault(status, []):
            kinds[status].append(failure.kind)
    lines += [f"| {status} | {_codes(sorted(kinds[status]))} |" for status in sorted(kinds)]
    for path, methods in document["paths"].items():
        verb, told = next(iter(methods.items()))
        lines += ["", f"## {path}" if verb == "get" else f"## {verb.upper()} {path}", "", *_wrapped(told["description"])]
        lines += _fields(document, told)
        parameters = [one for one in told.get("parameters", ()) if one.get("in") == "query"]
        if [one["name"] for one in parameters] not in ([], ["format"]):
            lines += ["", "| parameter | default | meaning |", "|---|---|---|"]
            lines += [
                f"| `{one['name']}` | {one['schema'].get('default') or ''} | {_cell(one.get('description', ''))} |"
                for one in parameters
            ]
    return "\n".join(lines) + "\n"


def openapi() -> dict[str, Any]:
    """The document of addresses; it says the same for every lake."""
    from ..api import create_app
    from ..lake import open_lake

    return create_app(open_lake("nowhere")).openapi()


def _fields(document: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """The fields of a JSON body, those of its parts behind a dot."""
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return []
    lines = ["", "| field | default | meaning |", "|---|---|---|"]
    schemas = document["components"]["schemas"]

    def below(schema: dict[str, Any], prefix: str) -> None:
        for name, field in schema["properties"].items():
            default = field.get("default")
            given = "required" if name in schema.get("required", ()) else "" if default is None else f"`{default}`"
            lines.append(f"| `{prefix}{name}` | {given} | {_cell(field.get('description', ''))} |")
            for one in (field, *field.get("anyOf", ())):
                if "$ref" in one:
                    below(schemas[one["$ref"].rpartition("/")[2]], f"{prefix}{name}.")

    below(schemas[content["schema"]["$ref"].rpartition("/")[2]], "")
    return lines


PAGES: dict[str, Callable[[], str]] = {"tables.md": tables, "cli.md": commands, "api.md": addresses}


def walk() -> Iterator[tuple[str, Any]]:
    """(full name, command) of every command that is no group."""
    from typer.main import get_command

    from . import app

    def below(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        children = getattr(command, "commands", None)
        if children is None:
            yield name, command
        for part, child in (children or {}).items():
            yield from below(child, f"{name} {part}")

    return below(get_command(app), "credence")


def _usage(argument: Any) -> str:
    name = str(argument.name).upper()
    return name if argument.required else f"[{name}]"


def _option(option: Any) -> str:
    if option.param_type_name == "argument":
        return f"`{_usage(option)}`"
    default = option.default
    plain = default is not None and default is not False and not callable(default) and default != ""
    return f"`{option.opts[-1]}`" + (f" ({getattr(default, 'value', default)})" if plain else "")


def _wrapped(text: str) -> list[str]:
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n")).split("\n")


def _codes(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _first(text: str) -> str:
    return _cell(" ".join(text.split()).split(". ")[0].rstrip("."))


def main(what: str = "docs") -> None:
    """Write the pages into a folder; `openapi` prints the document of addresses instead."""
    if what == "openapi":
        print(json.dumps(openapi(), indent=1, sort_keys=True, ensure_ascii=False))
        return
    for name, page in PAGES.items():
        (Path(what) / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
