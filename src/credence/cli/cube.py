"""show, where it asks the cube: calibration, cells, panel, changes, and the scoreboard's --by and --compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import JsonOption, LakeOption

if TYPE_CHECKING:
    from ..api.reader import Reader

Filter = Annotated[str | None, typer.Option(help="only rows with this value")]
Anchor = Annotated[str, typer.Option(help="scheduled, close or game_start")]
Horizon = Annotated[str, typer.Option(help="30d, 7d, 48h, 24h or 1h")]
Weighting = Annotated[str, typer.Option(help="event or market; trade and dollar need fills")]
Price = Annotated[str, typer.Option(help="quote, last (however old), mean_1h, trade_1h, bid or ask")]
Window = Annotated[str | None, typer.Option(help="the cohort of the last days before as_of, such as 90d")]
WindowBy = Annotated[str, typer.Option(help="scheduled_end or resolution")]
Bucket = Annotated[str | None, typer.Option(help="LOW, MID, HIGH or UNKNOWN, as then observed")]
Tag = Annotated[str | None, typer.Option(help="one of the event's tags")]
Text = Annotated[str | None, typer.Option(help="part of the question or the slug")]
Ends = Annotated[str | None, typer.Option(help="all, or observed: ends that were known beforehand")]
Volume = Annotated[str | None, typer.Option(help="volume_24h as then observed, LEAST:MOST in USDC")]
Traders = Annotated[str | None, typer.Option(help="distinct wallets as then observed, LEAST:MOST")]
Duration = Annotated[str | None, typer.Option(help="from start to anchor, LEAST:MOST in days")]
Age = Annotated[str | None, typer.Option(help="age of the price, LEAST:MOST in seconds")]
Spread = Annotated[str | None, typer.Option(help="spread of the quote, LEAST:MOST")]
Draws = Annotated[int, typer.Option(help="0, or 999 and more: judge MCB and ECE against calibrated prices, draw the band")]
Seed = Annotated[int, typer.Option(help="of the draws: the same seed gives the same figures")]
Svg = Annotated[str | None, typer.Option("--svg", help="write the picture to this file")]
HEADLINE = ("n", "n_events", "brier", "log_loss", "skill", "in_the_large", "slope", "reason")


def calibration(
    horizon: Horizon = "24h",
    anchor: Anchor = "scheduled",
    weighting: Weighting = "event",
    price: Price = "quote",
    window: Window = None,
    window_by: WindowBy = "scheduled_end",
    venue: Filter = None,
    category: Filter = None,
    liquidity_bucket: Bucket = None,
    tag: Tag = None,
    text: Text = None,
    ends: Ends = None,
    volume: Volume = None,
    traders: Traders = None,
    duration: Duration = None,
    age: Age = None,
    spread: Spread = None,
    draws: Draws = 999,
    seed: Seed = 0,
    svg: Svg = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show everything known of one cell: figures with intervals, both weightings, the verdict.

    Example: credence show calibration --horizon 1h --category sports --svg sports.svg
    """
    from ..api import drawing
    from ..api.reader import facts_of_files
    from ..products import calibration as product
    from .answering import one
    from .options import reading

    source = reading(lake)
    found = product.answer(
        source, draws=draws, seed=seed, horizon=horizon, anchor=anchor, weighting=weighting, price=price, window=window,
        window_by=window_by, venue=venue, category=category, liquidity_bucket=liquidity_bucket, tag=tag, text=text, ends=ends,
        volume=volume, traders=traders, duration=duration, age=age, spread=spread,
    )  # fmt: skip
    if svg:
        _write(svg, drawing.reliability(found, facts_of_files(source)))
    one(source, found, print_cell, as_json=as_json)


