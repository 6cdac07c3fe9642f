"""A copy of a person's data, as a document that people and programs read (GDPR, articles 15 and 20)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from core.models import OutgoingMail
from fulfillment.models import KeyDelivery, Shipment
from orders.models import (
    Customer,
    Invoice,
    MarketplaceOrder,
    Order,
    OrderItem,
    OrderRefund,
    OrderReturn,
    OrderStatusHistory,
)
from sync.persons.finding import Person

#: No business of theirs, or a secret: what we owe suppliers, how rows are found, keys.
LEFT_OUT = frozenset({
    "search_text", "content_digest", "license_key", "download_url", "supplier_cost", "request_key", "lease_owner",
    "lease_until", "opened_by", "deleted_at", "store", "issued_by",
})  # fmt: skip
OF_ORDER: tuple[tuple[str, type[Model]], ...] = (
    ("lines", OrderItem), ("told_by_the_marketplace", MarketplaceOrder), ("steps", OrderStatusHistory),
    ("parcels", Shipment), ("returns", OrderReturn), ("refunds", OrderRefund), ("invoices", Invoice),
    ("keys_handed_over", KeyDelivery),
)  # fmt: skip


def copy_of(person: Person) -> dict[str, Any]:
    """`buyers` as each channel knows them, and `orders` with all that belongs to them."""
    buyers = Customer.all_objects.filter(pk__in=person.customers).order_by("created_at", "pk")
    orders = Order.all_objects.filter(pk__in=person.orders).order_by("ordered_at", "pk")
    return {
        "store": person.store.name,
        "buyers": [_row(buyer) for buyer in buyers],
        "orders": [_whole(order) for order in orders.iterator(chunk_size=100)],
    }


def _whole(order: Order) -> dict[str, Any]:
    parts = {word: [_row(row) for row in _rows(model).filter(order=order)] for word, model in OF_ORDER}
    mails = [_row(mail) for mail in OutgoingMail.objects.filter(order_id=order.pk)]
    return {**_row(order), **parts, "mails": mails}


def _rows(model: type[Model]) -> Any:
    return getattr(model, "all_objects", model._default_manager)


def _row(row: Model) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in LEFT_OUT]
    return {field.name: value for field in fields if (value := field.value_from_object(row)) not in (None, "", {}, [])}
