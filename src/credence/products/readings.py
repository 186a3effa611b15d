"""Readings: what is said of one market now, side by side: the price, the recalibrated price, the usual range; and what was not
seen.

read  market_state, recalibrated, recalibration_evidence, forecast_band, band_coverage, trust, market_snapshot, coverage, prices
rule  now is the as_of of the newest finished run. Each reading says when it was made and what it rests on; one that is not
      there is null. A band says how bands of its kind have kept their word
"""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import duckdb

from ..config import rules
from ..errors import InputError
from ..lake import Lake
from ..lake.lake import fetch
from ..measures.enough import EVENTS
from ..tables import market_state
from ..tables.shown import shown
from ..tables.windows import newest_as_of

WINDOWS: dict[str, timedelta | None] = {
    "1d": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30), "all": None,
}  # fmt: skip
POINTS = 600  # of the price in `series`
SNAPSHOTS = 24
NORMAL = 1.96
STATED = 0.8  # what a band from q10 to q90 promises

_RECALIBRATED = """
    select r.*, e.verdict, e.statement from recalibrated as r
    left join recalibration_evidence as e using (anchor, category, horizon)
    where r.market_id = $m and r.cutoff_at <= $now::timestamptz
    order by r.cutoff_at desc, r.anchor <> 'scheduled', r.horizon limit 1
"""
_BANDS = """
    select * from forecast_band
    where market_id = $m and horizon_steps * step_seconds = 3600 and ts <= $now::timestamptz
    order by ts desc, band_calibration <> 'conformal' limit 200
"""
_SILENT = """
    select ts as since, following as until from (
        select ts, lead(ts) over (order by ts, price_kind) as following from prices
        where market_id = $m and p_yes is not null and ts >= $since::timestamptz and ts <= $now::timestamptz
            and knowable_at <= $now::timestamptz
    )
    where following - ts > to_seconds($most)
    order by ts limit 500
"""
_REPORTED = """
    select since, until, source, detail from coverage
    where status = 'gap' and list_has_any(string_split_regex(scope, '[^A-Za-z0-9_-]+'), $names)
    order by run_id desc, source, scope, detail limit 100
"""


def read(lake: Lake, market_id: str, *, window: str = "7d") -> dict[str, Any]:
    """{"readings", "trust", "snapshots", "window", "series", "gaps"} of one market.

    market_id  its own id
    window     of `series` and `gaps`: 1d, 7d, 30d or all, up to the last price
    """
    if window not in WINDOWS:
        raise InputError("window", window, " or ".join(WINDOWS))
    now = newest_as_of(lake) or market_state.FAR
    with market_state.reading(lake) as connection:
        own = {"m": market_id, "now": now.isoformat()}
        (state,) = fetch(connection, "select * from market_state where market_id = $m", {"m": market_id})
        since, until = _bounds(connection, own, window)
        return {
            "readings": {
                "price": _price(state), "recalibrated": _recalibrated(connection, own), "normal": _normal(connection, own, state),
            },
            "trust": _trust(connection, own | {"v": market_state.trust_version(lake)}),
            "snapshots": _snapshots(connection, own),
            "window": {"window": window, "since": since, "until": until},
            "series": _series(market_id, since, until),
            "gaps": _gaps(connection, own, state, since),
        }  # fmt: skip


def _price(state: dict[str, Any]) -> dict[str, Any] | None:
    if state["price"] is None:
        return None
    return {
        "value": state["price"], "low": state["bid"], "high": state["ask"], "at": state["price_at"],
        "age_seconds": state["price_age_seconds"],
    }  # fmt: skip


def _recalibrated(connection: duckdb.DuckDBPyConnection, own: dict[str, Any]) -> dict[str, Any] | None:
    """The newest recalibrated price; without a value where saying so has not helped."""
    found = fetch(connection, _RECALIBRATED, own)
    if not found:
        return None
    row = found[0]
    helps = row["verdict"] == "helps"
    value, low, high = ((row[name] if helps else None) for name in ("p_recalibrated", "low", "high"))
    told = {name: row[name] for name in ("p_yes", "cutoff_at", "anchor", "horizon", "method", "trained_on", "trained_until")}
    return {"value": value, "low": low, "high": high, "verdict": row["verdict"], "statement": row["statement"]} | told


def _normal(connection: duckdb.DuckDBPyConnection, own: dict[str, Any], state: dict[str, Any]) -> dict[str, Any] | None:
    """The range of this hour, which the price can lie outside of, else that of the coming one; and that of the coming one."""
    bands = fetch(connection, _BANDS, own)
    if not bands:
        return None
    coming = _band(connection, bands[0])
    judged = next((row for row in bands if row["ts"] == state["band_made_at"]), None)
    if judged is None or state["price"] is None:
        return coming | {"outside": None, "side": None, "next": coming}
    side = "below" if state["price"] < judged["q10"] else "above" if state["price"] > judged["q90"] else None
    return _band(connection, judged) | {"outside": side is not None, "side": side, "next": coming}


