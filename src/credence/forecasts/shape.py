"""The shape of a change once its scale is known: pooled histograms of z = (p(t+h) - p(t)) / scale, as in filtered simulation.

One histogram per bucket: nearness of the price to the closer boundary x size of the scale. A bucket is filled up from its row,
and the row from all, so thin ones say what their neighbours say. z is mirrored for prices above one half, so "up" is always away
from the nearer boundary. No change at all has a bin of its own: its mass is the chance of an unchanged price.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .interface import Floats

NEAR = (0.03, 0.06, 0.12, 0.25)  # edges of the distance to the nearer boundary
SCALES = 8  # buckets of the scale
WIDEST = 15.0
HALF = 60
BACK_OFF = 100.0  # effective rows that a bucket takes over from its row, and a row from all
_inner = np.sinh(np.linspace(0, 5.5, HALF + 1)) / np.sinh(5.5) * WIDEST
EDGES = np.r_[-_inner[::-1][:-1], -1e-9, 1e-9, _inner[1:]]  # the bin around zero is "unchanged"
BINS = len(EDGES) - 1
ZERO = HALF  # number of the bin of no change


@dataclass(frozen=True)
class Shape:
    """edges of the scale relative to sqrt(p (1 - p)), (SCALES - 1,); counts (len(NEAR) + 1, SCALES, BINS), effective rows.

    prior  distribution of every bucket before these counts, (buckets, BINS), worth `strength` rows each; None: the counts alone
    """

    edges: Floats
    counts: Floats
    prior: Floats | None = None
    strength: float = 0.0

    def bucket(self, p: Floats, relative: Floats) -> NDArray[np.int64]:
        """The bucket of each row, flat."""
        near = np.searchsorted(NEAR, np.minimum(p, 1 - p), "right")
        return np.asarray(near * SCALES + np.searchsorted(self.edges, relative), np.int64)

    def smoothed(self) -> Floats:
        """Distribution of every bucket with what it takes over, (buckets, BINS), rows sum to 1."""
        if self.prior is not None:
            return self._blended(self.prior)
        every = self.counts.sum(axis=(0, 1))
        every = every / max(every.sum(), 1e-12)
        rows = self.counts.sum(axis=1) + BACK_OFF * every
        rows /= rows.sum(axis=-1, keepdims=True)
        filled = self.counts + BACK_OFF * rows[:, None, :]
        return np.asarray((filled / filled.sum(axis=-1, keepdims=True)).reshape(-1, BINS))

    def _blended(self, prior: Floats) -> Floats:
        """What was known before, and what was counted since: of the bucket in full, of its row and of all up to a limit."""
        row, every = self.counts.sum(axis=1), self.counts.sum(axis=(0, 1))
        size_row, size = row.sum(axis=-1, keepdims=True), every.sum()
        near = row * np.minimum(1.0, BACK_OFF / np.maximum(size_row, BACK_OFF))
        far = every * min(1.0, BACK_OFF / 2 / max(size, BACK_OFF / 2))
        filled = (self.counts + near[:, None, :] + far).reshape(-1, BINS) + self.strength * prior
        return np.asarray(filled / filled.sum(axis=-1, keepdims=True))


def fitted(z: Floats, p: Floats, relative: Floats, weights: Floats) -> Shape:
    """A shape from changes in units of their scale (not yet mirrored).

    relative  scale / sqrt(p (1 - p)); its quantiles are the edges of the buckets
    """
    order = np.argsort(relative)
    share = np.cumsum(weights[order]) / weights.sum()
    edges = relative[order][np.minimum(np.searchsorted(share, np.arange(1, SCALES) / SCALES), len(order) - 1)]
    empty = Shape(edges, np.zeros((len(NEAR) + 1, SCALES, BINS)))
    return Shape(edges, counted(empty, z, p, relative, weights))


def counted(shape: Shape, z: Floats, p: Floats, relative: Floats, weights: Floats) -> Floats:
    """Counts of these rows in the buckets of `shape`, same layout as its own."""
    place = shape.bucket(p, relative) * BINS + binned(np.where(p > 0.5, -z, z))
    return np.asarray(np.bincount(place, weights, minlength=shape.counts.size), np.float64).reshape(shape.counts.shape)


def binned(z: Floats) -> NDArray[np.int64]:
    """The bin of each z; what lies outside falls into the outermost."""
    return np.clip(np.searchsorted(EDGES, z, "right") - 1, 0, BINS - 1)


def table(distributions: Floats, levels: Sequence[float]) -> Floats:
    """Quantiles of each bucket at `levels`, and of its mirror image: (2, buckets, n levels); then the masses of both.

    A level that falls into the bin of no change is exactly 0.
    """
    both = np.stack([distributions, distributions[:, ::-1]])
    return np.stack([_quantiles(part, np.asarray(levels, float)) for part in both])


def masses(distributions: Floats) -> Floats:
    """Chance of a change downwards and of none, per bucket, and for the mirror image: (2, buckets, 2)."""
    down, same, up = distributions[:, :ZERO].sum(1), distributions[:, ZERO], distributions[:, ZERO + 1 :].sum(1)
    return np.stack([np.stack([down, same], 1), np.stack([up, same], 1)])


@njit(cache=True, nogil=True)
def _search(cumulative, levels, edges, zero, out):  # type: ignore[no-untyped-def]
    for row in range(len(cumulative)):
        k = 0
        for j in range(len(levels)):
            while k < cumulative.shape[1] - 1 and cumulative[row, k] < levels[j] - 1e-12:
                k += 1
            before = cumulative[row, k - 1] if k > 0 else 0.0
            mass = cumulative[row, k] - before
            inside = (levels[j] - before) / mass if mass > 0 else 0.5
            out[row, j] = 0.0 if k == zero else edges[k] + inside * (edges[k + 1] - edges[k])


def _quantiles(distributions: Floats, levels: Floats) -> Floats:
    out = np.empty((len(distributions), len(levels)))
    _search(np.cumsum(distributions, axis=1), levels, EDGES, ZERO, out)
    return out
