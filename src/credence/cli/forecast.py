"""forecast: the range in which a price should stay, for a market, a series, or many origins in a file; and the cycle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import AsOfOption, JsonOption, LakeOption

if TYPE_CHECKING:
    from ..forecasts import ForecastResult
    from ..lake import Lake

Levels = Annotated[str, typer.Option(help="ascending levels between 0 and 1, with commas")]
Method = Annotated[str | None, typer.Option(help="har (default), learned, fhs, ewma, kalman or rolling_quantile")]


def forecast(
    market: Annotated[str | None, typer.Argument(help="a market of the lake, by any of its names")] = None,
    series: Annotated[Path | None, typer.Option(help="a file of prices: one per line, or CSV with ts and p")] = None,
    origins: Annotated[Path | None, typer.Option(help="Parquet: market_id, ts, horizon_s")] = None,
    histories: Annotated[Path | None, typer.Option(help="Parquet: market_id, ts, p, and what else is known")] = None,
    out: Annotated[Path | None, typer.Option(help="where the bands of --origins go, Parquet")] = None,
    cycle: Annotated[bool, typer.Option("--cycle", help="bands of all markets that matter, into the lake")] = False,
    method: Method = None,
    model: Annotated[Path | None, typer.Option(help="a model of your own, from `credence train bands`")] = None,
    calibration: Annotated[str, typer.Option(help="raw or conformal; for --origins")] = "conformal",
    quantiles: Levels = "0.1,0.5,0.9",
    horizon: Annotated[int, typer.Option(help="steps ahead; the whole path is shown")] = 12,
    step: Annotated[str, typer.Option(help="length of a step, such as 5m or 1h")] = "5m",
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Say in which range a price should stay.

    Example: credence forecast --series prices.csv --horizon 12
    """
    from ..errors import InputError
    from ..forecasts.registry import DEFAULT

    levels = _levels(quantiles)
    choices = {"MARKET": market, "--series FILE": series, "--origins FILE": origins, "--cycle": cycle}
    given = [name for name, value in choices.items() if value]
    if len(given) != 1:
        raise InputError("what to forecast", " and ".join(given) or "nothing", f"one of {', '.join(choices)}")
    if origins:
        _files(histories, origins, out, method or DEFAULT, levels, calibration, model, as_json=as_json)
    elif cycle:
        _cycle(lake, as_of, as_json=as_json)
    elif series:
        _one(_prices(series), None, method, model, levels, horizon, step, str(series), as_json=as_json)
    else:
        prices, known, name = _of_market(lake, str(market), as_of, step)
        _one(prices, known, method, model, levels, horizon, step, name, as_json=as_json)


def _levels(text: str) -> tuple[float, ...]:
    from ..errors import InputError
    from ..forecasts import checked_quantiles

    try:
        return checked_quantiles([float(part) for part in text.split(",")])
    except ValueError as error:
        raise InputError("--quantiles", text, "ascending levels between 0 and 1, such as 0.1,0.5,0.9") from error


