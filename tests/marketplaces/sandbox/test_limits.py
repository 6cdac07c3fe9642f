"""What is left of a bucket is told without taking from it."""

from marketplaces.sandbox.clock import Clock
from marketplaces.sandbox.limits import Bucket, Limits
from marketplaces.sandbox.state import State

TWO = Bucket(rate=2, burst=2)


def test_what_is_left_falls_with_each_call_and_grows_again_with_time() -> None:
    now = [100.0]
    limits = Limits(Clock(State()), real=lambda: now[0])
    assert limits.left("token", TWO) == 2
    for left in (1, 0):
        assert limits.take("token", TWO) == 0
        assert limits.left("token", TWO) == left
    assert limits.take("token", TWO) == 0.5
    assert limits.left("other", TWO) == 2
    now[0] += 0.75
    assert limits.left("token", TWO) == 1.5
    now[0] += 60
    assert limits.left("token", TWO) == 2
