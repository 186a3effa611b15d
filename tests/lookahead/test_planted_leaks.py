"""Leaks that we plant must turn the comparison red: otherwise its silence would mean nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from credence.lake import Lake
from credence.tables import build as build_module

from . import compare
from .compare import FOR_CUTOFFS, Compared
from .future import Experiment

EVER = "interval 100 years"
WORDS = "select market_id, knowable_at, end_at, version_key"  # of scheduled_end
pytestmark = pytest.mark.xdist_group("lookahead")


@pytest.fixture(scope="module")
def noisy(experiment: Experiment) -> Iterator[Lake]:
    """The lake with noise for a future, at the middle moment."""
    with experiment.scrambled(experiment.moments(3)[1], noise=True) as lake:
        yield lake


def plant(monkeypatch: pytest.MonkeyPatch, name: str, *changes: tuple[str, str]) -> None:
    """Change the text of one .sql file, for one test; what is replaced must be there."""
    found = dict(build_module.sources())
    sql = found[name].sql
    for before, after in changes:
        assert before in sql, f"{name} has changed: {before!r} is gone"
        sql = sql.replace(before, after)
    found[name] = replace(found[name], sql=sql)
    monkeypatch.setattr(build_module, "sources", lambda: found)


def at_moments(experiment: Experiment, noisy: Lake, table: str = "cutoffs") -> Compared:
    t = experiment.moments(3)[1]
    full = compare.build(experiment.lake, experiment.as_of, FOR_CUTOFFS)
    every = compare.at_moments(full, compare.build(noisy, experiment.as_of, FOR_CUTOFFS), t)
    return next(found for found in every if found.table == table)


def as_of_t(experiment: Experiment, noisy: Lake, *tables: str) -> Compared:
    t = experiment.moments(3)[1]
    tables = ("outcomes", *tables)
    return compare.as_of(compare.build(experiment.lake, t, tables), compare.build(noisy, t, tables))[-1]


def test_nothing_planted_nothing_found(experiment: Experiment, noisy: Lake) -> None:
    found = at_moments(experiment, noisy)
    assert found.rows > 100
    assert not found.different


def test_the_last_price(experiment: Experiment, noisy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest price of the market, whatever its time."""
    plant(monkeypatch, "cutoffs", ("p.knowable_at <= m.cutoff_at", f"p.knowable_at <= m.cutoff_at + {EVER}"))
    assert at_moments(experiment, noisy).different > 3


def test_the_mean_of_prices_to_come(experiment: Experiment, noisy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mean of all prices to come."""
    mean = "least(greatest(sum(p_yes * seconds order by ts, price_kind) / sum(seconds order by ts, price_kind), 0), 1)"
    plant(
        monkeypatch, "mean_price", (" and m.hour = date_trunc('hour', p.ts)", ""), ("p.ts <= m.cutoff_at", "true"),
        ("p.knowable_at <= m.cutoff_at and", ""), (mean, "avg(p_yes)"), ("having sum(seconds) > 0", ""),
    )  # fmt: skip
    assert at_moments(experiment, noisy, "cube_rows").different > 3


def test_the_final_volume(experiment: Experiment, noisy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The liquidity of the newest version, as if it had been so at the moment."""
    plant(monkeypatch, "cutoffs", ("s.knowable_at <= priced.cutoff_at", f"s.knowable_at <= priced.cutoff_at + {EVER}"))
    assert at_moments(experiment, noisy).different > 3


def test_the_newest_scheduled_end(experiment: Experiment, noisy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the newest version, as if it had been scheduled from the start."""
    newest = "first_value(end_at) over (partition by market_id order by knowable_at desc, version_key)"
    plant(monkeypatch, "scheduled_end", (WORDS, WORDS.replace("end_at", f"{newest} as end_at")))
    assert at_moments(experiment, noisy).different > 3


def test_the_closing_time(experiment: Experiment, noisy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real close, where one is stated, as if it had been the scheduled end."""
    real = "coalesce(max(closed_at) over (partition by market_id), end_at)"
    plant(monkeypatch, "scheduled_end", (WORDS, WORDS.replace("end_at", f"{real} as end_at")))
    assert at_moments(experiment, noisy).different > 3


def test_a_label_before_its_time(experiment: Experiment, noisy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, "outcome_fact", ("timed.knowable_at <= as_of or", "true or"))
    assert as_of_t(experiment, noisy).different > 3


def test_a_state_before_its_version(experiment: Experiment, noisy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, "market_registry", ("from market_version\n    where visible\n", "from market_version\n"))
    assert as_of_t(experiment, noisy, "market_registry").different > 3
