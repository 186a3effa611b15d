"""The conformal quantile: an order statistic that is taken, never interpolated.

In   scores, larger = worse; a row without an outcome is left out by the caller, an outcome of 0 is a number like any other
Out  the smallest score that covers 1 - alpha of them; +inf where there are too few

With n exchangeable scores the next one lies at or below the k-th smallest, k = ceil((n + 1) (1 - alpha)), with probability
k / (n + 1) if there are no ties, else more. `np.quantile` at ceil((n + 1) (1 - alpha)) / n counts from 0 to n - 1 and lands
beyond the k-th.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

DUST = 1e-9  # of the summed weight: decimals such as 1 - 0.1 are not exact


def rank(n: int, alpha: float) -> int:
    """k = ceil((n + 1) (1 - alpha)), from 1; more than n where no score is large enough.

    Vovk, Gammerman, Shafer (2005), Algorithmic Learning in a Random World; Lei et al. (2018), JASA 113, 1094-1111.

    >>> rank(20, 0.2), rank(9, 0.1), rank(8, 0.1)
    (17, 9, 9)
    """
    checked_alpha(alpha)
    return max(math.ceil((n + 1) * (1 - alpha) - DUST * (n + 1)), 1)


def order_statistic(scores: ArrayLike, alpha: float) -> float:
    """The `rank`-th smallest score, +inf where there are fewer; scores (n,), n may be 0.

    >>> order_statistic([0.3, 0.0, 0.1, 0.2], 0.4), order_statistic([0.3, 0.0, 0.1, 0.2], 0.1)
    (0.2, inf)
    """
    values = checked_scores(scores)
    k = rank(len(values), alpha)
    return float(np.partition(values, k - 1)[k - 1]) if k <= len(values) else math.inf


def weighted_order_statistic(scores: ArrayLike, weight: ArrayLike, alpha: float, *, atom: bool = True) -> float:
    """The smallest score at or below which lies 1 - alpha of the weight; unit weights give `order_statistic`.

    weight  (n,) 0 or more; the next row weighs 1
    atom    whether the next row itself counts, at +inf (needed for the guarantee; without it the quantile of the sample)

    Barber et al. (2023), Annals of Statistics 51, 816-845: weights w_i / (sum w + 1), and 1 / (sum w + 1) at +inf.

    >>> weighted_order_statistic([1.0, 2.0, 3.0], [1.0, 4.0, 1.0], 0.3), weighted_order_statistic([1.0, 2.0], [1.0, 1.0], 0.1)
    (2.0, inf)
    """
    found = by_bucket(scores, np.zeros(np.shape(scores), np.int64), alpha, weight, buckets=1, atom=atom)
    return float(found[0])


def by_bucket(
    scores: ArrayLike,
    bucket: ArrayLike,
    alpha: float,
    weight: ArrayLike | None = None,
    *,
    buckets: int | None = None,
    atom: bool = True,
) -> Floats:
    """`weighted_order_statistic` of each bucket at once, (buckets,); +inf where a bucket is empty or too small.

    bucket   (n,) whole numbers from 0
    buckets  how many there are; those that are seen by default

    >>> by_bucket([5.0, 1.0, 2.0, 3.0], [1, 0, 0, 0], 0.5).tolist()
    [2.0, 5.0]
    """
    checked_alpha(alpha)
    values = checked_scores(scores)
    codes = np.asarray(bucket)
    if codes.shape != values.shape or (codes.size and not np.issubdtype(codes.dtype, np.integer)):
        raise InputError("bucket", (codes.shape, str(codes.dtype)), f"one whole number for each of {len(values)} scores")
    number = (int(codes.max()) + 1 if codes.size else 0) if buckets is None else buckets
    if codes.size and (codes.min() < 0 or codes.max() >= number):
        raise InputError("bucket", (int(codes.min()), int(codes.max())), f"0..{number - 1}")
    row_weight = checked_weights(weight, len(values))
    order = np.argsort(values)
    return reached(values[order], codes.astype(np.int64)[order], row_weight[order], number, alpha, atom)


def reached(scores: Floats, bucket: Codes, weight: Floats, buckets: int, alpha: float, atom: bool) -> Floats:
    """`by_bucket` without its checks, for rows in the order of ascending scores."""
    from .kernels import first_reached

    total = np.bincount(bucket, weight, buckets).astype(np.float64)
    target = np.asarray((1 - alpha) * (total + atom) - DUST * (total + 1), np.float64)
    target = np.where(total > 0, np.maximum(target, np.finfo(float).tiny), np.inf)
    out = np.full(buckets, np.inf)
    first_reached(scores, bucket, weight, target, np.zeros(buckets), out)
    return out


def checked_alpha(alpha: float) -> None:
    """Refuse a share of misses that is not strictly between 0 and 1."""
    if not 0 < alpha < 1:
        raise InputError("alpha", alpha, "more than 0 and less than 1")


def checked_scores(scores: ArrayLike) -> Floats:
    """(n,) numbers; +-inf is a score, nan is not."""
    values = np.asarray(scores, np.float64)
    if values.ndim != 1 or np.isnan(values).any():
        raise InputError("scores", values.shape, "a vector without nan: leave rows without an outcome out, and count them")
    return values


def checked_weights(weight: ArrayLike | None, n: int) -> Floats:
    """(n,) numbers of 0 or more, 1 each where none are given."""
    if weight is None:
        return np.ones(n)
    values = np.asarray(weight, np.float64)
    if values.shape != (n,) or not ((values >= 0) & (values < np.inf)).all():
        raise InputError("weight", values.shape, f"one finite number, 0 or more, for each of {n} rows")
    return values
