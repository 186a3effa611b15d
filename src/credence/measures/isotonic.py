"""Isotonic regression: the rising curve that fits best what happened at each price.

Pool adjacent violators (PAV). Equal prices must be one point before (see `samples.Pooled`): sorting rows and letting equal
prices fall into different blocks overstates every miscalibration that is read from the curve.
"""

import numpy as np
from scipy.optimize import isotonic_regression

from .inputs import Vector


def rising(value: Vector, weight: Vector) -> Vector:
    """The weighted least-squares fit of `value` that never falls, of the same shape (k,).

    value   (k,) in the order of the prices, finite
    weight  (k,) more than 0

    Ayer et al. (1955), Annals of Mathematical Statistics 26, 641-647. The same fit minimises every proper score of a
    share of YES (Dimitriadis, Gneiting, Jordan 2021, PNAS 118).

    >>> rising(np.array([0.0, 1.0, 0.0, 1.0]), np.array([1.0, 1.0, 3.0, 1.0])).tolist()
    [0.0, 0.25, 0.25, 1.0]
    """
    return np.asarray(isotonic_regression(value, weights=weight).x, float)
