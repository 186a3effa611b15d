"""Answers as plain tables: a cell per column, an estimate always with its interval, venue text escaped.

Rows and objects come as the API gives them. A column whose interval stands beside it (`slope`, `slope_low`, `slope_high`, or
`miss_below`, `miss_below_se`) becomes one cell; an estimate that has none is left out here and stays in the JSON.
"""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from . import figures
from .negotiation import Pairs, Reader, address
from .words import word, words

MOST_ROWS = 50
_DEEP = 3  # levels of an object that are opened
_ESTIMATES = {  # column -> how it reads; never shown without an interval
    "brier": "score", "log_loss": "score", "slope": "slope", "slope_shrunk": "slope", "in_the_large": "slope",
    "gain": "score_difference", "p_recalibrated": "interval", "share_yes": "interval", "skill": "slope", "mcb": "score",
    "ece": "score", "ece_debiased": "score", "dsc": "score", "unc": "score", "miss_below": "interval", "miss_above": "interval",
    "closed": "interval", "open": "interval", "bias": "difference", "separation": "score", "believable": "interval",
    "log_loss_price": "score", "mcb_null": "score", "mcb_excess": "score", "against_v1": "slope", "p_calibrated": "interval",
    "winkler": "score", "pinball": "score", "trend_slope": "slope", "trend_mcb": "score", "mean_deviation": "difference",
    "auc": "score", "base_rate": "interval", "mean_price": "interval", "intercept": "slope",
}  # fmt: skip
_ENDS = {"share_yes": ("share_low", "share_high"), "p_recalibrated": ("low", "high")}  # ends that are named otherwise
_PROBABILITIES = frozenset(
    {"p_yes", "p", "price", "p_before", "q10", "q50", "q90", "bid", "ask", "mean_p", "mean_yes", "mean_no", "q10_1h", "q90_1h",
     "value"}
)  # fmt: skip
_SHARES = frozenset({"seen_share", "share", "low", "high", "range_low", "range_high", "stated"})
_WITHOUT_INTERVALS = frozenset({"corp", "corp_log_loss", "murphy", "ece"})  # decompositions: in the JSON only
_MONEY = frozenset({"volume_24h", "open_interest", "volume"})
_TEXT = frozenset({"question", "title", "statement", "detail", "sentence", "reason", "note", "meaning", "error", "verdict"})
_VENUE_TEXT = frozenset({"question", "title"})
_LINKS = {"market_id": "/markets/{}", "event_id": "/events/{}", "run_id": "/ops/runs/{}"}

Row = dict[str, Any]
Head = Callable[[str], tuple[str, str]]  # of a column: further attributes, and what stands in the cell


