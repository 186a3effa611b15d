"""One drop into SELECT statements over its files: markets, prices, outcomes, refused.

In   a DropSpec and the folder that holds its files; `scratch` for what had to be decoded or looked up
Out  CompiledDrop: four statements for a connection whose TimeZone is UTC, and what became of every row
Law  of a file of prices, quotes, trades, fills or histories:
         rows = prices + refused + empty + merged + same_second
     of a file of markets or outcomes:  rows = entities + refused + merged

A refused row gives nothing to any table. A check that no row of the file fails is left out of the statements,
and duplicates are looked up once, here: a clean sorted file is read as a plain stream.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from ...errors import InputError
from .decode import decode, missing_columns, sha256
from .spec import (
    KEYS,
    RAW_FILL,
    SERIES,
    TEXTS,
    TIMES,
    Constant,
    DateRule,
    DropFile,
    DropSpec,
    EventRule,
    Listed,
    file_path,
)
from .zones import offsets, utc_sql, zone

FLOAT_ID = r"[+-]?([0-9]+\.[0-9]*|([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+)"
ZONED = r":[0-9]{2}(\.[0-9]+)?\s*([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)$"
NOTHING_IN_LISTS = ("None", "null", "nan", "NULL", "")
PER_SECOND = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": 0.001}
YEARS = (-2_208_988_800_000_000, 4_102_444_800_000_000)  # 1900..2100: a time outside has another unit
KIND = {"prices": "mid", "quotes": "mid", "trades": "trade", "fills": "trade", "histories": "history"}
SOURCE = {"prices": "quote", "quotes": "quote", "trades": "trade", "fills": "fill", "histories": "history"}
MEMORY, THREADS = "768MB", 2
NO_TIME = "null::timestamptz"


@dataclass(frozen=True)
class CompiledDrop:
    """Statements without parameters; None where the drop has nothing of that kind."""

    name: str
    venue: str
    markets_sql: str | None
    prices_sql: str | None
    outcomes_sql: str | None
    refused_sql: str | None
    input_rows: dict[str, dict[str, int]]  # by path: rows, and what became of them
    notes: tuple[str, ...]  # for a reader: what the ends mean, what was assumed


@dataclass(frozen=True)
class _Problem:
    """Why a row is refused. All four are SQL over the row under our names, `n`."""

    when: str
    field: str
    value: str
    reason: str

    @classmethod
    def of(cls, when: str, field: str, reason: str, value: str = "null::varchar") -> "_Problem":
        return cls(when, _text(field), value, _text(reason))


UNREAD = _Problem("n.unreason is not null", "n.unfield", "n.unvalue", "n.unreason")


@dataclass
class _Rows:
    """The rows of one file under our names, before anything is refused."""

    file: DropFile
    select: str
    problems: list[_Problem]
    has: frozenset[str]  # of p, b, a: price, bid, ask
    flips: bool  # rows of outcome 1 are among them
    counted: dict[tuple[int, bool], int] = field(default_factory=dict)
    doubles: Path | None = None  # pos, verdict
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
            where.append(f"n.pos not in (select pos from {_parquet(self.doubles)})")
        return f"select n.* from ({self.select}) as n" + (f" where {' and '.join(where)}" if where else "")

    def total(self, *, refused: bool | None = None, empty: bool | None = None) -> int:
        return sum(
            rows
            for (problem, is_empty), rows in self.counted.items()
            if refused in (None, problem > 0) and empty in (None, is_empty)
        )


def compile_drop(spec: DropSpec, folder: Path, scratch: Path) -> CompiledDrop:
    """Statements over the files of `folder`. Files that are not there are left out; none there is an InputError."""
    scratch.mkdir(parents=True, exist_ok=True)
    markets: list[str] = []
    prices: list[str] = []
    outcomes: list[str] = []
    refused: list[str] = []
    input_rows: dict[str, dict[str, int]] = {}
    with _connection(scratch) as connection:
        for file in spec.files:
            path = file_path(folder, file.path)
            if not path.is_file():
                continue
            made = _File(spec, file, path, scratch, connection).made()
            input_rows[file.path] = made.counts
            markets += [made.markets] if made.markets else []
            prices += [made.prices] if made.prices else []
            outcomes += [made.outcomes] if made.outcomes else []
            refused += made.refused
    if not input_rows:
        raise InputError(f"{spec.name}: files", [file.path for file in spec.files], f"at least one in {folder}")
    return CompiledDrop(
        name=spec.name,
        venue=spec.venue,
        markets_sql=_one_per_market(markets),
        prices_sql=" union all ".join(prices) or None,
        outcomes_sql=_one_per_market(outcomes),
        refused_sql=" union all ".join(refused) or None,
        input_rows=input_rows,
        notes=_notes(spec),
    )


def _notes(spec: DropSpec) -> tuple[str, ...]:
    ends = spec.ends
    said = {
        "column": "resolved_at as the file states it",
        "closed_at": "resolved_at is the close",
        "last_observation": "resolved_at is the last observation of the market",
        "last_observation_or_scheduled_end": "resolved_at is the later of the market's last observation and its "
        "scheduled end, at most the last observation in the file",
    }[ends.resolved_at]
    delay = f", {ends.resolved_delay_h:g} h later" if ends.resolved_delay_h else ""
    return (ends.means, said + delay, *(f"{path} is not read: {why}" for path, why in spec.ignored.items()))


@dataclass
class _Made:
    markets: str | None = None
    prices: str | None = None
    outcomes: str | None = None
    refused: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


class _File:
    """One file of a drop on its way into SQL."""

    def __init__(
        self, spec: DropSpec, file: DropFile, path: Path, scratch: Path, connection: duckdb.DuckDBPyConnection
    ) -> None:
        self.spec, self.file, self.path = spec, file, path
        self.scratch, self.connection = scratch, connection
        self.sha = sha256(path)
        self.decoded = not file.is_parquet
        self._open()

    def made(self) -> _Made:
        names = set(self.file.columns)
        tells_outcome = bool(names & {"resolved_yes", "winner", "payouts"})
        tells_market = self.file.form in ("markets", "histories") or "question" in names
        if self.file.form == "histories":
            return self._histories(tells_outcome)
        rows = self._rows("")
        series = self.file.form in SERIES
        self._count(rows)
        self._find_doubles(rows, "n.key, n.ts" if series else "n.key")
        made = _Made(refused=self._refused(rows), counts=self._counts(rows, series))
        entities = self._entities(rows, rows if series else None)
        made.markets = self._markets(entities) if tells_market else None
        made.outcomes = self._outcomes(entities) if tells_outcome else None
        if series or names & {"price", "price_list", "bid", "ask"}:
            made.prices = self._prices(rows)
        return made

    def _histories(self, tells_outcome: bool) -> _Made:
        lines, points = self._rows("s._seq = -1", is_point=False), self._rows("s._seq >= 0", is_line=False)
        for rows, by in ((lines, "n.key"), (points, "n.key, n.ts")):
            self._count(rows)
            self._find_doubles(rows, by)
        counts = self._counts(points, True)
        counts |= {f"line_{name}" if name != "rows" else "lines": n for name, n in self._counts(lines, False).items()}
        entities = self._entities(lines, points)
        return _Made(
            self._markets(entities),
            self._prices(points),
            self._outcomes(entities) if tells_outcome else None,
            self._refused(lines) + self._refused(points),
            counts,
        )

    # ---- the file as a relation `s`

    def _open(self) -> None:
        file = self.file
        if self.decoded:
            decoded = decode(self.path, file, self.scratch)
            self.relation = f"read_parquet({_text(_no_glob(decoded.path))}, file_row_number = true) as s"
            self.types = dict.fromkeys(decoded.names, "VARCHAR")
            self.columns = {name: f"s.c{i}" for i, name in enumerate(decoded.names)}
            return
        self.relation = f"read_parquet({_text(_no_glob(self.path))}, file_row_number = true) as s"
        try:
            found = self.connection.execute(f"describe select * from {self.relation}").fetchall()
        except duckdb.Error as error:
            raise InputError(file.path, str(error).split("\n")[0], "a Parquet file that can be read") from error
        self.types = {str(row[0]): str(row[1]) for row in found if row[0] != "file_row_number"}
        self.columns = {name: f"s.{_name(name)}" for name in self.types}
        missing = [c for name in file.columns if (c := file.column(name)) and c not in self.types]
        if missing:
            raise missing_columns(file, missing, tuple(self.types))

    def _rows(self, where: str, *, is_point: bool = True, is_line: bool = True) -> _Rows:
        """The rows under our names. `is_line`, `is_point`: which half of a histories file this is."""
        select = {"pos": "s.file_row_number", "line": "s._line" if self.decoded else "s.file_row_number + 1"}
        if self.decoded:
            select |= {f"un{name}": f"s._{name}" for name in ("field", "value", "reason")}
        select |= {name: self._id(name) for name in KEYS}
        select["key"] = f"coalesce({', '.join(self._id(name) for name in KEYS)})"
        select |= {"raw": self._raw(), "mapped": self._mapped(), "ts": NO_TIME, "idx": "0"}
        problems = ([UNREAD] if self.decoded else []) + self._id_problems(select)
        if is_line:
            select |= {name: self._words(name) for name in TEXTS}
            select |= {name: self._list(name) for name in ("tags", "outcomes", "token_ids", "payouts")}
        problems += self._time_columns(select, TIMES if is_line and is_point else ["ts"] if is_point else TIMES[1:])
        prices: dict[str, str] = {}
        if is_point:
            problems += self._outcome_column(select)
            prices, more = self._price_columns(select)
            problems += [*more, *self._price_time(select, prices)]
        if is_line:
            problems += self._status_columns(select)
        columns = ", ".join(f"{sql} as {name}" for name, sql in (select | prices).items())
        return _Rows(
            file=self.file,
            select=f"select {columns} from {self.relation}" + (f" where {where}" if where else ""),
            problems=problems,
            has=frozenset(prices),
            flips=select["idx"] != "0",
        )

    def _time_columns(self, select: dict[str, str], names: Iterable[str]) -> list[_Problem]:
        problems = []
        for name in names:
            select[name], bad = self._time(name)
            if bad:
                select[f"bad_{name}"] = bad
                problems.append(self._problem(f"n.bad_{name}", name, "not a time", select))
        return problems

    def _price_time(self, select: dict[str, str], prices: dict[str, str]) -> list[_Problem]:
        """A price needs a time: its own, or one that the drop derives from another."""
        rule, priced = self.file.price_time, " or ".join(f"n.{name} is not null" for name in prices)
        if not priced:
            return []
        if rule and "ts" not in self.file.columns:
            micros = timedelta(hours=rule.minus_hours) // timedelta(microseconds=1)
            select["ts"] = f"({select[rule.base]}) - to_microseconds({micros})"
        must = "n.ts is null" if self.file.form in SERIES else f"({priced}) and n.ts is null"
        return [_Problem.of(must, self._shown("ts"), "the time is missing")]

    def _outcome_column(self, select: dict[str, str]) -> list[_Problem]:
        select["idx"], bad = self._outcome_index(select)
        if not bad:
            return []
        select["bad_idx"] = bad
        name = "outcome_index" if "outcome_index" in self.file.columns else "outcome"
        return [self._problem("n.bad_idx", name, "neither outcome 0 nor outcome 1", select)]

    def _status_columns(self, select: dict[str, str]) -> list[_Problem]:
        select["status"], select["guessed"], bad = self._status()
        if not bad:
            return []
        select["bad_status"] = bad
        name = next(n for n in ("resolved_yes", "winner", "payouts") if n in self.file.columns)
        return [self._problem("n.bad_status", name, "not an outcome of this market", select)]

    def _problem(self, when: str, name: str, reason: str, select: dict[str, str]) -> _Problem:
        """`name`'s own text becomes a column of the normalised row, so that a refusal can show it."""
        select[f"told_{name}"] = self._text_of(name)
        return _Problem.of(when, self._shown(name), reason, f"n.told_{name}")

    def _shown(self, name: str) -> str:
        return self.file.column(name) or name

    def _raw(self) -> str:
        cells = ", ".join(f"{_text(name)}: {sql}" for name, sql in self.columns.items())
        raw = f"to_json({{{cells}}})::varchar"
        return f"coalesce(s._raw, {raw})" if self.decoded else raw

    def _mapped(self) -> str:
        """What the drop reads of a row: two rows of one key that agree on it are one row."""
        cells = ", ".join(f"{_text(name)}: {self._text_of(name)}" for name in self.file.columns if name != "history")
        return f"to_json({{{cells}}})::varchar"

    # ---- cells

    def _text_of(self, name: str) -> str:
        """The cell as text, null where it says nothing."""
        column = self.file.columns.get(name)
        if column is None:
            return "null::varchar"
        if isinstance(column, Constant):
            return _text(column.value)
        found = column.column if isinstance(column, Listed) else column
        sql = self.columns[found]
        if self.types[found] != "VARCHAR":
            return f"cast({sql} as varchar)"
        sql = f"nullif(trim({sql}), '')" if self.decoded else f"nullif({sql}, '')"
        if self.file.null_values:
            sql = f"case when {sql} in ({', '.join(map(_text, self.file.null_values))}) then null else {sql} end"
        return sql

    def _words(self, name: str) -> str:
        text = self._text_of(name)
        return f"lower({text})" if name == "category" else text

    def _id(self, name: str) -> str:
        if name == "token_id" and "maker_asset_id" in self.file.columns:
            maker, taker = self._text_of("maker_asset_id"), self._text_of("taker_asset_id")
            return f"case when {maker} = '0' then {taker} else {maker} end"
        text = self._text_of(name)
        return f"lower({text})" if name == "condition_id" else text

    def _id_problems(self, select: dict[str, str]) -> list[_Problem]:
        problems = []
        reason = "an id that was read as a number and has lost digits; bring it as text"
        for name in ("condition_id", "token_id", "native_id", "maker_asset_id", "taker_asset_id"):
            if name in self.file.columns and self._shown(name) != self.file.column("slug"):
                problems.append(self._problem(f"regexp_full_match(n.told_{name}, '{FLOAT_ID}')", name, reason, select))
        mapped = [self._shown(name) for name in (*KEYS, *RAW_FILL[:2]) if name in self.file.columns]
        problems.append(_Problem.of("n.key is null", ", ".join(mapped), "the id is missing"))
        return problems

    def _number(self, name: str) -> tuple[str, str | None]:
        """(the number, SQL that tells a cell which is no number)."""
        column = self.file.column(name)
        if column is None or self.types[column] == "VARCHAR":
            text = self._text_of(name)
            digits = f"replace({text}, ',', '.')" if self.file.decimal == "," else text
            number = f"try_cast({digits} as double)"
            return number, f"{text} is not null and {number} is null"
        if self.types[column] == "FLOAT":  # 24 bits: 0.001 would read as 0.00100000005
            return f"round({self.columns[column]}::double, 6)", None
        return f"try_cast({self.columns[column]} as double)", None

    def _list(self, name: str) -> str:
        """JSON, a Python list, a native list, or text with a separator."""
        column = self.file.columns.get(name)
        if column is None or isinstance(column, Constant):
            return "null::varchar[]"
        found = column.column if isinstance(column, Listed) else column
        if self.types[found].endswith("[]"):
            return f"cast({self.columns[found]} as varchar[])"
        text = self._text_of(name)
        if isinstance(column, Listed):
            return f"list_transform(string_split({text}, {_text(column.separator)}), lambda e: trim(e))"
        json = f"""try_cast(from_json(case when json_valid({text}) then {text} end, '["VARCHAR"]') as varchar[])"""
        return f"coalesce({json}, try_cast({text} as varchar[]))"

    def _time(self, name: str) -> tuple[str, str | None]:
        """(timestamptz, SQL that tells a cell which is no time)."""
        column, units = self.file.column(name), self.spec.units
        if column is None:
            return NO_TIME, None
        sql, kind, text = self.columns[column], self.types[column], self._text_of(name)
        if kind == "TIMESTAMP WITH TIME ZONE":
            return sql, None
        if kind.startswith("TIMESTAMP") or kind == "DATE":
            naive = sql if kind == "TIMESTAMP" else f"cast({sql} as timestamp)"
            return self._zoned(naive, column, "true"), None
        number = self._epoch(column) if units.time != "text" else None
        if kind != "VARCHAR":
            if number is None:
                example = self.connection.execute(f"select any_value({sql}) from {self.relation}").fetchone()
                held = f"{column} of {self.file.path} holds numbers such as {example[0] if example else None}"
                raise InputError(f"{self.spec.name}: units.time", "text", f"s, ms, us or ns, because {held}")
            time = number
        elif units.time_format:
            time = self._zoned(f"try_strptime({text}, {_text(units.time_format)})", column, "true")
        else:
            time = self._iso(column, text)
        if number and time != number:
            time = f"coalesce({number}, {time})"
        return time, f"{text} is not null and {time} is null"

    def _epoch(self, column: str) -> str:
        """Numbers since 1970 as timestamptz; null where they do not fall between 1900 and 2100."""
        unit, kind, sql = self.spec.units.time, self.types[column], self.columns[column]
        micros = f"try_cast(round(try_cast({sql} as double) * {PER_SECOND[unit]}) as bigint)"
        if unit != "ns" and kind in ("BIGINT", "INTEGER", "UINTEGER"):
            micros = f"try_cast({sql}::hugeint * {PER_SECOND[unit]} as bigint)"
        return f"make_timestamptz(case when {micros} between {YEARS[0]} and {YEARS[1]} then {micros} end)"

    def _iso(self, column: str, text: str) -> str:
        """ISO texts as timestamptz; those without zone are wall clocks of the drop's zone."""
        clean = rf"regexp_replace({text}, '\s*(UTC|GMT)$', 'Z')"
        zoned, naive = f"regexp_matches({clean}, '{ZONED}')", f"try_cast({text} as timestamp)"
        local = self._zoned(naive, column, f"not {zoned} and {naive} is not null")
        rest = "" if local == NO_TIME else f" else {local}"
        return f"case when {zoned} then try_cast({clean} as timestamptz){rest} end"

    def _zoned(self, naive: str, column: str, where: str) -> str:
        """A wall clock of the drop's zone as timestamptz, by the offsets that hold between its ends."""
        span = self.connection.execute(
            f"select min({naive}), max({naive}) from {self.relation} where {where}"
        ).fetchone()
        if span is None or span[0] is None:
            return NO_TIME
        if self.spec.time_zone is None:
            allowed = f"an IANA zone, because {column} of {self.file.path} states none (for example {span[0]})"
            raise InputError(f"{self.spec.name}: time_zone", None, allowed)
        return utc_sql(naive, offsets(zone(self.spec.time_zone, "time_zone"), span[0], span[1]))

    # ---- prices

    def _outcome_index(self, select: dict[str, str]) -> tuple[str, str | None]:
        names = self.file.columns
        if "outcome_index" in names:
            number, _ = self._number("outcome_index")
            return f"try_cast({number} as integer)", f"coalesce({number} not in (0, 1), true)"
        if "outcome" not in names:
            return "0", None
        text = self._text_of("outcome")
        index = f"case lower({text}) when 'yes' then 0 when 'no' then 1 end"
        if "outcomes" in names:
            index = f"coalesce(list_position({select.get('outcomes') or self._list('outcomes')}, {text}) - 1, {index})"
        return index, f"coalesce({index} not in (0, 1), true)"

    def _price_columns(self, select: dict[str, str]) -> tuple[dict[str, str], list[_Problem]]:
        """p, b, a: price, bid, ask of the row's own outcome, as USDC per share."""
        names, out, problems = self.file.columns, {}, []
        scale = "" if self.spec.units.price == "share" else " / 100"
        for name, short in (("price", "p"), ("bid", "b"), ("ask", "a")):
            if name not in names:
                continue
            number, bad = self._number(name)
            out[short] = f"({number}){scale}"
            if bad:
                select[f"bad_{name}"] = bad
                problems.append(self._problem(f"n.bad_{name}", name, "not a number", select))
        if "price_list" in names:
            first = f"({self._list('price_list')})[1]"
            told = f"case when {first} in ({', '.join(map(_text, NOTHING_IN_LISTS))}) then null else {first} end"
            out["p"] = f"try_cast({told} as double){scale}"
            select["bad_price_list"] = (
                f"(({told}) is not null and try_cast({told} as double) is null) "
                f"or ({self._text_of('price_list')} is not null and ({self._list('price_list')}) is null)"
            )
            problems.append(self._problem("n.bad_price_list", "price_list", "not a list of numbers", select))
        if "usdc_amount" in names or "maker_amount" in names:
            price, more = self._amounts(select)
            out["p"] = f"coalesce({out['p']}, {price})" if "p" in out else price
            problems += more
        for name, short in (("price", "p"), ("bid", "b"), ("ask", "a")):
            if short in out:
                shown = name if name in names else "price_list" if "price_list" in names else name
                select[f"told_{shown}"] = self._text_of(shown)
                value = f"coalesce(n.told_{shown}, cast(n.{short} as varchar))"
                problems.append(_Problem.of(f"isnan(n.{short})", self._shown(shown), "not a number (NaN)", value))
                outside = f"n.{short} not between 0 and 1"
                problems.append(_Problem.of(outside, self._shown(shown), "a price outside 0..1", value))
        if "b" in out and "a" in out:
            value = "cast(n.b as varchar) || ' > ' || cast(n.a as varchar)"
            crossed = f"{self._shown('bid')}, {self._shown('ask')}"
            problems.append(_Problem.of("n.b > n.a", crossed, "crossed: the bid is above the ask", value))
        if self.file.form in ("trades", "fills", "histories"):
            problems.append(_Problem.of("n.p is null", self._shown("price"), "the price is missing"))
        return out, problems

    def _amounts(self, select: dict[str, str]) -> tuple[str, list[_Problem]]:
        problems = []
        names = ("usdc_amount", "share_amount") if "usdc_amount" in self.file.columns else RAW_FILL[2:]
        first, second = (self._number(name)[0] for name in names)
        for name in names:
            number, _ = self._number(name)
            select[f"bad_{name}"] = f"{self._text_of(name)} is not null and (({number}) > 0) is not true"
            problems.append(self._problem(f"n.bad_{name}", name, "not an amount above 0", select))
        if names[0] == "usdc_amount":
            return f"({first}) / ({second})", problems
        maker_pays = f"{self._text_of('maker_asset_id')} = '0'"
        return f"case when {maker_pays} then ({first}) / ({second}) else ({second}) / ({first}) end", problems

    def _yes(self, rows: _Rows) -> dict[str, str]:
        """p_yes, bid, ask of YES: a price of outcome 1 is turned round, its ask becomes the bid of YES."""
        p, b, a = (f"n.{name}" if name in rows.has else "null::double" for name in "pba")
        middle = f"({b} + {a}) / 2" if rows.has >= {"b", "a"} else "null::double"
        own = f"coalesce({p}, {middle})" if rows.has > {"p"} else p if "p" in rows.has else middle
        found = {"p_yes": (own, own), "bid": (b, a), "ask": (a, b)}
        if not rows.flips:
            return {name: straight for name, (straight, _) in found.items()}
        return {
            name: f"case when n.idx = 1 then round(1 - {turned}, 12) else {straight} end"
            for name, (straight, turned) in found.items()
        }

    def _prices(self, rows: _Rows) -> str:
        form, yes = self.file.form, self._yes(rows)
        where = f" where not ({rows.empty})" if rows.total(refused=False, empty=True) else ""
        kind = self.file.price_kind or KIND.get(form, "history")
        source = self.file.price_time_source or SOURCE.get(form, "quote")
        return (
            f"select {self._keys()}, 0 as outcome_index, n.ts, {yes['p_yes']} as p_yes, {yes['bid']} as bid, "
            f"{yes['ask']} as ask, {_text(kind)} as price_kind, {_text(source)} as price_time_source, "
            f"{_text(self.spec.name)} as source from ({rows.kept}) as n{where}"
        )

    def _keys(self) -> str:
        return f"{_text(self.spec.venue)} as venue, n.native_id, n.condition_id, n.token_id, n.slug"

    # ---- markets and outcomes

    def _status(self) -> tuple[str, str, str | None]:
        """(status, SQL: it is a guess from a price, SQL: a cell that tells no outcome)."""
        names, void = self.file.columns, ", ".join(map(_text, self.spec.ends.void))
        if "resolved_yes" in names:
            told = f"lower({self._text_of('resolved_yes')})"
            status = (
                f"case when {told} in ('1', 'true', 'yes', '1.0') then 'RESOLVED_TRUE' "
                f"when {told} in ('0', 'false', 'no', '0.0') then 'RESOLVED_FALSE' when {told} = '0.5' then 'VOID' end"
            )
            return status, "false", f"{told} is not null and {status} is null"
        paid = [f"try_cast(({self._list('payouts')})[{i}] as double)" for i in (1, 2)]
        exact = (
            f"case when {paid[0]} = 1 and {paid[1]} = 0 then 'RESOLVED_TRUE' "
            f"when {paid[0]} = 0 and {paid[1]} = 1 then 'RESOLVED_FALSE' "
            f"when {paid[0]} = 0.5 and {paid[1]} = 0.5 then 'VOID' end"
        )
        guess = "false"
        if "payouts" in names:
            guess = f"{paid[0]} is not null and {exact} is null"
        if "winner" not in names:
            likely = f"case when {paid[0]} >= 0.97 then 'RESOLVED_TRUE' "
            likely += f"when {paid[0]} <= 0.03 then 'RESOLVED_FALSE' end"
            return (
                (f"coalesce({exact}, {likely})", guess, None) if "payouts" in names else ("null::varchar", guess, None)
            )
        winner = self._text_of("winner")
        if "outcomes" in names:
            place = f"list_position({self._list('outcomes')}, {winner})"
            first = f"case when {place} >= 1 then {place} = 1 end"
        elif {"outcome", "outcome_index"} <= names.keys():
            number, _ = self._number("outcome_index")  # of two outcomes: not mine means the other one
            first = f"(lower({winner}) = lower({self._text_of('outcome')})) = ({number} = 0)"
        else:
            first = f"case lower({winner}) when 'yes' then true when 'no' then false end"
        voided = f"when {winner} in ({void}) then 'VOID' " if void else ""
        named = f"case {voided}when {first} then 'RESOLVED_TRUE' when not ({first}) then 'RESOLVED_FALSE' end"
        status = f"coalesce({exact}, {named})" if "payouts" in names else named
        return status, guess, f"{winner} is not null and ({named}) is null"

    def _entities(self, rows: _Rows, seen: _Rows | None) -> str:
        """One row per market, with its scheduled end, event and first and last observation."""
        first, join = "", ""
        if seen is rows:
            first = f" where n.pos in (select min(n.pos) from ({rows.kept}) as n group by n.key)"
        if seen:
            inner = f"select n.key, min(n.ts) as first_at, max(n.ts) as last_at from ({seen.kept}) as n group by n.key"
            join = f" left join ({inner}) as seen on n.key = seen.key"
        span = "seen.first_at, seen.last_at" if seen else "null::timestamptz as first_at, n.last_seen_at as last_at"
        found = f"select n.*, {span} from ({rows.kept}) as n{join}{first}"
        rule = self.spec.ends.scheduled
        ends = self._date(rule, found) if rule else "n.scheduled_end_at"
        found = f"select n.* replace ({ends} as scheduled_end_at) from ({found}) as n"
        event = self._event(self.spec.event, found)
        return f"select n.* replace ({event} as event_key) from ({found}) as n"

    def _date(self, rule: DateRule, found: str) -> str:
        group = min(re.compile(rule.match).groups, 1)
        day = f"try_cast(regexp_extract(n.{rule.base}, {_text(rule.match)}, {group}) as date)"
        hours, minutes = rule.at.split(":")
        naive = f"({day} + to_minutes({int(hours) * 60 + int(minutes)}))"
        span = self._ask(f"select min({naive}), max({naive}) from ({found}) as n", "ends.scheduled.match")
        if span is None or not isinstance(span[0], datetime):
            return NO_TIME
        return utc_sql(naive, offsets(zone(rule.time_zone, "ends.scheduled.time_zone"), span[0], span[1]))

    def _event(self, rule: EventRule | None, found: str) -> str:
        if rule is None:
            return "n.event_key"
        text = "strftime(n.scheduled_end_at, '%Y-%m-%d')" if rule.base == "date" else f"n.{rule.base}"
        event = text
        for strip in rule.strip:
            event = f"regexp_replace({event}, {_text(strip.match)}, {_text(strip.put)}, 'g')"
        picks = [
            f"when regexp_full_match({text}, {_text(pick.match)}) "
            f"then regexp_replace({text}, {_text(f'^(?:{pick.match})$')}, {_text(pick.key)})"
            for pick in rule.pick
        ]
        event = f"case {' '.join(picks)} else {event} end" if picks else event
        if rule.slugify:
            event = f"trim(regexp_replace(lower(strip_accents({event})), '[^a-z0-9]+', '-', 'g'), '-')"
        event = f"nullif({event}, '')"
        self._ask(f"select {event} from ({found}) as n limit 1", "event")
        return event

    def _ask(self, sql: str, field: str) -> tuple[Any, ...] | None:
        try:
            return self.connection.execute(sql).fetchone()
        except duckdb.InvalidInputException as error:
            message = str(error).split("\n")[0]
            raise InputError(f"{self.spec.name}: {field}", message, "regular expressions that RE2 reads") from error

    def _markets(self, entities: str) -> str:
        ends = self.spec.ends
        closed = "n.last_at" if ends.closed_at == "last_observation" else "n.closed_at"
        return (
            f"select {self._keys()}, n.question, n.category, n.tags, n.event_key, n.event_title, n.outcomes, "
            f"n.token_ids, n.start_at, n.scheduled_end_at, {closed} as closed_at, "
            f"{_text(ends.end_known)} as end_known, "
            "coalesce(n.knowable_at, n.start_at, n.first_at, n.closed_at, n.scheduled_end_at) as knowable_at, "
            f"{_text(self.spec.name)} as source "
            f"from ({entities}) as n"
        )

    def _outcomes(self, entities: str) -> str:
        ends = self.spec.ends
        later = "greatest(n.last_at, least(n.scheduled_end_at, max(n.last_at) over ()))"
        known = {
            "column": "n.resolved_at",
            "closed_at": "n.closed_at",
            "last_observation": "n.last_at",
            "last_observation_or_scheduled_end": later,
        }[ends.resolved_at]
        if ends.resolved_delay_h:
            known = f"{known} + to_microseconds({int(ends.resolved_delay_h * 3_600_000_000)})"
        provenance = f"case when n.guessed then 'inferred' else {_text(ends.provenance)} end"
        independent = f"not n.guessed and {'true' if ends.independent else 'false'}"
        return (
            f"select {self._keys()}, n.status, {provenance} as provenance, {independent} as independent, "
            f"{known} as resolved_at, {_text(self.spec.name)} as source "
            f"from ({entities}) as n where n.status is not null"
        )

    # ---- what is refused, what is double, what is counted

    def _count(self, rows: _Rows) -> None:
        sql = f"select {rows.problem}, {rows.empty}, count(*) from ({rows.select}) as n group by all"
        counted = {(int(p), bool(e)): int(count) for p, e, count in self.connection.execute(sql).fetchall()}
        rows.counted = counted

    def _find_doubles(self, rows: _Rows, by: str) -> None:
        """Writes which rows repeat a key. A file that ascends strictly has none, which one stream tells."""
        series = "ts" in by
        if series:
            before = ", ".join(f"lag({name}) over () as before_{name[2:]}" for name in by.split(", "))
            rises = "key > before_key or (key = before_key and ts > before_ts)"
            sql = f"select count(*) from (select {by}, {before} from ({rows.select}) as n) where ({rises}) is not true"
            if self._single(sql) <= 1:  # the first row has none before it
                return
        trades = self.file.form in ("trades", "fills")
        order = "desc" if trades and self.file.order == "oldest_first" else "asc"
        value = f"[{', '.join(self._yes(rows).values())}]" if series else "n.mapped"
        other = "same_second" if trades else "clash"
        where = f"{rows.problem} = 0" + (f" and not ({rows.empty})" if series else "")
        names = by.replace("n.", "")
        sql = f"""
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
        portable = sql.replace(str(self.scratch), "").replace(str(self.path), "")
        digest = hashlib.sha256(portable.encode()).hexdigest()
        target = self.scratch / f"{self.sha}-doubles-{digest[:12]}.parquet"
        if not target.exists():
            partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
            try:
                self.connection.execute(f"copy ({sql}) to {_text(str(partial))} (format parquet)")
                partial.replace(target)
            finally:
                partial.unlink(missing_ok=True)
        counted = f"select verdict, count(*) from {_parquet(target)} group by all"
        rows.verdicts = {str(verdict): int(n) for verdict, n in self.connection.execute(counted).fetchall()}
        rows.doubles = target if rows.verdicts else None

    def _counts(self, rows: _Rows, series: bool) -> dict[str, int]:
        doubles = sum(rows.verdicts.values())
        counts = {
            "rows": rows.total(),
            "refused": rows.total(refused=True) + rows.verdicts.get("clash", 0),
            "merged": rows.verdicts.get("merged", 0),
        }
        if series:
            counts["prices"] = rows.total(refused=False, empty=False) - doubles
            counts["empty"] = rows.total(refused=False, empty=True)
            counts["same_second"] = rows.verdicts.get("same_second", 0)
        else:
            counts["entities"] = rows.total(refused=False) - doubles
            if rows.has:
                counts["without_price"] = self._single(f"select count(*) from ({rows.kept}) as n where {rows.empty}")
                counts["prices"] = counts["entities"] - counts["without_price"]
        return counts

    def _single(self, sql: str) -> int:
        found = self.connection.execute(sql).fetchone()
        return int(found[0]) if found else 0

    def _refused(self, rows: _Rows) -> list[str]:
        out, path = [], _text(self.file.path)
        kinds = sorted({number for number, _ in rows.counted if number})
        if kinds:
            told = {
                part: " ".join(f"when {i} then {getattr(rows.problems[i - 1], part)}" for i in kinds)
                for part in ("field", "value", "reason")
            }
            out.append(
                f"select {path} as file, n.line, case n.problem {told['field']} end as field, "
                f"case n.problem {told['value']} end as value, case n.problem {told['reason']} end as reason, n.raw "
                f"from (select n.*, {rows.problem} as problem from ({rows.select}) as n where {rows.problem} > 0) as n"
            )
        if rows.doubles and rows.verdicts.get("clash"):
            names = [self._shown(name) for name in (*KEYS, "ts") if name in self.file.columns]
            reason = "'the same key again with another value; line ' || d.first_line || ' stays'"
            out.append(
                f"select {path} as file, n.line, {_text(', '.join(names))} as field, n.key as value, "
                f"{reason} as reason, n.raw from ({rows.select}) as n "
                f"join {_parquet(rows.doubles)} as d on n.pos = d.pos where d.verdict = 'clash'"
            )
        return out


def _one_per_market(parts: list[str]) -> str | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    union = " union all ".join(f"select *, {i} as file_no from ({part})" for i, part in enumerate(parts))
    key = ", ".join(KEYS)
    return (
        f"select * exclude (file_no) from ({union}) "
        f"qualify row_number() over (partition by coalesce({key}) order by file_no) = 1"
    )


@contextmanager
def _connection(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": MEMORY,
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _parquet(path: Path) -> str:
    return f"read_parquet({_text(_no_glob(path))})"


def _no_glob(path: Path) -> str:
    """A path in which *, ? and [ mean themselves."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))
