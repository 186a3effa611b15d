"""Http: what is sent, what is kept, which failures are asked again and how long is waited, on a played clock."""

import gzip
import http.server
import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from random import Random

import httpx2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence import __version__
from credence.errors import Busy, InputError, Refused, UnknownShape, Unreachable
from credence.settings import Settings
from credence.sources.http import KEPT_HEADERS, LARGEST_BODY, Http, epoch_s, is_loopback, open_http
from credence.sources.pace import LONGEST_BACKOFF_S, LONGEST_WISH_S, Deadline, TokenBucket

ANY = msgspec.json.Decoder()
FINE = httpx2.Response(200, json={"id": "1"})
BLOCKED = httpx2.Response(429, html="<html>Too many requests</html>")


def forget(answer):
    """For clients whose answers nobody asks about."""


class Chunks(httpx2.SyncByteStream):
    """A body that comes in pieces; a number pushes the clock, an error breaks the line."""

    def __init__(self, time, *pieces):
        self.time, self.pieces = time, pieces

    def __iter__(self):
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            if isinstance(piece, bytes):
                yield piece
            else:
                self.time.elapsed += piece


def stream(upstream, *pieces):
    return httpx2.Response(200, headers={"content-type": "application/json"}, stream=Chunks(upstream.time, *pieces))


def get(client, **options):
    return client.get("markets", "/markets", {"id": "1"}, decoder=ANY, **options)


# What is asked


def test_an_answer_is_kept_whole_and_decoded(upstream):
    headers = {"Age": "12", "X-Trace-Id": "abc", "Set-Cookie": "secret=1", "Deprecation": "true"}
    client = upstream.play(httpx2.Response(200, headers=headers, json={"id": "1"}))
    assert get(client) == {"id": "1"}
    (answer,) = upstream.kept
    assert (answer.source, answer.endpoint, answer.method, answer.status) == ("gamma", "markets", "GET", 200)
    assert answer.url == "https://gamma.test/markets?id=1"
    assert answer.request is None
    assert answer.headers == {
        "age": "12",
        "x-trace-id": "abc",
        "deprecation": "true",
        "content-type": "application/json",
    }
    assert answer.body == b'{"id":"1"}'
    assert answer.received_at == upstream.time.now()
    assert upstream.asked[0].headers["user-agent"] == f"credence/{__version__}"


def test_a_post_keeps_what_was_sent(upstream):
    client = upstream.play(BLOCKED, httpx2.Response(200, json=[]))
    assert client.post("books", "/books", [{"token_id": "7"}], decoder=ANY) == []
    assert [answer.request for answer in upstream.kept] == ['[{"token_id":"7"}]'] * 2
    assert upstream.asked[1].content == b'[{"token_id":"7"}]'
    assert upstream.asked[1].headers["content-type"] == "application/json"


def test_empty_values_are_never_sent(upstream):
    client = upstream.play(FINE)
    params = {"a": None, "b": "", "c": [], "d": ["", None, "x", "y"], "e": False, "f": 0, "g": "1,2", "h": "MA=="}
    client.get("markets", "/markets", params, decoder=ANY)
    assert upstream.asked[0].url.query == b"d=x&d=y&e=false&f=0&g=1,2&h=MA%3D%3D"


def test_a_moment_is_sent_as_epoch_seconds(upstream):
    client = upstream.play(FINE)
    assert client.url("/x", {"start": datetime(1970, 1, 2, tzinfo=UTC)}).endswith("?start=86400")
    with pytest.raises(InputError, match="with a zone"):
        epoch_s(datetime(2026, 1, 1))


@given(st.dictionaries(st.text("abc", min_size=1), st.one_of(st.none(), st.text(), st.lists(st.text()))))
def test_the_address_says_what_was_meant(params):
    transport = httpx2.MockTransport(lambda request: FINE)
    with Http("gamma", "https://gamma.test", keep=forget, transport=transport) as client:
        sent = httpx2.URL(client.url("/x", params)).params.multi_items()
    meant = [(name, text) for name, value in params.items() for text in (value if isinstance(value, list) else [value])]
    assert sent == [(name, text) for name, text in meant if text]


def test_a_password_in_the_address_is_used_and_not_told(upstream, caplog):
    caplog.set_level(logging.DEBUG)
    client = upstream.play(httpx2.Response(500), base_url="https://me:hush@gamma.test/base/")
    with pytest.raises(Unreachable) as failure:
        get(client)
    assert upstream.asked[0].headers["authorization"].startswith("Basic ")
    told = [str(failure.value), caplog.text, upstream.kept[0].url, client.base_url]
    assert not any("hush" in text for text in told)
    assert client.base_url == "https://gamma.test/base"


# What comes back


