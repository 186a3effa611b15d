"""Two million rows to the six base features: one compiled pass beside vectorised pandas.

Both start from the same columns in memory, sorted by market and time, every row with a price, a volume, an interest and an
end; the input is made and the pass compiled before the clock starts. The features must agree: on every 19th row as
many NaN, and sums that are equal to 9 digits (tests compare every value).
"""

import sys
from typing import Any

import numpy as np
from measure import compare

MARKETS, ROWS_EACH = 3_000, 670  # as many rows per market as the largest recording has
ROWS = MARKETS * ROWS_EACH
HOUR = 3_600_000_000
DAY = 24 * HOUR


def _rows() -> dict[str, Any]:
    """Ten-minute prices on a grid of .001 that mostly stand still; volume and interest wander."""
    rng = np.random.default_rng(7)
    step = rng.choice([-0.01, -0.001, 0, 0, 0, 0.001, 0.01], ROWS)
    wander = np.cumsum(step.reshape(MARKETS, -1), axis=1).ravel() + np.repeat(rng.random(MARKETS), ROWS_EACH)
    ts = np.tile(np.arange(ROWS_EACH) * (HOUR // 6), MARKETS) + rng.integers(0, HOUR // 60, ROWS)
    return {
        "market": np.repeat(np.arange(MARKETS), ROWS_EACH), "ts": ts,
        "p_yes": np.round(0.01 + 0.98 * np.abs(wander % 2 - 1), 3), "volume_24h": rng.lognormal(9, 2, ROWS).round(2),
        "open_interest": rng.lognormal(9, 0.1, ROWS).round(2), "end_at": np.full(ROWS, 30 * DAY),
    }  # fmt: skip


def _ours() -> Any:
    from credence.measures.features import base_features

    return base_features(**ROWS_READ)


def _reference() -> tuple[Any, ...]:
    """Honest pandas: shifts and time windows per group, one merge_asof for the interest of an hour before."""
    import pandas as pd

    rows = pd.DataFrame(ROWS_READ)
    rows["at"] = pd.to_datetime(rows["ts"], unit="us")
    by = rows.groupby("market", sort=False)
    before = by["p_yes"].shift()
    rows["change"] = (rows["p_yes"] - before).round(12)
    simple = rows["p_yes"] / before.where(before > 0) - 1
    windows = rows.set_index("at").groupby("market", sort=False)
    vol = windows["change"].rolling("1D", min_periods=2).std().to_numpy()
    usual = windows["volume_24h"].rolling("7D", closed="neither").mean().to_numpy()
    velocity = rows["volume_24h"].to_numpy() / np.where(usual > 0, usual, np.nan)
    asked = pd.DataFrame({"market": rows["market"], "at": rows["at"] - pd.Timedelta(hours=1), "place": np.arange(ROWS)})
    old = pd.merge_asof(
        asked.sort_values("at"), rows[["market", "at", "open_interest"]].sort_values("at"), on="at", by="market",
        tolerance=pd.Timedelta(hours=2),
    ).sort_values("place")["open_interest"].to_numpy()  # fmt: skip
    shift = rows["open_interest"].to_numpy() / np.where(old > 0, old, np.nan) - 1
    tte = (rows["end_at"] - rows["ts"]) / 1e6
    most = np.maximum(rows["volume_24h"], rows["open_interest"])
    bucket = np.select([most >= 100_000, most >= 10_000], [3, 2], 1)
    return rows["change"].to_numpy(), simple.to_numpy(), vol, velocity, shift, tte.to_numpy(), bucket


def _told(features: Any) -> list[str]:
    """Of every 19th row, which takes next to no time: how many are NaN, and the sum, per feature."""
    sampled = [values[::19] for values in features]
    return [f"{np.isnan(values).sum()} {np.nansum(np.abs(values)):.9g}" for values in sampled]


def ours() -> list[str]:
    return _told(_ours())


def reference() -> list[str]:
    return _told(_reference())


ROWS_READ: dict[str, Any] = {}
if __name__ == "__main__":
    if "--one" in sys.argv:
        ROWS_READ = _rows()
        everything, ROWS_READ = ROWS_READ, {name: values[:10] for name, values in ROWS_READ.items()}
        _ours()  # compile, or read what was compiled
        ROWS_READ = everything
    compare(__file__, ours, reference, ROWS, "rows")
