"""Trust on lakes of a few hundred cutoffs: the score as worked by hand, its versions, and its own track record."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from scipy.special import expit, logit

from credence.errors import InputError, NotBuilt
from credence.lake import Lake, open_lake
from credence.lake.delta import arrow_schema
from credence.products import trust, trust_reliability
from credence.records import TABLES
from credence.records import features as _features  # noqa: F401 - registers the table
from credence.records import trust as _trust  # noqa: F401 - registers the tables

END = datetime(2026, 5, 10, tzinfo=UTC)
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def blank(table: str, **fields) -> dict:
    return dict.fromkeys(name for name, _ in TABLES[table].columns) | fields


def cutoff(number: int, p: float | None, y: int | None, *, end: datetime = END, **fields) -> dict:
    return blank(
        "cutoffs", market_id=f"{number:05}", event_id=f"e{number}", venue="polymarket", category="politics", anchor="scheduled",
        horizon="24h", cutoff_at=end - timedelta(days=1), anchor_at=end, cohort_at=end, p_yes=p,
        price_status="none" if p is None else "priced", liquidity_bucket="LOW", end_known="observed", revised=False,
        resolved_yes=y, market_type="binary", clock="replayed", knowable_at=end,
        outcome_status="UNRESOLVED" if y is None else "RESOLVED_TRUE" if y else "RESOLVED_FALSE",
    ) | fields  # fmt: skip


def hour(number: int, ts: datetime, **fields) -> dict:
    return blank(
        "features", market_id=f"{number:05}", ts=ts, p_yes=0.5, liquidity_bucket="LOW", changes_24h=24, jump=False, jumps_24h=0,
        variance_24h=0.0225, volume_24h=10_000.0, clock="replayed", knowable_at=ts,
    ) | fields  # fmt: skip


def registered(number: int, status: str = "RESOLVED") -> dict:
    return blank(
        "market_registry", market_id=f"{number:05}", event_id=f"e{number}", category="politics", category_tags=[], outcomes=[],
        status=status, venue="polymarket", token_ids=[], simulated=False, origin="gamma", clock="replayed", knowable_at=END,
    )  # fmt: skip


def table_of(name: str, given: list[dict] | dict) -> pa.Table:
    """Of rows, or of columns: a single value stands in every row, and what is not given is null."""
    schema = arrow_schema(TABLES[name])
    if isinstance(given, list):
        return pa.Table.from_pylist(given, schema=schema)
    n = max(len(values) for values in given.values() if isinstance(values, list | np.ndarray))
    columns = {field.name: given.get(field.name) for field in schema}
    return pa.table(
        [pa.array(values if isinstance(values, list | np.ndarray) else [values] * n, schema.field(column).type)
         for column, values in columns.items()],
        schema=schema,
    )  # fmt: skip


def lake_of(folder, **tables: list[dict] | dict) -> Lake:
    lake = open_lake(str(folder / "lake"))
    lake.claim(simulated=False)
    with lake.reading() as connection:
        for name in ("cutoffs", "features", "market_registry", "outcomes"):
            connection.register("given", table_of(name, tables.get(name, [])))
            lake.write(connection, name, "select * from given order by market_id")
            connection.unregister("given")
        trust.build(lake, connection, AS_OF)
        trust_reliability.build(lake, connection)
    return lake


def only(lake: Lake, **wanted) -> dict:
    (row,) = trust.read(lake, **wanted).rows
    return row


# ---- the score


def test_trust_at_a_cutoff_worked_by_hand(tmp_path):
    """log10(10,000) lies half way from 2 to 6; sqrt(.0225) = .15 is .15 / .29 of the way: (35 x .5 + 25 x .517) / .6."""
    lake = lake_of(tmp_path, cutoffs=[cutoff(1, 0.4, 1)], features=[hour(1, END - timedelta(days=1, hours=2))])
    row = only(lake, market_id="00001")
    assert (row["liquidity"], row["stability"]) == (pytest.approx(0.5), pytest.approx(0.15 / 0.29))
    assert row["total"] == pytest.approx((35 * 0.5 + 25 * 0.15 / 0.29) / 0.6)
    assert row["weight_present"] == 0.6
    assert (row["question_quality"], row["no_manipulation"]) == (None, None)
    assert row["features_at"] == END - timedelta(days=1, hours=2)
    told = json.loads(row["config"])
    assert told["weights"] == {"liquidity": 0.35, "stability": 0.25, "question_quality": 0.25, "no_manipulation": 0.15}
    assert told["stability"]["none_at"] == 0.30
    assert told["liquidity"]["full_at"] == 1_000_000


def test_what_came_after_the_cutoff_does_not_count(tmp_path):
    at = END - timedelta(days=1)
    before = hour(1, at, volume_24h=1000.0)
    after = hour(1, at + timedelta(hours=1), volume_24h=1e6, variance_24h=0.0)
    lake = lake_of(tmp_path, cutoffs=[cutoff(1, 0.4, 1)], features=[before, after])
    assert only(lake, market_id="00001")["liquidity"] == pytest.approx(0.25)


def test_unknown_money_or_an_old_row_leaves_no_score(tmp_path):
    at = END - timedelta(days=1)
    lake = lake_of(
        tmp_path, cutoffs=[cutoff(n, 0.4, 1) for n in (1, 2, 3, 4)],
        features=[hour(1, at, volume_24h=None), hour(2, at - timedelta(hours=25)), hour(3, at, changes_24h=5)],
    )  # fmt: skip
    rows = {row["market_id"]: row for row in trust.read(lake).rows}
    assert all(row["total"] is None for row in rows.values())
    assert [rows[f"0000{n}"]["weight_present"] for n in (1, 2, 3, 4)] == [0.25, 0.35, 0.35, 0.0]
    assert rows["00002"]["liquidity"] == pytest.approx(0.5)


def test_which_moments_have_a_row(tmp_path):
    """Priced cutoffs but daily ones, and the newest hour of live markets."""
    rows = [cutoff(1, 0.4, 1), cutoff(1, 0.4, 1, horizon="daily"), cutoff(2, None, 0), cutoff(3, 0.3, None)]
    hours = [hour(n, END - timedelta(days=2)) for n in (1, 3)] + [hour(3, END - timedelta(days=1))]
    lake = lake_of(tmp_path, cutoffs=rows, features=hours, market_registry=[registered(1), registered(3, "ACTIVE")])
    found = [(row["market_id"], row["anchor"], row["horizon"]) for row in trust.read(lake).rows]
    assert found == [("00001", "scheduled", "24h"), ("00003", "latest", "now"), ("00003", "scheduled", "24h")]
    row = only(lake, anchor="latest")
    assert (row["cutoff_at"], row["knowable_at"]) == (END - timedelta(days=1), AS_OF)


def test_a_received_input_marks_the_row(tmp_path):
    lake = lake_of(tmp_path, cutoffs=[cutoff(1, 0.4, 1)], features=[hour(1, END - timedelta(days=1), clock="received")])
    assert only(lake, market_id="00001")["clock"] == "received"


def test_pages_and_filters(tmp_path):
    lake = lake_of(tmp_path, cutoffs=[cutoff(n, 0.4, 1) for n in range(5)], features=[])
    first = trust.read(lake, limit=3)
    second = trust.read(lake, limit=3, cursor=first.next_cursor)
    ids = [row["market_id"] for row in first.rows + second.rows]
    assert len(ids) == 5
    assert all(a < b for a, b in pairwise(ids))
    assert first.meta == {"version": "v1", "is_default": True}
    assert trust.read(lake, version="v2").rows == []
    for bad in ({"anchor": "open"}, {"horizon": "2h"}, {"version": "v3"}, {"limit": 0}):
        with pytest.raises(InputError):
            trust.read(lake, **bad)


def test_an_empty_lake(tmp_path):
    empty = open_lake(str(tmp_path / "none"))
    for read in (trust.read, trust_reliability.read):
        with pytest.raises(NotBuilt):
            read(empty)
    lake = lake_of(tmp_path)
    assert trust.read(lake).rows == trust_reliability.read(lake).rows == []
    assert "No cutoff" in trust_reliability.markdown(lake)


# ---- the track record


def scored_world(n: int, seed: int, slope, *, months: int = 1) -> dict[str, dict]:
    """n events over some months; the first part of trust comes from the volume, the second from the variance, both by chance."""
    rng = np.random.default_rng(seed)
    days = 30 * (np.arange(n) * months // n) + rng.integers(0, 28, n)
    end = np.datetime64(END.replace(tzinfo=None), "us") + days * np.timedelta64(1, "D")
    resolved = end + rng.integers(1, 48, n) * np.timedelta64(1, "h")
    money, moved = rng.random(n), rng.random(n)
    p = np.clip(np.round(expit(rng.normal(0, 1.8, n)), 2), 0.02, 0.98)
    y = (rng.random(n) < expit(slope(money, moved) * logit(p))).astype(int)
    names = {"market_id": [f"{i:05}" for i in range(n)], "event_id": [f"e{i}" for i in range(n)]}
    cut = end - np.timedelta64(1, "D")
    cutoffs = cutoff(0, 0.5, 1) | names | {"cutoff_at": cut, "anchor_at": end, "cohort_at": end, "p_yes": p, "resolved_yes": y,
                                           "knowable_at": resolved}  # fmt: skip
    volume, variance = 10 ** (2 + 4 * money), (0.30 - 0.29 * moved) ** 2
    hours = hour(0, END) | {"market_id": names["market_id"], "ts": cut, "knowable_at": cut, "volume_24h": volume,
                            "variance_24h": variance}  # fmt: skip
    ends = {"market_id": names["market_id"], "resolved_at": resolved, "knowable_at": resolved}
    of_markets = names | {"category_tags": [[]] * n, "outcomes": [[]] * n, "token_ids": [[]] * n}
    return {"cutoffs": cutoffs, "features": hours, "outcomes": ends, "market_registry": registered(0) | of_markets}


def summary(lake: Lake, **wanted) -> dict:
    found = trust_reliability.read(lake, **{"anchor": "scheduled", "horizon": "all", "version": "v1"} | wanted).rows
    (row,) = [row for row in found if row["quintile"] == 0]
    return row


def shorter(monkeypatch) -> None:
    """A track record with fewer draws than in earnest."""
    rule = trust_reliability.rules("trust")
    monkeypatch.setitem(rule, "track_record", rule["track_record"] | {"draws": 199, "placebo_runs": 20, "placebo_draws": 39})


def test_trust_that_tells_has_a_record_and_its_placebo_has_none(tmp_path, monkeypatch):
    shorter(monkeypatch)
    lake = lake_of(tmp_path, **scored_world(3000, 1, lambda money, moved: 0.3 + 0.9 * (0.58 * money + 0.42 * moved), months=4))
    rows = trust_reliability.read(lake, anchor="scheduled", horizon="24h", version="v1").rows
    fifths = [row for row in rows if row["quintile"]]
    assert [row["quintile"] for row in fifths] == [1, 2, 3, 4, 5]
    assert sum(row["n"] for row in fifths) == 3000 - fifths[0]["n_left_out"]
    assert all(row["slope_low"] < row["slope"] < row["slope_high"] for row in fifths)
    assert fifths[0]["slope"] < fifths[4]["slope"]
    assert fifths[0]["mcb_excess"] == pytest.approx(fifths[0]["mcb"] - fifths[0]["mcb_null"])
    whole = summary(lake)
    assert (whole["verdict"], whole["trend_slope"] < 0, whole["p_value_slope"] <= 0.02) == ("trust orders", True, True)
    assert max(whole["placebo_slope"], whole["placebo_mcb"]) <= 0.25  # 20 runs at 5 %
    assert "trust orders" in trust_reliability.markdown(lake)


def test_trust_that_tells_nothing_has_no_record(tmp_path, monkeypatch):
    shorter(monkeypatch)
    found = summary(lake_of(tmp_path, **scored_world(1500, 2, lambda money, moved: 1.0, months=3)))
    assert found["verdict"] == "no order shown"
    assert found["is_default"]


def test_too_few_is_said_and_no_figure_shown(tmp_path):
    lake = lake_of(tmp_path, **scored_world(120, 3, lambda money, moved: 1.0))
    rows = trust_reliability.read(lake, anchor="scheduled", horizon="all").rows
    assert all(row["verdict"].startswith("too few") for row in rows)
    assert all(row["slope"] is None and row["mcb"] is None and row["p_value_slope"] is None for row in rows)


def test_weights_are_learned_from_complete_cohorts_of_the_past_alone(tmp_path, monkeypatch):
    """Only the variance tells: from the second month on v2 leans on it; labels of the month itself change nothing."""
    shorter(monkeypatch)
    world = scored_world(6000, 4, lambda money, moved: 0.2 + 1.0 * moved, months=3)
    lake = lake_of(tmp_path, **world)
    rows = trust.read(lake, version="v2", limit=5000).rows
    assert min(row["cutoff_at"] for row in rows) >= datetime(2026, 6, 1, tzinfo=UTC)
    learned = {json.loads(row["config"])["learned_before"]: json.loads(row["config"])["weights"] for row in rows}
    assert learned["2026-07-01"]["stability"] > 0.6
    assert all(sum(weights.values()) == pytest.approx(1, abs=1e-5) for weights in learned.values())
    late = world["cutoffs"]["knowable_at"] > np.datetime64("2026-07-01")
    flipped = np.where(late, 1 - world["cutoffs"]["resolved_yes"], world["cutoffs"]["resolved_yes"])
    again = lake_of(tmp_path / "other", **world | {"cutoffs": world["cutoffs"] | {"resolved_yes": flipped}})
    until = datetime(2026, 8, 1, tzinfo=UTC)
    before, after = ([row for row in trust.read(one, version="v2", limit=5000).rows if row["cutoff_at"] < until]
                     for one in (lake, again))  # fmt: skip
    assert before == after


def test_v2_is_the_default_only_where_it_beats_v1(tmp_path, monkeypatch):
    shorter(monkeypatch)
    lake = lake_of(tmp_path, **scored_world(9000, 5, lambda money, moved: 0.1 + 1.0 * moved, months=4))
    found = summary(lake, version="v2")
    assert found["is_default"]
    assert found["against_v1_high"] < 0
    assert found["against_v1_low"] < found["against_v1"] < found["against_v1_high"]
    assert trust.default_version(lake) == ("v2" if found["is_default"] else "v1")
    assert trust.read(lake).meta["version"] == trust.default_version(lake)
    assert f"Shown by default: {trust.default_version(lake)}" in trust_reliability.markdown(lake)

