"""Whoever tells members is killed at every named point: each is told once, and mailed once or not at all."""

import re
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import checkpoints
from core.models import Membership, NeedsYou, Notification, NotificationReceipt, OutgoingMail, Store, User
from core.services.needs_you import raise_cause
from tests.proofs.processes import Worker, soon

pytestmark = pytest.mark.django_db(transaction=True)
CAUSES = MEMBERS = 4
TELLS = [point for point in checkpoints.NEWS_POINTS if point.startswith("news.")]
MAILS = [point for point in checkpoints.NEWS_POINTS if point.startswith("mail.")]
#: How many of four mails are in doubt after a kill at this point: the one that was being sent.
DOUBT = {"mail.before_send": 1, "mail.after_send": 1}


@pytest.fixture
def owner(store: Store) -> Membership:
    for n in range(MEMBERS - 1):
        user = User.objects.create_user(f"owner-{n}@lumen.example")
        Membership.objects.create(store=store, user=user, role="owner")
    return Membership.objects.get(store=store, user__email="owner@lumen.example")


def something_happens(store: Store) -> None:
    for n in range(CAUSES):
        raise_cause(store=store, kind=NeedsYou.Kind.REFUSED, cause_key=f"k{n}", title=f"Price {n} was refused")


def every_lease_runs_out() -> None:
    past = timezone.now() - timedelta(minutes=1)
    OutgoingMail.objects.update(due_at=past)
    OutgoingMail.objects.exclude(lease_until=None).update(lease_until=past)


def posted(folder: Path) -> list[str]:
    """To whom all mails in the folder are."""
    return sorted(to for file in folder.glob("*") for to in re.findall(r"^To: (.*)$", file.read_text(), re.M))


def test_the_kills_below_cover_every_named_point() -> None:
    assert len(TELLS) + len(MAILS) == len(checkpoints.NEWS_POINTS) == 6


@pytest.mark.parametrize("point", TELLS)
def test_a_kill_while_telling_tells_each_once(owner: Membership, workers: Callable[..., Worker], point: str) -> None:
    something_happens(owner.store)
    dying = workers(die_at=point).ready()
    dying.tell("news")
    assert dying.hear() is None
    assert dying.end() == -signal.SIGKILL
    again = workers().ready()
    again.ask("news")
    again.ask("news")
    rows = Notification.objects.filter(member=owner)
    assert OutgoingMail.objects.count() == MEMBERS, "a burst of causes is one mail a member"
    assert sorted(rows.values_list("title", "times")) == [(f"Price {n} was refused", 1) for n in range(CAUSES)]
    assert NotificationReceipt.objects.count() == CAUSES


@pytest.mark.parametrize("point", MAILS)
def test_a_kill_while_sending_mails_each_once_and_what_nobody_knows_not_again(
    owner: Membership, workers: Callable[..., Worker], tmp_path: Path, point: str
) -> None:
    something_happens(owner.store)
    dying = workers(die_at=point).ready()
    assert dying.ask("news")["told"] == CAUSES
    every_lease_runs_out()
    dying.tell("mails", folder=str(tmp_path))
    assert dying.hear() is None
    assert dying.end() == -signal.SIGKILL
    every_lease_runs_out()
    again = workers().ready()
    for _round in range(3):
        again.ask("mails", folder=str(tmp_path))
        every_lease_runs_out()
    states = list(OutgoingMail.objects.values_list("state", flat=True))
    doubt = DOUBT.get(point, 0)
    assert (states.count("sent"), states.count("doubt")) == (MEMBERS - doubt, doubt)
    assert set(states) <= {"sent", "doubt"}
    reached = posted(tmp_path)
    assert len(reached) == len(set(reached)), "a mail was sent twice"
    assert len(reached) == MEMBERS - (1 if point == "mail.before_send" else 0)


def test_two_processes_at_once_tell_and_mail_each_once(
    owner: Membership, workers: Callable[..., Worker], tmp_path: Path
) -> None:
    something_happens(owner.store)
    crew = [workers().ready() for _n in range(2)]
    at = soon()
    for worker in crew:
        worker.tell("news", at=at)
    assert sum(worker.hear()["told"] for worker in crew) == CAUSES  # type: ignore[index]
    every_lease_runs_out()
    at = soon()
    for worker in crew:
        worker.tell("mails", folder=str(tmp_path), at=at)
    assert sum(worker.hear()["sent"] for worker in crew) == MEMBERS  # type: ignore[index]
    assert len(posted(tmp_path)) == len(set(posted(tmp_path))) == MEMBERS
