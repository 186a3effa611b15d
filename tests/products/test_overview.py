"""The first page: what can be believed, what moved, what was not seen, what does not fit, and what has changed."""

import json
from datetime import timedelta

import pytest

from credence.errors import NotBuilt
from credence.lake import Lake, open_lake
from credence.measures.enough import share_interval
from credence.products import overview

from .cube_lake import finish, judged
from .market_lake import (
    DAY,
    HOUR,
    NOW,
    answered,
    band,
    blank,
    breach,
    event,
    evidence,
    lake_of,
    listed,
    price,
    put,
    recalibrated,
)


def group(category: str, slope: tuple[float | None, float | None, float | None], **fields) -> dict:
    low, value, high = slope
    return blank("scoreboard", **{
        "venue": "all", "category": category, "liquidity_bucket": "all", "horizon": "24h", "anchor": "scheduled",
        "weighting": "event", "ends": "all", "n": 90, "n_events": 60, "slope": value, "slope_low": low,
        "slope_high": high, "outcome_visible": False, "simulated": True,
    } | fields)  # fmt: skip


def of(folder, **tables) -> dict:
    return overview.read(lake_of(folder / "lake", **{"market_registry": []} | tables))


# ---- what can be believed


@pytest.mark.parametrize(
    ("slope", "fields", "verdict"),
    [
        ((1.01, 1.2, 1.4), {}, "timid"),
        ((0.6, 0.8, 0.99), {}, "bold"),
        ((0.8, 1.0, 1.2), {}, "fair"),
        ((0.75, 1.0, 1.25), {}, "fair"),  # a half-width of just .25
        ((0.7, 1.0, 1.3), {}, "open"),  # it holds 1, and much else
        ((None, None, None), {"n_events": 12}, "too few"),
        ((None, 1.0, None), {}, "too few"),
        ((0.8, 1.0, 1.2), {"outcome_visible": True}, "outcome visible"),
    ],
)
def test_a_category_is_judged_by_its_slope(tmp_path, slope, fields, verdict):
    (found,) = of(tmp_path, scoreboard=[group("politics", slope, **fields)])["believable"]
    assert (found["category"], found["open"], found["verdict"]) == ("politics", 0, verdict)
    shown = found["slope"]
    assert shown["few"] == (verdict in ("too few", "outcome visible"))
    assert (shown["value"] is None) == (shown["low"] is None) == shown["few"] == bool(shown["reason"])
    assert (shown["n"], shown["n_events"]) == (90, fields.get("n_events", 60))


def test_other_rows_of_the_scoreboard_do_not_count(tmp_path):
    fair = (0.8, 1.0, 1.2)
    others = [{"venue": "kalshi"}, {"category": "all"}, {"liquidity_bucket": "LOW"}, {"horizon": "7d"}, {"anchor": "close"},
              {"weighting": "market"}, {"ends": "observed"}]  # fmt: skip
    assert of(tmp_path, scoreboard=[group("politics", fair) | other for other in others])["believable"] == []


def test_categories_stand_by_open_markets_and_unscored_ones_say_so(tmp_path):
    markets = [listed(f"{category}{at}", category=category) for category, n in (("b", 2), ("a", 2), ("c", 3)) for at in range(n)]
    markets.append(listed("gone", category="c", status="RESOLVED"))
    found = of(tmp_path, market_registry=markets, scoreboard=[group("a", (0.8, 1.0, 1.2)), group("d", (0.8, 1.0, 1.2))])[
        "believable"
    ]
    assert [(row["category"], row["open"], row["verdict"]) for row in found] == [
        ("c", 3, "too few"), ("a", 2, "fair"), ("b", 2, "too few"), ("d", 0, "fair")]  # fmt: skip
    assert found[0]["slope"]["reason"] == "no resolved market of this category has been scored"


def test_a_market_without_a_category_is_counted(tmp_path):
    found = of(
        tmp_path, market_registry=[listed("1", category=None), listed("2")], scoreboard=[group("politics", (0.8, 1.0, 1.2))]
    )
    assert (found["open_markets"], found["in_fair_groups"]) == (2, 1)
    assert sum(row["open"] for row in found["believable"]) == 2


def test_the_share_of_open_markets_counts_events(tmp_path):
    """Forty events: thirty of two markets in a fair category, ten of one in another: 60 of 70."""
    markets = [listed(f"f{at}-{leg}", f"f{at}", category="fair") for at in range(30) for leg in "ab"]
    markets += [listed(f"o{at}", category="other") for at in range(10)]
    found = of(tmp_path, market_registry=markets, scoreboard=[group("fair", (0.8, 1.0, 1.2)), group("other", (0.2, 0.4, 0.6))])
    share = found["believable_share"]
    assert (found["open_markets"], found["in_fair_groups"], share["n"], share["n_events"]) == (70, 60, 70, 40)
    assert share["value"] == pytest.approx(60 / 70)
    # 70^2 / (30 * 4 + 10) = 37.7 events of equal weight
    assert (share["low"], share["high"]) == pytest.approx(share_interval(60 / 70, 4900 / 130))


