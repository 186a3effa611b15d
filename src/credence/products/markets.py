"""Markets: the list, one market with all that is known of it, and its prices.

A market is found by any name under which it was seen: Gamma's id, condition id, token, slug, or a venue's own id.
"""

import itertools
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from ..errors import InputError, NotFound
from ..lake import Lake
from ..lake.delta import Version, scan_sql
from ..lake.engine import file_list
from ..lake.lake import fetch
from ..records import TABLES
from ..records.paging import Page, checked_limit, decode_cursor, moment, page_of, text
from ..tables import market_state
from ..tables.known import refuse_unknown_in
from ..tables.market_filters import conditions_of
from ..tables.sorted_pages import Listing, sorted_page
from ..tables.thinning import kept_places

NEAR_NAMES = 3  # suggestions for a market that is not there
HISTORY_ROWS = 500
ALL_ROWS = 10_000_000  # of one market: more than any has
STATE = {
    "liquidity_bucket": "VARCHAR", "price": "DOUBLE", "price_at": "TIMESTAMPTZ", "price_age_seconds": "DOUBLE",
    "q10_1h": "DOUBLE", "q90_1h": "DOUBLE", "outside_range": "BOOLEAN", "trust": "DOUBLE", "p_recalibrated": "DOUBLE",
    "recalibrated_low": "DOUBLE", "recalibrated_high": "DOUBLE", "recalibration_verdict": "VARCHAR", "volume_24h": "DOUBLE",
    "open_interest": "DOUBLE", "tte_seconds": "DOUBLE", "seen_share": "DOUBLE",
}  # fmt: skip
REGISTRY = dict(TABLES["market_registry"].columns)
SORTED = {name: kind for name, kind in (REGISTRY | STATE).items() if not kind.endswith("[]")}
LISTING = Listing(market_state.NAME, ", ".join(f'"{name}"' for name in REGISTRY | STATE), "market_id", SORTED)
SERIES_COLUMNS = "ts, p_yes, bid, ask, spread, price_kind, source, knowable_at"


def list_markets(
    lake: Lake,
    *,
    venue: str | None = None,
    category: str | None = None,
    status: str | None = None,
    event_id: str | None = None,
    tag: str | None = None,
    liquidity_bucket: str | None = None,
    text: str | None = None,
    outside_range: bool | None = None,
    price: str | None = None,
    trust: str | None = None,
    volume_24h: str | None = None,
    open_interest: str | None = None,
    seen_share: str | None = None,
    ends: str | None = None,
    sort: str = "market_id",
    limit: int = 100,
    cursor: str | None = None,
) -> Page:
    """Rows of market_registry, each with the newest of what is known of it (see `tables.market_state`).

    text    part of the question or the slug, in any case
    price, trust, volume_24h, open_interest, seen_share  `LEAST:MOST`; rows whose value is unknown are left out
    ends    scheduled end, `LEAST:MOST` in days from as_of
    sort    a column of SORTED, with - before it from the largest down; unknown values come last, equal ones by market_id
    """
    conditions, wanted = conditions_of(
        venue=venue, category=category, status=status, event_id=event_id, tag=tag, liquidity_bucket=liquidity_bucket, text=text,
        outside_range=outside_range, price=price, trust=trust, volume_24h=volume_24h, open_interest=open_interest,
        seen_share=seen_share, ends=ends,
    )  # fmt: skip
    with market_state.reading(lake) as connection:
        page = sorted_page(connection, LISTING, conditions, wanted, sort=sort, limit=limit, cursor=cursor)
        if not page.total:
            refuse_unknown_in(connection, LISTING.source, {"venue": venue, "category": category, "event_id": event_id})
            tags = f"(select unnest(category_tags) as tag from {LISTING.source})"
            refuse_unknown_in(connection, tags, {"tag": tag.lower() if tag else tag})
        return page


_text = text  # a filter of list_markets has that name


