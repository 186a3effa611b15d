"""The tollama client and forecaster against the contract server: what is sent, what is believed, what is asked again."""

import json
import logging
from random import Random

import httpx2
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pydantic import SecretStr

from credence.errors import Busy, InputError, Refused, TimedOut, UnknownShape, Unreachable, UpstreamFailure
from credence.forecasts import tollama_client
from credence.forecasts.interface import Covariates
from credence.forecasts.tollama import LEAST_PRICES, SOME_ORIGIN, Tollama, carried, frequency, open_tollama
from credence.forecasts.tollama_client import BACKOFF_S, LONGEST_WISH_S, InstalledModel, TollamaClient
from credence.lab.tollama import ContractServer
from credence.settings import Settings

LEVELS = (0.1, 0.5, 0.9)
Z90 = 1.2815515655446004  # standard normal
DAY = 86400


@pytest.fixture(scope="module")
def running():
    with ContractServer() as server:
        yield server


@pytest.fixture
def server(running):
    """The server, without fault."""
    running.turn()
    yield running
    running.turn()


@pytest.fixture
def waits():
    """Seconds that a client slept."""
    return []


@pytest.fixture
def connect(waits):
    """Clients that do not really sleep."""
    opened = []

    def connect(url="http://tollama.test", **options):
        client = TollamaClient(url, **{"sleep": waits.append, "random": Random(7), **options})
        opened.append(client)
        return client

    yield connect
    for client in opened:
        client.close()


def playing(connect, *script, **options):
    """A client that gets these answers in turn, the last one for ever; and what it asked."""
    turns, asked = list(script), []

    def handler(request):
        asked.append(request)
        turn = turns.pop(0) if len(turns) > 1 else turns[0]
        if isinstance(turn, Exception):
            raise turn
        return httpx2.Response(turn.status_code, headers=turn.headers, content=turn.content)

    return connect(transport=httpx2.MockTransport(handler), **options), asked


def zigzag(last=0.5, change=0.01, length=40):
    """Prices that go up and down by one size and end at `last`."""
    return last + change * (np.arange(length)[::-1] % 2)


def ask(client, series=1, horizon=3, **options):
    """One forecast of `series` equal series through the client alone."""
    stamps = [f"2026-01-01T00:{minute:02d}:00" for minute in range(0, 60, 5)]
    one = [tollama_client.SeriesToForecast(f"s{k}", stamps, [0.5] * len(stamps)) for k in range(series)]
    return client.forecast("simulated", one, "5min", horizon, LEVELS, **options)


# What comes back


def test_quantiles_of_the_simulated_model_are_those_worked_by_hand(server):
    # changes of 0.01 each way: spread 0.01, at step 4 twice that; 0.5 + 1.2816 * 0.02
    result = Tollama("simulated", server.url).forecast_quantiles(zigzag(), 4, 300, LEVELS)
    assert result.values.shape == (1, 4, 3)
    assert result.values[0, 3].tolist() == pytest.approx([0.5 - Z90 * 0.02, 0.5, 0.5 + Z90 * 0.02])
    assert (result.method, result.model_id, result.device) == ("TSFM", "tollama/simulated", "remote")
    assert (result.steps, result.quantiles, result.context_length.tolist()) == ((1, 2, 3, 4), LEVELS, [40])
    assert result.below is None
    assert result.unchanged is None


def test_mock_repeats_the_last_value(server):
    result = Tollama("mock", server.url).forecast_quantiles([zigzag(0.3), zigzag(0.8)], 5, 300, LEVELS)
    assert np.array_equal(result.values, np.broadcast_to(np.array([0.3, 0.8])[:, None, None], (2, 5, 3)))


def test_wanted_steps_are_columns_of_the_path(server):
    model = Tollama("simulated", server.url)
    path = model.forecast_quantiles(zigzag(), 12, 300, LEVELS).values
    some = model.forecast_quantiles(zigzag(), [1, 6, 12], 300, LEVELS)
    assert np.array_equal(some.values, path[:, [0, 5, 11]])
    assert some.steps == (1, 6, 12)


