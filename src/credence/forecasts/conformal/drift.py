"""When a fit has grown old: triggers by segment, each with the figures that fired it.

In   rows since the last fit whose horizon has passed, and what the fit set looked like
Out  the triggers that fired; whether a refit is allowed again

coverage  a side's miss rate whose exact binomial interval (99 %) excludes its share; the rows count as its error by event allows
evidence  an e-process on misses - alpha above 100. Origins of one step form one batch; batches whose horizons do not overlap form
          one sequence of bets, and the wealth of the interleaved sequences is averaged. One sequence reaches 100 with a chance
          of at most 1 % for bands that keep their word, however often one looks. Their average shares the bound at every
          fixed moment; over all moments it is held by simulation, not by Ville's inequality (Arnold, Henzi, Ziegel 2023,
          Annals of Applied Statistics 17, on lags above 1)
width     bands wider than in the fit set by more than 25 %, 99 % sure by event
unchanged, change  the share of unchanged prices off by more than .05; the mean |change| off by more than 25 %; 99 % sure
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ...measures.monitor import evidence
from .coverage import clustered_mean
from .online import ALPHAS, SAME_PRICE
from .weights import event_weights

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

LEVEL = 0.99
Z = 2.5758293035489004  # of the normal law at LEVEL, both sides
WEALTH = 100.0
GROWTH = 1.25
SHARE_SHIFT = 0.05
COOLDOWN_S = 86_400
LEAST_EVENTS = 30  # under it no interval by event is to be trusted


class Recent(NamedTuple):
    """Rows whose horizon has passed and that have an outcome, one entry each."""

    origin_ts: ArrayLike  # UTC seconds
    horizon_s: ArrayLike
    event: ArrayLike  # anything that can be sorted
    miss: ArrayLike  # (n, 2) below and above, 0 or 1, as `online.misses` gives them
    width: ArrayLike
    change: ArrayLike  # outcome - last price


class Base(NamedTuple):
    """What a segment of the fit set looked like: means by event weight and their standard errors by event."""

    width: float
    width_se: float
    unchanged: float
    unchanged_se: float
    change: float  # mean |change|
    change_se: float


class Fired(NamedTuple):
    """A trigger and its figures."""

    segment: object
    kind: str  # coverage, evidence, width, unchanged, change
    side: str  # below, above, or empty
    value: float
    expected: float
    low: float  # interval of the value; for evidence the wealth at the end
    high: float  # ... and its largest
    effective_n: float
    rows: int


def base(rows: Recent, segment: ArrayLike) -> dict[object, Base]:
    """Reference figures of the fit set, by segment; nan errors where a segment has a single event."""
    table = _Table(rows, segment)
    return {name: _base(table, at) for name, at in table.segments()}


def triggers(
    rows: Recent, segment: ArrayLike, reference: dict[object, Base], step_s: int, alphas: tuple[float, float] = ALPHAS
) -> list[Fired]:
    """All triggers that fired, by segment and kind.

    rows       since the last fit, each once
    segment    (n,) labels as in `base`; a label that the fit set did not have is judged by coverage and evidence alone
    step_s     seconds between origins: those of one step are one batch
    """
    if step_s <= 0:
        raise InputError("step_s", step_s, "more than 0 seconds")
    table = _Table(rows, segment)
    fired: list[Fired] = []
    for name, at in table.segments():
        fired += _coverage(table, name, at, alphas)
        fired += _evidence(table, name, at, step_s, alphas)
        if name in reference:
            fired += _shifts(table, name, at, reference[name])
    return fired


def may_refit(now_ts: int, last_fit_ts: int | None, cooldown_s: int = COOLDOWN_S) -> bool:
    """Whether the cooldown since the last fit has passed; times in UTC seconds.

    >>> may_refit(90_000, 0), may_refit(80_000, 0), may_refit(0, None)
    (True, False, True)
    """
    return last_fit_ts is None or now_ts - last_fit_ts >= cooldown_s


def binomial_interval(rate: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """Clopper and Pearson's (1934, Biometrika 26) interval of a share, for a number of rows that need not be whole.

    >>> [round(end, 4) for end in binomial_interval(0.1, 100, 0.95)]
    [0.049, 0.1762]
    """
    from scipy.special import betaincinv

    hits, tail = rate * n, (1 - level) / 2
    low = float(betaincinv(hits, n - hits + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, n - hits, 1 - tail)) if hits < n else 1.0
    return low, high


def wealth(
    origin_ts: ArrayLike, horizon_s: int, miss: ArrayLike, alpha: float, step_s: int, weight: ArrayLike | None = None
) -> tuple[float, float]:
    """The averaged wealth of the interleaved bets against a miss rate of alpha: at the end, and the largest on the way.

    origin_ts  (n,) UTC seconds, in any order; miss (n,) 0 or 1

    Batch k holds origins from k step to (k + 1) step and bets once, on its mean, with a stake chosen from earlier batches of
    its own sequence k mod r; those have all fallen due by then. Stakes are those of `measures.monitor`.
    """
    ts, hits = np.asarray(origin_ts, np.int64), np.asarray(miss, np.float64)
    w = np.ones(len(ts)) if weight is None else np.asarray(weight, np.float64)
    overlap = -(-int(horizon_s) // step_s) + int((ts % step_s != 0).any())  # off the grid, a batch lasts a whole step
    batch = ts // step_s
    sequence = batch % overlap
    batches: list[Codes] = []
    gains: list[Floats] = []
    for number in np.unique(sequence):
        own = sequence == number
        found = evidence(batch[own] - batch.min(), np.full(int(own.sum()), alpha), hits[own], w[own])
        batches.append(np.asarray(found.batch, np.int64))
        gains.append(np.diff(found.wealth, prepend=1.0))
    order = np.argsort(np.concatenate(batches), kind="stable")
    path = 1.0 + np.cumsum(np.concatenate(gains)[order]) / overlap
    return float(path[-1]), float(max(path.max(), 1.0))


class _Table:
    def __init__(self, rows: Recent, segment: ArrayLike) -> None:
        self.ts, self.horizon = np.asarray(rows.origin_ts, np.int64), np.asarray(rows.horizon_s, np.int64)
        self.miss, self.width = np.asarray(rows.miss, np.float64), np.asarray(rows.width, np.float64)
        self.size = np.abs(np.asarray(rows.change, np.float64))
        self.label = np.asarray(segment)
        n = len(self.ts)
        shapes = [column.shape for column in (self.ts, self.horizon, self.width, self.size, self.label)]
        if shapes != [(n,)] * 5 or self.miss.shape != (n, 2) or not np.isin(self.miss, (0.0, 1.0)).all():
            raise InputError("rows", [*shapes, self.miss.shape], "vectors of one length, misses (n, 2) of 0 and 1")
        if np.isnan(self.width + self.size).any():
            raise InputError("rows", "nan", "rows with a band and an outcome")
        self.event = np.unique(np.asarray(rows.event), return_inverse=True)[1].astype(np.int64)

    def segments(self) -> Iterator[tuple[object, Codes]]:
        for name in np.unique(self.label).tolist():
            yield name, np.flatnonzero(self.label == name)

    def weighted(self, at: Codes) -> tuple[Codes, Floats]:
        event = np.unique(self.event[at], return_inverse=True)[1].astype(np.int64)
        return event, event_weights(event)


def _base(table: _Table, at: Codes) -> Base:
    event, weight = table.weighted(at)
    columns = table.width[at], (table.size[at] <= SAME_PRICE).astype(float), table.size[at]
    return Base(*(figure for column in columns for figure in clustered_mean(column, weight, event)))


def _coverage(table: _Table, name: object, at: Codes, alphas: tuple[float, float]) -> Iterator[Fired]:
    event, weight = table.weighted(at)
    if event.max() + 1 < LEAST_EVENTS:
        return
    for side, label in enumerate(("below", "above")):
        alpha, miss = alphas[side], table.miss[at, side]
        share = weight / weight.sum()
        rate = float(share @ miss)
        by_event = np.bincount(event, share * (miss - alpha))  # about alpha: the error that calm would have
        worth = float(np.clip(alpha * (1 - alpha) / max(float(by_event @ by_event), 1e-300), 1.0, 1 / float(share @ share)))
        low, high = binomial_interval(rate, worth)
        if not low <= alpha <= high:
            yield Fired(name, "coverage", label, rate, alpha, low, high, worth, len(at))


def _evidence(table: _Table, name: object, at: Codes, step_s: int, alphas: tuple[float, float]) -> Iterator[Fired]:
    _, weight = table.weighted(at)
    for side, label in enumerate(("below", "above")):
        miss = table.miss[at, side]
        end, peak = wealth(table.ts[at], int(table.horizon[at].max()), miss, alphas[side], step_s, weight)
        if peak > WEALTH:
            rate = float(np.average(miss, weights=weight))
            yield Fired(name, "evidence", label, rate, alphas[side], end, peak, float(weight.sum()), len(at))


def _shifts(table: _Table, name: object, at: Codes, known: Base) -> Iterator[Fired]:
    event, weight = table.weighted(at)
    if event.max() + 1 < LEAST_EVENTS:
        return
    now, effective = _base(table, at), float(weight.sum())
    if known.width > 0:
        low, high = _between(now.width - GROWTH * known.width, now.width_se, GROWTH * known.width_se)
        if low > 0:
            ends = low + GROWTH * known.width, high + GROWTH * known.width
            yield Fired(name, "width", "", now.width, known.width, *ends, effective, len(at))
    low, high = _between(now.unchanged - known.unchanged, now.unchanged_se, known.unchanged_se)
    if low > SHARE_SHIFT or high < -SHARE_SHIFT:
        ends = low + known.unchanged, high + known.unchanged
        yield Fired(name, "unchanged", "", now.unchanged, known.unchanged, *ends, effective, len(at))
    grown, _ = _between(now.change - GROWTH * known.change, now.change_se, GROWTH * known.change_se)
    _, fallen = _between(now.change - known.change / GROWTH, now.change_se, known.change_se / GROWTH)
    if grown > 0 or fallen < 0:
        low, high = _between(now.change, now.change_se, 0.0)
        yield Fired(name, "change", "", now.change, known.change, low, high, effective, len(at))


def _between(gap: float, own: float, other: float) -> tuple[float, float]:
    """Interval of a difference; an error that is not known (one event) leaves nothing sure."""
    error = float(np.hypot(own, other))
    return (gap - Z * error, gap + Z * error) if np.isfinite(error) else (-np.inf, np.inf)
