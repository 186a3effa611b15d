"""Scores of bands on made-up histories: skills as the measures have them, segments that do not overlap, nothing judged twice."""

import numpy as np
import pytest

from credence.errors import InputError
from credence.forecasts.histories import from_rows
from credence.forecasts.samples import hourly_origins
from credence.lab import band_skill
from credence.lab.band_skill import LEVELS, REFERENCE, USERS, segments, skills
from credence.lab.judged_origins import JudgedSet, judged
from credence.measures.forecast_scores import mean_pinball
from credence.measures.forecast_skill import skill_interval

MARKETS, STEPS = 24, 400
START = 1_782_000_000 // 3600 * 3600


@pytest.fixture(scope="module")
def made_up() -> JudgedSet:
    """Two markets an event; prices that often stand still, and gaps."""
    rng = np.random.default_rng(5)
    moves = rng.normal(0, 0.01, (MARKETS, STEPS)) * (rng.random((MARKETS, STEPS)) < 0.4)
    prices = np.clip(np.round(rng.uniform(0.1, 0.9, MARKETS)[:, None] + np.cumsum(moves, axis=1), 3), 0.001, 0.999)
    there = rng.random((MARKETS, STEPS)) < 0.95
    there[:, 0] = True
    market, step = np.nonzero(there)
    rows = {
        "market_id": np.asarray([f"m{k:02d}" for k in range(MARKETS)])[market], "ts": START + 600 * step,
        "p": prices[market, step],
        "event_id": np.asarray([f"e{k // 2}" for k in range(MARKETS)])[market], "step_s": np.full(len(step), 600),
    }  # fmt: skip
    histories = from_rows(rows)
    origins = hourly_origins(histories)
    n = len(origins.at)
    return JudgedSet(
        "clob", histories, origins, origins.market // 2, histories.prices[origins.at], rng.choice([0.0, 0.01, 0.03, 0.2], n),
        rng.uniform(0, 40, n), rng.random(n) < 0.5,
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(made_up):
    return skills(made_up, ("fhs",), draws=200)


def test_the_reference_has_no_skill_against_itself(found):
    for horizon in found.missing:
        assert found.score(horizon, REFERENCE).skill["ewma"][:3] == (0, 0, 0)
        assert found.score(horizon, USERS).winkler["users"][:3] == (0, 0, 0)


def test_one_drawing_for_all_methods_gives_what_the_measure_gives(made_up):
    rng = np.random.default_rng(0)
    n = len(made_up.p)
    losses = {method: rng.random(n) + 0.1 for method in (REFERENCE, USERS)}
    rows = band_skill._Rows(np.arange(n), made_up.p, made_up.event, rng.random(n), {}, {}, losses, losses)
    mask = made_up.p > 0.3
    event = np.unique(made_up.event[mask], return_inverse=True)[1]
    expected = skill_interval(losses[USERS][mask], losses[REFERENCE][mask], event, 300, np.random.default_rng([3, 1]))
    assert band_skill._Drawn(rows, mask, 300, [3, 1]).skill(USERS, REFERENCE) == pytest.approx(expected, abs=1e-12)


def test_the_reference_is_that_of_the_textbook(made_up):
    """v = .94 v + .06 d^2 from the mean of the first twelve squares on, written out for one origin."""
    values = band_skill._ewma(made_up)
    row = len(made_up.p) // 2
    market, at = made_up.origins.market[row], made_up.origins.at[row]
    squares = np.diff(made_up.histories.prices[made_up.histories.start[market] : at + 1]) ** 2
    squares = squares[np.isfinite(squares)]
    v = squares[:12].mean()
    for square in squares[12:]:
        v = 0.94 * v + 0.06 * square
    steps = np.asarray([1, 3, 6, 36, 144])
    expected = np.clip(made_up.p[row] + np.outer(np.sqrt(steps * v), [-2.3263478740408408, -1.2815515655446004, 0]), 0, 1)
    assert values[row][:, :3] == pytest.approx(expected, abs=1e-12)


def test_figures_are_weighted_means_of_the_rows(made_up, found):
    """The pinball of the EWMA at one horizon, from bands and targets looked up one by one."""
    horizon, k = 1800, 1
    bands = band_skill._ewma(made_up)[:, k]
    losses, events = [], []
    ends = made_up.histories.start[made_up.origins.market + 1]
    for row, at in enumerate(made_up.origins.at):
        y = made_up.histories.prices[at + 3] if at + 3 < ends[row] else np.nan
        own_later = made_up.histories.own[at + 3 : ends[row]].any() if at + 3 < ends[row] else False
        if np.isfinite(y) and own_later and 0.02 <= made_up.p[row] <= 0.98:
            losses.append(mean_pinball(bands[row : row + 1, 1:4], [y], LEVELS[1:4])[0])
            events.append(made_up.event[row])
    weight = np.minimum(1, 50 / np.bincount(events)[events])
    score = found.score(horizon, REFERENCE)
    assert score.figures.n == len(losses)
    assert score.figures.pinball == pytest.approx(np.average(losses, weights=weight), abs=1e-12)


def test_segments_of_one_cut_do_not_overlap(made_up):
    taken = {}
    for cut, name, mask in segments(made_up):
        before = taken.setdefault(cut, np.zeros(len(mask), bool))
        assert not (before & mask).any(), name
        before |= mask
    inside = (made_up.p >= 0.02) & (made_up.p <= 0.98)
    assert taken["price"].tolist() == inside.tolist()
    assert taken["range"].tolist() == inside.tolist()


def test_a_method_with_masses_is_judged_at_the_atom(found):
    """The chance of no change is known to fhs, so its misses are randomised; the EWMA's are those of the closed band."""
    for horizon in found.missing:
        assert found.score(horizon, ("fhs", "raw")).figures.without_masses == 0
        plain = found.score(horizon, REFERENCE)
        assert plain.figures.without_masses == plain.figures.n
        assert plain.figures.miss_below == pytest.approx(plain.low_closed)


def test_sets_that_nobody_recorded_are_refused(tmp_path):
    with pytest.raises(InputError, match="us or clob or weather"):
        judged(tmp_path, ["moon"])
    with pytest.raises(InputError, match="CREDENCE_RECORDED"):
        judged(tmp_path, ["weather"])
