"""Pages: who gets one, that it is made of the JSON of its address, and that nothing in it can break out."""

import html
import json
import re

import pytest
from fastapi.testclient import TestClient

from credence.api import create_app
from credence.api.pages.negotiation import DOCUMENT, is_page_path, language, wanted
from credence.api.pages.plan import PAGES, page_at

RUN = "20260131T000000-aaaa"
BEFORE, AFTER = "20260103T000000-cccc", "20260110T000000-dddd"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGE_DOCUMENT = {"Accept": DOCUMENT}
FILLED = {"{market_id}": "1", "{event_id}": "e1", "{run_id}": RUN, "{name}": "words", "{panel}": "reliability"}
ASKED = {
    "/scoreboard/compare": "?by=liquidity&compare=LOW,HIGH",
    "/scoreboard/changes": f"?before={BEFORE}&after={AFTER}",
    "/search": "?q=harbour",
    "/how": "?address=/scoreboard/explorer",
}
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; img-src 'self' data:"


@pytest.fixture(scope="module")
def served(lake):
    with TestClient(create_app(lake), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="module")
def addresses(served) -> list[str]:
    """Every address that can be asked with GET, its places filled."""
    paths = [path for path, verbs in served.get("/openapi.json").json()["paths"].items() if "get" in verbs]
    paths.remove("/stream")  # never ends
    found = []
    for path in [*paths, "/"]:
        filled = path
        for place, value in FILLED.items():
            filled = filled.replace(place, value)
        found.append(filled + ASKED.get(path, ""))
    return found


def document_in(page: str) -> dict:
    """The page document inside a page."""
    return json.loads(re.search(r'<script type="application/json" id="page">(.*?)</script>', page, re.DOTALL).group(1))


# ---------------------------------------------------------------- who gets what


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", None), ("", None), ("application/json", None), ("text/html", "text/html"), (BROWSER["Accept"], "text/html"),
        ("text/html;q=0.5, application/json", None), ("application/json;q=0.5, text/html", "text/html"),
        ("text/html;q=0", None), ("text/*", "text/html"), ("text/html, application/json", None), (DOCUMENT, DOCUMENT),
        (f"{DOCUMENT};q=0.4, text/html", "text/html"), ("text/event-stream", None), ("text/html;q=nonsense", None),
        ("TEXT/HTML", None), ("text/html;q=2", None),
    ],
)  # fmt: skip
def test_accept_decides(accept, kind):
    assert wanted(accept.lower() if accept != "TEXT/HTML" else accept) == kind


def test_every_address_is_a_page_for_people_and_json_for_programs(served, addresses):
    for address in addresses:
        path = address.partition("?")[0]
        if not is_page_path(path):
            assert served.get(address, headers=BROWSER).headers["content-type"] == served.get(address).headers["content-type"]
            continue
        data, page = served.get(address), served.get(address, headers=BROWSER)
        assert data.headers["content-type"] == "application/json", address
        assert (data.status_code, page.status_code) == (200, 200), (address, data.text[:300], page.text[:300])
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.text.count("<h1") == 1, address
        assert served.get("/api" + address, headers=BROWSER).headers["content-type"] == "application/json"
        for answer in (data, page):
            assert "Accept" in re.split(", ?", answer.headers["vary"]), address


def test_a_page_document_holds_the_json_of_its_addresses(served, addresses):
    for address in addresses:
        if not is_page_path(address.partition("?")[0]):
            continue
        found = served.get(address, headers=PAGE_DOCUMENT)
        assert found.headers["content-type"] == DOCUMENT, address
        document = found.json()
        assert {"page", "address", "lang", "title", "sentence", "strip", "panels", "failure"} == set(document)
        assert "main" in document["panels"]
        for name, panel in document["panels"].items():
            answer = served.get(panel["address"]).json()
            if panel["answer"] is None and panel["failure"] is None:
                assert name == "context", f"only what is told to come later may be missing: {address} {name}"
            elif panel["failure"]:
                assert answer["error"] == panel["failure"]
            else:
                assert answer == panel["answer"], (address, name)
        assert document_in(served.get(address, headers=BROWSER).text)["panels"] == document["panels"]


def test_no_estimate_stands_without_its_interval(served, addresses):
    seen = 0
    for address in addresses:
        if not is_page_path(address.partition("?")[0]):
            continue
        page = served.get(address, headers=BROWSER).text.partition('id="page"')[0]
        for mark in re.findall(r"<td [^>]*data-estimate[^>]*>", page):
            seen += 1
            assert re.search(r'data-low="[-\d.e]+" data-high="[-\d.e]+" data-events="[\d.]+"', mark), (address, mark)
    assert seen > 10


