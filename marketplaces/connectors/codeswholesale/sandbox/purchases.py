"""The life of an order: paid at once, filled after a while, some of it later still."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from . import keys, postbacks, shelf
from .goods import PREORDER
from .times import iso

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

FULFILLING, COMPLETED, CANCELLED, FAILED = "Fulfilling", "Completed", "Cancelled", "Failed"
#: A library's guesses (contract section 5); the desk can let an order show them.
STATUSES = (FULFILLING, COMPLETED, CANCELLED, FAILED, "READY", "PREPARED", "COMPLETED", "FULFILLED", "OnHold")
PACE, SHORT = "pace", "short"
#: Seconds until an order is filled, unless the desk says otherwise.
USUAL_PACE = 3.0

Purchase = dict[str, Any]


def new(
    shop: CodesWholesaleEmulator, account: str, reference: str | None, lines: list[dict[str, Any]], *, at: datetime
) -> Purchase:
    """Stored under the supplier's own number: nothing keeps a second one from carrying the same reference."""
    table = shop.state.table("purchases", account)
    total = sum((Decimal(each["price"]) * each["quantity"] for each in lines), Decimal(0))
    named = f"CW-{table.next_number(70001)}"
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://codeswholesale.example/{account}/{named}"))
    return table.put(
        number,
        {
            "orderId": number,
            "clientOrderId": reference,
            "identifier": named,
            "total": str(total),
            "created": iso(at),
            "status": FULFILLING,
            "lines": lines,
        },
    )


def pace(shop: CodesWholesaleEmulator) -> float:
    return float((shop.state.table("desk").find(PACE) or {}).get("seconds", USUAL_PACE))


def fill(shop: CodesWholesaleEmulator, account: str, number: str) -> None:
    """The keys of an order that still waits for them; what the desk holds back is missing, and nothing says so."""
    table = shop.state.table("purchases", account)
    if number not in table or table[number]["status"] != FULFILLING:
        return
    missing = int((shop.state.table("desk").find(SHORT) or {}).get("keys", 0))
    shop.state.table("desk").delete(SHORT)
    document = table.edit(number)
    document["status"] = COMPLETED
    for line in document["lines"]:
        count = max(0, line["quantity"] - missing)
        line["codes"] = [keys.new(shop, account, line["form"]) for _ in range(count)]


def assign(shop: CodesWholesaleEmulator, account: str, number: str) -> int:
    """The keys of pre-orders have come, and the client hears of it."""
    purchase = shop.state.table("purchases", account)[number]
    waiting = [code for line in purchase["lines"] for code in line["codes"]]
    given = sum(keys.assign(shop, code) for code in waiting)
    if given:
        postbacks.tell(shop, "PREORDER", only=account, orderId=number)
    return given


def find(shop: CodesWholesaleEmulator, account: str, number: str) -> Purchase | None:
    """By the supplier's number, or by the client's own reference: the oldest of those that carry it."""
    table = shop.state.table("purchases", account)
    if number in table:
        return table[number]
    return next((each for each in table.values() if each["clientOrderId"] == number), None)


def told(shop: CodesWholesaleEmulator, purchase: Purchase, *, version: str = "v3") -> dict[str, Any]:
    """The whole order. Its own link carries the client's reference, as a published answer did."""
    return {
        **summary(purchase, version=version),
        "products": [
            {
                "productId": line["productId"],
                "name": line["name"],
                "unitPrice": float(line["price"]),
                "codes": [
                    keys.told(shop.state.table("codes")[code], version=version) for code in line.get("codes", [])
                ],
                "links": [],
            }
            for line in purchase["lines"]
        ],
    }


def summary(purchase: Purchase, *, version: str = "v3") -> dict[str, Any]:
    """An order as the history tells it."""
    named = purchase["clientOrderId"] or purchase["orderId"]
    return {
        "orderId": purchase["orderId"],
        "clientOrderId": purchase["clientOrderId"],
        "identifier": purchase["identifier"],
        "totalPrice": float(purchase["total"]),
        "createdOn": purchase["created"],
        "status": purchase["status"],
        "links": [{"rel": "self", "href": f"/{version}/orders/{named}"}],
    }


def line(found: dict[str, Any], quantity: int, price: Decimal, *, promised: bool) -> dict[str, Any]:
    """A line at today's price; what is promised is delivered once it is out."""
    form = PREORDER if promised else found["form"]
    return {
        "productId": found["productId"], "name": found["name"], "quantity": quantity, "price": str(price),
        "form": form, "codes": [],
    }  # fmt: skip


def sold(shop: CodesWholesaleEmulator, lines: list[dict[str, Any]]) -> None:
    """Fewer are left, and everybody hears of it."""
    for each in lines:
        if each["form"] != PREORDER:
            shelf.take(shop, each["productId"], each["quantity"])
            postbacks.stock(shop, each["productId"])
