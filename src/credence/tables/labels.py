"""What a catalogue object says of its own outcome. docs/labels.md lists these rules with examples.

In   one market as the catalogue shows it: closed, names, final prices (text, read as decimals), oracle states
Out  a Label: status, winning index, strength of the evidence, the rule that fired
Rule a price near 1 is not an outcome; only a closed market with a final oracle state and exact prices is one
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

NEAR_ONE = Decimal("0.97")
FINAL = frozenset({"resolved", "settled"})
ASKED = frozenset({"", "requested", "initialized", "posed", "proposed", "reproposed"})  # no answer yet
IN_DISPUTE = frozenset({"disputed", "challenged", "arbitration", "arbitrationrequested"})
TRUE, FALSE, VOID, UNRESOLVED = "RESOLVED_TRUE", "RESOLVED_FALSE", "VOID", "UNRESOLVED"


class Label(NamedTuple):
    """status, outcome_index (None unless somebody won), provenance payouts|winner|final|inferred|none, rule"""

    status: str
    outcome_index: int | None
    provenance: str
    rule: str


def market_type(outcomes: Sequence[str], format_type: str | None) -> str:
    """binary, multi or scalar.

    >>> market_type(["Yes", "No"], None), market_type(["Long", "Short"], "scalar"), market_type(["A", "B", "C"], None)
    ('binary', 'scalar', 'multi')
    """
    names = {name.strip().lower() for name in outcomes}
    if (format_type or "").lower() == "scalar" or names == {"long", "short"}:
        return "scalar"
    return "binary" if len(outcomes) == 2 else "multi"


def catalogue_label(
    *, closed: bool | None, outcomes: Sequence[str], prices: Sequence[str], status: str | None, history: Sequence[str]
) -> Label:
    """The label of one catalogue object.

    status   the oracle's state now (`umaResolutionStatus`, under protocol v2 `resolutionStatus`); unknown: no answer
    history  the oracle's states so far (`umaResolutionStatuses`); a dispute in it matters only while it lasts

    >>> catalogue_label(closed=True, outcomes=["Norway", "Sweden"], prices=["1", "0"], status="resolved", history=[])
    Label(status='RESOLVED_TRUE', outcome_index=0, provenance='final', rule='exact')
    >>> catalogue_label(closed=True, outcomes=["Yes", "No"], prices=["0.9995", "0.0005"], status="proposed", history=[])
    Label(status='RESOLVED_TRUE', outcome_index=0, provenance='inferred', rule='near_one_not_final')
    """
    if not closed:
        return Label(UNRESOLVED, None, "none", "open")
    state = (status or "").strip().lower()
    if state in IN_DISPUTE or (not state and history and history[-1].lower() in IN_DISPUTE):
        return Label(UNRESOLVED, None, "none", "in_dispute")
    values = decimals(prices)
    if values is None or not values or len(values) != len(outcomes):
        return Label(UNRESOLVED, None, "none", "no_prices")
    if all(value == 0 for value in values):
        return Label(UNRESOLVED, None, "none", "zero_zero")
    if len(values) > 1 and all(value == 1 for value in values):
        return Label(VOID, None, "final", "all_one")
    if len(values) < 2:
        return Label(UNRESOLVED, None, "none", "one_outcome")
    return _priced_label(values, state)


def _priced_label(values: list[Decimal], state: str) -> Label:
    final = state in FINAL
    top = max(values)
    if len(set(values)) == 1 and sum(values) == 1:
        if final or not state:
            return Label(VOID, None, "final", "equal")
        return Label(UNRESOLVED, None, "none", "equal_not_final")
    winner = values.index(top)
    others = values[:winner] + values[winner + 1 :]
    if top < NEAR_ONE or max(others) > 1 - NEAR_ONE:
        return Label(UNRESOLVED, None, "none", "no_clear_winner")
    if state in ASKED:
        return Label(by_index(winner), winner, "inferred", "near_one_not_final")
    if not final:
        return Label(UNRESOLVED, None, "none", "unknown_state")
    exact = top == 1 and not any(others)
    return Label(by_index(winner), winner, "final", "exact" if exact else "near_one_final")


def payout_label(payouts: Sequence[int]) -> Label:
    """The label of a payout vector; a fraction that is neither all, nothing nor an equal share is VOID as well.

    >>> payout_label([0, 1_000_000]).status, payout_label([500_000, 500_000]).rule, payout_label([333_333, 666_667]).rule
    ('RESOLVED_FALSE', 'equal_payouts', 'fractional_payouts')
    """
    total = sum(payouts)
    if len(payouts) < 2 or total <= 0 or min(payouts) < 0:
        return Label(UNRESOLVED, None, "none", "no_payouts")
    winners = [index for index, payout in enumerate(payouts) if payout == total]
    if winners:
        return Label(by_index(winners[0]), winners[0], "payouts", "payouts")
    equal = len(set(payouts)) == 1
    return Label(VOID, None, "payouts", "equal_payouts" if equal else "fractional_payouts")


def winner_label(winners: Sequence[bool | None], prices: Sequence[float | None], *, closed: bool) -> Label:
    """The label of an exchange's winner flags: exactly one flag wins; none and prices of one half is VOID."""
    if not closed:
        return Label(UNRESOLVED, None, "none", "open")
    flagged = [index for index, winner in enumerate(winners) if winner]
    if len(flagged) == 1 and len(winners) > 1:
        return Label(by_index(flagged[0]), flagged[0], "winner", "winner_flag")
    if not flagged and len(prices) > 1 and all(price == 0.5 for price in prices):
        return Label(VOID, None, "winner", "no_flag_half_prices")
    return Label(UNRESOLVED, None, "none", "no_winner_flag")


def by_index(winner: int) -> str:
    """RESOLVED_TRUE means that outcome 0 won, whatever it is called."""
    return TRUE if winner == 0 else FALSE


def was_disputed(status: str | None, history: Sequence[str]) -> bool:
    return any((state or "").lower() in IN_DISPUTE for state in (*history, status or ""))


def decimals(prices: Sequence[str]) -> list[Decimal] | None:
    """The prices as decimals (a float reads 0.99999999999999999999 as 1); None if one is not a number in 0..1."""
    try:
        values = [Decimal(price) for price in prices]
    except (InvalidOperation, TypeError):
        return None
    return values if all(value.is_finite() and 0 <= value <= 1 for value in values) else None
