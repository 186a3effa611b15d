"""Answer of /how."""

from datetime import datetime

from .parts import Shape


class TableRead(Shape):
    """A table, its version and its rows."""

    name: str
    version: int
    rows: int


class CoverageUsed(Shape):
    """What the newest run was sent of what it expected."""

    expected: int | None
    received: int | None
    share: float | None
    gaps: int


class Commands(Shape):
    """How to ask again."""

    cli: str | None
    curl: str
    python: str
    bibtex: str


class How(Shape):
    """How an answer is computed."""

    address: str
    question: str
    definition: str
    formula: str | None
    reference: str | None
    filters: list[str]
    sql: str | None
    tables: list[TableRead]
    coverage: CoverageUsed | None
    seed: int | None
    draws: int | None
    as_of: datetime | None
    run_id: str | None
    manifest: str | None
    code_version: str
    commands: Commands
