"""What comes in and what goes out: a request, an answer, and a page of a list made of recorded bytes.

A page is framed around the objects' own bytes, never re-encoded; it knows the rows before it and its own cursor,
so that a fault can repeat rows or turn a walk into a loop.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from urllib.parse import parse_qsl

import msgspec
import orjson

Body: TypeAlias = bytes | msgspec.Raw
Frame: TypeAlias = Callable[[int, str | None], tuple[bytes, bytes]]  # (rows, next cursor) -> (before rows, after rows)

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str = ""
    body: bytes = b""
    values: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, method: str, path: str, query: str, body: bytes) -> "Request":
        values: dict[str, list[str]] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            values.setdefault(name, []).append(value)
        return cls(method, path, query, body, values)

    def at(self, path: str) -> "Request":
        return replace(self, path=path)

    def one(self, *names: str) -> str | None:
        """The first value that is not empty, under any of these spellings."""
        return next((value for name in names for value in self.values.get(name, ()) if value), None)

    def many(self, name: str) -> list[str]:
        """All values of a repeated parameter; empty ones are read as absent."""
        return [value for value in self.values.get(name, ()) if value]


@dataclass(frozen=True)
class Page:
    rows: Sequence[Body]
    frame: Frame
    before: Callable[[], Sequence[Body]] = tuple  # rows already sent on the page before; made only for a fault
    paged: bool = False  # one page of a list, not a whole answer
    this_cursor: str | None = None  # None: a list without cursors
    next_cursor: str | None = None

    def render(self) -> bytes:
        head, tail = self.frame(len(self.rows), self.next_cursor)
        return b"".join((head, b",".join(self.rows), tail))


@dataclass(frozen=True)
class Answer:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = JSON
    page: Page | None = None

    def also(self, **headers: str) -> "Answer":
        """The same with more headers; `_` in a name stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers=self.headers | named)


class Refused(Exception):
    """An answer other than 200, raised from wherever the reason is found."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(status)
        self.answer = Answer(encode(body), status)


def encode(value: object) -> bytes:
    return orjson.dumps(value)


def json_answer(value: object) -> Answer:
    return Answer(encode(value))


def page_answer(page: Page) -> Answer:
    return Answer(page.render(), page=page)


def derived(answer: Answer, yes: bool = True) -> Answer:
    """Say that something in this answer was made by the exchange, not recorded."""
    return answer.also(x_derived="1") if yes else answer


def array(_: int, __: str | None) -> tuple[bytes, bytes]:
    """The frame of a bare array."""
    return b"[", b"]"


def joined(bodies: Sequence[Body]) -> bytes:
    return b"".join((b"[", b",".join(bodies), b"]"))


def seal(value: object) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(encode(value)).decode()


def unseal(cursor: str) -> object:
    """What `seal` was given; None for a cursor that is not ours."""
    try:
        value: object = orjson.loads(base64.urlsafe_b64decode(cursor))
    except (binascii.Error, ValueError):
        return None
    return value
