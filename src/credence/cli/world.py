"""world: make a world with known truth."""

from typing import Annotated

import typer

from .options import SeedOption

NAMES = "calm, biased, thin-equal, thin-unequal, early-yes, ladder, neg-risk, disputed"


def world(
    name: Annotated[str, typer.Argument(help=f"which world: {NAMES}")],
    out: Annotated[str, typer.Option(help="folder to write; new, empty, or a world that is replaced")],
    markets: Annotated[int, typer.Option(help="how many markets")] = 200,
    seed: SeedOption = 0,
    as_json: Annotated[bool, typer.Option("--json", help="print the summary as JSON")] = False,
) -> None:
    """Make a world of markets with known truth, in the upstreams' own payloads.

    The same name, number and seed make the same bytes. Everything in it is simulated and says so. The truth lies in its
    folder truth/, which nobody serves and no job reads. Figures of its price paths are printed beside those of recorded ones.

    Example: credence world calm --markets 50 --seed 7 --out data/calm
    """
    from dataclasses import asdict

    from ..api.answers import Answer, to_json
    from ..lab.worlds import make
    from . import printing

    summary = asdict(make(name, out, markets=markets, seed=seed))
    if as_json:
        printing.give(Answer(to_json({"data": summary, "meta": {"simulated": True}})))
    else:
        realism = summary.pop("realism")
        printing.facts(summary)
        columns = ["paths, hourly", "zero_share", "tail_index", "lag_1", "spread"]
        printing.table([[name, *(figures.get(column) for column in columns[1:])] for name, figures in realism.items()], columns)
        printing.say(f"simulated: made {name} in {out}; serve it with: credence exchange {out}")
