"""Now is the as_of of the newest finished run: what is shown then does not change with anything that came after it."""

from typing import Any

import numpy as np
import pytest

from credence.lake import Lake
from credence.products import events, markets, overview, readings, search

from .market_lake import (
    DAY,
    HOUR,
    NOW,
    band,
    breach,
    event,
    evidence,
    hour,
    lake_of,
    listed,
    price,
    quote,
    recalibrated,
    snapshot,
    trusted,
)

NAMES = ("1", "2", "3")
ALWAYS = {
    "market_registry": [listed(name, "e", start_ts=NOW - 20 * DAY, neg_risk=True) for name in NAMES],
    "events": [event("e", neg_risk=True)], "recalibration_evidence": [evidence("helps")],
}  # fmt: skip


def past() -> dict[str, list[dict[str, Any]]]:
    every = [(name, NOW - back * HOUR) for name in NAMES for back in range(0, 60)]
    return {
        "prices": [quote(name, ts, 0.2, 0.4) for name, ts in every],
        "features": [hour(name, ts, 0.3) for name, ts in every],
        "forecast_band": [band(name, ts, 0.25, 0.28) for name, ts in every],
        "band_breach": [breach(name, ts, 0.7) for name, ts in every[::9]],
        "trust": [trusted(name, ts, 50.0) for name, ts in every[::9]],
        "recalibrated": [recalibrated(name, NOW - DAY, 0.3, 0.35) for name in NAMES],
        "market_snapshot": [
            snapshot(name, ts, volume_24h=9.0, open_interest=3.0, liquidity_bucket="LOW") for name, ts in every[::9]
        ],
    }  # fmt: skip


def noise(rng: np.random.Generator) -> dict[str, list[dict[str, Any]]]:
    """Rows from after now, soon and late, of every market; and prices, hours and money of before that came to be known after."""

    def at() -> Any:
        return NOW + HOUR * float(rng.choice([1e-6, 0.5, 1, 24, 24 * 300]))

    later = [(name, at(), float(rng.random())) for name in NAMES for _ in range(8)]
    known_late = [(name, NOW - HOUR * (back + float(rng.random())), at()) for name in NAMES for back in range(0, 300, 40)]
    return {
        "prices": [quote(name, ts, p / 2, p) for name, ts, p in later]
        + [price(name, ts, float(rng.random()), knowable_at=known) for name, ts, known in known_late],
        "features": [hour(name, ts, p) for name, ts, p in later]
        + [hour(name, ts, float(rng.random()), knowable_at=known) for name, ts, known in known_late],
        "forecast_band": [band(name, ts, p / 2, p) for name, ts, p in later],
        "band_breach": [breach(name, ts, p) for name, ts, p in later],
        "trust": [trusted(name, ts, 100 * p) for name, ts, p in later],
        "recalibrated": [recalibrated(name, ts, p, p, horizon="7d") for name, ts, p in later[::8]],
        "market_snapshot": [snapshot(name, ts, volume_24h=p, open_interest=p, liquidity_bucket="HIGH") for name, ts, p in later]
        + [snapshot(name, ts, volume_24h=7.0, knowable_at=known) for name, ts, known in known_late],
    }  # fmt: skip


def shown(lake: Lake) -> dict[str, Any]:
    """All that is said of now."""
    return {
        "list": markets.list_markets(lake), "by price": markets.list_markets(lake, sort="-price", limit=2),
        "readings": [readings.read(lake, name, window=window) for name in NAMES for window in ("1d", "all")],
        "overview": overview.read(lake), "events": events.list_events(lake), "event": events.one_event(lake, "e"),
        "search": search.read(lake, "happen"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def then(tmp_path_factory) -> dict[str, Any]:
    return shown(lake_of(tmp_path_factory.mktemp("past") / "lake", **ALWAYS, **past()))


def test_there_is_something_that_could_change(then):
    row = then["list"].rows[0]
    told = ("price", "q10_1h", "outside_range", "trust", "p_recalibrated", "volume_24h", "liquidity_bucket", "seen_share")
    assert all(row[name] is not None for name in told)
    assert then["overview"]["moved"]
    assert then["overview"]["gaps_to_recalibrated"]
    assert len(then["event"]["series"]) == 60


@pytest.mark.parametrize("seed", range(3))
def test_what_came_after_now_changes_nothing(then, tmp_path, seed):
    after = noise(np.random.default_rng(seed))
    lake = lake_of(tmp_path / "lake", **ALWAYS, **{name: rows + after[name] for name, rows in past().items()})
    found = shown(lake)
    for name, told in then.items():
        assert found[name] == told, name


def test_the_same_rows_are_seen_once_a_later_run_has_finished(then, tmp_path):
    after = noise(np.random.default_rng(0))
    rows = {name: rows + after[name] for name, rows in past().items()}
    found = shown(lake_of(tmp_path / "lake", now=NOW + 400 * DAY, **ALWAYS, **rows))
    assert all(found[name] != then[name] for name in ("list", "readings", "events", "event"))
