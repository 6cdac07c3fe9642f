"""What only Wildberries' control desk can do, and how it tells the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import orders, settings, stocks, tokens
from .cards import sku_of
from .prices import discounted

if TYPE_CHECKING:
    from .market import WildberriesEmulator


def give_back(market: WildberriesEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """The buyer of `order` brings it back after it was sold."""
    number = str(body.get("order", ""))
    if number not in orders.every(market):
        raise ControlError(f"There is no order {number!r}.")
    return told(orders.give_back(market, number))


def change_warehouse(market: WildberriesEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """The `warehouse` is being worked on (`isProcessing`) or taken away (`isDeleting`)."""
    table = market.state.table("warehouses", tokens.SELLER)
    number = str(body.get("warehouse", ""))
    if number not in table:
        raise ControlError(f"There is no warehouse {number!r}.")
    kept = table.edit(number)
    kept.update({name: bool(body[name]) for name in ("isProcessing", "isDeleting") if name in body})
    return kept


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "settings": settings.change,
    "return": give_back,
    "token": tokens.change,
    "warehouse": change_warehouse,
}


def told(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the control desk tells it."""
    return {
        "id": str(order["id"]),
        "scheme": order.get("deliveryType", "fbs"),
        "status": order["supplierStatus"],
        "wb_status": order["wbStatus"],
        "placed": order["placed"],
        "supply": order["supplyId"],
        "basket": order["orderUid"],
        "code": order.get("code", ""),
        "lines": [{"sku": order["sku"], "quantity": 1, "price": f"{order['price'] / 100:.2f}"}],
    }


def describe(market: WildberriesEmulator, seller: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Products with stock and price, and orders; a part that `?orders=0` or `?products=0` leaves out is not built."""
    found: dict[str, Any] = {"account": seller}
    if query.get("products") != "0":
        cards = market.state.table("cards", seller).values()
        found["products"] = [_product(market, seller, card, size) for card in cards for size in card["sizes"]]
    if query.get("orders") != "0":
        found["orders"] = [told(order) for order in orders.every(market).values() if order["seller"] == seller]
    return found


def _product(market: WildberriesEmulator, seller: str, card: dict[str, Any], size: dict[str, Any]) -> dict[str, Any]:
    places = {}
    for warehouse in market.state.table("warehouses", seller).values():
        amount = stocks.amount(market, seller, warehouse["id"], size["chrtID"])
        places[str(warehouse["id"])] = {"available": amount, "present": amount, "reserved": 0}
    return {
        "sku": sku_of(card, size),
        "id": card["nmID"],
        "size_id": size["chrtID"],
        "barcode": size["skus"][0],
        "name": card["title"],
        "price": str(discounted(card["price"], card["discount"])),
        "full_price": str(card["price"]),
        "currency": card["currency"],
        "stock": places,
    }
