"""Split conformal correction of quantiles: each level by its own one-sided order statistic, in units of the forecast's scale.

In   quantile forecasts (..., levels), outcomes and scales (...,); scales more than 0, prices 0..1
Out  scores (..., corrected levels) to be fitted by bucket (`mondrian`), and forecasts corrected by what the fit says

For a level q below the median the score is (f_q - y) / s and the band gives up q; above it (y - f_q) / s and 1 - q: price bands
are skewed, so both sides are corrected apart, at .1 each for an 80 % band. The median is left as it is. Holding the result in
0..1 costs no coverage, and where levels cross the outer one gives way, which only widens.

Conformalised quantile regression: Romano, Patterson, Candes (2019), NeurIPS; its asymmetric form is Theorem 2. Rows must be
exchangeable for the guarantee: overlapping windows and rows of one event are not (see `weights`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ..interface import checked_quantiles

Floats = NDArray[np.float64]


def tails(levels: Sequence[float]) -> tuple[float, ...]:
    """What each corrected level may miss: min(q, 1 - q), in the order of the levels, the median left out.

    >>> tails([0.1, 0.5, 0.9])
    (0.1, 0.1)
    """
    return tuple(round(min(level, 1 - level), 12) for level in checked_quantiles(levels) if not _is_median(level))


def scores(forecast: ArrayLike, levels: Sequence[float], outcome: ArrayLike, scale: ArrayLike) -> Floats:
    """How far the outcome lies beyond each level, in scales: above 0 outside, below 0 inside; shape (..., corrected levels).

    forecast  (..., levels) ascending levels
    outcome   (...,) nan where there is none: its scores are nan, to be left out and counted by the caller
    scale     (...,) more than 0

    >>> scores([[0.4, 0.5, 0.7]], [0.1, 0.5, 0.9], [0.0], [0.1]).round(9).tolist()
    [[4.0, -7.0]]
    """
    quantiles, unit = _checked(forecast, levels, scale)
    y = np.asarray(outcome, np.float64)
    if y.shape != unit.shape:
        raise InputError("outcome", y.shape, f"one price per forecast, {unit.shape}")
    sign, at = _sides(levels)
    return np.asarray((y[..., None] - quantiles[..., at]) * sign / unit[..., None], np.float64)


def path_scores(forecast: ArrayLike, levels: Sequence[float], outcome: ArrayLike, scale: ArrayLike) -> Floats:
    """For a band that holds at all steps at once: the largest score over the steps, (n, corrected levels).

    forecast  (n, steps, levels); outcome, scale (n, steps)

    One correction per level then serves every step. A path with a step that has no outcome is nan: its largest score is
    not known. To be left out and counted by the caller.

    >>> path_scores([[[0.4, 0.6], [0.3, 0.7]]], [0.1, 0.9], [[0.5, 0.8]], [[0.1, 0.2]]).round(9).tolist()
    [[-1.0, 0.5]]
    """
    found = scores(forecast, levels, outcome, scale)
    if found.ndim != 3:
        raise InputError("forecast", found.shape, "of shape (n, steps, levels)")
    return np.asarray(found.max(axis=1), np.float64)  # nan wins a maximum


def corrected(forecast: ArrayLike, levels: Sequence[float], correction: ArrayLike, scale: ArrayLike) -> Floats:
    """The forecast with each level moved outwards by correction x scale, in 0..1, ascending, the median untouched.

    forecast    (..., levels)
    correction  (..., corrected levels), as `mondrian.Table.lookup` gives it; for a path (n, 1, corrected levels);
                +inf means 0 or 1, a negative one narrows

    >>> corrected([[0.4, 0.5, 0.7]], [0.1, 0.5, 0.9], [[1.0, np.inf]], [0.1]).round(9).tolist()
    [[0.3, 0.5, 1.0]]
    """
    quantiles, unit = _checked(forecast, levels, scale)
    amount = np.asarray(correction, np.float64)
    sign, at = _sides(levels)
    if amount.shape[-1:] != (len(at),) or np.isnan(amount).any():
        raise InputError("correction", amount.shape, f"{len(at)} numbers per forecast, one per level beside the median, not nan")
    out = quantiles.copy()
    out[..., at] += sign * amount * unit[..., None]
    return _ordered(np.clip(out, 0.0, 1.0), levels)


def _ordered(quantiles: Floats, levels: Sequence[float]) -> Floats:
    """Ascending by moving outer levels outwards from the innermost; an innermost pair that crosses is exchanged."""
    low = [i for i, level in enumerate(levels) if level < 0.5 and not _is_median(level)]
    high = [i for i, level in enumerate(levels) if level > 0.5 and not _is_median(level)]
    middle = [i for i, level in enumerate(levels) if _is_median(level)]
    if middle:
        low, high = low + middle, middle + high
    elif low and high:
        pair = quantiles[..., [low[-1], high[0]]]
        quantiles[..., low[-1]], quantiles[..., high[0]] = pair.min(axis=-1), pair.max(axis=-1)
    if low:
        quantiles[..., low] = np.minimum.accumulate(quantiles[..., low[::-1]], axis=-1)[..., ::-1]
    if high:
        quantiles[..., high] = np.maximum.accumulate(quantiles[..., high], axis=-1)
    return quantiles


def _sides(levels: Sequence[float]) -> tuple[Floats, list[int]]:
    at = [i for i, level in enumerate(levels) if not _is_median(level)]
    return np.array([-1.0 if levels[i] < 0.5 else 1.0 for i in at]), at


def _is_median(level: float) -> bool:
    return abs(level - 0.5) < 1e-12


def _checked(forecast: ArrayLike, levels: Sequence[float], scale: ArrayLike) -> tuple[Floats, Floats]:
    number = len(checked_quantiles(levels))
    quantiles, unit = np.asarray(forecast, np.float64), np.asarray(scale, np.float64)
    if quantiles.shape[-1:] != (number,) or quantiles.shape[:-1] != unit.shape:
        raise InputError("forecast, scale", (quantiles.shape, unit.shape), f"{number} levels and one scale per forecast")
    if not ((unit > 0) & (unit < np.inf) | np.isnan(unit)).all():
        raise InputError("scale", float(np.nanmin(unit)), "more than 0 and finite: give a scale its floor before it gets here")
    return quantiles, unit
