"""Where a model was fitted: cells of (kind of series, horizon), and the way from them to any step and horizon.

kind  quoted: steps under half an hour with a spread at the origin; prices: without one; hourly: longer steps
Between two fitted horizons the logarithm of the scale and the quantiles of z are linear in the logarithm of the horizon; outside
of them the nearest cell is used and its scale grows with the root of time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

QUOTED, PRICES, HOURLY = "quoted", "prices", "hourly"
KINDS = (QUOTED, PRICES, HOURLY)
COARSE_S = 1800
HORIZONS_S = {
    QUOTED: (300, 900, 1800, 3600, 21600, 86400),
    PRICES: (600, 1800, 3600, 21600, 86400),
    HOURLY: (3600, 21600, 86400),
}
Cell = tuple[str, int]


@dataclass(frozen=True)
class Between:
    """A horizon between two cells: weight of the upper one, and the factor on the scale outside of all cells."""

    lower: int
    upper: int
    weight: float
    factor: float


def kind_of(step_s: int, quoted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number of the kind in KINDS, per series."""
    if step_s >= COARSE_S:
        return np.full(len(quoted), KINDS.index(HOURLY), np.int64)
    return np.where(quoted, KINDS.index(QUOTED), KINDS.index(PRICES)).astype(np.int64)


def between(horizon_s: float, fitted: Sequence[int]) -> Between:
    """Where a horizon lies among the fitted ones."""
    last = len(fitted) - 1
    if horizon_s <= fitted[0]:
        return Between(0, 0, 0.0, float(np.sqrt(horizon_s / fitted[0])))
    if horizon_s >= fitted[last]:
        return Between(last, last, 0.0, float(np.sqrt(horizon_s / fitted[last])))
    upper = int(np.searchsorted(fitted, horizon_s))
    lower = upper if fitted[upper] == horizon_s else upper - 1
    if lower == upper:
        return Between(upper, upper, 0.0, 1.0)
    weight = np.log(horizon_s / fitted[lower]) / np.log(fitted[upper] / fitted[lower])
    return Between(lower, upper, float(weight), 1.0)
