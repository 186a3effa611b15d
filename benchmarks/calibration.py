"""Calibration measures of a million rows, beside another way to the same figures.

corp    CORP from rows (checking and pooling included), beside model_diagnostics.decompose
smooth  smooth ECE from rows, beside the definition summed directly: every mirror image of every price at every point
band    a consistency band of 999 draws over 10,000 rows, beside a loop over scikit-learn's isotonic regression

Run one case by its name, or all; each prints seconds, rows per second, peak memory and the ratio.
"""

import os
import sys

import numpy as np
from measure import compare
from model_diagnostics.scoring import SquaredError, decompose
from scipy.optimize import brentq
from sklearn.isotonic import IsotonicRegression

from credence.measures.decomposition import corp
from credence.measures.ece import smooth_ece
from credence.measures.reliability import consistency_band
from credence.measures.samples import sample

ROWS = {"corp": 1_000_000, "smooth": 1_000_000, "band": 10_000}
DRAWS = 999
CASE = os.environ.get("CALIBRATION_CASE", "corp")


def _rows(n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(20)
    p = np.clip(np.round(rng.beta(0.6, 0.6, n), 3), 0.001, 0.999)
    return p, (rng.random(n) < 0.5 + 0.9 * (p - 0.5)).astype(float)


P, Y = _rows(ROWS[CASE])


def corp_ours() -> list[float]:
    return [round(part, 10) for part in corp(sample(P, Y).pooled)[:4]]


def corp_reference() -> list[float]:
    found = decompose(Y, P, scoring_function=SquaredError()).row(0, named=True)
    return [round(found[name], 10) for name in ("score", "miscalibration", "discrimination", "uncertainty")]


def smooth_ours() -> float:
    return round(smooth_ece(sample(P, Y).pooled), 6)


def smooth_reference() -> float:
    price, place = np.unique(P, return_inverse=True)
    gap = np.bincount(place, Y - P) / len(P)

    def error(bandwidth: float) -> float:
        points = np.linspace(0, 1, max(int(np.ceil(40 / bandwidth)), 1000) + 1)
        r = np.zeros(len(points))
        for image in (price, -price, 2 - price):
            r += np.exp(-0.5 * ((points[:, None] - image) / bandwidth) ** 2) @ gap
        return float(np.trapezoid(np.abs(r), points) / (bandwidth * np.sqrt(2 * np.pi)))

    return round(float(brentq(lambda bandwidth: error(bandwidth) - bandwidth, 0.001, 0.2, xtol=1e-8)), 6)


def band_ours() -> int:
    band = consistency_band(sample(P, Y), None, DRAWS, np.random.default_rng(1))
    return len(band.price)


def band_reference() -> int:
    rng, prices = np.random.default_rng(1), np.unique(P)
    curves = np.array([IsotonicRegression().fit(P, rng.random(len(P)) < P).predict(prices) for _ in range(DRAWS)])
    return len(np.quantile(curves, [0.05, 0.95], axis=0)[0])


WORK = {
    "corp": (corp_ours, corp_reference),
    "smooth": (smooth_ours, smooth_reference),
    "band": (band_ours, band_reference),
}


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "--one":
        names = [CASE]
    else:
        names = sys.argv[1:] or list(WORK)
        sys.argv = sys.argv[:1]
    for name in names:
        os.environ["CALIBRATION_CASE"] = name
        if "--one" not in sys.argv:
            print(name, flush=True)
        compare(__file__, *WORK[name], ROWS[name], "rows")


if __name__ == "__main__":
    main()
