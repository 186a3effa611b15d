"""Filters of the list of markets as conditions over `market_state`: checked once for everybody who counts or lists."""

from typing import Any

from ..errors import InputError
from ..records.market import MarketStatus
from .ranges import bounds_of

LIQUIDITY_BUCKETS = ("LOW", "MID", "HIGH", "UNKNOWN")
EQUAL = ("venue", "category", "status", "event_id", "liquidity_bucket", "outside_range")
RANGES = {  # filter: what is measured
    "price": "price", "trust": "trust", "volume_24h": "volume_24h", "open_interest": "open_interest", "seen_share": "seen_share",
    "ends": "tte_seconds / 86400",
}  # fmt: skip


def conditions_of(**given: Any) -> tuple[list[str], dict[str, Any]]:
    """Conditions, and the values of the $names in them; a filter that is None is none.

    venue, category, status, event_id, liquidity_bucket, outside_range  values of columns
    tag   one of category_tags; text  part of the question or the slug, in any case
    price, trust, volume_24h, open_interest, seen_share  `LEAST:MOST`; rows whose value is unknown are left out
    ends  scheduled end, `LEAST:MOST` in days from as_of
    """
    _one_of("status", given.get("status"), tuple(MarketStatus))
    _one_of("liquidity_bucket", given.get("liquidity_bucket"), LIQUIDITY_BUCKETS)
    wanted: dict[str, Any] = {name: given[name] for name in EQUAL if given.get(name) is not None}
    conditions = [f"{name} = ${name}" for name in wanted]
    if given.get("tag") is not None:
        conditions.append("list_contains(category_tags, lower($tag))")
        wanted["tag"] = given["tag"]
    if given.get("text") is not None:
        conditions.append("(contains(lower(question), lower($text)) or contains(lower(slug), lower($text)))")
        wanted["text"] = given["text"]
    for name, measured in RANGES.items():
        if given.get(name) is not None:
            bounds = bounds_of(name, given[name])
            conditions += [f"{measured} {sign} {end!r}" for sign, end in zip((">=", "<="), bounds,
                strict=True) if end is not None]
    return conditions, wanted


def _one_of(name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise InputError(name, value, "one of " + ", ".join(allowed))
