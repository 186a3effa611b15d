"""From a plan to events: who they are, when, what they cost, and what their prices say.

An event depends only on (world, seed, its number): a larger world begins with the smaller one's events; only the last
two may differ, which are made to fit. Money and clocks are drawn apart from outcomes.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr

from . import calendars, chain
from .draws import HALF_SPREAD, LARGE, SMALL, shock_weeks
from .life import DAY, HISTORY_END, HISTORY_START, HOUR, Event, Fate, Market, Stage, hex_id, token_id
from .planted import BUCKETS, CATEGORIES, HORIZONS, LOW, Grid, Planted, Vector, simulated_low
from .steps import Codes, with_noise
from .words import Words, slug

V2_SHARE = 0.10
LARGE_PER_HUNDRED = 5
BUCKET_SHARE = (0.40, 0.30, 0.30)
DAILY_USDC = ((1_500.0, 0.50), (32_000.0, 0.25), (500_000.0, 0.40))  # median and spread (log) of a day's volume, by bucket
ACTIVE = ((0.08, 0.30), (0.20, 0.55), (0.40, 0.90))  # share of hours in which a price can move, by bucket
BURSTS = 1.8  # spread (log) of how much is learnt in an active hour: few hours bring most
JOLT = 30.0  # times the mean: what the hour of a shock brings
SHOCK_DAYS = 3  # after it, outcomes have it in common
NOISE_STAYS = 0.9  # from one active hour to the next
KNOWN_AT_MOST = 0.995
FIRST_HOURS = 2  # in which no YES comes; what would have, comes next
HAZARD_EVERY = 8  # observations: how often it is asked whether a YES has come
STAGE_FROM_HOURS = (400, 100, 36, 11)  # hours to the end from which the slopes of 30d, 7d, 48h, 24h hold; then that of 1h


@dataclass(frozen=True)
class Recipe:
    """A plan, and how its events are made up."""

    plan: Planted
    deck: Sequence[str]  # kinds, a hundred
    large_from: int = 20  # the number of the first event that may be large: small worlds are varied
    classic: bool = False  # four of five small events have one market
    often_seen: bool = True  # versions a day after the beginning and before the last day


def events(recipe: Recipe, markets: int, seed: int) -> Iterator[Event]:
    """Events with that many markets in all."""
    number = made = 0
    while made < markets:
        event = _event(recipe, number, made, markets - made, seed)
        yield event
        made += len(event.markets)
        number += 1


def generator(name: str, seed: int, *address: int) -> np.random.Generator:
    """Random numbers of one place in a world."""
    return np.random.default_rng(np.random.SeedSequence([int(hex_id(name)[:18], 16), seed, *address]))


@cache
def shocks(name: str, seed: int) -> tuple[tuple[int, float], ...]:
    """The moments of common shocks, two a month, and what each brings."""
    rng = generator(name, seed, 3)
    weeks = np.flatnonzero(shock_weeks(rng, (HISTORY_END - HISTORY_START) // (7 * DAY) + 1))
    moments = HISTORY_START + 7 * DAY * weeks + rng.integers(0, 7 * DAY, len(weeks))
    return tuple(zip(moments.tolist(), rng.standard_normal(len(weeks)).tolist(), strict=True))


def _event(recipe: Recipe, number: int, first_market: int, room: int, seed: int) -> Event:
    name = recipe.plan.name
    rng = generator(name, seed, 1, number)
    kind, large = card_of(recipe, number, seed)
    shape, size = shape_of(rng, recipe, kind, large, room)
    if kind == "void" and shape == "exclusive":  # half a win each is not a result that neg-risk knows
        kind = "plain"
    category = CATEGORIES[rng.integers(len(CATEGORIES))]
    version = "v2" if rng.random() < V2_SHARE and kind != "disputed" else "v1"  # a v2 object does not tell of disputes
    if number == 0 and recipe.classic:  # one market whose first outcome is a name that careless readers take for No
        kind, shape, size, category, version = "plain", "single", 1, "sports", "v1"
    calendar = calendars.calendar(rng, kind, category, recipe.often_seen)
    observed_at = calendars.observations(rng, calendar)
    bucket = int(rng.choice(len(BUCKETS), p=BUCKET_SHARE))
    prices = _Prices(rng, recipe, seed, calendar, observed_at, shape, size, CATEGORIES.index(category), bucket)
    words = Words(rng, number, category, shape, size)
    event_id = str(8_000_001 + number)
    market_ids = [str(9_000_001 + first_market + position) for position in range(size)]
    markets = tuple(
        _market(rng, name, seed, id_, position, words, prices, calendar, kind, version)
        for position, id_ in enumerate(market_ids)
    )
    return Event(
        event_id=event_id,
        title=words.title,
        slug=slug(words.title, event_id),
        description=words.description,
        resolution_source=f"https://example.org/simulated/{category}" if rng.random() < 0.7 else "",
        category=category,
        shape=shape,
        kind=kind,
        version=version,
        neg_risk_id=hex_id(name, seed, event_id, "group") if shape == "exclusive" else "",
        created_at=calendar.created_at,
        trading_ends_at=calendar.trading_ends_at,
        stages=_event_stages(calendar, markets),
        markets=markets,
        birth_volume=not recipe.often_seen,
    )


def card_of(recipe: Recipe, number: int, seed: int) -> tuple[str, bool]:
    """Kind, and whether large: of each hundred events in a row five are, of every kind in turn."""
    hundred = len(recipe.deck)
    place = int(generator(recipe.plan.name, seed, 0, number // hundred).permutation(hundred)[number % hundred])
    turns = hundred // LARGE_PER_HUNDRED
    return recipe.deck[place], number >= recipe.large_from and place % turns == (number // hundred) % turns


def shape_of(rng: np.random.Generator, recipe: Recipe, kind: str, large: bool, room: int) -> tuple[str, int]:
    shapes = recipe.plan.shapes
    shape = str(rng.choice(list(shapes), p=list(shapes.values())))
    size = int(rng.choice(np.arange(1, len(SMALL) + 1), p=SMALL))
    if recipe.classic:
        size = 1 if rng.random() < 0.80 or (kind == "void" and shape == "exclusive") else int(rng.integers(3, 7))
    elif shape in ("exclusive", "ladder") and len(shapes) == 1:
        size += 1
    if large:
        size = int(rng.integers(LARGE[0], LARGE[1] + 1))
        shape = "ladder" if kind == "void" and shape == "exclusive" else shape
    size = min(size, room)
    return (shape, size) if size >= 2 else ("single", 1)


class _Prices:
    """What all markets of one event display, from its creation on."""

    def __init__(
        self, rng: np.random.Generator, recipe: Recipe, seed: int, calendar: calendars.Calendar, observed_at: Codes,
        shape: str, size: int, category: int, bucket: int,
    ) -> None:  # fmt: skip
        plan = recipe.plan
        moments = np.concatenate([[calendar.created_at], observed_at])
        before = moments < calendar.reveal_at
        self.observed_at, self.bucket, self.moments = observed_at, bucket, moments
        slope, run = _slopes(plan.slopes()[category, :, bucket], calendar, moments[before])
        clock = clock_of(rng, plan, calendar, moments[before], run, bucket, shocks(plan.name, seed))
        if shape == "exclusive":
            self.course = chain.shares(rng, clock, rng.dirichlet(np.full(size, 1.5)))
        else:
            begin = ndtr(-thresholds_of(rng, shape, size))
            grid = _grid(tuple(slope), plan.intercept)
            self.course = chain.walks(rng, clock, grid, begin, shape == "ladder")
        shown = self.course.ticks
        self.slope_24h, self.intercept_24h = float(plan.slopes()[category, HORIZONS.index("24h"), bucket]), plan.intercept
        if plan.low_noise and bucket == LOW:
            shown = with_noise(shown, plan.low_noise * _noise(rng, np.diff(clock.known) > 0, 1 if shape == "ladder" else size))
            self.slope_24h, self.intercept_24h = simulated_low("world", "24h")
        settled = np.where(self.course.yes, 999, 1)[:, None]
        self.ticks = np.concatenate([shown, np.broadcast_to(settled, (size, int((~before).sum())))], axis=1)
        self.shock = not math.isnan(clock.outcome)

    def true_p(self, position: int, at: int, knowable: bool) -> float | None:
        seen = int(np.searchsorted(self.moments[: self.course.true_p.shape[1]], at, side="right")) - 1
        return float(self.course.true_p[position, seen]) if knowable and seen >= 0 else None


def _market(
    rng: np.random.Generator, name: str, seed: int, market_id: str, position: int, words: Words, prices: _Prices,
    calendar: calendars.Calendar, kind: str, version: str,
) -> Market:  # fmt: skip
    ids = (name, seed, market_id)
    happened = int(prices.course.happened[position])
    own, reveal_at, trading_ends_at = None, calendar.reveal_at, calendar.trading_ends_at
    observed_at, ticks = prices.observed_at, prices.ticks[position]
    if happened < prices.course.ticks.shape[1]:
        reveal_at = int(prices.moments[happened])
        trading_ends_at, stages = calendars.happened(rng, calendar, kind, reveal_at)
        own = Fate("early" if kind == "plain" else kind, trading_ends_at, stages)
        observed_at = observed_at[observed_at < trading_ends_at]
        ticks = np.where(prices.moments >= reveal_at, 999, ticks)[: len(observed_at) + 1]
    moments = {
        "true_p_created": calendar.created_at,
        "true_p_24h": calendar.end_at - DAY,
        "true_p_1h": calendar.end_at - HOUR,
    }
    last = min(reveal_at, HISTORY_END)
    median, spread = DAILY_USDC[prices.bucket]
    days = (trading_ends_at - calendar.created_at) / DAY
    volume = median * math.exp(spread * rng.standard_normal()) * days
    return Market(
        market_id=market_id,
        position=position,
        condition_id=hex_id(*ids, "condition"),
        question_id=hex_id(*ids, "question"),
        token_ids=(token_id(*ids, "token", 0), token_id(*ids, "token", 1)),
        question=words.questions[position],
        slug=slug(words.questions[position], market_id),
        outcomes=words.outcomes,
        group_title=words.group_titles[position],
        resolved_yes=bool(prices.course.yes[position]),
        opening=int(ticks[0]),
        observed_at=observed_at,
        ticks=ticks[1:],
        true_p={name: prices.true_p(position, at, calendar.created_at <= at < last) for name, at in moments.items()},
        volume_usdc=volume,
        liquidity_usdc=float(volume * rng.lognormal(-0.7, 0.5)),
        half_spread=int(rng.integers(*HALF_SPREAD[prices.bucket])),
        legacy_positions=version == "v1" and rng.random() < 0.03,
        bucket=BUCKETS[prices.bucket],
        slope_24h=prices.slope_24h,
        intercept_24h=prices.intercept_24h,
        shock=prices.shock,
        own=own,
    )


def _event_stages(calendar: calendars.Calendar, markets: tuple[Market, ...]) -> tuple[Stage, ...]:
    """Of the event: the calendar's, or what its markets have in common and how the last of them stands."""
    if all(market.own is None for market in markets):
        return calendar.stages
    ways = [market.own.stages if market.own else calendar.stages for market in markets]
    last = max((way[-1] for way in ways), key=lambda stage: stage.at)
    if any(way[-1].name != "resolved" for way in ways):
        last = Stage("seen", HISTORY_END - 60, calendar.end_at)
    first = [stage for stage in calendar.stages if stage.name in ("created", "seen") and stage.at < last.at - 300]
    return (*first, last)


