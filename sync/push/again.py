"""*Try again* for orders: whatever of them was refused, or waits for its next try, is due now."""

from __future__ import annotations

from collections.abc import Collection

from core.models import Store
from fulfillment.models import Shipment
from marketplaces.models import OutboundChange
from orders.models import MarketplaceOrder, Order, OrderReturn
from sync.push import queue

State = OutboundChange.State


def try_orders_again(*, store: Store, orders: Collection[Order], by: str) -> int:
    """How many of their parcels, cancellations, answers and refunds go out at once."""
    subjects = [
        *MarketplaceOrder.objects.filter(order__in=orders).values_list("pk", flat=True),
        *Shipment.objects.filter(order__in=orders).values_list("pk", flat=True),
        *OrderReturn.objects.filter(order__in=orders).values_list("pk", flat=True),
    ]
    waiting = OutboundChange.objects.filter(
        store=store, subject_id__in=subjects, state__in=[State.REFUSED, State.RETRY]
    )
    changes = list(waiting.order_by("connection_id", "subject_id"))  # as everybody locks them
    for change in changes:
        queue.try_again(change, by=by)
    return len(changes)
