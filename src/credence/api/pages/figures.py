"""Numbers and times as people read them, in English and Korean. The browser's `format.ts` follows the same cases.

In   numbers as the API gives them (shares 0..1, seconds, USDC), times as ISO 8601 text; None where there is none
Out  text; the space before a unit does not break, minus is U+2212, an estimate never stands without its interval
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

THIN, KEPT, MINUS = "\u202f", "\u00a0", "\u2212"
ZONES = {"UTC": "UTC", "Asia/Seoul": "KST"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOT_KNOWN = {"en": "not known", "ko": "알 수 없음"}
_TOO_FEW = {"en": "too few", "ko": "표본 부족"}
_SHORT: dict[str, tuple[tuple[float, str], ...]] = {
    "en": ((1e9, f"{KEPT}B"), (1e6, f"{KEPT}M"), (1e3, f"{KEPT}k")),
    "ko": ((1e12, "조"), (1e8, "억"), (1e4, "만")),
}

Number = float | None
Interval = dict[str, Any]  # value, low, high


def fixed(value: float, decimals: int, signed: bool = False) -> str:
    """Thousands apart, halves away from zero, never a negative zero.

    >>> fixed(-1234.5, 0), fixed(-0.0004, 1), fixed(2.3, 1, signed=True)
    ('−1,235', '0.0', '+2.3')
    """
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "" if not rounded else MINUS if rounded < 0 else "+" if signed else ""
    return f"{sign}{abs(rounded):,}"


def known(value: Any) -> bool:
    """Whether there is a number at all."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def percent_bare(share: float, *, open_ended: bool = True) -> str:
    """A share in hundredths without its sign. `open_ended`: nothing is certain yet, so 0 and 100 are never said."""
    hundred = 100 * share
    if hundred < 0.1 and (open_ended or hundred > 0):
        return "< 0.1"
    if hundred > 99.9 and (open_ended or hundred < 100):
        return "> 99.9"
    return fixed(hundred, 0 if 5 <= hundred <= 95 or hundred in (0, 100) else 1)


def probability(value: Number, lang: str = "en") -> str:
    """A price or another probability of what is still open."""
    return f"{percent_bare(value)}{THIN}%" if value is not None and known(value) else _NOT_KNOWN[lang]


def probability_table(value: Number, lang: str = "en") -> str:
    """The same under a head that says %."""
    return percent_bare(value) if value is not None and known(value) else _NOT_KNOWN[lang]


def share(value: Number, lang: str = "en") -> str:
    """A share of what has happened: nothing and all may be said."""
    return f"{percent_bare(value, open_ended=False)}{THIN}%" if value is not None and known(value) else _NOT_KNOWN[lang]


def interval(of: Interval, lang: str = "en") -> str:
    """A share with its interval; whole numbers where the interval is no finer."""
    if not _whole(of):
        return _TOO_FEW[lang]
    fine = of["high"] - of["low"] < 0.02 or not 0.05 <= of["value"] <= 0.95
    value, low, high = (fixed(100 * of[end], int(fine)) for end in ("value", "low", "high"))
    return f"{value}{THIN}% [{low}, {high}]"


def score(of: Interval, lang: str = "en") -> str:
    """Brier and log loss."""
    return _bracketed(of, lang, 3)


def slope(of: Interval, lang: str = "en") -> str:
    return _bracketed(of, lang, 2)


def score_difference(of: Interval, lang: str = "en") -> str:
    return _bracketed(of, lang, 3, signed=True)


def difference(of: Interval, lang: str = "en") -> str:
    """A difference of two shares, in points."""
    if not _whole(of):
        return _TOO_FEW[lang]
    value, low, high = (fixed(100 * of[end], 1, signed=True) for end in ("value", "low", "high"))
    return f"{value}{KEPT}pt [{low}, {high}]"


def points(value: Number, lang: str = "en") -> str:
    """A move of a price: two observed numbers, so there is no interval."""
    return f"{fixed(100 * value, 1, signed=True)}{KEPT}pt" if value is not None and known(value) else _NOT_KNOWN[lang]


def price_paid(value: Number, lang: str = "en") -> str:
    return f"{fixed(100 * value, 1)}{KEPT}¢" if value is not None and known(value) else _NOT_KNOWN[lang]


def money(value: Number, lang: str = "en") -> str:
    """USDC in full; cents below a hundred."""
    if value is None or not known(value):
        return _NOT_KNOWN[lang]
    return f"{fixed(value, 2 if 0 < abs(value) < 100 else 0)}{KEPT}USDC"


