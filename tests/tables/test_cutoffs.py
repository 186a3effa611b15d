"""The moments at which a price is judged, and which price that is. One market per case, all in one lake.

Unless a case says otherwise a market opens on 1 January, is seen from 2 January on, is due on 10 May 00:00 and closes on
11 May with outcome 0. A version is knowable five minutes after its own time.
"""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from credence.tables.build import load_parameters, sources


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def iso(text: str) -> str:
    return f"2026-{text}" + ("T00:00:00Z" if len(text) == 5 else ":00Z").replace(" ", "T")


PLAIN, LATER_BEFORE, LATER_AFTER, EARLIER, ONE_VERSION, YOUNG, GAME, GAME_ONCE = range(1, 9)
PROPOSED, GAME_END, STALE, SIX_HOURS, NO_PRICE, RESOLVED, EXACT, VOLUME_LATER, VOLUME_BEFORE = range(9, 18)
DAILY, BEFORE_START, OPEN, VOID, POSTPONED_TWICE, LATE_LABEL, ONE_SIDED, BEFORE_TRADING, BACK_DATED = range(18, 27)


@pytest.fixture(scope="module")
def lake(shared):
    def seen(number: int, on: str, end: str = "05-10", **fields) -> dict:
        return shared.market(number, updatedAt=iso(on), endDate=iso(end), **fields)

    late = {LATER_BEFORE: "05-20", LATER_AFTER: "05-20", POSTPONED_TWICE: "05-30", EARLIER: "05-10 12:00"}
    start = {YOUNG: "05-09 12:00", BEFORE_TRADING: "04-01"}
    unseen = (ONE_VERSION, YOUNG, GAME_ONCE, EARLIER, BEFORE_TRADING)
    own = (RESOLVED, OPEN, VOID, LATE_LABEL, GAME_END, GAME_ONCE)
    every = [shared.market(n) for n in range(1, 27) if n not in unseen]
    every += [
        shared.closed(n, endDate=iso(late.get(n, "05-10")), startDate=iso(start.get(n, "01-01")))
        for n in range(1, 27)
        if n not in own
    ]
    every += [
        seen(LATER_BEFORE, "05-01", "05-20"),
        seen(LATER_AFTER, "05-09 12:00", "05-20"),
        seen(EARLIER, "01-02", "05-20"), seen(EARLIER, "05-10", "05-10 12:00"),
        seen(YOUNG, "05-09 13:00", startDate=iso("05-09 12:00")),
        seen(GAME, "02-01", gameStartTime=iso("05-10 18:00")), seen(GAME, "04-01", gameStartTime=iso("05-12 18:00")),
        shared.closed(GAME_ONCE, gameStartTime=iso("05-10 18:00")),
        seen(PROPOSED, "05-10 06:00", umaResolutionStatus="proposed"),
        shared.closed(RESOLVED, closed_at="05-05"),
        shared.closed(VOID, outcomePrices='["0.5", "0.5"]'),
        seen(VOLUME_LATER, "05-09", volume24hr=50_000), seen(VOLUME_BEFORE, "05-08 23:00", volume24hr=50_000),
        seen(POSTPONED_TWICE, "05-01", "05-20"), seen(POSTPONED_TWICE, "05-05", "05-30"),
        shared.closed(LATE_LABEL, closed_at="05-25"),
        seen(BEFORE_TRADING, "01-02", "04-02", startDate=iso("04-01")),
        seen(BEFORE_TRADING, "02-02", startDate=iso("04-01")),
    ]  # fmt: skip
    shared.markets(*every)
    shared.events(
        {"id": "9", "slug": "g", "finishedTimestamp": iso("05-10 05:00"), "updatedAt": iso("05-11"),
         "markets": [shared.closed(GAME_END)]},
    )  # fmt: skip
    points = {
        PLAIN: [("05-08 23:00", 0.4)], LATER_BEFORE: [("05-08 23:00", 0.4), ("05-18 23:00", 0.6)],
        LATER_AFTER: [("05-08 23:00", 0.4)], EARLIER: [("05-09 23:00", 0.4)], STALE: [("05-08 17:59:59", 0.4)],
        SIX_HOURS: [("05-08 18:00", 0.4)], RESOLVED: [("05-08 23:00", 0.99)],
        EXACT: [("05-08 23:00", 0.4), ("05-09 00:00", 0.5), ("05-09 00:00:01", 0.6)], PROPOSED: [("05-10 05:00", 0.7)],
        OPEN: [("05-08 23:00", 0.4)], VOID: [("05-08 23:00", 0.4)], LATE_LABEL: [("05-08 23:00", 0.4)],
        DAILY: [(at("02-10") + timedelta(hours=6 * i), 0.5) for i in range(4 * 91)],
    }  # fmt: skip
    for number, listed in points.items():
        shared.history(f"{number}1", *((at(t) if isinstance(t, str) else t, p) for t, p in listed))
    shared.drop(
        "mine", "prices",
        [{"condition_id": f"0xC{BEFORE_START}", "ts": "2025-12-31 23:00", "price": "0.9", "outcome": "Yes"},
         {"condition_id": "0xD1", "ts": "2026-05-10 08:00", "price": "0.2", "outcome": "Yes"},
         {"condition_id": "0xD1", "ts": "2026-05-10 09:00", "price": "0.1", "outcome": "Yes"}],
    )  # fmt: skip
    shared.drop(
        "quotes", "quotes",
        [{"condition_id": f"0xC{ONE_SIDED}", "ts": "2026-05-08 22:00", "bid": "0.3", "ask": "0.4"},
         {"condition_id": f"0xC{ONE_SIDED}", "ts": "2026-05-08 23:00", "bid": "", "ask": "0.9"}],
    )  # fmt: skip
    shared.drop(
        "back_dated", "prices",
        [{"condition_id": f"0xC{BACK_DATED}", "price": "0.3", "closed_at": "2026-05-11", "outcome": "Yes"}],
        file={"price_kind": "history", "price_time_source": "close_minus_48h",
              "price_time": {"from": "closed_at", "minus_hours": 48}},
    )  # fmt: skip
    shared.drop(
        "ends", "markets",
        [{"condition_id": "0xD1", "question": "q", "winner": "No", "resolved_at": "2026-05-11",
          "scheduled_end_at": "2026-05-10 12:00", "knowable_at": "2026-05-09 00:00"}],
        ends={"end_known": "observed"},
    )  # fmt: skip
    return shared


