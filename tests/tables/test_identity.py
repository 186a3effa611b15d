"""Who is who: one row per market whatever it was called, its event, its category, its history."""

from datetime import UTC, datetime

import pytest


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def ids(tiny) -> set[str]:
    return {row["market_id"] for row in tiny.table("market_registry")}


# ---- the id of a market


def test_the_catalogues_id_wins_over_condition_token_and_slug(tiny):
    tiny.markets(tiny.market(7))
    tiny.exchange({"condition_id": "0xc7", "market_slug": "slug-7", "tokens": [{"token_id": "71"}, {"token_id": "72"}]})
    tiny.drop("by_condition", "markets", [{"condition_id": "0xC7", "question": "q"}])
    tiny.drop("by_token", "markets", [{"token_id": "71", "question": "q"}])
    tiny.drop("by_slug", "markets", [{"slug": "slug-7", "question": "q"}])
    assert ids(tiny) == {"7"}


def test_without_a_catalogue_id_the_strongest_other_id_names_the_market(tiny):
    rows = [{"condition_id": "0xA", "token_id": "1", "slug": "a"}, {"condition_id": "", "token_id": "2", "slug": "b"}]
    rows.append({"condition_id": "", "token_id": "", "slug": "c"})
    tiny.drop("mine", "markets", [row | {"question": "q"} for row in rows])
    tiny.exchange({"condition_id": "0xE", "tokens": []})
    assert ids(tiny) == {"condition:0xa", "token:2", "slug:c", "condition:0xe"}


def test_other_venues_share_no_id_with_anybody(tiny):
    tiny.markets(tiny.market(7))
    tiny.drop("us", "markets", [{"native_id": "slug-7", "slug": "slug-7", "question": "q"}], venue="elsewhere")
    assert ids(tiny) == {"7", "elsewhere:slug-7"}
    assert tiny.row("market_registry", "elsewhere:slug-7")["venue"] == "elsewhere"


def test_an_empty_condition_id_is_no_id(tiny):
    tiny.markets(tiny.market(1, conditionId=""), tiny.market(2, conditionId=""), tiny.market(3, conditionId=None))
    tiny.drop("mine", "markets", [{"condition_id": "", "slug": "slug-2", "question": "q"}])
    assert ids(tiny) == {"1", "2", "3"}
    assert {row["condition_id"] for row in tiny.table("market_registry")} == {None}


def test_objects_nested_in_events_count(tiny):
    tiny.events({"id": "40", "slug": "ev", "title": "Event", "markets": [tiny.market(1), tiny.market(2)]})
    tiny.markets(tiny.market(2, question="from the list itself"))
    assert ids(tiny) == {"1", "2"}
    assert tiny.row("market_registry", "2")["question"] == "from the list itself"
    assert {row["event_id"] for row in tiny.table("market_registry")} == {"40"}


def test_a_market_of_one_name_takes_the_catalogues_id_when_it_turns_up(tiny):
    tiny.drop("mine", "markets", [{"condition_id": "0xC7", "question": "q"}])
    tiny.exchange({"condition_id": "0xC7", "tokens": []})
    assert ids(tiny) == {"condition:0xc7"}
    tiny.markets(tiny.market(7))
    assert ids(tiny) == {"7"}
    former = [row for row in tiny.table("market_alias") if row["kind"] == "former"]
    assert [(row["alias"], row["market_id"]) for row in former] == [("condition:0xc7", "7")]


def test_a_reused_slug_names_its_newest_holder_and_a_former_slug_still_leads_on(tiny):
    tiny.markets(
        tiny.market(1, slug="rain"),
        tiny.market(1, slug="rain-2025", updatedAt="2026-02-01T00:00:00Z"),
        tiny.market(9, slug="rain", updatedAt="2026-02-02T00:00:00Z"),
        tiny.market(5, slug="old-name"),
        tiny.market(5, slug="new-name", updatedAt="2026-02-01T00:00:00Z"),
    )
    slugs = {row["alias"]: row["market_id"] for row in tiny.table("market_alias") if row["kind"] == "slug"}
    assert slugs == {"rain": "9", "rain-2025": "1", "old-name": "5", "new-name": "5"}
    assert ids(tiny) == {"1", "9", "5"}


def test_tokens_know_their_outcome(tiny):
    tiny.markets(tiny.market(7))
    tokens = {row["alias"]: row["outcome_index"] for row in tiny.table("market_alias") if row["kind"] == "token"}
    assert tokens == {"71": 0, "72": 1}


# ---- events


