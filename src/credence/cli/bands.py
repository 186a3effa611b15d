"""show bands, coverage-of-bands, breaches; and watch-list: the markets that get a band whatever is traded in them."""

from collections.abc import Callable
from typing import Annotated

import typer

from .options import CursorOption, JsonOption, LakeOption, LimitOption, SinceOption

Filter = Annotated[str | None, typer.Option(help="only rows with this value")]
Calibration = Annotated[str | None, typer.Option(help="raw or conformal")]
BANDS = ("ts", "market_id", "step_seconds", "horizon_steps", "q10", "q50", "q90", "method", "band_calibration")
COVERAGE = ("step_seconds", "horizon_steps", "band_calibration", "segment_by", "segment", "n", "n_missing", "n_events", "closed",
            "open", "miss_below", "miss_above", "winkler", "pinball", "width", "unchanged", "clamped")  # fmt: skip
BREACHES = ("ts", "market_id", "band_ts", "horizon_steps", "side", "p_before", "p", "q10", "q90", "band_calibration")


def bands(
    market_id: Annotated[str | None, typer.Option(help="one market, by any of its names")] = None,
    method: Filter = None,
    band_calibration: Calibration = None,
    since: SinceOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show in which range prices should stay: 8 in 10 should end between q10 and q90. Without --since those of the newest day.

    Example: credence show bands --band-calibration conformal --limit 10 --json
    """
    from ..products import bands as product
    from ..products import markets
    from ..records import ForecastBand
    from .answering import listed
    from .options import moment, reading

    source = reading(lake)
    found = product.read(
        source, market_id=None if market_id is None else markets.identify(source, market_id), method=method,
        band_calibration=band_calibration, since=moment("--since", since), limit=500 if limit is None else limit, cursor=cursor,
    )  # fmt: skip
    listed(source, found, BANDS, ForecastBand, as_json=as_json)


def coverage_of_bands(
    segment_by: Annotated[str | None, typer.Option(help="all, range_1h, distance, category or day")] = None,
    segment: Filter = None,
    band_calibration: Calibration = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show how bands have kept their word, judged on what came after they were fitted.

    Most prices do not move, so look at the misses of each side (.10 is promised) before the closed and open coverage.

    Example: credence show coverage-of-bands --segment-by all --json
    """
    from ..products import band_state as product
    from ..records import BandCoverage
    from .answering import listed
    from .options import reading

    source = reading(lake)
    found = product.coverage(
        source, segment_by=segment_by, segment=segment, band_calibration=band_calibration,
        limit=500 if limit is None else limit, cursor=cursor,
    )  # fmt: skip
    listed(source, found, COVERAGE, BandCoverage, as_json=as_json)


def breaches(
    market_id: Annotated[str | None, typer.Option(help="one market, by any of its names")] = None,
    side: Annotated[str | None, typer.Option(help="below or above")] = None,
    band_calibration: Calibration = None,
    since: SinceOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show bands that prices left. One in five is to be expected: a breach alone is no alert.

    Example: credence show breaches --band-calibration conformal --json
    """
    from ..products import breaches as product
    from ..products import markets
    from ..records import BandBreach
    from .answering import listed
    from .options import moment, reading

    source = reading(lake)
    found = product.read(
        source, market_id=None if market_id is None else markets.identify(source, market_id), side=side,
        band_calibration=band_calibration, since=moment("--since", since), limit=500 if limit is None else limit, cursor=cursor,
    )  # fmt: skip
    listed(source, found, BREACHES, BandBreach, as_json=as_json)


COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (bands, "bands"), (coverage_of_bands, "coverage-of-bands"), (breaches, "breaches"),
)  # fmt: skip

app = typer.Typer(help="Markets that get a band whatever is traded in them.", no_args_is_help=True, rich_markup_mode=None)
Names = Annotated[list[str], typer.Argument(help="markets, by any of their names")]


@app.command()
def add(market_ids: Names, lake: LakeOption = None) -> None:
    """Put markets on the watch-list.

    Example: credence watch-list add 9000001
    """
    _change(market_ids, lake, watch=True)


@app.command()
def remove(market_ids: Names, lake: LakeOption = None) -> None:
    """Take markets off the watch-list.

    Example: credence watch-list remove 9000001
    """
    _change(market_ids, lake, watch=False)


@app.command("show")
def show_watched(as_json: JsonOption = False, lake: LakeOption = None) -> None:
    """Show the watch-list.

    Example: credence watch-list show --json
    """
    from ..api.answers import Answer, to_json
    from . import printing
    from .options import reading

    source = reading(lake)
    names = source.state.watched() if source.exists else []
    if as_json:
        printing.give(Answer(to_json({"data": [{"market_id": name} for name in names]})))
    else:
        printing.table([[name] for name in names], ("market_id",))


def _change(market_ids: list[str], root: str | None, *, watch: bool) -> None:
    from ..products import markets
    from .options import reading, writing

    source = reading(root)
    names = [markets.identify(source, name) for name in market_ids]
    source.close()
    lake = writing(root)
    try:
        (lake.state.watch if watch else lake.state.unwatch)(names)
        print(f"{len(lake.state.watched()):,} markets are watched")
    finally:
        lake.close()
