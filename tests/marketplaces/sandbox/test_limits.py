"""Buckets, windows and calls under way; what is left is told without taking from it."""

from marketplaces.sandbox.clock import Clock
from marketplaces.sandbox.limits import Bucket, Limits, Quota, Window, told
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


HUNDRED = Quota(amount=100, seconds=60, rows=True)


def test_a_fixed_window_takes_the_call_that_goes_beyond_it_and_none_after_that() -> None:
    now = [120.0]
    limits = Limits(Clock(State()), wall=lambda: now[0])
    assert limits.quota_left("stock", HUNDRED) == (100, 180.0)
    assert limits.spend("stock", HUNDRED, 70) and limits.spend("stock", HUNDRED, 70)
    assert not limits.spend("stock", HUNDRED)
    assert limits.quota_left("stock", HUNDRED) == (0, 180.0)
    assert limits.spend("other", HUNDRED)
    now[0] = 180
    assert limits.quota_left("stock", HUNDRED) == (100, 240.0)
    assert limits.spend("stock", HUNDRED)


def test_a_shop_without_limits_takes_everything() -> None:
    limits = Limits(Clock(State()), wall=lambda: 0.0)
    limits.enabled = False
    assert all(limits.spend("stock", HUNDRED, 100) for _ in range(3))
    with limits.at_once("shop", 0) as allowed:
        assert allowed


def test_so_many_calls_run_at_once_and_the_next_one_when_one_of_them_has_ended() -> None:
    limits = Limits(Clock(State()))
    with limits.at_once("shop", 1) as first, limits.at_once("other", 1) as other:
        assert first and other
        with limits.at_once("shop", 1) as second:
            assert not second
    with limits.at_once("shop", 1) as again:
        assert again


def test_every_limit_is_told_in_one_shape() -> None:
    assert told(TWO) == {"rate": 2, "burst": 2, "counts": "calls", "window": 0}
    assert told(Window(count=30, seconds=60)) == {"rate": 0.5, "burst": 30, "counts": "calls", "window": 60}
    assert told(HUNDRED) == {"rate": 100 / 60, "burst": 100, "counts": "rows", "window": 60}
