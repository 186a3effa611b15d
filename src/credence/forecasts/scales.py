"""The scales of fhs and har: the expected size of a change, relative to sqrt(p (1 - p)), at the fitted horizons."""

import numpy as np
from numpy.typing import NDArray

from .cells import HORIZONS_S, Cell
from .interface import Floats
from .scale_design import AT, design, share_before_end

PER_HOUR = 1e-4  # variance that every market has, relative: a quiet path is no promise


class EwmaScale:
    """Root of the RiskMetrics variance of the horizon, never above the variance that the price has left, p (1 - p)."""

    def log_relative(self, kind: str, features: NDArray[np.floating]) -> Floats:
        """See Scale."""
        hours = np.asarray(HORIZONS_S[kind]) / 3600.0
        variance = np.nan_to_num(features[:, AT["ewma_94"]].astype(np.float64), nan=0.01)
        return np.asarray(0.5 * np.log(np.minimum((variance[:, None] + PER_HOUR) * hours, 1.0)))


class HarScale:
    """Log-linear in scale_design; one set of coefficients per cell."""

    def __init__(self, coefficients: dict[Cell, Floats]) -> None:
        self.coefficients = coefficients

    def log_relative(self, kind: str, features: NDArray[np.floating]) -> Floats:
        """See Scale."""
        x = self.regressors(kind, features)
        fixed = np.stack([self.coefficients[kind, horizon][:-1] for horizon in HORIZONS_S[kind]], axis=1)
        out = x @ fixed
        for at, horizon in enumerate(HORIZONS_S[kind]):
            out[:, at] += self.coefficients[kind, horizon][-1] * share_before_end(features, horizon)
        return np.asarray(np.clip(out, -12.0, 1.0))

    def regressors(self, kind: str, features: NDArray[np.floating]) -> Floats:  # noqa: ARG002  (learned needs the kind)
        """What does not depend on the horizon, (n, k - 1)."""
        return design(features)

    def full(self, kind: str, horizon_s: int, features: NDArray[np.floating]) -> Floats:
        """All regressors of a cell, (n, k)."""
        return np.column_stack([self.regressors(kind, features), share_before_end(features, horizon_s)])