def cut(lake, number: int | str, anchor: str = "scheduled", horizon: str = "24h") -> dict:
    return lake.cutoff(str(number), anchor, horizon)


# ---- scheduled: the first moment at which the newest end then known is that near


def test_the_plain_case(lake):
    row = cut(lake, PLAIN)
    assert (row["cutoff_at"], row["anchor_at"], row["cohort_at"]) == (at("05-09"), at("05-10"), at("05-10"))
    assert (row["end_known"], row["revised"], row["price_status"]) == ("observed", False, "priced")
    assert (row["p_yes"], row["price_ts"], row["age_seconds"]) == (0.4, at("05-08 23:00"), 3600)
    assert (row["resolved_yes"], row["outcome_status"], row["close_source"]) == (1, "RESOLVED_TRUE", None)


def test_every_horizon_has_one_row(lake):
    hours = {"30d": 720, "7d": 168, "48h": 48, "24h": 24, "1h": 1}
    rows = lake.rows("cutoffs", str(PLAIN), anchor="scheduled")
    spans = {row["horizon"]: (at("05-10") - row["cutoff_at"]) / timedelta(hours=1) for row in rows}
    assert spans == hours | {"daily": 24}


def test_an_end_moved_before_the_moment_moves_the_moment(lake):
    row = cut(lake, LATER_BEFORE)
    assert (row["cutoff_at"], row["anchor_at"], row["revised"], row["p_yes"]) == (at("05-19"), at("05-20"), False, None)
    assert row["price_status"] == "already_resolved"  # it closed on 11 May, nine days before its new end


def test_an_end_moved_after_the_moment_makes_no_second_row_but_is_marked(lake):
    row = cut(lake, LATER_AFTER)
    assert (row["cutoff_at"], row["anchor_at"], row["revised"], row["p_yes"]) == (at("05-09"), at("05-10"), True, 0.4)
    assert cut(lake, LATER_AFTER, horizon="1h")["cutoff_at"] == at("05-19 23:00")


