"""Bands from files to files: histories and origins in, bands and refused rows out.

Histories  market_id, ts (UTC s), p, and where known spread, event_id, end_ts, source, step_s
Origins    market_id, ts, horizon_s
Bands      the origins' columns and one column per level: q10 is the 10 % quantile, q995 that of 99.5 %
A row that cannot be answered is kept beside the bands with its number, the field, the value and what is allowed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ..errors import InputError
from . import fitted_models
from .artefact import Artefact
from .artefact import read as read_artefact
from .bulk import Asked, bands
from .histories import Histories, Origins, coded, from_rows
from .interface import MOST_STEPS, Floats, checked_quantiles
from .origin_features import WINDOW
from .registry import BUILT_IN, forecaster

ARTEFACTS = ("fhs", "har", "learned")
CHUNK = 20_000  # windows at a time
NEEDED = {"histories": ("market_id", "ts", "p"), "origins": ("market_id", "ts", "horizon_s")}
Rows = dict[str, NDArray[Any]]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Written:
    """What `forecast` did: rows with a band, rows without an answer from the method, rows refused and where they lie."""

    bands: int
    unanswered: int
    refused: int
    refused_file: Path | None
    method: str
    model_version: str


def forecast(
    histories_file: Path,
    origins_file: Path,
    out: Path,
    *,
    method: str,
    levels: Sequence[float],
    calibration: str = "conformal",
    model: Path | None = None,
    say: Say = lambda _: None,
) -> Written:
    """Bands of all origins of a file, each from the rows at or before its ts only.

    method       a name of the registry; `model` is an artefact of the user's own in its place
    calibration  raw or conformal; baselines without a fitted model have raw bands only
    Raises: InputError for files without the needed columns, for nonsense in the options, and where no row can be answered.
    """
    wanted = checked_quantiles(levels)
    if model is None and method not in BUILT_IN:
        raise InputError("method", method, " or ".join(BUILT_IN))
    say("reading histories")
    given, refused = _good_prices(_table(histories_file, "histories"))
    histories = from_rows(given)
    origins = _table(origins_file, "origins")
    located, kept, wrong = _located(histories, origins)
    refused += wrong
    say(f"making bands of {len(kept)} origins")
    asked = Asked(located, np.asarray(origins["horizon_s"], np.int64)[kept])
    if model is not None or method in ARTEFACTS:
        artefact = read_artefact(model) if model is not None else fitted_models.loaded(method)
        values, name, version = _fitted(histories, asked, artefact, wanted, calibration, given)
    else:
        values, name, version = _baseline(histories, asked, method, wanted)
    answered = np.isfinite(values).all(axis=1)
    _write(out, {key: column[kept] for key, column in origins.items()}, values, wanted)
    place = out.with_suffix(".refused.parquet") if refused else None
    if place is not None:
        pq.write_table(pa.Table.from_pylist(refused), place, compression="zstd")
    return Written(int(answered.sum()), int((~answered).sum()), len(refused), place, name, version)


def column_of(level: float) -> str:
    """The name of a level's column: .1 is q10, .05 is q05, .995 is q995."""
    return "q" + f"{level:.12f}".rstrip("0").split(".")[1].ljust(2, "0")


def _table(path: Path, what: str) -> Rows:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise InputError(what, str(path), f"a Parquet file ({error})") from error
    missing = [name for name in NEEDED[what] if name not in table.column_names]
    if missing:
        raise InputError(f"columns of {what}", ", ".join(table.column_names), f"a table with {', '.join(NEEDED[what])}")
    return {name: table[name].to_numpy(zero_copy_only=False) for name in table.column_names}


def _good_prices(rows: Rows) -> tuple[Rows, list[dict[str, Any]]]:
    """Rows with a price from 0 to 1 or none, and the others as refused."""
    p = np.asarray(rows["p"], float)
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((p < 0) | (p > 1))
    refused = [_refusal("histories", int(row), "p", float(p[row]), "a price from 0 to 1, or null") for row in wrong]
    return ({name: np.delete(column, wrong) for name, column in rows.items()} if len(wrong) else rows), refused


