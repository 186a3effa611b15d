"""A link with a manifest means the data of that run: two real jobs on one lake, the second a good while after the first."""

import hashlib
import json
import re
import shutil
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from credence.api import create_app
from credence.lab.exchange import Exchange
from credence.lake import Lake, delta

from ..addresses import addresses, ask
from .conftest import Jobs

PAGE, DOCUMENT = {"Accept": "text/html"}, "application/vnd.credence.page+json"
MIDDLE = "2026-04-15T00:00:00+00:00"


@dataclass
class Twice:
    """A lake after its second run, what was said after the first, by address, and the manifest of that time."""

    lake: Lake
    manifest: str
    said: dict[str, tuple[int, bytes]]


def pinned(address: str, manifest: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}manifest={manifest}"


@pytest.fixture(scope="module")
def twice(world_of, tmp_path_factory) -> Iterator[Twice]:
    jobs = Jobs(tmp_path_factory.mktemp("twice"))
    with Exchange(str(world_of())) as exchange:
        lake = jobs.lake("lake", exchange.url)
        move(exchange.url, MIDDLE)
        run = jobs.run(lake)
        one = lake.rows("select market_id, event_id from market_registry order by market_id limit 1")[0]
        with TestClient(create_app(lake)) as client:
            said = ask(client, addresses(one["market_id"], one["event_id"], run.run_id))
            manifest = client.get("/how", params={"address": "/scoreboard"}).json()["data"]["manifest"]
        move(exchange.url, None)
        jobs.run(lake)
    yield Twice(lake, manifest, said)
    lake.close()


@pytest.fixture
def client(twice) -> Iterator[TestClient]:
    with TestClient(create_app(twice.lake)) as found:
        yield found


