"""Writing a long series in one pass: rows that come in order are cut into their day folders as they pass.

In   Arrow batches whose rows come in a few runs, each in the table's order
Out  one Parquet file per folder and run, sorted inside
Rule a month with fewer rows than DENSE_MONTH_ROWS is one folder, named after its first day; a denser one has a folder per
     day. Which it is shows on the way, so a month is held back until it is dense or the rows end.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

DENSE_MONTH_ROWS = 500_000
HELD_ROWS = 49_152  # rows of one folder that are gathered before they are encoded


@dataclass(frozen=True)
class StreamedFile:
    """One finished file: its folder's day, its name, how many rows it has."""

    day: str
    name: str
    rows: int


@dataclass
class _Folder:
    """One file in the making."""

    day: str
    held: list[pa.Table] = field(default_factory=list)
    held_rows: int = 0
    rows: int = 0
    last: tuple[str, int] = ("", -(2**63))  # key and moment of the last row put here
    writer: pq.ParquetWriter | None = None
    name: str = ""


class DayFiles:
    """Cuts batches into day folders below `root`; `finish` returns the files."""

    def __init__(self, root: Path, key: str, row_group_rows: int) -> None:
        self._root, self._key, self._row_group_rows = root, key, row_group_rows
        self._folders: dict[str, _Folder] = {}
        self._months: dict[str, list[pa.Table]] = {}  # months that are not known to be dense
        self._month_rows: dict[str, int] = {}
        self._finished: list[StreamedFile] = []

    def add(self, batch: pa.RecordBatch) -> None:
        """Take the rows of one batch, in their order; `ts` is in microseconds."""
        if not batch.num_rows:
            return
        table = pa.Table.from_batches([batch])
        if not _is_sorted(table, self._key):
            table = table.sort_by([(self._key, "ascending"), ("ts", "ascending")])
        for month, rows in _parted(table, "M"):
            if month not in self._month_rows or month in self._months:
                self._months.setdefault(month, []).append(rows)
                self._month_rows[month] = self._month_rows.get(month, 0) + rows.num_rows
                if self._month_rows[month] >= DENSE_MONTH_ROWS:
                    self._release(month)
            else:
                self._put_days(rows)

    def finish(self) -> list[StreamedFile]:
        """Write what is held, close all files."""
        for month, parts in sorted(self._months.items()):
            for rows in parts:
                self._put(f"{month}-01", rows)
        self._months.clear()
        for folder in list(self._folders.values()):
            self._close(folder)
        return self._finished

    def _release(self, month: str) -> None:
        """The month has turned out to be dense: its rows go to their days."""
        for rows in self._months.pop(month):
            self._put_days(rows)

    def _put_days(self, rows: pa.Table) -> None:
        for day, part in _parted(rows, "D"):
            self._put(day, part)

    def _put(self, day: str, rows: pa.Table) -> None:
        folder = self._folders.get(day) or _Folder(day)
        first, last = self._place(rows, 0), self._place(rows, rows.num_rows - 1)
        if first < folder.last:  # a new run begins: files are sorted inside
            self._close(folder)
            folder = _Folder(day)
        self._folders[day] = folder
        folder.held.append(rows)
        folder.held_rows += rows.num_rows
        folder.last = last
        if folder.held_rows >= HELD_ROWS:
            self._encode(folder)

    def _place(self, rows: pa.Table, at: int) -> tuple[str, int]:
        return rows[self._key][at].as_py(), rows["ts"][at].value

    def _encode(self, folder: _Folder) -> None:
        table = pa.concat_tables(folder.held)
        if folder.writer is None:
            folder.name = f"part-{secrets.token_hex(8)}.parquet"
            path = self._root / f"dt={folder.day}" / folder.name
            path.parent.mkdir(parents=True, exist_ok=True)
            folder.writer = pq.ParquetWriter(path, table.schema, compression="zstd")
        folder.writer.write_table(table, row_group_size=self._row_group_rows)
        folder.rows += table.num_rows
        folder.held, folder.held_rows = [], 0

    def _close(self, folder: _Folder) -> None:
        if folder.held:
            self._encode(folder)
        if folder.writer is not None:
            folder.writer.close()
            self._finished.append(StreamedFile(folder.day, folder.name, folder.rows))
        self._folders.pop(folder.day, None)


def _is_sorted(table: pa.Table, key: str) -> bool:
    """Whether rows come by (key, ts); keys are equal or rise, and where they are equal `ts` does not fall."""
    keys, moments = (table[name].combine_chunks() for name in (key, "ts"))
    before, after = keys.slice(0, len(keys) - 1), keys.slice(1)
    if pc.any(pc.greater(before, after)).as_py():
        return False
    falls = pc.greater(moments.slice(0, len(keys) - 1), moments.slice(1))
    return not pc.any(pc.and_(pc.equal(before, after), falls)).as_py()


def _parted(table: pa.Table, unit: Literal["D", "M"]) -> Iterator[tuple[str, pa.Table]]:
    """(day or month, its rows in their order) for every day or month of a table."""
    moments = pc.cast(table["ts"], pa.int64()).to_numpy().view("datetime64[us]")
    periods = moments.astype(f"datetime64[{unit}]").astype(np.int64)
    order = np.argsort(periods, kind="stable")
    ordered = periods[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(ordered)) + 1])
    ends = np.concatenate([starts[1:], [len(periods)]])
    taken = table.take(pa.array(order)) if len(starts) > 1 else table
    for start, end in zip(starts, ends, strict=True):
        yield str(np.datetime64(int(ordered[start]), unit)), taken.slice(int(start), int(end - start))
