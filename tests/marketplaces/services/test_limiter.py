"""The limiter keeps the declared rate across real processes, on the database clock."""

import subprocess
import sys
import time
import uuid

import pytest
from django.conf import settings
from django.db import connection

from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.services import own_connection
from marketplaces.services.limiter import DatabaseLimiter

pytestmark = pytest.mark.django_db

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
    time.sleep(limiter.reserve(limit, sys.argv[2]))
    print(time.time())
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
        times = sorted(float(x) for child in children for x in child.communicate(timeout=30)[0].split())
    finally:
        for child in children:
            child.kill()
    assert len(times) >= 25
    # What our own scheduler adds between the wake-up and the print is not the limiter's.
    for first, beyond in zip(times, times[10 + burst - 1 :], strict=False):
        assert beyond - first >= 1.0 - 0.09


def test_an_idle_limit_lets_a_burst_go_at_once_and_then_paces():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=10, burst=3), shop()
    waits = [limiter.reserve(limit, scope) for _ in range(5)]
    assert waits[:3] == [0.0, 0.0, 0.0]
    assert waits[3] == pytest.approx(0.1, abs=0.05)
    assert waits[4] == pytest.approx(0.2, abs=0.05)


def test_a_burst_is_not_lent_again_after_a_first_call():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=10, burst=3), shop()
    limiter.reserve(limit, scope)
    time.sleep(0.5)
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


def test_a_penalty_holds_everybody_back_and_the_burst_is_gone_after_it():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=10, burst=5), shop()
    limiter.penalise(limit, scope, 3.0)
    assert limiter.reserve(limit, scope) == pytest.approx(3.0, abs=0.1)
    assert limiter.reserve(limit, scope) == pytest.approx(3.1, abs=0.1)


def test_a_shorter_penalty_does_not_shorten_a_longer_one():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=10), shop()
    limiter.penalise(limit, scope, 30.0)
    limiter.penalise(limit, scope, 1.0)
    assert limiter.reserve(limit, scope) == pytest.approx(30.0, abs=0.2)


def test_it_survives_a_lost_database_connection():
    limiter, limit, scope = DatabaseLimiter("test"), Limit(group="*", rate=0.1), shop()
    limiter.reserve(limit, scope)
    own_connection.run(lambda own: own.close())
    assert limiter.reserve(limit, scope) > 9
