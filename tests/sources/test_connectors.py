"""Each upstream's connector against answers of the shape that reference/polymarket-apis.md gives."""

from datetime import UTC, datetime, timedelta

import httpx2
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import IncompleteSweep, InputError, Refused, UnknownShape
from credence.sources import clob, data_api, gamma

START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)
FIRST, SECOND = "0x" + "a" * 64, "0x" + "b" * 64
MARKET = {
    "id": "1460332",
    "version": "v1",
    "conditionId": FIRST,
    "outcomes": '["Yes", "No"]',
    "outcomePrices": '["0", "1"]',
    "clobTokenIds": '["1088", "8971"]',
    "closedTime": "2026-03-19 23:20:15+00",
    "tags": [{"id": "2", "label": "Politics", "slug": "politics"}],
}
POINT = {"timestamp": 1772500000, "price": 0.42, "resolution_seconds": 600}
SETTLEMENT = {"timestamp": 1773962415, "price": 1, "resolution_seconds": 0}


def condition(n):
    return f"0x{n:064x}"


def params_of(request):
    return request.url.params


# Gamma


def test_markets_are_swept_by_their_immutable_id(upstream):
    http = upstream.play(httpx2.Response(200, json={"markets": [MARKET], "next_cursor": "c1"}),
                         httpx2.Response(200, json={"markets": [{**MARKET, "id": "1460333"}]}))  # fmt: skip
    walk = gamma.markets(http, closed=False)
    assert [page.ids for page in walk] == [["1460332"], ["1460333"]]
    first, second = (dict(params_of(request)) for request in upstream.asked)
    assert first == {
        "limit": "100",
        "order": "id",
        "ascending": "true",
        "closed": "false",
        "include_tag": "true",
    }
    assert second == {**first, "after_cursor": "c1"}
    assert upstream.asked[0].url.path == "/markets/keyset"
    assert {answer.endpoint for answer in upstream.kept} == {"markets"}


def test_events_come_in_lighter_pages(upstream):
    http = upstream.play(httpx2.Response(200, json={"events": [{"id": "9", "markets": [MARKET]}]}))
    (page,) = gamma.events(http, closed=True)
    assert page.ids == ["9"]
    assert orjson.loads(bytes(page.items[0]))["markets"] == [MARKET]
    assert params_of(upstream.asked[0])["limit"] == "50"
    assert params_of(upstream.asked[0])["closed"] == "true"
    list(gamma.events(http, closed=True, limit=20, start_cursor="c9"))
    assert params_of(upstream.asked[1])["limit"] == "20"
    assert params_of(upstream.asked[1])["after_cursor"] == "c9"


@pytest.mark.parametrize("concurrency", [1, 3])
def test_lookups_by_condition_come_in_short_addresses(upstream, concurrency):
    def handler(request):
        asked = params_of(request).get_list("condition_ids")
        return httpx2.Response(
            200, json={"markets": [{"id": identity[-5:], "conditionId": identity} for identity in asked]}
        )

    http = upstream.open(handler, concurrency=concurrency)
    ids = [condition(n) for n in range(250)]
    pages = list(gamma.markets_by_condition(http, [*ids, ids[0].upper().replace("X", "x"), ""], closed=True))
    assert [identity for page in pages for identity in page.ids] == [identity[-5:] for identity in ids]
    assert all(len(str(request.url)) <= gamma.LONGEST_URL for request in upstream.asked)
    assert all(len(params_of(request).get_list("condition_ids")) <= 100 for request in upstream.asked)
    assert len(upstream.asked) == 3


def test_a_lookup_of_nothing_asks_nothing(upstream):
    http = upstream.play(httpx2.Response(200, json={"markets": [MARKET]}))
    assert list(gamma.markets_by_condition(http, [], closed=False)) == []
    assert upstream.asked == []


@pytest.mark.parametrize("name", ["conditionId", "condition"])
def test_a_lookup_whose_filter_was_ignored_is_no_answer(upstream, name):
    row = {"id": "1", name: FIRST.upper()}
    http = upstream.play(httpx2.Response(200, json={"markets": [row]}))
    assert len(list(gamma.markets_by_condition(http, [FIRST], closed=False))) == 1
    with pytest.raises(IncompleteSweep, match="filter was ignored") as failure:
        list(gamma.markets_by_condition(http, [SECOND], closed=False))
    assert isinstance(failure.value.__cause__, UnknownShape)


# CLOB


