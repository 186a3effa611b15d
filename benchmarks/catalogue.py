"""Raw catalogue answers to labelled, registered markets: ours beside json + pandas.

Both read the same kept pages, decode every market and event object, label the closed ones, keep the newest version of each
market, and write the registry.
"""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from measure import compare, recorded


def raw_lake() -> Path:
    """A lake that holds one sweep of the recorded catalogue, made once and kept in the temporary folder."""
    from credence.lab.exchange import Exchange
    from credence.lake import Lake
    from credence.pipeline import Options, run_job
    from credence.settings import Settings

    root = Path(tempfile.gettempdir()) / "credence-benchmark-catalogue"
    if not (root / "ready").exists():
        with Exchange(str(recorded())) as exchange:
            config = Settings(gamma_url=exchange.url, clob_url=exchange.url, data_api_url=exchange.url, lake=str(root))
            lake = Lake(str(root), config)
            run_job(lake, Options(sources=("gamma",), build=False))
            lake.close()
        (root / "ready").touch()
    return root


def pages() -> list[Path]:
    return sorted(raw_lake().glob("raw/gamma/dt=*/*.jsonl.zst"))


def ours() -> dict[str, object]:
    """Decode, label, register: the code of the job."""
    from credence.lake import Lake
    from credence.settings import Settings
    from credence.tables.build import Build
    from credence.tables.decode.files import decode_all, forget

    lake = Lake(str(raw_lake()), Settings())
    forget(lake.layout)
    decode_all(lake.layout)
    build = Build(lake, datetime(2027, 1, 1, tzinfo=UTC))
    outcomes = build.table("outcomes").rows
    registered = build.table("market_registry").rows
    build.close()
    lake.close()
    return {"markets": registered, "labelled": outcomes}


def reference() -> dict[str, object]:
    """The straightforward way: json.loads, a dictionary per object, a frame, one sort."""
    import pandas as pd

    from credence.lake.raw import BadLine, read_lines

    rows = []
    for path in pages():
        for item in read_lines(path):
            assert not isinstance(item, BadLine)
            body = json.loads(json.loads(item[1])["body"])
            objects = list(body.get("markets", []))
            for event in body.get("events", []):
                objects += event.get("markets") or []
            for market in objects:
                outcomes = json.loads(market.get("outcomes") or "[]")
                prices = [float(price) for price in json.loads(market.get("outcomePrices") or "[]")]
                winner = prices.index(max(prices)) if prices and market.get("closed") and max(prices) >= 0.97 else None
                rows.append(
                    {
                        "market_id": str(market["id"]), "slug": market.get("slug"), "question": market.get("question"),
                        "condition_id": (market.get("conditionId") or "").lower(), "outcomes": outcomes,
                        "token_ids": json.loads(market.get("clobTokenIds") or "[]"), "closed": market.get("closed"),
                        "updated_at": market.get("updatedAt"), "end_at": market.get("endDate"), "winner": winner,
                    }
                )  # fmt: skip
    frame = pd.DataFrame(rows)
    for name in ("updated_at", "end_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601", errors="coerce")
    newest = frame.sort_values("updated_at").drop_duplicates("market_id", keep="last")
    newest.to_parquet(Path(tempfile.gettempdir()) / "credence-benchmark-registry.parquet", compression="zstd")
    return {"markets": len(newest), "labelled": len(newest)}


def objects() -> int:
    """Market and event objects on the kept pages, the nested ones counted."""
    import msgspec

    from credence.lake.raw import BadLine, read_envelopes

    total = 0
    for path in pages():
        for item in read_envelopes(path):
            assert not isinstance(item, BadLine)
            body = msgspec.json.decode(item[1].payload)
            events = body.get("events", [])
            total += len(body.get("markets", [])) + len(events) + sum(len(event.get("markets") or []) for event in events)
    return total


if __name__ == "__main__":
    import sys

    compare(__file__, ours, reference, 1 if "--one" in sys.argv else objects(), "objects")
