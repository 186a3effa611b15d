"""up: everything in one command: data, job, server."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError
from .options import JsonOption, LakeOption

if TYPE_CHECKING:
    from ..lake import Lake

MARKETS, SEED = 800, 0


def up(
    demo: Annotated[bool, typer.Option("--demo", help="a made-up world, no network; this is the default")] = False,
    live: Annotated[bool, typer.Option("--live", help="ask Polymarket itself, into data/live")] = False,
    once: Annotated[bool, typer.Option("--once", help="end after the job, without a server")] = False,
    markets: Annotated[int | None, typer.Option(help=f"markets of a new world; {MARKETS} unless given")] = None,
    seed: Annotated[int | None, typer.Option(help=f"seed of a new world; {SEED} unless given")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="port of the server; 0 picks a free one")] = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Start everything: make or fetch data, run the job, show the scoreboard, serve the API.

    The demonstration makes a small world with known truth below the lake's folder, serves it on this machine as if it
    were the upstream, and reads it over HTTP. All of it is simulated, and says so.

    Example: credence up --demo --once
    """
    from ..pipeline import Options
    from . import printing, serving
    from .options import writing
    from .replaying import replay_past
    from .running import opened, run, tell, world_of

    if demo and live:
        raise InputError("--demo, --live", "both", "one of the two")
    listener = None
    if not live:
        target = writing(lake)
        _make_world(target, markets, seed)
        target.close()
    with opened(lake, live=live) as (found, asks_polymarket):
        if not once:
            listener = serving.listen(found.settings.host, found.settings.port if port is None else port, found.settings)
        printing.say(f"reading {'Polymarket' if asks_polymarket else 'the world'} into {found.layout.root}")
        if not asks_polymarket:
            replay_past(found, world_of(found), found.settings.gamma_url.removesuffix("/gamma"))
        result = run(found, Options(command="up", live=asks_polymarket, backfill=timedelta(days=90) if live else None))
        tell(found, result, as_json=as_json)
        if not as_json:
            _short_scoreboard(found)
    if listener is not None:
        serving.serve(found, listener)


def _make_world(lake: Lake, markets: int | None, seed: int | None) -> None:
    """The world of a demonstration, below the lake's root; one that is there stays."""
    from ..lab.worlds import make
    from . import printing
    from .running import world_of

    folder = world_of(lake)
    known = _known_world(folder)
    if known is None and lake.simulated is False:
        failure = InputError("--demo", str(lake.layout.root), "a lake without real data")
        failure.next_step = "choose another folder with --lake, or go on with --live"
        raise failure
    if known is None:
        summary = make("calm", folder, markets=MARKETS if markets is None else markets, seed=seed or SEED)
        printing.say(f"simulated: made {summary.markets:,} markets with known truth in {folder}")
        return
    for name, value in (("markets", markets), ("seed", seed)):
        if value is not None and value != known[name]:
            failure = InputError(f"--{name}", value, f"{known[name]} in this lake, whose world is made already")
            failure.next_step = f"choose another folder with --lake, or remove {lake.layout.root}"
            raise failure
    printing.say(f"simulated: the world in {folder} is used again ({known['markets']:,} markets)")


def _known_world(folder: Path) -> dict[str, int] | None:
    import json

    mark = folder / "world.json"
    return json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else None


def _short_scoreboard(lake: Lake) -> None:
    from ..api.reader import Reader
    from ..products import scoreboard
    from . import printing

    found = scoreboard.read(Reader(lake), category="all", liquidity_bucket="all", ends="all", weighting="event")
    rows = [row for row in found.rows if row["venue"] != "all"]
    columns = ("venue", "horizon", "anchor", "n", "n_events", "brier", "log_loss", "note")
    print("\nscoreboard: how well prices came true; Brier 0 is perfect, 0.25 is a coin")
    printing.table([[row[name] for name in columns] for row in rows], columns)
