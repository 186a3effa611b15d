"""An estimate as answers show it: never without its interval, what it rests on, or the reason why there is none."""

from collections.abc import Mapping
from typing import Any

from ..measures.enough import EVENTS


def shown(
    value: float | None, low: float | None, high: float | None, n: int, n_events: int, *, unit: str | None = None,
        reason: str = ""
) -> dict[str, Any]:
    """{"value", "low", "high", "n", "n_events", "few", "reason"}, and "unit" where the interval names its own.

    A value without an interval is not shown: it is then null, `few` is true, and `reason` says why.

    >>> shown(0.2, None, None, 40, 12)["reason"]
    'too few: 12 events, 30 are needed'
    """
    known = value is not None and low is not None and high is not None
    few = bool(reason) or not known
    found: dict[str, Any] = {
        "value": value if known and not few else None, "low": low if known and not few else None,
        "high": high if known and not few else None, "n": n, "n_events": n_events, "few": few,
        "reason": reason or ("" if known else _why(n_events)),
    }  # fmt: skip
    return found | ({"unit": unit} if unit else {})


def of_figure(told: Mapping[str, Any] | None, n: int, n_events: int, reason: str = "") -> dict[str, Any]:
    """A figure of `measures.figures` in this form; None where it is not defined.

    >>> of_figure({"value": 1.0, "low": 0.9, "high": 1.1, "unit": "week"}, 50, 40)["unit"]
    'week'
    """
    if told is None:
        return shown(None, None, None, n, n_events, reason=reason or _why(n_events))
    if told["value"] is not None and told["low"] is None and not reason:
        reason = "too few weeks: shared shocks cannot be told apart"
    return shown(told["value"], told["low"], told["high"], n, n_events, unit=told.get("unit"), reason=reason)


def _why(n_events: int) -> str:
    if n_events < EVENTS:
        return f"too few: {n_events} event{'' if n_events == 1 else 's'}, {EVENTS} are needed"
    return "not defined for these rows"
