"""Corrections by bucket, with back-off: a bucket that has too few rows is answered by its parent, and in the end by all rows.

In   scores (n, corrected levels) of a calibration set and the bucket of each row: columns of small whole numbers, coarsest
     first (set and horizon, then range, then price region); dropping the last column gives the parent
Out  a `Table` of order statistics; looking it up needs numpy alone

Effective rows are summed weights, an event counting for 50 rows at most: thresholds mean the same however props pile up.
Mondrian conformal prediction: Vovk, Gammerman, Shafer (2005), section 4.5. Back-off is fixed before outcomes are looked at
(it depends on counts alone), so that the guarantee of each bucket used is that of its own order statistic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .order_statistic import checked_alpha, checked_scores, checked_weights, reached
from .weights import CAP, event_weights

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

LEAST = 100.0  # effective rows: ten expected misses on each side of an 80 % band
MOST_CELLS = 4_000_000  # buckets that a look-up can address
COARSEST = ()  # the bucket of all rows


class Cell(NamedTuple):
    """What is known of one bucket."""

    bucket: tuple[int, ...]  # () holds all rows
    correction: tuple[float, ...]  # one per corrected level, +inf where even all rows are too few
    effective: float  # summed weights
    rows: int


@dataclass(frozen=True)
class Table:
    """Fitted corrections; `cells` hold those with enough rows, parents before children, the bucket of all rows first.

    alphas  what each corrected level may miss
    width   columns of a bucket
    n_min   effective rows that a bucket needs
    thin    buckets that were seen and fell back to a parent
    """

    alphas: tuple[float, ...]
    width: int
    n_min: float
    cells: tuple[Cell, ...]
    thin: int = 0

    def lookup(self, buckets: ArrayLike) -> Floats:
        """The correction of each row, (n, levels); an unknown or negative number backs off.

        buckets  (n, columns) whole numbers
        """
        return self._corrections[self._row(buckets)]

    def depth(self, buckets: ArrayLike) -> NDArray[np.int64]:
        """How many columns were used for each row, (n,): fewer than all means that it fell back."""
        return np.array([len(cell.bucket) for cell in self.cells])[self._row(buckets)]

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers for JSON; an infinite correction is None."""
        cells = [
            {
                "bucket": list(cell.bucket),
                "correction": [None if np.isinf(value) else value for value in cell.correction],
                "effective": cell.effective,
                "rows": cell.rows,
            }
            for cell in self.cells
        ]
        return {"alphas": list(self.alphas), "width": self.width, "n_min": self.n_min, "thin": self.thin, "cells": cells}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Table":
        """The table that `as_dict` wrote. Raises InputError where it is not one."""
        try:
            cells = tuple(
                Cell(
                    tuple(int(value) for value in cell["bucket"]),
                    tuple(np.inf if value is None else float(value) for value in cell["correction"]),
                    float(cell["effective"]),
                    int(cell["rows"]),
                )
                for cell in plain["cells"]
            )
            alphas = tuple(float(alpha) for alpha in plain["alphas"])
            table = cls(alphas, int(plain["width"]), float(plain["n_min"]), cells, int(plain["thin"]))
        except (KeyError, TypeError, ValueError) as wrong:
            raise InputError("table", repr(wrong), "what Table.as_dict gives") from None
        sizes = [len(cell.bucket) for cell in cells]
        fits = all(len(cell.correction) == len(alphas) and len(cell.bucket) <= table.width for cell in cells)
        if not sizes or sizes[0] or sizes != sorted(sizes) or not fits:
            raise InputError("table", sizes[:5], "cells of increasing depth, the bucket of all rows first")
        return table

    def _row(self, buckets: ArrayLike) -> Codes:
        columns = np.asarray(buckets)
        if columns.ndim != 2 or columns.shape[1] != self.width or not np.issubdtype(columns.dtype, np.integer):
            raise InputError("buckets", (columns.shape, str(columns.dtype)), f"(n, {self.width}) whole numbers")
        flat = np.zeros(len(columns), np.int64)
        for j, size in enumerate(self._places.shape):
            column = columns[:, j]
            flat = flat * size + np.where((column >= 0) & (column < size - 1), column, size - 1)
        return self._places.ravel()[flat].astype(np.int64)

    @cached_property
    def _corrections(self) -> Floats:
        return np.array([cell.correction for cell in self.cells], np.float64).reshape(len(self.cells), len(self.alphas))

    @cached_property
    def _places(self) -> NDArray[np.int32]:
        """Which cell answers a bucket, back-off included; the last place along each axis stands for all that was not seen."""
        sizes = np.ones(self.width, np.int64)
        for cell in self.cells:
            for j, value in enumerate(cell.bucket):
                sizes[j] = max(sizes[j], value + 2)
        _within(sizes)
        places = np.zeros(tuple(sizes), np.int32)
        for at, cell in enumerate(self.cells):
            places[cell.bucket] = at  # children come later and replace their parent's answer
        return places


