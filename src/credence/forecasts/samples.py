"""Origins with known outcomes, from which scales and shapes are fitted.

An origin is an hour's step with a price of its own and at least twelve changes within the last day (three days for hourly
grids); each market has its own minute, so that a batch does not see all markets at the same moment.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .cells import COARSE_S, HORIZONS_S, HOURLY, PRICES, QUOTED
from .histories import CARRY, Histories, Ints, Origins, carry, covariates, outcomes
from .interface import MIN_INCREMENTS, Floats
from .origin_features import AT_SPREAD, path_features, schedule_features
from .scale_design import AT

CAP = 50  # rows of an event that count in full
NO_SCHEDULE = ("hours_to_end",)
NO_HOUR = ("hour_sin", "hour_cos")
NO_QUOTE = ("spread", "sibling_scale")
TRAIN_EIGHTHS = 6  # of the events, by a hash of their names


@dataclass(frozen=True)
class Sample:
    """Rows of one cell, ready to fit: features (n, k) float32, price, outcome, weight, event number."""

    features: NDArray[np.float32]
    p: Floats
    y: Floats
    weight: Floats


@dataclass(frozen=True)
class TrainingSet:
    """Histories that may be learned from.

    until    labels before this moment (UTC s) are used; later ones are for judging
    event_names  per market of `histories`
    """

    name: str
    histories: Histories
    event_names: NDArray[np.str_]
    until: int

    def trains(self) -> NDArray[np.bool_]:
        """Which markets are learned from: six eighths of the events, by crc32 of the name."""
        return eighth(self.event_names) < TRAIN_EIGHTHS


def eighth(event_names: NDArray[np.str_]) -> Ints:
    """0..7 by a hash of the event's name: the same on every machine."""
    return np.asarray([zlib.crc32(name.encode()) % 8 for name in event_names], np.int64)


