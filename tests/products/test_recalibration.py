"""Walk-forward recalibration on lakes of made-up cube rows: it helps where a line was planted, and never looks ahead."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from scipy.special import expit, logit

from credence.errors import InputError, NotBuilt
from credence.lake import Lake, open_lake
from credence.lake.delta import arrow_schema
from credence.products import recalibration
from credence.records import TABLES
from credence.records.recalibration import RecalibratedPrice, RecalibrationEvidence

AS_OF = datetime(2026, 3, 1, tzinfo=UTC)
START = datetime(2025, 1, 1, tzinfo=UTC)
MONTHS, A_MONTH = 14, 70  # events per category and month
SLOPES = {"politics": 2.2, "sports": 1.0}
HOURS = {"24h": 24, "7d": 168}
SAID = ("p_recalibrated", "low", "high", "method", "trained_on", "trained_until")


def cube_row(number: int, p: float | None, y: int | None, end: datetime, **fields) -> dict:
    """A cube row of market `number`, by default of an event of its own, whose label is knowable a day after its end."""
    horizon = fields.get("horizon", "24h")
    answered = y is not None
    row = dict.fromkeys(name for name, _ in TABLES["cube_rows"].columns)
    return row | {
        "market_id": f"{number:06}", "event_id": f"e{number:06}", "venue": "polymarket", "category": "politics",
        "anchor": "scheduled", "horizon": horizon, "cutoff_at": end - timedelta(hours=HOURS[horizon]), "cohort_at": end,
        "p_yes": p, "price_status": "none" if p is None else "priced", "liquidity_bucket": "LOW", "end_known": "observed",
        "resolved_yes": y, "outcome_status": "RESOLVED_TRUE" if y else "RESOLVED_FALSE" if answered else "UNRESOLVED",
        "provenance": "final" if answered else "none", "disputed": False, "clock": "replayed",
        "resolved_at": end + timedelta(hours=20) if answered else None,
        "knowable_at": end + timedelta(days=1) if answered else AS_OF,
    } | fields  # fmt: skip


def world(seed: int = 0, *, slopes: dict[str, float] = SLOPES, months: int = MONTHS, a_month: int = A_MONTH) -> list[dict]:
    """Markets at two horizons; their outcomes follow the price at 24h with the planted slope; one in twenty-five is slow."""
    rng = np.random.default_rng(seed)
    rows, number = [], 0
    for category, slope in slopes.items():
        for _ in range(months * a_month):
            number += 1
            end = START + timedelta(hours=int(rng.integers(0, months * 30 * 24)))
            x = rng.normal(0, 1)
            y = int(rng.random() < expit(slope * x))
            for horizon, noise in (("24h", 0.0), ("7d", 0.2)):
                p = float(np.clip(np.round(expit(x + rng.normal(0, noise)), 3), 0.001, 0.999))
                known_at = end + timedelta(days=1 if number % 25 else 40)
                more = {"horizon": horizon, "category": category}
                if known_at <= AS_OF:
                    more["knowable_at"] = known_at
                rows.append(cube_row(number, p, y if known_at <= AS_OF else None, end, **more))
    return rows


def lake_of(folder, rows: list[dict]) -> Lake:
    lake = open_lake(str(folder))
    lake.claim(simulated=True)
    with lake.reading() as connection:
        connection.register("given", pa.Table.from_pylist(rows, schema=arrow_schema(TABLES["cube_rows"])))
        lake.write(connection, "cube_rows", "select * from given")
        connection.unregister("given")
        recalibration.build(lake, connection)
    return lake


def said(lake: Lake, where: str = "true") -> dict[tuple, tuple]:
    rows = lake.rows(f"select * from recalibrated where {where}")
    return {(row["market_id"], row["anchor"], row["horizon"]): tuple(row[name] for name in SAID) for row in rows}


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Lake:
    return lake_of(tmp_path_factory.mktemp("recalibration"), world())


def cell(lake: Lake, category: str, horizon: str = "24h") -> dict:
    (row,) = recalibration.evidence(lake, category=category, horizon=horizon, anchor="scheduled").rows
    return row


# ---- what it says


def test_it_helps_where_a_line_was_planted(lake):
    found = cell(lake, "politics")
    assert found["verdict"] == "helps"
    assert 0 < found["gain_low"] < found["gain"] < found["gain_high"]
    assert found["n_events"] > 400
    assert found["n_weeks"] > 30
    assert found["gain"] < found["log_loss_price"]
    assert "later events" in found["statement"]


def test_it_does_not_help_where_prices_are_right(lake):
    found = cell(lake, "sports")
    assert found["verdict"] == "does not help here"
    assert found["gain_low"] < 0
    assert found["gain"] < 0.01
    assert found["smallest_detectable"] > 0
    assert "could have been seen" in found["statement"]


def test_recalibrated_prices_come_near_the_planted_line(tmp_path):
    """At one horizon: a curve fitted to two of them knows neither line exactly."""
    rows = [row for row in world(1) if row["horizon"] == "24h"]
    lake = lake_of(tmp_path / "one", rows)
    late = "category = 'politics' and cutoff_at >= timestamptz '2025-10-01 00:00:00Z'"
    found = lake.rows(f"select * from recalibrated where {late}")
    truth = expit(SLOPES["politics"] * logit(np.array([row["p_yes"] for row in found])))
    gap = np.array([row["p_recalibrated"] for row in found]) - truth
    assert len(found) > 200
    assert np.abs(gap).mean() < 0.03
    assert np.mean([row["low"] <= t <= row["high"] for row, t in zip(found, truth, strict=True)]) > 0.8
    assert all(row["low"] <= row["p_recalibrated"] <= row["high"] for row in found)


def test_every_price_has_a_row_and_nothing_is_said_before_a_month_is_complete(lake):
    (counted,) = lake.rows("select count(*) as n from cube_rows where p_yes is not null")
    rows = said(lake)
    assert len(rows) == counted["n"]
    early = said(lake, "cutoff_at < timestamptz '2025-03-01 00:00:00Z'")  # January is not complete before February ends
    assert early
    assert {values[:5] for values in early.values()} == {(None, None, None, "none", 0)}
    assert {values[3] for values in rows.values()} > {"none"}


def test_labels_end_before_the_month_begins(lake):
    rows = lake.rows("select cutoff_at, trained_until, trained_on from recalibrated where p_recalibrated is not null")
    assert rows
    assert all(row["trained_until"] <= row["cutoff_at"] for row in rows)
    assert all((row["trained_until"].day, row["trained_until"].hour) == (1, 0) for row in rows)
    assert min(row["trained_on"] for row in rows) >= 60


def test_methods_are_chosen_on_earlier_months(lake):
    """Until thirty forward events are known, the first method; afterwards the one with the smallest log loss so far."""
    first = said(lake, "category = 'politics' and cutoff_at < timestamptz '2025-05-01 00:00:00Z' and p_recalibrated is not null")
    assert {values[3] for values in first.values()} == {"cox"}
    everything = {values[3] for values in said(lake).values()}
    assert everything <= {"cox", "isotonic", "beta", "none"}


# ---- it never looks ahead

DAY = datetime(2025, 11, 5, tzinfo=UTC)  # labels of cutoffs before November become knowable after it


def future_changed(rows: list[dict], day: datetime, seed: int = 5) -> list[dict]:
    """The same rows, but everything that became knowable after the day is otherwise: labels, prices, markets, categories."""
    rng = np.random.default_rng(seed)
    changed = []
    for given in rows:
        row = dict(given)
        if row["knowable_at"] > day:
            late = max(row["knowable_at"], day + timedelta(days=int(rng.integers(1, 90))))
            y = [0, 1, None, None][rng.integers(4)]  # half of them never have an answer
            row |= {name: cube_row(0, 0.5, y, late)[name] for name in ("resolved_yes", "outcome_status", "resolved_at")}
            row["knowable_at"] = AS_OF if y is None else late
            if row["cutoff_at"] > day:
                row["p_yes"] = float(np.round(rng.uniform(0.01, 0.99), 3))
        changed.append(row)
    changed += [
        cube_row(-number, 0.5, number % 2, day + timedelta(days=8 + number % 60), category="a new one", event_id=f"a{number}")
        for number in range(1, 400)
    ]
    return changed


def test_what_becomes_knowable_after_a_day_changes_nothing_before_it(tmp_path, lake):
    other = lake_of(tmp_path / "other", future_changed(world(), DAY))
    where = f"cutoff_at < timestamptz '{DAY.isoformat()}'"
    one, two = said(lake, where), said(other, where)
    assert len(one) > 1500
    assert sum(values[0] is not None for values in one.values()) > 1000
    assert one == two  # to the last bit
    after = f"cutoff_at >= timestamptz '{DAY.isoformat()}'"
    assert said(lake, after) != said(other, after)


@pytest.mark.parametrize("leak", ["labels", "cohorts"])
def test_a_planted_leak_is_seen(tmp_path, monkeypatch, leak):
    """The comparison above can fail: labels before their time, or cohorts judged complete by what came later."""
    complete, late = recalibration.Prices.complete, int(AS_OF.timestamp())

    def leaking(self, moment_s):
        if leak == "labels":
            return self.usable & (self.cutoff_s <= moment_s)
        return self.usable & (self.knowable_s <= moment_s) & complete(self, late)[self.cohort_month]

    monkeypatch.setattr(recalibration.Prices, "judged", leaking)
    rows = world(a_month=30)
    where = f"cutoff_at < timestamptz '{DAY.isoformat()}'"
    one, two = lake_of(tmp_path / "one", rows), lake_of(tmp_path / "two", future_changed(rows, DAY))
    assert said(one, where) != said(two, where)


def test_a_month_with_open_markets_does_not_teach(tmp_path):
    """Some of January has no answer until December: prices of March then have nobody to teach them."""
    rows = world(slopes={"politics": 2.0}, months=6)
    january = [row for row in rows if row["cohort_at"] < START + timedelta(days=31)]
    slow = {row["market_id"] for row in january[:: len(january) // 20]}
    rows = [row | {"knowable_at": row["cohort_at"] + timedelta(days=1)} for row in rows]
    before_april = "cutoff_at < timestamptz '2025-04-01 00:00:00Z'"
    prompt = said(lake_of(tmp_path / "prompt", rows), before_april)
    open_long = {"knowable_at": START + timedelta(days=340)}
    rows = [row | open_long if row["market_id"] in slow else row for row in rows]
    late = said(lake_of(tmp_path / "late", rows), before_april)
    assert any(values[0] is not None for values in prompt.values())
    assert all(values[0] is None for values in late.values())


# ---- null worlds


def test_calibrated_worlds_are_rarely_helped(tmp_path):
    """Verdicts of 24 cells in worlds whose prices are right: `helps` asks for a one-sided 2.5 % event, in both units."""
    helped = cells = 0
    for seed in range(4):
        slopes = {f"c{number}": 1.0 for number in range(3)}
        found = recalibration.evidence(lake_of(tmp_path / str(seed), world(seed, slopes=slopes, months=8))).rows
        cells += sum(row["verdict"] != "too few" for row in found)
        helped += sum(row["verdict"] == "helps" for row in found)
    assert cells >= 20
    assert helped <= 3


# ---- reading


def test_where_it_does_not_help_the_reader_is_told_and_shown_no_number(lake):
    page = recalibration.read(lake, category="sports", horizon="24h")
    assert page.rows
    assert {row["p_recalibrated"] for row in page.rows} == {None}
    assert all("does not help here" in row["statement"] for row in page.rows)
    helped = recalibration.read(lake, category="politics", horizon="24h", limit=10_000).rows
    assert sum(row["p_recalibrated"] is not None for row in helped) > 400
    assert {row["verdict"] for row in helped} == {"helps"}


def test_rows_are_what_their_records_say(lake):
    for row in recalibration.read(lake, limit=50).rows:
        RecalibratedPrice(**row)
    for row in recalibration.evidence(lake).rows:
        RecalibrationEvidence(**row)


def test_pages_follow_on(lake):
    every = recalibration.read(lake, category="politics", limit=10_000).rows
    found, cursor = [], None
    while True:
        page = recalibration.read(lake, category="politics", limit=300, cursor=cursor)
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == every
    keys = [(row["market_id"], row["anchor"], row["horizon"]) for row in every]
    assert keys == sorted(keys)


def test_evidence_comes_in_pages(lake):
    every = recalibration.evidence(lake).rows
    first = recalibration.evidence(lake, limit=3)
    assert (first.rows, first.total) == (every[:3], 4)
    assert recalibration.evidence(lake, limit=3, cursor=first.next_cursor).rows == every[3:]


def test_one_market(lake):
    page = recalibration.read(lake, market_id="000001")
    assert {row["horizon"] for row in page.rows} <= set(HOURS)
    assert {row["market_id"] for row in page.rows} == {"000001"}
    assert recalibration.read(lake, market_id="nobody").rows == []


@pytest.mark.parametrize(
    "asked", [{"category": "astrology"}, {"anchor": "noon"}, {"horizon": "2h"}, {"limit": 0}, {"cursor": "x"}]
)
def test_an_unknown_filter_is_refused(lake, asked):
    for reading in (recalibration.read, recalibration.evidence):
        with pytest.raises(InputError, match=next(iter(asked))):
            reading(lake, **asked)


def test_a_lake_without_it_says_so(tmp_path):
    with pytest.raises(NotBuilt):
        recalibration.read(open_lake(str(tmp_path / "empty")))


@pytest.mark.parametrize(
    "rows", [[], [cube_row(1, None, 1, START)], [cube_row(1, 0.4, 1, START)], [cube_row(1, 0.4, None, START)]]
)
def test_next_to_nothing_is_too_few(tmp_path, rows):
    lake = lake_of(tmp_path / "small", rows)
    assert {row["verdict"] for row in recalibration.evidence(lake).rows} <= {"too few"}
    assert all(row["p_recalibrated"] is None for row in recalibration.read(lake).rows)


def test_the_order_of_rows_does_not_matter(tmp_path):
    rows = world(3, months=5)
    one, two = lake_of(tmp_path / "one", rows), lake_of(tmp_path / "two", rows[::-1])
    assert said(one) == said(two)
    assert recalibration.evidence(one).rows == recalibration.evidence(two).rows
