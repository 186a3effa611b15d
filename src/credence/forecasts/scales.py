"""The scales of fhs and har: the expected size of a change, relative to sqrt(p (1 - p)), at the fitted horizons."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .cells import HORIZONS_S, PRICES, Cell
from .interface import Floats
from .scale_design import AT, design, share_before_end

PER_HOUR = 1e-4  # variance that every market has, relative: a quiet path is no promise


SHRUNK_FROM_S = 3600


def settled(kind: str, horizon_s: int, features: NDArray[np.floating], log: Floats) -> Floats:
    """The log scale of a fitted model, halfway to that of an EWMA where its evidence is thin.

    Series without quotes are the fewest of the recorded ones, and what they did from an hour on did not last from one month to
    the next: there the fitted scale alone was significantly worse than an EWMA.
    """
    if kind != PRICES or horizon_s < SHRUNK_FROM_S:
        return log
    return 0.5 * (log + ewma_log(features, horizon_s))


def ewma_log(features: NDArray[np.floating], horizon_s: float) -> Floats:
    """Log of the root of the RiskMetrics variance of a horizon, (n,), never above the variance that the price has left."""
    variance = np.nan_to_num(features[:, AT["ewma_94"]].astype(np.float64), nan=0.01)
    return np.asarray(0.5 * np.log(np.minimum((variance + PER_HOUR) * horizon_s / 3600.0, 1.0)))


def wanted(kind: str, places: Sequence[int] | None) -> list[int]:
    """Horizons of a kind in seconds: all, or those at these places."""
    return [HORIZONS_S[kind][place] for place in (range(len(HORIZONS_S[kind])) if places is None else places)]


class EwmaScale:
    """Root of the RiskMetrics variance of the horizon, never above the variance that the price has left, p (1 - p)."""

    def log_relative(self, kind: str, features: NDArray[np.floating], places: Sequence[int] | None = None) -> Floats:
        """See Scale."""
        return np.stack([ewma_log(features, horizon) for horizon in wanted(kind, places)], axis=1)


class HarScale:
    """Log-linear in scale_design; one set of coefficients per cell."""

    def __init__(self, coefficients: dict[Cell, Floats]) -> None:
        self.coefficients = coefficients

    def log_relative(self, kind: str, features: NDArray[np.floating], places: Sequence[int] | None = None) -> Floats:
        """See Scale."""
        x = self.regressors(kind, features)
        horizons = wanted(kind, places)
        fixed = np.stack([self.coefficients[kind, horizon][:-1] for horizon in horizons], axis=1)
        out = x @ fixed
        for at, horizon in enumerate(horizons):
            out[:, at] += self.coefficients[kind, horizon][-1] * share_before_end(features, horizon)
            out[:, at] = settled(kind, horizon, features, out[:, at])
        return np.asarray(np.clip(out, -12.0, 1.0))

    def regressors(self, kind: str, features: NDArray[np.floating]) -> Floats:  # noqa: ARG002  (learned needs the kind)
        """What does not depend on the horizon, (n, k - 1)."""
        return design(features)

    def full(self, kind: str, horizon_s: int, features: NDArray[np.floating]) -> Floats:
        """All regressors of a cell, (n, k)."""
        return np.column_stack([self.regressors(kind, features), share_before_end(features, horizon_s)])
