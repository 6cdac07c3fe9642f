"""The limiter keeps the declared rate across real processes, on the database clock."""

import subprocess
import sys
import time
import uuid

import pytest
from django.conf import settings
from django.db import connection

from marketplaces.framework.limits import AtOnce, Limit, LimitScope, WindowTold
from marketplaces.services import own_connection
from marketplaces.services.limiter import DatabaseLimiter

pytestmark = pytest.mark.django_db

#: Seconds by which the database's clock reading and ours may differ within one call.
CLOCKS = 0.002

CHILD = """
import sys, time, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from marketplaces.framework.limits import Limit
from marketplaces.services.limiter import DatabaseLimiter
limiter, limit = DatabaseLimiter("test"), Limit(group="*", rate=10, burst=int(sys.argv[3]))
limiter.reserve(Limit(group="warm", rate=1000), sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
end = time.time() + 3.0
while time.time() < end:
    asked = time.time()
    wait = limiter.reserve(limit, sys.argv[2])
    print(asked + wait, time.time() + wait)
    time.sleep(wait)
"""


def shop() -> str:
    return uuid.uuid4().hex


@pytest.mark.parametrize("burst", [1, 5])
def test_four_processes_together_never_exceed_the_rate_in_any_window(burst):
    scope = shop()
    command = [sys.executable, "-c", CHILD, str(connection.settings_dict["NAME"]), scope, str(burst)]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)
        for _ in range(4)
    ]
    try:
        for child in children:
            assert child.stdout.readline() == "ready\n"
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        told = [float(x) for child in children for x in child.communicate(timeout=30)[0].split()]
    finally:
        for child in children:
            child.kill()
    # A place lies between these two, whatever the machine does meanwhile: the call was asked for, and it was answered.
    earliest, latest = sorted(told[::2]), sorted(told[1::2])
    assert len(told[::2]) >= 25
    for first, beyond in zip(earliest, latest[10 + burst - 1 :], strict=False):
        assert beyond - first >= 1.0 - CLOCKS


def test_an_idle_limit_lets_a_burst_go_at_once_and_then_paces():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=1, per=20, burst=3), shop()
    waits = [limiter.reserve(limit, scope) for _ in range(5)]
    assert waits[:3] == [0.0, 0.0, 0.0]
    assert waits[3] == pytest.approx(20, abs=9)
    assert waits[4] == pytest.approx(40, abs=9)


def test_a_burst_is_not_lent_again_after_a_first_call():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=1, burst=3), shop()
    limiter.reserve(limit, scope)
    time.sleep(1.1)
    waits = [limiter.reserve(limit, scope) for _ in range(4)]
    assert waits[:3] == [0.0, 0.0, 0.0] and waits[3] > 0


def test_scopes_and_groups_do_not_share_a_budget():
    limiter, scope = DatabaseLimiter("test"), shop()
    assert limiter.reserve(Limit(group="*", rate=0.1), scope) == 0.0
    assert limiter.reserve(Limit(group="other", rate=0.1), scope) == 0.0
    assert limiter.reserve(Limit(group="*", rate=0.1, scope=LimitScope.APP), scope) == 0.0
    assert limiter.reserve(Limit(group="*", rate=0.1), scope) > 9


def test_no_place_is_taken_by_a_call_that_would_wait_too_long():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=1, per=3600), shop()
    limiter.reserve(limit, scope)
    assert limiter.reserve(limit, scope) == pytest.approx(3600, abs=5)
    assert limiter.reserve(limit, scope) == pytest.approx(3600, abs=5)


def test_what_a_refused_call_costs_is_spent_however_long_others_then_wait():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=1, per=20, burst=5), shop()
    assert limiter.reserve(limit, scope) == 0.0
    limiter.spend(limit, scope, 9)
    assert limiter.reserve(limit, scope) == pytest.approx(120, abs=1)
    limiter.spend(limit, scope, 9)
    assert limiter.reserve(limit, scope) == pytest.approx(300, abs=1)


def test_a_refused_call_spends_of_a_window_and_of_those_after_it():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=5, per=100, window=True), shop()
    assert limiter.reserve(limit, scope) == 0.0
    limiter.spend(limit, scope, 4)
    assert limiter.reserve(limit, scope) == pytest.approx(100, abs=1)


def test_a_penalty_holds_everybody_back_and_the_burst_is_gone_after_it():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=1, per=20, burst=5), shop()
    limiter.penalise(limit, scope, 30.0)
    assert limiter.reserve(limit, scope) == pytest.approx(30, abs=9)
    assert limiter.reserve(limit, scope) == pytest.approx(50, abs=9)


def test_everybody_is_told_while_a_rest_is_not_over():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=10), shop()
    assert not limiter.resting(limit, scope)
    limiter.penalise(limit, scope, 0.3)
    assert limiter.resting(limit, scope)
    assert not limiter.resting(limit, shop())
    time.sleep(0.35)
    assert not limiter.resting(limit, scope)


