"""ingest: read one upstream, or files brought by hand."""

from typing import Annotated

import typer

from .options import AsOfOption, BackfillOption, JsonOption, LakeOption, SinceOption, UntilOption

app = typer.Typer(
    help="Read one source into the lake: gamma, clob, prices, resolutions, oi, books, or drops.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
LiveOption = Annotated[bool, typer.Option("--live", help="ask Polymarket itself, into data/live")]
MEANINGS = {
    "gamma": "the catalogue of markets and events",
    "clob": "order-book state of markets",
    "prices": "price histories of outcome tokens",
    "resolutions": "how markets were resolved",
    "oi": "open interest, which has no history: it is kept from now on",
    "books": "order books, as they are now",
}


def _command(source: str, meaning: str) -> None:
    def ingest(
        backfill: BackfillOption = None,
        since: SinceOption = None,
        until: UntilOption = None,
        as_of: AsOfOption = None,
        live: LiveOption = False,
        as_json: JsonOption = False,
        lake: LakeOption = None,
    ) -> None:
        from .options import backfill as window
        from .options import moment
        from .running import run_and_tell

        start = moment("--since", since)
        run_and_tell(
            lake, command=f"ingest {source}", sources=(source,), live=live, since=start,
            until=moment("--until", until), as_of=moment("--as-of", as_of), backfill=window(backfill, start),
            as_json=as_json,
        )  # fmt: skip

    ingest.__doc__ = f"""Read {meaning}, and build the tables from it.

    Example: credence ingest {source}
    """
    app.command(source)(ingest)


for _source, _meaning in MEANINGS.items():
    _command(_source, _meaning)


@app.command()
def drops(
    folder: Annotated[str, typer.Argument(help="a folder with data files and a *.drop.yml that describes them")],
    as_of: AsOfOption = None,
    live: LiveOption = False,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Read files brought by hand, and build the tables from them.

    The folder is copied into the lake as it is; rows that do not fit are kept in the table `refused` with the reason.

    Example: credence ingest drops data/my-files --lake data/mine
    """
    from .options import moment
    from .running import run_and_tell

    run_and_tell(
        lake, command="ingest drops", sources=(), drops=folder, live=live, as_of=moment("--as-of", as_of),
        as_json=as_json,
    )  # fmt: skip
