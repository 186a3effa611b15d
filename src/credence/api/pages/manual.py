"""The manual as pages: /docs and /docs/{name}, made of the project's own Markdown files and nothing else.

Names are those of the files that lie there, so a name cannot lead to another folder. HTML inside Markdown is not let through.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ...errors import NotFound
from ..answers import Answer, one_answer
from ..asking import Ask, documented_object
from ..parameters import Nothing, Whole

router = APIRouter(tags=["docs"])

INSTALLED = Path(__file__).parents[2] / "docs"  # in a wheel, beside the package's other rooms
CHECKED_OUT = Path(__file__).parents[4] / "docs"
_WHAT = documented_object("title, html, headings [{level, id, text}] and pages [{name, title, address}]")
_NOTE = re.compile(r"<!--.*?-->\s*", re.DOTALL)


@dataclass(frozen=True)
class ManualPage:
    """One page, rendered."""

    title: str
    html: str
    headings: tuple[dict[str, Any], ...]


@router.get("/docs", responses=_WHAT)
def read_docs(ask: Ask, asked: Annotated[Whole, Query()]) -> Response:
    """The first page of the manual, and a list of all."""
    return ask.kept(lambda meta: one_answer(shown("index"), meta, None, *asked.form))


@router.get("/docs/{name}", responses=_WHAT)
def read_docs_page(ask: Ask, name: str, asked: Annotated[Whole, Query()]) -> Response:
    """One page of the manual; `words` explains the words that are used everywhere, `api` the addresses."""
    return ask.kept(lambda meta: one_answer(shown(name), meta, None, *asked.form))


@router.get("/docs/pictures/{name}.svg", include_in_schema=False)
def read_docs_picture(ask: Ask, name: str, _: Annotated[Nothing, Query()]) -> Response:
    """A picture of the manual."""
    found = {file.stem: file for file in (folder() / "pictures").glob("*.svg")}.get(name)
    if found is None:
        raise _not_there(name)
    return ask.kept(lambda _: Answer(found.read_bytes(), "image/svg+xml"))


def folder() -> Path:
    """Where the manual lies."""
    return INSTALLED if INSTALLED.is_dir() else CHECKED_OUT


def shown(name: str) -> dict[str, Any]:
    """The answer for a page. Raises NotFound."""
    files = _files()
    if name not in files:
        raise _not_there(name)
    page = _rendered(files[name], files[name].stat().st_mtime_ns)
    pages = [
        {"name": one, "title": _rendered(path, path.stat().st_mtime_ns).title, "address": _address(one)}
        for one, path in files.items()
    ]
    return {"title": page.title, "html": page.html, "headings": list(page.headings), "pages": pages}


def _files() -> dict[str, Path]:
    """Name -> file, the first page first, decisions last."""
    lying = folder()
    found = sorted(lying.glob("*.md"), key=lambda file: (file.stem != "index", file.stem)) + sorted(lying.glob("decisions/*.md"))
    return {file.stem: file for file in found}


def _address(name: str) -> str:
    return "/docs" if name == "index" else f"/docs/{name}"


def _not_there(name: str) -> NotFound:
    failure = NotFound("page of the manual", name)
    failure.next_step = "see /docs for the pages that exist"
    return failure


@cache
def _rendered(file: Path, _: int) -> ManualPage:
    """The page as it lies there; the time of the file is part of the key."""
    text = _NOTE.sub("", file.read_text(encoding="utf-8"))
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    headings: list[dict[str, Any]] = []
    taken: dict[str, int] = {}
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            said = _plain(tokens[place + 1])
            headings.append({"level": int(token.tag[1]), "id": _slug(said, taken), "text": said})
            token.attrSet("id", headings[-1]["id"])
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            token.attrs = {"data-align": str(token.attrs["style"]).removeprefix("text-align:")}
        for child in token.children or ():
            _point(child)
    title = next((one["text"] for one in headings if one["level"] == 1), file.stem)
    _drop_title(tokens)
    for one in headings[1:]:
        one["level"] = max(2, one["level"])
    html: str = markdown.renderer.render(tokens, markdown.options, {})
    return ManualPage(title, html, tuple(one for one in headings if one["level"] > 1))


def _drop_title(tokens: list[Token]) -> None:
    """The page's frame says the title already: a page has one h1."""
    start = next((place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"), None)
    if start is not None:
        del tokens[start : start + 3]
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"


def _point(token: Token) -> None:
    """Links between files become links between addresses."""
    for name in ("href", "src"):
        target = str(token.attrs.get(name, ""))
        if not target or "://" in target or target.startswith(("#", "/", "mailto:")):
            continue
        path, _, place = target.partition("#")
        if path.endswith(".md"):
            token.attrSet(name, _address(Path(path).stem) + (f"#{place}" if place else ""))
        elif path.endswith(".svg"):
            token.attrSet(name, f"/docs/pictures/{Path(path).name}")


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def _slug(text: str, taken: dict[str, int]) -> str:
    """The anchor of a heading, as links in the manual write it.

    >>> _slug("POST /tsfm/forecast: `q10`", {})
    'post-tsfmforecast-q10'
    """
    plain = re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")
    taken[plain] = taken.get(plain, 0) + 1
    return plain if taken[plain] == 1 else f"{plain}-{taken[plain] - 1}"
