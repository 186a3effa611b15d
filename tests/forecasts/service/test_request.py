"""Requests: sound ones are read as they are meant, everything else is refused with its field and a next step."""

import json
import math
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.forecasts.service import asked, parsed

from .asking import AS_OF, question, walk

SOUND = {"market_id": "m", "as_of_ts": AS_OF, "y": [0.5, 0.51]}


def body(**other):
    return json.dumps(SOUND | other).encode()


def test_what_is_left_out_is_as_published():
    found = parsed(body())
    assert (found.step_s, found.horizon_steps, found.levels) == (300, 12, (0.1, 0.5, 0.9))
    assert (found.model.provider, found.model.model_name, found.transform) == ("credence", None, None)


@pytest.mark.parametrize(
    ("freq", "seconds"), [("1m", 60), ("5m", 300), ("5min", 300), ("10m", 600), ("1h", 3600), ("90s", 90), ("1d", 86400)]
)
def test_steps_are_read(freq, seconds):
    assert question(freq=freq).step_s == seconds


@pytest.mark.parametrize(
    "moment", [AS_OF, float(AS_OF), datetime.fromtimestamp(AS_OF, UTC).isoformat(), "2026-02-02T02:40:00Z", "2026-02-02T02:40:00"]
)
def test_moments_are_seconds_or_iso_times(moment):
    assert question(as_of_ts=moment).origin == AS_OF


def test_null_and_nan_are_gaps():
    found = parsed(b'{"market_id": "m", "as_of_ts": 1770000000, "y": [0.5, null, NaN, 1, 0]}')
    assert np.array_equal(found.prices, [0.5, math.nan, math.nan, 1.0, 0.0], equal_nan=True)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"y": []}, "y"), ({"y": [0.5] * 4097}, "y"), ({"y": ["0.5"]}, "y"), ({"y": [True]}, "y"), ({"y": [1.01]}, "y"),
        ({"y": [-0.01]}, "y"), ({"y": [None]}, "y"), ({"y": [math.inf]}, "y"), ({"y": 0.5}, "y"), ({"y": {"a": 1}}, "y"),
        ({"y": None}, "y"), ({"y": [[0.5]]}, "y"), ({"y": [10**400]}, "y"),
        ({"horizon_steps": 0}, "horizon_steps"), ({"horizon_steps": 10_000}, "horizon_steps"),
        ({"horizon_steps": -1}, "horizon_steps"), ({"horizon_steps": 1.5}, "horizon_steps"),
        ({"horizon_steps": "12"}, "horizon_steps"), ({"horizon_steps": True}, "horizon_steps"),
        ({"quantiles": []}, "quantiles"), ({"quantiles": [0.9, 0.1]}, "quantiles"), ({"quantiles": [0.1, 0.1]}, "quantiles"),
        ({"quantiles": [0]}, "quantiles"), ({"quantiles": [1]}, "quantiles"), ({"quantiles": [math.nan]}, "quantiles"),
        ({"quantiles": ["0.1"]}, "quantiles"), ({"quantiles": [i / 101 for i in range(1, 101)]}, "quantiles"),
        ({"freq": "5x"}, "freq"), ({"freq": "0m"}, "freq"), ({"freq": "1s"}, "freq"), ({"freq": "2d"}, "freq"),
        ({"freq": 5}, "freq"), ({"freq": "-5m"}, "freq"), ({"freq": "٥m"}, "freq"),
        ({"as_of_ts": "yesterday"}, "as_of_ts"), ({"as_of_ts": None}, "as_of_ts"), ({"as_of_ts": AS_OF * 1000}, "as_of_ts"),
        ({"as_of_ts": True}, "as_of_ts"), ({"as_of_ts": 10**400}, "as_of_ts"), ({"as_of_ts": []}, "as_of_ts"),
        ({"y_ts": [AS_OF]}, "y_ts"), ({"y_ts": [AS_OF, AS_OF]}, "y_ts"), ({"y_ts": [AS_OF, AS_OF - 300]}, "y_ts"),
        ({"y_ts": [AS_OF, AS_OF + 1]}, "y_ts"), ({"y_ts": ["a", "b"]}, "y_ts"), ({"y_ts": [1, 2]}, "y_ts"),
        ({"y_ts": [10**400, 10**401]}, "y_ts"), ({"y_ts": [None, AS_OF]}, "y_ts"), ({"y_ts": []}, "y_ts"),
        ({"y_ts": "x"}, "y_ts"), ({"x_past": {"a": [1]}}, "x_past.a"), ({"x_past": {"a": [1, math.inf]}}, "x_past.a"),
        ({"x_past": {"a": "x"}}, "x_past.a"),
        ({"x_past": {str(i): [1, 2] for i in range(17)}}, "x_past"), ({"x_future": {"a": [1, 2]}}, "x_future.a"),
        ({"transform": {"space": "log"}}, "transform.space"), ({"transform": {"eps": 0}}, "transform.eps"),
        ({"transform": {"eps": 0.5}}, "transform.eps"), ({"transform": {"epsilon": 0.1}}, "transform.epsilon"),
        ({"model": "ewma"}, "model"), ({"model": {"provider": 5}}, "model.provider"), ({"model": {"name": "x"}}, "model.name"),
        ({"model": {"model_name": ""}}, "model.model_name"), ({"model": {"params": {"a": [1]}}}, "model.params"),
        ({"model": {"params": {"a": 10**400}}}, "model.params"), ({"model": {"params": {"a": math.nan}}}, "model.params"),
        ({"liquidity_bucket": "low"}, "liquidity_bucket"), ({"market_id": ""}, "market_id"), ({"market_id": 5}, "market_id"),
        ({"market_id": "m" * 201}, "market_id"), ({"quantile": [0.5]}, "quantile"), ({"x" * 100_000: 1}, "x" * 100),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_field(other, field):
    with pytest.raises(InputError) as refusal:
        parsed(body(**other))
    assert refusal.value.name == field
    assert refusal.value.next_step
    assert len(str(refusal.value)) < 600


