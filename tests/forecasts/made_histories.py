"""Small made-up markets for the tests of trained forecasters: five-minute quotes in events, and ten-minute prices."""

from functools import cache

import numpy as np

from credence.forecasts.histories import coded, from_rows
from credence.forecasts.samples import TrainingSet

START = 1_700_006_400  # a midnight, UTC
DAY = 86400


def rows(events=40, per_event=2, days=2.0, step_s=300, seed=0, quoted=True, gaps=0.02, prefix="m"):
    """Rows of markets whose moves come in bursts that the markets of an event share; sorted by market and time."""
    rng = np.random.default_rng(seed)
    n = int(days * DAY / step_s)
    hours = step_s / 3600
    columns = {name: [] for name in ("market_id", "event_id", "ts", "p", "spread", "end_ts")}
    for event in range(events):
        calm = np.exp(np.cumsum(rng.normal(0, 0.15 * np.sqrt(hours), n)) + rng.normal(-4.2, 0.5))
        shift = int(rng.integers(0, 12)) * step_s
        for k in range(per_event):
            moves = calm * np.sqrt(hours) * rng.standard_t(4, n) * (rng.random(n) < 0.5)
            p = 1 / (1 + np.exp(-(rng.normal(0, 1.2) + np.cumsum(8 * moves))))
            p = np.clip(np.round(p, 2), 0.01, 0.99)
            keep = rng.random(n) >= gaps
            keep[0] = True
            ts = START + shift + step_s * np.arange(n)
            name = f"{prefix}{event:03d}-{k}"
            there = int(keep.sum())
            columns["market_id"].append(np.repeat(name, there))
            columns["event_id"].append(np.repeat(f"{prefix}event{event:03d}", there))
            columns["ts"].append(ts[keep])
            columns["p"].append(p[keep])
            columns["spread"].append(np.where(quoted, rng.choice([0.01, 0.02, 0.04], there), np.nan))
            columns["end_ts"].append(np.repeat(START + int((1 + event % 4) * DAY), there))
    out = {name: np.concatenate(parts) for name, parts in columns.items()}
    return out if quoted else {name: out[name] for name in ("market_id", "event_id", "ts", "p")}


def training_set(name, until_days, **how):
    """The same, ready to learn from."""
    given = rows(**how)
    names, code = coded(given["market_id"])
    events = np.empty(len(names), object)
    events[code] = given["event_id"]
    return TrainingSet(name, from_rows(given), events.astype(str), START + int(until_days * DAY))


@cache
def sets(seed=0):
    """Enough to fit every cell: 120 quoted markets over three days, 40 without quotes."""
    return [
        training_set("quoted", 3.0, events=60, per_event=2, days=3.1, seed=seed),
        training_set("prices", 3.0, events=40, per_event=1, days=3.1, step_s=600, seed=seed + 1, quoted=False, prefix="x"),
    ]