def test_many_series_go_in_one_call_and_come_back_in_order(server):
    prices = np.array([zigzag(last, change) for last in np.linspace(0.1, 0.9, 30) for change in (0.001, 0.02)])
    model = Tollama("simulated", server.url)
    before = server.forecasts
    together = model.forecast_quantiles(prices, 6, 300, LEVELS).values
    assert server.forecasts - before == 1
    assert np.array_equal(together[:, :, 1], np.repeat(prices[:, -1:], 6, axis=1))
    alone = [model.forecast_quantiles(row, 6, 300, LEVELS).values[0] for row in prices[:3]]
    assert np.array_equal(together[:3], alone)
    in_parts = Tollama("simulated", server.url, series_per_call=7)
    before = server.forecasts
    assert np.array_equal(in_parts.forecast_quantiles(prices, 6, 300, LEVELS).values, together)
    assert server.forecasts - before == 9


def test_keys_of_quantiles_are_read_as_numbers(server):
    expected = Tollama("simulated", server.url).forecast_quantiles(zigzag(), 3, 300, LEVELS).values
    server.turn("odd_keys")  # "1.0000e-01" instead of "0.1"
    assert np.array_equal(Tollama("simulated", server.url).forecast_quantiles(zigzag(), 3, 300, LEVELS).values, expected)


def test_crossing_quantiles_are_handed_on_and_counted(server):
    server.turn("cross")
    model = Tollama("simulated", server.url)
    values = model.forecast_quantiles([zigzag(), zigzag(0.7)], 4, 300, LEVELS).values
    assert (values[..., 0] > values[..., 2]).all()
    assert model.counted.crossed == 8


# What is sent


def test_a_request_is_what_the_contract_says(connect):
    answer = {"forecasts": [{"id": "0", "quantiles": {"0.1": [0.4], "0.9": [0.6]}}]}
    client, asked = playing(connect, httpx2.Response(200, json=answer))
    Tollama("m", client=client, options={"num_samples": 20}).forecast_quantiles(zigzag(length=13), 1, 300, (0.1, 0.9))
    sent = json.loads(asked[0].content)
    assert asked[0].url.path == "/v1/forecast"
    assert set(sent) == {"model", "horizon", "quantiles", "series", "options", "timeout"}
    assert (sent["model"], sent["horizon"], sent["quantiles"], sent["timeout"]) == ("m", 1, [0.1, 0.9], 1.2)
    assert sent["options"] == {"num_samples": 20}
    assert [set(one) for one in sent["series"]] == [{"id", "freq", "timestamps", "target"}]
    assert sent["series"][0]["freq"] == "5min"
    assert sent["series"][0]["target"] == zigzag(length=13).tolist()


def test_the_time_axis_ends_at_the_origin_and_the_answers_stamp_is_not_read(connect):
    wrong = {"start_timestamp": "1999-01-01T00:00:00", "freq": "1d", "mean": [0.0, 0.0]}
    answer = {"forecasts": [{"id": "0", "quantiles": {"0.5": [0.4, 0.5]}, **wrong}]}
    client, asked = playing(connect, httpx2.Response(200, json=answer))
    origin = np.array([SOME_ORIGIN + 3 * DAY])
    result = Tollama("m", client=client).forecast_quantiles(zigzag(), [1, 2], 3600, [0.5], Covariates(origin_ts=origin))
    assert result.values[0, :, 0].tolist() == [0.4, 0.5]
    stamps = pd.to_datetime(json.loads(asked[0].content)["series"][0]["timestamps"])
    assert stamps[-1] == pd.Timestamp("2026-01-04T00:00:00")
    assert set(np.diff(stamps)) == {np.timedelta64(1, "h")}
    assert len(stamps) == 40


def test_every_series_has_its_own_origin(connect):
    answer = {"forecasts": [{"id": str(k), "quantiles": {"0.5": [0.5]}} for k in range(2)]}
    client, asked = playing(connect, httpx2.Response(200, json=answer))
    origins = np.array([SOME_ORIGIN, SOME_ORIGIN + DAY])
    Tollama("m", client=client).forecast_quantiles([zigzag(), zigzag()], 1, 60, [0.5], Covariates(origin_ts=origins))
    last = [one["timestamps"][-1] for one in json.loads(asked[0].content)["series"]]
    assert last == ["2026-01-01T00:00:00", "2026-01-02T00:00:00"]
    with pytest.raises(InputError, match="origin_ts must be one value for each of 1 series"):
        Tollama("m", client=client).forecast_quantiles(zigzag(), 1, 60, [0.5], Covariates(origin_ts=origins))


