"""How an order comes to be and moves: each item is one unit and has a state of its own, the order has none."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.people import buyer

from . import pushes, shelf
from .accounts import SELLERS
from .vocabulary import HAS_PARCEL

if TYPE_CHECKING:
    from .market import LazadaEmulator

Document = dict[str, Any]
FIRST_ORDER = 900_100_200_300


def new_order(
    market: LazadaEmulator, seller: str, wanted: list[tuple[Document, Document, int]], dice: random.Random, *, at: float
) -> Document:
    """An order of (product, sku, units); not stored yet. A piece more is an item more."""
    number = market.state.table("numbers").next_number(1) * 100 + FIRST_ORDER
    rows = [(product, sku) for product, sku, units in wanted for _ in range(units)]
    goods = sum((Decimal(sku["price"]) for _, sku in rows), Decimal(0))
    step = Decimal("0.01") if SELLERS[seller].currency != "VND" else Decimal(1)
    less = (goods / 10).quantize(step) if dice.random() < 0.2 else Decimal("0.00")
    shares = _shares(less, len(rows))
    items = [
        _item(number + place, product, sku, share, at)
        for place, ((product, sku), share) in enumerate(zip(rows, shares, strict=True), start=1)
    ]
    person = buyer(dice, SELLERS[seller].country.upper())
    return {
        "order_id": number,
        "created": at,
        "updated": at,
        "price": f"{goods:.2f}",
        "shipping_fee": SELLERS[seller].shipping if goods < SELLERS[seller].free_from else "0.00",
        "voucher": f"{less:.2f}",
        "payment_method": dice.choice(("COD", "MIXEDCARD", "Rabbit_LinePay")),
        "note": dice.choice(("", "", "", "Please ring twice", "ฝากไว้ที่ป้อมยาม")),
        "person": vars(person),
        "items": items,
    }


def _shares(less: Decimal, count: int) -> list[Decimal]:
    """The voucher over the items, the rest of the division on the first."""
    each = (less / count).quantize(Decimal("0.01"), rounding="ROUND_DOWN") if count else Decimal(0)
    return [less - each * (count - 1)] + [each] * (count - 1) if count else []


def _item(number: int, product: Document, sku: Document, voucher: Decimal, at: float) -> Document:
    return {
        "order_item_id": number,
        "product_id": product["item_id"],
        "sku_id": sku["sku_id"],
        "sku": sku["seller_sku"],
        "shop_sku": sku["shop_sku"],
        "name": product["name"],
        "variation": sku["variation"],
        "image": product["images"][0] if product["images"] else "",
        "price": sku["price"],
        "voucher": f"{voucher:.2f}",
        "warehouse": next(iter(sku["stock"]), "dropshipping"),
        "status": "pending",
        "package_id": "",
        "tracking": "",
        "provider": "",
        "reason": "",
        "initiator": "",
        "fbl": False,
        "digital": bool(product.get("digital")),
        "asked": 0,
        "created": at,
        "updated": at,
    }


def place(market: LazadaEmulator, seller: str, order: Document) -> Document:
    """The buyer has ordered: goods leave the shelf, the seller is told item by item."""
    for item in order["items"]:
        shelf.take(market, seller, item, 1)
    market.orders(seller).put(order["order_id"], order)
    for item in order["items"]:
        pushes.order(market, seller, order, item)
    return order


def edit(market: LazadaEmulator, seller: str, number: int) -> Document:
    return market.orders(seller).edit(number)


def set_status(
    market: LazadaEmulator, seller: str, order: Document, items: Iterable[Document], status: str, **more: Any
) -> None:
    """Moves items of an order that is being edited; what is cancelled goes back on the shelf."""
    now = market.now()
    for item in items:
        before = item["status"]
        item.update(more)
        item["status"], item["updated"] = status, now
        if status in HAS_PARCEL and not item["package_id"] and not item["digital"]:
            give_parcel(market, seller, order, [item])
        if status == "canceled" and before != "canceled":
            shelf.take(market, seller, item, -1)
        order["updated"] = now
        if before != status:
            pushes.order(market, seller, order, item)


def give_parcel(market: LazadaEmulator, seller: str, order: Document, items: Iterable[Document]) -> str:
    """One package with a number and a carrier of Lazada's own choice."""
    number = market.state.table("packages").next_number(1)
    name = f"FP{order['order_id']}{number:04d}"
    for item in items:
        item["package_id"], item["tracking"], item["provider"] = (
            name,
            f"LEXDO{number:010d}",
            SELLERS[seller].carriers[0][0],
        )
    return name


def find(market: LazadaEmulator, seller: str, number: int | str) -> Document | None:
    return market.orders(seller).find(number)