def _files(
    histories: Path | None, origins: Path, out: Path | None, method: str, levels: tuple[float, ...], calibration: str,
    model: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    import json

    from ..errors import InputError
    from ..forecasts import files
    from . import printing
    from .progress import Told

    if histories is None or out is None:
        raise InputError("--histories and --out", "nothing", "given together with --origins")
    with Told() as told:
        found = files.forecast(
            histories, origins, out, method=method, levels=levels, calibration=calibration, model=model, say=told.start
        )
    facts: dict[str, Any] = {
        "bands": found.bands, "unanswered": found.unanswered, "refused": found.refused, "method": found.method,
        "model_version": found.model_version, "calibration": calibration, "out": str(out),
        "refused_rows": str(found.refused_file) if found.refused_file else None,
    }  # fmt: skip
    if as_json:
        typer.echo(json.dumps(facts))
    else:
        printing.facts(facts)


def _prices(path: Path) -> list[float]:
    """Prices of a text file: the last number of every line, an empty or `nan` one is a gap."""
    from ..errors import InputError

    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("--series", str(path), f"a text file of prices ({error})") from error
    prices = []
    for number, line in enumerate(lines, 1):
        cell = line.split(",")[-1].strip()
        if number == 1 and cell and not _is_number(cell):
            continue  # a header
        if cell and not _is_number(cell):
            raise InputError(f"line {number} of {path}", cell, "a price from 0 to 1, or nothing for a gap")
        prices.append(float(cell) if cell else float("nan"))
    if not prices:
        raise InputError("--series", str(path), "at least one price")
    return prices


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _of_market(lake: str | None, market: str, as_of: str | None, step: str) -> tuple[Any, Any, str]:
    from ..products import band_series, markets
    from .options import moment, reading

    source = reading(lake)
    market_id = markets.identify(source, market)
    prices, known, ts = band_series.read(source, market_id, moment("--as-of", as_of), _seconds(step))
    return prices, known, f"{market_id} at {datetime.fromtimestamp(ts, UTC).isoformat()}"


def _seconds(step: str) -> int:
    from ..api import times

    text = f"{step}in" if step.endswith("m") else step  # 5m, as in the service's freq
    return int(times.duration("--step", text).total_seconds())


def _one(
    prices: Any, known: Any, method: str | None, model: Path | None, levels: tuple[float, ...], horizon: int, step: str,
    name: str, *, as_json: bool,
) -> None:  # fmt: skip
    import json

    from ..forecasts import fitted_models
    from ..forecasts.artefact import read
    from ..forecasts.registry import DEFAULT, forecaster
    from . import printing

    made = fitted_models.from_artefact(read(model)) if model else forecaster(method or DEFAULT)
    found = made.forecast_quantiles(prices, horizon, _seconds(step), levels, known)
    answer = _answer(found, name, _seconds(step))
    if as_json:
        typer.echo(json.dumps(answer))
        return
    printing.facts({key: value for key, value in answer.items() if key != "path"})
    if answer["answered"]:
        print()
        rows = [(row["steps"], row["seconds"], *row["quantiles"]) for row in answer["path"]]
        printing.table(rows, ("steps", "seconds", *(f"{level:g}" for level in found.quantiles)))


def _answer(found: ForecastResult, name: str, step_s: int) -> dict[str, Any]:
    answered = bool(found.answered[0])
    path = [
        {"steps": steps, "seconds": steps * step_s, "quantiles": [round(float(value), 6) for value in found.values[0, at]]}
        for at, steps in enumerate(found.steps)
    ]
    reason = None if answered else f"the last price is missing, or {found.method} needs more prices: try --method har"
    return {
        "series": name, "method": found.method, "model_id": found.model_id, "model_version": found.model_version,
        "prices": int(found.context_length[0]), "calibration": "raw", "quantiles": list(found.quantiles),
        "answered": answered, "reason": reason, "path": path if answered else [],
    }  # fmt: skip


def _newest(lake: Lake) -> datetime:
    """The moment of the newest price: the only now of a lake that nobody feeds."""
    from ..errors import NotBuilt

    lake.require("prices", "market_registry")
    found: datetime | None = lake.rows("select max(knowable_at) as newest from prices")[0]["newest"]
    if found is None:
        raise NotBuilt("prices")
    return found


def _cycle(lake: str | None, as_of: str | None, *, as_json: bool) -> None:
    import json

    from ..pipeline.cycle import run_cycle
    from . import printing
    from .options import moment, writing
    from .progress import Told

    source = writing(lake)
    with Told() as told:
        told.start("cycle")
        report = run_cycle(source, moment("--as-of", as_of) or _newest(source))
    facts = {name: str(value) if hasattr(value, "isoformat") else value for name, value in vars(report).items()}
    if as_json:
        typer.echo(json.dumps(facts))
    else:
        printing.facts(facts)
