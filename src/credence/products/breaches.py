"""Breaches: bands whose horizon has passed and whose price lay outside of them. The cycle writes them.

read  rows of band_breach, newest first
rule  one band in five should be breached: a breach is no alert, and says nothing on whether a move will last
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from ..errors import InputError
from ..lake import Lake
from ..lake.lake import fetch
from ..records.paging import Page, checked_limit, decode_cursor, moment, page_of, text, whole

CALIBRATIONS = ("raw", "conformal")
SIDES = ("below", "above")
_ORDER = ("ts", "market_id", "band_ts", "horizon_steps", "band_calibration")


def read(
    lake: Lake,
    *,
    market_id: str | None = None,
    side: str | None = None,
    band_calibration: str | None = None,
    since: datetime | None = None,
    limit: int = 500,
    cursor: str | None = None,
) -> Page:
    """Breaches, newest first; of one moment in the order of market, band and horizon.

    since  only those found at or after it; without it those of the day before the newest
    """
    checked_limit(limit)
    allowed = {"side": SIDES, "band_calibration": CALIBRATIONS}
    wanted = {"market_id": market_id, "side": side, "band_calibration": band_calibration}
    for name, value in wanted.items():
        if value is not None and name in allowed and value not in allowed[name]:
            raise InputError(name, value, " or ".join(allowed[name]))
    after = decode_cursor(cursor, len(_ORDER), [moment, text, moment, whole, text])
    parameters: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    conditions = [f"{name} = ${name}" for name in parameters] + ["ts >= $since::timestamptz"]
    order = "-epoch_us(ts), market_id, epoch_us(band_ts), horizon_steps, band_calibration"
    if after is not None:
        conditions.append(f"({order}) > (-epoch_us($t::timestamptz), $m, epoch_us($b::timestamptz), $h, $c)")
        parameters |= {"t": after[0].isoformat(), "m": after[1], "b": after[2].isoformat(), "h": after[3], "c": after[4]}
    with lake.reading("band_breach") as connection:
        first = since or _day_before_newest(fetch(connection, "select max(ts) as ts from band_breach")[0]["ts"])
        parameters["since"] = first.isoformat()
        rows = fetch(
            connection,
            f"select * from ({lake.scan('band_breach', first, datetime(2262, 1, 1, tzinfo=UTC))}) "
            f"where {' and '.join(conditions)} order by {order} limit {limit + 1}",
            parameters,
        )
    return page_of(rows, limit, _ORDER)


def _day_before_newest(newest: datetime | None) -> datetime:
    return (newest or datetime(1970, 1, 2, tzinfo=UTC)) - timedelta(days=1)
