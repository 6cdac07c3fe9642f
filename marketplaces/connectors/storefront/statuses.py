"""The state of an order by the words of each system (contract section 5)."""

from collections.abc import Mapping
from typing import Any

from marketplaces.canonical.statuses import OrderStatus

from .reading import rows

Json = Mapping[str, Any]

OWN = {
    "pending": OrderStatus.PENDING,
    "confirmed": OrderStatus.CONFIRMED,
    "processing": OrderStatus.PROCESSING,
    "shipped": OrderStatus.SHIPPED,
    "delivered": OrderStatus.DELIVERED,
    "fulfilled": OrderStatus.FULFILLED,
    "cancelled": OrderStatus.CANCELLED,
}
#: "processing" means paid there: whether anybody works on it, the hub knows better.
WOOCOMMERCE = {
    "pending": OrderStatus.PENDING,
    "on-hold": OrderStatus.PENDING,
    "processing": OrderStatus.CONFIRMED,
    "completed": OrderStatus.FULFILLED,
    "cancelled": OrderStatus.CANCELLED,
    "failed": OrderStatus.CANCELLED,
    "trash": OrderStatus.CANCELLED,
    "refunded": OrderStatus.REFUNDED,
}
WOOCOMMERCE_DRAFTS = frozenset({"checkout-draft", "auto-draft", "draft"})
SHOPIFY = {
    "pending": OrderStatus.PENDING,
    "authorized": OrderStatus.PENDING,
    "expired": OrderStatus.PENDING,
    "paid": OrderStatus.CONFIRMED,
    "partially_paid": OrderStatus.CONFIRMED,
    "partially_refunded": OrderStatus.CONFIRMED,
    "refunded": OrderStatus.REFUNDED,
    "voided": OrderStatus.CANCELLED,
}
SHOPIFY_PARCELS = {
    "": None,
    "unfulfilled": None,
    "restocked": None,
    "partial": OrderStatus.PROCESSING,
    "fulfilled": OrderStatus.SHIPPED,
}
SENT = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.FULFILLED})


def own(order: Json, *, digital: bool, refunded: str) -> OrderStatus:
    """By its own word, raised by a payment. `refunded`: "", "part" or "whole"."""
    word = OWN[order.get("status", "pending")]
    if word is OrderStatus.PENDING and order.get("payment_status") == "paid":
        word = OrderStatus.CONFIRMED
    return _after_refund(_sent_as(word, digital), refunded)


def woocommerce(word: str, *, digital: bool, refunded: str) -> OrderStatus:
    """A plugin's own word is UNKNOWN."""
    return _after_refund(_sent_as(WOOCOMMERCE.get(word, OrderStatus.UNKNOWN), digital), refunded)


def shopify(native: Json, *, digital: bool, refunded: str) -> OrderStatus:
    """Shopify has no word for the order: it is told by its money, its parcels, and whether it was cancelled."""
    money = str(native.get("financial_status") or "pending")
    parcels = str(native.get("fulfillment_status") or "")
    if native.get("cancelled_at") or money == "voided":
        return OrderStatus.CANCELLED
    if money not in SHOPIFY or parcels not in SHOPIFY_PARCELS:
        return OrderStatus.UNKNOWN
    if money == "refunded":
        return OrderStatus.REFUNDED
    status = SHOPIFY_PARCELS[parcels] or SHOPIFY[money]
    if status is OrderStatus.SHIPPED and digital:
        status = OrderStatus.FULFILLED
    elif status is OrderStatus.SHIPPED and _all_delivered(native):
        status = OrderStatus.DELIVERED
    return _after_refund(status, refunded)


def _sent_as(word: OrderStatus, digital: bool) -> OrderStatus:
    """FULFILLED is for what is only digital; with a parcel in it, it was shipped."""
    return OrderStatus.SHIPPED if word is OrderStatus.FULFILLED and not digital else word


def _after_refund(status: OrderStatus, refunded: str) -> OrderStatus:
    """Money given back ends an order when it is all of it, and marks one that was sent.

    A part given back before anything was sent leaves the order where it is: the rest of it still has to be packed.
    """
    if status in (OrderStatus.CANCELLED, OrderStatus.UNKNOWN):
        return status
    if refunded == "whole":
        return OrderStatus.REFUNDED
    return OrderStatus.PARTIALLY_REFUNDED if refunded == "part" and status in SENT else status


def _all_delivered(native: Json) -> bool:
    parcels = rows(native, "fulfillments")
    return bool(parcels) and all(each.get("shipment_status") == "delivered" for each in parcels)
