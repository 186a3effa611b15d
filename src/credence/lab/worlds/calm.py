"""The calm world: honest prices, ordinary accidents, nobody with a plan.

Every price is exactly calibrated. What happens to a market (its end moves, it is void, disputed, settled early or still
open) is drawn apart from its outcome and its path, so no accident tells who wins, and no anchor selects on the outcome.
An event depends only on (world, seed, its number): a larger world begins with the smaller one's events; only the last
two may differ, which are made to fit.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import paths
from .life import DAY, HISTORY_END, HISTORY_START, HOUR, Event, Market, Stage, hex_id, token_id

NAME = "calm"

# of each hundred events in a row; void ones cannot be neg-risk, so they are smaller and drawn a little more often
KINDS = ["rescheduled"] * 10 + ["void"] * 4 + ["disputed"] * 3 + ["open"] * 4 + ["awaiting"] + ["early"] * 8
DECK = KINDS + ["plain"] * (100 - len(KINDS))

SINGLE_SHARE, EXCLUSIVE_SHARE = 0.80, 0.11  # of events; the rest are ladders
QUIET_SHARE = 0.15
V2_SHARE = 0.10
NAMED_SHARE = 0.30  # of single sports events
MISSED = 0.02  # of hourly observations

LIFE_DAYS = {
    "politics": (7, 40),
    "sports": (2, 7),
    "crypto": (2, 10),
    "economy": (5, 30),
    "culture": (5, 25),
    "weather": (2, 4),
}
CATEGORIES = list(LIFE_DAYS)
SUBJECTS = {
    "politics": ("the Aster party", "the Harbour bill", "Mayor Lindqvist", "the Coral treaty"),
    "sports": ("the Alder Rovers", "the Cobalt Kites", "the Dune Foxes", "the Tidal Nine"),
    "crypto": ("Lanterncoin", "Ferrite", "Mosschain", "Quillcoin"),
    "economy": ("the Meridian bank rate", "Ostland inflation", "Vale unemployment", "the Brine index"),
    "culture": ("the film Paper Moons", "the band Velvet Anchor", "the Glasshouse prize", "the novel Salt Year"),
    "weather": ("rain in Port Ember", "snow on Mount Sable", "heat in Greywater", "wind at Cape Luma"),
}
DEEDS = {
    "politics": "prevail in round",
    "sports": "win match",
    "crypto": "rise in window",
    "economy": "rise in period",
    "culture": "lead the charts in week",
    "weather": "beat the record on day",
}

Story = list[tuple[str, int, tuple[str, ...]]]  # (stage, at, the oracle's history)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The moments of one event, before anything is traded."""

    created_at: int
    ends: tuple[tuple[int, int], ...]  # (known from, scheduled end), the first from the start
    reveal_at: int  # when the outcome is public
    trading_ends_at: int
    stages: tuple[Stage, ...]

    @property
    def end_at(self) -> int:
        return self.ends[-1][1]


def events(markets: int, seed: int) -> Iterator[Event]:
    """Events with that many markets in all."""
    number = made = 0
    while made < markets:
        event = _event(number, made, markets - made, seed)
        yield event
        made += len(event.markets)
        number += 1


def _generator(seed: int, *address: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence([int(hex_id(NAME)[:18], 16), seed, *address]))


