"""What others take from pages: embeds, pictures, oEmbed, files with their source; and the manual."""

import io
import re
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

BROWSER = {"Accept": "text/html"}
PANELS = ["reliability", "cells", "panel", "attrition", "price?market_id=1"]


@pytest.mark.parametrize("panel", PANELS)
def test_an_embed_is_small_and_may_be_framed(client, panel):
    answer = client.get(f"/embed/{panel}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    assert len(answer.content) < 40_000
    assert "<svg" in answer.text
    assert 'class="lede"' in answer.text
    link = re.search(r'<a href="([^"]+)" target', answer.text).group(1)
    assert client.get(link).status_code == 200


def test_an_embed_takes_theme_and_language(client):
    answer = client.get("/embed/reliability?theme=dark&lang=ko").text
    assert '<html lang="ko" data-theme="dark">' in answer
    assert "출처" in answer


def test_the_style_inside_a_picture_is_the_one_that_is_allowed(client):
    import base64
    import hashlib

    answer = client.get("/embed/reliability")
    style = re.search(r"<style>(.*?)</style>", answer.text).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "field"),
    [("/embed/reliability?x=1", "x"), ("/embed/price?market_id=1&category=sports", "category"),
     ("/embed/cells?market_id=1", "market_id"), ("/embed/reliability?bin=3", "bin"), ("/embed/price?market_id=1&x=1", "x")],
)  # fmt: skip
def test_an_embed_refuses_what_would_change_nothing(client, path, field):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert answer.json()["error"]["next_step"]
    path = path.partition("&")[0] if "price" in path else path.partition("?")[0] + "?tz=UTC"
    assert client.get(f"{path}&lang=ko&theme=dark").status_code == 200


def test_an_embed_that_is_not_there_says_which_are(client):
    answer = client.get("/embed/none")
    assert (answer.status_code, answer.json()["error"]["field"]) == (404, "panel")
    assert "reliability" in answer.json()["error"]["next_step"]
    assert client.get("/embed/price").json()["error"]["field"] == "market_id"


def test_the_picture_of_a_price_is_the_same_bytes_twice(client):
    first, again = client.get("/markets/1/price.svg"), client.get("/markets/1/price.svg")
    assert first.headers["content-type"] == "image/svg+xml"
    assert first.content == again.content
    assert ElementTree.fromstring(first.text).find("{http://www.w3.org/2000/svg}title").text == "Simulated: does harbour 1 open?"


def test_a_line_is_not_drawn_over_what_was_not_seen():
    from credence.api.drawing import _unbroken

    assert _unbroken([(0, 0.1), (1, 0.2), (2, 0.3), (30, 0.4), (31, 0.5)]) == [(30, 0.4), (31, 0.5)]
    assert _unbroken([(0, 0.1), (1, 0.2)]) == [(0, 0.1), (1, 0.2)]
    assert _unbroken([]) == []


def test_oembed_tells_of_frame_and_picture(client):
    found = client.get("/oembed", params={"url": "http://testserver/scoreboard/explorer?category=politics&bin=3"}).json()
    assert (found["version"], found["type"]) == ("1.0", "rich")
    frame = re.search(r'src="([^"]+)"', found["html"]).group(1)
    assert frame == "http://testserver/embed/reliability?category=politics"
    assert client.get(frame).status_code == 200
    assert client.get(found["thumbnail_url"]).headers["content-type"] == "image/svg+xml"
    assert "/embed/price?market_id=1" in client.get("/oembed", params={"url": "/markets/1"}).json()["html"]


@pytest.mark.parametrize(
    ("url", "status"), [("https://elsewhere.example/markets/1", 422), ("/coverage", 404), ("/markets/1/prices", 404)]
)
def test_oembed_knows_only_our_panels(client, url, status):
    assert client.get("/oembed", params={"url": url}).status_code == status


def test_files_say_where_their_rows_come_from(client):
    as_csv = client.get("/scoreboard?horizon=7d&format=csv")
    assert as_csv.headers["x-as-of"] == "2026-01-31T00:00:00Z"
    assert as_csv.headers["content-disposition"] == 'attachment; filename="scoreboard-2026-01-31.csv"'
    assert "x-manifest" in as_csv.headers
    assert as_csv.text.startswith("venue,"), "rows only: what reads the file needs no special case"
    as_parquet = client.get("/scoreboard?horizon=7d&format=parquet")
    metadata = {key.decode(): value.decode() for key, value in pq.read_schema(io.BytesIO(as_parquet.content)).metadata.items()}
    assert metadata["address"] == "/scoreboard"
    assert "horizon=7d" in metadata["filters"]
    assert metadata["as_of"] == "2026-01-31T00:00:00Z"
    assert '"brier"' in metadata["columns"]
    assert metadata["simulated"] == "True"


# ---------------------------------------------------------------- the manual


def test_the_manual_leads_through_itself(client):
    first = client.get("/docs").json()["data"]
    assert {"title", "html", "headings", "pages"} == set(first)
    for page in first["pages"]:
        found = client.get(page["address"]).json()["data"]
        assert found["title"] == page["title"]
        assert "<h1" not in found["html"], "the frame of a page says its title"
        for link in re.findall(r'(?:href|src)="(/[^"#]+)', found["html"]):
            assert client.get(link).status_code == 200, (page["name"], link)
        ids = {heading["id"] for heading in found["headings"]}
        for anchor in re.findall(r'href="#([^"]+)"', found["html"]):
            assert anchor in ids, (page["name"], anchor)


def test_the_manual_lets_no_markup_through(client):
    for page in client.get("/docs").json()["data"]["pages"]:
        text = client.get(page["address"]).json()["data"]["html"]
        assert not re.search(r"<script|<iframe|\sstyle=|\son\w+=|javascript:", text), page["name"]


@pytest.mark.parametrize("name", ["../README", "..%2f..%2fpyproject", "%2e%2e%2fREADME", "none", "index.md", "/etc/passwd"])
def test_only_pages_of_the_manual_can_be_asked_for(client, name):
    assert client.get(f"/docs/{name}").status_code == 404


def test_words_explains_the_words_of_the_pages(client):
    text = client.get("/docs/words").json()["data"]["html"].lower()
    for word in ("brier", "slope", "miscalibration", "separation", "trust", "band", "breach", "recalibrated", "anchor", "horizon",
                 "event", "interval", "manifest", "coverage"):  # fmt: skip
        assert f"<td>{word}" in text, word