def _band(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> dict[str, Any]:
    shown_of_band = {name: row[name] for name in ("q10", "q50", "q90", "method", "model_id", "band_calibration")}
    due = row["ts"] + timedelta(seconds=row["step_seconds"] * row["horizon_steps"])
    return shown_of_band | {"made_at": row["ts"], "due_at": due, "stated": STATED, "kept": _kept(connection, row)}


def _kept(connection: duckdb.DuckDBPyConnection, band: dict[str, Any]) -> dict[str, Any]:
    """Share of outcomes inside such bands; the errors of both ends are put together as if they were independent."""
    keys = ("step_seconds", "horizon_steps", "band_calibration")
    found = fetch(
        connection,
        "select * from band_coverage where segment_by = 'all' and step_seconds = $step_seconds "
        "and horizon_steps = $horizon_steps and band_calibration = $band_calibration",
        {name: band[name] for name in keys},
    )
    if not found or found[0]["closed"] is None:
        return shown(None, None, None, 0, 0, reason="no such band has been judged yet")
    row = found[0]
    few = "" if row["n_events"] >= EVENTS else f"too few: {row['n_events']} events, {EVENTS} are needed"
    errors = (row["miss_below_se"], row["miss_above_se"])
    if None in errors:
        return shown(None, None, None, row["n"], row["n_events"], reason=few or "its error is not known")
    half = NORMAL * (errors[0] ** 2 + errors[1] ** 2) ** 0.5
    low, high = max(row["closed"] - half, 0.0), min(row["closed"] + half, 1.0)
    return shown(row["closed"], low, high, row["n"], row["n_events"], unit="event", reason=few)


def _trust(connection: duckdb.DuckDBPyConnection, own: dict[str, Any]) -> dict[str, Any] | None:
    """The newest row of trust with the weights of its parts."""
    found = fetch(
        connection,
        "select * from trust where market_id = $m and trust_version = $v and cutoff_at <= $now::timestamptz "
        "order by cutoff_at desc, anchor <> 'latest', anchor, horizon limit 1",
        own,
    )
    if not found:
        return None
    told = json.loads(found[0]["config"] or "{}")
    return found[0] | {"weights": told.get("weights", {})}


def _snapshots(connection: duckdb.DuckDBPyConnection, own: dict[str, Any]) -> list[dict[str, Any]]:
    return fetch(
        connection,
        "select * from market_snapshot where market_id = $m and ts <= $now::timestamptz and knowable_at <= $now::timestamptz "
        f"order by ts desc, data_source limit {SNAPSHOTS}",
        own,
    )


def _bounds(
    connection: duckdb.DuckDBPyConnection, own: dict[str, Any], window: str
) -> tuple[datetime | None, datetime | None]:
    """First and last moment: the last price, and the window before it."""
    (found,) = fetch(
        connection,
        "select min(ts) as first, max(ts) as last from prices "
        "where market_id = $m and p_yes is not null and ts <= $now::timestamptz and knowable_at <= $now::timestamptz",
        own,
    )
    length = WINDOWS[window]
    if found["last"] is None or length is None:
        return found["first"], found["last"]
    return max(found["first"], found["last"] - length), found["last"]


def _series(market_id: str, since: datetime | None, until: datetime | None) -> dict[str, str] | None:
    """Addresses of what is drawn of the window."""
    if since is None or until is None:
        return None
    start, name = since.isoformat().replace("+00:00", "Z"), quote(market_id, safe="")
    of_market = f"/markets/{name}"
    return {
        "prices": f"{of_market}/prices?" + urlencode({"points": POINTS, "since": start}),
        "bands": f"{of_market}/bands?" + urlencode({"since": start}),
        "breaches": "/bands/breaches?" + urlencode({"market_id": market_id, "since": start}),
        "features": f"{of_market}/features?" + urlencode({"since": start}),
    }


def _gaps(
    connection: duckdb.DuckDBPyConnection, own: dict[str, Any], state: dict[str, Any], since: datetime | None
) -> list[dict[str, Any]]:
    """What a run reported missing, and times without a price for longer than a price counts."""
    names = [state["market_id"], *([state["condition_id"]] if state["condition_id"] else []), *(state["token_ids"] or [])]
    found = fetch(connection, _REPORTED, {"names": names})
    if since is None:
        return found
    most = 3600 * float(rules("cutoffs")["daily"]["stale_after_h"])
    silent = fetch(connection, _SILENT, own | {"since": since.isoformat(), "most": most})
    return found + [row | {"source": "prices", "detail": f"no price for {_hours(row)} h"} for row in silent]


def _hours(row: dict[str, Any]) -> str:
    return f"{(row['until'] - row['since']).total_seconds() / 3600:.1f}"
