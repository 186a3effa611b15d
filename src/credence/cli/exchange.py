"""exchange: serve a folder of payloads as Polymarket's endpoints."""

from typing import Annotated

import typer


def exchange(
    folder: Annotated[str, typer.Argument(help="a world, or a folder of recorded payloads")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="port on loopback; 0 picks a free one")] = 0,
    as_of: Annotated[str | None, typer.Option(help="what is served as now: an ISO time, UTC without a zone")] = None,
    faults: Annotated[str, typer.Option(help="what goes wrong on demand, such as reset:0.1,stale:0.05")] = "",
    seed: Annotated[int, typer.Option(help="seed of the faults")] = 0,
) -> None:
    """Serve a folder of payloads as Gamma, CLOB and Data API on loopback, until interrupted.

    The first line on stdout says where. A time without a zone is UTC.

    Example: credence exchange data/calm --port 8401 --faults reset:0.05
    """
    from ..api.times import moment
    from ..lab.exchange import run

    run(folder, port, None if as_of is None else moment("--as-of", as_of), faults, seed)