def money_short(value: Number, lang: str = "en") -> str:
    """USDC in running text: three digits and a power from 10,000."""
    if value is None or abs(value) < 10_000 or not known(value):
        return money(value, lang)
    for place, (size, word) in enumerate(_SHORT[lang]):
        if abs(value) >= size * 0.9995 or place == len(_SHORT[lang]) - 1:
            return f"{_three(value / size, keep=lang == 'en')}{word}{KEPT}USDC"
    raise AssertionError("the last size takes all")


def count(value: Number, lang: str = "en") -> str:
    return fixed(value, 0) if value is not None and known(value) else _NOT_KNOWN[lang]


def sample(of: dict[str, Any], lang: str = "en") -> str:
    """{markets, events}: how many of each stand behind a figure."""
    markets, events = of["markets"], of["events"]
    if lang == "ko":
        return f"시장 {count(markets)}개, 이벤트 {count(events)}개"
    return f"{count(markets)} {_many('market', markets)} in {count(events)} {_many('event', events)}"


def shares(value: Number, lang: str = "en") -> str:
    if value is None or not known(value):
        return _NOT_KNOWN[lang]
    return f"{fixed(value, 0)}주" if lang == "ko" else f"{fixed(value, 0)}{KEPT}{_many('share', value)}"


def wallet(text: str, lang: str = "en") -> str:  # noqa: ARG001  all kinds take the language
    """A wallet's first and last four characters."""
    return f"{text[:4]}…{text[-4:]}" if len(text) > 10 else text


def age(seconds: Number, lang: str = "en") -> str:
    """A duration in one unit."""
    if seconds is None or not known(seconds):
        return _NOT_KNOWN[lang]
    units = ("초", "분", "시간", "일") if lang == "ko" else tuple(KEPT + unit for unit in ("s", "min", "h", "d"))
    if _half_up(seconds) < 60:
        return fixed(seconds, 1 if seconds < 9.95 else 0) + units[0]
    if _half_up(seconds / 60) < 60:
        return fixed(seconds / 60, 0) + units[1]
    if _half_up(seconds / 3600) < 48:
        return fixed(seconds / 3600, 0) + units[2]
    return fixed(seconds / 86400, 0) + units[3]


def horizon(name: str, lang: str = "en") -> str:
    """A horizon as columns name it (24h, 7d), with its unit as people write it; any other text as it is.

    >>> horizon("7d", "ko")
    '7일'
    """
    found = re.fullmatch(r"(\d+)([hd])", name)
    if found is None:
        return name
    return found[1] + ({"h": "시간", "d": "일"}[found[2]] if lang == "ko" else KEPT + found[2])


def time(text: str | None, lang: str = "en", zone: str = "UTC") -> str:
    """A moment with its zone named."""
    if text is None:
        return _NOT_KNOWN[lang]
    at = _in_zone(text, zone)
    return f"{_day(at, lang)}{' ' if lang == 'ko' else ', '}{at:%H:%M} {ZONES[zone]}"


def clock(text: str, lang: str = "en", zone: str = "UTC") -> str:  # noqa: ARG001  all kinds take the language
    """A moment of the day that is spoken of."""
    return f"{_in_zone(text, zone):%H:%M} {ZONES[zone]}"


def day(text: str, lang: str = "en") -> str:
    return _day(date.fromisoformat(text), lang)


def not_known(lang: str) -> str:
    return _NOT_KNOWN[lang]


def too_few(lang: str) -> str:
    return _TOO_FEW[lang]


KINDS: dict[str, Callable[..., str]] = {
    one.__name__: one
    for one in (
        probability, probability_table, share, interval, score, slope, score_difference, difference, points, price_paid, money,
        money_short, count, sample, shares, wallet, age, time, clock, day,
    )
}  # fmt: skip

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def _whole(of: Interval) -> bool:
    return all(known(of.get(end)) for end in ("value", "low", "high"))


def _bracketed(of: Interval, lang: str, decimals: int, signed: bool = False) -> str:
    if not _whole(of):
        return _TOO_FEW[lang]
    value, low, high = (fixed(of[end], decimals, signed) for end in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def _three(value: float, keep: bool) -> str:
    """Three digits; `keep` the zeros behind the point."""
    decimals = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    text = fixed(value, decimals)
    if keep:
        return text
    if abs(value) >= 999.5:  # as Intl does it: three digits that count, no comma
        return str(int(round(value / 10) * 10))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _many(word: str, n: float) -> str:
    return word if n == 1 else word + "s"


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)


def _in_zone(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(ZoneInfo(zone))


def _day(at: date, lang: str) -> str:
    return f"{at.year}년 {at.month}월 {at.day}일" if lang == "ko" else f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
