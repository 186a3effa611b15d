"""run: the daily job."""

from typing import Annotated

import typer

from .options import AsOfOption, BackfillOption, JsonOption, LakeOption, SinceOption, UntilOption


def run(
    backfill: BackfillOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: AsOfOption = None,
    resume: Annotated[bool, typer.Option("--resume", help="go on with a run that did not end")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="print the steps and do nothing")] = False,
    live: Annotated[bool, typer.Option("--live", help="ask Polymarket itself, into data/live")] = False,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Run the daily job: read the upstreams, build the tables, publish the scoreboard.

    A demonstration's lake reads its own world again and needs no network; --live asks Polymarket. Prices of the last 90
    days are asked for unless --backfill or --since say otherwise. Times without a zone are UTC.

    Example: credence run --backfill 30d
    """
    from .options import backfill as window
    from .options import moment
    from .running import run_and_tell

    start = moment("--since", since)
    run_and_tell(
        lake, live=live, since=start, until=moment("--until", until), as_of=moment("--as-of", as_of),
        backfill=window(backfill, start), resume=resume, plan_only=plan, as_json=as_json,
    )  # fmt: skip
