"""The models of the contract server: `mock`, as every tollama has it, and a simulated one; neither has weights.

mock       repeats the last value, for the mean and every quantile
simulated  a normal random walk from the last value: the spread is that of the last changes, and grows with the root of the step
simulated-spare  the same, but not there until it is pulled
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import NormalDist
from typing import Any

LAST_CHANGES = 60
LEAST_SPREAD = 1e-4  # of a series that never moved
INSTALLED = ("mock", "simulated")
CATALOGUE = (*INSTALLED, "simulated-spare")


def paths(model: str, target: Sequence[float], horizon: int, quantiles: Sequence[float]) -> dict[str, Any]:
    """Mean and quantiles, each of `horizon` values; keys of the quantiles are texts."""
    last = float(target[-1])
    spread = 0.0 if model == "mock" else _spread(target)
    found: dict[str, Any] = {"mean": [last] * horizon}
    if quantiles:
        normal = NormalDist()
        found["quantiles"] = {
            str(level): [last + normal.inv_cdf(level) * spread * math.sqrt(step) for step in range(1, horizon + 1)]
            for level in quantiles
        }
    return found


def _spread(target: Sequence[float]) -> float:
    newest = target[-LAST_CHANGES - 1 :]
    changes = [after - before for before, after in pairwise(newest)]
    return max(math.sqrt(sum(change**2 for change in changes) / max(len(changes), 1)), LEAST_SPREAD)


def tag(model: str) -> dict[str, Any]:
    """The model as /api/tags lists it."""
    family = "mock" if model == "mock" else "simulated"
    details = {"format": "tollama", "family": family, "families": [family], "parameter_size": "", "quantization_level": ""}
    return {
        "name": model,
        "model": model,
        "modified_at": "2026-01-01T00:00:00Z",
        "size": 0,
        "digest": digest(model),
        "details": details,
    }


def digest(model: str) -> str:
    return "local" if model == "mock" else f"{model}-without-weights"
