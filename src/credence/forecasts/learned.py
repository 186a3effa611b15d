"""learned: one gradient-boosted scale over all horizons, corrected by the log-linear model, with pooled empirical shapes.

It is trained with LightGBM and evaluated from flat arrays; see training.py and docs/bands.md.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .artefact import Artefact
from .interface import Floats
from .scale_design import design, share_before_end
from .scaled import ScaledShape
from .scales import HarScale, settled, wanted
from .trees import Trees


def tree_input(features: NDArray[np.floating], horizon_s: float) -> NDArray[np.float32]:
    """What the trees see: the features and the logarithm of the horizon in hours, (n, k + 1)."""
    out = np.empty((len(features), features.shape[1] + 1), np.float32)
    out[:, :-1] = features
    out[:, -1] = np.log(horizon_s / 3600)
    return out


class LearnedScale(HarScale):
    """The log-linear scale with one more regressor per horizon: the logarithm of what the trees say."""

    def __init__(self, artefact: Artefact, trees: Trees) -> None:
        super().__init__(artefact.coefficients)
        self.trees = trees

    def log_relative(self, kind: str, features: NDArray[np.floating], places: Sequence[int] | None = None) -> Floats:
        """See Scale."""
        fixed = design(features)
        horizons = wanted(kind, places)
        out = np.empty((len(features), len(horizons)))
        for at, horizon in enumerate(horizons):
            log = self._extended(fixed, features, horizon) @ self.coefficients[kind, horizon]
            out[:, at] = settled(kind, horizon, features, log)
        return np.clip(out, -12.0, 1.0)

    def full(self, kind: str, horizon_s: int, features: NDArray[np.floating]) -> Floats:  # noqa: ARG002  (the same for every kind)
        """All regressors of a cell, (n, k)."""
        return self._extended(design(features), features, horizon_s)

    def _extended(self, fixed: Floats, features: NDArray[np.floating], horizon_s: int) -> Floats:
        return extended(fixed, self.trees.sum(tree_input(features, horizon_s)), features, horizon_s)


def extended(fixed: Floats, log_trees: Floats, features: NDArray[np.floating], horizon_s: float) -> Floats:
    """Regressors of a cell: those without the horizon, the trees, and the share of the horizon before the end."""
    return np.column_stack([fixed, np.clip(log_trees, -12, 1), share_before_end(features, horizon_s)])


def from_artefact(artefact: Artefact) -> ScaledShape:
    """The forecaster of an artefact with trees."""
    if artefact.trees is None:
        raise ValueError("a learned artefact has trees")
    return ScaledShape(LearnedScale(artefact, artefact.trees), dict(artefact.shapes), "LEARNED", "learned", artefact.version)
