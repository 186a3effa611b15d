"""A request to the application from within: the same routes, guards and failures, without a socket."""

import logging
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Scope

from ..access import ALREADY_COUNTED
from ..answers import to_json
from ..failures import shape
from .negotiation import Pairs, address

log = logging.getLogger(__name__)

_LEFT_OUT = (b"accept", b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"content-length")


@dataclass
class Inside:
    """One answer."""

    address: str
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    scope: Scope = field(default_factory=dict)  # with the route that answered, where there is one

    @property
    def is_json(self) -> bool:
        return self.header(b"content-type").startswith(b"application/json")

    def header(self, name: bytes) -> bytes:
        return next((value for key, value in self.headers if key == name), b"")


async def ask(app: ASGIApp, outer: Scope, path: str, pairs: Pairs, *, counted: bool) -> Inside:
    """The JSON answer to GET path?pairs for the asker of `outer`.

    counted  the asker has paid for this request already; it does not count against the rate again

    What breaks is logged with its traceback and becomes the same answer as outside: 500 in the one shape.
    """
    said = address(path, pairs)
    _, _, query = said.partition("?")
    scope: Scope = {
        **outer,
        "method": "GET",
        "path": path,
        "raw_path": said.partition("?")[0].encode("ascii"),
        "query_string": query.encode("ascii"),
        "headers": [*((k, v) for k, v in outer["headers"] if k not in _LEFT_OUT), (b"accept", b"application/json")],
        ALREADY_COUNTED: counted,
    }
    answer = Inside(said, scope=scope)
    parts: list[bytes] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        else:
            parts.append(message.get("body", b""))

    try:
        await app(scope, _nothing_more, send)
        answer.body = b"".join(parts)
    except Exception:  # the outermost loop of one panel: the others are still shown
        log.exception("something broke while answering %s", said)
        message = f"something broke while answering {path}; it is our fault"
        answer.status, answer.headers = 500, [(b"content-type", b"application/json")]
        answer.body = to_json(shape("internal", message, "see the server's log, and tell us"))
    return answer


async def _nothing_more() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