def test_clob_markets_are_swept_to_lte(upstream):
    row = {"condition_id": FIRST, "tokens": [{"token_id": "", "outcome": "Yes", "price": 0.5, "winner": False}]}
    http = upstream.play(httpx2.Response(200, json={"data": [row], "next_cursor": "MTAwMA=="}),
                         httpx2.Response(200, json={"data": [], "next_cursor": "LTE="}), source="clob")  # fmt: skip
    saved = []
    assert [page.ids for page in clob.markets(http, save=saved.append)] == [[FIRST], []]
    assert saved == ["MTAwMA=="]


def test_a_clob_history_is_asked_by_token(upstream):
    http = upstream.play(httpx2.Response(200, json={"history": [{"t": 1772500000, "p": 0.42}]}))
    points = clob.prices_history(http, "1088", START, END, 720)
    assert [bytes(point) for point in points] == [b'{"t":1772500000,"p":0.42}']
    assert dict(params_of(upstream.asked[0])) == {
        "market": "1088",
        "startTs": "1772323200",
        "endTs": "1773100800",
        "fidelity": "720",
    }
    with pytest.raises(UnknownShape):
        clob.prices_history(upstream.play(httpx2.Response(200, json={"error": "?"})), "1088", START, END, 720)


def test_histories_come_twenty_tokens_at_a_time(upstream):
    def handler(request):
        body = orjson.loads(request.content)
        assert (body["start_ts"], body["end_ts"], body["fidelity"]) == (1772323200, 1773100800, 60)
        answered = [token for token in body["markets"] if token != "7"]
        return httpx2.Response(200, json={"history": {token: [{"t": 1, "p": 0.5}] for token in answered}})

    http = upstream.open(handler)
    tokens = [str(n) for n in range(45)]
    histories = clob.prices_histories(http, [*tokens, "0xabc", "", "3"], START, END, 60)
    assert list(histories) == [token for token in tokens if token != "7"]
    assert [len(orjson.loads(request.content)["markets"]) for request in upstream.asked] == [20, 20, 5]


def test_books_come_a_hundred_at_a_time_and_may_be_missing(upstream):
    def handler(request):
        asked = [row["token_id"] for row in orjson.loads(request.content)]
        return httpx2.Response(200, json=[{"asset_id": token, "bids": []} for token in asked if token != "5"])

    found = clob.books(upstream.open(handler, concurrency=2), [str(n) for n in range(150)] + [FIRST])
    assert sorted(len(orjson.loads(request.content)) for request in upstream.asked) == [50, 100]
    assert found.ids == [str(n) for n in range(150) if n != 5]
    assert len(found.items) == 149
    assert (found.missing, found.refused) == (["5"], [FIRST])


def test_books_and_histories_of_other_tokens_are_no_answer(upstream):
    with pytest.raises(UnknownShape, match="not asked for"):
        clob.books(upstream.play(httpx2.Response(200, json=[{"asset_id": "8"}])), ["7"])
    with pytest.raises(UnknownShape, match="not asked for"):
        clob.prices_histories(upstream.play(httpx2.Response(200, json={"history": {"8": []}})), ["7"], START, END, 60)


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)),
    length=st.timedeltas(timedelta(days=-3), timedelta(days=100)),
    longest=st.timedeltas(timedelta(hours=6), timedelta(days=15)),
)
def test_windows_cover_a_period_exactly(start, length, longest):
    start = start.replace(tzinfo=UTC)
    end = start + length
    parts = list(clob.windows(start, end, longest))
    assert [point for part in parts for point in part][::2] == [start, *[until for _, until in parts]][: len(parts)]
    assert all(timedelta(0) < until - since <= longest for since, until in parts)
    assert (parts[-1][1] if parts else end) == end
    assert bool(parts) == (length > timedelta(0))


def test_windows_of_no_length_are_refused():
    with pytest.raises(InputError):
        list(clob.windows(START, END, timedelta(0)))


# Data API


def test_resolutions_come_twenty_at_a_time_and_only_well_formed(upstream):
    def handler(request):
        asked = params_of(request)["condition"].split(",")
        rows = [{"condition_id": identity, "status": "resolved", "payouts": [1000000, 0]} for identity in asked[1:]]
        return httpx2.Response(200, json={"data": [*rows, {"question_id": "0x1", "status": "posed"}]})

    short = "0x" + "c" * 62
    ids = [condition(n) for n in range(41)]
    found = data_api.resolutions(upstream.open(handler), [*ids, ids[1].upper().replace("X", "x"), short, "", "0xZZ"])
    assert [len(params_of(request)["condition"].split(",")) for request in upstream.asked] == [20, 20, 1]
    assert found.missing == [ids[0], ids[20], ids[40]]
    assert found.refused == [short, "", "0xZZ"]
    assert [identity for identity in found.ids if identity] == [i for i in ids if i not in found.missing]
    assert found.ids.count("") == 3  # rows that do not name their condition
    assert {answer.endpoint for answer in upstream.kept} == {"resolutions"}


