"""The features table on small lakes: on the hour, from what was known by then, whatever comes later."""

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from credence.errors import InputError, NotBuilt
from credence.products import features
from credence.records import features as _record  # noqa: F401 - registers the table

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def built(tiny, as_of: datetime | None = AS_OF) -> list[dict]:
    tiny.table("market_snapshot", as_of=as_of or AS_OF)
    with tiny.lake.reading() as connection:
        features.build(tiny.lake, connection, as_of)
    return tiny.lake.rows("select * from features order by market_id, ts")


def of(rows: list[dict], market: str, ts: str) -> dict:
    (row,) = [row for row in rows if row["market_id"] == market and row["ts"] == at(ts)]
    return row


@pytest.fixture
def two_markets(tiny):
    """Market 1: five prices in two hours, two versions with a volume; market 2: one price, no volume."""
    tiny.markets(
        tiny.market(1, volume24hr=5_000, updatedAt="2026-03-01T09:00:00Z"),
        tiny.market(1, volume24hr=20_000, updatedAt="2026-03-01T10:10:00Z", endDate="2026-05-20T00:00:00Z"),
        tiny.market(2),
    )
    tiny.history("11", ("03-01 09:30", 0.40), ("03-01 10:00", 0.50), ("03-01 10:20", 0.50), ("03-01 10:50", 0.56),
                 ("03-01 12:00", 0.50))  # fmt: skip
    tiny.history("21", ("03-01 09:59", 0.9))
    return tiny


def test_a_row_states_what_was_known_at_the_hours_end(two_markets):
    rows = built(two_markets)
    assert [row["ts"] for row in rows if row["market_id"] == "1" and row["p_yes"]] == [
        at(f"03-01 {hour}:00") for hour in (10, 11, 12)
    ]
    ten, eleven, noon = (of(rows, "1", f"03-01 {hour}:00") for hour in (10, 11, 12))
    # 10:00: .40, .50 -> one change .10; 11:00: .50, .50, .56 in its hour -> squares 0 and .0036; 12:00: -.06
    assert (ten["p_yes"], ten["variance_1h"], ten["vol"]) == (0.5, pytest.approx(0.01), None)
    assert (eleven["p_yes"], eleven["variance_1h"]) == (0.56, pytest.approx(0.0036))
    assert eleven["variance_24h"] == pytest.approx(0.01 + 0.0036)
    assert (eleven["change"], eleven["simple_return"]) == (pytest.approx(0.06), pytest.approx(0.12))
    assert eleven["logit_return"] == pytest.approx(math.log(0.56 / 0.44))
    assert (eleven["changes_24h"], eleven["zero_change_share"]) == (3, pytest.approx(1 / 3))
    # mean of .10, 0, .06 is .16 / 3; deviations squared sum to .0136 - .0256 / 3
    assert eleven["vol"] == pytest.approx(math.sqrt((0.0136 - 0.0256 / 3) / 2))
    assert eleven["excess_movement"] == pytest.approx(0.0136 - (0.24 - 0.56 * 0.44))
    assert (eleven["staleness_seconds"], noon["staleness_seconds"]) == (600, 0)
    assert all(row["knowable_at"] == row["ts"] for row in rows)


def test_volume_end_and_bucket_hold_from_the_moment_their_version_is_knowable(two_markets):
    """The second version is stamped 10:10 and knowable at 10:15: the row of 10:00 does not know it."""
    rows = built(two_markets)
    ten, eleven = of(rows, "1", "03-01 10:00"), of(rows, "1", "03-01 11:00")
    assert (ten["volume_24h"], ten["liquidity_bucket"], ten["volume_velocity"]) == (5_000, "LOW", None)
    assert (eleven["volume_24h"], eleven["liquidity_bucket"], eleven["volume_velocity"]) == (20_000, "MID", 4.0)
    assert ten["tte_seconds"] == (at("05-10") - at("03-01 10:00")).total_seconds()
    assert eleven["tte_seconds"] == (at("05-20") - at("03-01 11:00")).total_seconds()
    assert eleven["liquidity_age_seconds"] == 45 * 60


