"""Jobs side by side: who waits is called back, who has left goes on, and a rest is not slept through."""

import threading
import time

import pytest

from core.clock import SystemClock
from marketplaces.framework.errors import RateLimited
from marketplaces.framework.limits import Limit
from marketplaces.framework.testing import FakeClock, MemoryLimiter
from marketplaces.framework.transport import brake
from marketplaces.framework.transport.brake import Brake, CalledBack
from marketplaces.framework.transport.pacing import Pacer
from tests.marketplaces.framework.transport.loopback import says

LIMIT = Limit(group="*", rate=1)


def test_who_waits_for_a_turn_is_woken_and_never_leaves(line):
    far = line(says('{"ok":true}'), waits=(30.0,), limits=(LIMIT,))
    far.transport._pacer._clock = SystemClock()
    held, met = Brake(), []

    def work() -> None:
        with held.job():
            try:
                far.send()
            except CalledBack as error:
                met.append(error)

    thread = threading.Thread(target=work)
    began = time.monotonic()
    thread.start()
    time.sleep(0.1)
    held.pull()
    thread.join(5)
    assert time.monotonic() - began < 3
    assert len(met) == 1
    assert (far.server.requests, far.outcomes) == ([], [])


def test_what_is_pulled_before_its_turn_does_not_leave(line):
    far, held = line(says('{"ok":true}')), Brake()
    held.pull()
    with held.job(), pytest.raises(CalledBack):
        far.send()
    assert far.server.requests == []
    assert far.send().json == {"ok": True}  # outside of the job nobody is held


def test_a_job_of_several_calls_goes_on_once_the_first_has_left(line):
    far, held = line(says('{"ok":1}'), says('{"ok":2}')), Brake()
    with held.job():
        far.send()
        held.pull()
        assert far.send().json == {"ok": 2}


def test_a_sign_in_is_renewed_for_all_also_by_who_is_called_back(line):
    far, held = line(says('{"ok":true}')), Brake()
    held.pull()
    with held.job():
        assert far.send(authorised=False).json == {"ok": True}


def test_after_the_first_call_a_pause_is_slept_as_ever():
    clock, held = FakeClock(), Brake()
    with held.job():
        brake.leave()
        held.pull()
        brake.sleep(clock, 7.0)
    assert clock.slept == [7.0]


def test_who_slept_while_everybody_was_told_to_rest_takes_another_place():
    clock, limiter = FakeClock(), MemoryLimiter(2.0, 5.0)
    limiter.rests = [True, False]
    assert Pacer((LIMIT,), {}, limiter, clock).wait(()) == 7.0
    assert clock.slept == [2.0, 5.0]


def test_a_rest_that_is_too_long_is_planned_instead_of_slept():
    clock, limiter = FakeClock(), MemoryLimiter(2.0, 500.0)
    limiter.rests = [True]
    with pytest.raises(RateLimited) as caught:
        Pacer((LIMIT,), {}, limiter, clock).wait(())
    assert (caught.value.retry_after, clock.slept) == (500.0, [2.0])