def cells(
    anchor: Anchor = "scheduled",
    weighting: Weighting = "event",
    price: Price = "quote",
    window: Window = None,
    venue: Filter = None,
    liquidity_bucket: Bucket = None,
    tag: Tag = None,
    ends: Ends = None,
    svg: Svg = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show category by horizon: slopes raw and shrunk, and which cells differ after control of false discoveries.

    Example: credence show cells --anchor close --svg cells.svg
    """
    from ..api import drawing
    from ..api.reader import facts_of_files
    from ..products import calibration as product
    from .answering import one
    from .options import reading

    source = reading(lake)
    found = product.cells(
        source, anchor=anchor, weighting=weighting, price=price, window=window, venue=venue,
        liquidity_bucket=liquidity_bucket, tag=tag, ends=ends,
    )  # fmt: skip
    if svg:
        _write(svg, drawing.cells(found, facts_of_files(source)))
    one(source, found, print_cells, as_json=as_json)


def panel(
    horizons: Annotated[str, typer.Option(help="two or more; the longest fixes who belongs")] = "7d,48h,24h,1h",
    anchor: Anchor = "scheduled",
    weighting: Weighting = "event",
    window: Window = None,
    venue: Filter = None,
    category: Filter = None,
    tag: Tag = None,
    svg: Svg = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show the balanced panel: the same markets at every horizon, and the survivors beside them.

    Example: credence show panel --horizons 7d,24h,1h
    """
    from ..api import drawing
    from ..api.reader import facts_of_files
    from ..products import panel as product
    from .answering import one
    from .options import reading

    source = reading(lake)
    found = product.read(
        source, horizons=tuple(horizons.split(",")), anchor=anchor, weighting=weighting, window=window, venue=venue,
        category=category, tag=tag,
    )  # fmt: skip
    if svg:
        _write(svg, drawing.panel(found, facts_of_files(source)))
    one(source, found, print_panel, as_json=as_json)


def changes(
    before: Annotated[str, typer.Argument(help="the earlier run; see: credence show runs")],
    after: Annotated[str | None, typer.Argument(help="the later run; default: the newest finished one")] = None,
    horizon: Horizon = "24h",
    anchor: Anchor = "scheduled",
    weighting: Weighting = "event",
    venue: Filter = None,
    category: Filter = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show why figures moved between two runs: code or rules, corrected labels, new data.

    Example: credence show changes run-20260601T000000-0a1b2c
    """
    from ..products import changes as product
    from .answering import one
    from .options import reading

    source = reading(lake)
    found = product.read(
        source, before, after, horizon=horizon, anchor=anchor, weighting=weighting, venue=venue, category=category
    )
    one(source, found, print_changes, as_json=as_json)


def attrition(
    horizon: Horizon = "24h",
    anchor: Anchor = "scheduled",
    weighting: Weighting = "event",
    window: Window = None,
    venue: Filter = None,
    category: Filter = None,
    tag: Tag = None,
    svg: Svg = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show who is left from listed markets to scored prices, and what doubtful labels could do to the figures.

    Example: credence show attrition --category sports --anchor close --horizon 1h
    """
    from ..api import drawing
    from ..api.reader import facts_of_files
    from ..products import attrition as product
    from .answering import one
    from .options import reading

    source = reading(lake)
    found = product.read(
        source, horizon=horizon, anchor=anchor, weighting=weighting, window=window, venue=venue, category=category, tag=tag
    )
    if svg:
        _write(svg, drawing.attrition(found, facts_of_files(source)))
    one(source, found, print_attrition, as_json=as_json)


def monitor(
    by: Annotated[str, typer.Option(help="what makes a segment: venue, category, liquidity, source, ...")] = "category",
    horizon: Horizon = "24h",
    anchor: Anchor = "scheduled",
    window: Window = None,
    venue: Filter = None,
    category: Filter = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show whether a segment has stopped being calibrated: evidence that stays valid however often one looks.

    Wealth of 20 calls the prices off at 5 %.

    Example: credence show monitor --by category
    """
    from ..products import monitor as product
    from .answering import one
    from .options import reading

    source = reading(lake)
    found = product.read(source, by, horizon=horizon, anchor=anchor, window=window, venue=venue, category=category)
    one(source, found, print_monitor, as_json=as_json)


def compare(source: Reader, by: str, values: str | None, detect: float, asked: dict[str, Any], *, as_json: bool) -> None:
    """The scoreboard's --by and --compare: a page of Markdown, or one row per value."""
    from ..products import calibration, comparison
    from .answering import one

    asked = _named(asked)
    if values is None:
        found = calibration.facets(source, by, **asked)
        column = found["question"]["by"]
        one(source, found, lambda data: _table(data["rows"], (column, "rows", *HEADLINE)), as_json=as_json)
        return
    found = comparison.read(source, by, tuple(values.split(",")), detect=detect, **asked)
    one(source, found, lambda data: print(comparison.markdown(data), end=""), as_json=as_json)


def draw(source: Reader, path: str, asked: dict[str, Any]) -> None:
    """The reliability diagram of what was asked for, with its band."""
    from ..api import drawing
    from ..api.reader import facts_of_files
    from ..products import calibration

    found = calibration.answer(source, draws=calibration.DRAWS, **_named(asked))
    _write(path, drawing.reliability(found, facts_of_files(source)))


def _named(asked: dict[str, Any]) -> dict[str, Any]:
    """Filters of the scoreboard as the cube takes them: a total is no filter."""
    totals = ("venue", "category", "liquidity_bucket")
    return {name: None if value == "all" and name in totals else value for name, value in asked.items()}


def print_cell(data: dict[str, Any]) -> None:
    from . import printing

    print(f"{data['verdict']['word']}: {data['verdict']['sentence']}\n")
    printing.facts({name: value for name, value in data["counts"].items()})
    shown = data["figures"]
    if shown:
        names = ("n_events", "effective_events", "n_weeks", "mean_p")
        printing.facts({name: shown[name] for name in names} | {"share_yes": _interval(shown["share_yes"])})
    if shown and shown["enough"]:
        print()
        _table([{"figure": name} | part for name, part in shown["estimates"].items()], ("figure", "value", "low", "high", "unit"))
        print()
        printing.facts({f"corp {name}": value for name, value in shown["corp"].items()}
                       | {f"ece {name}": value for name, value in shown["ece"].items()}
                       | {f"p {name}": part["p_value"] for name, part in shown["tests"].items()})  # fmt: skip
    if data["null"]:
        print(f"\nagainst calibrated prices ({data['null']['draws']} draws, seed {data['null']['seed']})")
        printing.facts({f"p {name}": value for name, value in data["null"]["p_value"].items()})
    print("\nby weighting")
    rows = [{"weighting": name} | (part if isinstance(part, dict) else {"reason": part or "no row can be scored"})
            for name, part in data["weightings"].items()]  # fmt: skip
    _table(rows, ("weighting", "n", "n_events", "brier", "slope", "in_the_large", "reason"))


def print_cells(data: dict[str, Any]) -> None:
    from . import printing

    rows = [cell | {"shrunk": (cell.get("slope_shrunk") or {}).get("value")} for cell in data["cells"]]
    _table(rows, ("category", "horizon", "n", "n_events", "slope", "shrunk", "p_value", "differs", "reason"))
    printing.say(f"differs: {data['rule']}, q {data['q']:g}, of the {data['test']}; {data['judged']} cells judged")


def print_panel(data: dict[str, Any]) -> None:
    from . import printing

    _table(data["rows"], ("panel", "horizon", "n", "n_already_resolved", "n_missing", "brier", "bias", "slope", "reason"))
    printing.say(f"{data['members']:,} markets of {data['events']:,} events, fixed at {data['horizons'][0]}")


def print_attrition(data: dict[str, Any]) -> None:
    _table(data["steps"], ("step", "meaning", "markets", "events", "labelled", "share_yes", "low", "high"))
    print("\nif doubtful labels were taken otherwise")
    _table(data["sensitivity"], ("labels", "n", "n_events", "brier", "mcb", "slope", "mean_p", "share_yes"))


def print_monitor(data: dict[str, Any]) -> None:
    _table(data["rows"], ("segment", "n", "weeks", "mean_deviation", "wealth", "highest", "off_since", "direction"))


def print_changes(data: dict[str, Any]) -> None:
    from . import printing

    _table([{"figure": name} | part for name, part in data["figures"].items()],
           ("figure", "before", "after", "difference", "code", "labels", "data"))  # fmt: skip
    made = ", ".join(data["made_differently"]) or "the same code, rules and engines"
    printing.say(f"{data['before']} to {data['after']}; made differently: {made}; rows: {printing.shown(data['rows'])}")


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    from . import printing

    shown = [[_interval(row.get(name)) if isinstance(row.get(name), dict) else row.get(name) for name in columns] for row in rows]
    printing.table(shown, columns)


def _interval(part: dict[str, Any] | None) -> str:
    if part is None or part["value"] is None:
        return ""
    return f"{part['value']:.4g}" + ("" if part["low"] is None else f" [{part['low']:.4g}, {part['high']:.4g}]")


def _write(path: str, picture: str) -> None:
    from pathlib import Path

    from ..errors import InputError
    from . import printing

    try:
        Path(path).write_text(picture, encoding="utf-8")
    except OSError as error:
        raise InputError("svg", path, f"a file that can be written ({error.strerror})") from error
    printing.say(f"wrote {path}")


COMMANDS = (calibration, cells, panel, attrition, monitor, changes)
