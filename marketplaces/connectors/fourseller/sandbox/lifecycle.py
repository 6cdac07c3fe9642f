"""How an order comes to be and moves: what a buyer pays, what is sent of it, what is given back."""

from __future__ import annotations

import random
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.people import Buyer, buyer

from . import pushes, shelf
from .times import iso
from .vocabulary import CHANNELS

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator

CENT = Decimal("0.01")
VAT = {"LU": 17, "DE": 19, "FR": 20}
FREE_FROM, CARRIAGE = Decimal("80.00"), Decimal("4.90")
CLOSED = ("cancelled", "refunded")


def line(product: dict[str, Any], quantity: int, number: int) -> dict[str, Any]:
    """A line of an order, frozen at today's price."""
    return {
        "line_id": str(number),
        "product_id": product["id"],
        "sku": product["sku"],
        "name": product["title"],
        "quantity": quantity,
        "unit_price": product["price"],
        "total": str((Decimal(product["price"]) * quantity).quantize(CENT)),
        "fulfilled_quantity": 0,
    }


def new_order(
    shop: FourSellerEmulator,
    account: str,
    lines: list[dict[str, Any]],
    dice: random.Random,
    *,
    at: datetime,
    paid: bool = True,
    channel: str = "",
) -> dict[str, Any]:
    """An order under the next number; not stored yet."""
    number = shop.state.table("orders", account).next_number(5001)
    country = dice.choices(sorted(VAT), (30, 20, 50))[0]
    person = buyer(dice, country)
    return {
        "id": f"FS-{number}",
        "number": str(number),
        "channel": channel or dice.choice(CHANNELS),
        "channel_order_id": str(576_400_000_000_000_000 + number),
        "status": "pending",
        "paid_at": iso(at) if paid else "",
        "currency": shop.state.table("accounts")[account]["currency"],
        "sums": _sums(lines, dice, VAT[country]),
        "person": _person(person, dice),
        "lines": lines,
        "tracking": None,
        "fulfillments": [],
        "created_at": iso(at),
        "updated_at": iso(at),
    }


def _sums(lines: list[dict[str, Any]], dice: random.Random, percent: int) -> dict[str, str]:
    """Tax is inside the total, as prices for consumers are told."""
    goods = sum((Decimal(each["total"]) for each in lines), Decimal(0))
    less = (goods * Decimal("0.10")).quantize(CENT, ROUND_HALF_UP) if dice.random() < 0.15 else Decimal("0.00")
    carriage = Decimal("0.00") if goods >= FREE_FROM else CARRIAGE
    total = goods + carriage - less
    tax = (total * percent / (100 + percent)).quantize(CENT, ROUND_HALF_UP)
    sums = {"subtotal": goods, "shipping": carriage, "tax": tax, "discount": less, "total": total}
    return {name: str(amount.quantize(CENT)) for name, amount in sums.items()}


def _person(person: Buyer, dice: random.Random) -> dict[str, Any]:
    """Half the platforms behind hide the buyer's address of mail."""
    return {
        "name": person.name,
        "email": person.email if dice.random() < 0.5 else None,
        "phone": person.phone,
        "line1": person.street,
        "city": person.city,
        "region": person.region or None,
        "postal_code": person.postcode,
        "country": person.country,
    }


def place(shop: FourSellerEmulator, account: str, order: dict[str, Any]) -> None:
    """The buyer has ordered: goods leave the shelf and the seller is told."""
    for each in order["lines"]:
        shelf.take(shop, account, each["product_id"], each["quantity"])
    shop.state.table("orders", account).put(order["id"], order)
    pushes.order(shop, account, "order.created", order)


def set_status(shop: FourSellerEmulator, account: str, number: str, status: str) -> dict[str, Any]:
    """The order as it stands afterwards; the same status again changes nothing."""
    table = shop.state.table("orders", account)
    before = table[number]["status"]
    if before == status:
        return table[number]
    order = table.edit(number)
    order["status"], order["updated_at"] = status, iso(shop.clock.now())
    if status in ("processing", "shipped", "delivered") and not order["paid_at"]:
        order["paid_at"] = order["updated_at"]
    if status in ("shipped", "delivered"):
        for each in order["lines"]:
            each["fulfilled_quantity"] = each["quantity"]
    if status == "cancelled":
        _give_back(shop, account, order)
    kinds = {"cancelled": "order.cancelled", "refunded": "order.refunded", "partially_refunded": "order.refunded"}
    pushes.order(shop, account, kinds.get(status, "order.updated"), order)
    return order


def fulfil(
    shop: FourSellerEmulator, account: str, number: str, parcel: dict[str, Any], units: dict[str, int]
) -> dict[str, Any]:
    """A parcel has left: all of the order is sent, or a part of it is."""
    table = shop.state.table("orders", account)
    order = table.edit(number)
    for each in order["lines"]:
        each["fulfilled_quantity"] += units.get(each["line_id"], 0)
    order["tracking"] = {
        "number": parcel["tracking_number"], "carrier": parcel["carrier"], "url": parcel.get("tracking_url"),
    }  # fmt: skip
    made = {
        "id": f"F-{shop.state.table('fulfillments', account).next_number(901)}",
        "tracking_number": parcel["tracking_number"],
        "carrier": parcel["carrier"],
        "lines": [{"line_id": name, "quantity": count} for name, count in units.items()],
    }
    order["fulfillments"].append(made)
    order["status"] = "shipped" if all(open_units(each) == 0 for each in order["lines"]) else "processing"
    order["updated_at"] = iso(shop.clock.now())
    pushes.order(shop, account, "order.updated", order)
    return {"id": made["id"], "order_id": number, "order_status": order["status"], **made}


def open_units(each: dict[str, Any]) -> int:
    return int(each["quantity"] - each["fulfilled_quantity"])


def _give_back(shop: FourSellerEmulator, account: str, order: dict[str, Any]) -> None:
    for each in order["lines"]:
        shelf.take(shop, account, each["product_id"], -open_units(each))
