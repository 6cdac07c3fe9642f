"""Members for the tests of the news, and what they read."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.models import Membership, Notification, NotificationCursor, Role, Store, User
from sync.news import reading, telling


def member(store: Store, role: str = Role.OWNER, **user: Any) -> Membership:
    """Somebody who works in this store."""
    number = User.objects.count()
    made = User.objects.create_user(f"{role}-{number}@example.org", name=f"{role} {number}", **user)
    return Membership.objects.create(store=store, user=made, role=role)


def begin() -> None:
    """Nothing before now is news."""
    NotificationCursor.objects.update_or_create(
        reader=telling.READER, defaults={"read_to": timezone.now() + reading.MARGIN}
    )


def look() -> int:
    """One tick, as if the window had just opened: every event of a test lies in it."""
    NotificationCursor.objects.update_or_create(
        reader=telling.READER, defaults={"read_to": timezone.now() - timedelta(minutes=1)}
    )
    return telling.tell_what_is_new()


def lines(member: Membership, **which: Any) -> list[str]:
    """What stands before this member, the newest first."""
    rows = Notification.objects.filter(member=member, read_at__isnull=True, **which)
    return list(rows.order_by("-at", "-pk").values_list("title", flat=True))


def only(member: Membership, **which: Any) -> Notification:
    """The one line."""
    return Notification.objects.get(member=member, **which)
