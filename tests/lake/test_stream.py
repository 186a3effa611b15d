"""Writing long series in one pass: nothing is lost, files are sorted inside, folders follow the month's size."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.lake import stream
from credence.lake.stream import DayFiles

START = datetime(2026, 1, 30, tzinfo=UTC)
rows = st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 100)), max_size=60)


def batches(batch_rows: list[list[tuple[str, int]]]) -> list[pa.RecordBatch]:
    schema = pa.schema([("market_id", pa.string()), ("ts", pa.timestamp("us", tz="UTC"))])
    return [
        pa.record_batch(
            [[market for market, _ in part], [START + timedelta(hours=hour) for _, hour in part]], schema=schema
        )
        for part in batch_rows
    ]


@pytest.mark.parametrize("dense", [1, 25, 1_000_000])
@given(parts=st.lists(rows, max_size=4))
def test_every_row_lies_once_in_its_folder_in_order(tmp_path_factory, dense, parts):
    root = tmp_path_factory.mktemp("series")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "DENSE_MONTH_ROWS", dense)
        files = DayFiles(root, "market_id", 16)
        for batch in batches(parts):
            files.add(batch)
        finished = files.finish()
    found = []
    months: dict[str, int] = {}
    for _, hour in (row for part in parts for row in part):
        month = f"{START + timedelta(hours=hour):%Y-%m}"
        months[month] = months.get(month, 0) + 1
    for file in finished:
        table = pq.ParquetFile(root / f"dt={file.day}" / file.name).read().to_pylist()
        assert len(table) == file.rows
        assert table == sorted(table, key=lambda row: (row["market_id"], row["ts"]))
        for row in table:
            day, month = f"{row['ts']:%Y-%m-%d}", f"{row['ts']:%Y-%m}"
            assert file.day == (day if months[month] >= dense else f"{month}-01")
        found += [(row["market_id"], row["ts"]) for row in table]
    assert sorted(found) == sorted((m, START + timedelta(hours=h)) for part in parts for m, h in part)
