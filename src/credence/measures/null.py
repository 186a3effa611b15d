"""What MCB and ECE would be if prices were calibrated: the distribution to judge them by.

Both are above 0 for calibrated prices too. Under calibration y - p is as likely above 0 as below, for all rows of an event
together, so every draw gives each cluster one random sign g and looks at y* = p + g (y - p). Rows of one event keep their
dependence. A resampling interval would not do: of calibrated samples it covers 0 in 0 to 40 %.

A draw needs only the residuals summed by price: signs (draws, clusters) times a sparse matrix (clusters, prices).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array, csr_array

from ..errors import InputError
from .clusters import at_least_two, clusters_of
from .decomposition import mcb
from .ece import BINS, equal_mass_bins
from .inputs import Vector
from .samples import Sample

DRAWS = 64  # drawn together: a price's sums of so many draws lie side by side
BLOCK = 1 << 13  # clusters at once: signs of a block and sums of all prices fit the cache
EXACT = 1 << 14  # clusters up to which ties between draws can matter, so that sums are of double precision
TIE = 1e-9  # relative; a draw that equals what was observed counts as equal whatever the order of its sums


class NullDraws(NamedTuple):
    """What was observed, what calibrated prices would have shown in each draw, and how often that is as much."""

    mcb: Vector  # (draws,)
    ece: Vector  # (draws,)
    observed_mcb: float
    observed_ece: float
    p_value_mcb: float  # (1 + draws at least as large) / (1 + draws)
    p_value_ece: float
    mean_mcb: float  # what noise alone gives
    mean_ece: float


def null_draws(sample: Sample, cluster: ArrayLike | None, draws: int, rng: np.random.Generator, bins: int = BINS) -> NullDraws:
    """MCB (Brier) and ECE (equal mass, L1) of the sample, and of calibrated prices with the same rows.

    sample   see `samples.sample`
    cluster  (n,) whole numbers from 0, one per row of the sample; its events where None
    draws    999 or more for a test at 5 %; the smallest p-value is 1 / (draws + 1)
    bins     as in `ece.equal_mass_bins`

    Refused: one cluster. With few clusters (weeks, say) there are few different draws, and p-values stay large: honestly so.

    Measured: the test at 5 % rejects 3.3 to 7.2 % (MCB) and 4.0 to 7.7 % (ECE) of calibrated samples of 300, 1000 and 3000
    events, one row each or 5 % of them with 20 to 80 correlated rows, by either weighting (300 to 600 seeds each). It asks for
    any kind of miscalibration: for a slope alone `slope.joint_test` sees more (at 3000 single rows of slope 0.85 97 %, where MCB
    sees 40 to 45 % and ECE 60 %; with the large events, each counted once, MCB 78 % and ECE 94 %).

    >>> from .samples import sample
    >>> rng = np.random.default_rng(1)
    >>> price = rng.integers(1, 100, 3000) / 100
    >>> found = null_draws(sample(price, rng.random(3000) < price), None, 999, rng)
    >>> found.p_value_mcb > 0.05, found.observed_mcb < 2 * found.mean_mcb
    (True, True)
    """
    if draws < 1:
        raise InputError("draws", draws, "1 or more")
    pooled = sample.pooled
    bin_of = equal_mass_bins(pooled, bins)
    edges = np.flatnonzero(np.diff(bin_of, prepend=-1))
    residuals = _residuals(sample, cluster)
    group_count = residuals.shape[0]
    at_least_two(group_count)
    whole = np.asarray(residuals.sum(axis=0), float).ravel()  # the draw whose signs are all +1

    def figures(moved: Vector) -> tuple[float, float]:
        error = mcb(pooled.price, pooled.weight, pooled.price + moved / pooled.weight)
        return error, float(np.abs(np.add.reduceat(moved, edges)).sum())

    found = np.empty((draws, 2))
    blocks = _blocks(residuals)
    for start in range(0, draws, DRAWS):
        some = min(DRAWS, draws - start)
        for row, moved in enumerate(_signed(blocks, whole, some, rng), start):
            found[row] = figures(moved)
    observed = figures(whole)
    p_values = (1 + np.sum(found >= np.array(observed) * (1 - TIE), axis=0)) / (draws + 1)
    means = found.mean(axis=0)
    return NullDraws(
        found[:, 0], found[:, 1], *observed, float(p_values[0]), float(p_values[1]), float(means[0]), float(means[1])
    )


def _residuals(sample: Sample, cluster: ArrayLike | None) -> csr_array:
    """(clusters, k) weighted y - p summed by cluster and price."""
    group = clusters_of(sample, cluster)
    residual = sample.weight * (sample.resolved_yes - sample.p_yes)
    shape = int(group.max()) + 1, len(sample.pooled.price)
    return coo_array((residual, (group.astype(np.int32), sample.place.astype(np.int32))), shape=shape).tocsr()


def _blocks(residuals: csr_array) -> list[csr_array]:
    """The matrix by blocks of clusters, turned: (k, clusters of the block)."""
    exact = residuals.shape[0] <= EXACT
    if not exact:
        residuals = residuals.astype(np.float32)
    return [residuals[start : start + BLOCK].T for start in range(0, residuals.shape[0], BLOCK)]


def _signed(blocks: list[csr_array], whole: Vector, draws: int, rng: np.random.Generator) -> Vector:
    """(draws, k) residuals summed by price under random signs g = 2 b - 1: twice the sum over bits b = 1, less all."""
    chosen = np.zeros((len(whole), draws))
    for block in blocks:
        packed = rng.integers(0, 256, (block.shape[1], -(-draws // 8)), dtype=np.uint8)
        bits = np.unpackbits(packed, axis=1, count=draws).astype(block.dtype)
        chosen += block @ bits
    return np.ascontiguousarray((2 * chosen - whole[:, None]).T)
