"""POST /tsfm/forecast over HTTP: the answer as published, every kind of nonsense refused, a real server behind it that fails."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from credence.api import create_app
from credence.config import rules
from credence.forecasts.service import ForecastService
from credence.forecasts.service.installed import installed
from credence.forecasts.service.metrics import NAMES
from credence.lab.tollama import ContractServer
from credence.lake import open_lake
from credence.settings import Settings

PATH = "/tsfm/forecast"
AS_OF = 1_770_000_000
MODEL = {"provider": "tollama", "model_name": "mock"}


def walk(n=288, seed=0):
    steps = np.random.default_rng(seed).choice([0, 0, 0.01, -0.01], n)
    return [round(float(price), 3) for price in np.clip(0.5 + np.cumsum(steps), 0.05, 0.95)]


def question(**other):
    return {"market_id": "m", "as_of_ts": AS_OF, "y": walk()} | other


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server over no lake, whose model server is not there."""
    config = Settings(lake=str(tmp_path_factory.mktemp("none") / "lake"), tollama_url="http://127.0.0.1:9", api_rate_per_s=1e6)
    with TestClient(create_app(open_lake(config.lake, config)), raise_server_exceptions=False) as found:
        yield found


def refused(answer, status, field):
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert {"kind", "message", "next_step"} <= set(error) <= {"kind", "message", "next_step", "field"}
    assert error.get("field") == field
    assert error["next_step"]
    assert len(answer.content) < 2000
    return error


@pytest.mark.parametrize("prefix", ["", "/api"])
def test_the_answer_has_the_published_names(server, prefix):
    answer = server.post(prefix + PATH, json=question(horizon_steps=3))
    assert answer.status_code == 200
    found = answer.json()
    assert list(found["yhat_q"]) == ["0.1", "0.5", "0.9"]
    assert [len(path) for path in found["yhat_q"].values()] == [3, 3, 3]
    assert set(found["meta"]) >= {
        "runtime", "model_name", "model_version", "input_len", "transform", "warnings", "fallback_used", "fallback_reason",
        "cache_hit", "cache_stale", "circuit_breaker_state", "degradation_state", "latency_ms",
    }  # fmt: skip
    assert found["meta"]["latency_ms"] >= 0


def test_the_document_of_addresses_has_the_body_and_the_answer(server):
    told = server.get("/openapi.json").json()
    operation = told["paths"][PATH]["post"]
    body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    fields = set(told["components"]["schemas"][body]["properties"])
    assert fields >= {"market_id", "as_of_ts", "y", "quantiles", "transform", "model"}
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert set(told["components"]["schemas"][answer]["properties"]) >= {"yhat_q", "meta", "conformal_last_step"}


