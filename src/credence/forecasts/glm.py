"""A log-linear model of a size, fitted by Tweedie quasi-likelihood: variance proportional to mean^1.3.

E|u| = exp(x b). A least-squares fit of log(|u| + c) is ruled by how many changes are exactly zero; this one is not, and its
information matrix is what lets the same coefficients be updated later, day by day, from a lake's own outcomes.
Source: Jorgensen (1987), exponential dispersion models; fitted by Fisher scoring.
"""

import numpy as np

from .interface import Floats

POWER = 1.3
RIDGE = 2e-3  # per unit of weight, on every coefficient but the first
STEPS = 25
LONGEST_STEP = 1.0  # change of any row's log mean in one scoring step


def fit(x: Floats, size: Floats, weight: Floats) -> Floats:
    """Coefficients, (k,).

    x (n, k), its first column is one; size (n,) >= 0; weight (n,) >= 0
    """
    penalty = RIDGE * weight.sum() * np.diag(np.r_[0.0, np.ones(x.shape[1] - 1)])
    b = np.zeros(x.shape[1])
    b[0] = np.log(max((weight * size).sum() / weight.sum(), 1e-9))
    for _ in range(STEPS):
        score, information = _derivatives(x, size, weight, b)
        step = np.linalg.solve(information + penalty, score - penalty @ b)
        step *= min(1.0, LONGEST_STEP / max(np.abs(x @ step).max(), 1e-12))
        b = b + step
        if np.abs(step).max() < 1e-6:
            break
    return b


def information(x: Floats, weight: Floats, b: Floats) -> Floats:
    """The expected information of these rows, (k, k)."""
    return np.asarray((x * (weight * mean(x, b) ** (2 - POWER))[:, None]).T @ x)


def _derivatives(x: Floats, size: Floats, weight: Floats, b: Floats) -> tuple[Floats, Floats]:
    mu = mean(x, b)
    score = x.T @ (weight * mu ** (1 - POWER) * (size - mu))
    return score, np.asarray((x * (weight * mu ** (2 - POWER))[:, None]).T @ x)


def updated(x: Floats, size: Floats, weight: Floats, b: Floats, held: Floats) -> tuple[Floats, Floats]:
    """One scoring step on new rows, held back by the information of everything before: (coefficients, information held now)."""
    score, gained = _derivatives(x, size, weight, b)
    held = held + gained
    step = np.linalg.solve(held, score)
    return b + step * min(1.0, 0.5 / max(np.abs(x @ step).max(), 1e-12)), held


def mean(x: Floats, b: Floats) -> Floats:
    """exp(x b), kept within what a relative size can be."""
    return np.asarray(np.exp(np.clip(x @ b, -12.0, 1.0)))
