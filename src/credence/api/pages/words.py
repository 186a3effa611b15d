"""The words of the server's pages in English and Korean: whole sentences with named places, in config/words/."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_PLACE = re.compile(r"\{(\w+)\}")


class Part(NamedTuple):
    """A stretch of a sentence."""

    text: str
    strong: bool = False
    href: str | None = None

    def shown(self) -> dict[str, str | bool]:
        """As the page document holds it: what is not so is left out."""
        found: dict[str, str | bool] = {"text": self.text}
        if self.strong:
            found["strong"] = True
        return found | ({"href": self.href} if self.href else {})


Parts = list[Part]


@cache
def words(lang: str) -> dict[str, str]:
    """All words of a language by key."""
    text = files("credence.config").joinpath("words", f"{lang}.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def word(lang: str, key: str, **places: str) -> str:
    """One text with its places filled.

    >>> word("en", "strip.age", age="3 d")
    '3 d old'
    """
    return words(lang)[key].format(**places)


def parts(lang: str, key: str, **places: str | Part) -> Parts:
    """A sentence as parts: what is put into a place is strong unless it is a Part of its own.

    >>> [part.text for part in parts("en", "sentence.search", n="3", q=Part("tide"))]
    ['Markets that match ', 'tide', ': ', '3', '.']
    """
    found: Parts = []
    for number, piece in enumerate(_PLACE.split(words(lang)[key])):
        if number % 2 == 0:
            found += [Part(piece)] if piece else []
            continue
        given = places[piece]
        found.append(given if isinstance(given, Part) else Part(given, strong=True))
    return found


def joined(*sentences: Parts) -> Parts:
    """Sentences one after another."""
    found: Parts = []
    for sentence in sentences:
        if sentence:
            found += [Part(" "), *sentence] if found else sentence
    return found


def text_of(sentence: Parts) -> str:
    return "".join(part.text for part in sentence)


def places(text: str) -> set[str]:
    """Names of the places in a text."""
    return set(_PLACE.findall(text))
