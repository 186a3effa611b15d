"""The future scrambled: a result about a time t is the same whether or not anything after t is in the lake.

Semantics: docs/decisions/0002-two-clocks.md and the texts of `scramble` and `compare`. Everything is received now, so rows on
the clock `received` are left out, and counted; `compare.NEVER` names the tables that consist of nothing else.
"""

import pytest

from credence.records import TABLES

from .compare import AS_OF, AT_MOMENTS, NEVER, SETTLED
from .future import Experiment

LEAST_ROWS = 1000
pytestmark = pytest.mark.xdist_group("lookahead")


def check(experiment: Experiment, n: int) -> None:
    """No row differs at n moments; every table is compared, with enough rows."""
    for t in experiment.moments(n):
        for one in experiment.at(t):
            assert not one.different, f"{one.kind} {t}, {one.table}: {one}"
    table = experiment.table_of_counts()
    print(f"\n{table}")
    rows = experiment.rows_compared()
    kinds = {"as of t": AS_OF, "settled": SETTLED, "moments": AT_MOMENTS}
    assert set(rows) == {(kind, name) for kind, names in kinds.items() for name in names}
    assert all(rows.values()), table
    compared = [one for one in experiment.done if one.kind == "as of t"]
    assert sum(one.rows for one in compared) / len(compared) >= LEAST_ROWS, table


def test_every_table_is_compared_or_excused() -> None:
    assert set(AS_OF) | set(NEVER) == set(TABLES)
    assert set(SETTLED) <= set(AS_OF)


def test_a_world_without_its_future(experiment: Experiment) -> None:
    check(experiment, 3)


@pytest.mark.torture
def test_a_world_without_its_future_at_twenty_moments(long_experiment: Experiment) -> None:
    moved = long_experiment.lake.rows(
        "select count(distinct market_id) as n from market_history where field = 'end_ts' and old_value is not null"
    )
    assert moved[0]["n"] >= 20, "no scheduled end was seen to move"
    check(long_experiment, 20)


@pytest.mark.recorded
def test_recordings_without_their_future(recorded_experiment: Experiment) -> None:
    check(recorded_experiment, 2)


@pytest.mark.recorded
@pytest.mark.torture
def test_recordings_without_their_future_at_six_moments(recorded_experiment: Experiment) -> None:
    check(recorded_experiment, 6)
