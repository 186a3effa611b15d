"""What changed: why a figure of one run is not the figure of an earlier one.

read   two manifests and the cube_rows they name -> the difference of every figure, split into three parts that add up
rule   rows are replaced in this order, and each step's effect is its part: rows that other code or other rules made of the
       same past, labels that were corrected, data that came in. The order is stated because parts depend on it
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..lake import Lake
from ..measures.figures import WEIGHTINGS, Weighting, plain_figures
from ..records.cutoff import ANCHORS, HORIZONS
from ..tables.known import refuse_unknown_in
from ..tables.questions import BUCKETS
from ..tables.run_rows import made_differently, manifest_of, newest_finished, scan_of

TABLE = "cube_rows"
PARTS = ("code", "labels", "data")

_BOTH = """
    with one as (select market_id, event_id, p_yes, resolved_yes, outcome_status, knowable_at from ({before}) where {where}),
    two as (select market_id, event_id, p_yes, resolved_yes, outcome_status, knowable_at from ({after}) where {where})
    select
        one.event_id as event_one, two.event_id as event_two,
        one.p_yes as p_one, one.resolved_yes as y_one, two.p_yes as p_two, two.resolved_yes as y_two,
        case
            when one.event_id is not distinct from two.event_id and one.p_yes is not distinct from two.p_yes
                and one.resolved_yes is not distinct from two.resolved_yes then 'same'
            when $made_differently and coalesce(two.knowable_at <= $as_of, true) then 'code'
            when one.event_id = two.event_id and one.p_yes is not distinct from two.p_yes
                and one.outcome_status <> 'UNRESOLVED' then 'labels'
            else 'data'
        end as part
    from one
    full join two using (market_id)
    order by market_id
"""


@dataclass(frozen=True)
class _Rows:
    """Prices and labels of both runs, row by row, NaN where a run has none; and why they differ."""

    event: tuple[NDArray[np.int64], NDArray[np.int64]]
    p: tuple[NDArray[np.float64], NDArray[np.float64]]
    y: tuple[NDArray[np.float64], NDArray[np.float64]]
    part: NDArray[np.str_]


def read(
    lake: Lake,
    before: str,
    after: str | None = None,
    *,
    anchor: str = "scheduled",
    horizon: str = "24h",
    weighting: str = "event",
    venue: str | None = None,
    category: str | None = None,
    liquidity_bucket: str | None = None,
) -> dict[str, Any]:
    """The figures of two runs, and how much of each difference is code or rules, corrected labels, and new data.

    before, after  ids of finished runs; after: the newest finished one where none is given

    Refused: a run without a manifest, and one whose rows were swept away (they are kept for 45 days).
    """
    of_all = (("anchor", anchor, ANCHORS), ("horizon", horizon, tuple(HORIZONS)), ("weighting", weighting, WEIGHTINGS),
              ("liquidity_bucket", liquidity_bucket, (None, *BUCKETS)))  # fmt: skip
    for name, value, allowed in of_all:
        if value not in allowed:
            raise InputError(name, value, " or ".join(one for one in allowed if one))
    one, two = manifest_of(lake, before), manifest_of(lake, after or newest_finished(lake))
    wanted = {"anchor": anchor, "horizon": horizon, "venue": venue, "category": category, "liquidity_bucket": liquidity_bucket}
    rows = _both(lake, one, two, {name: value for name, value in wanted.items() if value is not None})
    stages = list(_stages(rows, "market" if weighting == "market" else "event"))
    figures = {
        name: {"before": stages[0][name], "after": stages[-1][name], "difference": _gap(stages[0][name], stages[-1][name])}
        | {part: _gap(a[name], b[name]) for part, a, b in zip(PARTS, stages, stages[1:], strict=False)}
        for name in stages[0]
    }
    return {
        "before": one["run_id"], "after": two["run_id"], "as_of": [one["as_of"], two["as_of"]],
        "cell": {name: value for name, value in wanted.items() if value is not None} | {"weighting": weighting},
        "made_differently": made_differently(one, two),
        "rows": {part: int((rows.part == part).sum()) for part in ("same", *PARTS)},
        "figures": figures,
    }  # fmt: skip


def _stages(rows: _Rows, weighting: Weighting) -> Iterator[dict[str, float | None]]:
    """Figures before, then after each part's rows have been replaced."""
    replaced = np.zeros(len(rows.part), bool)
    for part in ("", *PARTS):
        replaced |= rows.part == part
        p, y, event = (np.where(replaced, pair[1], pair[0]) for pair in (rows.p, rows.y, rows.event))
        usable = ~np.isnan(p) & ~np.isnan(y)
        yield plain_figures(p[usable], y[usable], event[usable], weighting)


def _both(lake: Lake, one: dict[str, Any], two: dict[str, Any], wanted: dict[str, str]) -> _Rows:
    scans = [scan_of(lake, manifest, TABLE) for manifest in (one, two)]
    where = " and ".join(f"{name} = ${name}" for name in wanted)
    query = _BOTH.format(before=scans[0], after=scans[1], where=where)
    with lake.reading() as connection:
        parameters = wanted | {
            "made_differently": bool(made_differently(one, two)), "as_of": datetime.fromisoformat(one["as_of"]),
        }  # fmt: skip
        found = connection.sql(query, params=parameters).to_arrow_table()
        if not len(found):
            names = {name: wanted.get(name) for name in ("venue", "category")}
            refuse_unknown_in(connection, f"({scans[0]} union all by name {scans[1]})", names)
    number = {name: found[name].to_numpy(zero_copy_only=False).astype(float) for name in ("p_one", "p_two", "y_one", "y_two")}
    keys = np.array([found[name].to_numpy(zero_copy_only=False).astype(str) for name in ("event_one", "event_two")])
    event = np.unique(keys, return_inverse=True)[1].reshape(keys.shape).astype(np.int64)
    part = found["part"].to_numpy(zero_copy_only=False).astype(str)
    return _Rows((event[0], event[1]), (number["p_one"], number["p_two"]), (number["y_one"], number["y_two"]), part)


def _gap(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
