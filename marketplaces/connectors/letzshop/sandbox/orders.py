"""The dialect "seed": whole orders with a status, as the team's document draws them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from . import lifecycle
from .answers import NOT_AUTHORISED
from .execution import FieldFailed, Resolver
from .platform import page
from .vocabulary import CURRENCY

if TYPE_CHECKING:
    from .marketplace import LetzshopEmulator

CARRIAGE, FREE_FROM, VAT = Decimal("5.90"), Decimal("80.00"), 17
CENT = Decimal("0.01")
MOST_STOCK = 1_000_000


class Seed:
    """One account's view."""

    def __init__(self, shop: LetzshopEmulator, account: str) -> None:
        self._shop, self._account = shop, account

    def resolvers(self) -> dict[str, Resolver]:
        return {
            "orders": self._orders,
            "updateOrderFulfillment": self._fulfil,
            "updateInventory": self._stock,
        }

    def _orders(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Oldest change first."""
        self._needs_key()
        wanted = given.get("filter") or {}
        rows = [each for each in self._shop.state.table("shipments", self._account).values() if _fits(each, wanted)]
        rows.sort(key=lambda each: (each["updated_at"], each["number"]))
        found = page(rows, given)
        edges = [{"node": view(each), "cursor": each["id"]} for each in found["nodes"]]
        return {"edges": edges, "pageInfo": found["pageInfo"]}

    def _fulfil(self, given: Mapping[str, Any]) -> dict[str, Any]:
        self._needs_key()
        number, wanted = given["orderId"], given["input"]
        shipment = self._shop.state.table("shipments", self._account).find(number)
        if shipment is None:
            return {"order": None, "errors": [{"field": "orderId", "message": "does not exist"}]}
        problem = _problem(shipment, wanted)
        if problem:
            return {"order": None, "errors": [dict(zip(("field", "message"), problem, strict=True))]}
        tracking = {
            "code": wanted.get("trackingNumber"),
            "provider": wanted.get("carrier"),
            "at": wanted.get("shippedAt") or lifecycle.iso(self._shop.clock.now()),
        }
        held = shipment["tracking"] or {}
        if shipment["status"] != "SHIPPED" or held.get("code") != tracking["code"]:
            shipment = lifecycle.become(self._shop, self._account, number, "SHIPPED")
            shipment["tracking"] = tracking
        return {"order": view(shipment), "errors": []}

    def _stock(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What can be told is told; the rest is named."""
        self._needs_key()
        goods, errors = self._shop.state.table("goods", self._account), []
        items = given["input"]["items"]
        partly = len(items) > 1 and self._shop.faults.take("partial_failure", "/graphql") is not None
        for number, item in enumerate(items):
            problem = _stock_problem(item, goods.find(item["sku"]))
            if problem or (partly and number == 0):
                errors.append({"sku": item["sku"], "message": problem or "could not be stored, try again"})
            else:
                goods.edit(item["sku"])["quantity"] = item["quantity"]
        return {"success": not errors, "errors": errors}

    def _needs_key(self) -> None:
        if not self._account:
            raise FieldFailed(NOT_AUTHORISED, "UNAUTHORIZED")


def _fits(shipment: dict[str, Any], wanted: Mapping[str, Any]) -> bool:
    times, words = wanted.get("updatedAt") or {}, (wanted.get("status") or {}).get("in")
    moved = datetime.fromisoformat(shipment["updated_at"])
    if times.get("gte") and moved < datetime.fromisoformat(times["gte"]):
        return False
    if times.get("lte") and moved > datetime.fromisoformat(times["lte"]):
        return False
    return words is None or shipment["status"] in words


def _problem(shipment: dict[str, Any], wanted: Mapping[str, Any]) -> tuple[str, str] | None:
    if wanted["status"] != "SHIPPED":
        return "status", "is invalid"
    if shipment["status"] in ("PENDING", "CANCELLED", "REFUNDED", "DELIVERED"):
        return "status", f"cannot become SHIPPED from {shipment['status']}"
    if wanted.get("trackingNumber") and not wanted["trackingNumber"].replace("-", "").isalnum():
        return "trackingNumber", "is invalid"
    return None


def _stock_problem(item: Mapping[str, Any], good: dict[str, Any] | None) -> str:
    if good is None:
        return "unknown sku"
    return "" if 0 <= item["quantity"] <= MOST_STOCK else "quantity must be 0 or more"


def view(shipment: dict[str, Any]) -> dict[str, Any]:
    """An order as this dialect tells it."""
    person, tracking = shipment["person"], shipment["tracking"]
    goods = lifecycle.goods_total(shipment)
    carriage = Decimal(0) if goods >= FREE_FROM else CARRIAGE
    tax = ((goods + carriage) * VAT / (100 + VAT)).quantize(CENT, ROUND_HALF_UP)
    street = ", ".join(each for each in (person["number"], person["street"]) if each)
    return {
        "id": shipment["id"],
        "orderNumber": f"LS-{shipment['placed_at'][:4]}-{shipment['number'][-4:]}",
        "status": shipment["status"],
        "createdAt": shipment["placed_at"],
        "updatedAt": shipment["updated_at"],
        "customer": {
            "email": person["email"],
            "firstName": person["first"],
            "lastName": person["last"],
            "phone": person["phone"],
        },
        "shippingAddress": {
            "street": street,
            "city": person["city"],
            "postalCode": person["postcode"],
            "country": person["country"],
        },
        "items": _items(shipment),
        "totals": {
            "subtotal": f"{goods:.2f}",
            "shipping": f"{carriage:.2f}",
            "tax": f"{tax:.2f}",
            "total": f"{goods + carriage:.2f}",
            "currency": CURRENCY,
        },
        "fulfillment": None if tracking is None else {
            "status": shipment["status"],
            "trackingNumber": tracking["code"],
            "carrier": tracking["provider"],
            "shippedAt": tracking["at"],
        },
    }  # fmt: skip


def _items(shipment: dict[str, Any]) -> list[dict[str, Any]]:
    """Pieces of one variant are one line; what was declined is on it all the same, for there is no field for that."""
    found: dict[str, dict[str, Any]] = {}
    for unit in shipment["units"]:
        variant = unit["variant"]
        price = Decimal(variant["price"].split()[0])
        line = found.setdefault(
            variant["id"],
            {
                "product": {
                    "id": f"p{variant['number']}",
                    "sku": variant["sku"],
                    "name": variant["names"].get(shipment["locale"]) or variant["names"].get("fr"),
                },
                "quantity": 0,
                "unitPrice": f"{price:.2f}",
            },
        )
        line["quantity"] += 1
        line["totalPrice"] = f"{price * line['quantity']:.2f}"
    return list(found.values())
