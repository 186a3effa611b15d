"""Guard: whatever a forecaster says leaves as a band of prices. What was changed is marked on each band.

In   values of any size and order, inf and nan among them
Out  values in 0..1, ascending with the level, within the width limits that the caller sets; nan stays nan, where it was

No limit is set unless asked for. A least width of .02 holds 98 % of what comes in quiet markets, whatever the forecast was worth:
where a limit is set, its share belongs beside every coverage.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .interface import Floats, checked_quantiles

CLIPPED, UNCROSSED, WIDENED, NARROWED = 1, 2, 4, 8  # marks, added up
MIN_WIDTH, MAX_WIDTH = 0.02, 0.60  # limits for bands that are served to be looked at; not for scores


@dataclass(frozen=True)
class Guarded:
    """Bands that are in order, and what it took.

    values  as given, guarded
    marks   one per band (values without their last axis): the sum of CLIPPED, UNCROSSED, WIDENED, NARROWED that apply
    bands   how many have a number; shares are of these
    """

    values: Floats
    marks: NDArray[np.uint8]
    bands: int

    @property
    def clipped(self) -> float:
        """Share of bands that reached out of 0..1."""
        return self._share(CLIPPED)

    @property
    def uncrossed(self) -> float:
        """Share of bands whose quantiles were not ascending."""
        return self._share(UNCROSSED)

    @property
    def widened(self) -> float:
        return self._share(WIDENED)

    @property
    def narrowed(self) -> float:
        return self._share(NARROWED)

    def _share(self, mark: int) -> float:
        return float(np.count_nonzero(self.marks & mark) / self.bands) if self.bands else 0.0


def guarded(
    values: ArrayLike, quantiles: Sequence[float], min_width: float | None = None, max_width: float | None = None
) -> Guarded:
    """Bands clipped to 0..1, sorted, and held between two widths.

    values     (..., quantiles), any floats; the numbers of a band that also has nan are put in order among themselves
    quantiles  ascending levels, one per entry of the last axis
    min_width, max_width  of the outermost quantiles of a band; None for no limit

    Crossed quantiles are sorted, which never raises their pinball loss (Chernozhukov, Fernandez-Val, Galichon 2010, Econometrica
    78, 1093-1125). A band is widened or narrowed about its median (between the levels around .5 where .5 is not among them), and
    moved inwards if it would reach out of 0..1; the median stays where it is, and inside. A band whose levels are all on one
    side of .5 is moved as a whole. A band of no width is opened in proportion to the levels.

    Refused: levels as in `checked_quantiles`, another number of them, widths that are not 0 <= min_width <= max_width <= 1.

    >>> found = guarded([[0.7, 0.5, 1.2], [0.005, 0.005, 0.005]], [0.1, 0.5, 0.9], min_width=0.02)
    >>> found.values.round(4).tolist(), found.clipped, found.uncrossed, found.widened
    ([[0.5, 0.7, 1.0], [0.0, 0.005, 0.02]], 0.5, 0.5, 0.5)
    """
    levels, given = np.array(checked_quantiles(quantiles)), np.asarray(values, np.float64)
    if not given.ndim or given.shape[-1] != len(levels):
        raise InputError("values", given.shape, f"bands of {len(levels)} quantiles each in the last axis")
    low, high = 0.0 if min_width is None else float(min_width), 1.0 if max_width is None else float(max_width)
    if not 0 <= low <= high <= 1:
        raise InputError("min_width, max_width", (min_width, max_width), "0 <= min_width <= max_width <= 1, or None")
    out = given.reshape(-1, len(levels)).copy()
    marks, known = np.zeros(len(out), np.uint8), np.zeros(len(out), np.bool_)
    _guard(out, levels, low, high, marks, known)
    return Guarded(out.reshape(given.shape), marks.reshape(given.shape[:-1]), int(known.sum()))


@numba.njit(cache=True, error_model="numpy")
def _middle(band, level):  # type: ignore[no-untyped-def]
    """The median, between the levels around it; the middle of a band that is all on one side of it."""
    if not level[0] < 0.5 < level[-1]:
        return (band[0] + band[-1]) / 2, (level[0] + level[-1]) / 2
    k = 1
    while level[k] < 0.5:
        k += 1
    if level[k] == 0.5:
        return band[k], 0.5
    share = (0.5 - level[k - 1]) / (level[k] - level[k - 1])
    return band[k - 1] + share * (band[k] - band[k - 1]), 0.5


@numba.njit(cache=True, error_model="numpy")
def _set_width(band, level, width):  # type: ignore[no-untyped-def]
    """Give an ascending band this width about its middle, and move it into 0..1."""
    last = len(band) - 1
    own, spread = band[last] - band[0], level[last] - level[0]
    middle, at = _middle(band, level)
    for k in range(len(band)):
        if own > 1e-12:
            band[k] = middle + (band[k] - middle) * (width / own)
        else:  # no shape of its own
            band[k] = middle + (level[k] - at) * (width / spread)
    shift = max(-band[0], 0.0) - max(band[last] - 1.0, 0.0)
    for k in range(len(band)):
        band[k] = min(max(band[k] + shift, 0.0), 1.0)
        if at == 0.5 and level[k] < 0.5:
            band[k] = min(band[k], middle)
        elif at == 0.5 and level[k] > 0.5:
            band[k] = max(band[k], middle)
        elif level[k] == 0.5 == at:
            band[k] = middle


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _guard(bands, levels, low, high, marks, known):  # type: ignore[no-untyped-def]
    n, q = bands.shape
    band, level, place = np.empty(q), np.empty(q), np.empty(q, np.int64)
    for i in range(n):
        m, crossed, clipped = 0, False, False
        for k in range(q):
            value = bands[i, k]
            if np.isnan(value):
                continue
            inside = min(max(value, 0.0), 1.0)
            clipped |= inside != value
            crossed |= m > 0 and value < bands[i, place[m - 1]]
            band[m], level[m], place[m] = inside, levels[k], k
            m += 1
        if not m:
            continue
        known[i] = True
        marks[i] = CLIPPED * clipped + UNCROSSED * crossed
        if crossed:
            band[:m].sort()
        width = band[m - 1] - band[0]
        if m > 1 and width < low:
            _set_width(band[:m], level[:m], low)
            marks[i] += WIDENED
        elif m > 1 and width > high:
            _set_width(band[:m], level[:m], high)
            marks[i] += NARROWED
        for k in range(m):
            bands[i, place[k]] = band[k]
