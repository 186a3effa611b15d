"""The state that bands are corrected by: fitted by midnight on what was known, judged on what came after."""

import json
from datetime import timedelta

import numpy as np
import pytest

from credence.errors import InputError
from credence.forecasts.conformal import Table
from credence.products import band_state

from .band_lake import NOW, lake_of, walk

DAY = timedelta(days=1)
MIDNIGHT = NOW.replace(hour=0)


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    rows = [row for m in range(12) for row in walk(f"m{m:02}", NOW, 288 * 12, m)]
    rows += [row for m in range(6) for row in walk(f"h{m}", NOW, 24 * 12, 50 + m, step=timedelta(hours=1))]
    found = lake_of(tmp_path_factory.mktemp("state") / "lake", prices=rows)
    with found.reading() as connection:
        band_state.build(found, connection, NOW)
    return found


def test_a_fit_every_midnight_with_its_history(lake):
    rows = lake.rows("select * from conformal_state order by fitted_at, step_seconds, horizon_steps")
    assert {row["fitted_at"] for row in rows} == {MIDNIGHT - k * DAY for k in range(8)}
    assert {(row["step_seconds"], row["horizon_steps"]) for row in rows} == {
        (300, 1), (300, 12), (300, 72), (300, 288), (3600, 1), (3600, 6), (3600, 24)}  # fmt: skip
    for row in rows:
        horizon = timedelta(seconds=row["step_seconds"] * row["horizon_steps"])
        assert row["until"] + horizon <= row["fitted_at"] == row["knowable_at"]
        assert row["cause"] == ("first" if row["fitted_at"] == MIDNIGHT - 7 * DAY else row["cause"])
        assert row["cause"] in ("first", "age", "drift")
        assert (row["cause"] == "drift") == (json.loads(row["triggers"]) != [])
        table = Table.from_dict(json.loads(row["corrections"]))
        assert table.cells[0].rows == row["n"]
        assert np.isfinite(table.cells[0].correction).all()


def test_a_state_of_an_earlier_day_is_the_same_whenever_it_is_made(lake, tmp_path):
    """Made a day earlier, by another lake that has no more than that."""
    then = NOW - DAY
    rows = [row for m in range(12) for row in walk(f"m{m:02}", NOW, 288 * 12, m) if row["ts"] <= then]
    rows += [row for m in range(6) for row in walk(f"h{m}", NOW, 24 * 12, 50 + m, step=timedelta(hours=1)) if row["ts"] <= then]
    other = lake_of(tmp_path / "lake", prices=rows)
    with other.reading() as connection:
        band_state.build(other, connection, then)
    columns = "step_seconds, horizon_steps, n, n_effective, corrections, reference"
    ask = f"select {columns} from conformal_state where fitted_at = timestamptz '{(MIDNIGHT - DAY).isoformat()}' order by all"
    found = other.rows(ask)
    assert len(found) == 7
    assert found == lake.rows(ask)
    thetas = f"select * from conformal_theta where fitted_at = timestamptz '{(MIDNIGHT - DAY).isoformat()}' order by all"
    # the first fit of the other lake is a day older, so factors have one more day behind them: compare what both have waited for
    waiting = "select market_id, horizon_steps, step_seconds, waiting from (" + thetas + ") order by all"
    assert other.rows(waiting) == lake.rows(waiting)


def test_factors_have_waited_for_their_outcomes(lake):
    rows = lake.rows("select * from conformal_theta where fitted_at = (select max(fitted_at) from conformal_theta)")
    assert len(rows) == 12 * 4 + 6 * 3
    for row in rows:
        overlapping = row["step_seconds"] * row["horizon_steps"] // 3600
        assert row["waiting"] <= max(overlapping, 1)
        assert row["used"] > 100
        assert abs(row["theta_below"]) <= 1.5
    fits = {row["fitted_at"] for row in lake.rows("select distinct fitted_at from conformal_theta")}
    assert fits == {MIDNIGHT - k * DAY for k in range(7)}, "the first fit has corrected nothing yet"


