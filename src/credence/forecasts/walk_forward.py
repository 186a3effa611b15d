"""Conformal states fitted day by day, each on what was known by then, and the bands that they corrected afterwards.

In   raw bands of hourly origins of one horizon with their outcomes, in the order of market and time; the moments of fits
Out  the fits with what caused them; the band of every origin as it would have been published; each market's own factors

A row teaches a fit at D if its horizon had passed by D. Drift is looked for in the bands as the tables corrected them, before
each market's own factors.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .conformal import (
    Base,
    Fired,
    Issued,
    Recent,
    Table,
    base,
    corrected,
    day_weights,
    event_weights,
    fit,
    may_refit,
    misses,
    rate_of,
    scores,
    triggers,
    walk,
    widened,
)
from .cycle import LEVELS
from .guard import guarded
from .interface import Floats

Ints = NDArray[np.int64]
DAY_S = 86_400
SEGMENT = "all"


@dataclass
class Rows:
    """Origins of one horizon, sorted by market and time; y is nan where there was no price, or none yet."""

    step_s: int
    horizon_s: int
    market: Ints
    event: Ints
    ts: Ints
    values: Floats  # (n, 3)
    masses: Floats  # (n, 2)
    scale: Floats
    p: Floats
    y: Floats
    bucket: Ints  # (n, 2)
    uniform: Floats

    @property
    def due(self) -> Ints:
        return self.ts + self.horizon_s


@dataclass
class Fit:
    """One fit. theta (markets, 2) and counts (markets, 3): used, unused, waiting, of `markets`."""

    at: int  # UTC seconds
    table: Table
    reference: Base
    n: int
    n_effective: float
    n_events: int
    since: int
    until: int
    cause: str
    fired: list[Fired]
    markets: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    theta: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    counts: Ints = field(default_factory=lambda: np.zeros((0, 3), np.int64))


@dataclass
class Walked:
    """The fits, and the conformal band of every row, nan before the first fit; `clamped` where it had to be put in order."""

    fits: list[Fit]
    bands: Floats
    clamped: NDArray[np.bool_]


def walk_forward(rows: Rows, moments: Sequence[int], until: int, rule: dict[str, Any]) -> Walked:
    """Fit at these moments, ascending, where a fit is due.

    until  UTC seconds, not before any origin: no outcome after it is used
    rule   `calibration` of config/bands.yml
    """
    n = len(rows.ts)
    bands, clamped = np.full((n, 3), np.nan), np.zeros(n, np.bool_)
    usable = np.isfinite(rows.values).all(axis=1) & np.isfinite(rows.y) & (rows.due <= until)
    outside = scores(rows.values, LEVELS, rows.y, rows.scale)
    fits: list[Fit] = []
    for at in moments:
        last = fits[-1] if fits else None
        fired = _fired(rows, bands, usable, last, at, rule) if last else []
        if last and not may_refit(at, last.at, round(3600 * rule["cooldown_h"])):
            continue
        if last and not fired and at - last.at < 3600 * rule["refit_after_h"]:
            continue
        found = _fit(rows, outside, usable, at, rule)
        if found is None:
            continue
        found.cause, found.fired = ("drift" if fired else "age") if last else "first", fired
        fits.append(found)
        after = np.flatnonzero((rows.ts >= at) & np.isfinite(rows.values).all(axis=1))
        bands[after], clamped[after] = _corrected(rows, found.table, after)
        known = rows.due <= at
        found.reference = _reference(rows, found.table, np.flatnonzero(known & usable & (rows.ts > at - _window_s(rule))))
    if fits:
        for one in fits:
            one.markets, one.theta, one.counts = _theta(rows, bands, one.at, rule)[:3]
        _, _, _, chosen, in_force = _theta(rows, bands, until, rule, every=True)
        low, high = widened(bands[chosen, 0], bands[chosen, 2], rows.p[chosen], in_force)
        bands[chosen, 0], bands[chosen, 2] = low, high
    return Walked(fits, bands, clamped)


def _window_s(rule: dict[str, Any]) -> int:
    return int(rule["fit_days"] * DAY_S)


def _fit(rows: Rows, outside: Floats, usable: NDArray[np.bool_], at: int, rule: dict[str, Any]) -> Fit | None:
    """A table from rows whose horizon had passed; None where they are too few."""
    chosen = np.flatnonzero(usable & (rows.due <= at) & (rows.ts > at - _window_s(rule)))
    if not len(chosen):
        return None
    weight = day_weights(rows.ts[chosen] // DAY_S, at // DAY_S)
    effective = float((weight * event_weights(rows.event[chosen])).sum())
    if effective < rule["effective_at_least"]:
        return None
    table = fit(outside[chosen], rows.bucket[chosen], weight, event=rows.event[chosen])
    none = Base(*[float("nan")] * 6)
    events = len(np.unique(rows.event[chosen]))
    ts = rows.ts[chosen]
    return Fit(at, table, none, len(chosen), effective, events, int(ts.min()), int(ts.max()), "", [])


def _corrected(rows: Rows, table: Table, at: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    amount = table.lookup(rows.bucket[at])
    reach = rows.values[at][:, [0, 2]] + np.array([-1.0, 1.0]) * amount * rows.scale[at, None]
    middle = rows.values[at, 1]
    forced = (reach[:, 0] < 0) | (reach[:, 1] > 1) | (reach[:, 0] > middle + 1e-6) | (reach[:, 1] < middle - 1e-6)
    found = guarded(corrected(rows.values[at], LEVELS, amount, rows.scale[at]), LEVELS)
    return found.values, forced | (found.marks > 0)


def _reference(rows: Rows, table: Table, at: Ints) -> Base:
    bands, _ = _corrected(rows, table, at)
    recent = _recent(rows, bands, at)._replace(miss=np.zeros((len(at), 2)))  # a reference has no misses
    return base(recent, np.full(len(at), SEGMENT))[SEGMENT]


def _fired(
    rows: Rows, bands: Floats, usable: NDArray[np.bool_], last: Fit, at: int, rule: dict[str, Any]
) -> list[Fired]:
    """Drift triggers on the bands that the last fit corrected and whose horizon has passed."""
    chosen = np.flatnonzero(usable & (rows.ts >= last.at) & (rows.due <= at) & np.isfinite(bands).all(axis=1))
    if not len(chosen):
        return []
    recent = _recent(rows, bands[chosen], chosen)
    judged = np.isfinite(recent.miss).all(axis=1)
    if not judged.any():
        return []
    recent = Recent(*(np.asarray(column)[judged] for column in recent))
    return triggers(recent, np.full(int(judged.sum()), SEGMENT), {SEGMENT: last.reference}, int(rule["every_s"]))


def _recent(rows: Rows, bands: Floats, at: Ints) -> Recent:
    miss = misses(
        rows.y[at], rows.p[at], bands[:, 0], bands[:, 2], rows.masses[at, 0], rows.masses[at, 1], rows.uniform[at]
    )
    if np.isnan(rows.masses[at]).all():  # a method without masses is judged by its edges
        miss = np.column_stack([rows.y[at] < bands[:, 0] - 1e-6, rows.y[at] > bands[:, 2] + 1e-6]).astype(float)
    width, horizon = bands[:, 2] - bands[:, 0], np.full(len(at), rows.horizon_s)
    return Recent(rows.ts[at], horizon, rows.event[at], miss, width, rows.y[at] - rows.p[at])


def _theta(
    rows: Rows, bands: Floats, until: int, rule: dict[str, Any], *, every: bool = False
) -> tuple[Ints, Floats, Ints, Ints, Floats]:
    """Factors of the markets that have bands before `until` (all of them with `every`), learned from outcomes due by then."""
    before = np.isfinite(bands).all(axis=1)
    chosen = np.flatnonzero(before if every else before & (rows.ts < until))
    market = rows.market[chosen]
    starts = np.flatnonzero(np.diff(market, prepend=-1))
    spacing = max(rule["every_s"], rows.step_s)
    y = np.where(rows.due[chosen] <= until, rows.y[chosen], np.nan)
    issued = Issued(
        rows.ts[chosen], np.full(len(chosen), rows.horizon_s, np.int64), bands[chosen, 0], bands[chosen, 2], rows.p[chosen],
        rows.masses[chosen, 0], rows.masses[chosen, 1], rows.uniform[chosen],
    )  # fmt: skip
    found = walk(np.r_[starts, len(chosen)], issued, y, until, rate=rate_of(rows.horizon_s, spacing))
    counts = np.stack([found.used, found.unused, found.waiting], axis=1).astype(np.int64)
    return market[starts], found.theta, counts, chosen, found.in_force
