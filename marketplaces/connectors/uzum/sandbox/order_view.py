"""How an order looks in the answers, except for the note it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import orders
from .statuses import DBS, MOMENTS
from .times import epoch, moment

if TYPE_CHECKING:
    from .market import UzumEmulator

STOCK = {
    "id": 42, "externalId": "LUM-TAS-1", "title": "Lumen Chilonzor", "address": "Toshkent, Chilonzor 9, 14-uy",
    "timeFrom": "09:00", "timeTo": "18:00", "poolSource": "FBS",
    "dimensionalGroups": [{"group": "SMALL", "title": "Kichik"}, {"group": "MEDIUM", "title": "Oʻrta"}],
}  # fmt: skip


def order_view(market: UzumEmulator, order: dict[str, Any], note: dict[str, Any]) -> dict[str, Any]:
    """The form of the list and of the single read. What has not happened yet is left out."""
    shown = {
        "id": order["id"],
        "status": order["status"],
        "scheme": order["scheme"],
        "shopId": int(order["shop"]),
        "price": sum(item["price"] * item["amount"] for item in order["items"]),
        "dateCreated": moment(market, order["placed"]),
        **{name: moment(market, order[name]) for name in MOMENTS},
        "cancelReason": order["cancelReason"],
        "identifierRequired": order["marked"],
        "stock": STOCK,
        "orderItems": [_item(order, item) for item in order["items"]],
        **note,
        "deliveryInfo": _delivery(order) if order["scheme"] == DBS else None,
    }
    return without_nulls(shown)


def without_nulls(shown: dict[str, Any]) -> dict[str, Any]:
    """The description lets no field of an order be null."""
    return {name: value for name, value in shown.items() if value is not None}


def _item(order: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "id": item["id"],
        "orderId": order["id"],
        "status": orders.money_status(order, item),
        "date": epoch(order["placed"]),
        "dateIssued": epoch(order["completedDate"]),
        "shopId": int(order["shop"]),
        "skuTitle": item["sellerItemCode"],
        "sellerSkuCode": item["sellerItemCode"],
        "productId": item["productId"],
        "productTitle": item["fullTitle"],
        "productImage": {},
        "skuCharValue": item["title"],
        "amount": item["amount"],
        "amountReturns": item["returned"],
        "sellerPrice": item["price"],
        **orders.money(item),
        "withdrawnProfit": 0,
        "returnCause": "Mos kelmadi" if item["returned"] else None,
    }
    return without_nulls(shown)


def _delivery(order: dict[str, Any]) -> dict[str, str]:
    """Only who delivers by himself learns where to."""
    person = order["buyer"]
    return {
        "customerFullname": person["name"],
        "customerPhone": person["phone"],
        "deliveryAddress": f"{person['city']}, {person['district']}, {person['street']}",
        "deliveryComment": order["comment"],
    }
