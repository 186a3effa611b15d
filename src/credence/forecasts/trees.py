"""A gradient-boosted model as flat arrays, evaluated without the library that trained it.

All nodes of all trees lie one after another; a child below zero is a leaf, and -1 - child is its place among the leaves.
Missing values go the way that training chose for them.
"""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .interface import Floats

LARGEST = 3e38  # a single; larger values and thresholds are this
TOGETHER = 16  # rows that go down a tree side by side: their look-ups do not wait for one another


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
        rows = np.ascontiguousarray(np.clip(x, -LARGEST, LARGEST), np.float32)
        out = np.empty(len(rows))
        _sum(rows, *self._level_by_level, out)
        return out

    @cached_property
    def _level_by_level(self) -> tuple[NDArray[Any], ...]:
        """The same trees with leaves as nodes that lead to themselves: every row takes as many steps as a tree is deep."""
        nodes, leaves = len(self.feature), len(self.leaves)
        children = np.stack([self.left, self.right], axis=1).ravel()
        steps = np.zeros(nodes, np.int64)  # from a node to its farthest leaf; a child stands behind its parent
        for node in range(nodes - 1, -1, -1):
            steps[node] = 1 + max((steps[child] for child in (self.left[node], self.right[node]) if child >= 0), default=0)
        return (
            _placed(self.roots, nodes), np.asarray([steps[root] if root >= 0 else 0 for root in self.roots], np.int64),
            np.r_[self.feature, np.zeros(leaves)].astype(np.int32), np.r_[self.threshold, np.zeros(leaves, np.float32)],
            np.r_[_placed(children, nodes), np.repeat(np.arange(nodes, nodes + leaves), 2)].astype(np.int32),
            np.r_[self.missing_left, np.zeros(leaves, np.bool_)], np.r_[np.zeros(nodes, np.float32), self.leaves],
        )  # fmt: skip

    def lead_to_leaves(self, features: int) -> bool:
        """Whether every way down ends in a leaf and asks for one of so many features: compiled code does not look."""
        nodes, leaves = len(self.feature), len(self.leaves)
        children = np.concatenate([self.left, self.right])
        behind = np.where(children >= 0, children > np.tile(np.arange(nodes), 2)[: len(children)], True)
        places = np.concatenate([children, self.roots])
        return bool(
            {len(self.threshold), len(self.left), len(self.right), len(self.missing_left)} == {nodes} and behind.all()
            and (places < nodes).all() and (places >= -leaves).all() and ((self.feature >= 0) & (self.feature < features)).all()
        )  # fmt: skip

    def arrays(self) -> dict[str, NDArray[Any]]:
        """For an artefact."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _placed(child: NDArray[np.int32], nodes: int) -> NDArray[np.int32]:
    return np.where(child < 0, nodes - 1 - child, child).astype(np.int32)


@njit(cache=True, nogil=True, error_model="numpy")
def _sum(x, roots, steps, feature, threshold, children, missing_left, values, out):  # type: ignore[no-untyped-def]
    n, width = x.shape
    node, total = np.empty(TOGETHER, np.int32), np.empty(TOGETHER)
    block, offset = np.zeros(TOGETHER * width, np.float32), (np.arange(TOGETHER) * width).astype(np.int32)
    for begin in range(0, n, TOGETHER):
        rows = min(TOGETHER, n - begin)
        for row in range(rows):
            for column in range(width):
                block[row * width + column] = x[begin + row, column]
        total[:] = 0.0
        for tree in range(len(roots)):
            node[:] = roots[tree]
            for _ in range(steps[tree]):
                for row in range(TOGETHER):
                    at = np.uint32(node[row])
                    value = block[np.uint32(offset[row] + feature[at])]
                    goes_left = (value <= threshold[at]) | (np.isnan(value) & missing_left[at])
                    node[row] = children[np.uint32(2) * at + np.uint32(~goes_left)]
            for row in range(TOGETHER):
                total[row] += values[np.uint32(node[row])]
        out[begin : begin + rows] = total[:rows]


def flattened(dump: dict[str, Any]) -> Trees:
    """Trees of LightGBM's `dump_model()`; numerical splits only, and no zero that stands for a missing value."""
    nodes: list[tuple[int, float, int, int, bool]] = []
    leaves: list[float] = []

    def place(node: dict[str, Any]) -> int:
        if "split_feature" not in node:
            leaves.append(node["leaf_value"])
            return -len(leaves)
        at = len(nodes)
        nodes.append((0, 0.0, 0, 0, False))
        if node["decision_type"] != "<=" or node["missing_type"] == "Zero":
            raise ValueError(f"a split of kind {node['decision_type']!r}, {node['missing_type']!r} has no flat form")
        left, right = place(node["left_child"]), place(node["right_child"])
        # a feature that was never missing in training is read as 0 where it is missing
        missing_left = node["default_left"] if node["missing_type"] == "NaN" else node["threshold"] >= 0
        # training compares in double precision: the largest single at or below the threshold splits singles the same way
        nodes[at] = (node["split_feature"], _down(node["threshold"]), left, right, bool(missing_left))
        return at

    roots = [place(tree["tree_structure"]) for tree in dump["tree_info"]]
    feature, threshold, left, right, missing = ([node[k] for node in nodes] for k in range(5))
    return Trees(
        np.asarray(roots, np.int32), np.asarray(feature, np.int16), np.asarray(threshold, np.float32),
        np.asarray(left, np.int32), np.asarray(right, np.int32), np.asarray(missing, np.bool_), np.asarray(leaves, np.float32),
    )  # fmt: skip


def _down(threshold: float) -> float:
    """The largest single at or below a threshold."""
    single = np.float32(min(max(threshold, -LARGEST), LARGEST))
    return float(np.nextafter(single, np.float32(-np.inf)) if float(single) > threshold else single)
