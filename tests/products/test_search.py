"""Search: every word must occur, names stand first, and what is found does not depend on case or on signs of SQL."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from credence.api.reader import Reader
from credence.errors import InputError, NotBuilt
from credence.lake import Lake, open_lake
from credence.products import search

from .market_lake import DAY, NOW, blank, lake_of, listed, price, snapshot

QUESTIONS = {
    "1": "Will it rain in Berlin?", "2": "Will it RAIN in Paris?", "3": "Rain in Berlin above 10%?", "4": "Öl über 100 Dollar?",
    "5": "ΟΔΥΣΣΕΥΣ wins?", "6": "İstanbul derby?", "7": "Straße frei?", "8": "a_b\\c 'quoted' \"x\" ; drop table prices --?",
    "9": None,
}  # fmt: skip
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Reader:
    """As a server holds it: one database for all questions."""
    return Reader(lake_of(
        tmp_path_factory.mktemp("search") / "lake",
        market_registry=[
            listed(name, f"event{name}", question=question, slug=f"slug-{name}", status="RESOLVED" if name == "2" else "ACTIVE")
            for name, question in QUESTIONS.items()
        ],
        market_snapshot=[snapshot("3", NOW - DAY, volume_24h=10.0), snapshot("2", NOW - DAY, volume_24h=99.0)],
        market_alias=[blank("market_alias", kind="token", alias="777", market_id="6"),
                      blank("market_alias", kind="condition", alias="0xabc", market_id="4")],
        prices=[price("1", NOW - DAY, 0.25), price("1", NOW + DAY, 0.75)],
    ))  # fmt: skip


def ids(lake: Lake, q: str, **asked) -> list[str]:
    return [row["market_id"] for row in search.read(lake, q, **asked).rows]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("rain", ["3", "1", "2"]),  # it begins with it; then open ones; then more volume
        ("RAIN berlin", ["3", "1"]),  # by volume
        ("berlin rain", ["3", "1"]),  # in any order of words
        ("rain in berlin", ["3", "1"]),
        ("rain berlin paris", []),
        ("777", ["6"]),  # a token
        ("0xABC", ["4"]),  # a condition id, in any case
        ("SLUG-7", ["7"]),
        ("slug-7 ", ["7"]),
        ("event5", ["5"]),
        ("9", ["9"]),  # its own id; it has no question
        ("10%", ["3"]),
        ("%", ["3"]),
        ("a_b", ["8"]),
        ("_", ["8"]),
        ("\\c", ["8"]),
        ("'quoted'", ["8"]),
        ("; drop", ["8"]),
        ("ÖL", ["4"]),
        ("ΟΔΥΣΣΕΥΣ", ["5"]),
        ("', ') or true --", []),
        ("", []),
        (" \t\n", []),
        ("\x00", []),
    ],
)
def test_what_is_found_and_in_which_order(lake, q, found):
    assert ids(lake, q) == found


def test_an_id_stands_before_a_question_that_holds_it(tmp_path):
    lake = lake_of(tmp_path / "lake", market_registry=[listed("12", question="12 of them?"), listed("5", question="About 12?"),
                                                       listed("312", question="Else?", status="RESOLVED")])  # fmt: skip
    assert ids(lake, "12") == ["12", "5", "312"]


def test_a_row_shows_what_is_known_now(lake):
    (row,) = search.read(lake, "slug-1").rows
    assert row == {
        "market_id": "1", "event_id": "event1", "question": "Will it rain in Berlin?", "slug": "slug-1", "category": "politics",
        "status": "ACTIVE", "price": 0.25, "price_at": NOW - DAY, "liquidity_bucket": "UNKNOWN",
    }  # fmt: skip


@SETTINGS
@given(q=st.sampled_from(["rain", "slug", "in", "berlin", "e"]), limit=st.integers(1, 100))
def test_a_limit_cuts_and_the_total_stays(lake, q, limit):
    whole, page = search.read(lake, q, limit=100), search.read(lake, q, limit=limit)
    assert page.rows == whole.rows[:limit]
    assert page.total == whole.total == len(whole.rows)


@SETTINGS
@given(data=st.data())
def test_a_market_is_found_by_any_part_of_its_words_in_any_case(lake, data):
    name = data.draw(st.sampled_from([name for name, question in QUESTIONS.items() if question]))
    word = data.draw(st.sampled_from(QUESTIONS[name].split()))
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]
    assert name in ids(lake, part, limit=100)
    assume(part.isascii())
    assert ids(lake, part, limit=100) == ids(lake, part.swapcase(), limit=100)


@SETTINGS
@given(q=st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_breaks_it(lake, q):
    page = search.read(lake, q)
    assert page.total >= len(page.rows)
    assert set(ids(lake, q)) <= set(QUESTIONS)


@pytest.mark.parametrize(("field", "value"), [("q", "x" * 201), ("limit", 0), ("limit", -1), ("limit", 101), ("limit", 10**9)])
def test_too_much_is_refused(lake, field, value):
    with pytest.raises(InputError) as refused:
        search.read(lake, **{"q": "rain"} | {field: value})
    assert refused.value.name == field
    assert refused.value.next_step


def test_a_lake_without_names_finds_by_question_and_one_without_markets_is_not_built(tmp_path):
    assert ids(lake_of(tmp_path / "lake", market_registry=[listed("1")]), "happen") == ["1"]
    with pytest.raises(NotBuilt):
        search.read(open_lake(str(tmp_path / "none")), "x")
