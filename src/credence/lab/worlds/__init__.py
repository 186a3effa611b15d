"""Made-up markets with known truth, written in the upstreams' own payloads.

A world is a function of (markets, seed) that yields events, in a file of its own; `folder` writes any world.
Nothing in a world is real: questions begin with `Simulated: `, slugs with `simulated-`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from ...errors import InputError
from . import calm, planned
from .folder import WorldSummary, check_free, write
from .life import Event

__all__ = ["WORLDS", "WorldSummary", "make"]

WORLDS: dict[str, Callable[[int, int], Iterator[Event]]] = {calm.NAME: calm.events, **planned.WORLDS}


def make(name: str, out: str | Path, *, markets: int, seed: int) -> WorldSummary:
    """Make a world and write it to a folder; the same (name, markets, seed) gives the same bytes.

    name     one of WORLDS
    out      a new or empty folder, or a world that is replaced
    markets  how many, 1 .. 1,000,000
    seed     0 .. 2**63 - 1

    Refuses an unknown name, a folder that holds something else, and numbers out of range (InputError).
    """
    if name not in WORLDS:
        raise InputError("name", name, "one of " + ", ".join(WORLDS))
    if not 1 <= markets <= 1_000_000:
        raise InputError("markets", markets, "1 .. 1,000,000")
    if not 0 <= seed < 2**63:
        raise InputError("seed", seed, "0 .. 2**63 - 1")
    folder = Path(out)
    try:
        check_free(folder)
        return write(name, seed, folder, WORLDS[name](markets, seed), planned.planted_of(name, seed))
    except OSError as error:
        raise InputError("out", str(out), f"a folder that can be written ({error.strerror})") from error
