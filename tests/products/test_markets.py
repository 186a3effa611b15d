"""Markets and their prices: pages are whole, and which files are opened changes nothing but the time it takes."""

import contextlib
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credence.api.reader import Reader
from credence.errors import InputError, NotBuilt, NotFound
from credence.lake import delta, open_lake, stream
from credence.products.markets import SeriesFiles, list_markets, market, series
from credence.records import TABLES
from credence.records.paging import decode_cursor, encode_cursor

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Reader:
    """As a server holds it: two markets, prices every five hours; January is dense (a file a day), February sparse (one file)."""
    lake = open_lake(str(tmp_path_factory.mktemp("markets") / "lake"))
    lake.claim(simulated=True)
    connection = lake.connect()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "DENSE_MONTH_ROWS", 200)
        lake.write(
            connection, "prices",
            "select (1 + i % 2)::varchar as market_id, timestamptz '2026-01-01' + interval (i // 4 * 5) hour as ts, "
            "i / 1000 as p_yes, null as bid, null as ask, null as spread, "
            "case when i % 4 < 2 then 'mid' else 'trade' end as price_kind, 'clob' as source, ts as knowable_at "
            "from range(700) t(i)",
        )  # fmt: skip
    columns = dict(TABLES["market_registry"].columns)
    nulls = ", ".join(f"null::{columns[name]} as {name}" for name in columns if name not in ("market_id", "slug"))
    lake.write(
        connection, "market_registry",
        f"select i::varchar as market_id, 'will-it-rain-in-' || i as slug, {nulls} from range(1, 6) t(i)",
    )  # fmt: skip
    connection.close()
    return Reader(lake)


def test_the_lake_has_files_by_day_and_by_month(lake):
    assert 30 < len(lake.version("prices").files) < 40


moments = st.none() | st.integers(-5, 1000).map(lambda hours: START + timedelta(hours=hours))
SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
KEPT = SeriesFiles()


@SETTINGS
@given(since=moments, until=moments, limit=st.integers(1, 400), name=st.sampled_from(["1", "2", "3"]))
def test_pruned_files_hold_the_same_rows(lake, since, until, limit, name):
    plain = series(lake, name, since=since, until=until, limit=limit)
    assert series(lake, name, since=since, until=until, limit=limit, files=KEPT) == plain


@SETTINGS
@given(limit=st.integers(8, 200), since=moments, files=st.sampled_from([None, KEPT]))
def test_pages_of_a_series_hold_each_price_once(lake, limit, since, files):
    whole = series(lake, "1", since=since, limit=10_000).rows
    found, cursor = [], None
    for _ in range(len(whole) // limit + 1):
        page = series(lake, "1", since=since, limit=limit, cursor=cursor, files=files)
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == whole
    assert cursor is None
    assert all((a["ts"], a["price_kind"]) < (b["ts"], b["price_kind"]) for a, b in itertools.pairwise(found))


def test_a_market_without_prices_has_an_empty_series(lake):
    assert series(lake, "5", files=KEPT).rows == []


def test_few_files_are_opened_for_a_short_window(lake, monkeypatch):
    opened = []

    def scan_sql(table, version):
        opened.append(len(version.files))
        return delta.scan_sql(table, version)

    monkeypatch.setattr("credence.products.markets.scan_sql", scan_sql)
    day = START + timedelta(days=10)
    series(lake, "1", since=day, until=day + timedelta(days=1), files=KEPT)
    series(lake, "1", limit=3, files=KEPT)
    assert max(opened) <= 3


@pytest.mark.parametrize("name", ["9", "will-it-rain-in-9", "'; drop table prices; --", "", "\x00"])
def test_a_market_that_is_not_there(lake, name):
    with pytest.raises(NotFound) as missing:
        market(lake, name)
    assert "credence show markets" in missing.value.next_step


def test_similar_slugs_are_suggested(lake):
    with pytest.raises(NotFound) as missing:
        market(lake, "will-it-rian-in-3")
    assert "will-it-rain-in-3" in missing.value.next_step


def test_pages_of_markets_hold_each_once(lake):
    first = list_markets(lake, limit=2)
    second = list_markets(lake, limit=2, cursor=first.next_cursor)
    last = list_markets(lake, limit=2, cursor=second.next_cursor)
    assert [row["market_id"] for row in first.rows + second.rows + last.rows] == list("12345")
    assert (first.total, last.next_cursor) == (5, None)


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"limit": 10**6}, {"cursor": "x"}, {"status": "OPEN"}, {"liquidity_bucket": "low"}]
)
def test_nonsense_is_refused(lake, wrong):
    with pytest.raises(InputError):
        list_markets(lake, **wrong)


def test_an_empty_lake_is_not_an_empty_list(tmp_path):
    with pytest.raises(NotBuilt):
        list_markets(open_lake(str(tmp_path / "none")))
    assert not (tmp_path / "none").exists()


@given(st.lists(st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=4))
def test_a_cursor_gives_its_key_back(key):
    assert decode_cursor(encode_cursor(key), len(key)) == key


@given(st.text(max_size=50))
def test_what_is_no_cursor_is_refused(text):
    with contextlib.suppress(InputError):
        assert len(decode_cursor(text, 3)) == 3
