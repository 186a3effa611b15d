"""The cycle on small lakes: who gets a band, why others have none, both calibrations, and nothing from after the moment."""

from datetime import timedelta

import numpy as np
import pytest

from credence.config import rules
from credence.errors import InputError, NotBuilt
from credence.forecasts import registry
from credence.forecasts.band_book import WRITES
from credence.lake import open_lake
from credence.products import band_state, bands

from .band_lake import NOW, STEP, change, hour, lake_of, listed, price, quote, walk

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def cycle(lake, as_of=NOW, **more):
    with lake.reading() as connection:
        return bands.cycle(lake, connection, as_of, **more)


def decisions(lake, ts=NOW) -> dict[str, dict]:
    return {row["market_id"]: row for row in lake.rows("select * from band_decision") if row["ts"] == ts}


def hashes(lake, *tables: str) -> dict:
    with lake.reading() as connection:
        return {name: lake.content_hash(connection, name) for name in tables}


def test_a_band_lies_around_the_last_price_at_every_horizon(tmp_path):
    lake = lake_of(tmp_path / "lake", prices=walk("a", NOW, 300, 1))
    assert cycle(lake).emitted == 1
    rows = bands.read(lake, market_id="a").rows
    last = lake.rows("select arg_max(p_yes, ts) as p from prices")[0]["p"]
    assert [(row["step_seconds"], row["horizon_steps"]) for row in rows] == [(300, 1), (300, 12), (300, 72), (300, 288)]
    for row in rows:
        assert 0 <= row["q10"] <= row["q50"] <= row["q90"] <= 1
        assert row["q50"] == pytest.approx(last)
        assert (row["ts"], row["method"], row["band_calibration"]) == (NOW, registry.forecaster().method, "raw")
    assert rows[1]["q90"] - rows[1]["q10"] > rows[0]["q90"] - rows[0]["q10"]
    decision = decisions(lake)["a"]
    assert (decision["decision"], decision["reason"], decision["points"]) == ("EMIT", "", 288)
    assert (decision["corrected"], decision["uncorrected_reason"], decision["live"]) == (False, "no_state", True)


def test_bands_are_those_of_the_forecaster_itself(tmp_path):
    """Laid out by hand: the same last 288 prices in one batch."""
    rows = walk("a", NOW, 288, 4)
    lake = lake_of(tmp_path / "lake", prices=rows)
    cycle(lake)
    from credence.forecasts.interface import Covariates

    covariates = Covariates(origin_ts=np.array([int(NOW.timestamp())]))
    expected = registry.forecaster().forecast_quantiles(
        [row["p_yes"] for row in rows], [1, 12, 72, 288], 300, (0.1, 0.5, 0.9), covariates
    )
    found = [[row[q] for q in ("q10", "q50", "q90")] for row in bands.read(lake).rows]
    np.testing.assert_allclose(found, expected.values[0], atol=2e-4)  # the cycle's features are of single precision


def test_a_market_priced_by_the_hour_gets_hourly_steps(tmp_path):
    lake = lake_of(tmp_path / "lake", prices=walk("h", NOW - timedelta(minutes=20), 80, 2, step=HOUR))
    cycle(lake)
    assert {(row["step_seconds"], row["horizon_steps"]) for row in bands.read(lake).rows} == {(3600, 1), (3600, 6), (3600, 24)}
    decision = decisions(lake)["h"]
    assert (decision["step_seconds"], decision["age_seconds"], decision["points"]) == (3600, 1200.0, 72)


