"""Takes a person out of orders (F170): what was sold, when and for how much stays, who bought it does not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.services.blanking import blank
from core.services.sets import run_bound
from marketplaces.canonical.orders import Address, Buyer
from marketplaces.canonical.orders import Order as Told
from orders.models import Customer, MarketplaceOrder, Order, OrderRefund, OrderReturn
from orders.services.archive import OVER

#: The country stays: figures are reckoned by it, and it leads to nobody.
COUNTRY = """CASE WHEN shipping_address ? 'country'
    THEN jsonb_build_object('country', shipping_address->'country') ELSE '{}'::jsonb END"""
NOBODY, NOTHING = "''", "'{}'::jsonb"
BUYER = {"customer_name": NOBODY, "customer_email": NOBODY, "customer_phone": NOBODY}
NAMED = 10

#: An order is still found by its numbers and by what was bought.
FOUND_BY = """
    UPDATE orders o SET search_text = concat_ws(' ', o.number, o.channel_order_id, (
        SELECT string_agg(DISTINCT concat_ws(' ', m.marketplace_order_id, m.marketplace_order_number), ' ')
        FROM marketplace_orders m WHERE m.order_id = o.id
    ), (
        SELECT string_agg(DISTINCT concat_ws(' ', i.product_sku, i.product_name), ' ')
        FROM order_items i WHERE i.order_id = o.id
    )) WHERE o.id = ANY(%(orders)s::uuid[])
"""


@transaction.atomic
def erase_from_orders(*, orders: Collection[UUID], customers: Collection[UUID], now: datetime, by: str) -> list[UUID]:
    """Erase the buyers of these orders and these customers; returns the ids of their marketplace orders.

    Raises DomainError while one of the orders is not over: its parcel needs an address. Invoices stay as the law asks.
    """
    rows = Order.all_objects.select_for_update(of=("self",)).filter(pk__in=orders).order_by("pk")
    waiting = [row.number for row in rows if row.status not in OVER]
    if waiting:
        words = {"numbers": ", ".join(waiting[:NAMED]) + ("" if len(waiting) <= NAMED else " …")}
        raise DomainError(_("%(numbers)s must be sent, cancelled or refunded first. Nothing was erased.") % words)
    wipe = partial(blank, now=now, reason=f"personal data erased by {by}")
    of_order = partial(wipe, where="order_id = ANY(%(orders)s::uuid[])", values={"orders": list(orders)})
    wipe(
        Order,
        {**BUYER, "shipping_address": COUNTRY, "billing_address": "NULL", "buyer_note": NOBODY, "notes": NOBODY},
        where="id = ANY(%(orders)s::uuid[])", values={"orders": list(orders), "erased_at": now},
        marks={"erased_at": "coalesce(erased_at, %(erased_at)s::timestamptz)"},
    )  # fmt: skip
    run_bound(FOUND_BY, {"orders": list(orders)})
    of_order(MarketplaceOrder, {**BUYER, "shipping_address": NOBODY, "notes": NOBODY, "raw": NOTHING})
    of_order(OrderReturn, {"buyer_note": NOBODY, "raw": NOTHING})
    of_order(OrderRefund, {"message": NOBODY})
    wipe(
        Customer, {"name": NOBODY, "email": NOBODY, "phone": NOBODY, "remote_id": "'erased-' || id::text"},
        where="id = ANY(%(customers)s::uuid[])", values={"customers": list(customers)},
    )  # fmt: skip
    return list(MarketplaceOrder.all_objects.filter(order__in=orders).values_list("pk", flat=True))


def nameless(told: Told) -> Told:
    """A telling without its buyer: of an erased order only what happens to goods and money is taken in."""
    return replace(
        told, buyer=Buyer(), shipping_address=Address(country=told.shipping_address.country), billing_address=None,
        buyer_note="", raw={},
    )  # fmt: skip