def test_coverage_of_what_came_after_the_fit(lake):
    every = {
        (row["step_seconds"], row["horizon_steps"], row["band_calibration"]): row
        for row in band_state.coverage(lake, segment_by="all").rows
    }
    assert len(every) == 7 * 2
    for (step_s, steps, _), row in every.items():
        assert row["n"] == every[step_s, steps, "raw"]["n"]
        assert row["since"] >= MIDNIGHT - 7 * DAY
        assert row["until"] + timedelta(seconds=step_s * steps) <= NOW == row["knowable_at"]
        assert row["open"] <= row["closed"]
        assert row["pinball"] > 0 < row["winkler"]
    for steps in (1, 12):
        row = every[300, steps, "conformal"]
        assert abs(row["miss_below"] - 0.1) < 0.03
        assert abs(row["miss_above"] - 0.1) < 0.03
        assert row["miss_below_se"] > 0
    parts = band_state.coverage(lake, segment_by="range_1h", band_calibration="raw").rows
    assert {row["segment"] for row in parts} <= {"still", "quiet", "moving", "swift"}
    for step_s, steps in {(row["step_seconds"], row["horizon_steps"]) for row in parts}:
        n = [row["n"] for row in parts if (row["step_seconds"], row["horizon_steps"]) == (step_s, steps)]
        assert sum(n) == every[step_s, steps, "raw"]["n"]


def test_closed_coverage_is_a_count(lake):
    """One horizon counted again from the bands of the walk: same origins, unweighted within a cap that does not bind."""
    found = band_state.coverage(lake, segment_by="day", band_calibration="raw").rows
    assert all(0 <= row["closed"] <= 1 and row["n"] > 0 for row in found)
    assert len({row["segment"] for row in found}) == 8


def test_missing_prices_are_counted(tmp_path):
    """Half of the markets fall silent a day before the end: their last bands of an hour are due and cannot be judged."""
    rows = [row for m in range(12) for row in walk(f"m{m:02}", NOW - (m % 2) * DAY, 288 * 11, m)]
    lake = lake_of(tmp_path / "lake", prices=rows)
    with lake.reading() as connection:
        band_state.build(lake, connection, NOW)
    every = {row["horizon_steps"]: row for row in band_state.coverage(lake, segment_by="all", band_calibration="raw").rows}
    assert every[12]["n_missing"] == 6  # one origin of each in its last hour


def test_drift_is_the_cause_of_a_refit(tmp_path):
    """Forty markets that begin to move ten times as far, three days before the end."""
    rows = []
    for m in range(40):
        calm = walk(f"m{m:02}", NOW - 3 * DAY, 288 * 8, m, size=0.002)
        rows += calm
        rows += walk(f"m{m:02}", NOW, 288 * 3, 100 + m, size=0.02, move=0.8)
    lake = lake_of(tmp_path / "lake", prices=rows)
    with lake.reading() as connection:
        band_state.build(lake, connection, NOW)
    rows = lake.rows("select * from conformal_state where horizon_steps = 12 order by fitted_at")
    calm = [row for row in rows if row["fitted_at"] <= NOW - 3 * DAY]
    assert {row["cause"] for row in calm} <= {"first", "age"}
    moved = next(row for row in rows if row["fitted_at"] == MIDNIGHT - DAY)
    assert moved["cause"] == "drift"
    assert {one["kind"] for one in json.loads(moved["triggers"])} & {"change", "width", "coverage"}


def test_a_refit_is_due_after_a_day_with_new_prices(lake):
    with lake.reading() as connection:
        assert not band_state.is_due(connection, MIDNIGHT + timedelta(hours=23))
        assert band_state.is_due(connection, MIDNIGHT + DAY)
        assert band_state.is_due(connection, NOW, method="fhs")


def test_too_few_outcomes_correct_nothing(tmp_path):
    lake = lake_of(tmp_path / "lake", prices=walk("a", NOW, 288 * 3, 1))
    with lake.reading() as connection:
        assert band_state.build(lake, connection, NOW) == 0


def test_filters_are_checked(lake):
    with pytest.raises(InputError, match="all or range_1h"):
        band_state.coverage(lake, segment_by="mood")
    page = band_state.coverage(lake, limit=5)
    assert page.next_cursor
    assert band_state.coverage(lake, limit=5, cursor=page.next_cursor).rows[0] not in page.rows
