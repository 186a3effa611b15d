"""Bands for many origins in many histories, in the order of time, each from what was known at its origin and nothing later.

raw        the shipped model as it is
conformal  the model refitted every day at midnight UTC on outcomes that were known by then, market by market corrected by its
           own misses. Families of markets (the column `source`) are refitted apart
Outcomes are read from the histories: a row's outcome is used from the first midnight at or after it was known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .artefact import Artefact
from .cells import COARSE_S, HORIZONS_S, HOURLY, KINDS, Cell, kind_of
from .conformal import Issued, market_keys, uniforms, walk, widened
from .histories import Histories, Ints, Origins, outcomes, targets
from .interface import Floats
from .origin_features import AT_SPREAD
from .refit import EVENT_ROWS, Refit
from .samples import Sample, features_of, hourly_origins

DAY_S = 86400
EDGES = (0.1, 0.9)  # of the band whose misses correct every level
NEAREST_BOUNDARY = 0.005


@dataclass(frozen=True)
class Asked:
    """Bands that are wanted: origins, and the horizon of each in seconds."""

    origins: Origins
    horizon_s: Ints


@dataclass(frozen=True)
class Answer:
    """values (n, n levels); below, unchanged (n,); theta (n, 2) of the market's own correction, 0 where there is none."""

    values: Floats
    below: Floats
    unchanged: Floats
    theta: Floats


@dataclass(frozen=True)
class _Rows:
    """All origins that are asked for or learned from, once each, in the order of the grids."""

    origins: Origins
    features: NDArray[np.float32]
    p: Floats
    teaches: NDArray[np.bool_]


def bands(
    histories: Histories,
    asked: Asked,
    artefact: Artefact,
    levels: Sequence[float],
    *,
    calibration: str = "conformal",
    families: NDArray[Any] | None = None,
    seed: int = 0,
) -> Answer:
    """Bands of every asked row, in its order.

    families  per market of the histories; one family where None
    seed      of the randomised errors at an unchanged price
    Raises: InputError for another calibration.
    """
    if calibration not in ("raw", "conformal"):
        raise InputError("calibration", calibration, "raw or conformal")
    conformal = calibration == "conformal"
    want = tuple(sorted({*levels, *(EDGES if conformal else ())}))
    rows = _union(histories, asked.origins, teaching=conformal)
    horizons = [int(value) for value in np.unique(asked.horizon_s)]
    values = np.full((len(rows.p), len(horizons), len(want)), np.nan)
    masses = np.full((len(rows.p), len(horizons), 2), np.nan)
    family = np.zeros(len(histories.market_ids), np.int64) if families is None else np.unique(families, return_inverse=True)[1]
    for number in range(int(family.max(initial=-1)) + 1):
        mine = np.flatnonzero(family[rows.origins.market] == number)
        if len(mine):
            _family(histories, rows, mine, Refit(artefact), horizons, want, values, masses, refits=conformal)
    theta = np.zeros((len(rows.p), len(horizons), 2))
    if conformal:
        low, high = want.index(EDGES[0]), want.index(EDGES[1])
        for k, horizon in enumerate(horizons):
            theta[:, k] = _own(histories, rows, values[:, k, low], values[:, k, high], masses[:, k], horizon, seed)
        _widen(values, rows.p, theta, want)
    at = np.searchsorted(rows.origins.at, asked.origins.at)
    which = np.searchsorted(horizons, asked.horizon_s)
    chosen = [want.index(level) for level in levels]
    return Answer(values[at, which][:, chosen], masses[at, which, 0], masses[at, which, 1], theta[at, which])


def _union(histories: Histories, asked: Origins, *, teaching: bool) -> _Rows:
    learned = hourly_origins(histories) if teaching else asked
    at, first = np.unique(np.r_[asked.at, learned.at], return_index=True)
    origins = Origins(*(np.r_[getattr(asked, name), getattr(learned, name)][first] for name in ("market", "at", "ts")))
    teaches = np.isin(at, learned.at) if teaching else np.zeros(len(at), bool)
    return _Rows(origins, features_of(histories, origins), histories.prices[at], teaches)


