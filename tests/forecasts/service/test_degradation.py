"""Degradation: down by the shares of failed and slow calls, up step by step, and what is let through in each state."""

import pytest

from credence.config import rules
from credence.forecasts.service.degradation import Degradation, DegradationRules, degradation_rules

from .asking import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def degradation(clock):
    return Degradation(clock)


def calls(degradation, n, failed=0, slow=0):
    """n calls that reach the model, so many of them failed or slow; the bad ones last."""
    made = 0
    while made < n:
        admission = degradation.admitted()
        if admission is None:
            if degradation.state == "baseline-only":
                return made
            continue
        made += 1
        degradation.ended(admission, 1.0 if n - made < slow else 0.01, failed=n - made < failed)
    return made


def admitted(degradation, n):
    return [degradation.admitted() is not None for _ in range(n)]


def test_the_rules_are_those_of_the_configuration():
    assert degradation_rules(rules("forecast")["degradation"]) == DegradationRules()


def test_well_means_everything_is_let_through(degradation):
    assert calls(degradation, 500) == 500
    assert (degradation.state, admitted(degradation, 8)) == ("normal", [True] * 8)


@pytest.mark.parametrize(
    ("n", "failed", "slow", "state"),
    [
        (19, 19, 19, "normal"),  # too few to decide
        (20, 3, 0, "normal"), (20, 4, 0, "degraded"), (20, 0, 9, "normal"), (20, 0, 10, "degraded"),
    ],
)  # fmt: skip
def test_the_bounds_of_degraded(degradation, n, failed, slow, state):
    calls(degradation, n, failed, slow)
    assert degradation.state == state


@pytest.mark.parametrize(("failed", "slow"), [(12, 0), (0, 18)])
def test_much_of_it_leads_to_baseline_only(degradation, failed, slow):
    calls(degradation, 20, failed, slow)
    assert degradation.state == "baseline-only"
    assert admitted(degradation, 50) == [False] * 50


def test_degraded_lets_one_in_four_through_with_less_patience(degradation):
    calls(degradation, 20, failed=4)
    assert admitted(degradation, 12) == [True, False, False, False] * 3
    admission = next(one for one in iter(degradation.admitted, object()) if one)
    assert (admission.state, admission.timeout_s) == ("degraded", 0.3)
    assert Degradation(Clock()).admitted().timeout_s is None


def test_it_recovers_step_by_step(degradation, clock):
    calls(degradation, 20, failed=20)
    assert degradation.state == "baseline-only"
    clock.passes(29.9)
    assert degradation.state == "baseline-only"
    clock.passes(0.1)
    assert degradation.state == "degraded"
    calls(degradation, 5)
    assert degradation.state == "degraded", "not before its time"
    clock.passes(30)
    assert degradation.state == "normal"
    assert degradation.changes == [("normal", "baseline-only"), ("baseline-only", "degraded"), ("degraded", "normal")]


def test_it_does_not_recover_while_calls_fail(degradation, clock):
    calls(degradation, 20, failed=4)
    for _ in range(10):
        clock.passes(30)
        calls(degradation, 5, failed=1)
        assert degradation.state == "degraded"
    calls(degradation, 5)
    assert degradation.state == "normal"


def test_few_calls_are_enough_to_recover(degradation, clock):
    """At one request in ten seconds the window never fills; the newest calls decide."""
    calls(degradation, 20, failed=4)
    for _ in range(5):
        clock.passes(40)
        calls(degradation, 1)
    assert degradation.state == "normal"


def test_degraded_can_get_worse(degradation, clock):
    calls(degradation, 20, failed=4)
    assert degradation.state == "degraded"
    calls(degradation, 20, failed=12)
    assert degradation.state == "baseline-only"


def test_old_calls_leave_the_window(degradation, clock):
    calls(degradation, 19, failed=19)
    clock.passes(31)
    calls(degradation, 1, failed=1)
    assert degradation.state == "normal"


def test_late_answers_of_an_earlier_state_say_nothing(degradation):
    late = [degradation.admitted() for _ in range(40)]
    calls(degradation, 20, failed=4)
    assert degradation.state == "degraded"
    for admission in late:
        degradation.ended(admission, 9.0, failed=True)
    assert degradation.state == "degraded"
