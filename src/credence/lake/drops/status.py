"""How a market ended, as a row tells it: by YES or NO, by the winner's name, or by what each outcome paid.

A draft gets `status` (RESOLVED_TRUE, RESOLVED_FALSE, VOID or null) and `guessed`: read from a last price, not from
a payout.
"""

from ..engine import quoted
from .columns import list_of, number_of, text_of
from .opened import Opened
from .problems import Draft

TELLS_OUTCOME = ("resolved_yes", "winner", "payouts")  # the first that is mapped is shown


def draft_status(draft: Draft) -> None:
    """`status` and `guessed`, with the problem of a cell that tells no outcome."""
    names = draft.opened.file.columns
    status, guessed, bad = _status(draft.opened)
    draft.select |= {"status": status, "guessed": guessed}
    name = next((name for name in TELLS_OUTCOME if name in names), "")
    draft.check("status", bad, name, "not an outcome of this market")


def _status(opened: Opened) -> tuple[str, str, str | None]:
    """(status, SQL: it is a guess from a price, SQL: a cell that tells no outcome)."""
    names = opened.file.columns
    if "resolved_yes" in names:
        return _by_yes(opened)
    if "winner" not in names:
        return (*_by_payouts(opened), None) if "payouts" in names else ("null::varchar", "false", None)
    winner, named = text_of(opened, "winner"), _by_winner(opened)
    bad = f"{winner} is not null and ({named}) is null"
    if "payouts" not in names:
        return named, "false", bad
    return f"coalesce({_exact(_paid(opened))}, {named})", _is_guess(_paid(opened)), bad


def _by_yes(opened: Opened) -> tuple[str, str, str]:
    told = f"lower({text_of(opened, 'resolved_yes')})"
    status = (
        f"case when {told} in ('1', 'true', 'yes', '1.0') then 'RESOLVED_TRUE' "
        f"when {told} in ('0', 'false', 'no', '0.0') then 'RESOLVED_FALSE' when {told} = '0.5' then 'VOID' end"
    )
    return status, "false", f"{told} is not null and {status} is null"


def _by_winner(opened: Opened) -> str:
    names, winner = opened.file.columns, text_of(opened, "winner")
    if "outcomes" in names:
        place = f"list_position({list_of(opened, 'outcomes')}, {winner})"
        first = f"case when {place} >= 1 then {place} = 1 end"
    elif {"outcome", "outcome_index"} <= names.keys():
        number, _ = number_of(opened, "outcome_index")  # of two outcomes: not mine means the other one
        first = f"(lower({winner}) = lower({text_of(opened, 'outcome')})) = ({number} = 0)"
    else:
        first = f"case lower({winner}) when 'yes' then true when 'no' then false end"
    void = ", ".join(map(quoted, opened.spec.ends.void))
    voided = f"when {winner} in ({void}) then 'VOID' " if void else ""
    return f"case {voided}when {first} then 'RESOLVED_TRUE' when not ({first}) then 'RESOLVED_FALSE' end"


def _by_payouts(opened: Opened) -> tuple[str, str]:
    """(status, SQL: it is a guess): a payout that is none but nearly one is taken for a last price."""
    paid = _paid(opened)
    likely = f"case when {paid[0]} >= 0.97 then 'RESOLVED_TRUE' when {paid[0]} <= 0.03 then 'RESOLVED_FALSE' end"
    return f"coalesce({_exact(paid)}, {likely})", _is_guess(paid)


def _paid(opened: Opened) -> tuple[str, str]:
    payouts = list_of(opened, "payouts")
    return f"try_cast(({payouts})[1] as double)", f"try_cast(({payouts})[2] as double)"


def _exact(paid: tuple[str, str]) -> str:
    return (
        f"case when {paid[0]} = 1 and {paid[1]} = 0 then 'RESOLVED_TRUE' "
        f"when {paid[0]} = 0 and {paid[1]} = 1 then 'RESOLVED_FALSE' "
        f"when {paid[0]} = 0.5 and {paid[1]} = 0.5 then 'VOID' end"
    )


def _is_guess(paid: tuple[str, str]) -> str:
    return f"{paid[0]} is not null and {_exact(paid)} is null"
