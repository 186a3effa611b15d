"""Events: prices of one event that do or do not fit together, the list and the single one in agreement."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credence.errors import InputError, NotBuilt, NotFound
from credence.lake import Lake, open_lake
from credence.products.events import LISTING, list_events, one_event

from .market_lake import DAY, HOUR, NOW, answered, event, hour, lake_of, listed, price

SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def rung(name: str, level: int, **fields) -> dict:
    return listed(name, "rungs", question=f"Count above {level}?", **fields)


def by(name: str, month: str, days: int, **fields) -> dict:
    return listed(name, "days", question=f"Passed by 1 {month}?", end_ts=NOW + days * DAY, **fields)


MARKETS = [
    listed("a1", "sums", question="A wins?", neg_risk=True), listed("a2", "sums", question="B wins?", neg_risk=True),
    listed("a3", "sums", question="C wins?", neg_risk=True, status="RESOLVED"),
    rung("b1", 100), rung("b2", 120), rung("b3", 110),
    by("c1", "June", 80), by("c2", "May", 50), by("c3", "April", 20),
    listed("d0", "closed", status="UNRESOLVED"), listed("d1", "alone", category="sports"),
    listed("d2", "closed", status="RESOLVED"), listed("d3", "closed", status="RESOLVED"),
    listed("f1", "unlisted", question="D?", neg_risk=True), listed("f2", "unlisted", question="E?", neg_risk=True),
]  # fmt: skip
PRICES = {"a1": 0.5, "a2": 0.6, "a3": 0.25, "b1": 0.7, "b2": 0.45, "b3": 0.4, "c1": 0.6, "c2": 0.4, "d0": 0.5,
          "d1": 0.5, "d2": 0.5, "d3": 0.5,
          "f1": 0.25, "f2": 0.5}  # fmt: skip


def seen(name: str, values: dict[int, float]) -> list[dict]:
    """Features by the hours before now."""
    return [hour(name, NOW - back * HOUR, value) for back, value in values.items()]


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Lake:
    return lake_of(
        tmp_path_factory.mktemp("events") / "lake", market_registry=MARKETS,
        events=[event("sums", neg_risk=True, title="Who wins?"), event("rungs", neg_risk=False), event("days", category="law"),
                event("alone", venue="kalshi"), event("closed")],
        prices=[price(name, NOW - at * HOUR, p) for at, (name, p) in enumerate(PRICES.items())],
        outcomes=[answered("a3", False, NOW - 3 * HOUR), answered("d2", True, NOW - DAY), answered("d3", True, NOW - DAY)],
        features=[
            *seen("a1", {5: 0.5, 4: 0.5, 3: 0.5, 2: 0.5, 1: 0.5}), *seen("a2", {5: 0.25, 4: 0.3, 3: 0.4, 2: 0.5, 1: 0.5}),
            *seen("a3", {5: 0.25, 4: 0.25}),
            *seen("b2", {6: 0.6, 5: 0.4, 4: 0.45, 2: 0.45, 1: 0.45}),
            *seen("b3", {6: 0.4, 5: 0.4, 4: 0.4, 3: 0.4, 2: 0.4, 1: 0.4}),
            hour("b1", NOW - HOUR, 0.9, staleness_seconds=6 * 3600 + 1.0),
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def rows(lake) -> list[dict]:
    return list_events(lake).rows


# ---- the list


def test_the_list_worked_by_hand(rows):
    found = {row["event_id"]: row for row in rows}
    assert list(found) == ["alone", "closed", "days", "rungs", "sums", "unlisted"]
    # .5 + .6 + 0: the third has come to nothing, whatever its last price
    assert (found["sums"]["kind"], found["sums"]["sum"], found["sums"]["gap"]) == ("sum", 1.1, 0.1)
    assert (found["sums"]["n_markets"], found["sums"]["n_open"], found["sums"]["n_seen"]) == (3, 2, 3)
    assert found["sums"]["age_seconds"] == 3600.0  # of a2; an answer does not age
    # above 120 at .45 implies above 110 at .4: broken by .05
    assert (found["rungs"]["kind"], found["rungs"]["sum"], found["rungs"]["gap"]) == ("threshold", None, 0.05)
    # April is not seen; May at .4 implies June at .6
    assert (found["days"]["kind"], found["days"]["gap"], found["days"]["n_seen"]) == ("deadline", -0.2, 2)
    assert (found["alone"]["kind"], found["alone"]["sum"], found["alone"]["gap"]) == ("none", None, None)
    assert (found["closed"]["n_open"], found["closed"]["gap"], found["closed"]["age_seconds"]) == (0, None, None)
    assert (found["unlisted"]["title"], found["unlisted"]["kind"], found["unlisted"]["sum"]) == (None, "sum", 0.75)


@pytest.mark.parametrize("name", ["sums", "rungs", "days", "alone", "closed", "unlisted"])
def test_the_list_and_the_single_event_say_the_same(lake, rows, name):
    (row,) = [row for row in rows if row["event_id"] == name]
    found = one_event(lake, name)["coherence"]
    assert {key: found[key] for key in ("kind", "sum", "gap", "n_markets", "n_seen", "age_seconds")} == {
        key: row[key] for key in ("kind", "sum", "gap", "n_markets", "n_seen", "age_seconds")
    }
    assert found["open"] == (row["n_open"] > 0)


def in_order(rows: list[dict], column: str, *, down: bool) -> list[dict]:
    known = sorted((row for row in rows if row[column] is not None), key=lambda row: row[column], reverse=down)
    return known + [row for row in rows if row[column] is None]


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("column", LISTING.sorted_by)
def test_pages_in_any_order_hold_each_event_once(lake, rows, column, down):
    for limit in (1, 4):
        found, cursor = [], None
        for _ in rows:
            page = list_events(lake, sort="-" * down + column, limit=limit, cursor=cursor)
            found += page.rows
            cursor = page.next_cursor
            if cursor is None:
                break
        assert cursor is None
        assert found == in_order(rows, column, down=down)


@SETTINGS
@given(asked=st.fixed_dictionaries({}, optional={
    "kind": st.sampled_from(["sum", "threshold", "deadline", "none"]), "category": st.sampled_from(["politics", "law", "x"]),
    "venue": st.sampled_from(["polymarket", "kalshi"]), "open": st.booleans(),
    "text": st.sampled_from(["WHO", "event", "slug-s", "%", "'", ""]),
}))  # fmt: skip
def test_filters_are_plain_conditions(lake, rows, asked):
    def fits(row: dict) -> bool:
        told = [(row[name] or "").lower() for name in ("title", "slug")]
        return (
            all(row[name] == asked[name] for name in ("kind", "category", "venue") if name in asked)
            and ("open" not in asked or asked["open"] == (row["n_open"] > 0))
            and ("text" not in asked or any(asked["text"].lower() in part for part in told))
        )

    unseen = {name for name in ("venue", "category") if name in asked and asked[name] not in {row[name] for row in rows}}
    if unseen:
        with pytest.raises(InputError) as refused:
            list_events(lake, **asked)
        assert refused.value.name in unseen
        return
    page = list_events(lake, **asked)
    assert page.rows == [row for row in rows if fits(row)]
    assert page.total == len(page.rows)


# ---- one event


def test_a_ladder_stands_in_the_order_of_implication(lake):
    found = one_event(lake, "rungs")
    assert [(row["market_id"], row["step"], row["implies_next"]) for row in found["markets"]] == [
        ("b2", 120.0, False), ("b3", 110.0, True), ("b1", 100.0, None)]  # fmt: skip
    one, two = found["implications"]
    assert (one["market_id"], one["implied_market_id"], one["gap"], one["broken"]) == ("b2", "b3", 0.05, True)
    # six hours ago too, then kept, and broken from four hours ago on; the hour that was not seen breaks nothing off
    assert one["since"] == NOW - 4 * HOUR
    assert (two["gap"], two["broken"], two["since"]) == (-0.3, False, None)
    assert found["coherence"]["holds"] is False


def test_a_sum_by_the_hour_has_a_value_where_every_leg_was_seen(lake):
    series = one_event(lake, "sums")["series"]
    assert [row["ts"] for row in series] == [NOW - back * HOUR for back in (5, 4, 3, 2, 1)]
    # from three hours ago on the third is its answer, 0
    assert [row["sum"] for row in series] == pytest.approx([1.0, 1.05, 0.9, 1.0, 1.0])
    assert [row["gap"] for row in series] == pytest.approx([0.0, 0.05, -0.1, 0.0, 0.0])
    assert {row["n_seen"] for row in series} == {3}


def test_a_leg_that_was_not_seen_leaves_the_hour_without_a_sum(tmp_path):
    lake = lake_of(
        tmp_path / "lake", market_registry=[listed("1", "e"), listed("2", "e")], events=[event("e", neg_risk=True)],
        features=seen("1", {3: 0.4, 1: 0.4}) + seen("2", {1: 0.5}) + [hour("2", NOW - 3 * HOUR, 0.5, staleness_seconds=21_601.0)],
    )  # fmt: skip
    series = one_event(lake, "e")["series"]
    assert [(row["sum"], row["n_seen"]) for row in series] == [(None, 1), (None, 0), (0.9, 2)]


def test_a_sum_is_not_said_to_hold_or_not(lake):
    assert one_event(lake, "sums")["coherence"]["holds"] is None
    assert one_event(lake, "days")["coherence"]["holds"] is True


def test_the_series_is_of_the_newest_days(tmp_path):
    lake = lake_of(
        tmp_path / "lake", market_registry=[listed("1", "e"), listed("2", "e")], events=[event("e", neg_risk=True)],
        features=[row for name in "12" for row in seen(name, {24 * 40: 0.5, 0: 0.5})],
    )  # fmt: skip
    series = one_event(lake, "e")["series"]
    assert (series[0]["ts"], series[-1]["ts"]) == (NOW - 30 * DAY, NOW)
    assert {two["ts"] - one["ts"] for one, two in pairwise(series)} == {timedelta(hours=1)}


# ---- what is refused


@pytest.mark.parametrize(
    ("field", "value"),
    [("sort", "colour"), ("sort", "sum; drop table prices"), ("sort", ""), ("sort", "--gap"), ("sort", "questions"),
     ("kind", "sums"), ("kind", "' or 1=1"), ("limit", 0), ("limit", 10**9), ("cursor", "zzz"), ("cursor", "WzFd")],
)  # fmt: skip
def test_nonsense_is_refused_by_name(lake, field, value):
    with pytest.raises(InputError) as refused:
        list_events(lake, **{field: value})
    assert refused.value.name == field
    assert refused.value.next_step


@pytest.mark.parametrize("name", ["", "x", "' or 1=1 --", "\x00", "sums "])
def test_an_event_that_is_not_there(lake, name):
    with pytest.raises(NotFound) as missing:
        one_event(lake, name)
    assert "/events" in missing.value.next_step


def test_lakes_without_some_tables(tmp_path):
    empty = open_lake(str(tmp_path / "none"))
    for read in (list_events, lambda lake: one_event(lake, "e")):
        with pytest.raises(NotBuilt):
            read(empty)
    lake = lake_of(tmp_path / "lake", market_registry=[listed("1", "e")])
    assert [row["event_id"] for row in list_events(lake).rows] == ["e"]
    assert one_event(lake, "e")["series"] == []
    assert list_events(lake_of(tmp_path / "other", market_registry=[])).rows == []
