"""How lists are measured: ours and the hand-written SQL in turn, the same rows asked of both, in milliseconds."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.result import Result, at_most

WARM, ROUNDS = 3, 25
#: Ours may take so many times what the hand-written SQL takes.
TIMES = 3.0


@dataclass(frozen=True, slots=True)
class Times:
    """What the rounds of one side took."""

    rounds: Sequence[float]

    @property
    def usual(self) -> float:
        """The median."""
        return statistics.median(self.rounds)

    @property
    def p95(self) -> float:
        """What 19 of 20 stay under."""
        return sorted(self.rounds)[int(len(self.rounds) * 0.95)]


def race(job: str, ours: Callable[[], Sequence[Any]], raw: Callable[[], Sequence[Any]]) -> tuple[Times, Times]:
    """Both in turn, so that both meet the same machine; ends the benchmark where they find different rows."""
    mine, other = list(ours()), list(raw())
    if mine != other:
        raise SystemExit(f"{job}: {len(mine)} rows against {len(other)}, or in another order: not the same work.")
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM + ROUNDS):
        for work, times in zip((ours, raw), found, strict=True):
            took = timed(work)
            if number >= WARM:
                times.append(took)
    return Times(found[0]), Times(found[1])


def timed(work: Callable[[], object]) -> float:
    """How many milliseconds it took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def alone(work: Callable[[], object]) -> Times:
    """A page without a counterpart."""
    return Times([timed(work) for _round in range(WARM + ROUNDS)][WARM:])


def against_raw(job: str, ours: Times, raw: Times) -> Result:
    """At most three times the hand-written SQL."""
    return at_most(job, ours.usual, raw.usual * TIMES, unit="ms")


def is_flat(job: str, deep: Times, first: Times) -> Result:
    """A page in the depth costs what the first costs, but for a half: it reads other, colder rows."""
    return at_most(job, deep.usual, first.usual * 1.5, unit="ms")


def signed_in(store: Any) -> Any:
    """The owner of a store before its pages."""
    from django.test import Client

    from core.models import Membership, User

    owner = User.objects.create_user(email="owner@example.org", password="bench-" + "x" * 20)
    Membership.objects.create(store=store, user=owner, role="owner")
    client = Client(headers={"host": "localhost"})
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def got(client: Any, address: str) -> None:
    """From the request to the last byte; ends the benchmark where there is no page."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
