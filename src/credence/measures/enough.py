"""Enough: is there so much data that a figure may be shown, and what can be said of a share that is rarely 0 or 1?

Rule      at least 30 effective events, (sum of weights)^2 / sum of squares over events, and at least 10 events of each outcome
Intervals of a share from the effective number of events: exact or score, never of zero width, also at 0 and 1
"""

from typing import Literal, NamedTuple

import numpy as np
from scipy.special import betaincinv, ndtri

from ..errors import InputError
from .samples import Sample
from .sweeps import EventCounts, event_counts, sorted_events

EVENTS = 30  # effective
WEEKS = 8  # of answers: with fewer no test can tell a shock that all events of a week share
EACH = 10  # events with at least one YES, and with at least one NO

Kind = Literal["exact", "score"]


class Enough(NamedTuple):
    """`ok`, or the reason why not. An event of several markets can count for both outcomes."""

    effective_events: float
    events_yes: int
    events_no: int
    ok: bool
    reason: str  # empty where ok


def enough(sample: Sample) -> Enough:
    """May figures of this sample be shown?

    >>> from .samples import sample
    >>> enough(sample([0.5] * 40, [0, 1] * 20)).ok
    True
    >>> enough(sample([0.5] * 40, [0] * 36 + [1] * 4)).reason
    'too few: 4 events ended YES, 10 are needed'
    """
    counts = _counts(sample)
    effective, yes, no = 1 / counts.squares, counts.yes, counts.no
    reason = ""
    if effective < EVENTS - 1e-9:
        reason = f"too few: {effective:.1f} effective events, {EVENTS} are needed"
    elif min(yes, no) < EACH:
        few, side = (yes, "YES") if yes < no else (no, "NO")
        reason = f"too few: {few} event{'' if few == 1 else 's'} ended {side}, {EACH} are needed"
    return Enough(effective, yes, no, not reason, reason)


def share_interval(share: float, effective: float, level: float = 0.95, kind: Kind = "exact") -> tuple[float, float]:
    """Interval of a share from an effective number of independent trials; both ends in [0, 1], and never of zero width.

    share      observed, in [0, 1]; 0 and 1 are what it is for
    effective  trials of equal weight, more than 0; with clusters the effective number of events, which takes rows of one event
               for copies of each other and so errs on the wide side
    kind       "exact": Clopper and Pearson (1934), Biometrika 26, covers at least `level`; "score": Wilson (1927), Journal of the
               American Statistical Association 22, covers about `level` on average and is narrower

    Counts need not be whole: Korn and Graubard (1998), Survey Methodology 24, 193-201.

    >>> [round(end, 4) for end in share_interval(0.0, 30)]  # 1 - .025^(1/30)
    [0.0, 0.1157]
    >>> [round(end, 4) for end in share_interval(0.0, 30, kind="score")]  # 1.96^2 / (30 + 1.96^2)
    [0.0, 0.1135]
    """
    if not 0 <= share <= 1:
        raise InputError("share", share, "0..1")
    if not 0 < effective < np.inf:
        raise InputError("effective", effective, "more than 0 and finite")
    if not 0 < level < 1:
        raise InputError("level", level, "more than 0 and less than 1")
    if kind not in ("exact", "score"):
        raise InputError("kind", kind, "'exact' or 'score'")
    low, high = (_clopper_pearson if kind == "exact" else _wilson)(share, effective, level)
    return max(min(low, share), 0.0), min(max(high, share), 1.0)  # a rounding must not shut the share out


def base_rate_interval(
    sample: Sample, level: float = 0.95, kind: Kind = "exact", effective: float | None = None
) -> tuple[float, float]:
    """`share_interval` of a sample's share of YES, by its effective events: for cells too rare for a t interval.

    effective  events, where they are known already

    >>> from .samples import sample
    >>> [round(end, 4) for end in base_rate_interval(sample([0.01] * 60, [0] * 60, event_codes=[k // 2 for k in range(60)]))]
    [0.0, 0.1157]
    """
    share = float(np.sum(sample.pooled.weight * sample.pooled.share_yes))
    return share_interval(min(share, 1.0), effective or 1 / _counts(sample).squares, level, kind)


def _counts(sample: Sample) -> EventCounts:
    if sorted_events(sample):
        return event_counts(sample)
    weight, ended_yes = np.bincount(sample.event, sample.weight), np.bincount(sample.event, sample.resolved_yes)
    no = np.count_nonzero(np.bincount(sample.event) - ended_yes)
    return EventCounts(float(np.sum(weight**2)), int(np.count_nonzero(ended_yes)), int(no))


def _clopper_pearson(share: float, n: float, level: float) -> tuple[float, float]:
    yes, no, tail = share * n, (1 - share) * n, (1 - level) / 2
    low = float(betaincinv(yes, no + 1, tail)) if yes > 0 else 0.0
    high = float(betaincinv(yes + 1, no, 1 - tail)) if no > 0 else 1.0
    return low, high


def _wilson(share: float, n: float, level: float) -> tuple[float, float]:
    z = float(ndtri((1 + level) / 2))
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return float(middle - half), float(middle + half)
