"""Hash-made uniforms: the same for a row whatever else is in the batch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from credence.errors import InputError
from credence.forecasts.conformal.uniforms import market_keys, splitmix64, uniforms


def test_splitmix64_gives_the_published_sequence():
    # seed 1234567: the first outputs of the reference generator; state k is seed + (k - 1) x golden ratio
    golden = 0x9E3779B97F4A7C15
    states = np.array([(1234567 + k * golden) % 2**64 for k in range(3)], np.uint64)
    assert [int(word) for word in splitmix64(states)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@given(st.permutations(list(range(12))), st.integers(0, 2**31))
def test_a_row_keeps_its_number_in_any_batch(order, seed):
    market, ts, horizon = np.arange(12) * 7919 - 5, np.arange(12) * 300, np.array([300, 3600] * 6)
    whole = uniforms(seed, market, ts, horizon)
    at = np.array(order)
    assert np.array_equal(uniforms(seed, market[at], ts[at], horizon[at]), whole[at])
    assert uniforms(seed, market[3:4], ts[3:4], horizon[3:4])[0] == whole[3]


def test_they_are_uniform_and_unrelated_along_every_key():
    n = 200_000
    along = {
        "market": uniforms(1, np.arange(n), 0, 3600),
        "time": uniforms(1, 5, np.arange(n) * 300, 3600),
        "horizon": uniforms(1, 5, 0, np.arange(n) + 1),
    }
    for values in along.values():
        assert ((values >= 0) & (values < 1)).all()
        assert kstest(values, "uniform").pvalue > 1e-4
        assert abs(np.corrcoef(values[1:], values[:-1])[0, 1]) < 4.5 / np.sqrt(n)
    assert abs(np.corrcoef(along["market"], uniforms(2, np.arange(n), 0, 3600))[0, 1]) < 4.5 / np.sqrt(n)


def test_each_key_matters():
    base = uniforms(1, 2, 3, 4)[0]
    assert len({base, uniforms(2, 2, 3, 4)[0], uniforms(1, 3, 3, 4)[0], uniforms(1, 2, 4, 4)[0], uniforms(1, 2, 3, 5)[0]}) == 5
    assert uniforms(1, 3, 2, 4)[0] != base  # market and time do not stand in for each other


def test_keys_of_markets_depend_on_their_text_alone():
    assert market_keys(["b", "a", "b"]).tolist() == market_keys(["b", "a"]).tolist() + market_keys(["b"]).tolist()
    assert len(set(market_keys([str(k) for k in range(10_000)]).tolist())) == 10_000
    assert uniforms(0, market_keys(["a", "b"]), [0, 0], 60).shape == (2,)


def test_text_is_no_key():
    with pytest.raises(InputError, match="whole numbers"):
        uniforms(1, ["a"], [0], 60)