@cache
def _grid(slope: tuple[float, ...], intercept: float) -> Grid:
    return Grid(np.array([slope]), np.full((1, len(slope)), intercept))


def thresholds_of(rng: np.random.Generator, shape: str, size: int) -> Vector:
    if shape == "ladder":
        return np.asarray(rng.normal(-0.4, 0.7) + np.arange(size) * min(rng.uniform(0.25, 0.6), 4.0 / size), float)
    return np.asarray(rng.normal(0.35, 0.7, size))


def _slopes(of_horizon: Vector, calendar: calendars.Calendar, moments: Codes) -> tuple[list[float], Codes]:
    """The slopes that hold, one after another, and which of them at each moment; ends as known then."""
    known_from = np.array([start for start, _ in calendar.ends])
    ends = np.array([end for _, end in calendar.ends])
    end = ends[np.maximum(np.searchsorted(known_from, moments, side="right") - 1, 0)]
    stage = np.searchsorted(-np.array(STAGE_FROM_HOURS), -(end - moments) / HOUR)
    slope = of_horizon[np.where(stage == len(STAGE_FROM_HOURS), -1, stage)]
    starts = np.concatenate([[True], np.diff(slope) != 0])
    return slope[starts].tolist(), np.asarray(np.cumsum(starts) - 1, np.int64)