@pytest.mark.parametrize("lookup", [data_api.resolutions, data_api.open_interest])
def test_nothing_is_asked_without_an_id(upstream, lookup):
    """An empty filter would bring the whole feed."""
    found = lookup(upstream.play(httpx2.Response(200, json={"data": []})), ["", "nonsense"])
    assert upstream.asked == []
    assert (found.items, found.missing, found.refused) == ([], [], ["", "nonsense"])


@pytest.mark.parametrize("lookup", [data_api.resolutions, data_api.open_interest])
@pytest.mark.parametrize("answered", ["GLOBAL", SECOND])
def test_a_row_of_another_condition_is_no_answer(upstream, lookup, answered):
    http = upstream.play(httpx2.Response(200, json={"data": [{"condition_id": answered, "value": 5}]}))
    with pytest.raises(UnknownShape, match="not asked for"):
        lookup(http, [FIRST])


def test_open_interest_is_read_as_it_came(upstream):
    http = upstream.play(
        httpx2.Response(200, content=b'{"data":[{"condition_id":"%b","value":12.50}]}' % FIRST.encode())
    )
    found = data_api.open_interest(http, [FIRST, SECOND])
    assert bytes(found.items[0]).endswith(b'"value":12.50}')
    assert found.missing == [SECOND]
    assert upstream.asked[0].url.path == "/v2/oi"


def test_a_documented_miss_is_missing(upstream):
    found = data_api.resolutions(upstream.play(httpx2.Response(200, json={"data": None})), [FIRST])
    assert (found.items, found.missing) == ([], [FIRST])


def test_a_refused_lookup_says_so(upstream):
    error = {"error": "bad id", "code": "invalid_request", "retryable": False, "trace_id": "t"}
    with pytest.raises(Refused, match="invalid_request"):
        data_api.resolutions(upstream.play(httpx2.Response(400, json=error)), [FIRST])


def test_a_history_keeps_its_question_on_every_page_and_its_settlement(upstream):
    more = {"limit": 10000, "offset": 0, "has_more": True, "next_cursor": "c1"}
    last = {"limit": 10000, "offset": 1, "has_more": False, "next_cursor": None}
    http = upstream.play(httpx2.Response(200, json={"data": [POINT], "pagination": more}),
                         httpx2.Response(200, json={"data": [SETTLEMENT], "pagination": last}))  # fmt: skip
    walk = data_api.prices_history(http, "1088", START, END, 600)
    points = [orjson.loads(bytes(item)) for page in walk for item in page.items]
    assert points == [POINT, SETTLEMENT]
    assert walk.sweep.complete
    first, second = (dict(params_of(request)) for request in upstream.asked)
    assert first == {
        "token_id": "1088",
        "start": "1772323200",
        "end": "1773100800",
        "bucket_seconds": "600",
        "limit": "10000",
    }
    assert second == {**first, "cursor": "c1"}


def test_the_server_may_choose_the_bucket(upstream):
    list(data_api.prices_history(upstream.play(httpx2.Response(200, json={"data": []})), "1088", START, END, None))
    assert "bucket_seconds" not in params_of(upstream.asked[0])


@pytest.mark.parametrize("off_by", [timedelta(days=-30), timedelta(days=30)])
def test_a_point_far_outside_of_the_window_is_no_answer(upstream, off_by):
    stray = {**POINT, "timestamp": int((START + off_by).timestamp())}
    http = upstream.play(httpx2.Response(200, json={"data": [POINT, stray]}))
    with pytest.raises(IncompleteSweep, match="outside of the window"):
        list(data_api.prices_history(http, "1088", START, END, 600))


@pytest.mark.parametrize("token", ["", FIRST, "12x", "٣", "1" * 79])
def test_a_malformed_token_is_never_asked(upstream, token):
    http = upstream.play(httpx2.Response(200, json={"data": [], "history": []}))
    with pytest.raises(InputError):
        data_api.prices_history(http, token, START, END, 600)
    with pytest.raises(InputError):
        clob.prices_history(http, token, START, END, 60)
    assert upstream.asked == []


def test_status_is_passed_on(upstream):
    body = b'{"computed_at":1,"age_seconds":2,"serving":{"lag_seconds":3}}'
    assert bytes(data_api.status(upstream.play(httpx2.Response(200, content=body)))) == body
    with pytest.raises(UnknownShape):
        data_api.status(upstream.play(httpx2.Response(200, content=b"[]")))
