"""18.5 million two-minute quotes to `prices` and `cutoffs`: ours beside vectorised pandas.

Both read the same Parquet file, check it for repeats, leave out empty and crossed quotes, move New York time to UTC, take
the mid, write one sorted Parquet file per day, and find the last mid at or before every moment: five horizons before the
scheduled end and before the last mid, and midnights.
"""

import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from measure import compare, recorded

ROWS = 18_497_234
QUOTES = "polymarket_us/quotes_2min.parquet"


HORIZONS_H = (720, 168, 48, 24, 1)
STALE = 6 * 3600


def ours() -> dict[str, object]:
    """The real path: store the drop, compile it (which counts and checks every row), build `prices` and `cutoffs`."""
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
        for table in ("outcomes", "cutoffs"):
            build.table(table)
        refused = build.connection.execute("select count(*) from in_drop_refused").fetchall()[0][0]
        priced = build.connection.execute(
            "select count(*) from cutoffs where horizon <> 'daily' and age_seconds <= 6 * 3600"
        ).fetchall()[0][0]
        build.close()
        lake.close()
        print(f"ours: {priced:,} moments with a price", file=sys.stderr)
        return {"prices": rows, "refused": refused}
    finally:
        shutil.rmtree(folder)


def reference() -> dict[str, object]:
    """Honest pandas for the same rows: no Python loop over rows, categories for text, one merge_asof for all moments."""
    import pandas as pd

    folder = Path(tempfile.mkdtemp())
    try:
        markets = pd.read_parquet(recorded() / "polymarket_us/markets.parquet")
        quotes = pd.read_parquet(recorded() / QUOTES, columns=["slug", "ts", "bid", "ask"])
        assert not quotes.duplicated(["slug", "ts"]).any()
        quotes["market_id"] = _market_ids(quotes.pop("slug"))
        for side in ("bid", "ask"):
            quotes[side] = quotes[side].astype("float64").round(6)
        crossed = quotes["bid"] > quotes["ask"]
        refused = quotes[crossed]
        quotes = quotes[(quotes["bid"].notna() | quotes["ask"].notna()) & ~crossed]
        quotes["ts"] = quotes["ts"].dt.tz_localize("America/New_York").dt.tz_convert("UTC")
        quotes["p_yes"] = (quotes["bid"] + quotes["ask"]) / 2
        quotes["spread"] = quotes["ask"] - quotes["bid"]
        quotes["price_kind"] = pd.Categorical.from_codes([0] * len(quotes), ["mid"])
        quotes["source"] = pd.Categorical.from_codes([0] * len(quotes), ["polymarket_us"])
        quotes["knowable_at"] = quotes["ts"]
        for day, rows in quotes.groupby(quotes["ts"].dt.floor("D")):
            rows.sort_values(["market_id", "ts"]).to_parquet(folder / f"{day:%Y-%m-%d}.parquet", compression="zstd", index=False)
        mids = quotes.loc[quotes["p_yes"].notna(), ["market_id", "ts", "p_yes", "spread"]].sort_values("ts")
        moments = _moments(markets, mids)
        found = pd.merge_asof(moments, mids, left_on="at", right_on="ts", by="market_id")
        found["age_seconds"] = (found["at"] - found["ts"]).dt.total_seconds()
        found.to_parquet(folder / "cutoffs.parquet", compression="zstd", index=False)
        priced = (found["age_seconds"] <= STALE) & (found["horizon_h"] > 0)
        print(f"reference: {int(priced.sum()):,} moments with a price", file=sys.stderr)
        return {"prices": len(quotes), "refused": len(refused)}
    finally:
        shutil.rmtree(folder)


def _market_ids(slugs):  # type: ignore[no-untyped-def]
    ids = slugs.astype("category")
    return ids.cat.rename_categories("polymarket_us:" + ids.cat.categories.astype(str))


def _moments(markets, mids):  # type: ignore[no-untyped-def]
    """Every market's moments: five horizons before the scheduled end and before the last mid, and midnights before both."""
    import pandas as pd

    spans = mids.groupby("market_id", observed=True)["ts"].agg(["min", "max"])
    markets = markets.assign(market_id="polymarket_us:" + markets["slug"]).join(spans, on="market_id")
    dates = pd.to_datetime(markets["event_key"].str.extract(r"(\d{4}-\d\d-\d\d)")[0], errors="coerce")
    scheduled = (dates + pd.Timedelta(days=1)).dt.tz_localize("America/New_York").dt.tz_convert("UTC")
    parts = []
    for anchor, ends in (("scheduled", scheduled), ("close", markets["max"])):
        for hours in HORIZONS_H:
            at = ends - pd.Timedelta(hours=hours)
            parts.append(pd.DataFrame({"market_id": markets["market_id"], "anchor": anchor, "horizon_h": hours, "at": at}))
        for days in range(60):
            at = ends.dt.floor("D") - pd.Timedelta(days=days)
            lived = (at > markets["min"]) & (at <= markets["max"] + pd.Timedelta(days=1))
            rows = markets.loc[lived, "market_id"]
            parts.append(pd.DataFrame({"market_id": rows, "anchor": anchor, "horizon_h": 0, "at": at[lived]}))
    moments = pd.concat(parts).dropna(subset=["at"]).sort_values("at")
    moments["market_id"] = moments["market_id"].astype(mids["market_id"].dtype)
    return moments


if __name__ == "__main__":
    compare(__file__, ours, reference, ROWS, "quotes")