def test_gaps_carry_the_last_price_and_leading_gaps_are_cut(connect):
    answer = {"forecasts": [{"id": "0", "quantiles": {"0.5": [0.5]}}]}
    client, asked = playing(connect, httpx2.Response(200, json=answer))
    prices = np.concatenate([[np.nan, np.nan], zigzag(length=14), [np.nan]])
    prices[5] = np.nan
    model = Tollama("m", client=client)
    result = model.forecast_quantiles(prices, 1, 300, [0.5])
    (sent,) = json.loads(asked[0].content)["series"]
    expected = pd.Series(prices).ffill().dropna().tolist()
    assert sent["target"] == expected
    assert len(sent["timestamps"]) == len(expected) == 15
    assert sent["timestamps"][-1] == "2026-01-01T00:00:00"  # the origin, although no price was there
    assert result.context_length.tolist() == [13]
    assert (model.counted.series, model.counted.carried, model.counted.too_short) == (1, 2, 0)


def test_a_series_with_too_few_prices_is_not_sent(server):
    short = np.full(40, np.nan)
    short[-LEAST_PRICES + 1 :] = 0.5
    empty = np.full(40, np.nan)
    model = Tollama("simulated", server.url)
    before = server.forecasts
    alone = model.forecast_quantiles([short, empty], 2, 300, LEVELS)
    assert server.forecasts == before
    assert not alone.answered.any()
    mixed = model.forecast_quantiles([short, zigzag(), empty], 2, 300, LEVELS)
    assert mixed.answered.tolist() == [False, True, False]
    assert mixed.context_length.tolist() == [0, 40, 0]
    assert model.counted.too_short == 4


prices_with_gaps = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 5), st.integers(1, 12)), elements=st.floats(0, 1) | st.just(float("nan"))
)


@given(prices_with_gaps)
def test_carrying_is_what_pandas_calls_ffill(prices):
    filled, first, known = carried(prices)
    assert np.array_equal(filled, pd.DataFrame(prices).ffill(axis=1).to_numpy(), equal_nan=True)
    assert np.array_equal(known, (~np.isnan(prices)).sum(axis=1))
    for row, start in zip(filled, first, strict=True):
        assert np.isnan(row[:start]).all()
        assert not np.isnan(row[start:]).any()


@pytest.mark.parametrize(
    ("step_s", "name"), [(300, "5min"), (60, "1min"), (600, "10min"), (3600, "1h"), (86400, "24h"), (90, "90s"), (1, "1s")]
)
def test_a_step_is_the_same_length_to_pandas(step_s, name):
    assert frequency(step_s) == name
    assert pd.Timedelta(pd.tseries.frequencies.to_offset(name)) == pd.Timedelta(seconds=step_s)


# What the server refuses


@pytest.mark.parametrize(("model", "levels", "status"), [("mock", (0.9, 0.1), 400), ("nobody-has-this", (0.5,), 404)])
def test_a_refusal_is_final_and_says_why(server, connect, waits, model, levels, status):
    client = connect(server.url)
    before = server.forecasts
    one = tollama_client.SeriesToForecast("a", ["2026-01-01T00:00:00"], [0.5])
    with pytest.raises(Refused) as refused:
        client.forecast(model, [one], "5min", 1, levels)
    assert refused.value.status == status
    assert (server.forecasts - before, waits, client.counters.refused) == (1, [], 1)


