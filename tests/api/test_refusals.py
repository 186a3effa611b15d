"""What the lists, the market, the events and the search refuse: by field, with a next step, as data and as a page."""

import pytest

REFUSED = [
    ("/markets?sort=colour", "sort"), ("/markets?sort=price;drop%20table%20prices", "sort"), ("/markets?sort=--price", "sort"),
    ("/markets?sort=category_tags", "sort"), ("/markets?volume_24h=5:1", "volume_24h"), ("/markets?price=:", "price"),
    ("/markets?trust=nan:", "trust"), ("/markets?ends=soon", "ends"), ("/markets?outside_range=perhaps", "outside_range"),
    ("/markets?sort=price&cursor=WyJhIiwiYiJd", "cursor"),  # ["a", "b"]: a text is no price
    ("/markets?cursor=WyJcdWQ4MDAiXQ", "cursor"),  # half of a pair of surrogates
    ("/markets?srot=price", "srot"), ("/markets/1?window=2d", "window"), ("/markets/1?window=", "window"),
    ("/markets/1/prices?points=0", "points"), ("/markets/1/prices?points=1", "points"),
    ("/markets/1/prices?points=1000000000", "points"), ("/markets/1/prices?points=many", "points"),
    ("/markets/1/prices?points=10&cursor=zzz", "cursor"),
    ("/markets/1/prices?cursor=WyIwMDAxLTAxLTAxVDAwOjAwKzIzOjU5IiwibWlkIl0", "cursor"),
    ("/events?sort=questions", "sort"), ("/events?kind=sums", "kind"), ("/events?limit=0", "limit"),
    ("/events?open=perhaps", "open"),
    ("/search?limit=0", "limit"), ("/search?limit=101", "limit"), ("/search?q=" + "x" * 201, "q"), ("/search?query=x", "query"),
    ("/overview?x=1", "x"), ("/events/e1?x=1", "x"),
    ("/markets?status=OPEN", "status"), ("/markets?liquidity_bucket=low", "liquidity_bucket"),
    ("/ops/runs?status=fine", "status"), ("/scoreboard/changes?before=x&liquidity_bucket=low", "liquidity_bucket"),
]  # fmt: skip
UNSEEN = [  # values that no row has; and one that some row has, in a place where the answer is empty all the same
    ("/markets", "category", "politics&price=2:"), ("/markets", "tag", "HARBOUR&price=2:"),
    ("/markets", "venue", "world&price=2:"), ("/markets", "event_id", "e1&price=2:"),
    ("/events", "category", "politics&text=nothing has this"),
    ("/events", "venue", "world&text=nothing has this"), ("/scoreboard", "venue", "world&horizon=1h"),
    ("/scoreboard", "category", "all&horizon=1h"), ("/coverage", "source", "gamma&status=stale"),
    ("/scoreboard/cells", "category", "politics"), ("/scoreboard/cells", "venue", "world"),
    ("/scoreboard/explorer", "category", "politics&horizon=1h"),
]  # fmt: skip
LISTS = ["/markets", "/events", "/search?q=x", "/overview", "/markets/1", "/markets/1/prices", "/events/e1"]


@pytest.mark.parametrize(("path", "field"), REFUSED)
def test_nonsense_is_refused_by_field(client, path, field):
    answer = client.get(path)
    assert answer.status_code == 422, answer.text
    error = answer.json()["error"]
    assert (error["kind"], error["field"]) == ("input", field)
    assert error["next_step"]
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 422
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("path", "field", "known"), UNSEEN)
def test_a_value_that_no_row_has_is_refused_with_those_there_are(client, path, field, known):
    answer = client.get(f"{path}?{field}=nosuch")
    assert answer.status_code == 422, answer.text
    error = answer.json()["error"]
    assert (error["kind"], error["field"]) == ("input", field)
    assert known.partition("&")[0].lower() in error["message"]
    assert client.get(f"{path}?{field}={known}").status_code == 200


@pytest.mark.parametrize("path", ["/trust?market_id=none", "/bands?market_id=none", "/coverage?run_id=none"])
def test_an_id_may_have_no_rows(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["data"]) == (200, [])


@pytest.mark.parametrize("path", LISTS)
def test_over_nothing_an_answer_says_what_to_do(empty, path):
    answer = empty.get(path)
    assert answer.status_code == 503, answer.text
    assert answer.json()["error"]["kind"] == "not_built"
    assert answer.json()["error"]["next_step"]
    assert empty.get(path, headers={"Accept": "text/html"}).status_code == 503


@pytest.mark.parametrize("path", ["/events/none", "/events/%00", "/markets/none", "/markets/%00/prices?points=5"])
def test_what_is_not_there_is_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404, answer.text
    assert answer.json()["error"]["next_step"]
    assert client.get(path, headers={"Accept": "text/html"}).status_code == 404
