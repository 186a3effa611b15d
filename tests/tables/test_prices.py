"""Prices from several sources as one series, and the state of a market by the hour."""

from datetime import UTC, datetime

import pytest


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


@pytest.fixture(scope="module")
def lake(shared):
    big = {"volume24hr": 99_999.99}
    shared.markets(
        *(shared.market(n) for n in (1, 2, 3, 4, 5)),
        shared.market(6, volume24hr=9_999.99, outcomePrices='["0.3", "0.7"]'),
        shared.market(6, volume24hr="10000", updatedAt="2026-02-01T00:00:00Z", endDate="2026-05-20T00:00:00Z"),
        shared.market(6, **big, updatedAt="2026-03-01T00:00:00Z"),
        shared.market(6, volume24hr=100_000, updatedAt="2026-04-01T00:00:00Z"),
        shared.market(7, volume24hr=0, outcomePrices=None),
        shared.market(8, volume24hr=5, updatedAt="2026-05-30T00:00:00Z"),
    )
    shared.history("11", ("03-01 10:00", 0.4), ("03-01 10:10", 0.45))
    shared.history("12", ("03-01 10:20", 0.7))  # of NO
    shared.drop(
        "mine", "prices",
        [{"condition_id": "0xC1", "ts": "2026-03-01 10:00", "price": "0.9", "outcome": "Yes"},
         {"condition_id": "0xC1", "ts": "2026-03-01 10:05", "price": "0.41", "outcome": "Yes"},
         {"condition_id": "0xC1", "ts": "2026-03-01 10:06", "price": "0.41", "outcome": "No"}],
        file={"price_kind": "history"},
    )  # fmt: skip
    shared.drop(
        "quotes", "quotes",
        [{"slug": "slug-2", "ts": "2026-03-01 10:59:59", "bid": "0.40", "ask": "0.50"},
         {"slug": "slug-2", "ts": "2026-03-01 11:00", "bid": "", "ask": "0.50"},
         {"slug": "slug-2", "ts": "2026-03-01 11:30", "bid": "0.60", "ask": "0.50"}],
    )  # fmt: skip
    settled = [{"timestamp": 1772359200, "price": 0.4, "resolution_seconds": 600}]
    settled.append({"timestamp": 1772362800, "price": 1.0, "resolution_seconds": 0})
    shared.answer("/v2/prices-history?token_id=31", {"data": settled}, source="data_api")
    shared.answer(
        "/books",
        [{"asset_id": "41", "timestamp": "1772359200000", "bids": [{"price": "0.3"}, {"price": "0.4"}],
          "asks": [{"price": "0.6"}]},
         {"asset_id": "52", "timestamp": "1772359200000", "bids": [{"price": "0.7"}], "asks": []}],
        source="clob",
    )  # fmt: skip
    shared.interest("0xc8", 250_000.0)
    return shared


def series(lake, number: int) -> list[tuple]:
    return [(row["ts"], row["p_yes"], row["source"]) for row in lake.rows("prices", str(number))]


def test_the_exchange_and_a_file_are_merged_by_market_and_time(lake):
    """At 10:00 both state a price: one row, and the exchange's own answer stands."""
    assert series(lake, 1) == [
        (at("03-01 10:00"), 0.4, "clob"),
        (at("03-01 10:05"), 0.41, "mine"),
        (at("03-01 10:06"), 0.59, "mine"),
        (at("03-01 10:10"), 0.45, "clob"),
        (at("03-01 10:20"), pytest.approx(0.3), "clob"),
    ]


def test_a_price_of_no_is_turned_round(lake):
    assert lake.rows("prices", "1")[-1]["p_yes"] == pytest.approx(1 - 0.7)


def test_a_one_sided_quote_stays_without_a_price_and_a_crossed_one_goes(lake):
    rows = [(row["ts"], row["p_yes"], row["bid"], row["ask"], row["spread"]) for row in lake.rows("prices", "2")]
    assert rows == [
        (at("03-01 10:59:59"), pytest.approx(0.45), 0.4, 0.5, pytest.approx(0.1)),
        (at("03-01 11:00"), None, None, 0.5, None),
    ]


