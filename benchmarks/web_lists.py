"""List endpoints under load, over loopback at 16 connections: requests/s and p99, beside the same rows validated when answered.

usage: python benchmarks/web_lists.py [LAKE] [--seconds N] [--readers N] [--hold SECONDS]

Ours sends bytes that were made once for a version of the lake. The reference is the usual way: a route with response_model, over
the same product and the same lake, whose rows are checked and made into JSON for every request. Each server is a process of its
own; so is the one that asks. At the end many readers at once, and the server's memory before and after.
"""

import argparse
import asyncio
import multiprocessing
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from fastapi import FastAPI
from pydantic import BaseModel

from credence.api import create_app
from credence.api.shapes import MarketRow
from credence.cli.load import Connection, ask, percentile
from credence.lake import Lake, open_lake
from credence.products import bands, markets, scoreboard
from credence.records import ForecastBand, ScoreboardRow

PATHS = ("/markets?limit=100", "/scoreboard?limit=500", "/bands?limit=500")
CONNECTIONS = 16
ROUNDS = 4
CREDENCE = Path(sys.executable).with_name("credence")


def reference_app(lake: Lake) -> FastAPI:
    """The same lists by response_model."""

    class Markets(BaseModel):
        data: list[MarketRow]
        next_cursor: str | None
        total: int | None

    class Scores(BaseModel):
        data: list[ScoreboardRow]
        next_cursor: str | None
        total: int | None

    class Bands(BaseModel):
        data: list[ForecastBand]
        next_cursor: str | None
        total: int | None

    app = FastAPI()

    @app.get("/markets", response_model=Markets)
    def read_markets(limit: int = 100) -> dict[str, object]:
        page = markets.list_markets(lake, limit=limit)
        return {"data": page.rows, "next_cursor": page.next_cursor, "total": page.total}

    @app.get("/scoreboard", response_model=Scores)
    def read_scoreboard(limit: int = 500) -> dict[str, object]:
        page = scoreboard.read(lake, limit=limit)
        return {"data": page.rows, "next_cursor": page.next_cursor, "total": page.total}

    @app.get("/bands", response_model=Bands)
    def read_bands(limit: int = 500) -> dict[str, object]:
        page = bands.read(lake, limit=limit)
        return {"data": page.rows, "next_cursor": page.next_cursor, "total": page.total}

    return app


def serve(way: str, folder: str, listener: socket.socket) -> None:
    import uvicorn

    from credence.api.reader import Reader

    lake = open_lake(folder)
    app = create_app(lake) if way == "ours" else reference_app(Reader(lake))
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listener])


def started(way: str, folder: str) -> tuple[multiprocessing.Process, int]:
    """A server in a process of its own, and its port; it answers."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(256)
    port = listener.getsockname()[1]
    process = multiprocessing.get_context("fork").Process(target=serve, args=(way, folder, listener), daemon=True)
    process.start()
    listener.close()
    for path in PATHS:  # what is kept is made by the first who asks
        while ask("127.0.0.1", port, "GET", path)[0] != 200:
            time.sleep(0.1)
    return process, port


async def asked(port: int, path: str, connections: int, seconds: float) -> list[float]:
    """Latencies in ms of as many requests as are answered in the time, each connection asking again at once."""
    opened = [Connection("127.0.0.1", port) for _ in range(connections)]
    await asyncio.gather(*(one.open() for one in opened))
    ms: list[float] = []
    end = time.perf_counter() + seconds

    async def work(connection: Connection) -> None:
        while (begun := time.perf_counter()) < end:
            status, _ = await connection.get(path)
            if status != 200:
                raise SystemExit(f"{path}: {status}")
            ms.append((time.perf_counter() - begun) * 1000)

    await asyncio.gather(*(work(one) for one in opened))
    for one in opened:
        one.close()
    return ms


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("lake", nargs="?")
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--hold", type=float, default=5.0, help="seconds of many readers; 60 to be sure of the memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lake = given.lake or f"{folder}/lake"
        if given.lake is None:
            subprocess.run([CREDENCE, "up", "--demo", "--once", "--lake", lake], check=True, capture_output=True)
        measure(lake, given.seconds)
        hold(lake, given.readers, given.hold)


def measure(lake: str, seconds: float) -> None:
    servers = {way: started(way, lake) for way in ("ours", "reference")}
    ratios = []
    for path in PATHS:
        every: dict[str, list[float]] = {way: [] for way in servers}
        for _ in range(ROUNDS):  # in turns: what else the machine does meets both
            for way, (_, port) in servers.items():
                every[way] += asyncio.run(asked(port, path, CONNECTIONS, seconds / ROUNDS))
        found = {way: (len(ms) / seconds, percentile(ms, 0.99)) for way, ms in every.items()}
        for way in servers:
            print(f"{path:22} {way:10} {found[way][0]:9.0f} requests/s   p99 {found[way][1]:8.1f} ms", flush=True)
        rate, tail = found["ours"][0] / found["reference"][0], found["ours"][1] / found["reference"][1]
        ratios.append((rate, tail))
        print(f"{path:22} ratio      {rate:9.1f}x               p99 {tail:8.2f}x")
    for process, _ in servers.values():
        process.terminate()
        process.join()
    rate, tail = (statistics.geometric_mean(each) for each in zip(*ratios, strict=True))
    reached = rate >= 2 and tail <= 0.5
    print(f"mean ratio {rate:.1f}x requests/s, {tail:.2f}x p99; wanted 2x and 0.5x: {'reached' if reached else 'MISSED'}")


def hold(lake: str, readers: int, seconds: float) -> None:
    """Many readers at once, and what the server holds before and after."""
    process, port = started("ours", lake)
    memory = psutil.Process(process.pid).memory_info
    before = memory().rss / 2**20
    ms = asyncio.run(asked(port, PATHS[0], readers, seconds))
    after = memory().rss / 2**20
    print(
        f"{readers} readers for {seconds:g} s: {len(ms) / seconds:.0f} requests/s, p99 {percentile(ms, 0.99):.0f} ms; "
        f"memory {before:.0f} -> {after:.0f} MB ({after - before:+.1f})"
    )
    process.terminate()
    process.join()


if __name__ == "__main__":
    main()
