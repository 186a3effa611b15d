"""How a set of price paths behaves: still or moving, tails, memory, spread. One measure for made-up and recorded paths.

Changes are taken between grid moments `every_s` apart, each with the last price seen by then; a moment without a fresh
price has none, so a silence is no row of zeros.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from math import isnan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...config import rules
from ...errors import InputError

Vector = NDArray[np.float64]

FRESH = 1.5  # grid steps; an older price is none
TAIL = 0.05  # share of changes other than zero that the tail index is taken from
MOVED = 1e-9


@dataclass(frozen=True)
class Figures:
    """Of many series together; NaN where nothing moved."""

    every_s: int
    series: int
    changes: int
    zero_share: float  # of changes
    tail_index: float  # Hill, of absolute changes other than zero: 2 has hardly a variance, 4 is usual for returns
    lag_1: float  # autocorrelation of changes, over neighbours in one series; NaN with none
    spread: float  # median, where displayed


@dataclass
class Paths:
    """Adds series up, and gives their figures.

    every_s  distance of grid moments, seconds

    >>> paths = Paths(60)
    >>> paths.add([0, 60, 120, 180], [0.5, 0.5, 0.6, 0.6])
    >>> round(paths.figures().zero_share, 4)  # changes 0, .1, 0
    0.6667
    """

    every_s: int
    _changes: list[Vector] = field(default_factory=list)
    _spreads: list[Vector] = field(default_factory=list)
    _product: float = 0.0
    _square: float = 0.0

    def add(self, at_s: ArrayLike, p_yes: ArrayLike, spread: ArrayLike | None = None) -> None:
        """One series: moments in ascending order, prices, and displayed spreads if there are any (of any shape)."""
        at, p = np.asarray(at_s, float), np.asarray(p_yes, float)
        if at.shape != p.shape or at.ndim != 1 or (np.diff(at) < 0).any():
            raise InputError("at_s, p_yes", (at.shape, p.shape), "two vectors of one length, moments ascending")
        if len(at) < 2:
            return
        grid = np.arange(np.ceil(at[0] / self.every_s), np.floor(at[-1] / self.every_s) + 1) * self.every_s
        seen = np.searchsorted(at, grid, side="right") - 1
        value = np.where(grid - at[seen] <= FRESH * self.every_s, p[seen], np.nan)
        change = np.diff(value)
        pairs = change[1:] * change[:-1]
        both = ~np.isnan(pairs)
        self._product += float(pairs[both].sum())
        self._square += float(((change[1:][both] ** 2).sum() + (change[:-1][both] ** 2).sum()) / 2)
        self._changes.append(change[~np.isnan(change)])
        if spread is not None:
            self._spreads.append(np.ravel(np.asarray(spread, float)))

    def figures(self) -> Figures:
        """Of everything added so far."""
        change = np.abs(np.concatenate(self._changes)) if self._changes else np.empty(0)
        moved = change[change > MOVED]
        spread = np.concatenate(self._spreads) if self._spreads else np.empty(0)
        return Figures(
            every_s=self.every_s,
            series=len(self._changes),
            changes=len(change),
            zero_share=1 - len(moved) / len(change) if len(change) else float("nan"),
            tail_index=hill(moved),
            lag_1=self._product / self._square if self._square else float("nan"),
            spread=float(np.median(spread)) if len(spread) else float("nan"),
        )


def figures(series: Iterable[tuple[ArrayLike, ArrayLike]], every_s: int) -> Figures:
    """Of series given as (moments, prices)."""
    paths = Paths(every_s)
    for at, p in series:
        paths.add(at, p)
    return paths.figures()


def figures_of(found: Figures) -> dict[str, float | None]:
    """Figures as JSON has them: three digits, null for none."""
    return {name: None if isnan(value) else round(value, 3) for name, value in asdict(found).items()}


def recorded_hourly() -> dict[str, dict[str, float | None]]:
    """The same figures of the recorded sets, measured once (config/worlds.yml)."""
    return {f"recorded, {name.replace('_', ' ')}": sets["hourly"] for name, sets in rules("worlds")["recorded_paths"].items()}


def hill(sizes: ArrayLike, share: float = TAIL) -> float:
    """Tail index of positive sizes, from the largest `share` of them; NaN with fewer than 10 in the tail.

    1 / mean(log(x_i / x_k)) over the k largest. Hill (1975), Annals of Statistics 3, 1163-1174.

    >>> rng = np.random.default_rng(0)
    >>> round(hill(rng.pareto(3.0, 200_000) + 1), 1)
    3.0
    """
    x = np.sort(np.asarray(sizes, float))[::-1]
    k = int(share * len(x))
    if k < 10:
        return float("nan")
    mean = float(np.mean(np.log(x[:k] / x[k])))
    return 1 / mean if mean > 0 else float("nan")
