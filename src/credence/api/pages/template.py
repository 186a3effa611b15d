"""The one template: a page of plain HTML that can be read, sorted and paged without a script, with its document inside.

The application replaces what is in `#app`. Whatever comes from a venue is escaped here and nowhere else.
"""

import re
from html import escape
from typing import Any
from urllib.parse import quote

from ..parameters import CellParameters
from ..pins import PIN
from ..within import tables
from . import figures
from .assets import ICON, PLAIN_STYLE, Needed
from .document import Document
from .negotiation import Reader, address
from .plan import PARTS, PLACES
from .tables import MOST_ROWS, object_tables, rows_table, sort_links
from .words import Parts, parts, word, words

_UNSAFE = {b"<": b"\\u003c", b">": b"\\u003e", b"&": b"\\u0026", "\u2028".encode(): b"\\u2028", "\u2029".encode(): b"\\u2029"}
_LINK = re.compile(r'<a ([^>]*?)href="(/[^"#]*)"([^>]*)>')
MOST_AT_ONCE = "10000"  # rows that the API gives in one answer
DOWNLOADS = {"csv": "CSV", "parquet": "Parquet", "json": "JSON"}


def html(document: Document, needed: Needed, origin: str, taken: frozenset[str], sortable: frozenset[str]) -> bytes:
    """The whole page.

    needed    the built application; empty: the plain page says how to build it
    origin    scheme and host, for links that must be whole
    taken     parameters that the address takes
    sortable  columns by which it can be sorted
    """
    reader = document.reader
    theme = f' data-theme="{reader.theme}"' if reader.theme else ""
    body = (
        f'<div id="app"><a class="skip" href="#main">{_w(reader, "skip")}</a>{_header(document)}{_strip(document)}'
        f'<main class="page" id="main">{_top(document)}{_content(document, taken, sortable)}'
        f"{'' if needed.script else _panel(_w(reader, 'app.missing'))}</main>{_foot(document, origin)}</div>"
    )
    body = _of_same_data(body, document.asked.value(PIN))
    page = f'<!doctype html><html lang="{reader.lang}"{theme}><head>{_head(document, needed, origin)}</head><body>{body}'
    return page.encode() + (
        b'<script type="application/json" id="page">' + in_script(document.body()) + b"</script></body></html>"
    )


def _of_same_data(body: str, manifest: str) -> str:
    """Links inside the application stay with the data that the address names; one with a target leaves it."""
    if not manifest:
        return body

    def kept(link: re.Match[str]) -> str:
        before, href, after = link.groups()
        if "target=" in before + after or f"{PIN}=" in href:
            return link.group()
        return f'<a {before}href="{href}{"&amp;" if "?" in href else "?"}{PIN}={escape(quote(manifest))}"{after}>'

    return _LINK.sub(kept, body)


def in_script(body: bytes) -> bytes:
    """JSON that cannot end the element it stands in: these characters occur inside its texts only."""
    for unsafe, safe in _UNSAFE.items():
        body = body.replace(unsafe, safe)
    return body


def sentence_html(sentence: Parts) -> str:
    """A sentence with its figures and links."""
    said = []
    for part in sentence:
        text = escape(part.text)
        text = f'<a class="link" href="{escape(part.href)}">{text}</a>' if part.href else text
        said.append(f"<strong>{text}</strong>" if part.strong else text)
    return "".join(said)


def _w(reader: Reader, key: str, **places: str) -> str:
    return escape(word(reader.lang, key, **places))


def _coded(reader: Reader, key: str, **codes: str) -> str:
    """Words with hashes or addresses in them, which belong to no language."""
    said = ((escape(part.text), part.strong) for part in parts(reader.lang, key, **codes))
    return "".join(f'<code translate="no">{text}</code>' if is_code else text for text, is_code in said)


def _panel(inside: str) -> str:
    return f'<section class="panel note">{inside}</section>'


def _head(document: Document, needed: Needed, origin: str) -> str:
    title, description = escape(document.title), escape(document.description)
    whole = escape(origin + document.address)
    data = escape(_with(document, ("format", "json")))
    parts = [
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<title>{title} · Credence</title><meta name="description" content="{description}">',
        f'<link rel="canonical" href="{whole}"><link rel="alternate" type="application/json" href="{data}">',
        f'<meta property="og:title" content="{title}"><meta property="og:description" content="{description}">',
        f'<meta property="og:type" content="website"><meta property="og:url" content="{whole}">',
        '<meta property="og:site_name" content="Credence">',
        *([f'<meta property="og:image" content="{escape(origin + picture)}">'] if (picture := _picture(document)) else []),
        *(f'<script src="{early}"></script>' for early in needed.early),
        f'<link rel="icon" type="image/svg+xml" href="{ICON}">',
        *(f'<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>' for font in needed.fonts),
        *(f'<link rel="stylesheet" href="{style}">' for style in needed.styles or (PLAIN_STYLE,)),
        *(f'<link rel="modulepreload" href="{chunk}">' for chunk in needed.preloads),
    ]
    if needed.script:
        parts.append(f'<script type="module" src="{needed.script}"></script>')
    return "".join(parts)


