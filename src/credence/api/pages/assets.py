"""The built application as the server sends it: which files a page needs, and /assets/... itself.

The folder is made by `npm run build`; without it pages are plain HTML with `plain.css`, which is always there. Only files
that were listed beforehand can be asked for, so a path cannot lead elsewhere.
"""

import gzip
import hashlib
import json
import mimetypes
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from starlette.responses import Response

from .plain import HEIGHT, STYLE

BUILT = Path(__file__).parent.parent / "built"
FOREVER = "public, max-age=31536000, immutable"
ENTRY, EARLY = "src/main.tsx", "src/theme.ts"  # EARLY runs before the first paint
_HASHED = re.compile(r"-[\w-]{8,}\.\w+$")
_CODINGS = (("br", ".br"), ("gzip", ".gz"))
_SQUEEZED = (".js", ".css", ".svg", ".json", ".map")


class Needed(NamedTuple):
    """What the head of a page names; empty where nothing is built."""

    early: tuple[str, ...] = ()
    script: str = ""
    preloads: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Known:
    stamp: int
    files: dict[str, Path]
    manifest: dict[str, Any]


class Assets:
    """The files of one folder. A new build is seen at the next request; safe for many threads."""

    def __init__(self) -> None:
        self._folder, self._manifest = BUILT, BUILT / ".vite" / "manifest.json"
        self._known = _Known(-1, {}, {})
        self._lock = threading.Lock()
        self._squeezed: dict[str, bytes] = {}
        self._own = {_named(name, text): (text.encode(), kind) for name, text, kind in _OWN}

    @property
    def version(self) -> str:
        """Changes when another build lies there."""
        return str(self._newest().stamp)

    def needed(self, page: str = "") -> Needed:
        """Addresses for the head. `page`: its own code is loaded early too."""
        known = self._newest()
        entry = known.manifest.get(ENTRY)
        if not entry:
            return Needed()
        chunks = [entry, *self._imports(entry)]
        own = known.manifest.get(f"src/pages/{page}/index.tsx")
        chunks += [chunk for chunk in ([own, *self._imports(own)] if own else []) if chunk not in chunks]
        early = known.manifest.get(EARLY)
        return Needed(
            early=(_address(early["file"]),) if early else (),
            script=_address(entry["file"]),
            preloads=tuple(_address(chunk["file"]) for chunk in chunks[1:]),
            styles=tuple(dict.fromkeys(_address(name) for chunk in chunks for name in chunk.get("css", ()))),
            fonts=tuple(_address(name) for name in entry.get("assets", ()) if name.endswith(".woff2")),
        )

    def respond(self, name: str, accept_encoding: str, if_none_match: str) -> Response | None:
        """The file, packed as the asker can take it; None where there is none."""
        own = self._own.get(name)
        if own:
            return _sent(own[0], own[1], FOREVER, if_none_match)
        known = self._newest()
        path = known.files.get(name)
        if path is None:
            return None
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        keep = FOREVER if _HASHED.search(name) else "no-cache"
        headers = {"Vary": "Accept-Encoding"} if path.suffix in _SQUEEZED else {}
        taken = {part.partition(";")[0].strip() for part in accept_encoding.split(",") if ";q=0" not in part.replace(" ", "")}
        for coding, ending in _CODINGS:
            beside = known.files.get(name + ending)
            if coding in taken and beside:
                return _sent(beside.read_bytes(), kind, keep, if_none_match, headers | {"Content-Encoding": coding})
        body = path.read_bytes()
        if "gzip" in taken and path.suffix in _SQUEEZED:
            key = f"{known.stamp}/{name}"
            squeezed = self._squeezed.setdefault(key, gzip.compress(body, 9, mtime=0))
            return _sent(squeezed, kind, keep, if_none_match, headers | {"Content-Encoding": "gzip"})
        return _sent(body, kind, keep, if_none_match, headers)

    def _imports(self, chunk: dict[str, Any]) -> list[dict[str, Any]]:
        """All chunks that one needs at once, itself left out."""
        found: dict[str, dict[str, Any]] = {}
        waiting = list(chunk.get("imports", ()))
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = self._newest().manifest.get(name, {})
                waiting += found[name].get("imports", ())
        return [one for one in found.values() if one.get("file")]

    def _newest(self) -> _Known:
        try:
            stamp = self._manifest.stat().st_mtime_ns
        except FileNotFoundError:
            stamp = 0
        if stamp == self._known.stamp:
            return self._known
        with self._lock:
            if stamp != self._known.stamp:
                manifest = json.loads(self._manifest.read_text(encoding="utf-8")) if stamp else {}
                files = {file.name: file for file in self._folder.iterdir() if file.is_file()} if stamp else {}
                self._squeezed = {}
                self._known = _Known(stamp, files, manifest)
        return self._known


_MARK = (  # an estimate and its interval
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" stroke="#0b62a6" stroke-width="1.6" fill="#0b62a6">'
    '<path d="M1.5 4.5v7M14.5 4.5v7M1.5 8h13"/><circle cx="8" cy="8" r="3"/></svg>'
)
_OWN = (
    ("plain", STYLE, "text/css; charset=utf-8"),
    ("height", HEIGHT, "text/javascript; charset=utf-8"),
    ("icon", _MARK, "image/svg+xml"),
)


def _named(name: str, text: str) -> str:
    ending = {"plain": "css", "height": "js", "icon": "svg"}[name]
    return f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.{ending}"


def _address(name: str) -> str:
    return f"/assets/{name}"


PLAIN_STYLE = _address(_named("plain", STYLE))
ICON = _address(_named("icon", _MARK))
HEIGHT_SCRIPT = _address(_named("height", HEIGHT))


def _sent(body: bytes, kind: str, keep: str, if_none_match: str, headers: dict[str, str] | None = None) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    sent = {"Cache-Control": keep, "ETag": tag, "X-Content-Type-Options": "nosniff"} | (headers or {})
    if tag in if_none_match:
        return Response(status_code=304, headers=sent)
    return Response(body, headers=sent, media_type=kind)
