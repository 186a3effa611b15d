"""Simulation checks: what a procedure does over many seeds, against the range in which it must lie.

In   a body that takes a seed and says what happened in that world: True or False, a part in 0..1, a number, NaN for "not told"
Out  per statement the observed share with its exact 99.9 % binomial interval; passed if the interval meets the stated range

So a check cannot fail by the luck of its seeds (once in a thousand), and it can fail: few seeds find what is badly wrong, many
find what is a little wrong. Any range of seeds can be asked for; a body must take all of its chance from its seed.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from scipy.stats import beta, t

LEVEL = 0.999
SHORT_DRAWS, FULL_DRAWS = 199, 999  # of a null distribution: 5 % is exact with both
CHUNK = 10  # seeds handed to a process at once
COUNTED = 0.5  # share of the seeds that must have told something

Kind = Literal["share", "each", "mean", "told"]
Body = Callable[[int, int], Mapping[str, Any]]


class Range(NamedTuple):
    """Where a figure must lie."""

    kind: Kind
    low: float
    high: float


def share(low: float, high: float) -> Range:
    """Share of the seeds. A body may also say a part in 0..1, whose mean varies less than that of 0 and 1: still exact enough."""
    return Range("share", low, high)


def each(low: float, high: float) -> Range:
    """A body says a vector of True and False, and the share of every entry must do."""
    return Range("each", low, high)


def mean(low: float, high: float) -> Range:
    """Mean of a number over the seeds, with an interval by t."""
    return Range("mean", low, high)


def told() -> Range:
    """A share that is shown and has no range."""
    return Range("told", 0.0, 1.0)


def number() -> Range:
    """A mean that is shown and has no range."""
    return Range("mean", -np.inf, np.inf)


@dataclass(frozen=True)
class Simulation:
    """One world, one procedure, and all that is stated of it."""

    name: str
    body: Body  # (seed, draws of a null distribution) -> what was seen, by statement
    shows: Mapping[str, Range]
    short: int = 100  # seeds; 0: in the full form only
    full: int = 2000


class Judged(NamedTuple):
    """One line of the table."""

    simulation: str
    statement: str
    seeds: int  # that told something
    observed: tuple[float, ...]  # one, or the lowest and the highest of `each`
    low: float
    high: float
    wanted: Range
    passed: bool


def binomial(successes: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Clopper and Pearson's exact interval of a share."""
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, successes, n - successes + 1)) if successes > 0 else 0.0
    high = float(beta.ppf(1 - tail, successes + 1, n - successes)) if successes < n else 1.0
    return low, high


def asked(text: str) -> range:
    """`FIRST:LAST`, LAST left out.

    >>> asked("0:2000")
    range(0, 2000)
    """
    first, _, last = text.partition(":")
    if not (first.isdecimal() and last.isdecimal() and int(first) < int(last)):
        raise ValueError(f"--seeds {text}: two whole numbers are needed, the second larger, such as 0:2000")
    return range(int(first), int(last))


def run(simulation: Simulation, seeds: range, draws: int, processes: int = 1) -> list[Judged]:
    """Every statement of a simulation, judged over the seeds."""
    seen: dict[str, list[Any]] = {name: [] for name in simulation.shows}
    for answer in _answers(simulation.body, seeds, draws, processes):
        if answer.keys() != seen.keys():
            raise KeyError(f"{simulation.name}: says {sorted(answer)}, shows {sorted(seen)}")
        for name, value in answer.items():
            seen[name].append(value)
    return [_judged(simulation.name, name, seen[name], wanted) for name, wanted in simulation.shows.items()]


def cores() -> int:
    """At most two, and no more than this process may use."""
    return min(len(os.sched_getaffinity(0)), 2) if hasattr(os, "sched_getaffinity") else min(os.cpu_count() or 1, 2)


def table(lines: list[Judged]) -> str:
    """All of it, for people."""
    head = ("simulation", "statement", "seeds", "observed", "99.9 % interval", "range", "")
    rows = [head, *(_row(line) for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _row(line: Judged) -> tuple[str, ...]:
    no_range = line.wanted in (told(), number())
    wanted = "" if no_range else f"{line.wanted.low:g} .. {line.wanted.high:g}"
    observed = " .. ".join(f"{value:.3f}" for value in line.observed)
    verdict = "told" if no_range else "passed" if line.passed else "FAILED"
    return line.simulation, line.statement, str(line.seeds), observed, f"{line.low:.3f} .. {line.high:.3f}", wanted, verdict


_BODY: Body | None = None  # what forked processes run: a body need not be picklable


def _answers(body: Body, seeds: range, draws: int, processes: int) -> Iterator[Mapping[str, Any]]:
    global _BODY
    _BODY = body
    chunks = [(seeds[at : at + CHUNK], draws) for at in range(0, len(seeds), CHUNK)]
    if processes == 1:
        for chunk in chunks:
            yield from _chunk(chunk)
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for found in pool.imap(_chunk, chunks):
            yield from found


def _chunk(given: tuple[range, int]) -> list[Mapping[str, Any]]:
    seeds, draws = given
    assert _BODY is not None
    found = []
    for seed in seeds:
        try:
            found.append(_BODY(seed, draws))
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
    return found


def _judged(simulation: str, statement: str, values: list[Any], wanted: Range) -> Judged:
    given = np.asarray(values, float)
    parts = [_one(column, wanted) for column in (given.T if wanted.kind == "each" else [given])]
    observed, lows, highs, counts, fine = (list(part) for part in zip(*parts, strict=True))
    ends = (min(observed), max(observed)) if wanted.kind == "each" else (observed[0],)
    return Judged(simulation, statement, min(counts), ends, min(lows), max(highs), wanted, all(fine))


def _one(values: Any, wanted: Range) -> tuple[float, float, float, int, bool]:
    known = values[~np.isnan(values)]
    n = len(known)
    if n < max(2, COUNTED * len(values)):
        return float("nan"), 0.0, 1.0, n, wanted.kind == "told"
    middle = float(known.mean())
    if wanted.kind == "mean":
        half = float(t.ppf((1 + LEVEL) / 2, n - 1)) * float(known.std(ddof=1)) / n**0.5
        low, high = middle - half, middle + half
    else:
        if not ((known >= 0) & (known <= 1)).all():
            raise ValueError(f"a share of {known.min()} .. {known.max()}")
        low, high = binomial(float(known.sum()), n)
    return middle, low, high, n, wanted.kind == "told" or (low <= wanted.high and high >= wanted.low)
