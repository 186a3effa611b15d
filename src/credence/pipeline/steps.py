"""The plan of a day. `credence run --plan` prints it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..tables.build import sources as table_sources
from . import discover, ingest, publish
from .context import Context
from .metrics import METRICS, Metric
from .options import Options

Counts = tuple[int, int]  # rows that went in, rows that came out


@dataclass(frozen=True)
class Step:
    """One step: what it reads and writes, and the function that does it.

    source     it asks this upstream, and is left out when that is not wanted
    attempts   tries before the run fails; only failures that say `retry` are tried again
    may_write_nothing  for steps whose input need not lead to rows (no book is no failure)
    """

    name: str
    stage: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    meaning: str
    run: Callable[[Context], Counts]
    source: str | None = None
    attempts: int = 1
    may_write_nothing: bool = False
    is_table: bool = False
    always: bool = False


def _asks(name: str, stage: str, source: str, writes: str, run: Callable[[Context], Counts], **more: bool) -> Step:
    meaning = (run.__doc__ or "").strip().splitlines()[0]
    return Step(name, stage, ("upstream",), (writes,), meaning, run, source=source, attempts=2, **more)


def _table(name: str, stage: str, *, may_write_nothing: bool = False) -> Step:
    source = table_sources()[name]
    meaning = source.sql.splitlines()[0].partition(": ")[2]
    build = partial(_build, name, may_write_nothing)
    return Step(name, stage, source.reads, (name,), meaning, build, is_table=True, may_write_nothing=may_write_nothing)


def _build(name: str, may_write_nothing: bool, context: Context) -> Counts:
    rows_in = context.build.rows_in(name)
    return rows_in, context.build.table(name, may_be_empty=may_write_nothing or not rows_in).rows


def _metric(metric: Metric) -> Step:
    def run(context: Context) -> Counts:
        build = context.build
        rows_in = int(build.connection.execute(metric.ready).fetchall()[0][0])
        return rows_in, metric.build(build)

    return Step(metric.name, "metrics", metric.reads, metric.writes, metric.meaning, run, is_table=True,
                may_write_nothing=metric.may_write_nothing)  # fmt: skip


STEPS = (
    Step("ingest_drops", "ingest", ("files",), ("raw/drops",), "Files brought by hand.", ingest.drops, source="drops"),
    _asks("discover_markets", "discover", "gamma", "raw/gamma", discover.gamma_markets),
    _asks("discover_events", "discover", "gamma", "raw/gamma", discover.gamma_events),
    _asks("discover_exchange", "discover", "clob", "raw/clob", discover.clob_markets),
    _asks("check_count", "discover", "gamma", "coverage", discover.count),
    Step(
        "settle_as_of", "discover", ("raw",), ("run",), "Fix the run's only now.", discover.settle_as_of, always=True
    ),
    _asks("ingest_prices", "ingest", "prices", "raw/clob", ingest.prices, may_write_nothing=True),
    _asks("ingest_resolutions", "ingest", "resolutions", "raw/data_api", ingest.resolutions, may_write_nothing=True),
    _asks("ingest_open_interest", "ingest", "oi", "raw/data_api", ingest.open_interest, may_write_nothing=True),
    _asks("ingest_books", "ingest", "books", "raw/clob", ingest.books, may_write_nothing=True),
    Step(
        "decode", "normalize", ("raw",), ("derived/decoded",), "New answers become columns.",
        lambda context: (context.decode(), 1), always=True,
    ),
    _table("outcomes", "normalize"),
    _table("market_registry", "normalize"),
    _table("market_history", "normalize"),
    _table("market_alias", "normalize"),
    _table("events", "normalize"),
    _table("prices", "normalize"),
    _table("open_interest", "snapshots", may_write_nothing=True),  # answers that were derived say nothing
    _table("market_snapshot", "snapshots"),
    _table("cutoffs", "cutoffs"),
    _table("cube_rows", "cutoffs"),
    *(_metric(metric) for metric in METRICS),
    Step("quality", "publish", ("prices", "cutoffs"), ("coverage",), "Keys, ranges, references: all must hold.",
         publish.quality, always=True),
    Step("ledger", "publish", ("state", "raw"), ("coverage", "refused"), "What was not seen, what was refused.",
         publish.ledger, always=True),
    Step("reports", "publish", ("scoreboard",), ("derived/reports",), "Reports for readers.", publish.reports,
         is_table=True),
)  # fmt: skip


def plan(options: Options) -> list[Step]:
    """The steps of a run with these options, in order."""
    wanted = set(options.sources) | ({"drops"} if options.drops else set())
    steps = [step for step in STEPS if step.source is None or step.source in wanted]
    if "gamma" not in wanted or "clob" not in wanted:
        steps = [step for step in steps if step.name != "check_count"]
    return steps if options.build else [step for step in steps if step.source or step.name == "settle_as_of"]