# ---------------------------------------------------------------- one market


def market(lake: Lake, market_id: str) -> dict[str, Any]:
    """All that is known of a market: {"market", "event", "outcome", "aliases", "history", "cutoffs", "coverage"}.

    market_id  any name of it. Raises NotFound with similar slugs.
    """
    lake.require("market_registry")
    with lake.reading() as connection:
        row = _registered(connection, market_id)
        own = {"m": row["market_id"]}
        outcome = fetch(connection, "select * from outcomes where market_id = $m", own)
        event = fetch(connection, "select * from events where event_id = $e", {"e": row["event_id"]})
        names = [row["market_id"], *([row["condition_id"]] if row["condition_id"] else []), *(row["token_ids"] or [])]
        return {
            "market": row,
            "event": event[0] if event else None,
            "outcome": outcome[0] if outcome else None,
            "aliases": fetch(connection, "select * from market_alias where market_id = $m order by kind, alias", own),
            "history": fetch(
                connection,
                f"select * from market_history where market_id = $m order by knowable_at, field limit {HISTORY_ROWS}",
                own,
            ),
            "cutoffs": fetch(
                connection, "select * from cutoffs where market_id = $m order by anchor, cutoff_at, horizon", own
            ),
            "coverage": fetch(
                connection,
                "select * from coverage where list_has_any(string_split_regex(scope, '[^A-Za-z0-9_-]+'), $names) "
                "order by run_id desc, source, scope, status, detail limit 100",
                {"names": names},
            ),
        }


def identify(lake: Lake, name: str) -> str:
    """The market's own id for any of its names. Raises NotFound with similar slugs."""
    with lake.reading("market_registry") as connection:
        return str(_registered(connection, name)["market_id"])


