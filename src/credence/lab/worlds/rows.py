"""Worlds as rows: scored prices with known truth, without payloads, in milliseconds per seed.

The displayed price comes first, on the grid of .001; then the next one, so that the planted truth is a martingale on
that grid; the outcome last, from S(a + b L(displayed)) of the last price. So P(YES | displayed) is the planted one at
every horizon, exactly, whatever the legs of an event have in common.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from ...errors import InputError
from .draws import WEEKS, Draw
from .planted import BUCKETS, CATEGORIES, HORIZON_HOURS, HORIZONS, INFORMATION, LOW, Grid, Vector, plan_of, simulated_low
from .steps import Codes, next_mean_kept, next_shares, shares_in_ticks, with_noise

NOISE_STAYS = 0.5  # correlation of the added noise from one horizon to the next


@dataclass(frozen=True)
class Rows:
    """Scored prices: every field has shape (n,). Rows of an event lie together; horizons run inside a market."""

    p_yes: Vector  # displayed, a multiple of .001
    resolved_yes: NDArray[np.int8]
    event: Codes  # 0 .. events - 1, ascending
    market: Codes  # 0 .. markets - 1, ascending
    week: Codes  # in which the event resolved, 0 .. weeks - 1
    shock: NDArray[np.bool_]  # whether that week has a common shock
    category: Codes  # place in CATEGORIES
    horizon: Codes  # place in HORIZONS
    liquidity: Codes  # place in BUCKETS
    spread: Vector  # displayed, around p_yes
    volume_usdc: Vector  # of the market
    slope: Vector  # planted b of the displayed price
    intercept: Vector  # planted a
    true_p: Vector  # P(YES | what the market knew); with no noise added it is S(a + b L(p_yes))
    already_resolved: NDArray[np.bool_]  # ended before this horizon; p_yes is then the payout

    def __len__(self) -> int:
        return len(self.p_yes)

    def where(self, keep: ArrayLike) -> "Rows":
        """The rows of a mask; codes stay as they are."""
        mask = np.asarray(keep)
        return Rows(**{field.name: getattr(self, field.name)[mask] for field in fields(self)})


def simulate(
    world: str = "calm",
    events: int = 1000,
    seed: int = 0,
    *,
    horizons: Sequence[str] = ("24h",),
    independent: bool = False,
    correlation: float = 0.3,
    shock: float = 0.1,
    weeks: int = WEEKS,
    slope: ArrayLike | None = None,
    intercept: ArrayLike | None = None,
    anchor: str = "scheduled",
) -> Rows:
    """Rows of a world; the same arguments give the same rows.

    world        a name in planted.PLANS: calm, biased, thin-equal, thin-unequal, early-yes, ladder, neg-risk, disputed
    events       how many, at least 1
    seed         0 .. 2**63 - 1
    horizons     names in HORIZONS, longest first; one row per market and horizon
    independent  one leg per event, nothing in common between events: no correlation and no shocks
    correlation  0 .. 1, of the legs of an event (one-factor Gaussian copula of prices and outcomes)
    shock        0 .. 1 - correlation, of all events that resolve in the week of a shock, two shocks a month
    weeks        over how many weeks the events resolve, at least 1
    slope        instead of the planted one: a number, or (categories, horizons asked for); refused by neg-risk,
                 early-yes and thin-unequal, whose truth is of its own kind
    intercept    as slope
    anchor       in early-yes also `close`: horizons count back from the moment at which the market ended

    Legs: 5 % of events have 20 to 80, the others 1 to 5, half of them one. In `neg-risk` at least two, whose displayed
    prices sum to 1. The dispute of a market changes nothing in a row: `disputed` equals `calm` here.

    >>> rows = simulate("calm", events=200, seed=1)
    >>> bool(abs(np.mean(rows.resolved_yes - rows.p_yes)) < 0.05)
    True
    """
    if not 0 <= seed < 2**63:
        raise InputError("seed", seed, "0 .. 2**63 - 1")
    if events < 1 or weeks < 1:
        raise InputError("events, weeks", (events, weeks), "at least 1")
    for name, value, top in (("correlation", correlation, 1.0), ("shock", shock, 1.0 - correlation)):
        if not 0 <= value <= top:
            raise InputError(name, value, f"0 .. {top:g}")
    if independent:
        correlation = shock = 0.0
    week_rng, rng = (np.random.default_rng(part) for part in np.random.SeedSequence([*world.encode(), seed]).spawn(2))
    draw = Draw(rng, week_rng, plan_of(world), events, weeks, independent, correlation, shock)
    return _made(draw, _stages(horizons), slope, intercept, anchor)


def _made(draw: Draw, stages: Sequence[int], slope: ArrayLike | None, intercept: ArrayLike | None, anchor: str) -> Rows:
    world = draw.plan.name
    if anchor not in ("scheduled", "close") or (anchor == "close" and world != "early-yes"):
        raise InputError("anchor", anchor, "scheduled, or close in early-yes: elsewhere the two are the same")
    if (world in ("neg-risk", "early-yes") or draw.plan.low_noise) and not (slope is None and intercept is None):
        raise InputError("slope, intercept", (slope, intercept), f"left out for {world}, whose truth is of its own kind")
    if world in ("neg-risk", "early-yes"):
        return _exclusive(draw, stages) if world == "neg-risk" else _early(draw, stages, anchor)
    slopes = draw.plan.slopes()[:, stages, :]
    if slope is not None:
        slopes = np.repeat(_cells(slope, "slope", stages)[:, :, None], len(BUCKETS), axis=2)
    if (slopes <= 0).any():
        raise InputError("slope", float(slopes.min()), "more than 0")
    given = _cells(draw.plan.intercept if intercept is None else intercept, "intercept", stages)
    return _chained(draw, stages, slopes, np.broadcast_to(given[:, :, None], slopes.shape))


def at_scale(
    world: str, markets: int, seed: int, *, horizons: Sequence[str] = HORIZONS, chunk_events: int = 10_000
) -> Iterator[Rows]:
    """Rows of so many markets, chunk by chunk; codes run on from chunk to chunk, and all share the same weeks and shocks.

    The last event may have a few markets more than there is room for: these are left out.

    >>> sum(len(rows) for rows in at_scale("calm", 1000, seed=1, horizons=("24h", "1h")))
    2000
    """
    stages, first_event, first_market, chunk = _stages(horizons), 0, 0, 0
    while first_market < markets:
        week_rng, rng = (np.random.default_rng([*world.encode(), seed, part]) for part in (0, chunk + 1))
        rows = _made(Draw(rng, week_rng, plan_of(world), chunk_events), stages, None, None, "scheduled")
        if rows.market[-1] >= markets - first_market:
            rows = rows.where(rows.market < markets - first_market)
        rows.event[:] += first_event
        rows.market[:] += first_market
        first_event, first_market, chunk = int(rows.event[-1]) + 1, int(rows.market[-1]) + 1, chunk + 1
        yield rows


def _stages(horizons: Sequence[str]) -> list[int]:
    names = [horizons] if isinstance(horizons, str) else list(horizons)
    if not names or any(name not in HORIZONS for name in names):
        raise InputError("horizons", tuple(names), "some of " + ", ".join(HORIZONS))
    found = [HORIZONS.index(name) for name in names]
    if found != sorted(set(found)):
        raise InputError("horizons", tuple(names), "each once, longest first")
    return found


def _cells(value: ArrayLike, name: str, stages: Sequence[int]) -> Vector:
    shape = (len(CATEGORIES), len(stages))
    given = np.asarray(value, float)
    if given.shape not in ((), shape) or not np.isfinite(given).all():
        raise InputError(name, given.shape, f"a number, or finite numbers of shape {shape}")
    return np.broadcast_to(given, shape)


def _chained(draw: Draw, stages: Sequence[int], slopes: Vector, intercepts: Vector) -> Rows:
    cells, times = len(CATEGORIES) * len(BUCKETS), len(stages)
    grid = Grid(
        slopes.transpose(0, 2, 1).reshape(cells, times), np.asarray(intercepts).transpose(0, 2, 1).reshape(cells, times)
    )
    cell = draw.category * len(BUCKETS) + draw.liquidity
    ticks = np.empty((times, len(cell)), np.int64)
    known = draw.information(stages[0])
    begin = ndtr((np.sqrt(known) * draw.normal() - draw.thresholds()) / np.sqrt(1 - known))
    ticks[0] = np.clip(np.rint(begin * 1000).astype(np.int64), grid.lowest[cell, 0], grid.highest[cell, 0])
    for place in range(1, times):
        now, known = known, draw.information(stages[place])
        low, high = grid.bounds(cell, place)
        held = grid.true_p[cell, place - 1, ticks[place - 1]]
        held = next_mean_kept((held - low) / (high - low), now, known, draw.normal())
        ticks[place] = grid.rounded(low + (high - low) * held, cell, place, draw.uniform())
    true_p = np.stack([grid.true_p[cell, place, ticks[place]] for place in range(times)])
    yes = ndtr(draw.normal(common=True)) < true_p[-1]
    slope, intercept = grid.slope[cell].T, grid.intercept[cell].T
    if draw.plan.low_noise:
        return _noisy(draw, stages, ticks, true_p, yes)
    return _rows(draw, stages, ticks, true_p, yes, slope, intercept)


def _noisy(draw: Draw, stages: Sequence[int], ticks: Codes, true_p: Vector, yes: NDArray[np.bool_]) -> Rows:
    """Noise on the log-odds of the displayed price, of markets in LOW; the outcome knows nothing of it."""
    low = draw.liquidity == LOW
    slope, intercept = np.ones(ticks.shape), np.zeros(ticks.shape)
    noise = draw.rng.standard_normal(len(low))
    for place, stage in enumerate(stages):
        if place:
            noise = NOISE_STAYS * noise + np.sqrt(1 - NOISE_STAYS**2) * draw.rng.standard_normal(len(low))
        ticks[place, low] = with_noise(ticks[place, low], draw.plan.low_noise * noise[low])
        slope[place, low], intercept[place, low] = simulated_low("rows", HORIZONS[stage])
    return _rows(draw, stages, ticks, true_p, yes, slope, intercept)


def _rows(
    draw: Draw,
    stages: Sequence[int],
    ticks: Codes,
    true_p: Vector,
    yes: NDArray[np.bool_],
    slope: Vector,
    intercept: Vector,
    already: NDArray[np.bool_] | None = None,
) -> Rows:
    """Market by market, its horizons in a row. ticks, true_p, slope, intercept, already: (horizons, markets)."""
    times = len(stages)
    half = np.minimum(draw.half_spread, np.minimum(ticks, 1000 - ticks))
    return Rows(
        p_yes=ticks.T.ravel() / 1000,
        resolved_yes=np.repeat(yes.astype(np.int8), times),
        event=np.repeat(draw.event, times),
        market=np.repeat(np.arange(len(draw.event)), times),
        week=np.repeat(draw.event_week[draw.event], times),
        shock=np.repeat(draw.event_shock[draw.event], times),
        category=np.repeat(draw.category, times),
        horizon=np.tile(np.asarray(stages), len(draw.event)),
        liquidity=np.repeat(draw.liquidity, times),
        spread=half.T.ravel() * 0.002,
        volume_usdc=np.repeat(draw.volume, times),
        slope=slope.T.ravel(),
        intercept=intercept.T.ravel(),
        true_p=true_p.T.ravel(),
        already_resolved=np.zeros(ticks.size, bool) if already is None else already.T.ravel(),
    )


def _exclusive(draw: Draw, stages: Sequence[int]) -> Rows:
    """Shares of one winner: prices of an event sum to 1 at every horizon, the winner is drawn from the last ones."""
    starts = np.cumsum(draw.legs) - draw.legs
    known = INFORMATION[stages[0]]
    weight = draw.rng.gamma(1.0, size=len(draw.event))
    share = next_shares(weight / np.add.reduceat(weight, starts)[draw.event], draw.event, starts, _strength(0.0, known), draw.rng)
    ticks = np.empty((len(stages), len(share)), np.int64)
    for place, stage in enumerate(stages):
        if place:
            free = (1000 - draw.legs)[draw.event]
            share = next_shares(
                (ticks[place - 1] - 1) / free, draw.event, starts, _strength(known, INFORMATION[stage]), draw.rng
            )
            known = INFORMATION[stage]
        ticks[place] = shares_in_ticks(share, draw.event, draw.legs, draw.rng.random(len(draw.legs)))
    # one uniform number per event picks the winner from the cheapest upwards: a shock is a week of lost favourites
    order = np.lexsort((ticks[-1], draw.event))
    ceiling = np.cumsum(ticks[-1][order]) - 1000 * draw.event[order]
    common = np.sqrt(np.where(draw.event_shock, draw.shock, 0.0))
    pick = ndtr(common * draw.week_factor[draw.event_week] + np.sqrt(1 - common**2) * draw.rng.standard_normal(len(draw.legs)))
    mark = 1000 * pick[draw.event]
    yes = np.zeros(len(share), bool)
    yes[order] = (mark < ceiling) & (mark >= ceiling - ticks[-1][order])
    one = np.ones(ticks.shape)
    return _rows(draw, stages, ticks, ticks / 1000, yes, one, 0 * one)


def _strength(known: float, next_known: float) -> float:
    """Signal per winner between two moments; a Gaussian walk seen from inside has the precision u / (1 - u)."""
    return 3.0 * (next_known / (1 - next_known) - known / (1 - known))


# --- what happens ends its market


def survivor_shift(horizon: str, share: float | None = None) -> float:
    """How far the log-odds of a price at a horizon lie off among the markets that do not end early: ln R, R = S(end) / S(now).

    S(t) is the probability that a YES has not come by t. Of the markets at price p, p R + 1 - p survive and p R resolve
    YES, so P(YES | p, survives) has the odds of p times R. True to the tick at which hazards stop (.001).

    >>> round(survivor_shift("30d"), 3)  # S(end) = .2, S(now) = 1
    -1.609
    """
    left = _survival(plan_of("early-yes").early_share if share is None else share)
    return float(np.log(left[-1] / left[_day(HORIZONS.index(horizon))]))


EARLY_DAYS = 30


def _survival(share: float) -> Vector:
    """P(a YES has not come) on the days 0 .. 29 of a market; none comes on its last day."""
    return 1 - share * np.arange(EARLY_DAYS) / (EARLY_DAYS - 1)


def _day(stage: int) -> int:
    return int(min(EARLY_DAYS - HORIZON_HOURS[stage] / 24, EARLY_DAYS - 1))


def _early(draw: Draw, stages: Sequence[int], anchor: str) -> Rows:
    """Day by day: a share of what is still expected happens, and what did not happen loses that much."""
    n = len(draw.event)
    if anchor == "close" and any(HORIZON_HOURS[stage] % 24 for stage in stages):
        raise InputError("horizons", [HORIZONS[stage] for stage in stages], "whole days with the anchor close")
    hours = [24 * (EARLY_DAYS - day) for day in range(EARLY_DAYS)] + [6, 1]
    known = np.interp(-np.log(hours), -np.log(HORIZON_HOURS), INFORMATION)
    left = _survival(draw.plan.early_share)
    grid = Grid(np.ones((1, 1)), np.zeros((1, 1)))
    cell, low, high = np.zeros(n, np.int64), 0.001, 0.999
    ticks = np.empty((len(hours), n), np.int64)
    ended = np.full(n, len(hours))  # the place at which it had happened
    begin = ndtr((np.sqrt(known[0]) * draw.normal() - draw.thresholds()) / np.sqrt(1 - known[0]))
    ticks[0] = np.clip(np.rint(begin * 1000), 1, 999)
    for place in range(1, len(hours)):
        held = (ticks[place - 1] / 1000 - low) / (1 - low)  # what may still be lost
        fallen = 1 - left[place] / left[place - 1] if place < EARLY_DAYS else 0.0
        happens = (ndtr(draw.normal()) < held * fallen) & (ended == len(hours))
        ended[happens] = place
        held = low + (1 - low) * held * (1 - fallen) / (1 - held * fallen)
        moved = next_mean_kept((held - low) / (high - low), known[place - 1], known[place], draw.normal())
        ticks[place] = grid.rounded(low + (high - low) * moved, cell, 0, draw.uniform())
    early = ended < len(hours)
    yes = early | (ndtr(draw.normal(common=True)) < ticks[-1] / 1000)
    places = np.array([[EARLY_DAYS, EARLY_DAYS + 1][stage - 4] if stage > 3 else _day(stage) for stage in stages])[:, None]
    if anchor == "close":
        days = np.array([HORIZON_HOURS[stage] // 24 for stage in stages])[:, None]
        places = np.where(early, ended, EARLY_DAYS) - days
    places = np.broadcast_to(places, (len(stages), n))
    already = (ended <= places) & early
    shown = np.where(already, 1000, np.take_along_axis(ticks, np.maximum(places, 0), axis=0))
    one = np.ones(shown.shape)
    rows = _rows(draw, stages, shown, shown / 1000, yes, one, 0 * one, already)
    return rows.where((places >= 0).T.ravel())
