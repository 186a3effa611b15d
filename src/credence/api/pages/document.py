"""The page document: the main answer and its panels, the sentence, the strip. Template and application read nothing else."""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson

from ..answers import to_json
from . import sentences
from .inside import Inside
from .negotiation import Pairs, Reader, address
from .plan import LIST, OBJECT, Asked, Page
from .words import Parts, text_of, word


@dataclass
class Document:
    """One page before it is written out."""

    page: Page
    asked: Asked
    address: str
    reader: Reader
    title: str
    title_is_venue_text: bool
    sentence: Parts
    strip: dict[str, Any]
    answer: dict[str, Any] | None  # of the main panel
    failure: dict[str, Any] | None
    panels: dict[str, dict[str, Any]]

    @property
    def description(self) -> str:
        return text_of(self.sentence)

    def body(self) -> bytes:
        """As JSON; the answers' bytes are those of their addresses."""
        return orjson.dumps(
            {
                "page": self.page.name,
                "address": self.address,
                "lang": self.reader.lang,
                "title": self.title,
                "sentence": [part.shown() for part in self.sentence],
                "strip": self.strip,
                "panels": self.panels,
                "failure": self.failure,
            }
        )


def made(
    page: Page | None, asked: Asked, main: Inside, panels: dict[str, Inside | str], strip: dict[str, Any], reader: Reader,
    defaults: dict[str, str],
) -> Document:  # fmt: skip
    """The document of an address.

    page      None: of an address without a page of its own; then the answer tells whether it is a list or an object
    panels    answers by name; a text is the address of one that is to be asked for later
    defaults  values that need not stand in an address
    """
    answer = orjson.loads(main.body)
    failure = None if main.status < 400 else answer["error"]
    found = page or (LIST if isinstance(answer.get("data"), list) else OBJECT)
    title, foreign = _title(found, answer, failure, reader.lang)
    if failure:
        sentence = sentences.of_failure(failure, asked, reader.lang)
    else:
        sentence = sentences.of_page(found.name, answer, asked, reader)
    said = {"main": _panel(main)}
    for name, one in panels.items():
        said[name] = {"address": one, "answer": None, "failure": None} if isinstance(one, str) else _panel(one)
    return Document(
        found, asked, normal_address(asked.path, asked.pairs, defaults), reader, title, foreign, sentence, strip,
        None if failure else answer, failure, said,
    )  # fmt: skip


def normal_address(path: str, pairs: Pairs, defaults: dict[str, str]) -> str:
    """The same state always has the same address: sorted, without defaults and without what belongs to the reader."""
    kept = [(name, value) for name, value in pairs if value != defaults.get(name) and name != "format"]
    return address(path, sorted(kept, key=lambda pair: pair[0]))


def tag(main: Inside, panels: dict[str, Inside | str], strip: dict[str, Any], *others: str) -> str:
    """The ETag of a page: changes with any answer in it and with the program, not with the age of the data."""
    parts = [main.address, str(main.status), *(f"{name}={_stamp(one)}" for name, one in panels.items()), _stamp(main), *others]
    parts.append(to_json({name: value for name, value in strip.items() if name != "age_seconds"}).decode())
    return f'W/"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:24]}"'


def _stamp(one: Inside | str) -> str:
    if isinstance(one, str):
        return one
    return one.header(b"etag").decode() or hashlib.sha256(one.body).hexdigest()


def _panel(one: Inside) -> dict[str, Any]:
    if one.status >= 400:
        return {"address": one.address, "answer": None, "failure": orjson.loads(one.body)["error"]}
    return {"address": one.address, "answer": orjson.Fragment(one.body), "failure": None}


def _title(page: Page, answer: dict[str, Any], failure: dict[str, Any] | None, lang: str) -> tuple[str, bool]:
    """The page's question, or the market's own words; and whether they are the venue's."""
    if failure:
        return word(lang, "failure.title"), False
    data = answer["data"]
    if page.name == "market" and data["market"].get("question"):
        return data["market"]["question"], True
    if page.name == "event" and data["event"].get("title"):
        return data["event"]["title"], True
    if page.name == "docs":
        return data["title"], False
    return word(lang, f"title.{page.name}"), False
