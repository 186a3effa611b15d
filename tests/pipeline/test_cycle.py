"""A live cycle: the correction first where it is due, then bands, under the writer's lock."""

from datetime import timedelta

import pytest

from credence.errors import Locked
from credence.pipeline.cycle import run_cycle

from ..products.band_lake import NOW, STEP, lake_of, walk


def test_a_cycle_fits_what_is_due_and_makes_bands(tmp_path):
    lake = lake_of(tmp_path / "lake", prices=[row for m in range(8) for row in walk(f"m{m}", NOW, 288 * 9, m)])
    first = run_cycle(lake, NOW - STEP)
    assert (first.emitted, first.corrected, first.fitted_at) == (8, 8, NOW.replace(hour=0))
    fitted = lake.version("conformal_state").number
    second = run_cycle(lake, NOW)
    assert lake.version("conformal_state").number == fitted, "not due again"
    assert second.judged == 8
    assert lake.rows("select distinct live from band_decision") == [{"live": True}]
    later = run_cycle(lake, NOW + timedelta(days=2))
    assert (later.emitted, later.suppressed) == (0, {"stale_price": 8})
    assert run_cycle(lake, NOW + timedelta(days=4)).suppressed == {"no_price": 8}


def test_one_writer_at_a_time(tmp_path):
    lake = lake_of(tmp_path / "lake", prices=walk("a", NOW, 40, 1))
    with lake.writing(), pytest.raises(Locked):
        run_cycle(lake, NOW)
