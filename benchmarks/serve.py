"""Answers of the API over a lake with all recordings: p50 and p99 in ms, over loopback, one connection.

usage: python benchmarks/serve.py LAKE   (a lake that benchmarks/job.py has made)

The reference way opens the lake's files anew and asks DuckDB, as a handler without an index or a cache would.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import httpx2
from measure import recorded

ASKED = 200


def main() -> None:
    if len(sys.argv) < 2:
        print(f"usage: {Path(__file__).name} LAKE; skipped (make one with benchmarks/job.py over {recorded()})")
        return
    lake = sys.argv[1]
    credence = Path(sys.executable).with_name("credence")
    server = subprocess.Popen(
        [credence, "serve", "--lake", lake, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert server.stdout is not None
    url = next(word for line in server.stdout for word in line.split() if word.startswith("http://")).rstrip("/")
    try:
        with httpx2.Client(base_url=url, timeout=30) as client:
            markets = _markets(client)
            _timed("one market's series", [f"/api/markets/{name}/prices?limit=5000" for name in markets], client)
            boards = [f"/api/scoreboard?anchor={a}&limit={n}" for n in range(100, 200) for a in ("close", "scheduled")]
            _timed("scoreboard", boards, client)
            _timed("scoreboard, 90 days", [f"/api/scoreboard?window=90d&limit={n}" for n in range(1, 201)], client)
        _reference(lake, markets)
    finally:
        server.terminate()
        server.wait()


def _markets(client: httpx2.Client) -> list[str]:
    rows = client.get("/api/markets", params={"venue": "polymarket_us", "limit": ASKED}).json()["data"]
    return [row["market_id"] for row in rows]


def _timed(what: str, addresses: list[str], client: httpx2.Client) -> None:
    client.get(addresses[0]).raise_for_status()
    seconds = []
    for address in addresses[:ASKED]:
        at = time.perf_counter()
        client.get(address).raise_for_status()
        seconds.append((time.perf_counter() - at) * 1000)
    _print(what, seconds)


def _reference(lake: str, markets: list[str]) -> None:
    files = f"{lake}/derived/prices/*/*.parquet"
    seconds = []
    for name in markets[:20]:
        at = time.perf_counter()
        with duckdb.connect(config={"threads": 2}) as connection:
            sql = "select * from read_parquet(?) where market_id = ? order by ts limit 5000"
            connection.execute(sql, [files, name]).fetchall()
        seconds.append((time.perf_counter() - at) * 1000)
    _print("reference: series from the files", seconds)


def _print(what: str, ms: list[float]) -> None:
    cuts = statistics.quantiles(ms, n=100)
    print(f"{what:34} p50 {cuts[49]:7.1f} ms   p99 {cuts[98]:7.1f} ms   n {len(ms)}")


if __name__ == "__main__":
    main()
