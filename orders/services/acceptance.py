"""Accepting an order that its marketplace still calls pending although it is paid."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from orders.models import Order
from orders.services.lifecycle import move


@transaction.atomic
def confirm(*, order: Order, actor: Any = None, actor_label: str = "") -> None:
    """Make a paid pending order one that may be packed; here only, no marketplace is told of it.

    Raises DomainError for any other: an unpaid order is not ours to accept, and what is confirmed is confirmed.
    """
    row = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if row.status != Order.Status.PENDING:
        words = {"number": row.number, "status": row.get_status_display().lower()}
        raise DomainError(_("%(number)s is %(status)s: only pending orders are confirmed.") % words)
    if row.paid_at is None:
        raise DomainError(
            _("%(number)s is not paid yet. It is confirmed by itself once it is.") % {"number": row.number}
        )
    if row.scheme == Order.Scheme.MARKETPLACE:
        raise DomainError(_("%(number)s is shipped by the marketplace, not by you.") % {"number": row.number})
    who = f"person:{actor.pk}" if actor is not None else "system"
    move(order=row, to=Order.Status.CONFIRMED, who=who, reason=_("Confirmed by hand"), metadata={"by": actor_label})
