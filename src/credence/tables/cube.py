"""The cube: cube_rows as memory-mapped columns, and the rows of it that fit a filter.

lay_out  cube_rows and market_registry -> columns of the lake, one entry per row, sorted by anchor, horizon, event and market
load     the columns of the newest version; laid out in memory where a writer did not
select   filters -> a mask over one (anchor, horizon): all that a figure needs is then a few array look-ups
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..errors import InputError
from ..lake import Lake, columns

TABLE = "cube_rows"
CODED = ("venue", "category", "liquidity_bucket", "price_status", "outcome_status", "provenance", "price_source")
NUMBERS = (
    "p_yes", "p_last", "p_mean_1h", "p_trade_1h", "spread", "age_seconds", "volume_24h", "open_interest",
    "num_traders_proxy", "duration_days",
)  # fmt: skip
RANGES = {  # filter name: column
    "volume": "volume_24h", "traders": "num_traders_proxy", "duration": "duration_days", "age": "age_seconds", "spread": "spread",
}  # fmt: skip
NOBODY: tuple[str, list[str], bool] = ("", [], False)  # text, tags and kind of a market that the registry lacks
NEVER = np.iinfo(np.int64).min
WEEK_S = 7 * 86_400
MONDAY_S = 3 * 86_400  # the epoch was a Thursday

Mask = NDArray[np.bool_]

_ROWS = """
    select
        c.market_id, c.event_id, c.anchor, c.horizon,
        {coded}, {numbers},
        c.end_known = 'observed' as observed,
        c.disputed,
        coalesce(c.resolved_yes, -1)::tinyint as resolved_yes,
        epoch(c.cohort_at)::bigint as cohort_s,
        coalesce(epoch(c.resolved_at)::bigint, {never}) as resolved_s,
        (epoch(coalesce(max(c.resolved_at) over (partition by c.event_id), c.cohort_at)) + {monday})::bigint // {week} as week
    from cube_rows as c
    order by c.anchor, c.horizon, c.event_id, c.market_id -- events together: errors are sums by event
"""


@dataclass(frozen=True)
class Filters:
    """What is asked for. None: not asked. Ranges are (at least, at most), either may be None."""

    anchor: str
    horizon: str
    venue: str | None = None
    category: str | None = None
    liquidity_bucket: str | None = None
    price_source: str | None = None
    tag: str | None = None
    text: str | None = None  # part of the question or slug, without regard to case
    ends: str | None = None  # observed: only rows whose end was known beforehand; assumed: only the others
    since_s: int | None = None  # window: after this moment ...
    until_s: int | None = None  # ... up to this one
    window_by: str = "scheduled_end"  # or resolution
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Selection:
    """Rows of one (anchor, horizon) that fit; every array of length n, views or copies of the cube's columns."""

    cube: "Cube"
    start: int
    keep: Mask  # over the rows of the slice

    def column(self, name: str) -> NDArray[Any]:
        values = self.cube.arrays[name][self.start : self.start + len(self.keep)]
        return np.asarray(values) if self.keep.all() else np.asarray(values[self.keep])

    def whole_slice(self, name: str) -> NDArray[Any]:
        """A column of all rows of the moment, the filters left aside."""
        return np.asarray(self.cube.arrays[name][self.start : self.start + len(self.keep)])

    def status(self, column: str, value: str) -> Mask:
        """Which of the rows hold that value in a coded column."""
        return np.asarray(self.column(column) == self.cube.code(column, value))

    def with_values(self, column: str, value: str) -> "Selection":
        """The rows of it that hold a value in a coded column."""
        part = self.cube.arrays[column][self.start : self.start + len(self.keep)]
        return Selection(self.cube, self.start, self.keep & (part == self.cube.code(column, value)))

    def __len__(self) -> int:
        return int(self.keep.sum())


