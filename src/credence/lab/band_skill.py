"""How good bands are on markets that nobody trained on: skill, coverage and misses of every method on the judged origins.

In   a judged set (`judged_origins`)
Out  per horizon and method the scores of the headline (price within .02 to .98), of segments, tier against tier, and whether the
     word was kept week by week

Skill is 1 - loss / loss of the reference on the same rows; a row weighs min(1, 50 / rows of its event among them), and intervals
are those of 1,000 resamples of events. The loss is the mean pinball of the levels .1, .5, .9 unless Winkler is named.
References: the EWMA of squared changes (half of them forgotten in 11 steps) over the whole history, without a cap, and the band
that tools publish today, `flawed_bands.LevelEwma`. Bands are judged as they are made, without the service's limits of width.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..forecasts import fitted_models
from ..forecasts.bulk import Asked, bands
from ..forecasts.conformal import market_keys, uniforms
from ..forecasts.conformal.coverage import Figures, Judged, Kept, clustered_mean, kept_word, report
from ..forecasts.ewma import variance_path
from ..forecasts.guard import MAX_WIDTH, MIN_WIDTH, guarded
from ..forecasts.histories import Ints, Origins, outcomes
from ..forecasts.interface import Floats
from ..forecasts.spaces import Space, gaussian_band
from ..measures.bootstrap import Draws, resampled_sums
from ..measures.forecast_scores import hits, interval_score, mean_pinball
from ..measures.forecast_skill import Skill, capped_weights
from .flawed_bands import FLAWED
from .judged_origins import JudgedSet

LEVELS = (0.01, 0.1, 0.5, 0.9, 0.99)
THREE = (1, 2, 3)  # of LEVELS: .1, .5, .9
DRAWS = 1000
WEEK_S = 7 * 86400
SEED = 1  # of the randomised place of unchanged prices; not that of the correction
REFERENCE, USERS = ("ewma", "raw"), ("level_ewma", "raw")
FITTED = ("fhs", "har", "learned")
TIERS = (REFERENCE, ("fhs", "conformal"), ("har", "conformal"), ("learned", "conformal"))
CHUNK = 20_000  # windows at a time
LEAST_EVENTS = 20  # of a segment that is shown
Method = tuple[str, str]  # name, raw or conformal


@dataclass(frozen=True)
class Made:
    """Bands of one method: values (n, horizons, LEVELS), masses (n, horizons, 2), nan where the method has no opinion."""

    values: Floats
    masses: Floats


@dataclass(frozen=True)
class Score:
    """One method on one part of the rows of a horizon.

    figures    weighted coverage, misses randomised at no change, Winkler, pinball, shares
    closed_se  standard error of the closed coverage, by event
    low_closed, high_closed   share of outcomes below and above the closed band
    closed_98  closed coverage of the 98 % band, nan where the method was not asked for it
    skill      of the pinball, by reference: ewma, users; winkler likewise
    """

    horizon_s: int
    part: str
    method: Method
    figures: Figures
    closed_se: float
    low_closed: float
    high_closed: float
    closed_98: float
    skill: dict[str, Skill]
    winkler: dict[str, Skill]


@dataclass(frozen=True)
class Tier:
    """A method against the one below it."""

    horizon_s: int
    method: Method
    below: Method
    skill: Skill


@dataclass
class Result:
    """Everything of a set.

    missing  share of headline origins without a price at the target, per horizon
    kept     (horizon, method) -> whether each side's misses stayed near .10 in segments and weeks, cut by price and by range
    kept_large  the same where a segment-week has 20 events or more: with few, the error by event is not known either
    flawed   (horizon, name) -> skill against the EWMA
    narrower (horizon, method) -> share of headline origins whose 80 % band is narrower than at the horizon before
    """

    name: str
    data_sha256: str = ""
    first_ts: int = 0
    last_ts: int = 0
    markets: int = 0
    events: int = 0
    origins: int = 0
    missing: dict[int, float] = field(default_factory=dict)
    scores: list[Score] = field(default_factory=list)
    tiers: list[Tier] = field(default_factory=list)
    kept: dict[tuple[int, Method], list[Kept]] = field(default_factory=dict)
    kept_large: dict[tuple[int, Method], list[Kept]] = field(default_factory=dict)
    flawed: dict[tuple[int, str], Skill] = field(default_factory=dict)
    narrower: dict[tuple[int, Method], float] = field(default_factory=dict)

    def score(self, horizon_s: int, method: Method, part: str = "headline") -> Score | None:
        """The score of a part, None where it has too few events."""
        return next((s for s in self.scores if (s.horizon_s, s.method, s.part) == (horizon_s, method, part)), None)


def skills(one: JudgedSet, fitted: Sequence[str] = FITTED, draws: int = DRAWS) -> Result:
    """Scores of the EWMA, of the users' bands, and of the shipped models, raw and conformal.

    fitted  names of shipped artefacts
    """
    made = {REFERENCE: Made(_ewma(one), _unknown(one)), **dict(_flawed(one))}
    for name in fitted:
        for calibration in ("raw", "conformal"):
            made[name, calibration] = _fitted(one, name, calibration)
    ts, markets = one.origins.ts, len(np.unique(one.origins.market))
    result = Result(one.name, one.data_sha256, int(ts.min()), int(ts.max()), markets, int(one.event.max()) + 1, len(one.p))
    for k, horizon in enumerate(one.horizons_s):
        _judge(result, one, made, k, horizon, draws)
    return result


def segments(one: JudgedSet) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    """(way of cutting, name, which origins): by price, by the range of the last hour, by the time that was left."""
    p, moved, left = one.p, one.range_1h, one.hours_to_last
    head = np.minimum(p, 1 - p) >= 0.02
    for name, low, high in (("p .02-.1", 0.02, 0.1), ("p .1-.3", 0.1, 0.3)):
        yield "price", name, (p >= low) & (p < high)
    yield "price", "p .3-.7", (p >= 0.3) & (p <= 0.7)
    for name, low, high in (("p .7-.9", 0.7, 0.9), ("p .9-.98", 0.9, 0.98)):
        yield "price", name, (p > low) & (p <= high)
    yield "range", "still", head & (moved < 1e-6)
    for name, low, high in (
        ("to 2 c", np.nextafter(1e-6, 0), 0.0201),
        ("2 to 5 c", 0.0201, 0.0501),
        ("moving, over 5 c", 0.0501, np.inf),
    ):
        yield "range", name, head & (moved > low) & (moved <= high)
    yield "left", "last 3 h of ended", head & one.ended & (left <= 3)
    yield "left", "3 to 12 h before the end", head & one.ended & (left > 3) & (left <= 12)
    yield "left", "over 12 h left", head & (left > 12)


# ---------------------------------------------------------------- bands


def _head(p: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.minimum(p, 1 - p) >= 0.02 - 1e-9, np.bool_)


def _unknown(one: JudgedSet) -> Floats:
    return np.full((len(one.p), len(one.horizons_s), 2), np.nan)


def _steps(one: JudgedSet) -> tuple[int, ...]:
    return tuple(horizon // one.step_s for horizon in one.horizons_s)


def _ewma(one: JudgedSet) -> Floats:
    """The textbook's band from all prices up to each origin."""
    start, prices, market = one.histories.start, one.histories.prices, one.origins.market
    variance = np.empty(len(market))
    cut = np.r_[0, np.flatnonzero(np.diff(market)) + 1, len(market)]
    for first, last in pairwise(cut):
        own = slice(start[market[first]], start[market[first] + 1])
        variance[first:last] = variance_path(prices[own])[0][one.origins.at[first:last] - own.start]
    return gaussian_band(one.p, np.zeros(len(one.p)), variance, _steps(one), LEVELS, Space(), capped=False)


