"""Labels: one test per rule; docs/labels.md has a line for each."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.tables import labels
from credence.tables.decode.clob import ClobColumns
from credence.tables.decode.columns import Refusal
from credence.tables.decode.data_api import DataApiColumns, Resolution
from credence.tables.decode.gamma import GammaColumns
from credence.tables.labels import FALSE, TRUE, UNRESOLVED, VOID, Label, catalogue_label, payout_label, winner_label

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
YES_NO = ["Yes", "No"]


def label(*prices: str, status: str | None = "resolved", closed=True, outcomes=None, history=()) -> Label:
    names = outcomes or (YES_NO if len(prices) in (0, 2) else [f"o{i}" for i in range(len(prices))])
    return catalogue_label(closed=closed, outcomes=names, prices=prices, status=status, history=history)


def decoded(**fields) -> dict:
    """The row that a catalogue object becomes."""
    columns = GammaColumns()
    columns.add_market(msgspec.json.encode({"id": "7", "closed": True} | fields), NOW, simulated=False)
    return dict(zip(columns.markets.schema.names, columns.markets.rows[0], strict=True))


# ---- the catalogue's object alone


@pytest.mark.parametrize("prices", [("1", "0"), ("0.9995", "0.0005"), ("0.5", "0.5"), ("1", "1"), ()])
@pytest.mark.parametrize("closed", [False, None])
def test_an_open_market_has_no_answer_whatever_its_price(prices, closed):
    assert label(*prices, closed=closed) == (UNRESOLVED, None, "none", "open")


@pytest.mark.parametrize("status", ["disputed", "Challenged", "arbitration", "ArbitrationRequested"])
def test_a_dispute_that_lasts_leaves_no_answer(status):
    assert label("1", "0", status=status) == (UNRESOLVED, None, "none", "in_dispute")
    assert label("0.5", "0.5", status=status).rule == "in_dispute"


def test_without_a_state_the_end_of_the_history_tells_of_a_dispute():
    assert label("1", "0", status=None, history=["proposed", "disputed"]).rule == "in_dispute"
    assert label("1", "0", status="", history=["disputed", "proposed"]).rule == "near_one_not_final"


def test_disputed_once_and_then_resolved_has_its_winner_and_the_mark():
    row = decoded(
        outcomes='["Yes","No"]', outcomePrices='["0","1"]', umaResolutionStatus="resolved",
        umaResolutionStatuses='["proposed", "disputed", "proposed"]',
    )  # fmt: skip
    assert (row["status"], row["rule"], row["disputed"]) == (FALSE, "exact", True)
    assert decoded(outcomes='["Yes","No"]', outcomePrices='["0","1"]', umaResolutionStatuses='["proposed"]')["disputed"] is False


@pytest.mark.parametrize(
    ("prices", "status", "index"), [(("1", "0"), TRUE, 0), (("0", "1"), FALSE, 1), (("1.0", "0.00"), TRUE, 0)]
)
@pytest.mark.parametrize("state", ["resolved", "settled", " Resolved "])
def test_exact_prices_in_a_final_state_name_the_winner(prices, status, index, state):
    assert label(*prices, status=state) == (status, index, "final", "exact")


@pytest.mark.parametrize(
    ("high", "low"),
    [("0.99999999999999999999999", "0.00000000000000000000001"), ("0.97", "0.03"), ("0.9995", "0.0005"),
     ("0.970000000000000000000000000001", "0.029999999999999999999999999999")],
)  # fmt: skip
def test_prices_of_the_market_maker_era_need_not_be_exact(high, low):
    assert label(high, low) == (TRUE, 0, "final", "near_one_final")
    assert label(low, high, status="settled") == (FALSE, 1, "final", "near_one_final")


def test_thirty_digits_are_read_as_decimals():
    """As a float this price is 1."""
    assert float("0.99999999999999999999999") == 1
    assert label("0.99999999999999999999999", "0").rule == "near_one_final"
    assert label("0.9699999999999999999999999", "0.0300000000000000000000001").rule == "no_clear_winner"


@pytest.mark.parametrize("state", ["proposed", "requested", None, "", "posed", "initialized", "reproposed"])
@pytest.mark.parametrize("high", ["1", "0.9995", "0.97"])
def test_a_price_near_one_without_a_final_state_is_a_guess(state, high):
    assert label(high, "0", status=state) == (TRUE, 0, "inferred", "near_one_not_final")
    assert label("0", high, status=state) == (FALSE, 1, "inferred", "near_one_not_final")


@pytest.mark.parametrize("state", ["under_review_2028", "active", "inactive", "finalised?"])
def test_a_state_of_the_future_is_no_answer(state):
    assert label("1", "0", status=state) == (UNRESOLVED, None, "none", "unknown_state")


@pytest.mark.parametrize("state", ["resolved", "settled", None, ""])
@pytest.mark.parametrize("half", ["0.5", "0.50", ".5"])
def test_half_and_half_is_void(state, half):
    assert label(half, half, status=state) == (VOID, None, "final", "equal")


def test_half_and_half_before_the_answer_may_be_a_price_that_never_moved():
    assert label("0.5", "0.5", status="proposed") == (UNRESOLVED, None, "none", "equal_not_final")


def test_nearly_half_and_half_has_no_winner():
    assert label("0.50000000000000000001", "0.49999999999999999999").rule == "no_clear_winner"


def test_all_ones_is_void():
    assert label("1", "1") == (VOID, None, "final", "all_one")
    assert label("1", "1", "1").rule == "all_one"


def test_zero_and_zero_means_no_data():
    assert label("0", "0") == (UNRESOLVED, None, "none", "zero_zero")
    assert label("0", "0", status=None).rule == "zero_zero"


@pytest.mark.parametrize(
    "prices", [("0.62", "0.38"), ("0.9699", "0.0301"), ("0.98", "0.98"), ("1", "0.5"), ("0.3", "0.3", "0.4")]
)
def test_without_a_clear_winner_there_is_none(prices):
    assert label(*prices) == (UNRESOLVED, None, "none", "no_clear_winner")


@pytest.mark.parametrize(
    "prices", [(), ("x", "y"), ("1",), ("1", "0", "0"), ("NaN", "0"), ("Infinity", "0"), ("1.2", "-0.2"), ("", "")]
)
def test_prices_that_do_not_fit_the_outcomes_say_nothing(prices):
    assert label(*prices, outcomes=YES_NO) == (UNRESOLVED, None, "none", "no_prices")


def test_one_outcome_has_no_loser():
    assert label("1") == (UNRESOLVED, None, "none", "one_outcome")
    assert labels.market_type(["Yes"], None) == "multi"


def test_three_outcomes_have_a_winner_by_index_and_are_multi():
    assert label("0", "0", "1") == (FALSE, 2, "final", "exact")
    assert labels.market_type(["A", "B", "C"], None) == "multi"


@pytest.mark.parametrize(("outcomes", "kind"), [(["Long", "Short"], None), (["long ", "SHORT"], "normal"), (YES_NO, "scalar")])
def test_long_and_short_is_scalar(outcomes, kind):
    assert labels.market_type(outcomes, kind) == "scalar"


@pytest.mark.parametrize("names", [["Norway", "Sweden"], ["Novak Djokovic", "Nobody"], ["No", "Yes"], ["no", "never"]])
def test_the_index_decides_and_never_the_name(names):
    assert label("1", "0", outcomes=names).status == TRUE
    assert label("0", "1", outcomes=names).status == FALSE
    assert labels.market_type(names, None) == "binary"


@pytest.mark.parametrize(
    ("outcomes", "prices"),
    [('["Norway", "No one"]', '["0", "1"]'), (["Norway", "No one"], ["0", "1"]), (["Norway", "No one"], [0, 1]),
     ('["Norway", "No one"]', "[0, 1.0]")],
)  # fmt: skip
def test_arrays_come_as_text_or_as_arrays(outcomes, prices):
    row = decoded(outcomes=outcomes, outcomePrices=prices, umaResolutionStatus="resolved")
    assert (row["outcomes"], row["status"], row["outcome_index"], row["rule"]) == (
        ["Norway", "No one"],
        FALSE,
        1,
        "exact",
    )


@pytest.mark.parametrize("nothing", [None, "", "[]"])
def test_nothing_in_an_array_field_is_nothing(nothing):
    assert decoded(outcomes='["Yes","No"]', outcomePrices=nothing)["rule"] == "no_prices"


def test_text_that_is_no_array_is_refused():
    with pytest.raises(Refusal) as caught:
        decoded(outcomes="Yes,No", outcomePrices='["1","0"]')
    assert (caught.value.name, caught.value.value) == ("outcomes", "Yes,No")


def test_protocol_2_has_its_own_state():
    two = {"version": "v2", "outcomes": '["Yes","No"]', "outcomePrices": '["1","0"]', "positionIds": ["11", "12"]}
    row = decoded(**two, resolutionStatus="resolved", umaResolutionStatus="proposed")
    assert (row["rule"], row["oracle_status"], row["token_ids"]) == ("exact", "resolved", ["11", "12"])
    assert decoded(**two, resolutionStatus="active")["rule"] == "unknown_state"
    assert decoded(**two, resolutionStatus="ArbitrationRequested")["rule"] == "in_dispute"
    assert decoded(**two)["rule"] == "near_one_not_final"


@given(
    closed=st.sampled_from([True, False, None]),
    prices=st.lists(
        st.sampled_from(["0", "1", "0.5", "0.97", "0.03", "0.9995", "0.0005", "2", "-1", "nan", "x", ""]), max_size=4
    ),
    status=st.sampled_from(["resolved", "settled", "proposed", "requested", "disputed", "new", "", None]),
)
def test_only_what_won_has_an_index(closed, prices, status):
    found = catalogue_label(closed=closed, outcomes=["a"] * len(prices), prices=prices, status=status, history=[])
    assert (found.outcome_index is not None) == (found.status in (TRUE, FALSE))
    assert (found.provenance == "none") == (found.status == UNRESOLVED)
    assert closed or found.status == UNRESOLVED
    if found.provenance == "final" and found.outcome_index is not None:
        assert status in ("resolved", "settled")


# ---- what others say


def test_payouts_to_one_outcome_name_the_winner():
    assert payout_label([1_000_000, 0]) == (TRUE, 0, "payouts", "payouts")
    assert payout_label([0, 1]) == (FALSE, 1, "payouts", "payouts")


@pytest.mark.parametrize("payouts", [[500_000, 500_000], [1, 1], [1_000_000, 1_000_000]])
def test_equal_payouts_are_void(payouts):
    assert payout_label(payouts) == (VOID, None, "payouts", "equal_payouts")


@pytest.mark.parametrize("payouts", [[333_333, 666_667], [1, 999_999]])
def test_any_other_fraction_is_void_too(payouts):
    assert payout_label(payouts) == (VOID, None, "payouts", "fractional_payouts")


@pytest.mark.parametrize("payouts", [[], [1], [0, 0], [-1, 2]])
def test_payouts_that_are_none(payouts):
    assert payout_label(payouts) == (UNRESOLVED, None, "none", "no_payouts")


@pytest.mark.parametrize("fields", [{"status": "proposed", "payouts": [1, 0]}, {"status": "resolved"}, {"payouts": [1, 0]}])
def test_payouts_count_only_once_resolved(fields):
    columns = DataApiColumns()
    columns.add_resolution(Resolution("0xA", **fields), NOW, derived=False, simulated=False)
    row = dict(zip(columns.resolutions.schema.names, columns.resolutions.rows[0], strict=True))
    assert (row["status"], row["provenance"], row["rule"]) == (UNRESOLVED, "none", "not_resolved")


def test_one_winner_flag_names_the_winner():
    assert winner_label([False, True], [0.0, 1.0], closed=True) == (FALSE, 1, "winner", "winner_flag")
    assert winner_label([True, False, None], [None] * 3, closed=True).outcome_index == 0


def test_no_flag_and_half_prices_is_void():
    assert winner_label([False, False], [0.5, 0.5], closed=True) == (VOID, None, "winner", "no_flag_half_prices")


@pytest.mark.parametrize("flags", [[False, False], [True, True], [None, None], [True], []])
def test_no_single_flag_is_no_answer(flags):
    assert winner_label(flags, [1.0, 0.0][: len(flags)], closed=True) == (UNRESOLVED, None, "none", "no_winner_flag")


def test_a_flag_on_an_open_market_is_no_answer():
    assert winner_label([True, False], [1.0, 0.0], closed=False).rule == "open"


def test_an_empty_condition_id_is_refused_by_the_exchange_list():
    with pytest.raises(Refusal):
        ClobColumns().add_market(b'{"condition_id": "", "tokens": []}', NOW, derived=False, simulated=False)


# ---- the manual


def test_every_rule_is_in_the_manual_and_no_other():
    page = (ROOT / "docs/labels.md").read_text()
    listed = re.findall(r"^\| `([a-z_ ]+)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == _rules_in_the_code() | {"brought by hand"}


def _rules_in_the_code() -> set[str]:
    folder = ROOT / "src/credence/tables"
    calls = [
        node.args[3]
        for path in (folder / "labels.py", folder / "decode/data_api.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", None)) == "Label"
    ]
    return {
        leaf.value
        for rule in calls
        for part in ([rule.body, rule.orelse] if isinstance(rule, ast.IfExp) else [rule])
        for leaf in ast.walk(part)
        if isinstance(leaf, ast.Constant)
    }