@pytest.mark.parametrize("field", ["market_id", "as_of_ts", "y"])
def test_what_is_missing_is_named(field):
    with pytest.raises(InputError) as refusal:
        parsed(json.dumps({name: value for name, value in SOUND.items() if name != field}).encode())
    assert refusal.value.name == field


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"null", b"5", b"\xff\xfe", b'{"y":', b"[" * 100_000, b'{"market_id": "\\ud800"}']
)
def test_what_is_no_object_is_refused(text):
    with pytest.raises(InputError) as refusal:
        parsed(text)
    assert refusal.value.name == "body"


@pytest.mark.parametrize(
    ("moments", "says"),
    [
        ([AS_OF - 600, AS_OF - 600, AS_OF], "twice at index 1"),
        ([AS_OF - 300, AS_OF - 600, AS_OF], "before the one in front of it at index 1"),
        ([AS_OF - 300, AS_OF, AS_OF + 60], "after as_of_ts at index 2"),
        ([AS_OF - 300, "then", AS_OF], "index 1"),
    ],
)
def test_a_wrong_moment_is_named_by_its_place(moments, says):
    with pytest.raises(InputError, match=says):
        asked(market_id="m", as_of_ts=AS_OF, y=[0.1, 0.2, 0.3], y_ts=moments)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = ["market_id", "as_of_ts", "freq", "horizon_steps", "quantiles", "y", "y_ts", "x_past", "x_future", "transform", "model",
          "liquidity_bucket"]  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=4))
def test_any_json_is_read_or_refused(other):
    """Nothing else than a request or a refusal with a field comes of any JSON."""
    found = refusal = None
    try:
        found = parsed(json.dumps(SOUND | other).encode())
    except InputError as error:
        refusal = error
    if found is None:
        assert refusal.name
        assert refusal.next_step
    else:
        assert ((found.prices >= 0) & (found.prices <= 1) | np.isnan(found.prices)).all()
        assert found.levels == tuple(sorted(set(found.levels)))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(text):
    with pytest.raises(InputError):
        parsed(text)


DIFFERENT = [
    {}, {"market_id": "n"}, {"as_of_ts": AS_OF + 1}, {"freq": "10m"}, {"horizon_steps": 13}, {"quantiles": [0.1, 0.9]},
    {"y": walk(seed=1)}, {"y": walk()[:-1]}, {"liquidity_bucket": "MID"}, {"transform": {"space": "price"}},
    {"transform": {"space": "logit", "eps": 0.001}}, {"model": {"provider": "tollama", "model_name": "mock"}},
    {"model": {"model_name": "kalman"}}, {"model": {"provider": "tollama", "model_name": "mock", "params": {"a": 1}}},
    {"x_past": {"spread": [0.01] * 288}}, {"x_past": {"spread": [0.02] * 288}}, {"x_future": {"a": [0.01] * 12}},
    {"y_ts": [AS_OF - 300 * back for back in range(287, -1, -1)]},
]  # fmt: skip


def test_the_key_changes_with_everything_that_matters():
    keys = [question(**other).key for other in DIFFERENT]
    assert len(set(keys)) == len(keys)
    assert keys == [question(**other).key for other in DIFFERENT], "and with nothing else"


def test_the_key_does_not_hang_on_the_order_of_names():
    one = question(x_past={"a": [1.0] * 288, "b": [2.0] * 288})
    other = question(x_past={"b": [2.0] * 288, "a": [1.0] * 288})
    assert one.key == other.key
