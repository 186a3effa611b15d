"""The breaker: opens after five failures in a row, lets two probes through after two minutes, closes or opens again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.config import rules
from credence.forecasts.service.breaker import Breaker, BreakerRules, breaker_rules

from .asking import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock)


def call(breaker, good):
    permit = breaker.permit()
    assert permit is not None
    (permit.succeeded if good else permit.failed)()


def open_it(breaker):
    for _ in range(5):
        call(breaker, good=False)


def test_the_rules_are_those_of_the_configuration():
    assert breaker_rules(rules("forecast")["breaker"]) == BreakerRules()


def test_four_failures_leave_it_closed_and_the_fifth_opens_it(breaker):
    for _ in range(4):
        call(breaker, good=False)
    assert breaker.state == "closed"
    call(breaker, good=False)
    assert (breaker.state, breaker.permit(), breaker.opened) == ("open", None, 1)


def test_one_good_call_among_the_newest_five_keeps_it_closed(breaker):
    for good in [False, False, False, False, True, False, False, False, False]:
        call(breaker, good)
    assert breaker.state == "closed"
    call(breaker, good=False)
    assert breaker.state == "open"


def test_failures_of_long_ago_do_not_count(breaker, clock):
    for _ in range(4):
        call(breaker, good=False)
    clock.passes(61)
    call(breaker, good=False)
    assert breaker.state == "closed"


def test_a_long_good_past_does_not_keep_it_closed(breaker):
    for _ in range(10_000):
        call(breaker, good=True)
    open_it(breaker)
    assert breaker.state == "open"


def test_it_half_opens_after_two_minutes_and_two_good_probes_close_it(breaker, clock):
    open_it(breaker)
    clock.passes(119.9)
    assert breaker.state == "open"
    clock.passes(0.1)
    assert breaker.state == "half_open"
    first, second = breaker.permit(), breaker.permit()
    assert breaker.permit() is None, "no more than two at once"
    first.succeeded()
    assert breaker.state == "half_open"
    second.succeeded()
    assert breaker.state == "closed"


def test_a_bad_probe_opens_it_for_another_two_minutes(breaker, clock):
    open_it(breaker)
    clock.passes(120)
    call(breaker, good=True)
    call(breaker, good=False)
    assert (breaker.state, breaker.opened) == ("open", 2)
    clock.passes(119)
    assert breaker.permit() is None
    clock.passes(1)
    assert breaker.state == "half_open"


def test_a_probe_that_was_not_made_gives_its_place_back(breaker, clock):
    open_it(breaker)
    clock.passes(120)
    for _ in range(10):
        breaker.permit().unused()
    assert breaker.state == "half_open"
    call(breaker, good=True)
    call(breaker, good=True)
    assert breaker.state == "closed"


def test_late_results_of_an_earlier_state_do_not_count(breaker, clock):
    late = [breaker.permit() for _ in range(20)]
    open_it(breaker)
    for permit in late[:10]:
        permit.succeeded()
    assert breaker.state == "open"
    clock.passes(120)
    assert breaker.state == "half_open"
    for permit in late[10:]:
        permit.failed()
    assert (breaker.state, breaker.opened) == ("half_open", 1)


def test_a_permit_counts_once(breaker):
    permit = breaker.permit()
    for _ in range(5):
        permit.failed()
    assert breaker.state == "closed"


@given(st.lists(st.booleans(), max_size=60))
def test_closed_means_no_five_failures_in_a_row(results):
    breaker = Breaker(Clock())
    row = 0
    for good in results:
        permit = breaker.permit()
        if permit is None:
            assert row == 5
            return
        (permit.succeeded if good else permit.failed)()
        row = 0 if good else row + 1
        assert (breaker.state == "open") == (row == 5)


def test_a_share_of_failures_can_be_enough():
    breaker = Breaker(Clock(), BreakerRules(window_calls=10, failures_at_least=5, failure_rate=0.5))
    for good in [True, False] * 4:
        call(breaker, good)
    assert breaker.state == "closed"
    call(breaker, good=True)
    call(breaker, good=False)  # 5 of 10
    assert breaker.state == "open"


def test_failures_before_it_opened_are_forgotten_when_it_closes():
    clock = Clock()
    breaker = Breaker(clock, BreakerRules(open_s=1.0))
    open_it(breaker)
    clock.passes(1)
    call(breaker, good=True)
    call(breaker, good=True)
    for _ in range(4):
        call(breaker, good=False)
    assert breaker.state == "closed"