def _flawed(one: JudgedSet) -> Iterator[tuple[Method, Made]]:
    """The users' bands: they know nothing of gaps, so their windows hold the last 288 prices that there are."""
    known = np.flatnonzero(np.isfinite(one.histories.prices))
    last = np.searchsorted(known, one.origins.at)
    first = np.searchsorted(known, one.histories.start[one.origins.market])
    for cls in FLAWED:
        method, values = cls(), np.full((len(last), len(one.horizons_s), len(LEVELS)), np.nan)
        for rows in np.array_split(np.arange(len(last)), len(last) // CHUNK + 1):
            place = last[rows, None] + np.arange(-287, 1)
            windows = np.where(place >= first[rows, None], one.histories.prices[known[np.maximum(place, 0)]], np.nan)
            values[rows] = method.forecast_quantiles(windows, list(_steps(one)), one.step_s, LEVELS).values
        yield (method.model_id.removeprefix("flawed_"), "raw"), Made(values, _unknown(one))


def _fitted(one: JudgedSet, name: str, calibration: str) -> Made:
    n, wide = len(one.p), len(one.horizons_s)
    origins = Origins(*(np.tile(getattr(one.origins, part), wide) for part in ("market", "at", "ts")))
    asked = Asked(origins, np.repeat(np.asarray(one.horizons_s, np.int64), n))
    found = bands(one.histories, asked, fitted_models.loaded(name), LEVELS, calibration=calibration)
    values = found.values.reshape(wide, n, len(LEVELS)).transpose(1, 0, 2)
    masses = np.column_stack([found.below, found.unchanged]).reshape(wide, n, 2).transpose(1, 0, 2)
    return Made(values, masses)


# ---------------------------------------------------------------- scores


@dataclass(frozen=True)
class _Rows:
    """Rows of one horizon that have an outcome, and the losses of every method on them."""

    at: Ints
    y: Floats
    event: Ints
    uniform: Floats
    values: dict[Method, Floats]
    masses: dict[Method, Floats]
    pinball: dict[Method, Floats]
    winkler: dict[Method, Floats]


class _Drawn:
    """Skills of any method against any other on one part of the rows: all from the same resamples of events.

    The same numbers as `forecast_skill.skill_interval` with this seed; drawn once for all methods.
    """

    def __init__(self, rows: _Rows, mask: NDArray[np.bool_], draws: int, seed: list[int]) -> None:
        event = np.unique(rows.event[mask], return_inverse=True)[1].astype(np.int64)
        weight = capped_weights(event)
        losses = {
            (kind, method): loss
            for kind, of in (("pinball", rows.pinball), ("winkler", rows.winkler))
            for method, loss in of.items()
        }
        self._column = {key: at for at, key in enumerate(losses)}
        self._sums = np.column_stack([np.bincount(event, weight * loss[mask]).astype(float) for loss in losses.values()])
        self._draws = resampled_sums(self._sums, draws, np.random.default_rng(seed))

    def skill(self, method: Method, other: Method, kind: str = "pinball") -> Skill:
        """1 - loss of the method / loss of the other."""
        mine, theirs = self._column[kind, method], self._column[kind, other]
        total = self._sums.sum(axis=0)
        low, high = Draws(0.0, 1 - self._draws[:, mine] / self._draws[:, theirs]).percentile()
        return Skill(float(1 - total[mine] / total[theirs]), low, high, len(self._sums))


def _judge(result: Result, one: JudgedSet, made: dict[Method, Made], k: int, horizon: int, draws: int) -> None:
    horizon_s = np.full(len(one.p), horizon, np.int64)
    y = outcomes(one.histories, one.origins, horizon_s)[0]
    head, scored = _head(one.p), np.isfinite(y)
    result.missing[horizon] = float(1 - scored[head].mean())
    if k:
        width = {
            method: found.values[head, k - 1 : k + 1, 3] - found.values[head, k - 1 : k + 1, 1] for method, found in made.items()
        }
        result.narrower |= {(horizon, method): float(np.mean(of[:, 1] < of[:, 0] - 1e-9)) for method, of in width.items()}
    rows = _rows(one, made, np.flatnonzero(scored & head), y, k, horizon)
    parts: list[tuple[str, NDArray[np.bool_]]] = [("headline", np.ones(len(rows.at), np.bool_))]
    parts += [(name, mask[rows.at]) for _, name, mask in segments(one)]
    shown = [method for method in made if method[0] in ("ewma", *FITTED) or method == USERS]
    for part, mask in parts:
        if len(np.unique(rows.event[mask])) < (LEAST_EVENTS if part != "headline" else 2):
            continue
        drawn = _Drawn(rows, mask, draws, [zlib.crc32(f"{one.name} {horizon} {part}".encode()), SEED])
        result.scores += [_score(one, rows, horizon, part, mask, method, drawn) for method in shown]
        if part == "headline":
            result.flawed |= {
                (horizon, name): drawn.skill((name, kind), REFERENCE) for name, kind in made if name.startswith("level_")
            }
            present = [tier for tier in TIERS if tier in made]
            for below, above in pairwise(present):
                result.tiers.append(Tier(horizon, above, below, drawn.skill(above, below)))
    for method in made:
        if method[0] in FITTED:
            result.kept[horizon, method] = list(_kept(one, rows, method, 1))
            result.kept_large[horizon, method] = list(_kept(one, rows, method, LEAST_EVENTS))


def _rows(one: JudgedSet, made: dict[Method, Made], at: Ints, y: Floats, k: int, horizon: int) -> _Rows:
    outcome, origins = y[at], one.origins
    keys = market_keys(one.histories.market_ids[origins.market[at]].tolist())
    values = {method: found.values[at, k] for method, found in made.items()}
    lost = {method: mean_pinball(band[:, THREE], outcome, (0.1, 0.5, 0.9)) for method, band in values.items()}
    winkler = {method: interval_score(band[:, 1], band[:, 3], outcome) for method, band in values.items()}
    uniform = uniforms(SEED, keys, origins.ts[at], np.full(len(at), horizon, np.int64))
    masses = {method: found.masses[at, k] for method, found in made.items()}
    return _Rows(at, outcome, one.event[at], uniform, values, masses, lost, winkler)


def _judged(one: JudgedSet, rows: _Rows, method: Method, mask: NDArray[Any]) -> Judged:
    band, masses, at = rows.values[method][mask], rows.masses[method][mask], rows.at[mask]
    limited = guarded(band[:, THREE], (0.1, 0.5, 0.9), MIN_WIDTH, MAX_WIDTH).marks >= 4
    return Judged(
        rows.y[mask], one.p[at], band[:, 1], band[:, 2], band[:, 3], rows.event[mask], masses[:, 0], masses[:, 1],
        rows.uniform[mask], limited,
    )  # fmt: skip


def _score(one: JudgedSet, rows: _Rows, horizon: int, part: str, mask: NDArray[np.bool_], method: Method, drawn: _Drawn) -> Score:
    event = np.unique(rows.event[mask], return_inverse=True)[1].astype(np.int64)
    weight = capped_weights(event)
    band, y = rows.values[method][mask], rows.y[mask]
    eighty, wide = hits(band[:, 1], band[:, 3], y), hits(band[:, 0], band[:, 4], y)

    def mean(values: NDArray[Any]) -> float:
        return float(np.average(values, weights=weight))

    figures = report(_judged(one, rows, method, mask), np.zeros(len(y), np.int64))[0]
    references = {"ewma": REFERENCE, "users": USERS}
    pinball = {name: drawn.skill(method, other) for name, other in references.items()}
    winkler = {name: drawn.skill(method, other, "winkler") for name, other in references.items()}
    error = clustered_mean(eighty.closed.astype(float), weight, event)[1]
    return Score(
        horizon, part, method, figures, error, mean(eighty.below), mean(eighty.above), mean(wide.closed), pinball, winkler
    )


def _kept(one: JudgedSet, rows: _Rows, method: Method, least_events: int) -> Iterator[Kept]:
    """By price and by range: segments of one cut do not overlap. Only segment-weeks of at least so many events."""
    week = one.origins.ts[rows.at] // WEEK_S
    for cut in ("price", "range"):
        label = np.full(len(rows.at), "", object)
        for way, name, mask in segments(one):
            if way == cut:
                label[mask[rows.at]] = name
        group = np.unique(np.char.add(label.astype(str), np.char.mod(" %d", week)), return_inverse=True)[1]
        pairs = np.unique(np.column_stack([group, rows.event]), axis=0)[:, 0]
        inside = (label != "") & (np.bincount(pairs)[group] >= least_events)
        if inside.any():
            yield kept_word(_judged(one, rows, method, inside), label[inside].astype(str), week[inside])
