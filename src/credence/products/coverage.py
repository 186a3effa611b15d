"""Coverage: what was asked for, and what did not come. One row per thing that a run asked for."""

from typing import Any

from ..errors import InputError
from ..lake import Lake
from ..records.ledger import CoverageStatus
from ..records.paging import Page, checked_limit, decode_cursor, page_of, text
from ..tables.known import refuse_unknown

SEEN = """
    select sum(least(received, expected)) filter (counted)::double / nullif(sum(expected) filter (counted), 0) as seen_share,
           count(*) filter (status = 'gap') as gaps
    from (select *, expected is not null and received is not null as counted from coverage where run_id = $run_id)
"""
KEY = ("run_id", "source", "scope", "status", "detail")


def read(
    lake: Lake,
    *,
    run_id: str | None = None,
    source: str | None = None,
    status: str | None = None,
    limit: int = 500,
    cursor: str | None = None,
) -> Page:
    """Rows of the ledger, newest run first; meta counts all of them by status."""
    if status is not None and status not in list(CoverageStatus):
        raise InputError("status", status, "one of " + ", ".join(CoverageStatus))
    checked_limit(limit)
    lake.require("coverage")
    wanted: dict[str, Any] = {
        name: value for name, value in (("run_id", run_id), ("source", source), ("status", status)) if value is not None
    }
    where = " and ".join(f"{name} = ${name}" for name in wanted) or "true"
    counted = f"select status, count(*) as n from coverage where {where} group by status order by status"
    counts = lake.rows(counted, wanted)
    if not counts and source is not None:
        refuse_unknown("source", source, {row["source"] for row in lake.rows("select distinct source from coverage")})
    after = decode_cursor(cursor, len(KEY), [text] * len(KEY))
    if after is not None:
        where += (
            " and (run_id < $k0 or (run_id = $k0 and (source, scope, status, detail) > ($k1, $k2, $k3, $k4)))"
        )
        wanted |= {f"k{number}": value for number, value in enumerate(after)}
    rows = lake.rows(
        f"select * from coverage where {where} "
        f"order by run_id desc, source, scope, status, detail limit {limit + 1}",
        wanted,
    )
    by_status = {row["status"]: row["n"] for row in counts}
    return page_of(rows, limit, KEY, total=sum(by_status.values()), meta={"by_status": by_status})


def seen(lake: Lake, run_id: str) -> dict[str, Any]:
    """seen_share (0..1: what came of what was expected, where both are known, else None) and the number of gaps of one run."""
    lake.require("coverage")
    return lake.rows(SEEN, {"run_id": run_id})[0]