def rows_table(rows: Sequence[Row], columns: Sequence[str], reader: Reader, caption: str, sort: Head | None = None) -> str:
    """The first rows as a table. `columns`: which, in this order; none: all. `sort` makes the head of a column."""
    shown = [name for name in columns if _anywhere(name, rows)] or _columns(rows)
    heads = "".join(_head(name, reader.lang, sort) for name in shown)
    lines = "".join(f"<tr>{''.join(_cell(name, row, reader) for name in shown)}</tr>" for row in rows[:MOST_ROWS])
    return (
        f'<div class="scrolls" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="table">'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def object_tables(
    data: Row, first: Sequence[str], reader: Reader, name: str = "", level: int = 2, events: float | None = None
) -> str:
    """An object as tables: its plain values, its estimates, its lists; what is named in `first` comes first.

    events  how many stand behind what is in this object, where it does not say so itself
    """
    events = data.get("n_events", data.get("events", (data.get("figures") or {}).get("n_events", events)))
    said = [key for key in data if key not in first and key not in _WITHOUT_INTERVALS]
    keys = [key for key in first if key in data] + [key for key in said if name != "question" or data[key] is not None]
    head = f"<h{level}>{escape(_said(name, reader.lang))}</h{level}>" if name else ""
    plain = [key for key in keys if _is_plain(data[key]) and not _is_part(key, data) and not _bare(key, data)]
    estimates = [key for key in keys if is_estimate(data[key])]
    parts = [head, _facts(plain, data, reader), _estimates(estimates, data | {"n_events": events}, reader)]
    for key in keys:
        value = data[key]
        if isinstance(value, list) and value and isinstance(value[0], dict):
            parts.append(rows_table(_with_events(value, events), (), reader, _caption(key, len(value), reader.lang)))
        elif isinstance(value, dict) and value and not is_estimate(value) and level < 2 + _DEEP:
            parts.append(object_tables(value, (), reader, key, level + 1, events))
    inside = "".join(part for part in parts if part)
    return f'<section class="panel">{inside}</section>' if level == 2 and inside else inside


def _with_events(rows: list[Row], events: float | None) -> list[Row]:
    """Rows that do not say how many events stand behind them, with those of the object they are in."""
    said = any(name in rows[0] for name in ("n_events", "events", "n"))
    return rows if said or events is None else [row | {"n_events": events} for row in rows]


def is_estimate(value: Any) -> bool:
    """A dict with a value and its ends; a price with its quotes, which says `at` when, is observed and not estimated."""
    return isinstance(value, dict) and {"value", "low", "high"} <= set(value) and "at" not in value


def shown(name: str, value: Any, reader: Reader) -> str:
    """A single value as text, by the kind that its column's name tells."""
    if value is None:
        return figures.not_known(reader.lang)
    if isinstance(value, bool):
        return word(reader.lang, "yes" if value else "no")
    if isinstance(value, str):
        return figures.time(value, reader.lang, reader.zone) if figures.ISO.fullmatch(value) else value
    if isinstance(value, (int, float)):
        return _number(name, value, reader.lang)
    if isinstance(value, list):
        said = ", ".join(shown(name, one, reader) for one in value[:12] if not isinstance(one, (dict, list)))
        return said + (" …" if len(value) > 12 else "")
    return ", ".join(f"{key} {shown(key, one, reader)}" for key, one in value.items() if not isinstance(one, (dict, list)))


def _number(name: str, value: float, lang: str) -> str:
    if name in _PROBABILITIES:
        return figures.probability(value, lang)
    if name in _SHARES:
        return figures.share(value, lang)
    if name in _MONEY:
        return figures.money(value, lang)
    if name == "sum":
        return f"{figures.fixed(100 * value, 1)}{figures.THIN}%"
    if name == "gap":
        return figures.points(value, lang)
    if name == "seconds" or name.endswith(("_seconds", "_s")):
        return figures.age(value, lang)
    whole = isinstance(value, int) or value == int(value)
    return figures.fixed(value, 0 if whole else 1 if abs(value) >= 10 else 3)


def _head(name: str, lang: str, sort: Head | None) -> str:
    left = ' data-align="left"' if _is_left(name) else ""
    mark, inside = sort(name) if sort else ("", escape(_said(name, lang)))
    return f'<th scope="col"{left}{mark}>{inside}</th>'


def _cell(name: str, row: Row, reader: Reader) -> str:
    of = estimate_in(name, row)
    if of is not None:
        return _estimate_cell(name, of, row, reader)
    if name == "range_1h":
        known = row.get("q10_1h") is not None and row.get("q90_1h") is not None
        ends = (shown("q10_1h", row["q10_1h"], reader), shown("q90_1h", row["q90_1h"], reader)) if known else ()
        said = word(reader.lang, "range", low=ends[0], high=ends[1]) if ends else figures.not_known(reader.lang)
        return f"<td>{escape(said)}</td>"
    marks = (' data-align="left"' if _is_left(name) else "") + (" data-wrap" if name in _TEXT else "")
    return f"<td{marks}>{_inside(name, row, reader)}</td>"


def _inside(name: str, row: Row, reader: Reader) -> str:
    """What stands in a cell: the value as text, and a link where it names something."""
    value = row.get(name)
    text = escape(shown(name, value, reader))
    if name in _VENUE_TEXT and value and reader.lang != "en":
        text = f'<span lang="en">{text}</span>'
    if isinstance(value, str) and "\n" in value:
        return f"<pre>{text}</pre>"
    link = _link(name, row)
    return f'<a class="link" href="{escape(link)}">{text}</a>' if link and value is not None else text


def _estimate_cell(name: str, of: Row, row: Row, reader: Reader) -> str:
    text = figures.KINDS[_ESTIMATES.get(row.get("key", name), "score")](of, reader.lang)
    events = next((one[name] for one in (of, row) for name in ("n_events", "events", "n") if one.get(name) is not None), None)
    if text == figures.too_few(reader.lang) or events is None:  # without its events a figure says too little
        said = text if events is not None else figures.not_known(reader.lang)
        return f'<td class="few" data-few data-events="{events or 0}">{escape(said)}</td>'
    ends = f'data-estimate data-low="{of["low"]}" data-high="{of["high"]}" data-events="{events}"'
    return f"<td {ends}>{escape(text)}</td>"


def estimate_in(name: str, row: Row) -> Row | None:
    """The estimate of a column with its ends, wherever the row keeps them; None: the column is none, or is without."""
    value = row.get(name)
    if isinstance(value, dict) and is_estimate(value):
        return value
    if f"{name}_se" in row:
        error = row[f"{name}_se"]
        if value is None or error is None:
            return {"value": None, "low": None, "high": None}
        return {"value": value, "low": max(0.0, value - 1.96 * error), "high": min(1.0, value + 1.96 * error)}
    low, high = _ends(name, row)
    return {"value": value, "low": row[low], "high": row[high]} if low in row and high in row else None


def _ends(name: str, row: Row) -> tuple[str, str]:
    named = _ENDS.get(name, ("", ""))
    if named[0] in row:
        return named
    if name == "p_recalibrated" and "recalibrated_low" in row:
        return "recalibrated_low", "recalibrated_high"
    plain = name in ("share_yes", "p_recalibrated") and "low" in row
    return ("low", "high") if plain else (f"{name}_low", f"{name}_high")


def _anywhere(name: str, rows: Iterable[Row]) -> bool:
    return any(name in row or (name == "range_1h" and "q10_1h" in row) for row in rows)


def _columns(rows: Sequence[Row]) -> list[str]:
    """All columns that can be shown: not the ends of another, and no estimate without an interval."""
    names = list(dict.fromkeys(name for row in rows[:MOST_ROWS] for name in row))
    first = next(iter(rows), {})
    return [name for name in names if not _is_part(name, first) and not _bare(name, first) and _is_shown(name, rows[:MOST_ROWS])]


def _is_shown(name: str, rows: Sequence[Row]) -> bool:
    value = next((row[name] for row in rows if row.get(name) is not None), None)
    if isinstance(value, dict):
        return is_estimate(value) or name in _ESTIMATES
    return not (isinstance(value, list) and value and isinstance(value[0], (dict, list)))


def _is_part(name: str, row: Row) -> bool:
    """An end of another column."""
    for ending in ("_low", "_high", "_se"):
        stem = name.removesuffix(ending)
        if stem != name and stem in row:
            return True
    return any(name in _ends(one, row) for one in _ENDS if one in row)


def _bare(name: str, row: Row) -> bool:
    return name in _ESTIMATES and estimate_in(name, row) is None and row.get(name) is not None


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (dict, list)) or (isinstance(value, list) and bool(value) and isinstance(value[0], str))