def _refusal(file: str, row: int, field: str, value: object, allowed: str) -> dict[str, Any]:
    return {"file": file, "row": row, "field": field, "value": str(value), "allowed": allowed}


def _located(histories: Histories, rows: Rows) -> tuple[Origins, NDArray[np.int64], list[dict[str, Any]]]:
    """Origins that lie in a grid, their rows, and the others as refused."""
    distinct, code = coded(rows["market_id"])
    known = np.isin(distinct, histories.market_ids)[code]
    market = np.searchsorted(histories.market_ids, distinct)[code]
    ts, horizon = np.asarray(rows["ts"], np.int64), np.asarray(rows["horizon_s"], np.int64)
    safe = np.where(known, market, 0)
    step = histories.step_s[safe]
    at = histories.start[safe] + (ts - histories.first_ts[safe]) // step
    inside = known & (at >= histories.start[safe]) & (at < histories.start[safe + 1])
    fits = (horizon > 0) & (horizon <= MOST_STEPS * step)
    rules = (
        (~known, "market_id", rows["market_id"], "a market of the histories"),
        (known & ~inside, "ts", ts, "a moment within the market's history"),
        (inside & ~fits, "horizon_s", horizon, f"1 s to {MOST_STEPS} steps of the market"),
    )
    refused = [
        _refusal("origins", int(row), field, values[row], allowed)
        for wrong, field, values, allowed in rules
        for row in np.flatnonzero(wrong)
    ]
    kept = np.flatnonzero(inside & fits)
    if not len(kept):
        raise InputError("origins", f"{len(ts)} rows", f"at least one that can be answered; {refused[:1] or 'the file is empty'}")
    return Origins(market[kept].astype(np.int64), at[kept].astype(np.int64), ts[kept]), kept, refused


def _fitted(
    histories: Histories, asked: Asked, artefact: Artefact, levels: tuple[float, ...], calibration: str, given: Rows
) -> tuple[Floats, str, str]:
    families = None
    if "source" in given:
        names, code = coded(given["market_id"])
        families = np.empty(len(names), object)
        families[code] = given["source"]
        families = families.astype(str)
    found = bands(histories, asked, artefact, levels, calibration=calibration, families=families)
    return found.values, artefact.method, artefact.version


def _baseline(histories: Histories, asked: Asked, method: str, levels: tuple[float, ...]) -> tuple[Floats, str, str]:
    """Bands of a method without a fitted model, window by window."""
    made = forecaster(method)
    values = np.full((len(asked.horizon_s), len(levels)), np.nan)
    step_s = histories.step_s[asked.origins.market]
    steps = np.maximum(1, -(-asked.horizon_s // step_s))
    for step in np.unique(step_s):
        for ahead in np.unique(steps[step_s == step]):
            rows = np.flatnonzero((step_s == step) & (steps == ahead))
            for chunk in np.array_split(rows, max(1, len(rows) // CHUNK)):
                windows = _windows(histories, asked.origins.market[chunk], asked.origins.at[chunk])
                result = made.forecast_quantiles(windows, [int(ahead)], int(step), levels)
                values[chunk] = result.values[:, 0]
    return values, made.method, made.model_version


def _windows(histories: Histories, market: NDArray[np.int64], at: NDArray[np.int64]) -> Floats:
    """The last WINDOW steps up to each origin, (n, WINDOW), nan before the history begins."""
    place = at[:, None] + np.arange(1 - WINDOW, 1)
    inside = place >= histories.start[market][:, None]
    return np.where(inside, histories.prices[np.maximum(place, 0)], np.nan)


def _write(out: Path, rows: Rows, values: Floats, levels: tuple[float, ...]) -> None:
    columns = {name: pa.array(rows[name]) for name in NEEDED["origins"]}
    columns |= {column_of(level): pa.array(values[:, k], from_pandas=True) for k, level in enumerate(levels)}
    out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), out, compression="zstd")
