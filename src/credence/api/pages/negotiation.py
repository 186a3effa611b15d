"""Does this request want a page? By path, `format` and Accept; and which language it is to be in."""

from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from starlette.types import Scope

PAGE, DOCUMENT = "text/html", "application/vnd.credence.page+json"
OWN = "credence.own"  # in the scope: the reader's own parameters, taken off the address
READERS_OWN = ("lang", "tz", "theme")  # never seen by routes
_MARKS = tuple(f"{name}=".encode() for name in (*READERS_OWN, "format"))
BESIDE = ("/api", "/assets", "/embed")  # and what is below them: never a page of the application
NEVER = frozenset({"/metrics", "/openapi.json", "/oembed", "/stream"})
LANGUAGES = ("en", "ko")
ZONES = ("UTC", "Asia/Seoul")
THEMES = ("light", "dark")

Pairs = list[tuple[str, str]]


class Reader(NamedTuple):
    """What belongs to the reader and not to the answer."""

    lang: str
    zone: str
    theme: str  # empty: as the system has it


def is_page_path(path: str) -> bool:
    """Whether there may be a page at this path."""
    return path not in NEVER and not path.endswith(".svg") and path.partition("/")[2].partition("/")[0] not in _BESIDE


_BESIDE = frozenset(path.removeprefix("/") for path in BESIDE)


def wanted(accept: str) -> str | None:
    """PAGE, DOCUMENT or None for data. A page must be wanted more than JSON, so that `*/*` stays JSON.

    >>> wanted("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    'text/html'
    >>> wanted("*/*"), wanted("application/json, text/html;q=0.9"), wanted("text/html;q=0")
    (None, None, None)
    """
    if "html" not in accept and "text/*" not in accept and DOCUMENT not in accept:
        return None
    ranges = _qualities(accept)
    document = ranges.get(DOCUMENT, 0.0)
    page = ranges.get(PAGE, ranges.get("text/*", ranges.get("*/*", 0.0)))
    data = ranges.get("application/json", ranges.get("application/*", ranges.get("*/*", 0.0)))
    if document and document >= max(page, data):
        return DOCUMENT
    return PAGE if page > data else None


def language(pairs: Pairs, accept_language: str) -> str:
    """`lang` of the address, else what the browser likes best, else English.

    >>> language([], "fr, ko-KR;q=0.9, en;q=0.8"), language([("lang", "en")], "ko"), language([], "")
    ('ko', 'en', 'en')
    """
    asked = next((value for name, value in pairs if name == "lang" and value in LANGUAGES), None)
    if asked:
        return asked
    liked = {name.partition("-")[0]: quality for name, quality in reversed(_qualities(accept_language).items())}
    known = {name: quality for name, quality in liked.items() if name in LANGUAGES and quality > 0}
    return max(known, key=lambda name: (known[name], name == "en")) if known else "en"


def reader(pairs: Pairs, accept_language: str) -> Reader:
    """The reader's own parameters; a value that does not exist counts as not given."""
    own = dict(pairs)
    zone, theme = own.get("tz", ""), own.get("theme", "")
    return Reader(language(pairs, accept_language), zone if zone in ZONES else "UTC", theme if theme in THEMES else "")


def touched(query: bytes) -> bool:
    """Whether a query holds anything that routes must not see: the reader's own, or the format that is the default."""
    return any(mark in query for mark in _MARKS)


def for_routes(pairs: Pairs) -> Pairs:
    """The parameters as routes see them: without the reader's own, and without `format=json`, which every route answers."""
    return [(name, value) for name, value in pairs if name not in READERS_OWN and (name, value) != ("format", "json")]


def query_of(scope: Scope) -> Pairs:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def address(path: str, pairs: Pairs) -> str:
    """Path and query as text."""
    asked = urlencode(pairs, safe=":,*", quote_via=quote)
    return quote(path, safe="/:@!$&'()*+,;=-._~") + (f"?{asked}" if asked else "")


def header(scope: Scope, name: bytes) -> str:
    """All values of a header, joined; empty where there is none."""
    return ",".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _qualities(header_text: str) -> dict[str, float]:
    """Name -> q of a header such as Accept; q outside 0..1 counts as 0."""
    found: dict[str, float] = {}
    for part in header_text.split(","):
        name, *settings = (piece.strip().lower() for piece in part.split(";"))
        given = next((setting[2:] for setting in settings if setting.startswith("q=")), "1")
        try:
            quality = float(given)
        except ValueError:
            quality = 0.0
        if name:
            found[name] = quality if 0 <= quality <= 1 else 0.0
    return found
