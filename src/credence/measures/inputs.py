"""The checks that all measures share, so that each formula stays visible.

NaN is refused everywhere: a missing forecast is dropped by whoever knows why it is missing.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError

Vector = NDArray[np.float64]
Codes = NDArray[np.int64]


def forecasts(p_yes: ArrayLike, resolved_yes: ArrayLike) -> tuple[Vector, Vector]:
    """Both as float vectors of one length, not empty; p in [0, 1], y in {0, 1}."""
    p, y = np.asarray(p_yes, float), np.asarray(resolved_yes, float)
    if p.shape != y.shape or p.ndim != 1 or not p.size:
        raise InputError("p_yes, resolved_yes", (p.shape, y.shape), "two vectors of one length, not empty")
    if not ((p >= 0) & (p <= 1)).all():  # NaN fails here too
        raise InputError("p_yes", (float(p.min()), float(p.max())), "0..1")
    if not ((y == 0) | (y == 1)).all():
        raise InputError("resolved_yes", np.unique(y).tolist()[:5], "0 or 1")
    return p, y


def weights(weight: ArrayLike | None, n: int) -> Vector:
    """n weights that sum to 1; all the same where none are given."""
    if weight is None:
        return np.full(n, 1.0 / n)
    w = np.asarray(weight, float)
    if w.shape != (n,):
        raise InputError("weight", w.shape, f"one number for each of {n} rows")
    if not ((w >= 0) & (w < np.inf)).all() or not 0 < float(w.sum()) < np.inf:
        raise InputError("weight", (float(w.min()), float(w.max())), "0 or more, finite, not all 0")
    return np.asarray(w / w.sum(), float)


def codes(name: str, values: ArrayLike, n: int, below: int | None = None) -> Codes:
    """n whole numbers from 0, all under `below` where that is given."""
    found = np.asarray(values)
    if found.shape != (n,) or not np.issubdtype(found.dtype, np.integer):
        raise InputError(name, (found.shape, str(found.dtype)), f"one whole number for each of {n} rows")
    if n and (found.min() < 0 or (below is not None and found.max() >= below)):
        limit = "" if below is None else f" and less than {below}"
        raise InputError(name, (int(found.min()), int(found.max())), "0 or more" + limit)
    return found.astype(np.int64)
