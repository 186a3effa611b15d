"""What was not seen, and what was refused."""

from datetime import datetime
from enum import StrEnum

from .table import Row, column, table


class CoverageStatus(StrEnum):
    COMPLETE = "complete"
    TRUNCATED = "truncated"
    UNVERIFIED = "unverified"
    STALE = "stale"
    GAP = "gap"
    FALLBACK = "fallback"


@table("coverage", key=("run_id", "source", "scope", "status", "detail"), order=("run_id", "source", "scope"))
class Coverage(Row):
    """One row per thing that a run asked for: how much was expected, how much came."""

    run_id: str = column("the run")
    source: str = column("whom we asked")
    scope: str = column("what we asked for")
    expected: int | None = column("how many there should be, by an independent count; null where none exists", unit="count")
    received: int | None = column("how many came", unit="count")
    status: str = column("complete, truncated, unverified, stale, gap or fallback")
    detail: str = column("in words, with the counts of retries and faults")
    since: datetime | None = column("start of the window it speaks of", unit="UTC")
    until: datetime | None = column("end of the window it speaks of", unit="UTC")


@table("refused", key=("run_id", "file", "line", "field", "value", "reason", "raw"))
class Refused(Row):
    """Rows that did not go through, with all that is needed to mend them."""

    run_id: str = column("the run that met it")
    file: str = column("file it stands in")
    line: int | None = column("row or line number, from 1", unit="count")
    field: str = column("the field at fault")
    value: str | None = column("its value, as text")
    reason: str = column("what is wrong and what is allowed")
    raw: str | None = column("the row as it came, shortened to 2,000 characters")
