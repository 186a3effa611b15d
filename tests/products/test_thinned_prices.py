"""Prices with `points`: the whole window in one page that looks the same, and says what it left out."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credence.api.reader import Reader
from credence.errors import InputError, NotBuilt
from credence.products.markets import SeriesFiles, series

from .market_lake import NOW, lake_of, listed, price

STEP = timedelta(minutes=7)
N = 300
SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
FILES = SeriesFiles()


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Reader:
    """As a server holds it: three hundred prices, every tenth without a value, every fifteenth
    from a trade of the same moment; and another market."""
    rows = [price("1", NOW - at * STEP, None if at % 10 == 3 else at * 37 % 101 / 101) for at in range(N)]
    rows += [price("1", NOW - at * STEP, 0.5, price_kind="trade") for at in range(0, N, 15)]
    rows += [price("2", NOW - at * STEP, 1.0) for at in range(5)]
    found = lake_of(
        tmp_path_factory.mktemp("thinned") / "lake", market_registry=[listed("1"), listed("2"), listed("3")], prices=rows
    )
    return Reader(found)


moments = st.none() | st.integers(-5, N + 5).map(lambda at: NOW - at * STEP)


@SETTINGS
@given(since=moments, until=moments, points=st.integers(2, 400), files=st.sampled_from([None, FILES]))
def test_a_thinned_series_is_a_part_of_the_whole_with_its_ends_and_extremes(lake, since, until, points, files):
    whole = series(lake, "1", since=since, until=until).rows
    page = series(lake, "1", since=since, until=until, points=points, files=files)
    assert len(page.rows) <= points
    assert all(row in whole for row in page.rows)
    assert all((one["ts"], one["price_kind"]) < (two["ts"], two["price_kind"]) for one, two in pairwise(page.rows))
    assert page.next_cursor is None
    assert page.meta == {"market_id": "1", "thinned": len(page.rows) < len(whole), "rows": len(whole)}
    assert page.rows[:1] == whole[:1]
    assert page.rows[-1:] == whole[-1:]
    if points >= len(whole):
        assert page.rows == whole
    known, kept = ([row["p_yes"] for row in rows if row["p_yes"] is not None] for rows in (whole, page.rows))
    if known and points >= 4:
        assert (min(kept), max(kept)) == (min(known), max(known))


def test_a_small_page_does_not_cut_it(lake):
    assert series(lake, "1", points=5000, limit=1).rows == series(lake, "1").rows


def test_a_market_without_prices_has_none_to_leave_out(lake):
    page = series(lake, "3", points=2)
    assert (page.rows, page.meta) == ([], {"market_id": "3", "thinned": False, "rows": 0})


@pytest.mark.parametrize(
    ("field", "given"),
    [("points", {"points": n}) for n in (-1, 0, 1, 5001, 10**9)]
    + [("cursor", {"points": 10, "cursor": "zzz"}), ("limit", {"limit": 0})],
)  # fmt: skip
def test_nonsense_is_refused_by_name(lake, field, given):
    with pytest.raises(InputError) as refused:
        series(lake, "1", **given)
    assert refused.value.name == field
    assert refused.value.next_step


def test_without_prices_in_the_lake_it_is_not_built(tmp_path):
    with pytest.raises(NotBuilt):
        series(lake_of(tmp_path / "lake", market_registry=[listed("1")]), "1", points=10)