def test_a_market_without_event_has_one_of_its_own(tiny):
    tiny.markets(tiny.market(1))
    assert tiny.row("market_registry", "1")["event_id"] == "market:1"
    (event,) = tiny.table("events")
    assert (event["event_id"], event["title"], event["origin"], event["n_markets"]) == (
        "market:1", "Question 1?", "market", 1,
    )  # fmt: skip


def test_every_event_stands_once_with_or_without_markets(tiny):
    whole = {"id": "40", "slug": "ev", "title": "Event", "updatedAt": "2026-01-03T00:00:00Z", "tags": [{"slug": "nba"}]}
    brief = {"id": "40", "slug": "ev", "title": "Event", "updatedAt": "2026-01-03T00:00:00Z"}
    tiny.events(whole, {"id": "41", "slug": "empty", "title": "Nothing in it", "markets": []})
    tiny.markets(tiny.market(1, events=[brief]), tiny.market(2, events=[{"id": "42", "title": "named by a market alone"}]))
    assert [(row["event_id"], row["n_markets"]) for row in tiny.table("events")] == [("40", 1), ("41", 0), ("42", 1)]
    assert tiny.table("events")[0]["category_tags"] == ["nba"]


def test_a_file_that_names_a_known_event_means_that_event(tiny):
    tiny.events({"id": "40", "slug": "who-wins", "title": "Who wins?", "markets": [tiny.market(1)]})
    rows = [{"condition_id": "0xA", "event_key": "who-wins"}, {"condition_id": "0xB", "event_key": "something-else"}]
    tiny.drop("mine", "markets", [row | {"question": "q"} for row in rows], event={"from": "event_key"})
    assert tiny.row("market_registry", "condition:0xa")["event_id"] == "40"
    assert tiny.row("market_registry", "condition:0xb")["event_id"] == "polymarket:something-else"


def test_a_files_event_never_overrules_the_catalogue(tiny):
    tiny.markets(tiny.market(1, events=[{"id": "40", "slug": "ev"}]))
    tiny.drop("mine", "markets", [{"condition_id": "0xC1", "event_key": "x", "question": "q"}], event={"from": "event_key"})
    assert tiny.row("market_registry", "1")["event_id"] == "40"


# ---- category


@pytest.mark.parametrize(
    ("tags", "old", "category"),
    [
        (["politics", "weather"], None, "weather"),  # the list's order counts, not the tags'
        (["trump", "bitcoin"], "Sports", "crypto"),
        (["all"], "US-current-affairs", "politics"),
        ([], "Pop Culture", "culture"),
        (["all", "unheard-of"], None, "other"),
        ([], "unheard of", "other"),
    ],
)
def test_the_first_category_of_the_list_that_fits(tiny, tags, old, category):
    event = {
        "id": "40",
        "slug": "ev",
        "tags": [{"slug": tag} for tag in tags],
        "markets": [tiny.market(1, category=old)],
    }
    tiny.events(event)
    assert tiny.row("market_registry", "1")["category"] == category


# ---- history and state


def test_a_slug_that_changes_and_changes_back_leaves_three_rows(tiny):
    days = ("01-02", "02-01", "03-01", "04-01")
    for day, slug in zip(days, ("a", "b", "b", "a"), strict=True):
        tiny.markets(tiny.market(1, slug=slug, updatedAt=f"2026-{day}T00:00:00Z"))
    found = [row for row in tiny.rows("market_history", "1", field="slug")]
    found.sort(key=lambda row: row["knowable_at"])
    assert [(row["old_value"], row["value"]) for row in found] == [(None, "a"), ("a", "b"), ("b", "a")]
    assert [row["knowable_at"] for row in found] == [at("01-02 00:05"), at("02-01 00:05"), at("04-01 00:05")]
    assert tiny.row("market_registry", "1")["slug"] == "a"


def test_the_registry_shows_the_newest_version_knowable_at_as_of(tiny):
    tiny.markets(tiny.market(1), tiny.market(1, question="Later?", updatedAt="2026-03-01T00:00:00Z"))
    tiny.table("market_registry", as_of=at("03-01 00:04"))
    assert tiny.row("market_registry", "1")["question"] == "Question 1?"


def test_the_registry_says_since_when_it_could_be_known(tiny):
    tiny.markets(tiny.closed(1), tiny.market(2))
    assert tiny.row("market_registry", "1")["knowable_at"] == at("05-12 00:05")
    assert tiny.row("market_registry", "1")["status"] == "RESOLVED"
    assert tiny.row("market_registry", "2")["knowable_at"] == at("01-02 00:05")
    assert tiny.row("market_registry", "2")["status"] == "ACTIVE"
