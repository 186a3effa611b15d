"""The contract server: strict about what it is asked, and wrong in exactly the way that it was told to be."""

import json
import re
import signal
import socket
import subprocess
import sys
from statistics import NormalDist

import httpx2
import pytest

from credence.errors import InputError
from credence.lab.tollama import ContractServer
from credence.lab.tollama.faults import FAULTS

CLIENT = httpx2.Client(trust_env=False)  # one for all: making one takes longer than asking
STAMPS = ["2026-01-01T00:00:00", "2026-01-01T00:05:00", "2026-01-01T00:10:00"]
INSIDE = ["wrong_length", "missing", "stranger", "no_quantiles", "missing_level", "nan", "null", "text", "huge", "cross", "far"]


@pytest.fixture(scope="module")
def running():
    with ContractServer() as server:
        yield server


@pytest.fixture
def server(running):
    running.turn()
    yield running
    running.turn()


def series(**fields):
    return {"id": "a", "freq": "5min", "timestamps": STAMPS, "target": [0.4, 0.5, 0.6], **fields}


def request(**fields):
    return {"model": "simulated", "horizon": 2, "quantiles": [0.1, 0.5, 0.9], "series": [series()], "options": {}, **fields}


def post(server, body, path="/v1/forecast", **options):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return CLIENT.post(server.url + path, content=content, **options)


def get(server, path, **options):
    return CLIENT.get(server.url + path, **options)


# What the contract allows


def test_a_forecast_is_one_json_with_every_field_of_the_contract(server):
    answer = post(server, request(timeout=1.5))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert set(found) == {"model", "forecasts", "timing", "usage", "warnings"}
    assert set(found["timing"]) == {"model_load_ms", "inference_ms", "total_ms"}
    (one,) = found["forecasts"]
    assert set(one) == {"id", "freq", "start_timestamp", "mean", "quantiles"}
    assert (found["model"], one["id"], one["freq"], one["mean"]) == ("simulated", "a", "5min", [0.6, 0.6])
    assert list(one["quantiles"]) == ["0.1", "0.5", "0.9"]


def test_simulated_answers_say_so(server):
    answer = post(server, request())
    assert any("simulated" in warning for warning in answer.json()["warnings"])
    assert "simulated" in answer.headers["x-simulated"]
    assert "simulated" in get(server, "/api/version").json()["version"]


def test_the_simulated_model_is_a_random_walk(server):
    # changes of 0.1 each: after two steps 0.6 + z 0.1 sqrt(2)
    (one,) = post(server, request()).json()["forecasts"]
    z = NormalDist().inv_cdf(0.9)
    assert one["quantiles"]["0.9"] == pytest.approx([0.6 + z * 0.1, 0.6 + z * 0.1 * 2**0.5])
    assert one["quantiles"]["0.1"] == pytest.approx([0.6 - z * 0.1, 0.6 - z * 0.1 * 2**0.5])
    assert one["quantiles"]["0.5"] == pytest.approx([0.6, 0.6])


def test_mock_repeats_the_last_value(server):
    (one,) = post(server, request(model="mock")).json()["forecasts"]
    assert one["quantiles"] == {"0.1": [0.6, 0.6], "0.5": [0.6, 0.6], "0.9": [0.6, 0.6]}


def test_without_quantiles_there_is_a_mean_only(server):
    (one,) = post(server, request(quantiles=[])).json()["forecasts"]
    assert "quantiles" not in one


@pytest.mark.parametrize(
    "fields",
    [
        {"past_covariates": {"volume": [1, 2, 3]}, "future_covariates": {"volume": [4, 5]}},
        {"past_covariates": {"day": ["mo", "tu", "we"]}},
        {"target": [0, 1, 0]},
        {"timestamps": ["2026-01-01", "2026-01-02", "2026-01-03T12:00:00"]},
    ],
)
def test_what_the_contract_allows_is_answered(server, fields):
    assert post(server, request(series=[series(**fields)])).status_code == 200


