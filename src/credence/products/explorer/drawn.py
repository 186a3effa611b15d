"""What is drawn of a group of prices: reliability in ten equal bins, who was told apart, and how large the losses were.

Bins stand at their mean price; the range is that of a perfect forecaster with these events (`measures.calibrated_range`). A bin
is `outside` where its own interval leaves out the diagonal and its share lies beyond the range as well.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...measures.bin_sums import bin_sums
from ...measures.calibrated_range import calibrated_range
from ...measures.decomposition import equal_width_bins
from ...measures.enough import EACH
from ...measures.reliability import consistency_band, diagram
from ...measures.samples import Sample, dense

BINS = 10
CELLS = 20  # of the histograms
LEVEL = 0.9  # of a bin's interval, and of the range
BAND_DRAWS = 399  # with which the band's coverage was measured

Vector = NDArray[np.float64]


def reliability(sample: Sample, *, enough: bool, draws: int = 0, seed: int = 0) -> dict[str, Any]:
    """{"bins", "curve", "band"}: ten equal bins, those without a row left out; the isotonic curve by its corners.

    enough  whether figures of the sample may be shown at all; without it every bin is too few
    draws   0, or 999 and more: the band in which the curve lies if the prices are calibrated
    """
    found = equal_width_bins(sample.pooled, BINS)
    bin_of, index = dense(found), np.unique(found)
    sums = bin_sums(sample, bin_of)
    told = diagram(sample, confidence=LEVEL, bin_of=bin_of, sums=sums)
    low, high = calibrated_range(sample, bin_of, LEVEL, sums)
    bins = []
    for at, place in enumerate(index.tolist()):
        ends = {"low": place / BINS, "high": (place + 1) / BINS}
        price, share = float(told.price[at]), float(told.share_yes[at])
        counts = {"index": place, "price": price, "n": int(told.n[at]), "events": int(told.events[at])}
        few = not enough or told.events[at] < EACH
        missed = not told.low[at] <= price <= told.high[at]
        beyond = not low[at] - 1e-12 <= share <= high[at] + 1e-12
        shown = {
            "share_yes": share, "share_low": float(told.low[at]), "share_high": float(told.high[at]),
            "range_low": float(low[at]), "range_high": float(high[at]),
        }  # fmt: skip
        shown_or_not = dict.fromkeys(shown) if few else shown
        bins.append(ends | counts | shown_or_not | {"outside": bool(missed and beyond and not few), "few": bool(few)})
    corners = _corners(told.curve) if enough else np.zeros(0, np.int64)
    curve = {"price": told.curve_price[corners].tolist(), "share_yes": told.curve[corners].tolist()}
    return {"bins": bins, "curve": curve, "band": _band(sample, draws, seed) if draws and enough else None}


def _corners(curve: Vector) -> NDArray[np.int64]:
    """The first and the last price of every level: between them a rising curve is level, and nothing is lost."""
    rises = np.flatnonzero(np.diff(curve) > 0)
    return np.unique(np.concatenate([[0], rises, rises + 1, [len(curve) - 1]]))


def _band(sample: Sample, draws: int, seed: int) -> dict[str, list[float]]:
    found = consistency_band(sample, None, min(draws, BAND_DRAWS), np.random.default_rng(seed))
    return {name: getattr(found, name).tolist() for name in ("price", "low", "high")}


def by_price(sample: Sample) -> tuple[NDArray[np.int64], Vector]:
    """(rows, weight), each (k, 2): how many rows, and how much weight, ended NO and YES at each distinct price."""
    k, cell = len(sample.pooled.price), 2 * sample.place + (sample.resolved_yes > 0)
    rows = np.bincount(cell, minlength=2 * k).astype(np.int64).reshape(k, 2)
    return rows, np.asarray(np.bincount(cell, sample.weight, minlength=2 * k).reshape(k, 2), float)


def discrimination(sample: Sample, rows: NDArray[np.int64], weight: Vector, *, enough: bool) -> dict[str, Any]:
    """Rows that ended YES and NO by price, and the mean price of either; the means are null where there is not enough."""
    edges = equal_width_bins(sample.pooled, CELLS)
    no, yes = (np.bincount(edges, rows[:, side], CELLS).astype(int) for side in (0, 1))
    shown = [
        {"low": at / CELLS, "high": (at + 1) / CELLS, "yes": int(yes[at]), "no": int(no[at])} for at in range(CELLS)
    ]
    means = {f"mean_{name}": _mean(sample.pooled.price, weight[:, side]) for side, name in ((1, "yes"), (0, "no"))}
    return {"histogram": shown} | (means if enough else dict.fromkeys(means))


def losses(sample: Sample, rows: NDArray[np.int64], weight: Vector, *, enough: bool) -> dict[str, Any]:
    """Rows by Brier score, its mean and its median; both are null where there is not enough."""
    price = sample.pooled.price
    loss = np.stack([price**2, (1 - price) ** 2], axis=1).ravel()
    cell = np.minimum((loss * CELLS).astype(np.int64), CELLS - 1)
    n = np.bincount(cell, rows.ravel(), CELLS).astype(int)
    shown = [{"low": at / CELLS, "high": (at + 1) / CELLS, "n": int(n[at])} for at in range(CELLS)]
    found = {"median": _median(loss, weight.ravel()), "mean": _mean(loss, weight.ravel())}
    return {"histogram": shown} | (found if enough else dict.fromkeys(found))


def in_bin(p_yes: Vector, index: int) -> NDArray[np.bool_]:
    """Which prices lie in one of the ten bins: from its lower end up to, not including, the upper one; the last one also 1."""
    edges = np.arange(1, BINS) / BINS
    return np.asarray(np.searchsorted(edges, p_yes, side="right") == index)


def _mean(values: Vector, weight: Vector) -> float | None:
    total = float(weight.sum())
    return float(values @ weight) / total if total > 0 else None


def _median(values: Vector, weight: Vector) -> float | None:
    order = np.argsort(values, kind="stable")
    summed = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(summed, summed[-1] / 2)]) if summed[-1] > 0 else None
