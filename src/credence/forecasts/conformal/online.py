"""The correction that each market learns for itself: one factor per side and horizon, exp(theta), moved by its own misses.

In   bands with the chances of ending below and at the last price, and later the outcomes
Out  theta in force at each origin; an outcome is used at or after origin + horizon, never before

After each outcome theta += rate (miss - alpha), held in -1.5 .. 1.5; the distance of the edge from the last price is multiplied
by exp(theta). It is the quantile tracker of Angelopoulos, Candes, Tibshirani (2023), NeurIPS, on the logarithm of the width.

Most prices do not move: 86 % in five minutes, 64 % in an hour on one venue. Where the last price itself is the true 10 %
quantile, fewer than 10 % fall below it, and a plain count of misses would shrink the band until it meant nothing. So a price
that did not move counts as a miss with the chance that its randomised PIT, below + U x unchanged, lies in the tail: a forecast
whose masses are right misses alpha on each side, whatever the share of unchanged prices. U comes from `uniforms`.

An edge at 0 or 1 was cut there: its own distance is not known, and many prices end near by. It is not moved inwards. (Moving
it lowered the coverage of moving markets on one venue from .74 to .71 in an hour, with the width hardly changed.)

Rows do not teach, and are counted, where the outcome, the band or its masses are missing (without masses only moves could be
judged, and every width would grow), and where the caller excludes them (a jump to the resolution is no news about the width).
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LIMIT = 1.5  # of theta: a factor from .22 to 4.5
RATE = 0.05
ALPHAS = (0.1, 0.1)  # below and above an 80 % band
SAME_PRICE = 1e-6  # prices nearer than this are one price: a band may come as float32


class Issued(NamedTuple):
    """Bands and what they were made of, one entry per row, all (n,)."""

    origin_ts: Whole  # UTC seconds
    horizon_s: Whole
    lo: Floats
    hi: Floats
    centre: Floats  # the last price: the atom of no change lies there, widths are measured from it
    below: Floats  # chance to end below it, nan where the method has no opinion
    unchanged: Floats
    uniform: Floats  # in [0, 1), see `uniforms.uniforms`


class Walk(NamedTuple):
    """What `walk` found."""

    in_force: Floats  # (n, 2) theta below and above, as known at each origin
    theta: Floats  # (chains, 2) at the end
    used: Whole  # (chains,) outcomes that moved theta
    unused: Whole  # (chains,) due, but without an outcome, a band or masses, or excluded
    waiting: Whole  # (chains,) whose horizon has not passed


class Learned(NamedTuple):
    used: int
    unused: int
    waiting: int


def rate_of(horizon_s: ArrayLike, spacing_s: float, rate: float = RATE) -> Floats:
    """`rate` shared by the origins whose horizons overlap: a move that all of them miss counts once, not twelve times.

    spacing_s  seconds between the origins of a chain
    """
    if not (spacing_s > 0 and rate >= 0):
        raise InputError("spacing_s, rate", (spacing_s, rate), "more than 0")
    return np.asarray(rate / np.maximum(np.asarray(horizon_s, np.float64) / spacing_s, 1.0), np.float64)


def misses(
    outcome: ArrayLike, centre: ArrayLike, lo: ArrayLike, hi: ArrayLike, below: ArrayLike, unchanged: ArrayLike,
    uniform: ArrayLike, alphas: tuple[float, float] = ALPHAS,
) -> Floats:  # fmt: skip
    """Missed below and missed above, (n, 2), 1 or 0: outside the closed band, or, unmoved, by the randomised PIT.

    Prices within 1e-6 are one price. nan where the outcome, the band or, for a price that did not move, its masses are.

    >>> misses([0.5, 0.5, 0.0], [0.5, 0.5, 0.5], [0.4] * 3, [0.6] * 3, [0.05] * 3, [0.9] * 3, [0.01, 0.5, 0.5]).tolist()
    [[1.0, 0.0], [0.0, 0.0], [1.0, 0.0]]
    """
    y, c, low, high, b, u, v = _columns(outcome, centre, lo, hi, below, unchanged, uniform)
    from .kernels import misses as kernel

    out = np.empty((len(y), 2))
    kernel(y, c, low, high, b, u, v, *alphas, out)
    still = np.abs(y - c) <= SAME_PRICE
    out[np.isnan(y + c + low + high) | (still & np.isnan(b + u + v))] = np.nan
    return out


def widened(lo: ArrayLike, hi: ArrayLike, centre: ArrayLike, theta: ArrayLike) -> tuple[Floats, Floats]:
    """The band with its distances from the centre times exp(theta), in 0..1; theta (n, 2), below and above.

    An edge on the wrong side of the centre has no distance to multiply and stays, and so does one at 0 or 1 where theta < 0.

    >>> low, high = widened([0.4], [0.6], [0.5], [[np.log(2.0), 0.0]])
    >>> low.round(9).tolist(), high.round(9).tolist()
    ([0.3], [0.6])
    """
    low, high, c = _columns(lo, hi, centre)
    state = np.asarray(theta, np.float64)
    if state.shape != (len(low), 2):
        raise InputError("theta", state.shape, f"({len(low)}, 2)")
    from .kernels import widen

    out = np.empty((len(low), 2))
    widen(low, high, c, state[:, 0], state[:, 1], out)
    return out[:, 0], out[:, 1]


@dataclass
class Tracker:
    """The states of many (market, horizon) series, brought up to date in place as outcomes fall due.

    theta    (series, 2) below and above
    updates  (series,) outcomes used so far
    """

    theta: Floats
    updates: Whole
    alphas: tuple[float, float] = ALPHAS
    limit: float = LIMIT
    learned: Learned = field(default=Learned(0, 0, 0))  # of the last `update`

    @classmethod
    def start(cls, series: int, alphas: tuple[float, float] = ALPHAS, limit: float = LIMIT) -> "Tracker":
        """All factors 1."""
        return cls(np.zeros((series, 2)), np.zeros(series, np.int64), alphas, limit)

    def update(
        self,
        issued: Issued,
        outcome: ArrayLike,
        now: int,
        *,
        series: ArrayLike | None = None,
        rate: ArrayLike = RATE,
        excluded: ArrayLike | None = None,
    ) -> Learned:
        """Learn from bands as they were published, in the order of the rows.

        issued    the bands with theta already in them
        outcome   (n,) prices at origin + horizon, nan where there was none
        now       UTC seconds: rows whose horizon has not passed by then are left alone and counted
        series    (n,) which series a row belongs to; row i is series i by default. A series may have several rows, oldest first
        rate      one, or (n,); see `rate_of`
        excluded  (n,) True where the row is to teach nothing

        Pass each row once. Takes about 0.2 ms for 10,000 rows.
        """
        columns = _columns(outcome, *issued[2:])
        n = len(columns[0])
        at = np.arange(n) if series is None else np.asarray(series)
        if at.shape != (n,) or not np.issubdtype(at.dtype, np.integer) or (n and (at.min() < 0 or at.max() >= len(self.theta))):
            raise InputError("series", at.shape, f"one of 0..{len(self.theta) - 1} for each of {n} rows")
        from .kernels import update

        waiting, unused = update(
            at, _due(issued, n), int(now), *columns[:1], *columns[1:], _mask(excluded, n), _rates(rate, n), *self.alphas,
            self.limit, self.theta, self.updates,
        )  # fmt: skip
        self.learned = Learned(n - waiting - unused, unused, waiting)
        return self.learned


def walk(
    offsets: ArrayLike,
    issued: Issued,
    outcome: ArrayLike,
    until: int,
    *,
    rate: ArrayLike = RATE,
    excluded: ArrayLike | None = None,
    theta: ArrayLike | None = None,
    alphas: tuple[float, float] = ALPHAS,
    limit: float = LIMIT,
) -> Walk:
    """Theta as it was in force at every origin of many (market, horizon) chains, each from its first origin on.

    offsets   (chains + 1,) rows offsets[c] .. offsets[c + 1] - 1 are chain c, in the order of time
    issued    the bands before this correction
    outcome   (n,) as in `Tracker.update`; rate and excluded likewise
    until     UTC seconds, not before any origin: what falls due by then is in the final states
    theta     (chains, 2) at the start, 0 by default

    At an origin all rows of the chain that have fallen due are learned first, each judged with the band that was in force when
    it was issued. Raises InputError where rows of a chain are not in the order of time, or a horizon is not more than 0.
    """
    columns = _columns(outcome, *issued[2:])
    n = len(columns[0])
    bounds = np.asarray(offsets)
    if (
        bounds.ndim != 1 or len(bounds) < 1 or not np.issubdtype(bounds.dtype, np.integer)
        or bounds[0] != 0 or bounds[-1] != n or (np.diff(bounds) < 0).any()
    ):  # fmt: skip
        raise InputError("offsets", bounds.tolist()[:5], f"ascending whole numbers from 0 to {n}")
    due, origin = _due(issued, n), np.asarray(issued.origin_ts, np.int64)
    inner = np.ones(max(n - 1, 0), np.bool_)
    inner[bounds[(bounds > 0) & (bounds < n)] - 1] = False  # from one chain to the next
    if (inner & ((np.diff(origin) < 0) | (np.diff(due) < 0))).any():
        raise InputError("origin_ts", "not ascending", "in the order of time within a chain, of one horizon")
    if n and until < origin.max():
        raise InputError("until", until, f"{int(origin.max())} or later, the last origin")
    chains = len(bounds) - 1
    state = np.zeros((chains, 2)) if theta is None else np.array(theta, np.float64)
    if state.shape != (chains, 2):
        raise InputError("theta", state.shape, f"({chains}, 2)")
    from .kernels import walk as kernel

    in_force, counts = np.empty((n, 2)), np.zeros((chains, 3), np.int64)
    kernel(
        bounds.astype(np.int64), origin, due, int(until), *columns, _mask(excluded, n), _rates(rate, n), *alphas, limit,
        state, in_force, counts,
    )  # fmt: skip
    return Walk(in_force, state, counts[:, 0], counts[:, 1], counts[:, 2])


def _due(issued: Issued, n: int) -> Whole:
    origin, horizon = np.asarray(issued.origin_ts), np.asarray(issued.horizon_s)
    for name, found in (("origin_ts", origin), ("horizon_s", horizon)):
        if found.shape != (n,) or not np.issubdtype(found.dtype, np.integer):
            raise InputError(name, (found.shape, str(found.dtype)), f"whole seconds for each of {n} rows")
    if n and horizon.min() <= 0:
        raise InputError("horizon_s", int(horizon.min()), "more than 0 seconds")
    return np.asarray(origin + horizon, np.int64)


def _columns(first: ArrayLike, *others: ArrayLike) -> list[Floats]:
    columns = [np.ascontiguousarray(column, np.float64) for column in (first, *others)]
    if columns[0].ndim != 1 or any(column.shape != columns[0].shape for column in columns):
        raise InputError("columns", [column.shape for column in columns], "vectors of one length")
    return columns


def _mask(excluded: ArrayLike | None, n: int) -> NDArray[np.bool_]:
    mask = np.zeros(n, np.bool_) if excluded is None else np.asarray(excluded, np.bool_)
    if mask.shape != (n,):
        raise InputError("excluded", mask.shape, f"True or False for each of {n} rows")
    return mask


def _rates(rate: ArrayLike, n: int) -> Floats:
    found = np.asarray(rate, np.float64)
    if found.shape not in ((), (n,)) or not ((found >= 0) & (found < np.inf)).all():
        raise InputError("rate", found.shape, f"one number of 0 or more, or one for each of {n} rows")
    return np.ascontiguousarray(np.broadcast_to(found, (n,)))
