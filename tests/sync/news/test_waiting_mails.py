"""Mails wait: gathered, outside quiet hours, at most one an hour for a cause; digests one a day."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from core.models import Membership, Notification, OutgoingMail, Store
from core.services import notifications
from sync.news import waiting_mails
from sync.news.waiting_mails import GATHER, MOST_GATHER, REST, queue
from tests.sync.news.people import member


@pytest.fixture
def owner(db: None) -> Membership:
    return member(Store.objects.create(slug="lumen", name="Lumen", timezone="Asia/Tashkent"))


def row(to: Membership, mail: str = "at_once") -> Notification:
    return Notification.objects.create(
        store=to.store, member=to, kind="refused", cause_key=uuid4().hex, event_id=uuid4(), title="x", mail=mail
    )


def queued(*rows: Notification) -> list[OutgoingMail]:
    queue(rows, {each.member_id: each.member for each in rows})
    return list(OutgoingMail.objects.order_by("created_at", "pk"))


def near(moment: datetime, other: datetime) -> bool:
    return abs(moment - other) < timedelta(seconds=2)


def clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(waiting_mails.timezone, "now", lambda: moment)


def test_a_mail_waits_a_moment_for_more_of_the_same(owner: Membership) -> None:
    (mail,) = queued(row(owner))
    assert near(mail.due_at, timezone.now() + GATHER)
    assert (mail.kind, mail.member, mail.state) == ("notification", owner, "waiting")


def test_more_of_the_same_puts_it_off_but_not_for_ever(owner: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    line, start = row(owner), timezone.now()
    queued(line)
    for seconds in range(4, 400, 4):
        monkeypatch.setattr(waiting_mails.timezone, "now", lambda s=seconds: start + timedelta(seconds=s))
        mails = queued(line)
    assert len(mails) == 1
    assert start + MOST_GATHER - timedelta(seconds=10) < mails[0].due_at < start + MOST_GATHER


def test_while_it_is_unread_the_same_cause_is_mailed_again_after_an_hour_not_before(owner: Membership) -> None:
    line = row(owner)
    line.mailed_at = timezone.now() - REST + timedelta(minutes=1)
    assert queued(line) == []
    line.mailed_at = timezone.now() - REST - timedelta(minutes=1)
    assert len(queued(line)) == 1


def test_many_causes_at_once_are_one_mail_a_member(owner: Membership) -> None:
    other = member(owner.store)
    mails = queued(*(row(owner) for _n in range(18)), *(row(other) for _n in range(3)))
    assert sorted(mail.member_id for mail in mails) == sorted([owner.pk, other.pk])


@pytest.mark.parametrize("more", [{"state": "leased"}, {"state": "sending"}, {"state": "sent"}, {"attempts": 1}])
def test_a_mail_that_a_worker_has_had_in_hand_is_left_as_it_is_and_a_new_one_waits(
    owner: Membership, more: dict[str, Any]
) -> None:
    (mail,) = queued(row(owner))
    OutgoingMail.objects.update(**more)
    first, second = queued(row(owner))
    assert (first.pk, first.due_at) == (mail.pk, mail.due_at)
    assert (second.state, second.attempts) == ("waiting", 0)


def test_in_quiet_hours_it_waits_for_their_end_on_the_stores_clock(
    owner: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifications.keep_hours(owner, quiet_from=time(22), quiet_to=time(7), digest=True, digest_at=time(8))
    night = datetime(2026, 11, 20, 23, 30, tzinfo=owner.store.zone)
    clock(monkeypatch, night)
    (mail,) = queued(row(owner))
    assert mail.due_at == datetime(2026, 11, 21, 7, tzinfo=owner.store.zone)


def test_what_is_told_daily_makes_one_digest_a_day(owner: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=owner.store.zone)
    clock(monkeypatch, noon)
    queued(row(owner, "daily"), row(owner, "daily"))
    (mail,) = queued(row(owner, "daily"))
    assert (mail.kind, mail.due_at) == ("digest", datetime(2026, 11, 21, 8, tzinfo=owner.store.zone))
    clock(monkeypatch, noon + timedelta(days=1))
    assert len(queued(row(owner, "daily"))) == 2


def test_who_stopped_the_digest_gets_none(owner: Membership) -> None:
    notifications.stop_digest(owner.pk)
    assert queued(row(owner, "daily")) == []


def test_what_is_not_to_be_mailed_makes_no_mail(owner: Membership, django_assert_num_queries: Any) -> None:
    line = row(owner, "off")
    with django_assert_num_queries(0):
        queue([line], {owner.pk: owner})
    assert not OutgoingMail.objects.exists()
