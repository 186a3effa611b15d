"""A time zone as constant offsets: local wall clock to UTC by plain arithmetic, without a calendar per row.

Rule  an hour that happens twice (clocks go back) counts as its first pass;
      an hour that does not happen (clocks go forward) is read with the offset before the change
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ...errors import InputError


def zone(name: str, where: str) -> ZoneInfo:
    """The IANA zone, or an InputError that says which field was wrong."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(where, name, "an IANA time zone such as America/New_York or UTC") from error


def offset_s(local: datetime, tz: ZoneInfo) -> int:
    """Seconds to add to a wall clock without zone to get UTC."""
    shift = local.replace(tzinfo=tz, fold=0).utcoffset()
    return 0 if shift is None else -int(shift.total_seconds())


def offsets(tz: ZoneInfo, first: datetime, last: datetime) -> list[tuple[datetime | None, int]]:
    """(before this wall clock, seconds to add) in order; the last interval has no end.

    >>> offsets(ZoneInfo("America/New_York"), datetime(2026, 7, 1), datetime(2026, 8, 1))
    [(None, 14400)]
    """
    found: list[tuple[datetime | None, int]] = []
    moment, current = first, offset_s(first, tz)
    while moment < last:
        after = min(moment + timedelta(days=1), last)
        if offset_s(after, tz) == current:
            moment = after
            continue
        low, high = moment, after
        while high - low > timedelta(seconds=1):
            middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
            if offset_s(middle, tz) == current:
                low = middle
            else:
                high = middle
        found.append((high.replace(microsecond=0), current))
        moment, current = high, offset_s(high, tz)
    return [*found, (None, current)]


def utc_sql(naive: str, intervals: list[tuple[datetime | None, int]]) -> str:
    """SQL that turns a TIMESTAMP expression in that zone into timestamptz."""
    micros = [(before, seconds * 1_000_000) for before, seconds in intervals]
    if len(micros) == 1:
        return f"make_timestamptz(epoch_us({naive}) + ({micros[0][1]}))"
    branches = " ".join(
        f"when {naive} < timestamp '{before:%Y-%m-%d %H:%M:%S}' then {shift}"
        for before, shift in micros
        if before is not None
    )
    return f"make_timestamptz(epoch_us({naive}) + case {branches} else {micros[-1][1]} end)"
