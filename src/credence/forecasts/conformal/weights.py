"""How much a row of a calibration set counts: old days less, and an event with many rows no more than a few.

Overlapping windows and many markets of one event are not exchangeable rows; without a cap one game decides the quantile.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError

Floats = NDArray[np.float64]

HALF_LIFE_DAYS = 14.0
CAP = 50.0  # rows of one event that count in full


def day_weights(day: ArrayLike, today: int, half_life_days: float = HALF_LIFE_DAYS) -> Floats:
    """rho ** age with rho = 2 ** (-1 / half life), by whole days: all rows of a day weigh alike.

    day    (n,) whole days of any one count (UTC days since 1970), none after `today`
    today  the day on which the weights are used

    Raises InputError for a day to come. Barber, Candes, Ramdas, Tibshirani (2023), Annals of Statistics 51, 816-845.

    >>> day_weights([100, 86, 72], 100).tolist()
    [1.0, 0.5, 0.25]
    """
    days = np.asarray(day)
    if days.ndim != 1 or not np.issubdtype(days.dtype, np.integer):
        raise InputError("day", (days.shape, str(days.dtype)), "one whole number per row")
    if days.size and int(days.max()) > today:
        raise InputError("day", int(days.max()), f"{today} or earlier: a row of a day to come is not known yet")
    if not half_life_days > 0:
        raise InputError("half_life_days", half_life_days, "more than 0")
    return np.asarray(np.exp2((days - today) / half_life_days), np.float64)


def event_weights(event: ArrayLike, cap: float = CAP) -> Floats:
    """min(1, cap / rows of the event): one event counts for `cap` rows at most.

    event  (n,) anything that can be sorted, one value per row

    >>> event_weights([7, 7, 7, 7, 3], cap=2).tolist()
    [0.5, 0.5, 0.5, 0.5, 1.0]
    """
    if not cap > 0:
        raise InputError("cap", cap, "more than 0 rows")
    values = np.asarray(event)
    if np.issubdtype(values.dtype, np.integer) and values.size and values.min() >= 0 and values.max() < 4 * len(values) + 1000:
        counts: NDArray[np.int64] = np.bincount(values)[values]  # dense codes need no sorting
    else:
        _, place, number = np.unique(values, return_inverse=True, return_counts=True)
        counts = number[place]
    return np.minimum(1.0, cap / counts)
