"""The moments of an event: when it begins, when its end is scheduled and moved, what the oracle does, when prices are seen.

Nothing here knows a path or an outcome, so no accident tells who wins, and no anchor selects on the outcome.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .life import DAY, HISTORY_END, HISTORY_START, HOUR, Stage

MISSED = 0.02  # of hourly observations
QUIET_SHARE = 0.15  # of events: they fall silent for hours
LIFE_DAYS = {
    "politics": (7, 40),
    "sports": (2, 7),
    "crypto": (2, 10),
    "economy": (5, 30),
    "culture": (5, 25),
    "weather": (2, 4),
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


def calendar(rng: np.random.Generator, kind: str, category: str, often_seen: bool) -> Calendar:
    """Lay out a life of one of the kinds that life.Event names."""
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

    ends = _ends(rng, kind, created_at, life)
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
    if often_seen:  # money of a whole day is known a day after the beginning, and once more before the last day
        story += [("seen", at, ()) for at in _more_views(rng, created_at, seen_at, min(reveal_at, end_at), ends)]
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


def _ends(rng: np.random.Generator, kind: str, created_at: int, life: float) -> list[tuple[int, int]]:
    """Scheduled ends and from when each is known; a rescheduled event has two or three."""
    ends = [(created_at, _on_the_hour(created_at + life))]
    if kind == "rescheduled":
        early_notice = rng.random() < 0.5
        share = rng.uniform(0.10, 0.28) if early_notice else rng.uniform(0.55, 0.90)
        ends.append(_moved(rng, created_at + share * life, ends[-1][1]))
        if early_notice and rng.random() < 0.4:
            ends.append(_moved(rng, created_at + 0.55 * (ends[-1][1] - created_at), ends[-1][1]))
    return ends


def _more_views(
    rng: np.random.Generator, created_at: int, seen_at: int, stop: int, ends: list[tuple[int, int]]
) -> list[int]:
    first, last = created_at + int(rng.uniform(24.5, 27) * HOUR), stop - int(rng.uniform(27, 33) * HOUR)
    taken = [seen_at, *(known_from for known_from, _ in ends)]
    found = []
    for at in (first, last):
        if created_at + HOUR < at < min(stop, HISTORY_END - DAY // 2) and all(abs(at - other) > HOUR for other in taken):
            found.append(at)
            taken.append(at)
    return found


def happened(rng: np.random.Generator, calendar: Calendar, kind: str, at: int) -> tuple[int, tuple[Stage, ...]]:
    """What becomes of one market of an event when its YES comes at a moment: end of trading, and its own stages.

    Stages beyond the end of history are left out, as they have not been yet.
    """
    proposed_at = at + int(rng.uniform(600, 3600))
    before = [stage for stage in calendar.stages if stage.at < at - 300 and stage.name in ("created", "seen")]
    after = [Stage(name, when, calendar.end_at, statuses) for name, when, statuses in _oracle(rng, kind, proposed_at)]
    stages = (*before, *(stage for stage in after if stage.at < HISTORY_END - 600))
    return min(proposed_at, calendar.end_at), stages


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


def observations(rng: np.random.Generator, calendar: Calendar) -> NDArray[np.int64]:
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


def _on_the_hour(at: float) -> int:
    return int(at // HOUR) * HOUR
