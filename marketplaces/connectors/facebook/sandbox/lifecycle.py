"""How an order of the former shop moves: acknowledged, shipped in parcels, cancelled before, refunded after."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.people import NAMES

from . import order_view
from .answers import refuse, unknown
from .times import iso

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

STATES = ("FB_PROCESSING", "CREATED", "IN_PROGRESS", "COMPLETED")
CHANNELS = ("facebook", "instagram")
#: Checkout was for buyers in the United States; their names are of every script.
DOORS = (
    ("1 Main St", "", "Austin", "TX", "73301"),
    ("4420 W Diversey Ave", "Apt 3B", "Chicago", "IL", "60639"),
    ("77 Mott St", "Fl 5", "New York", "NY", "10013"),
    ("1590 Piʻikoi St", "", "Honolulu", "HI", "96822"),
    ("210 Calle Cañón", "", "Española", "NM", "87532"),
)
SHIPPING, FREE_FROM, TAX = Decimal("4.90"), Decimal("75.00"), Decimal("0.0825")
CENT = Decimal("0.01")


def new_order(
    shop: FacebookEmulator, account: str, lines: list[dict[str, Any]], dice: random.Random, *, at: datetime
) -> dict[str, Any]:
    """An order under the next number; not stored yet."""
    number = 64_000_000_000_000 + shop.state.table("orders", account).next_number(1)
    goods = sum((Decimal(each["price"]) * each["quantity"] for each in lines), Decimal(0))
    return {
        "id": str(number), "state": "CREATED", "created": iso(at), "updated": iso(at),
        "channel": dice.choice(CHANNELS), "ship_by": (at + timedelta(days=3)).date().isoformat(),
        "person": _person(dice), "lines": lines, "shipments": [], "cancellations": [], "refunds": [], "reference": "",
        "shipping": str(Decimal("0.00") if goods >= FREE_FROM else SHIPPING), "tax": str((goods * TAX).quantize(CENT)),
    }  # fmt: skip


def line(shop: FacebookEmulator, account: str, item: dict[str, Any], quantity: int) -> dict[str, Any]:
    number = shop.state.table("order_lines", account).next_number(5001)
    return {
        "id": str(number), "product_id": item["id"], "sku": item["retailer_id"], "name": item["name"],
        "quantity": quantity, "price": item.get("sale_price") or item["price"], "shipped": 0, "cancelled": 0,
    }  # fmt: skip


def _person(dice: random.Random) -> dict[str, str]:
    street1, street2, city, state, code = dice.choice(DOORS)
    return {
        "name": dice.choice(NAMES[dice.choice(sorted(NAMES))]),
        "email": f"x{dice.randrange(10**8):08d}@marketplace.facebook.com",
        "street1": street1, "street2": street2, "city": city, "state": state, "postal_code": code, "country": "US",
    }  # fmt: skip


def open_units(each: dict[str, Any]) -> int:
    return int(each["quantity"] - each["shipped"] - each["cancelled"])


def edit(shop: FacebookEmulator, account: str, number: str) -> dict[str, Any]:
    table = shop.state.table("orders", account)
    if number not in table:
        raise unknown(number)
    order = table.edit(number)
    order["updated"] = iso(shop.clock.now())
    return order


def acknowledge(shop: FacebookEmulator, account: str, number: str, reference: str) -> None:
    if number in shop.state.table("orders", account):
        state = shop.state.table("orders", account)[number]["state"]
        if state != "CREATED":
            raise refuse(2361004, f"An order that is {state} cannot be acknowledged")
    order = edit(shop, account, number)
    order["state"], order["reference"] = "IN_PROGRESS", reference


def ship(
    shop: FacebookEmulator, account: str, number: str, units: dict[str, int], tracking: dict[str, Any], external: str
) -> None:
    order = edit(shop, account, number)
    rows = []
    for each in order["lines"]:
        count = units.get(each["id"], 0)
        each["shipped"] += count
        if count:
            rows.append({"id": each["id"], "retailer_id": each["sku"], "quantity": count})
    made = str(shop.state.table("shipments", account).next_number(8001))
    order["shipments"].append({"id": made, "external": external, "tracking": dict(tracking), "items": rows})
    _close(order)


def track(shop: FacebookEmulator, account: str, number: str, parcel: str, tracking: dict[str, Any]) -> None:
    order = edit(shop, account, number)
    next(each for each in order["shipments"] if each["id"] == parcel)["tracking"] = dict(tracking)


def cancel(
    shop: FacebookEmulator,
    account: str,
    number: str,
    units: dict[str, int],
    reason: dict[str, Any],
    *,
    restock: bool = True,
) -> None:
    """Only what has not left. The goods go back on the shelf unless the seller says no."""
    order = edit(shop, account, number)
    rows = []
    for each in order["lines"]:
        count = units.get(each["id"], 0)
        each["cancelled"] += count
        if count:
            rows.append({"id": each["id"], "retailer_id": each["sku"], "quantity": count})
            if restock:
                put_back(shop, account, each["sku"], count)
    made = str(shop.state.table("cancellations", account).next_number(9001))
    order["cancellations"].append({"id": made, "cancel_reason": dict(reason), "items": {"data": rows}})
    _close(order)


def refund(shop: FacebookEmulator, account: str, number: str, reason: str, wanted: Any, shipping: Any = None) -> None:
    """All that was paid, or of some lines a number of pieces or an amount, and of the shipping."""
    order = shop.state.table("orders", account)[number]
    already = sum((Decimal(each["refund_amount"]["amount"]) for each in order["refunds"]), Decimal(0))
    left = order_view.total(order) - already
    given = left if wanted is None else sum((_share(order, row) for row in wanted), Decimal(0))
    if wanted is not None and shipping:
        part = Decimal(str((shipping.get("shipping_refund") or {}).get("amount") or 0))
        if part > Decimal(order["shipping"]):
            raise refuse(2361074, "More than the shipping cost cannot be refunded")
        given += part
    if not 0 < given <= left:
        raise refuse(2361074, "More than what is left cannot be refunded")
    order = edit(shop, account, number)
    made = str(shop.state.table("refunds", account).next_number(9501))
    order["refunds"].append(
        {"id": made, "refund_amount": order_view.amount(given), "refund_reason": {"reason_code": reason}}
    )


def _share(order: dict[str, Any], row: dict[str, Any]) -> Decimal:
    for each in order["lines"]:
        if str(row.get("item_id") or "") == each["id"] or row.get("retailer_id") == each["sku"]:
            told = row.get("item_refund_amount") or {}
            if told.get("amount"):
                return Decimal(str(told["amount"]))
            return Decimal(each["price"]) * int(row.get("item_refund_quantity") or 0)
    raise refuse(100, "There is no such item in this order", subcode=33)


def _close(order: dict[str, Any]) -> None:
    if all(open_units(each) == 0 for each in order["lines"]):
        order["state"] = "COMPLETED"


def put_back(shop: FacebookEmulator, account: str, sku: str, count: int) -> None:
    """Pieces return to the shelf, or with a negative count leave it."""
    table = shop.state.table("items", account)
    if sku not in table:
        return
    item = table.edit(sku)
    item["inventory"] = max(0, item["inventory"] + count)
    if item["availability"] in ("in stock", "out of stock"):
        item["availability"] = "in stock" if item["inventory"] else "out of stock"
