"""A shipped model made to fit the markets at hand: updated day by day from outcomes that were known before the day began.

The coefficients take one scoring step per day, held back by the information they were fitted with; the shapes add the day's
changes to what was shipped. Both are sums, so a day costs the day's rows and nothing is read twice. What was shipped counts as
PRIOR_ROWS effective rows: a lake with few events stays near it, a lake with many follows its own.
"""

from dataclasses import dataclass, field

import numpy as np

from . import fitted_models, glm
from .artefact import Artefact
from .cells import HORIZONS_S, Cell
from .interface import Floats
from .origin_features import boundary_scale
from .samples import Sample
from .scaled import LEAST, MOST, ScaledShape
from .scales import HarScale, settled
from .shape import Shape, counted
from .training import sizes

PRIOR_ROWS = 200.0  # of the coefficients
PRIOR_COUNTS = 400.0  # of every bucket of a shape
EVENT_ROWS = 25  # rows of an event that count in full: the first days of a lake hold few events, and those are no sample


@dataclass
class Refit:
    """A model of one family of markets, and what it has learned so far.

    model  the forecaster; use it between two days
    """

    artefact: Artefact
    model: ScaledShape = field(init=False)
    held: dict[Cell, Floats] = field(init=False)
    rows: int = 0

    def __post_init__(self) -> None:
        self.model = fitted_models.from_artefact(self.artefact)
        if isinstance(self.model.scale, HarScale):
            self.model.scale.coefficients = dict(self.model.scale.coefficients)
        self.held = {cell: PRIOR_ROWS * _firm(held) for cell, held in self.artefact.information.items()}
        for cell, shape in self.artefact.shapes.items():
            prior = shape.smoothed()
            self.model.shapes[cell] = Shape(shape.edges, np.zeros_like(shape.counts), prior, PRIOR_COUNTS)

    def learn(self, cell: Cell, sample: Sample) -> None:
        """A day's outcomes of a cell. The shape counts them by the scale as it stood before them."""
        if not len(sample.p):
            return
        widest = boundary_scale(sample.p)
        relative = self._relative(cell, sample, widest)
        shape = self.model.shapes[cell]
        z = (sample.y - sample.p) / (relative * widest)
        counts = shape.counts + counted(shape, z, sample.p, relative, sample.weight)
        self.model.shapes[cell] = Shape(shape.edges, counts, shape.prior, shape.strength)
        self.model.forget(cell)
        self.rows += len(sample.p)

    def _relative(self, cell: Cell, sample: Sample, widest: Floats) -> Floats:
        """The scale of each row before it taught anything; where the scale has coefficients, they learn from it here."""
        kind, horizon = cell
        scale = self.model.scale
        if not isinstance(scale, HarScale):
            log = scale.log_relative(kind, sample.features)[:, HORIZONS_S[kind].index(horizon)]
            return np.clip(np.exp(log), LEAST, MOST)
        x = scale.full(kind, horizon, sample.features)
        b = scale.coefficients[cell]
        weight = sample.weight * widest
        scale.coefficients[cell], self.held[cell] = glm.updated(x, sizes(sample), weight, b, self.held[cell])
        log = settled(kind, horizon, sample.features, np.clip(x @ b, -12.0, 1.0))
        return np.clip(np.exp(log), LEAST, MOST)


def _firm(information: Floats) -> Floats:
    """Kept away from singular: regressors that were always zero in training know nothing, and their coefficients must not run."""
    scale = np.trace(information) / len(information)
    return np.asarray(information + 1e-3 * np.diag(np.diag(information)) + 1e-5 * scale * np.eye(len(information)))
