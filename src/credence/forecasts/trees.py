"""A gradient-boosted model as flat arrays, evaluated without the library that trained it.

All nodes of all trees lie one after another; a child below zero is a leaf, and -1 - child is its place among the leaves.
Missing values go the way that training chose for them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .interface import Floats


@dataclass(frozen=True)
class Trees:
    """roots (n trees,); per node: feature, threshold (go left at or below), left, right, missing_left; leaves: values."""

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    leaves: NDArray[np.float32]

    def sum(self, x: NDArray[np.floating]) -> Floats:
        """Sum of all trees, (n,). x (n, n features), nan where unknown."""
        rows = np.ascontiguousarray(x, np.float32)
        out = np.empty(len(rows))
        _sum(rows, self.roots, self.feature, self.threshold, self.left, self.right, self.missing_left, self.leaves, out)
        return out

    def arrays(self) -> dict[str, NDArray[Any]]:
        """For an artefact."""
        return dict(vars(self))


@njit(cache=True, nogil=True)
def _sum(x, roots, feature, threshold, left, right, missing_left, leaves, out):  # type: ignore[no-untyped-def]
    for row in range(len(x)):
        total = 0.0
        for tree in range(len(roots)):
            node = roots[tree]
            while node >= 0:
                value = x[row, feature[node]]
                goes_left = missing_left[node] if np.isnan(value) else value <= threshold[node]
                node = left[node] if goes_left else right[node]
            total += leaves[-1 - node]
        out[row] = total


def flattened(dump: dict[str, Any]) -> Trees:
    """Trees of LightGBM's `dump_model()`; numerical splits only."""
    nodes: list[tuple[int, float, int, int, bool]] = []
    leaves: list[float] = []

    def place(node: dict[str, Any]) -> int:
        if "split_feature" not in node:
            leaves.append(node["leaf_value"])
            return -len(leaves)
        at = len(nodes)
        nodes.append((0, 0.0, 0, 0, False))
        if node["decision_type"] != "<=":
            raise ValueError(f"a split of kind {node['decision_type']!r} has no flat form")
        left, right = place(node["left_child"]), place(node["right_child"])
        # training compares in double precision: the largest single at or below the threshold splits singles the same way
        nodes[at] = (node["split_feature"], _down(node["threshold"]), left, right, bool(node["default_left"]))
        return at

    roots = [place(tree["tree_structure"]) for tree in dump["tree_info"]]
    feature, threshold, left, right, missing = (list(column) for column in zip(*nodes, strict=True))
    return Trees(
        np.asarray(roots, np.int32), np.asarray(feature, np.int16), np.asarray(threshold, np.float32),
        np.asarray(left, np.int32), np.asarray(right, np.int32), np.asarray(missing, np.bool_), np.asarray(leaves, np.float32),
    )  # fmt: skip


def _down(threshold: float) -> float:
    single = np.float32(min(max(threshold, -3e38), 3e38))
    return float(np.nextafter(single, np.float32(-np.inf)) if float(single) > threshold else single)
