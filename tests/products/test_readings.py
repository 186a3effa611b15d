"""Readings of one market: the price, the recalibrated price and the usual range side by side; and what was not seen of it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from credence.errors import InputError, NotBuilt
from credence.lake import Lake, open_lake
from credence.products import readings
from credence.products.markets import series

from .market_lake import (
    DAY,
    HOUR,
    NOW,
    band,
    blank,
    evidence,
    kept_word,
    lake_of,
    listed,
    price,
    quote,
    recalibrated,
    snapshot,
    trusted,
)

MINUTE = timedelta(minutes=1)


def of(folder, **tables) -> Lake:
    return lake_of(folder / "lake", **{"market_registry": [listed("1")]} | tables)


def reading(folder, **tables) -> dict:
    return readings.read(of(folder, **tables), "1")


# ---- the three readings


def test_the_price_between_bid_and_ask(tmp_path):
    found = reading(tmp_path, prices=[quote("1", NOW - 90 * MINUTE, 0.25, 0.75)])["readings"]
    assert found["price"] == {"value": 0.5, "low": 0.25, "high": 0.75, "at": NOW - 90 * MINUTE, "age_seconds": 5400.0}
    assert found["recalibrated"] is found["normal"] is None


@pytest.mark.parametrize(("verdict", "value"), [("helps", 0.4), ("no difference seen", None), (None, None)])
def test_a_recalibrated_price_has_a_value_only_where_that_helps(tmp_path, verdict, value):
    found = reading(
        tmp_path, recalibrated=[recalibrated("1", NOW - 2 * DAY, 0.6, 0.7), recalibrated("1", NOW - DAY, 0.5, 0.4, horizon="7d")],
        recalibration_evidence=[evidence(verdict, horizon="7d")] if verdict else [],
    )["readings"]["recalibrated"]  # fmt: skip
    assert (found["value"], found["p_yes"], found["cutoff_at"]) == (value, 0.5, NOW - DAY)
    assert (found["low"] is None, found["high"] is None) == (value is None, value is None)
    assert (found["verdict"], found["trained_on"], found["method"]) == (verdict, 900, "line")


@pytest.mark.parametrize(("p", "side"), [(0.39, "below"), (0.4, None), (0.6, None), (0.61, "above")])
def test_the_range_of_this_hour_and_of_the_coming_one(tmp_path, p, side):
    found = reading(
        tmp_path, prices=[price("1", NOW, p)],
        forecast_band=[band("1", NOW - 61 * MINUTE, 0.4, 0.6), band("1", NOW - MINUTE, 0.1, 0.2),
                       band("1", NOW - MINUTE, 0.0, 1.0, band_calibration="raw"), band("1", NOW, 0.0, 0.1, horizon_steps=288)],
    )["readings"]["normal"]  # fmt: skip
    assert (found["q10"], found["q50"], found["q90"]) == (0.4, 0.5, 0.6)
    assert (found["outside"], found["side"]) == (side is not None, side)
    assert (found["made_at"], found["due_at"]) == (NOW - 61 * MINUTE, NOW - MINUTE)
    assert (found["next"]["q10"], found["next"]["due_at"], found["next"]["band_calibration"]) == (
        0.1,
        NOW + 59 * MINUTE,
        "conformal",
    )
    assert found["stated"] == 0.8


def test_a_range_that_is_only_coming_judges_nothing(tmp_path):
    found = reading(tmp_path, prices=[price("1", NOW, 0.9)], forecast_band=[band("1", NOW - MINUTE, 0.4, 0.6)])
    normal = found["readings"]["normal"]
    assert (normal["outside"], normal["side"], normal["q10"]) == (None, None, 0.4)
    assert normal["next"]["made_at"] == normal["made_at"] == NOW - MINUTE


def test_a_range_without_a_price_judges_nothing(tmp_path):
    normal = reading(tmp_path, prices=[], forecast_band=[band("1", NOW - 61 * MINUTE, 0.4, 0.6)])["readings"]["normal"]
    assert (normal["outside"], normal["side"], normal["q10"]) == (None, None, 0.4)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        # errors .03 and .04 make .05 together; 1.96 * .05 = .098
        (kept_word(0.8, 40), (0.8, 0.702, 0.898, "")),
        (kept_word(0.95, 30), (0.95, 0.852, 1.0, "")),
        (kept_word(0.8, 29), (None, None, None, "too few: 29 events, 30 are needed")),
        (kept_word(0.8, 40, below_se=None), (None, None, None, "its error is not known")),
        (None, (None, None, None, "no such band has been judged yet")),
    ],
)
def test_how_bands_of_its_kind_have_kept_their_word(tmp_path, told, shown):
    kept = reading(tmp_path, forecast_band=[band("1", NOW, 0.4, 0.6)], band_coverage=[told] if told else [])["readings"][
        "normal"
    ]["kept"]
    value, low, high, reason = shown
    assert (kept["value"], kept["reason"], kept["few"]) == (value, reason, value is None)
    assert (kept["low"], kept["high"]) == (low and pytest.approx(low), high and pytest.approx(high))
    assert kept["n_events"] == (told["n_events"] if told else 0)


# ---- beside them


def test_the_newest_trust_with_the_weights_of_its_parts(tmp_path):
    rows = [trusted("1", NOW - DAY, 90.0), trusted("1", NOW, 10.0, anchor="scheduled"), trusted("1", NOW, 40.0),
            trusted("1", NOW, 70.0, trust_version="v2"), trusted("2", NOW, 80.0)]  # fmt: skip
    found = reading(tmp_path, trust=rows)["trust"]
    assert (found["total"], found["weights"]) == (40.0, {"liquidity": 0.6, "stability": 0.4})
    assert readings.read(of(tmp_path / "other", trust=[trusted("1", NOW, 5.0, config=None)]), "1")["trust"]["weights"] == {}


def test_the_newest_snapshots(tmp_path):
    found = reading(tmp_path, market_snapshot=[snapshot("1", NOW - back * HOUR) for back in range(-3, 40)])["snapshots"]
    assert [row["ts"] for row in found] == [NOW - back * HOUR for back in range(24)]


@pytest.mark.parametrize(("window", "days"), [("1d", 1), ("7d", 7), ("30d", 30), ("all", 60)])
def test_a_window_ends_at_the_last_price(tmp_path, window, days):
    last = NOW - 5 * DAY
    lake = of(tmp_path, prices=[price("1", last - back * DAY, 0.5) for back in range(61)])
    found = readings.read(lake, "1", window=window)
    assert found["window"] == {"window": window, "since": last - days * DAY, "until": last}
    address = urlsplit(found["series"]["prices"])
    assert address.path == "/markets/1/prices"
    asked = parse_qs(address.query)
    assert asked == {"points": ["600"], "since": [(last - days * DAY).isoformat().replace("+00:00", "Z")]}
    assert len(series(lake, "1", since=last - days * DAY, points=600).rows) == days + 1


def test_addresses_hold_any_id(tmp_path):
    name = "slug:a/b?c&d=e #é"
    lake = of(tmp_path, market_registry=[listed(name)], prices=[price(name, NOW, 0.5)])
    found = readings.read(lake, name)["series"]
    assert set(found) == {"prices", "bands", "breaches", "features"}
    assert urlsplit(found["prices"]).path == "/markets/slug%3Aa%2Fb%3Fc%26d%3De%20%23%C3%A9/prices"
    assert parse_qs(urlsplit(found["breaches"]).query)["market_id"] == [name]


def test_without_a_price_there_is_nothing_to_draw(tmp_path):
    found = reading(tmp_path)
    assert found["series"] is None
    assert found["window"] == {"window": "7d", "since": None, "until": None}
    assert found["readings"] == {"price": None, "recalibrated": None, "normal": None}
    assert (found["trust"], found["snapshots"], found["gaps"]) == (None, [], [])


def test_gaps_are_what_a_run_missed_and_long_silences(tmp_path):
    def asked(scope: str, status: str, detail: str) -> dict:
        return blank("coverage", run_id="r", source="clob", scope=scope, status=status, detail=detail, since=NOW - DAY, until=NOW)

    silent = [price("1", NOW - hours * HOUR, 0.5) for hours in (500, 30, 29, 23, 22.5, 16.49)]
    found = reading(
        tmp_path, market_registry=[listed("1", condition_id="0xc1", token_ids=["77"])], prices=silent,
        coverage=[asked("token:77", "gap", "lost"), asked("token:777", "gap", "another market"),
                  asked("token:77", "complete", "fine"), asked("condition 0xc1", "gap", "cut")],
    )["gaps"]  # fmt: skip
    reported, rest = found[:2], found[2:]
    assert [row["detail"] for row in reported] == ["cut", "lost"]
    assert reported[0] == {"since": NOW - DAY, "until": NOW, "source": "clob", "detail": "cut"}
    # 29 to 23 is six hours: a price counts that long; 22.5 to 16.49 is a little longer; 500 to 30 began before the window
    assert [(row["since"], row["source"], row["detail"]) for row in rest] == [(NOW - 22.5 * HOUR, "prices", "no price for 6.0 h")]


# ---- what is refused


@pytest.mark.parametrize("window", ["", "2d", "ALL", "7", "all;", "7d ", None])
def test_other_windows_are_refused(tmp_path, window):
    with pytest.raises(InputError) as refused:
        readings.read(of(tmp_path), "1", window=window)
    assert refused.value.name == "window"
    assert refused.value.next_step


def test_an_empty_lake_is_not_built(tmp_path):
    with pytest.raises(NotBuilt):
        readings.read(open_lake(str(tmp_path / "none")), "1")
