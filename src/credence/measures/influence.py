"""Influence: the headline figures with their errors, for several units of uncertainty, in one pass over the rows each.

How much a row moves a figure depends on its price and outcome only (its influence function), so it is a table over the pooled
prices; the sums of those by cluster give the error. No resampling: a million rows take some hundredths of a second.

MCB and ECE have no such interval: calibrated prices have some of either, so they are judged by `null.null_draws`.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array

from ..errors import InputError
from .clusters import SMALL, clusters_of, contributions, mean_errors, sandwich
from .estimates import Estimate, Test
from .inputs import Codes, Vector
from .samples import Pooled, Sample
from .scores import HALF_TICK
from .slope import (
    Cox,
    Line,
    cox_of,
    joint_of,
    line,
    line_table,
    offset,
    offset_table,
    spiegelhalter_of,
    t_test,
    tilt_table,
)
from .sweeps import Moments, moments, sorted_events

MEANS = ("brier", "log_loss", "base_rate", "mean_price")
FIGURES = (*MEANS, "skill", "in_the_large", "intercept", "slope")

# columns of the sums: 0-3 means, 4 weight, 5-6 tilt and its variance, 7-8 shift and its information, 9-13 line
PAIRS = np.array([[0, 0], [1, 1], [2, 2], [3, 3], [0, 2], [5, 5], [7, 7], [9, 9], [9, 10], [10, 10]])
TINY = 1e-28
ROUNDING = 1e-12  # an error, or a variance of outcomes, below is the rounding of 0


def headline(sample: Sample, units: Mapping[str, ArrayLike | None]) -> dict[str, dict[str, Estimate]]:
    """Every figure with its error, by unit: answer[unit][figure].

    sample  see `samples.sample`; weights are taken as fixed
    units   name of the unit -> (n,) cluster codes, one per row of the sample; None for the sample's events

    Figures: `brier`, `log_loss` (floor 0.0005), `base_rate` (share of YES), `mean_price`, `skill` (1 - Brier / that of the base
    rate of the same sample), `in_the_large`, `intercept` and `slope` (see `slope`; the same numbers). Errors and degrees of
    freedom by the rule of `clusters.sandwich`.

    A figure that is not defined is NaN: the skill and the three fits with one outcome only, slope and intercept also with one
    price or separable data (`slope.line` gives the reason). An error is NaN where clusters cannot tell it: a single cluster, one
    that holds all that differs, or clusters that are all alike (none ended YES; see `enough.share_interval` for that case).

    Hampel (1974), Journal of the American Statistical Association 69, 383-393.

    >>> from .samples import sample
    >>> rows = sample([0.2, 0.4, 0.6, 0.9], [0, 1, 0, 1], event_codes=[0, 1, 2, 3])
    >>> found = headline(rows, {"event": None, "week": [0, 0, 0, 0]})
    >>> round(found["event"]["brier"].value, 4), found["event"]["brier"].df.__round__(6)
    (0.1925, 3.0)
    >>> round(found["event"]["brier"].error, 4), found["week"]["brier"].error  # .04 .36 .36 .01, deviation .1938
    (0.0969, nan)
    """
    return {unit: found.estimates for unit, found in judged(sample, units).items()}


class Fit(NamedTuple):
    """A fit with its table of scores and information by price and outcome."""

    names: tuple[str, ...]
    value: tuple[float, ...]
    table: Vector
    information: Vector


class Judged(NamedTuple):
    """Of one unit: the figures of `headline`, and the tests of `slope`; None where one is not defined, with the reason."""

    estimates: dict[str, Estimate]
    joint: Test | None
    spiegelhalter: Test | None
    refused: dict[str, str]


def judged(sample: Sample, units: Mapping[str, ArrayLike | None]) -> dict[str, Judged]:
    """`headline` with `slope.joint_test` and `slope.spiegelhalter`, from the same sums: one pass over the rows.

    Arguments as in `headline`. Units whose clusters are made of whole clusters of the first unit (weeks of events) cost no second
    pass.

    >>> from .samples import sample
    >>> rows = sample([0.2] * 4 + [0.8] * 4, [0, 0, 0, 1, 0, 1, 1, 1])
    >>> judged(rows, {"event": None})["event"].joint.p_value.__round__(3)
    0.961
    """
    means, shown = _means(sample.pooled)
    fits, fitted, refused = _fits(sample.pooled)
    tables = [shown, np.ones((*shown.shape[:2], 1)), tilt_table(sample.pooled), *(fit.table for fit in fits)]
    swept = _swept(sample, units, means, fits, fitted, tables) if fitted is not None else None
    if swept is not None:
        return swept
    answers: dict[str, Judged] = {}
    first: tuple[Codes, Vector] | None = None
    for unit, cluster in units.items():
        group = clusters_of(sample, cluster)
        merged = None if first is None else _merged(*first, group)
        sums = contributions(sample, group, np.concatenate(tables, axis=2)) if merged is None else merged
        first = first or (group, sums)
        answers[unit] = _judged(means, fits, fitted, sums, unit, dict(refused))
    return answers


def _judged(
    means: dict[str, float], fits: list[Fit], fitted: Line | None, sums: Vector, unit: str, refused: dict[str, str]
) -> Judged:
    found = _of_means(means, sums[:, :4], sums[:, 4], unit)
    found |= dict.fromkeys(("in_the_large", "intercept", "slope"), _undefined(unit))
    at = 7
    for fit in fits:
        own = sums[:, at : at + fit.table.shape[2]]
        error, df = _errors(fit.information, own)
        found |= {name: _estimate(fit.value[q], error[q], df[q], unit) for q, name in enumerate(fit.names)}
        at += fit.table.shape[2]
    joint = tilted = None
    try:
        joint = None if fitted is None else joint_of(cox_of(fitted, sums[:, -5:], unit))
    except InputError as error_:
        refused[f"joint by {unit}"] = str(error_)
    try:
        tilted = spiegelhalter_of(sums[:, 5:7])
    except InputError as error_:
        refused[f"spiegelhalter by {unit}"] = str(error_)
    return Judged(found, joint, tilted, refused)


def _swept(
    sample: Sample,
    units: Mapping[str, ArrayLike | None],
    means: dict[str, float],
    fits: list[Fit],
    fitted: Line,
    tables: list[Vector],
) -> dict[str, Judged] | None:
    """`judged` by one sweep: rows many and sorted by event, events enough for CR1, and the second unit made of whole events."""
    names = list(units)
    if len(names) != 2 or units[names[0]] is not None or not sorted_events(sample):
        return None
    information = fits[0].information, fits[1].information
    inverse = float(1 / information[0][0, 0]), np.asarray(np.linalg.inv(information[1]), float)
    directions = np.zeros((5, 14))
    directions[0, 4], directions[1, 6], directions[2, 8] = 1.0, 1.0, inverse[0] ** 2
    for q, row in enumerate(inverse[1]):
        directions[3 + q, 11:14] = row[0] ** 2, 2 * row[0] * row[1], row[1] ** 2
    found = moments(sample, np.concatenate(tables, axis=2), clusters_of(sample, units[names[1]]), PAIRS, directions)
    if found is None or found.events < 2:
        return None
    df = np.maximum(found.squares**2 / found.fourths - 1, 1.0)  # as in clusters.degrees_of_freedom
    if df.min() < SMALL - 1:
        return None  # CR3 needs every cluster
    by_event = _from_moments(means, fits, fitted, inverse, found, df, names[0])
    return {names[0]: by_event, names[1]: _judged(means, fits, fitted, found.by_week, names[1], {})}


def _from_moments(
    means: dict[str, float], fits: list[Fit], fitted: Line, inverse: tuple[float, Vector], found: Moments, df: Vector, unit: str
) -> Judged:
    """The same as `_judged`, from sums of products over events (CR1)."""
    factor = found.events / (found.events - 1)
    squares = dict(zip(map(tuple, PAIRS.tolist()), found.products, strict=True))
    brier, rate = means["brier"], means["base_rate"]
    reference = rate * (1 - rate)
    of_rate, of_brier = (1 - 2 * rate) * brier / reference**2, -1 / reference
    skill = of_brier**2 * squares[0, 0] + 2 * of_brier * of_rate * squares[0, 2] + of_rate**2 * squares[2, 2]
    spread = {name: squares[k, k] for k, name in enumerate(MEANS)} | {"skill": skill}
    values = means | {"skill": 1 - brier / reference}
    estimates = {name: _estimate(values[name], np.sqrt(spread[name] * factor), df[0], unit) for name in values}
    error = np.sqrt(squares[7, 7] * factor) * inverse[0]
    estimates["in_the_large"] = _estimate(fits[0].value[0], error, df[2], unit)
    meat = np.array([[squares[9, 9], squares[9, 10]], [squares[9, 10], squares[10, 10]]])
    covariance = inverse[1] @ meat @ inverse[1] * factor
    fit = Cox(fitted.intercept, fitted.slope, covariance, found.events, float(df[4]), float(df[3]), "CR1", unit)
    estimates["intercept"], estimates["slope"] = fit.estimates()
    tilt = float(found.total[5] / np.sqrt(squares[5, 5])) if squares[5, 5] > TINY else None
    tilted = None if tilt is None else t_test(tilt, float(df[1]))
    refused = {} if tilted else {f"spiegelhalter by {unit}": "every outcome scores the same at these prices"}
    return Judged(estimates, joint_of(fit), tilted, refused)


def _merged(fine: Codes, sums: Vector, coarse: Codes) -> Vector | None:
    """Sums by coarse cluster from those by fine cluster; None where a fine cluster reaches into two coarse ones."""
    of_fine = np.zeros(len(sums), np.int64)
    of_fine[fine] = coarse
    if not np.array_equal(of_fine[fine], coarse):
        return None
    join = coo_array((np.ones(len(sums)), (of_fine, np.arange(len(sums)))), shape=(int(coarse.max()) + 1, len(sums)))
    return np.asarray(join @ sums, float)


def score_table(pooled: Pooled, score: str) -> Vector:
    """(k, 2) the score of each distinct price if it ends NO and if it ends YES: "brier" or "log_loss".

    >>> from .samples import sample
    >>> score_table(sample([0.25], [1]).pooled, "brier").tolist()
    [[0.0625, 0.5625]]
    """
    if score == "brier":
        return np.stack([pooled.price**2, (1 - pooled.price) ** 2], axis=1)
    if score == "log_loss":
        price = np.clip(pooled.price, HALF_TICK, 1 - HALF_TICK)
        return np.stack([-np.log1p(-price), -np.log(price)], axis=1)
    raise InputError("score", score, "'brier' or 'log_loss'")


def mean_of(pooled: Pooled, table: Vector) -> float:
    """Weighted mean over all rows of a (k, 2) table of price and outcome."""
    return float(np.sum(pooled.weight * ((1 - pooled.share_yes) * table[:, 0] + pooled.share_yes * table[:, 1])))


def _means(pooled: Pooled) -> tuple[dict[str, float], Vector]:
    """The means, and (k, 2, 4) how far each price and outcome lies from them."""
    k = len(pooled.price)
    tables = [
        score_table(pooled, "brier"),
        score_table(pooled, "log_loss"),
        np.broadcast_to([0.0, 1.0], (k, 2)),
        np.repeat(pooled.price[:, None], 2, axis=1),
    ]
    means = {name: mean_of(pooled, table) for name, table in zip(MEANS, tables, strict=True)}
    return means, np.stack([table - means[name] for name, table in zip(MEANS, tables, strict=True)], axis=2)


def _fits(pooled: Pooled) -> tuple[list[Fit], Line | None, dict[str, str]]:
    """Calibration in the large and the calibration line, the line last; and why one of them is not there."""
    fits: list[Fit] = []
    try:
        a, chance = offset(pooled)
        information = np.array([[np.sum(pooled.weight * chance * (1 - chance))]])
        fits.append(Fit(("in_the_large",), (a,), offset_table(chance), information))
        fitted = line(pooled)
    except InputError as error:  # one outcome, one price or separable: not defined
        return fits, None, {"slope": str(error)}
    values = fitted.intercept, fitted.slope
    return [*fits, Fit(("intercept", "slope"), values, line_table(pooled, fitted), fitted.information)], fitted, {}


def _of_means(means: dict[str, float], scores: Vector, weight: Vector, unit: str) -> dict[str, Estimate]:
    """The means and the skill 1 - B / U with U = r (1 - r), which dB moves by -1 / U and dr by (1 - 2 r) B / U^2."""
    brier, rate = means["brier"], means["base_rate"]
    reference = rate * (1 - rate)
    if reference < ROUNDING:  # one outcome only
        reference = np.nan
    skill = scores[:, 2] * (1 - 2 * rate) * brier / reference**2 - scores[:, 0] / reference
    try:
        errors, df = mean_errors(np.column_stack([scores, skill]), weight)
    except InputError:  # one cluster, or one that holds all weight
        errors, df = np.full(5, np.nan), np.nan
    values = {**means, "skill": 1 - brier / reference}
    return {name: _estimate(value, error, df, unit) for (name, value), error in zip(values.items(), errors, strict=True)}


def _errors(information: Vector, sums: Vector) -> tuple[Vector, Vector]:
    q = len(information)
    try:
        covariance, df, _ = sandwich(information, sums)
    except InputError:  # one cluster, or one that holds all that differs
        return np.full(q, np.nan), np.full(q, np.nan)
    return np.sqrt(np.diag(covariance)), df


def _estimate(value: float, error: float, df: float, unit: str) -> Estimate:
    return Estimate(float(value), float(error) if error > ROUNDING else float("nan"), float(df), unit)


def _undefined(unit: str) -> Estimate:
    return Estimate(float("nan"), float("nan"), float("nan"), unit)
