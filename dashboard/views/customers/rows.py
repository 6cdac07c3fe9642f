"""What a buyer's row needs besides the buyer."""

from __future__ import annotations

from dashboard.views.orders.rows import Shop
from orders.models import Customer


def shop_of_buyer(customer: Customer) -> Shop | None:
    """Where the buyer buys; nothing where that shop was removed."""
    shop = customer.connection
    return Shop(shop.marketplace.code, shop.marketplace.name) if shop else None