def fit(
    scores: ArrayLike,
    buckets: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    event: ArrayLike | None = None,
    alphas: Sequence[float] = (0.1, 0.1),
    n_min: float = LEAST,
    cap: float = CAP,
    atom: bool = True,
) -> Table:
    """Order statistics of every bucket that has `n_min` effective rows, and of all rows together.

    scores   (n, levels) as `split.scores` gives them, no nan
    buckets  (n, columns) whole numbers from 0, coarsest column first
    weight   (n,) such as `weights.day_weights`, 1 each by default
    event    (n,) if given, weights are multiplied by min(1, cap / rows of the event)
    alphas   what each level may miss, (levels,)
    atom     as in `order_statistic.weighted_order_statistic`

    Raises InputError for nan, negative buckets, no row, or more than 4 million possible buckets.

    >>> table = fit([[1.0, 5.0], [2.0, 6.0], [3.0, 7.0]], [[0], [0], [1]], alphas=(0.5, 0.5), n_min=2)
    >>> table.lookup([[0], [1], [9]]).tolist()
    [[2.0, 6.0], [2.0, 6.0], [2.0, 6.0]]
    >>> table.depth([[0], [1], [9]]).tolist(), table.thin
    ([1, 0, 0], 1)
    """
    values, columns = _checked(scores, buckets, alphas)
    n, width = len(values), columns.shape[1]
    row_weight = checked_weights(weight, n)
    if event is not None:
        row_weight = row_weight * event_weights(event, cap)
    if not row_weight.sum() > 0:
        raise InputError("weight", 0.0, "more than 0 for some row")
    sizes = np.array([columns[:, j].max() + 1 for j in range(width)], np.int64)  # a column at a time is several times faster
    _within(sizes + 1)
    orders = [np.argsort(values[:, j]) for j in range(values.shape[1])]
    sides = [(values[order, j], row_weight[order]) for j, order in enumerate(orders)]
    cells: list[Cell] = []
    thin, key = 0, np.zeros(n, np.int64)
    for depth in range(width + 1):
        if depth:
            key = key * sizes[depth - 1] + columns[:, depth - 1]
        number = int(np.prod(sizes[:depth]))
        effective = np.asarray(np.bincount(key, row_weight, number), np.float64)
        rows = np.bincount(key, minlength=number)
        enough = np.flatnonzero((effective >= n_min * (1 - 1e-12)) & (rows > 0)) if depth else np.array([0])
        thin += int((rows > 0).sum()) - len(enough) if depth == width and depth else 0
        found = [
            reached(score, key[order], own, number, alpha, atom)
            for (score, own), order, alpha in zip(sides, orders, alphas, strict=True)
        ]
        cells += _cells(enough, tuple(int(size) for size in sizes[:depth]), found, effective, rows)
    return Table(tuple(float(alpha) for alpha in alphas), width, float(n_min), tuple(cells), thin)


def _cells(keys: Codes, sizes: tuple[int, ...], found: list[Floats], effective: Floats, rows: Codes) -> list[Cell]:
    buckets = np.transpose(np.unravel_index(keys, sizes)) if sizes else np.empty((len(keys), 0), np.int64)
    corrections = np.transpose([side[keys] for side in found])
    return [
        Cell(tuple(bucket), tuple(correction), float(effective[key]), int(rows[key]))
        for key, bucket, correction in zip(keys, buckets.tolist(), corrections.tolist(), strict=True)
    ]


def _checked(scores: ArrayLike, buckets: ArrayLike, alphas: Sequence[float]) -> tuple[Floats, Codes]:
    values, columns = np.asarray(scores, np.float64), np.asarray(buckets)
    for alpha in alphas:
        checked_alpha(alpha)
    if values.ndim != 2 or values.shape[1] != len(alphas) or not len(values):
        raise InputError("scores", values.shape, f"(n, {len(alphas)}), at least one row")
    checked_scores(values.ravel())
    if columns.ndim != 2 or len(columns) != len(values) or not np.issubdtype(columns.dtype, np.integer):
        raise InputError("buckets", (columns.shape, str(columns.dtype)), f"({len(values)}, columns) whole numbers")
    if columns.size and columns.min() < 0:
        raise InputError("buckets", int(columns.min()), "0 or more: give what is unknown a number of its own")
    return values, columns.astype(np.int64, copy=False)


def _within(sizes: Codes) -> None:
    cells = float(np.prod(sizes.astype(float)))
    if cells > MOST_CELLS:
        raise InputError("buckets", f"{cells:.0f} combinations", f"small whole numbers, {MOST_CELLS} combinations at most")
