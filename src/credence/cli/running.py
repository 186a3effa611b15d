"""A run from the command line: which lake, whom it asks, and what is told of it.

Who is asked, in this order: Polymarket with --live; the addresses in the settings, if someone set them; the lake's own
world (made by `credence up --demo`), served on loopback for as long as the run takes; CREDENCE_RECORDED, served
likewise; Polymarket, if the lake holds its data already. A new lake asks nobody by accident.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, MixedLake

if TYPE_CHECKING:
    from ..lake import Lake
    from ..pipeline import Options, RunResult
    from ..settings import Settings

WORLD = "world"  # folder below the lake's root
URLS = {"gamma_url": "/gamma", "clob_url": "/clob", "data_api_url": "/data-api"}


def run_and_tell(
    root: str | None,
    *,
    command: str = "run",
    sources: tuple[str, ...] | None = None,
    drops: str | None = None,
    live: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
    as_of: datetime | None = None,
    backfill: timedelta | None = None,
    resume: bool = False,
    plan_only: bool = False,
    as_json: bool = False,
) -> None:
    """Run the job, or only print its plan; then say what it did."""
    from dataclasses import replace

    from ..pipeline import Options

    options = Options(
        command=command, drops=drops, as_of=as_of, live=live, since=since, until=until, backfill=backfill, resume=resume
    )
    if sources is not None:
        options = replace(options, sources=sources)
    if plan_only:
        print_plan(options, as_json=as_json)
        return
    with opened(root, live=live, asks=bool(options.sources)) as (lake, asks_polymarket):
        tell(lake, run(lake, replace(options, live=asks_polymarket)), as_json=as_json)


def run(lake: Lake, options: Options) -> RunResult:
    from ..pipeline import run_job
    from .progress import Told

    with Told() as told:
        return run_job(lake, options, told)


@contextmanager
def opened(root: str | None, *, live: bool, asks: bool = True) -> Iterator[tuple[Lake, bool]]:
    """The lake with settings that say whom to ask, and whether that is Polymarket itself."""
    from ..settings import LIVE_LAKE
    from .options import writing

    lake = writing(root or (LIVE_LAKE if live else None))
    try:
        if live and lake.simulated:
            raise MixedLake("lake", f"this lake holds simulated data ({lake.layout.root}), --live brings real data")
        replayed = None if live or not asks else _folder_to_replay(lake)
        if replayed is None:
            yield lake, live or (asks and _asks_polymarket(lake))
        else:
            from ..lab.exchange import Exchange

            with Exchange(str(replayed)) as exchange:
                lake.settings = pointed_at(lake.settings, exchange.url)
                yield lake, False
    finally:
        lake.close()


def pointed_at(config: Settings, url: str) -> Settings:
    """The settings with all upstreams at one exchange."""
    return config.model_copy(update={name: url + house for name, house in URLS.items()})


def world_of(lake: Lake) -> Path:
    return lake.layout.root / WORLD


def _folder_to_replay(lake: Lake) -> Path | None:
    if _urls_were_set(lake.settings):
        return None
    if (world_of(lake) / "world.json").exists():
        return world_of(lake)
    return Path(lake.settings.recorded) if lake.settings.recorded else None


def _asks_polymarket(lake: Lake) -> bool:
    """Whether the settings' addresses are Polymarket's; refused where nobody asked for that."""
    if _urls_were_set(lake.settings):
        return False
    if lake.simulated is not False:
        failure = InputError("--live", "not given", "given before Polymarket is asked for the first time")
        failure.next_step = "ask Polymarket with --live, or make data that needs no network with `credence up --demo`"
        raise failure
    return True


def _urls_were_set(config: Settings) -> bool:
    fields = type(config).model_fields
    return any(getattr(config, name) != fields[name].default for name in URLS)


def print_plan(options: Options, *, as_json: bool) -> None:
    """The steps of a run, in order."""
    from ..api.answers import Answer, to_json
    from ..pipeline import plan
    from . import printing

    columns = ("step", "stage", "reads", "writes", "meaning")
    rows = [
        (step.name, step.stage, ", ".join(step.reads), ", ".join(step.writes), step.meaning) for step in plan(options)
    ]
    if as_json:
        printing.give(Answer(to_json({"data": [dict(zip(columns, row, strict=True)) for row in rows]})))
    else:
        printing.table(rows, columns)


def tell(lake: Lake, result: RunResult, *, as_json: bool) -> None:
    """What a run did: with --json as /ops/runs/{run_id} answers, else its tables and their rows."""
    from ..api.reader import Reader
    from ..products.runs import one_run
    from . import answering, printing
    from .printing import shown

    reader = Reader(lake)
    if as_json:
        answering.one(reader, one_run(reader, result.run_id), answering.print_run, as_json=True)
        return
    printing.table(list(result.counts.items()), ("table", "rows"))
    kind = " (simulated)" if lake.simulated else ""
    print(f"run {result.run_id} is done{kind}, data up to {shown(result.as_of)}, in {lake.layout.root}")
    printing.mark(reader)
