"""What every address answers: envelopes, pages, formats, kept answers, and the one shape of failures."""

import csv
import io
import re

import pyarrow.parquet as pq
import pytest

from credence.api.answers import to_csv
from credence.api.examples import EXAMPLES, SHOWN
from credence.api.home import ADDRESSES

LISTS = ["/scoreboard", "/markets", "/markets/1/prices", "/coverage", "/ops/runs"]
THINGS = ["/health", "/markets/1", "/ops/runs/20260131T000000-aaaa"]
PAGES = ["/", "/docs", "/metrics", "/openapi.json"]


@pytest.mark.parametrize("path", LISTS + THINGS)
@pytest.mark.parametrize("prefix", ["", "/api"])
def test_an_answer_says_what_it_stands_on(client, path, prefix):
    answer = client.get(prefix + path)
    assert answer.status_code == 200, answer.text
    meta = answer.json()["meta"]
    assert meta["simulated"] is True
    assert answer.headers["x-simulated"] == "true"
    assert meta["run_id"] == "20260131T000000-aaaa", "the newest run that ended well"
    assert meta["as_of"].startswith("2026-01-31T00:00:00")
    assert re.fullmatch("[0-9a-f]{12}", meta["lake_version"])


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_there(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["x-simulated"] == "true"


def test_the_first_page_leads_everywhere(client):
    page = client.get("/", headers={"Accept": "text/html"}).text
    assert "Simulated:" in page
    assert "31 Jan 2026" in page
    for path in set(re.findall(r'href="(/[^"]*)"', page)):
        assert client.get(path.replace("&amp;", "&")).status_code == 200, path
    assert client.get("/").json() == client.get("/overview").json()
    served = {route for route in client.get("/openapi.json").json()["paths"]} | {"/openapi.json"}
    assert {path for path, _ in ADDRESSES} == served


@pytest.mark.parametrize("path", LISTS)
def test_pages_of_a_list_hold_each_row_once(client, path):
    whole = client.get(path, params={"limit": 1000}).json()
    assert whole["next_cursor"] is None
    assert len(whole["data"]) > 1
    seen, cursor = [], None
    for _ in range(len(whole["data"])):
        page = client.get(path, params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        seen += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole["data"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_comes_in_three_formats(client, path):
    rows = client.get(path).json()["data"]
    as_csv = client.get(path, params={"format": "csv"})
    assert as_csv.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(as_csv.text)))
    assert [list(row) for row in table] == [list(row) for row in rows]
    for name in rows[0]:
        if name.endswith(("_at", "ts")) and rows[0][name]:
            assert table[0][name] == rows[0][name]
    as_parquet = client.get(path, params={"format": "parquet"})
    read = pq.read_table(io.BytesIO(as_parquet.content))
    assert (read.num_rows, read.column_names) == (len(rows), list(rows[0]))


@pytest.mark.parametrize(
    ("path", "filters", "n"),
    [
        ("/markets", {"category": "sports"}, 1),
        ("/markets", {"status": "RESOLVED"}, 1),
        ("/markets", {"tag": "Harbour"}, 2),
        ("/markets", {"event_id": "e1"}, 2),
        ("/markets", {"text": "HARBOUR 3"}, 1),
        ("/markets", {"text": "harbour-2"}, 1),
        ("/markets", {"text": "%"}, 0),
        ("/markets", {"liquidity_bucket": "HIGH"}, 1),
        ("/markets", {"liquidity_bucket": "UNKNOWN"}, 2),
        ("/scoreboard", {"horizon": "7d"}, 1),
        ("/coverage", {"status": "gap"}, 1),
        ("/ops/runs", {"status": "failed"}, 1),
        ("/markets/1/prices", {"since": "2026-01-02T00:00:00Z", "until": "2026-01-02T10:00:00Z"}, 5),
        ("/markets/1/prices", {"since": "2026-01-02T09:00:00+09:00", "until": "2026-01-02T10:00"}, 5),
    ],
)
def test_filters_are_columns(client, path, filters, n):
    answer = client.get(path, params=filters).json()
    assert len(answer["data"]) == n
    if answer["total"] is not None:
        assert answer["total"] == n


@pytest.mark.parametrize("name", ["1", "0xc1", "0xC1", "11", "simulated-harbour-1"])
def test_a_market_has_many_names(client, name):
    found = client.get(f"/markets/{name}").json()["data"]
    assert found["market"]["market_id"] == "1"
    assert len(found["aliases"]) == 4
    assert [row["status"] for row in found["coverage"]] == ["gap"]
    assert client.get(f"/markets/{name}/prices").json()["meta"]["market_id"] == "1"


def test_what_has_not_changed_is_not_sent_again(client):
    first = client.get("/scoreboard")
    again = client.get("/scoreboard", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get("/scoreboard?horizon=7d", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "kind", "field"),
    [
        ("/nothing", 404, "not_found", None),
        ("/api/nothing", 404, "not_found", None),
        ("/scoreboard/", 404, "not_found", None),
        ("/markets/none", 404, "not_found", "market"),
        ("/markets/none/prices", 404, "not_found", "market"),
        ("/ops/runs/none", 404, "not_found", "run"),
        ("/scoreboard?horizn=7d", 422, "input", "horizn"),
        ("/markets?limit=0", 422, "input", "limit"),
        ("/markets?limit=many", 422, "input", "limit"),
        ("/markets?cursor=zzz", 422, "input", "cursor"),
        ("/markets?cursor=WzFd", 422, "input", "cursor"),  # [1]: a number is no market's id
        ("/coverage?cursor=WyJhIl0", 422, "input", "cursor"),
        ("/markets?status=OPEN", 422, "input", "status"),
        ("/markets?format=xml", 422, "input", "format"),
        ("/markets/1/prices?since=yesterday", 422, "input", "since"),
        ("/scoreboard?window=quarter", 422, "input", "window"),
        ("/health?x=1", 422, "input", "x"),
        ("/?x=1", 422, "input", "x"),
    ],
)
def test_failures_have_one_shape(client, path, status, kind, field):
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert set(answer.json()) == {"error"}
    assert {"kind", "message", "next_step"} <= set(error) <= {"kind", "message", "next_step", "field"}
    assert (error["kind"], error.get("field")) == (kind, field)
    assert error["message"]
    assert error["next_step"]
    assert answer.headers["x-simulated"] == "true"


def test_a_wrong_parameter_names_the_right_ones(client):
    assert "horizon" in client.get("/scoreboard?horizn=7d").json()["error"]["next_step"]


def test_a_market_that_is_not_there_has_neighbours(client):
    assert "simulated-harbour-1" in client.get("/markets/simulated-harbor-1").json()["error"]["next_step"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client, method):
    answer = client.request(method, "/markets")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (405, "method_not_allowed")


def test_our_own_mistakes_show_no_traceback(client, monkeypatch):
    from credence.products import coverage

    def broken(*_, **__):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(coverage, "read", broken)
    answer = client.get("/coverage")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (500, "internal")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/scoreboard", "/markets", "/markets/1", "/markets/1/prices", "/coverage"])
def test_an_empty_lake_says_what_to_do(empty, path):
    answer = empty.get(path)
    assert (answer.status_code, answer.json()["error"]["kind"]) == (503, "not_built")
    assert "credence" in answer.json()["error"]["next_step"]
    assert "x-simulated" not in answer.headers


def test_reading_makes_no_lake(empty, tmp_path):
    assert empty.get("/health").json()["data"]["status"] == "empty"
    assert empty.get("/ops/runs").json()["data"] == []
    assert empty.get("/metrics").status_code == 200
    assert empty.get("/").status_code == 503
    assert list(tmp_path.iterdir()) == []


def test_health_tells_of_the_newest_run(client):
    found = client.get("/health").json()["data"]
    assert (found["status"], found["lake"]) == ("failing", "simulated")
    assert found["newest_run"]["error"] == "the disk is full"


def test_a_run_has_steps(client):
    found = client.get("/ops/runs/20260131T000000-aaaa").json()["data"]
    assert (found["seconds"], found["steps"][0]["seconds"], found["manifest"]) == (60.0, 2.0, None)


def test_requests_are_counted(client):
    client.get("/markets/1")
    client.get("/markets/2")
    text = client.get("/metrics").text
    assert 'credence_requests_total{route="/markets/{market_id}",status="200"} 2.0' in text
    assert 'credence_table_version{table="prices"} 0.0' in text


@pytest.mark.parametrize("record", SHOWN)
def test_examples_fit_their_records(record):
    record.model_validate(EXAMPLES[record.__name__])


def test_the_document_of_addresses_holds_the_records(client):
    document = client.get("/openapi.json").json()
    columns = document["components"]["schemas"]["ScoreboardRow"]["properties"]
    assert columns["brier"]["description"]
    refs = set(re.findall(r"#/components/schemas/(\w+)", client.get("/openapi.json").text))
    assert refs <= set(document["components"]["schemas"])


def test_no_text_of_a_csv_is_run_as_a_formula_and_numbers_stay_numbers():
    rows = [("=HYPERLINK(1)", -1.5), ("+1", 2), ("-2", None), ("@SUM(A1)", 0), ("\t=1", 1), ("1 = 1", -3)]
    read = list(csv.reader(io.StringIO(to_csv(["text", "number"], rows).decode())))[1:]
    assert [text for text, _ in read] == ["'=HYPERLINK(1)", "'+1", "'-2", "'@SUM(A1)", "'\t=1", "1 = 1"]
    assert [number for _, number in read] == ["-1.5", "2", "", "0", "1", "-3"]