def test_the_settlement_point_of_a_history_is_no_price(lake):
    assert series(lake, 3) == [(at("03-01 10:00"), 0.4, "clob")]


def test_the_best_levels_of_a_book_in_any_order_and_of_either_token(lake):
    (yes,) = lake.rows("prices", "4")
    assert (yes["bid"], yes["ask"], yes["p_yes"], yes["price_kind"]) == (0.4, 0.6, 0.5, "mid")
    (no,) = lake.rows("prices", "5")  # a bid for NO is an offer of YES
    assert (no["bid"], no["ask"], no["p_yes"]) == (None, pytest.approx(0.3), None)


def test_a_price_is_knowable_when_it_is_stamped(lake):
    assert all(row["knowable_at"] == row["ts"] for row in lake.table("prices"))


def test_nothing_after_as_of(tiny):
    tiny.markets(tiny.market(1))
    tiny.history("11", ("03-01", 0.4), ("03-01 00:01", 0.5))
    tiny.table("prices", as_of=at("03-01"))
    assert [p for _, p, _ in series(tiny, 1)] == [0.4]


# ---- market_snapshot


def hours(lake, number: int) -> list[tuple]:
    rows = lake.rows("market_snapshot", str(number))
    return [(row["ts"], row["p_yes"]) for row in rows if row["data_source"] != ["gamma"]]


def test_an_hours_row_carries_the_hours_end_and_its_last_price(lake):
    assert hours(lake, 1) == [(at("03-01 11:00"), pytest.approx(0.3))]
    (row,) = [row for row in lake.rows("market_snapshot", "1") if row["ts"] == at("03-01 11:00")]
    assert (row["knowable_at"], row["data_source"], row["p_no"]) == (
        at("03-01 11:00"),
        ["clob", "mine"],
        pytest.approx(0.7),
    )


def test_an_hour_without_a_price_of_two_sides_has_no_row(lake):
    assert hours(lake, 2) == [(at("03-01 11:00"), pytest.approx(0.45))]


def test_every_version_is_a_row_and_thresholds_are_inclusive(lake):
    rows = lake.rows("market_snapshot", "6")
    assert [row["liquidity_bucket"] for row in rows] == ["LOW", "MID", "MID", "HIGH"]
    assert [row["ts"] for row in rows] == [at("01-02"), at("02-01"), at("03-01"), at("04-01")]
    assert all((row["knowable_at"] - row["ts"]).total_seconds() == 300 for row in rows)


def test_null_stays_null(lake):
    (row,) = lake.rows("market_snapshot", "7")
    assert (row["p_yes"], row["p_no"], row["open_interest"], row["volume_24h"]) == (None, None, None, 0)
    assert row["liquidity_bucket"] == "LOW"  # zero is a statement, null is none
    hour = next(row for row in lake.rows("market_snapshot", "2") if row["ts"] == at("03-01 11:00"))
    assert (hour["volume_24h"], hour["liquidity_bucket"], hour["num_traders_proxy"]) == (None, "UNKNOWN", None)


def test_time_to_the_end_goes_by_the_end_as_then_known(lake):
    days = [row["tte_seconds"] / 86_400 for row in lake.rows("market_snapshot", "6")]
    to_10_may, to_20_may = (at("05-10") - at("01-02")).days, (at("05-20") - at("02-01")).days
    assert days[:2] == [to_10_may, to_20_may]
    assert days[2] == (at("05-10") - at("03-01")).days  # moved back


def test_open_interest_counts_only_once_we_received_it(lake):
    (row,) = lake.rows("market_snapshot", "8")
    assert (row["open_interest"], row["liquidity_bucket"]) == (None, "LOW")


def test_open_interest_we_had_lifts_the_bucket(tiny):
    tiny.markets(tiny.market(1, volume24hr=5, updatedAt="2026-05-20T00:00:00Z"))
    tiny.interest("0xc1", 250_000.0, received=at("05-10"))
    row = tiny.row("market_snapshot", "1")
    assert (row["open_interest"], row["liquidity_bucket"]) == (250_000.0, "HIGH")
