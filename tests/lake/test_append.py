"""Rows of one moment added to a table in day folders: whole or not at all, once, and without a look at what is there."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from credence.errors import NotWritable
from credence.lake import delta, open_lake

AT = datetime(2026, 5, 1, 23, 55, tzinfo=UTC)  # the first of a month: its folder may hold a sparse month
STEP = timedelta(minutes=5)
SELECT = (
    "select timestamptz '{ts}' as ts, 'm' || i as market_id, 1 as horizon_steps, 300 as step_seconds, {q} as q10, .5 as q50, "
    ".6 as q90, 'EWMA' as method, 'ewma 1' as model_id, 'raw' as band_calibration from range({n}) t(i)"
)


def rows_at(ts: datetime, n: int = 3, q: float = 0.4) -> str:
    return SELECT.format(ts=ts.isoformat(), n=n, q=q)


@pytest.fixture
def lake(tmp_path):
    found = open_lake(str(tmp_path / "lake"))
    found.claim(simulated=True)
    return found


def kept(lake) -> list[tuple]:
    rows = lake.rows("select ts, count(*) as n, min(q10) as q from forecast_band group by ts order by ts")
    return [(row["ts"], row["n"], row["q"]) for row in rows]


def test_moments_are_added_and_written_again(lake):
    with lake.reading() as connection:
        for number in range(3):
            lake.append(connection, "forecast_band", rows_at(AT + number * STEP), AT + number * STEP)
        assert lake.version("forecast_band").number == 2
        files = set(lake.version("forecast_band").files)
        lake.append(connection, "forecast_band", rows_at(AT + STEP, 2, 0.3), AT + STEP)
        assert kept(lake) == [(AT, 3, 0.4), (AT + STEP, 2, 0.3), (AT + 2 * STEP, 3, 0.4)]
        assert any("dt=2026-05-01" in path for path in files & set(lake.version("forecast_band").files)), "not touched"
        lake.append(connection, "forecast_band", rows_at(AT, 0), AT)
        assert kept(lake) == [(AT + STEP, 2, 0.3), (AT + 2 * STEP, 3, 0.4)]


def test_a_moment_in_the_folder_of_a_sparse_month_is_replaced_there(lake):
    late = AT + timedelta(days=9)
    with lake.reading() as connection:
        every = f"{rows_at(late)} union all {rows_at(late + STEP)} order by market_id, ts"
        lake.write(connection, "forecast_band", every)
        assert all("dt=2026-05-01" in path for path in lake.version("forecast_band").files)
        lake.append(connection, "forecast_band", rows_at(late, 1, 0.2), late)
    assert kept(lake) == [(late, 1, 0.2), (late + STEP, 3, 0.4)]


def test_only_files_that_can_hold_the_window_are_opened(lake):
    with lake.reading() as connection:
        for number in range(4):
            lake.append(connection, "forecast_band", rows_at(AT + number * STEP), AT + number * STEP)
    version = lake.version("forecast_band")
    assert len(version.files) == 4
    assert len(version.between(AT + STEP, AT + 2 * STEP).files) == 2
    assert version.between(AT + timedelta(days=60), AT + timedelta(days=61)).files == ()
    assert lake.rows(f"select count(*) as n from ({lake.scan('forecast_band', AT, AT)})") == [{"n": 3}]


def test_a_month_folder_holds_its_month(lake):
    late = AT + timedelta(days=20)
    with lake.reading() as connection:
        lake.write(connection, "forecast_band", rows_at(late))
    version = lake.version("forecast_band")
    assert version.between(late, late).files == version.files
    assert version.between(late + timedelta(days=20), late + timedelta(days=21)).files == ()


def test_a_failure_leaves_the_old_rows(lake, monkeypatch):
    with lake.reading() as connection:
        lake.append(connection, "forecast_band", rows_at(AT), AT)
        with pytest.raises(duckdb.Error):
            lake.append(connection, "forecast_band", "select error('no') as ts", AT + STEP)
        monkeypatch.setattr(delta, "_commit", _full)
        with pytest.raises(NotWritable):
            lake.append(connection, "forecast_band", rows_at(AT + STEP), AT + STEP)
    assert kept(lake) == [(AT, 3, 0.4)]


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_reader_keeps_the_version_with_which_it_began(lake):
    with lake.reading() as writer:
        lake.append(writer, "forecast_band", rows_at(AT), AT)
        with lake.reading() as reader:
            lake.append(writer, "forecast_band", rows_at(AT, 1), AT)
            assert reader.execute("select count(*) from forecast_band").fetchall() == [(3,)]
    assert kept(lake) == [(AT, 1, 0.4)]
