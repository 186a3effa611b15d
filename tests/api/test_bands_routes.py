"""Bands, how they kept their word, and what left them, over HTTP: on a lake that a small build made."""

from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from credence.api import create_app
from credence.products import band_state, bands

from ..products.band_lake import NOW, lake_of, walk


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    rows = [row for m in range(10) for row in walk(f"m{m}", NOW, 288 * 10, m)]
    found = lake_of(tmp_path_factory.mktemp("bands") / "lake", prices=rows)
    alias = "select market_id as alias, 'gamma' as kind, market_id, null as outcome_index from market_registry"
    with found.reading() as connection:
        found.write(connection, "market_alias", alias)
        band_state.build(found, connection, NOW)
        bands.build(found, connection, NOW)
    found.close()
    return found


@pytest.fixture
def client(lake):
    with TestClient(create_app(lake), raise_server_exceptions=False) as found:
        yield found


LISTS = ("/bands", "/bands/coverage", "/bands/breaches", "/markets/m3/bands")


@pytest.mark.parametrize("path", LISTS)
def test_pages_hold_each_row_once(client, path):
    whole = client.get(path, params={"limit": 10_000}).json()
    assert whole["meta"]["simulated"] is True
    assert len(whole["data"]) > 3
    seen, cursor = [], None
    size = len(whole["data"]) // 3
    for _ in range(5):
        page = client.get(path, params={"limit": size} | ({"cursor": cursor} if cursor else {})).json()
        seen += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole["data"]


@pytest.mark.parametrize("path", LISTS)
def test_formats_and_strangers(client, path):
    assert client.get(path, params={"format": "csv"}).headers["content-type"].startswith("text/csv")
    assert client.get(path, params={"format": "parquet"}).status_code == 200
    assert client.get(path, params={"mood": "good"}).status_code == 422
    assert client.get(path, params={"cursor": "xyz"}).status_code == 422
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_filters(client):
    rows = client.get("/bands", params={"market_id": "m1", "band_calibration": "conformal", "limit": 10_000}).json()["data"]
    assert {(row["market_id"], row["band_calibration"]) for row in rows} == {("m1", "conformal")}
    assert {row["horizon_steps"] for row in rows} == {1, 12, 72, 288}
    late = client.get("/bands", params={"since": NOW.isoformat(), "limit": 10_000}).json()["data"]
    assert {datetime.fromisoformat(row["ts"]) for row in late} == {NOW}
    assert client.get("/bands", params={"method": "OTHER"}).json()["error"]["field"] == "method"
    assert client.get("/bands", params={"since": (NOW + timedelta(days=1)).isoformat()}).json()["data"] == []
    of_one = client.get("/markets/m3/bands", params={"limit": 10_000}).json()["data"]
    assert {row["market_id"] for row in of_one} == {"m3"}
    every = client.get("/bands/coverage", params={"segment_by": "all", "band_calibration": "raw"}).json()["data"]
    assert [row["horizon_steps"] for row in every] == [1, 12, 72, 288]
    assert {row["side"] for row in client.get("/bands/breaches", params={"side": "above"}).json()["data"]} <= {"above"}


@pytest.mark.parametrize(
    ("path", "wrong", "field"),
    [
        ("/bands", {"band_calibration": "cooked"}, "band_calibration"),
        ("/bands", {"since": "yesterday"}, "since"),
        ("/bands/coverage", {"segment_by": "mood"}, "segment_by"),
        ("/bands/breaches", {"side": "left"}, "side"),
        ("/bands", {"limit": 0}, "limit"),
    ],
)
def test_nonsense_is_refused_by_name(client, path, wrong, field):
    answer = client.get(path, params=wrong)
    assert answer.status_code == 422
    assert field in answer.json()["error"]["field"]


def test_a_market_nobody_knows(client):
    assert client.get("/markets/nobody/bands").status_code == 404


def test_before_the_first_build(empty):
    answer = empty.get("/bands")
    assert answer.status_code == empty.get("/trust").status_code >= 400
