"""The cache: fresh and stale by the clock, bounded, one flight per key however many ask."""

import threading

import pytest

from credence.forecasts.service.cache import Cache, Made

from .asking import Clock


def counted(value, keep=True):
    """A maker of this value, and the list of its calls."""
    calls = []

    def make():
        calls.append(value)
        return Made(value, keep)

    return make, calls


def test_an_answer_is_kept_for_a_minute():
    clock = Clock()
    cache = Cache(clock, fresh_s=60, stale_s=120)
    make, calls = counted("a")
    assert cache.get(b"k", make) == ("a", "made")
    clock.passes(59.9)
    assert cache.get(b"k", make) == ("a", "hit")
    clock.passes(0.1)
    assert cache.get(b"k", make) == ("a", "made")
    assert len(calls) == 2


def test_a_stale_answer_is_there_for_two_minutes():
    clock = Clock()
    cache = Cache(clock, fresh_s=60, stale_s=120)
    assert cache.stale(b"k") is None
    cache.get(b"k", counted("a")[0])
    clock.passes(120)
    assert cache.stale(b"k") == "a"
    clock.passes(0.1)
    assert cache.stale(b"k") is None


def test_what_is_not_to_be_kept_leaves_the_older_answer_in_place():
    clock = Clock()
    cache = Cache(clock, fresh_s=60, stale_s=120)
    cache.get(b"k", counted("good")[0])
    clock.passes(61)
    assert cache.get(b"k", counted("poor", keep=False)[0]) == ("poor", "made")
    assert cache.stale(b"k") == "good"


def test_the_least_recently_used_is_forgotten():
    cache = Cache(Clock(), entries=2)
    for key in (b"a", b"b", b"a", b"c"):
        cache.get(key, counted(key)[0])
    assert len(cache) == 2
    assert [cache.get(key, counted("new")[0])[1] for key in (b"a", b"c")] == ["hit", "hit"]
    assert cache.get(b"b", counted("new")[0]) == ("new", "made")


def ask_at_once(cache, make, n):
    """n threads ask for one key; the first is held inside `make` until all have asked."""
    found, threads = [], []

    def ask():
        try:
            found.append(cache.get(b"k", make))
        except ValueError as error:
            found.append(str(error))

    for _ in range(n):
        threads.append(threading.Thread(target=ask))
        threads[-1].start()
    return found, threads


@pytest.mark.parametrize("fails", [False, True])
def test_many_who_ask_at_once_are_one_flight(fails):
    cache, begun, go, calls = Cache(Clock()), threading.Event(), threading.Event(), []

    def make():
        calls.append(1)
        begun.set()
        assert go.wait(10)
        if fails:
            raise ValueError("no answer")
        return Made("a")

    found, threads = ask_at_once(cache, make, 1)
    assert begun.wait(10)
    more, others = ask_at_once(cache, make, 20)
    go.set()
    for thread in threads + others:
        thread.join(10)
    if fails:  # who came after the end of the flight made a try of their own
        assert found + more == ["no answer"] * 21
    else:
        assert (calls, found, len(more)) == ([1], [("a", "made")], 20)
        assert {how for _, how in more} <= {"joined", "hit"}


def test_a_flight_that_failed_does_not_stand_in_the_way():
    cache = Cache(Clock())

    def fails():
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        cache.get(b"k", fails)
    assert cache.get(b"k", counted("a")[0]) == ("a", "made")


def test_different_questions_do_not_wait_for_each_other():
    cache, go = Cache(Clock()), threading.Event()

    def slow():
        assert go.wait(10)
        return Made("slow")

    thread = threading.Thread(target=lambda: cache.get(b"slow", slow))
    thread.start()
    assert cache.get(b"quick", counted("quick")[0]) == ("quick", "made")
    go.set()
    thread.join(10)