@given(st.binary())
def test_bytes_reach_keep_verbatim(body):
    kept = []
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, content=body))
    with Http("gamma", "https://gamma.test", keep=kept.append, attempts=1, transport=transport) as client:
        assert client.get("markets", "/markets", decoder=bytes) == body
    assert [answer.body for answer in kept] == [body]


@pytest.mark.parametrize(
    "broken",
    [
        httpx2.Response(200, content=b'{"id": "1', headers={"content-type": "application/json"}),
        httpx2.Response(200, content=b'{"id": "\xff"}'),
        httpx2.Response(200, content=b""),
        httpx2.Response(200, content=b"[" * 100_000),
        httpx2.Response(200, html='{"id": "1"}'),
        httpx2.Response(302, headers={"location": "https://elsewhere.test"}),
    ],
    ids=["truncated", "not UTF-8", "empty", "too deep", "wrong content type", "redirect"],
)
def test_an_unknown_shape_is_kept_and_asked_again(upstream, broken):
    assert get(upstream.play(broken, broken, FINE)) == {"id": "1"}
    assert [answer.status for answer in upstream.kept] == [broken.status_code] * 2 + [200]
    assert upstream.opened[0].counters.unknown_shape == 2
    with pytest.raises(UnknownShape):
        get(upstream.play(broken))


def test_broken_compression_is_an_unknown_shape(upstream):
    broken = httpx2.Response(
        200, headers={"content-encoding": "gzip"}, stream=Chunks(upstream.time, b"not gzip at all")
    )
    with pytest.raises(UnknownShape, match="compression"):
        get(upstream.play(broken, attempts=1))


def test_a_body_without_end_is_an_unknown_shape(upstream):
    endless = stream(upstream, *[b" " * (LARGEST_BODY // 4)] * 5)
    with pytest.raises(UnknownShape, match="over"):
        get(upstream.play(endless, attempts=1))
    assert upstream.kept == []


@pytest.mark.parametrize("kind", [None, "application/json; charset=utf-8", "application/problem+json", "text/json"])
def test_json_by_any_name_is_read(upstream, kind):
    headers = {"content-type": kind} if kind else {}
    assert get(upstream.play(httpx2.Response(200, content=b'{"id":"1"}', headers=headers))) == {"id": "1"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 414, 422])
def test_a_refusal_is_final(upstream, status):
    client = upstream.play(httpx2.Response(status, json={"error": "bad\x1b[31m id"}))
    with pytest.raises(Refused, match=r"bad\\u001b\[31m id") as failure:
        get(client)
    assert failure.value.status == status
    assert len(upstream.asked) == len(upstream.kept) == client.counters.refused == 1
    assert upstream.time.slept == []


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504, 520, 524, 599])
def test_an_upstream_that_stumbles_is_asked_again(upstream, status):
    stumble = httpx2.Response(status, html="<h1>oops</h1>")
    client = upstream.play(stumble, FINE)
    assert get(client) == {"id": "1"}
    assert (client.counters.requests, client.counters.retries, client.counters.unreachable) == (2, 1, 1)
    with pytest.raises(Unreachable, match=str(status)):
        get(upstream.play(stumble))


@pytest.mark.parametrize(
    "error",
    [httpx2.ConnectError("refused"), httpx2.ConnectTimeout("slow"), httpx2.ReadTimeout("slow"),
     httpx2.ReadError("reset"), httpx2.RemoteProtocolError("closed in the middle")],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_no_answer_is_unreachable(upstream, error):
    assert get(upstream.play(error, FINE)) == {"id": "1"}
    with pytest.raises(Unreachable, match=type(error).__name__):
        get(upstream.play(error))


def test_a_line_that_breaks_in_the_middle_is_asked_again_and_not_kept(upstream):
    client = upstream.play(stream(upstream, b'{"id"', httpx2.ReadError("reset")), FINE)
    assert get(client) == {"id": "1"}
    assert [answer.body for answer in upstream.kept] == [b'{"id":"1"}']
    assert (client.counters.requests, client.counters.answers) == (2, 1)


def test_a_slow_body_has_one_timeout_in_all(upstream):
    """Each piece comes in time, the whole does not."""
    drip = stream(upstream, *[piece for _ in range(30) for piece in (b" ", 1.0)])
    client = upstream.play(drip, FINE, timeout_s=20.0)
    assert get(client) == {"id": "1"}
    assert client.counters.unreachable == 1
    assert 20 < upstream.time.elapsed - sum(upstream.time.slept) < 22


def test_a_failure_of_keep_is_not_an_upstreams_fault(upstream):
    def full(answer):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        get(upstream.play(FINE, keep=full))
    assert len(upstream.asked) == 1


# How it waits


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [("7", 7, 7), ("0", 0, 0.5), (None, 0, 0.5), ("soon", 0, 0.5), ("-3", 0, 0.5), ("nan", 0, 0.5), ("99999", 60, 60)],
)
def test_a_429_is_decided_by_its_status_and_waits_as_wished(upstream, header, least, most):
    headers = {"retry-after": header} if header else {}
    client = upstream.play(httpx2.Response(429, headers=headers, html="<html>no</html>"), FINE)
    assert get(client) == {"id": "1"}
    assert least <= sum(upstream.time.slept) <= most
    assert client.counters.busy == 1


