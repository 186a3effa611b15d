"""Build the tables of a lake of raw files at a moment, and compare two builds row by row.

Three comparisons, because no single one sees every leak:
  settled   rows with knowable_at <= t of the series and of final labels, both lakes built with the same, later as_of.
            An open market's row carries knowable_at = as_of and falls out on both sides.
  moments   cutoffs whose moment is <= t, without their label, both lakes built with the same, later as_of. A row of
            `settled` waits for its label, and by then all prices of its market are old: a price from between the moment
            and the label would go unnoticed there.
  as of t   every row of every table, both lakes built with as_of = t.
Rows on the clock `received` are left out and counted: in a test we receive everything now, which is after every t. Where the
full lake's label of a market is on that clock, the other lake may lack it: its rows of that market are left out as well.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from credence.lake import Lake
from credence.lake.delta import scan_sql
from credence.lake.engine import quoted
from credence.pipeline.metrics import METRICS
from credence.records import TABLES
from credence.settings import Settings
from credence.tables import build as build_module
from credence.tables.decode.files import decode_all

OF_A_LABEL = ("outcomes", "cutoffs", "cube_rows", "market_registry")  # also what the metrics read
FOR_CUTOFFS = ("outcomes", "prices", "market_snapshot", "cutoffs", "cube_rows")
SETTLED = ("prices", "market_snapshot", "market_history", "outcomes", "cutoffs", "cube_rows", "features")
BAND_TABLES = ("conformal_state", "conformal_theta", "band_coverage", "forecast_band", "band_decision", "band_basis",
               "band_breach")  # fmt: skip
METRIC_TABLES = ("scoreboard", "recalibrated", "recalibration_evidence", "trust", "trust_reliability", *BAND_TABLES)
AS_OF = (*SETTLED, "market_registry", "events", "market_alias", *METRIC_TABLES)
NEVER = {"open_interest": "all of it is on the clock `received`", "coverage": "about runs", "refused": "about runs"}
MOMENT = ("market_id", "event_id", "venue", "category", "anchor", "horizon", "cutoff_at", "anchor_at", "cohort_at", "price_ts",
          "age_seconds", "p_yes", "p_last", "spread", "price_status", "liquidity_bucket", "end_known", "market_type")  # fmt: skip
MOMENT_CUBE = ("market_id", "event_id", "venue", "category", "horizon", "anchor", "cutoff_at", "cohort_at", "price_status",
               "p_yes", "p_last", "p_mean_1h", "p_trade_1h", "spread", "age_seconds", "liquidity_bucket", "volume_24h",
               "open_interest", "num_traders_proxy", "duration_days", "end_known")  # fmt: skip
AT_MOMENTS = {"cutoffs": MOMENT, "cube_rows": MOMENT_CUBE}
# `close` and the daily moments of a scheduled end start from what became known later, and say so in their knowable_at
AT_ITS_MOMENT = "end_known = 'observed' and anchor <> 'close' and cutoff_at <= {t} - to_seconds({delay})"


@dataclass(frozen=True)
class Compared:
    """One table in one comparison: rows of the full lake, rows missing from and added by the other, rows left out."""

    kind: str
    table: str
    rows: int
    missing: int
    added: int
    left_out: int
    examples: tuple[str, ...]

    @property
    def different(self) -> int:
        return self.missing + self.added


@dataclass(frozen=True)
class Built:
    """The tables of one lake at one as_of: a SELECT by name."""

    lake: Lake
    scans: dict[str, str]


def raw_lake(root: Path, *, simulated: bool) -> Lake:
    """A lake whose raw/ already lies there, decoded."""
    lake = Lake(str(root), Settings())
    lake.claim(simulated=simulated)
    decode_all(lake.layout)
    return lake


def build(lake: Lake, as_of: datetime, tables: tuple[str, ...] = AS_OF, *, beside: "Built | None" = None) -> Built:
    """The tables, and the scoreboard of those rows that are compared; what was built for another as_of stays readable.

    beside  what it will be compared with: the full lake
    """
    job = build_module.Build(lake, as_of)
    try:
        for name, source in build_module.sources().items():
            if source.is_table and (name in tables or name == "open_interest"):
                job.table(name)
        metrics = [metric for metric in METRICS if set(metric.writes) & set(tables)]
        if metrics:
            own = Built(lake, {name: scan_sql(TABLES[name], lake.version(name)) for name in OF_A_LABEL})
            for name in OF_A_LABEL if "scoreboard" in tables else ():
                job.connection.execute(f"create or replace temp view {name} as {replayed(own, name, beside or own)}")
        for metric in metrics:
            metric.build(job)
    finally:
        job.close()
    return Built(lake, {name: scan_sql(TABLES[name], lake.version(name)) for name in tables})


def own_as_of(lake: Lake) -> datetime:
    """The moment that the last run of a lake was built for."""
    return datetime.fromisoformat(lake.state.runs(limit=1)[0]["as_of"])


def moments(built: Built, n: int) -> list[datetime]:
    """The 5th to the 95th percentile of `knowable_at`, in n steps, of all rows that are compared."""
    rows = " union all ".join(f"select knowable_at from ({replayed(built, name, built)})" for name in SETTLED)
    shares = [0.05 + 0.9 * step / (n - 1) for step in range(n)]
    with _connection(built.lake) as ask:
        found = ask(f"select quantile_disc(knowable_at, {shares}) from ({rows}) where knowable_at < {_at(own_as_of(built.lake))}")
    return found[0][0]


def settled(full: Built, other: Built, t: datetime) -> list[Compared]:
    return [_compare("settled", full, other, name, f"knowable_at <= {_at(t)}") for name in SETTLED]


def at_moments(full: Built, other: Built, t: datetime) -> list[Compared]:
    delay = build_module.rules("clock")["outcome_delay_s"]  # a row says `already_resolved` before the label can be read
    where = AT_ITS_MOMENT.format(t=_at(t), delay=delay)
    return [_compare("moments", full, other, table, where, columns) for table, columns in AT_MOMENTS.items()]


def as_of(full: Built, other: Built) -> list[Compared]:
    return [_compare("as of t", full, other, name) for name in full.scans]


def _compare(kind: str, full: Built, other: Built, table: str, where: str = "true", columns: tuple[str, ...] = ()) -> Compared:
    names = ", ".join(f'"{name}"' for name in columns) or "*"
    one, two = (f"select {names} from ({replayed(built, table, full)}) where {where}" for built in (full, other))
    with _connection(full.lake) as ask:
        everything = ask(f"select count(*) from ({full.scans[table]}) where {where}")[0][0]
        rows = ask(f"select count(*) from ({one})")[0][0]
        missing = ask(f"select count(*) from ({one} except all {two})")[0][0]
        added = ask(f"select count(*) from ({two} except all {one})")[0][0]
        examples = [f"- {row}" for row in ask(f"{one} except all {two} order by all limit 2")] if missing else []
        examples += [f"+ {row}" for row in ask(f"{two} except all {one} order by all limit 2")] if added else []
    return Compared(kind, table, rows, missing, added, everything - rows, tuple(examples))


def replayed(built: Built, table: str, full: Built) -> str:
    """The rows of a table that are compared."""
    columns = dict(TABLES[table].columns)
    conditions = ["clock = 'replayed'"] if "clock" in columns else []
    if table in OF_A_LABEL:
        conditions += [f"market_id not in (select market_id from ({full.scans['outcomes']}) where clock = 'received')"]
    return f"select * from ({built.scans[table]}) where {' and '.join(conditions) or 'true'}"


def _at(t: datetime) -> str:
    return f"timestamptz {quoted(t.isoformat())}"


@contextmanager
def _connection(lake: Lake) -> Iterator[Callable[[str], list[tuple]]]:
    connection = lake.connect()
    try:
        yield lambda sql: connection.execute(sql).fetchall()
    finally:
        connection.close()
