"""What is to be done about keys, by what the database says: assign, ask for what lacks, buy, hand over."""

from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError

from core import checkpoints
from fulfillment.services.keys import assigning, delivering, lacks, purchases
from marketplaces.services.abilities import sends_keys
from orders.models import Order, OrderItem
from sync.keys import buying
from sync.news import buyers
from sync.news.addresses import is_relay, plain_address

log = structlog.get_logger("orion.keys")


def work() -> int:
    """One round; returns how many lines and purchases were looked at. Safe to be killed anywhere and to run twice."""
    assigning.give_back()
    lines = assigning.owing()
    orders = [order for line in lines if (order := _guarded(_provide, line)) is not None]
    bought = buying.work_due()
    if bought:
        orders += [order for line in lines if (order := _order_of(line)) is not None]
    for order_id in dict.fromkeys(orders):
        _guarded(_hand_over, order_id)
    return len(lines) + bought


def _guarded(step: Callable[[UUID], UUID | None], pk: UUID) -> UUID | None:
    """A fault of ours in one must not hold up all the others."""
    try:
        return step(pk)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("keys_not_worked_on", subject=str(pk))
        return None


def _provide(item_id: UUID) -> UUID | None:
    """Keys of the pool, then a purchase for what lacks, then a person; the order where nothing lacks."""
    lacking = assigning.assign(item_id)
    checkpoints.reached("keys.assigned")
    item = OrderItem.objects.select_related("order__store").get(pk=item_id)
    asked = purchases.ask(item_id) if lacking else None
    if lacking and asked is None:
        lacking = assigning.assign(item_id)  # a key may have come back to the pool meanwhile, and been given
    if not lacking:
        lacks.settle_lack(item.order.store, item_id, by="system")
        return item.order_id
    if asked is None:
        lacks.raise_lack(item, lacking)
    else:
        lacks.settle_lack(item.order.store, item_id, by="system")
    return None


def _order_of(item_id: UUID) -> UUID | None:
    return OrderItem.objects.filter(pk=item_id).values_list("order_id", flat=True).first()


def _hand_over(order_id: UUID) -> UUID | None:
    order = Order.objects.select_related("connection__marketplace", "store").get(pk=order_id)
    if not delivering.complete_lines(order):
        return None
    address = address_of(order)
    if address:
        delivering.hand_over(order_id, sent_to=address)
    elif there := their_sender(order):
        if not delivering.waits_for_keys(order):
            delivering.hand_over(order_id, by=there)
    else:
        delivering.ask_for_a_hand(order)
    return order_id


def their_sender(order: Order) -> str:
    """The marketplace that sends the keys of all of it to the buyer; empty where none does."""
    raws = list(order.marketplace_orders.values_list("raw", flat=True))
    shop = order.connection
    return shop.marketplace.name if shop and raws and all(sends_keys(shop, raw) for raw in raws) else ""


def address_of(order: Order) -> str:
    """Where its buyer may be written to; empty where the channel forbids it or lent the address."""
    if order.connection is None or not buyers.allows(order.connection):
        return ""
    address = plain_address(order.customer_email)
    return "" if not address or is_relay(address) else address
