"""The scoreboard against other libraries and figures worked by hand, on lakes of a few rows."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import brier_score_loss, log_loss

from credence.errors import InputError
from credence.lake import Lake, open_lake
from credence.lake.delta import arrow_schema
from credence.measures.figures import summary, weighed
from credence.products import scoreboard
from credence.records import TABLES

END = datetime(2026, 5, 1, tzinfo=UTC)
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
MANY = 40  # events, enough not to be "too few"


def cell(number: int, p: float | None, y: int | None, **fields) -> dict:
    """A row of market `number`, by default of an event of its own."""
    row = dict.fromkeys(name for name, _ in TABLES["cube_rows"].columns)
    return row | {
        "market_id": f"{number:05}", "event_id": f"e{number}", "venue": "polymarket", "category": "politics",
        "anchor": "scheduled", "horizon": "24h", "cutoff_at": END - timedelta(days=1), "cohort_at": END,
        "p_yes": p, "price_status": "none" if p is None else "priced", "liquidity_bucket": "LOW", "end_known": "observed",
        "resolved_yes": y, "provenance": "payouts", "disputed": False, "clock": "replayed", "knowable_at": END,
        "resolved_at": None if y is None else END + timedelta(weeks=number % 12),
        "outcome_status": "UNRESOLVED" if y is None else "RESOLVED_TRUE" if y else "RESOLVED_FALSE",
    } | fields  # fmt: skip


def lake_of(folder, rows: list[dict], *, simulated: bool = False) -> Lake:
    lake = open_lake(str(folder / "lake"))
    lake.claim(simulated=simulated)
    lake.state.start_run("run-1", "run", AS_OF, {})
    lake.state.set_as_of("run-1", AS_OF)
    lake.state.end_run("run-1", AS_OF, "done", None, {})
    with lake.reading() as connection:
        connection.register("given", pa.Table.from_pylist(rows, schema=arrow_schema(TABLES["cube_rows"])))
        lake.write(connection, "cube_rows", "select * from given")
        connection.unregister("given")
        scoreboard.build(lake, connection)
    return lake


def group(lake: Lake, **wanted) -> dict:
    """The one row of a group; dimensions that are not named are totals."""
    names = {"venue": "all", "category": "all", "liquidity_bucket": "all", "weighting": "market", "ends": "all"}
    found = scoreboard.read(lake, **names | {"anchor": "scheduled", "horizon": "24h"} | wanted).rows
    assert len(found) == 1, found
    return found[0]


def drawn(n: int, seed: int = 1, events: int = MANY) -> list[dict]:
    """n rows with prices that are about right, in `events` events."""
    rng = np.random.default_rng(seed)
    prices = np.round(rng.beta(0.6, 0.9, n), 3)
    return [
        cell(i, float(p), int(rng.random() < p), event_id=f"e{rng.integers(events)}", category=("politics", "sports")[i % 2],
               liquidity_bucket=("LOW", "HIGH", "UNKNOWN")[i % 3])
        for i, p in enumerate(prices)
    ]  # fmt: skip


# ---- the scores


def test_brier_and_log_loss_agree_with_sklearn(tmp_path):
    rows = drawn(300)
    shown = group(lake_of(tmp_path, rows))
    p, y = np.array([row["p_yes"] for row in rows]), [row["resolved_yes"] for row in rows]
    assert shown["n"] == 300
    assert shown["brier"] == pytest.approx(brier_score_loss(y, p))
    assert shown["log_loss"] == pytest.approx(log_loss(y, np.clip(p, 0.0005, 0.9995)))
    assert shown["mean_p"] == pytest.approx(p.mean())
    assert shown["share_yes"] == pytest.approx(np.mean(y))


def test_the_event_weighting_agrees_with_sklearn(tmp_path):
    rows = drawn(300)
    shown = group(lake_of(tmp_path, rows), weighting="event")
    p, y = np.array([row["p_yes"] for row in rows]), [row["resolved_yes"] for row in rows]
    events = [row["event_id"] for row in rows]
    weight = [1 / events.count(event) for event in events]
    assert shown["n_events"] == len(set(events))
    assert shown["brier"] == pytest.approx(brier_score_loss(y, p, sample_weight=weight))
    assert shown["log_loss"] == pytest.approx(log_loss(y, np.clip(p, 0.0005, 0.9995), sample_weight=weight))


def test_certain_and_wrong_costs_the_logarithm_of_half_a_tick(tmp_path):
    rows = [cell(i, 0.0, 0) for i in range(30)] + [cell(50 + i, 1.0, 1) for i in range(10)] + [cell(99, 1.0, 0)]
    # 40 right at ln(1 / 0.9995), one wrong at ln(1 / 0.0005)
    expected = (40 * np.log(1 / 0.9995) + np.log(1 / 0.0005)) / 41
    assert group(lake_of(tmp_path, rows))["log_loss"] == pytest.approx(expected)


def test_ece_worked_by_hand(tmp_path):
    # ten rows at .25 with 1 YES:  |.25 - .10| = .15      bin 0.2-0.3, a fourth of all rows
    # ten rows at .30 with 6 YES:  |.30 - .60| = .30      bin 0.3-0.4: an edge belongs to the bin above it
    # ten at .70 and ten at .78 with 20 YES: |.74 - 1| = .26   bin 0.7-0.8, half of all rows
    rows = [cell(i, 0.25, int(i < 1)) for i in range(10)]
    rows += [cell(10 + i, 0.30, int(i < 6)) for i in range(10)]
    rows += [cell(20 + i, 0.70 if i < 10 else 0.78, 1) for i in range(20)]
    assert group(lake_of(tmp_path, rows))["ece"] == pytest.approx(0.15 / 4 + 0.30 / 4 + 0.26 / 2)


# ---- who counts, and how much


def test_an_events_weight_is_shared_by_its_usable_rows_in_the_cell_alone(tmp_path):
    """Event A has four rows: two usable at LOW, one usable at HIGH, one stale. In the cell LOW each of two weighs a half."""
    others = [cell(i, 0.2, int(i < 10)) for i in range(MANY)]  # ten at .64, the others at .04
    of_a = [
        cell(90, 0.6, 1, event_id="A"),
        cell(91, 0.9, 1, event_id="A"),
        cell(92, 0.5, 1, event_id="A", liquidity_bucket="HIGH"),
        cell(93, None, 1, event_id="A", price_status="stale", age_seconds=30_000.0),
    ]
    low = group(lake_of(tmp_path, others + of_a), weighting="event", liquidity_bucket="LOW")
    assert low["brier"] == pytest.approx((10 * 0.64 + (MANY - 10) * 0.04 + (0.16 + 0.01) / 2) / (MANY + 1))
    assert (low["n"], low["n_events"]) == (MANY + 2, MANY + 1)


def test_only_resolved_and_priced_rows_are_scored(tmp_path):
    rows = [cell(i, 0.5, i % 2) for i in range(MANY)]
    rows += [
        cell(101, 0.5, None),
        cell(102, 0.5, None, outcome_status="VOID"),
        cell(103, None, 1, price_status="already_resolved"),
        cell(104, None, 0),
        cell(105, None, 1, price_status="stale"),
        cell(106, None, 0, price_status="stale"),
    ]
    lake = lake_of(tmp_path, rows)
    shown = group(lake)
    assert shown["n"] == MANY
    counts = ("n_unresolved", "n_void", "n_already_resolved", "n_no_price", "n_stale", "n_stale_yes")
    assert [shown[name] for name in counts] == [1, 1, 1, 1, 2, 1]
    assert {row["horizon"] for row in scoreboard.read(lake).rows} == {"24h"}


def test_under_thirty_events_is_too_few_however_many_markets(tmp_path):
    lake = lake_of(tmp_path, drawn(400, events=29))
    for weighting in ("market", "event"):
        shown = group(lake, weighting=weighting)
        assert (shown["brier"], shown["log_loss"], shown["ece"]) == (None, None, None)
        assert shown["n"] == 400
        assert shown["n_events"] < 30
        assert "too few" in shown["note"]


def test_nine_events_of_one_outcome_are_too_few(tmp_path):
    for yes, enough in ((9, False), (10, True)):
        (tmp_path / str(yes)).mkdir()
        shown = group(lake_of(tmp_path / str(yes), [cell(i, 0.4, int(i < yes)) for i in range(60)]))
        assert (shown["brier"] is not None) is enough
        assert (shown["n"], shown["effective_events"]) == (60, pytest.approx(60))


def test_figures_and_their_intervals_are_those_of_the_measures(tmp_path):
    rows = drawn(400, events=150)
    shown = group(lake_of(tmp_path, rows), weighting="event")
    p, y = np.array([row["p_yes"] for row in rows]), np.array([row["resolved_yes"] for row in rows])
    event = np.unique([row["event_id"] for row in rows], return_inverse=True)[1]
    last = {row["event_id"]: max(other["resolved_at"] for other in rows if other["event_id"] == row["event_id"]) for row in rows}
    week = np.array([(last[row["event_id"]] - datetime(1970, 1, 5, tzinfo=UTC)).days // 7 for row in rows])
    expected = summary(weighed(p, y, event, "event"), week)
    assert {name: shown[name] for name in expected} == {name: pytest.approx(value) for name, value in expected.items()}
    assert shown["brier_low"] < shown["brier"] < shown["brier_high"]
    assert shown["slope_low"] < 1 < shown["slope_high"]  # drawn as priced


def test_thirty_events_are_enough(tmp_path):
    shown = group(lake_of(tmp_path, [cell(i, 0.4, i % 2) for i in range(30)]))
    assert (shown["brier"] is not None, shown["note"]) == (True, "")


def test_assumed_ends_have_a_figure_without_them(tmp_path):
    rows = [cell(i, 0.5, i % 2) for i in range(MANY)]
    rows += [cell(100 + i, 0.9, 1, end_known="assumed") for i in range(MANY)]
    lake = lake_of(tmp_path, rows)
    assert (group(lake)["n"], group(lake)["brier"]) == (2 * MANY, pytest.approx(0.13))
    assert (group(lake, ends="observed")["n"], group(lake, ends="observed")["brier"]) == (MANY, pytest.approx(0.25))


def test_totals_are_the_sums_of_their_parts(tmp_path):
    lake = lake_of(tmp_path, drawn(300, events=200) + [cell(900 + i, None, 1, price_status="stale") for i in range(7)])
    parts = [row for row in scoreboard.read(lake, venue="polymarket", weighting="market", ends="all").rows]
    cells = [row for row in parts if "all" not in (row["category"], row["liquidity_bucket"])]
    total = group(lake, venue="polymarket")
    assert len(cells) == 6
    for name in ("n", "n_stale", "n_stale_yes", "n_no_price", "n_void"):
        assert sum(row[name] for row in cells) == total[name]
    assert sum(row["n"] * row["mean_p"] for row in cells) == pytest.approx(total["n"] * total["mean_p"])
    squares = sum(row["n"] * row["brier"] for row in parts if row["category"] == "all" and row["brier"] is not None)
    assert squares == pytest.approx(2 * total["n"] * total["brier"])  # the three buckets, and their total


# ---- what shows the outcome


@pytest.mark.parametrize(
    ("prices", "visible"),
    [
        ([0.01, 0.99] * 20, True),  # all extreme
        ([0.01] * 37 + [0.5] * 3, True),  # 92 %
        ([0.01] * 36 + [0.5] * 4, False),  # 90 % is not above 90 %
        ([0.03, 0.97] * 20, True),  # the bound itself is extreme
        ([0.2, 0.8] * 20, False),
    ],
)
def test_prices_that_show_the_outcome_are_kept_out_of_headlines(tmp_path, prices, visible):
    """The second market always ends against its price, so that prices do not separate the outcomes."""
    rows = [cell(i, p, int(p > 0.5) if i != 1 else int(p <= 0.5)) for i, p in enumerate(prices)]
    lake = lake_of(tmp_path, rows)
    assert group(lake)["outcome_visible"] is visible
    assert ("outcome visible" in group(lake)["note"]) is visible
    page = scoreboard.markdown(lake)
    assert ("| polymarket | scheduled | 24h |" in page) is not visible
    assert f"{2 if visible else 0} groups are left out" in page


def test_prices_that_separate_the_outcomes_show_them(tmp_path):
    rows = [cell(i, 0.6 if i % 2 else 0.4, i % 2) for i in range(MANY)]
    assert group(lake_of(tmp_path, rows))["outcome_visible"]


# ---- windows


def test_a_window_is_a_cohort_of_scheduled_ends_a_grace_period_back(tmp_path):
    """as_of is 1 June, the grace period a week: of a window of 30 days, ends after 2 May and up to 25 May count."""
    ends = {0: "2026-05-02", 1: "2026-05-02T00:00:01", 2: "2026-05-25", 3: "2026-05-25T00:00:01", 4: "2026-06-20"}
    rows = [
        cell(100 * k + i, 0.5, i % 2, cohort_at=datetime.fromisoformat(end).replace(tzinfo=UTC))
        for k, end in ends.items()
        for i in range(MANY)
    ]
    rows += [cell(900, 0.5, None, cohort_at=END + timedelta(days=9))]
    rows += [cell(901, 0.5, None, cohort_at=END + timedelta(days=9), outcome_status="VOID")]
    lake = lake_of(tmp_path, rows)
    page = scoreboard.read(lake, venue="all", category="all", liquidity_bucket="all", ends="all", window="30d")
    assert {row["n"] for row in page.rows} == {2 * MANY}
    assert page.meta["share_unresolved"] == page.meta["share_void"] == pytest.approx(1 / (2 * MANY + 2))
    assert (page.meta["window_by"], page.meta["warning"]) == ("scheduled_end", None)
    assert group(lake)["n"] == 5 * MANY  # without a window everything counts


def test_a_window_by_resolution_warns_that_yes_ends_early(tmp_path):
    rows = [cell(i, 0.5, i % 2) for i in range(MANY)]
    rows = [row | {"resolved_at": AS_OF - timedelta(days=8 if i < 30 else 80)} for i, row in enumerate(rows)]
    lake = lake_of(tmp_path, rows)
    page = scoreboard.read(lake, venue="all", category="all", liquidity_bucket="all", window="60d", window_by="resolution")
    assert {row["n"] for row in page.rows} == {30}
    assert "YES" in page.meta["warning"]


@pytest.mark.parametrize("asked", [{"window": "90"}, {"window": "0d"}, {"window": "-3d"}, {"window": "9d", "window_by": "luck"}])
def test_a_window_that_is_none_is_refused(tmp_path, asked):
    with pytest.raises(InputError, match="window"):
        scoreboard.read(lake_of(tmp_path, [cell(1, 0.5, 1)]), **asked)


def test_an_empty_window_is_empty(tmp_path):
    page = scoreboard.read(lake_of(tmp_path, [cell(1, 0.5, 1)]), window="10d")
    assert (page.rows, page.meta["share_unresolved"]) == ([], None)


# ---- the same answer


def test_the_order_of_the_rows_changes_nothing(tmp_path):
    rows = drawn(200)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = scoreboard.read(lake_of(tmp_path / "a", rows)).rows
    second = scoreboard.read(lake_of(tmp_path / "b", rows[::-1])).rows
    assert first == second  # to the last bit


def test_totals_come_first_and_pages_follow_on(tmp_path):
    lake = lake_of(tmp_path, drawn(200))
    every = scoreboard.read(lake).rows
    keys = [tuple((row[name] != "all", row[name]) for name in TABLES["scoreboard"].key) for row in every]
    assert keys == sorted(keys)
    assert every[0]["venue"] == every[0]["category"] == every[0]["liquidity_bucket"] == "all"
    page, found = scoreboard.read(lake, limit=7), []
    while True:
        found += page.rows
        if page.next_cursor is None:
            break
        page = scoreboard.read(lake, limit=7, cursor=page.next_cursor)
    assert found == every


def test_made_up_data_says_so_in_every_row(tmp_path):
    lake = lake_of(tmp_path, drawn(100), simulated=True)
    assert all(row["simulated"] and "simulated" in row["note"] for row in scoreboard.read(lake).rows)
    assert scoreboard.markdown(lake).startswith("# Scoreboard (simulated)")
