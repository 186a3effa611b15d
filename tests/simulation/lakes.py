"""The balanced panel as people read it: rows of a world in a lake, and the product's answer."""

import shutil
import tempfile
from functools import partial
from pathlib import Path

from credence.lab.worlds.rows import simulate, survivor_shift
from credence.lake import open_lake
from credence.products import panel

from ..products.cube_lake import drawn, finish, write
from .seeds import Simulation, share

HORIZONS = ("30d", "7d", "24h")


def read_panel(seed: int, draws: int, *, events: int) -> dict[str, bool]:
    """At 7d: is the bias, by the wider interval, told apart from 0, and does that of the survivors hold the known shift?"""
    root = Path(tempfile.mkdtemp(prefix="panel-"))
    try:
        lake = open_lake(str(root / "lake"))
        lake.claim(simulated=True)
        finish(lake, "run-1")
        write(lake, drawn(simulate("early-yes", events, seed, horizons=HORIZONS)))
        read = panel.read(lake, horizons=HORIZONS)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    rows = {row["panel"]: row for row in read["rows"] if row["horizon"] == "7d"}
    found = {f"{name}: told apart from 0": not row["bias"]["low"] <= 0 <= row["bias"]["high"] for name, row in rows.items()}
    shift = rows["survivors"]["in_the_large"]
    return found | {"survivors: interval holds the known shift": shift["low"] <= survivor_shift("7d") <= shift["high"]}


SIMULATIONS = [
    Simulation(
        "early-yes in a lake, 500 uneven events with shocks",
        partial(read_panel, events=500),
        {
            "balanced: told apart from 0": share(0.0, 0.08),
            "without_resolved: told apart from 0": share(0.0, 0.08),
            "survivors: told apart from 0": share(0.9, 1.0),
            "survivors: interval holds the known shift": share(0.93, 1.0),
        },
        short=3,
        full=200,
    )
]
