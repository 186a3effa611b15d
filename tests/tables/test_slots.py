"""Thinning by slot of time: of each slot the first, lowest, highest and last row are kept, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.tables.thinning import MOST, kept_places

gaps = st.integers(0, 50) | st.integers(0, 10**12)
values = st.sampled_from([0.0, 0.25, 0.5, 1.0, float("nan")]) | st.floats(0, 1)
series = st.lists(st.tuples(gaps, values), min_size=1, max_size=400)
START = 1_760_000_000_000_000  # us: moments of a series are that large


def of(rows: list[tuple[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    return START + np.cumsum([gap for gap, _ in rows], dtype=np.int64), np.array([value for _, value in rows])


def slots_of(moments: np.ndarray, slots: int) -> list[list[int]]:
    """Places by slot of equal length from the first moment to the last, in whole numbers of any size."""
    first, length = int(moments[0]), max(int(moments[-1] - moments[0]), 1) + 1
    found: dict[int, list[int]] = {}
    for at, moment in enumerate(moments.tolist()):
        found.setdefault((moment - first) * slots // length, []).append(at)
    return list(found.values())


@given(rows=series, points=st.integers(4, 120))
def test_of_each_slot_first_last_lowest_and_highest_are_kept(rows, points):
    moments, p = of(rows)
    kept = set(kept_places(moments, p, points).tolist())
    if len(p) <= points:
        assert kept == set(range(len(p)))
        return
    assert len(kept) <= points
    for places in slots_of(moments, points // 4):
        known = [at for at in places if not np.isnan(p[at])]
        extremes = {min(known, key=lambda at: (p[at], at)), min(known, key=lambda at: (-p[at], at))} if known else set()
        assert kept & set(places) == {places[0], places[-1]} | extremes


def test_two_slots_worked_by_hand():
    """Moments 0 .. 10, eight points: two slots, 0 .. 5 and 6 .. 10."""
    moments = np.array([0, 1, 2, 3, 4, 6, 7, 8, 9, 10])
    p = np.array([0.5, 0.9, 0.1, 0.9, 0.5, np.nan, 0.4, 0.2, 0.3, np.nan])
    # slot 1: first 0, last 4, lowest 2, highest 1, not 3; slot 2: first 5, last 9, both without a value, highest 6, lowest 7
    assert kept_places(moments, p, 8).tolist() == [0, 1, 2, 4, 5, 6, 7, 9]


def test_one_moment_and_no_value_at_all():
    assert kept_places(np.full(9, START), np.full(9, np.nan), 4).tolist() == [0, 8]
    assert kept_places(np.full(9, START), np.array([0.5, 0.1, 0.9] * 3), 4).tolist() == [0, 1, 2, 8]
    assert kept_places(np.zeros(0, np.int64), np.zeros(0), 4).tolist() == []


def test_a_hundred_years_of_microseconds_do_not_overflow():
    moments = np.linspace(START, START + 100 * 31_557_600_000_000, 20_000).astype(np.int64)
    kept = kept_places(moments, np.sin(np.arange(20_000.0)), MOST)
    assert len(kept) <= MOST
    assert (np.diff(kept) > 0).all()
    assert (kept[0], kept[-1]) == (0, 19_999)


@pytest.mark.parametrize("points", [-1, 0, MOST + 1, 10**9])
def test_other_numbers_of_points_are_refused_by_name(points):
    with pytest.raises(InputError) as refused:
        kept_places(np.arange(3), np.zeros(3), points)
    assert refused.value.name == "points"
    assert refused.value.next_step
