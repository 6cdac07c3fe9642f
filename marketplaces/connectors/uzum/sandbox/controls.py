"""What only Uzum's control desk can do, and how it tells the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import orders, settings
from .sellers import SELLER

if TYPE_CHECKING:
    from .market import UzumEmulator

EDITABLE = ("archived", "blocked", "fbsLinked", "dbsLinked", "fbsAllowed", "dbsAllowed")


def give_back(market: UzumEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """The buyer of `order` sends `quantity` units of its first line back."""
    number = str(body.get("order", ""))
    if number not in market.state.table("orders"):
        raise ControlError(f"There is no order {number!r}.")
    return told(orders.give_back(market, number, int(body.get("quantity", 1))))


def change_token(market: UzumEmulator, body: dict[str, Any]) -> dict[str, str]:
    """The seller makes a new `token` in the cabinet; the old one is known no more."""
    if not body.get("token"):
        raise ControlError('Say {"token": "…"}.')
    market.state.table("sellers").edit(SELLER)["token"] = str(body["token"])
    return {"seller": SELLER}


def change_sku(market: UzumEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Uzum archives or blocks the `sku`, or the seller links it to FBS or DBS."""
    account = str(body.get("account", market.credentials()["shop_id"]))
    for sku in list(market.state.table("skus", account).values()):
        if sku["sellerItemCode"] == body.get("sku"):
            kept = market.state.table("skus", account).edit(sku["skuId"])
            kept.update({name: bool(body[name]) for name in EDITABLE if name in body})
            return {name: kept[name] for name in EDITABLE}
    raise ControlError(f"This shop has no SKU {body.get('sku')!r}.")


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "settings": settings.change,
    "return": give_back,
    "token": change_token,
    "sku": change_sku,
}


def told(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the control desk tells it."""
    return {
        "id": str(order["id"]),
        "scheme": order["scheme"],
        "status": order["status"],
        "placed": order["placed"],
        "accept_until": order["acceptUntil"],
        "note": order["note"],
        "cancel_reason": order["cancelReason"],
        "lines": [
            {"sku": item["sellerItemCode"], "quantity": item["amount"], "price": str(item["price"])}
            for item in order["items"]
        ],
    }


def describe(market: UzumEmulator, shop: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Products with stock and price, and orders; a part that `?orders=0` or `?products=0` leaves out is not built."""
    found: dict[str, Any] = {"account": shop}
    if query.get("products") != "0":
        found["products"] = [_product(sku) for sku in market.state.table("skus", shop).values()]
    if query.get("orders") != "0":
        found["orders"] = [told(order) for order in market.state.table("orders").values() if order["shop"] == shop]
    return found


def _product(sku: dict[str, Any]) -> dict[str, Any]:
    linked = sku["fbsLinked"] or sku["dbsLinked"]
    available = sku["amount"] if linked else 0
    return {
        "sku": sku["sellerItemCode"],
        "id": sku["productId"],
        "sku_id": sku["skuId"],
        "barcode": sku["barcode"],
        "name": sku["fullTitle"],
        "price": str(sku["price"]),
        "full_price": str(sku["fullPrice"]),
        "currency": "UZS",
        "linked": {"fbs": sku["fbsLinked"], "dbs": sku["dbsLinked"]},
        "stock": {"": {"available": available, "present": sku["amount"], "reserved": 0}},
    }