def test_an_end_moved_nearer_can_jump_over_the_moment(lake):
    """Due on 20 May until, on 10 May 00:05, 10 May 12:00 becomes known: all horizons over 12 hours are past at once."""
    for horizon in ("7d", "48h", "24h"):
        assert cut(lake, EARLIER, horizon=horizon)["cutoff_at"] == at("05-10 00:05")
    assert cut(lake, EARLIER, horizon="1h")["cutoff_at"] == at("05-10 11:00")
    assert cut(lake, EARLIER)["p_yes"] == 0.4


def test_moved_twice_before_the_moment_counts_the_newest(lake):
    row = cut(lake, POSTPONED_TWICE)
    assert (row["cutoff_at"], row["anchor_at"]) == (at("05-29"), at("05-30"))


def test_an_end_first_seen_after_the_moment_is_assumed(lake):
    row = cut(lake, ONE_VERSION)
    assert (row["end_known"], row["cutoff_at"], row["revised"]) == ("assumed", at("05-09"), False)
    assert row["knowable_at"] == at("05-12 00:05")  # when that version was


def test_a_market_younger_than_the_horizon_has_no_row(lake):
    horizons = {row["horizon"] for row in lake.rows("cutoffs", str(YOUNG), anchor="scheduled")}
    assert horizons - {"daily"} == {"1h"}


def test_what_was_planned_before_trading_began_makes_no_moment_before_it(lake):
    """Announced with an end one day after the start, then postponed to 10 May, and only then opened."""
    assert cut(lake, BEFORE_TRADING)["cutoff_at"] == at("05-09")
    assert cut(lake, BEFORE_TRADING, horizon="30d")["cutoff_at"] == at("04-10")


def test_an_end_of_a_file_is_observed_from_its_own_time_on(lake):
    assert cut(lake, "condition:0xd1")["end_known"] == "observed"
    assert cut(lake, "condition:0xd1", horizon="48h")["end_known"] == "assumed"


# ---- game_start


def test_a_known_game_start_is_an_anchor_of_its_own(lake):
    row = cut(lake, GAME, "game_start")
    assert (row["cutoff_at"], row["anchor_at"], row["end_known"]) == (at("05-11 18:00"), at("05-12 18:00"), "observed")
    assert cut(lake, GAME)["anchor_at"] == at("05-10")
    assert cut(lake, GAME, "game_start", "30d")["cutoff_at"] == at("04-12 18:00")


def test_a_game_start_first_seen_after_the_moment_is_assumed(lake):
    row = cut(lake, GAME_ONCE, "game_start")
    assert (row["cutoff_at"], row["end_known"]) == (at("05-09 18:00"), "assumed")


# ---- close: when trading really ended


def test_closing_time(lake):
    row = cut(lake, PLAIN, "close")
    assert (row["anchor_at"], row["close_source"], row["cutoff_at"]) == (at("05-11"), "closing_time", at("05-10"))
    assert row["cohort_at"] == at("05-10")  # windows go by the scheduled end as known at the moment


def test_a_first_proposal_before_the_closing_time_is_the_close(lake):
    row = cut(lake, PROPOSED, "close", "1h")
    assert (row["anchor_at"], row["close_source"], row["p_yes"]) == (at("05-10 06:00"), "first_proposal", 0.7)


def test_a_games_end_before_the_closing_time_is_the_close(lake):
    assert (cut(lake, GAME_END, "close")["anchor_at"], cut(lake, GAME_END, "close")["close_source"]) == (
        at("05-10 05:00"), "game_end",
    )  # fmt: skip


def test_where_nothing_is_known_the_last_observation_is_the_close(lake):
    row = cut(lake, "condition:0xd1", "close", "1h")
    assert (row["anchor_at"], row["close_source"], row["p_yes"]) == (at("05-10 09:00"), "last_observation", 0.2)


def test_an_open_market_has_no_close(lake):
    assert lake.rows("cutoffs", str(OPEN), anchor="close") == []


# ---- which price


def test_a_price_at_the_moment_counts_and_a_second_later_does_not(lake):
    assert (cut(lake, EXACT)["p_yes"], cut(lake, EXACT)["age_seconds"]) == (0.5, 0)


