"""The replayed exchange: what upstream would answer, what was known when, and what goes wrong on demand."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import zstandard

from credence.errors import InputError
from credence.lab.exchange import Exchange, faults
from credence.lab.exchange.faults import KINDS

HOUR, DAY = 3600, 86400
T0 = 1_767_225_600  # 2026-01-01T00:00:00Z
FAULTS_OF_A_LIST = [kind for kind in KINDS if kind != "shifted"]  # a first page has nothing before it


def condition(n: int) -> str:
    return f"0x{n:064x}"


def moment(day: int) -> str:
    return f"2026-01-{day:02d}T00:00:00Z"


def market(n: int, updated: int | None = 1, **fields: Any) -> dict[str, Any]:
    """Market n: id n, tokens n001 and n002, condition 0x..n; `updated` is the day of January 2026."""
    found = {
        "id": str(n),
        "conditionId": condition(n),
        "questionID": condition(n + 900_000),
        "slug": f"market-{n}",
        "question": f"Question {n}?",
        "outcomes": '["Yes", "No"]',
        "outcomePrices": '["0.25", "0.75"]',
        "clobTokenIds": json.dumps([f"{n}001", f"{n}002"]),
        "closed": False,
        "active": True,
        "volumeNum": float(n % 7),
        "volume": str(float(n % 7)),
        "orderMinSize": 5,
        "orderPriceMinTickSize": 0.001,
        "events": [{"id": str(1000 + n), "slug": f"event-{n}", "title": f"Event {n}"}],
    }
    return found | ({} if updated is None else {"updatedAt": moment(updated)}) | fields


def ended(n: int, prices: str = '["1", "0"]', status: str = "resolved", **fields: Any) -> dict[str, Any]:
    """Market n, closed on 5 January."""
    closing = {
        "closed": True,
        "outcomePrices": prices,
        "umaResolutionStatus": status,
        "closedTime": "2026-01-05 00:00:00+00",
    }
    return market(n, 6, **closing, **fields)


def write(folder: Path, name: str, rows: list[Any]) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zstandard.compress(b"".join(json.dumps(row).encode() + b"\n" for row in rows)))


def clob_market(n: int, **fields: Any) -> dict[str, Any]:
    return {"condition_id": condition(n), "closed": False, "tokens": [], "question": "recorded"} | fields


@pytest.fixture(scope="module")
def recorded_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """250 open and 30 closed markets, each in an event of its own known by reference, and one of each other thing."""
    folder = tmp_path_factory.mktemp("recorded")
    closed = [
        ended(301, '["1", "0"]'),
        ended(302, '["0", "1"]', "settled"),
        ended(303, '["0.5", "0.5"]', umaResolutionStatuses='["proposed", "disputed"]'),
        ended(304, '["0.99999999999999999999", "0.00000000000000000001"]'),
        ended(305, '["1", "0"]', "proposed"),
        ended(306, '["0", "0"]'),
        ended(307, conditionId=""),
        *(ended(n) for n in range(308, 331)),
    ]
    write(folder, "gamma/markets_open.jsonl.zst", [market(n) for n in range(1, 251)])
    write(folder, "gamma/markets_mixed.jsonl.zst", [{"source": "a/b:c", "payload": row} for row in closed])
    tags = [
        {"id": "7", "label": "Politics", "slug": "politics"},
        {"id": "70", "label": "Elections", "slug": "elections"},
    ]
    event = {
        "id": "5000", "slug": "big", "title": "The big one", "updatedAt": moment(2), "closed": False, "volume": 5,
        "openInterest": 12.5, "tags": tags, "markets": [market(401, 2, events=None), market(402, 2, events=None)],
    }  # fmt: skip
    other = {
        "id": "5001",
        "slug": "shut",
        "title": "Shut",
        "updatedAt": moment(2),
        "closed": True,
        "markets": [ended(403, events=None)],
    }
    write(folder, "gamma/events_all.jsonl.zst", [event, other])
    quotes = {
        "401001": {"midpoint": {"mid": "0.3"}, "price_buy": {"price": "0.29"}, "price_sell": {"price": "0.31"}},
        "401002": {"price_buy": {"price": "0"}, "price_sell": {"price": "0.71"}},
        "301001": {"price_buy": {"price": "0.5"}},
    }
    snapshot = {"_meta": {"fetched_at_utc": moment(2)}, "gamma_events": [], "clob_quotes": quotes}
    write(folder, "gamma/weather_event_snapshots.jsonl.zst", [snapshot])
    write(folder, "clob/markets_page.jsonl.zst", [clob_market(1), clob_market(777), clob_market(0, condition_id="")])
    write(folder, "clob/sampling_markets_page.jsonl.zst", [clob_market(2)])
    write(folder, "clob/sampling_simplified_markets_page.jsonl.zst", [clob_market(2)])
    hourly = [{"t": T0 + n * HOUR - n % 3, "p": n / 1000} for n in range(24 * 20)]
    write(folder, "clob/prices_history_a.jsonl.zst", [
        {"token_id": "1001", "response": {"history": hourly}},
        {"token_id": "301001", "response": {"history": hourly[:96]}},
        {"market_slug": "market-2", "outcome": "No", "response": {"history": hourly[:3]}},
        {"token_id": "3001", "response": {"history": []}},
    ])  # fmt: skip
    write(folder, "data_api/resolutions_a.jsonl.zst", [
        {"condition_id": condition(308), "status": "resolved", "payouts": [0, 1000000], "resolved_at": moment(5),
         "mark": 1},
    ])  # fmt: skip
    write(folder, "data_api/oi_a.jsonl.zst", [{"condition_id": condition(1), "value": 9.5}])
    return folder


@pytest.fixture(scope="module")
def exchange(recorded_world: Path) -> Iterator[Exchange]:
    with Exchange(str(recorded_world)) as exchange:
        yield exchange


@pytest.fixture(scope="module")
def ask(exchange: Exchange) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=exchange.url, timeout=10) as client:
        yield client


def walk(client: httpx2.Client, path: str, name: str, **params: Any) -> list[str]:
    """The ids of a keyset list, to its end."""
    ids: list[str] = []
    while True:
        page = client.get(path, params=params).json()
        ids += [row["id"] for row in page[name]]
        if "next_cursor" not in page:
            return ids
        params["after_cursor"] = page["next_cursor"]


# ---------------------------------------------------------------- Gamma


def test_a_walk_finds_every_market_once_in_order_of_id(ask):
    opened = walk(ask, "/markets/keyset", "markets", closed="false", limit=100)
    closed = walk(ask, "/gamma/markets/keyset", "markets", closed="true", limit=7)
    assert opened == [str(n) for n in (*range(1, 251), 401, 402)]
    assert closed == [str(n) for n in (*range(301, 331), 403)]


def test_a_walk_finds_every_event_also_those_known_by_reference(ask):
    assert len(walk(ask, "/events/keyset", "events", limit=100)) == 280 + 2
    assert walk(ask, "/events/keyset", "events", closed="true") == ["5001"]


def test_limits_are_clamped_in_silence(ask):
    for path, rows in (("/markets/keyset", "markets"), ("/events/keyset", "events")):
        assert len(ask.get(path, params={"limit": 500}).json()[rows]) == 100
    assert len(ask.get("/markets", params={"offset": 0, "limit": 500}).json()) == 100


def test_the_wrong_name_of_the_cursor_is_ignored(ask):
    first = ask.get("/markets/keyset?limit=5").json()
    assert ask.get("/markets/keyset", params={"limit": 5, "cursor": first["next_cursor"]}).json() == first


def test_closed_markets_hide_unless_asked_for(ask):
    for query in ("id=301", "slug=market-301", f"condition_ids={condition(301)}", "clob_token_ids=301002"):
        assert ask.get(f"/markets/keyset?{query}").json()["markets"] == []
        assert [m["id"] for m in ask.get(f"/markets/keyset?{query}&closed=true").json()["markets"]] == ["301"]
    assert ask.get("/markets/301").json()["id"] == "301"
    assert ask.get("/markets/slug/market-301").json()["id"] == "301"


def test_repeated_filters_unite_and_brackets_are_ignored(ask):
    both = f"condition_ids={condition(1)}&condition_ids={condition(2)}"
    assert [m["id"] for m in ask.get(f"/markets/keyset?{both}").json()["markets"]] == ["1", "2"]
    assert len(ask.get(f"/markets/keyset?condition_ids[]={condition(1)}").json()["markets"]) == 20
    upper = condition(0xAB).upper().replace("0X", "0x")
    assert ask.get(f"/markets/keyset?condition_ids={upper}").json()["markets"] == []


def test_order_is_by_number_or_by_text_and_its_cursor_is_bound_to_it(ask):
    params = {"order": "volumeNum", "ascending": "false", "limit": 100}
    ids = walk(ask, "/markets/keyset", "markets", **params)
    volumes = [float(int(i) % 7) for i in ids]
    assert volumes == sorted(volumes, reverse=True)
    assert len(set(ids)) == 252
    cursor = ask.get("/markets/keyset", params=params).json()["next_cursor"]
    assert ask.get("/markets/keyset", params={"after_cursor": cursor}).status_code == 422


def test_filters_by_range_tag_and_title(ask):
    assert len(ask.get("/markets/keyset?volume_num_min=6&limit=100").json()["markets"]) == 35
    assert [m["id"] for m in ask.get("/markets/keyset?tag_id=7").json()["markets"]] == ["401", "402"]
    for query in ("tag_id=70", "tag_slug=politics", "title_search=BIG", "slug=big"):
        assert [e["id"] for e in ask.get(f"/events/keyset?{query}").json()["events"]] == ["5000"]
    assert "5000" not in walk(ask, "/events/keyset", "events", exclude_tag_id="7", limit=100)


def test_tags_come_with_include_tag(ask):
    plain = ask.get("/markets/keyset?id=401").json()["markets"][0]
    tagged = ask.get("/markets/keyset?id=401&include_tag=true").json()["markets"][0]
    assert "tags" not in plain
    assert tagged == plain | {"tags": ask.get("/events/5000").json()["tags"]}
    assert [tag["slug"] for tag in ask.get("/markets/401/tags").json()] == ["politics", "elections"]
    assert ask.get("/events/5000/tags").json() == ask.get("/tags").json()
    assert ask.get("/tags/7").json() == ask.get("/tags/slug/politics").json()


def test_an_event_by_reference_gets_its_markets_and_says_it_was_made(ask):
    answer = ask.get("/events/1001")
    assert [m["id"] for m in answer.json()["markets"]] == ["1"]
    assert answer.headers["x-derived"] == "1"
    assert "x-derived" not in ask.get("/events/slug/big").headers
    assert "markets" not in ask.get("/events/keyset?id=5000&include_markets=false").json()["events"][0]


def test_objects_are_served_byte_for_byte(tmp_path):
    body = b'{ "id":"1",  "volumeNum":1.50, "note":"\\u00e9", "big":123456789012345678901234567890}'
    (tmp_path / "gamma").mkdir()
    (tmp_path / "gamma/markets_a.jsonl.zst").write_bytes(zstandard.compress(body + b"\n"))
    with Exchange(str(tmp_path)) as exchange:
        assert httpx2.get(exchange.url + "/gamma/markets/1").content == body
        assert body in httpx2.get(exchange.url + "/gamma/markets/keyset").content


def test_the_old_list_is_a_bare_array_that_says_it_is_old(ask):
    answer = ask.get("/markets?offset=240&limit=50")
    assert [m["id"] for m in answer.json()][:2] == ["241", "242"]
    assert answer.headers["deprecation"] == "true"
    assert "sunset" in answer.headers
    assert answer.headers["warning"].startswith("299")
    assert ask.get("/gamma/markets").json()[0]["id"] == "1"
    assert len(ask.get("/events?limit=3").json()) == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/markets/keyset?offset=5", 422),
        ("/markets/keyset?limit=0", 422),
        ("/markets/keyset?limit=x", 422),
        ("/markets/keyset?closed=maybe", 422),
        ("/markets/keyset?order=volume_num", 422),
        ("/markets/keyset?after_cursor=nonsense", 422),
        ("/markets/keyset?volume_num_min=x", 422),
        ("/markets/keyset?" + "&".join(f"condition_ids={n}" for n in range(101)), 422),
        ("/markets?offset=10001", 422),
        ("/markets/999999", 404),
        ("/markets/slug/nothing", 404),
        ("/markets/999999/tags", 404),
        ("/gamma/markets/" + condition(1), 422),
        ("/events/999999", 404),
        ("/events/slug/nothing", 404),
        ("/events/999999/tags", 404),
        ("/tags/999", 404),
        ("/tags/slug/nothing", 404),
        ("/gamma/nothing", 404),
    ],
)
def test_gamma_refuses_in_its_own_words(ask, path, status):
    answer = ask.get(path)
    assert answer.status_code == status
    assert set(answer.json()) == {"type", "error"}


def test_a_long_address_is_too_long(ask):
    assert ask.get("/markets/keyset?slug=" + "x" * 8200).status_code == 414
    assert ask.post("/gamma/markets/keyset").status_code == 405


# ---------------------------------------------------------------- CLOB


def test_the_clob_list_shows_recorded_then_derived_never_both_on_a_page(ask):
    first = ask.get("/markets")
    page = first.json()
    assert [row["condition_id"] for row in page["data"]] == [condition(1), condition(777), "", condition(2)]
    assert (page["limit"], page["count"]) == (1000, 4)
    assert page["next_cursor"] == base64.b64encode(b"4").decode()
    assert "x-derived" not in first.headers
    second = ask.get("/clob/markets", params={"next_cursor": page["next_cursor"]})
    assert second.headers["x-derived"] == "1"
    assert second.json()["next_cursor"] == "LTE="
    # 252 open and 31 closed of Gamma, less one without a condition and the two that were recorded
    assert second.json()["count"] == 252 + 31 - 1 - 2
    past = ask.get("/markets", params={"next_cursor": base64.b64encode(b"5000").decode()}).json()
    assert (past["data"], past["next_cursor"]) == ([], "LTE=")
    assert ask.get("/markets?next_cursor=MA==").json() == page


def test_one_clob_market_recorded_or_derived(ask):
    assert ask.get("/markets/" + condition(777)).json()["question"] == "recorded"
    won = ask.get("/clob/markets/" + condition(302))
    assert won.headers["x-derived"] == "1"
    assert [(t["token_id"], t["outcome"], t["winner"]) for t in won.json()["tokens"]] == [
        ("302001", "Yes", False),
        ("302002", "No", True),
    ]
    halved = ask.get("/markets/" + condition(303)).json()
    assert halved["is_50_50_outcome"]
    assert not any(token["winner"] for token in halved["tokens"])
    for unsettled in (304, 305, 306, 5):
        assert not any(token["winner"] for token in ask.get("/markets/" + condition(unsettled)).json()["tokens"])


def test_sampling_lists_are_the_recorded_ones(ask):
    for path in ("/sampling-markets", "/sampling-simplified-markets"):
        page = ask.get(path).json()
        assert ([row["condition_id"] for row in page["data"]], page["next_cursor"]) == ([condition(2)], "LTE=")


def test_a_book_is_made_from_a_quote(ask):
    answer = ask.get("/book?token_id=401001")
    book = answer.json()
    assert answer.headers["x-derived"] == "1"
    assert (book["market"], book["asset_id"]) == (condition(401), "401001")
    assert book["bids"] == [{"price": "0.29", "size": "5"}]
    assert book["asks"] == [{"price": "0.31", "size": "5"}]
    assert book["timestamp"] == str((T0 + DAY) * 1000)
    assert (book["min_order_size"], book["tick_size"], book["neg_risk"]) == ("5", "0.001", False)
    asked = [{"token_id": token} for token in ("401002", "999", "301001", "401001")]  # 301 is closed
    books = ask.post("/books", json=asked).json()
    assert [(b["asset_id"], len(b["bids"]), len(b["asks"])) for b in books] == [("401002", 0, 1), ("401001", 1, 1)]


def test_price_history_by_window_interval_and_fidelity(ask):
    def history(**params: Any) -> list[dict[str, float]]:
        return ask.get("/prices-history", params={"market": "1001"} | params).json()["history"]

    assert history(startTs=T0, endTs=T0 + 3 * HOUR) == [
        {"t": T0, "p": 0.0}, {"t": T0 + HOUR - 1, "p": 0.001}, {"t": T0 + 2 * HOUR - 2, "p": 0.002},
        {"t": T0 + 3 * HOUR, "p": 0.003},
    ]  # fmt: skip
    assert len(history(startTs=T0, endTs=T0 + 20 * DAY, fidelity=60)) == 480  # a wobble of seconds loses no point
    assert len(history(startTs=T0, endTs=T0 + 20 * DAY, fidelity=720)) == 40
    assert len(history(interval="1d")) == 24 + 1  # both ends of the day
    assert len(history(interval="max", fidelity=1440)) == 20
    assert ask.get("/prices-history?market=2002&interval=max").json()["history"][0] == {"t": T0, "p": 0.0}  # by slug
    for nothing in ("market=3001&interval=max", "market=999&interval=max", "token_id=1001&interval=max"):
        assert ask.get(f"/prices-history?{nothing}").json() == {"history": []}


def test_a_batch_of_histories(ask):
    body = {"markets": ["1001", "999"], "start_ts": T0, "end_ts": T0 + HOUR, "fidelity": 1}
    found = ask.post("/batch-prices-history", json=body).json()["history"]
    assert {token: len(points) for token, points in found.items()} == {"1001": 2, "999": 0}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/markets?next_cursor=???", None, 400),
        ("GET", "/markets?next_cursor=LTE=", None, 400),
        ("GET", "/markets/" + condition(999), None, 404),
        ("GET", "/markets/" + condition(0).replace("0x", "0xz"), None, 404),
        ("GET", "/book?token_id=999", None, 404),
        ("GET", "/book", None, 400),
        ("GET", "/books", None, 400),
        ("POST", "/books", "nonsense", 400),
        ("POST", "/books", json.dumps([{"token_id": "1"}] * 501), 400),
        ("GET", f"/prices-history?market=1001&startTs={T0}&endTs={T0 + 16 * DAY}&fidelity=59", None, 400),
        ("GET", f"/prices-history?market=1001&startTs={T0}&interval=1d", None, 400),
        ("GET", "/prices-history?market=1001", None, 400),
        ("GET", "/prices-history?market=1001&interval=2d", None, 400),
        ("GET", "/prices-history?market=1001&interval=1d&fidelity=-1", None, 400),
        ("GET", "/prices-history?interval=1d", None, 400),
        ("POST", "/batch-prices-history", json.dumps({"markets": ["1"] * 21, "interval": "1d"}), 400),
        ("POST", "/batch-prices-history", "[]", 400),
        ("GET", "/batch-prices-history", None, 400),
        ("POST", "/markets", None, 405),
        ("GET", "/nothing", None, 404),
    ],
)
def test_the_clob_refuses_in_its_own_words(ask, method, path, body, status):
    answer = ask.request(method, path, content=body)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}


def test_small_things(ask):
    assert ask.get("/ok").json() == "OK"
    assert abs(ask.get("/time").json() - time.time()) < 60
    assert ask.post("/books", json={"params": [{"token_id": "401001"}]}).json() == []
    assert ask.get("/ok").headers["age"] == "0"
    assert "date" in ask.get("/ok").headers


# ---------------------------------------------------------------- Data API


def test_resolutions_recorded_and_derived(ask):
    asked = ",".join(condition(n) for n in (308, 301, 302, 303, 304, 305, 306, 1, 999))
    answer = ask.get("/v2/resolutions", params={"condition": asked})
    rows = {row["condition_id"]: row for row in answer.json()["data"]}
    assert answer.headers["x-derived"] == "1"
    assert rows[condition(308)]["mark"] == 1
    payouts = {301: [1000000, 0], 302: [0, 1000000], 303: [500000, 500000]}
    for n, expected in payouts.items():
        assert (rows[condition(n)]["status"], rows[condition(n)]["payouts"]) == ("resolved", expected)
        assert rows[condition(n)]["resolved_at"] == moment(5)
    assert rows[condition(303)]["was_disputed"]
    assert [rows[condition(n)]["status"] for n in (304, 305, 306, 1)] == ["proposed", "proposed", "proposed", "posed"]
    assert not any("payouts" in rows[condition(n)] for n in (304, 305, 306, 1))
    assert condition(999) not in rows
    assert "x-derived" not in ask.get("/v2/resolutions?condition=" + condition(308)).headers


def test_resolutions_by_question_and_by_event(ask):
    assert ask.get("/v2/resolutions?question_id=" + condition(900_301)).json()["data"][0]["condition_id"] == condition(
        301
    )
    rows = ask.get("/data-api/v2/resolutions?event_id=5000&condition=").json()["data"]
    assert [row["condition_id"] for row in rows] == [condition(401), condition(402)]


def test_open_interest(ask):
    asked = ",".join(condition(n) for n in (1, 2, 301))
    rows = ask.get("/v2/oi", params={"condition": asked}).json()["data"]
    assert rows == [{"condition_id": condition(1), "value": 9.5}, {"condition_id": condition(301), "value": 0}]
    assert ask.get("/v2/oi?condition=").json()["data"] == [{"condition_id": "GLOBAL", "value": 12.5}]


def test_the_second_price_history_pages_and_ends_with_the_payout(ask):
    params: dict[str, Any] = {"token_id": "301001", "start": T0, "end": T0 + 10 * DAY, "limit": 60}
    first = ask.get("/v2/prices-history", params=params).json()
    assert first["pagination"] | {"next_cursor": 0} == {"limit": 60, "offset": 0, "has_more": True, "next_cursor": 0}
    cursor = first["pagination"]["next_cursor"]
    last = ask.get("/v2/prices-history", params=params | {"cursor": cursor, "limit": 5})
    assert last.json()["pagination"]["next_cursor"] is None
    assert len(first["data"]) + len(last.json()["data"]) == 97
    assert last.json()["data"][-1] == {"timestamp": T0 + 4 * DAY, "price": 1.0, "resolution_seconds": 0}
    assert last.headers["x-derived"] == "1"
    contradicting = params | {"cursor": cursor, "token_id": "1001"}
    assert ask.get("/v2/prices-history", params=contradicting).json()["parameter"] == "cursor"


def test_the_second_price_history_by_instant_and_by_interval(ask):
    def rows(**params: Any) -> list[dict[str, float]]:
        return ask.get("/v2/prices-history", params={"token_id": "1001"} | params).json()["data"]

    assert rows(as_of=T0 + HOUR + 5) == [{"timestamp": T0 + HOUR - 1, "price": 0.001, "resolution_seconds": 60}]
    assert rows(as_of=T0 - 5) == []
    assert len(rows(interval="max")) == 40 + 1  # 20 days, every 12 h, and the newest
    assert len(rows(interval="1d", bucket_seconds=3600)) == 24 + 1  # both ends of the day
    assert rows(start=T0 + HOUR - 1, end=T0 + 2 * HOUR - 2)[0]["timestamp"] == T0 + HOUR - 1
    assert len(rows(start=T0, end=T0 + HOUR - 1)) == 1  # the end is excluded
    assert rows(token_id="999", interval="max") == []


def test_status_and_trace(ask):
    answer = ask.get("/v2/status")
    assert set(answer.json()["data"]) == {"computed_at", "age_seconds", "serving", "ingestion"}
    assert answer.headers["x-trace-id"] == ask.get("/v2/status").headers["x-trace-id"]
    assert answer.headers["x-trace-id"] != ask.get("/v2/oi").headers["x-trace-id"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/v2/resolutions", "condition"),
        ("/v2/resolutions?condition=&event_id=", "condition"),
        (f"/v2/resolutions?event_id=1&condition={condition(1)}", "condition"),
        ("/v2/resolutions?condition=0x12", "condition"),
        ("/v2/resolutions?question_id=0x12", "question_id"),
        ("/v2/resolutions?event_id=abc", "event_id"),
        ("/v2/resolutions?condition=" + ",".join(condition(n) for n in range(21)), "condition"),
        ("/v2/oi?condition=12", "condition"),
        ("/v2/oi?offset=3", "offset"),
        ("/v2/prices-history?interval=1d", "token_id"),
        ("/v2/prices-history?token_id=1001", "interval"),
        (f"/v2/prices-history?token_id=1001&interval=1d&start={T0}", "interval"),
        ("/v2/prices-history?token_id=1001&interval=2d", "interval"),
        ("/v2/prices-history?token_id=1001&start=0", "start"),
        (f"/v2/prices-history?token_id=1001&start={T0}&end={T0 + 15 * DAY + 1}", "start"),
        ("/v2/prices-history?token_id=1001&interval=1d&limit=10001", "limit"),
        ("/v2/prices-history?token_id=1001&interval=max&bucket_seconds=60", "bucket_seconds"),
        ("/v2/prices-history?token_id=1001&interval=1d&cursor=x", "cursor"),
        ("/v2/prices-history?token_id=1001&interval=1d&end=5", "end"),
    ],
)
def test_the_data_api_refuses_in_its_own_words(ask, path, parameter):
    answer = ask.get(path)
    body = answer.json()
    assert answer.status_code == 400
    assert (body["code"], body["retryable"], body["parameter"]) == ("invalid_request", False, parameter)
    assert body["trace_id"] == answer.headers["x-trace-id"]


def test_the_data_api_knows_no_other_routes(ask):
    assert ask.get("/v2/nothing").json()["code"] == "not_found"
    assert ask.post("/v2/oi").json()["code"] == "method_not_allowed"


# ---------------------------------------------------------------- the clock


@pytest.fixture
def history_of_one(tmp_path: Path) -> Path:
    """Market 1: open on the 2nd, closed on the 4th, resolved on the 6th; market 2 without updatedAt."""
    closing = {"closed": True, "closedTime": "2026-01-04 00:00:00+00"}
    write(tmp_path, "gamma/markets_a.jsonl.zst", [
        market(1, 6, **closing, outcomePrices='["1", "0"]', umaResolutionStatus="resolved"),
        market(1, 2),
        market(2, None),
    ])  # fmt: skip
    nested = market(1, 4, **closing, umaResolutionStatus="proposed", events=None)
    event = {"id": "1001", "slug": "event-1", "updatedAt": moment(4), "closed": True, "markets": [nested]}
    write(tmp_path, "gamma/events_a.jsonl.zst", [event])
    winner = [{"token_id": "1001", "winner": True}, {"token_id": "1002", "winner": False}]
    write(tmp_path, "clob/markets_a.jsonl.zst", [clob_market(1, closed=True, tokens=winner)])
    points = [{"t": T0 + n * DAY, "p": 0.5} for n in range(9)]
    write(tmp_path, "clob/prices_history_a.jsonl.zst", [{"token_id": "1001", "response": {"history": points}}])
    write(tmp_path, "data_api/resolutions_a.jsonl.zst", [
        {"condition_id": condition(1), "status": "resolved", "payouts": [1000000, 0], "resolved_at": moment(5),
         "last_update_timestamp": str(T0 + 4 * DAY)},
    ])  # fmt: skip
    write(tmp_path, "data_api/oi_a.jsonl.zst", [{"condition_id": condition(1), "value": 3}])
    return tmp_path


def test_nothing_is_served_before_it_was_known(history_of_one):
    with Exchange(str(history_of_one)) as exchange, httpx2.Client(base_url=exchange.url) as client:

        def seen(day: int | None) -> dict[str, Any]:
            when = None if day is None else moment(day)
            assert client.post("/lab/as-of", json={"as_of": when}).json() == {"as_of": when}
            one = client.get("/markets/1")
            resolution = client.get("/v2/resolutions?condition=" + condition(1)).json()["data"]
            clob = client.get("/markets/" + condition(1))
            event = client.get("/events/1001")
            return {
                "status": (one.json().get("umaResolutionStatus"), one.json()["closed"]) if one.is_success else None,
                "resolution": [(row["status"], row.get("payouts")) for row in resolution],
                "winner": [t["winner"] for t in clob.json()["tokens"]] if clob.is_success else None,
                "points": len(client.get("/prices-history?market=1001&interval=max&fidelity=60").json()["history"]),
                "event": event.json().get("closed", "reference") if event.is_success else "none",
                "interest": client.get("/v2/oi?condition=" + condition(1)).json()["data"],
                "always": client.get("/markets/2").status_code,
                "time": client.get("/time").json() if day else 0,
            }

        paid = [("resolved", [1000000, 0])]
        zero, three = [{"condition_id": condition(1), "value": 0}], [{"condition_id": condition(1), "value": 3}]
        assert seen(1) == {
            "status": None, "resolution": [], "winner": None, "points": 1, "event": "none",
            "interest": [], "always": 200, "time": T0,
        }  # fmt: skip
        assert seen(3) == {
            "status": (None, False), "resolution": [("posed", None)], "winner": [False, False], "points": 3,
            "event": "reference", "interest": [], "always": 200, "time": T0 + 2 * DAY,
        }  # fmt: skip
        assert seen(4)["status"] == ("proposed", True)  # known from inside the event
        assert seen(4) | {"time": 0} == {
            "status": ("proposed", True), "resolution": [("proposed", None)], "winner": [False, False], "points": 4,
            "event": True, "interest": zero, "always": 200, "time": 0,
        }  # fmt: skip
        assert seen(5)["resolution"] == paid
        assert seen(6)["winner"] == [True, False]
        assert seen(None) == {
            "status": ("resolved", True), "resolution": paid, "winner": [True, False], "points": 9, "event": True,
            "interest": three, "always": 200, "time": 0,
        }  # fmt: skip


def test_the_clock_can_be_set_at_the_start(history_of_one):
    from datetime import UTC, datetime

    with Exchange(str(history_of_one), as_of=datetime(2026, 1, 3, tzinfo=UTC)) as exchange:
        assert httpx2.get(exchange.url + "/markets/1").json()["closed"] is False
        assert httpx2.post(exchange.url + "/lab/as-of", json={"as_of": "yesterday"}).status_code == 400
        assert httpx2.post(exchange.url + "/lab/as-of", content="no").status_code == 400
        assert httpx2.get(exchange.url + "/lab/nothing").status_code == 404


# ---------------------------------------------------------------- other folders


def test_a_world_says_so_on_every_answer(tmp_path):
    write(tmp_path, "gamma/markets_world.jsonl.zst", [market(1)])
    (tmp_path / "world.json").write_text('{"name": "calm", "seed": 7, "simulated": true}')
    with Exchange(str(tmp_path), faults="500!:1") as exchange:
        for path in ("/markets/1", "/nothing", "/lab/folder"):
            assert httpx2.get(exchange.url + path).headers["x-simulated"] == "calm seed=7"


def test_a_store_of_answers_is_read_back(tmp_path):
    def line(url: str, body: Any, status: int = 200, day: int = 3) -> dict[str, Any]:
        text = body if isinstance(body, str) else json.dumps(body)
        return {"received_at": moment(day), "url": url, "status": status, "headers": {}, "request": None, "body": text}

    posed = {"condition_id": condition(1), "status": "posed", "mark": 1}
    gamma, clob, data = "https://g/markets/keyset?limit=1", "https://c", "https://d/v2"
    write(tmp_path, "raw/gamma/dt=2026-01-03/markets-r1.jsonl.zst", [
        line(gamma, {"markets": [market(1)], "next_cursor": "x"}),
        line(gamma, {"markets": [market(2)]}, status=500),
        line(gamma, '{"markets": [{"id": "3"'),
        line(gamma, "<html>"),
        line("https://g/markets/4", market(4)),
        line("https://g/markets?offset=0", [market(5)]),
    ])  # fmt: skip
    plain = line("https://g/events/keyset", {"events": [{"id": "9", "markets": [market(6)]}]})
    encoded = plain | {"body": None, "body_base64": base64.b64encode(plain["body"].encode()).decode()}
    write(tmp_path, "raw/gamma/dt=2026-01-03/events-r1.jsonl.zst", [encoded])
    write(tmp_path, "raw/clob/dt=2026-01-03/a-r1.jsonl.zst", [
        line(clob + "/markets?next_cursor=MA==", {"data": [clob_market(1)], "next_cursor": "LTE="}),
        line(clob + "/markets/" + condition(8), clob_market(8)),
        line(clob + "/prices-history?market=1001&interval=max", {"history": [{"t": T0, "p": 0.5}]}),
        line(clob + "/batch-prices-history",
             {"history": {"1001": [{"t": T0 + 1, "p": 0.6}], "4001": [{"t": T0, "p": 1}]}}),
        line(clob + "/books", [{"asset_id": "1001", "timestamp": str(T0 * 1000), "bids": [], "asks": [], "mark": 1}]),
    ])  # fmt: skip
    write(tmp_path, "raw/data_api/dt=2026-01-03/a-r1.jsonl.zst", [
        line(data + "/resolutions?condition=x", {"data": [posed]}),
        line(data + "/oi?condition=x", {"data": [{"condition_id": condition(1), "value": 4}]}),
        line(data + "/oi?condition=x", {"data": [{"condition_id": condition(1), "value": 5}]}, day=4),
    ])  # fmt: skip
    with Exchange(str(tmp_path)) as exchange, httpx2.Client(base_url=exchange.url) as client:
        assert walk(client, "/markets/keyset", "markets") == ["1", "4", "5", "6"]
        assert client.get("/events/9").json()["markets"][0]["id"] == "6"
        assert client.get("/lab/folder").json()["unreadable"] == 2
        assert [m["condition_id"] for m in client.get("/markets").json()["data"]] == [condition(1), condition(8)]
        found = client.post("/batch-prices-history", json={"markets": ["1001", "4001"], "interval": "max"}).json()
        assert {token: len(points) for token, points in found["history"].items()} == {"1001": 1, "4001": 1}
        fine = client.get("/v2/prices-history?token_id=1001&as_of=1900000000").json()["data"]
        assert fine[0]["price"] == 0.6
        assert client.get("/book?token_id=1001").json()["mark"] == 1
        assert client.get("/v2/resolutions?condition=" + condition(1)).json()["data"][0]["mark"] == 1
        client.post("/lab/as-of", json={"as_of": moment(3)})
        assert client.get("/v2/oi?condition=" + condition(1)).json()["data"][0]["value"] == 4
        client.post("/lab/as-of", json={"as_of": moment(2)})
        assert client.get("/clob/markets/" + condition(8)).status_code == 404


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(InputError, match="folder"):
        Exchange(str(tmp_path / "nowhere"))


# ---------------------------------------------------------------- faults

SECOND_PAGE = "/markets/keyset?limit=5&after_cursor="


@pytest.fixture
def faulty(recorded_world: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], httpx2.Client]]:
    monkeypatch.setattr(faults, "STALL_S", 0.05)
    with Exchange(str(recorded_world)) as exchange, httpx2.Client(base_url=exchange.url) as client:

        def set_faults(spec: str, seed: int = 1) -> httpx2.Client:
            assert client.post("/lab/faults", json={"faults": spec, "seed": seed}).status_code == 200
            return client

        yield set_faults


def page_of(client: httpx2.Client) -> tuple[str, dict[str, Any]]:
    """The address of the second page, and that page as it should be."""
    cursor = client.get("/markets/keyset?limit=5").json()["next_cursor"]
    return SECOND_PAGE + cursor, client.get(SECOND_PAGE + cursor).json()


@pytest.mark.parametrize("kind", KINDS)
def test_each_fault_shows_twice_and_then_no_more(faulty, kind):
    address, right = page_of(faulty(""))
    client = faulty(f"{kind}:1")
    for _ in range(2):
        started = time.monotonic()
        try:
            answer: httpx2.Response | None = client.get(address)
        except httpx2.TransportError:
            answer = None
        assert SHOWS[kind](answer, right, time.monotonic() - started), answer and answer.text[:300]
    clean = client.get(address)
    assert (clean.status_code, clean.json(), clean.headers["age"]) == (200, right, "0")
    assert client.get("/lab/faults").json()["served"] == dict.fromkeys(KINDS, 0) | {kind: 2}


def ids(answer: httpx2.Response) -> list[str]:
    return [row["id"] for row in answer.json()["markets"]]


def not_json(answer: httpx2.Response) -> bool:
    try:
        answer.json()
    except ValueError:
        return True
    return False


def is_html(answer: httpx2.Response) -> bool:
    return answer.headers["content-type"].startswith("text/html") and not_json(answer)


SHOWS: dict[str, Callable[[Any, dict[str, Any], float], bool]] = {
    "html429": lambda a, right, s: a.status_code == 429 and is_html(a) and "retry-after" not in a.headers,
    "retry429": lambda a, right, s: a.status_code == 429 and "error" in a.json() and a.headers["retry-after"] != "",
    "500": lambda a, right, s: a.status_code == 500 and "error" in a.json(),
    "502": lambda a, right, s: a.status_code == 502 and is_html(a),
    "truncated": lambda a, right, s: a.status_code == 200 and not_json(a),
    "wrongtype": lambda a, right, s: a.status_code == 200 and is_html(a),
    "stall": lambda a, right, s: a.json() == right and s >= 0.05,
    "reset": lambda a, right, s: a is None,
    "duplicated": lambda a, right, s: ids(a) == ["6", "7", "8", "9", "10", "1", "2", "3", "4", "5"],
    "shifted": lambda a, right, s: ids(a) in [[str(n) for n in range(first, 11)] for first in (3, 4, 5)],
    "cursor": lambda a, right, s: (
        a.json()["markets"] == right["markets"]
        and a.json()["next_cursor"] == str(a.request.url).split("after_cursor=")[1].replace("%3D", "=")
    ),
    "stale": lambda a, right, s: a.json() == right and a.headers["age"] == "900",
    "broken": lambda a, right, s: sum(x != y for x, y in zip(a.json()["markets"], right["markets"], strict=True)) == 1,
}


def test_a_reset_is_a_real_one(faulty):
    import socket

    client = faulty("reset:1")
    with socket.create_connection((client.base_url.host, client.base_url.port)) as raw:
        raw.sendall(b"GET /ok HTTP/1.1\r\nhost: x\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            raw.recv(100)


def test_a_persistent_fault_stays(faulty):
    client = faulty("broken!:1")
    answers = [client.get("/markets/keyset?limit=5").content for _ in range(5)]
    assert len(set(answers)) == 1
    assert client.get("/lab/faults").json()["served"]["broken"] == 5


def test_the_same_seed_gives_the_same_faults(faulty):
    def story(seed: int) -> list[tuple[int, bytes, str]]:
        client = faulty("all:0.5", seed)
        told = []
        for n in range(60):
            try:
                answer = client.get(f"/markets/keyset?limit=5&id={n % 20}")
            except httpx2.TransportError:
                told.append((0, b"", ""))
            else:
                told.append((answer.status_code, answer.content, answer.headers["age"]))
        return told

    assert story(1) == story(1)
    assert story(1) != story(2)
    assert all(status == 200 and age == "0" for status, _, age in story(1)[40:])  # third attempts


def test_all_draws_every_kind_that_a_page_can_have(faulty):
    client = faulty("all!:1")
    for n in range(400):
        try:
            client.get(f"/markets/keyset?limit=1&x={n}")
        except httpx2.TransportError:
            continue
    served = client.get("/lab/faults").json()["served"]
    assert served.pop("shifted") == 0
    assert min(served.values()) > 400 / len(served) / 3
    assert sum(served.values()) == 400


def test_a_walk_over_shifted_pages_loses_nothing(faulty):
    client = faulty("shifted!:1")
    found = walk(client, "/markets/keyset", "markets", limit=50)
    assert len(found) > len(set(found)) == 252


def test_faults_of_lists_on_the_other_houses(faulty):
    client = faulty("cursor:1")
    assert client.get("/clob/markets").json()["next_cursor"] == base64.b64encode(b"0").decode()
    address = f"/v2/prices-history?token_id=1001&start={T0}&end={T0 + DAY}&limit=5"
    assert client.get(address).json()["pagination"]["has_more"]
    client = faulty("broken!:1")
    broken_tokens = client.get("/clob/markets").json()["data"]
    assert [row["tokens"] for row in broken_tokens].count("none") == 1
    history = client.get("/prices-history?market=1001&interval=1d").json()["history"]
    assert sum(point["p"] == "n/a" for point in history) == 1
    batch = client.post("/batch-prices-history", json={"markets": ["1001"], "interval": "1d"}).json()["history"]
    assert sum(point["p"] == "n/a" for point in batch["1001"]) == 1


@pytest.mark.parametrize("spec", ["nonsense:1", "500", "500:2", "500:x", "reset:-1", "500:nan"])
def test_a_wrong_spec_names_what_is_allowed(recorded_world, spec):
    with pytest.raises(InputError, match="kind:rate"):
        Exchange(str(recorded_world), faults=spec)


def test_an_unknown_kind_names_the_kinds(exchange):
    answer = httpx2.post(exchange.url + "/lab/faults", json={"faults": "nonsense:1"})
    assert answer.status_code == 400
    assert all(kind in answer.json()["error"] for kind in KINDS)


# ---------------------------------------------------------------- as a process


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_the_process_says_where_it_listens_and_at_the_end_what_it_did(recorded_world, end):
    program = "import sys; from credence.lab.exchange import run; run(sys.argv[1], faults='500:1')"
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(recorded_world)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        assert line.startswith("listening on http://127.0.0.1:")
        assert httpx2.get(line.split()[-1] + "/ok").status_code == 500
    finally:
        process.send_signal(end)
        _, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert errors == "faults served: 500 1\n"


def test_a_taken_port_is_refused(exchange, recorded_world):
    with (
        pytest.raises(InputError, match="free port"),
        Exchange(str(recorded_world), port=int(exchange.url[-5:].strip(":"))),
    ):
        pass


# ---------------------------------------------------------------- the recorded data


@pytest.mark.recorded
def test_every_recorded_market_and_event_is_found(recorded_folder):
    with Exchange(str(recorded_folder)) as exchange, httpx2.Client(base_url=exchange.url, timeout=30) as client:
        for name, path, distinct in (("markets", "/markets/keyset", 19_445), ("events", "/events/keyset", 7_824)):
            found = [
                *walk(client, path, name, closed="true", limit=100),
                *walk(client, path, name, closed="false", limit=100),
            ]
            assert len(found) == len(set(found)) == distinct
        assert client.get("/lab/folder").json()["unreadable"] == 0
