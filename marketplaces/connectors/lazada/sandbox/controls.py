"""The desk of the practice Lazada: buyers order and cancel, items move, and what there is can be looked at."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import lifecycle, shelf
from .accounts import MAIN, SELLERS
from .vocabulary import ITEM_STATUSES

if TYPE_CHECKING:
    from .market import LazadaEmulator

Document = dict[str, Any]


def sell(market: LazadaEmulator, wish: Document) -> Document:
    """A buyer orders; `paid` false: and has not paid yet; `digital`: what needs no parcel."""
    seller = _seller(wish)
    wanted = wish.get("lines") or [{"sku": wish.get("sku", ""), "quantity": wish.get("quantity", 1)}]
    rows = [_wanted(market, seller, row) for row in wanted]
    dice = random.Random(len(market.orders(seller)))
    order = lifecycle.new_order(market, seller, rows, dice, at=market.now())
    if wish.get("paid", True) is False:
        for item in order["items"]:
            item["status"] = "unpaid"
    for item in order["items"] if wish.get("digital") else ():
        item["digital"] = True
    return told(lifecycle.place(market, seller, order))


def _wanted(market: LazadaEmulator, seller: str, row: Document) -> tuple[Document, Document, int]:
    name, units = str(row.get("sku") or ""), int(row.get("quantity", 1))
    found = shelf.find_sku(market, seller, name) if name else _best_stocked(market, seller)
    if found is None:
        raise ControlError(f"This shop does not list the SKU {name!r}.")
    left = sum(found[1]["stock"].values())
    if units > left:
        raise ControlError(f"Only {left} of {found[1]['seller_sku']} left, {units} wanted.")
    return found[0], found[1], units


def _best_stocked(market: LazadaEmulator, seller: str) -> tuple[Document, Document]:
    pairs = [(product, sku) for product in market.items(seller).values() for sku in product["skus"]]
    if not pairs:
        raise ControlError("This shop lists nothing. Seed it with products first.")
    return max(pairs, key=lambda pair: sum(pair[1]["stock"].values()))


def move(market: LazadaEmulator, number: str, status: str, details: Mapping[str, Any]) -> Document:
    """All items of an order, or with `items` some of them, go to a state."""
    if status not in ITEM_STATUSES:
        raise ControlError(f"{status!r} is no item status. There are: {', '.join(ITEM_STATUSES)}.")
    seller = _seller(details)
    order = _order(market, seller, number)
    ids = {str(each) for each in details.get("items") or []}
    moving = [item for item in order["items"] if not ids or str(item["order_item_id"]) in ids]
    lifecycle.set_status(market, seller, order, moving, status)
    return told(order)


def cancel(market: LazadaEmulator, number: str, details: Mapping[str, Any]) -> Document:
    """The buyer cancels; with `request` he only asks."""
    seller = _seller(details)
    order = _order(market, seller, number)
    if details.get("request"):
        asked = market.state.table("reverse").next_number(700_100_000)
        for item in order["items"]:
            item["asked"], item["updated"] = asked, market.now()
        order["updated"] = market.now()
    else:
        open_items = [item for item in order["items"] if item["status"] != "canceled"]
        lifecycle.set_status(
            market, seller, order, open_items, "canceled", reason="Change of mind", initiator="cancellation-customer"
        )
    return told(order)


def _order(market: LazadaEmulator, seller: str, number: str) -> Document:
    if number not in market.orders(seller):
        raise ControlError(f"There is no order {number!r} in the shop {seller}.")
    return lifecycle.edit(market, seller, int(number))


def describe(market: LazadaEmulator, query: Mapping[str, str]) -> Document:
    seller = _seller(query)
    found: Document = {"account": seller}
    if query.get("products") != "0":
        products = market.items(seller).values()
        found["products"] = [_product(seller, product, sku) for product in products for sku in product["skus"]]
    if query.get("orders") != "0":
        found["orders"] = [told(order) for order in market.orders(seller).values()]
    return found


def _product(seller: str, product: Document, sku: Document) -> Document:
    single = len(sku["stock"]) == 1
    return {
        "sku": sku["seller_sku"],
        "id": str(product["item_id"]),
        "sku_id": str(sku["sku_id"]),
        "name": product["name"],
        "status": product["status"],
        "price": sku["price"],
        "currency": SELLERS[seller].currency,
        "stock": {
            "" if single else name: {"available": units, "present": units, "reserved": 0}
            for name, units in sku["stock"].items()
        },
    }


def told(order: Document) -> Document:
    """An order as the desk tells it."""
    lines: dict[str, int] = {}
    for item in order["items"]:
        lines[item["sku"]] = lines.get(item["sku"], 0) + 1
    return {
        "id": str(order["order_id"]),
        "status": ",".join(sorted({item["status"] for item in order["items"]})),
        "total": order["price"],
        "packages": sorted({item["package_id"] for item in order["items"]} - {""}),
        "items": [
            {"id": str(item["order_item_id"]), "sku": item["sku"], "status": item["status"]} for item in order["items"]
        ],
        "lines": [{"sku": sku, "quantity": units} for sku, units in lines.items()],
    }


def _seller(given: Mapping[str, Any]) -> str:
    seller = str(given.get("account") or MAIN)
    if seller not in SELLERS:
        raise ControlError(f"There is no seller {seller}. There are: {', '.join(SELLERS)}.")
    return seller
