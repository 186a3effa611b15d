"""serve: the API over a lake."""

from typing import Annotated

import typer

from .options import LakeOption


def serve(
    host: Annotated[str | None, typer.Option(help="address to bind to; default: CREDENCE_HOST, loopback")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="port; 0 picks a free one")] = None,
    lake: LakeOption = None,
) -> None:
    """Serve the API over a lake, until interrupted. It only reads.

    Example: credence serve --port 8400
    """
    from . import serving
    from .options import reading

    source = reading(lake)
    config = source.settings
    listener = serving.listen(host or config.host, config.port if port is None else port, config)
    serving.serve(source, listener)
