"""Calls that hang are left behind, counted and capped."""

import threading
import time

import pytest

from downstack.sources.calls import Calls, TooManyAbandonedError, Turns, work_off


def test_hands_over_results_and_errors() -> None:
    """A call gives what the function returned, or raises what it raised."""
    calls = Calls()
    soon = time.monotonic() + 5
    assert calls.start(lambda: 7).result(soon) == 7
    with pytest.raises(ZeroDivisionError):
        calls.start(lambda: 1 / 0).result(soon)


def test_caps_calls_that_hang_and_frees_the_place_of_one_that_ends() -> None:
    """At the cap no call is started; one that comes back late makes room."""
    calls, gate = Calls(limit=1), threading.Event()
    stuck = calls.start(gate.wait)
    with pytest.raises(TimeoutError):
        stuck.result(time.monotonic())
    with pytest.raises(TooManyAbandonedError):
        calls.start(lambda: 1)
    gate.set()
    assert stuck.result(time.monotonic() + 5)
    assert calls.start(lambda: 1).result(time.monotonic() + 5) == 1


def test_works_items_off_in_turns_until_the_time_is_up() -> None:
    """One stuck item holds one worker; the other worker does all the rest."""
    calls, gate, done = Calls(), threading.Event(), []

    def work(item: int) -> None:
        if item == 0:
            gate.wait(10)
        done.append(item)

    begin = time.monotonic()
    assert work_off(calls, range(6), work, Turns(2, begin + 0.3))
    assert time.monotonic() - begin < 2
    assert sorted(done) == [1, 2, 3, 4, 5]
    gate.set()


def test_says_when_no_worker_can_be_started() -> None:
    """Without a free place nothing is worked off."""
    assert not work_off(Calls(limit=0), [1], print, Turns(2, time.monotonic() + 1))