@pytest.mark.parametrize(("events", "few"), [(0, True), (29, True), (30, False)])
def test_a_share_of_few_events_is_not_shown(tmp_path, events, few):
    share = of(tmp_path, market_registry=[listed(str(at)) for at in range(events)])["believable_share"]
    assert (share["few"], share["value"]) == (few, None if few else 0.0)
    assert bool(share["reason"]) == few


# ---- what moved, what does not fit


def test_the_newest_breach_of_each_market_in_the_last_day(tmp_path):
    found = of(
        tmp_path, market_registry=[listed("1"), listed("2"), listed("3")],
        band_breach=[
            breach("1", NOW - 5 * HOUR, 0.9), breach("1", NOW - 2 * HOUR, 0.7), breach("2", NOW - 2 * HOUR, 0.8),
            breach("3", NOW - DAY, 0.9), breach("3", NOW - HOUR, 0.9, horizon_steps=1),
            breach("3", NOW - HOUR, 0.9, band_calibration="raw"),
            breach("9", NOW, 0.9),
        ],
    )["moved"]  # fmt: skip
    assert [(row["market_id"], row["ts"], row["p"]) for row in found] == [("2", NOW - 2 * HOUR, 0.8), ("1", NOW - 2 * HOUR, 0.7)]
    assert (found[0]["question"], found[0]["p_before"], found[0]["side"]) == ("Does 2 happen?", 0.5, "above")


def test_lists_are_short(tmp_path):
    names = [f"{at:02}" for at in range(30)]
    found = of(
        tmp_path, market_registry=[listed(name) for name in names], recalibration_evidence=[evidence("helps")],
        band_breach=[breach(name, NOW, 0.7) for name in names],
        recalibrated=[recalibrated(name, NOW, 0.5, 0.5 + at / 100) for at, name in enumerate(names)],
    )  # fmt: skip
    assert [row["market_id"] for row in found["moved"]] == names[:10]
    assert [row["market_id"] for row in found["gaps_to_recalibrated"]] == names[:-11:-1]


def test_gaps_to_the_recalibrated_price_are_of_open_markets_where_it_helps(tmp_path):
    found = of(
        tmp_path, market_registry=[listed("1"), listed("2"), listed("3", status="RESOLVED"), listed("4")],
        recalibrated=[
            recalibrated("1", NOW - 2 * DAY, 0.5, 0.9),  # older than the next
            recalibrated("1", NOW - DAY, 0.5, 0.45, horizon="7d"),
            recalibrated("2", NOW, 0.5, 0.75), recalibrated("3", NOW, 0.5, 0.9), recalibrated("4", NOW, 0.5, 0.9, anchor="close"),
        ],
        recalibration_evidence=[
            evidence("helps", n=40, n_events=31), evidence("helps", horizon="7d", n=90, n_events=60),
            evidence("no difference seen", anchor="close"),
        ],
    )["gaps_to_recalibrated"]  # fmt: skip
    assert [(row["market_id"], row["price"], row["p_recalibrated"]) for row in found] == [("2", 0.5, 0.75), ("1", 0.5, 0.45)]
    assert [row["gap"] for row in found] == pytest.approx([0.25, -0.05])
    assert [(row["n"], row["n_events"]) for row in found] == [(40, 31), (90, 60)]


def test_events_that_fit_least_stand_first_and_stale_ones_are_left_out(tmp_path):
    def legs(name: str, *prices: float, age: timedelta = HOUR, **fields) -> tuple[list[dict], list[dict]]:
        markets = [listed(f"{name}{at}", name, question=f"Above {200 - at}?", **fields) for at in range(len(prices))]
        return markets, [price(f"{name}{at}", NOW - age, p) for at, p in enumerate(prices)]

    parts = [legs("whole", 0.5, 0.5), legs("over", 0.7, 0.5), legs("under", 0.3, 0.3), legs("old", 0.9, 0.9, age=7 * HOUR),
             legs("done", 0.9, 0.9, status="RESOLVED"), legs("kept", 0.1, 0.5), legs("broken", 0.6, 0.5)]  # fmt: skip
    sums = ("whole", "over", "under", "old", "done")
    found = of(
        tmp_path, market_registry=[row for markets, _ in parts for row in markets],
        prices=[row for _, seen in parts for row in seen],
        events=[event(name, neg_risk=True) for name in sums] + [event(name, neg_risk=False) for name in ("kept", "broken")],
    )["incoherent"]  # fmt: skip
    assert [(row["event_id"], row["kind"], row["gap"]) for row in found] == [
        ("under", "sum", -0.4), ("over", "sum", 0.2), ("broken", "threshold", 0.1)]  # fmt: skip


# ---- what was not seen


