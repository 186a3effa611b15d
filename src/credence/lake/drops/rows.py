"""The rows of one file under our names, `n`: put together, counted, and what becomes of those that are refused.

A check that no row fails is left out of every later statement, so that a clean file is read as a plain stream.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from ..engine import quoted
from .columns import NO_TIME, id_of, list_of, text_of, time_of, words_of
from .opened import Opened, parquet
from .prices import draft_outcome_index, draft_price_time, draft_prices
from .problems import UNREAD, Draft, Problem, check_ids
from .spec import KEYS, SERIES, TEXTS, TIMES
from .status import draft_status

Part: TypeAlias = Literal["rows", "lines", "points"]  # a histories file has lines, and points inside them
WHERE: dict[Part, str] = {"rows": "", "lines": " where s._seq = -1", "points": " where s._seq >= 0"}


@dataclass
class Rows:
    """What a file says, row by row, before anything is refused; `count` and `find_doubles` fill in the rest."""

    opened: Opened
    select: str
    problems: list[Problem]
    series: bool  # a key comes again and again, with times
    has: frozenset[str]  # of p, b, a: price, bid, ask
    flips: bool  # rows of outcome 1 are among them
    counted: dict[tuple[int, bool], int] = field(default_factory=dict)  # by number of the problem, and empty
    doubles: Path | None = None  # pos, verdict, first_line
    verdicts: dict[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> str:
        """SQL: the row carries no price."""
        return " and ".join(f"n.{name} is null" for name in sorted(self.has)) or "true"

    @property
    def problem(self) -> str:
        """SQL: 0, or the number of the first problem; problems that no row has are left out."""
        kinds = {number for number, _ in self.counted} if self.counted else set(range(1, len(self.problems) + 1))
        branches = [f"when {p.when} then {i}" for i, p in enumerate(self.problems, 1) if i in kinds]
        return f"case {' '.join(branches)} else 0 end" if branches else "0"

    @property
    def kept(self) -> str:
        """SQL: the rows that are neither refused nor doubles; empty ones are still there."""
        where = [] if self.problem == "0" else [f"{self.problem} = 0"]
        if self.doubles:
            where.append(f"n.pos not in (select pos from {parquet(self.doubles)})")
        return f"select n.* from ({self.select}) as n" + (f" where {' and '.join(where)}" if where else "")

    @property
    def yes(self) -> dict[str, str]:
        """SQL: p_yes, bid, ask of YES. A price of outcome 1 is turned round, its ask becomes the bid of YES."""
        p, b, a = (f"n.{name}" if name in self.has else "null::double" for name in "pba")
        middle = f"({b} + {a}) / 2" if self.has >= {"b", "a"} else "null::double"
        own = f"coalesce({p}, {middle})" if self.has > {"p"} else p if "p" in self.has else middle
        found = {"p_yes": (own, own), "bid": (b, a), "ask": (a, b)}
        if not self.flips:
            return {name: straight for name, (straight, _) in found.items()}
        return {
            name: f"case when n.idx = 1 then round(1 - {turned}, 12) else {straight} end"
            for name, (straight, turned) in found.items()
        }

    def total(self, *, refused: bool | None = None, empty: bool | None = None) -> int:
        return sum(
            rows
            for (problem, is_empty), rows in self.counted.items()
            if refused in (None, problem > 0) and empty in (None, is_empty)
        )


def rows_of(opened: Opened, part: Part = "rows") -> Rows:
    """The file, or one part of a histories file, under our names."""
    draft = _identified(opened)
    if part != "points":
        draft.select |= {name: words_of(opened, name) for name in TEXTS}
        draft.select |= {name: list_of(opened, name) for name in ("tags", "outcomes", "token_ids", "payouts")}
    for name in {"rows": TIMES, "lines": TIMES[1:], "points": TIMES[:1]}[part]:
        draft.select[name], bad = time_of(opened, name)
        draft.check(name, bad, name, "not a time")
    if part != "lines":
        draft_outcome_index(draft)
        draft_prices(draft)
        draft_price_time(draft)
    if part != "points":
        draft_status(draft)
    columns = ", ".join(f"{sql} as {name}" for name, sql in (draft.select | draft.prices).items())
    return Rows(
        opened=opened,
        select=f"select {columns} from {opened.relation}{WHERE[part]}",
        problems=draft.problems,
        series=part != "lines" and opened.file.form in SERIES,
        has=frozenset(draft.prices),
        flips=draft.select["idx"] != "0",
    )


def _identified(opened: Opened) -> Draft:
    """Where a row stands, what it says as a whole, and what it is about."""
    draft = Draft(opened)
    draft.select |= {"pos": "s.file_row_number", "line": "s._line" if opened.decoded else "s.file_row_number + 1"}
    if opened.decoded:
        draft.select |= {f"un{name}": f"s._{name}" for name in ("field", "value", "reason")}
        draft.problems.append(UNREAD)
    ids = {name: id_of(opened, name) for name in KEYS}
    draft.select |= {**ids, "key": f"coalesce({', '.join(ids.values())})"}
    draft.select |= {"raw": _raw(opened), "mapped": _mapped(opened), "ts": NO_TIME, "idx": "0"}
    check_ids(draft)
    return draft


def _raw(opened: Opened) -> str:
    cells = ", ".join(f"{quoted(name)}: {sql}" for name, sql in opened.columns.items())
    raw = f"to_json({{{cells}}})::varchar"
    return f"coalesce(s._raw, {raw})" if opened.decoded else raw


def _mapped(opened: Opened) -> str:
    """What the drop reads of a row: two rows of one key that agree on it are one row."""
    names = [name for name in opened.file.columns if name != "history"]
    cells = ", ".join(f"{quoted(name)}: {text_of(opened, name)}" for name in names)
    return f"to_json({{{cells}}})::varchar"


# ---- what became of them


def count(rows: Rows) -> None:
    """Notes how many rows have which problem, and how many are empty."""
    sql = f"select {rows.problem}, {rows.empty}, count(*) from ({rows.select}) as n group by all"
    found = rows.opened.connection.execute(sql).fetchall()
    rows.counted = {(int(problem), bool(empty)): int(number) for problem, empty, number in found}


def counts(rows: Rows) -> dict[str, int]:
    """What became of every row, once they are counted and doubles are found."""
    doubles = sum(rows.verdicts.values())
    found = {
        "rows": rows.total(),
        "refused": rows.total(refused=True) + rows.verdicts.get("clash", 0),
        "merged": rows.verdicts.get("merged", 0),
    }
    if rows.series:
        found["prices"] = rows.total(refused=False, empty=False) - doubles
        found["empty"] = rows.total(refused=False, empty=True)
        found["same_second"] = rows.verdicts.get("same_second", 0)
        return found
    found["entities"] = rows.total(refused=False) - doubles
    if rows.has:
        sql = f"select count(*) from ({rows.kept}) as n where {rows.empty}"
        found["without_price"] = rows.opened.number(sql)
        found["prices"] = found["entities"] - found["without_price"]
    return found


def refused(rows: Rows) -> list[str]:
    """Statements over the refused rows: those with a problem, and those that contradict an earlier row."""
    kinds = sorted({number for number, _ in rows.counted if number})
    clashes = rows.doubles if rows.verdicts.get("clash") else None
    return ([_with_a_problem(rows, kinds)] if kinds else []) + ([_clashing(rows, clashes)] if clashes else [])


def _with_a_problem(rows: Rows, kinds: list[int]) -> str:
    told = {
        part: " ".join(f"when {i} then {getattr(rows.problems[i - 1], part)}" for i in kinds)
        for part in ("field", "value", "reason")
    }
    return (
        f"select {quoted(rows.opened.file.path)} as file, n.line, case n.problem {told['field']} end as field, "
        f"case n.problem {told['value']} end as value, case n.problem {told['reason']} end as reason, n.raw "
        f"from (select n.*, {rows.problem} as problem from ({rows.select}) as n where {rows.problem} > 0) as n"
    )


def _clashing(rows: Rows, doubles: Path) -> str:
    file = rows.opened.file
    names = ", ".join(rows.opened.shown(name) for name in (*KEYS, "ts") if name in file.columns)
    reason = "'the same key again with another value; line ' || d.first_line || ' stays'"
    return (
        f"select {quoted(file.path)} as file, n.line, {quoted(names)} as field, n.key as value, "
        f"{reason} as reason, n.raw from ({rows.select}) as n "
        f"join {parquet(doubles)} as d on n.pos = d.pos where d.verdict = 'clash'"
    )
