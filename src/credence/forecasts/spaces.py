"""Spaces in which a price may be taken for a random walk, and Gaussian bands of the price from them.

| space   | x(p)                                        | a step of fixed size in x moves the price by |
|---------|---------------------------------------------|----------------------------------------------|
| price   | p                                           | the same everywhere                          |
| logit   | log(p / (1 - p)), p held in [eps, 1 - eps]  | p (1 - p) times as much                      |
| arcsine | asin(sqrt(p))                               | 2 sqrt(p (1 - p)) times as much              |

eps is half a tick. A smaller one makes the boundary look far away: between .0005 and an eps of 1e-6 lie 6 logits, for a price
that moved by one tick. Arcsine is the transformation that levels the variance of a proportion (Anscombe 1948, Biometrika 35).

Bands in a space are laid around the price itself, p + x^-1(x(p) + z s) - x^-1(x(p)), so that the middle of the band is the last
price even where x holds it half a tick off 0 or 1; between these it is the plain inverse.
"""

import math
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from ..errors import InputError

Floats = NDArray[np.float64]
SPACES = ("price", "logit", "arcsine")
PRICE, LOGIT, ARCSINE = range(3)
HALF_TICK = 0.005  # of the usual tick of .01; where the tick is .001, give .0005


@dataclass(frozen=True)
class Space:
    """One of SPACES. Refused: another name, and an eps that is not within (0, .5)."""

    name: str = "price"
    eps: float = HALF_TICK

    def __post_init__(self) -> None:
        if self.name not in SPACES:
            raise InputError("space", self.name, " or ".join(SPACES))
        if not 0 < self.eps < 0.5:
            raise InputError("eps", self.eps, "more than 0 and less than 0.5")

    @property
    def code(self) -> int:
        return SPACES.index(self.name)

    def forward(self, price: ArrayLike) -> Floats:
        """x of each price, of the same shape; nan stays nan. Prices must lie in 0..1.

        >>> Space("logit").forward([0.0, 0.5]).round(4).tolist()  # log(.005 / .995)
        [-5.2933, 0.0]
        """
        p = np.ascontiguousarray(price, np.float64)
        if self.code == PRICE:
            return p.copy()
        out = np.empty(p.shape)
        _forward(p.reshape(-1), self.code, self.eps, out.reshape(-1))
        return out

    def inverse(self, x: ArrayLike) -> Floats:
        """The price of each x, 0..1; what lies beyond the image of a price is held at its end. nan stays nan.

        >>> Space("arcsine").inverse([-1.0, np.pi / 4, 9.0]).round(12).tolist()
        [0.0, 0.5, 1.0]
        """
        values = np.ascontiguousarray(x, np.float64)
        out = np.empty(values.shape)
        _inverse(values.reshape(-1), self.code, out.reshape(-1))
        return np.asarray(np.clip(out, 0, 1), float)


def gaussian_band(
    centre: Floats, base: Floats, rate: Floats, steps: tuple[int, ...], quantiles: tuple[float, ...], space: Space,
    capped: bool = True,
) -> Floats:  # fmt: skip
    """(n, steps, quantiles) Gaussian quantiles of the price whose variance grows evenly: base + h rate after h steps; in 0..1.

    centre      (n,) prices
    base, rate  (n,) in the units of the space, squared; nan in any of the three gives nan
    capped      let no quantile lie further from the price than that of a Gaussian with variance p (1 - p): a martingale that
                ends at 0 or 1 has no more than that left (Augenblick, Rabin 2021, Quarterly Journal of Economics 136, 933-985)

    >>> zero, rate = np.zeros(1), np.array([0.0025])
    >>> gaussian_band(np.array([0.5]), zero, rate, (1, 900), (0.1, 0.5, 0.9), Space()).round(4).tolist()
    [[[0.4359, 0.5, 0.5641], [0.0, 0.5, 1.0]]]
    """
    z = np.array([0.0 if level == 0.5 else ndtri(level) for level in quantiles])
    out = np.empty((len(centre), len(steps), len(z)))
    ahead = np.array(steps, float)
    if space.code == PRICE:
        _gaussian_price(centre, base, rate, ahead, z, capped, out)
    else:
        _gaussian(centre, base, rate, ahead, z, space.code, space.eps, capped, out)
    return out


@numba.njit(cache=True, inline="always", error_model="numpy")
def into(p, code, eps):  # type: ignore[no-untyped-def]
    if code == LOGIT:
        p = min(max(p, eps), 1.0 - eps)
        return math.log(p / (1.0 - p))
    if code == ARCSINE:
        return math.asin(math.sqrt(p))
    return p


@numba.njit(cache=True, inline="always", error_model="numpy")
def out_of(x, code):  # type: ignore[no-untyped-def]
    if code == LOGIT:
        return 1.0 / (1.0 + math.exp(-x))
    if code == ARCSINE:
        return math.sin(min(max(x, 0.0), math.pi / 2)) ** 2
    return x


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _forward(price, code, eps, out):  # type: ignore[no-untyped-def]
    p, x = np.nan, np.nan
    for i in range(len(price)):
        if price[i] != p:  # most prices equal the one before, and a logarithm is dear
            p = price[i]
            x = p if math.isnan(p) else into(p, code, eps)
        out[i] = x


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _inverse(x, code, out):  # type: ignore[no-untyped-def]
    for i in range(len(x)):
        out[i] = np.nan if math.isnan(x[i]) else out_of(x[i], code)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _gaussian_price(centre, base, rate, ahead, z, capped, out):  # type: ignore[no-untyped-def]
    for i in range(len(centre)):
        p = centre[i]
        if np.isnan(p + base[i] + rate[i]):
            out[i] = np.nan
            continue
        most = math.sqrt(p * (1.0 - p)) if capped else np.inf
        for j in range(len(ahead)):
            s = min(math.sqrt(base[i] + ahead[j] * rate[i]), most)
            for k in range(len(z)):
                out[i, j, k] = min(max(p + z[k] * s, 0.0), 1.0)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _gaussian(centre, base, rate, ahead, z, code, eps, capped, out):  # type: ignore[no-untyped-def]
    for i in range(len(centre)):
        p = centre[i]
        if np.isnan(p + base[i] + rate[i]):
            out[i] = np.nan
            continue
        x = into(p, code, eps)
        held = out_of(x, code)
        most = math.sqrt(p * (1.0 - p)) if capped else np.inf
        for j in range(len(ahead)):
            s = math.sqrt(base[i] + ahead[j] * rate[i])
            for k in range(len(z)):
                far = abs(z[k]) * most if z[k] else 0.0
                away = out_of(x + z[k] * s, code) - held
                out[i, j, k] = min(max(p + min(max(away, -far), far), 0.0), 1.0)
