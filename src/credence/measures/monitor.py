"""A monitor that may be looked at every day: evidence against calibration that stays valid whenever one stops.

In   rows in batches that resolve together, in the order of time
Out  wealth after each batch: it starts at 1, and for calibrated prices the chance that it ever reaches 1 / alpha is at most alpha

Each batch is one bet of a share of the wealth on the sign of its mean of y - p; two gamblers, one for each sign, begin with half
each. What is staked is chosen from earlier batches alone. Rows of one batch may depend on each other in any way; between batches,
the mean of y - p must be 0 given the past. So a batch is cut by what is known before (the scheduled day, not the day on which an
answer came: YES comes early), one event lies in one batch, and each market counts at one horizon.
A stake is bounded by what the batch's mean price lets it lose: at a mean price of .1 an upward stake may be 9.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .inputs import Codes, Vector, codes, forecasts

LARGEST_STAKE = 0.9  # of what a batch can take at most: none takes everything
SMALLEST = 0.01  # mean price: bounds the stakes
PRIOR_BATCHES = 1.0  # the variance starts as if this many batches of the prior variance had been seen
PRIOR_VARIANCE = 0.25  # of one coin


class Evidence(NamedTuple):
    """One entry per batch, in the order of time; `wealth` is after the batch."""

    batch: Codes
    deviation: Vector  # weighted mean of y - p, in [-1, 1]
    stake_up: Vector  # on y - p > 0: prices too low; 0 or more, chosen before the batch
    stake_down: Vector  # on y - p < 0: prices too high; 0 or less
    wealth_up: Vector
    wealth_down: Vector
    wealth: Vector  # the mean of both: the e-process

    def first_above(self, alpha: float = 0.05) -> int | None:
        """Place of the first batch after which the wealth is 1 / alpha or more, None where it never is."""
        if not 0 < alpha < 1:
            raise InputError("alpha", alpha, "more than 0 and less than 1")
        above = np.flatnonzero(self.wealth >= 1 / alpha)
        return int(above[0]) if above.size else None


def evidence(
    batch_codes: ArrayLike, p_yes: ArrayLike, resolved_yes: ArrayLike, weight: ArrayLike | None = None
) -> Evidence:
    """The e-process of a segment: one factor 1 + stake x mean(y - p) per batch, both signs mixed one half each.

    batch_codes          (n,) whole numbers from 0 that rise with time; rows may come in any order
    p_yes, resolved_yes  (n,), as in `scores.brier`
    weight               (n,) 0 or more: only ratios within a batch matter (1 / rows of the event lets an event count once)

    Ville's inequality bounds the chance that a calibrated segment ever reaches 1 / alpha. Henzi and Ziegel (2022), Biometrika
    109; stakes as in Waudby-Smith and Ramdas (2024), Journal of the Royal Statistical Society B 86: mean / (variance + mean^2)
    of the batches before, held so that no batch takes more than 0.9 of a gambler's wealth. A batch without weight is refused.

    >>> found = evidence([0, 0, 1, 2], [0.5, 0.5, 0.2, 0.4], [1, 1, 1, 1])
    >>> found.deviation.tolist(), found.stake_up[0].item(), found.first_above(0.05)
    ([0.5, 0.8, 0.6], 0.0, None)
    """
    p, y = forecasts(p_yes, resolved_yes)
    w = np.ones(len(p)) if weight is None else np.asarray(weight, float)
    if w.shape != p.shape or not ((w >= 0) & (w < np.inf)).all():
        raise InputError("weight", w.shape, f"one finite number, 0 or more, for each of {len(p)} rows")
    batch, at = np.unique(codes("batch_codes", batch_codes, len(p)), return_inverse=True)
    total = np.bincount(at, w)
    if not (total > 0).all():
        raise InputError("weight", "a batch of weight 0", "a weight above 0 in every batch")
    deviation = np.clip(np.bincount(at, w * (y - p)) / total, -1.0, 1.0)
    mean_p = np.bincount(at, w * p) / total
    return Evidence(batch.astype(np.int64), deviation, *_bets(deviation, mean_p))


def _bets(deviation: Vector, mean_p: Vector) -> tuple[Vector, Vector, Vector, Vector, Vector]:
    before = np.arange(len(deviation))
    mean = _sum_before(deviation) / (PRIOR_BATCHES + before)
    variance = (PRIOR_BATCHES * PRIOR_VARIANCE + _sum_before((deviation - mean) ** 2)) / (PRIOR_BATCHES + before)
    stake = mean / (variance + mean**2)
    # the mean of y - p lies between -mean_p and 1 - mean_p, which is known before the batch is answered
    up = np.clip(stake, 0.0, LARGEST_STAKE / np.maximum(mean_p, SMALLEST))
    down = np.clip(stake, -LARGEST_STAKE / np.maximum(1 - mean_p, SMALLEST), 0.0)
    log_up, log_down = np.cumsum(np.log1p(up * deviation)), np.cumsum(np.log1p(down * deviation))
    wealth = np.exp(np.minimum(np.logaddexp(log_up, log_down) - np.log(2), 700.0))  # beyond that a float has no name for it
    return up, down, np.exp(np.minimum(log_up, 700.0)), np.exp(np.minimum(log_down, 700.0)), wealth


def _sum_before(values: Vector) -> Vector:
    """Sum of all earlier entries: what was known when the next batch was still to come."""
    return np.concatenate([[0.0], np.cumsum(values)[:-1]])
