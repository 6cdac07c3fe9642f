"""Tells a marketplace which digital lines of an order the buyer has."""

import uuid

from core import checkpoints
from marketplaces.canonical.digital import DeliveredLine, DigitalDelivery
from marketplaces.framework.errors import AlreadyDone
from orders.models import MarketplaceOrder, OrderItem
from sync.push import queue
from sync.push.answers import read_again
from sync.push.queue import Claimed
from sync.run import Run


def send_digital(run: Run, change: Claimed, owner: uuid.UUID) -> str:
    """All that were handed over so far; how the order stands there is read right after."""
    there = MarketplaceOrder.objects.select_related("order").get(pk=change.subject_id)
    delivery = DigitalDelivery(
        order_remote_id=there.marketplace_order_id, order_raw=there.raw, lines=_delivered(there)
    )  # fmt: skip
    checkpoints.reached("push.before_call")
    try:
        if delivery.lines:
            run.connector.tell_digital(delivery)
    except AlreadyDone:
        run.say(f"{there.order.number} was delivered there before.")
    queue.accept(change, owner, told={"lines": len(delivery.lines)}, visible=True)
    return read_again(run, there)


def _delivered(there: MarketplaceOrder) -> tuple[DeliveredLine, ...]:
    rows = OrderItem.objects.filter(marketplace_order=there, is_digital=True, digital_fulfilled_at__isnull=False)
    return tuple(
        DeliveredLine(remote_line_id=row.remote_line_id, sku=row.product_sku, quantity=units)
        for row in rows.order_by("position", "pk")
        if (units := row.quantity - row.cancelled_quantity) > 0
    )
