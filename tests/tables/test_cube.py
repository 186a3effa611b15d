"""cube_rows through the real SQL, and the columns and filters over them."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from credence.errors import InputError, NotBuilt
from credence.lake import columns, open_lake
from credence.lake.delta import arrow_schema
from credence.records import TABLES
from credence.tables import cube

END = datetime(2026, 5, 1, tzinfo=UTC)


def cell(number: int, **fields) -> dict:
    row = dict.fromkeys(name for name, _ in TABLES["cube_rows"].columns)
    return row | {
        "market_id": f"m{number:03}", "event_id": f"e{number // 2}", "venue": "polymarket", "category": "politics",
        "anchor": "scheduled", "horizon": "24h", "cutoff_at": END - timedelta(days=1), "cohort_at": END,
        "price_status": "priced", "p_yes": 0.25, "liquidity_bucket": "LOW", "end_known": "observed", "resolved_yes": 1,
        "outcome_status": "RESOLVED_TRUE", "provenance": "payouts", "disputed": False, "resolved_at": END,
        "clock": "replayed", "knowable_at": END,
    } | fields  # fmt: skip


def market(number: int, question: str, tags: list[str]) -> dict:
    row = dict.fromkeys(name for name, _ in TABLES["market_registry"].columns)
    return row | {"market_id": f"m{number:03}", "question": question, "slug": f"slug-{number}", "category_tags": tags}


@pytest.fixture
def lake(tmp_path):
    lake = open_lake(str(tmp_path / "lake"))
    lake.claim(simulated=False)
    rows = [
        cell(0, liquidity_bucket="HIGH", volume_24h=500.0, age_seconds=60.0),
        cell(1, category="sports", resolved_at=END + timedelta(days=30)),
        cell(2, venue="other", cohort_at=END - timedelta(days=100), end_known="assumed", volume_24h=5.0),
        cell(3, p_yes=None, price_status="none", resolved_yes=None, outcome_status="VOID", resolved_at=None),
        cell(0, horizon="1h"), cell(2, anchor="close"),
    ]  # fmt: skip
    registry = [
        market(0, "Will the Harbour line open?", ["Trains", "North"]), market(1, "Kites to WIN", ["North"]),
        market(2, "A line\nin two", []), market(3, "Nothing else", ["Trains"]),
    ]  # fmt: skip
    with lake.reading() as connection:
        for name, given in (("cube_rows", rows), ("market_registry", registry)):
            connection.register("given", pa.Table.from_pylist(given, schema=arrow_schema(TABLES[name])))
            lake.write(connection, name, "select * from given")
            connection.unregister("given")
        assert cube.lay_out(lake, connection) == 6
    return lake


def found(lake, **filters) -> list[str]:
    loaded = cube.load(lake)
    chosen = loaded.select(cube.Filters(**{"anchor": "scheduled", "horizon": "24h"} | filters))
    return loaded.market_ids(chosen.column("market"))


@pytest.mark.parametrize(
    ("filters", "markets"),
    [
        ({}, ["m000", "m001", "m002", "m003"]),
        ({"horizon": "1h"}, ["m000"]),
        ({"anchor": "close"}, ["m002"]),
        ({"anchor": "close", "horizon": "1h"}, []),
        ({"venue": "other"}, ["m002"]),
        ({"venue": "nobody"}, []),
        ({"category": "sports"}, ["m001"]),
        ({"liquidity_bucket": "HIGH"}, ["m000"]),
        ({"ends": "observed"}, ["m000", "m001", "m003"]),
        ({"tag": "Trains"}, ["m000", "m003"]),
        ({"tag": "South"}, []),
        ({"text": "LINE"}, ["m000", "m002"]),
        ({"text": "line in two"}, ["m002"]),
        ({"text": "slug-3"}, ["m003"]),
        ({"text": "open? slug"}, ["m000"]),
        ({"since_s": int((END - timedelta(days=90)).timestamp())}, ["m000", "m001", "m003"]),
        ({"until_s": int((END - timedelta(days=90)).timestamp())}, ["m002"]),
        ({"since_s": int(END.timestamp()), "window_by": "resolution"}, ["m001"]),
        ({"ranges": {"volume": (5.0, 499.0)}}, ["m002"]),
        ({"ranges": {"volume": (None, None)}}, ["m000", "m002"]),  # a range asks for a known value
        ({"ranges": {"age": (None, 60.0)}, "venue": "polymarket"}, ["m000"]),
    ],
)
def test_a_filter_keeps_the_rows_that_fit(lake, filters, markets):
    assert found(lake, **filters) == markets


def test_an_event_lies_in_the_week_of_its_last_answer(lake):
    chosen = cube.load(lake).select(cube.Filters("scheduled", "24h"))
    monday = datetime(1970, 1, 5, tzinfo=UTC)
    weeks = [(moment - monday).days // 7 + 1 for moment in (END + timedelta(days=30), END + timedelta(days=30), END, END)]
    assert chosen.column("week").tolist() == weeks  # m000 ended earlier, but m001 of its event did not
    assert chosen.column("event").tolist() == [0, 0, 1, 1]


def test_unknown_is_nan_and_no_label_is_no_answer(lake):
    chosen = cube.load(lake).select(cube.Filters("scheduled", "24h"))
    assert np.isnan(chosen.column("p_yes")).tolist() == [False, False, False, True]
    assert chosen.column("resolved_yes").tolist() == [1, 1, 1, -1]
    assert chosen.status("outcome_status", "VOID").tolist() == [False, False, False, True]
    assert len(chosen.with_values("outcome_status", "VOID")) == 1


def test_text_in_two_lines_is_refused(lake):
    with pytest.raises(InputError, match="text"):
        found(lake, text="a\nb")


def test_without_laid_out_columns_the_answer_is_the_same(lake):
    laid_out = cube.load(lake)
    for folder in lake.layout.columns.iterdir():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    cube._load.cache_clear()
    again = cube.load(lake)
    assert again.names.keys() == laid_out.names.keys()
    assert [tuple(part) for part in again.names["slices"]] == [tuple(part) for part in laid_out.names["slices"]]
    for name, values in laid_out.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], values)


def test_only_two_versions_of_the_columns_are_kept(lake):
    for version in range(1, 6):
        columns.write(lake.layout, "cube_rows", version, {"a": np.arange(3)}, {})
    assert sorted(folder.name for folder in lake.layout.columns.iterdir()) == ["cube_rows-00000004", "cube_rows-00000005"]
    assert columns.load(lake.layout, "cube_rows", 1) is None


def test_a_lake_without_the_table_says_so(tmp_path):
    with pytest.raises(NotBuilt):
        cube.load(open_lake(str(tmp_path / "nothing")))


# ---- the SQL


def test_the_mean_of_an_hour_counts_each_price_by_the_time_it_stood(tiny):
    # close 11 May 00:00, cutoff 24h before: 10 May 00:00. In the hour before: .2 at 23:10, .4 at 23:20, .5 at 23:50.
    # .2 stood 10 minutes, .4 stood 30, .5 stood 10: (2 + 12 + 5) / 50 = .38; .9 of 22:50 lies outside
    tiny.markets(tiny.market(1))
    tiny.markets(tiny.closed(1))
    tiny.history("11", ("05-09 22:50", 0.9), ("05-09 23:10", 0.2), ("05-09 23:20", 0.4), ("05-09 23:50", 0.5))
    row = next(r for r in tiny.table("cube_rows") if (r["anchor"], r["horizon"]) == ("close", "24h"))
    assert row["p_yes"] == 0.5
    assert row["p_mean_1h"] == pytest.approx(0.38)
    assert row["duration_days"] == pytest.approx(130)  # from 1 January to 11 May
    assert (row["resolved_yes"], row["spread"], row["p_trade_1h"]) == (1, None, None)


def test_volume_counts_as_last_observed_by_the_moment(tiny):
    tiny.markets(tiny.market(1, volume24hr=700, updatedAt="2026-05-01T00:00:00Z"))
    tiny.markets(tiny.market(1, volume24hr=900, updatedAt="2026-05-09T23:00:00Z"))
    tiny.markets(tiny.closed(1))
    tiny.history("11", ("05-09 23:50", 0.5))
    rows = {(r["anchor"], r["horizon"]): r for r in tiny.table("cube_rows")}
    assert rows["close", "24h"]["volume_24h"] == 900
    assert rows["close", "48h"]["volume_24h"] == 700
    assert {anchor for anchor, _ in rows} == {"scheduled", "close"}
    assert "daily" not in {horizon for _, horizon in rows}
