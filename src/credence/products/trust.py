"""Trust: how far may a price be believed? A score of 0..100 at every cutoff, and at the newest hour of every live market.

build  cutoffs, features, market_registry -> trust; v1 with the weights of config/trust.yml, v2 with learned ones
read   rows of one version: that which trust_reliability calls the default, else v1
rule   a part that nobody knows is null and so is a total with too little weight behind it; the features are the newest at or
       before the moment. Question quality, manipulation and depth have no source yet and are null
v2     the weights of a month are learned from rows whose label was knowable and whose cohort was complete before it began,
       and start from those of v1; a month without enough such events has no row of v2
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..config import rules
from ..errors import InputError
from ..lake import Lake
from ..lake.lake import fetch
from ..measures.trust import PARTS, blended, fitted_weights, log_part, stability_part, weighted_total
from ..records.cutoff import ANCHORS, HORIZONS
from ..records.paging import Page, checked_limit, decode_cursor, moment, page_of, text

LATEST, NOW = "latest", "now"
VERSIONS = ("v1", "v2")
SCALING = ("present_at_least", "features_at_most_h", "liquidity", "stability")  # in the YAML and beside every score
DAY_US = 86_400_000_000

_INPUT = """
    create or replace temp table trust_input as
    with moments as (
        select market_id, event_id, venue, category, anchor, horizon, cutoff_at, cohort_at, p_yes, resolved_yes, market_type,
            clock, knowable_at
        from cutoffs
        where horizon <> 'daily' and price_status = 'priced'
        union all
        select r.market_id, r.event_id, r.venue, r.category, 'latest', 'now', f.ts, null, f.p_yes, null, null, r.clock,
            $as_of::timestamptz
        from market_registry as r
        inner join (select market_id, max(ts) as ts, arg_max(p_yes, ts) as p_yes from features group by market_id) as f
            using (market_id)
        where r.status = 'ACTIVE'
    )

    select
        row_number() over (order by m.market_id, m.anchor, m.horizon, m.cutoff_at) - 1 as row,
        dense_rank() over (order by m.event_id) - 1 as event,
        m.* replace (case when f.clock = 'received' then 'received' else m.clock end as clock),
        f.ts as features_at, f.volume_24h, f.open_interest, f.variance_24h, f.changes_24h, f.jumps_24h
    from moments as m
    asof left join features as f on f.market_id = m.market_id and f.ts <= m.cutoff_at
"""
_COLUMNS = """
    select event, epoch_us(date_trunc('month', cutoff_at)) as month, epoch_us(cohort_at) as cohort_at,
        epoch_us(knowable_at) as knowable_at, case when market_type = 'binary' then resolved_yes end as resolved_yes, p_yes,
        clock = 'received' as received, greatest(volume_24h, open_interest) as money,
        case when epoch(cutoff_at - features_at) <= $limit_s then variance_24h end as variance,
        coalesce(changes_24h, 0) as changes, coalesce(jumps_24h, 0) as jumps
    from trust_input order by row
"""
_SELECT = """
    select i.market_id, i.event_id, i.venue, i.category, i.anchor, i.horizon, i.cutoff_at, s.trust_version, s.total,
        s.weight_present, s.liquidity, s.stability, s.question_quality, s.no_manipulation, i.features_at, s.config,
        case when s.received then 'received' else i.clock end as clock, i.knowable_at
    from trust_scores as s inner join trust_input as i using (row)
