"""18.5 million two-minute quotes to `prices` and `cutoffs`: ours beside vectorised pandas.

Both read the same Parquet file, leave out empty and crossed quotes, move New York time to UTC, take the mid, write one
sorted Parquet file per day, and find the last mid at or before 1 h and 24 h before each market's last quote.
"""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from measure import compare, recorded

ROWS = 18_497_234
QUOTES = "polymarket_us/quotes_2min.parquet"


def ours() -> dict[str, object]:
    """The real path: store the drop, compile it, build the tables up to cutoffs."""
    from credence.lake import Lake
    from credence.lake.drops import find_drops, store
    from credence.settings import Settings
    from credence.tables.build import Build

    folder = tempfile.mkdtemp()
    try:
        lake = Lake(folder, Settings())
        lake.claim(simulated=False)
        for drop in find_drops(recorded()):
            if drop.spec.name == "polymarket_us":
                store(lake.layout, drop)
        build = Build(lake, datetime(2026, 9, 1, tzinfo=UTC))
        rows = build.table("prices").rows
        for table in ("outcomes", "market_snapshot", "cutoffs"):
            build.table(table)
        found = build.connection.execute(
            "select count(*), round(sum(p_yes), 3) from cutoffs where anchor = 'close' and horizon in ('1h', '24h') "
            "and price_ts is not null and age_seconds <= 6 * 3600"
        ).fetchall()[0]
        build.close()
        lake.close()
        return {"prices": rows, "found": found[0]}
    finally:
        shutil.rmtree(folder)


def reference() -> dict[str, object]:
    """Honest pandas: no Python loop over rows, float32 kept where it can be, one merge_asof for the cutoffs."""
    import pandas as pd

    folder = Path(tempfile.mkdtemp())
    try:
        markets = pd.read_parquet(recorded() / "polymarket_us/markets.parquet", columns=["slug", "resolved_yes"])
        quotes = pd.read_parquet(recorded() / QUOTES, columns=["slug", "ts", "bid", "ask"])
        quotes["slug"] = quotes["slug"].astype("category")
        quotes = quotes[quotes["bid"].notna() | quotes["ask"].notna()]
        quotes = quotes[~(quotes["bid"] > quotes["ask"])]
        quotes["ts"] = quotes["ts"].dt.tz_localize("America/New_York").dt.tz_convert("UTC")
        quotes["p_yes"] = (quotes["bid"].astype("float64") + quotes["ask"]) / 2
        quotes["spread"] = quotes["ask"].astype("float64") - quotes["bid"]
        for day, rows in quotes.groupby(quotes["ts"].dt.floor("D")):
            rows.sort_values(["slug", "ts"]).to_parquet(folder / f"{day:%Y-%m-%d}.parquet", compression="zstd")
        mids = quotes.loc[quotes["p_yes"].notna(), ["slug", "ts", "p_yes", "spread"]]
        closes = mids.groupby("slug", observed=True)["ts"].max().reset_index()
        first = mids.groupby("slug", observed=True)["ts"].min()
        moments = pd.concat([closes.assign(at=closes["ts"] - pd.Timedelta(hours=h)) for h in (1, 24)])
        moments = moments.merge(markets, on="slug")
        moments["slug"] = moments["slug"].astype(mids["slug"].dtype)
        found = pd.merge_asof(
            moments[["slug", "at"]].sort_values("at"), mids.sort_values("ts"), left_on="at", right_on="ts", by="slug",
            tolerance=pd.Timedelta(hours=6),
        )  # fmt: skip
        assert len(first)
        return {"prices": len(quotes), "found": int(found["p_yes"].notna().sum())}
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    compare(__file__, ours, reference, ROWS, "quotes")