def _family(
    histories: Histories, rows: _Rows, mine: Ints, refit: Refit, horizons: list[int], levels: tuple[float, ...], values: Floats,
    masses: Floats, *, refits: bool,
) -> None:  # fmt: skip
    """Fill the rows of one family, day by day."""
    step = histories.step_s[rows.origins.market[mine]]
    days = rows.origins.ts[mine] // DAY_S
    due = list(_due(histories, rows, mine, step)) if refits else []
    order = np.argsort(days, kind="stable")
    starts = np.r_[np.flatnonzero(np.diff(days[order], prepend=-1)), len(order)]
    for begin, end in pairwise(starts):
        for lesson in due:
            lesson.learn(refit, int(days[order[begin]]))
        today = mine[order[begin:end]]
        for step_s in np.unique(histories.step_s[rows.origins.market[today]]):
            now = today[histories.step_s[rows.origins.market[today]] == step_s]
            found = refit.model.bands(rows.features[now], rows.p[now], int(step_s), horizons, levels)
            values[now], masses[now] = found.values, found.masses


@dataclass
class _Lesson:
    """Outcomes of one cell in the order in which they may be used."""

    cell: Cell
    rows: _Rows
    at: Ints
    y: Floats
    day: Ints
    event: Ints
    counts: Ints
    done: int = 0

    def learn(self, refit: Refit, day: int) -> None:
        """Everything that was known before this day began and has not been learned yet, a day at a time.

        Days on which nothing was asked are learned one by one as well: what is asked must not change what is learned.
        """
        end = int(np.searchsorted(self.day, day, "right"))
        if end == self.done:
            return
        cuts = np.r_[self.done, self.done + 1 + np.flatnonzero(np.diff(self.day[self.done : end])), end]
        self.done = end
        for begin, until in pairwise(cuts):
            event = self.event[begin:until]
            np.add.at(self.counts, event, 1)
            weight = np.minimum(1.0, EVENT_ROWS / np.maximum(self.counts[event], 1))
            at = self.at[begin:until]
            refit.learn(self.cell, Sample(self.rows.features[at], self.rows.p[at], self.y[begin:until], weight))


def _due(histories: Histories, rows: _Rows, mine: Ints, step: Ints) -> Iterator[_Lesson]:
    quoted = np.isfinite(rows.features[mine, AT_SPREAD])
    kinds = np.where(step >= COARSE_S, KINDS.index(HOURLY), kind_of(300, quoted))
    central = np.minimum(rows.p[mine], 1 - rows.p[mine]) >= NEAREST_BOUNDARY
    for number, kind in enumerate(KINDS):
        of_kind = rows.teaches[mine] & (kinds == number) & central
        for horizon in HORIZONS_S[kind]:
            at = mine[of_kind & (horizon % step == 0)]
            origins = Origins(rows.origins.market[at], rows.origins.at[at], rows.origins.ts[at])
            y, known_at = outcomes(histories, origins, np.full(len(at), horizon, np.int64))
            at, y, known_at = at[np.isfinite(y)], y[np.isfinite(y)], known_at[np.isfinite(y)]
            day = -(-known_at // DAY_S)
            order = np.argsort(day, kind="stable")
            event = histories.event[rows.origins.market[at[order]]]
            seen = np.zeros(int(event.max(initial=0)) + 1, np.int64)
            yield _Lesson((kind, horizon), rows, at[order], y[order], day[order], event, seen)


def _own(histories: Histories, rows: _Rows, lo: Floats, hi: Floats, masses: Floats, horizon: int, seed: int) -> Floats:
    """Theta of each market in force at each origin: a chain per market, in the order of time."""
    origins = rows.origins
    offsets = np.r_[0, np.flatnonzero(np.diff(origins.market)) + 1, len(origins.market)]
    horizon_s = np.full(len(rows.p), horizon, np.int64)
    keys = market_keys(histories.market_ids.tolist())[origins.market]
    uniform = uniforms(seed, keys, origins.ts, horizon_s)
    issued = Issued(origins.ts, horizon_s, lo, hi, rows.p, masses[:, 0], masses[:, 1], uniform)
    outcome = targets(histories, origins, horizon_s)
    until = int(origins.ts.max(initial=0))
    return np.asarray(walk(offsets, issued, outcome, until, excluded=~rows.teaches).in_force)


def _widen(values: Floats, p: Floats, theta: Floats, levels: tuple[float, ...]) -> None:
    """Every level moved by the factor of its side, in place."""
    for j, level in enumerate(levels):
        side = 0 if level < 0.5 else 1
        if level == 0.5:
            continue
        for k in range(values.shape[1]):
            low, high = widened(values[:, k, j], values[:, k, j], p, theta[:, k])
            values[:, k, j] = low if side == 0 else high