def _event(number: int, first_market: int, room: int, seed: int) -> Event:
    rng = _generator(seed, 1, number)
    kind = DECK[_generator(seed, 0, number // len(DECK)).permutation(len(DECK))[number % len(DECK)]]
    shape, size = _shape(rng, kind, room)
    category = CATEGORIES[rng.integers(len(CATEGORIES))]
    version = "v2" if rng.random() < V2_SHARE and kind != "disputed" else "v1"  # a v2 object does not tell of disputes
    if number == 0:  # one market whose first outcome is a name that careless readers take for No
        kind, shape, size, category, version = "plain", "single", 1, "sports", "v1"
    calendar = _calendar(rng, kind, category)
    observed_at = _observations(rng, calendar)
    moments = {
        "true_p_created": calendar.created_at,
        "true_p_24h": calendar.end_at - DAY,
        "true_p_1h": calendar.end_at - HOUR,
    }
    at = np.concatenate([observed_at, np.fromiter(moments.values(), np.int64)])
    grid, where = np.unique(at, return_inverse=True)
    u = _information(rng, calendar, grid)
    if shape == "exclusive":
        p, yes = paths.exclusive(rng, u, rng.dirichlet(np.full(size, 1.5)), strength=float(rng.uniform(1.0, 6.0)))
    else:
        lowest = rng.normal(0.35 if size == 1 else -0.4, 0.7)
        p, yes = paths.ladder(rng, u, np.linspace(lowest, lowest + size * rng.uniform(0.25, 0.6), size))
    p = p[:, where]
    words = _Words(rng, number, category, shape, size)
    money = rng.lognormal(math.log(20_000), 1.7) * rng.dirichlet(np.full(size, 2.0)) * math.sqrt(size)
    event_id = str(8_000_001 + number)
    knowable = {
        name: calendar.created_at <= moment < min(calendar.reveal_at, HISTORY_END) for name, moment in moments.items()
    }

    def market(position: int) -> Market:
        market_id = str(9_000_001 + first_market + position)
        ids = (NAME, seed, market_id)
        ticks = paths.to_ticks(p[position])
        n = len(observed_at)
        truths = dict(zip(moments, p[position, n:].tolist(), strict=True))
        return Market(
            market_id=market_id,
            position=position,
            condition_id=hex_id(*ids, "condition"),
            question_id=hex_id(*ids, "question"),
            token_ids=(token_id(*ids, "token", 0), token_id(*ids, "token", 1)),
            question=words.questions[position],
            slug=_slug(words.questions[position], market_id),
            outcomes=words.outcomes,
            group_title=words.group_titles[position],
            resolved_yes=bool(yes[position]),
            opening=int(ticks[n]),
            observed_at=observed_at,
            ticks=ticks[:n],
            true_p={name: truth if knowable[name] else None for name, truth in truths.items()},
            volume_usdc=float(money[position]),
            liquidity_usdc=float(money[position] * rng.lognormal(-0.7, 0.5)),
            half_spread=int(rng.integers(1, 4) if money[position] > 10_000 else rng.integers(3, 21)),
            legacy_positions=version == "v1" and rng.random() < 0.03,
        )

    return Event(
        event_id=event_id,
        title=words.title,
        slug=_slug(words.title, event_id),
        description=words.description,
        resolution_source=f"https://example.org/simulated/{category}" if rng.random() < 0.7 else "",
        category=category,
        shape=shape,
        kind=kind,
        version=version,
        neg_risk_id=hex_id(NAME, seed, event_id, "group") if shape == "exclusive" else "",
        created_at=calendar.created_at,
        trading_ends_at=calendar.trading_ends_at,
        stages=calendar.stages,
        markets=tuple(market(position) for position in range(size)),
    )


def _shape(rng: np.random.Generator, kind: str, room: int) -> tuple[str, int]:
    share, exclusive_size, ladder_size = rng.random(), int(rng.integers(3, 7)), int(rng.integers(3, 6))
    if share < SINGLE_SHARE or room < 3:
        return "single", 1
    if share < SINGLE_SHARE + EXCLUSIVE_SHARE:  # half a win each is not a result that neg-risk knows
        return ("single", 1) if kind == "void" else ("exclusive", min(exclusive_size, room))
    return "ladder", min(ladder_size, room)


def _calendar(rng: np.random.Generator, kind: str, category: str) -> Calendar:
    """Lay out a life. Nothing here knows the path or the outcome."""
    shortest, longest = LIFE_DAYS[category]
    life = DAY * math.exp(rng.uniform(math.log(shortest), math.log(longest)))
    if kind == "rescheduled":
        life = max(life, 5 * DAY)  # room to move the end either way
    spare = life + 25 * DAY  # two moves of ten days, and the oracle
    created_at = int(HISTORY_START + rng.uniform(0, HISTORY_END - HISTORY_START - spare))
    if kind == "open":
        created_at = int(HISTORY_END - rng.uniform(0.2, 0.9) * life)
    if kind == "awaiting":
        created_at = int(HISTORY_END - life - rng.uniform(0.6, 1.5) * DAY)

    ends = [(created_at, _on_the_hour(created_at + life))]
    if kind == "rescheduled":
        early_notice = rng.random() < 0.5
        share = rng.uniform(0.10, 0.28) if early_notice else rng.uniform(0.55, 0.90)
        ends.append(_moved(rng, created_at + share * life, ends[-1][1]))
        if early_notice and rng.random() < 0.4:
            ends.append(_moved(rng, created_at + 0.55 * (ends[-1][1] - created_at), ends[-1][1]))
    end_at = ends[-1][1]

    if kind == "early":
        reveal_at = int(created_at + rng.uniform(0.5, 0.85) * life)
        proposed_at = reveal_at + int(rng.uniform(2, 5) * HOUR)
    else:
        reveal_at = end_at + int(rng.uniform(600, 6 * HOUR))
        proposed_at = reveal_at + int(rng.uniform(300, 3600))
    trading_ends_at = min(end_at, proposed_at)
    seen_at = int(created_at + rng.uniform(0.3, 0.5) * (min(reveal_at, end_at) - created_at))
    if any(abs(seen_at - known_from) < 300 for known_from, _ in ends):
        seen_at += 600  # two versions are never of the same minute
    if kind == "open":
        seen_at = min(seen_at, HISTORY_END - DAY // 4)

    story: Story = [("created", created_at + 60, ()), ("seen", seen_at, ())]
    story += [("rescheduled", known_from, ()) for known_from, _ in ends[1:]]
    if kind == "open":
        story.append(("seen", HISTORY_END - int(rng.uniform(120, 1800)), ()))
    else:
        story += _oracle(rng, kind, proposed_at)
    stages = tuple(
        Stage(name, at, max(end for end in ends if end[0] <= at)[1], statuses)
        for name, at, statuses in sorted(story, key=lambda row: row[1])
    )
    return Calendar(created_at, tuple(ends), reveal_at, trading_ends_at, stages)


def _moved(rng: np.random.Generator, known_from: float, end_at: int) -> tuple[int, int]:
    """A new end, announced at `known_from`: one in four is sooner, if two days are left to be moved within."""
    if rng.random() < 0.25 and end_at - known_from > 2 * DAY:
        return int(known_from), _on_the_hour(known_from + rng.uniform(0.6, 0.9) * (end_at - known_from))
    return int(known_from), _on_the_hour(end_at + rng.uniform(1, 10) * DAY)


def _oracle(rng: np.random.Generator, kind: str, proposed_at: int) -> Story:
    """Proposal, perhaps a dispute and a second proposal, two hours of liveness, the end."""
    story: Story = [("proposed", proposed_at, ("proposed",))]
    if kind == "awaiting":
        return story
    if kind == "disputed":
        disputed_at = proposed_at + int(rng.uniform(600, 6600))
        again_at = disputed_at + int(rng.uniform(6, 24) * HOUR)
        story.append(("disputed", disputed_at, ("proposed", "disputed")))
        story.append(("reproposed", again_at, ("proposed", "disputed", "proposed")))
    *_, (_, last_at, statuses) = story
    tail = ("resolved",) if rng.random() < 0.5 else ()  # upstream, some histories say so and some do not
    return [*story, ("resolved", last_at + 2 * HOUR + int(rng.uniform(30, 600)), statuses + tail)]


def _observations(rng: np.random.Generator, calendar: Calendar) -> NDArray[np.int64]:
    """Moments of the price history: about hourly; some are missed, and quiet markets fall silent for 7 to 30 hours.

    The first and the last are always there, so a market that settled early shows its settled price.
    """
    start, stop = calendar.created_at + 90, min(calendar.trading_ends_at, HISTORY_END)
    hours = (stop - start) // HOUR + 1
    at = start + HOUR * np.arange(hours) + rng.integers(0, 600, hours)
    at = at[at < stop]
    keep = rng.random(len(at)) >= MISSED
    if rng.random() < QUIET_SHARE:
        for day in np.arange(start, stop, 2 * DAY):
            silent_from = day + rng.integers(HOUR, DAY)
            keep &= (at < silent_from) | (at > silent_from + rng.integers(7 * HOUR, 30 * HOUR))
    keep[[0, -1]] = True
    return np.asarray(at[keep], np.int64)


def _information(rng: np.random.Generator, calendar: Calendar, at: NDArray[np.int64]) -> paths.Vector:
    """The share of what will be known that is known by then: more of it late, all of it at the reveal."""
    age = (at - calendar.created_at) / (calendar.reveal_at - calendar.created_at)
    return 1.0 - np.clip(1 - age, 0.0, 1.0) ** rng.uniform(0.4, 1.0)


def _on_the_hour(at: float) -> int:
    return int(at // HOUR) * HOUR


class _Words:
    """What is asked. All of it begins with `Simulated: `."""

    def __init__(self, rng: np.random.Generator, number: int, category: str, shape: str, size: int) -> None:
        subject = SUBJECTS[category][rng.integers(4)]
        self.outcomes = ("Yes", "No")
        self.group_titles = [""] * size
        rule = "This market resolves to Yes if it happens by the scheduled end, otherwise to No."
        if shape == "exclusive":
            self.title = f"Simulated: Who or what comes first, {DEEDS[category].split()[-1]} {number}?"
            self.group_titles = [f"Candidate {letter}" for letter in "ABCDEF"[:size]]
            self.questions = [f"{self.title[:-1]}: {name}?" for name in self.group_titles]
            rule = "Exactly one of these markets resolves to Yes."
        elif shape == "ladder":
            first, step = 10 * int(rng.integers(5, 15)), int(rng.integers(2, 8))
            self.title = f"Simulated: How high will the count of {subject} go, number {number}?"
            self.group_titles = [f"above {first + step * k}" for k in range(size)]
            self.questions = [f"{self.title[:-1]}: {name}?" for name in self.group_titles]
            rule = "Each market resolves to Yes if the count ends above its threshold; several can."
        elif number == 0:
            self.outcomes = ("Norway", "Sweden")
            self.title = f"Simulated: Norway or Sweden in relay {number}?"
            self.questions = [self.title]
            rule = "This market resolves to the team that wins."
        elif category == "sports" and rng.random() < NAMED_SHARE:
            self.outcomes = ("Team A", "Team B")
            self.title = f"Simulated: Team A or Team B in match {number}?"
            self.questions = [self.title]
            rule = "This market resolves to the team that wins."
        else:
            self.title = f"Simulated: Will {subject} {DEEDS[category]} {number}?"
            self.questions = [self.title]
        more = " If it is called off, it resolves 50-50." if rng.random() < 0.6 else ""
        self.description = f"Simulated. {rule}{more}"


def _slug(words: str, id_: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return "-".join([*kept.split(), id_])
