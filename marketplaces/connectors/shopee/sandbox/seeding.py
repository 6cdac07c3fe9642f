"""The first days of a practice shop: orders of the last 20 days in every status, with their parcels and returns."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from . import lifecycle, shelf
from .accounts import SHOPS, Shop
from .returns import new_return
from .vocabulary import PACKAGE_STATUS, SENT

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

HOUR = 3600
_MIX: tuple[tuple[str, int, int, int], ...] = (
    ("READY_TO_SHIP", 9, 1, 70),
    ("UNPAID", 1, 0, 6),
    ("PENDING", 1, 0, 3),
    ("PROCESSED", 4, 6, 60),
    ("SHIPPED", 5, 30, 120),
    ("RETRY_SHIP", 1, 30, 60),
    ("IN_CANCEL", 1, 2, 40),
    ("TO_CONFIRM_RECEIVE", 3, 70, 200),
    ("CANCELLED", 3, 20, 470),
    ("TO_RETURN", 2, 150, 400),
    ("COMPLETED", 6, 200, 480),
)
"""Status, how many in 36 orders, and how many hours ago such an order was placed."""
_PATTERN = [row for row in _MIX for _ in range(row[1])]
_CHANNELS = (70021, 70021, 70022, 70099)
_RETURN_STATUSES = ("REQUESTED", "PROCESSING", "JUDGING", "SELLER_DISPUTE")

Document = dict[str, Any]


def fill(emulator: ShopeeEmulator, shop: Shop, dice: random.Random, *, products: int, orders: int) -> None:
    """Lists the range and lets time have passed."""
    items = emulator.items(shop.shop_id)
    shelf.fill(items, shop, dice, products=products, now=emulator.now())
    listed = [item for item in items.values() if item["status"] == "NORMAL"]
    if not listed:
        return
    for place in range(orders):
        order = _order(emulator, shop, dice, listed, place)
        emulator.orders(shop.shop_id).put(order["order_sn"], order)
        _return(emulator, order, place)


def _order(emulator: ShopeeEmulator, shop: Shop, dice: random.Random, listed: list[Document], place: int) -> Document:
    status, _, youngest, oldest = _PATTERN[place % len(_PATTERN)]
    if place == 107:
        status, youngest, oldest = "INVOICE_PENDING", 2, 30
    now = emulator.now()
    at = now - dice.uniform(max(youngest, 0.05), oldest) * HOUR
    by_shopee = place % 20 == 16 and status not in ("READY_TO_SHIP", "RETRY_SHIP")
    shelves = [item for item in listed if item["by_shopee"] == by_shopee] or listed
    lines = _lines(shelves, dice, place)
    number = emulator.next_order_number()
    order = lifecycle.new_order(
        shop, lines, dice, number=number, at=at, channel=_CHANNELS[place % 4], by_shopee=by_shopee
    )
    _bring_to(order, status, now, dice)
    if status == "READY_TO_SHIP" and place % 36 == 4:
        lifecycle.split(order)
    return order


def _lines(shelves: list[Document], dice: random.Random, place: int) -> list[Document]:
    picked = dice.sample(shelves, k=min(len(shelves), dice.choice((1, 1, 1, 2, 3)) if place % 36 != 4 else 2))
    lines = [shelf.order_line(item, dice.choice(item["models"]), dice.choice((1, 1, 1, 2, 3))) for item in picked]
    if place % 45 == 9:
        lines[0] |= {"item_id": 1999001, "model_id": 0, "item_sku": "OLD-LAMP-2019", "model_sku": "", "model_name": ""}
    return lines


def _bring_to(order: Document, status: str, now: float, dice: random.Random) -> None:
    order["status"] = status
    age = now - order["create_time"]
    if status in ("UNPAID",):
        order["pay_time"] = None
        order["cod"] = False
    if status == "IN_CANCEL":
        order["before_cancel"] = "READY_TO_SHIP"
        order["cancel"] = {"by": "buyer", "reason": "", "buyer_reason": "CHANGE_PAYMENT_METHOD"}
    if status == "CANCELLED":
        order["cancel"] = dict(dice.choice(_CANCELS))
    if status in SENT:
        order["pickup_time"] = int(order["create_time"] + min(age * 0.5, 30 * HOUR))
    if status in SENT or status == "PROCESSED":
        lifecycle.as_arranged(order)
    for package in order["packages"]:
        package["status"] = PACKAGE_STATUS.get(status, "LOGISTICS_READY")
    if status not in ("READY_TO_SHIP", "UNPAID", "PENDING", "INVOICE_PENDING"):
        order["update_time"] = int(order["create_time"] + age * dice.uniform(0.5, 0.98))
    order["update_time"] = min(order["update_time"], int(now))


_CANCELS = (
    {"by": "seller", "reason": "OUT_OF_STOCK", "buyer_reason": ""},
    {"by": "buyer", "reason": "CUSTOMER_REQUEST", "buyer_reason": "ORDERED_BY_MISTAKE"},
    {"by": "system", "reason": "UNPAID", "buyer_reason": ""},
)


def _return(emulator: ShopeeEmulator, order: Document, place: int) -> None:
    if order["status"] == "TO_RETURN":
        status = _RETURN_STATUSES[place // 2 % len(_RETURN_STATUSES)]
    elif order["status"] == "COMPLETED" and place % 12 == 0:
        status = "ACCEPTED"
    else:
        return
    lines = order["lines"][:1] if place % 2 else None
    add_return(emulator, order, status=status, at=order["update_time"], lines=lines)


def add_return(
    emulator: ShopeeEmulator,
    order: Document,
    *,
    status: str,
    at: int,
    lines: list[Document] | None = None,
    parcel: bool = False,
) -> Document:
    """Files a return under its own number."""
    table = emulator.returns(order["shop_id"])
    held = new_return(order, number=table.next_number(), status=status, at=at, lines=lines, parcel=parcel)
    return table.put(held["return_sn"], held)


def fill_all(emulator: ShopeeEmulator, dice: random.Random, *, products: int, orders: int) -> None:
    """The main shop as large as was asked for, the other ones small."""
    for place, shop in enumerate(SHOPS.values()):
        some = (products, orders) if place == 0 else (min(20, products // 3), min(20, orders // 9))
        fill(emulator, shop, dice, products=some[0], orders=some[1])
