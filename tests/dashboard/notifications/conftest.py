"""The cast of the page tests, and something that they were told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from core.models import Membership, Notification, User
from tests.dashboard.conftest import cast, owner, packer, reader, stranger  # noqa: F401


def tell(user: User, title: str = "Ozon refused the price of CUP", **more: Any) -> Notification:
    """A line before this person in their store."""
    member = Membership.objects.get(user=user)
    values: dict[str, Any] = {
        "kind": "refused", "cause_key": uuid4().hex, "event_id": uuid4(), "title": title, "url": "/needs-you/",
        "at": timezone.now() - timedelta(minutes=5), "mail": "at_once",
    }  # fmt: skip
    return Notification.objects.create(store=member.store, member=member, **values | more)
