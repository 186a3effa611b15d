"""How a market ended: who is believed, since when it could be known, and whether scores use it."""

import json
from datetime import UTC, datetime

import pytest


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


@pytest.fixture(scope="module")
def lake(shared):
    """One market per case; its catalogue object says that outcome 0 won, unless the case says otherwise."""
    proposed = {"outcomePrices": '["0.9995", "0.0005"]', "umaResolutionStatus": "proposed"}
    shared.markets(
        *(shared.closed(n) for n in (1, 2, 3, 4, 5, 6, 15)),
        *(shared.closed(n, **proposed) for n in (7, 8)),
        shared.closed(9, outcomes='["Long", "Short"]'),
        shared.closed(10, outcomes='["A", "B", "C"]', outcomePrices='["1", "0", "0"]'),
        shared.closed(11, umaResolutionStatuses='["proposed", "disputed", "proposed"]'),
        shared.closed(12, umaEndDate="2026-05-13T00:00:00Z"),
        shared.market(13), shared.closed(13, closed_at="03-01"), shared.market(13, updatedAt="2026-03-05T00:00:00Z"),
        shared.closed(14, closedTime=None),
        shared.market(16),
        shared.closed(17, outcomePrices='["0.5", "0.5"]'),
    )  # fmt: skip
    flags = [{"winner": False, "token_id": ""}, {"winner": True, "token_id": ""}]
    shared.exchange(*({"condition_id": f"0xc{n}", "closed": True, "tokens": flags} for n in (2, 3, 7)))
    shared.exchange({"condition_id": "0xc4", "closed": True, "tokens": flags}, derived=True)
    shared.resolution("0xc3", payouts=[1_000_000, 0], resolved_at="2026-05-10T18:00:00Z")
    shared.resolution("0xc4", payouts=[0, 1_000_000], derived=True)
    shared.resolution("0xc5", payouts=[1_000_000, 0], resolved_at="2026-05-10T18:00:00Z")
    shared.resolution("0xc6", payouts=[500_000, 500_000], resolved_at="2026-05-10T18:00:00Z", was_disputed=True)
    shared.drop(
        "mine", "outcomes",
        [{"condition_id": "0xC8", "winner": "No", "resolved_at": "2026-05-20"},
         {"condition_id": "0xC15", "winner": "Yes", "resolved_at": ""}],
    )  # fmt: skip
    shared.drop(
        "guess", "outcomes", [{"condition_id": "0xC16", "winner": "Yes", "resolved_at": "2026-05-20"}],
        ends={"provenance": "inferred", "independent": False},
    )  # fmt: skip
    return shared


def outcome(lake, number: int) -> dict:
    return lake.row("outcomes", str(number))


def says(lake, number: int) -> tuple:
    row = outcome(lake, number)
    return row["status"], row["provenance"], row["independent"], row["scored"]


def test_final_prices_alone_are_scored_and_not_independent(lake):
    assert says(lake, 1) == ("RESOLVED_TRUE", "final", False, True)


def test_a_winner_flag_overrules_final_prices(lake):
    assert says(lake, 2) == ("RESOLVED_FALSE", "winner", True, True)
    assert outcome(lake, 2)["outcome_index"] == 1


def test_payouts_overrule_a_winner_flag(lake):
    assert says(lake, 3) == ("RESOLVED_TRUE", "payouts", True, True)


def test_answers_derived_from_the_catalogue_say_nothing(lake):
    """Both derived answers name the other outcome here; neither may be believed, and neither is independent."""
    assert says(lake, 4) == ("RESOLVED_TRUE", "final", False, True)


def test_payouts_are_independent(lake):
    assert says(lake, 5) == ("RESOLVED_TRUE", "payouts", True, True)
    assert outcome(lake, 5)["resolved_at"] == at("05-10 18:00")


def test_equal_payouts_are_void_and_never_scored(lake):
    assert says(lake, 6) == ("VOID", "payouts", True, False)
    assert outcome(lake, 6)["disputed"]


def test_a_winner_flag_overrules_a_guess(lake):
    assert says(lake, 7) == ("RESOLVED_FALSE", "winner", True, True)


def test_a_winner_brought_by_hand_overrules_a_guess(lake):
    assert says(lake, 8) == ("RESOLVED_FALSE", "winner", True, True)
    assert outcome(lake, 8)["rule"] == "brought by hand"


def test_a_guess_is_never_scored(lake):
    assert says(lake, 16) == ("RESOLVED_TRUE", "inferred", False, False)


@pytest.mark.parametrize(("number", "kind"), [(9, "scalar"), (10, "multi")])
def test_scalar_and_multi_are_typed_and_never_scored(lake, number, kind):
    assert (outcome(lake, number)["market_type"], outcome(lake, number)["scored"]) == (kind, False)
    assert outcome(lake, number)["status"] == "RESOLVED_TRUE"


def test_disputed_once_and_resolved(lake):
    assert (outcome(lake, 11)["status"], outcome(lake, 11)["disputed"]) == ("RESOLVED_TRUE", True)


def test_half_and_half_is_void(lake):
    assert says(lake, 17) == ("VOID", "final", False, False)


def test_a_market_opened_again_has_no_answer(lake):
    assert (outcome(lake, 13)["status"], outcome(lake, 13)["rule"]) == ("UNRESOLVED", "open")
    assert outcome(lake, 13)["outcome_index"] is None


def test_a_label_is_knowable_when_it_was_resolved_or_closed_and_not_when_it_was_read(lake):
    assert (outcome(lake, 1)["resolved_at"], outcome(lake, 1)["knowable_at"]) == (at("05-11"), at("05-11 00:05"))
    assert outcome(lake, 1)["clock"] == "replayed"
    assert not outcome(lake, 1)["backfilled"]  # the object is of the day after: not more than a day


def test_the_later_of_closing_and_oracle_counts(lake):
    assert outcome(lake, 12)["resolved_at"] == at("05-13")


def test_without_any_time_the_objects_own_counts(lake):
    assert outcome(lake, 14)["resolved_at"] is None
    assert outcome(lake, 14)["knowable_at"] == at("05-12 00:05")


def test_a_file_without_times_takes_the_catalogues(lake):
    assert says(lake, 15) == ("RESOLVED_TRUE", "winner", True, True)
    assert outcome(lake, 15)["knowable_at"] == at("05-11 00:05")


def test_unresolved_is_a_statement_about_as_of(lake):
    assert outcome(lake, 13)["knowable_at"] == at("06-01")


def test_before_it_was_closed_a_market_is_open(tiny):
    tiny.markets(tiny.market(1), tiny.closed(1, closed_at="05-11"))
    tiny.table("outcomes", as_of=at("05-11 00:04"))
    assert (outcome(tiny, 1)["status"], outcome(tiny, 1)["knowable_at"]) == ("UNRESOLVED", at("05-11 00:04"))


def test_a_label_seen_long_after_it_was_knowable_is_backfilled(tiny):
    tiny.markets(tiny.closed(1, updatedAt="2026-05-13T00:00:00Z"), tiny.closed(2, outcomePrices=json.dumps(["0", "1"])))
    assert [row["backfilled"] for row in tiny.table("outcomes")] == [True, False]