def test_a_wish_may_be_a_date(upstream):
    later = {"retry-after": format_datetime(upstream.time.now() + timedelta(seconds=9), usegmt=True)}
    assert get(upstream.play(httpx2.Response(503, headers=later), FINE)) == {"id": "1"}
    assert sum(upstream.time.slept) == 9


def test_a_date_is_measured_on_the_upstreams_own_clock(upstream):
    headers = {
        "date": "Sat, 21 Nov 2020 12:00:00 GMT",
        "retry-after": "Sat, 21 Nov 2020 12:00:04 GMT",
    }
    assert get(upstream.play(httpx2.Response(429, headers=headers), FINE)) == {"id": "1"}
    assert sum(upstream.time.slept) == 4


@given(st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0")))
def test_no_wish_is_too_odd(wish):
    answer = httpx2.Response(429, headers=[(b"retry-after", wish.encode("latin-1"))])
    with (
        Http(
            "gamma", "https://g.test", keep=forget, attempts=1, transport=httpx2.MockTransport(lambda _: answer)
        ) as client,
        pytest.raises(Busy) as failure,
    ):
        get(client)
    assert failure.value.after_s is None or failure.value.after_s >= 0


def test_busy_says_what_was_wished_for(upstream):
    with pytest.raises(Busy) as failure:
        get(upstream.play(httpx2.Response(429, headers={"retry-after": "300"})))
    assert failure.value.after_s == 300
    with pytest.raises(Busy) as failure:
        get(upstream.play(BLOCKED))
    assert failure.value.after_s is None


def test_a_wish_silences_the_whole_upstream(upstream):
    bucket = TokenBucket(None, clock=upstream.time.clock)
    bucket.hold(5)
    bucket.hold(2)
    assert [bucket.reserve(), bucket.reserve()] == [5, 5]
    upstream.time.elapsed = 5
    assert bucket.reserve() == 0


@given(attempts=st.integers(1, 12), seed=st.integers(0, 99), local=st.booleans())
def test_backoff_doubles_with_full_jitter_up_to_a_ceiling(attempts, seed, local):
    slept = []
    with Http(
        "gamma",
        "http://127.0.0.1:9" if local else "https://gamma.test",
        keep=forget,
        attempts=attempts,
        transport=httpx2.MockTransport(lambda request: httpx2.Response(500)),
        sleep=slept.append,
        random=Random(seed),
    ) as client:
        with pytest.raises(Unreachable):
            get(client)
        assert client.counters.requests == attempts
        assert client.counters.waited_s == pytest.approx(sum(slept))
    chance = Random(seed)
    base = 0.02 if local else 0.5
    assert slept == pytest.approx([min(LONGEST_BACKOFF_S, base * 2**n) * chance.random() for n in range(attempts - 1)])


def test_nobody_waits_past_a_deadline(upstream):
    deadline = Deadline(10, upstream.time.clock)
    client = upstream.play(httpx2.Response(429, headers={"retry-after": str(LONGEST_WISH_S)}))
    with pytest.raises(Busy):
        get(client, deadline=deadline)
    assert upstream.time.slept == []
    with pytest.raises(Unreachable, match="no turn"):
        get(client, deadline=deadline)
    assert len(upstream.asked) == 1


# How fast


@given(
    rate=st.floats(0.5, 50),
    burst=st.integers(1, 5),
    pauses=st.lists(st.floats(0, 3), min_size=2, max_size=40),
)
def test_no_window_holds_more_than_the_rate(rate, burst, pauses):
    now = [0.0]
    bucket = TokenBucket(rate, burst, clock=lambda: now[0])
    starts = []
    for pause in pauses:
        now[0] += pause
        now[0] += bucket.reserve()
        starts.append(now[0])
    for i, first in enumerate(starts):
        for j in range(i, len(starts)):
            assert j - i + 1 <= (starts[j] - first) * rate + burst + 1e-6


def test_the_rate_holds_over_retries(upstream):
    starts = []
    client = upstream.open(
        lambda request: starts.append(upstream.time.elapsed) or httpx2.Response(500), requests_per_second=2, attempts=5
    )
    for _ in range(2):
        with pytest.raises(Unreachable):
            get(client)
    assert len(starts) == 10
    assert min(after - before for before, after in pairwise(starts)) >= 0.5 - 1e-9


def test_map_keeps_the_order_and_its_bound():
    at_work, most, lock, gate = 0, 0, threading.Lock(), threading.Barrier(3)

    def handler(request):
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        gate.wait(10)  # passes only when three are here together
        with lock:
            at_work -= 1
        return httpx2.Response(200, json=int(request.url.params["n"]))

    def ask(n):
        return client.get("n", "/n", {"n": n}, decoder=ANY)

    transport = httpx2.MockTransport(handler)
    with Http("gamma", "http://localhost", keep=forget, concurrency=3, transport=transport) as client:
        assert list(client.map(ask, range(12))) == list(range(12))
        assert client.counters.requests == 12
    assert most == 3


@pytest.mark.parametrize("concurrency", [1, 3])
def test_map_ends_with_the_first_failure_and_asks_no_more(upstream, concurrency):
    taken = []

    def numbers():
        for n in range(1000):
            taken.append(n)
            yield n

    client = upstream.play(httpx2.Response(404), concurrency=concurrency)
    with pytest.raises(Refused):
        list(client.map(lambda n: client.get("n", "/n", {"n": n + 1}, decoder=ANY), numbers()))
    assert len(taken) <= 2 * concurrency


def test_stale_answers_are_counted(upstream):
    client = upstream.open(lambda request: httpx2.Response(200, headers={"age": request.url.params["n"]}, json=1))
    for age in ("12", "300", "301", "9999", "young", "-5"):
        client.get("n", "/n", {"n": age}, decoder=ANY)
    assert client.counters.stale == 2
    assert client.counters.bytes == 6


# Which upstream


def test_the_default_rate_is_a_fifth_of_the_published_one(upstream):
    for source, gap in {"gamma": 1 / 6, "clob": 1 / 10, "data_api": 1 / 4}.items():
        transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=1))
        fake = type(upstream.time)()
        with open_http(
            Settings(_env_file=None), source, forget, transport=transport, sleep=fake.sleep, clock=fake.clock
        ) as client:
            assert client.source == source
            for _ in range(3):
                get(client)
        assert fake.slept == pytest.approx([gap, gap])