def test_a_price_of_six_hours_counts_and_an_older_one_does_not(lake):
    assert (cut(lake, SIX_HOURS)["price_status"], cut(lake, SIX_HOURS)["p_yes"]) == ("priced", 0.4)
    row = cut(lake, STALE)
    assert (row["price_status"], row["p_yes"], row["age_seconds"]) == ("stale", None, 6 * 3600 + 1)
    assert row["resolved_yes"] == 1  # so that what the limit drops can be counted by outcome


def test_without_a_price_the_market_is_still_counted(lake):
    row = cut(lake, NO_PRICE)
    assert (row["price_status"], row["p_yes"], row["price_ts"], row["resolved_yes"]) == ("none", None, None, 1)


def test_a_market_already_resolved_has_no_price_but_its_outcome(lake):
    row = cut(lake, RESOLVED)
    assert (row["price_status"], row["p_yes"], row["price_ts"], row["resolved_yes"]) == ("already_resolved", None, None, 1)


def test_a_price_dated_before_the_market_began_is_no_price(lake):
    for row in lake.rows("cutoffs", str(BEFORE_START)):
        assert (row["price_status"], row["p_yes"], row["price_ts"]) == ("none", None, None)
    assert len(lake.rows("prices", str(BEFORE_START))) == 1  # what the file states is kept


def test_a_price_dated_back_from_the_close_counts_for_the_close_alone(lake):
    """It stands at 9 May 00:00 because the market closed on 11 May; at the scheduled moments nobody could have had it so."""
    assert cut(lake, BACK_DATED, "close", "48h")["p_yes"] == 0.3
    assert (cut(lake, BACK_DATED)["cutoff_at"], cut(lake, BACK_DATED)["price_status"]) == (at("05-09"), "none")


def test_a_one_sided_quote_is_looked_past(lake):
    assert cut(lake, ONE_SIDED)["p_yes"] == pytest.approx(0.35)
    assert cut(lake, ONE_SIDED)["spread"] == pytest.approx(0.1)


def test_only_what_was_observed_by_then_decides_the_liquidity(lake):
    assert cut(lake, VOLUME_BEFORE)["liquidity_bucket"] == "MID"
    assert cut(lake, VOLUME_LATER)["liquidity_bucket"] == "UNKNOWN"
    assert cut(lake, VOLUME_LATER, horizon="1h")["liquidity_bucket"] == "MID"


# ---- the label, and since when all of it could be known


def test_void_and_open_markets_are_counted_without_a_label(lake):
    assert (cut(lake, VOID)["outcome_status"], cut(lake, VOID)["resolved_yes"]) == ("VOID", None)
    assert (cut(lake, OPEN)["outcome_status"], cut(lake, OPEN)["resolved_yes"]) == ("UNRESOLVED", None)


def test_a_row_is_knowable_with_the_latest_of_its_inputs(lake):
    assert cut(lake, LATE_LABEL)["knowable_at"] == at("05-25 00:05")  # the label
    assert cut(lake, OPEN)["knowable_at"] == at("06-01")  # UNRESOLVED speaks of as_of
    assert cut(lake, PLAIN, "close")["knowable_at"] == at("05-11 00:05")
    assert cut(lake, LATER_BEFORE)["knowable_at"] == at("05-19")  # the moment itself
    assert all(row["knowable_at"] >= row["cutoff_at"] for row in lake.table("cutoffs"))


# ---- daily


def test_daily_moments_are_midnights_before_the_end_sixty_at_most(lake):
    rows = lake.rows("cutoffs", str(DAILY), anchor="scheduled", horizon="daily")
    moments = sorted(row["cutoff_at"] for row in rows)
    assert moments == [at("05-10") - timedelta(days=n) for n in range(60, 0, -1)]
    assert {row["p_yes"] for row in rows} == {0.5}
    closes = [row["cutoff_at"] for row in lake.rows("cutoffs", str(DAILY), anchor="close", horizon="daily")]
    assert (len(closes), max(closes)) == (60, at("05-10"))


def test_daily_moments_exist_only_while_prices_do(lake):
    days = {row["cutoff_at"] for row in lake.rows("cutoffs", str(PLAIN), horizon="daily")}
    assert days == {at("05-09")}


def test_the_key_is_unique(lake):
    keys = [(r["market_id"], r["anchor"], r["horizon"], r["cutoff_at"]) for r in lake.table("cutoffs")]
    assert len(keys) == len(set(keys))


# ---- all calendars: the SQL against a walk through time