def asked(run: str, expected: int | None, received: int | None, status: str = "complete", **fields) -> dict:
    return blank("coverage", run_id=run, source="clob", expected=expected, received=received, status=status, detail="") | fields


def test_what_was_not_seen_by_day_and_source(tmp_path):
    lake = lake_of(
        tmp_path / "lake", market_registry=[listed("1"), listed("2"), listed("3"), listed("4", status="UNRESOLVED")],
        prices=[price("1", NOW - 6 * HOUR, 0.5), price("2", NOW - 7 * HOUR, 0.5)],
        coverage=[
            asked("run-1", 10, 5, "gap", scope="a"), asked("run-1", 30, 45, scope="b"),
            asked("run-1", None, 9, "truncated", scope="c"),
            asked("before", 4, 1, "gap"), asked("long ago", 4, 0, "gap"), asked("not known", 4, 0, "gap"),
            asked("run-1", 4, 0, "gap", source="quality"), asked("run-1", None, None, "unverified", source="gamma"),
        ],
    )  # fmt: skip
    for name, days in (("before", 13), ("long ago", 14)):
        lake.state.start_run(name, "run", NOW - days * DAY, {})
        lake.state.end_run(name, NOW - days * DAY, "failed", "the disk is full", {})
    found = overview.read(lake)["not_seen"]
    assert (found["stale_markets"], found["unlabelled"]) == (2, 1)  # one is older than six hours, one has none
    assert (found["gaps"], found["truncated"]) == (2, 1)
    days = {(row["day"], row["source"]): row for row in found["days"]}
    assert len(days) == 14 * 2
    today = days[NOW.date(), "clob"]
    # of the second more came than expected: 5 + 30 of 40
    assert (today["asked"], today["share"]) == (3, 35 / 40)
    assert days[(NOW - 13 * DAY).date(), "clob"]["share"] == 0.25
    assert (days[NOW.date(), "gamma"]["asked"], days[NOW.date(), "gamma"]["share"]) == (1, None)
    assert days[(NOW - DAY).date(), "clob"]["asked"] == 0


# ---- what has changed


def kept_run(lake: Lake, run_id: str, rows: list[dict], code: str) -> None:
    """A finished run that left these judged prices, and its manifest."""
    put(lake, cube_rows=rows)
    finish(lake, run_id, NOW)
    lake.layout.manifests.mkdir(exist_ok=True)
    tables = {"cube_rows": {"version": lake.version("cube_rows").number}}
    content = {"run_id": run_id, "as_of": NOW.isoformat(), "tables": tables, "code": code, "rules": "r", "engines": {}}
    lake.layout.manifest(run_id).write_text(json.dumps(content), encoding="utf-8")


def test_what_differs_between_the_newest_two_runs(tmp_path):
    lake = lake_of(tmp_path / "lake", market_registry=[], now=None)
    kept_run(lake, "one", [judged(1, 0.5, 1), judged(2, 0.5, 0), judged(3, 0.5, None), judged(4, 0.5, 1)], "old")
    assert overview.read(lake)["changes"] is None
    kept_run(lake, "two", [judged(2, 0.4, 1), judged(3, 0.5, 1), judged(4, 0.6, 1), judged(5, 0.5, 0), judged(6, 0.5, 0)], "new")
    found = overview.read(lake)["changes"]
    assert {found["before"], found["after"]} == {"one", "two"}
    assert (found["after"], found["rows_new"], found["rows_gone"], found["labels_changed"]) == ("two", 2, 1, 2)
    assert (found["code_changed"], found["made_differently"]) == (True, ["code"])


# ---- lakes with little in them


def test_a_lake_of_markets_alone_says_that_little_is_known(tmp_path):
    found = of(tmp_path, market_registry=[listed("1")])
    assert (found["open_markets"], found["outside_range"]) == (1, 0)
    assert found["moved"] == found["gaps_to_recalibrated"] == found["incoherent"] == found["not_seen"]["days"] == []
    assert (found["changes"], found["not_seen"]["stale_markets"]) == (None, 1)
    assert overview.read(lake_of(tmp_path / "other", now=None, market_registry=[listed("1")]))["not_seen"]["days"] == []


def test_how_many_lie_outside_their_range(tmp_path):
    found = of(
        tmp_path, market_registry=[listed("1"), listed("2"), listed("3", status="RESOLVED")],
        prices=[price(name, NOW, p) for name, p in (("1", 0.7), ("2", 0.5), ("3", 0.7))],
        forecast_band=[band(name, NOW - HOUR, 0.4, 0.6) for name in "123"], outcomes=[answered("3", True, NOW)],
    )  # fmt: skip
    assert found["outside_range"] == 1


def test_an_empty_lake_is_not_built(tmp_path):
    with pytest.raises(NotBuilt) as missing:
        overview.read(open_lake(str(tmp_path / "none")))
    assert missing.value.next_step
