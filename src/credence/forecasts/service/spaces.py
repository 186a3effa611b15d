"""A space of prices, scaled so that 0..1 stays 0..1: what a model outside of this process is shown, and how its answer is read.

logit   (x + L) / 2L with x = log(p / (1 - p)) and L = log((1 - eps) / eps); arcsine  asin(sqrt(p)) / (pi / 2); price  p itself
The scale changes nothing for models that standardise what they are shown, and every adapter that takes prices takes it.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..interface import Floats
from ..spaces import Space


@dataclass(frozen=True)
class UnitSpace:
    """`space` is that of `forecasts.spaces`.

    >>> half = UnitSpace(Space("logit", 0.005))
    >>> half.forward(np.array([0.0, 0.5, 1.0])).round(9).tolist(), half.inverse(np.array([0.5, 1.0])).round(9).tolist()
    ([0.0, 0.5, 1.0], [0.5, 0.995])
    """

    space: Space

    def forward(self, prices: Floats) -> Floats:
        """Prices 0..1 to 0..1, ascending; nan stays nan."""
        if self.space.name == "price":
            return prices
        low, high = self._ends()
        return np.clip((self.space.forward(prices) - low) / (high - low), 0, 1)

    def inverse(self, values: Floats) -> Floats:
        """Back to prices: within 0..1 in logit and arcsine; in price they are left as they are."""
        if self.space.name == "price":
            return values
        low, high = self._ends()
        return self.space.inverse(low + values * (high - low))

    def _ends(self) -> tuple[float, float]:
        if self.space.name == "arcsine":
            return 0.0, math.pi / 2
        most = math.log((1 - self.space.eps) / self.space.eps)
        return -most, most
