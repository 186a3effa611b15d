"""Scoreboard: how well did prices come true, by venue, category, liquidity, horizon and anchor?

build  cube_rows -> scoreboard, one row per group, weighting and kind of ends; every dimension also as its total
read   the table, or the same figures for a window of time, computed from cube_rows when asked
rule   an event counts once under weighting `event`; a group has figures with 30 effective events and 10 of each outcome
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..config import rules
from ..errors import InputError
from ..lake import Lake
from ..measures.enough import EVENTS
from ..measures.figures import SUMMARY, WEIGHTINGS, Weighting, summary, weighed
from ..records import TABLES
from ..records.cutoff import ANCHORS, HORIZONS
from ..records.paging import Page, checked_limit, decode_cursor, encode_cursor
from ..tables.known import refuse_unknown
from ..tables.windows import Window, window_of

GROUPS = ("venue", "category", "liquidity_bucket")  # each also as its total
ALWAYS = ("horizon", "anchor")
ALL = "all"
ALLOWED = {
    "liquidity_bucket": ("LOW", "MID", "HIGH", "UNKNOWN", ALL),
    "horizon": tuple(HORIZONS),
    "anchor": ANCHORS,
    "weighting": ("market", "event"),
    "ends": (ALL, "observed"),
}
STATUSES = ("priced", "stale", "none", "already_resolved")

_ROWS = """
    select venue, category, liquidity_bucket, horizon, anchor, event_id, p_yes, resolved_yes, price_status,
        outcome_status, end_known = 'observed' as observed, week
    from (
        select *, date_diff(
            'week', timestamp '1970-01-05', coalesce(max(resolved_at) over (partition by event_id), cohort_at)::timestamp
        ) as week
        from cube_rows
    )
    where {condition}
    order by market_id, anchor, horizon