def test_loopback_has_no_rate_unless_one_is_set(upstream):
    for rate, slept in ((None, []), (2.0, [0.5])):
        settings = Settings(_env_file=None, clob_url="http://127.0.0.1:1", requests_per_second=rate)
        fake = type(upstream.time)()
        transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=1))
        with open_http(settings, "clob", forget, transport=transport, sleep=fake.sleep, clock=fake.clock) as client:
            get(client)
            get(client)
        assert fake.slept == pytest.approx(slept)


@pytest.mark.parametrize(
    "url", ["gamma.test", "ftp://gamma.test", "https://", "http://gamma.test:port", "https://a.test?key=1"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(InputError, match="base_url"):
        Http("gamma", url, keep=forget)


def test_an_unknown_upstream_is_refused():
    with pytest.raises(InputError, match="one of gamma, clob, data_api"):
        open_http(Settings(_env_file=None), "kalshi", forget)


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("a.localhost", True),
     ("10.0.0.1", False), ("localhost.evil.test", False), ("gamma-api.polymarket.com", False)],
)  # fmt: skip
def test_loopback_is_told_by_its_name(host, local):
    assert is_loopback(host) is local


def test_kept_headers_hold_no_secrets():
    assert not KEPT_HEADERS & {"set-cookie", "cookie", "authorization", "proxy-authorization"}
    assert all(name == name.lower() for name in KEPT_HEADERS)


# A real socket, on this machine


class Crooked(http.server.BaseHTTPRequestHandler):
    """Cuts its first answer, stalls in its second, compresses its third."""

    protocol_version = "HTTP/1.1"
    turn = 0

    def do_GET(self):
        cls = type(self)
        cls.turn += 1
        body = gzip.compress(b'{"id": "1"}')
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-encoding", "gzip")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if cls.turn < 3:
            self.wfile.write(body[:5])
            self.wfile.flush()
            if cls.turn == 2:
                self.server.released.wait(10)
            self.close_connection = True
        else:
            self.wfile.write(body)

    def log_message(self, *args):
        pass


def test_a_real_line_that_breaks_stalls_and_heals(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nobody lives there; loopback does not ask it
    kept = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Crooked) as server:
        server.released = threading.Event()
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        began = time.monotonic()
        try:
            address = f"http://127.0.0.1:{server.server_port}"
            with Http("gamma", address, keep=kept.append, timeout_s=0.2, connect_timeout_s=0.2) as client:
                assert get(client) == {"id": "1"}
        finally:
            server.released.set()
            server.shutdown()
            thread.join()
    assert client.counters.unreachable == 2
    assert [answer.body for answer in kept] == [b'{"id": "1"}']
    assert time.monotonic() - began < 5