@pytest.mark.parametrize(
    ("other", "status", "field"),
    [
        ({"y": [0.5]}, 422, "y"), ({"y": []}, 422, "y"), ({"y": [None] * 40}, 422, "y"), ({"y": [2]}, 422, "y"),
        ({"quantiles": [0.9, 0.1]}, 422, "quantiles"), ({"quantiles": [0.5, 0.5]}, 422, "quantiles"),
        ({"quantiles": [0]}, 422, "quantiles"), ({"quantiles": [1]}, 422, "quantiles"),
        ({"horizon_steps": 0}, 422, "horizon_steps"), ({"horizon_steps": 10_000}, 422, "horizon_steps"),
        ({"y": [0.1, 0.2], "y_ts": [AS_OF, AS_OF]}, 422, "y_ts"), ({"y": [0.1, 0.2], "y_ts": [AS_OF, AS_OF - 1]}, 422, "y_ts"),
        ({"y": [0.1], "y_ts": [AS_OF + 1]}, 422, "y_ts"),
        ({"model": {"provider": "tollama", "model_name": "moirai-2.0-R-small"}}, 422, "model.model_name"),
        ({"model": {"provider": "tollama", "model_name": "granite-ttm-r2"}}, 422, "model.model_name"),
        ({"model": {"provider": "tollama", "model_name": "nobody's"}}, 422, "model.model_name"),
        ({"model": {"provider": "chronos", "model_name": "amazon/chronos-2"}}, 422, "model.provider"),
        ({"model": {"provider": "nobody"}}, 422, "model.provider"),
        ({"surprise": 1}, 422, "surprise"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_field(server, other, status, field):
    refused(server.post(PATH, json=question(**other)), status, field)


@pytest.mark.parametrize(
    "y",
    [walk(31), [0.5] * 40, [0.0] * 40, [1.0] * 40, [*walk(40), None, None, *walk(40)], [0.0, 1.0] * 50],
    ids=["31 points", "constant", "all 0", "all 1", "gaps", "0 and 1"],
)
def test_odd_input_is_answered(server, y):
    found = server.post(PATH, json=question(y=y)).json()
    paths = np.array(list(found["yhat_q"].values()))
    assert ((paths >= 0) & (paths <= 1)).all()
    assert (np.diff(paths, axis=0) >= 0).all()


def test_nan_in_the_body_is_a_gap(server):
    text = json.dumps(question(y=[*walk(40), float("nan"), *walk(40)]))
    assert "NaN" in text
    assert server.post(PATH, content=text).status_code == 200


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"[" * 900_000, b"\xff" * 100, b'"' + b"a" * 900_000 + b'"'])
def test_what_is_no_object_is_refused(server, content):
    refused(server.post(PATH, content=content), 422, "body")


def test_a_megabyte_of_prices_is_refused(server):
    refused(server.post(PATH, json=question(y=[0.5] * 190_000)), 422, "y")
    error = refused(server.post(PATH, json=question(y=[0.5] * 250_000)), 413, "body")
    assert error["kind"] == "too_large"


def test_a_megabyte_in_any_field_is_refused(server):
    for other in (
        {"market_id": "m" * 900_000}, {"m" * 900_000: 1}, {"x_past": {"a" * 900_000: [1]}}, {"quantiles": [0.5] * 180_000},
        {"model": {"model_name": "m" * 900_000}}, {"freq": "5" * 900_000},
    ):  # fmt: skip
        assert server.post(PATH, json=question(**other)).status_code == 422


def test_a_body_that_comes_in_pieces_is_limited_too(server):
    pieces = (b"[" + b"0.5," * 25_000 for _ in range(20))
    refused(server.post(PATH, content=pieces), 413, "body")


def test_get_says_who_can_forecast(server):
    found = server.get(PATH).json()["data"]
    assert {row["method"] for row in found["methods"]} == set(found["licensed_methods"])
    assert [row["method"] for row in found["methods"] if row["default"]] == [found["default"]]
    assert found["limits"]["horizon_steps"] > 1
    assert "POST" in refused(server.put(PATH), 405, None)["next_step"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = ["market_id", "as_of_ts", "freq", "horizon_steps", "quantiles", "y", "y_ts", "x_past", "x_future", "transform", "model",
          "liquidity_bucket", "else"]  # fmt: skip


questions = st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=4).map(lambda other: question(**other))


@hypothesis_settings(max_examples=150)
@given(st.one_of(json_values, questions))
def test_no_json_is_answered_with_a_500(server, content):
    answer = server.post(PATH, content=json.dumps(content))
    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 422:
        assert answer.json()["error"]["field"]
        assert answer.json()["error"]["next_step"]


@hypothesis_settings(max_examples=60)
@given(st.binary(max_size=300))
def test_no_bytes_are_answered_with_a_500(server, content):
    assert server.post(PATH, content=content).status_code == 422


def test_health_tells_of_everybody_who_can_answer(server):
    found = server.get("/tsfm/health").json()["data"]
    assert found["providers"]["tollama"]["circuit_breaker_state"] in ("closed", "open", "half_open")
    assert found["providers"]["tollama"]["degradation_state"] == "normal"
    assert "mock" in found["providers"]["tollama"]["licensed_models"]
    assert "ewma" in found["licensed_methods"]


def test_metrics_hold_everything(server):
    server.post(PATH, json=question())
    server.post(PATH, json=question(model=MODEL, y=walk(40)))
    text = server.get("/metrics").text
    assert [name for name in NAMES if f"# TYPE {name.removesuffix('_total')}" not in text and name not in text] == []
    assert 'credence_requests_total{route="/tsfm/forecast",status="200"}' in text


def test_a_server_that_is_not_there_is_answered_by_the_baseline(server):
    meta = server.post(PATH, json=question(model=MODEL, market_id="nobody is there")).json()["meta"]
    assert meta["fallback_reason"] in ("unreachable", "breaker_open")
    assert meta["model_name"] == "ewma"


# ---------------------------------------------------------------- a real server behind it


@pytest.fixture
def model():
    with ContractServer() as found:
        yield found


PATIENT = 20.0  # seconds: a busy machine is no failure of the model


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def behind(model, tmp_path, request):
    """(client, clock): a server that asks the contract server, with a clock that is set by hand; patience in s as a parameter."""
    config = Settings(lake=str(tmp_path / "lake"), tollama_url=model.url, api_rate_per_s=1e6)
    clock, written = Clock(), rules("forecast")
    asked = {**written, "calls": {**written["calls"], "timeout_s": getattr(request, "param", PATIENT)}}
    service = ForecastService(installed(config), config=asked, clock=clock)
    with TestClient(create_app(open_lake(config.lake, config), service), raise_server_exceptions=False) as client:
        yield client, clock


def metas(client, n, seed):
    found = []
    for index in range(n):
        answer = client.post(PATH, json=question(model=MODEL, y=walk(seed=seed + index)))
        assert answer.status_code == 200, answer.text
        paths = np.array(list(answer.json()["yhat_q"].values()))
        assert ((paths >= 0) & (paths <= 1)).all()
        assert (np.diff(paths, axis=0) >= 0).all()
        found.append(answer.json()["meta"])
    return found


@pytest.mark.parametrize(
    ("behind", "fault", "reason"),
    [(PATIENT, "error", "unreachable"), (PATIENT, "garbage", "invalid_answer"), (PATIENT, "nan", "invalid_answer"),
     (PATIENT, "wrong_length", "invalid_answer"), (PATIENT, "die", "unreachable"), (PATIENT, "busy", "busy"),
     (PATIENT, "missing", "invalid_answer"), (1.0, "hang", "timeout")],
    indirect=["behind"],
)  # fmt: skip
def test_a_failing_server_opens_the_breaker_and_is_probed_when_time_has_passed(model, behind, fault, reason):
    client, clock = behind
    assert metas(client, 1, 0)[0]["fallback_used"] is False
    model.turn(fault)
    found = metas(client, 7, 100)
    assert [meta["fallback_reason"] for meta in found] == [reason] * 5 + ["breaker_open"] * 2
    assert found[-1]["circuit_breaker_state"] == "open"
    arrived = model.forecasts
    metas(client, 5, 200)
    assert model.forecasts == arrived, "an open breaker lets nothing through"
    model.turn()
    clock.now += 120
    found = metas(client, 3, 300)
    assert [meta["fallback_used"] for meta in found] == [False] * 3
    assert [meta["circuit_breaker_state"] for meta in found] == ["half_open", "closed", "closed"]
    assert arrived + 3 <= model.forecasts <= arrived + 6, "one call each, and on a busy machine its one retry"


def test_crossed_quantiles_of_a_server_are_put_in_order(model, behind):
    model.turn("cross")
    meta = metas(behind[0], 1, 0)[0]
    assert (meta["fallback_used"], meta["mended"]["uncrossed"]) == (False, 12)


def test_a_server_that_does_not_have_the_model_is_told_of(model, behind):
    answer = behind[0].post(PATH, json=question(model={"provider": "tollama", "model_name": "chronos2"}))
    meta = answer.json()["meta"]
    assert (meta["fallback_reason"], meta["circuit_breaker_state"]) == ("refused", "closed")
    assert any("chronos2" in warning or "404" in warning for warning in meta["warnings"])


@pytest.mark.parametrize("behind", [0.5], indirect=True)
def test_who_waits_for_a_model_keeps_nobody_else_waiting(model, behind):
    client, _ = behind
    model.turn("hang")
    done = threading.Event()
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(metas, client, 1, 1000 + index) for index in range(7)]
        quick = [client.post(PATH, json=question(y=walk(seed=5000 + index))).status_code for index in range(10)]
        done.set()
        assert quick == [200] * 10
        assert {one.result()[0]["fallback_reason"] for one in waiting} <= {"timeout", "breaker_open"}