def hourly_origins(histories: Histories) -> Origins:
    """All origins of all markets, in the order of the grids."""
    changes = np.diff(histories.prices, prepend=np.nan)
    changes[histories.start[:-1]] = np.nan
    count = np.cumsum(np.isfinite(changes))
    market = np.repeat(np.arange(len(histories.market_ids)), np.diff(histories.start))
    at = np.arange(len(histories.prices))
    step = histories.step_s[market]
    first = histories.start[market]
    span = np.where(step < 3600, 86400, 3 * 86400) // step
    before = np.maximum(at - span, first - 1)
    past = count - np.where(before >= 0, count[before], 0)
    per_hour = np.maximum(1, 3600 // histories.step_s)
    minute = np.asarray([zlib.crc32(str(name).encode()) for name in histories.market_ids]) % per_hour
    on_minute = (histories.first_ts[market] // step + at - first) % per_hour[market] == minute[market]
    own = np.isfinite(histories.prices) if histories.own is None else histories.own
    pick = own & (past >= MIN_INCREMENTS) & on_minute
    at, market = at[pick], market[pick]
    return Origins(market, at, histories.first_ts[market] + (at - histories.start[market]) * histories.step_s[market])


def features_of(histories: Histories, origins: Origins) -> NDArray[np.float32]:
    """PATH and SCHEDULE of every origin."""
    path = path_features(histories.prices, histories.start[origins.market], origins.at, histories.step_s[origins.market])
    schedule = schedule_features(covariates(histories, origins), len(origins.at))
    return np.hstack([path, schedule]).astype(np.float32)


def coarsened(histories: Histories, step_s: int) -> Histories:
    """The same prices on a coarser grid: the last price of each longer step, stamped with its end, carried one such step."""
    market = np.repeat(np.arange(len(histories.market_ids)), np.diff(histories.start))
    ts = histories.first_ts[market] + (np.arange(len(market)) - histories.start[market]) * histories.step_s[market]
    end = -(-ts // step_s) * step_s
    first_ts = -(-histories.first_ts // step_s) * step_s
    last = end[histories.start[1:] - 1]
    start = np.r_[0, np.cumsum((last - first_ts) // step_s + 1 + CARRY)]
    place = start[market] + (end - first_ts[market]) // step_s
    prices, spread = np.full(start[-1], np.nan), np.full(start[-1], np.nan)
    known = np.isfinite(histories.prices) if histories.own is None else histories.own
    # rows come in the order of time: the last one of a step stays
    prices[place[known]], spread[place[known]] = histories.prices[known], histories.spread[known]
    own = np.isfinite(prices)
    carry(prices, start)
    steps = np.full(len(first_ts), step_s, np.int64)
    return replace(histories, start=start, first_ts=first_ts, step_s=steps, prices=prices, spread=spread, own=own)


@dataclass(frozen=True)
class _Part:
    """One reading of one set: what is blanked, and how much its rows count."""

    kind: str
    blank: tuple[str, ...]
    weight: float
    step_s: int | None = None


QUOTED_PARTS = (
    _Part(QUOTED, (), 1.0),
    _Part(QUOTED, (*NO_SCHEDULE, "sibling_scale"), 0.25),
    _Part(PRICES, (*NO_SCHEDULE, *NO_QUOTE), 0.75),
    _Part(PRICES, (*NO_SCHEDULE, *NO_HOUR, *NO_QUOTE), 0.25),
    _Part(PRICES, NO_QUOTE, 0.5),
    _Part(PRICES, (*NO_SCHEDULE, *NO_QUOTE), 0.5, step_s=600),
    _Part(HOURLY, (), 1.0, step_s=3600),
    _Part(HOURLY, (*NO_SCHEDULE, *NO_QUOTE), 0.5, step_s=3600),
    _Part(HOURLY, NO_QUOTE, 0.5, step_s=3600),
)
# real series without quotes are few: within the hour, where they differ most from blanked ones, their rows count five times
PRICE_PARTS = (_Part(PRICES, (), 5.0), _Part(HOURLY, (), 1.0, step_s=3600))
SHORT_S = 3600


@dataclass(frozen=True)
class Frame:
    """Origins of one set on one grid, with features and everything else that does not depend on the horizon."""

    of: TrainingSet
    histories: Histories
    origins: Origins
    features: NDArray[np.float32]
    event: Ints


def frames(sets: list[TrainingSet]) -> Iterator[tuple[Frame, _Part]]:
    """Every part of every set; a grid is made once."""
    for one in sets:
        quoted = bool(np.isfinite(one.histories.spread).any())
        fine = bool((one.histories.step_s < COARSE_S).all())
        parts = QUOTED_PARTS if quoted else PRICE_PARTS
        made: dict[int | None, Frame] = {}
        for part in parts:
            step_s = part.step_s if fine else None
            if not fine and part.kind != HOURLY:
                continue
            if step_s not in made:
                made[step_s] = _frame(one, step_s)
            yield made[step_s], part


def _frame(one: TrainingSet, step_s: int | None) -> Frame:
    histories = one.histories if step_s is None else coarsened(one.histories, step_s)
    origins = hourly_origins(histories)
    return Frame(one, histories, origins, features_of(histories, origins), histories.event[origins.market])


def gather(pairs: list[tuple[Frame, _Part]], kind: str, horizon_s: int, eighths: tuple[int, ...]) -> Sample:
    """All rows of a cell whose events fall into these eighths and whose outcome was known in time."""
    chosen = [_rows(frame, part, horizon_s, eighths) for frame, part in pairs if part.kind == kind]
    return Sample(
        np.concatenate([sample.features for sample in chosen]), *(
            np.concatenate([getattr(sample, name) for sample in chosen]) for name in ("p", "y", "weight")
        ),
    )  # fmt: skip


def _rows(frame: Frame, part: _Part, horizon_s: int, eighths: tuple[int, ...]) -> Sample:
    origins, market = frame.origins, frame.origins.market
    y = outcomes(frame.histories, origins, np.full(len(market), horizon_s, np.int64))[0]
    p = frame.histories.prices[origins.at]
    exact = horizon_s % frame.histories.step_s[market] == 0
    keep = exact & np.isfinite(y) & (np.minimum(p, 1 - p) >= 0.005) & (origins.ts + horizon_s < frame.of.until)
    keep &= np.isin(eighth(frame.of.event_names), eighths)[market]
    if part.kind == QUOTED:
        keep &= np.isfinite(frame.features[:, AT_SPREAD])
    rows = np.flatnonzero(keep)
    features = frame.features[rows]
    features[:, [AT[name] for name in part.blank]] = np.nan
    factor = part.weight if part.weight <= 1 or horizon_s <= SHORT_S else 1.0
    return Sample(features, p[rows], y[rows], factor * capped(frame.event[rows]))


def capped(event: Ints, cap: int = CAP) -> Floats:
    """min(1, cap / rows of the event)."""
    if not len(event):
        return np.zeros(0)
    return np.minimum(1.0, cap / np.bincount(event)[event])


def cells() -> list[tuple[str, int]]:
    """All cells, in a fixed order."""
    return [(kind, horizon) for kind, fitted in HORIZONS_S.items() for horizon in fitted]
