"""Publish: the ledger as tables, the reports for readers, and what readers no longer need swept away."""

import json
from dataclasses import asdict

import pyarrow as pa

from ..errors import BrokenTable
from ..lake import delta
from ..lake.delta import arrow_schema
from ..products import scoreboard, trust_reliability
from ..records import TABLES
from ..sources.http import STALE_AFTER_S
from ..tables.quality import run_checks
from .context import Context

KEEP_HOURS = {"cube_rows": 45 * 24}  # small, and what a figure is compared with when someone asks what changed

_REFUSED = """
    select
        coalesce(nullif(regexp_extract(file, '(run-[0-9A-Za-z]+-[0-9a-f]+)', 1), ''), 'brought by hand') as run_id,
        file, min(line) as line, field, value, reason, left(raw, 2000) as raw
    from (
        select file, line, field, value, reason, raw from in_refusal where field <> 'body'
        union all
        select file, line, field, value, reason, raw from in_drop_refused
    )
    group by all  -- a page that was asked again brings its broken objects again
"""


def ledger(context: Context) -> tuple[int, int]:
    """coverage and refused, as tables."""
    build = context.build
    build.relation("market_version")
    _note_stale(context)
    rows = context.state.coverage()
    noted = pa.Table.from_pylist(rows, schema=_text_schema()) if rows else _text_schema().empty_table()
    build.connection.register("noted", noted)
    columns = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in TABLES["coverage"].columns)
    covered = context.lake.write(build.connection, "coverage", f"select {columns} from noted").rows
    build.connection.unregister("noted")
    refused = context.lake.write(build.connection, "refused", _REFUSED).rows
    return len(rows), covered + refused


def _note_stale(context: Context) -> None:
    """A row of the ledger for each upstream that answered from a cache older than it should be."""
    files = [str(path) for path in context.lake.layout.decoded.glob(f"answer/*-{context.run_id}-*.parquet")]
    if not files:
        return
    rows = context.build.connection.execute(
        "select source, count(*), count(*) filter (age_s > $limit), max(age_s) "
        "from read_parquet($files) where status = 200 group by source having max(age_s) > $limit order by source",
        {"files": files, "limit": STALE_AFTER_S},
    ).fetchall()
    for source, answers, stale, oldest_s in rows:
        detail = f"{stale} of {answers} answers were older than {STALE_AFTER_S} s, the oldest {oldest_s} s"
        context.cover(source, "answers", "stale", detail, received=answers)


def quality(context: Context) -> tuple[int, int]:
    """The checks of tables/quality.py, noted in the ledger and in derived/reports/quality.json."""
    findings = run_checks(context.build.connection)
    for finding in findings:
        status = "gap" if finding.rows else "complete"
        context.cover("quality", finding.name, status, f"{finding.rows} rows break it", expected=0, received=finding.rows)
    folder = context.lake.layout.reports
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / "quality.json.part"
    unfinished.write_text(json.dumps([asdict(finding) for finding in findings], indent=1), encoding="utf-8")
    unfinished.rename(folder / "quality.json")
    broken = [finding for finding in findings if finding.severe and finding.rows]
    if broken:
        first = broken[0]
        raise BrokenTable(first.name.partition(":")[0], f"{first.name}: {first.rows:,} rows break it")
    return len(findings), len(findings)


def reports(context: Context) -> tuple[int, int]:
    """Scoreboard and record of trust below derived/reports; old files of replaced versions are removed."""
    folder = context.lake.layout.reports
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in (("scoreboard", scoreboard.markdown), ("trust_reliability", trust_reliability.markdown)):
        unfinished = folder / f"{name}.md.part"
        unfinished.write_text(page(context.lake), encoding="utf-8")
        unfinished.rename(folder / f"{name}.md")
    parquet = folder / "scoreboard.parquet"
    context.build.connection.execute(
        "copy (select * from scoreboard order by all) to $path (format parquet, compression zstd)",
        {"path": str(parquet.with_suffix(".part"))},
    )
    parquet.with_suffix(".part").rename(parquet)
    for table in context.lake.versions():
        delta.vacuum(context.lake.layout.table(table), keep_hours=max(KEEP_HOURS.get(table, 0), context.lake.settings.keep_hours))
    return 3, 3


def _text_schema() -> pa.Schema:
    """Times of the ledger come as text from the state and are cast by SQL."""
    return pa.schema(
        [pa.field(f.name, pa.string() if pa.types.is_timestamp(f.type) else f.type) for f in arrow_schema(TABLES["coverage"])]
    )
