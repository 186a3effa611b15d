"""Memory-mapped columns: a table laid out once so that a question touches only the bytes it needs.

derived/columns/<name>-<version>/<column>.npy    one array each, all of one table's version
derived/columns/<name>-<version>/names.json      lists of text that codes point into, and other small facts
A folder appears whole, by one rename. It can be made again from the table of that version at any time.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .layout import Layout, checked_name

Arrays = dict[str, NDArray[Any]]
KEPT = 2  # versions: readers that are still on the one before keep their bytes


def write(layout: Layout, name: str, version: int, arrays: Arrays, names: dict[str, Any]) -> Path:
    """Lay out the columns of one version and remove the oldest ones; returns the folder."""
    place = _place(layout, name, version)
    unfinished = place.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for column, values in arrays.items():
        np.save(unfinished / f"{checked_name(column)}.npy", values, allow_pickle=False)
    (unfinished / "names.json").write_text(json.dumps(names), encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)  # left by a version that was written again after a restore
    unfinished.rename(place)
    for old in sorted(place.parent.glob(f"{name}-*"))[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return place


def load(layout: Layout, name: str, version: int) -> tuple[Arrays, dict[str, Any]] | None:
    """Every column of that version, mapped and not read; None where they were not laid out."""
    place = _place(layout, name, version)
    try:
        names = json.loads((place / "names.json").read_text(encoding="utf-8"))
        arrays = {file.stem: np.load(file, mmap_mode="r", allow_pickle=False) for file in sorted(place.glob("*.npy"))}
    except FileNotFoundError:  # never made, or removed by a newer run while we looked
        return None
    return arrays, names


def _place(layout: Layout, name: str, version: int) -> Path:
    return layout.columns / f"{checked_name(name)}-{version:08d}"
