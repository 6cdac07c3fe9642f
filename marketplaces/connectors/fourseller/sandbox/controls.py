"""What the desk of the practice 4Seller can do: buyers order, orders move, keys are exchanged."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import lifecycle, shelf
from .seeding import ACCOUNTS, MAIN
from .vocabulary import CHANNELS, FOLLOWS, ORDER_STATUSES

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator


def sell(shop: FourSellerEmulator, wish: dict[str, Any]) -> dict[str, Any]:
    """A buyer orders and pays; `paid` false: he has not paid yet."""
    account = _account(wish)
    wanted = wish.get("lines") or [{"sku": wish.get("sku", ""), "quantity": wish.get("quantity", 1)}]
    lines = [_line(shop, account, row, number) for number, row in enumerate(wanted, start=1)]
    channel = str(wish.get("channel", ""))
    if channel and channel not in CHANNELS:
        raise ControlError(f"There is no channel {channel}. There are: {', '.join(CHANNELS)}.")
    dice = random.Random(len(shop.state.table("orders", account)))
    at, paid = shop.clock.now(), wish.get("paid", True) is not False
    order = lifecycle.new_order(shop, account, lines, dice, at=at, paid=paid, channel=channel)
    lifecycle.place(shop, account, order)
    return told(order)


def _line(shop: FourSellerEmulator, account: str, row: dict[str, Any], number: int) -> dict[str, Any]:
    sku, quantity = str(row.get("sku") or ""), int(row.get("quantity", 1))
    product = shelf.find_sku(shop, account, sku) if sku else _best_stocked(shop, account)
    if product is None:
        raise ControlError(f"This shop does not list the SKU {sku!r}.")
    if quantity > product["quantity"]:
        raise ControlError(f"Only {product['quantity']} of {product['sku']} left, {quantity} wanted.")
    return lifecycle.line(product, quantity, number)


def _best_stocked(shop: FourSellerEmulator, account: str) -> dict[str, Any]:
    found = [each for each in shop.state.table("products", account).values() if each["status"] == "active"]
    if not found:
        raise ControlError("This shop lists nothing. Seed it with products first.")
    return max(found, key=lambda each: int(each["quantity"]))


def move(shop: FourSellerEmulator, number: str, status: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """4Seller, or the platform behind it, moves an order."""
    if status not in ORDER_STATUSES:
        raise ControlError(f"{status!r} is no order status. There are: {', '.join(ORDER_STATUSES)}.")
    account = _account(details)
    order = shop.state.table("orders", account).find(number)
    if order is None:
        raise ControlError(f"There is no order {number!r} in the account {account}.")
    if status != order["status"] and status not in FOLLOWS[order["status"]]:
        raise ControlError(f"An order that is {order['status']} cannot become {status}.")
    return told(lifecycle.set_status(shop, account, number, status))


def pay(shop: FourSellerEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"order"}`: the buyer pays an order that waited for it."""
    account, number = _account(body), str(body.get("order", ""))
    if shop.state.table("orders", account).find(number) is None:
        raise ControlError(f"There is no order {number!r} in the account {account}.")
    order = shop.state.table("orders", account).edit(number)
    order["paid_at"] = order["updated_at"] = lifecycle.iso(shop.clock.now())
    lifecycle.pushes.order(shop, account, "order.updated", order)
    return told(order)


def exchange_key(shop: FourSellerEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"key"}` is good from now on; with `drop` it is not any more."""
    document = shop.state.table("accounts").edit(_account(body))
    key = str(body.get("key", ""))
    if not key:
        raise ControlError('Say which: {"key": "…"}.')
    document["keys"] = [each for each in document["keys"] if each != key] + ([] if body.get("drop") else [key])
    return {"keys": len(document["keys"])}


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {"pay": pay, "key": exchange_key}


def describe(shop: FourSellerEmulator, query: Mapping[str, str]) -> dict[str, Any]:
    """Products that are not deleted, and orders, of one account."""
    account = _account(query)
    found: dict[str, Any] = {"account": account}
    if query.get("products") != "0":
        products = shop.state.table("products", account).values()
        found["products"] = [_product(each) for each in products if each["status"] != "deleted"]
    if query.get("orders") != "0":
        found["orders"] = [told(each) for each in shop.state.table("orders", account).values()]
    return found


def _product(product: dict[str, Any]) -> dict[str, Any]:
    quantity, reserved = product["quantity"], product["reserved"]
    return {
        "sku": product["sku"],
        "id": product["id"],
        "name": product["title"],
        "status": product["status"],
        "price": product["price"],
        "currency": product["currency"],
        "stock": {"": {"available": quantity, "present": quantity + reserved, "reserved": reserved}},
    }


def told(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the desk tells it."""
    return {
        "id": order["id"],
        "status": order["status"],
        "channel": order["channel"],
        "paid": bool(order["paid_at"]),
        "total": order["sums"]["total"],
        "currency": order["currency"],
        "created": order["created_at"],
        "updated": order["updated_at"],
        "tracking": order["tracking"],
        "fulfillments": order["fulfillments"],
        "lines": [
            {"sku": each["sku"], "quantity": each["quantity"], "price": each["unit_price"]} for each in order["lines"]
        ],
    }


def _account(given: Mapping[str, Any]) -> str:
    account = str(given.get("account") or MAIN)
    if account not in ACCOUNTS:
        raise ControlError(f"There is no account {account}. There are: {', '.join(ACCOUNTS)}.")
    return account
