"""docs/results.md: the counts and the scoreboard of a lake of all recordings, as one page."""

from collections import Counter
from datetime import datetime
from typing import Any

from credence.lake import Lake
from credence.products import scoreboard

HEAD = """# Results on the recordings

Written by `tests/recorded/test_acceptance.py`, which fails when a figure here is no longer true. Data: the recorded files
beside the project (`CREDENCE_RECORDED`), the catalogue, the exchange's list and the Data API served by
`credence exchange`, then `credence ingest drops`. as_of {as_of}, the newest time that any upstream states. What the
columns mean: [tables](tables.md), [labels](labels.md), [cutoffs](cutoffs.md).
"""


def page(
    lake: Lake,
    as_of: datetime,
    agreement: dict[str, tuple[int, int]],
    still_open: list[tuple[str, str, str]],
    special: Counter[tuple[str, ...]],
) -> str:
    """The whole page.

    agreement   source -> (winners compared, of them open with us)
    still_open  (source, slug, condition) of those
    special     (flag, status, provenance, rule) -> markets
    """
    parts = [HEAD.format(as_of=f"{as_of:%Y-%m-%d %H:%M:%S} UTC")]

    def add(title: str, names: list[str], rows: list[tuple[Any, ...]]) -> None:
        lines = [" | ".join(_shown(value) for value in row) for row in [names, *rows]]
        ruler = "|".join("---:" if rows and isinstance(value, int | float) else "---" for value in rows[0])
        parts.append("\n".join([f"## {title}", "", f"| {lines[0]} |", f"|{ruler}|", *(f"| {line} |" for line in lines[1:]), ""]))

    def ask(title: str, sql: str) -> None:
        rows = lake.rows(sql)
        add(title, list(rows[0]), [tuple(row.values()) for row in rows])

    tables = ("market_registry", "events", "outcomes", "prices", "market_snapshot", "cutoffs", "scoreboard", "refused")
    add("Rows", ["table", "rows"], [(name, lake.rows(f"select count(*) as n from {name}")[0]["n"]) for name in tables])
    ask("Markets, by what they come from", "select venue, origin, count(*) as markets, count(distinct event_id) as events "
        "from market_registry group by all order by all")  # fmt: skip
    ask("Prices, by source", "select source, price_kind, count(*) as rows, count(p_yes) as with_p_yes, "
        "count(distinct market_id) as markets from prices group by all order by all")  # fmt: skip
    ask("Labels", "select venue, status, provenance, rule, count(*) as markets, count(*) filter (scored) as scored "
        "from outcomes group by all order by all")  # fmt: skip
    add(
        "Labels of the catalogue's object alone against winners from elsewhere",
        ["source", "markets in both", "same winner", "another winner", "open with us, so UNRESOLVED"],
        [(name, n, n - unanswered, 0, unanswered) for name, (n, unanswered) in sorted(agreement.items())],
    )
    add("Open with us, resolved elsewhere", ["source", "market", "condition"], [*still_open])
    add(
        "Special resolutions, by the rule that fired",
        ["flagged as", "status", "provenance", "rule", "markets"],
        [(*key, n) for key, n in sorted(special.items())],
    )
    ask("Closes, by what tells them", "select venue, close_source, count(distinct market_id) as markets from cutoffs "
        "where anchor = 'close' group by all order by all")  # fmt: skip
    ask("Moments, by what was found", """
        select venue, anchor, horizon, count(*) as markets, count(*) filter (end_known = 'assumed') as end_assumed,
            count(*) filter (revised) as revised, count(*) filter (price_status = 'priced') as priced,
            count(*) filter (price_status = 'stale') as stale,
            count(*) filter (price_status = 'stale' and resolved_yes = 1) as stale_yes,
            count(*) filter (price_status = 'none') as no_price,
            count(*) filter (price_status = 'already_resolved') as already_resolved
        from cutoffs where horizon <> 'daily'
        group by venue, anchor, horizon
        order by venue, anchor, list_position(['30d', '7d', '48h', '24h', '1h'], horizon)""")  # fmt: skip
    ask("Refused rows", "select reason, count(*) as rows from refused group by all order by rows desc, reason")
    parts.append(scoreboard.markdown(lake).replace("# Scoreboard", "## Scoreboard", 1))
    return "\n".join(parts)


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else "" if value is None else str(value)