def test_an_unknown_model_is_refused_by_name(server):
    with pytest.raises(Refused, match=r"answered 404: .*nobody-has-this.*not installed"):
        Tollama("nobody-has-this", server.url).forecast_quantiles(zigzag(), 1, 300, LEVELS)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("series", ([1.5] * 20, 1, 300, LEVELS)),
        ("horizon", (zigzag(), 0, 300, LEVELS)),
        ("step_s", (zigzag(), 1, 0, LEVELS)),
        ("step_s", (zigzag(), 1, 1.5, LEVELS)),
        ("quantiles", (zigzag(), 1, 300, (0.9, 0.1))),
        ("quantiles", (zigzag(), 1, 300, (0, 1))),
    ],
)
def test_nonsense_is_refused_before_anybody_is_asked(server, name, arguments):
    before = server.calls
    with pytest.raises(InputError) as refused:
        Tollama("simulated", server.url).forecast_quantiles(*arguments)
    assert refused.value.name.startswith(name)
    assert server.calls == before


@pytest.mark.parametrize("url", ["", "127.0.0.1:11435", "ftp://x", "http://", "http://u:secret@x", "http://x?a=1"])
def test_an_address_must_be_one(url):
    with pytest.raises(InputError, match="tollama_url must be an address such as") as refused:
        TollamaClient(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("timeout_s", [0, -1, float("nan"), float("inf")])
def test_patience_must_be_a_time(timeout_s):
    with pytest.raises(InputError, match="timeout_s"):
        TollamaClient(timeout_s=timeout_s)


def test_a_model_needs_a_name():
    with pytest.raises(InputError, match="model must be"):
        Tollama(" ")


# Failures: what they are called, and whether they are asked again


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ("error", Unreachable),
        ("unavailable", Unreachable),
        ("die", Unreachable),
        ("busy", Busy),
        ("garbage", UnknownShape),
        ("page", UnknownShape),
        ("cut", UnknownShape),
        ("wrong_length", UnknownShape),
        ("missing", UnknownShape),
        ("stranger", UnknownShape),
        ("no_quantiles", UnknownShape),
        ("missing_level", UnknownShape),
        ("nan", UnknownShape),
        ("null", UnknownShape),
        ("text", UnknownShape),
        ("huge", UnknownShape),
    ],
)
def test_a_fault_is_asked_again_once_and_then_raised(server, connect, waits, fault, failure):
    server.turn(fault)
    client = connect(server.url, timeout_s=5)
    before = server.forecasts
    with pytest.raises(failure) as raised:
        Tollama("simulated", client=client).forecast_quantiles([zigzag(), zigzag()], 3, 300, LEVELS)
    assert type(raised.value) is failure
    assert server.forecasts - before == 2
    assert len(waits) == 1
    assert 0 <= waits[0] <= BACKOFF_S
    assert (client.counters.requests, client.counters.retries, client.counters.answers) == (2, 1, 0)
    assert getattr(client.counters, failure.kind) == 2
    # and recovers with the server
    server.turn()
    assert Tollama("simulated", client=client).forecast_quantiles(zigzag(), 3, 300, LEVELS).answered.all()


def test_a_server_that_hangs_is_given_up_in_time(server, connect):
    server.turn("hang")
    client = connect(server.url, timeout_s=0.1)
    before = server.forecasts
    with pytest.raises(TimedOut, match=r"no answer within 0\.1 s"):
        ask(client)
    assert (server.forecasts - before, client.counters.timeout) == (2, 2)


def test_a_slow_server_is_given_up_but_a_patient_client_gets_its_answer(server, connect):
    server.turn(latency_ms=150)
    with pytest.raises(TimedOut):
        ask(connect(server.url, timeout_s=0.05, attempts=1))
    assert ask(connect(server.url, timeout_s=5)).shape == (1, 3, 3)


def test_a_server_that_refuses_connections_is_unreachable(connect, waits):
    with ContractServer(fault="refuse") as nobody:
        client = connect(nobody.url)
        with pytest.raises(Unreachable, match="ConnectError"):
            ask(client)
        assert client.health() is False
    assert len(waits) == 1
    assert client.counters.unreachable == 3


def test_patience_is_for_all_attempts_together(server, connect, waits):
    server.turn("hang")
    client = connect(server.url, timeout_s=5)
    before = server.forecasts
    with pytest.raises(TimedOut):
        ask(client, patience_s=0.1)
    assert (server.forecasts - before, waits) == (1, [])
    with pytest.raises(TimedOut, match="no time left"):
        ask(client, patience_s=0)
    assert server.forecasts - before == 1


