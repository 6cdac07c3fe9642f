"""A small world for page tests: a marketplace, a connection, orders with lines, straight into the tables."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.models import Store
from inventory.models import Location, MarketplaceProduct, Product, Reservation, Stock, Variant
from marketplaces.models import Connection, Marketplace
from orders.models import MarketplaceOrder, Order, OrderItem

_numbers = itertools.count(10471)


def connection(store: Store, name: str = "Ozon Москва", code: str = "ozon", **fields: Any) -> Connection:
    """A healthy shop of this store."""
    marketplace, _made = Marketplace.objects.get_or_create(code=code, defaults={"name": code.title()})
    return Connection.objects.create(
        store=store, marketplace=marketplace, name=name, remote_account_id=f"{code}-{name}-{store.slug}", **fields
    )


def order(
    shop: Connection, *, lines: int = 1, quantity: int = 1, told: str = "awaiting_deliver", **fields: Any
) -> Order:
    """An order of a shop with its remote order and lines; named fields win."""
    number = next(_numbers)
    now = timezone.now()
    values: dict[str, Any] = {
        "number": f"O-{number}",
        "channel": shop.marketplace.code,
        "channel_order_id": f"46218733-{number}",
        "customer_name": "Екатерина Соловьёва",
        "customer_phone": "+7 843 555 12 18",
        "shipping_address": {
            "line1": "ул. Баумана, 44, кв. 12",
            "postcode": "420111",
            "city": "Казань",
            "country": "RU",
        },
        "currency": "RUB",
        "subtotal": Decimal(6200 * quantity * lines),
        "total": Decimal(6200 * quantity * lines),
        "status": "confirmed",
        "ordered_at": now - timedelta(hours=16),
        "ship_by": now + timedelta(hours=2),
        "search_text": f"O-{number} 46218733-{number} Екатерина Соловьёва ORI-LMP-BRS",
    }
    made = Order.objects.create(store=shop.store, connection=shop, **{**values, **fields})
    remote = MarketplaceOrder.objects.create(
        store=shop.store,
        connection=shop,
        marketplace=shop.marketplace,
        order=made,
        marketplace_order_id=made.channel_order_id,
        status=made.status,
        remote_status=told,
        currency=made.currency,
        total_amount=made.total,
        remote_updated_at=now,
        last_sync_at=now,
        first_seen_by="poll",
        raw={"posting_number": made.channel_order_id, "status": told},
    )
    for position in range(lines):
        item(made, remote, position, quantity)
    return made


def item(made: Order, remote: MarketplaceOrder, position: int, quantity: int) -> OrderItem:
    """A line of an order."""
    return OrderItem.objects.create(
        order=made,
        marketplace_order=remote,
        remote_line_id=str(position),
        position=position,
        product_name=f"Лампа настольная «Орион», {position + 1}",
        product_sku=f"ORI-LMP-{position + 1}",
        unit_price=Decimal(6200),
        quantity=quantity,
        subtotal=Decimal(6200 * quantity),
        total=Decimal(6200 * quantity),
    )


def variant(store: Store, sku: str = "ORI-LMP-1", on_hand: int = 5) -> Variant:
    """A product with one variant, counted at the default location."""
    product = Product.objects.create(store=store, title=f"Thing {sku}")
    made = Variant.objects.create(store=store, product=product, sku=sku, opening_counted_at=timezone.now())
    Stock.objects.create(store=store, variant=made, location=location(store), on_hand=on_hand)
    return made


def listing(shop: Connection, of: Variant | None = None, sku: str = "ORI-LMP-1", **fields: Any) -> MarketplaceProduct:
    """What a shop offers, linked where a variant is named."""
    given = {"title": f"Лампа «{sku}»", "status": "active", "last_sync_at": timezone.now(), **fields}
    return MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, marketplace_product_id=f"p-{sku}",
        marketplace_sku=sku, variant=of, product=of.product if of else None, **given,
    )  # fmt: skip


def location(store: Store) -> Location:
    """The store's default location."""
    found, _made = Location.objects.get_or_create(
        store=store, is_default=True, defaults={"name": "Main", "code": "main"}
    )
    return found


def reserve(line: OrderItem, of: Variant, granted: int, short: int = 0) -> Reservation:
    """Units held for a line."""
    Stock.objects.filter(variant=of).update(reserved=granted)
    OrderItem.objects.filter(pk=line.pk).update(variant=of, product=of.product)
    return Reservation.objects.create(
        store=of.store,
        variant=of,
        location=location(of.store),
        order_item_id=line.pk,
        asked=granted + short,
        granted=granted,
        short=short,
    )


def hours(number: float, now: datetime | None = None) -> datetime:
    """A point in time so many hours from now."""
    return (now or timezone.now()) + timedelta(hours=number)
