"""train: fit models of our own to prices of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from .options import AsOfOption, JsonOption, LakeOption

app = typer.Typer(help="Fit models of our own.", no_args_is_help=True)


@app.callback()
def train() -> None:
    """Fit models of our own."""


@app.command()
def bands(
    out: Annotated[Path, typer.Option(help="folder for the fitted models")] = Path("models"),
    method: Annotated[str, typer.Option(help="har, fhs, learned (needs the extra `train`), or all")] = "har",
    recorded: Annotated[Path | None, typer.Option(help="folder of recorded data: make the shipped models again")] = None,
    histories: Annotated[Path | None, typer.Option(help="Parquet: market_id, ts, p, and what else is known")] = None,
    until: AsOfOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Fit band models to recorded data, a file of histories, or the lake; the same data give the same bytes.

    Events are split by a hash of their names, time by --as-of: labels after it are never seen. Without it the last fifth of
    the time is kept for judging.

    Example: credence train bands --histories mine.parquet --method har --out models
    """
    import json

    from ..errors import InputError
    from ..forecasts import training, training_sets
    from . import printing
    from .options import moment, writing
    from .progress import Told

    methods = training.METHODS if method == "all" else (method,)
    if method != "all" and method not in training.METHODS:
        raise InputError("--method", method, f"all or {' or '.join(training.METHODS)}")
    stop = moment("--as-of", until)
    rows: list[dict[str, Any]] = []
    with Told() as told:
        told.start("reading prices")
        if recorded:
            sets = training_sets.recorded(recorded)
        elif histories:
            sets = [training_sets.of_file(histories, stop)]
        else:
            sets = [training_sets.of_lake(writing(lake), stop)]
        for name in methods:
            fitted = training.train(sets, name, lambda doing, name=name: told.start(f"{name}: {doing}"))  # type: ignore[misc]
            path = out / f"{name}.json"
            rows.append({"method": name, "version": fitted.version, "bytes": fitted.write(path), "file": str(path)})
    if as_json:
        typer.echo(json.dumps(rows))
    else:
        printing.table([tuple(row.values()) for row in rows], ("method", "version", "bytes", "file"), widest=80)