def clock_of(
    rng: np.random.Generator, plan: Planted, calendar: calendars.Calendar, moments: Codes, run: Codes, bucket: int,
    jolts: Sequence[tuple[int, float]],
) -> chain.Clock:  # fmt: skip
    """More is learnt late than early, in bursts with quiet hours between them."""
    n = len(moments)
    age = (moments - calendar.created_at) / (calendar.reveal_at - calendar.created_at)
    learnt = 1.0 - np.clip(1 - age, 0.0, 1.0) ** rng.uniform(0.4, 1.0)
    weight = rng.lognormal(0.0, BURSTS, n) * (rng.random(n) < rng.uniform(*ACTIVE[bucket]))
    jolt, outcome = np.full(n, np.nan), float("nan")
    for at, factor in jolts:
        if moments[0] < at <= moments[-1]:
            step = int(np.searchsorted(moments, at))
            jolt[step], weight[step] = factor, JOLT
        if at <= calendar.reveal_at < at + SHOCK_DAYS * DAY:
            outcome = factor
    weight[-1] = max(weight[-1], 0.01)  # an event in which nobody ever moves learns all at the end
    steps = np.diff(learnt, prepend=0.0) * weight
    known = np.cumsum(steps) * min(learnt[-1], KNOWN_AT_MOST) / max(steps.sum(), 1e-12)
    if bucket == LOW:
        known = known * plan.low_information
    fallen = np.zeros(n)
    if plan.early_share:
        counted = (np.diff(known, prepend=0.0) > 0) | (np.arange(n) % HAZARD_EVERY == 0)
        counted &= moments >= calendar.created_at + FIRST_HOURS * HOUR
        until = moments[counted] - calendar.created_at
        left = 1 - plan.early_share * np.clip(until / (calendar.end_at - calendar.created_at), 0, 1)
        fallen[counted] = 1 - left / np.concatenate([[1.0], left[:-1]])
    return chain.Clock(np.minimum(known, KNOWN_AT_MOST), run, jolt, fallen, outcome)


def _noise(rng: np.random.Generator, moved: np.ndarray, legs: int) -> Vector:
    """Noise of standard deviation 1 that stays while nothing moves, (legs, moments)."""
    draws = rng.standard_normal((legs, int(moved.sum()) + 1))
    for step in range(1, draws.shape[1]):
        draws[:, step] = NOISE_STAYS * draws[:, step - 1] + math.sqrt(1 - NOISE_STAYS**2) * draws[:, step]
    return np.asarray(draws[:, np.concatenate([[0], np.cumsum(moved)])])