"""
_WINDOWED = {
    "scheduled_end": "cohort_at > $since and cohort_at <= $until",
    "resolution": "resolved_at > $since and resolved_at <= $until",
}


@dataclass(frozen=True)
class Cells:
    """Rows of the cube as arrays, all of length n; `codes` and `names` by dimension."""

    codes: dict[str, NDArray[np.int64]]
    names: dict[str, list[str]]
    event: NDArray[np.int64]
    week: NDArray[np.int64]  # in which the last market of the event was answered
    p_yes: NDArray[np.float64]  # NaN where no price counts
    resolved_yes: NDArray[np.float64]  # NaN unless scored
    price_status: NDArray[np.int64]  # index into STATUSES
    outcome: NDArray[np.str_]
    observed: NDArray[np.bool_]

    def where(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> "Cells":
        """The rows of a mask, or of indices in their order."""
        return Cells(
            {name: code[keep] for name, code in self.codes.items()}, self.names, self.event[keep], self.week[keep],
            self.p_yes[keep], self.resolved_yes[keep], self.price_status[keep], self.outcome[keep], self.observed[keep],
        )  # fmt: skip


def build(lake: Lake, connection: duckdb.DuckDBPyConnection) -> int:
    """Write the scoreboard of everything in the lake; returns its rows."""
    rows = _score(load(connection), simulated=bool(lake.simulated))
    columns = TABLES["scoreboard"].columns
    table = pa.Table.from_pylist([{name: row[name] for name, _ in columns} for row in rows], schema=_schema())
    connection.register("scored_rows", table)
    try:
        return lake.write(connection, "scoreboard", "select * from scored_rows").rows
    finally:
        connection.unregister("scored_rows")


def read(
    lake: Lake,
    *,
    venue: str | None = None,
    category: str | None = None,
    liquidity_bucket: str | None = None,
    horizon: str | None = None,
    anchor: str | None = None,
    weighting: str | None = None,
    ends: str | None = None,
    window: str | None = None,
    window_by: str = "scheduled_end",
    limit: int = 500,
    cursor: str | None = None,
) -> Page:
    """Rows of the scoreboard that fit the filters, totals first.

    window     such as `90d`: only the cohort whose scheduled end (as known at the cutoff; the close where there is none)
               lies in that many days before as_of and a grace period back
    window_by  `resolution` takes the time of the answer instead; YES tends to come early, so it flatters YES
    """
    lake.require("scoreboard", "cube_rows")
    wanted = {
        "venue": venue, "category": category, "liquidity_bucket": liquidity_bucket, "horizon": horizon,
        "anchor": anchor, "weighting": weighting, "ends": ends,
    }  # fmt: skip
    for name, allowed in ALLOWED.items():
        if wanted[name] is not None and wanted[name] not in allowed:
            raise InputError(name, wanted[name], " or ".join(allowed))
    rows, meta = _table(lake) if window is None else _window(lake, window, window_by)
    fitting = [row for row in rows if all(value in (None, row[name]) for name, value in wanted.items())]
    if not fitting:
        for name in ("venue", "category"):
            refuse_unknown(name, wanted[name], {row[name] for row in (*rows, *_table(lake)[0])})
    (start,) = decode_cursor(cursor, 1, [_position]) or [0]
    limit = checked_limit(limit)
    more = start + limit < len(fitting)
    return Page(fitting[start : start + limit], encode_cursor([start + limit]) if more else None, len(fitting), meta)


def window_in_words(meta: dict[str, Any]) -> str:
    """What a reader must know of a window: its bounds, and the shares that have no answer or a void one."""
    by = "resolution" if meta["window_by"] == "resolution" else "scheduled end"
    since, until = (f"{meta[name]:%Y-%m-%d %H:%M}Z" for name in ("since", "until"))
    shares = [
        "none" if meta[name] is None else f"{meta[name]:.1%}" for name in ("share_unresolved", "share_void")
    ]  # fmt: skip
    words = f"window {meta['window']} by {by}: {since} to {until}, {shares[0]} of the cohort unresolved, {shares[1]} void"
    return words + (f"; {meta['warning']}" if meta["warning"] else "")


def markdown(lake: Lake) -> str:
    """The headline rows as Markdown: totals per venue, horizon and anchor; groups that show the outcome are left out."""
    rows = [
        row
        for row in _table(lake)[0]
        if row["category"] == row["liquidity_bucket"] == ALL and row["ends"] == ALL and row["venue"] != ALL
    ]
    title = "# Scoreboard" + (" (simulated)" if lake.simulated else "")
    figures = ("brier", "brier_low", "brier_high", "slope", "slope_low", "slope_high", "mcb", "p_calibrated")
    names = ("venue", "anchor", "horizon", "weighting", "n", "n_events", *figures, "n_stale", "note")
    lines = [title, "", "| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    headline = [row for row in rows if not row["outcome_visible"]]
    lines += ["| " + " | ".join(_shown(row[name]) for name in names) + " |" for row in headline]
    left_out = sum(row["outcome_visible"] for row in rows)
    lines += ["", f"{left_out} groups are left out because their prices already show the outcome."]
    lines += ["Intervals are the wider of two: by event, and by the week of the answer. A slope below 1: prices too extreme."]
    return "\n".join(lines) + "\n"


def load(connection: duckdb.DuckDBPyConnection, condition: str = "true", parameters: dict[str, Any] | None = None) -> Cells:
    """The rows of the cube that fit a condition, in the order of their keys: sums then come out the same every time."""
    table = connection.sql(_ROWS.format(condition=condition), params=parameters or {}).to_arrow_table()
    codes, names = {}, {}
    for name in (*GROUPS, *ALWAYS):
        codes[name], names[name] = _coded(table[name])
    statuses, known = _coded(table["price_status"])
    rank = np.array([STATUSES.index(status) for status in known], dtype=np.int64)
    return Cells(
        codes,
        names,
        _coded(table["event_id"])[0],
        table["week"].to_numpy(zero_copy_only=False).astype(np.int64),
        table["p_yes"].to_numpy(zero_copy_only=False).astype(np.float64),
        table["resolved_yes"].to_numpy(zero_copy_only=False).astype(np.float64),
        rank[statuses] if len(rank) else statuses,
        table["outcome_status"].to_numpy(zero_copy_only=False).astype(str),
        table["observed"].to_numpy(zero_copy_only=False).astype(bool),
    )


def _score(cells: Cells, *, simulated: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for ends, part in ((ALL, cells), ("observed", cells.where(cells.observed))):
        for size in range(len(GROUPS) + 1):
            for kept in itertools.combinations(GROUPS, size):
                rows.extend(_grouped(part, kept, ends, simulated=simulated))
    return sorted(rows, key=lambda row: tuple((row[name] != ALL, row[name]) for name in TABLES["scoreboard"].key))


def _grouped(cells: Cells, kept: tuple[str, ...], ends: str, *, simulated: bool) -> Iterator[dict[str, Any]]:
    """The rows of one choice of dimensions; the others are totals."""
    dimensions = (*kept, *ALWAYS)
    sizes = [max(len(cells.names[name]), 1) for name in dimensions]
    flat = np.ravel_multi_index(tuple(cells.codes[name] for name in dimensions), sizes)
    found, group = np.unique(flat, return_inverse=True)
    usable = (cells.price_status == 0) & ~np.isnan(cells.p_yes) & ~np.isnan(cells.resolved_yes)
    if not usable.any():
        return
    facts = _facts(cells, group, len(found), usable)
    priced, at = cells.where(usable), group[usable]
    order = np.argsort(at, kind="stable")
    bounds = np.searchsorted(at[order], np.arange(len(found) + 1))
    for index, (code, first, last) in enumerate(zip(found, bounds, bounds[1:], strict=False)):
        if first == last:
            continue
        places = np.unravel_index(code, sizes)
        labels = {name: cells.names[name][int(place)] for name, place in zip(dimensions, places, strict=True)}
        beside = {name: values[index].item() for name, values in facts.items()}
        own = priced.where(order[first:last])
        for weighting in WEIGHTINGS:
            yield _row(own, weighting, simulated=simulated, **beside) | labels | {"ends": ends}


def _row(cells: Cells, weighting: Weighting, *, simulated: bool, **beside: Any) -> dict[str, Any]:
    """One group's figures under one weighting, with what stands beside them."""
    n_events = len(np.unique(cells.event))
    shown = _summary(cells, weighting) if n_events >= EVENTS else dict.fromkeys(SUMMARY)
    few, visible = shown["brier"] is None, beside["outcome_visible"]
    notes = ["too few"] * few + ["outcome visible"] * visible + ["simulated"] * simulated
    return {
        **dict.fromkeys(GROUPS, ALL),
        "weighting": weighting,
        "n": len(cells.event),
        "n_events": n_events,
        **shown,
        **beside,
        "simulated": simulated,
        "note": ", ".join(notes),
    }