def test_a_shorter_penalty_does_not_shorten_a_longer_one():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=10), shop()
    limiter.penalise(limit, scope, 300.0)
    limiter.penalise(limit, scope, 1.0)
    assert limiter.reserve(limit, scope) == pytest.approx(300, abs=20)


def test_it_survives_a_lost_database_connection():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=0.1), shop()
    limiter.reserve(limit, scope)
    own_connection.run(lambda own: own.close())
    assert limiter.reserve(limit, scope) > 9


def test_items_are_spent_by_the_call_that_carries_them():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=100, burst=50, items=True), shop()
    assert [limiter.reserve(limit, scope, 25) for _ in range(2)] == [0.0, 0.0]
    assert limiter.reserve(limit, scope, 25) == pytest.approx(0.25, abs=0.1)


def test_a_call_of_more_items_than_the_burst_goes_when_all_have_come_back():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=10, burst=5, items=True), shop()
    assert limiter.reserve(limit, scope, 40) == 0.0
    assert limiter.reserve(limit, scope, 40) == pytest.approx(4.0, abs=0.2)


def test_all_of_a_window_goes_at_once_and_the_next_call_waits_for_its_end():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=3, per=50, window=True), shop()
    waits = [limiter.reserve(limit, scope) for _ in range(4)]
    assert waits[:3] == [0.0, 0.0, 0.0]
    assert waits[3] == pytest.approx(50, abs=1)


def test_what_the_marketplace_tells_of_its_window_holds_for_everybody():
    limit, scope = Limit(group="*", rate=100, per=3600, window=True, items=True), shop()
    DatabaseLimiter("test").told(limit, scope, WindowTold(left=30, seconds=40, most=100))
    limiter = DatabaseLimiter("test")
    assert limiter.reserve(limit, scope, 30) == 0.0
    assert limiter.reserve(limit, scope, 30) == pytest.approx(40, abs=1)


def test_no_place_of_a_later_window_is_taken_by_who_would_wait_too_long():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=2, per=3600, window=True), shop()
    for _ in range(2):
        limiter.reserve(limit, scope)
    for _ in range(4):
        assert limiter.reserve(limit, scope) == pytest.approx(3600, abs=5)


def test_a_rest_holds_for_windows_and_spends_nothing_of_them():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=2, per=50, window=True), shop()
    limiter.penalise(limit, scope, 3.0)
    waits = [limiter.reserve(limit, scope) for _ in range(3)]
    assert waits[:2] == [pytest.approx(3.0, abs=0.2)] * 2
    assert waits[2] > 40


def test_so_many_calls_are_under_way_and_not_one_more():
    limiter, limit, scope = DatabaseLimiter("test"), AtOnce(group="*", calls=2), shop()
    places = [limiter.enter(limit, scope, 60) for _ in range(3)]
    assert places[0] and places[1] and places[0] != places[1] and places[2] == ""
    assert limiter.enter(limit, shop(), 60)
    limiter.leave(places[0])
    assert limiter.enter(limit, scope, 60)
    assert limiter.enter(limit, scope, 60) == ""


def test_a_place_whose_holder_was_killed_comes_back():
    limiter, limit, scope = DatabaseLimiter("test"), AtOnce(group="*", calls=1), shop()
    lost = limiter.enter(limit, scope, 0.2)
    assert limiter.enter(limit, scope, 60) == ""
    while not (found := limiter.enter(limit, scope, 60)):
        time.sleep(0.05)
    limiter.leave(lost)  # it was only slow: what it gives back is no longer its own
    assert found and limiter.enter(limit, scope, 60) == ""


PLACES = """
import sys, time, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from marketplaces.framework.limits import AtOnce
from marketplaces.services.limiter import DatabaseLimiter
limiter, limit = DatabaseLimiter("test"), AtOnce(group="*", calls=2)
for _ in range(5):
    while not (place := limiter.enter(limit, sys.argv[2], 60)):
        time.sleep(0.005)
    print("+", time.monotonic())
    time.sleep(0.01)
    print("-", time.monotonic())
    limiter.leave(place)
"""


def test_the_places_are_shared_over_processes():
    command = [sys.executable, "-c", PLACES, str(connection.settings_dict["NAME"]), shop()]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR) for _ in range(3)]
    try:
        lines = [line.split() for child in children for line in child.communicate(timeout=60)[0].splitlines()]
    finally:
        for child in children:
            child.kill()
    assert len(lines) == 30
    under_way, most = 0, 0
    for _moment, step in sorted((float(moment), step) for step, moment in lines):
        under_way += 1 if step == "+" else -1
        most = max(most, under_way)
    assert (under_way, most <= 2) == (0, True)
