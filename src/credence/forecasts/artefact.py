"""A fitted model as one small file: JSON, with long arrays of numbers packed as zlib in base64.

It holds fitted numbers and its model card, and no row of what it was fitted on. The version is a hash of everything else.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .cells import HORIZONS_S, Cell
from .interface import Floats
from .origin_features import PATH, SCHEDULE
from .scale_design import NAMES
from .shape import BINS, NEAR, SCALES, Shape
from .trees import Trees

FORMAT = 1
LARGEST = 1_000_000  # bytes
PACKAGE = "credence.forecasts.artefacts"


@dataclass(frozen=True)
class Artefact:
    """A scale and its shapes.

    method        FHS, HAR or LEARNED
    coefficients  per cell, (k,); empty where the scale has none
    information   per cell, (k, k), of one effective row: how firmly the coefficients hold against later outcomes
    card          what it was fitted on, how it was split, what it reached
    """

    method: str
    shapes: dict[Cell, Shape]
    coefficients: dict[Cell, Floats]
    information: dict[Cell, Floats]
    trees: Trees | None
    card: dict[str, Any]

    @cached_property
    def version(self) -> str:
        """A hash of the fitted numbers, before they are compressed: another zlib packs them otherwise. The card is not in it."""
        return hashlib.sha256(_text(self._numbers(_digest)).encode()).hexdigest()[:12]

    def _numbers(self, packed: Callable[[bytes], str]) -> dict[str, Any]:
        cells = []
        for (kind, horizon), shape in self.shapes.items():
            key = (kind, horizon)
            cell: dict[str, Any] = {"kind": kind, "horizon_s": horizon, "edges": _rounded(shape.edges)}
            cell["counts"] = _short(shape.counts, packed)
            if key in self.coefficients:
                cell["coefficients"] = _rounded(self.coefficients[key])
                cell["information"] = _short(_triangle(self.information[key]), packed)
            cells.append(cell)
        trees = {name: _plain(values, packed) for name, values in self.trees.arrays().items()} if self.trees else None
        return {"format": FORMAT, "method": self.method, "cells": cells, "trees": trees}

    def write(self, path: Path) -> int:
        """Write it; returns the bytes. Raises InputError beyond a megabyte."""
        text = _text({**self._numbers(_zlib), "card": self.card, "version": self.version})
        if len(text) > LARGEST:
            raise InputError("artefact", f"{len(text)} bytes", f"at most {LARGEST} bytes; use fewer trees or cells")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return len(text)


def read(path: Path) -> Artefact:
    """An artefact that `write` made. Raises InputError for another file or a newer format."""
    try:
        return parsed(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("model", str(path), "an artefact written by `credence train bands`") from error


def shipped(name: str) -> Artefact:
    """The artefact of this name that comes with Credence."""
    return parsed(resources.files(PACKAGE).joinpath(f"{name}.json").read_text())


def parsed(text: str) -> Artefact:
    """The artefact of this text. Raises InputError for what `write` did not make, or what was changed since."""
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise InputError("artefact format", content["format"], f"{FORMAT}; train it again")
        shapes, coefficients, information = {}, {}, {}
        for cell in content["cells"]:
            key = (str(cell["kind"]), int(cell["horizon_s"]))
            shapes[key] = Shape(np.asarray(cell["edges"], float), _unpacked(cell["counts"]))
            if "coefficients" in cell:
                coefficients[key] = np.asarray(cell["coefficients"], float)
                information[key] = _square(_unpacked(cell["information"]), len(coefficients[key]))
        trees = Trees(**{name: _plain_array(value) for name, value in content["trees"].items()}) if content["trees"] else None
        found = Artefact(content["method"], shapes, coefficients, information, trees, content["card"])
        if found.version != content["version"] or not _whole(found):
            raise InputError("artefact", content["version"], "a whole file as `credence train bands` wrote it; train it again")
        return found
    except InputError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, zlib.error) as error:
        raise InputError("artefact", text[:40], "JSON written by `credence train bands`") from error


def _whole(artefact: Artefact) -> bool:
    """Whether every cell has what the method needs; compiled code does not look whether an index lies within."""
    needed = {"FHS": 0, "HAR": len(NAMES), "LEARNED": len(NAMES) + 1}.get(artefact.method)
    cells = [(kind, horizon) for kind in HORIZONS_S for horizon in HORIZONS_S[kind]]
    if needed is None or list(artefact.shapes) != cells or (artefact.method == "LEARNED") != (artefact.trees is not None):
        return False
    if artefact.trees is not None and not artefact.trees.lead_to_leaves(len(PATH) + len(SCHEDULE) + 1):
        return False
    sizes = (SCALES - 1,), (len(NEAR) + 1, SCALES, BINS)
    return all(
        (shape.edges.shape, shape.counts.shape) == sizes and len(artefact.coefficients.get(cell, ())) == needed
        for cell, shape in artefact.shapes.items()
    )


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _rounded(values: NDArray[Any]) -> list[float]:
    return [float(f"{value:.9g}") for value in np.asarray(values, float)]


def _zlib(raw: bytes) -> str:
    return base64.b64encode(zlib.compress(raw, 9)).decode()


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _short(values: Floats, packed: Callable[[bytes], str]) -> dict[str, Any]:
    """Single precision with the last bits cut, which is finer than any of these numbers is known."""
    bits = np.asarray(values, np.float32).view(np.uint32) + np.uint32(1 << 11) & np.uint32(0xFFFFF000)
    return {"shape": list(values.shape), "zlib": packed(_planes(bits))}


def _planes(bits: NDArray[np.uint32]) -> bytes:
    """Bytes of equal weight beside each other: they compress better so."""
    return np.ascontiguousarray(bits.ravel().view(np.uint8).reshape(-1, 4).T).tobytes()


def _unpacked(packed: dict[str, Any]) -> Floats:
    planes = np.frombuffer(zlib.decompress(base64.b64decode(packed["zlib"])), np.uint8).reshape(4, -1)
    return np.ascontiguousarray(planes.T).view(np.float32).reshape(packed["shape"]).astype(np.float64)


def _plain(values: NDArray[Any], packed: Callable[[bytes], str]) -> dict[str, Any]:
    return {"dtype": str(values.dtype), "zlib": packed(np.ascontiguousarray(values).tobytes())}


def _plain_array(packed: dict[str, Any]) -> NDArray[Any]:
    return np.frombuffer(zlib.decompress(base64.b64decode(packed["zlib"])), np.dtype(packed["dtype"])).copy()


def _triangle(square: Floats) -> Floats:
    return np.asarray(square[np.triu_indices(len(square))])


def _square(triangle: Floats, size: int) -> Floats:
    out = np.zeros((size, size))
    out[np.triu_indices(size)] = triangle
    return np.asarray(out + np.triu(out, 1).T)
