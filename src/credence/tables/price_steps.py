"""Prices of the lake on even grids: the last usable price of every step, stamped with the end of the step.

In   prices, read once in a stream; markets with the first stamp and the number of steps of their grid
Out  one flat array, a grid after another, nan where a step has no price of its own

A quote is a price where both sides are known and close enough, or where its only side is near 0 or 1: ask / 2 and (1 + bid) / 2.
What is no quote is its own price. Of prices of one moment a middle wins over a history, that over a trade.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from ..lake import Lake
from ..lake.engine import quoted

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BATCH_ROWS = 262_144
USABLE, ONE_SIDED, WIDE = 0, 1, 2  # what the newest row of a market was


@dataclass(frozen=True)
class Grid:
    """Grids of all markets; that of market k is prices[start[k] : start[k + 1]].

    last_ts   (markets,) microseconds of the newest usable price, 0 without one
    row_ts    of the newest row, usable or not; newest  what that row was: USABLE, ONE_SIDED or WIDE
    """

    start: Ints
    first_ts: Ints  # UTC seconds of the first stamp
    step_s: int
    prices: Floats
    spread: Floats
    last_ts: Ints
    row_ts: Ints
    newest: NDArray[np.int8]


def on_grid(
    lake: Lake, connection: duckdb.DuckDBPyConnection, market_ids: list[str], first_ts: Ints, steps: Ints, step_s: int,
    as_of: datetime, quote: dict[str, Any],
) -> Grid:  # fmt: skip
    """The grids of these markets, of rows that were knowable at `as_of`.

    first_ts  (n,) UTC seconds of the first stamp of each grid; steps  (n,) its length
    quote     spread_at_most and one_sided_within, as in config/bands.yml
    """
    start = np.concatenate([[0], np.cumsum(steps)]).astype(np.int64)
    n, cells = len(market_ids), int(start[-1])
    grid = Grid(
        start, first_ts, step_s, np.full(cells, np.nan), np.full(cells, np.nan), np.zeros(n, np.int64), np.zeros(n, np.int64),
        np.zeros(n, np.int8),
    )  # fmt: skip
    if not n:
        return grid
    newest = np.full(cells, -1, np.int64)
    since = _moment(int(first_ts.min()) - step_s)
    until = min(as_of, _moment(int((first_ts + (steps - 1) * step_s).max())))
    wanted = pa.table({"market_id": market_ids, "market": np.arange(n, dtype=np.int32)})
    connection.register("wanted_markets", wanted)
    try:
        for batch in connection.sql(_ROWS.format(prices=lake.scan("prices", since, until), since=_at(since), until=_at(until),
                                                 as_of=_at(as_of))).to_arrow_reader(BATCH_ROWS):  # fmt: skip
            columns = [np.ascontiguousarray(_plain(batch.column(at)), kind) for at, kind in enumerate(_KINDS)]
            _lay(*columns, start, first_ts, step_s, quote["spread_at_most"] + 1e-9, quote["one_sided_within"] + 1e-9, newest,
                 grid.prices, grid.spread, grid.last_ts, grid.row_ts, grid.newest)  # fmt: skip
    finally:
        connection.unregister("wanted_markets")
    return grid


_KINDS = (np.int64, np.int64, np.int64, np.float64, np.float64, np.float64)
_ROWS = """
    select w.market, epoch_us(p.ts), case p.price_kind when 'mid' then 2 when 'history' then 1 else 0 end, p.p_yes, p.bid, p.ask
    from ({prices}) as p
    inner join wanted_markets as w on w.market_id = p.market_id
    where p.ts > {since} and p.ts <= {until} and p.knowable_at <= {as_of}
"""


@njit(cache=True, nogil=True)
def _usable(p_yes, bid, ask, widest, edge):  # type: ignore[no-untyped-def]
    """(price or nan, what the row is)."""
    low, high = np.isfinite(bid), np.isfinite(ask)
    if low and high:
        return (np.nan, WIDE) if ask - bid > widest else ((bid + ask) / 2, USABLE)
    if high:
        return (ask / 2, USABLE) if ask <= edge else (np.nan, ONE_SIDED)
    if low:
        return ((1 + bid) / 2, USABLE) if bid >= 1 - edge else (np.nan, ONE_SIDED)
    return p_yes, USABLE


@njit(cache=True, nogil=True)
def _lay(  # type: ignore[no-untyped-def]
    market, ts, rank, p_yes, bid, ask, start, first_ts, step_s, widest, edge, newest, prices, spread, last_ts, row_ts, state
):
    """Every row to its step; `newest` holds the order of the row that a step has its price from."""
    for row in range(len(market)):
        k = market[row]
        at = start[k] + (ts[row] - 1 - (first_ts[k] - step_s) * 1_000_000) // (step_s * 1_000_000)
        if at < start[k] or at >= start[k + 1]:
            continue
        price, what = _usable(p_yes[row], bid[row], ask[row], widest, edge)
        if ts[row] > row_ts[k] or (ts[row] == row_ts[k] and what == USABLE):
            row_ts[k], state[k] = ts[row], what
        if not np.isfinite(price):
            continue
        last_ts[k] = max(last_ts[k], ts[row])
        order = ts[row] * 4 + rank[row]
        if order > newest[at]:
            newest[at], prices[at], spread[at] = order, price, ask[row] - bid[row]


def _plain(column: pa.Array) -> NDArray[Any]:
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _moment(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _at(moment: datetime) -> str:
    return f"timestamptz {quoted(moment.isoformat())}"