@dataclass(frozen=True, eq=False)
class Cube:
    """One version of the columns."""

    arrays: columns.Arrays
    names: dict[str, Any]

    def code(self, column: str, value: str) -> int:
        """The code of a value, -1 where no row has it."""
        values = self.names[column]
        return values.index(value) if value in values else -1

    def slices(self) -> list[tuple[str, str]]:
        """(anchor, horizon) of which there are rows."""
        return [(anchor, horizon) for anchor, horizon, _, _ in self.names["slices"]]

    def select(self, filters: Filters) -> Selection:
        """The rows that fit; none where the anchor has no such horizon."""
        start, stop = next(
            ((a, b) for anchor, horizon, a, b in self.names["slices"] if (anchor, horizon) == (filters.anchor, filters.horizon)),
            (0, 0),
        )
        keep = np.ones(stop - start, bool)
        part = slice(start, stop)
        for name in ("venue", "category", "liquidity_bucket", "price_source"):
            value = getattr(filters, name)
            if value is not None:
                keep &= self.arrays[name][part] == self.code(name, value)
        if filters.ends in ("observed", "assumed"):
            keep &= self.arrays["observed"][part] == (filters.ends == "observed")
        moments = self.arrays["resolved_s" if filters.window_by == "resolution" else "cohort_s"][part]
        if filters.since_s is not None:
            keep &= moments > filters.since_s
        if filters.until_s is not None:
            keep &= moments <= filters.until_s
        for name, (least, most) in filters.ranges.items():
            values = self.arrays[RANGES[name]][part]
            keep &= (values >= (-np.inf if least is None else least)) & (values <= (np.inf if most is None else most))
        if filters.tag is not None:
            keep &= self._tagged(filters.tag)[self.arrays["market"][part]]
        if filters.text is not None:
            keep &= self._mentioning(filters.text)[self.arrays["market"][part]]
        return Selection(self, start, keep)

    def market_ids(self, markets: NDArray[np.int64]) -> list[str]:
        """Ids of markets by their codes."""
        return [value.decode() for value in self.arrays["market_id"][markets]]

    def _tagged(self, tag: str) -> Mask:
        found = np.zeros(len(self.arrays["market_id"]), bool)
        code = self.code("tag", tag)
        if code >= 0:
            bounds = self.arrays["tag_start"]
            found[self.arrays["tag_market"][bounds[code] : bounds[code + 1]]] = True
        return found

    def _mentioning(self, text: str) -> Mask:
        """Markets whose question or slug has the text: one scan over all of it."""
        wanted = text.lower().encode()
        if not wanted.strip() or b"\n" in wanted:
            raise InputError("text", text, "some text in one line")
        starts = self.arrays["text_start"]
        found = np.zeros(len(self.arrays["market_id"]), bool)
        places = [match.start() for match in re.finditer(re.escape(wanted), self._text)]
        found[np.searchsorted(starts, np.asarray(places, np.int64), side="right") - 1] = True
        return found

    @cached_property
    def _text(self) -> bytes:
        return self.arrays["text"].tobytes()


def lay_out(lake: Lake, connection: duckdb.DuckDBPyConnection) -> int:
    """Write the columns of the newest cube_rows; returns its rows."""
    version = lake.version(TABLE)
    assert version is not None
    arrays, names = arrange(connection)
    columns.write(lake.layout, TABLE, version.number, arrays, names)
    return len(arrays["market"])


def load(lake: Lake) -> Cube:
    """The newest cube; NotBuilt where there is no cube_rows."""
    lake.require(TABLE, "market_registry")
    version = lake.version(TABLE)
    assert version is not None
    return _load(lake, str(lake.layout.root), version.number)


@lru_cache(maxsize=4)
def _load(lake: Lake, _root: str, version: int) -> Cube:
    found = columns.load(lake.layout, TABLE, version)
    if found is None:  # by a program that writes tables and no columns: slower, and the same
        with lake.reading() as connection:
            found = arrange(connection)
    return Cube(*found)


