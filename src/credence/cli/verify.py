"""verify: the same data gives the same answer."""

from typing import Annotated

import typer

from .options import JsonOption, LakeOption


def verify(
    run_id: Annotated[str | None, typer.Argument(help="a finished run; default: the newest")] = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Build every table again from raw, in a folder of its own, and compare the hashes with the run's manifest.

    Exit code 1 if a table differs.

    Example: credence verify
    """
    from ..api.answers import Answer, to_json
    from ..api.reader import Reader, facts
    from ..errors import NotBuilt
    from ..pipeline import verify as compare
    from . import printing
    from .options import writing
    from .progress import Told

    source = writing(lake)
    if not source.exists:
        raise NotBuilt("market_registry")
    with Told() as told:
        compared = compare(source, run_id, told)
    columns = ("table", "rows", "expected", "found", "equal")
    rows = [(one.table, one.rows, one.expected, one.found, one.equal) for one in compared]
    if as_json:
        data = [dict(zip(columns, row, strict=True)) for row in rows]
        printing.give(Answer(to_json({"data": data, "meta": facts(Reader(source))})))
    else:
        printing.table(rows, columns)
        printing.mark(Reader(source))
    differing = [one.table for one in compared if not one.equal]
    if differing:
        printing.say(f"differs: {', '.join(differing)}")
        printing.say("next: compare the code and configuration in the manifest with what is installed now")
        raise typer.Exit(1)
