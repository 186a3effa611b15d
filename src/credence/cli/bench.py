"""bench: measure what is promised."""

from typing import Annotated

import typer

app = typer.Typer(help="Measure what is promised.", no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Measure what is promised."""


@app.command()
def forecast(
    requests: Annotated[int, typer.Option(min=100, help="requests of a load")] = 2000,
    per_s: Annotated[float, typer.Option(min=1, help="requests offered per second")] = 200.0,
    faults: Annotated[bool, typer.Option(help="also the highest rate that holds, and a model that fails in every way")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="print the figures as JSON, before the last line")] = False,
) -> None:
    """Put the forecast service under load, over real HTTP, with servers in processes of their own.

    Latencies run from when a request was due. The last line is SLO_PASS if every answer was sound, p95 stayed within 300 ms,
    every fault was answered as it should, and the five-minute cycle took at most 60 s; else SLO_FAIL, and exit code 1.

    Example: credence bench forecast --requests 2000
    """
    import json
    import tempfile
    from pathlib import Path

    from ..lab.band_lake import cycle_seconds
    from . import printing
    from .forecast_bench import measure

    def cycle() -> float:
        with tempfile.TemporaryDirectory(prefix="credence-cycle-") as folder:
            return cycle_seconds(Path(folder))

    report = measure(printing.say, requests=requests, per_s=per_s, faults=faults, highest=faults, cycle=cycle)
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=2))
    else:
        rows = [(check.name, check.held, check.found, "" if check.decides else "goal") for check in report.checks]
        printing.table(rows, ("promise", "held", "found", ""), widest=100)
    typer.echo("SLO_PASS" if report.passed else "SLO_FAIL")
    if not report.passed:
        raise typer.Exit(1)