def move(url: str, moment: str | None) -> None:
    body = json.dumps({"as_of": moment}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{url}/lab/as-of", body, method="POST")) as answer:
        assert answer.status == 200


def test_every_address_says_again_what_it_said(twice, client):
    again = ask(client, [pinned(address, twice.manifest[:12]) for address in twice.said])
    for address, told in twice.said.items():
        status, body = again[pinned(address, twice.manifest[:12])]
        assert (status, body.replace(f"?manifest={twice.manifest[:12]}".encode(), b"")) == told, address
    assert {address: status for address, (status, _) in twice.said.items() if status != 200} == {}
    assert len(twice.said) >= 30


def test_without_the_manifest_it_is_the_newest_data(twice, client):
    now = ask(client, list(twice.said))
    different = [address for address in twice.said if now[address] != twice.said[address]]
    assert len(different) >= 25
    assert json.loads(now["/markets"][1])["meta"]["as_of"] > json.loads(twice.said["/markets"][1])["meta"]["as_of"]


@pytest.mark.parametrize("path", ["/", "/scoreboard", "/scoreboard/explorer", "/markets"])
def test_a_page_is_of_that_data_in_all_its_parts_and_says_so(twice, client, path):
    page = client.get(pinned(path, twice.manifest[:12]), headers={"Accept": DOCUMENT}).json()
    assert page["strip"]["manifest"] == twice.manifest
    assert page["strip"]["newer"]
    assert all(f"manifest={twice.manifest[:12]}" in one["address"] for one in page["panels"].values())
    runs = {one["answer"]["meta"]["run_id"] for one in page["panels"].values() if one["answer"]}
    assert runs == {page["strip"]["run_id"]} == {json.loads(twice.said["/markets"][1])["meta"]["run_id"]}
    assert "newer data" in client.get(pinned(path, twice.manifest[:12]), headers=PAGE).text
    newest = client.get(path, headers={"Accept": DOCUMENT}).json()["strip"]
    assert newest["manifest"] != twice.manifest
    assert not newest["newer"]
    same = client.get(pinned(path, newest["manifest"]), headers={"Accept": DOCUMENT}).json()["strip"]
    assert (same["manifest"], same["newer"]) == (newest["manifest"], False)


LINK = re.compile(r'(?:<a [^>]*href|<img src|"og:image" content)="([^"]*)"([^>]*)>')


@pytest.mark.parametrize("path", ["/", "/scoreboard/explorer", "/markets", "/events", "/coverage", "/markets/{market}"])
def test_every_way_on_from_a_page_is_of_that_data(twice, client, path):
    market = json.loads(twice.said["/markets"][1])["data"][0]["market_id"]
    text = client.get(pinned(path.format(market=market), twice.manifest[:12]), headers=PAGE).text
    ways = [unescape(way).removeprefix("http://testserver") for way, more in LINK.findall(text) if "target=" not in more]
    inside = [way for way in ways if way.startswith("/")]
    assert len(inside) > 5
    assert [way for way in inside if f"manifest={twice.manifest[:12]}" not in way] == []
    assert text.count('target="_self"') == 1, "the way to the newest data"


def test_an_embed_of_that_data_leads_to_that_data(twice, client):
    market = json.loads(twice.said["/markets"][1])["data"][0]["market_id"]
    frames = {f"/markets/{market}": f"/embed/price?market_id={market}", "/scoreboard/explorer": "/embed/reliability"}
    for page, frame in frames.items():
        told = client.get("/oembed", params={"url": pinned(page, twice.manifest[:12])}).json()
        assert escape(pinned(frame, twice.manifest[:12])) in told["html"]
        assert f"manifest={twice.manifest[:12]}" in told["thumbnail_url"]
        source = re.search(r'<a href="([^"]*)" target', client.get(pinned(frame, twice.manifest[:12])).text)
        assert f"manifest={twice.manifest[:12]}" in unescape(source[1])


def test_requests_with_a_manifest_are_counted_by_their_routes(twice, client):
    for extra in ("", "&lang=ko"):
        client.get(pinned("/bands/coverage", twice.manifest[:12]) + extra)
    counted = re.search(r'requests_total\{route="/bands/coverage",status="200"\} (\S+)', client.get("/metrics").text)
    assert float(counted[1]) == 2


def test_while_a_run_goes_on_what_is_shown_has_no_manifest(twice, tmp_path):
    """A table is new, the run is not done: nothing may say that this is the data of the run before."""
    shutil.copytree(twice.lake.layout.root, tmp_path / "lake")
    lake = Lake(str(tmp_path / "lake"), twice.lake.settings)
    with TestClient(create_app(lake)) as client:
        before = client.get("/how", params={"address": "/markets"}).json()["data"]["manifest"]
        whole = client.get("/markets").json()["total"]
        connection = lake.connect()
        lake.write(connection, "market_registry", "select * from market_registry limit 3")
        connection.close()
        assert client.get("/markets").json()["total"] == 3
        assert client.get("/how", params={"address": "/markets"}).json()["data"]["manifest"] is None
        assert client.get("/markets?format=csv").headers["X-Manifest"] == ""
        assert client.get("/markets", headers={"Accept": DOCUMENT}).json()["strip"]["manifest"] is None
        assert client.get(pinned("/markets", before)).json()["total"] == whole
    lake.close()


def test_its_explanation_is_of_that_data(twice, client):
    address = pinned("/scoreboard", twice.manifest[:12])
    told = client.get("/how", params={"address": address}).json()["data"]
    assert (told["manifest"], told["address"]) == (twice.manifest, address)
    assert quote(address, safe="/?=") in told["commands"]["curl"]


@pytest.mark.parametrize(("manifest", "status", "kind"), [
    ("0" * 12, 404, "not_found"), ("xyz", 422, "input"), ("", 422, "input"), ("a" * 65, 422, "input"),
    ("../../etc", 422, "input"),
])  # fmt: skip
def test_what_is_no_manifest_of_this_lake_is_refused_as_page_and_as_data(client, manifest, status, kind):
    for path in ("/markets", "/api/markets"):
        answer = client.get(f"{path}?manifest={manifest}")
        assert (answer.status_code, answer.json()["error"]["kind"]) == (status, kind)
        assert answer.json()["error"]["field"] == "manifest"
    assert client.get(f"/markets?manifest={manifest}", headers=PAGE).status_code == status
    assert client.get(f"/markets?manifest={manifest}&manifest={manifest}").status_code == 422


def test_what_was_swept_away_is_not_answered_from_something_else(twice):
    """The last test on this lake."""
    market = json.loads(twice.said["/markets"][1])["data"][0]["market_id"]
    series = f"/markets/{market}/prices"
    with TestClient(create_app(twice.lake), raise_server_exceptions=False) as held:  # which has its files open by name
        assert held.get(pinned("/markets", twice.manifest)).status_code == 200
        for table in twice.lake.versions():
            delta.vacuum(twice.lake.layout.table(table), keep_hours=0)
        answer = held.get(pinned(series, twice.manifest))
        assert (answer.status_code, answer.json()["error"]["kind"]) == (410, "not_kept")
        assert held.get(series).status_code == 200
    with TestClient(create_app(twice.lake)) as client:
        answer = client.get(pinned("/markets", twice.manifest))
        assert (answer.status_code, answer.json()["error"]["kind"]) == (410, "not_kept")
        assert "CREDENCE_KEEP_HOURS" in answer.json()["error"]["next_step"]
        page = client.get(pinned("/markets", twice.manifest), headers=PAGE)
        assert (page.status_code, "no longer kept" in page.text) == (410, True)
        assert client.get("/markets").status_code == 200


def test_a_table_built_anew_from_nothing_is_not_taken_for_the_old_one(twice):
    """Its versions count from 0 again, so that the number of the last run's is there."""
    newest = max(twice.lake.layout.manifests.glob("*.json"), key=lambda path: path.stat().st_mtime)
    version = json.loads(newest.read_text())["tables"]["prices"]["version"]
    shutil.rmtree(twice.lake.layout.table("prices"))
    lake = Lake(str(twice.lake.layout.root), twice.lake.settings)
    connection = lake.connect()
    for _ in range(version + 1):
        written = lake.write(connection, "prices", "select * from prices")
    connection.close()
    assert written.version == version
    lake.state.start_run("run-later", "run", datetime(2027, 1, 1, tzinfo=UTC), {})
    lake.state.end_run("run-later", datetime(2027, 1, 2, tzinfo=UTC), "done", None, {})
    with TestClient(create_app(lake)) as client:
        asked = hashlib.sha256(newest.read_bytes()).hexdigest()
        assert client.get(pinned("/markets", asked)).status_code == 410
    lake.close()
