"""Breaches: a band whose horizon has passed is held against the price of that moment, on both calibrations, once."""

from datetime import timedelta

import pytest

from credence.errors import InputError
from credence.products import bands, breaches

from .band_lake import NOW, STEP, lake_of, price, walk

HOUR = timedelta(hours=1)


def made(tmp_path, prices, *minutes: int):
    lake = lake_of(tmp_path / "lake", prices=prices)
    with lake.reading() as connection:
        for before in minutes:
            bands.cycle(lake, connection, NOW - timedelta(minutes=before))
    return lake


def test_a_jump_breaches_the_band_before_it_once(tmp_path):
    before = [row for row in walk("a", NOW, 300, 3) if row["ts"] < NOW]
    last = before[-1]["p_yes"]
    lake = made(tmp_path, [*before, price("a", NOW, 0.97), *walk("b", NOW, 300, 4, move=0.0)], 5, 0)
    (row,) = breaches.read(lake).rows
    band = next(one for one in bands.read(lake, market_id="a").rows if one["ts"] == NOW - STEP and one["horizon_steps"] == 1)
    assert (row["market_id"], row["ts"], row["due_at"], row["band_ts"]) == ("a", NOW, NOW, NOW - STEP)
    assert (row["side"], row["p"], row["p_before"], row["band_calibration"]) == ("above", 0.97, pytest.approx(last), "raw")
    assert (row["q10"], row["q90"]) == (band["q10"], band["q90"])
    assert row["excess"] > 0


def test_below_is_below(tmp_path):
    before = [row for row in walk("a", NOW, 300, 3) if row["ts"] < NOW]
    lake = made(tmp_path, [*before, price("a", NOW, 0.01)], 5, 0)
    assert [row["side"] for row in breaches.read(lake).rows] == ["below"]


def test_a_price_on_the_edge_is_inside(tmp_path):
    before = [row for row in walk("a", NOW, 300, 3) if row["ts"] < NOW]
    probe = made(tmp_path / "probe", before, 5)
    edge = next(row for row in bands.read(probe).rows if row["horizon_steps"] == 1)["q90"]
    lake = made(tmp_path, [*before, price("a", NOW, edge)], 5, 0)
    assert breaches.read(lake).rows == []


def test_the_horizon_decides_when_a_band_is_judged(tmp_path):
    """A move at 11:30 that was taken back before 12:00 is no breach of the band of an hour, made at 11:00."""
    rows = walk("a", NOW - HOUR, 300, 3)
    p = rows[-1]["p_yes"]
    rows += [price("a", NOW - k * STEP, 0.95 if 4 <= k <= 8 else p) for k in range(12)]
    lake = made(tmp_path, rows, *range(60, -1, -5))
    by_horizon = {row["horizon_steps"] for row in breaches.read(lake).rows}
    assert by_horizon == {1}
    assert {row["due_at"] - row["band_ts"] for row in breaches.read(lake).rows} == {STEP}


def test_a_band_without_a_price_at_its_end_is_not_judged(tmp_path):
    rows = [row for row in walk("a", NOW - 3 * STEP, 300, 3)]
    lake = made(tmp_path, [*rows, price("a", NOW + STEP, 0.99)], 15, 0)
    with lake.reading() as connection:
        found = bands.cycle(lake, connection, NOW + STEP)
    assert breaches.read(lake).rows == []
    assert found.judged == 0


def test_a_market_that_no_longer_matters_is_still_judged(tmp_path):
    from credence.config import rules

    before = [row for row in walk("a", NOW, 300, 3) if row["ts"] < NOW]
    lake = lake_of(tmp_path / "lake", prices=[*before, price("a", NOW, 0.97), *walk("b", NOW, 300, 4, move=0.0)])
    with lake.reading() as connection:
        bands.cycle(lake, connection, NOW - STEP)
        lake.state.watch(["b"])
        bands.cycle(lake, connection, NOW, rule=rules("bands") | {"markets": 1})
    assert [row["market_id"] for row in breaches.read(lake).rows] == ["a"]


def test_pages_and_filters(tmp_path):
    rows = [row for m in range(6) for row in walk(f"m{m}", NOW, 300, m, move=0.2)]
    lake = made(tmp_path, rows, *range(60, -1, -5))
    whole = breaches.read(lake, limit=1000).rows
    assert len(whole) > 8
    pages, cursor = [], None
    while True:
        page = breaches.read(lake, limit=3, cursor=cursor)
        pages += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    assert pages == whole
    assert {row["market_id"] for row in breaches.read(lake, market_id="m1").rows} <= {"m1"}
    assert len(breaches.read(lake, side="above").rows) + len(breaches.read(lake, side="below").rows) == len(whole)
    with pytest.raises(InputError, match="below or above"):
        breaches.read(lake, side="left")
