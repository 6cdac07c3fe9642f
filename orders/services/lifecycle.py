"""Moves of an order's status, and holding it back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from orders.models import Order, OrderStatusHistory
from orders.state import OPEN, may_move

#: The moment that a status leaves on the order.
MOMENTS = {
    "confirmed": "confirmed_at",
    "shipped": "shipped_at",
    "delivered": "delivered_at",
    "fulfilled": "fulfilled_at",
}


@transaction.atomic
def move(*, order: Order, to: str, who: str, reason: str = "", metadata: dict[str, Any] | None = None) -> None:
    """Move a locked order by the table (law 10) and save it. Raises DomainError for an impossible move."""
    before = order.status
    if before == to:
        return
    if not may_move(before, to):
        words = dict(Order.Status.choices)
        raise DomainError(
            _("%(order)s is %(before)s and cannot become %(after)s.")
            % {"order": order.number, "before": str(words[before]).lower(), "after": str(words[to]).lower()}
        )
    now = timezone.now()
    order.status = to
    moment = MOMENTS.get(to)
    if moment and getattr(order, moment) is None:
        setattr(order, moment, now)
    order._change_reason = reason[:100] or "status_changed"
    order.save()
    OrderStatusHistory.objects.create(
        order=order, from_status=before, to_status=to, changed_by=who[:150], reason=reason[:250],
        metadata=metadata or {}, created_at=now,
    )  # fmt: skip


@transaction.atomic
def hold(*, order: Order, reason: str, actor_label: str = "") -> Order:
    """Keep it from being shipped; its reservations stay. Raises DomainError for one that is closed or has left."""
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.status not in OPEN and order.status != Order.Status.UNKNOWN:
        raise DomainError(_("%(number)s is closed: there is nothing to hold.") % {"number": order.number})
    if order.held_at is None:
        order.held_at, order.held_reason = timezone.now(), reason.strip()[:200]
        order._change_reason = f"held by {actor_label}"[:100]
        order.save()
    return order


@transaction.atomic
def unhold(*, order: Order, actor_label: str = "") -> Order:
    """Let it be shipped again."""
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.held_at is not None:
        order.held_at, order.held_reason = None, ""
        order._change_reason = f"released by {actor_label}"[:100]
        order.save()
    return order
