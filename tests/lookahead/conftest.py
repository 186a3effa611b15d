"""The lakes of the experiment: a made-up one in a short and a long form, and one of recordings. All lie in temp folders."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from credence.lab.worlds import make

from .future import Experiment, read_lake, spread
from .scramble_drops import lines_of, write_lines

WORLD = (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 6, 29, tzinfo=UTC))
WEATHER = (datetime(2026, 6, 16, 9, tzinfo=UTC), datetime(2026, 6, 28, tzinfo=UTC))

SERVED = ("gamma/weather_event_snapshots.jsonl.zst", "gamma/markets_mixed.jsonl.zst", "clob/markets_page.jsonl.zst",
          "clob/prices_history_weather.jsonl.zst")  # fmt: skip
BROUGHT = ("clob/prices_history_weather.jsonl.zst", "clob/prices_history_10min_2026-01.jsonl.zst",
           "data_api/trades_midterms_2022.parquet",
           "gamma_derived/resolved_high_volume_2024_with_prior_price.parquet")  # fmt: skip
US_MARKETS = 150
THINNED = 3  # every third line of the histories


def of_world(folder: Path, *, markets: int, reads: int, seed: int) -> Experiment:
    summary = make("calm", folder / "world", markets=markets, seed=seed)
    assert summary.kinds["rescheduled"] > markets // 30
    return Experiment(read_lake(folder / "world", folder / "lake", spread(*WORLD, reads)), folder / "scrambled")


@pytest.fixture(scope="session")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Experiment]:
    """A small world, read at 12 moments of its history and once at the end."""
    folder = tmp_path_factory.mktemp("lookahead")
    yield of_world(folder, markets=200, reads=12, seed=11)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def long_experiment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Experiment]:
    """A larger one, read every four days."""
    folder = tmp_path_factory.mktemp("lookahead-long")
    yield of_world(folder, markets=400, reads=45, seed=12)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def recorded_experiment(tmp_path_factory: pytest.TempPathFactory, recorded_folder: Path) -> Iterator[Experiment]:
    """Weather and mixed recordings through the exchange, five drops as files; Polymarket US thinned to a few hundred markets."""
    folder = tmp_path_factory.mktemp("lookahead-recorded")
    for path in SERVED:
        (folder / "served" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "served" / path).symlink_to(recorded_folder / path)
    for path in BROUGHT:
        target = folder / "brought" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".zst"):
            write_lines(target, lines_of(recorded_folder / path)[::THINNED])
        else:
            shutil.copyfile(recorded_folder / path, target)
    _thin(recorded_folder / "polymarket_us", folder / "brought" / "polymarket_us")
    lake = read_lake(
        folder / "served", folder / "lake", spread(*WEATHER, 4), since=WEATHER[0] - timedelta(days=6), drops=folder / "brought"
    )
    yield Experiment(lake, folder / "scrambled")
    shutil.rmtree(folder, ignore_errors=True)


def _thin(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    try:
        connection.execute(
            f"create table chosen as select slug from '{source}/markets.parquet' order by md5(slug) limit {US_MARKETS}"
        )
        for name, order in (("markets", "slug"), ("quotes_2min", "slug, ts")):
            connection.execute(
                f"copy (select * from '{source}/{name}.parquet' where slug in (select slug from chosen) order by {order}) "
                f"to '{target}/{name}.parquet' (format parquet)"
            )
    finally:
        connection.close()