def test_one_failure_is_forgiven(connect, waits):
    good = httpx2.Response(200, json={"forecasts": [{"id": "s0", "quantiles": {"0.1": [1], "0.5": [2], "0.9": [3]}}]})
    for first in (httpx2.ConnectError("no"), httpx2.ReadTimeout("no"), httpx2.Response(504), httpx2.Response(429)):
        client, asked = playing(connect, first, good)
        assert ask(client, horizon=1).tolist() == [[[1, 2, 3]]]
        assert len(asked) == 2
    assert len(waits) == 4


def test_waits_grow_and_are_drawn_by_chance(connect, waits):
    client, asked = playing(connect, httpx2.Response(500), attempts=5, random=Random(1))
    with pytest.raises(Unreachable):
        ask(client)
    draws = Random(1)
    assert waits == pytest.approx([BACKOFF_S * 2**k * draws.random() for k in range(4)])
    assert len(asked) == 5
    assert client.counters.waited_s == pytest.approx(sum(waits))


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wish_is_granted_and_a_long_one_is_a_failure(connect, waits, status):
    client, asked = playing(connect, httpx2.Response(status, headers={"retry-after": "0.4"}))
    with pytest.raises(Busy):
        ask(client)
    assert (len(asked), waits) == (2, [0.4])
    waits.clear()
    client, asked = playing(connect, httpx2.Response(status, headers={"retry-after": str(LONGEST_WISH_S + 1)}))
    with pytest.raises(Busy) as busy:
        ask(client)
    assert (len(asked), waits, busy.value.after_s) == (1, [], LONGEST_WISH_S + 1)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_other_statuses_of_the_askers_fault_are_final(connect, waits, status):
    client, asked = playing(connect, httpx2.Response(status, json={"detail": "a reason\x1b[31m"}))
    with pytest.raises(Refused, match="a reason") as refused:
        ask(client)
    assert (refused.value.status, len(asked), waits) == (status, 1, [])
    assert "\x1b" not in str(refused.value)


def test_a_redirect_is_not_followed(connect):
    client, asked = playing(connect, httpx2.Response(307, headers={"location": "http://elsewhere.test/"}))
    with pytest.raises(UnknownShape, match="answered 307"):
        ask(client)
    assert {request.url.host for request in asked} == {"tollama.test"}


@pytest.mark.parametrize(
    "forecasts",
    [
        [],
        [{"id": "s0", "quantiles": {}}],
        [{"id": "s0", "quantiles": {"0.1": [1], "0.5": [2], "p90": [3]}}],
        [{"id": "s0", "quantiles": {"0.1": [1], "0.5": [2], "0.9": [3], "0.90": [4]}}],
        [{"id": "s0", "quantiles": {"0.1": [1], "0.5": [2], "0.9": [True]}}],
        [{"id": "s0", "quantiles": {"0.1": [1], "0.5": [2], "0.9": [[3]]}}],
        [{"id": 0, "quantiles": {"0.1": [1], "0.5": [2], "0.9": [3]}}],
        [{"id": "s0", "quantiles": {"0.1": [1], "0.5": [2], "0.9": [3]}}] * 2,
    ],
)
def test_an_answer_that_is_not_whole_is_not_believed(connect, forecasts):
    client, _ = playing(connect, httpx2.Response(200, json={"forecasts": forecasts}))
    with pytest.raises(UnknownShape):
        ask(client, horizon=1)


def test_a_failed_part_fails_the_whole(server, connect):
    server.turn("missing_level")
    with pytest.raises(UpstreamFailure):
        Tollama("simulated", client=connect(server.url), series_per_call=1).forecast_quantiles(
            [zigzag(), zigzag()], 1, 300, LEVELS
        )


# Everything else that a server is asked


def test_version_health_and_models(server, connect):
    client = connect(server.url)
    assert client.version() == "0.0.0+simulated"
    assert client.health() is True
    assert client.models() == (
        InstalledModel("mock", "mock", "local"),
        InstalledModel("simulated", "simulated", "simulated-without-weights"),
    )