minutes = st.integers(0, 90 * 24 * 60)


@st.composite
def lives(draw) -> tuple[datetime, list[tuple[datetime, datetime]]]:
    """When a market began, and its versions as (knowable at, end), around a leap day, a new year or a month's end."""
    origin = datetime(*draw(st.sampled_from([(2024, 1, 15), (2025, 12, 1), (2026, 2, 10), (2026, 7, 1)])), tzinfo=UTC)
    moments = draw(st.lists(minutes, min_size=1, max_size=4, unique=True))
    versions = [(origin + timedelta(minutes=m), origin + timedelta(minutes=draw(minutes))) for m in sorted(moments)]
    return origin + timedelta(minutes=draw(minutes)), versions


def walked(start: datetime, versions: list[tuple[datetime, datetime]], hours: int) -> datetime | None:
    """The first t from `start` on at which E(t) - t <= h; None for a market younger than h."""

    def end(t: datetime) -> datetime:
        return next((end for known, end in reversed(versions) if known <= t), versions[0][1])

    span = timedelta(hours=hours)
    if end(start) - span <= start:
        return None
    turns = [known for known, _ in versions] + [planned - span for _, planned in versions]
    return next((t for t in sorted(turns) if t >= start and end(t) - t <= span), None)


@how(max_examples=60)
@given(lives())
def test_moments_agree_with_a_walk_through_time(life):
    start, versions = life
    found = {(horizon, cutoff) for anchor, horizon, cutoff in moments(start, versions) if anchor == "scheduled"}
    hours = {"30d": 720, "7d": 168, "48h": 48, "24h": 24, "1h": 1}
    expected = {(name, walked(start, versions, h)) for name, h in hours.items()}
    assert found == {(name, cutoff) for name, cutoff in expected if cutoff is not None}


@how(max_examples=40)
@given(st.datetimes(datetime(2024, 2, 1), datetime(2028, 3, 2)), st.integers(1, 100))
def test_daily_moments_over_the_calendar(end, days):
    """Every midnight from the day after the first price to the end; a price may still stand after its last hour."""
    end = end.replace(tzinfo=UTC, microsecond=0)
    first = end - timedelta(days=days)
    found = sorted(t for anchor, horizon, t in moments(None, [(first, end)], prices=(first, end)) if horizon == "daily")
    midnight = end.replace(hour=0, minute=0, second=0)
    last = midnight if midnight < end else midnight - timedelta(days=1)
    wanted = [last - timedelta(days=n) for n in range(100)]
    assert found == sorted(t for t in wanted if t > first and t >= midnight - timedelta(days=60))


ENGINE = duckdb.connect(config={"threads": 1, "autoload_known_extensions": False})
ENGINE.execute("set TimeZone = 'UTC'")


def moments(start: datetime | None, versions: list[tuple[datetime, datetime]], prices=None) -> list[tuple]:
    """(anchor, horizon, cutoff_at) of one market, by the real SQL."""
    load_parameters(ENGINE, datetime(2100, 1, 1, tzinfo=UTC))

    def give(name: str, columns: str, *rows: tuple) -> None:
        ENGINE.execute(f"create or replace table {name} ({columns})")
        if rows:
            ENGINE.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows)

    give(
        "market_version",
        "market_id text, knowable_at timestamptz, end_at timestamptz, game_start_at timestamptz, version_key text, visible bool",
        *(("1", known, end, None, str(known), True) for known, end in versions),
    )
    give(
        "drop_market",
        "market_id text, knowable_at timestamptz, scheduled_end_at timestamptz, end_known text, source text, visible bool",
    )
    give("identity", "market_id text, start_at timestamptz, game_start_at timestamptz, code int", ("1", start, None, 1))
    give("outcomes", "market_id text, knowable_at timestamptz", ("1", datetime(2100, 1, 1, tzinfo=UTC)))
    give("close_moment", "market_id text, close_at timestamptz, close_source text")
    give("price_span", "market_id text, first_ts timestamptz, last_ts timestamptz", *([("1", *prices)] if prices else []))
    for name in ("scheduled_end", "game_start"):
        ENGINE.execute(f"create or replace table {name} as {sources()[name].sql}")
    return ENGINE.sql(f"select anchor, horizon, cutoff_at from ({sources()['moment'].sql})").fetchall()