def _registered(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    """The registry's row of the market with this name; its own id comes before its other names."""
    rows = fetch(connection, "select * from market_registry where market_id = $name", {"name": name}) or fetch(
        connection,
        """
        select r.* from market_registry r join (
            select market_id, list_position(['gamma', 'condition', 'token', 'slug', 'native'], kind) as rank
            from market_alias where alias in ($name, lower($name))
        ) named using (market_id)
        order by rank limit 1
        """,
        {"name": name},
    )
    if rows:
        return rows[0]
    near = fetch(
        connection,
        f"""
        select slug from market_registry where slug is not null and jaro_winkler_similarity(slug, lower($name)) > 0.75
        order by jaro_winkler_similarity(slug, lower($name)) desc, slug limit {NEAR_NAMES}
        """,
        {"name": name},
    )
    failure = NotFound("market", name)
    if near:
        failure.next_step = f"did you mean {', '.join(row['slug'] for row in near)}? Otherwise {NotFound.next_step}"
    raise failure


# ---------------------------------------------------------------- prices of one market


class SeriesFiles:
    """Which files of `prices` hold a market, and how many rows each: what a server keeps between requests.

    Computed once per version of the table, by reading one column of it; about 10 bytes per market and file.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number: int | None = None
        self._places: dict[str, list[tuple[int, int]]] = {}

    def of(self, lake: Lake, version: Version, market_id: str) -> list[tuple[str, int]]:
        """(file, rows) in the order of time."""
        with self._lock:
            if self._number != version.number:
                self._places = _places(lake, version)
                self._number = version.number
            return [(version.files[place], rows) for place, rows in self._places.get(market_id, [])]


def _places(lake: Lake, version: Version) -> dict[str, list[tuple[int, int]]]:
    place_of = {name: place for place, name in enumerate(version.files)}
    with lake.reading() as connection:
        files = file_list(list(version.files))
        found = connection.execute(
            f"select market_id, filename, count(*) from read_parquet({files}, filename = true) group by all"
        ).fetchall()
    places: dict[str, list[tuple[int, int]]] = {}
    for market_id, name, rows in found:
        places.setdefault(market_id, []).append((place_of[name], rows))
    for held in places.values():
        held.sort()
    return places


def series(
    lake: Lake,
    market_id: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 5000,
    cursor: str | None = None,
    points: int | None = None,
    files: SeriesFiles | None = None,
) -> Page:
    """Prices of a market in the order of time; `market_id` is any name of it, and meta says its id.

    since, until  since <= ts < until
    points        2 .. 5,000: the whole window in so many rows at most (see `tables.thinning`), in place of pages
    files         kept between requests by a server; without it every file is asked
    """
    checked_limit(limit, 100_000)
    if points is not None and cursor is not None:
        raise InputError("cursor", cursor[:80], "not given with points: a thinned series has one page")
    after = decode_cursor(cursor, 2, [moment, _text])
    lake.require("market_registry", "prices")
    version = lake.version("prices")
    assert version is not None
    with lake.reading() as connection:
        held = files.of(lake, version, market_id) if files is not None else []
        found = market_id if held else str(_registered(connection, market_id)["market_id"])
        if files is not None:
            start = after[0] if after is not None else since
            held = held or files.of(lake, version, found)
            version = replace(version, files=_needed(held, version.files, start, until, limit if points is None else ALL_ROWS))
        conditions, wanted = ["market_id = $m"], {"m": found}
        for condition, name, value in (("ts >=", "since", since), ("ts <", "until", until)):
            if value is not None:
                conditions.append(f"{condition} ${name}::timestamptz")
                wanted[name] = _iso(value)
        if after is not None:
            conditions.append("ts >= $after::timestamptz and (ts > $after::timestamptz or price_kind > $kind)")
            wanted |= {"after": _iso(after[0]), "kind": after[1]}
        sql = (
            f"select {SERIES_COLUMNS} from ({scan_sql(TABLES['prices'], version)}) where {' and '.join(conditions)} "
            f"order by ts, price_kind limit {limit + 1 if points is None else ALL_ROWS}"
        )
        if points is not None:
            return _thinned(connection.sql(sql, params=wanted).to_arrow_table(), points, found)
        rows = fetch(connection, sql, wanted)
    return page_of(rows, limit, ("ts", "price_kind"), meta={"market_id": found})


def _thinned(whole: pa.Table, points: int, market_id: str) -> Page:
    moments = whole["ts"].cast(pa.int64()).to_numpy()
    values = whole["p_yes"].to_numpy(zero_copy_only=False).astype(np.float64)
    kept = kept_places(moments, values, points)
    rows = whole.take(kept).to_pylist()
    meta = {"market_id": market_id, "thinned": len(kept) < len(moments), "rows": len(moments)}
    return Page(rows, None, len(rows), meta)


def _needed(
    held: list[tuple[str, int]],
    all_files: tuple[str, ...],
    start: datetime | None,
    until: datetime | None,
    limit: int,
) -> tuple[str, ...]:
    """Of the files that hold a market, those with rows from `start` to `until`, and no more than fill a page.

    A file's rows lie between its own day folder and the next one.
    """
    days = sorted({day for file in all_files if (day := _day(file)) is not None})
    following = dict(itertools.pairwise(days))
    needed, rows = [], 0
    for file, count in held:
        day = _day(file)
        if day is not None and until is not None and day > until.astimezone(UTC).date():
            break
        if day is not None and start is not None and following.get(day, date.max) <= start.astimezone(UTC).date():
            continue
        needed.append(file)
        if start is None or len(needed) > 1:  # of the first file, rows before `start` do not count
            rows += count
        if rows > limit:
            break
    return tuple(needed)


def _day(file: str) -> date | None:
    """The day folder of a file: `.../dt=2026-01-31/part-1.parquet`."""
    for part in reversed(file.split("/")):
        if part.startswith("dt="):
            return date.fromisoformat(part.removeprefix("dt="))
    return None


def _iso(value: datetime) -> str:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