"""

Columns = dict[str, NDArray[Any]]


def build(lake: Lake, connection: duckdb.DuckDBPyConnection, as_of: datetime | None = None) -> int:
    """Write the trust of everything in the lake; returns the rows.

    as_of  when the rows of live markets became known; the newest hour of features where none is given
    """
    rule = rules("trust")
    if as_of is None:
        as_of = fetch(connection, "select max(ts) as ts from features")[0]["ts"]
    connection.execute(_INPUT, {"as_of": as_of})
    columns = _arrays(connection.sql(_COLUMNS, params={"limit_s": 3600 * rule["features_at_most_h"]}).to_arrow_table())
    parts = _parts(columns, rule)
    scores = pa.concat_tables([_v1(parts, rule), *_v2(columns, parts, rule)])
    connection.register("trust_scores", scores)
    try:
        return lake.write(connection, "trust", _SELECT).rows
    finally:
        connection.unregister("trust_scores")
        connection.execute("drop table trust_input")


def read(
    lake: Lake,
    *,
    market_id: str | None = None,
    anchor: str | None = None,
    horizon: str | None = None,
    version: str | None = None,
    limit: int = 500,
    cursor: str | None = None,
) -> Page:
    """Rows of trust in the order of their keys; `meta` says which version, and whether it is the default.

    version  v1 or v2; the default where none is given
    """
    allowed = {"anchor": (*ANCHORS, LATEST), "horizon": (*HORIZONS, NOW), "version": VERSIONS}
    wanted = {"market_id": market_id, "anchor": anchor, "horizon": horizon}
    for name, value in {**wanted, "version": version}.items():
        if value is not None and name in allowed and value not in allowed[name]:
            raise InputError(name, value, " or ".join(allowed[name]))
    checked_limit(limit)
    after = decode_cursor(cursor, 4, [text, text, text, moment])
    usual = default_version(lake)
    parameters: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    conditions = [f"{name} = ${name}" for name in parameters] + ["trust_version = $version"]
    parameters["version"] = version or usual
    if after is not None:
        conditions.append("(market_id, anchor, horizon, cutoff_at) > ($m, $a, $h, $c::timestamptz)")
        parameters |= {"m": after[0], "a": after[1], "h": after[2], "c": after[3].isoformat()}
    with lake.reading("trust") as connection:
        rows = fetch(
            connection,
            f"select * from trust where {' and '.join(conditions)} "
            f"order by market_id, anchor, horizon, cutoff_at limit {limit + 1}",
            parameters,
        )
    meta = {"version": parameters["version"], "is_default": parameters["version"] == usual}
    return page_of(rows, limit, ("market_id", "anchor", "horizon", "cutoff_at"), meta=meta)


def default_version(lake: Lake) -> str:
    """v2 where trust_reliability found that it beats v1, else v1."""
    if lake.version("trust_reliability") is None:
        return VERSIONS[0]
    found = lake.rows("select distinct trust_version from trust_reliability where is_default")
    return str(found[0]["trust_version"]) if found else VERSIONS[0]


def _arrays(found: pa.Table) -> Columns:
    return {name: found[name].to_numpy() for name in found.column_names}


def _parts(columns: Columns, rule: dict[str, Any]) -> NDArray[np.float64]:
    """(n, 4) in the order of PARTS."""
    money, depth = rule["liquidity"], np.full(len(columns["event"]), np.nan)
    known = np.full((len(depth), len(PARTS)), np.nan)
    known[:, 0] = blended(
        log_part(columns["money"], money["none_at"], money["full_at"]),
        log_part(depth, money["depth_none_at"], money["depth_full_at"]),
        money["depth_weight"],
    )
    known[:, 1] = stability_part(columns["variance"], columns["jumps"], columns["changes"], **rule["stability"])
    return known


def _v1(parts: NDArray[np.float64], rule: dict[str, Any]) -> pa.Table:
    weights = [rule["weights"][name] for name in PARTS]
    told = {"version": "v1", "weights": rule["weights"], **{name: rule[name] for name in SCALING}}
    return _scored(np.arange(len(parts)), parts, weights, told, received=False)


def _v2(columns: Columns, parts: NDArray[np.float64], rule: dict[str, Any]) -> Iterator[pa.Table]:
    """The rows of each month that has something to learn from."""
    learned = rule["v2"]
    scored = ~np.isnan(columns["p_yes"]) & ~np.isnan(columns["resolved_yes"])
    prior = np.array([rule["weights"][name] for name in PARTS])
    for month in np.unique(columns["month"]):
        complete = columns["cohort_at"] <= month - learned["grace_days"] * DAY_US
        past = np.flatnonzero(scored & complete & (columns["knowable_at"] <= month))
        known = ~np.isnan(parts[past]).all(axis=0) if past.size else np.zeros(len(PARTS), bool)  # by what was seen then
        if known.sum() < 2:  # of one part there is nothing to weigh
            continue
        past = past[~np.isnan(parts[past][:, known]).any(axis=1)]
        events, rows_of = np.unique(columns["event"][past], return_counts=True)
        if len(events) < learned["events_at_least"]:
            continue
        weights = np.zeros(len(PARTS))
        own = np.searchsorted(events, columns["event"][past])
        weights[known] = fitted_weights(
            parts[past][:, known], columns["p_yes"][past], columns["resolved_yes"][past], own,
            np.digitize(columns["p_yes"][past], rule["track_record"]["price_bands"]), prior[known],
            weight=1 / rows_of[own], cells=learned["parts"], ridge=learned["ridge"],
        )  # fmt: skip
        told = {
            "version": "v2", "weights": {name: round(float(value), 6) for name, value in zip(PARTS, weights, strict=True)},
            "learned_before": datetime.fromtimestamp(month / 1e6, UTC).date().isoformat(), "events": len(events),
            "rows": len(past), **learned,
            **{name: rule[name] for name in SCALING},
        }  # fmt: skip
        rows = np.flatnonzero(columns["month"] == month)
        yield _scored(rows, parts[rows], list(weights), told, received=bool(columns["received"][past].any()))


def _scored(
    rows: NDArray[np.int64], parts: NDArray[np.float64], weights: list[float], told: dict[str, Any], *, received: bool
) -> pa.Table:
    """Totals of some rows; `told` goes into their `config`."""
    found = weighted_total(parts, weights, told["present_at_least"])
    config = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return pa.table(
        {
            "row": pa.array(rows), "trust_version": _same(told["version"], len(rows)),
            "total": pa.array(found.total, from_pandas=True), "weight_present": pa.array(found.weight_present),
            **{name: pa.array(part, from_pandas=True) for name, part in zip(PARTS, parts.T, strict=True)},
            "config": _same(config, len(rows)), "received": pa.array(np.full(len(rows), received)),
        }
    )  # fmt: skip


def _same(value: str, n: int) -> pa.Array:
    """One text n times, held once."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([value]))
