"""The checks themselves can fail: what is wrong turns red in the short form, and the interval is the exact one."""

import numpy as np
import pytest

from credence.lab.worlds.rows import simulate
from credence.measures.discovery import benjamini_hochberg
from credence.measures.monitor import evidence
from credence.measures.slope import cox, joint_test

from .calibrated import COVERS, NOMINAL, of
from .cubes import AT_MOST_Q, cells_of, p_values
from .seeds import Range, Simulation, asked, binomial, cores, each, mean, number, run, share, table, told
from .worlds import early_yes

SHORT = range(60)


def judged(body, wanted, seeds=SHORT):
    (line,) = run(Simulation("planted", lambda seed, draws: {"it": body(seed)}, {"it": wanted}), seeds, 199)
    return line


# ---------------------------------------------------------------- wrong on purpose


def test_rows_taken_for_independent_turn_red():
    """Trap: thirty markets of one event counted as thirty bets."""

    def body(seed):
        sample = of(simulate("calm", 300, seed, correlation=0.6), "market")
        return joint_test(sample, np.arange(len(sample.p_yes))).p_value <= 0.05

    assert not judged(body, NOMINAL).passed


def test_intervals_that_take_rows_for_independent_turn_red():
    def body(seed):
        sample = of(simulate("calm", 300, seed, slope=0.85, correlation=0.6), "market")
        low, high = cox(sample, np.arange(len(sample.p_yes)), method="CR1").interval()
        return low <= 0.85 <= high

    assert not judged(body, COVERS).passed


def test_a_wrong_planted_slope_turns_red():
    def body(seed):
        low, high = cox(of(simulate("calm", 1000, seed, slope=0.85))).interval()
        return low <= 1 <= high

    assert not judged(body, COVERS).passed


def test_many_tests_at_five_percent_turn_red():
    """24 cells, each at 5 %, without any rule."""
    horizons = ("30d", "7d", "24h", "1h")

    def body(seed):
        by_event, _ = p_values(cells_of(simulate("calm", 1200, seed, horizons=horizons), horizons), "event")
        assert benjamini_hochberg(by_event).tests == 24
        return bool((by_event <= 0.05).any())

    assert not judged(body, AT_MOST_Q, range(15)).passed


def test_a_monitor_with_one_factor_per_row_turns_red():
    """Trap: rows of one event as so many bets."""

    def body(seed):
        rows = simulate("calm", 300, seed, correlation=0.8, shock=0.0)
        return evidence(np.arange(len(rows)), rows.p_yes, rows.resolved_yes).first_above(0.05) is not None

    assert not judged(body, share(0.0, 0.05)).passed


def test_survivors_taken_for_the_balanced_panel_turn_red():
    def body(seed):
        return early_yes(seed, 199, events=500)["survivors: y - p is told apart from 0"]

    assert not judged(body, NOMINAL, range(20)).passed


def test_one_bad_price_turns_a_band_red():
    def body(seed):
        inside = np.random.default_rng(seed).random(5) < 0.9
        inside[3] = seed % 2
        return inside

    line = judged(body, each(0.88, 0.93), range(200))
    assert not line.passed
    assert line.observed[0] == 0.5


def test_a_mean_that_is_off_turns_red():
    assert not judged(lambda seed: 1.2 + 0.1 * np.random.default_rng(seed).normal(), mean(0.9, 1.1)).passed
    assert judged(lambda seed: 1.0 + 0.1 * np.random.default_rng(seed).normal(), mean(0.9, 1.1)).passed


def test_a_procedure_that_mostly_tells_nothing_turns_red():
    assert not judged(lambda seed: float("nan") if seed % 5 else True, share(0.0, 1.0)).passed
    assert judged(lambda seed: True if seed % 5 else float("nan"), share(0.9, 1.0)).seeds == 48


# ---------------------------------------------------------------- the machinery


def test_the_interval_is_the_exact_one():
    """Clopper and Pearson by its definition: each end leaves half of .001 on its side. With none of 10, 1 - .0005^(1/10)."""
    assert binomial(0, 10) == (0.0, pytest.approx(1 - 0.0005**0.1))
    assert binomial(10, 10) == (pytest.approx(0.0005**0.1), 1.0)
    low, high = binomial(3, 20)
    chance = [np.prod([(20 - k) / (k + 1) for k in range(j)]) for j in range(21)]  # 20 over j
    assert sum(chance[j] * low**j * (1 - low) ** (20 - j) for j in range(3, 21)) == pytest.approx(0.0005)
    assert sum(chance[j] * high**j * (1 - high) ** (20 - j) for j in range(4)) == pytest.approx(0.0005)


def test_an_honest_procedure_rarely_fails():
    """A share of .05 against the range .025 to .08, 300 times over 100 seeds: in fact far less than once in a thousand."""
    fails = 0
    for start in range(300):
        seeds = range(start * 100, start * 100 + 100)
        fails += not judged(lambda seed: np.random.default_rng(seed).random() < 0.05, NOMINAL, seeds).passed
    assert fails == 0


@pytest.mark.parametrize("text", ["", "5", "5:", ":5", "5:5", "7:3", "-1:3", "0:1:2", "a:b"])
def test_seeds_that_are_no_range_are_refused(text):
    assert asked("3:5") == range(3, 5)
    with pytest.raises(ValueError, match="such as 0:2000"):
        asked(text)


def test_two_processes_say_what_one_says():
    simulation = Simulation("any", lambda seed, draws: {"x": seed % 7 / 7, "y": seed > draws}, {"x": share(0, 1), "y": told()})
    assert run(simulation, range(3, 60), 20, 2) == run(simulation, range(3, 60), 20, 1)
    assert cores() in (1, 2)


def test_an_error_names_its_seed():
    def body(seed, draws):
        if seed == 17:
            raise ZeroDivisionError
        return {"it": True}

    with pytest.raises(ZeroDivisionError) as caught:
        run(Simulation("any", body, {"it": told()}), range(30), 199)
    assert caught.value.__notes__ == ["seed 17"]


def test_a_body_says_what_is_stated_and_nothing_else():
    with pytest.raises(KeyError):
        run(Simulation("any", lambda seed, draws: {"other": True}, {"it": told()}), SHORT, 199)


def test_the_table_has_every_statement():
    shows = {"a share": share(0.4, 0.6), "a wrong share": share(0.9, 1.0), "any": told(), "a number": number()}
    lines = run(Simulation("made up", lambda seed, draws: dict.fromkeys(shows, seed % 2), shows), range(100), 199)
    assert [line.passed for line in lines] == [True, False, True, True]
    head, *rows = table(lines).splitlines()
    assert head.split()[0] == "simulation"
    assert [row.split()[-1] for row in rows] == ["passed", "FAILED", "told", "told"]
    assert isinstance(lines[0].wanted, Range)
