"""Two calls a second for each token, also where a call is held up on its way: none is refused."""

import time
import uuid

import pytest

from marketplaces.connectors.uzum import connector
from marketplaces.connectors.uzum.sandbox.market import PER_TOKEN
from marketplaces.sandbox.clock import Clock
from marketplaces.sandbox.limits import Limits
from marketplaces.sandbox.state import State
from marketplaces.services.limiter import DatabaseLimiter

#: Seconds between a call's place and its arrival, one call after the other.
HELD_UP = (0.0, 0.8, 0.0, 0.0, 0.9, 0.0, 0.0, 0.0)


@pytest.mark.django_db(transaction=True)
def test_calls_that_were_held_up_do_not_bring_the_next_ones_too_close() -> None:
    there = Limits(Clock(State()))
    (limit,) = connector.limits
    limiter, token = DatabaseLimiter("uzum"), uuid.uuid4().hex
    for held_up in HELD_UP:
        time.sleep(limiter.reserve(limit, token) + held_up)
        assert there.take(token, PER_TOKEN) == 0.0
