"""Ranges as people write them: `LEAST:MOST`, either end may be missing."""

from math import isfinite

from ..errors import InputError

Bounds = tuple[float | None, float | None]


def bounds_of(name: str, value: str) -> Bounds:
    """(at least, at most) of `LEAST:MOST`; None for an end that is not given.

    name  of the filter, for the failure. Raises InputError for what is no range, or an empty one.

    >>> bounds_of("volume_24h", "1000:"), bounds_of("spread", "0:0.05")
    ((1000.0, None), (0.0, 0.05))
    """
    least, colon, most = value.partition(":")
    refused = InputError(name, value, "LEAST:MOST, such as 1000: or 0:0.05")
    try:
        bounds = tuple(float(end) if end else None for end in (least, most))
    except ValueError:
        raise refused from None
    known = [end for end in bounds if end is not None]
    if not colon or not known or not all(map(isfinite, known)) or known[0] > known[-1]:
        raise refused
    return bounds[0], bounds[1]
