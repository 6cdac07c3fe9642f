"""The one table: which error leads to what, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.framework import errors
from sync.retry import BACKOFF, SLOW, Action, decide

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


PLACES = {
    errors.AlreadyDone: Action.DONE, errors.Unavailable: Action.RETRY, errors.RateLimited: Action.RETRY,
    errors.InDoubt: Action.RETRY, errors.LoginExpired: Action.PAUSE, errors.PermissionMissing: Action.PAUSE,
    errors.AccountSuspended: Action.PAUSE, errors.SwitchedOff: Action.PAUSE,
}  # fmt: skip


def kinds() -> list[type[errors.ConnectorError]]:
    """What the framework raises; a connector's own kinds are of one of these."""
    every = [each for each in vars(errors).values() if isinstance(each, type) and each.__module__ == errors.__name__]
    known = [each for each in every if issubclass(each, errors.ConnectorError)]
    return [kind for kind in known if kind in PLACES or not any(kind in other.__mro__[1:] for other in known)]


def made(kind: type[errors.ConnectorError]) -> errors.ConnectorError:
    return kind("x")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_error_has_its_place_in_the_table(kind: type[errors.ConnectorError]) -> None:
    expected = next((PLACES[each] for each in kind.__mro__ if each in PLACES), Action.GIVE_UP)
    assert decide(made(kind), attempts=1, now=NOW).action == expected


@pytest.mark.parametrize("attempts", range(1, 8))
def test_a_passing_trouble_is_tried_again_ever_later_and_told_after_three(attempts: int) -> None:
    following = decide(errors.Unavailable("x"), attempts=attempts, now=NOW)
    base = BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else SLOW
    assert following.at is not None
    assert timedelta(seconds=base * 0.9) <= following.at - NOW <= timedelta(seconds=base * 1.2)
    assert following.tell == (attempts > len(BACKOFF))


def test_retry_after_is_obeyed_and_being_too_fast_never_calls_a_person() -> None:
    following = decide(errors.RateLimited("x", retry_after=3600), attempts=9, now=NOW)
    assert following.at == NOW + timedelta(seconds=3600) and not following.tell


def test_what_a_person_must_mend_is_told_at_once() -> None:
    assert decide(errors.Rejected("x"), attempts=1, now=NOW).tell
    assert decide(errors.LoginExpired("x"), attempts=1, now=NOW).tell


LADDER = (60.0, 120.0, 240.0, 900.0)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 60), (3, 240), (4, 900)])
def test_a_marketplace_s_own_pauses_are_kept_to_the_second(attempts: int, seconds: int) -> None:
    following = decide(errors.Unavailable("x"), attempts=attempts, now=NOW, ladder=LADDER)
    assert (following.action, following.at) == (Action.RETRY, NOW + timedelta(seconds=seconds))
    assert following.tell == (attempts > 3)


def test_after_the_last_of_its_pauses_a_person_is_asked() -> None:
    following = decide(errors.Unavailable("x"), attempts=5, now=NOW, ladder=LADDER)
    assert (following.action, following.at, following.tell) == (Action.GIVE_UP, None, True)


def test_its_pauses_are_no_excuse_to_be_faster_than_was_asked() -> None:
    following = decide(errors.RateLimited("x", retry_after=300), attempts=1, now=NOW, ladder=LADDER)
    assert following.at == NOW + timedelta(seconds=300)
