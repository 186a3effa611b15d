"""The price of a row: which outcome it is of, price, bid and ask as USDC per share, and when it held.

A draft gets `idx` (0 or 1), and of p, b, a what the file tells: price, bid, ask of the row's own outcome.
"""

from datetime import timedelta

from ..engine import quoted
from .columns import list_of, number_of, text_of
from .problems import Draft, Problem
from .spec import RAW_FILL, SERIES

SHORT = {"price": "p", "bid": "b", "ask": "a"}
NOTHING_IN_LISTS = ("None", "null", "nan", "NULL", "")


def draft_outcome_index(draft: Draft) -> None:
    """`idx`, with the problem of a row that is of neither outcome."""
    names = draft.opened.file.columns
    if "outcome_index" in names:
        number, _ = number_of(draft.opened, "outcome_index")
        index, bad = f"try_cast({number} as integer)", f"coalesce({number} not in (0, 1), true)"
    elif "outcome" in names:
        index = _index_by_name(draft)
        bad = f"coalesce({index} not in (0, 1), true)"
    else:
        return
    draft.select["idx"] = index
    name = "outcome_index" if "outcome_index" in names else "outcome"
    draft.check("idx", bad, name, "neither outcome 0 nor outcome 1")


def _index_by_name(draft: Draft) -> str:
    text = text_of(draft.opened, "outcome")
    index = f"case lower({text}) when 'yes' then 0 when 'no' then 1 end"
    if "outcomes" not in draft.opened.file.columns:
        return index
    outcomes = draft.select.get("outcomes") or list_of(draft.opened, "outcomes")
    return f"coalesce(list_position({outcomes}, {text}) - 1, {index})"


def draft_prices(draft: Draft) -> None:
    """p, b, a with their problems, from whichever columns the file has for them."""
    names = draft.opened.file.columns
    scale = "" if draft.opened.spec.units.price == "share" else " / 100"
    for name, short in SHORT.items():
        if name in names:
            number, bad = number_of(draft.opened, name)
            draft.prices[short] = f"({number}){scale}"
            draft.check(name, bad, name, "not a number")
    if "price_list" in names:
        draft.prices["p"] = _first_of_list(draft) + scale
    if "usdc_amount" in names or "maker_amount" in names:
        price = _from_amounts(draft)
        draft.prices["p"] = f"coalesce({draft.prices['p']}, {price})" if "p" in draft.prices else price
    _check_range(draft)


def _first_of_list(draft: Draft) -> str:
    prices = list_of(draft.opened, "price_list")
    first = f"({prices})[1]"
    told = f"case when {first} in ({', '.join(map(quoted, NOTHING_IN_LISTS))}) then null else {first} end"
    bad = (
        f"(({told}) is not null and try_cast({told} as double) is null) "
        f"or ({text_of(draft.opened, 'price_list')} is not null and ({prices}) is null)"
    )
    draft.check("price_list", bad, "price_list", "not a list of numbers")
    return f"try_cast({told} as double)"


def _from_amounts(draft: Draft) -> str:
    """USDC paid by shares bought; in a raw fill either side may be the one that pays."""
    opened = draft.opened
    names = ("usdc_amount", "share_amount") if "usdc_amount" in opened.file.columns else RAW_FILL[2:]
    first, second = (number_of(opened, name)[0] for name in names)
    for name, number in zip(names, (first, second), strict=True):
        bad = f"{text_of(opened, name)} is not null and (({number}) > 0) is not true"
        draft.check(name, bad, name, "not an amount above 0")
    if names[0] == "usdc_amount":
        return f"({first}) / ({second})"
    maker_pays = f"{text_of(opened, 'maker_asset_id')} = '0'"
    return f"case when {maker_pays} then ({first}) / ({second}) else ({second}) / ({first}) end"


def _check_range(draft: Draft) -> None:
    names, prices = draft.opened.file.columns, draft.prices
    for name, short in SHORT.items():
        if short in prices:
            shown = name if name in names else "price_list" if "price_list" in names else name
            value = f"coalesce({draft.told(shown)}, cast(n.{short} as varchar))"
            draft.refuse(f"isnan(n.{short})", shown, "not a number (NaN)", value)
            draft.refuse(f"n.{short} not between 0 and 1", shown, "a price outside 0..1", value)
    if "b" in prices and "a" in prices:
        value = "cast(n.b as varchar) || ' > ' || cast(n.a as varchar)"
        crossed = f"{draft.opened.shown('bid')}, {draft.opened.shown('ask')}"
        draft.problems.append(Problem.of("n.b > n.a", crossed, "crossed: the bid is above the ask", value))
    if draft.opened.file.form in ("trades", "fills", "histories"):
        draft.refuse("n.p is null", "price", "the price is missing")


def draft_price_time(draft: Draft) -> None:
    """A price needs a time: its own, or one that the drop derives from another."""
    file = draft.opened.file
    rule, priced = file.price_time, " or ".join(f"n.{name} is not null" for name in draft.prices)
    if not priced:
        return
    if rule and "ts" not in file.columns:
        micros = timedelta(hours=rule.minus_hours) // timedelta(microseconds=1)
        draft.select["ts"] = f"({draft.select[rule.base]}) - to_microseconds({micros})"
    must = "n.ts is null" if file.form in SERIES else f"({priced}) and n.ts is null"
    draft.refuse(must, "ts", "the time is missing")