def test_the_first_rows_of_a_page_are_those_of_the_json(served):
    rows = served.get("/markets").json()["data"]
    page = served.get("/markets", headers=BROWSER).text
    shown = [html.unescape(text) for text in re.findall(r'href="/markets/\d+">([^<]+)</a>', page)]
    assert shown == [row["question"] for row in rows]


def test_a_long_list_leads_to_its_next_page(served):
    page = served.get("/markets?limit=1&sort=-question", headers=BROWSER).text
    following = html.unescape(re.search(r'rel="next" href="([^"]+)"', page).group(1))
    whole = served.get("/markets?sort=-question").json()["data"]
    assert served.get(following).json()["data"][0]["market_id"] == whole[1]["market_id"]
    assert 'aria-sort="descending"' in page
    ascending = html.unescape(re.search(r'class="sort" href="([^"]+)">Market<', page).group(1))
    assert served.get(ascending).json()["data"][0]["question"] == min(row["question"] for row in whole)


def test_more_rows_than_a_page_shows_are_reached_page_by_page(served, monkeypatch):
    page = served.get("/markets/1/prices", headers=BROWSER).text
    rows = served.get("/markets/1/prices").json()["data"]
    assert len(rows) == 50
    assert "limit=" not in page.partition('id="page"')[0], "all of them are shown"
    few = served.get("/markets/1/prices?limit=20", headers=BROWSER).text
    assert 'rel="next"' in few
    monkeypatch.setattr("credence.api.pages.template.MOST_ROWS", 20)
    assert "limit=20" in served.get("/markets/1/prices", headers=BROWSER).text.partition('id="page"')[0]


def test_a_format_in_the_address_is_data_whatever_is_accepted(served):
    rows = served.get("/markets").json()["data"]
    assert served.get("/markets?format=json", headers=BROWSER).json()["data"] == rows
    assert served.get("/scoreboard/cell?format=json", headers=BROWSER).json()["data"]["figures"]
    assert served.get("/markets?format=csv", headers=BROWSER).headers["content-type"].startswith("text/csv")
    assert served.get("/markets?format=xml", headers=BROWSER).status_code == 422


def test_what_belongs_to_the_reader_does_not_reach_the_routes(served):
    plain = served.get("/markets?limit=2")
    assert served.get("/markets?limit=2&lang=ko&tz=Asia/Seoul&theme=dark").content == plain.content
    assert served.get("/api/markets?lang=ko").status_code == 422, "below /api an address is exact"
    page = served.get("/markets?lang=ko&tz=Asia/Seoul&theme=dark", headers=BROWSER).text
    assert '<html lang="ko" data-theme="dark">' in page
    assert "KST" in page
    assert document_in(page)["address"] == "/markets"


def test_the_address_of_a_page_is_sorted_and_without_defaults(served):
    page = served.get("/markets?status=ACTIVE&limit=100&category=politics&sort=market_id", headers=PAGE_DOCUMENT).json()
    assert page["address"] == "/markets?category=politics&status=ACTIVE"


def test_a_head_request_is_the_page_without_its_body(served):
    page, head = served.get("/markets", headers=BROWSER), served.head("/markets", headers=BROWSER)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == page.headers["etag"]
    assert served.head("/markets").status_code == 405, "programs ask with GET, as ever"


def test_post_is_left_alone(served):
    answer = served.post("/tsfm/forecast", headers=BROWSER, content=b"{")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/json")


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/nothing", 404, "there is nothing at /nothing"),
        ("/markets/none", 404, "there is no market"),
        ("/scoreboard?horizn=7d", 422, "did you mean 'horizon'?"),
        ("/markets?limit=0", 422, "limit"),
        ("/docs/none", 404, "there is no page of the manual"),
    ],
)
def test_a_failure_is_a_page_with_its_status(served, address, status, says):
    page = served.get(address, headers=BROWSER)
    assert page.status_code == status
    assert says in html.unescape(page.text)
    failure = document_in(page.text)["failure"]
    assert failure == served.get(address).json()["error"]
    assert document_in(page.text)["panels"]["main"]["failure"] == failure


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("/markets/no-such", ["/markets", "/search?q=no-such"]),
        ("/events/none%20such", ["/events", "/search?q=none%20such"]),
        ("/ops/runs/none", ["/ops/runs"]),
        ("/docs/none", ["/docs"]),
        ("/no/such/place", ["/search?q=place"]),
        ("/markets?horizn=7d", []),
    ],
)
def test_where_nothing_is_the_sentence_leads_on(served, address, links):
    page = served.get(address, headers=BROWSER).text
    assert [part["href"] for part in document_in(page)["sentence"] if "href" in part] == links
    assert all(f'href="{link}"' in page for link in links)