def _facts(keys: Sequence[str], data: Row, reader: Reader) -> str:
    rows = "".join(
        f'<tr><th scope="row" data-align="left">{escape(_said(key, reader.lang) if key != "question" else key)}</th>'
        f'<td data-align="left"{" data-wrap" if _is_long(data[key]) else ""}>{_inside(key, data, reader)}</td></tr>'
        for key in keys
    )
    return _two_columns(rows, word(reader.lang, "table.facts")) if rows else ""


def _two_columns(rows: str, caption: str) -> str:
    said = escape(caption)
    return f'<div class="scrolls"><table class="table"><caption>{said}</caption><tbody>{rows}</tbody></table></div>'


def _is_long(value: Any) -> bool:
    return isinstance(value, (str, list)) and len(value) > 40


def _estimates(keys: Sequence[str], data: Row, reader: Reader) -> str:
    if not keys:
        return ""
    rows = "".join(
        f'<tr><th scope="row" data-align="left">{escape(_said(key, reader.lang))}</th>{_cell(key, data, reader)}</tr>'
        for key in keys
    )
    return _two_columns(rows, word(reader.lang, "table.estimates"))


def _caption(key: str, n: int, lang: str) -> str:
    return word(lang, "table.part", name=_said(key, lang), shown=figures.count(min(n, MOST_ROWS)), n=figures.count(n))


def _is_left(name: str) -> bool:
    return not (
        name in _PROBABILITIES | _SHARES | _MONEY or name in _ESTIMATES or name in ("n", "gap", "total", "trust", "range_1h")
        or name.startswith(("n_", "rows", "mean_")) or name.endswith(("_seconds", "_s", "expected", "received"))
    )  # fmt: skip


def _link(name: str, row: Row) -> str | None:
    if name == "question" and row.get("market_id"):
        return _LINKS["market_id"].format(address(str(row["market_id"]), []))
    if name == "title" and row.get("event_id"):
        return _LINKS["event_id"].format(address(str(row["event_id"]), []))
    if name in _LINKS and isinstance(row.get(name), str):
        return _LINKS[name].format(address(row[name], []))
    return None


def _said(name: str, lang: str) -> str:
    """The head of a column: its word where it has one, else its name."""
    return words(lang).get(f"column.{name}", name.replace("_", " "))


def sort_links(path: str, pairs: Pairs, sortable: frozenset[str], lang: str) -> Head:
    """Heads that are links: the same address sorted by the column, from the largest down at the second click."""
    now = next((value for name, value in pairs if name == "sort"), "")

    def head(name: str) -> tuple[str, str]:
        text = escape(_said(name, lang))
        if name not in sortable:
            return "", text
        other = f"-{name}" if now == name or now != f"-{name}" else name
        state = {name: "ascending", f"-{name}": "descending"}.get(now)
        kept = [(key, value) for key, value in pairs if key not in ("sort", "cursor")]
        link = escape(address(path, sorted([*kept, ("sort", other)])))
        mark = f' aria-sort="{state}"' if state else ""
        return mark, f'<a class="sort" href="{link}">{text}</a>'

    return head
