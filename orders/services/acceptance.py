"""Accepting an order that its marketplace still calls pending."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from marketplaces.models import OutboundChange
from marketplaces.services import outbound
from marketplaces.services.abilities import able
from orders.models import MarketplaceOrder, Order
from orders.services.lifecycle import move

ABILITY = "accept_order"


@transaction.atomic
def confirm(*, order: Order, actor: Any = None, actor_label: str = "") -> None:
    """Make a pending order one that may be packed, and leave word for the marketplace where it asks for that.

    Where it does not ask, only a paid order is accepted, here alone. Raises DomainError for any other: an unpaid order
    is not ours to accept, and what is confirmed is confirmed.
    """
    row = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    check_acceptable(row)
    who = f"person:{actor.pk}" if actor is not None else "system"
    if able(row.connection, ABILITY):
        row.sync_status = "pending"
        _tell(row)
    move(order=row, to=Order.Status.CONFIRMED, who=who, reason=_("Confirmed by hand"), metadata={"by": actor_label})


def check_acceptable(order: Order) -> None:
    """Raise DomainError, with the reason, for an order that cannot be accepted."""
    if order.status != Order.Status.PENDING:
        words = {"number": order.number, "status": order.get_status_display().lower()}
        raise DomainError(_("%(number)s is %(status)s: only pending orders are confirmed.") % words)
    if order.scheme == Order.Scheme.MARKETPLACE:
        raise DomainError(_("%(number)s is shipped by the marketplace, not by you.") % {"number": order.number})
    if order.paid_at is None and not able(order.connection, ABILITY):
        raise DomainError(
            _("%(number)s is not paid yet. It is confirmed by itself once it is.") % {"number": order.number}
        )


def _tell(order: Order) -> None:
    rows = MarketplaceOrder.objects.filter(order=order, status=Order.Status.PENDING, replaced_by_split=False)
    subjects = [outbound.Subject(row.store_id, row.connection_id, row.pk) for row in rows.order_by("pk")]
    outbound.mark(OutboundChange.Kind.ACCEPT, subjects)