def test_a_wrong_parameter_is_named_and_can_be_left_out(served):
    page = html.unescape(served.get("/scoreboard?horizn=7d&category=politics", headers=BROWSER).text)
    assert "horizn" in page
    assert 'href="/scoreboard?category=politics"' in page


def test_our_own_mistakes_are_a_page_without_a_traceback(lake, monkeypatch):
    from credence.products import coverage

    def broken(*_, **__):
        raise ZeroDivisionError("secret detail")

    with TestClient(create_app(lake), raise_server_exceptions=False) as client:
        monkeypatch.setattr(coverage, "read", broken)
        page = client.get("/coverage", headers=BROWSER)
    assert page.status_code == 500
    assert "it is our fault" in page.text
    assert "secret" not in page.text


def test_a_panel_that_fails_leaves_the_others(lake, monkeypatch):
    from credence.products import runs

    def broken(*_, **__):
        raise ZeroDivisionError

    with TestClient(create_app(lake), raise_server_exceptions=False) as client:
        monkeypatch.setattr(runs, "list_runs", broken)
        document = client.get("/coverage", headers=PAGE_DOCUMENT).json()
    assert document["panels"]["main"]["answer"]["data"]
    assert document["panels"]["runs"]["failure"]["kind"] == "internal"
    assert document["failure"] is None


def test_an_empty_lake_is_a_page_that_says_what_to_do(empty):
    for path in ("/", "/markets", "/scoreboard"):
        page = empty.get(path, headers=BROWSER)
        assert page.status_code == 503
        assert "credence" in page.text
    assert empty.get("/docs", headers=BROWSER).status_code == 200


def test_draws_are_paid_for_once(lake, monkeypatch):
    with TestClient(create_app(lake), raise_server_exceptions=False) as client:
        taken = []
        monkeypatch.setattr(client.app.state.access.buckets, "take", taken.append)
        assert client.get("/scoreboard/explorer?draws=999", headers=BROWSER).status_code == 200
        assert len(taken) == 1


# ---------------------------------------------------------------- headers


def test_every_page_is_told_to_take_nothing_from_elsewhere(served, addresses):
    for address in [*addresses, "/nothing", "/scoreboard?x=1"]:
        if is_page_path(address.partition("?")[0]):
            answer = served.get(address, headers=BROWSER)
            assert answer.headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"]
            plain = answer.text.partition('<script type="application/json"')[0]
            assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", plain) == [], address


def test_a_page_that_has_not_changed_is_not_sent_again(served):
    first = served.get("/markets", headers=BROWSER)
    assert first.headers["cache-control"] == "no-cache"
    again = served.get("/markets", headers=BROWSER | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = served.get("/markets?lang=ko", headers=BROWSER | {"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    as_document = served.get("/markets", headers=PAGE_DOCUMENT)
    assert as_document.headers["etag"] != first.headers["etag"]


def test_large_answers_are_squeezed_and_small_ones_not(served):
    for path, headers in (("/markets", {}), ("/markets", BROWSER)):
        assert served.get(path, headers=headers | {"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
        assert "content-encoding" not in served.get(path, headers=headers | {"Accept-Encoding": "identity"}).headers
    assert "content-encoding" not in served.get("/nothing").headers


def test_pages_are_counted_by_their_route(lake):
    with TestClient(create_app(lake), raise_server_exceptions=False) as client:
        client.get("/markets/1", headers=BROWSER)
        assert 'credence_requests_total{route="/markets/{market_id}",status="200"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize(
    ("pairs", "header", "lang"),
    [
        ([], "", "en"), ([], "ko", "ko"), ([], "ko-KR,ko;q=0.9,en-US;q=0.8", "ko"), ([], "en-US,ko;q=0.9", "en"),
        ([("lang", "ko")], "en", "ko"), ([("lang", "fr")], "ko", "ko"), ([], "fr, de", "en"), ([], "ko;q=0, en;q=0.1", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_asked_for(pairs, header, lang):
    assert language(pairs, header) == lang


# ---------------------------------------------------------------- venue text


def test_a_question_cannot_break_out_of_its_page(hostile):
    client, question = hostile
    for path in ("/markets", "/markets/1", "/embed/price?market_id=1"):
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text, path
        assert "<img src=x" not in answer.text, path
    page = client.get("/markets/1", headers=BROWSER).text
    assert document_in(page)["title"] == question
    assert html.escape(question) in page
    assert "\u2028" not in page.partition('id="page">')[2]


# ---------------------------------------------------------------- the plan


def test_every_page_of_the_plan_has_an_address(served):
    paths = set(served.get("/openapi.json").json()["paths"]) | {"/"}
    assert {page.path for page in PAGES} <= paths


def test_fixed_addresses_come_before_places():
    for page in PAGES:
        found = page_at(page.path, [])
        assert found is not None
        assert found[0] is page, page.path