WHY = {
    "resolved": "resolved", "closed": "closed", "silent": "no_price", "stale": "stale_price", "wide": "spread_too_wide",
    "one": "one_sided", "hourly": "stale_price", "fresh": "", "edge": "", "carried": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def reasons(tmp_path_factory):
    """A market for each reason, and for each rule that keeps one alive."""
    rows = [row for seed, name in enumerate(("resolved", "closed", "fresh")) for row in walk(name, NOW, 290, seed)]
    rows += walk("stale", NOW - timedelta(minutes=11), 290, 5)
    rows += walk("carried", NOW - timedelta(minutes=9), 290, 6)
    rows += walk("hourly", NOW - timedelta(hours=3), 60, 7, step=HOUR)
    for name, bid, ask in (("wide", 0.4, 0.51), ("one", 0.5, None), ("edge", None, 0.04)):
        rows += [row for row in walk(name, NOW - timedelta(minutes=20), 290, 8)]
        rows += [quote(name, NOW - minutes * timedelta(minutes=1), bid, ask) for minutes in (6, 1)]
    markets = [listed(name) for name in WHY]
    history = [change(name, "closed", "false", NOW - 60 * DAY) for name in WHY] + [change("closed", "closed", "true", NOW - HOUR)]
    outcomes = [dict.fromkeys(("market_id",), "resolved") | {
        "status": "RESOLVED_TRUE", "venue": "polymarket", "event_id": "e", "market_type": "binary", "provenance": "payouts",
        "rule": "R1", "scored": True, "disputed": False, "independent": True, "backfilled": False, "clock": "replayed",
        "knowable_at": NOW - HOUR}]  # fmt: skip
    seen = [hour(name, NOW - HOUR) for name in WHY if name != "silent"]
    lake = lake_of(tmp_path_factory.mktemp("why") / "lake", prices=rows, market_registry=markets, market_history=history,
                   outcomes=outcomes, features=seen)  # fmt: skip
    cycle(lake)
    return lake


@pytest.mark.parametrize("market", WHY)
def test_every_reason_is_told(reasons, market):
    row = decisions(reasons)[market]
    assert (row["decision"], row["reason"]) == ("EMIT" if not WHY[market] else "SUPPRESS", WHY[market])
    banded = {row["market_id"] for row in reasons.rows("select distinct market_id from forecast_band")}
    assert (market in banded) == (not WHY[market])


def test_a_quote_with_one_side_near_the_edge_is_half_of_it(reasons):
    assert {row["q50"] for row in bands.read(reasons, market_id="edge").rows} == {0.02}


def test_what_was_resolved_or_closed_later_was_open_then(reasons):
    """Two hours earlier nobody knew."""
    then = NOW - 2 * HOUR
    cycle(reasons, then, live=False)
    assert {decisions(reasons, then)[name]["decision"] for name in ("resolved", "closed")} == {"EMIT"}


def test_a_forecaster_without_an_answer_is_told(tmp_path, monkeypatch):
    lake = lake_of(tmp_path / "lake", prices=walk("a", NOW, 300, 1))
    from credence.forecasts import cycle as arithmetic

    def nothing(*given):
        found = made(*given)
        found.values[:] = np.nan
        return found

    made = arithmetic.made
    monkeypatch.setattr(arithmetic, "made", nothing)
    cycle(lake)
    assert decisions(lake)["a"]["reason"] == "no_answer"


def test_few_prices_are_answered_by_the_fallback(tmp_path):
    lake = lake_of(tmp_path / "lake", prices=walk("few", NOW, 31, 1) + walk("many", NOW, 32, 2))
    found = cycle(lake)
    assert (found.emitted, found.fallbacks) == (2, 1)
    told = decisions(lake)
    assert (told["few"]["fallback_used"], told["few"]["fallback_reason"]) == (True, "short_input")
    assert (told["many"]["fallback_used"], told["many"]["fallback_reason"]) == (False, None)
    assert {row["method"] for row in bands.read(lake, market_id="few").rows} == {"FHS"}


def test_the_order_of_markets(tmp_path):
    """Worked by hand: .4 ln(1 + x) / ln(1 + 1e6) each for interest and volume, .2 trust; the watch-list before all."""
    rows = [row for seed, name in enumerate("abcd") for row in walk(name, NOW, 40, seed)]
    seen = [hour("a", NOW - HOUR, volume_24h=999.0), hour("b", NOW - HOUR, open_interest=1e7), hour("c", NOW - HOUR),
            hour("d", NOW - HOUR), hour("d", NOW - 2 * DAY, volume_24h=1e6)]  # fmt: skip
    lake = lake_of(tmp_path / "lake", prices=rows, features=seen)
    lake.state.watch(["d"])
    cycle(lake)
    told = decisions(lake)
    assert [told[name]["rank"] for name in "dbac"] == [1, 2, 3, 4]
    assert [told[name]["ranked_by"] for name in "dbac"] == ["watch_list", "open_interest", "volume_24h", "nothing known"]
    assert told["b"]["score"] == pytest.approx(0.4)
    assert told["a"]["score"] == pytest.approx(0.4 * np.log(1000) / np.log(1 + 1e6))
    assert told["d"]["score"] == 0  # an hour of two days ago is too old
    with lake.reading() as connection:
        bands.cycle(lake, connection, NOW, rule=rules("bands") | {"markets": 2})
    assert set(decisions(lake)) == {"b", "d"}


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """Twelve markets of twelve days, a state that was fitted on them, and the cycles that the daily job makes up for."""
    rows = [row for m in range(12) for row in walk(f"m{m:02}", NOW, 288 * 12, m)]
    lake = lake_of(tmp_path_factory.mktemp("fitted") / "lake", prices=rows)
    with lake.reading() as connection:
        band_state.build(lake, connection, NOW)
        bands.build(lake, connection, NOW)
    return lake


def test_both_calibrations_are_kept(fitted):
    pairs = fitted.rows("select market_id, ts, horizon_steps, list_sort(list(band_calibration)) as kept from forecast_band "
                        "group by all")  # fmt: skip
    assert len(pairs) == 12 * 5 * 4
    assert all(row["kept"] == ["conformal", "raw"] for row in pairs)
    basis = fitted.rows("select count(*) as n, count(correction_below) as c, count(distinct theta_below) as t from band_basis")[0]
    assert basis["n"] == basis["c"] == len(pairs)
    assert basis["t"] > 12


def test_a_conformal_band_is_the_raw_one_with_what_its_basis_says(fitted):
    rows = fitted.rows(
        "select s.*, r.q10 as raw_low, r.q90 as raw_high, c.q10 as low, c.q50 as mid, c.q90 as high from band_basis as s "
        "inner join forecast_band as r using (market_id, ts, horizon_steps) "
        "inner join forecast_band as c using (market_id, ts, horizon_steps) "
        "where r.band_calibration = 'raw' and c.band_calibration = 'conformal' and not s.clamped"
    )
    assert len(rows) > 100
    for row in rows:
        low = row["raw_low"] - row["correction_below"] * row["scale"]
        high = row["raw_high"] + row["correction_above"] * row["scale"]
        assert row["low"] == pytest.approx(max(row["p"] + (low - row["p"]) * np.exp(row["theta_below"]), 0), abs=1e-9)
        assert row["high"] == pytest.approx(min(row["p"] + (high - row["p"]) * np.exp(row["theta_above"]), 1), abs=1e-9)
        assert row["mid"] == row["p"]


def test_the_same_data_gives_the_same_answer(fitted):
    before = hashes(fitted, *WRITES)
    with fitted.reading() as connection:
        band_state.build(fitted, connection, NOW)
        bands.build(fitted, connection, NOW)
    assert hashes(fitted, *WRITES) == before


def test_the_daily_job_keeps_live_cycles_and_a_rerun_replaces_its_own(tmp_path):
    lake = lake_of(tmp_path / "lake", prices=walk("a", NOW, 400, 1))
    cycle(lake, NOW - 7 * STEP)
    cycle(lake, NOW - 5 * DAY)  # too old to be kept
    cycle(lake, NOW - 2 * STEP)
    once = hashes(lake, *WRITES)
    cycle(lake, NOW - 2 * STEP)
    assert hashes(lake, *WRITES) == once
    with lake.reading() as connection:
        bands.build(lake, connection, NOW)
    live = {row["ts"] for row in lake.rows("select ts from band_decision where live")}
    assert live == {NOW - 7 * STEP, NOW - 2 * STEP}
    assert len(lake.rows("select distinct ts from band_decision")) == 2 + 5


def test_nothing_after_the_moment_counts(tmp_path):
    """The last four hours replaced by noise, their labels and closings turned: every table of that moment is the same."""
    then = NOW - 4 * HOUR
    rows = [row for m in range(8) for row in walk(f"m{m}", NOW, 288 * 9, m)]
    rng = np.random.default_rng(5)
    noise = [row if row["ts"] <= then else row | {"p_yes": round(float(rng.random()), 4)} for row in rows]
    tables = (*WRITES, "conformal_state", "conformal_theta", "band_coverage")
    found = []
    for name, prices, closed in (("one", rows, "false"), ("two", noise, "true")):
        lake = lake_of(
            tmp_path / name, prices=prices,
            features=[hour(f"m{m}", then + HOUR, volume_24h=1e5) for m in range(8) if name == "two"],
            market_history=[change(f"m{m}", "closed", "false", NOW - 60 * DAY) for m in range(8)]
            + [change(f"m{m}", "closed", closed, then + HOUR) for m in range(8)],
        )  # fmt: skip
        with lake.reading() as connection:
            band_state.build(lake, connection, then)
            bands.build(lake, connection, then)
            bands.cycle(lake, connection, then + timedelta(minutes=4))
        found.append(hashes(lake, *tables))
    assert found[0] == found[1]
    assert all(one["rows"] > 0 for one in found[0].values()), found[0]


def test_an_outcome_is_not_used_before_its_horizon_has_passed(tmp_path):
    """A jump that becomes known at 12:00 teaches the five-minute band of 11:55 then, and the band of an hour not at all."""
    quiet = [price("a", NOW - k * STEP, 0.5 + 0.01 * (k % 7 == 0)) for k in range(1, 288 * 9)]
    others = [row for m in range(5) for row in walk(f"b{m}", NOW, 288 * 9, m)]
    lake = lake_of(tmp_path / "lake", prices=[*quiet, price("a", NOW, 0.9), *others])
    with lake.reading() as connection:
        band_state.build(lake, connection, NOW - HOUR)
        for minutes in (10, 5, 0):
            bands.cycle(lake, connection, NOW - timedelta(minutes=minutes))
    theta = {(row["ts"], row["horizon_steps"]): row["theta_above"]
             for row in lake.rows("select * from band_basis where market_id = 'a'")}  # fmt: skip
    early = NOW - timedelta(minutes=5)
    assert theta[NOW, 1] - theta[early, 1] == pytest.approx(0.05 * 0.9)  # one miss above
    assert theta[early, 1] - theta[NOW - 2 * STEP, 1] == pytest.approx(-0.05 * 0.1)  # one band that held
    assert all(theta[NOW, steps] == theta[early, steps] for steps in (12, 72, 288))


def test_reading(fitted):
    whole = bands.read(fitted, limit=10_000).rows
    assert len(whole) == 12 * 5 * 4 * 2
    pages, cursor = [], None
    while True:
        page = bands.read(fitted, limit=97, cursor=cursor)
        pages += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    assert pages == whole
    assert [row["ts"] for row in whole] == sorted((row["ts"] for row in whole), reverse=True)
    assert {row["ts"] for row in bands.read(fitted, since=NOW, limit=10_000).rows} == {NOW}
    only = bands.read(fitted, market_id="m03", band_calibration="conformal", since=NOW)
    assert [row["horizon_steps"] for row in only.rows] == [1, 12, 72, 288]
    with pytest.raises(InputError, match="raw or conformal"):
        bands.read(fitted, band_calibration="cooked")


def test_a_lake_without_prices_has_no_bands_and_says_so(tmp_path):
    lake = lake_of(tmp_path / "lake")
    with lake.reading() as connection:
        assert band_state.build(lake, connection, NOW) == 0
        assert bands.build(lake, connection, NOW) == 0
    assert bands.read(lake).rows == []
    with pytest.raises(NotBuilt):
        bands.read(open_lake(str(tmp_path / "nothing")))
