"""Price histories of many markets as regular grids, and the origins that ask for bands in them.

A grid holds the last price of every step, stamped with the END of the step, carried over at most one step without a price.
It ends one step after its last row: whether a price is carried must not depend on what comes later.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ..errors import InputError
from .interface import Covariates, Floats

CARRY = 1  # steps
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Histories:
    """Grids of all markets, one after another.

    prices, spread  flat; market k lies at start[k] : start[k + 1]
    own             flat, which prices are of their own step and not carried; None where all are
    first_ts, step_s, end_ts, event   one value per market; end_ts is the scheduled end, -1 where unknown
    """

    market_ids: NDArray[Any]
    start: Ints
    first_ts: Ints
    step_s: Ints
    end_ts: Ints
    event: Ints
    prices: Floats
    spread: Floats
    own: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Origins:
    """Places in the grids of Histories: market number, index in the flat arrays, and the time."""

    market: Ints
    at: Ints
    ts: Ints


def from_rows(rows: dict[str, NDArray[Any]]) -> Histories:
    """Histories from rows with market_id, ts (UTC s), p, and where known spread, event_id, end_ts, step_s, source; in any order.

    The step of a market is what `step_s` says, else the most frequent distance of neighbouring rows among the markets of its
    `source`, else of the table. A row between two stamps belongs to the later one. Raises InputError.
    """
    p = _checked(rows)
    names, market = coded(rows["market_id"])
    ts = np.asarray(rows["ts"], np.int64)
    order = np.lexsort((ts, market)) if not _sorted(market, ts) else np.arange(len(ts))
    market, ts, p = market[order], ts[order], p[order]
    cut = np.r_[0, np.flatnonzero(np.diff(market)) + 1, len(market)] if len(market) else np.zeros(1, np.int64)
    heads = order[cut[:-1]]
    step_s = _steps(rows, ts, market, heads)
    event = _events(rows["event_id"][heads]) if "event_id" in rows else np.arange(len(names))
    end_ts = np.nan_to_num(np.asarray(rows["end_ts"][heads], float), nan=-1.0) if "end_ts" in rows else np.full(len(names), -1)
    end_ts = np.where(end_ts > 0, end_ts, [named_end(str(name)) for name in names]).astype(np.int64)
    spread = np.asarray(rows["spread"], float)[order] if "spread" in rows else np.full(len(ts), np.nan)
    first_ts = ts[cut[:-1]]
    start = np.r_[0, np.cumsum(-(-(ts[cut[1:] - 1] - first_ts) // step_s) + 1 + CARRY)]
    prices, quoted = np.full(start[-1], np.nan), np.full(start[-1], np.nan)
    _lay(ts, p, spread, cut, start, step_s, prices, quoted)
    own = np.isfinite(prices)
    carry(prices, start)
    return Histories(names, start, first_ts, step_s, end_ts, event.astype(np.int64), prices, quoted, own)


def _checked(rows: dict[str, NDArray[Any]]) -> Floats:
    """The prices of rows that can be read; the first that cannot is named."""
    for name in ("market_id", "ts", "p"):
        if name not in rows:
            raise InputError("histories", sorted(rows), f"a table with the column {name}")
    p, ts = np.asarray(rows["p"], float), np.asarray(rows["ts"])
    with np.errstate(invalid="ignore"):
        wrong = {"p": (~((p >= 0) & (p <= 1)) & ~np.isnan(p), "a price from 0 to 1, or null")}
    if ts.dtype.kind == "f":
        wrong["ts"] = (~np.isfinite(ts), "whole seconds since 1970, UTC")
    if "step_s" in rows:
        wrong["step_s"] = (~(np.asarray(rows["step_s"], float) >= 1), "a number of seconds, 1 or more")
    for name, (rows_wrong, allowed) in wrong.items():
        if rows_wrong.any():
            at = int(np.flatnonzero(rows_wrong)[0])
            raise InputError(f"{name} of history row {at}", np.asarray(rows[name])[at].item(), allowed)
    return p


def _events(names: NDArray[Any]) -> Ints:
    """A number per event; a market that names none is its own."""
    known = np.asarray([name is not None and name == name for name in names], bool)  # noqa: PLR0124  (nan is no name)
    out = np.arange(len(names))
    if known.any():
        out[known] = len(names) + coded(names[known])[1]
    return np.unique(out, return_inverse=True)[1].astype(np.int64)


def coded(names: NDArray[Any]) -> tuple[NDArray[Any], Ints]:
    """Sorted distinct names, and the number of each row's name among them. Raises InputError for a row without one."""
    import pyarrow as pa

    try:
        words = pa.array(np.asarray(names, object), from_pandas=True).cast(pa.string()).dictionary_encode()
    except pa.ArrowException as error:
        raise InputError("market_id", str(error)[:80], "text") from error
    if words.null_count:
        at = int(np.flatnonzero(words.indices.is_null().to_numpy(zero_copy_only=False))[0])
        raise InputError(f"market_id of row {at}", None, "the name of a market")
    distinct = np.asarray(words.dictionary.to_numpy(zero_copy_only=False), object).astype(str)
    order = np.argsort(distinct, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return distinct[order], rank[words.indices.to_numpy(zero_copy_only=False)]


def named_end(name: str) -> int:
    """The end of the day in a name such as nba-mem-nop-2026-01-30-points, in New York, as UTC s; -1 where none is stated."""
    found = re.search(r"(20\d\d)-(\d\d)-(\d\d)(?!\d)", name)
    if not found:
        return -1
    try:
        year, month, date = (int(part) for part in found.groups())
        day = dt.datetime(year, month, date, tzinfo=dt.UTC)
    except ValueError:
        return -1
    return int(day.timestamp()) + 28 * 3600


def _sorted(market: Ints, ts: Ints) -> bool:
    step = np.diff(market)
    return bool(np.all((step > 0) | ((step == 0) & (np.diff(ts) >= 0))))


def _steps(rows: dict[str, NDArray[Any]], ts: Ints, market: Ints, heads: Ints) -> Ints:
    """Seconds between stamps, per market."""
    if "step_s" in rows:
        return np.asarray(rows["step_s"][heads], np.int64)
    group = coded(rows["source"][heads])[1] if "source" in rows else np.zeros(len(heads), np.int64)
    apart, same = np.diff(ts), np.diff(market) == 0
    out = np.full(len(heads), 300, np.int64)
    for number in range(int(group.max(initial=-1)) + 1):
        mine = apart[same & (group[market[1:]] == number) & (apart > 0)]
        if len(mine):
            values, counts = np.unique(mine, return_counts=True)
            out[group == number] = values[np.argmax(counts)]
    return out


@njit(cache=True)
def _lay(ts, p, spread, cut, start, step_s, prices, quoted):  # type: ignore[no-untyped-def]
    for k in range(len(cut) - 1):
        first = ts[cut[k]]
        for row in range(cut[k], cut[k + 1]):
            at = start[k] + (ts[row] - first + step_s[k] - 1) // step_s[k]
            if at < start[k + 1] and np.isfinite(p[row]):
                prices[at], quoted[at] = p[row], spread[row]


@njit(cache=True)
def carry(prices, start):  # type: ignore[no-untyped-def]
    """One step is carried over, in place, never two: a price carried is no price of its own."""
    for k in range(len(start) - 1):
        own = False
        for at in range(start[k], start[k + 1]):
            if np.isfinite(prices[at]):
                own = True
            elif own:
                prices[at] = prices[at - 1]
                own = False


def locate(histories: Histories, market_id: NDArray[Any], ts: NDArray[Any]) -> Origins:
    """Where these moments lie. Raises InputError, which names the row, for an unknown market or a moment off its grid."""
    distinct, code = coded(market_id)
    moments = np.asarray(ts, np.int64)
    place = np.searchsorted(histories.market_ids, distinct)
    known = np.isin(distinct, histories.market_ids)
    unknown = np.flatnonzero(~known[code])
    if len(unknown):
        raise InputError(f"market_id of origin row {unknown[0]}", str(distinct[code[unknown[0]]]), "a market of the histories")
    market = place[code]
    at = histories.start[market] + (moments - histories.first_ts[market]) // histories.step_s[market]
    off = np.flatnonzero((at < histories.start[market]) | (at >= histories.start[market + 1]))
    if len(off):
        raise InputError(f"ts of origin row {off[0]}", int(moments[off[0]]), "a moment within the market's history")
    return Origins(market.astype(np.int64), at.astype(np.int64), moments)


def targets(histories: Histories, origins: Origins, horizon_s: Ints) -> Floats:
    """The price of the grid after the horizon, nan where it has none."""
    at = origins.at + horizon_s // histories.step_s[origins.market]
    inside = at < histories.start[origins.market + 1]
    return np.where(inside, histories.prices[np.minimum(at, len(histories.prices) - 1)], np.nan)


def outcomes(histories: Histories, origins: Origins, horizon_s: Ints) -> tuple[Floats, Ints]:
    """The targets that may be learned from, nan where there is none, and the moment at which each was one.

    A price of its own step is known at once. A carried one is an outcome only if the market went on, which its next price shows:
    at the end of a history it would pass for a price that did not change.
    """
    y = targets(histories, origins, horizon_s)
    step = histories.step_s[origins.market]
    at = np.minimum(origins.at + horizon_s // step, histories.start[origins.market + 1] - 1)
    ahead = np.zeros(len(histories.prices), np.int64)
    if histories.own is not None:
        _to_own(histories.own, histories.start, ahead)
    return np.where(ahead[at] < 0, np.nan, y), origins.ts + (horizon_s // step + np.maximum(ahead[at], 0)) * step


@njit(cache=True)
def _to_own(own, start, out):  # type: ignore[no-untyped-def]
    """Steps to the next price of its own at or after each step, -1 where there is none."""
    for k in range(len(start) - 1):
        steps = -1
        for at in range(start[k + 1] - 1, start[k] - 1, -1):
            if own[at]:
                steps = 0
            elif steps >= 0:
                steps += 1
            out[at] = steps


@njit(cache=True)
def _hourly_scale(prices, start, step_s, out):  # type: ignore[no-untyped-def]
    """Root of the variance of an hour (half-life one hour) relative to sqrt(p (1 - p)), at every step of every grid."""
    for k in range(len(start) - 1):
        decay = 0.5 ** (step_s[k] / 3600.0)
        total = weight = 0.0
        for at in range(start[k] + 1, start[k + 1]):
            change = prices[at] - prices[at - 1]
            total, weight = total * decay, weight * decay
            if np.isfinite(change):
                total += change * change
                weight += 1.0
                p = min(max(prices[at], 0.0025), 0.9975)
                out[at] = np.sqrt(total / weight * 3600.0 / step_s[k] / (p * (1 - p)))


@njit(cache=True)
def _siblings(scale, start, first_ts, step_s, order, market, ts, window_s, out):  # type: ignore[no-untyped-def]
    """Mean scale of the event's other markets, each at its newest step not after the origin and not older than an hour.

    order  markets sorted by event, with the bounds of each event's group in its second row
    """
    for row in range(len(market)):
        total, n = 0.0, 0
        for place in range(order[1, market[row]], order[2, market[row]]):
            other = order[0, place]
            if other == market[row] or n >= 64:
                continue
            i = (ts[row] - first_ts[other]) // step_s[other]
            if i < 0:
                continue
            j = min(start[other] + i, start[other + 1] - 1)
            stale = i - (j - start[other])
            while j > start[other] and not np.isfinite(scale[j]) and stale * step_s[other] < window_s:
                j -= 1
                stale += 1
            if stale * step_s[other] < window_s and np.isfinite(scale[j]):
                total += scale[j]
                n += 1
        if n > 0:
            out[row] = total / n


def sibling_scales(histories: Histories, origins: Origins) -> Floats:
    """Covariates.sibling_scale for every origin; nan for a market without other markets in its event."""
    scale = np.full(len(histories.prices), np.nan)
    _hourly_scale(histories.prices, histories.start, histories.step_s, scale)
    n = len(histories.market_ids)
    by_event = np.argsort(histories.event, kind="stable")
    ordered = histories.event[by_event]
    groups = np.zeros((3, n), np.int64)
    groups[0] = by_event
    groups[1] = np.searchsorted(ordered, histories.event, "left")
    groups[2] = np.searchsorted(ordered, histories.event, "right")
    out = np.full(len(origins.market), np.nan)
    _siblings(scale, histories.start, histories.first_ts, histories.step_s, groups, origins.market, origins.ts, 3600, out)
    return out


def covariates(histories: Histories, origins: Origins) -> Covariates:
    """What the histories tell beside the prices, at each origin."""
    end = histories.end_ts[origins.market]
    return Covariates(
        origin_ts=origins.ts,
        hours_to_end=np.where(end > 0, (end - origins.ts) / 3600.0, np.nan),
        spread=histories.spread[origins.at],
        sibling_scale=sibling_scales(histories, origins),
    )