def _summary(cells: Cells, weighting: Weighting) -> dict[str, float | None]:
    return summary(weighed(cells.p_yes, cells.resolved_yes, cells.event, weighting), cells.week)


def _facts(cells: Cells, group: NDArray[np.int64], n: int, usable: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """What stands beside every score, by group."""
    rule = rules("cutoffs")["scoreboard"]

    def count(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(group[mask], minlength=n)

    stale = cells.price_status == STATUSES.index("stale")
    p, y, at = cells.p_yes[usable], cells.resolved_yes[usable], group[usable]
    rows = np.maximum(np.bincount(at, minlength=n), 1)
    edge = rule["extreme_price"]
    extreme = np.bincount(at[(p <= edge) | (p >= 1 - edge)], minlength=n) / rows
    highest_no, lowest_yes = np.full(n, -np.inf), np.full(n, np.inf)
    np.maximum.at(highest_no, at[y == 0], p[y == 0])
    np.minimum.at(lowest_yes, at[y == 1], p[y == 1])
    separated = np.isfinite(highest_no) & np.isfinite(lowest_yes) & (highest_no < lowest_yes)
    return {
        "mean_p": np.bincount(at, weights=p, minlength=n) / rows,
        "share_yes": np.bincount(at, weights=y, minlength=n) / rows,
        "n_stale": count(stale),
        "n_stale_yes": count(stale & (cells.resolved_yes == 1)),
        "n_no_price": count(cells.price_status == STATUSES.index("none")),
        "n_already_resolved": count(cells.price_status == STATUSES.index("already_resolved")),
        "n_void": count(cells.outcome == "VOID"),
        "n_unresolved": count(cells.outcome == "UNRESOLVED"),
        "share_extreme": extreme,
        "outcome_visible": (extreme > rule["outcome_visible_share"]) | separated,
    }


def _table(lake: Lake) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    version = lake.version("scoreboard")
    assert version is not None
    return _read_table(lake, str(lake.layout.root), version.number), {"window": None}


@lru_cache(maxsize=4)
def _read_table(lake: Lake, _root: str, _version: int) -> list[dict[str, Any]]:
    rows = lake.rows("select * from scoreboard")
    return sorted(rows, key=lambda row: tuple((row[name] != ALL, row[name]) for name in TABLES["scoreboard"].key))


def _window(lake: Lake, window: str, window_by: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    bounds = window_of(lake, window, window_by)
    version = lake.version("cube_rows")
    assert version is not None
    rows, shares = _read_window(lake, str(lake.layout.root), version.number, bounds, window_by)
    return rows, bounds.described(window, window_by) | shares


@lru_cache(maxsize=64)
def _read_window(
    lake: Lake, _root: str, _version: int, bounds: Window, window_by: str
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    with lake.reading("cube_rows") as connection:
        cells = load(connection, _WINDOWED[window_by], {"since": bounds.since, "until": bounds.until})
    rows = _score(cells, simulated=bool(lake.simulated)) if cells.event.size else []
    counted = cells.outcome
    return rows, {
        "share_unresolved": float((counted == "UNRESOLVED").mean()) if counted.size else None,
        "share_void": float((counted == "VOID").mean()) if counted.size else None,
    }


def _position(value: object) -> int:
    position = int(str(value))
    if position < 0:
        raise ValueError("a position in a list is not negative")
    return position


def _coded(column: Any) -> tuple[NDArray[np.int64], list[str]]:
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks() if encoded.num_chunks else pa.array([], pa.string()).dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary.to_pylist()


def _schema() -> pa.Schema:
    from ..lake.delta import arrow_schema

    return arrow_schema(TABLES["scoreboard"])


def _shown(value: object) -> str:
    return "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)
