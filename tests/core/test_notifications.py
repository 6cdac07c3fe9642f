"""What members want to be told: defaults by role, choices, hours, and what is unread in one query."""

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import (
    Membership,
    NeedsYou,
    Notification,
    NotificationChoice,
    NotificationHours,
    OutgoingMail,
    Role,
    Store,
    User,
)
from core.services import notifications
from core.services.notifications import KINDS, Choice

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    return Store.objects.create(slug="lumen", name="Lumen")


def member(store: Store, role: str) -> Membership:
    user = User.objects.create_user(f"{role}-{uuid4().hex[:6]}@example.org", name=role)
    return Membership.objects.create(store=store, user=user, role=role)


def told(to: Membership, kind: str = "new_order", **more: Any) -> Notification:
    values: dict[str, Any] = {"cause_key": uuid4().hex, "event_id": uuid4(), "title": "News"}
    return Notification.objects.create(store=to.store, member=to, kind=kind, **values | more)


def test_owners_are_mailed_about_failures_at_once_and_packers_not_at_all(store: Store) -> None:
    owner, packer, reader = (member(store, role) for role in (Role.OWNER, Role.PACKER, Role.READ_ONLY))
    found = notifications.choices([owner, packer, reader])
    assert found[owner.pk]["sync_failed"] == Choice(in_page=True, mail="at_once")
    assert found[owner.pk]["new_order"] == Choice(in_page=True, mail="daily")
    assert {choice.mail for choice in found[packer.pk].values()} == {"off"}
    assert {choice.mail for choice in found[reader.pk].values()} == {"off"}
    assert {name for name, choice in found[packer.pk].items() if choice.in_page} == {
        name for name, kind in KINDS.items() if kind.packing
    }


def test_a_packer_cannot_even_ask_for_what_is_about_money(store: Store) -> None:
    packer = member(store, Role.PACKER)
    assert "money" not in notifications.kinds_for(packer)
    assert "money" in notifications.kinds_for(member(store, Role.READ_ONLY))
    with pytest.raises(DomainError, match="money"):
        notifications.choose(packer, {"money": Choice(in_page=True, mail="at_once")})
    assert not NotificationChoice.objects.exists()


def test_only_what_differs_is_kept_with_its_history(store: Store) -> None:
    owner = member(store, Role.OWNER)
    wanted = dict(notifications.choices([owner])[owner.pk])
    assert notifications.choose(owner, wanted) == 0
    wanted["new_order"] = Choice(in_page=False, mail="at_once")
    assert notifications.choose(owner, wanted) == 1
    assert notifications.choices([owner])[owner.pk]["new_order"] == wanted["new_order"]
    row = NotificationChoice.objects.get()
    assert row.history.count() == 1
    wanted["new_order"] = Choice(in_page=True, mail="off")
    notifications.choose(owner, wanted)
    assert row.history.count() == 2


def test_a_strange_way_of_mailing_is_refused(store: Store) -> None:
    with pytest.raises(DomainError, match="at once"):
        notifications.choose(member(store, Role.OWNER), {"odd": Choice(in_page=True, mail="by pigeon")})


def test_quiet_hours_have_two_ends(store: Store) -> None:
    owner = member(store, Role.OWNER)
    with pytest.raises(DomainError) as refused:
        notifications.keep_hours(owner, quiet_from=time(22), quiet_to=None, digest=True, digest_at=time(8))
    assert refused.value.field == "quiet_to"
    same = {"quiet_from": time(22), "quiet_to": time(7), "digest": True, "digest_at": time(8)}
    assert notifications.keep_hours(owner, **same) is True
    assert notifications.keep_hours(owner, **same) is False
    assert NotificationHours.objects.get().history.count() == 1


def test_a_digest_that_waits_moves_to_its_new_time(store: Store) -> None:
    owner = member(store, Role.OWNER)
    far = timezone.now() + timedelta(days=5)
    mail = OutgoingMail.objects.create(store=store, member=owner, kind="digest", key="d", due_at=far)
    notifications.keep_hours(owner, quiet_from=None, quiet_to=None, digest=True, digest_at=time(17, 30))
    mail.refresh_from_db()
    local = mail.due_at.astimezone(store.zone)
    assert (local.hour, local.minute) == (17, 30)
    assert timezone.now() < mail.due_at <= timezone.now() + timedelta(days=1)


def test_stopping_the_digest_leaves_the_hours_as_they_are(store: Store) -> None:
    owner = member(store, Role.OWNER)
    notifications.keep_hours(owner, quiet_from=time(22), quiet_to=time(7), digest=True, digest_at=time(9))
    assert notifications.stop_digest(owner.pk) == owner
    hours = notifications.hours_of(owner)
    assert (hours.digest, hours.quiet_from, hours.digest_at) == (False, time(22), time(9))
    assert notifications.stop_digest(uuid4()) is None


def test_the_frame_asks_once_for_what_waits_and_what_is_unread(store: Store, django_assert_num_queries: Any) -> None:
    owner, other = member(store, Role.OWNER), member(store, Role.OWNER)
    for _time in range(3):
        told(owner)
    told(owner, read_at=timezone.now())
    told(owner, in_page=False)
    told(other)
    later = timezone.now() + timedelta(hours=1)
    for key, more in (("a", {}), ("b", {}), ("c", {"snoozed_until": later}), ("d", {"settled_at": timezone.now()})):
        NeedsYou.objects.create(store=store, kind="refused", cause_key=key, title="x", **more)
    with django_assert_num_queries(1):
        counts = notifications.counts(owner)
    assert (counts.waiting, counts.unread) == (2, 3)
    assert notifications.counts(member(store, Role.PACKER)).unread == 0


def test_a_manager_who_becomes_a_packer_reads_no_money_any_more(store: Store) -> None:
    someone = member(store, Role.MANAGER)
    row = told(someone, "money")
    told(someone, "new_order")
    assert notifications.counts(someone).unread == 2
    someone.role = Role.PACKER
    someone.save()
    assert notifications.counts(someone).unread == 1
    assert notifications.mark_read(someone, row.pk) is None


def test_reading_is_ones_own(store: Store) -> None:
    owner, other = member(store, Role.OWNER), member(store, Role.OWNER)
    row = told(owner)
    assert notifications.mark_read(other, row.pk) is None
    first = notifications.mark_read(owner, row.pk)
    assert first is not None
    row.refresh_from_db()
    at = row.read_at
    notifications.mark_read(owner, row.pk)
    row.refresh_from_db()
    assert row.read_at == at is not None


def test_reading_all_leaves_what_came_since_the_page_was_drawn(store: Store) -> None:
    owner = member(store, Role.OWNER)
    told(owner)
    drawn = timezone.now()
    late = told(owner, at=drawn - timedelta(hours=1))  # it happened before, and was told after
    assert notifications.mark_all_read(owner, until=drawn) == 1
    assert list(notifications.unread(owner)) == [late]
