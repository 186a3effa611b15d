"""show: print a product."""

from typing import Annotated

import typer

from . import bands, beside, cube
from .options import CursorOption, JsonOption, LakeOption, LimitOption, SinceOption, UntilOption

app = typer.Typer(
    help="Print what was found: how well prices came true, what stands beside them, markets, coverage, runs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

for command in (*cube.COMMANDS, *beside.COMMANDS):
    app.command()(command)
for own, name in bands.COMMANDS:
    app.command(name)(own)

Filter = Annotated[str | None, typer.Option(help="only rows with this value")]
SCOREBOARD = (
    "venue", "category", "liquidity_bucket", "horizon", "anchor", "weighting", "ends", "n", "n_events", "brier",
    "brier_low", "brier_high", "slope", "slope_low", "slope_high", "mcb", "p_calibrated", "n_stale", "note",
)  # fmt: skip
MARKETS = ("market_id", "status", "category", "liquidity_bucket", "end_ts", "question")
COVERAGE = ("run_id", "source", "scope", "expected", "received", "status", "detail")
RUNS = ("run_id", "command", "status", "as_of", "started_at", "seconds", "counts", "error")
PRICES = ("ts", "p_yes", "bid", "ask", "price_kind", "source")


@app.command()
def scoreboard(
    venue: Filter = None,
    category: Filter = None,
    liquidity_bucket: Filter = None,
    horizon: Filter = None,
    anchor: Filter = None,
    weighting: Filter = None,
    ends: Annotated[str | None, typer.Option(help="all, or observed: ends that were known beforehand")] = None,
    window: Annotated[str | None, typer.Option(help="ended in the last days before as_of, such as 90d")] = None,
    window_by: Annotated[str, typer.Option(help="scheduled_end or resolution")] = "scheduled_end",
    by: Annotated[str | None, typer.Option(help="one row per value: venue, category, liquidity, ends, age, spread, ...")] = None,
    compare: Annotated[str | None, typer.Option(help="with --by: two of its values, such as LOW,HIGH")] = None,
    detect: Annotated[float, typer.Option(help="with --compare: how many events would show this difference of slopes")] = 0.1,
    svg: cube.Svg = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show how well prices came true, by group; with --by and --compare, whether two groups differ.

    Brier: 0 is perfect, 0.25 is a coin. `all` in a column is its total; groups with too few events have no score.
    --by, --compare and --svg ask the cube: scheduled ends and 24h unless said otherwise.

    Example: credence show scoreboard --window 90d --by liquidity --compare LOW,HIGH
    """
    from ..errors import InputError
    from ..products import scoreboard as product
    from ..records import ScoreboardRow
    from . import printing
    from .answering import listed
    from .options import reading

    source = reading(lake)
    if compare and not by:
        raise InputError("compare", compare, "given with --by, such as --by liquidity --compare LOW,HIGH")
    asked = {
        "venue": venue, "category": category, "liquidity_bucket": liquidity_bucket, "horizon": horizon or "24h",
        "anchor": anchor or "scheduled", "weighting": weighting or "event", "ends": ends, "window": window,
        "window_by": window_by,
    }  # fmt: skip
    if svg:
        cube.draw(source, svg, asked)
    if by:
        return cube.compare(source, by, compare, detect, asked, as_json=as_json)
    found = product.read(
        source, venue=venue, category=category, liquidity_bucket=liquidity_bucket, horizon=horizon, anchor=anchor,
        weighting=weighting, ends=ends, window=window, window_by=window_by, limit=500 if limit is None else limit, cursor=cursor,
    )  # fmt: skip
    listed(source, found, SCOREBOARD, ScoreboardRow, as_json=as_json)
    if window and not as_json:
        printing.say(product.window_in_words(found.meta))
    return None


@app.command()
def markets(
    venue: Filter = None,
    category: Filter = None,
    status: Annotated[str | None, typer.Option(help="ACTIVE, RESOLVED, VOID or UNRESOLVED")] = None,
    event_id: Filter = None,
    tag: Annotated[str | None, typer.Option(help="one of the event's tags")] = None,
    liquidity_bucket: Annotated[str | None, typer.Option(help="LOW, MID, HIGH or UNKNOWN")] = None,
    text: Annotated[str | None, typer.Option(help="part of the question or the slug")] = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show markets, as last known.

    Example: credence show markets --status RESOLVED --limit 5
    """
    from ..products import markets as product
    from ..records import MarketRegistry
    from .answering import listed
    from .options import reading

    source = reading(lake)
    found = product.list_markets(
        source, venue=venue, category=category, status=status, event_id=event_id, tag=tag,
        liquidity_bucket=liquidity_bucket, text=text, limit=100 if limit is None else limit, cursor=cursor,
    )  # fmt: skip
    listed(source, found, MARKETS, MarketRegistry, as_json=as_json)


@app.command()
def market(
    market_id: Annotated[str, typer.Argument(help="Gamma's id, condition id, token id or slug")],
    prices: Annotated[bool, typer.Option("--prices", help="its prices instead, in the order of time")] = False,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show all that is known of one market, or its prices.

    Any name of the market will do; `credence show markets` lists them.

    Example: credence show market 9000001
    """
    from ..products import markets as product
    from ..products import readings
    from ..records import Price
    from . import answering
    from .options import moment, reading

    source = reading(lake)
    if prices:
        found = product.series(
            source, market_id, since=moment("--since", since), until=moment("--until", until),
            limit=5000 if limit is None else limit, cursor=cursor,
        )  # fmt: skip
        answering.listed(source, found, PRICES, Price, as_json=as_json)
    else:
        known = product.market(source, market_id)
        beside = readings.read(source, known["market"]["market_id"])
        answering.one(source, known | beside, answering.print_market, as_json=as_json)


@app.command()
def coverage(
    run_id: Filter = None,
    source: Filter = None,
    status: Annotated[str | None, typer.Option(help="complete, truncated, unverified, stale, gap or fallback")] = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show what was asked for, and what did not come.

    Example: credence show coverage --source gamma
    """
    from ..products import coverage as product
    from ..records import Coverage
    from .answering import listed
    from .options import reading

    found_in = reading(lake)
    limit = 500 if limit is None else limit
    found = product.read(found_in, run_id=run_id, source=source, status=status, limit=limit, cursor=cursor)
    listed(found_in, found, COVERAGE, Coverage, as_json=as_json)


@app.command()
def runs(
    run_id: Annotated[str | None, typer.Argument(help="one run, with its steps")] = None,
    status: Annotated[str | None, typer.Option(help="running, done, paused or failed")] = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show runs, newest first, or one run with its steps.

    Example: credence show runs
    """
    from ..products import runs as product
    from . import answering
    from .options import reading

    source = reading(lake)
    if run_id is None:
        found = product.list_runs(source, status=status, limit=50 if limit is None else limit, cursor=cursor)
        answering.listed(source, found, RUNS, None, as_json=as_json)
    else:
        answering.one(source, product.one_run(source, run_id), answering.print_run, as_json=as_json)
