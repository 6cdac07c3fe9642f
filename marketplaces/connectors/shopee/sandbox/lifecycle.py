"""The life of an order: placed, moved on, arranged, collected, delivered, cancelled; each step sends its push."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.people import Buyer, buyer

from . import shelf
from .accounts import SHOPS, Shop
from .push import order_push, tracking_push
from .vocabulary import CHANNELS, PACKAGE_STATUS, SENT

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

TRACKING_SECONDS = 3
PICKUP_SECONDS = 120
DELIVERY_SECONDS = 2 * 86400
COMPLETION_SECONDS = 3 * 86400
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXY0123456789"

Document = dict[str, Any]


def new_order(
    shop: Shop,
    lines: list[Document],
    dice: random.Random,
    *,
    number: int,
    at: float,
    channel: int,
    by_shopee: bool = False,
) -> Document:
    """A paid order as it lies before the seller."""
    at_second, sn = int(at), _order_sn(at, number, dice)
    person = buyer(dice, shop.region)
    return {
        "order_sn": sn,
        "shop_id": shop.shop_id,
        "region": shop.region,
        "currency": shop.currency,
        "status": "READY_TO_SHIP",
        "cod": dice.random() < 0.2,
        "create_time": at_second,
        "update_time": at_second + 40,
        "pay_time": at_second + 40,
        "pickup_time": None,
        "days_to_ship": 2,
        "ship_by_date": at_second + 2 * 86400,
        "buyer": {"id": 55500 + number, "username": person.email.partition("@")[0]},
        "address": _address(person),
        "lines": lines,
        "packages": [_package(f"OFG{10**14 + number * 97}", channel, lines)],
        "shipping_fee": float(dice.choice((0, 25, 38, 45))),
        "message": dice.choice(("", "", "", "ฝากไว้ที่ป้อมยามค่ะ", "Please ring twice")),
        "note": "",
        "cancel": {},
        "before_cancel": "",
        "fulfillment_flag": "fulfilled_by_shopee" if by_shopee else "fulfilled_by_local_seller",
    }


def place(emulator: ShopeeEmulator, order: Document) -> None:
    """The order takes its stock and is told to the hub."""
    shelf.take(emulator.items(order["shop_id"]), order["lines"], by_shopee=is_by_shopee(order))
    emulator.orders(order["shop_id"]).put(order["order_sn"], order)
    emulator.push(order_push(order, emulator.now()))


def set_status(emulator: ShopeeEmulator, shop_id: int, order_sn: str, status: str) -> Document:
    """Moves an order and its parcels to a status; a cancelled one gives its stock back."""
    order = emulator.orders(shop_id).edit(order_sn)
    before, now = order["status"], int(emulator.now())
    if status == "IN_CANCEL" and before != "IN_CANCEL":
        order["before_cancel"] = before
    order["status"], order["update_time"] = status, max(now, order["update_time"])
    if status in SENT:
        as_arranged(order)
    if status in PACKAGE_STATUS:
        for package in order["packages"]:
            package["status"] = PACKAGE_STATUS[status]
    if status not in ("UNPAID", "CANCELLED") and order["pay_time"] is None:
        order["pay_time"] = now
    if status in ("SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED") and order["pickup_time"] is None:
        order["pickup_time"] = now
    if status == "CANCELLED" and before != "CANCELLED":
        shelf.give_back(emulator.items(shop_id), order["lines"], by_shopee=is_by_shopee(order))
    emulator.push(order_push(order, emulator.now()))
    return order


def cancel(
    emulator: ShopeeEmulator, shop_id: int, order_sn: str, *, by: str, reason: str, buyer_reason: str = ""
) -> Document:
    """Ends an order; its stock is on sale again."""
    order = emulator.orders(shop_id).edit(order_sn)
    order["cancel"] = {"by": by, "reason": reason, "buyer_reason": buyer_reason}
    return set_status(emulator, shop_id, order_sn, "CANCELLED")


def arrange(emulator: ShopeeEmulator, shop_id: int, order_sn: str, number: str, *, mode: str, tracking: str) -> None:
    """The seller arranged a parcel. The carrier's tracking number comes later, the seller's own at once."""
    order = emulator.orders(shop_id).edit(order_sn)
    package = find_package(order, number)
    package["mode"] = mode
    package["status"] = "LOGISTICS_REQUEST_CREATED"
    if mode == "non_integrated":
        package["tracking"], package["status"] = tracking, "LOGISTICS_PICKUP_DONE"
    else:
        emulator.later(TRACKING_SECONDS, "give_tracking", shop_id=shop_id, order_sn=order_sn, number=number)
    if all(package["mode"] for package in order["packages"]):
        _all_arranged(emulator, order)
    else:
        order["update_time"] = max(int(emulator.now()), order["update_time"])


def as_arranged(order: Document) -> None:
    """An order that is further on was arranged once: its parcels have a mode and a tracking number."""
    for package in order["packages"]:
        package["mode"] = package["mode"] or package["modes"][0]
        package["tracking"] = package["tracking"] or tracking_number(order, package["number"])


def find_package(order: Document, number: str) -> Document:
    """A parcel of an order by its number."""
    found: Document = next(package for package in order["packages"] if package["number"] == number)
    return found


def is_by_shopee(order: Document) -> bool:
    """Whether Shopee's own warehouse sends it."""
    return bool(order["fulfillment_flag"] == "fulfilled_by_shopee")


