"""The one table that turns errors into what happens next; nobody else looks at them to decide."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from marketplaces.framework.errors import (
    AccountProblem,
    AlreadyDone,
    ConnectorError,
    RateLimited,
    RetryLater,
)

#: Seconds after the first, second, third failed try; then every ten minutes (F138, F139) until it works.
BACKOFF = (5, 30, 120)
SLOW = 600
MOST_PROMPT_ATTEMPTS = len(BACKOFF)


class Action(StrEnum):
    """What happens next."""

    DONE = "done"  # it was done before: a success
    RETRY = "retry"  # by ourselves, at `at`
    PAUSE = "pause"  # the connection stops until the account is mended
    GIVE_UP = "give_up"  # a person changes something first


@dataclass(frozen=True, slots=True)
class Next:
    """The decision; `tell` says that a person should hear of it by now."""

    action: Action
    at: datetime | None = None
    tell: bool = False


def decide(error: ConnectorError, *, attempts: int, now: datetime, ladder: Sequence[float] = ()) -> Next:
    """What follows on the `attempts`-th failed try; `ladder` are a marketplace's own pauses, which end."""
    if isinstance(error, AlreadyDone):
        return Next(Action.DONE)
    if isinstance(error, AccountProblem):
        return Next(Action.PAUSE, tell=True)
    if isinstance(error, RetryLater) and ladder:
        return _step(error, attempts, now, ladder)
    if isinstance(error, RetryLater):
        seconds = BACKOFF[attempts - 1] if attempts <= MOST_PROMPT_ATTEMPTS else SLOW
        wait = max(seconds * random.uniform(0.9, 1.2), error.retry_after or 0.0)
        late = attempts > MOST_PROMPT_ATTEMPTS and not isinstance(error, RateLimited)
        return Next(Action.RETRY, at=now + timedelta(seconds=wait), tell=late)
    return Next(Action.GIVE_UP, tell=True)


def _step(error: RetryLater, attempts: int, now: datetime, ladder: Sequence[float]) -> Next:
    """The next step of a marketplace's own ladder; after the last the change waits for a person."""
    if attempts > len(ladder):
        return Next(Action.GIVE_UP, tell=True)
    wait = max(ladder[attempts - 1], error.retry_after or 0.0)
    late = attempts > MOST_PROMPT_ATTEMPTS and not isinstance(error, RateLimited)
    return Next(Action.RETRY, at=now + timedelta(seconds=wait), tell=late)
