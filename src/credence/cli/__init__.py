"""Who sees it, in a terminal: one file per verb. Heavy imports sit inside the bodies, so that help comes at once.

Exit codes: 0 done, 1 a failure told in one sentence with the next step, 2 wrong usage, 130 interrupted.
"""

import sys

import typer

from ..errors import Failure, InputError, QueryRefused
from .bands import app as watch_list
from .bench import app as bench
from .doctor import doctor
from .exchange import exchange
from .forecast import forecast
from .ingest import app as ingest
from .query import query
from .run import run
from .serve import serve
from .show import app as show
from .train import app as train
from .up import up
from .verify import verify
from .world import world

app = typer.Typer(
    name="credence",
    help="Tell how far a prediction market's price can be believed. Start with: credence up --demo",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (up, run, query, serve, doctor, verify, world, exchange, forecast):
    app.command()(command)
app.add_typer(ingest, name="ingest")
app.add_typer(show, name="show")
app.add_typer(bench, name="bench")
app.add_typer(watch_list, name="watch-list")
app.add_typer(train, name="train")


@app.callback(invoke_without_command=True)
def start(
    *,
    version: bool = typer.Option(False, "--version", help="print the version and end"),
) -> None:
    """Tell how far a prediction market's price can be believed. Start with: credence up --demo"""
    if version:
        from .. import __version__

        typer.echo(f"credence {__version__}")
        raise typer.Exit


def main() -> None:
    """The entry point: failures become one sentence and an exit code."""
    try:
        app()
    except Failure as failure:
        wrong_usage = isinstance(failure, (InputError, QueryRefused))
        print(f"credence: {failure}", file=sys.stderr)
        print(f"next: {failure.next_step}", file=sys.stderr)
        sys.exit(2 if wrong_usage else 1)
    except KeyboardInterrupt:
        print("credence: interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output had seen enough
        sys.stderr.close()
        sys.exit(0)


__all__ = ["app", "main"]