def arrange(connection: duckdb.DuckDBPyConnection) -> tuple[columns.Arrays, dict[str, Any]]:
    """All columns of cube_rows and the markets they belong to, from a connection that shows both tables."""
    query = _ROWS.format(
        coded=", ".join(f"coalesce(c.{name}, '') as {name}" for name in CODED),
        numbers=", ".join(f"c.{name}::double as {name}" for name in NUMBERS),
        never=NEVER, monday=MONDAY_S, week=WEEK_S,
    )  # fmt: skip
    rows = connection.sql(query).to_arrow_table()
    arrays: columns.Arrays = {}
    names: dict[str, Any] = {}
    for name in CODED:
        arrays[name], names[name] = _coded(rows[name], np.int16)
    market, market_ids = _coded(rows["market_id"], np.int32)
    arrays["market"], arrays["market_id"] = market, np.array([text.encode() for text in market_ids], dtype=bytes)
    arrays["event"], _ = _coded(rows["event_id"], np.int32)
    for name in NUMBERS:
        arrays[name] = rows[name].to_numpy(zero_copy_only=False).astype(np.float64)
    for name, kind in (("observed", bool), ("disputed", bool), ("resolved_yes", np.int8), ("cohort_s", np.int64),
                       ("resolved_s", np.int64), ("week", np.int32)):  # fmt: skip
        arrays[name] = rows[name].to_numpy(zero_copy_only=False).astype(kind)
    names["slices"] = _slices(rows)
    _lay_out_markets(connection, market_ids, arrays, names)
    return arrays, names


def _lay_out_markets(
    connection: duckdb.DuckDBPyConnection, market_ids: list[str], arrays: columns.Arrays, names: dict[str, Any]
) -> None:
    """Text to search and tags, by market."""
    known = {
        market_id: (f"{question or ''} {slug or ''}".replace("\n", " ").lower(), tags or [], bool(neg_risk))
        for market_id, question, slug, tags, neg_risk in connection.execute(
            "select market_id, question, slug, category_tags, neg_risk from market_registry"
        ).fetchall()
    }
    lines = [known.get(market_id, NOBODY)[0].encode() for market_id in market_ids]
    arrays["neg_risk"] = np.array([known.get(market_id, NOBODY)[2] for market_id in market_ids], bool)
    arrays["text"] = np.frombuffer(b"\n".join(lines), np.uint8)
    arrays["text_start"] = np.cumsum([0] + [len(line) + 1 for line in lines[:-1]]) if lines else np.zeros(0, np.int64)
    by_tag: dict[str, list[int]] = {}
    for code, market_id in enumerate(market_ids):
        for tag in known.get(market_id, NOBODY)[1]:
            by_tag.setdefault(tag, []).append(code)
    names["tag"] = sorted(by_tag)
    arrays["tag_start"] = np.cumsum([0] + [len(by_tag[tag]) for tag in names["tag"]])
    arrays["tag_market"] = np.array([code for tag in names["tag"] for code in by_tag[tag]], np.int32)


def _slices(rows: Any) -> list[tuple[str, str, int, int]]:
    """(anchor, horizon, first row, row after the last) of rows that are sorted by both."""
    if not rows.num_rows:
        return []
    anchor, anchors = _coded(rows["anchor"], np.int32)
    horizon, horizons = _coded(rows["horizon"], np.int32)
    edges = np.flatnonzero((np.diff(anchor) != 0) | (np.diff(horizon) != 0)) + 1
    bounds = [0, *edges.tolist(), rows.num_rows]
    return [
        (anchors[anchor[start]], horizons[horizon[start]], start, stop) for start, stop in itertools.pairwise(bounds)
    ]


def _coded(column: Any, kind: type[np.signedinteger[Any]]) -> tuple[NDArray[Any], list[str]]:
    """Codes of a text column and its values in ascending order: the same rows give the same codes."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks() if encoded.num_chunks else pa.array([], pa.string()).dictionary_encode()
    found = encoded.dictionary.to_pylist()
    order = sorted(range(len(found)), key=found.__getitem__)
    place = np.empty(len(found), kind)
    place[order] = np.arange(len(found))
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return place[codes] if len(codes) else codes.astype(kind), [found[index] for index in order]
