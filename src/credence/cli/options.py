"""Options that several verbs share, and the lake they mean."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..api.reader import Reader
    from ..lake import Lake
    from ..settings import Settings

LakeOption = Annotated[str | None, typer.Option("--lake", help="folder of the lake; default: CREDENCE_LAKE")]
JsonOption = Annotated[bool, typer.Option("--json", help="print what the API answers")]
LimitOption = Annotated[int | None, typer.Option(help="rows of one page")]
CursorOption = Annotated[str | None, typer.Option(help="next_cursor of the page before")]
AsOfOption = Annotated[str | None, typer.Option(help="the run's only now: an ISO time, UTC without a zone")]
SinceOption = Annotated[str | None, typer.Option(help="start of the window: an ISO time, UTC without a zone")]
UntilOption = Annotated[str | None, typer.Option(help="end of the window: an ISO time, UTC without a zone")]
BackfillOption = Annotated[str | None, typer.Option(help="window of prices to ask for, such as 90d, or all")]
SeedOption = Annotated[int, typer.Option(help="seed of all chance: the same seed makes the same data")]


def reading(root: str | None) -> Reader:
    """The lake of `--lake`, for reading: nothing is made or written."""
    from ..api.reader import Reader

    return Reader(writing(root))


def writing(root: str | None, config: Settings | None = None) -> Lake:
    """The lake of `--lake`, for a run."""
    from ..lake import open_lake

    return open_lake(root, config)


def moment(name: str, text: str | None) -> datetime | None:
    """A time given as an option."""
    from ..api import times

    return None if text is None else times.moment(name, text)


def backfill(text: str | None, since: datetime | None) -> timedelta | None:
    """How far back prices are asked for: None is all there is, or what --since says."""
    from ..api import times

    if text == "all" or (text is None and since is not None):
        return None
    return timedelta(days=90) if text is None else times.duration("--backfill", text)
