"""Rows that repeat a key (of a series: a key and a time): looked up once, written to scratch.

merged       it says the same again
same_second  another trade of that second; the last one stays
clash        it says something else, and is refused; the first one stays
"""

import hashlib
import os
from pathlib import Path

from ..engine import quoted
from .opened import parquet
from .rows import Rows


def find_doubles(rows: Rows) -> None:
    """Notes which rows repeat a key. A file that ascends strictly has none, which one stream tells."""
    if rows.series and _ascends(rows):
        return
    found = _written(rows, _doubles_sql(rows))
    sql = f"select verdict, count(*) from {parquet(found)} group by all"
    rows.verdicts = {str(verdict): int(n) for verdict, n in rows.opened.connection.execute(sql).fetchall()}
    rows.doubles = found if rows.verdicts else None


def _ascends(rows: Rows) -> bool:
    before = "lag(n.key) over () as before_key, lag(n.ts) over () as before_ts"
    rises = "key > before_key or (key = before_key and ts > before_ts)"
    pairs = f"select n.key, n.ts, {before} from ({rows.select}) as n"
    # the first row has none before it
    return rows.opened.number(f"select count(*) from ({pairs}) where ({rises}) is not true") <= 1


def _doubles_sql(rows: Rows) -> str:
    by = "n.key, n.ts" if rows.series else "n.key"
    trades = rows.opened.file.form in ("trades", "fills")
    order = "desc" if trades and rows.opened.file.order == "oldest_first" else "asc"
    value = f"[{', '.join(rows.yes.values())}]" if rows.series else "n.mapped"
    other = "same_second" if trades else "clash"
    where = f"{rows.problem} = 0" + (f" and not ({rows.empty})" if rows.series else "")
    names = by.replace("n.", "")
    return f"""
            with kept as (select n.pos, n.line, {by}, {value} as told from ({rows.select}) as n where {where}),
            twice as (select {names} from kept group by all having count(*) > 1),
            ranked as (
                select pos, told, row_number() over same as place,
                    first_value(told) over same as first_told, first_value(line) over same as first_line
                from kept semi join twice using ({names})
                window same as (partition by {names} order by pos {order})
            )
            select pos, case when told is not distinct from first_told then 'merged' else '{other}' end as verdict,
                first_line
            from ranked where place > 1 order by pos"""


def _written(rows: Rows, sql: str) -> Path:
    """What `sql` finds as Parquet in scratch, named after the file and the statement: asked once."""
    opened = rows.opened
    portable = sql.replace(str(opened.scratch), "").replace(str(opened.path), "")
    digest = hashlib.sha256(portable.encode()).hexdigest()
    target = opened.scratch / f"{opened.sha}-doubles-{digest[:12]}.parquet"
    if not target.exists():
        partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
        try:
            opened.connection.execute(f"copy ({sql}) to {quoted(str(partial))} (format parquet)")
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return target
