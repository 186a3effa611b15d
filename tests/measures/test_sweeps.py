"""The quick way over sorted rows gives what the general way gives."""

import numpy as np
import pytest

from credence.lab.worlds.rows import simulate
from credence.measures import ece, enough, influence, sweeps
from credence.measures.figures import weighed

MANY = 6000  # events: some twenty-five thousand rows


@pytest.fixture(scope="module", params=["event", "market"])
def both(request):
    """The same rows sorted by event, and not."""
    rows = simulate("biased", events=MANY, seed=3)
    mixed = np.random.default_rng(0).permutation(len(rows))
    made = []
    for order in (np.arange(len(rows)), mixed):
        sample = weighed(rows.p_yes[order], rows.resolved_yes[order].astype(float), rows.event[order], request.param)
        made.append((sample, rows.week[order]))
    assert sweeps.sorted_events(made[0][0])
    assert not sweeps.sorted_events(made[1][0])
    return made


def test_estimates_and_tests_are_the_same(both):
    quick, general = (influence.judged(sample, {"event": None, "week": week}) for sample, week in both)
    for unit in ("event", "week"):
        for name, found in quick[unit].estimates.items():
            assert found[:3] == pytest.approx(general[unit].estimates[name][:3], rel=1e-9, abs=1e-12), (unit, name)
        assert quick[unit].joint == pytest.approx(general[unit].joint, rel=1e-7)
        assert quick[unit].spiegelhalter == pytest.approx(general[unit].spiegelhalter, rel=1e-7)


def test_the_quick_way_is_taken_and_left_where_an_event_has_two_weeks(both, monkeypatch):
    taken = []
    monkeypatch.setattr(influence, "moments", lambda *a: taken.append(sweeps.moments(*a)) or taken[-1])
    (sample, week), _ = both
    influence.judged(sample, {"event": None, "week": week})
    torn = week.copy()
    torn[1::2] = (torn[1::2] + 1) % 26
    quick = influence.judged(sample, {"event": None, "week": torn})
    assert [found is not None for found in taken] == [True, False]
    assert quick["week"].estimates["slope"].error > 0


def test_counts_and_squares_are_the_same(both):
    (quick, _), (general, _) = both
    assert enough.enough(quick) == pytest.approx(enough.enough(general))
    assert ece.ece_debiased(quick) == pytest.approx(ece.ece_debiased(general), rel=1e-9, abs=1e-15)


def test_few_rows_go_the_general_way():
    rows = simulate("calm", events=100, seed=1)
    assert not sweeps.sorted_events(weighed(rows.p_yes, rows.resolved_yes.astype(float), rows.event, "event"))
