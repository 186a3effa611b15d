"""The built application as the server sends it, and pages without it."""

import gzip
import json
import re

import pytest
from fastapi.testclient import TestClient

from credence.api import create_app
from credence.api.pages import assets

BROWSER = {"Accept": "text/html"}
CODE = "console.log('page');" * 200


@pytest.fixture
def built(tmp_path, monkeypatch, lake):
    """A server with a small build: one entry, a chunk, a page's chunk, a style with its packed form."""
    folder = tmp_path / "built"
    (folder / ".vite").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    for name in ("main-AbCd1234.js", "shared-AbCd1234.js", "markets-AbCd1234.js", "theme-AbCd1234.js", "plain.txt"):
        (folder / name).write_text(CODE, encoding="utf-8")
    (folder / "main-AbCd1234.css").write_text("body{}", encoding="utf-8")
    (folder / "main-AbCd1234.css.br").write_bytes(b"packed by br")
    (folder / "main-AbCd1234.css.gz").write_bytes(gzip.compress(b"body{}"))
    (folder / "inter-AbCd1234.woff2").write_bytes(b"a font")
    manifest = {
        "src/main.tsx": {
            "file": "main-AbCd1234.js",
            "css": ["main-AbCd1234.css"],
            "assets": ["inter-AbCd1234.woff2"],
            "imports": ["_shared.js"],
            "isEntry": True,
        },
        "_shared.js": {"file": "shared-AbCd1234.js"},
        "src/theme.ts": {"file": "theme-AbCd1234.js", "isEntry": True},
        "src/pages/markets/index.tsx": {"file": "markets-AbCd1234.js", "imports": ["src/main.tsx"]},
    }
    (folder / ".vite" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr(assets, "BUILT", folder)
    with TestClient(create_app(lake)) as client:
        yield client


@pytest.fixture
def bare(tmp_path, monkeypatch, lake):
    """A server of a checkout in which nothing was built."""
    monkeypatch.setattr(assets, "BUILT", tmp_path / "nothing")
    with TestClient(create_app(lake)) as client:
        yield client


def test_a_page_names_the_built_files(built):
    page = built.get("/markets", headers=BROWSER).text
    assert '<script type="module" src="/assets/main-AbCd1234.js">' in page
    assert '<script src="/assets/theme-AbCd1234.js">' in page
    assert '<link rel="stylesheet" href="/assets/main-AbCd1234.css">' in page
    assert '<link rel="preload" href="/assets/inter-AbCd1234.woff2" as="font" type="font/woff2" crossorigin>' in page
    preloads = re.findall(r'modulepreload" href="([^"]+)"', page)
    assert preloads == ["/assets/shared-AbCd1234.js", "/assets/markets-AbCd1234.js"]
    for name in re.findall(r"/assets/[\w.-]+", page):
        assert built.get(name).status_code == 200, name


def test_hashed_files_are_kept_forever_and_others_asked_again(built):
    hashed, plain = built.get("/assets/main-AbCd1234.js"), built.get("/assets/plain.txt")
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["cache-control"] == "no-cache"
    assert built.get("/assets/plain.txt", headers={"If-None-Match": plain.headers["etag"]}).status_code == 304


CODINGS = [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None)]


@pytest.mark.parametrize(("accept", "coding"), CODINGS)
def test_files_are_packed_as_the_asker_can_take_them(built, accept, coding):
    with built.stream("GET", "/assets/main-AbCd1234.css", headers={"Accept-Encoding": accept}) as answer:
        assert answer.headers.get("content-encoding") == coding
        assert "Accept-Encoding" in answer.headers["vary"]
        body = b"".join(answer.iter_raw())
    assert (gzip.decompress(body) if coding == "gzip" else body) == (b"packed by br" if coding == "br" else b"body{}")


def test_what_was_not_packed_is_packed_once(built):
    answer = built.get("/assets/main-AbCd1234.js", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["content-encoding"], answer.text) == ("gzip", CODE)


@pytest.mark.parametrize(
    "path", ["../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", ".vite/manifest.json", "..", "", "none.js", "//etc/passwd"]
)
def test_only_files_of_the_build_can_be_asked_for(built, path):
    answer = built.get(f"/assets/{path}")
    assert answer.status_code in (200, 404)
    assert "secret" not in answer.text or answer.status_code == 404
    assert "src/main.tsx" not in answer.text


def test_another_build_is_seen(built):
    before = built.get("/markets", headers=BROWSER)
    manifest = assets.BUILT / ".vite" / "manifest.json"
    (assets.BUILT / "main-NeWeR123.js").write_text("1", encoding="utf-8")
    manifest.write_text(json.dumps({"src/main.tsx": {"file": "main-NeWeR123.js"}}), encoding="utf-8")
    after = built.get("/markets", headers=BROWSER)
    assert "main-NeWeR123.js" in after.text
    assert after.headers["etag"] != before.headers["etag"]
    assert built.get("/assets/main-NeWeR123.js").status_code == 200


def test_without_a_build_the_page_is_plain_and_says_how_to_build(bare):
    page = bare.get("/markets", headers=BROWSER).text
    assert "npm run build" in page
    assert 'type="module"' not in page
    style = re.search(r'rel="stylesheet" href="([^"]+)"', page).group(1)
    answer = bare.get(style)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "Simulated: does harbour 1 open?" in page


def test_the_plain_style_is_small():
    from credence.api.pages.plain import STYLE

    assert len(gzip.compress(STYLE.encode())) < 4000