def _picture(document: Document) -> str:
    """Address of a page's main chart; empty where it has none."""
    if document.failure:
        return ""
    if document.page.name in ("explorer", "cell"):
        return address("/scoreboard/reliability.svg", document.asked.only(*CellParameters.model_fields, PIN))
    return address(f"{document.asked.path}/price.svg", document.asked.only(PIN)) if document.page.name == "market" else ""


def _header(document: Document) -> str:
    reader = document.reader
    links = []
    for name, path, pages in PLACES:
        here = ' aria-current="page"' if document.page.name in pages and not document.failure else ""
        links.append(f'<a href="{path}"{here}>{_w(reader, f"nav.{name}")}</a>')
    asked = escape(document.asked.value("q")) if document.page.name == "search" else ""
    return (
        f'<header class="top"><a class="wordmark" href="/">Credence</a>'
        f'<nav class="places" aria-label="{_w(reader, "nav.label")}">{"".join(links)}</nav>'
        f'<form action="/search" method="get" role="search"><input class="field" type="search" name="q" value="{asked}" '
        f'aria-label="{_w(reader, "search.label")}" placeholder="{_w(reader, "search.label")}"> '
        f'<button class="button">{_w(reader, "search.button")}</button></form></header>'
    )


def _strip(document: Document) -> str:
    reader, strip = document.reader, document.strip
    lang = reader.lang
    parts = []
    if strip["simulated"]:
        parts.append(f'<strong class="chip" data-tone="warn">{_w(reader, "strip.simulated")}</strong>')
    if strip["as_of"] is None:
        parts.append(_w(reader, "strip.no_run"))
    else:
        parts.append(_w(reader, "strip.as_of", time=figures.time(strip["as_of"], lang, reader.zone)))
        tone = ' class="chip" data-tone="warn"' if strip["stale"] else ""
        parts.append(f"<span{tone}>{_w(reader, 'strip.age', age=figures.age(strip['age_seconds'], lang))}</span>")
    seen = strip["seen_share"]
    known = seen is not None
    parts.append(_w(reader, "strip.seen", share=figures.share(seen, lang)) if known else _w(reader, "strip.seen_not_known"))
    parts.append(_w(reader, "strip.gaps", n=figures.count(strip["gaps"], lang)))
    parts.append(_manifest(strip, reader))
    if strip["newer"]:
        newest = escape(address(document.asked.path, document.asked.without(PIN)))
        said = f'{_w(reader, "strip.newer")} <a class="link" href="{newest}" target="_self">{_w(reader, "strip.newest")}</a>'
        parts.append(f'<span class="chip" data-tone="warn">{said}</span>')
    how = escape(address("/how", [("address", document.address)]))
    inside = "".join(f"<span>{part}</span>" for part in parts)
    label = _w(reader, "strip.label")
    link = f'<a class="link" href="{how}">{_w(reader, "how")}</a>'
    return f'<div class="strip" role="region" aria-label="{label}">{inside}{link}</div>'


def _manifest(strip: dict[str, Any], reader: Reader) -> str:
    if strip["manifest"] is None:
        return _w(reader, "strip.no_manifest")
    return _coded(reader, "strip.manifest", hash=f"{strip['manifest'][:4]}…{strip['manifest'][-4:]}")


def _top(document: Document) -> str:
    foreign = ' lang="en"' if document.title_is_venue_text and document.reader.lang != "en" else ""
    made_up = ""
    if document.strip["simulated"]:
        made_up = f'<p class="note" role="note">{_w(document.reader, "simulated.note")}</p>'
    return f'<div><h1{foreign}>{escape(document.title)}</h1><p class="lede">{sentence_html(document.sentence)}</p>{made_up}</div>'


def _content(document: Document, taken: frozenset[str], sortable: frozenset[str]) -> str:
    if document.failure:
        return _failed(document, document.failure)
    assert document.answer is not None
    data = document.answer["data"]
    if document.page.name == "docs":
        return f'<article class="panel manual">{data["html"]}</article>'  # made by us of the manual's own files
    downloads = _downloads(document, taken)
    if isinstance(data, list):
        return f'<section class="panel">{_list(document, data, taken, sortable)}{downloads}</section>'
    picture = _picture(document)
    if picture:  # who runs scripts gets a better one, and should not fetch this
        said = escape(document.description)
        picture = f'<noscript><p><img src="{escape(picture)}" alt="{said}"></p></noscript>'
    return picture + object_tables(data, PARTS.get(document.page.name, ()), document.reader) + downloads


