"""Uniform numbers that belong to a row: a function of seed, market, origin and horizon, whatever else is in the batch.

A randomised PIT drawn in the order of a batch would change when a market is added; a hash does not. Each key is put through
the finaliser of SplitMix64 in turn: Steele, Lea, Flood (2014), OOPSLA, 453-472.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)


def splitmix64(state: ArrayLike) -> Words:
    """The word after each state, (n,): the state moved on by the golden ratio and mixed.

    >>> [hex(int(word)) for word in splitmix64([0])]
    ['0xe220a8397b1dcdaf']
    """
    z = np.atleast_1d(np.asarray(state, np.uint64)) + _STEP
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)), np.uint64)


def market_keys(market_ids: Sequence[str]) -> Words:
    """A number for each market id that depends on its text alone, (n,).

    >>> bool(market_keys(["a", "b"])[1] == market_keys(["b"])[0])
    True
    """
    known: dict[str, int] = {}
    for name in market_ids:
        if name not in known:
            known[name] = int.from_bytes(hashlib.blake2b(str(name).encode(), digest_size=8).digest(), "little")
    return np.array([known[name] for name in market_ids], np.uint64)


def uniforms(seed: int, market: ArrayLike, origin_ts: ArrayLike, horizon_s: ArrayLike) -> Floats:
    """One number in [0, 1) per row, (n,), with 53 random bits.

    market     (n,) whole numbers, see `market_keys`
    origin_ts  (n,) UTC seconds
    horizon_s  (n,) or one for all

    >>> a = uniforms(7, [1, 2], [600, 600], 3600)
    >>> bool(a[1] == uniforms(7, [2], [600], 3600)[0]), bool(a[0] != a[1])
    (True, True)
    """
    word = splitmix64(_words("seed", seed))
    for name, key in (("market", market), ("origin_ts", origin_ts), ("horizon_s", horizon_s)):
        word = splitmix64(word ^ _words(name, key))
    return np.asarray((word >> np.uint64(11)).astype(np.float64) * 2.0**-53, np.float64)


def _words(name: str, values: ArrayLike) -> Words:
    found = np.atleast_1d(np.asarray(values))
    if not np.issubdtype(found.dtype, np.integer):
        raise InputError(name, str(found.dtype), "whole numbers")
    return found.astype(np.int64).view(np.uint64) if found.dtype != np.uint64 else found