def test_a_market_starts_afresh(two_markets):
    row = of(built(two_markets), "2", "03-01 10:00")
    assert (row["p_yes"], row["change"], row["variance_24h"], row["liquidity_bucket"]) == (0.9, None, None, "UNKNOWN")
    assert (row["clock"], row["jump"], row["changes_24h"]) == ("replayed", False, 0)


def test_what_we_timed_ourselves_makes_no_row_and_marks_the_later_ones(tiny):
    tiny.markets(tiny.market(1))
    tiny.history("11", ("03-01 10:00", 0.4), ("03-01 12:00", 0.4), ("03-02 12:00", 0.4))
    tiny.table("market_snapshot")
    with tiny.lake.reading() as connection:  # two runs, which kept an answer each
        held = "('1', timestamptz '2026-03-01 10:30Z', 150e3), ('1', timestamptz '2026-03-01 11:40Z', 300e3)"
        tiny.lake.write(
            connection, "open_interest",
            f"select market_id, ts, open_interest, 'received' as clock, ts as knowable_at "
            f"from (values {held}) as t(market_id, ts, open_interest)",
        )  # fmt: skip
    rows = [row for row in built(tiny) if row["p_yes"]]
    assert [(row["ts"], row["clock"]) for row in rows] == [
        (at("03-01 10:00"), "replayed"), (at("03-01 12:00"), "received"), (at("03-02 12:00"), "received"),
    ]  # fmt: skip
    assert [row["liquidity_bucket"] for row in rows] == ["UNKNOWN", "HIGH", "HIGH"]
    assert [row["oi_change"] for row in rows] == [None, 1.0, None]  # observed 70 minutes apart; a day later it is old


def test_of_prices_of_one_moment_the_mid_counts(tiny):
    tiny.markets(tiny.market(1))
    tiny.history("11", ("03-01 10:00", 0.4))
    tiny.answer("/books", [{"asset_id": "11", "timestamp": str(int(at("03-01 10:00").timestamp() * 1000)),
                            "bids": [{"price": "0.5"}], "asks": [{"price": "0.52"}]}], source="clob")  # fmt: skip
    row = of(built(tiny), "1", "03-01 10:00")
    assert (row["p_yes"], row["spread"], row["changes_24h"]) == (0.51, pytest.approx(0.02), 0)


def test_the_last_hour_has_a_row_only_once_it_is_over(two_markets):
    early = built(two_markets, at("03-01 10:30"))
    assert max(row["ts"] for row in early) == at("03-01 10:00")
    two_markets._made.clear()
    assert max(row["ts"] for row in built(two_markets)) == at("03-01 12:00")


def test_nothing_looks_ahead(two_markets):
    """Rows as of 11:00 are the rows of the whole lake up to 11:00."""
    full = [row for row in built(two_markets) if row["ts"] <= at("03-01 11:00")]
    two_markets._made.clear()
    assert built(two_markets, at("03-01 11:00")) == full


def test_parts_change_nothing(two_markets, monkeypatch):
    for n in range(3, 9):
        two_markets.markets(two_markets.market(n))
        two_markets.history(f"{n}1", *((at("03-01 10:00") + timedelta(minutes=7 * i), (i * n % 10) / 10) for i in range(40)))
    whole = built(two_markets)
    monkeypatch.setattr(features, "PART_ROWS", 50)
    assert built(two_markets) == whole
    assert [(row["market_id"], row["ts"]) for row in whole] == sorted({(row["market_id"], row["ts"]) for row in whole})


def test_pages_of_one_market(two_markets):
    built(two_markets)
    first = features.read(two_markets.lake, "1", limit=2)
    second = features.read(two_markets.lake, "1", limit=2, cursor=first.next_cursor)
    moments = [row["ts"] for row in first.rows + second.rows]
    assert (len(first.rows), len(second.rows), second.next_cursor) == (2, 1, None)
    assert all(a < b for a, b in pairwise(moments))
    assert [row["ts"] for row in features.read(two_markets.lake, "1", since=at("03-01 11:00")).rows] == moments[1:]
    with pytest.raises(InputError):
        features.read(two_markets.lake, "1", limit=0)


def test_an_empty_lake_has_a_table_without_rows(tiny):
    with pytest.raises(NotBuilt):
        features.read(tiny.lake, "1")
    with tiny.lake.reading() as connection:
        assert features.build(tiny.lake, connection) == 0
    assert features.read(tiny.lake, "1").rows == []
