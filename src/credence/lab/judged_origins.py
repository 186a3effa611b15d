"""Which recorded origins bands are judged on: events that no model was fitted on, and later in time.

us       Polymarket US quotes, five minutes apart, from 16 July 2026
clob     histories of the order book's prices, ten minutes apart, from 24 January 2026
weather  hourly prices of temperature buckets from 10 May 2026; no model was fitted on any of them
In `us` and `clob` an event is judged if a hash of its name kept it from training, or if its first origin came after the moment
up to which labels were learned. An origin is a step with a price of its own (not one that was carried over), at least twelve
changes within the last day (three days on the hourly grid), once an hour.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..forecasts import training_sets
from ..forecasts.histories import Histories, Ints, Origins, coded, from_rows
from ..forecasts.interface import Floats
from ..forecasts.samples import TRAIN_EIGHTHS, eighth, hourly_origins

Rows = dict[str, NDArray[Any]]
HORIZONS_S = {
    "us": (300, 900, 1800, 3600, 21600, 86400), "clob": (600, 1800, 3600, 21600, 86400), "weather": (3600, 21600, 86400),
}  # fmt: skip
STEP_S = {"us": 300, "clob": 600, "weather": 3600}
FROM = {name: int(dt.datetime(*day, tzinfo=dt.UTC).timestamp())
        for name, day in (("us", (2026, 7, 16)), ("clob", (2026, 1, 24)), ("weather", (2026, 5, 10)))}  # fmt: skip
DECIDED = 0.05  # a last price within this of 0 or 1: the market had ended
WEATHER = "clob/prices_history_weather.jsonl.zst"


@dataclass(frozen=True)
class JudgedSet:
    """Histories of a set with everything that came after its origins, and the origins, (n,) each.

    event     number of the event
    p         price at the origin
    range_1h  highest less lowest price of the last hour (six hours on the hourly grid)
    hours_to_last  from the origin to the last price that was recorded
    ended     whether that price lies within .05 of 0 or 1
    """

    name: str
    histories: Histories
    origins: Origins
    event: Ints
    p: Floats
    range_1h: Floats
    hours_to_last: Floats
    ended: NDArray[np.bool_]

    @property
    def horizons_s(self) -> tuple[int, ...]:
        return HORIZONS_S[self.name]

    @property
    def data_sha256(self) -> str:
        """Of the prices that are judged, those before and after the origins included."""
        digest = hashlib.sha256("\n".join(self.histories.market_ids).encode())
        for array in (self.histories.start, self.histories.first_ts, self.histories.prices):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    @property
    def step_s(self) -> int:
        return STEP_S[self.name]


def judged(folder: Path, names: Sequence[str] = tuple(HORIZONS_S)) -> list[JudgedSet]:
    """The sets of these names from the folder of recorded data.

    Raises: InputError for another name, or where a file is missing.
    """
    unknown = sorted({*names} - {*HORIZONS_S})
    if unknown:
        raise InputError("sets", ", ".join(unknown), " or ".join(HORIZONS_S))
    readers = {"us": training_sets.us_rows, "clob": training_sets.clob_rows, "weather": _weather}
    return [_judged(name, readers[name](folder)) for name in names]


def _judged(name: str, rows: Rows) -> JudgedSet:
    histories = from_rows(rows | {"step_s": np.full(len(rows["ts"]), STEP_S[name])})
    names, code = coded(rows["market_id"])
    events = np.empty(len(names), object)
    events[code] = rows["event_id"]
    found = hourly_origins(histories)
    number, event = np.unique(events.astype(str), return_inverse=True)
    keep = (found.ts >= FROM[name]) & _unseen(name, number, event[found.market], found.ts)
    origins = Origins(found.market[keep], found.at[keep], found.ts[keep])
    last = _last(histories, origins.market)
    end = histories.first_ts[origins.market] + (last - histories.start[origins.market]) * histories.step_s[origins.market]
    final = histories.prices[last]
    return JudgedSet(
        name, histories, origins, np.unique(event[origins.market], return_inverse=True)[1].astype(np.int64),
        histories.prices[origins.at], _range(histories, origins, max(3600 // STEP_S[name], 6)), (end - origins.ts) / 3600,
        (final <= DECIDED) | (final >= 1 - DECIDED),
    )  # fmt: skip


def _last(histories: Histories, market: Ints) -> Ints:
    """Where each market's last price of its own lies; a grid may go on for a step with a price that was carried over."""
    own = np.isfinite(histories.prices) if histories.own is None else histories.own
    place = np.where(own, np.arange(len(own)), -1)
    return np.maximum.reduceat(place, histories.start[:-1])[market]


def _unseen(name: str, events: NDArray[np.str_], event: Ints, ts: Ints) -> NDArray[np.bool_]:
    """Which origins belong to events that taught nothing."""
    if name not in training_sets.RECORDED_UNTIL:
        return np.ones(len(ts), np.bool_)
    first = np.full(len(events), np.iinfo(np.int64).max)
    np.minimum.at(first, event, ts)
    late = first >= training_sets.RECORDED_UNTIL[name].timestamp()
    return np.asarray((late | (eighth(events) >= TRAIN_EIGHTHS))[event], np.bool_)


def _range(histories: Histories, origins: Origins, back: int) -> Floats:
    """Highest less lowest price of the last `back` steps and the one before them."""
    place = origins.at[:, None] + np.arange(-back, 1)
    prices = histories.prices[np.maximum(place, histories.start[origins.market][:, None])]
    return np.asarray(np.nanmax(prices, axis=1) - np.nanmin(prices, axis=1), float)


def _weather(folder: Path) -> Rows:
    """Hourly prices of temperature buckets: read to be judged, never to be learned from."""
    import zstandard

    path = folder / WEATHER
    if not path.is_file():
        raise InputError("recorded data", str(path), "a folder with this file; set CREDENCE_RECORDED")
    with path.open("rb") as file:
        lines = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(file).read().splitlines()
    parts: list[tuple[str, str, int, Ints, Floats]] = []
    for line in lines:
        market = json.loads(line)
        points = market["response"]["history"]
        if points:
            ts = (np.asarray([point["t"] for point in points], np.int64) // 3600 + 1) * 3600
            last = np.r_[np.flatnonzero(np.diff(ts)), len(ts) - 1]
            end = market.get("end_date")
            end_ts = int(dt.datetime.fromisoformat(end.replace("Z", "+00:00")).timestamp()) if end else -1
            prices = np.asarray([point["p"] for point in points], float)[last]
            parts.append((market["token_id"], market["event_slug"], end_ts, ts[last], prices))
    sizes = [len(part[3]) for part in parts]
    return {
        "market_id": np.repeat([part[0] for part in parts], sizes), "event_id": np.repeat([part[1] for part in parts], sizes),
        "end_ts": np.repeat([part[2] for part in parts], sizes), "ts": np.concatenate([part[3] for part in parts]),
        "p": np.concatenate([part[4] for part in parts]),
    }  # fmt: skip