def _list(document: Document, rows: list[dict[str, Any]], taken: frozenset[str], sortable: frozenset[str]) -> str:
    reader, answer = document.reader, document.answer or {}
    if not rows:
        return f"<p>{_w(reader, 'table.empty')}</p>"
    n = figures.count(min(len(rows), MOST_ROWS))
    total = answer.get("total")
    lang = reader.lang
    caption = word(lang, "table.first", shown=n, n=figures.count(total)) if total else word(lang, "table.some", shown=n)
    heads = sort_links(document.asked.path, document.asked.pairs, sortable, reader.lang) if sortable else None
    table = rows_table(rows, document.page.columns, reader, caption, heads)
    if len(rows) > MOST_ROWS and "limit" in taken:  # the rest of these rows is reached in pages of this size
        link = escape(_with(document, ("limit", str(MOST_ROWS))))
        return f'{table}<p><a class="link" href="{link}">{_w(reader, "table.pages", n=str(MOST_ROWS))}</a></p>'
    cursor = answer.get("next_cursor")
    if not cursor:
        return table
    link = escape(_with(document, ("cursor", cursor)))
    return f'{table}<p><a class="link" rel="next" href="{link}">{_w(reader, "table.next")}</a></p>'


def _downloads(document: Document, taken: frozenset[str]) -> str:
    """Links to the same rows as files: those of a list, or of each table of an object."""
    data = (document.answer or {}).get("data")
    forms = DOWNLOADS if "format" in taken and isinstance(data, list) else {"json": DOWNLOADS["json"]}
    links = " ".join(
        f'<a class="link" href="{escape(_whole(document, form))}">{said}</a>' for form, said in forms.items()
    )
    inside = "".join(f"; {_table_files(document, name)}" for name in (tables(data) if isinstance(data, dict) else ()))
    return f'<p class="note">{_w(document.reader, "download.label")}: {links}{inside}</p>'


def _table_files(document: Document, name: str) -> str:
    """The name of a table inside the answer, in words where there are some, and links to it as files."""
    said = words(document.reader.lang).get(f"column.{name}")
    kept = document.asked.without("format", "table")
    to = {form: address(document.asked.path, sorted([*kept, ("format", form), ("table", name)])) for form in ("csv", "parquet")}
    links = " ".join(f'<a class="link" href="{escape(where)}">{DOWNLOADS[form]}</a>' for form, where in to.items())
    shown = escape(said) if said else f'<code translate="no">{escape(name)}</code>'
    return f"{shown} {links}"


def _whole(document: Document, form: str) -> str:
    """The address of all rows of the view as a file, not only of the page of them that is shown."""
    is_part = bool((document.answer or {}).get("next_cursor")) or bool(document.asked.value("cursor"))
    kept = document.asked.without("format", *(("limit", "cursor") if is_part else ()))
    return address(document.asked.path, sorted([*kept, ("format", form), *([("limit", MOST_AT_ONCE)] if is_part else [])]))


def _with(document: Document, pair: tuple[str, str]) -> str:
    """The same address with one parameter set."""
    return address(document.asked.path, sorted([*document.asked.without(pair[0], "format"), pair]))


def _failed(document: Document, failure: dict[str, Any]) -> str:
    reader, field = document.reader, failure.get("field")
    parts = [f"<p><strong>{escape(failure['message'])}</strong></p><p>{escape(failure['next_step'])}</p>"]
    if field:
        parts.append(f"<p>{_w(reader, 'failure.field', field=field)}</p>")
    if field and document.asked.value(field):
        link = escape(address(document.asked.path, document.asked.without(field)))
        parts.append(f'<p><a class="link" href="{link}" target="_self">{_w(reader, "failure.without")}</a></p>')
    return f'<section class="panel" role="alert">{"".join(parts)}</section>'


def _foot(document: Document, origin: str) -> str:
    reader, strip = document.reader, document.strip
    cut_off = figures.time(strip["as_of"], reader.lang, reader.zone)
    whole = strip["manifest"]
    not_known = _w(reader, "foot.manifest", hash=figures.not_known(reader.lang))
    said = (
        _coded(reader, "foot.address", address=origin + document.address),
        _w(reader, "foot.cut_off", time=cut_off),
        _coded(reader, "foot.manifest", hash=whole) if whole else not_known,
        _w(reader, "foot.advice"),
    )
    return f'<footer class="foot strip">{"".join(f"<span>{part}</span>" for part in said)}</footer>'
