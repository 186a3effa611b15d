"""Reading a world's past: its catalogue as it stood week after week, so that a new lake has history and not only an end.

A real lake grows such a history by being run every day. Only the catalogue is asked for its past: prices and resolutions
carry their own times.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..lake import Lake

EVERY = timedelta(days=7)


def replay_past(lake: Lake, world: Path, url: str) -> int:
    """One sweep of the catalogue per week of the world's past; returns how many. A lake that has run before needs none."""
    import httpx2

    from ..pipeline import Options, run_job
    from .progress import Told

    if lake.state.runs(limit=1):
        return 0
    sweeps = 0
    with httpx2.Client(base_url=url, trust_env=False, timeout=30) as client, Told() as told:
        told.start("past_of_the_world")
        try:
            for moment in moments(world):
                client.post("/lab/as-of", json={"as_of": moment.isoformat()}).raise_for_status()
                run_job(lake, Options(command="up, past", sources=("gamma",), as_of=moment, build=False))
                sweeps += 1
                told.advance(1, f"{moment:%Y-%m-%d}")
        finally:
            client.post("/lab/as-of", json={"as_of": None}).raise_for_status()
        told.done("past_of_the_world", f"{sweeps} sweeps")
    return sweeps


def moments(world: Path) -> Iterator[datetime]:
    """Weekly moments from the start of the world's history to its end."""
    described = json.loads((world / "world.json").read_text(encoding="utf-8"))
    end = datetime.fromisoformat(described["as_of"])
    at = datetime.fromisoformat(described.get("since", "2026-01-05T00:00:00+00:00")) + EVERY
    while at < end:
        yield at
        at += EVERY
