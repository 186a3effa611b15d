"""Who may ask for what costs: tokens that nobody guesses, a rate for each asker, loopback where there is no token."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from credence.api import create_app
from credence.api.access import Access, Buckets, check_binding, checked_token, is_loopback
from credence.errors import InputError, TooMany
from credence.lake import open_lake
from credence.settings import Settings

PATH = "/tsfm/forecast"
TOKEN = "q7Rk2v_Xw9-LmB4tZc8N"  # made up for these tests
QUESTION = {"market_id": "m", "as_of_ts": 1_770_000_000, "y": [0.5] * 40}


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def served(tmp_path, **config):
    found = Settings(lake=str(tmp_path / "lake"), **config)
    return TestClient(create_app(open_lake(found.lake, found)), raise_server_exceptions=False)


@pytest.fixture
def guarded(tmp_path):
    return served(tmp_path, api_token=SecretStr(TOKEN))


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


# ---------------------------------------------------------------- tokens


@pytest.mark.parametrize(
    "token",
    ["", " ", "changeme", "token", "secret", "test", "xxx", "<...>", "short-token-15c", "x" * 40, "changeme-changeme-changeme",
     "your-token-goes-here", "<put-your-token-here>", "${CREDENCE_API_TOKEN}", "my-secret-token-123", "replace-me-with-a-token",
     "secretsecretsecret", "test-test-test-test", "1234567890123456", "aaaabbbbaaaabbbb", "EXAMPLE-token-of-32-characters",
     "tokentokentokentoken", "with a space in the middle", "пароль-пароль-пароль", "line\nbreak-abcdefghij"],
)  # fmt: skip
def test_a_token_that_anybody_could_guess_is_refused_at_start(tmp_path, token):
    with pytest.raises(InputError) as refusal:
        served(tmp_path, api_token=SecretStr(token))
    assert refusal.value.name == "CREDENCE_API_TOKEN"
    assert "secrets.token_urlsafe" in refusal.value.next_step
    if len(token) > 6:
        assert token not in str(refusal.value), "a token does not belong into a message"


@given(st.binary(min_size=24, max_size=48))
def test_random_tokens_are_taken(seed):
    import base64
    import hashlib

    token = base64.urlsafe_b64encode(hashlib.sha256(seed).digest()).decode().rstrip("=")
    assert checked_token(token) == token.encode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401), (bearer("wrong-and-long-enough"), 401), (bearer(TOKEN[:-1]), 401), (bearer(TOKEN + "x"), 401),
        (bearer(""), 401),
        ({"Authorization": TOKEN}, 401), ({"Authorization": f"Basic {TOKEN}"}, 401), ({"Authorization": "Bearer"}, 401),
        (bearer(TOKEN.lower()), 401), ({"Authorization": b"Bearer \xff\xfe"}, 401),
        (bearer(TOKEN), 200), ({"Authorization": f"bearer {TOKEN}"}, 200), ({"Authorization": f"Bearer  {TOKEN} "}, 200),
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/api"])
def test_a_costly_route_wants_the_token(guarded, headers, status, prefix):
    answer = guarded.post(prefix + PATH, json=QUESTION, headers=headers)
    assert answer.status_code == status, answer.text
    if status == 401:
        error = answer.json()["error"]
        assert error["kind"] == "unauthorized"
        assert "CREDENCE_API_TOKEN" in error["next_step"]
        assert answer.headers["www-authenticate"] == "Bearer"
        assert TOKEN not in answer.text


def test_a_wrong_token_is_told_before_a_wrong_body(guarded):
    assert guarded.post(PATH, content=b"{").status_code == 401


@pytest.mark.parametrize("path", ["/health", "/metrics", "/tsfm/health", "/tsfm/forecast", "/docs", "/openapi.json"])
def test_reading_needs_no_token(guarded, path):
    assert guarded.get(path).status_code == 200


@pytest.mark.parametrize(("query", "status"), [("?draws=999", 401), ("?draws=0", 503), ("", 503)])
def test_draws_are_costly(guarded, query, status):
    assert guarded.get(f"/scoreboard/cell{query}").status_code == status, "503: this lake is empty"


def test_the_token_is_not_shown(tmp_path):
    config = Settings(lake=str(tmp_path), api_token=SecretStr(TOKEN))
    assert TOKEN not in repr(config) + str(config.model_dump())


# ---------------------------------------------------------------- binding


@pytest.mark.parametrize(
    ("host", "ours"),
    [("127.0.0.1", True), ("127.0.0.2", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.0.2.1", False), ("", False), ("example.org", False)],
)  # fmt: skip
def test_without_a_token_only_loopback_is_served(host, ours):
    assert is_loopback(host) is ours
    if ours:
        check_binding(host, Settings(api_token=None))
    else:
        with pytest.raises(InputError, match="loopback") as refusal:
            check_binding(host, Settings(api_token=None))
        assert "CREDENCE_API_TOKEN" in refusal.value.next_step
    check_binding(host, Settings(api_token=SecretStr(TOKEN)))


def test_serve_refuses_other_addresses_before_it_binds():
    from credence.cli import serving

    with pytest.raises(InputError, match="loopback"):
        serving.listen("0.0.0.0", 0, Settings(api_token=None))
    with pytest.raises(InputError, match="placeholder"):
        serving.listen("0.0.0.0", 0, Settings(api_token=SecretStr("changeme-changeme")))


# ---------------------------------------------------------------- rate


def test_who_asks_too_fast_is_told_when_to_come_back(tmp_path):
    client = served(tmp_path, api_rate_per_s=0.5)
    codes = [client.post(PATH, json=QUESTION).status_code for _ in range(3)]
    assert codes == [200, 429, 429]
    answer = client.post(PATH, json=QUESTION)
    assert answer.json()["error"]["kind"] == "too_many"
    assert 1 <= int(answer.headers["retry-after"]) <= 2
    assert client.get("/health").status_code == 200


def test_wrong_tokens_are_limited_and_do_not_use_up_the_right_one(tmp_path):
    client = served(tmp_path, api_token=SecretStr(TOKEN), api_rate_per_s=0.5)
    codes = [client.post(PATH, json=QUESTION, headers=bearer("wrong-and-long-enough")).status_code for _ in range(3)]
    assert codes == [401, 429, 429]
    assert client.post(PATH, json=QUESTION, headers=bearer(TOKEN)).status_code == 200


def taken(buckets, identity, n):
    """How many of n requests pass."""
    passed = 0
    for _ in range(n):
        try:
            buckets.take(identity)
            passed += 1
        except TooMany:
            continue
    return passed


def test_a_bucket_holds_its_burst_and_fills_evenly():
    clock = Clock()
    buckets = Buckets(10, 20, 100, clock)
    assert taken(buckets, "a", 50) == 20
    clock.now += 0.55
    assert taken(buckets, "a", 50) == 5
    clock.now += 1000
    assert taken(buckets, "a", 50) == 20


def test_askers_do_not_share():
    buckets = Buckets(1, 3, 100, Clock())
    assert [taken(buckets, name, 5) for name in "abc"] == [3, 3, 3]


def test_the_wait_is_true():
    clock = Clock()
    buckets = Buckets(4, 1, 100, clock)
    buckets.take("a")
    with pytest.raises(TooMany) as refusal:
        buckets.take("a")
    clock.now += refusal.value.after_s + 1e-9
    buckets.take("a")


def test_identities_are_bounded():
    buckets = Buckets(1, 1, 50, Clock())
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets) == 50


@given(st.lists(st.floats(0, 2), min_size=1, max_size=60), st.floats(0.5, 20), st.integers(1, 10))
def test_no_more_pass_than_burst_and_rate_allow(waits, per_s, burst):
    clock = Clock()
    buckets = Buckets(per_s, burst, 10, clock)
    passed = 0
    for wait in waits:
        clock.now += wait
        passed += taken(buckets, "a", 3)
    assert passed <= burst + per_s * sum(waits) + 1e-6


def test_ipv6_addresses_of_one_network_are_one_asker(tmp_path):
    from starlette.requests import Request

    access = Access(Settings(api_rate_per_s=1.0), Clock())

    def ask(host):
        access.admit(Request({"type": "http", "headers": [], "client": (host, 1)}))

    ask("2001:db8::1")
    ask("2001:db8::2")
    with pytest.raises(TooMany):
        ask("2001:db8::ffff")
    ask("2001:db8:1::1")
    ask("192.0.2.1")
