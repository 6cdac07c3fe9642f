"""What the desk of the practice Facebook can do: bring the order calls back, sell, move, end tokens, send messages."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

from . import batches, lifecycle, order_view, pushes, withdrawn
from .accounts import MAIN, MERCHANTS
from .arguments import structure

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator


def sell(shop: FacebookEmulator, wish: dict[str, Any]) -> dict[str, Any]:
    """A buyer orders on Facebook, as was possible until 2025."""
    if not withdrawn.is_on(shop):
        raise ControlError('Nobody can order on Facebook any more. POST /_control/legacy {"on": true} brings it back.')
    account = _account(wish)
    wanted = wish.get("lines") or [{"sku": wish.get("sku", ""), "quantity": wish.get("quantity", 1)}]
    lines = [_line(shop, account, row) for row in wanted]
    dice = random.Random(len(shop.state.table("orders", account)))
    order = lifecycle.new_order(shop, account, lines, dice, at=shop.clock.now())
    for each in lines:
        lifecycle.put_back(shop, account, each["sku"], -each["quantity"])
    shop.state.table("orders", account).put(order["id"], order)
    return told(order)


def _line(shop: FacebookEmulator, account: str, row: dict[str, Any]) -> dict[str, Any]:
    sku, quantity = str(row.get("sku") or ""), int(row.get("quantity", 1))
    shelf = shop.state.table("items", account)
    item = shelf.find(sku) if sku else max(shelf.values(), key=lambda each: int(each["inventory"]), default=None)
    if item is None:
        raise ControlError(f"This shop does not list the SKU {sku!r}.")
    if quantity > item["inventory"]:
        raise ControlError(f"Only {item['inventory']} of {item['retailer_id']} left, {quantity} wanted.")
    return lifecycle.line(shop, account, item, quantity)


def move(shop: FacebookEmulator, number: str, status: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Meta moves an order to one of its states."""
    account = _account(details)
    if status not in lifecycle.STATES:
        raise ControlError(f"{status!r} is no state. There are: {', '.join(lifecycle.STATES)}.")
    if number not in shop.state.table("orders", account):
        raise ControlError(f"There is no order {number!r}.")
    order = lifecycle.edit(shop, account, number)
    order["state"] = status
    return told(order)


def cancel(shop: FacebookEmulator, number: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """The buyer cancels all that has not left."""
    account = _account(details)
    order = shop.state.table("orders", account).find(number)
    units = {each["id"]: lifecycle.open_units(each) for each in order["lines"]} if order else {}
    if not any(units.values()):
        raise ControlError(f"Nothing of the order {number!r} is open.")
    lifecycle.cancel(shop, account, number, units, {"reason_code": "CUSTOMER_REQUESTED"})
    return told(shop.state.table("orders", account)[number])


def refund(shop: FacebookEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"order", "items"}`: as the seller would in Commerce Manager; without items all of it."""
    account, number = _account(body), str(body.get("order", ""))
    if number not in shop.state.table("orders", account):
        raise ControlError(f"There is no order {number!r}.")
    lifecycle.refund(shop, account, number, "DAMAGED_GOODS", structure(body, "items"))
    return told(shop.state.table("orders", account)[number])


def token(shop: FacebookEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"token", "revoked", "expires", "scopes"}`: a token is taken back, ends at a second, or loses permissions."""
    table = shop.state.table("tokens")
    name = str(body.get("token") or MERCHANTS[MAIN].key)
    if name not in table:
        raise ControlError("There is no such token.")
    held = table.edit(name)
    held |= {key: body[key] for key in ("revoked", "expires", "scopes") if key in body}
    return {key: held[key] for key in ("revoked", "expires", "scopes")}


def happen(shop: FacebookEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"field", "value"}`: something happens on the page, and its receivers hear of it."""
    value = body.get("value") or {"item": "post", "message": "šių dienų žibintai"}
    return pushes.change(shop, _account(body), str(body.get("field") or "feed"), value)


CONTROLS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "legacy": withdrawn.switch, "refund": refund, "token": token, "happen": happen, "batches": batches.slow,
}  # fmt: skip


def describe(shop: FacebookEmulator, query: Mapping[str, str]) -> dict[str, Any]:
    """Items and orders of one merchant; no orders where there can be none."""
    account = _account(query)
    found: dict[str, Any] = {"account": account, "legacy": withdrawn.is_on(shop)}
    if query.get("products") != "0":
        found["products"] = [_product(each) for each in shop.state.table("items", account).values()]
    if query.get("orders") != "0":
        orders = shop.state.table("orders", account).values() if withdrawn.is_on(shop) else ()
        found["orders"] = [told(each) for each in orders]
    return found


def _product(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "sku": item["retailer_id"], "id": item["id"], "name": item["name"], "status": item["availability"],
        "price": item["price"], "sale_price": item.get("sale_price", ""), "currency": item["currency"],
        "link": item.get("url", ""), "stock": {"": {"available": item.get("inventory") or 0}},
    }  # fmt: skip


def told(order: dict[str, Any]) -> dict[str, Any]:
    """An order as the desk tells it."""
    return {
        "id": order["id"], "status": order["state"], "created": order["created"], "updated": order["updated"],
        "total": f"{order_view.total(order):.2f}", "reference": order["reference"], "shipments": order["shipments"],
        "cancellations": order["cancellations"], "refunds": order["refunds"],
        "lines": [
            {name: each[name] for name in ("sku", "quantity", "price", "shipped", "cancelled")}
            for each in order["lines"]
        ],
    }  # fmt: skip


def _account(given: Mapping[str, Any]) -> str:
    account = str(given.get("account") or MAIN)
    if account not in MERCHANTS:
        raise ControlError(f"There is no account {account}. There are: {', '.join(MERCHANTS)}.")
    return account
