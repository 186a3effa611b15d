"""State that is not data: runs, steps, cursors, what the lake is. SQLite, one file, safe to kill."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import NewerLake, NotWritable

SCHEMA_VERSION = 1
_NO_END = 2**63 - 1  # rowid beyond all runs

_SCHEMA = """
create table if not exists meta (key text primary key, value text not null);
create table if not exists runs (
    run_id text primary key, command text not null, as_of text, started_at text not null, ended_at text,
    status text not null, error text, options text not null, counts text not null default '{}');
create table if not exists steps (
    run_id text not null, step text not null, status text not null, started_at text not null, ended_at text,
    attempt integer not null, rows_in integer, rows_out integer, fingerprint text, error text,
    primary key (run_id, step));
create table if not exists cursors (
    run_id text not null, scope text not null, cursor text, done integer not null default 0, counts text not null,
    primary key (run_id, scope));
create table if not exists coverage (
    run_id text not null, source text not null, scope text not null, expected integer, received integer,
    status text not null, detail text not null, since text, until text, primary key (run_id, source, scope));
create table if not exists asked (
    token_id text primary key, since integer not null, until integer not null);
create table if not exists watched (market_id text primary key);
create table if not exists fingerprints (step text primary key, fingerprint text not null, run_id text not null);
"""


class State:
    """All methods commit before they return."""

    def __init__(self, path: Path, *, read_only: bool = False, until: str | None = None) -> None:
        """`until`: a run; those that were begun after it are not told of."""
        try:
            if read_only:
                self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5, check_same_thread=False)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._db = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
                self._db.execute("pragma journal_mode=wal")
            self._db.row_factory = sqlite3.Row
            self._refuse_newer()  # before anything is written into it
            if not read_only:
                self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.OperationalError) as error:
            raise NotWritable("state", f"cannot open {path}: {error}") from error
        self._last = self._row_of(until) if until else _NO_END
        if not read_only and self.meta("schema_version") is None:
            self.set_meta("schema_version", str(SCHEMA_VERSION))

    def close(self) -> None:
        self._db.close()

    def _row_of(self, run_id: str) -> int:
        row = self._db.execute("select rowid from runs where run_id = ?", [run_id]).fetchone()
        return int(row["rowid"]) if row else _NO_END

    def _refuse_newer(self) -> None:
        if not self._db.execute("select 1 from sqlite_master where name = 'meta'").fetchone():
            return
        found = self.meta("schema_version")
        if found is not None and int(found) > SCHEMA_VERSION:
            self.close()
            raise NewerLake("state", f"this lake has schema {found}, this Credence knows up to {SCHEMA_VERSION}")

    def meta(self, key: str) -> str | None:
        row = self._db.execute("select value from meta where key = ?", [key]).fetchone()
        return row["value"] if row else None

    def set_meta(self, key: str, value: str) -> None:
        with self._writing():
            self._db.execute("insert or replace into meta values (?, ?)", [key, value])

    # runs and steps

    def start_run(self, run_id: str, command: str, started_at: datetime, options: dict[str, Any]) -> None:
        with self._writing():
            self._db.execute(
                "insert into runs (run_id, command, started_at, status, options) values (?, ?, ?, 'running', ?)",
                [run_id, command, started_at.isoformat(), json.dumps(options, sort_keys=True, default=str)],
            )

    def reopen_run(self, run_id: str) -> None:
        with self._writing():
            self._db.execute("update runs set status = 'running', error = null, ended_at = null where run_id = ?", [run_id])

    def set_as_of(self, run_id: str, as_of: datetime) -> None:
        with self._writing():
            self._db.execute("update runs set as_of = ? where run_id = ?", [as_of.isoformat(), run_id])

    def end_run(self, run_id: str, ended_at: datetime, status: str, error: str | None, counts: dict[str, int]) -> None:
        with self._writing():
            self._db.execute(
                "update runs set ended_at = ?, status = ?, error = ?, counts = ? where run_id = ?",
                [ended_at.isoformat(), status, error, json.dumps(counts, sort_keys=True), run_id],
            )

    def runs(self, limit: int = 50, offset: int = 0) -> list[dict[str, Any]]:
        rows = self._db.execute(
            "select * from runs where rowid <= ? order by rowid desc limit ? offset ?", [self._last, limit, offset]
        ).fetchall()
        return [_run(row) for row in rows]

    def run(self, run_id: str) -> dict[str, Any] | None:
        row = self._db.execute("select * from runs where run_id = ? and rowid <= ?", [run_id, self._last]).fetchone()
        return _run(row) if row else None

    def unfinished_run(self) -> dict[str, Any] | None:
        """The newest run, if it did not end well."""
        newest = self.runs(limit=1)
        return newest[0] if newest and newest[0]["status"] != "done" else None

    def start_step(self, run_id: str, step: str, started_at: datetime) -> int:
        with self._writing():
            row = self._db.execute(
                "insert into steps (run_id, step, status, started_at, attempt) values (?, ?, 'running', ?, 1) "
                "on conflict (run_id, step) do update set status = 'running', started_at = excluded.started_at, "
                "attempt = attempt + 1, error = null returning attempt",
                [run_id, step, started_at.isoformat()],
            ).fetchone()
        return int(row["attempt"])

    def end_step(
        self,
        run_id: str,
        step: str,
        ended_at: datetime,
        status: str,
        *,
        rows_in: int | None = None,
        rows_out: int | None = None,
        fingerprint: str | None = None,
        error: str | None = None,
    ) -> None:
        with self._writing():
            self._db.execute(
                "update steps set status = ?, ended_at = ?, rows_in = ?, rows_out = ?, fingerprint = ?, error = ? "
                "where run_id = ? and step = ?",
                [status, ended_at.isoformat(), rows_in, rows_out, fingerprint, error, run_id, step],
            )
            if fingerprint and status == "done":
                self._db.execute("insert or replace into fingerprints values (?, ?, ?)", [step, fingerprint, run_id])

    def reopen_step(self, run_id: str, step: str, why: str) -> None:
        """A step that was done turns out not to be: `--resume` does it again."""
        with self._writing():
            self._db.execute(
                "update steps set status = 'failed', error = ? where run_id = ? and step = ?", [why, run_id, step]
            )

    def steps(self, run_id: str) -> list[dict[str, Any]]:
        rows = self._db.execute("select * from steps where run_id = ? order by rowid", [run_id]).fetchall()
        return [dict(row) for row in rows]

    def fingerprint(self, step: str) -> str | None:
        row = self._db.execute("select fingerprint from fingerprints where step = ?", [step]).fetchone()
        return row["fingerprint"] if row else None

    # cursors: where a sweep of a run stands

    def cursor(self, run_id: str, scope: str) -> tuple[str | None, bool, dict[str, int]]:
        """(cursor to go on from, whether the sweep ended, counts so far)."""
        row = self._db.execute(
            "select cursor, done, counts from cursors where run_id = ? and scope = ?", [run_id, scope]
        ).fetchone()
        return (row["cursor"], bool(row["done"]), json.loads(row["counts"])) if row else (None, False, {})

    def set_cursor(self, run_id: str, scope: str, cursor: str | None, counts: dict[str, int], *, done: bool = False) -> None:
        with self._writing():
            self._db.execute(
                "insert or replace into cursors values (?, ?, ?, ?, ?)",
                [run_id, scope, cursor, int(done), json.dumps(counts, sort_keys=True)],
            )

    # price windows that were asked, by token, in epoch seconds

    def asked_windows(self) -> dict[str, tuple[int, int]]:
        rows = self._db.execute("select token_id, since, until from asked").fetchall()
        return {row["token_id"]: (row["since"], row["until"]) for row in rows}

    def note_asked(self, windows: list[tuple[str, int, int]]) -> None:
        """Windows grow: what touches or overlaps is joined, what does not replaces."""
        with self._writing():
            self._db.executemany(
                "insert into asked values (?, ?, ?) on conflict (token_id) do update set "
                "since = case when excluded.since <= until then min(since, excluded.since) else excluded.since end, "
                "until = max(until, excluded.until)",
                windows,
            )

    # markets that someone watches, whatever is traded in them

    def watched(self) -> list[str]:
        rows = self._db.execute("select name from sqlite_master where name = 'watched'").fetchall()  # an older state has none
        return [row["market_id"] for row in self._db.execute("select market_id from watched order by market_id")] if rows else []

    def watch(self, market_ids: list[str]) -> None:
        with self._writing():
            self._db.executemany("insert or ignore into watched values (?)", [(name,) for name in market_ids])

    def unwatch(self, market_ids: list[str]) -> None:
        with self._writing():
            self._db.executemany("delete from watched where market_id = ?", [(name,) for name in market_ids])

    # coverage: what was asked and what came, by run; published as a table of the same name

    def note_coverage(self, row: dict[str, Any]) -> None:
        """One row of the ledger; a later note of the same run, source and scope replaces the earlier one."""
        names = ("run_id", "source", "scope", "expected", "received", "status", "detail", "since", "until")
        with self._writing():
            self._db.execute(
                f"insert or replace into coverage ({', '.join(names)}) values ({', '.join('?' * len(names))})",
                [row.get(name) for name in names],
            )

    def coverage(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self._db.execute("select * from coverage order by run_id, source, scope")]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise NotWritable("state", f"cannot write the state: {error}") from error


def _run(row: sqlite3.Row) -> dict[str, Any]:
    return dict(row) | {"options": json.loads(row["options"]), "counts": json.loads(row["counts"])}