def test_a_model_is_there_once_it_is_pulled(connect):
    with ContractServer() as server:
        client = connect(server.url)
        model = Tollama("simulated-spare", client=client)
        with pytest.raises(Refused, match="404"):
            model.forecast_quantiles(zigzag(), 1, 300, LEVELS)
        assert client.pull("simulated-spare") == "simulated-spare-without-weights"
        assert "simulated-spare" in {one.name for one in client.models()}
        assert model.forecast_quantiles(zigzag(), 1, 300, LEVELS).answered.all()
        with pytest.raises(Refused, match="404"):
            client.pull("nobody-has-this")
        assert server.calls["POST /api/pull"] == 2


@pytest.mark.parametrize("fault", ["error", "garbage", "die"])
def test_a_sick_server_is_not_healthy(server, connect, fault):
    server.turn(fault)
    assert connect(server.url, timeout_s=5).health() is False


def test_the_version_is_asked_once_and_only_of_a_server_that_answers(connect):
    with ContractServer() as server:
        model = Tollama("simulated", client=connect(server.url))
        assert model.model_version == "unknown"
        assert server.calls == {}
        server.turn("error")
        with pytest.raises(Unreachable):
            model.forecast_quantiles(zigzag(), 1, 300, LEVELS)
        assert set(server.calls) == {"POST /v1/forecast"}
        server.turn()
        for _ in range(3):
            result = model.forecast_quantiles(zigzag(), 1, 300, LEVELS)
        assert result.model_version == "simulated-without-weights (tollama 0.0.0+simulated)"
        assert server.calls == {"POST /v1/forecast": 5, "GET /api/version": 1, "GET /api/tags": 1}


def test_an_unknown_version_costs_nothing_else(connect):
    def handler(request):
        if request.url.path != "/v1/forecast":
            return httpx2.Response(404)
        return httpx2.Response(200, json={"forecasts": [{"id": "0", "quantiles": {"0.5": [0.5]}}]})

    model = Tollama("m", client=connect(transport=httpx2.MockTransport(handler)))
    result = model.forecast_quantiles(zigzag(), 1, 300, [0.5])
    assert result.answered.all()
    assert result.model_version == "unknown"


# The key, the pool


def test_the_key_is_sent_and_never_shown(connect, caplog):
    caplog.set_level(logging.DEBUG)
    secret = "a-key-that-nobody-sees"
    with ContractServer(key=secret) as server:
        stranger = connect(server.url)
        with pytest.raises(Refused) as refused:
            ask(stranger)
        assert refused.value.status == 401
        with pytest.raises(Refused) as wrong:
            ask(connect(server.url, key="another-key"))
        known = connect(server.url, key=SecretStr(secret))
        assert ask(known).shape == (1, 3, 3)
        server.turn("error")
        with pytest.raises(Unreachable) as failed:
            ask(known)
    seen = [caplog.text, str(failed.value), repr(vars(known)), repr(vars(known._client)), str(wrong.value)]
    assert [text for text in seen if secret in text or "another-key" in text] == []


def test_a_key_of_several_lines_is_refused_unseen():
    with pytest.raises(InputError, match="tollama_key") as refused:
        TollamaClient(key="first\nsecond")
    assert "first" not in str(refused.value)


def test_the_settings_say_where_and_with_which_key():
    with ContractServer(key="k-1") as server:
        settings = Settings(tollama_url=server.url, tollama_key="k-1")
        assert open_tollama(settings, "mock").forecast_quantiles(zigzag(), 1, 300, LEVELS).answered.all()
        assert "k-1" not in repr(settings)
    assert open_tollama(Settings(), "mock").client.url == "http://127.0.0.1:11435"


def test_the_pool_is_as_large_as_promised(monkeypatch):
    given = {}
    monkeypatch.setattr(httpx2, "Client", lambda **options: given.update(options))
    TollamaClient()
    assert (given["limits"].max_connections, given["limits"].max_keepalive_connections) == (200, 50)
    assert given["trust_env"] is False
    TollamaClient("https://models.example.org")
    assert given["trust_env"] is True