def test_the_other_address_streams_lines(server):
    answer = post(server, request(), "/api/forecast")
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert len(lines) == 3
    assert lines[-1]["done"] is True
    assert lines[-1]["response"] == post(server, request()).json()
    assert post(server, request(stream=False), "/api/forecast").json() == post(server, request()).json()


def test_tags_and_pull():
    with ContractServer() as server:
        tags = get(server, "/api/tags").json()["models"]
        assert [tag["name"] for tag in tags] == ["mock", "simulated"]
        assert {"model", "modified_at", "size", "digest", "details"} <= set(tags[0])
        assert post(server, request(model="simulated-spare")).status_code == 404
        streamed = post(server, {"model": "simulated-spare"}, "/api/pull").text.splitlines()
        assert [json.loads(line)["status"] for line in streamed] == ["pulling manifest", "success"]
        once_more = post(server, {"model": "simulated-spare", "stream": False}, "/api/pull").json()
        assert once_more["status"] == "success"
        assert post(server, request(model="simulated-spare")).status_code == 200
        assert post(server, {"model": "chronos2", "stream": False}, "/api/pull").status_code == 404
        assert get(server, "/v1/health").json() == {"status": "ok"}


# What it refuses


@pytest.mark.parametrize(
    "broken",
    [
        request(unknown=1),
        request(stream=True),
        request(series=[series(freqs="5min")]),
        request(quantiles=[0.9, 0.1]),
        request(quantiles=[0.1, 0.1]),
        request(quantiles=[0, 0.5]),
        request(quantiles=[0.5, 1]),
        request(quantiles=["0.5"]),
        request(horizon=0),
        request(horizon=-1),
        request(horizon=2.5),
        request(horizon="2"),
        request(horizon=None),
        request(model=""),
        request(model=7),
        request(timeout=0),
        request(series=[]),
        request(series=[series(), series()]),
        request(series=[series(id="")]),
        request(series=[series(target=[])]),
        request(series=[series(target=[0.5, 0.5])]),
        request(series=[series(target=[0.5, None, 0.5])]),
        request(series=[series(target=["0.5", 0.5, 0.5])]),
        request(series=[series(timestamps=STAMPS[::-1])]),
        request(series=[series(timestamps=[STAMPS[0]] * 3)]),
        request(series=[series(timestamps=[1, 2, 3])]),
        request(series=[series(timestamps=["now", "then", "later"])]),
        request(series=[series(timestamps=[*STAMPS[:2], "2026-01-01T00:10:00Z"])]),
        request(series=[series(past_covariates={"x": [1, 2]})]),
        request(series=[series(past_covariates={"x": [1, "a", 2]})]),
        request(series=[series(future_covariates={"x": [1, 2]})]),
        request(series=[series(past_covariates={"x": [1, 2, 3]}, future_covariates={"x": [1]})]),
        {name: value for name, value in request().items() if name != "horizon"},
        {name: value for name, value in request().items() if name != "series"},
        [request()],
        b"",
        b"{",
        json.dumps(request(series=[series(target=[float("nan"), 0.5, 0.5])])).encode(),
    ],
)
def test_what_the_contract_does_not_allow_is_refused(server, broken):
    answer = post(server, broken)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_model_that_is_not_there_is_named(server):
    answer = post(server, request(model="chronos2"))
    assert (answer.status_code, "chronos2" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize(("path", "status"), [("/v1/forecast", 405), ("/v1/models/chronos2", 404), ("/", 404)])
def test_other_addresses_are_not_served(server, path, status):
    assert get(server, path).status_code == status


def test_a_key_is_wanted_where_one_was_set():
    with ContractServer(key="k-1") as server:
        for headers in ({}, {"authorization": "Bearer k-2"}, {"authorization": "k-1"}, {"authorization": "Basic k-1"}):
            assert get(server, "/api/version", headers=headers).status_code == 401
        assert get(server, "/api/version", headers={"authorization": "Bearer k-1"}).status_code == 200


# Faults, latency, counters


@pytest.mark.parametrize("fault", INSIDE)
def test_a_fault_inside_a_forecast_leaves_everything_else_alone(server, fault):
    good = post(server, request(series=[series(id="a"), series(id="b")])).text
    server.turn(fault)
    spoiled = post(server, request(series=[series(id="a"), series(id="b")]))
    assert spoiled.status_code == 200
    assert spoiled.text != good
    assert get(server, "/api/tags").json()["models"]


@pytest.mark.parametrize(("fault", "status"), [("error", 500), ("unavailable", 503), ("busy", 429)])
def test_a_status_on_demand(server, fault, status):
    server.turn(fault)
    assert post(server, request()).status_code == status
    assert get(server, "/v1/health").status_code == status


def test_dying_breaks_off_in_the_middle(server):
    server.turn("die")
    with pytest.raises(httpx2.RemoteProtocolError, match=r"incomplete|without sending complete"):
        post(server, request())


def test_hanging_ends_with_the_asker(server):
    server.turn("hang")
    with pytest.raises(httpx2.ReadTimeout):
        post(server, request(), timeout=0.1)
    server.turn()
    assert post(server, request()).status_code == 200


def test_quantiles_cross_even_where_they_were_one_value(server):
    server.turn("cross")
    for model in ("mock", "simulated"):
        (one,) = post(server, request(model=model)).json()["forecasts"]
        assert all(low > high for low, high in zip(one["quantiles"]["0.1"], one["quantiles"]["0.9"], strict=True))


def test_every_fault_can_be_chosen_and_no_other(server):
    for fault in FAULTS:
        server.turn(fault)
    with pytest.raises(InputError, match="fault must be none or one of"):
        server.turn("nonsense")
    with pytest.raises(InputError, match="latency_ms must be a number from 0"):
        server.turn(latency_ms=-1)


def test_knobs_and_counters_over_http():
    with ContractServer() as server:
        assert get(server, "/_calls").json() == {"total": 0, "calls": {}, "series": 0}
        assert CLIENT.post(server.url + "/_fault", json={"fault": "error"}).json() == {"fault": "error", "latency_ms": 0}
        assert post(server, request()).status_code == 500
        assert get(server, "/_fault").json()["fault"] == "error"
        CLIENT.post(server.url + "/_fault", json={"fault": None, "latency_ms": 30})
        answer = post(server, request(series=[series(id="a"), series(id="b")]))
        assert answer.elapsed.total_seconds() >= 0.03
        post(server, b"{")
        assert get(server, "/_calls").json() == {"total": 3, "calls": {"POST /v1/forecast": 3}, "series": 3}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"fault": "nonsense"}', b'{"fault": "refuse"}', b'{"fault": 1}', b'{"latency_ms": "much"}']
)
def test_a_knob_is_turned_to_what_exists(server, body):
    answer = CLIENT.post(server.url + "/_fault", content=body)
    assert answer.status_code == 400
    assert post(server, request()).status_code == 200


# As a process


@pytest.fixture
def start():
    started = []

    def start(*options):
        command = [sys.executable, "-m", "credence.lab.tollama", "--port", "0", *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        url = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", process.stdout.readline()).group(1)
        return process, url

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_another_process_serves_until_it_is_told_to_stop(start):
    process, url = start("--latency-ms", "1", "--fault", "unavailable", "--key", "k-1")
    assert CLIENT.get(url + "/_fault").json() == {"fault": "unavailable", "latency_ms": 1.0}
    assert CLIENT.get(url + "/api/version").status_code == 503
    CLIENT.post(url + "/_fault", json={"fault": None})
    assert CLIENT.get(url + "/api/version").status_code == 401
    assert CLIENT.get(url + "/_calls").json()["total"] == 2
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def test_another_process_refuses_and_keeps_its_port(start):
    process, url = start("--fault", "refuse")
    port = int(url.rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


@pytest.mark.parametrize("options", [["--fault", "nonsense"], ["--port", "99999"], ["--latency-ms", "-1"]])
def test_wrong_options_end_at_once_with_a_sentence(options):
    command = [sys.executable, "-m", "credence.lab.tollama", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert options[0].removeprefix("--").replace("-", "_") in done.stderr.replace("-", "_")
