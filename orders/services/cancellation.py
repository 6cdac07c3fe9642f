"""Cancels an order of ours and tells the marketplace."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.services.causes import settle_causes
from inventory.services import reservations
from inventory.services.outbound import mark_stock
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import OutboundChange
from marketplaces.services import outbound
from orders.models import MarketplaceOrder, Order, OrderItem
from orders.services.lifecycle import move
from orders.services.shortages import refresh_orders
from orders.state import CLOSED, LEFT, OPEN


@transaction.atomic
def cancel(*, order: Order, reason_code: str, message: str = "", actor: Any = None, actor_label: str = "") -> Order:
    """Give its units back and have every posting of it cancelled there. Raises DomainError once something has left.

    1. Lock the order. 2. Give back what it holds. 3. Cancel its lines and move it. 4. Leave word for the marketplace,
    with the reason in the change's `progress`.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    check_cancellable(order)
    items = list(OrderItem.objects.filter(order=order).order_by("pk"))
    freed = reservations.release([item.pk for item in items], reason=_("%s cancelled") % order.number)
    for item in items:
        item.cancelled_quantity = item.quantity - item.shipped_quantity
        item.save(update_fields=["cancelled_quantity", "updated_at"])
    order.cancel_reason, order.sync_status = (message or reason_code)[:250], "pending"
    who = f"person:{actor.pk}" if actor is not None else "system"
    words = {"reason_code": reason_code, "message": message, "by": actor_label}
    move(order=order, to=OrderStatus.CANCELLED, who=who, reason=message or reason_code, metadata=words)
    refresh_orders([order.pk])
    mark_stock(set(freed) | {item.variant_id for item in items if item.is_digital and item.variant_id})
    _tell(order, reason_code, message)
    settle_causes(order.store_id, [f"cancel_asked:{order.pk}"], how=_("cancelled"), by=actor_label)
    order.refresh_from_db()
    return order


def check_cancellable(order: Order) -> None:
    """Raise DomainError for an order that is closed, or of which something has left."""
    if order.status not in OPEN and order.status != OrderStatus.UNKNOWN:
        raise DomainError(
            _("%(order)s is %(status)s and cannot be cancelled.")
            % {"order": order.number, "status": order.get_status_display().lower()}
        )
    if OrderItem.objects.filter(order=order, shipped_quantity__gt=0).exists():
        raise DomainError(_("Part of %s has left already. Cancel the rest at the marketplace.") % order.number)


def _tell(order: Order, reason_code: str, message: str) -> None:
    ended = {*CLOSED, *LEFT}
    postings = MarketplaceOrder.objects.filter(order=order, replaced_by_split=False).exclude(status__in=ended)
    found = list(postings.only("pk", "store_id", "connection_id"))
    subjects = [outbound.Subject(row.store_id, row.connection_id, row.pk) for row in found]
    outbound.mark(OutboundChange.Kind.CANCEL, subjects)
    changes = OutboundChange.objects.filter(kind=OutboundChange.Kind.CANCEL, subject_id__in=[row.pk for row in found])
    for change in changes.select_for_update():
        change.progress = {"reason": reason_code, "message": message}
        change.save(update_fields=["progress", "updated_at"])