def split(order: Document) -> None:
    """Each line, or each half of the only line, becomes a parcel of its own."""
    first = order["packages"][0]
    parts = [[line] for line in order["lines"]]
    if len(parts) == 1:
        line, half = order["lines"][0], order["lines"][0]["quantity"] // 2
        parts = [[line | {"quantity": half}], [line | {"quantity": line["quantity"] - half}]]
    order["packages"] = [
        _package(f"{first['number']}{chr(65 + place)}", first["channel"], lines) | {"status": first["status"]}
        for place, lines in enumerate(parts)
    ]


# What is planned with `later`


def give_tracking(emulator: ShopeeEmulator, shop_id: int, order_sn: str, number: str) -> None:
    """The carrier answered with its tracking number."""
    order = emulator.orders(shop_id).edit(order_sn)
    package = find_package(order, number)
    package["tracking"] = tracking_number(order, number)
    order["update_time"] = max(int(emulator.now()), order["update_time"])
    emulator.push(tracking_push(order, package, emulator.now()))


def move_on(emulator: ShopeeEmulator, shop_id: int, order_sn: str, expected: str, status: str) -> None:
    """The courier collects or delivers, or the buyer confirms, unless something else happened in between."""
    order = emulator.orders(shop_id).find(order_sn)
    if order is None or order["status"] != expected:
        return
    set_status(emulator, shop_id, order_sn, status)
    plan_next(emulator, shop_id, order_sn, status)


def plan_next(emulator: ShopeeEmulator, shop_id: int, order_sn: str, status: str) -> None:
    """What will happen to the order by itself."""
    if status in _NEXT:
        seconds, following = _NEXT[status]
        emulator.later(seconds, "move_on", shop_id=shop_id, order_sn=order_sn, expected=status, status=following)


def tracking_number(order: Document, number: str) -> str:
    """The carrier's number for a parcel."""
    return f"{SHOPS[order['shop_id']].order_sn_prefix}SPX{number.removeprefix('OFG')}"


_NEXT = {
    "PROCESSED": (PICKUP_SECONDS, "SHIPPED"),
    "SHIPPED": (DELIVERY_SECONDS, "TO_CONFIRM_RECEIVE"),
    "TO_CONFIRM_RECEIVE": (COMPLETION_SECONDS, "COMPLETED"),
}


def _all_arranged(emulator: ShopeeEmulator, order: Document) -> None:
    own = all(package["mode"] == "non_integrated" for package in order["packages"])
    status = "SHIPPED" if own else "PROCESSED"
    set_status(emulator, order["shop_id"], order["order_sn"], status)
    plan_next(emulator, order["shop_id"], order["order_sn"], status)


def _order_sn(at: float, number: int, dice: random.Random) -> str:
    day = f"{datetime.fromtimestamp(at, UTC):%y%m%d}"
    return f"{day}{''.join(dice.choice(_LETTERS) for _ in range(3))}{number:05d}"


def _package(number: str, channel: int, lines: list[Document]) -> Document:
    return {
        "number": number,
        "status": "LOGISTICS_READY",
        "channel": channel,
        "modes": list(CHANNELS[channel][1]),
        "mode": None,
        "tracking": "",
        "lines": lines,
    }


def _address(person: Buyer) -> Document:
    return {
        "name": person.name,
        "phone": person.phone.removeprefix("+"),
        "town": person.district,
        "district": person.city,
        "city": person.city,
        "state": person.region,
        "region": person.country,
        "zipcode": person.postcode,
        "full_address": person.full_address,
    }
